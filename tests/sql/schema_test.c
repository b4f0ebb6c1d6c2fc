/* The schema of the whole program on both engines: every statement prepares against it; made at once it is the same as made
   step by step; tables of a centre's data keep the rule of their key, and no statement over them forgets the centre. */
#include "sql.h"

static void every_statement_prepares(void **state)
{
    struct arena *a = arena_new(64u << 20);
    struct house house;
    OK(house_build(a, &house, &e));
    assert_true(house.n_queries > 50);
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct db *db = sql_open(a, engine, &house, house.n_migrations);
        size_t failed = 0;
        for (size_t i = 0; i < house.n_queries; i++) {
            struct err e = { 0 };
            if (!db_prepare_all(db, &house.queries[i], 1, &e)) {
                print_error("%s: %.*s\n", engine ? "postgres" : "sqlite", (int)e.what.len, e.what.at);
                failed++;
            }
        }
        assert_int_equal(failed, 0);
    }
    arena_free(a);
}

/* Everything an engine knows about the schema, one line a thing. */
static const char *const schema_of[] = {
    "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') AS line FROM sqlite_schema ORDER BY 1",
    "SELECT line FROM ("
    "SELECT concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default, collation_name) AS line"
    " FROM information_schema.columns WHERE table_schema = current_schema()"
    " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()"
    " UNION ALL SELECT concat_ws(' ', 'constraint', CAST(conrelid AS regclass), conname, pg_get_constraintdef(oid))"
    " FROM pg_constraint WHERE connamespace = CAST(current_schema() AS regnamespace)"
    " UNION ALL SELECT concat_ws(' ', 'sequence', sequence_name) FROM information_schema.sequences) AS things ORDER BY 1",
};

static void step_by_step_is_the_same_as_at_once(void **state)
{
    struct arena *a = arena_new(256u << 20);
    struct house house;
    OK(house_build(a, &house, &e));
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct db *fresh = sql_open(a, engine, &house, house.n_migrations);
        struct db *stepped = sql_open(a, engine, &house, 1);
        for (size_t n = 2; n <= house.n_migrations; n++) {
            OK(db_migrate(stepped, house.migrations, n, &e));
        }
        OK(db_migrate(fresh, house.migrations, house.n_migrations, &e));
        struct db_table one = sql_table(fresh, a, schema_of[engine]), two = sql_table(stepped, a, schema_of[engine]);
        assert_int_equal(one.n_rows, two.n_rows);
        assert_true(one.n_rows > 50);
        for (size_t i = 0; i < one.n_rows; i++) {
            assert_string_equal(sql_cell(&one, i, 0).at, sql_cell(&two, i, 0).at);
        }
        struct str lines[2];
        OK(db_dump(fresh, a, &lines[0], &e));
        OK(db_dump(stepped, a, &lines[1], &e));
        assert_true(str_equal(lines[0], lines[1]));
    }
    arena_free(a);
}

/* A database made before numbers were ordered by their worth, which only PostgreSQL can have kept: migrated, it orders them so.
 */
static void numbers_are_ordered_in_an_old_database(void **state)
{
    struct arena *a = arena_new(256u << 20);
    struct house house;
    OK(house_build(a, &house, &e));
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct db *db = sql_open(a, engine, &house, 1);
        if (db_engine(db) == DB_POSTGRES) {
            OK(db_do_sql(db, a, STR("DROP COLLATION ru"), DB_NO_ARGS, NULL, &e));
            OK(db_do_sql(db, a, STR("CREATE COLLATION ru (provider = icu, locale = 'ru')"), DB_NO_ARGS, NULL, &e));
        }
        OK(db_migrate(db, house.migrations, house.n_migrations, &e));
        struct db_table t = sql_table(db, a,
                                      "SELECT w FROM (SELECT 'Школа № 10' AS w UNION ALL SELECT 'Школа № 2') AS words "
                                      "ORDER BY w COLLATE ru");
        assert_string_equal(sql_cell(&t, 0, 0).at, "Школа № 2");
    }
    arena_free(a);
}

/* Rows of one folder do not exist in one engine only: tables, columns and their order of types are the same in both. */
static void both_engines_have_the_same_tables(void **state)
{
    struct arena *a = arena_new(64u << 20);
    struct house house;
    OK(house_build(a, &house, &e));
    if (test_database_count() == 2) {
        struct db_table one =
            sql_table(sql_open(a, 0, &house, house.n_migrations), a,
                      "SELECT t.name || '.' || c.name || ' ' || CASE c.type WHEN 'INTEGER' THEN 'bigint' WHEN "
                      "'REAL' THEN 'double precision' WHEN 'BLOB' THEN 'bytea' ELSE 'text' END AS line FROM "
                      "sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE "
                      "'sqlite%' AND t.name <> 'id_counter' ORDER BY 1");
        struct db_table two =
            sql_table(sql_open(a, 1, &house, house.n_migrations), a,
                      "SELECT CAST(table_name || '.' || column_name || ' ' || data_type AS text) COLLATE \"C\" AS line "
                      "FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name) WHERE "
                      "table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1");
        for (size_t i = 0; i < one.n_rows && i < two.n_rows; i++) {
            assert_string_equal(sql_cell(&one, i, 0).at, sql_cell(&two, i, 0).at);
        }
        assert_int_equal(one.n_rows, two.n_rows);
    }
    arena_free(a);
}

static size_t complain(const char *rule, const struct db_table *t)
{
    for (size_t i = 0; i < t->n_rows; i++) {
        print_error("%s: %s\n", rule, sql_cell(t, i, 0).at);
    }
    return t->n_rows;
}

static void the_key_begins_with_the_centre(void **state)
{
    struct arena *a = arena_new(64u << 20);
    struct house house;
    OK(house_build(a, &house, &e));
    struct db *db = sql_open(a, 0, &house, house.n_migrations);
    struct db_table without =
        sql_table(db, a,
                  "SELECT name FROM sqlite_schema t WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT "
                  "IN ('centre', 'migration', 'id_counter') AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name) "
                  "c WHERE c.name = 'centre_id' AND c.pk = 1) ORDER BY 1");
    struct db_table loose =
        sql_table(db, a,
                  "SELECT t.name || ' refers to ' || f.\"table\" || ' without the centre' FROM sqlite_schema t, "
                  "pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND f.\"table\" <> 'centre' GROUP BY "
                  "t.name, f.id, f.\"table\" HAVING sum(f.\"from\" = 'centre_id') = 0 ORDER BY 1");
    struct db_table lax =
        sql_table(db, a,
                  "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND sql NOT "
                  "LIKE '%STRICT' ORDER BY 1");
    assert_int_equal(
        complain("no key of centre", &without) + complain("loose reference", &loose) + complain("not STRICT", &lax), 0);
    arena_free(a);
}

static void no_statement_forgets_the_centre(void **state)
{
    struct arena *a = arena_new(64u << 20);
    struct house house;
    OK(house_build(a, &house, &e));
    struct db *db = sql_open(a, 0, &house, house.n_migrations);
    struct db_table tables =
        sql_table(db, a,
                  "SELECT t.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND "
                  "c.name = 'centre_id'");
    size_t forgotten = 0;
    for (size_t i = 0; i < house.n_queries; i++) {
        const struct db_query *q = house.queries[i];
        for (size_t k = 0; k < tables.n_rows && !q->has_centre; k++) {
            if (sql_names(str_c(q->sqlite), sql_cell(&tables, k, 0))) {
                print_error("%s reads %s and does not name :centre\n", q->name, sql_cell(&tables, k, 0).at);
                forgotten++;
            }
        }
    }
    assert_int_equal(forgotten, 0);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_prepares),          cmocka_unit_test(step_by_step_is_the_same_as_at_once),
        cmocka_unit_test(both_engines_have_the_same_tables), cmocka_unit_test(the_key_begins_with_the_centre),
        cmocka_unit_test(no_statement_forgets_the_centre),   cmocka_unit_test(numbers_are_ordered_in_an_old_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
