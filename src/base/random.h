/* Random bytes for secrets (from libsodium-free getrandom) and a seeded generator for tests and generated data. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H
#include "base/str.h"

void random_bytes(void *to, size_t n); /* getrandom; stops the program if the kernel gives none */
struct str random_hex(struct arena *a, size_t n_bytes);

struct seeded {
    uint64_t state;
}; /* splitmix64 */
struct seeded seeded_from(uint64_t seed);
uint64_t seeded_next(struct seeded *s);
int64_t seeded_range(struct seeded *s, int64_t low, int64_t high); /* both ends included */
bool seeded_chance(struct seeded *s, int percent);
#endif
