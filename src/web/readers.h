/* The read-only connections of the threads that answer GET: as many as threads, lent for one request. A connection that broke
   is closed when it comes back, and opened anew when it is needed; between two tries that failed passes a second, so that a
   database that is away costs a page and not a wait. */
#ifndef WEB_READERS_H
#define WEB_READERS_H
#include "base/err.h"
#include "db/db.h"

struct readers;
struct reader {
    struct reader *next;
    struct arena *arena;
    struct db *db;
};
typedef bool readers_open(void *with, struct arena *owner, struct db **ret_db, struct err *e);
struct readers *readers_new(struct arena *owner, readers_open *open, void *with);
bool readers_take(struct readers *readers, struct reader **ret_reader, struct err *e) MUST_USE;
/* sound: the connection may be lent again. */
void readers_give(struct readers *readers, struct reader *reader, bool sound);
void readers_close(struct readers *readers);
#endif
