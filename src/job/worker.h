/* The thread that does the jobs: one a server. It looks twice a second for work, takes it by a lease of a minute, and beside it
   a second thread writes down progress and renews the lease. */
#ifndef JOB_WORKER_H
#define JOB_WORKER_H
#include "db/db.h"
#include "job/job.h"

enum { JOB_LEASE_MS = 60000, JOB_LONGEST_WAIT_MS = 3600000 };

struct job_worker_config {
    struct str db_url;
    const struct db_migration *migrations;
    size_t n_migrations;
    const struct site *site;
    /* The site as a centre has it (web's site_of_centre); NULL: the same for all. */
    const struct site *(*site_of)(struct arena *a, const struct site *site, const struct centre *centre);
    const struct register_set *registers;
    const struct figure_set *figures;
    const struct job_set *jobs;
    bool alone; /* no other server can work on this database: what runs at the start was killed, and its lease is over */
};
struct job_worker;
/* Returns at once; a database that does not answer is tried again and again. */
bool job_worker_start(struct arena *owner, const struct job_worker_config *config, struct job_worker **ret_worker,
                      struct err *e) MUST_USE;
/* Tells the work under way to end and puts it back to wait; returns when it has ended. NULL does nothing. */
void job_worker_stop(struct job_worker *worker);

/* One job on this thread, if one waits: for commands and tests. ctx as for a command (house_enter); *ret_id is 0 when there was
   nothing to do. false only when the table of jobs cannot be read or written: that a job failed stands in its row. */
bool job_run_one(struct ctx *ctx, const char *worker, int64_t *ret_id, struct err *e) MUST_USE;
/* Asks every kind whether one is due. */
bool job_ask_due(struct ctx *ctx, struct err *e) MUST_USE;
#endif
