/* Plans on SQLite with ten thousand rows a table: the key begins with the centre, so a lazy plan that reads a whole centre
   still calls itself SEARCH. A statement fails here when it scans a table or constrains centre_id alone although it compares a
   column that stands second in an index of that table; one that names nothing but the centre wants it all. */
#include "base/buf.h"
#include "sql.h"

enum { ROWS = 10000, MOST_ARGUMENTS = 256 };

/* Statements that read a whole table of the centre on purpose. The list may only shrink. */
static const struct {
    const char *name, *why;
} whole_centre[] = {
    { "reach_count_rows", "doctor counts every row of the centre again; that is what it is for" },
    { "claim_rule_grades", "a year is a tenth of the rows, and they are wanted in the order of the key" },
};

static bool is_excused(const char *name)
{
    for (size_t i = 0; i < COUNT(whole_centre); i++) {
        if (strcmp(whole_centre[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool do_sql(struct db *db, struct arena *a, struct str sql)
{
    struct err e = { 0 };
    if (!db_do_sql(db, a, sql, DB_NO_ARGS, NULL, &e)) {
        print_error("%s\n%.*s\n", sql.at, (int)e.what.len, e.what.at);
        return false;
    }
    return true;
}

/* Values by place and type, the same at every run: ids and texts unique, references and other numbers of about a
   hundred values, years of ten. CHECKs and references are switched off: the planner looks at numbers, not at sense. */
static struct str value_of(struct arena *a, size_t place, struct str column, struct str type, bool key)
{
    if (str_is(column, "centre_id")) {
        return STR("1");
    }
    if (key || str_is(column, "id")) {
        return STR("n");
    }
    if (str_is(column, "year")) {
        return STR("2015 + n % 10");
    }
    if (str_is(type, "TEXT")) {
        bool day = str_ends(column, STR("_first")) || str_ends(column, STR("_last")) || str_is(column, "day");
        return day ? STR("date('2015-01-01', (n % 3000) || ' days')")
                   : str_format(a, "CASE WHEN n %% 3 = 0 THEN 'common' ELSE 'text' || n END");
    }
    return str_is(type, "REAL")   ? STR("n * 0.5")
           : str_is(type, "BLOB") ? STR("x'00'")
                                  : str_format(a, "1 + n %% %zu", 97 + place);
}

static void fill(struct db *db, struct arena *a, struct str table)
{
    struct db_table columns = sql_table(
        db, a,
        str_format(a, "SELECT name, type, pk, (SELECT count(*) FROM pragma_table_info('%s')) AS n FROM pragma_table_info('%s')",
                   table.at, table.at)
            .at);
    struct buf *values = buf_new(a, 1 << 16);
    for (size_t i = 0; i < columns.n_rows; i++) {
        bool key = columns.values[i * 4 + 2].as.i > 1;
        struct str value = value_of(a, i, sql_cell(&columns, i, 0), sql_cell(&columns, i, 1), key);
        /* In tables without an id the last column of the key makes the rows different. */
        buf_putf(values, "%s%s", i ? ", " : "", value.at);
    }
    struct str sql =
        str_format(a,
                   "INSERT OR REPLACE INTO %s WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted "
                   "WHERE n < %d) SELECT %.*s FROM counted",
                   table.at, ROWS, (int)buf_str(values).len, buf_str(values).at);
    assert_true(do_sql(db, a, sql));
}

struct plans {
    struct db *db;
    struct arena *arena;
    struct db_table tables;  /* those with centre_id */
    struct db_table indexed; /* table, column that stands second in an index of it */
};

static struct plans fill_all(struct arena *a, const struct house *house)
{
    struct plans p = { .arena = a, .db = sql_open(a, 0, house, house->n_migrations) };
    p.tables = sql_table(p.db, a,
                         "SELECT t.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = "
                         "'centre_id'");
    p.indexed = sql_table(p.db, a,
                          "SELECT DISTINCT t.name, c.name AS column_name FROM sqlite_schema t, pragma_index_list(t.name) i, "
                          "pragma_index_info(i.name) c WHERE t.type = 'table' AND c.seqno = 1");
    assert_true(do_sql(p.db, a, STR("PRAGMA foreign_keys = OFF")));
    assert_true(do_sql(p.db, a, STR("PRAGMA ignore_check_constraints = ON")));
    for (size_t i = 0; i < p.tables.n_rows; i++) {
        fill(p.db, a, sql_cell(&p.tables, i, 0));
    }
    struct err e = { 0 };
    assert_true(db_analyze(p.db, &e));
    return p;
}

/* The table behind the name in a line of a plan: itself, or what the statement calls so («FROM headcount h»). */
static struct str table_of(const struct plans *p, struct str sql, struct str name)
{
    for (size_t i = 0; i < p->tables.n_rows; i++) {
        struct str table = sql_cell(&p->tables, i, 0);
        if (str_equal(table, name) || str_find(sql, str_format(p->arena, " %s %s ", table.at, name.at), 0) < sql.len ||
            str_find(sql, str_format(p->arena, " %s AS %s ", table.at, name.at), 0) < sql.len ||
            str_find(sql, str_format(p->arena, " %s %s)", table.at, name.at), 0) < sql.len) {
            return table;
        }
    }
    return STR_NONE;
}

/* Is `column` of that table compared with something: "h.activity = …", or without the prefix when there is none? */
static bool compares(struct arena *a, struct str sql, struct str name, struct str column)
{
    static const char *const signs[] = { " = ", " IN (", " BETWEEN ", " >= ", " <= ", " < ", " > " };
    for (size_t i = 0; i < COUNT(signs); i++) {
        struct str with = str_format(a, "%s.%s%s", name.at, column.at, signs[i]);
        struct str bare = str_format(a, " %s%s", column.at, signs[i]);
        struct str last = str_format(a, "= %s.%s", name.at, column.at);
        if (str_find(sql, with, 0) < sql.len || str_find(sql, bare, 0) < sql.len || str_find(sql, last, 0) < sql.len) {
            return true;
        }
    }
    return false;
}

/* The part of the statement that chooses rows, on one line with single spaces; SET of an update and the columns are no choice.
 */
static struct str choice_of(struct arena *a, const char *sql)
{
    struct buf *b = buf_new(a, strlen(sql) + 64);
    buf_put_byte(b, ' ');
    for (const char *c = sql; *c; c++) {
        bool space = *c == ' ' || *c == '\n' || *c == '\t';
        bool twice = space && (c[1] == ' ' || c[1] == '\n' || c[1] == '\t' || c[1] == 0);
        if (!twice) {
            buf_put_byte(b, space ? ' ' : *c);
        }
    }
    buf_put_byte(b, ' ');
    return str_copy(a, buf_str(b));
}

static bool plan_is_lazy(const struct plans *p, const struct db_query *q, struct str line)
{
    struct str rest = line, verb = STR_NONE, name = STR_NONE;
    (void)(str_next(&rest, ' ', &verb) && str_next(&rest, ' ', &name));
    name = str_copy(p->arena, name);
    struct str sql = choice_of(p->arena, q->sqlite), table = table_of(p, sql, name);
    if (table.len == 0) {
        return false;
    }
    bool whole = str_is(verb, "SCAN") || (str_is(verb, "SEARCH") && str_ends(str_trim(line), STR("(centre_id=?)")));
    if (!whole) {
        return false;
    }
    if (!q->has_centre) {
        return true;
    }
    for (size_t i = 0; i < p->indexed.n_rows; i++) {
        if (str_equal(sql_cell(&p->indexed, i, 0), table) && compares(p->arena, sql, name, sql_cell(&p->indexed, i, 1))) {
            return true;
        }
    }
    return false;
}

static size_t check_one(const struct plans *p, const struct db_query *q)
{
    struct db_value none[MOST_ARGUMENTS];
    for (size_t i = 0; i < MOST_ARGUMENTS; i++) {
        none[i] = DB_NOTHING;
    }
    struct db_args args = { none, (size_t)q->n_args + q->has_centre };
    struct db_table t;
    OK(db_table_sql(p->db, p->arena, str_format(p->arena, "EXPLAIN QUERY PLAN %s", q->sqlite), args, &t, &e));
    size_t lazy = 0;
    for (size_t i = 0; i < t.n_rows; i++) {
        struct str line = sql_cell(&t, i, t.n_columns - 1);
        if (plan_is_lazy(p, q, line) && !is_excused(q->name)) {
            print_error("%s: %s\n", q->name, line.at);
            lazy++;
        }
    }
    return lazy;
}

static void no_plan_reads_a_whole_centre(void **state)
{
    struct arena *a = arena_new(512u << 20);
    struct house house;
    OK(house_build(a, &house, &e));
    struct plans p = fill_all(a, &house);
    size_t lazy = 0;
    for (size_t i = 0; i < house.n_queries; i++) {
        lazy += check_one(&p, house.queries[i]);
    }
    assert_int_equal(lazy, 0);
    arena_free(a);
}

/* The test itself must be able to fail. */
static void a_lazy_plan_is_seen(void **state)
{
    struct arena *a = arena_new(512u << 20);
    struct house house;
    OK(house_build(a, &house, &e));
    struct plans p = fill_all(a, &house);
    static const struct db_query scan = { "scan", "SELECT id FROM audit WHERE verb = ?1", "", 1, false, false };
    static const struct db_query lazy = {
        "lazy", "SELECT id FROM audit WHERE centre_id = ?2 AND table_name || '' = ?1 AND table_name = 'x' || id", "", 1, true,
        false
    };
    static const struct db_query good = { "good", "SELECT id FROM audit WHERE centre_id = ?2 AND table_name = ?1", "", 1, true,
                                          false };
    print_message("two complaints belong here:\n");
    assert_int_equal(check_one(&p, &scan), 1);
    assert_int_equal(check_one(&p, &lazy), 1);
    assert_int_equal(check_one(&p, &good), 0);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_plan_reads_a_whole_centre),
        cmocka_unit_test(a_lazy_plan_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
