/* The world fails: locked, full, gone, stopped, replaced. Each is told by its kind, nothing is half-saved, and when the world
   is mended the same connection works on. */
#include "base/clock.h"
#include "db/test_in.h"

static bool add(struct ctx *ctx, void *arg, struct err *e)
{
    int64_t id = *(int64_t *)arg;
    return db_do_sql(ctx->db, ctx->arena, STR("INSERT INTO place (id, name) VALUES (?1, 'place')"), DB_ARGS(id), NULL, e);
}

static bool write_place(struct test_house *h, int64_t id, struct err *e)
{
    return db_write(&h->ctx, (struct db_lock){ "place", 1 }, add, &id, e);
}

static bool read_places(struct db *db, int64_t *ret_n, struct err *e)
{
    struct arena *a = arena_new(1 << 20);
    struct db_table t;
    bool ok = db_table_sql(db, a, STR("SELECT count(*) AS n FROM place"), DB_NO_ARGS, &t, e);
    if (ok) {
        *ret_n = t.values[0].as.i;
    }
    arena_free(a);
    return ok;
}

/* Another process holds the writer's place (SQLite) or the same lock (PostgreSQL) until its pipe is closed. */
struct holder {
    pid_t pid;
    int release;
};

static bool hold(struct ctx *ctx, void *arg, struct err *e)
{
    const int *ends = arg;
    char byte = 'x';
    return write(ends[1], &byte, 1) == 1 && read(ends[0], &byte, 1) == 0;
}

static struct holder hold_elsewhere(struct str url)
{
    int held[2], release[2];
    assert_int_equal(pipe(held), 0);
    assert_int_equal(pipe(release), 0);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        close(release[1]);
        struct arena *a = arena_new(1 << 20);
        struct db *db = NULL;
        struct err e = { 0 };
        int ends[2] = { release[0], held[1] };
        bool ok = db_open(a, url, DB_WRITE, &db, &e);
        struct ctx ctx = { .arena = a, .db = db };
        if (ok) {
            db_set_centre(db, 7);
            ok = db_write(&ctx, (struct db_lock){ "place", 1 }, hold, ends, &e);
        }
        arena_free(a);
        _exit(ok ? 0 : 1);
    }
    char byte;
    close(held[1]);
    close(release[0]);
    assert_int_equal(read(held[0], &byte, 1), 1);
    close(held[0]);
    return (struct holder){ pid, release[1] };
}

static void let_go(struct holder holder)
{
    int status = 0;
    close(holder.release);
    assert_int_equal(waitpid(holder.pid, &status, 0), holder.pid);
    assert_int_equal(status, 0);
}

static void locked_by_another_process(void **state)
{
    EACH_ENGINE(h)
    {
        struct holder holder = hold_elsewhere(h.url);
        OK(test_do(&h.ctx, db_engine(h.db) == DB_SQLITE ? "PRAGMA busy_timeout = 50" : "SET lock_timeout = '50ms'", &test_err));
        int64_t n = -1;
        FAILS(write_place(&h, 1, &test_err), ERR_BUSY);
        OK(read_places(h.db, &n, &test_err)); /* readers do not wait for writers */
        assert_int_equal(n, 0);
        let_go(holder);
        OK(write_place(&h, 1, &test_err));
    }
}

static bool add_many(struct ctx *ctx, void *arg, struct err *e)
{
    struct str sql =
        STR("INSERT INTO place (id, name) WITH RECURSIVE c (n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM c WHERE n < "
            "5000) SELECT n, 'a name of some length, so that pages fill up' FROM c");
    return db_do_sql(ctx->db, ctx->arena, sql, DB_NO_ARGS, NULL, e);
}

static void a_full_disk(void **state)
{
    struct test_house h = test_enter(0);
    int64_t pages = test_int(&h, "PRAGMA page_count");
    struct str cap = str_format(h.arena, "PRAGMA max_page_count = %d", (int)pages + 4);
    OK(write_place(&h, 1, &test_err));
    OK(test_do(&h.ctx, cap.at, &test_err));
    FAILS(db_write(&h.ctx, DB_NO_LOCK, add_many, NULL, &test_err), ERR_FULL);
    assert_int_equal(test_int(&h, "SELECT count(*) AS n FROM place"), 1);
    OK(write_place(&h, 2, &test_err));
    /* In a group: either what succeeded before is kept, or the commit says that nothing is. Never a silent loss. */
    OK(db_group_begin(h.db, &test_err));
    OK(write_place(&h, 3, &test_err));
    FAILS(db_write(&h.ctx, DB_NO_LOCK, add_many, NULL, &test_err), ERR_FULL);
    struct err e = { 0 };
    bool fourth = write_place(&h, 4, &e), kept = db_group_commit(h.db, &e);
    assert_int_equal(test_int(&h, "SELECT count(*) AS n FROM place"), kept ? 3 + fourth : 2);
    OK(test_do(&h.ctx, "PRAGMA max_page_count = 100000", &test_err));
    OK(db_write(&h.ctx, DB_NO_LOCK, add_many, NULL, &test_err));
    test_leave(&h);
}

static void rename_or_fail(const char *from, const char *to)
{
    assert_int_equal(rename(from, to), 0);
}

static void a_file_taken_away_and_back(void **state)
{
    struct test_house h = test_enter(0);
    struct str aside = str_format(h.arena, "%s.aside", h.url.at);
    OK(write_place(&h, 1, &test_err));
    rename_or_fail(h.url.at, aside.at);
    FAILS(write_place(&h, 2, &test_err), ERR_GONE);
    FAILS(db_group_begin(h.db, &test_err), ERR_GONE);
    rename_or_fail(aside.at, h.url.at);
    OK(write_place(&h, 3, &test_err));
    assert_int_equal(test_int(&h, "SELECT count(*) AS n FROM place"), 2);
    test_leave(&h);
}

/* As `orientir restore` does it: another database lies under the name; nobody may go on with the old one. */
static void a_file_replaced_by_another(void **state)
{
    struct test_house old = test_enter(0), fresh = test_enter(0);
    struct db *reader = test_open(&old, DB_READ);
    int64_t n = -1;
    OK(write_place(&old, 1, &test_err));
    OK(read_places(reader, &n, &test_err));
    assert_int_equal(n, 1);
    for (int64_t id = 1; id <= 5; id++) {
        OK(write_place(&fresh, id, &test_err));
    }
    struct str file = old.url;
    OK(test_do(&fresh.ctx, "PRAGMA wal_checkpoint(TRUNCATE)", &test_err));
    rename_or_fail(fresh.url.at, file.at);
    unlink(str_format(old.arena, "%s-wal", file.at).at);
    unlink(str_format(old.arena, "%s-shm", file.at).at);
    OK(write_place(&old, 6, &test_err));
    assert_int_equal(test_int(&old, "SELECT count(*) AS n FROM place"), 6);
    usleep(1100 * 1000); /* readers look once a second */
    OK(read_places(reader, &n, &test_err));
    assert_int_equal(n, 6);
    test_leave(&fresh);
    test_leave(&old);
}

static void paths_that_lead_nowhere(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct db *db = NULL;
    FAILS(db_open(a, STR("/no/such/folder/x.db"), DB_WRITE, &db, &test_err), ERR_GONE);
    assert_true(test_err.hint.len > 0);
    FAILS(db_open(a, str_format(a, "%s/none.db", test_folder()), DB_READ, &db, &test_err), ERR_GONE);
    FAILS(db_open(a, str_c(test_folder()), DB_WRITE, &db, &test_err), ERR_GONE);
    struct str text = str_format(a, "%s/text.db", test_folder());
    FILE *f = fopen(text.at, "w");
    assert_non_null(f);
    for (int i = 0; i < 200; i++) {
        fputs("This is no database at all.\n", f);
    }
    fclose(f);
    FAILS(db_open(a, text, DB_WRITE, &db, &test_err), ERR_BROKEN);
    FAILS(db_open(a, text, DB_READ, &db, &test_err), ERR_BROKEN);
    FAILS(db_open(a, STR("postgresql://app@%2Fno%2Fsuch%2Fsocket/x"), DB_READ, &db, &test_err), ERR_GONE);
    assert_null(db);
    arena_free(a);
}

static void a_new_file_is_private(void **state)
{
    struct test_house h = test_enter(0);
    OK(write_place(&h, 1, &test_err));
    struct str listing = str_format(h.arena, "test -z \"$(find %s* -perm /077)\"", h.url.at);
    assert_int_equal(system(listing.at), 0);
    test_leave(&h);
}

static void end_session(struct test_house *h, struct db *of)
{
    struct db *killer = test_open(h, DB_WRITE);
    struct db_table t;
    OK(db_table_sql(of, h->arena, STR("SELECT pg_backend_pid() AS pid"), DB_NO_ARGS, &t, &test_err));
    struct db_args pid = DB_ARGS(t.values[0]);
    OK(db_table_sql(killer, h->arena, STR("SELECT pg_terminate_backend(CAST(?1 AS integer), 2000) AS done"), pid, &t,
                    &test_err));
}

struct interrupted {
    struct test_house *house;
    int runs, ends;
};

static bool add_interrupted(struct ctx *ctx, void *arg, struct err *e)
{
    struct interrupted *i = arg;
    int64_t id = 20;
    i->runs++;
    if (!add(ctx, &id, e)) {
        return false;
    }
    if (i->runs <= i->ends) {
        end_session(i->house, ctx->db);
    }
    id = 21;
    return add(ctx, &id, e);
}

static void a_lost_connection(void **state)
{
    if (test_database_count() < 2) {
        return;
    }
    struct test_house h = test_enter(1);
    struct db *reader = test_open(&h, DB_READ);
    int64_t n = -1;
    OK(read_places(reader, &n, &test_err));
    end_session(&h, reader);
    OK(read_places(reader, &n, &test_err));
    struct ctx ctx = h.ctx;
    ctx.db = reader;
    FAILS(test_do(&ctx, "DELETE FROM place", &test_err), ERR_FORBIDDEN); /* the new session only reads, too */
    end_session(&h, h.db);
    OK(write_place(&h, 1, &test_err));
    struct interrupted i = { &h, 0, 2 };
    OK(db_write(&h.ctx, DB_NO_LOCK, add_interrupted, &i, &test_err));
    assert_int_equal(i.runs, 3);
    OK(read_places(reader, &n, &test_err));
    assert_int_equal(n, 3);
    test_leave(&h);
}

static void run(const char *what, const char *folder)
{
    char line[300];
    snprintf(line, sizeof line, "tests/support/postgres %s %s >%s.url 2>/dev/null", what, folder, folder);
    assert_int_equal(system(line), 0);
}

/* A server of our own, because the others' tests need theirs. */
static void a_server_stopped_and_back(void **state)
{
    if (test_database_count() < 2) {
        return;
    }
    char folder[100], url[300] = "";
    snprintf(folder, sizeof folder, "/tmp/orientir-pause-%ld", (long)getpid());
    run("start", folder);
    char file[120];
    snprintf(file, sizeof file, "%s.url", folder);
    FILE *f = fopen(file, "r");
    assert_true(f && fgets(url, sizeof url, f));
    fclose(f);
    struct test_house h = { .arena = arena_new(64u << 20), .url = str_trim(str_c(url)) };
    OK(db_open(h.arena, h.url, DB_WRITE, &h.db, &test_err));
    OK(db_migrate(h.db, test_list, COUNT(test_list), &test_err));
    h.ctx = (struct ctx){ .arena = h.arena, .db = h.db };
    OK(write_place(&h, 1, &test_err));
    run("pause", folder);
    int64_t n = -1;
    FAILS(write_place(&h, 2, &test_err), ERR_GONE);
    FAILS(read_places(h.db, &n, &test_err), ERR_GONE);
    run("resume", folder);
    OK(read_places(h.db, &n, &test_err));
    assert_int_equal(n, 1);
    OK(write_place(&h, 3, &test_err));
    test_leave(&h);
    run("stop", folder);
    unlink(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locked_by_another_process),  cmocka_unit_test(a_full_disk),
        cmocka_unit_test(a_file_taken_away_and_back), cmocka_unit_test(a_file_replaced_by_another),
        cmocka_unit_test(paths_that_lead_nowhere),    cmocka_unit_test(a_new_file_is_private),
        cmocka_unit_test(a_lost_connection),          cmocka_unit_test(a_server_stopped_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
