/* Writing a content: lines of JSON into rows, several a statement because PostgreSQL answers each statement over a socket;
   references looked at once at the end, because rows come by the names of their tables and not by who refers to whom. */
#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "db/content.h"
#include "db/db_in.h"

#include <string.h>

enum { BATCH_CAP = 256 << 20, BATCH_BYTES = 1 << 20, LONGEST_NAME = 60 };

struct db_loader {
    struct db *db;
    const struct db_content_table *table;
    struct arena *batch; /* lines and values until they are written */
    struct db_value values[DB_MOST_ARGS];
    size_t n_rows, most_rows, bytes;
    int64_t line;
    struct str one, many; /* the statement of one row, and of most_rows */
};

static struct str insert_of(struct arena *a, const struct db_content_table *table, size_t n_rows)
{
    struct buf *b = buf_new(a, 1 << 20);
    buf_putf(b, "INSERT INTO \"%s\" (", table->name.at);
    for (size_t i = 0; i < table->n_columns; i++) {
        buf_putf(b, "%s\"%s\"", i ? ", " : "", table->columns[i].name.at);
    }
    for (size_t row = 0; row < n_rows; row++) {
        buf_putf(b, "%s", row ? ", (" : ") VALUES (");
        for (size_t i = 0; i < table->n_columns; i++) {
            buf_putf(b, "%s?%zu", i ? ", " : "", row * table->n_columns + i + 1);
        }
        BUF(b, ")");
    }
    return buf_str(b);
}

static void drop_batch(void *arg)
{
    arena_free(arg);
}

struct db_loader *db_loader_new(struct arena *a, struct db *db, const struct db_content_table *table)
{
    struct db_loader *loader = NEW(a, struct db_loader);
    BUG_IF(table->n_columns == 0 || table->n_columns > DB_MOST_ARGS);
    loader->db = db;
    loader->table = table;
    loader->batch = arena_new(BATCH_CAP);
    arena_defer(a, drop_batch, loader->batch);
    loader->most_rows = DB_MOST_ARGS / table->n_columns;
    loader->one = insert_of(a, table, 1);
    loader->many = insert_of(a, table, loader->most_rows);
    return loader;
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool bytes_read(struct arena *a, const struct json *j, struct str *ret_bytes)
{
    const struct json *hex = json_get(j, "hex");
    if (!hex || hex->kind != JSON_STRING || hex->text.len % 2 || j->first != j->last) {
        return false;
    }
    char *bytes = arena_take(a, hex->text.len / 2 + 1, 1);
    for (size_t i = 0; i < hex->text.len; i += 2) {
        int high = digit_of(hex->text.at[i]), low = digit_of(hex->text.at[i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        bytes[i / 2] = (char)(high * 16 + low);
    }
    *ret_bytes = (struct str){ bytes, hex->text.len / 2 };
    return true;
}

static bool value_read(struct arena *a, const struct json *j, enum db_kind kind, struct db_value *ret)
{
    ret->kind = kind;
    if (j->kind == JSON_NULL) {
        *ret = DB_NOTHING;
        return true;
    }
    if (kind == DB_INT) {
        return j->kind == JSON_NUMBER && num_read_int(j->text, &ret->as.i);
    }
    if (kind == DB_REAL) {
        return j->kind == JSON_NUMBER && num_read_real(j->text, &ret->as.r);
    }
    if (kind == DB_TEXT) {
        ret->as.s = j->text;
        return j->kind == JSON_STRING && !memchr(j->text.at, 0, j->text.len);
    }
    return j->kind == JSON_OBJECT && bytes_read(a, j, &ret->as.s);
}

static size_t members(const struct json *object)
{
    size_t n = 0;
    for (const struct json *m = object->first; m; m = m->next) {
        n++;
    }
    return n;
}

static bool refuse(const struct db_loader *loader, struct str what, struct err *e)
{
    return err_setf(e, ERR_INVALID, "db_load", "%.*s, line %lld: %.*s", (int)loader->table->name.len, loader->table->name.at,
                    (long long)loader->line, (int)what.len, what.at);
}

/* Writes what has gathered: the full batch by its kept statement, a smaller one row by row. */
static bool flush(struct db_loader *loader, struct err *e)
{
    size_t columns = loader->table->n_columns;
    bool full = loader->n_rows == loader->most_rows, ok = true;
    struct err why = { 0 };
    for (size_t row = 0; ok && row < loader->n_rows; row += full ? loader->n_rows : 1) {
        struct db_args args = { loader->values + row * columns, full ? loader->n_rows * columns : columns };
        ok = db_do_sql(loader->db, loader->batch, full ? loader->many : loader->one, args, NULL, &why);
    }
    arena_reset(loader->batch);
    loader->n_rows = loader->bytes = 0;
    if (!ok && e->kind == ERR_NONE) {
        err_setf(e, why.kind, "db_load", "%.*s, before line %lld: %.*s", (int)loader->table->name.len, loader->table->name.at,
                 (long long)loader->line, (int)why.what.len, why.what.at);
    }
    return ok;
}

bool db_loader_put(struct db_loader *loader, struct str line, struct err *e)
{
    const struct db_content_table *table = loader->table;
    struct json *row;
    struct err why = { 0 };
    loader->line++;
    if (!json_read(loader->batch, str_copy(loader->batch, line), &row, &why)) {
        return refuse(loader, why.what, e);
    }
    if (row->kind != JSON_OBJECT || members(row) != table->n_columns) {
        return refuse(loader, STR("not the columns of the table"), e);
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct json *cell = json_get(row, table->columns[i].name.at);
        if (!cell ||
            !value_read(loader->batch, cell, table->columns[i].kind, &loader->values[loader->n_rows * table->n_columns + i])) {
            return refuse(loader, table->columns[i].name, e);
        }
    }
    loader->n_rows++;
    loader->bytes += line.len;
    return loader->n_rows < loader->most_rows && loader->bytes < BATCH_BYTES ? true : flush(loader, e);
}

bool db_loader_end(struct db_loader *loader, struct err *e)
{
    return flush(loader, e);
}

bool db_counters(struct db *db, struct arena *a, struct db_counter **ret_counters, size_t *ret_n, struct err *e)
{
    bool sqlite = db_engine(db) == DB_SQLITE;
    struct db_table names;
    if (!db_table_sql(db, a,
                      sqlite ? STR("SELECT name, next FROM id_counter ORDER BY name")
                             : STR("SELECT CAST(relname AS text) AS name FROM pg_class WHERE relkind = 'S' AND relnamespace = "
                                   "CAST(current_schema() AS regnamespace) AND relname LIKE '%\\_id\\_seq' "
                                   "ORDER BY CAST(relname AS text) COLLATE \"C\""),
                      DB_NO_ARGS, &names, e)) {
        return false;
    }
    struct db_counter *counters = NEW_ARRAY(a, struct db_counter, names.n_rows + 1);
    for (size_t i = 0; i < names.n_rows; i++) {
        struct str name = names.values[i * names.n_columns].as.s;
        counters[i].name = sqlite ? name : str_copy(a, str_part(name, 0, name.len - 7));
        counters[i].next = sqlite ? names.values[i * 2 + 1].as.i : 0;
        if (!sqlite &&
            !db_ask_int(db,
                        str_format(a, "SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END AS next FROM \"%s\"", name.at),
                        1, &counters[i].next, e)) {
            return false;
        }
    }
    *ret_counters = counters;
    *ret_n = names.n_rows;
    return true;
}

bool db_counter_set(struct db *db, struct str name, int64_t next, struct err *e)
{
    struct arena *a = arena_new(1 << 16);
    struct db_table rows;
    bool ok = db_table_sql(db, a,
                           db_engine(db) == DB_SQLITE
                               ? STR("UPDATE id_counter SET next = ?2 WHERE name = ?1 RETURNING next")
                               : STR("SELECT setval(CAST(oid AS regclass), CAST(?2 AS bigint), false) AS next FROM pg_class "
                                     "WHERE relkind = 'S' AND relname = CAST(?1 AS text) || '_id_seq' AND relnamespace = "
                                     "CAST(current_schema() AS regnamespace)"),
                           DB_ARGS(name, next), &rows, e);
    if (ok && rows.n_rows != 1) {
        ok = err_setf(e, ERR_INVALID, "db_counter_set", "no counter of ids for %.*s", (int)name.len, name.at);
    }
    arena_free(a);
    return ok;
}

/* Every foreign key of PostgreSQL waits for the end of the load, and is as it was before afterwards. */
static bool defer_references(struct db *db, bool defer, struct err *e)
{
    struct arena *a = arena_new(4 << 20);
    struct db_table keys;
    bool ok = db_table_sql(db, a,
                           STR("SELECT CAST(t.relname AS text) AS table_name, CAST(k.conname AS text) AS key_name "
                               "FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid WHERE k.contype = 'f' AND "
                               "k.connamespace = CAST(current_schema() AS regnamespace) ORDER BY 1, 2"),
                           DB_NO_ARGS, &keys, e);
    for (size_t i = 0; ok && i < keys.n_rows; i++) {
        struct str text =
            str_format(a, "ALTER TABLE \"%s\" ALTER CONSTRAINT \"%s\" %s", keys.values[i * 2].as.s.at,
                       keys.values[i * 2 + 1].as.s.at, defer ? "DEFERRABLE INITIALLY DEFERRED" : "NOT DEFERRABLE");
        ok = db->driver->script(db, text.at, e);
    }
    arena_free(a);
    return ok;
}

static bool clear_tables(struct db *db, struct err *e)
{
    struct arena *a = arena_new(4 << 20);
    struct db_content_table *tables;
    size_t n = 0;
    bool ok = db_content_tables(db, a, &tables, &n, e);
    for (size_t i = 0; ok && i < n; i++) {
        ok = db->driver->script(db, str_format(a, "DELETE FROM \"%s\"", tables[i].name.at).at, e);
    }
    arena_free(a);
    return ok;
}

bool db_load_begin(struct db *db, struct err *e)
{
    if (db_engine(db) == DB_POSTGRES) {
        BUG_IF(!db->open);
        return defer_references(db, true, e) && clear_tables(db, e);
    }
    BUG_IF(db->open);
    if (!db->driver->script(db, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE", e)) {
        return false;
    }
    db->open = true;
    return clear_tables(db, e);
}

/* An id that was given must never be given again. */
static bool counters_are_ahead(struct db *db, struct err *e)
{
    struct arena *a = arena_new(16 << 20);
    struct db_counter *counters;
    struct db_content_table *tables;
    size_t n = 0, n_tables = 0;
    bool ok = db_counters(db, a, &counters, &n, e) && db_content_tables(db, a, &tables, &n_tables, e);
    for (size_t i = 0; ok && i < n; i++) {
        for (size_t t = 0; ok && t < n_tables; t++) {
            int64_t most = 0;
            if (!str_equal(tables[t].name, counters[i].name)) {
                continue;
            }
            ok = db_ask_int(db, str_format(a, "SELECT max(id) AS most FROM \"%s\"", counters[i].name.at), 0, &most, e) &&
                 (most < counters[i].next ||
                  err_setf(e, ERR_INVALID, "db_load", "%s: the counter of ids stands at %lld behind id %lld",
                           counters[i].name.at, (long long)counters[i].next, (long long)most));
        }
    }
    arena_free(a);
    return ok;
}

static bool references_lead_somewhere(struct db *db, struct err *e)
{
    struct arena *a = arena_new(16 << 20);
    struct db_table broken;
    bool ok =
        db_table_sql(db, a, STR("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1"), DB_NO_ARGS, &broken, e);
    if (ok && broken.n_rows) {
        ok = err_setf(e, ERR_INVALID, "db_load", "rows of %s refer to nothing in %s", broken.values[0].as.s.at,
                      broken.values[1].as.s.at);
    }
    arena_free(a);
    return ok;
}

bool db_load_end(struct db *db, struct err *e)
{
    if (!counters_are_ahead(db, e)) {
        return false;
    }
    if (db_engine(db) == DB_POSTGRES) {
        return db->driver->script(db, "SET CONSTRAINTS ALL IMMEDIATE", e) && defer_references(db, false, e);
    }
    bool ok = references_lead_somewhere(db, e) && db->driver->script(db, "COMMIT; PRAGMA foreign_keys = ON", e);
    db->open = !ok;
    return ok;
}

/* The word behind `what` in the text of a migration, in quotes or bare; "" when nothing of the kind follows. */
static struct str made_name(struct str rest)
{
    static const char optional[] = "IF NOT EXISTS ";
    rest = str_trim(rest);
    if (str_starts(rest, str_c(optional))) {
        rest = str_part(rest, sizeof optional - 1, rest.len);
    }
    size_t n = 0;
    while (n < rest.len && n < LONGEST_NAME &&
           (rest.at[n] == '_' || (rest.at[n] >= 'a' && rest.at[n] <= 'z') || (rest.at[n] >= '0' && rest.at[n] <= '9'))) {
        n++;
    }
    return str_part(rest, 0, n);
}

static void put_drops(struct buf *drops, struct str sql, struct str what, const char *drop, const char *then)
{
    for (size_t at = str_find(sql, what, 0); at < sql.len; at = str_find(sql, what, at + 1)) {
        struct str name = made_name(str_part(sql, at + what.len, 200));
        if (name.len) {
            buf_putf(drops, "DROP %s IF EXISTS \"%.*s%s;\n", drop, (int)name.len, name.at, then);
        }
    }
}

bool db_drop_made(struct db *db, const struct db_migration *list, size_t n, struct err *e)
{
    struct arena *a = arena_new(16 << 20);
    struct buf *drops = buf_new(a, 8 << 20);
    BUG_IF(db_engine(db) != DB_POSTGRES || !db->open);
    for (size_t i = 0; i < n; i++) {
        struct str sql = str_c(list[i].sql);
        put_drops(drops, sql, STR("CREATE VIEW "), "VIEW", "\" CASCADE");
        put_drops(drops, sql, STR("CREATE TABLE "), "TABLE", "\" CASCADE");
        put_drops(drops, sql, STR("@register "), "SEQUENCE", "_id_seq\"");
    }
    BUF(drops, "DROP TABLE IF EXISTS migration; DROP COLLATION IF EXISTS ru");
    bool ok = !buf_failed(drops) && db->driver->script(db, str_cstr(a, buf_str(drops)), e);
    db_cache_clear(db);
    arena_free(a);
    return ok;
}

bool db_settle(struct db *db, struct err *e)
{
    BUG_IF(db->open);
    db_cache_clear(db);
    return db_engine(db) == DB_POSTGRES ||
           db->driver->script(db, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE", e);
}

bool db_serving(struct db *db, struct err *e)
{
    int64_t got = 1;
    if (db_engine(db) == DB_POSTGRES &&
        !db_ask_int(db, STR("SELECT CAST(pg_try_advisory_lock_shared(hashtextextended('orientir serve', 0)) AS int) AS got"), 0,
                    &got, e)) {
        return false;
    }
    return got || err_set(e, ERR_BUSY, "db_serving", STR("the database is being restored"));
}

bool db_serving_nobody(struct db *db, bool *ret_alone, struct err *e)
{
    int64_t got = 1;
    if (db_engine(db) == DB_POSTGRES &&
        !db_ask_int(db, STR("SELECT CAST(pg_try_advisory_xact_lock(hashtextextended('orientir serve', 0)) AS int) AS got"), 0,
                    &got, e)) {
        return false;
    }
    *ret_alone = got != 0;
    return true;
}
