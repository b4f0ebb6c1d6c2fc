/* Between the files of this room: the row as a struct, and a job under way. */
#ifndef JOB_IN_H
#define JOB_IN_H
#include "job/worker.h"

#include <stdatomic.h>

enum job_ending { ENDING_NOT, ENDING_CANCELLED, ENDING_STOPPING, ENDING_LOST };
struct job_task {
    struct job job;
    struct str worker;
    int64_t centre_id;
    atomic_int_fast64_t done, total; /* total -1: not known */
    atomic_int stage;                /* enum text_id */
    atomic_int ending;               /* enum job_ending: why job_progress answers no */
};

bool job_read_one(struct ctx *ctx, int64_t id, struct job *ret_job, struct err *e) MUST_USE;
/* Renews the lease and writes progress down; sets task->ending when the job was cancelled or the lease is lost. */
bool job_beat(struct ctx *ctx, struct job_task *task, struct err *e) MUST_USE;
/* Takes the next job there is; ret_task->job.id is 0 when there is none. */
bool job_take(struct ctx *ctx, struct str worker, struct job_task *ret_task, struct err *e) MUST_USE;
/* Does a job that was taken and writes down how it ended. */
bool job_do(struct ctx *ctx, struct job_task *task, struct err *e) MUST_USE;
/* Jobs and their files that ended a month ago go. */
bool job_drop_old(struct ctx *ctx, struct err *e) MUST_USE;
/* Leases of a server that is no more. */
bool job_free_all(struct ctx *ctx, struct err *e) MUST_USE;
#endif
