/* Small functions over struct str; nothing here knows about languages. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct str str_c(const char *c)
{
    return c ? (struct str){ c, strlen(c) } : STR_NONE;
}

struct str str_copy(struct arena *a, struct str s)
{
    char *at = arena_take(a, s.len + 1, 1);
    if (s.len) {
        memcpy(at, s.at, s.len);
    }
    return (struct str){ at, s.len };
}

const char *str_cstr(struct arena *a, struct str s)
{
    return str_copy(a, s).at;
}

struct str str_format(struct arena *a, const char *format, ...)
{
    char small[128]; /* most are paths and numbers: formatted once, not once to measure and once to write */
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    BUG_IF(n < 0);
    char *at = arena_take_unset(a, (size_t)n + 1, 1);
    if ((size_t)n < sizeof small) {
        memcpy(at, small, (size_t)n + 1);
    } else {
        vsnprintf(at, (size_t)n + 1, format, again);
    }
    va_end(again);
    return (struct str){ at, (size_t)n };
}

struct str str_join(struct arena *a, struct str one, struct str two)
{
    char *at = arena_take_unset(a, one.len + two.len + 1, 1);
    at[one.len + two.len] = '\0';
    if (one.len) {
        memcpy(at, one.at, one.len);
    }
    if (two.len) {
        memcpy(at + one.len, two.at, two.len);
    }
    return (struct str){ at, one.len + two.len };
}

bool str_equal(struct str one, struct str two)
{
    return one.len == two.len && (one.len == 0 || memcmp(one.at, two.at, one.len) == 0);
}

bool str_is(struct str s, const char *c)
{
    return str_equal(s, str_c(c));
}

int str_compare(struct str one, struct str two)
{
    size_t n = one.len < two.len ? one.len : two.len;
    int d = n ? memcmp(one.at, two.at, n) : 0;
    if (d) {
        return d;
    }
    return one.len < two.len ? -1 : one.len > two.len;
}

bool str_starts(struct str s, struct str with)
{
    return s.len >= with.len && str_equal(str_part(s, 0, with.len), with);
}

bool str_ends(struct str s, struct str with)
{
    return s.len >= with.len && str_equal(str_part(s, s.len - with.len, with.len), with);
}

size_t str_find(struct str s, struct str what, size_t from)
{
    if (from > s.len) {
        return s.len;
    }
    if (what.len == 0) {
        return from;
    }
    const char *hit = memmem(s.at + from, s.len - from, what.at, what.len);
    return hit ? (size_t)(hit - s.at) : s.len;
}

struct str str_part(struct str s, size_t from, size_t len)
{
    if (from > s.len) {
        from = s.len;
    }
    if (len > s.len - from) {
        len = s.len - from;
    }
    return (struct str){ s.at + from, len };
}

static size_t space_at_start(struct str s)
{
    if (s.len && (s.at[0] == ' ' || (s.at[0] >= '\t' && s.at[0] <= '\r'))) {
        return 1;
    }
    return str_starts(s, STR("\xC2\xA0")) ? 2 : 0;
}

static size_t space_at_end(struct str s)
{
    if (s.len && (s.at[s.len - 1] == ' ' || (s.at[s.len - 1] >= '\t' && s.at[s.len - 1] <= '\r'))) {
        return 1;
    }
    return str_ends(s, STR("\xC2\xA0")) ? 2 : 0;
}

struct str str_trim(struct str s)
{
    size_t n;
    while ((n = space_at_start(s)) != 0) {
        s = str_part(s, n, s.len);
    }
    while ((n = space_at_end(s)) != 0) {
        s.len -= n;
    }
    return s;
}

bool str_next(struct str *rest, char sep, struct str *ret_piece)
{
    if (!rest->at) {
        return false;
    }
    const char *hit = rest->len ? memchr(rest->at, sep, rest->len) : NULL;
    if (!hit) {
        *ret_piece = *rest;
        *rest = (struct str){ NULL, 0 };
        return true;
    }
    size_t n = (size_t)(hit - rest->at);
    *ret_piece = str_part(*rest, 0, n);
    *rest = str_part(*rest, n + 1, rest->len);
    return true;
}

/* FNV-1a, 64 bits (Fowler, Noll, Vo): for tables in memory only, never for secrets. */
uint64_t str_hash(struct str s)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.len; i++) {
        h = (h ^ (unsigned char)s.at[i]) * 0x100000001b3u;
    }
    return h;
}
