/* The arena: blocks in a list, a bump pointer in the newest, deferred calls in another list.
   It stands apart because malloc and free are allowed nowhere else (tests/house). Each take leaves a poisoned
   gap behind it in sanitizer builds, or AddressSanitizer would be blind inside a block. */
#include "base/arena.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define GAP 16
#define POISON(at, n) ASAN_POISON_MEMORY_REGION((at), (n))
#define UNPOISON(at, n) ASAN_UNPOISON_MEMORY_REGION((at), (n))
#define MARK_UNSET(at, n) memset((at), 0xA5, (n))
#else
#define GAP 0
#define POISON(at, n) ((void)(at), (void)(n))
#define UNPOISON(at, n) ((void)(at), (void)(n))
#define MARK_UNSET(at, n) ((void)(at), (void)(n))
#endif

enum { FIRST_BLOCK = 16 * 1024, HARD_FACTOR = 4 };
/* Bytes. A page takes less than a large block; a workbook, a document, a file of thousands of lines more than the last. */
enum { LARGE_BLOCK = 1 << 20, SPARE = 4 << 20, TRIM_AFTER = 4 << 20 };

struct block {
    struct block *older;
    size_t size, used;
    _Alignas(max_align_t) char at[];
};

struct later {
    void (*fn)(void *);
    void *arg;
    struct later *next;
};

struct arena {
    struct block *newest;
    struct later *later;
    size_t used, cap;
    uint64_t fail_in, takes;
    bool full;
};

_Noreturn void bug_stop(const char *file, int line, const char *what)
{
    fprintf(stderr, "level=bug at=%s:%d what=\"%s\"\n", file, line, what);
    abort();
}

static struct block *block_new(size_t size, struct block *older)
{
    struct block *b = malloc(sizeof *b + size);
    if (!b) {
        bug_stop(__FILE__, __LINE__, "out of memory");
    }
    b->older = older;
    b->size = size;
    b->used = 0;
    POISON(b->at, size);
    return b;
}

struct arena *arena_new(size_t cap)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a) {
        bug_stop(__FILE__, __LINE__, "out of memory");
    }
    a->cap = cap;
    return a;
}

static char *take(struct arena *a, size_t n, size_t align)
{
    BUG_IF(n > SIZE_MAX / 8);
    struct block *b = a->newest;
    size_t start = b ? (b->used + align - 1) & ~(align - 1) : 0;
    if (!b || start + n + GAP > b->size) {
        size_t size = b ? b->size * 2 : FIRST_BLOCK;
        if (size > 4u << 20) {
            size = 4u << 20;
        }
        if (size < n + GAP) {
            size = n + GAP;
        }
        b = a->newest = block_new(size, b);
        start = 0;
    }
    b->used = start + n + GAP;
    a->used += n;
    a->takes++;
    if (a->used > a->cap || (a->fail_in && --a->fail_in == 0)) {
        a->full = true;
    }
    BUG_IF(a->used / HARD_FACTOR > a->cap);
    UNPOISON(b->at + start, n);
    return b->at + start;
}

void *arena_take(struct arena *a, size_t n, size_t align)
{
    return memset(take(a, n, align), 0, n);
}

void *arena_take_unset(struct arena *a, size_t n, size_t align)
{
    char *at = take(a, n, align);
    MARK_UNSET(at, n);
    return at;
}

void *arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
    struct later *l = NEW(a, struct later);
    *l = (struct later){ fn, arg, a->later };
    a->later = l;
    return l;
}

void arena_disarm(void *ticket)
{
    ((struct later *)ticket)->fn = NULL;
}

static void later_run(struct arena *a)
{
    while (a->later) {
        struct later *l = a->later;
        a->later = l->next;
        if (l->fn) {
            l->fn(l->arg);
        }
    }
}

void arena_reset(struct arena *a)
{
    later_run(a);
    while (a->newest && a->newest->older) {
        struct block *b = a->newest;
        a->newest = b->older;
        free(b);
    }
    if (a->newest) {
        a->newest->used = 0;
        POISON(a->newest->at, a->newest->size);
    }
    a->used = 0;
    a->full = false;
    a->fail_in = a->takes = 0;
}

void arena_free(struct arena *a)
{
    if (!a) {
        return;
    }
    bool large = a->used > TRIM_AFTER;
    arena_reset(a);
    free(a->newest);
    free(a);
    if (large) { /* what lay between its blocks is scattered: the holes go back too, which takes longer than a page may */
        (void)malloc_trim(SPARE);
    }
}

bool arena_full(const struct arena *a)
{
    return a->full;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

void arena_fail_at(struct arena *a, uint64_t n)
{
    a->fail_in = n;
}

uint64_t arena_takes(const struct arena *a)
{
    return a->takes;
}

/* Left to itself the library raises its limit to the largest block it ever freed, and keeps such blocks in a heap that others
   then hold open. What pages need is kept: to take it anew costs them a third of their time. */
void arena_return_large_blocks(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK);
    (void)mallopt(M_TRIM_THRESHOLD, SPARE);
}
