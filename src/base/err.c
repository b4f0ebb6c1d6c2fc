/* The texts of errors: what is formatted lives in a small ring per thread so that the failing path takes no memory. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { RING = 8, LONGEST = 512 };

struct str err_text(const char *format, ...)
{
    static _Thread_local char ring[RING][LONGEST];
    static _Thread_local unsigned turn;
    char *at = ring[turn++ % RING];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(at, LONGEST, format, args);
    va_end(args);
    size_t len = n < 0 ? 0 : (size_t)n >= LONGEST ? LONGEST - 1 : (size_t)n;
    return (struct str){ at, len };
}

enum err_kind err_of_system(int code)
{
    switch (code) {
    case ENOENT:
        return ERR_NOT_FOUND;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ERR_FULL;
    case EACCES:
    case EPERM:
    case EROFS:
        return ERR_FORBIDDEN;
    default:
        return ERR_BROKEN;
    }
}

const char *err_kind_name(enum err_kind kind)
{
    static const char *const names[] = { "none", "not-found", "forbidden", "conflict", "invalid", "too-big",
                                         "busy", "gone",      "full",      "newer",    "broken" };
    return names[kind];
}
