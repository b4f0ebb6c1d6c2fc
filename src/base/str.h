/* Small functions over struct str. Comparison is by bytes; order for people is text_compare in text/text.h. */
#ifndef BASE_STR_H
#define BASE_STR_H
#include "base/arena.h"

struct str str_c(const char *c);                     /* NULL gives the empty string */
struct str str_copy(struct arena *a, struct str s);  /* zero-terminated copy */
const char *str_cstr(struct arena *a, struct str s); /* for the border to libc */
struct str str_format(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
struct str str_join(struct arena *a, struct str one, struct str two);
bool str_equal(struct str one, struct str two);
bool str_is(struct str s, const char *c);
int str_compare(struct str one, struct str two);
bool str_starts(struct str s, struct str with);
bool str_ends(struct str s, struct str with);
/* Index of the first occurrence at or after `from`, or s.len when there is none. */
size_t str_find(struct str s, struct str what, size_t from);
struct str str_part(struct str s, size_t from, size_t len); /* clipped to s */
struct str str_trim(struct str s);                          /* ASCII white space and NBSP at both ends */
/* Takes the next piece up to `sep` off *rest; false when nothing is left. "a||b" gives a, empty, b. */
bool str_next(struct str *rest, char sep, struct str *ret_piece);
uint64_t str_hash(struct str s);
#endif
