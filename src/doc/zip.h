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

/* Archives too big for memory, on the disk. What is put in is read when the archive is closed: until then the bytes and the
   files named must stay. The finished archive takes its name only when it is whole, and is on the disk then. */
struct zip_out;
typedef bool zip_tell(void *with, int permille); /* while it is packed; false gives up */
bool zip_out_new(struct arena *a, const char *path, int64_t moment_ms, struct zip_out **ret_out, struct err *e) MUST_USE;
bool zip_out_bytes(struct zip_out *out, const char *name, struct str bytes, struct err *e) MUST_USE;
/* pack false: kept as it is, for pictures and other zips. */
bool zip_out_file(struct zip_out *out, const char *name, const char *source, bool pack, struct err *e) MUST_USE;
bool zip_out_close(struct zip_out *out, zip_tell *tell, void *with, struct err *e) MUST_USE;

/* Reading part by part, in pieces. A part that is damaged is ERR_BROKEN at its last piece at the latest. */
struct zip_in;
bool zip_in_open(struct arena *a, const char *path, struct zip_in **ret_in, struct err *e) MUST_USE;
bool zip_in_open_bytes(struct arena *a, struct str bytes, struct zip_in **ret_in, struct err *e) MUST_USE;
size_t zip_in_count(const struct zip_in *in);
/* The name and the unpacked size that the archive tells; false when it tells none. */
bool zip_in_stat(struct zip_in *in, size_t index, struct str *ret_name, uint64_t *ret_size) MUST_USE;
/* How many bytes the part takes in the archive. */
bool zip_in_packed(struct zip_in *in, size_t index, uint64_t *ret_size) MUST_USE;
bool zip_in_find(struct zip_in *in, const char *name, size_t *ret_index) MUST_USE;
/* One part at a time: begin, read until 0 bytes come. */
bool zip_in_begin(struct zip_in *in, size_t index, struct err *e) MUST_USE;
bool zip_in_read(struct zip_in *in, char *to, size_t room, size_t *ret_n, struct err *e) MUST_USE;
#endif
