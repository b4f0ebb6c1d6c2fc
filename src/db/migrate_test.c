/* Migrations on both engines: fresh, again, upgraded, failed, changed, newer; the words of both dialects; dumps. */
#include "db/migrate_in.h"
#include "db/test_in.h"

static const struct db_migration third = {
    3, "0003_more",
    "ALTER TABLE place ADD COLUMN since @day;\nCREATE INDEX place_since ON place (since);\n"
    "UPDATE place SET since = '2021-09-01';"
};

static void with(struct db_migration out[3], struct db_migration last)
{
    out[0] = test_list[0];
    out[1] = test_list[1];
    out[2] = last;
}

static void again_changes_nothing(void **state)
{
    EACH_ENGINE(h)
    {
        uint64_t before = (uint64_t)test_int(&h, "SELECT count(*) AS n FROM migration");
        assert_int_equal(before, 2);
        OK(db_migrate(h.db, test_list, COUNT(test_list), &test_err));
        OK(db_check_schema(h.db, test_list, COUNT(test_list), &test_err));
        assert_int_equal(test_int(&h, "SELECT count(*) AS n FROM migration"), 2);
    }
}

static void an_upgrade_keeps_rows(void **state)
{
    EACH_ENGINE(h)
    {
        struct db_migration list[3];
        with(list, third);
        OK(test_do(&h.ctx, "INSERT INTO place (id, name) VALUES (1, 'old')", &test_err));
        FAILS(db_check_schema(h.db, list, 3, &test_err), ERR_BROKEN);
        assert_true(str_find(test_err.hint, STR("orientir migrate"), 0) < test_err.hint.len);
        OK(db_migrate(h.db, list, 3, &test_err));
        OK(db_check_schema(h.db, list, 3, &test_err));
        assert_int_equal(test_int(&h, "SELECT count(*) AS n FROM place WHERE since = '2021-09-01'"), 1);
        if (db_engine(h.db) == DB_SQLITE) {
            struct str copy = str_format(h.arena, "%s.before-0002", h.url.at);
            assert_int_equal(access(copy.at, R_OK), 0);
        }
        /* And the program of yesterday refuses the schema of today. */
        FAILS(db_check_schema(h.db, test_list, COUNT(test_list), &test_err), ERR_NEWER);
        FAILS(db_migrate(h.db, test_list, COUNT(test_list), &test_err), ERR_NEWER);
    }
}

static void one_with_a_lower_number_comes_later(void **state)
{
    EACH_ENGINE(h)
    {
        struct db_migration list[2] = { test_list[0], third };
        struct test_house other = h;
        other.url = str_c(test_database_fresh(db_engine(h.db) == DB_POSTGRES));
        OK(db_open(h.arena, other.url, DB_WRITE, &other.db, &test_err));
        OK(db_migrate(other.db, list, 2, &test_err));
        struct db_migration all[3];
        with(all, third);
        OK(db_migrate(other.db, all, 3, &test_err));
        OK(db_migrate(h.db, all, 3, &test_err));
        struct str one, two;
        OK(db_dump(h.db, h.arena, &one, &test_err));
        OK(db_dump(other.db, h.arena, &two, &test_err));
        assert_true(str_equal(one, two));
    }
}

static void a_failed_one_leaves_nothing(void **state)
{
    EACH_ENGINE(h)
    {
        struct db_migration list[3];
        with(list, (struct db_migration){ 3, "0003_bad", "CREATE TABLE half (id @id PRIMARY KEY);\nSELEKT 1;" });
        FAILS(db_migrate(h.db, list, 3, &test_err), ERR_BROKEN);
        assert_true(str_find(test_err.what, STR("0003_bad"), 0) < test_err.what.len);
        struct err ignored = { 0 };
        struct db_table t;
        assert_false(db_table_sql(h.db, h.arena, STR("SELECT * FROM half"), DB_NO_ARGS, &t, &ignored));
        assert_int_equal(test_int(&h, "SELECT count(*) AS n FROM migration"), 2);
        with(list, third);
        OK(db_migrate(h.db, list, 3, &test_err));
    }
}

static void a_changed_one_is_noticed(void **state)
{
    EACH_ENGINE(h)
    {
        struct db_migration list[2] = { test_list[0], test_list[1] };
        list[1].sql = "CREATE TABLE photo (id @id PRIMARY KEY);";
        FAILS(db_migrate(h.db, list, 2, &test_err), ERR_BROKEN);
        assert_true(str_find(test_err.what, STR("0002_photo"), 0) < test_err.what.len);
        FAILS(db_check_schema(h.db, list, 2, &test_err), ERR_BROKEN);
    }
}

/* A table is made anew without the rows others refer to: SQLite does not look while it happens, so we look before COMMIT. */
static void broken_references_are_found(void **state)
{
    EACH_ENGINE(h)
    {
        OK(test_do(&h.ctx, "INSERT INTO place (id, name) VALUES (1, 'home')", &test_err));
        OK(test_do(&h.ctx, "INSERT INTO person (centre_id, id, name, place) VALUES (7, 1, 'A', 1)", &test_err));
        struct db_migration list[3];
        with(list, (struct db_migration){ 3, "0003_empty", "DELETE FROM place;" });
        struct err e = { 0 };
        assert_false(db_migrate(h.db, list, 3, &e));
        assert_int_equal(test_int(&h, "SELECT count(*) AS n FROM place"), 1);
        /* and they are looked at again afterwards */
        FAILS(test_do(&h.ctx, "DELETE FROM place", &test_err), ERR_INVALID);
    }
}

static void an_empty_database_is_older(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *a = arena_new(1 << 20);
        struct db *db = NULL;
        OK(db_open(a, str_c(test_database_fresh(engine)), DB_WRITE, &db, &test_err));
        FAILS(db_check_schema(db, test_list, COUNT(test_list), &test_err), ERR_BROKEN);
        arena_free(a);
    }
}

static void two_programs_migrate_at_once(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct str url = str_c(test_database_fresh(engine));
        pid_t children[3];
        for (size_t i = 0; i < COUNT(children); i++) {
            fflush(NULL);
            children[i] = fork();
            if (children[i] == 0) {
                struct arena *a = arena_new(64u << 20);
                struct db *db = NULL;
                struct err e = { 0 };
                bool ok = db_open(a, url, DB_WRITE, &db, &e) && db_migrate(db, test_list, COUNT(test_list), &e);
                if (!ok) {
                    printf("child: %.*s\n", (int)e.what.len, e.what.at);
                    fflush(stdout);
                }
                _exit(ok ? 0 : 1);
            }
        }
        for (size_t i = 0; i < COUNT(children); i++) {
            int status = 0;
            assert_int_equal(waitpid(children[i], &status, 0), children[i]);
            assert_int_equal(status, 0);
        }
    }
}

static void words_of_both_engines(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct str rest =
        STR("-- a comment; with a semicolon\n@register thing\nCREATE TABLE thing (\n  id @id, d @day NOT NULL, -- why\n"
            "  t @text DEFAULT '@id;' -- more\n) WITHOUT ROWID;\n\n-- sqlite:\nCREATE TRIGGER x AFTER INSERT ON thing "
            "BEGIN SELECT 1; SELECT end_of FROM y; END;\n-- postgres:\nSELECT 2;\n-- the end\n");
    struct str statement;
    assert_true(migrate_next(&rest, &statement));
    assert_string_equal(
        migrate_expand(a, statement, DB_SQLITE).at,
        "INSERT INTO id_counter (name, next) VALUES ('thing', 1);\nCREATE TABLE thing (\n  id INTEGER, d TEXT CHECK "
        "(d IS date(d, '+0 days')) NOT NULL, \n  t TEXT DEFAULT '@id;' \n) WITHOUT ROWID, STRICT");
    struct str postgres = migrate_expand(a, statement, DB_POSTGRES);
    assert_true(
        str_starts(postgres, STR("CREATE SEQUENCE thing_id_seq AS bigint;\nCREATE TABLE thing (\n  id bigint, d text")));
    assert_true(str_ends(postgres, STR("t text COLLATE \"C\" DEFAULT '@id;' \n)")));
    assert_true(migrate_next(&rest, &statement));
    assert_true(str_ends(migrate_expand(a, statement, DB_SQLITE), STR("END")));
    assert_int_equal(migrate_expand(a, statement, DB_POSTGRES).len, 0);
    assert_true(migrate_next(&rest, &statement));
    assert_int_equal(migrate_expand(a, statement, DB_SQLITE).len, 0);
    assert_string_equal(migrate_expand(a, statement, DB_POSTGRES).at, "SELECT 2");
    assert_false(migrate_next(&rest, &statement));
    arena_free(a);
}

static void dumps_are_equal(void **state)
{
    struct str dumps[2] = { STR_NONE, STR_NONE };
    struct arena *a = arena_new(8u << 20);
    EACH_ENGINE(h)
    {
        static const char *const rows[] = {
            "INSERT INTO place (id, name) VALUES (2, 'Ёлка \"и\" ''кавычки''')",
            "INSERT INTO place (id, name) VALUES (1, '')",
            "INSERT INTO person (centre_id, id, name, born, height, place) VALUES (7, 10, 'Б', '2008-02-29', 1.1, 2)",
            "INSERT INTO person (centre_id, id, name, height, note) VALUES (7, 9, 'А', 170, NULL)",
            "INSERT INTO person (centre_id, id, name, height, seen) VALUES (3, 11, 'a', 0.30000000000000004, 1637000000000)",
        };
        for (size_t i = 0; i < COUNT(rows); i++) {
            OK(test_do(&h.ctx, rows[i], &test_err));
        }
        struct db_value bytes = { .kind = DB_BLOB, .as.s = { "\0\x1f", 2 } };
        OK(db_do_sql(h.db, h.arena, STR("INSERT INTO photo (id, bytes) VALUES (1, ?1)"), DB_ARGS(bytes), NULL, &test_err));
        struct str lines;
        OK(db_dump(h.db, a, &lines, &test_err));
        dumps[db_engine(h.db)] = lines;
    }
    static const char wanted[] =
        "{\"person\":{\"born\":null,\"centre_id\":3,\"height\":0.30000000000000004,\"id\":11,\"name\":\"a\","
        "\"note\":\"none; really\",\"place\":null,\"seen\":1637000000000}}\n"
        "{\"person\":{\"born\":null,\"centre_id\":7,\"height\":170,\"id\":9,\"name\":\"А\",\"note\":null,\"place\":null,"
        "\"seen\":null}}\n"
        "{\"person\":{\"born\":\"2008-02-29\",\"centre_id\":7,\"height\":1.1,\"id\":10,\"name\":\"Б\",\"note\":\"none; "
        "really\","
        "\"place\":2,\"seen\":null}}\n"
        "{\"photo\":{\"bytes\":{\"hex\":\"001f\"},\"id\":1}}\n"
        "{\"place\":{\"id\":1,\"name\":\"\"}}\n"
        "{\"place\":{\"id\":2,\"name\":\"Ёлка \\\"и\\\" 'кавычки'\"}}\n";
    for (size_t i = 0; i < test_database_count(); i++) {
        assert_string_equal(str_cstr(a, dumps[i]), wanted);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(again_changes_nothing),
        cmocka_unit_test(an_upgrade_keeps_rows),
        cmocka_unit_test(one_with_a_lower_number_comes_later),
        cmocka_unit_test(a_failed_one_leaves_nothing),
        cmocka_unit_test(a_changed_one_is_noticed),
        cmocka_unit_test(broken_references_are_found),
        cmocka_unit_test(an_empty_database_is_older),
        cmocka_unit_test(two_programs_migrate_at_once),
        cmocka_unit_test(words_of_both_engines),
        cmocka_unit_test(dumps_are_equal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
