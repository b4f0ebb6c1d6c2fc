/* Filling an error; the formatted texts live in a small ring per thread so that the failing path takes no memory. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { RING = 8, LONGEST = 512 };

bool err_set(struct err *e, enum err_kind kind, const char *where, struct str what)
{
    if (e->kind == ERR_NONE) {
        *e = (struct err){ .kind = kind, .where = where, .what = what, .hint = STR_NONE };
    }
    return false;
}

bool err_setf(struct err *e, enum err_kind kind, const char *where, const char *format, ...)
{
    static _Thread_local char ring[RING][LONGEST];
    static _Thread_local unsigned turn;
    char *at = ring[turn++ % RING];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(at, LONGEST, format, args);
    va_end(args);
    size_t len = n < 0 ? 0 : (size_t)n >= LONGEST ? LONGEST - 1 : (size_t)n;
    return err_set(e, kind, where, (struct str){ at, len });
}

const char *err_kind_name(enum err_kind kind)
{
    static const char *const names[] = { "none", "not-found", "forbidden", "conflict", "invalid", "too-big",
                                         "busy", "gone",      "full",      "newer",    "broken" };
    return names[kind];
}
