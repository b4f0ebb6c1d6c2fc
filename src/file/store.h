/* The folder of files by content: FOLDER/ab/<sha256 in 64 hex letters>. A file is written beside, made safe on the disk, and
   only then takes its name; it is never changed afterwards. Several servers may share the folder. Removing is left to one
   sweeper, which spares what is younger than its grace, and whoever puts a content makes it young: so nobody needs a lock
   between putting a content and writing the row that names it. */
#ifndef FILE_STORE_H
#define FILE_STORE_H
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { STORE_NAME = 64 }; /* letters of a hash */
bool store_name_valid(struct str sha256);

/* Keeps the bytes; returns when they are safe on the disk. A damaged file of this content is mended by it. */
bool store_put(struct arena *a, struct str folder, struct str bytes, struct str *ret_sha256, struct err *e) MUST_USE;
/* A content that is there and sound becomes young again; *ret_there is false when it is not. */
bool store_refresh(struct arena *a, struct str folder, struct str sha256, bool *ret_there, struct err *e) MUST_USE;
/* The whole file, mapped as long as the arena lives. ERR_NOT_FOUND when it is not there. */
bool store_open(struct arena *a, struct str folder, struct str sha256, struct str *ret_bytes, struct err *e) MUST_USE;
struct str store_path(struct arena *a, struct str folder, struct str sha256);

/* Every file of the two letters ("ab"), in no order. */
struct store_entry {
    struct str sha256;
    int64_t bytes, touched_ms; /* when it was put last */
};
bool store_list(struct arena *a, struct str folder, const char *two, struct store_entry **ret_entries, size_t *ret_n,
                struct err *e) MUST_USE;
/* Takes a file away if nobody put its content since before_ms; *ret_dropped says whether it went. */
bool store_drop(struct arena *a, struct str folder, struct str sha256, int64_t before_ms, bool *ret_dropped,
                struct err *e) MUST_USE;
/* What is wrong with a file that should be there with so many bytes (-1: however many). */
enum store_fault { STORE_SOUND, STORE_MISSING, STORE_LENGTH, STORE_CONTENT };
bool store_check(struct arena *a, struct str folder, struct str sha256, int64_t bytes, enum store_fault *ret_fault,
                 struct err *e) MUST_USE;

/* Files on their way: FOLDER/part/NAME, a name of [a-z0-9-]. Pieces are appended one behind the other; each is safe on the disk
   when store_part_add returns. */
bool store_part_ground(struct arena *a, struct str folder, struct err *e) MUST_USE; /* the folder of parts is there */
bool store_part_make(struct arena *a, struct str folder, struct str name, struct err *e) MUST_USE;
bool store_part_size(struct arena *a, struct str folder, struct str name, int64_t *ret_size, struct err *e) MUST_USE;
/* ERR_CONFLICT when `at` is not where the file ends: ask for its size and go on from there. A piece that could not be written
   whole leaves nothing. */
bool store_part_add(struct arena *a, struct str folder, struct str name, int64_t at, struct str piece, int64_t *ret_size,
                    struct err *e) MUST_USE;
/* The hash of what has come. */
bool store_part_hash(struct arena *a, struct str folder, struct str name, struct str *ret_sha256, int64_t *ret_size,
                     struct err *e) MUST_USE;
/* The file is whole and takes its place by its hash. The part stays beside it (the same bytes on the disk) until it is dropped,
   so that what fails between the two can be asked for again; nothing may be added to it any more. */
bool store_part_keep(struct arena *a, struct str folder, struct str name, struct str sha256, struct err *e) MUST_USE;
void store_part_drop(struct arena *a, struct str folder, struct str name);
struct str store_part_path(struct arena *a, struct str folder, struct str name);
/* Takes away parts that nobody wrote to since before_ms: what a killed server left. */
bool store_parts_sweep(struct arena *a, struct str folder, int64_t before_ms, int64_t *ret_dropped, struct err *e) MUST_USE;
#endif
