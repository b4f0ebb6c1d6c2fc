/* Values in and out on both engines: every kind, the unknown ones, what does not fit its shape, generated statements. */
#include "db/test_in.h"

struct person {
    int64_t id;
    struct str name, note;
    struct day born;
    struct maybe_real height;
    struct maybe_int place;
};
static const struct db_column person_columns[] = {
    { "id", DB_INT, offsetof(struct person, id) },
    { "name", DB_TEXT, offsetof(struct person, name) },
    { "note", DB_TEXT, offsetof(struct person, note) },
    { "born", DB_DAY, offsetof(struct person, born) },
    { "height", DB_MAYBE_REAL, offsetof(struct person, height) },
    { "place", DB_MAYBE_INT, offsetof(struct person, place) },
};
static const struct db_shape person_shape = DB_SHAPE(struct person, person_columns);
static const struct db_query person_add = {
    "person_add",
    "INSERT INTO person (centre_id, id, name, born, height, note, place) VALUES (?7, ?1, ?2, ?3, ?4, ?5, ?6)",
    "INSERT INTO person (centre_id, id, name, born, height, note, place) VALUES ($7, $1, $2, $3, $4, $5, $6)",
    6,
    true,
    true
};
static const struct db_query person_all = {
    "person_all",
    "SELECT name, id, born, height, note, place FROM person WHERE centre_id = ?1 ORDER BY id",
    "SELECT name, id, born, height, note, place FROM person WHERE centre_id = $1 ORDER BY id",
    0,
    true,
    false
};
static const struct db_query person_one = { "person_one",
                                            "SELECT * FROM person WHERE centre_id = ?2 AND id = ?1",
                                            "SELECT * FROM person WHERE centre_id = $2 AND id = $1",
                                            1,
                                            true,
                                            false };

static void values_come_back(void **state)
{
    EACH_ENGINE(h)
    {
        struct day born = day_of(2008, 2, 29);
        int64_t changed = 0;
        OK(db_do(h.db, &person_add, DB_ARGS(1, STR("Ёлкина 'Зоя'"), db_from_day(h.arena, born), 1.1, STR("a?1:centre"), NO_INT),
                 &changed, &test_err));
        assert_int_equal(changed, 1);
        OK(db_do(h.db, &person_add,
                 DB_ARGS(9007199254740991, STR("Юй"), db_from_day(h.arena, NO_DAY), DB_NOTHING, db_from_text_or_null(STR_NONE),
                         NO_INT),
                 NULL, &test_err));
        struct person *rows;
        size_t n;
        OK(db_rows(h.db, h.arena, &person_all, DB_NO_ARGS, &person_shape, &rows, &n, &test_err));
        assert_int_equal(n, 2);
        assert_true(str_is(rows[0].name, "Ёлкина 'Зоя'") && str_is(rows[0].note, "a?1:centre"));
        assert_true(rows[0].born.known && rows[0].born.n == born.n);
        assert_true(rows[0].height.known && rows[0].height.is == 1.1);
        assert_false(rows[0].place.known);
        assert_int_equal(rows[1].id, 9007199254740991);
        assert_true(!rows[1].born.known && !rows[1].height.known && rows[1].note.len == 0);
        struct person one;
        OK(db_one(h.db, h.arena, &person_one, DB_ARGS(1), &person_shape, &one, &test_err));
        assert_true(str_is(one.name, "Ёлкина 'Зоя'"));
        FAILS(db_one(h.db, h.arena, &person_one, DB_ARGS(2), &person_shape, &one, &test_err), ERR_NOT_FOUND);
        db_set_centre(h.db, 8);
        FAILS(db_one(h.db, h.arena, &person_one, DB_ARGS(1), &person_shape, &one, &test_err), ERR_NOT_FOUND);
    }
}

struct walk {
    int64_t ids, n, stop_after;
    bool known_stays; /* something known in one row stood in the next */
};

static bool walk_row(void *with, const void *row, struct err *e)
{
    struct walk *walk = with;
    const struct person *p = row;
    walk->ids += p->id;
    walk->known_stays |= p->id > 1 && (p->height.known || p->place.known || p->born.known || p->note.len > 0);
    return ++walk->n != walk->stop_after || err_set(e, ERR_TOO_BIG, "walk_row", STR("enough"));
}

static void rows_one_by_one(void **state)
{
    EACH_ENGINE(h)
    {
        struct walk walk = { 0 }, short_walk = { .stop_after = 2 };
        OK(db_do(h.db, &person_add, DB_ARGS(1, STR("One"), db_from_day(h.arena, day_of(2008, 2, 29)), 1.1, STR("note"), NO_INT),
                 NULL, &test_err));
        for (int i = 2; i <= 4; i++) {
            OK(db_do(h.db, &person_add,
                     DB_ARGS(i, str_format(h.arena, "More %d", i), DB_NOTHING, DB_NOTHING, DB_NOTHING, NO_INT), NULL,
                     &test_err));
        }
        OK(db_each(h.db, &person_all, DB_NO_ARGS, &person_shape, walk_row, &walk, &test_err));
        assert_true(walk.n == 4 && walk.ids == 10 && !walk.known_stays);
        FAILS(db_each(h.db, &person_all, DB_NO_ARGS, &person_shape, walk_row, &short_walk, &test_err), ERR_TOO_BIG);
        assert_int_equal(short_walk.n, 2);
        OK(db_each(h.db, &person_all, DB_NO_ARGS, &person_shape, walk_row, &walk, &test_err)); /* the statement is free again */
        assert_int_equal(walk.n, 8);
    }
}

static void bytes_come_back(void **state)
{
    EACH_ENGINE(h)
    {
        struct db_value bytes = { .kind = DB_BLOB, .as.s = { "\0\xff\\x'", 5 } };
        OK(db_do_sql(h.db, h.arena, STR("INSERT INTO photo (id, bytes) VALUES (1, ?1)"), DB_ARGS(bytes), NULL, &test_err));
        struct db_table t;
        OK(db_table_sql(h.db, h.arena, STR("SELECT bytes, id FROM photo"), DB_NO_ARGS, &t, &test_err));
        assert_true(t.n_columns == 2 && t.n_rows == 1 && str_is(t.names[0], "bytes"));
        assert_int_equal(t.values[0].kind, DB_BLOB);
        assert_true(str_equal(t.values[0].as.s, bytes.as.s));
    }
}

static void kinds_of_expressions(void **state)
{
    EACH_ENGINE(h)
    {
        struct db_table t;
        OK(db_table_sql(h.db, h.arena,
                        STR("SELECT count(*) AS n, CAST(sum(x) AS bigint) AS s, 0.1 + 0.2 AS r, NULL AS none, 'x' AS t, "
                            "avg(x) AS mean FROM (SELECT 1 AS x UNION ALL SELECT 2) AS two"),
                        DB_NO_ARGS, &t, &test_err));
        assert_true(t.values[0].kind == DB_INT && t.values[0].as.i == 2);
        assert_true(t.values[1].kind == DB_INT && t.values[1].as.i == 3);
        assert_int_equal(t.values[2].kind, DB_REAL);
        assert_int_equal(t.values[3].kind, DB_NULL);
        assert_int_equal(t.values[4].kind, DB_TEXT);
        assert_true(t.values[5].kind == DB_REAL && t.values[5].as.r == 1.5);
    }
}

struct number {
    int64_t n;
};
static const struct db_column number_columns[] = { { "n", DB_INT, offsetof(struct number, n) } };
static const struct db_shape number_shape = DB_SHAPE(struct number, number_columns);

static void read_number(void *arg)
{
    const struct db_query *q = arg;
    /* Its own connection: libpq and SQLite must not be carried over a fork. */
    struct test_house h = test_enter(getenv("TEST_ENGINE")[0] == '1');
    db_set_centre(h.db, 0);
    struct number *rows;
    size_t n;
    (void)!db_rows(h.db, h.arena, q, DB_NO_ARGS, &number_shape, &rows, &n, &test_err);
}

static void misfits_stop_the_program(void **state)
{
    static const struct db_query bad[] = {
        { "null_into_int", "SELECT NULL AS n", "SELECT CAST(NULL AS bigint) AS n", 0, false, false },
        { "text_into_int", "SELECT '1' AS n", "SELECT '1' AS n", 0, false, false },
        { "real_into_int", "SELECT 1.5 AS n", "SELECT 1.5 AS n", 0, false, false },
        { "column_missing", "SELECT 1 AS m", "SELECT 1 AS m", 0, false, false },
        { "centre_not_set", "SELECT ?1 AS n", "SELECT CAST($1 AS bigint) AS n", 0, true, false },
    };
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        setenv("TEST_ENGINE", engine ? "1" : "0", 1);
        for (size_t i = 0; i < COUNT(bad); i++) {
            struct db_query q = bad[i];
            test_stops(read_number, &q, q.has_centre ? "centre == 0" : q.name);
        }
    }
}

static void generated_statements(void **state)
{
    EACH_ENGINE(h)
    {
        for (int i = 1; i <= 200; i++) { /* more than the cache holds */
            struct str sql = str_format(h.arena, "SELECT ?1 + %d AS n, '?2 :centre' AS t, :centre AS c WHERE :centre = 7", i);
            struct db_table t;
            OK(db_table_sql(h.db, h.arena, sql, DB_ARGS(i), &t, &test_err));
            assert_int_equal(t.values[0].as.i, 2 * i);
            assert_true(str_is(t.values[1].as.s, "?2 :centre"));
            assert_true(t.values[2].kind == DB_INT && t.values[2].as.i == 7);
        }
        struct db_table t;
        FAILS(db_table_sql(h.db, h.arena, STR("SELEKT"), DB_NO_ARGS, &t, &test_err), ERR_BROKEN);
        assert_int_equal(test_int(&h, "SELECT 5 AS n"), 5);
    }
}

static void order_for_people(void **state)
{
    EACH_ENGINE(h)
    {
        struct db_table t;
        OK(db_table_sql(h.db, h.arena,
                        STR("SELECT w FROM (SELECT 'Ёлка' AS w UNION ALL SELECT 'Егор' UNION ALL SELECT 'ель' UNION ALL "
                            "SELECT 'Яна' UNION ALL SELECT 'Абрам' UNION ALL SELECT 'ёж' UNION ALL SELECT 'Еж' UNION ALL "
                            "SELECT 'Школа № 10' UNION ALL SELECT 'Школа № 2' UNION ALL SELECT 'Школа № 2а') AS words "
                            "ORDER BY w COLLATE ru"),
                        DB_NO_ARGS, &t, &test_err));
        static const char *const wanted[] = { "Абрам", "Егор",      "Еж",         "ёж",         "Ёлка",
                                              "ель",   "Школа № 2", "Школа № 2а", "Школа № 10", "Яна" };
        assert_int_equal(t.n_rows, COUNT(wanted));
        for (size_t i = 0; i < t.n_rows; i++) {
            assert_string_equal(t.values[i].as.s.at, wanted[i]);
        }
    }
}

static void too_big_is_said(void **state)
{
    EACH_ENGINE(h)
    {
        struct arena *small = arena_new(4096);
        struct db_table t;
        FAILS(
            db_table_sql(h.db, small,
                         STR("WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000) SELECT n FROM c"),
                         DB_NO_ARGS, &t, &test_err),
            ERR_TOO_BIG);
        arena_free(small);
    }
}

static void input_that_cannot_be_stored(void **state)
{
    EACH_ENGINE(h)
    {
        static const char *const bad[] = {
            "INSERT INTO person (centre_id, id, name) VALUES (7, 1, '')",
            "INSERT INTO person (centre_id, id, name) VALUES (7, 1, NULL)",
            "INSERT INTO person (centre_id, id, name, born) VALUES (7, 1, 'A', '2021-02-30')",
            "INSERT INTO person (centre_id, id, name, born) VALUES (7, 1, 'A', 'yesterday')",
            "INSERT INTO person (centre_id, id, name, born) VALUES (7, 1, 'A', '2021-2-3')",
            "INSERT INTO person (centre_id, id, name, place) VALUES (7, 1, 'A', 99)",
            "INSERT INTO person (centre_id, id, name) VALUES (7, 2, 'Twin')",
            "INSERT INTO person (centre_id, id, name, height) VALUES (7, 3, 'A', 'tall')",
        };
        OK(test_do(&h.ctx, "INSERT INTO person (centre_id, id, name) VALUES (7, 5, 'Twin')", &test_err));
        for (size_t i = 0; i < COUNT(bad); i++) {
            FAILS(test_do(&h.ctx, bad[i], &test_err), ERR_INVALID);
        }
        struct str zero = { "a\0b", 3 };
        FAILS(db_do(h.db, &person_add, DB_ARGS(8, zero, DB_NOTHING, DB_NOTHING, DB_NOTHING, DB_NOTHING), NULL, &test_err),
              ERR_INVALID);
        assert_int_equal(test_int(&h, "SELECT count(*) AS n FROM person"), 1);
    }
}

static void readers_cannot_write(void **state)
{
    EACH_ENGINE(h)
    {
        struct ctx ctx = h.ctx;
        ctx.db = test_open(&h, DB_READ);
        FAILS(test_do(&ctx, "INSERT INTO place (id, name) VALUES (1, 'x')", &test_err), ERR_FORBIDDEN);
        FAILS(test_do(&ctx, "CREATE TABLE mine (id bigint)", &test_err), ERR_FORBIDDEN);
        if (db_engine(h.db) == DB_SQLITE) {
            (void)!test_do(&ctx, "PRAGMA query_only = OFF", &test_err);
            FAILS(test_do(&ctx, "DELETE FROM place", &test_err), ERR_FORBIDDEN);
        }
        int64_t id;
        FAILS(db_new_id(ctx.db, STR("person"), &id, &test_err), ERR_FORBIDDEN);
    }
}

static void prepares_all_or_names_the_bad_one(void **state)
{
    EACH_ENGINE(h)
    {
        const struct db_query *good[] = { &person_add, &person_all, &person_one };
        OK(db_prepare_all(h.db, good, COUNT(good), &test_err));
        static const struct db_query wrong = { "wrong", "SELECT nothing FROM person", "SELECT nothing FROM person", 0 };
        const struct db_query *bad[] = { &person_add, &wrong };
        FAILS(db_prepare_all(h.db, bad, COUNT(bad), &test_err), ERR_BROKEN);
        assert_true(str_find(test_err.what, STR("wrong"), 0) < test_err.what.len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back),
        cmocka_unit_test(rows_one_by_one),
        cmocka_unit_test(bytes_come_back),
        cmocka_unit_test(kinds_of_expressions),
        cmocka_unit_test(misfits_stop_the_program),
        cmocka_unit_test(generated_statements),
        cmocka_unit_test(order_for_people),
        cmocka_unit_test(too_big_is_said),
        cmocka_unit_test(input_that_cannot_be_stored),
        cmocka_unit_test(readers_cannot_write),
        cmocka_unit_test(prepares_all_or_names_the_bad_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
