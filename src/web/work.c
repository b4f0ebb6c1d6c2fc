/* Which thread answers a request, and with which connection. Reads run where they are; writes go to the writer's lane, slow
   routes to theirs. It stands apart from server.c so that nothing here knows sockets or the HTTP library, and apart from
   answer.c, which knows no threads. */
#include "web/work.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/str.h"
#include "web/readers.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
    REQUEST_CAP = 32 << 20, /* memory of one request */
    QUEUE_WRITER = 1024,
    QUEUE_SLOW = 64,
    THREADS_SLOW = 3,
    THREADS_POSTGRES = 8,
    ARENAS_KEPT = 64,
    ERRANDS = 16
};

struct work {
    struct web_config config;
    struct site site;
    struct arena *owner;
    exchange_ready *ready;
    struct readers *readers;
    struct lane *writer, *slow;
    atomic_uint_fast64_t next_id;
    atomic_int errands;   /* on their way to the writer */
    pthread_mutex_t lock; /* of what follows */
    struct arena *arenas[ARENAS_KEPT];
    size_t n_arenas;
};

static struct arena *arena_lend(struct work *work)
{
    struct arena *arena = NULL;
    pthread_mutex_lock(&work->lock);
    if (work->n_arenas > 0) {
        arena = work->arenas[--work->n_arenas];
    }
    pthread_mutex_unlock(&work->lock);
    return arena ? arena : arena_new(REQUEST_CAP);
}

static void arena_give_back(struct work *work, struct arena *arena)
{
    arena_reset(arena);
    pthread_mutex_lock(&work->lock);
    bool keep = work->n_arenas < ARENAS_KEPT;
    if (keep) {
        work->arenas[work->n_arenas++] = arena;
    }
    pthread_mutex_unlock(&work->lock);
    if (!keep) {
        arena_free(arena);
    }
}

struct exchange *exchange_new(struct work *work)
{
    struct arena *arena = arena_lend(work);
    struct exchange *x = NEW(arena, struct exchange);
    x->work = work;
    x->arena = arena;
    x->job.owner = x;
    return x;
}

void exchange_free(struct exchange *x)
{
    arena_give_back(x->work, x->arena);
}

static void fill_ctx(struct exchange *x)
{
    struct work *work = x->work;
    x->ctx = (struct ctx){ .arena = x->arena,
                           .actor = &actor_nobody,
                           .request = &x->request,
                           .site = &work->site,
                           .registers = work->config.registers,
                           .figures = work->config.figures,
                           .jobs = work->config.jobs,
                           .centre_id = work->config.centre_id,
                           .now_ms = clock_now_ms(),
                           .lang = choice_lang(&x->request),
                           .request_id = atomic_fetch_add(&work->next_id, 1) & 0xffffffffffffu };
}

/* A failure before any handler: its page, its log line. */
static void answer_early(struct exchange *x, enum fault fault, const struct err *why)
{
    answer_fault(&x->ctx, fault, why, &x->reply);
    x->how = (struct answered){ 0 };
    if (why) {
        x->how.why = *why;
    }
    x->answered = true;
    answer_log(&x->ctx, &x->request, &x->reply, &x->how, x->began_us);
}

/* The connection behind an answer is of no use any more. */
static bool connection_sound(enum err_kind kind)
{
    return kind != ERR_GONE && kind != ERR_NEWER && kind != ERR_BROKEN;
}

static bool is_use(struct access_use use)
{
    return use.session_id != 0 || use.token_id != 0;
}

/* The lane's side of a request; see lane.h. */
static bool lane_run(void *with, struct job *job, struct db *db)
{
    struct exchange *x = job->owner;
    (void)with;
    x->ctx.db = db;
    db_set_centre(db, x->ctx.centre_id); /* the last request may have left another one */
    if (is_use(x->seen)) {
        (void)!access_seen(&x->ctx, x->seen, &x->how.why);
    } else {
        struct err ignored = { 0 }; /* a session that seems unused ends early, nothing worse */
        answer(&x->ctx, &x->request, x->methods, &x->reply, &x->how);
        struct access_use use = access_seen_due(&x->ctx);
        if (is_use(use)) {
            (void)!access_seen(&x->ctx, use, &ignored);
        }
    }
    x->how.why.what = str_copy(x->arena, x->how.why.what);
    x->ctx.db = NULL;
    return connection_sound(x->how.why.kind);
}

static void lane_fail(void *with, struct job *job, const struct err *why)
{
    struct exchange *x = job->owner;
    (void)with;
    x->how.why = *why;
    if (!is_use(x->seen)) {
        answer_fault(&x->ctx, FAULT_OF_KIND, why, &x->reply);
    }
}

static void lane_done(void *with, struct job *job)
{
    struct exchange *x = job->owner;
    struct work *work = with;
    if (is_use(x->seen)) { /* nobody waits for it, and the next request would try again: only the memory comes back */
        atomic_fetch_sub(&work->errands, 1);
        exchange_free(x);
        return;
    }
    answer_log(&x->ctx, &x->request, &x->reply, &x->how, x->began_us);
    x->answered = true;
    x->work->ready(x);
}

/* A page was shown, which may not write: that the session was used is written behind it, at most every five minutes a session
   (access_seen_due), and only a few at a time, so that a database that cannot be written does not fill the queue. */
static void send_errand(struct exchange *x)
{
    struct work *work = x->work;
    if (atomic_fetch_add(&work->errands, 1) < ERRANDS) {
        struct exchange *errand = exchange_new(work);
        errand->ctx = x->ctx;
        errand->ctx.arena = errand->arena;
        errand->seen = access_seen_due(&x->ctx);
        errand->ctx.actor = &actor_nobody;
        errand->ctx.request = NULL;
        errand->ctx.site = &work->site;
        if (lane_put(work->writer, &errand->job)) {
            return;
        }
        exchange_free(errand);
    }
    atomic_fetch_sub(&work->errands, 1);
}

static void answer_inline(struct exchange *x)
{
    struct work *work = x->work;
    struct reader *reader = NULL;
    struct err why = { 0 };
    bool needs_none = x->request.route && (x->request.route->flags & ROUTE_STATIC);
    if (!needs_none && !readers_take(work->readers, &reader, &why)) {
        answer_early(x, FAULT_OF_KIND, &why);
        return;
    }
    x->ctx.db = reader ? reader->db : NULL;
    if (reader) {
        db_set_centre(reader->db, x->ctx.centre_id);
    }
    answer(&x->ctx, &x->request, x->methods, &x->reply, &x->how);
    x->answered = true;
    answer_log(&x->ctx, &x->request, &x->reply, &x->how, x->began_us);
    x->ctx.db = NULL;
    if (is_use(access_seen_due(&x->ctx))) {
        send_errand(x);
    }
    if (reader) {
        readers_give(work->readers, reader, connection_sound(x->how.why.kind));
    }
}

/* Where the request runs: NULL is here and now. */
static struct lane *lane_of(const struct exchange *x)
{
    const struct route *route = x->request.route;
    if (!route || (route->flags & ROUTE_STATIC)) {
        return NULL;
    }
    if (route->flags & ROUTE_SLOW) {
        return x->work->slow;
    }
    return x->request.method == METHOD_GET ? NULL : x->work->writer;
}

static bool read_request(struct exchange *x)
{
    struct request *r = &x->request;
    if (!request_read_target(x->arena, r->target, r)) {
        return false;
    }
    if (x->body.len > 0) {
        r->body = x->body;
        if (x->is_form && !request_read_form(x->arena, r->body, &r->form, &r->n_form)) {
            return false;
        }
        if (x->boundary.len > 0 && !request_read_multipart(x->arena, r->body, x->boundary, r)) {
            return false;
        }
    }
    route_find(x->work->site.table, r, &x->methods);
    return true;
}

void exchange_refuse(struct exchange *x, enum fault fault)
{
    fill_ctx(x);
    answer_early(x, fault, NULL);
}

size_t exchange_most(struct exchange *x)
{
    struct request *asked = NEW(x->arena, struct request);
    unsigned methods;
    asked->method = x->request.method;
    bool upload = x->boundary.len > 0 && request_read_target(x->arena, x->request.target, asked) &&
                  route_find(x->work->site.table, asked, &methods) && (asked->route->flags & ROUTE_UPLOAD);
    return upload ? UPLOAD_MOST : CAP_BODY;
}

struct lane *exchange_look(struct exchange *x)
{
    fill_ctx(x);
    if (x->failed.kind != ERR_NONE) {
        answer_early(x, FAULT_OF_KIND, &x->failed);
        return NULL;
    }
    if (x->too_big) {
        answer_early(x, FAULT_BODY, NULL);
        return NULL;
    }
    if (!read_request(x)) {
        answer_early(x, FAULT_MALFORMED, NULL);
        return NULL;
    }
    struct lane *lane = lane_of(x);
    if (!lane) {
        answer_inline(x);
    }
    return lane;
}

bool exchange_hand(struct exchange *x, struct lane *lane)
{
    bool taken = lane_put(lane, &x->job);
    if (!taken) {
        answer_early(x, FAULT_CROWD, NULL);
    }
    return taken;
}

static bool open_connection(struct work *work, struct arena *owner, enum db_mode mode, struct db **ret_db, struct err *e)
{
    struct db *db;
    if (!db_open(owner, work->config.db_url, mode, &db, e) ||
        !db_check_schema(db, work->config.migrations, work->config.n_migrations, e)) {
        return false;
    }
    db_set_centre(db, work->config.centre_id);
    *ret_db = db;
    return true;
}

static bool open_read(void *with, struct arena *owner, struct db **ret_db, struct err *e)
{
    return open_connection(with, owner, DB_READ, ret_db, e);
}

static bool open_write(void *with, struct arena *owner, struct db **ret_db, struct err *e)
{
    return open_connection(with, owner, DB_WRITE_EXISTING, ret_db, e);
}

static bool start_lanes(struct work *work, struct err *e)
{
    struct reader *first;
    if (!readers_take(work->readers, &first, e)) {
        return false;
    }
    bool postgres = db_engine(first->db) == DB_POSTGRES;
    readers_give(work->readers, first, true);
    struct lane_config lane = { .name = "writer",
                                .threads = postgres ? THREADS_POSTGRES : 1,
                                .most = QUEUE_WRITER,
                                .groups = !postgres,
                                .with = work,
                                .open = open_write,
                                .run = lane_run,
                                .fail = lane_fail,
                                .done = lane_done };
    if (!lane_start(work->owner, &lane, &work->writer, e)) {
        return false;
    }
    lane.name = "slow";
    lane.threads = THREADS_SLOW;
    lane.most = QUEUE_SLOW;
    lane.groups = false;
    return lane_start(work->owner, &lane, &work->slow, e);
}

bool work_start(struct arena *owner, const struct web_config *config, exchange_ready *ready, struct work **ret_work,
                struct err *e)
{
    struct work *work = NEW(owner, struct work);
    uint64_t first_id;
    random_bytes(&first_id, sizeof first_id);
    work->config = *config;
    work->site = *config->site;
    work->site.table = route_table_new(owner, config->site->routes, config->site->n_routes);
    work->owner = owner;
    work->ready = ready;
    atomic_init(&work->next_id, first_id);
    pthread_mutex_init(&work->lock, NULL);
    work->readers = readers_new(owner, open_read, work);
    if (!start_lanes(work, e)) {
        work_drain(work);
        work_free(work);
        return false;
    }
    *ret_work = work;
    return true;
}

void work_drain(struct work *work)
{
    if (work) {
        lane_stop(work->writer);
        lane_stop(work->slow);
        work->writer = work->slow = NULL;
    }
}

void work_free(struct work *work)
{
    if (!work) {
        return;
    }
    readers_close(work->readers);
    for (size_t i = 0; i < work->n_arenas; i++) {
        arena_free(work->arenas[i]);
    }
    pthread_mutex_destroy(&work->lock);
}
