/* A growing buffer: doubles inside the arena, stops at its cap, remembers that it did. */
#include "base/buf.h"
#include "base/num.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct buf {
    struct arena *arena;
    char *at;
    size_t len, size, cap;
    bool failed;
};

struct buf *buf_new(struct arena *a, size_t cap)
{
    struct buf *b = NEW(a, struct buf);
    b->arena = a;
    b->cap = cap;
    return b;
}

static bool buf_room(struct buf *b, size_t n)
{
    if (b->failed || n > b->cap - b->len || arena_full(b->arena)) {
        b->failed = true;
        return false;
    }
    if (n > b->size - b->len) {
        size_t size = b->size ? b->size * 2 : 1024;
        while (size < b->len + n) {
            size *= 2;
        }
        char *at = arena_take_unset(b->arena, size + 1, 1); /* the one more is for the end that printf writes */
        if (b->len) {
            memcpy(at, b->at, b->len);
        }
        b->at = at;
        b->size = size;
    }
    return true;
}

void buf_put(struct buf *b, struct str s)
{
    if (s.len && buf_room(b, s.len)) {
        memcpy(b->at + b->len, s.at, s.len);
        b->len += s.len;
    }
}

void buf_put_byte(struct buf *b, char c)
{
    if (buf_room(b, 1)) {
        b->at[b->len++] = c;
    }
}

void buf_put_int(struct buf *b, int64_t n)
{
    char room[NUM_DIGITS];
    buf_put(b, num_digits(room, n));
}

void buf_putf(struct buf *b, const char *format, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    BUG_IF(n < 0);
    if ((size_t)n < sizeof small) {
        buf_put(b, (struct str){ small, (size_t)n });
    } else if (buf_room(b, (size_t)n)) {
        vsnprintf(b->at + b->len, (size_t)n + 1, format, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

size_t buf_len(const struct buf *b)
{
    return b->len;
}

struct str buf_str(const struct buf *b)
{
    if (!b->at) {
        return STR("");
    }
    b->at[b->len] = '\0'; /* some readers of texts go by the end and not by the length; there is room for it */
    return (struct str){ b->at, b->len };
}

bool buf_failed(const struct buf *b)
{
    return b->failed;
}

void buf_fail(struct buf *b)
{
    b->failed = true;
}

void buf_cut(struct buf *b, size_t len)
{
    BUG_IF(len > b->len);
    b->len = len;
}
