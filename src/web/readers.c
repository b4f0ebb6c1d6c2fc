/* Lending read connections. A stack and not a thread-local handle: the connection used last is the one whose pages are in
   the processor's cache, and nothing is left behind by a thread that ends. */
#include "web/readers.h"
#include "base/clock.h"

#include <pthread.h>

enum { CONNECTION_CAP = 64 << 20, AGAIN_US = 1000000 };

struct readers {
    pthread_mutex_t lock;
    struct arena *owner;
    struct reader *free, *empty; /* with a connection; shells without one */
    readers_open *open;
    void *with;
    int64_t failed_us; /* when opening last failed; 0: it did not */
    enum err_kind failed_as;
};

struct readers *readers_new(struct arena *owner, readers_open *open, void *with)
{
    struct readers *readers = NEW(owner, struct readers);
    readers->owner = owner;
    readers->open = open;
    readers->with = with;
    pthread_mutex_init(&readers->lock, NULL);
    return readers;
}

/* Under the lock: a connection, or a shell to open one in, or NULL while the last failure is fresh. */
static struct reader *pick(struct readers *readers, struct err *e)
{
    struct reader *reader = readers->free;
    if (reader) {
        readers->free = reader->next;
        return reader;
    }
    if (readers->failed_us && clock_steady_us() - readers->failed_us < AGAIN_US) {
        err_set(e, readers->failed_as, "readers_take", STR("the database could not be opened a moment ago"));
        return NULL;
    }
    reader = readers->empty;
    if (reader) {
        readers->empty = reader->next;
        return reader;
    }
    return NEW(readers->owner, struct reader);
}

static void keep_failure(struct readers *readers, struct reader *reader, enum err_kind kind)
{
    pthread_mutex_lock(&readers->lock);
    readers->failed_us = clock_steady_us();
    readers->failed_as = kind;
    reader->next = readers->empty;
    readers->empty = reader;
    pthread_mutex_unlock(&readers->lock);
}

bool readers_take(struct readers *readers, struct reader **ret_reader, struct err *e)
{
    pthread_mutex_lock(&readers->lock);
    struct reader *reader = pick(readers, e);
    pthread_mutex_unlock(&readers->lock);
    if (!reader) {
        return false;
    }
    if (!reader->db) {
        reader->arena = arena_new(CONNECTION_CAP);
        if (!readers->open(readers->with, reader->arena, &reader->db, e)) {
            arena_free(reader->arena);
            reader->arena = NULL;
            reader->db = NULL;
            keep_failure(readers, reader, e->kind);
            return false;
        }
    }
    *ret_reader = reader;
    return true;
}

void readers_give(struct readers *readers, struct reader *reader, bool sound)
{
    if (!sound) {
        arena_free(reader->arena);
        reader->arena = NULL;
        reader->db = NULL;
    }
    pthread_mutex_lock(&readers->lock);
    struct reader **list = sound ? &readers->free : &readers->empty;
    reader->next = *list;
    *list = reader;
    if (sound) {
        readers->failed_us = 0;
    }
    pthread_mutex_unlock(&readers->lock);
}

void readers_close(struct readers *readers)
{
    for (struct reader *r = readers->free; r; r = r->next) {
        arena_free(r->arena);
        r->arena = NULL;
        r->db = NULL;
    }
    readers->free = readers->empty = NULL;
    pthread_mutex_destroy(&readers->lock);
}
