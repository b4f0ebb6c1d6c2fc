/* Long work behind the pages: import, export, PDF, backup. A page asks for a job and shows its progress; a thread of the server
   (worker.h) takes it by a lease, does it, keeps its result. A killed server loses the lease, and the job is done anew by
   whoever takes it next. So a kind's work must be fit to run again from its beginning, and what it changes for good it changes
   in one db_write that also calls job_finish: a job whose lease is lost in between then leaves nothing behind.

   A feature declares its kinds in struct feature (jobs). In a handler:
       job_ask(ctx, &(struct job_ask){ .kind = "export", .args = json }, &id, e) and then a redirect to /work/{id}
   In the work:
       while (…) { if (!job_progress(task, done, total, T_STAGE, e)) return false; … }
       return job_keep(ctx, task, name, type, bytes, e) && job_finish(ctx, task, result, e);   inside one db_write */
#ifndef JOB_H
#define JOB_H
#include "access/access.h"
#include "base/text/text.h"

struct html;
struct job;
struct job_task; /* a job under way, as its work sees it */
/* ctx: an arena of its own, a connection that writes, the actor, the language and the year of who asked; ctx->request is NULL.
   true: done (job_finish is called with {} if the work did not). false: ERR_BUSY, ERR_GONE and ERR_CONFLICT are tried again
   later, anything else is told to the person by e->say, else e->hint, else the sentence of the kind. */
typedef bool job_work(struct ctx *ctx, struct job_task *task, struct err *e);
struct job_kind {
    const char *name; /* "import": [a-z_]+, kept in the table */
    enum text_id title;
    role_set right; /* who may ask for one */
    job_work *run;
    /* What came of it, on the page of the job and in the reader's language, from job->result; may be NULL. */
    void (*show)(struct ctx *ctx, struct html *h, const struct job *job);
    /* Asked every minute by one server, as the machine's owner: asks for a job when its hour has come (job_ask.once); may be
     * NULL. */
    bool (*due)(struct ctx *ctx, struct err *e);
    int64_t attempts; /* how often it may be begun before it counts as failed; 0: 3 */
};
struct job_set {
    const struct job_kind *const *all;
    size_t n;
};
const struct job_kind *job_kind_find(const struct ctx *ctx, struct str name); /* NULL when there is none */

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };
struct job {
    int64_t id;
    struct str kind_name, subject, args;
    const struct job_kind *kind; /* NULL: of another version of the program */
    enum job_state state;
    bool cancelling; /* running, and asked to stop */
    int64_t done;
    struct maybe_int total;
    struct str stage; /* in the language of who asked */
    int64_t attempts, year;
    enum lang lang;
    struct maybe_int asked_by; /* unknown: the clock or the command line */
    struct str asked_name;
    int64_t asked_at;
    struct maybe_int started_at, ended_at;
    struct str why, why_technical; /* of a failed one, or of one that will be tried again */
    struct str result;             /* JSON */
    struct str file_name, file_type;
    struct maybe_int file_size; /* unknown: there is no file */
};
bool job_is_over(const struct job *job);

struct job_ask {
    const char *kind;
    struct str args;    /* JSON; "" is {} */
    struct str subject; /* what of: «Мероприятия», a file name; shown beside the kind */
    struct str once; /* a job with this word is made once and never again («backup 2026-11-23T03»); "" makes one each time */
};
/* Asked within a db_write or outside of one. Where the same kind with the same args and subject waits or runs already, that job
   is the answer: a second press of the button makes nothing. ERR_FORBIDDEN when the actor may not. The args must hold no
   secret. */
bool job_ask(struct ctx *ctx, const struct job_ask *ask, int64_t *ret_id, struct err *e) MUST_USE;
/* A job of the actor, or of anybody for administrators; else ERR_NOT_FOUND. */
bool job_get(struct ctx *ctx, int64_t id, struct job *ret_job, struct err *e) MUST_USE;
/* Newest first, at most 200: the actor's own; administrators see all. */
bool job_list(struct ctx *ctx, struct job **ret_jobs, size_t *ret_n, struct err *e) MUST_USE;
/* The newest of a kind, whoever asked; state NULL: in any state, else "done" … ERR_NOT_FOUND. For pages of the kind's feature.
 */
bool job_latest(struct ctx *ctx, const char *kind, const char *state, struct job *ret_job, struct err *e) MUST_USE;
/* A waiting one ends at once, a running one when its work next tells its progress. Nothing when it is over already. */
bool job_cancel(struct ctx *ctx, int64_t id, struct err *e) MUST_USE;
/* A failed or cancelled one is put back to wait; ERR_CONFLICT when it is neither. */
bool job_again(struct ctx *ctx, int64_t id, struct err *e) MUST_USE;
/* The file it made. */
bool job_file(struct ctx *ctx, int64_t id, struct str *ret_bytes, struct err *e) MUST_USE;

/* For the work. */
struct str job_args(const struct job_task *task);
int64_t job_id(const struct job_task *task);
int64_t job_attempt(const struct job_task *task); /* from 1 */
/* Cheap enough for every row, also inside a transaction: another thread writes it down. total -1: not known. false with
   ERR_BUSY: the work must end now, because somebody cancelled it, the server stops, or the lease was lost; return false at
   once. */
bool job_progress(struct job_task *task, int64_t done, int64_t total, enum text_id stage, struct err *e) MUST_USE;
/* Keeps one file as the result (at most 64 MiB; an earlier one of this job is replaced). */
bool job_keep(struct ctx *ctx, struct job_task *task, struct str name, struct str type, struct str bytes,
              struct err *e) MUST_USE;
/* Done: result is JSON for the kind's show. Called within the db_write that changes the record for good; ERR_CONFLICT, and so
   nothing of that write, when the lease was lost. */
bool job_finish(struct ctx *ctx, struct job_task *task, struct str result, struct err *e) MUST_USE;
#endif
