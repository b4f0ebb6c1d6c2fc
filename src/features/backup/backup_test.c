/* Backups of generated years: from each engine into each, the same content; whatever is damaged in an archive is found before
   anything is touched; killed at any moment a restore leaves the old or the new one. ORIENTIR_TEST_SEED repeats a run. */
#include "app/house.h"
#include "backup/archive.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "support/database.h"
#include "support/year_generator.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
    struct arena *arena;
    struct house house;
    struct err e;
    uint64_t seed;
};

static void ok_(struct world *w, bool ok, const char *what)
{
    if (!ok) {
        fail_msg("%s: %s %.*s", what, err_kind_name(w->e.kind), (int)w->e.what.len, w->e.what.at);
    }
}
#define OK(call) ok_(w, (call), #call)

static uint64_t seed_of_run(void)
{
    const char *given = getenv("ORIENTIR_TEST_SEED");
    int64_t seed = 0;
    if (!given || !num_read_int(str_c(given), &seed)) {
        random_bytes(&seed, 3);
    }
    print_message("seed %lld\n", (long long)seed);
    return (uint64_t)seed;
}

static int begin(void **state)
{
    struct arena *a = arena_new((size_t)1 << 30);
    struct world *w = NEW(a, struct world);
    w->arena = a;
    w->seed = seed_of_run();
    log_quiet(true);
    if (!text_start(&w->e) || !house_build(a, &w->house, &w->e)) {
        return 1;
    }
    *state = w;
    return 0;
}

static int end(void **state)
{
    struct world *w = *state;
    arena_free(w->arena);
    text_stop();
    return 0;
}

/* A connection in an arena of its own, so that it can be closed before the place is replaced. */
static struct ctx enter(struct world *w, struct arena *a, struct str url)
{
    struct ctx ctx;
    OK(house_enter(a, &w->house, url, DB_WRITE, &ctx, &w->e));
    return ctx;
}

static struct str made_database(struct world *w, size_t engine)
{
    struct arena *a = arena_new((size_t)256 << 20);
    struct str url = str_c(test_database_fresh(engine)), token;
    struct ctx ctx = enter(w, a, url);
    struct made_year made;
    int64_t id, wait;
    enum sign_in result;
    OK(year_generate(&ctx, &(struct year_plan){ .seed = w->seed, .year = 2030 + (int)(w->seed % 40) }, &made, &w->e));
    OK(account_add(&ctx, STR("keeper"), STR("K. \"\\ \n\t quoted"), STR("correct horse battery"), ROLE(ROLE_ADMINISTRATOR), 0,
                   &id, &w->e));
    OK(access_sign_in(&ctx, STR("keeper"), STR("correct horse battery"), STR("192.0.2.1"), &result, &token, &wait, &w->e));
    arena_free(a);
    return url;
}

static struct str content_of(struct world *w, struct str url)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct db *db;
    struct str content;
    int64_t rows;
    OK(db_open(a, url, DB_READ, &db, &w->e));
    OK(backup_content(db, w->arena, &content, &rows, &w->e));
    assert_true(rows > 100);
    arena_free(a);
    return content;
}

static struct str archive_path(struct world *w, const char *name)
{
    return str_format(w->arena, "%s/%s", test_folder(), name);
}

static struct backup_facts back_up(struct world *w, struct str url, struct str path, struct str files)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct backup_facts facts;
    struct ctx ctx;
    OK(house_enter(a, &w->house, url, DB_READ, &ctx, &w->e));
    OK(backup_write(&ctx, path, files, NULL, &facts, &w->e));
    facts.content = str_copy(w->arena, facts.content);
    arena_free(a);
    return facts;
}

static bool restore(struct world *w, struct str path, struct str url, struct str files)
{
    struct backup_target target = { url, files, w->house.migrations, w->house.n_migrations, clock_now_ms() };
    struct arena *a = arena_new((size_t)512 << 20);
    struct backup_facts facts;
    struct str aside;
    w->e = (struct err){ 0 };
    bool ok = backup_restore(a, &(struct backup_source){ .path = path }, &target, NULL, &facts, &aside, &w->e);
    w->e.what = str_copy(w->arena, w->e.what);
    arena_free(a);
    return ok;
}

static int64_t count(struct world *w, struct str url, const char *sql)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct db *db;
    struct db_table t;
    OK(db_open(a, url, DB_READ, &db, &w->e));
    OK(db_table_sql(db, a, str_c(sql), DB_NO_ARGS, &t, &w->e));
    int64_t n = t.values[0].as.i;
    arena_free(a);
    return n;
}

/* SQLite → PostgreSQL → SQLite, and from wherever to wherever: the content stays, ids go on where they were, sessions do not
 * come. */
static void content_goes_from_engine_to_engine(void **state)
{
    struct world *w = *state;
    size_t n = test_database_count();
    for (size_t from = 0; from < n; from++) {
        struct str url = made_database(w, from), path = archive_path(w, "one.zip"), content = content_of(w, url);
        int64_t audit = count(w, url, "SELECT count(*) AS n FROM audit");
        assert_true(count(w, url, "SELECT count(*) AS n FROM session") > 0);
        struct backup_facts facts = back_up(w, url, path, STR_NONE);
        assert_true(str_equal(facts.content, content));
        for (size_t hop = 0; hop < 2 * n; hop++) {
            struct str to = str_c(test_database_fresh((from + hop + 1) % n));
            OK(restore(w, path, to, STR_NONE));
            assert_true(str_equal(content_of(w, to), content));
            assert_int_equal(count(w, to, "SELECT count(*) AS n FROM session"), 0);
            path = archive_path(w, hop % 2 ? "two.zip" : "three.zip");
            back_up(w, to, path, STR_NONE);
            struct arena *a = arena_new((size_t)64 << 20);
            struct ctx ctx = enter(w, a, to);
            int64_t id;
            OK(account_add(&ctx, str_format(a, "after%zu", hop), STR("After"), STR("correct horse battery"), ROLE(ROLE_HEAD), 0,
                           &id, &w->e));
            assert_int_equal(id, count(w, to, "SELECT max(id) AS n FROM account"));
            assert_true(count(w, to, "SELECT count(*) AS n FROM audit") > audit);
            arena_free(a);
        }
    }
}

static void a_restore_replaces_what_was_there(void **state)
{
    struct world *w = *state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct str url = made_database(w, engine), path = archive_path(w, "old.zip"), content = content_of(w, url);
        back_up(w, url, path, STR_NONE);
        struct arena *a = arena_new((size_t)64 << 20);
        struct ctx ctx = enter(w, a, url);
        int64_t id;
        OK(account_add(&ctx, STR("later"), STR("L."), STR("correct horse battery"), ROLE(ROLE_HEAD), 0, &id, &w->e));
        arena_free(a);
        assert_false(str_equal(content_of(w, url), content));
        OK(restore(w, path, url, STR_NONE));
        assert_true(str_equal(content_of(w, url), content));
    }
}

static struct str bytes_of(struct world *w, struct str path)
{
    int f = open(path.at, O_RDONLY);
    struct stat stat;
    assert_true(f >= 0 && fstat(f, &stat) == 0);
    assert_int_equal(stat.st_mode & 077, 0); /* for its owner alone */
    char *at = arena_take(w->arena, (size_t)stat.st_size, 1);
    assert_int_equal(read(f, at, (size_t)stat.st_size), stat.st_size);
    close(f);
    return (struct str){ at, (size_t)stat.st_size };
}

static void put_file(const char *path, struct str bytes)
{
    int f = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(f >= 0 && write(f, bytes.at, bytes.len) == (ssize_t)bytes.len);
    close(f);
}

/* Bytes changed, cut off, doubled: never believed, and the target stays as it was. A change where zip keeps nothing that is
   read (moments, comments) may pass: then the content must be the same. */
static void damage_is_found_first(void **state)
{
    enum { DAMAGES = 200 };
    struct world *w = *state;
    struct str url = made_database(w, 0), path = archive_path(w, "sound.zip"), broken = archive_path(w, "broken.zip");
    struct backup_facts facts = back_up(w, url, path, STR_NONE), got;
    struct str bytes = bytes_of(w, path);
    struct seeded random = seeded_from(w->seed);
    int refused = 0;
    for (int i = 0; i < DAMAGES; i++) {
        struct arena *a = arena_new((size_t)512 << 20);
        char *copy = arena_take(a, bytes.len, 1);
        memcpy(copy, bytes.at, bytes.len);
        size_t len = bytes.len;
        if (seeded_chance(&random, 30)) {
            len = (size_t)seeded_range(&random, 0, (int64_t)bytes.len - 1);
        } else {
            for (int64_t k = seeded_range(&random, 1, 4); k > 0; k--) {
                copy[seeded_range(&random, 0, (int64_t)len - 1)] ^= (char)(1 << seeded_range(&random, 0, 7));
            }
        }
        w->e = (struct err){ 0 };
        if (backup_verify(a, &(struct backup_source){ .bytes = { copy, len } }, w->house.migrations, w->house.n_migrations,
                          NULL, &got, &w->e)) {
            assert_true(str_equal(got.content, facts.content) && got.rows == facts.rows);
        } else {
            assert_true(w->e.kind == ERR_INVALID || w->e.kind == ERR_NEWER);
            refused++;
        }
        arena_free(a);
    }
    print_message("%d of %d damages refused\n", refused, DAMAGES);
    assert_true(refused > DAMAGES * 3 / 4);
    put_file(broken.at, str_part(bytes, 0, bytes.len - 100));
    struct str content = content_of(w, url);
    assert_false(restore(w, broken, url, STR_NONE));
    assert_int_equal(w->e.kind, ERR_INVALID);
    assert_true(str_equal(content_of(w, url), content));
    assert_false(restore(w, archive_path(w, "none.zip"), url, STR_NONE));
    assert_int_equal(w->e.kind, ERR_NOT_FOUND);
}

/* An archive made when the program was younger: loaded into the tables of then, brought up after. */
static void an_older_schema_is_brought_up(void **state)
{
    struct world *w = *state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *a = arena_new((size_t)256 << 20);
        struct str url = str_c(test_database_fresh(engine)), path = archive_path(w, "older.zip");
        struct db *db;
        struct backup_facts facts;
        size_t n_old = 0;
        while (n_old < w->house.n_migrations && w->house.migrations[n_old].number < 300) {
            n_old++;
        }
        assert_true(n_old < w->house.n_migrations);
        OK(db_open(a, url, DB_WRITE, &db, &w->e));
        OK(db_migrate(db, w->house.migrations, n_old, &w->e));
        db_set_centre(db, 1);
        struct ctx ctx = { .arena = a, .db = db, .centre_id = 1, .now_ms = clock_now_ms(), .actor = &actor_owner };
        int64_t id;
        OK(account_add(&ctx, STR("old"), STR("O."), STR("correct horse battery"), ROLE(ROLE_ADMINISTRATOR), 0, &id, &w->e));
        OK(backup_write(&ctx, path, STR_NONE, NULL, &facts, &w->e));
        arena_free(a);
        for (size_t to = 0; to < test_database_count(); to++) {
            struct str target = str_c(test_database_fresh(to));
            OK(restore(w, path, target, STR_NONE));
            a = arena_new((size_t)64 << 20);
            OK(house_enter(a, &w->house, target, DB_READ, &ctx, &w->e));
            assert_int_equal(count(w, target, "SELECT count(*) AS n FROM account WHERE login = 'old'"), 1);
            arena_free(a);
        }
        /* And one of a newer program is refused. */
        struct arena *b = arena_new((size_t)256 << 20);
        w->e = (struct err){ 0 };
        assert_false(
            backup_verify(b, &(struct backup_source){ .path = path }, w->house.migrations, n_old - 1, NULL, &facts, &w->e));
        assert_int_equal(w->e.kind, ERR_NEWER);
        arena_free(b);
    }
}

/* SIGKILL at moments spread over the whole restore: afterwards the old content or the new one, and the next restore goes
 * through. */
static void killed_it_leaves_the_old_or_the_new(void **state)
{
    enum { KILLS = 12 };
    struct world *w = *state;
    struct seeded random = seeded_from(w->seed);
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct str url = made_database(w, engine), path = archive_path(w, "kill.zip"), fresh = content_of(w, url);
        back_up(w, url, path, STR_NONE);
        struct arena *a = arena_new((size_t)64 << 20);
        struct ctx ctx = enter(w, a, url);
        int64_t id;
        OK(account_add(&ctx, STR("later"), STR("L."), STR("correct horse battery"), ROLE(ROLE_HEAD), 0, &id, &w->e));
        arena_free(a);
        struct str old = content_of(w, url);
        int64_t began = clock_steady_us();
        OK(restore(w, path, str_c(test_database_copy(engine, url.at)), STR_NONE));
        int64_t took = clock_steady_us() - began;
        int n_new = 0;
        for (int i = 0; i < KILLS && n_new < 3; i++) {
            pid_t pid = fork();
            if (pid == 0) {
                _exit(restore(w, path, url, STR_NONE) ? 0 : 1);
            }
            usleep((useconds_t)seeded_range(&random, 0, took + took / 4));
            kill(pid, SIGKILL);
            waitpid(pid, NULL, 0);
            struct str now = content_of(w, url);
            assert_true(str_equal(now, old) || str_equal(now, fresh));
            n_new += str_equal(now, fresh);
        }
        OK(restore(w, path, url, STR_NONE));
        assert_true(str_equal(content_of(w, url), fresh));
    }
}

static void files_go_along(void **state)
{
    struct world *w = *state;
    struct str url = made_database(w, 0), path = archive_path(w, "files.zip");
    struct str from = archive_path(w, "files"), to = archive_path(w, "files-restored");
    static const char *const names[] = { "2c/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                                         "ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" };
    static const char *const contents[] = { "hello", "abc" };
    assert_int_equal(mkdir(from.at, 0700), 0);
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_int_equal(mkdir(str_format(w->arena, "%s/%.2s", from.at, names[i]).at, 0700), 0);
        put_file(str_format(w->arena, "%s/%s", from.at, names[i]).at, str_c(contents[i]));
    }
    struct backup_facts facts = back_up(w, url, path, from);
    assert_int_equal(facts.files, 2);
    assert_int_equal(facts.file_bytes, 8);
    OK(restore(w, path, str_c(test_database_fresh(0)), to));
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_true(str_is(bytes_of(w, str_format(w->arena, "%s/%s", to.at, names[i])), contents[i]));
    }
    put_file(str_format(w->arena, "%s/%s", from.at, names[0]).at, STR("hellO")); /* the disk has changed a bit */
    struct arena *a = arena_new((size_t)64 << 20);
    struct ctx ctx = enter(w, a, url);
    assert_false(backup_write(&ctx, path, from, NULL, &facts, &w->e));
    assert_int_equal(w->e.kind, ERR_BROKEN);
    arena_free(a);
}

static void rehearsed(void **state)
{
    struct world *w = *state;
    struct backup_facts facts;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct str url = made_database(w, engine), path = archive_path(w, "rehearsed.zip");
        back_up(w, url, path, STR_NONE);
        struct arena *a = arena_new((size_t)512 << 20);
        const struct backup_target target = { .db_url = str_c(test_folder()),
                                              .list = w->house.migrations,
                                              .n = w->house.n_migrations };
        OK(backup_rehearse(a, &(struct backup_source){ .path = path }, &target, NULL, &facts, &w->e));
        assert_true(str_equal(facts.content, content_of(w, url)));
        arena_free(a);
    }
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(content_goes_from_engine_to_engine),
        CASE(a_restore_replaces_what_was_there),
        CASE(damage_is_found_first),
        CASE(an_older_schema_is_brought_up),
        CASE(killed_it_leaves_the_old_or_the_new),
        CASE(files_go_along),
        CASE(rehearsed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
