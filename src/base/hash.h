/* sha256 for content and editions. */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include "base/str.h"
void hash_sha256(struct str s, unsigned char ret_digest[32]);
struct str hash_sha256_hex(struct arena *a, struct str s);

/* The same piece by piece, for what is not held in memory: begin, add as often as needed, end once. */
struct hash_run {
    uint32_t state[8];
    unsigned char rest[64];
    uint64_t len;
};
struct hash_run hash_begin(void);
void hash_add(struct hash_run *run, struct str s);
struct str hash_end_hex(struct arena *a, struct hash_run *run);
#endif
