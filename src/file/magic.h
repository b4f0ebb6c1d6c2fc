/* libmagic's verdict on a file's bytes. */
#ifndef FILE_MAGIC_H
#define FILE_MAGIC_H
#include "base/arena.h"
#include "base/err.h"
/* "image/jpeg"; lives in a. */
bool magic_verdict(struct arena *a, const char *path, struct str *ret_verdict, struct err *e) MUST_USE;
#endif
