/* What time leaves behind, on both engines: contents that no row of any centre names go after a day, abandoned uploads after
   three, what is named stays; a row takes its files along; the same content twice on a row is one file. */
#include "app/house.h"
#include "base/log.h"
#include "features/file/file_in.h"
#include "job/worker.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const int64_t day_ms = INT64_C(86400000);

struct world {
    struct arena *arena;
    struct house house;
    struct ctx ctx;
    struct site site;
    struct str folder;
    struct err e;
};

static void ok_(struct world *w, bool ok, const char *what)
{
    if (!ok) {
        fail_msg("%s: %s %s %.*s", what, err_kind_name(w->e.kind), w->e.where ? w->e.where : "", (int)w->e.what.len,
                 w->e.what.at);
    }
}
#define OK(call) ok_(w, (call), #call)

static struct world *world_open(size_t engine)
{
    struct arena *a = arena_new((size_t)512 << 20);
    struct world *w = NEW(a, struct world);
    w->arena = a;
    OK(house_build(a, &w->house, &w->e));
    OK(house_enter(a, &w->house, str_c(test_database_fresh(engine)), DB_WRITE, &w->ctx, &w->e));
    w->folder = str_format(a, "%s/files-%zu-%p", test_folder(), engine, (void *)w);
    w->site = *w->ctx.site;
    w->site.files = w->folder.at;
    w->ctx.site = &w->site;
    return w;
}

static void enter(struct world *w, int64_t centre)
{
    centre_enter(&w->ctx, centre);
}

static int64_t row_made(struct world *w, const char *name)
{
    const struct param pairs[] = { { STR("name"), str_c(name) } };
    int64_t id;
    OK(record_add(&w->ctx, register_find(&w->ctx, STR("competency")), pairs, COUNT(pairs), &id, &w->e));
    return id;
}

static struct coming kept(struct world *w, const char *content)
{
    struct coming file = { .name = STR("a.txt"), .bytes = (int64_t)strlen(content) };
    OK(store_put(w->arena, w->folder, str_c(content), &file.sha256, &w->e));
    OK(file_look(&w->ctx, &file, &w->e));
    return file;
}

static int64_t hung(struct world *w, int64_t row, const char *content)
{
    struct coming file = kept(w, content);
    struct adding adding = { .def = register_find(&w->ctx, STR("competency")),
                             .row_id = row,
                             .words = STR_NONE,
                             .files = &file,
                             .n = 1,
                             .refusal = STR_NONE };
    OK(file_add(&w->ctx, &adding, &w->e));
    assert_int_equal(adding.refusal.len, 0);
    return adding.last_id;
}

static bool is_there(struct world *w, const char *content)
{
    struct str sha256, bytes;
    struct err ignored = { 0 };
    struct arena *a = arena_new(1 << 20);
    OK(store_put(a, str_format(a, "%s-aside", w->folder.at), str_c(content), &sha256, &w->e)); /* its name */
    bool there = store_open(a, w->folder, sha256, &bytes, &ignored);
    arena_free(a);
    return there;
}

static int64_t count(struct world *w, const char *sql)
{
    struct db_table t;
    OK(db_table_sql(w->ctx.db, w->arena, str_c(sql), DB_NO_ARGS, &t, &w->e));
    return t.values[0].as.i;
}

/* As the server would do it so many days from now. */
static void sweep_after(struct world *w, int64_t days)
{
    int64_t id, ran;
    w->ctx.now_ms += days * day_ms;
    OK(job_ask(&w->ctx, &(struct job_ask){ .kind = "file_sweep" }, &id, &w->e));
    OK(job_run_one(&w->ctx, "test", &ran, &w->e));
    assert_int_equal(ran, id);
    struct job job;
    OK(job_get(&w->ctx, id, &job, &w->e));
    if (job.state != JOB_DONE) {
        fail_msg("the job ended as %d: %.*s", (int)job.state, (int)job.why_technical.len, job.why_technical.at);
    }
}

static void contents_go_when_nobody_names_them(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct world *w = world_open(engine);
        int64_t first = row_made(w, "Сварка"), second = 0, centre;
        hung(w, first, "named here");
        kept(w, "never named");
        const struct centre other = { STR("Другой центр"), STR("ДЦ"), STR("Europe/Moscow"), false, NO_INT, 0 };
        OK(centre_add(&w->ctx, &other, &centre, &w->e));
        enter(w, centre);
        second = row_made(w, "Сварка");
        hung(w, second, "named there");
        enter(w, FIRST_CENTRE);
        sweep_after(w, 0);
        assert_true(is_there(w, "never named")); /* its day of grace */
        sweep_after(w, 2);
        assert_false(is_there(w, "never named"));
        assert_true(is_there(w, "named here"));
        assert_true(is_there(w, "named there"));
        /* A row that goes takes its files along; their contents go after it. */
        OK(record_remove(&w->ctx, register_find(&w->ctx, STR("competency")), first, 1, &w->e));
        assert_int_equal(count(w, "SELECT count(*) AS n FROM file"), 1);
        sweep_after(w, 2);
        assert_false(is_there(w, "named here"));
        assert_true(is_there(w, "named there"));
        arena_free(w->arena);
    }
}

static void a_content_hangs_once_on_a_row(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct world *w = world_open(engine);
        int64_t row = row_made(w, "Сварка"), other = row_made(w, "Кузовной ремонт");
        int64_t one = hung(w, row, "a letter");
        assert_int_equal(hung(w, row, "a letter"), one);
        assert_int_not_equal(hung(w, other, "a letter"), one);
        assert_int_equal(count(w, "SELECT count(*) AS n FROM file"), 2);
        int64_t used;
        OK(file_used(&w->ctx, &used, &w->e));
        assert_int_equal(used, strlen("a letter")); /* it lies there once */
        arena_free(w->arena);
    }
}

static bool upload_work(struct ctx *ctx, void *arg, struct err *e)
{
    const int64_t *account = arg;
    static const char sql[] =
        "INSERT INTO file_upload (centre_id, id, account_id, register_name, row_id, name, bytes, began_at) "
        "VALUES (:centre, 7, ?1, 'competency', 1, 'film.mp4', 100, ?2)";
    return db_do_sql(ctx->db, ctx->arena, str_c(sql), DB_ARGS(*account, ctx->now_ms), NULL, e);
}

static void abandoned_uploads_go(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct world *w = world_open(engine);
        int64_t account, size;
        OK(account_add(&w->ctx, STR("sender"), STR("Sender"), STR("correct horse battery"), ROLE(ROLE_METHODOLOGIST), 0,
                       &account, &w->e));
        OK(db_write(&w->ctx, DB_NO_LOCK, upload_work, &account, &w->e));
        struct str part = file_part_name(&w->ctx, 7);
        OK(store_part_make(w->arena, w->folder, part, &w->e));
        OK(store_part_add(w->arena, w->folder, part, 0, STR("half"), &size, &w->e));
        sweep_after(w, 2);
        assert_int_equal(count(w, "SELECT count(*) AS n FROM file_upload"), 1);
        OK(store_part_size(w->arena, w->folder, part, &size, &w->e));
        sweep_after(w, 2);
        assert_int_equal(count(w, "SELECT count(*) AS n FROM file_upload"), 0);
        assert_false(store_part_size(w->arena, w->folder, part, &size, &w->e));
        w->e = (struct err){ 0 };
        arena_free(w->arena);
    }
}

/* One request as the owner of the machine, in an arena of its own. */
static int ask(struct world *w, struct arena *a, const char *path, const struct param *form, size_t n_form,
               const struct upload *file)
{
    struct request request = {
        .method = METHOD_POST, .path = str_c(path), .form = form, .n_form = n_form, .files = file, .n_files = file ? 1 : 0
    };
    struct reply reply = { 0 };
    struct ctx ctx = w->ctx;
    struct err e = { 0 };
    ctx.arena = a;
    return web_answer(&ctx, &request, &reply, &e) ? reply.status : 500;
}

/* A row never names a content that is not there, whatever failed in between. */
static void rows_are_whole(struct world *w)
{
    struct arena *a = arena_new((size_t)16 << 20);
    struct buf *complaints = buf_new(a, 1 << 16);
    struct ctx ctx = w->ctx;
    ctx.arena = a;
    OK(file_examine(&ctx, w->folder, complaints, &w->e));
    if (buf_len(complaints)) {
        fail_msg("%.*s", (int)buf_len(complaints), buf_str(complaints).at);
    }
    arena_free(a);
}

enum failing { STATEMENT, ALLOCATION };

/* The n-th statement, then the n-th allocation of a form with a file fails: it is added or it is not, and the next try
 * succeeds. */
static void each_failure_of_a_form(struct world *w, enum failing what, int64_t row)
{
    struct str id = str_format(w->arena, "%lld", (long long)row);
    const struct param form[] = { { STR("register"), STR("competency") },
                                  { STR("row"), id },
                                  { STR("words"), STR("a letter") } };
    uint64_t n = 1;
    for (bool reached = true; reached; n += what == ALLOCATION && n > 60 ? 13 : 1) {
        struct arena *a = arena_new((size_t)32 << 20);
        struct str content = str_format(w->arena, "content %d %llu", (int)what, (unsigned long long)n);
        const struct upload file = { STR("file"), STR("a.txt"), STR("text/plain"), content };
        int64_t before = count(w, "SELECT count(*) AS n FROM file");
        uint64_t statements = db_statements(w->ctx.db);
        if (what == STATEMENT) {
            db_fail_at(w->ctx.db, n, ERR_FULL);
        } else {
            arena_fail_at(a, n);
        }
        int status = ask(w, a, "/file/new", form, COUNT(form), &file);
        reached = what == STATEMENT ? db_statements(w->ctx.db) - statements >= n : arena_takes(a) >= n;
        db_fail_at(w->ctx.db, 0, ERR_NONE);
        arena_free(a);
        assert_true(status == 303 || status >= 400);
        assert_int_equal(count(w, "SELECT count(*) AS n FROM file") - before, status == 303 ? 1 : 0);
        a = arena_new((size_t)32 << 20);
        assert_int_equal(ask(w, a, "/file/new", form, COUNT(form), &file), 303);
        assert_int_equal(count(w, "SELECT count(*) AS n FROM file") - before, 1);
        arena_free(a);
    }
    print_message("%llu %s tried\n", (unsigned long long)n, what == STATEMENT ? "statements" : "allocations");
    assert_true(n > 8);
    rows_are_whole(w);
}

static void a_form_that_fails_adds_all_or_nothing(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct world *w = world_open(engine);
        int64_t row = row_made(w, "Сварка");
        each_failure_of_a_form(w, STATEMENT, row);
        if (engine == 0) {
            each_failure_of_a_form(w, ALLOCATION, row);
        }
        arena_free(w->arena);
    }
}

/* The same for the end of a file that came in pieces. */
static void an_end_that_fails_can_be_asked_for_again(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct world *w = world_open(engine);
        struct actor actor = actor_owner;
        int64_t row = row_made(w, "Сварка"), size;
        OK(account_add(&w->ctx, STR("sender"), STR("Sender"), STR("correct horse battery"), ROLE(ROLE_METHODOLOGIST), 0,
                       &actor.account_id, &w->e));
        actor.csrf = STR("token");
        w->ctx.actor = &actor;
        bool reached = true;
        for (uint64_t n = 1; reached; n++) {
            struct str content = str_format(w->arena, "film %llu", (unsigned long long)n), sha256;
            struct str name = str_format(w->arena, "film-%llu.txt", (unsigned long long)n);
            const struct param begins[] = { { STR("csrf"), STR("token") },
                                            { STR("register"), STR("competency") },
                                            { STR("row"), str_format(w->arena, "%lld", (long long)row) },
                                            { STR("name"), name },
                                            { STR("bytes"), str_format(w->arena, "%zu", content.len) } };
            struct arena *a = arena_new((size_t)32 << 20);
            assert_int_equal(ask(w, a, "/file/upload", begins, COUNT(begins), NULL), 200);
            int64_t id = count(w, "SELECT max(id) AS n FROM file_upload");
            OK(store_part_add(a, w->folder, file_part_name(&w->ctx, id), 0, content, &size, &w->e));
            OK(store_put(w->arena, str_join(w->arena, w->folder, STR("-aside")), content, &sha256, &w->e));
            const struct param ends[] = { { STR("csrf"), STR("token") }, { STR("sha256"), sha256 } };
            const char *path = str_format(w->arena, "/file/upload/%lld/end", (long long)id).at;
            int64_t before = count(w, "SELECT count(*) AS n FROM file");
            uint64_t statements = db_statements(w->ctx.db);
            db_fail_at(w->ctx.db, n, ERR_FULL);
            int status = ask(w, a, path, ends, COUNT(ends), NULL);
            reached = db_statements(w->ctx.db) - statements >= n;
            db_fail_at(w->ctx.db, 0, ERR_NONE);
            assert_int_equal(count(w, "SELECT count(*) AS n FROM file") - before, status == 200 ? 1 : 0);
            assert_int_equal(ask(w, a, path, ends, COUNT(ends), NULL), 200);
            assert_int_equal(count(w, "SELECT count(*) AS n FROM file") - before, 1);
            arena_free(a);
        }
        rows_are_whole(w);
        arena_free(w->arena);
    }
}

static int begin(void **state)
{
    struct err e = { 0 };
    (void)state;
    log_quiet(true);
    return text_start(&e) ? 0 : 1;
}

static int end(void **state)
{
    (void)state;
    text_stop();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contents_go_when_nobody_names_them),
        cmocka_unit_test(a_content_hangs_once_on_a_row),
        cmocka_unit_test(abandoned_uploads_go),
        cmocka_unit_test(a_form_that_fails_adds_all_or_nothing),
        cmocka_unit_test(an_end_that_fails_can_be_asked_for_again),
    };
    return cmocka_run_group_tests_name("file", tests, begin, end);
}
