/* Jobs over a database, on every engine there is: the lease, cancelling, failing and trying again, a lost lease that changes
   nothing, a clock set back, a server killed in the middle, two servers at once. */
#include "access_sql.h"
#include "base/clock.h"
#include "base/log.h"
#include "job/job_in.h"
#include "job_sql.h"
#include "support/database.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h> /* after its needs */

/* What the kinds of this test leave behind: one row a run that was kept. */
static const struct db_migration trace_migration = {
    9000, "9000_trace",
    "CREATE TABLE trace (centre_id @id NOT NULL, id @id NOT NULL, words @text NOT NULL, PRIMARY KEY (centre_id, id));"
};

static bool put_trace(struct ctx *ctx, struct str words, struct err *e)
{
    return db_do_sql(
        ctx->db, ctx->arena,
        STR("INSERT INTO trace (centre_id, id, words) SELECT :centre, COALESCE(max(id), 0) + 1, CAST(?1 AS text) FROM "
            "trace WHERE centre_id = :centre"),
        DB_ARGS(words), NULL, e);
}

static bool trace_and_finish(struct ctx *ctx, void *arg, struct err *e)
{
    struct job_task *task = arg;
    return put_trace(ctx, job_args(task), e) && job_finish(ctx, task, STR("{\"rows\":1}"), e);
}

static bool run_plain(struct ctx *ctx, struct job_task *task, struct err *e)
{
    return job_progress(task, 1, 2, T_JOB_WHY_BUSY, e) &&
           job_keep(ctx, task, STR("trace.txt"), STR("text/plain"), STR("bytes\n"), e) &&
           db_write(ctx, (struct db_lock){ "trace", 0 }, trace_and_finish, task, e);
}

static bool run_broken(struct ctx *ctx, struct job_task *task, struct err *e)
{
    (void)ctx;
    (void)task;
    err_set(e, ERR_BROKEN, "test", STR("it broke"));
    e->say = T_JOB_WHY_NOT_FOUND;
    return false;
}

static bool run_busy(struct ctx *ctx, struct job_task *task, struct err *e)
{
    (void)ctx;
    return job_attempt(task) > 1 || err_set(e, ERR_BUSY, "test", STR("somebody was quicker"));
}

/* Goes on until it is told to end. */
static bool run_endless(struct ctx *ctx, struct job_task *task, struct err *e)
{
    (void)ctx;
    for (int64_t n = 0;; n++) {
        if (!job_progress(task, n, -1, T_NONE, e)) {
            return false;
        }
        usleep(1000);
    }
}

static const struct job_kind plain = { "plain", T_JOB_WHY_OTHER, ROLES_ALL, run_plain, NULL, NULL, 0 },
                             broken = { "broken", T_JOB_WHY_OTHER, ROLES_ALL, run_broken, NULL, NULL, 0 },
                             busy = { "busy", T_JOB_WHY_OTHER, ROLES_ALL, run_busy, NULL, NULL, 0 },
                             endless = { "endless", T_JOB_WHY_OTHER, ROLE(ROLE_ADMINISTRATOR), run_endless, NULL, NULL, 0 };
static const struct job_kind *const kinds[] = { &plain, &broken, &busy, &endless };
static const struct job_set jobs = { kinds, COUNT(kinds) };

struct world {
    struct arena *arena;
    struct ctx ctx;
    struct err e;
    struct actor actor;
    struct str url;
    struct db_migration *migrations;
    size_t n_migrations;
};
static size_t engine;

static void ok_(struct world *w, bool ok, const char *what)
{
    if (!ok) {
        fail_msg("%s: %s %.*s", what, err_kind_name(w->e.kind), (int)w->e.what.len, w->e.what.at);
    }
}
#define OK(call) ok_(w, (call), #call)

static struct ctx open_ctx(struct world *w, struct arena *a)
{
    struct ctx ctx = { .arena = a, .actor = &actor_owner, .centre_id = 1, .now_ms = clock_now_ms(), .jobs = &jobs };
    OK(db_open(a, w->url, DB_WRITE, &ctx.db, &w->e));
    db_set_centre(ctx.db, 1);
    return ctx;
}

static int by_number(const void *one, const void *two)
{
    const struct db_migration *a = one, *b = two;
    return (a->number > b->number) - (a->number < b->number);
}

static int begin(void **state)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct world *w = NEW(a, struct world);
    log_quiet(true);
    w->arena = a;
    w->url = str_c(test_database_fresh(engine));
    w->ctx = open_ctx(w, a);
    w->n_migrations = access_n_migrations + job_n_migrations + 1;
    w->migrations = NEW_ARRAY(a, struct db_migration, w->n_migrations);
    memcpy(w->migrations, access_migrations, access_n_migrations * sizeof *access_migrations);
    memcpy(w->migrations + access_n_migrations, job_migrations, job_n_migrations * sizeof *job_migrations);
    w->migrations[w->n_migrations - 1] = trace_migration;
    qsort(w->migrations, w->n_migrations, sizeof *w->migrations, by_number);
    OK(db_migrate(w->ctx.db, w->migrations, w->n_migrations, &w->e));
    int64_t id;
    OK(account_add(&w->ctx, STR("Worker"), STR("Worker W."), STR("correct horse battery"), ROLE(ROLE_HEAD), 0, &id, &w->e));
    OK(account_actor(&w->ctx, id, &w->actor, &w->e));
    *state = w;
    return 0;
}

static int end(void **state)
{
    struct world *w = *state;
    arena_free(w->arena);
    return 0;
}

static int64_t ask(struct world *w, const char *kind, struct str args)
{
    int64_t id = 0;
    OK(job_ask(&w->ctx, &(struct job_ask){ .kind = kind, .args = args }, &id, &w->e));
    return id;
}

static struct job get(struct world *w, int64_t id)
{
    struct job job = { 0 };
    OK(job_get(&w->ctx, id, &job, &w->e));
    return job;
}

static int64_t run_one(struct world *w)
{
    int64_t id = 0;
    OK(job_run_one(&w->ctx, "one", &id, &w->e));
    return id;
}

static int64_t traces(struct world *w)
{
    struct db_table t;
    OK(db_table_sql(w->ctx.db, w->arena, STR("SELECT count(*) AS n FROM trace WHERE centre_id = :centre"), DB_NO_ARGS, &t,
                    &w->e));
    return t.values[0].as.i;
}

static void a_job_is_asked_for_and_done(void **state)
{
    struct world *w = *state;
    int64_t id = ask(w, "plain", STR("{\"a\":1}"));
    assert_int_equal(ask(w, "plain", STR("{\"a\":1}")), id); /* the button pressed twice */
    assert_int_not_equal(ask(w, "plain", STR("{\"a\":2}")), id);
    assert_int_equal(get(w, id).state, JOB_WAITING);
    assert_int_equal(run_one(w), id);
    struct job job = get(w, id);
    assert_int_equal(job.state, JOB_DONE);
    assert_true(str_is(job.result, "{\"rows\":1}"));
    assert_true(str_is(job.file_name, "trace.txt") && job.file_size.known && job.file_size.is == 6);
    assert_true(job.ended_at.known && job.started_at.known && job.attempts == 1);
    struct str bytes;
    OK(job_file(&w->ctx, id, &bytes, &w->e));
    assert_true(str_is(bytes, "bytes\n"));
    assert_int_not_equal(run_one(w), 0);
    assert_int_equal(run_one(w), 0);
    assert_int_equal(traces(w), 2);
}

static void once_is_once(void **state)
{
    struct world *w = *state;
    int64_t one = 0, two = 0;
    OK(job_ask(&w->ctx, &(struct job_ask){ .kind = "plain", .once = STR("day 1") }, &one, &w->e));
    assert_int_equal(run_one(w), one);
    OK(job_ask(&w->ctx, &(struct job_ask){ .kind = "plain", .once = STR("day 1") }, &two, &w->e));
    assert_int_equal(one, two);
    assert_int_equal(run_one(w), 0);
}

static void a_failed_one_tells_why_and_is_tried_again(void **state)
{
    struct world *w = *state;
    int64_t id = ask(w, "broken", STR_NONE);
    assert_int_equal(run_one(w), id);
    struct job job = get(w, id);
    assert_int_equal(job.state, JOB_FAILED);
    assert_true(str_equal(job.why, text(&w->ctx, T_JOB_WHY_NOT_FOUND)));
    assert_true(str_find(job.why_technical, STR("it broke"), 0) < job.why_technical.len);
    assert_int_equal(run_one(w), 0);
    OK(job_again(&w->ctx, id, &w->e));
    assert_int_equal(get(w, id).state, JOB_WAITING);
    assert_int_equal(run_one(w), id);
    id = ask(w, "plain", STR_NONE);
    assert_false(job_again(&w->ctx, id, &w->e)); /* it did not end badly */
    assert_int_equal(w->e.kind, ERR_CONFLICT);
}

/* What passes by itself is tried again later, without a person. */
static void what_was_busy_waits_and_comes_again(void **state)
{
    struct world *w = *state;
    int64_t id = ask(w, "busy", STR_NONE);
    assert_int_equal(run_one(w), id);
    assert_int_equal(get(w, id).state, JOB_WAITING);
    assert_int_equal(run_one(w), 0);
    w->ctx.now_ms += 6000;
    assert_int_equal(run_one(w), id);
    assert_int_equal(get(w, id).state, JOB_DONE);
    assert_int_equal(get(w, id).attempts, 2);
}

static void others_do_not_see_it(void **state)
{
    struct world *w = *state;
    struct job job, *list;
    size_t n;
    int64_t id = ask(w, "plain", STR_NONE), mine;
    w->ctx.actor = &w->actor;
    assert_false(job_get(&w->ctx, id, &job, &w->e));
    assert_int_equal(w->e.kind, ERR_NOT_FOUND);
    w->e = (struct err){ 0 };
    assert_false(job_ask(&w->ctx, &(struct job_ask){ .kind = "endless" }, &mine, &w->e));
    assert_int_equal(w->e.kind, ERR_FORBIDDEN);
    w->e = (struct err){ 0 };
    mine = ask(w, "plain", STR("{\"mine\":1}"));
    OK(job_list(&w->ctx, &list, &n, &w->e));
    assert_int_equal(n, 1);
    assert_int_equal(list[0].id, mine);
    w->ctx.actor = &actor_owner;
    OK(job_list(&w->ctx, &list, &n, &w->e));
    assert_int_equal(n, 2);
    /* Whoever was closed since has nothing done in his name. */
    OK(account_add(&w->ctx, STR("Admin"), STR("A."), STR("correct horse battery"), ROLE(ROLE_ADMINISTRATOR), 0, &id, &w->e));
    OK(account_close(&w->ctx, STR("worker"), true, &w->e));
    run_one(w);
    assert_int_equal(run_one(w), mine);
    assert_int_equal(get(w, mine).state, JOB_FAILED);
    assert_int_equal(traces(w), 1);
}

/* The first server sleeps with its lease; the second takes the job when it is over and does it; what the first then brings to
   its end is taken back as a whole. */
static void a_lost_lease_changes_nothing(void **state)
{
    struct world *w = *state;
    struct job_task task, other;
    int64_t id = ask(w, "plain", STR_NONE);
    OK(job_take(&w->ctx, STR("sleeper"), &task, &w->e));
    assert_int_equal(task.job.id, id);
    OK(job_take(&w->ctx, STR("other"), &other, &w->e));
    assert_int_equal(other.job.id, 0);
    w->ctx.now_ms += JOB_LEASE_MS - 1000;
    OK(job_beat(&w->ctx, &task, &w->e)); /* renewed */
    w->ctx.now_ms += 2000;
    OK(job_take(&w->ctx, STR("other"), &other, &w->e));
    assert_int_equal(other.job.id, 0);
    w->ctx.now_ms += JOB_LEASE_MS;
    OK(job_take(&w->ctx, STR("other"), &other, &w->e));
    assert_int_equal(other.job.id, id);
    OK(job_do(&w->ctx, &other, &w->e));
    OK(job_beat(&w->ctx, &task, &w->e));
    assert_false(job_progress(&task, 1, 2, T_NONE, &w->e));
    w->e = (struct err){ 0 };
    OK(job_do(&w->ctx, &task, &w->e));
    assert_int_equal(get(w, id).state, JOB_DONE);
    assert_int_equal(get(w, id).attempts, 2);
    assert_int_equal(traces(w), 1);
}

static void a_clock_set_back_holds_nothing_up(void **state)
{
    struct world *w = *state;
    struct job_task task;
    int64_t id = ask(w, "plain", STR_NONE), now = w->ctx.now_ms;
    const int64_t year_ms = INT64_C(365) * 86400 * 1000;
    w->ctx.now_ms = now - year_ms; /* asked for before the clock went back a year: it would wait that long */
    assert_int_equal(run_one(w), id);
    w->ctx.now_ms = now;
    id = ask(w, "plain", STR("{\"b\":1}"));
    OK(job_take(&w->ctx, STR("killed"), &task, &w->e));
    w->ctx.now_ms = now - year_ms; /* and its lease would hold for a year */
    OK(job_take(&w->ctx, STR("other"), &task, &w->e));
    assert_int_equal(task.job.id, id);
    w->ctx.now_ms = now - year_ms - 30000; /* a little back is within the lease */
    OK(job_take(&w->ctx, STR("third"), &task, &w->e));
    assert_int_equal(task.job.id, 0);
}

static void cancelled(void **state)
{
    struct world *w = *state;
    struct job_task task;
    int64_t id = ask(w, "endless", STR_NONE);
    OK(job_cancel(&w->ctx, id, &w->e));
    assert_int_equal(get(w, id).state, JOB_CANCELLED);
    assert_int_equal(run_one(w), 0);
    OK(job_again(&w->ctx, id, &w->e));
    OK(job_take(&w->ctx, STR("one"), &task, &w->e));
    OK(job_cancel(&w->ctx, id, &w->e));
    assert_int_equal(get(w, id).state, JOB_RUNNING);
    assert_true(get(w, id).cancelling);
    OK(job_beat(&w->ctx, &task, &w->e));
    OK(job_do(&w->ctx, &task, &w->e));
    assert_int_equal(get(w, id).state, JOB_CANCELLED);
}

/* Work that kills its server each time is begun three times and then never again by itself. */
static void what_kills_its_server_ends(void **state)
{
    struct world *w = *state;
    struct job_task task;
    int64_t id = ask(w, "plain", STR_NONE);
    for (int i = 0; i < 3; i++) {
        OK(job_take(&w->ctx, STR("killed"), &task, &w->e));
        assert_int_equal(task.job.id, id);
        w->ctx.now_ms += JOB_LEASE_MS + 1;
    }
    assert_int_equal(run_one(w), id);
    assert_int_equal(get(w, id).state, JOB_FAILED);
    assert_true(str_equal(get(w, id).why, text(&w->ctx, T_JOB_WHY_DIED)));
    assert_int_equal(traces(w), 0);
    OK(job_again(&w->ctx, id, &w->e));
    assert_int_equal(run_one(w), id);
    assert_int_equal(traces(w), 1);
}

static void old_ones_go(void **state)
{
    struct world *w = *state;
    struct job job;
    int64_t id = ask(w, "plain", STR_NONE);
    run_one(w);
    OK(job_drop_old(&w->ctx, &w->e));
    get(w, id);
    w->ctx.now_ms += INT64_C(31) * 86400 * 1000;
    OK(job_drop_old(&w->ctx, &w->e));
    assert_false(job_get(&w->ctx, id, &job, &w->e));
}

static struct job_worker *start(struct world *w, struct arena *owner, bool alone)
{
    struct job_worker *worker = NULL;
    const struct job_worker_config config = {
        .db_url = w->url, .migrations = w->migrations, .n_migrations = w->n_migrations, .jobs = &jobs, .alone = alone
    };
    OK(job_worker_start(owner, &config, &worker, &w->e));
    return worker;
}

static struct job wait_for(struct world *w, int64_t id, enum job_state wanted)
{
    for (int i = 0; i < 2000; i++) {
        struct job job = get(w, id);
        if (job.state == wanted) {
            return job;
        }
        usleep(10000);
    }
    fail_msg("job %lld did not come to state %d", (long long)id, (int)wanted);
    return (struct job){ 0 };
}

static void the_threads_do_it(void **state)
{
    struct world *w = *state;
    int64_t first = ask(w, "plain", STR_NONE), forever = ask(w, "endless", STR_NONE), last = ask(w, "plain", STR("{\"c\":1}"));
    struct job_worker *worker = start(w, w->arena, true);
    wait_for(w, first, JOB_DONE);
    wait_for(w, forever, JOB_RUNNING);
    for (int i = 0; i < 500 && get(w, forever).done == 0; i++) { /* progress is shown while it goes on */
        usleep(10000);
    }
    assert_true(get(w, forever).done > 0 && !get(w, forever).total.known);
    OK(job_cancel(&w->ctx, forever, &w->e));
    wait_for(w, forever, JOB_CANCELLED);
    wait_for(w, last, JOB_DONE);
    /* A server that stops puts back what it had begun, and that does not count as an attempt. */
    forever = ask(w, "endless", STR("{\"d\":1}"));
    wait_for(w, forever, JOB_RUNNING);
    job_worker_stop(worker);
    assert_int_equal(get(w, forever).state, JOB_WAITING);
    assert_int_equal(get(w, forever).attempts, 0);
}

/* A process with a worker is killed in the middle; the next one takes the job up at once where it is alone, and after the lease
   where it is not. */
static void killed_in_the_middle(void **state)
{
    struct world *w = *state;
    int64_t id = ask(w, "endless", STR_NONE);
    pid_t pid = fork();
    if (pid == 0) {
        struct arena *own = arena_new((size_t)64 << 20); /* nothing of the parent's connection is touched */
        struct job_worker *worker = start(w, own, true);
        (void)worker;
        for (;;) {
            pause();
        }
    }
    wait_for(w, id, JOB_RUNNING);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    assert_int_equal(get(w, id).state, JOB_RUNNING);
    assert_int_equal(run_one(w), 0); /* the lease still holds */
    struct job_worker *worker = start(w, w->arena, true);
    for (int i = 0; i < 2000 && get(w, id).attempts < 2; i++) {
        usleep(10000);
    }
    assert_int_equal(get(w, id).attempts, 2);
    OK(job_cancel(&w->ctx, id, &w->e));
    wait_for(w, id, JOB_CANCELLED);
    job_worker_stop(worker);
}

struct server {
    struct world *w;
    pthread_t thread;
    int64_t did;
};

static void *serve(void *arg)
{
    struct server *server = arg;
    struct arena *a = arena_new((size_t)64 << 20);
    struct world own = *server->w, *w = &own;
    struct ctx ctx = open_ctx(w, a);
    char name[24];
    snprintf(name, sizeof name, "server-%p", (void *)server);
    for (int idle = 0; idle < 5;) {
        int64_t id = 0;
        struct err e = { 0 };
        bool ran = job_run_one(&ctx, name, &id, &e);
        server->did += ran && id;
        idle = id ? 0 : idle + 1;
    }
    arena_free(a);
    return NULL;
}

static void two_servers_share_the_work(void **state)
{
    enum { JOBS = 60, SERVERS = 3 };
    struct world *w = *state;
    struct server servers[SERVERS] = { 0 };
    int64_t did = 0;
    for (int i = 0; i < JOBS; i++) {
        ask(w, "plain", str_format(w->arena, "{\"n\":%d}", i));
    }
    for (size_t i = 0; i < SERVERS; i++) {
        servers[i].w = w;
        assert_int_equal(pthread_create(&servers[i].thread, NULL, serve, &servers[i]), 0);
    }
    for (size_t i = 0; i < SERVERS; i++) {
        pthread_join(servers[i].thread, NULL);
        did += servers[i].did;
    }
    struct db_table t;
    OK(db_table_sql(w->ctx.db, w->arena,
                    STR("SELECT count(DISTINCT words) AS n, count(*) AS m FROM trace WHERE centre_id = :centre"), DB_NO_ARGS,
                    &t, &w->e));
    assert_int_equal(t.values[0].as.i, JOBS);
    assert_int_equal(t.values[1].as.i, JOBS); /* none twice */
    assert_true(did >= JOBS);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_job_is_asked_for_and_done),
        CASE(once_is_once),
        CASE(a_failed_one_tells_why_and_is_tried_again),
        CASE(what_was_busy_waits_and_comes_again),
        CASE(others_do_not_see_it),
        CASE(a_lost_lease_changes_nothing),
        CASE(a_clock_set_back_holds_nothing_up),
        CASE(cancelled),
        CASE(what_kills_its_server_ends),
        CASE(old_ones_go),
        CASE(the_threads_do_it),
        CASE(killed_in_the_middle),
        CASE(two_servers_share_the_work),
    };
    int failed = 0;
    struct err e = { 0 };
    if (!text_start(&e)) {
        return 1;
    }
    for (engine = 0; engine < test_database_count(); engine++) {
        failed += cmocka_run_group_tests_name(engine ? "jobs on PostgreSQL" : "jobs on SQLite", tests, NULL, NULL);
    }
    text_stop();
    return failed;
}
