/* Reading the content: tables with their columns and keys, rows as canonical JSON. SQLite gives row after row by itself; from
   PostgreSQL, whose library keeps a whole answer, rows come by a cursor in portions. */
#include "db/content.h"

#include "base/buf.h"
#include "base/num.h"
#include "db/db_in.h"

#include <string.h>

enum { LINE_CAP = 256 << 20 };

struct column_row {
    struct str table, column, type;
    int64_t key;
};

static bool read_columns(struct db *db, struct arena *a, struct db_table *ret, struct err *e)
{
    return db_table_sql(
        db, a,
        db_engine(db) == DB_SQLITE
            ? STR("SELECT t.name AS table_name, c.name AS column_name, c.type AS type, c.pk AS pk "
                  "FROM sqlite_schema t, pragma_table_info(t.name) c "
                  "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT IN ('migration', 'id_counter') "
                  "ORDER BY t.name, c.cid")
            : STR("SELECT CAST(t.relname AS text) AS table_name, CAST(c.attname AS text) AS column_name, "
                  "format_type(c.atttypid, NULL) AS type, "
                  "COALESCE((SELECT k.place FROM pg_index i CROSS JOIN LATERAL unnest(CAST(i.indkey AS smallint[])) "
                  "WITH ORDINALITY AS k (number, place) "
                  "WHERE i.indrelid = t.oid AND i.indisprimary AND k.number = c.attnum), 0) AS pk "
                  "FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped "
                  "WHERE t.relkind = 'r' AND t.relnamespace = CAST(current_schema() AS regnamespace) "
                  "AND t.relname <> 'migration' ORDER BY CAST(t.relname AS text) COLLATE \"C\", c.attnum"),
        DB_NO_ARGS, ret, e);
}

static bool kind_of_type(struct str type, enum db_kind *ret_kind)
{
    static const struct {
        const char *type;
        enum db_kind kind;
    } types[] = {
        { "INTEGER", DB_INT }, { "bigint", DB_INT }, { "integer", DB_INT }, { "TEXT", DB_TEXT }, { "text", DB_TEXT },
        { "REAL", DB_REAL },   { "BLOB", DB_BLOB },  { "bytea", DB_BLOB },  { "INT", DB_INT },   { "double precision", DB_REAL }
    };
    for (size_t i = 0; i < COUNT(types); i++) {
        if (str_is(type, types[i].type)) {
            *ret_kind = types[i].kind;
            return true;
        }
    }
    return false;
}

static struct str order_of(struct arena *a, const struct db_content_column *columns, size_t n)
{
    struct buf *b = buf_new(a, 4096);
    for (int64_t key = 1; key <= (int64_t)n; key++) {
        for (size_t i = 0; i < n; i++) {
            if (columns[i].key == key) {
                buf_putf(b, "%s\"%s\"", buf_len(b) ? ", " : "", columns[i].name.at);
            }
        }
    }
    return buf_str(b);
}

bool db_content_tables(struct db *db, struct arena *a, struct db_content_table **ret_tables, size_t *ret_n, struct err *e)
{
    struct db_table rows;
    if (!read_columns(db, a, &rows, e)) {
        return false;
    }
    struct db_content_table *tables = NEW_ARRAY(a, struct db_content_table, rows.n_rows + 1);
    struct db_content_column *columns = NEW_ARRAY(a, struct db_content_column, rows.n_rows + 1);
    size_t n = 0;
    for (size_t i = 0; i < rows.n_rows; i++) {
        const struct db_value *cell = rows.values + i * rows.n_columns;
        if (n == 0 || !str_equal(tables[n - 1].name, cell[0].as.s)) {
            tables[n++] = (struct db_content_table){ .name = cell[0].as.s, .columns = &columns[i] };
        }
        columns[i] = (struct db_content_column){ .name = cell[1].as.s, .key = cell[3].as.i };
        if (!kind_of_type(cell[2].as.s, &columns[i].kind)) {
            return err_setf(e, ERR_BROKEN, "db_content", "%s.%s is of an unknown type", cell[0].as.s.at, cell[1].as.s.at);
        }
        tables[n - 1].n_columns++;
    }
    for (size_t i = 0; i < n; i++) {
        tables[i].order = order_of(a, tables[i].columns, tables[i].n_columns);
        if (tables[i].order.len == 0) {
            return err_setf(e, ERR_BROKEN, "db_content", "%s has no key", tables[i].name.at);
        }
    }
    *ret_tables = tables;
    *ret_n = n;
    return true;
}

static struct json *json_of(struct arena *a, const struct db_value *v)
{
    switch (v->kind) {
    case DB_INT:
        return json_int(a, v->as.i);
    case DB_REAL:
        return json_number(a, num_plain_real(a, v->as.r));
    case DB_TEXT:
        return json_string(a, v->as.s);
    case DB_BLOB: {
        static const char digits[] = "0123456789abcdef";
        char *hex = arena_take(a, 2 * v->as.s.len + 1, 1);
        for (size_t i = 0; i < v->as.s.len; i++) {
            unsigned char byte = (unsigned char)v->as.s.at[i];
            hex[2 * i] = digits[byte >> 4];
            hex[2 * i + 1] = digits[byte & 15];
        }
        struct json *bytes = json_object(a);
        json_put(a, bytes, "hex", json_string(a, (struct str){ hex, 2 * v->as.s.len }));
        return bytes;
    }
    case DB_NULL:
    case DB_DAY:
    case DB_MAYBE_INT:
    case DB_MAYBE_REAL:
        break;
    }
    return json_null(a);
}

struct line_sink {
    struct db_sink sink;
    const struct db_content_table *table;
    struct arena *line;
    db_content_line *take;
    void *with;
    size_t n;
};

static bool line_columns(struct db_sink *sink, const char *const *names, size_t n, struct err *e)
{
    const struct line_sink *s = (struct line_sink *)sink;
    (void)names;
    BUG_IF(n != s->table->n_columns);
    return true;
}

static bool line_row(struct db_sink *sink, const struct db_value *cells, struct err *e)
{
    struct line_sink *s = (struct line_sink *)sink;
    struct json *row = json_object(s->line);
    for (size_t i = 0; i < s->table->n_columns; i++) {
        json_put(s->line, row, s->table->columns[i].name.at, json_of(s->line, &cells[i]));
    }
    struct str line = json_write_canonical(s->line, row);
    bool ok = !arena_full(s->line) || err_setf(e, ERR_TOO_BIG, "db_content", "a row of %s is too big", s->table->name.at);
    ok = ok && s->take(s->with, line, e);
    arena_reset(s->line);
    s->n++;
    return ok;
}

static struct str select_of(struct arena *a, const struct db_content_table *table)
{
    struct buf *b = buf_new(a, 1 << 16);
    for (size_t i = 0; i < table->n_columns; i++) {
        buf_putf(b, "%s\"%s\"", i ? ", " : "SELECT ", table->columns[i].name.at);
    }
    buf_putf(b, " FROM \"%s\" ORDER BY %s", table->name.at, table->order.at);
    return buf_str(b);
}

static bool ask_lines(struct db *db, struct str text, struct line_sink *sink, struct err *e)
{
    struct db_sql sql = { .text = text, .name = "(content)", .generated = true };
    struct db_ask ask = { .sql = &sql, .sink = sink ? &sink->sink : NULL };
    return db_run(db, &ask, e);
}

/* Portions small enough that rows with a document inside do not fill the memory. */
static bool each_by_cursor(struct db *db, struct arena *a, struct line_sink *sink, struct err *e)
{
    const char *name = sink->table->name.at;
    struct str select = select_of(a, sink->table), fetch = str_format(a, "FETCH 50 FROM content_%s", name);
    if (!ask_lines(db, str_format(a, "DECLARE content_%s NO SCROLL CURSOR FOR %s", name, select.at), NULL, e)) {
        return false;
    }
    for (size_t before = 1; before != 0;) {
        sink->n = 0;
        if (!ask_lines(db, fetch, sink, e)) {
            return false;
        }
        before = sink->n;
    }
    return ask_lines(db, str_format(a, "CLOSE content_%s", name), NULL, e);
}

bool db_content_each(struct db *db, const struct db_content_table *table, db_content_line *take, void *with, struct err *e)
{
    struct arena *a = arena_new(1 << 20);
    struct line_sink sink = { .sink = { line_columns, line_row }, .table = table, .take = take, .with = with };
    sink.line = arena_new(LINE_CAP);
    BUG_IF(db_engine(db) == DB_POSTGRES && !db->open);
    bool ok = db_engine(db) == DB_SQLITE ? ask_lines(db, select_of(a, table), &sink, e) : each_by_cursor(db, a, &sink, e);
    arena_free(sink.line);
    arena_free(a);
    return ok;
}

bool db_snapshot_begin(struct db *db, struct err *e)
{
    BUG_IF(db->open);
    db->lost = ERR_NONE;
    if (!db->driver->ready(db, e) || !db_say(db, "BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", e)) {
        return false;
    }
    db->open = true;
    /* SQLite takes its moment with the first read, PostgreSQL with the first statement. */
    int64_t ignored;
    if (!db_ask_int(db, STR("SELECT count(*) AS n FROM migration"), 0, &ignored, e)) {
        db_snapshot_end(db);
        return false;
    }
    return true;
}

void db_snapshot_end(struct db *db)
{
    struct err ignored = { 0 };
    if (!db->lost) {
        (void)!db_say(db, "ROLLBACK", "ROLLBACK", &ignored);
    }
    db->open = false;
    db->lost = ERR_NONE;
}

struct dump {
    struct buf *out;
    struct arena *line;
    const char *table;
};

static bool dump_line(void *with, struct str line, struct err *e)
{
    const struct dump *dump = with;
    buf_putf(dump->out, "{\"%s\":", dump->table);
    buf_put(dump->out, line);
    BUF(dump->out, "}\n");
    return !buf_failed(dump->out) || err_set(e, ERR_TOO_BIG, "db_dump", STR("the database is too big for one dump"));
}

bool db_dump(struct db *db, struct arena *a, struct str *ret_lines, struct err *e)
{
    enum { MOST_BYTES = 1 << 30 };
    struct arena *own = arena_new(16u << 20);
    struct buf *out = buf_new(a, MOST_BYTES);
    struct db_content_table *tables;
    size_t n = 0;
    bool began = !db->open && db_snapshot_begin(db, e);
    bool ok = (began || db->open) && db_content_tables(db, own, &tables, &n, e);
    for (size_t i = 0; ok && i < n; i++) {
        struct dump dump = { .out = out, .table = tables[i].name.at };
        ok = db_content_each(db, &tables[i], dump_line, &dump, e);
    }
    if (began) {
        db_snapshot_end(db);
    }
    arena_free(own);
    if (ok) {
        *ret_lines = buf_str(out);
    }
    return ok;
}
