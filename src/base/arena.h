/* One arena per request: everything taken here lives until the reset, nothing is freed by hand.
   At the soft cap the arena marks itself full and keeps giving (writers look at arena_full and answer ERR_TOO_BIG);
   at four times the cap the program stops, because somebody ignored the mark. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/base.h"

struct arena;

/* A new arena; cap is its soft limit in bytes. Ends with arena_free. */
struct arena *arena_new(size_t cap);
/* n zeroed bytes at the alignment (a power of two); never NULL. In debug builds the byte beyond the end is poisoned. */
void *arena_take(struct arena *a, size_t n, size_t align) __attribute__((returns_nonnull));
/* The same, but with whatever stands there (a marked byte in sanitizer builds): for texts and buffers whose every byte is about
   to be written. A list page of fifty rows spent a tenth of its instructions on zeros that were written over at once. */
void *arena_take_unset(struct arena *a, size_t n, size_t align) __attribute__((returns_nonnull));
/* fn(arg) runs at the reset, last deferred first: for statements, files, handles. Returns a ticket for arena_disarm. */
void *arena_defer(struct arena *a, void (*fn)(void *), void *arg);
void arena_disarm(void *ticket);
/* Runs what was deferred and gives the memory back (keeps the first block for the next request). */
void arena_reset(struct arena *a);
void arena_free(struct arena *a);
bool arena_full(const struct arena *a);
size_t arena_used(const struct arena *a);

/* For fault tests: the n-th take from now answers as if the soft cap were reached; 0 switches it off. How many takes there were
   since the last reset tells how far n may go. */
void arena_fail_at(struct arena *a, uint64_t n);
uint64_t arena_takes(const struct arena *a);

#define NEW(a, type) ((type *)arena_take((a), sizeof(type), _Alignof(type)))
#define NEW_ARRAY(a, type, n) ((type *)arena_take((a), sizeof(type) * (n), _Alignof(type)))
/* For a process that lives long, at its start: what a workbook took goes back to the system as soon as its arena is freed,
   where the library of memory knows such a setting. */
void arena_return_large_blocks(void);
#endif
