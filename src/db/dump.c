/* The content of a database as text that does not know its engine: tables by name, rows by key, columns by name, one line of
   JSON a row. Two databases hold the same exactly when their dumps are the same bytes; tests of both engines and of moves
   between them rest on it. Counters of ids and the list of migrations belong to the database itself and are left out. */
#include "base/buf.h"
#include "base/json.h"
#include "base/num.h"
#include "db/db_in.h"

#include <string.h>

enum { MOST_BYTES = 1 << 30 };

/* Tables and the columns of their keys, in order: one row a key column. */
static bool read_keys(struct db *db, struct arena *a, struct db_table *ret, struct err *e)
{
    return db_table_sql(
        db, a,
        db_engine(db) == DB_SQLITE
            ? STR("SELECT t.name AS table_name, c.name AS column_name FROM sqlite_schema t, pragma_table_info(t.name) c "
                  "WHERE t.type = 'table' AND c.pk > 0 AND t.name NOT LIKE 'sqlite%' "
                  "AND t.name NOT IN ('migration', 'id_counter') ORDER BY t.name, c.pk")
            : STR("SELECT CAST(t.relname AS text) AS table_name, CAST(c.attname AS text) AS column_name "
                  "FROM pg_class t JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary "
                  "CROSS JOIN LATERAL unnest(CAST(i.indkey AS smallint[])) WITH ORDINALITY AS k (number, place) "
                  "JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = k.number "
                  "WHERE t.relkind = 'r' AND t.relnamespace = CAST(current_schema() AS regnamespace) "
                  "AND t.relname <> 'migration' ORDER BY CAST(t.relname AS text) COLLATE \"C\", k.place"),
        DB_NO_ARGS, ret, e);
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
        struct buf *hex = buf_new(a, 2 * v->as.s.len + 16);
        for (size_t i = 0; i < v->as.s.len; i++) {
            buf_putf(hex, "%02x", (unsigned char)v->as.s.at[i]);
        }
        struct json *bytes = json_object(a);
        json_put(a, bytes, "hex", json_string(a, buf_str(hex)));
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

static bool dump_rows(struct db *db, struct str table, struct str order, struct buf *out, struct err *e)
{
    struct arena *a = arena_new(MOST_BYTES);
    struct arena *line = arena_new(64u << 20);
    struct db_table rows;
    struct str sql = str_format(a, "SELECT * FROM \"%s\" ORDER BY %s", table.at, order.at);
    bool ok = db_table_sql(db, a, sql, DB_NO_ARGS, &rows, e);
    for (size_t r = 0; ok && r < rows.n_rows; r++) {
        struct json *row = json_object(line);
        for (size_t c = 0; c < rows.n_columns; c++) {
            json_put(line, row, rows.names[c].at, json_of(line, &rows.values[r * rows.n_columns + c]));
        }
        struct json *named = json_object(line);
        json_put(line, named, table.at, row);
        buf_put(out, json_write_canonical(line, named));
        buf_put_byte(out, '\n');
        arena_reset(line);
    }
    arena_free(line);
    arena_free(a);
    return ok;
}

bool db_dump(struct db *db, struct arena *a, struct str *ret_lines, struct err *e)
{
    struct arena *own = arena_new(16u << 20);
    struct buf *out = buf_new(a, MOST_BYTES);
    struct db_table keys;
    bool ok = read_keys(db, own, &keys, e);
    for (size_t i = 0; ok && i < keys.n_rows;) {
        struct str table = keys.values[i * 2].as.s;
        struct buf *order = buf_new(own, 4096);
        for (; i < keys.n_rows && str_equal(keys.values[i * 2].as.s, table); i++) {
            buf_putf(order, "%s\"%s\"", buf_len(order) ? ", " : "", keys.values[i * 2 + 1].as.s.at);
        }
        ok = dump_rows(db, table, str_copy(own, buf_str(order)), out, e);
    }
    arena_free(own);
    if (ok && buf_failed(out)) {
        ok = err_set(e, ERR_TOO_BIG, "db_dump", STR("the database is too big for one dump"));
    }
    if (ok) {
        *ret_lines = buf_str(out);
    }
    return ok;
}
