/* SHA-256 as FIPS 180-4 section 6.2 writes it, for names of files by content and the seal of an edition. It stands here and
   not on libsodium because base is linked everywhere and libsodium belongs to access/password.c; the published vectors are
   its test. Not for passwords. */
#include "base/hash.h"

#include <string.h>

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
    0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
    0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
    0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

/* Quick in debug builds too: files of 200 MB go through here, and sanitizers make it fifty times slower. Every index in it is a
   constant's or a loop's within the bounds that stand beside it. */
#if defined(__clang__)
#define QUICK __attribute__((no_sanitize("address", "undefined")))
#else
#define QUICK __attribute__((optimize("O2"), no_sanitize("address", "undefined")))
#endif

QUICK static inline uint32_t right(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

QUICK static void block_add(uint32_t state[8], const unsigned char *at)
{
    uint32_t w[64], v[8];
    for (int t = 0; t < 16; t++) {
        w[t] = (uint32_t)at[4 * t] << 24 | (uint32_t)at[4 * t + 1] << 16 | (uint32_t)at[4 * t + 2] << 8 | at[4 * t + 3];
    }
    for (int t = 16; t < 64; t++) {
        uint32_t low = right(w[t - 15], 7) ^ right(w[t - 15], 18) ^ w[t - 15] >> 3;
        uint32_t high = right(w[t - 2], 17) ^ right(w[t - 2], 19) ^ w[t - 2] >> 10;
        w[t] = high + w[t - 7] + low + w[t - 16];
    }
    memcpy(v, state, sizeof v);
    for (int t = 0; t < 64; t++) {
        uint32_t sum_e = right(v[4], 6) ^ right(v[4], 11) ^ right(v[4], 25);
        uint32_t choose = (v[4] & v[5]) ^ (~v[4] & v[6]);
        uint32_t one = v[7] + sum_e + choose + constants[t] + w[t];
        uint32_t sum_a = right(v[0], 2) ^ right(v[0], 13) ^ right(v[0], 22);
        uint32_t most = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        memmove(v + 1, v, 7 * sizeof v[0]);
        v[4] += one;
        v[0] = one + sum_a + most;
    }
    for (int i = 0; i < 8; i++) {
        state[i] += v[i];
    }
}

struct hash_run hash_begin(void)
{
    return (struct hash_run){ .state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
                                         0x5be0cd19 } };
}

void hash_add(struct hash_run *run, struct str s)
{
    size_t held = run->len % 64, at = 0;
    run->len += s.len;
    if (held) {
        at = s.len < 64 - held ? s.len : 64 - held;
        memcpy(run->rest + held, s.at, at);
        if (held + at < 64) {
            return;
        }
        block_add(run->state, run->rest);
    }
    for (; at + 64 <= s.len; at += 64) {
        block_add(run->state, (const unsigned char *)s.at + at);
    }
    if (at < s.len) {
        memcpy(run->rest, s.at + at, s.len - at);
    }
}

static void finish(struct hash_run *run, unsigned char ret_digest[32])
{
    /* The rest, a one bit, zeros and the length in bits: one block, or two when the length finds no room. */
    unsigned char end[128] = { 0 };
    size_t left = run->len % 64, end_len = left < 56 ? 64 : 128;
    memcpy(end, run->rest, left);
    end[left] = 0x80;
    for (size_t i = 0; i < 8; i++) {
        end[end_len - 1 - i] = (unsigned char)(run->len * 8 >> (8 * i));
    }
    for (size_t i = 0; i < end_len; i += 64) {
        block_add(run->state, end + i);
    }
    for (int i = 0; i < 8; i++) {
        for (int k = 0; k < 4; k++) {
            ret_digest[4 * i + k] = (unsigned char)(run->state[i] >> (24 - 8 * k));
        }
    }
}

void hash_sha256(struct str s, unsigned char ret_digest[32])
{
    struct hash_run run = hash_begin();
    hash_add(&run, s);
    finish(&run, ret_digest);
}

struct str hash_end_hex(struct arena *a, struct hash_run *run)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[32];
    finish(run, digest);
    char *text = arena_take(a, 65, 1);
    for (size_t i = 0; i < 32; i++) {
        text[2 * i] = digits[digest[i] >> 4];
        text[2 * i + 1] = digits[digest[i] & 15];
    }
    return (struct str){ text, 64 };
}

struct str hash_sha256_hex(struct arena *a, struct str s)
{
    struct hash_run run = hash_begin();
    hash_add(&run, s);
    return hash_end_hex(a, &run);
}
