/* Two threads: one looks for jobs and does them, the other beats while one is done: progress into its row, the lease renewed.
   Each has a connection of its own, made anew whenever it proves unsound; nothing here answers a person, so all that goes wrong
   is logged and tried again. */
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "db/content.h"
#include "job/job_in.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

enum {
    LOOK_MS = 500,
    BEAT_MS = 500,       /* how often progress is written down when it has moved */
    RENEW_MS = 2000,     /* how often the lease is renewed when it has not; so late a cancelled job learns of it */
    TROUBLE_MS = 5000,   /* the pause after a database that does not answer */
    DUE_MS = 60000,      /* how often kinds are asked whether one is due */
    CLEAN_MS = 3600000,  /* how often old jobs go */
    FIRST_LOOK_MS = 300, /* not in the way of the first page */
    CONNECTION_CAP = 64 << 20
};

/* A connection with a ctx over it; arena is NULL while there is none. */
struct place {
    struct arena *arena;
    struct ctx ctx;
};

struct job_worker {
    struct job_worker_config config;
    char name[40];
    pthread_t looker, beater;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    bool stopping;
    struct job_task *task; /* under way, for the beater */
    bool beating;          /* the beater is looking at task */
    struct place first;    /* of the looker, opened before it begins */
};

static void place_leave(struct place *place)
{
    if (place->arena) {
        arena_free(place->ctx.arena);
        arena_free(place->arena);
    }
    *place = (struct place){ 0 };
}

static bool place_have(struct job_worker *worker, struct place *place, struct err *e)
{
    const struct job_worker_config *c = &worker->config;
    if (place->arena) {
        return true;
    }
    place->arena = arena_new(CONNECTION_CAP);
    place->ctx = (struct ctx){ .arena = arena_new(CONNECTION_CAP),
                               .actor = &actor_owner,
                               .site = c->site,
                               .registers = c->registers,
                               .figures = c->figures,
                               .jobs = c->jobs,
                               .lang = LANG_RU };
    if (!db_open(place->arena, c->db_url, DB_WRITE_EXISTING, &place->ctx.db, e) ||
        !db_check_schema(place->ctx.db, c->migrations, c->n_migrations, e) || !db_serving(place->ctx.db, e)) {
        place_leave(place);
        return false;
    }
    return true;
}

/* Waits until the time is over or something has moved; the lock is held. */
static void wait_ms(struct job_worker *worker, int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += (ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    (void)pthread_cond_timedwait(&worker->moved, &worker->lock, &until);
}

static bool pause_is_over(struct job_worker *worker, int64_t ms)
{
    int64_t end = clock_steady_us() + ms * 1000;
    pthread_mutex_lock(&worker->lock);
    for (int64_t left = ms; !worker->stopping && left > 0; left = (end - clock_steady_us()) / 1000) {
        wait_ms(worker, left);
    }
    bool go_on = !worker->stopping;
    pthread_mutex_unlock(&worker->lock);
    return go_on;
}

static void set_task(struct job_worker *worker, struct job_task *task)
{
    pthread_mutex_lock(&worker->lock);
    while (worker->beating && !task) {
        wait_ms(worker, BEAT_MS);
    }
    worker->task = task;
    if (task && worker->stopping) {
        int none = ENDING_NOT;
        atomic_compare_exchange_strong(&task->ending, &none, ENDING_STOPPING);
    }
    pthread_cond_broadcast(&worker->moved);
    pthread_mutex_unlock(&worker->lock);
}

struct times {
    bool freed;         /* the leases of a server that was killed are over */
    int64_t due, clean; /* clock_steady_us when it was done last, 0: never */
};

static bool is_time(int64_t *last, int64_t every_ms)
{
    int64_t now = clock_steady_us();
    bool yes = *last == 0 || now - *last >= every_ms * 1000;
    *last = yes ? now : *last;
    return yes;
}

/* Zone and marks of the centre whose job is looked for. */
static void place_enter(const struct job_worker *worker, struct place *place, const struct centre *centre)
{
    struct ctx *ctx = &place->ctx;
    centre_enter(ctx, centre->id);
    ctx->site = worker->config.site_of ? worker->config.site_of(ctx->arena, worker->config.site, centre) : worker->config.site;
}

/* What is done now and then; which of it is due was asked once for all centres. */
static bool look_after(struct ctx *ctx, bool due, bool clean, struct err *e)
{
    if (due) {
        struct err why = { 0 };
        if (!job_ask_due(ctx, &why)) {
            log_err("job due", &why);
        }
    }
    return !clean || job_drop_old(ctx, e);
}

/* The next job of this centre, if there is one. */
static bool look_at(struct job_worker *worker, struct place *place, bool *ret_found, struct err *e)
{
    struct ctx *ctx = &place->ctx;
    struct job_task task;
    if (!job_take(ctx, str_c(worker->name), &task, e)) {
        return false;
    }
    *ret_found = task.job.id != 0;
    if (!*ret_found) {
        return true;
    }
    set_task(worker, &task);
    bool ok = job_do(ctx, &task, e);
    set_task(worker, NULL);
    return ok;
}

/* One look, centre by centre, so that the long queue of one does not hold up another: true while the database answers. */
static bool look(struct job_worker *worker, struct place *place, struct times *times, bool *ret_found, struct err *e)
{
    struct ctx *ctx = &place->ctx;
    struct centre *centres;
    size_t n;
    arena_reset(ctx->arena);
    ctx->now_ms = clock_now_ms();
    bool due = is_time(&times->due, DUE_MS), clean = is_time(&times->clean, CLEAN_MS);
    if (!centre_list(ctx, &centres, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bool found = false;
        place_enter(worker, place, &centres[i]);
        if (!look_after(ctx, due, clean, e) || (!times->freed && !job_free_all(ctx, e)) || !look_at(worker, place, &found, e)) {
            return false;
        }
        *ret_found = *ret_found || found;
    }
    times->freed = true;
    return true;
}

static void *looker_thread(void *arg)
{
    struct job_worker *worker = arg;
    struct place place = worker->first;
    struct times times = { .freed = !worker->config.alone };
    int64_t pause = FIRST_LOOK_MS;
    while (pause_is_over(worker, pause)) {
        struct err e = { 0 };
        bool found = false;
        bool ok = place_have(worker, &place, &e);
        ok = ok && look(worker, &place, &times, &found, &e);
        if (!ok) {
            log_err("job", &e);
            place_leave(&place);
        }
        pause = ok ? (found ? 0 : LOOK_MS) : TROUBLE_MS;
    }
    place_leave(&place);
    return NULL;
}

struct beat {
    int64_t id, done, total, at;
    int stage;
};

/* Progress moved, or the lease grows old. */
static bool beat_due(const struct beat *last, struct job_task *task)
{
    bool moved = last->id != task->job.id || last->done != atomic_load(&task->done) ||
                 last->total != atomic_load(&task->total) || last->stage != atomic_load(&task->stage);
    return moved || clock_steady_us() - last->at > RENEW_MS * 1000;
}

static void beat_once(struct job_worker *worker, struct place *place, struct job_task *task, struct beat *last)
{
    struct err e = { 0 };
    if (!beat_due(last, task)) {
        return;
    }
    *last = (struct beat){ .id = task->job.id,
                           .done = atomic_load(&task->done),
                           .total = atomic_load(&task->total),
                           .stage = atomic_load(&task->stage),
                           .at = clock_steady_us() };
    if (!place_have(worker, place, &e)) {
        log_err("job beat", &e);
        return;
    }
    arena_reset(place->ctx.arena);
    place->ctx.now_ms = clock_now_ms();
    centre_enter(&place->ctx, task->centre_id);
    if (!job_beat(&place->ctx, task, &e)) {
        if (e.kind != ERR_BUSY) { /* the job's own long transaction stands before us */
            log_err("job beat", &e);
        }
        place_leave(place);
    }
}

/* A job that is done within the first BEAT_MS never costs a second connection. */
static void *beater_thread(void *arg)
{
    struct job_worker *worker = arg;
    struct place place = { 0 };
    struct beat last = { 0 };
    pthread_mutex_lock(&worker->lock);
    while (!worker->stopping || worker->task) {
        if (!worker->task) {
            place_leave(&place);
            pthread_cond_wait(&worker->moved, &worker->lock);
            continue;
        }
        wait_ms(worker, BEAT_MS);
        struct job_task *task = worker->task;
        if (!task) {
            continue;
        }
        worker->beating = true;
        pthread_mutex_unlock(&worker->lock);
        beat_once(worker, &place, task, &last);
        pthread_mutex_lock(&worker->lock);
        worker->beating = false;
        pthread_cond_broadcast(&worker->moved);
    }
    pthread_mutex_unlock(&worker->lock);
    place_leave(&place);
    return NULL;
}

static bool start_threads(struct job_worker *worker, struct err *e)
{
    int code = pthread_create(&worker->looker, NULL, looker_thread, worker);
    if (code == 0) {
        code = pthread_create(&worker->beater, NULL, beater_thread, worker);
        if (code == 0) {
            return true;
        }
        pthread_mutex_lock(&worker->lock);
        worker->stopping = true;
        pthread_cond_broadcast(&worker->moved);
        pthread_mutex_unlock(&worker->lock);
        pthread_join(worker->looker, NULL);
    }
    return err_setf(e, ERR_BROKEN, "job_worker_start", "no thread: %s", strerror(code));
}

/* Where several may serve, the word that this one does (db_serving) is given before the first page: a restore that came in
   between would take the tables away under it. A database that does not answer now is tried again by the looker. */
static bool say_serving(struct job_worker *worker, struct err *e)
{
    struct err why = { 0 };
    if (worker->config.alone || place_have(worker, &worker->first, &why) || why.kind != ERR_BUSY) {
        return true;
    }
    return err_set(e, why.kind, "job_worker_start", STR("the database is being restored"));
}

bool job_worker_start(struct arena *owner, const struct job_worker_config *config, struct job_worker **ret_worker,
                      struct err *e)
{
    struct job_worker *worker = NEW(owner, struct job_worker);
    pthread_condattr_t steady; /* waiting must not depend on the clock on the wall */
    worker->config = *config;
    struct str name = random_hex(owner, 16);
    memcpy(worker->name, name.at, name.len);
    pthread_mutex_init(&worker->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&worker->moved, &steady);
    pthread_condattr_destroy(&steady);
    if (!say_serving(worker, e) || !start_threads(worker, e)) {
        place_leave(&worker->first);
        return false;
    }
    *ret_worker = worker;
    return true;
}

void job_worker_stop(struct job_worker *worker)
{
    if (!worker) {
        return;
    }
    pthread_mutex_lock(&worker->lock);
    worker->stopping = true;
    if (worker->task) {
        int none = ENDING_NOT;
        atomic_compare_exchange_strong(&worker->task->ending, &none, ENDING_STOPPING);
    }
    pthread_cond_broadcast(&worker->moved);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->looker, NULL);
    pthread_mutex_lock(&worker->lock);
    pthread_cond_broadcast(&worker->moved);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->beater, NULL);
    pthread_cond_destroy(&worker->moved);
    pthread_mutex_destroy(&worker->lock);
}
