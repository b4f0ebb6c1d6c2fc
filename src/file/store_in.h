/* Between the files of the store. */
#ifndef FILE_STORE_IN_H
#define FILE_STORE_IN_H
#include "file/store.h"

enum { PIECE_BYTES = 256 << 10 };
bool store_refuse(struct err *e, const char *path); /* by errno */
bool store_write_all(int file, struct str bytes);
bool store_sync_folder(const char *path, struct err *e);
/* A folder is there, and its name is safe in the one above it. */
bool store_folder(struct arena *a, struct str above, const char *name, struct err *e);
bool store_hash_file(struct arena *a, const char *path, struct str *ret_sha256, int64_t *ret_bytes, struct err *e);
/* A file that is safe on the disk takes the place of its hash. */
bool store_settle(struct arena *a, struct str folder, const char *path, struct str sha256, struct err *e);
#endif
