/* Windows-1251 and UTF-8, both ways. */
#ifndef BASE_CP1251_H
#define BASE_CP1251_H
#include "base/str.h"

/* Valid UTF-8 as windows-1251; a letter it does not have becomes '?', *ret_lost (may be NULL) says how many. Lives in a. */
struct str cp1251_write(struct arena *a, struct str text, size_t *ret_lost);
/* Any bytes as UTF-8; the one byte without a letter (0x98) becomes U+FFFD. Lives in a. */
struct str cp1251_read(struct arena *a, struct str bytes);
#endif
