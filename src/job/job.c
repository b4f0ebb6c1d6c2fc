/* Asking for jobs, looking at them, ending and repeating them: what pages do. The doing is in take.c and worker.c. */
#include "job/job_in.h"
#include "job_sql.h"

static const char *const state_names[] = { "waiting", "running", "done", "failed", "cancelled" };

struct job_row {
    int64_t id, cancel, progress_done, attempts, asked_at, year;
    struct str kind, subject, args, state, stage, asked_name, lang, why, why_technical, result, file_name, file_type;
    struct maybe_int progress_total, asked_by, started_at, ended_at, file_size;
};
static const struct db_column row_columns[] = {
    { "id", DB_INT, offsetof(struct job_row, id) },
    { "kind", DB_TEXT, offsetof(struct job_row, kind) },
    { "subject", DB_TEXT, offsetof(struct job_row, subject) },
    { "args", DB_TEXT, offsetof(struct job_row, args) },
    { "state", DB_TEXT, offsetof(struct job_row, state) },
    { "cancel", DB_INT, offsetof(struct job_row, cancel) },
    { "progress_done", DB_INT, offsetof(struct job_row, progress_done) },
    { "progress_total", DB_MAYBE_INT, offsetof(struct job_row, progress_total) },
    { "stage", DB_TEXT, offsetof(struct job_row, stage) },
    { "attempts", DB_INT, offsetof(struct job_row, attempts) },
    { "asked_by", DB_MAYBE_INT, offsetof(struct job_row, asked_by) },
    { "asked_name", DB_TEXT, offsetof(struct job_row, asked_name) },
    { "asked_at", DB_INT, offsetof(struct job_row, asked_at) },
    { "started_at", DB_MAYBE_INT, offsetof(struct job_row, started_at) },
    { "ended_at", DB_MAYBE_INT, offsetof(struct job_row, ended_at) },
    { "lang", DB_TEXT, offsetof(struct job_row, lang) },
    { "year", DB_INT, offsetof(struct job_row, year) },
    { "why", DB_TEXT, offsetof(struct job_row, why) },
    { "why_technical", DB_TEXT, offsetof(struct job_row, why_technical) },
    { "result", DB_TEXT, offsetof(struct job_row, result) },
    { "file_name", DB_TEXT, offsetof(struct job_row, file_name) },
    { "file_type", DB_TEXT, offsetof(struct job_row, file_type) },
    { "file_size", DB_MAYBE_INT, offsetof(struct job_row, file_size) },
};
static const struct db_shape row_shape = DB_SHAPE(struct job_row, row_columns);

const struct job_kind *job_kind_find(const struct ctx *ctx, struct str name)
{
    for (size_t i = 0; ctx->jobs && i < ctx->jobs->n; i++) {
        if (str_is(name, ctx->jobs->all[i]->name)) {
            return ctx->jobs->all[i];
        }
    }
    return NULL;
}

static struct job job_of(const struct ctx *ctx, const struct job_row *row)
{
    enum job_state state = JOB_WAITING;
    for (size_t i = 0; i < COUNT(state_names); i++) {
        state = str_is(row->state, state_names[i]) ? (enum job_state)i : state;
    }
    return (struct job){ .id = row->id,
                         .kind_name = row->kind,
                         .kind = job_kind_find(ctx, row->kind),
                         .subject = row->subject,
                         .args = row->args,
                         .state = state,
                         .cancelling = state == JOB_RUNNING && row->cancel,
                         .done = row->progress_done,
                         .total = row->progress_total,
                         .stage = row->stage,
                         .attempts = row->attempts,
                         .year = row->year,
                         .lang = str_is(row->lang, "en") ? LANG_EN : LANG_RU,
                         .asked_by = row->asked_by,
                         .asked_name = row->asked_name,
                         .asked_at = row->asked_at,
                         .started_at = row->started_at,
                         .ended_at = row->ended_at,
                         .why = row->why,
                         .why_technical = row->why_technical,
                         .result = row->result,
                         .file_name = row->file_name,
                         .file_type = row->file_type,
                         .file_size = row->file_size };
}

bool job_is_over(const struct job *job)
{
    return job->state != JOB_WAITING && job->state != JOB_RUNNING;
}

bool job_read_one(struct ctx *ctx, int64_t id, struct job *ret_job, struct err *e)
{
    struct job_row row;
    if (!db_one(ctx->db, ctx->arena, &q_job_one, DB_ARGS(id), &row_shape, &row, e)) {
        return false;
    }
    *ret_job = job_of(ctx, &row);
    return true;
}

bool job_get(struct ctx *ctx, int64_t id, struct job *ret_job, struct err *e)
{
    struct job job;
    if (!job_read_one(ctx, id, &job, e)) {
        return false;
    }
    bool mine = job.asked_by.known && job.asked_by.is == ctx->actor->account_id;
    if (!mine && !actor_may(ctx->actor, ROLE(ROLE_ADMINISTRATOR))) {
        return err_set(e, ERR_NOT_FOUND, "job_get", STR("the job of somebody else"));
    }
    *ret_job = job;
    return true;
}

bool job_list(struct ctx *ctx, struct job **ret_jobs, size_t *ret_n, struct err *e)
{
    bool all = actor_may(ctx->actor, ROLE(ROLE_ADMINISTRATOR));
    int64_t own = ctx->actor->account_id;
    struct job_row *rows;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, all ? &q_job_list_all : &q_job_list_own, all ? DB_NO_ARGS : DB_ARGS(own), &row_shape,
                 &rows, &n, e)) {
        return false;
    }
    struct job *jobs = NEW_ARRAY(ctx->arena, struct job, n + 1);
    for (size_t i = 0; i < n; i++) {
        jobs[i] = job_of(ctx, &rows[i]);
    }
    *ret_jobs = jobs;
    *ret_n = n;
    return true;
}

bool job_latest(struct ctx *ctx, const char *kind, const char *state, struct job *ret_job, struct err *e)
{
    struct job_row row;
    if (!db_one(ctx->db, ctx->arena, &q_job_latest_of_kind, DB_ARGS(str_c(kind), str_c(state)), &row_shape, &row, e)) {
        return false;
    }
    *ret_job = job_of(ctx, &row);
    return true;
}

struct asking {
    const struct job_ask *ask;
    struct str args;
    int64_t id;
};

/* The id of a job that answers this asking already, or 0. */
static bool find_same(struct ctx *ctx, struct asking *asking, struct err *e)
{
    const struct job_ask *ask = asking->ask;
    struct db_table found;
    bool read = ask->once.len ? db_table(ctx->db, ctx->arena, &q_job_by_once, DB_ARGS(ask->once), &found, e)
                              : db_table(ctx->db, ctx->arena, &q_job_alive_like,
                                         DB_ARGS(str_c(ask->kind), asking->args, ask->subject), &found, e);
    if (read) {
        asking->id = found.n_rows ? found.values[0].as.i : 0;
    }
    return read;
}

static bool ask_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct asking *asking = arg;
    const struct job_ask *ask = asking->ask;
    if (!find_same(ctx, asking, e) || asking->id) {
        return asking->id != 0;
    }
    struct db_value by = ctx->actor->account_id ? DB_VALUE(ctx->actor->account_id) : DB_NOTHING;
    return db_new_id(ctx->db, STR("job"), &asking->id, e) &&
           db_do(ctx->db, &q_job_add,
                 DB_ARGS(asking->id, str_c(ask->kind), ask->subject, asking->args, db_from_text_or_null(ask->once), ctx->now_ms,
                         by, ctx->now_ms, ctx->lang == LANG_EN ? STR("en") : STR("ru"), ctx->year),
                 NULL, e);
}

bool job_ask(struct ctx *ctx, const struct job_ask *ask, int64_t *ret_id, struct err *e)
{
    const struct job_kind *kind = job_kind_find(ctx, str_c(ask->kind));
    BUG_IF(!kind);
    if (!actor_may(ctx->actor, kind->right)) {
        return err_setf(e, ERR_FORBIDDEN, "job_ask", "may not ask for %s", ask->kind);
    }
    struct asking asking = { .ask = ask, .args = ask->args.len ? ask->args : STR("{}") };
    if (!db_write(ctx, (struct db_lock){ "job", 0 }, ask_work, &asking, e)) {
        return false;
    }
    *ret_id = asking.id;
    return true;
}

static bool cancel_work(struct ctx *ctx, void *arg, struct err *e)
{
    return db_do(ctx->db, &q_job_cancel, DB_ARGS(*(int64_t *)arg, ctx->now_ms), NULL, e);
}

bool job_cancel(struct ctx *ctx, int64_t id, struct err *e)
{
    struct job job;
    return job_get(ctx, id, &job, e) && db_write(ctx, DB_NO_LOCK, cancel_work, &id, e);
}

static bool again_work(struct ctx *ctx, void *arg, struct err *e)
{
    int64_t changed = 0;
    return db_do(ctx->db, &q_job_again, DB_ARGS(*(int64_t *)arg, ctx->now_ms), &changed, e) &&
           (changed || err_set(e, ERR_CONFLICT, "job_again", STR("the job is not one that ended badly")));
}

bool job_again(struct ctx *ctx, int64_t id, struct err *e)
{
    struct job job;
    return job_get(ctx, id, &job, e) && db_write(ctx, DB_NO_LOCK, again_work, &id, e);
}

bool job_file(struct ctx *ctx, int64_t id, struct str *ret_bytes, struct err *e)
{
    struct job job;
    struct file_row {
        struct str bytes;
    } row;
    static const struct db_column columns[] = { { "bytes", DB_BLOB, offsetof(struct file_row, bytes) } };
    static const struct db_shape shape = DB_SHAPE(struct file_row, columns);
    if (!job_get(ctx, id, &job, e) || !db_one(ctx->db, ctx->arena, &q_job_file_bytes, DB_ARGS(id), &shape, &row, e)) {
        return false;
    }
    *ret_bytes = row.bytes;
    return true;
}

static bool drop_work(struct ctx *ctx, void *arg, struct err *e)
{
    (void)arg;
    const int64_t month_ms = (int64_t)30 * 86400 * 1000;
    return db_do(ctx->db, &q_job_drop_old, DB_ARGS((ctx->now_ms - month_ms)), NULL, e);
}

bool job_drop_old(struct ctx *ctx, struct err *e)
{
    return db_write(ctx, DB_NO_LOCK, drop_work, NULL, e);
}
