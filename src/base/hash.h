/* sha256 for content and editions. */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include "base/str.h"
void hash_sha256(struct str s, unsigned char ret_digest[32]);
struct str hash_sha256_hex(struct arena *a, struct str s);
#endif
