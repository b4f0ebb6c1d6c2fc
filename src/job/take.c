/* Taking a job by its lease, doing it, and writing down how it ended. Every statement here names the lease, so that a server
   which slept too long and lost it changes nothing of what another does meanwhile. */
#include "base/clock.h"
#include "base/log.h"
#include "job/job_in.h"
#include "job_sql.h"

enum { WORK_CAP = 256 << 20, FILE_MOST = 64 << 20, ATTEMPTS = 3, FIRST_WAIT_MS = 5000 };

struct taking {
    struct str worker;
    int64_t id;
    bool taken;
};

static bool take_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct taking *taking = arg;
    struct db_table got;
    int64_t now = ctx->now_ms;
    if (!db_table(
            ctx->db, ctx->arena, &q_job_claim,
            DB_ARGS(now, now + JOB_LONGEST_WAIT_MS, now + 2 * JOB_LEASE_MS, taking->id, taking->worker, now + JOB_LEASE_MS),
            &got, e)) {
        return false;
    }
    taking->taken = got.n_rows > 0;
    return true;
}

/* Looks first without writing, because most looks find nothing. */
bool job_take(struct ctx *ctx, struct str worker, struct job_task *ret_task, struct err *e)
{
    struct db_table found;
    int64_t now = ctx->now_ms;
    ret_task->job = (struct job){ 0 };
    if (!db_table(ctx->db, ctx->arena, &q_job_claimable, DB_ARGS(now, now + JOB_LONGEST_WAIT_MS, now + 2 * JOB_LEASE_MS),
                  &found, e)) {
        return false;
    }
    for (size_t i = 0; i < found.n_rows; i++) {
        struct taking taking = { .worker = worker, .id = found.values[i * 2].as.i };
        if (!job_kind_find(ctx, found.values[i * 2 + 1].as.s)) {
            continue; /* of a newer program beside us */
        }
        if (!db_write(ctx, DB_NO_LOCK, take_work, &taking, e)) {
            return false;
        }
        if (taking.taken) {
            ret_task->worker = worker;
            ret_task->centre_id = ctx->centre_id;
            atomic_init(&ret_task->done, 0);
            atomic_init(&ret_task->total, -1);
            atomic_init(&ret_task->stage, T_NONE);
            atomic_init(&ret_task->ending, ENDING_NOT);
            return job_read_one(ctx, taking.id, &ret_task->job, e);
        }
    }
    return true;
}

static bool beat_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct job_task *task = arg;
    struct db_table got;
    int64_t done = atomic_load(&task->done), total = atomic_load(&task->total);
    int stage = atomic_load(&task->stage);
    if (!db_table(ctx->db, ctx->arena, &q_job_beat,
                  DB_ARGS(task->job.id, task->worker, (ctx->now_ms + JOB_LEASE_MS), done,
                          total < 0 ? DB_NOTHING : DB_VALUE(total),
                          stage ? text_in(task->job.lang, (enum text_id)stage) : STR_NONE),
                  &got, e)) {
        return false;
    }
    int wanted = got.n_rows == 0 ? ENDING_LOST : got.values[0].as.i ? ENDING_CANCELLED : ENDING_NOT, none = ENDING_NOT;
    if (wanted != ENDING_NOT) {
        atomic_compare_exchange_strong(&task->ending, &none, wanted);
    }
    return true;
}

bool job_beat(struct ctx *ctx, struct job_task *task, struct err *e)
{
    return db_write(ctx, DB_NO_LOCK, beat_work, task, e);
}

struct str job_args(const struct job_task *task)
{
    return task->job.args;
}

int64_t job_id(const struct job_task *task)
{
    return task->job.id;
}

int64_t job_attempt(const struct job_task *task)
{
    return task->job.attempts;
}

bool job_progress(struct job_task *task, int64_t done, int64_t total, enum text_id stage, struct err *e)
{
    atomic_store(&task->done, done);
    atomic_store(&task->total, total >= 0 && total < done ? done : total);
    atomic_store(&task->stage, (int)stage);
    return atomic_load(&task->ending) == ENDING_NOT || err_set(e, ERR_BUSY, "job_progress", STR("the job was told to end"));
}

struct keeping {
    struct job_task *task;
    struct str name, type, bytes;
};

static bool keep_work(struct ctx *ctx, void *arg, struct err *e)
{
    const struct keeping *k = arg;
    struct db_value bytes = { .kind = DB_BLOB, .as.s = k->bytes };
    return db_do(ctx->db, &q_job_file_drop, DB_ARGS(k->task->job.id), NULL, e) &&
           db_do(ctx->db, &q_job_file_add, DB_ARGS(k->task->job.id, k->name, k->type, bytes), NULL, e);
}

bool job_keep(struct ctx *ctx, struct job_task *task, struct str name, struct str type, struct str bytes, struct err *e)
{
    struct keeping keeping = { task, name, type, bytes };
    if (bytes.len > FILE_MOST) {
        return err_set(e, ERR_TOO_BIG, "job_keep", STR("the file is bigger than a job may keep"));
    }
    return db_write(ctx, DB_NO_LOCK, keep_work, &keeping, e);
}

struct ending {
    struct job_task *task;
    const char *state; /* NULL: back to wait */
    int64_t run_after, attempts;
    struct str result, why, why_technical;
    int64_t changed;
};

static bool end_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct ending *end = arg;
    int64_t id = end->task->job.id;
    if (!end->state) {
        return db_do(ctx->db, &q_job_back,
                     DB_ARGS(id, end->task->worker, end->run_after, end->attempts, end->why, end->why_technical), &end->changed,
                     e);
    }
    return db_do(ctx->db, &q_job_end,
                 DB_ARGS(id, end->task->worker, str_c(end->state), clock_now_ms(), end->result, end->why, end->why_technical),
                 &end->changed, e);
}

static bool finish_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct ending *end = arg;
    return end_work(ctx, arg, e) &&
           (end->changed || err_set(e, ERR_CONFLICT, "job_finish", STR("the lease of the job was lost")));
}

bool job_finish(struct ctx *ctx, struct job_task *task, struct str result, struct err *e)
{
    struct ending end = { .task = task, .state = "done", .result = result.len ? result : STR("{}") };
    return db_write(ctx, DB_NO_LOCK, finish_work, &end, e);
}

static struct str words_of(struct ctx *ctx, enum lang lang, const struct err *why)
{
    static const struct {
        enum err_kind kind;
        enum text_id words;
    } kinds[] = { { ERR_FULL, T_JOB_WHY_FULL },           { ERR_GONE, T_JOB_WHY_GONE },
                  { ERR_BUSY, T_JOB_WHY_BUSY },           { ERR_CONFLICT, T_JOB_WHY_BUSY },
                  { ERR_FORBIDDEN, T_JOB_WHY_FORBIDDEN }, { ERR_NOT_FOUND, T_JOB_WHY_NOT_FOUND },
                  { ERR_TOO_BIG, T_JOB_WHY_TOO_BIG } };
    if (why->say) {
        return text_in(lang, (enum text_id)why->say);
    }
    if (why->hint.len) {
        return str_copy(ctx->arena, why->hint);
    }
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (kinds[i].kind == why->kind) {
            return text_in(lang, kinds[i].words);
        }
    }
    return text_in(lang, T_JOB_WHY_OTHER);
}

static int64_t attempts_of(const struct job_kind *kind)
{
    return kind->attempts ? kind->attempts : ATTEMPTS;
}

static bool worth_another(const struct job_task *task, enum err_kind kind)
{
    bool passes = kind == ERR_BUSY || kind == ERR_GONE || kind == ERR_CONFLICT;
    return passes && task->job.attempts < attempts_of(task->job.kind);
}

/* The work came back with a no. */
static void fill_failure(struct ctx *ctx, struct ending *end, const struct err *why)
{
    struct job_task *task = end->task;
    enum job_ending ending = (enum job_ending)atomic_load(&task->ending);
    end->result = STR("{}");
    end->attempts = task->job.attempts;
    if (ending == ENDING_CANCELLED) {
        end->state = "cancelled";
    } else if (ending == ENDING_STOPPING) {
        end->run_after = ctx->now_ms;
        end->attempts--; /* it was we who broke it off */
    } else {
        end->why = words_of(ctx, task->job.lang, why);
        end->why_technical = str_format(ctx->arena, "%s: %.*s", err_kind_name(why->kind), (int)why->what.len, why->what.at);
        if (worth_another(task, why->kind)) {
            end->run_after = clock_now_ms() + ((int64_t)FIRST_WAIT_MS << (2 * (task->job.attempts - 1)));
        } else {
            end->state = "failed";
        }
    }
}

static bool actor_of(struct ctx *ctx, const struct job *job, struct actor *ret_actor, struct err *e)
{
    if (!job->asked_by.known) {
        *ret_actor = actor_owner;
        return true;
    }
    return account_actor(ctx, job->asked_by.is, ret_actor, e);
}

/* The work itself in a ctx of its own; what went wrong is copied into ctx's arena. */
static bool run_kind(struct ctx *ctx, struct job_task *task, struct err *e)
{
    struct arena *arena = arena_new(WORK_CAP);
    struct actor actor;
    struct ctx own = *ctx;
    struct err why = { 0 };
    own.arena = arena;
    own.lang = task->job.lang;
    own.year = (int)task->job.year;
    own.actor = &actor;
    own.request = NULL;
    bool ok = actor_of(&own, &task->job, &actor, &why);
    if (ok && !actor_may(&actor, task->job.kind->right)) {
        ok = err_set(&why, ERR_FORBIDDEN, "job", STR("who asked for it has lost the right since"));
    }
    ok = ok && task->job.kind->run(&own, task, &why);
    why.what = str_copy(ctx->arena, why.what);
    why.hint = str_copy(ctx->arena, why.hint);
    arena_free(arena);
    if (!ok) {
        *e = why;
    }
    return ok;
}

bool job_do(struct ctx *ctx, struct job_task *task, struct err *e)
{
    int64_t began = clock_steady_us();
    struct ending end = { .task = task };
    struct err why = { 0 };
    if (task->job.cancelling) {
        end.state = "cancelled";
    } else if (task->job.attempts > attempts_of(task->job.kind)) {
        end.state = "failed";
        end.why = text_in(task->job.lang, T_JOB_WHY_DIED);
    } else if (run_kind(ctx, task, &why)) {
        end.state = "done";
    } else {
        fill_failure(ctx, &end, &why);
    }
    end.result = STR("{}");
    bool failed = why.kind && atomic_load(&task->ending) == ENDING_NOT;
    log_line(failed ? "warning" : "info", "at=job kind=%s id=%lld attempt=%lld state=%s ms=%lld%s%s", task->job.kind->name,
             (long long)task->job.id, (long long)task->job.attempts, end.state ? end.state : "waiting",
             (long long)((clock_steady_us() - began) / 1000), failed ? " err=" : "", failed ? err_kind_name(why.kind) : "");
    return db_write(ctx, DB_NO_LOCK, end_work, &end, e); /* no row changed: job_finish did it, or the lease was lost */
}

bool job_run_one(struct ctx *ctx, const char *worker, int64_t *ret_id, struct err *e)
{
    struct job_task task;
    if (!job_take(ctx, str_c(worker), &task, e)) {
        return false;
    }
    *ret_id = task.job.id;
    return task.job.id == 0 || job_do(ctx, &task, e);
}

bool job_ask_due(struct ctx *ctx, struct err *e)
{
    for (size_t i = 0; ctx->jobs && i < ctx->jobs->n; i++) {
        if (ctx->jobs->all[i]->due && !ctx->jobs->all[i]->due(ctx, e)) {
            return false;
        }
    }
    return true;
}

static bool free_work(struct ctx *ctx, void *arg, struct err *e)
{
    (void)arg;
    return db_do(ctx->db, &q_job_free_all, DB_NO_ARGS, NULL, e);
}

bool job_free_all(struct ctx *ctx, struct err *e)
{
    return db_write(ctx, DB_NO_LOCK, free_work, NULL, e);
}
