/* A lane: threads with a write connection of their own and a bounded queue of jobs for them. The writer of SQLite is one
   thread that runs whatever is queued inside one group and commits once; PostgreSQL has eight without groups; slow routes
   have their own lane, so that a password hash or a document never stands before a short write. */
#ifndef WEB_LANE_H
#define WEB_LANE_H
#include "base/err.h"
#include "db/db.h"

/* One request on its way; the server embeds it in what it knows of the connection. */
struct job {
    struct job *next;
    void *owner;
};
struct lane_config {
    const char *name;
    unsigned threads;
    size_t most; /* queued jobs; one more is refused */
    bool groups; /* run what is queued under one commit */
    void *with;  /* given back to every function */
    /* A write connection in the given arena, its schema checked. */
    bool (*open)(void *with, struct arena *owner, struct db **ret_db, struct err *e);
    /* Answers the job on this connection. False: the connection is of no use any more and is opened anew. */
    bool (*run)(void *with, struct job *job, struct db *db);
    /* Takes the answer back, if any: the world failed before or after the job ran. */
    void (*fail)(void *with, struct job *job, const struct err *why);
    /* The answer may leave. The job must not be touched afterwards. */
    void (*done)(void *with, struct job *job);
};
struct lane;
bool lane_start(struct arena *owner, const struct lane_config *config, struct lane **ret_lane, struct err *e) MUST_USE;
/* False when the queue is full or the lane is stopping; then the job is still the caller's. */
bool lane_put(struct lane *lane, struct job *job) MUST_USE;
/* Runs what is queued, then ends the threads. NULL does nothing. */
void lane_stop(struct lane *lane);
#endif
