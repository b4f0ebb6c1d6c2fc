/* A growing buffer with a cap and a sticky error: a hundred puts, one check at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/arena.h"

struct buf;
struct buf *buf_new(struct arena *a, size_t cap);
void buf_put(struct buf *b, struct str s);
void buf_put_byte(struct buf *b, char c);
void buf_putf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_put_int(struct buf *b, int64_t n); /* as %lld, without its price */
#define BUF(b, lit) buf_put((b), STR(lit))
size_t buf_len(const struct buf *b);
struct str buf_str(const struct buf *b); /* what stands so far; valid until the next put */
bool buf_failed(const struct buf *b);    /* the cap or the arena's cap was reached */
void buf_fail(struct buf *b);
void buf_cut(struct buf *b, size_t len); /* back to an earlier length */
#endif
