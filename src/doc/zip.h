/* A zip in memory (libzip): the same parts in the same order give the same bytes. */
#ifndef DOC_ZIP_H
#define DOC_ZIP_H
#include "base/err.h"
#include "base/str.h"
struct zip_part {
    const char *name;
    struct str bytes;
};
bool zip_write(struct arena *a, const struct zip_part *parts, size_t n, int64_t moment_ms, struct str *ret_bytes,
               struct err *e) MUST_USE;
/* One part of a zip, at most cap bytes unpacked; ERR_NOT_FOUND when it is not there. */
bool zip_read(struct arena *a, struct str bytes, const char *name, size_t cap, struct str *ret_part, struct err *e) MUST_USE;
#endif
