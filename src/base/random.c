/* Random bytes. Secrets come from the kernel and nowhere else; everything that must be repeatable (generated people, property
   tests) comes from splitmix64 (Steele, Lea, Flood 2014) with a seed that the caller prints. */
#include "base/random.h"

#include <errno.h>
#include <sys/random.h>

void random_bytes(void *to, size_t n)
{
    unsigned char *at = to;
    while (n) {
        ssize_t got = getrandom(at, n, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        BUG_IF(got <= 0); /* no random bytes: no sessions, no passwords, no service */
        at += got;
        n -= (size_t)got;
    }
}

struct str random_hex(struct arena *a, size_t n_bytes)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char *bytes = arena_take(a, n_bytes, 1);
    char *text = arena_take(a, n_bytes * 2 + 1, 1);
    random_bytes(bytes, n_bytes);
    for (size_t i = 0; i < n_bytes; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    return (struct str){ text, n_bytes * 2 };
}

struct seeded seeded_from(uint64_t seed)
{
    return (struct seeded){ seed };
}

uint64_t seeded_next(struct seeded *s)
{
    uint64_t z = s->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

int64_t seeded_range(struct seeded *s, int64_t low, int64_t high)
{
    BUG_IF(low > high);
    uint64_t span = (uint64_t)high - (uint64_t)low + 1;
    if (span == 0) { /* the whole range of int64 */
        return (int64_t)seeded_next(s);
    }
    /* The uneven remainder at the top is thrown again, so that every value is equally likely. */
    uint64_t uneven = (UINT64_MAX % span + 1) % span, x;
    do {
        x = seeded_next(s);
    } while (x > UINT64_MAX - uneven);
    return (int64_t)((uint64_t)low + x % span);
}

bool seeded_chance(struct seeded *s, int percent)
{
    return seeded_range(s, 0, 99) < percent;
}
