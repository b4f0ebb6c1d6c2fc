/* The door: opening, the centre, and the one way by which every statement reaches an engine. Here a statement is counted,
   a fault ordered by a test happens, and a failed statement dooms the work it belongs to. The last is PostgreSQL's rule; it
   holds on SQLite too, so that code tried on one engine does the same on the other. */
#include "base/clock.h"
#include "db/db_in.h"

#include <math.h>
#include <string.h>

enum { SCHEMA_EVERY_US = 1000000 };

static void close_later(void *arg)
{
    struct db *db = arg;
    if (db->driver->engine == DB_SQLITE) {
        db_cache_clear(db); /* a PostgreSQL session takes its statements along when it ends */
    }
    if (db->cache.generated_texts) {
        arena_free(db->cache.generated_texts);
    }
    db->driver->close(db);
    arena_free(db->scratch);
    arena_free(db->arena);
}

bool db_open(struct arena *owner, struct str url, enum db_mode mode, struct db **ret_db, struct err *e)
{
    bool postgres = str_starts(url, STR("postgresql://")) || str_starts(url, STR("postgres://"));
    struct arena *own = arena_new(64u << 20);
    struct db *db = postgres ? db_postgres_new(own) : db_sqlite_new(own);
    db->driver = postgres ? &db_postgres : &db_sqlite;
    db->arena = own;
    db->scratch = arena_new(256u << 20);
    db->url = str_copy(own, url);
    db->mode = mode;
    if (!(postgres ? db_postgres_open(db, e) : db_sqlite_open(db, e))) {
        close_later(db);
        return false;
    }
    arena_defer(owner, close_later, db);
    *ret_db = db;
    return true;
}

enum db_engine db_engine(const struct db *db)
{
    return db->driver->engine;
}

void db_set_centre(struct db *db, int64_t centre_id)
{
    db->centre = centre_id;
}

int64_t db_centre(const struct db *db)
{
    return db->centre;
}

uint64_t db_statements(const struct db *db)
{
    return db->n_statements;
}

void db_fail_at(struct db *db, uint64_t n, enum err_kind kind)
{
    db->fail_in = n;
    db->fail_kind = kind;
}

void db_moved(struct db *db)
{
    db_cache_clear(db);
}

struct db_value db_from_day(struct arena *a, struct day d)
{
    return d.known ? db_from_str(day_iso(a, d)) : DB_NOTHING;
}

struct db_value db_from_text_or_null(struct str s)
{
    return s.len ? db_from_str(s) : DB_NOTHING;
}

/* Our mistakes stop the program; a zero byte may come from a person's file, so it is refused like other unfit input. */
static bool args_fit(const struct db_ask *ask, struct err *e)
{
    BUG_IF(ask->args.n > DB_MOST_ARGS);
    for (size_t i = 0; i < ask->args.n; i++) {
        const struct db_value *v = &ask->args.v[i];
        BUG_IF(v->kind > DB_BLOB);
        BUG_IF(v->kind == DB_REAL && !isfinite(v->as.r));
        if (v->kind == DB_TEXT && v->as.s.len && memchr(v->as.s.at, 0, v->as.s.len)) {
            return err_setf(e, ERR_INVALID, "db_run", "%s: argument %zu holds a zero byte", ask->sql->name, i + 1);
        }
    }
    return true;
}

bool db_fault(struct db *db, const char *name, struct err *e)
{
    if (db->fail_in == 0 || --db->fail_in > 0) {
        return false;
    }
    db->again = db->fail_kind == ERR_CONFLICT;
    err_setf(e, db->fail_kind, "db_run", "%s: fails because a test ordered it", name);
    return true;
}

bool db_run(struct db *db, struct db_ask *ask, struct err *e)
{
    struct err why = { 0 };
    if (db->doom.kind != ERR_NONE) {
        return err_setf(e, db->doom.kind, "db_run", "%s: not run, a statement before it in the same work failed: %.*s",
                        ask->sql->name, (int)db->doom.what.len, db->doom.what.at);
    }
    if (!db->open && db->newest_known && clock_steady_us() - db->schema_looked_us > SCHEMA_EVERY_US &&
        !db_schema_still_known(db, e)) {
        return false;
    }
    db->n_statements++;
    arena_reset(db->scratch);
    if (args_fit(ask, &why) && !db_fault(db, ask->sql->name, &why) && db->driver->run(db, ask, &why)) {
        return true;
    }
    if (db->depth > 0 && why.kind != ERR_TOO_BIG) {
        db->doom = why;
    }
    if (e->kind == ERR_NONE) {
        *e = why;
    }
    return false;
}

static struct db_sql named(const struct db *db, const struct db_query *q)
{
    const char *text = db->driver->engine == DB_SQLITE ? q->sqlite : q->postgres;
    return (struct db_sql){ .text = str_c(text), .name = q->name, .has_centre = q->has_centre, .writes = q->writes };
}

bool db_do(struct db *db, const struct db_query *q, struct db_args args, int64_t *ret_changed, struct err *e)
{
    BUG_IF(args.n != q->n_args);
    struct db_sql sql = named(db, q);
    struct db_ask ask = { .sql = &sql, .args = args, .blind = !ret_changed };
    if (!db_run(db, &ask, e)) {
        return false;
    }
    if (ret_changed) {
        *ret_changed = ask.changed;
    }
    return true;
}

bool db_do_sql(struct db *db, struct arena *a, struct str sql, struct db_args args, int64_t *ret_changed, struct err *e)
{
    struct db_sql generated = { .text = sql, .name = "(generated)", .generated = true, .writes = true };
    struct db_ask ask = { .sql = &generated, .args = args, .blind = !ret_changed };
    if (!db_run(db, &ask, e)) {
        return false;
    }
    if (ret_changed) {
        *ret_changed = ask.changed;
    }
    return true;
}

bool db_say(struct db *db, const char *sqlite, const char *postgres, struct err *e)
{
    const char *text = db->driver->engine == DB_SQLITE ? sqlite : postgres;
    struct db_sql sql = { .text = str_c(text), .name = text };
    struct db_ask ask = { .sql = &sql, .blind = true };
    return db_run(db, &ask, e);
}

bool db_ask_int(struct db *db, struct str sql, int64_t none, int64_t *ret_value, struct err *e)
{
    struct arena *a = arena_new(1 << 20);
    struct db_table table;
    bool ok = db_table_sql(db, a, sql, DB_NO_ARGS, &table, e);
    if (ok) {
        *ret_value = table.n_rows && table.values[0].kind == DB_INT ? table.values[0].as.i : none;
    }
    arena_free(a);
    return ok;
}

bool db_prepare_all(struct db *db, const struct db_query *const *all, size_t n, struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        struct db_sql sql = named(db, all[i]);
        if (!db->driver->prepare(db, &sql, e)) {
            return false;
        }
    }
    return true;
}

bool db_analyze(struct db *db, struct err *e)
{
    return db->driver->script(db, "ANALYZE", e);
}

bool db_grown(struct db *db, struct err *e)
{
    return db->driver->engine == DB_SQLITE || db->driver->script(db, "ANALYZE", e);
}

struct id_row {
    int64_t id;
};
static const struct db_column id_columns[] = { { "id", DB_INT, offsetof(struct id_row, id) } };
static const struct db_shape id_shape = DB_SHAPE(struct id_row, id_columns);

void db_hasten(struct db *db)
{
    BUG_IF(db->depth == 0);
    if (db->driver->engine == DB_POSTGRES && !db->careful && !db->haste) {
        db->haste = db->depth;
    }
}

bool db_haste_ends(struct db *db, struct err *e)
{
    db->haste = 0;
    for (size_t i = 0; i < DB_ID_TABLES; i++) {
        db->ids[i] = (struct db_ids_ahead){ .n = 0 };
    }
    return db->lost || db->driver->settle(db, e);
}

/* The table's place among the ids taken ahead, or a free one; NULL: there is none. */
static struct db_ids_ahead *ids_of(struct db *db, struct str table)
{
    if (!db->haste || table.len >= DB_TABLE_NAME) {
        return NULL;
    }
    for (size_t i = 0; i < DB_ID_TABLES; i++) {
        if (!db->ids[i].table[0]) {
            memcpy(db->ids[i].table, table.at, table.len);
        }
        if (str_is(table, db->ids[i].table)) {
            return &db->ids[i];
        }
    }
    return NULL;
}

static bool take_ids(struct db *db, struct str table, struct db_ids_ahead *ret_ids, struct err *e)
{
    static const struct db_query many = { "db_new_ids",
                                          "", /* DB_IDS_AHEAD of them */
                                          "SELECT nextval(CAST($1 || '_id_seq' AS regclass)) AS id FROM generate_series(1, 64)",
                                          1,
                                          false,
                                          true };
    struct id_row *rows;
    size_t n;
    if (!db_rows(db, db->scratch, &many, DB_ARGS(table), &id_shape, &rows, &n, e)) {
        return false;
    }
    BUG_IF(n != DB_IDS_AHEAD);
    for (size_t i = 0; i < n; i++) {
        ret_ids->ids[i] = rows[i].id;
    }
    ret_ids->n = n;
    ret_ids->used = 0;
    return true;
}

bool db_new_id(struct db *db, struct str table, int64_t *ret_id, struct err *e)
{
    static const struct db_query next = { "db_new_id",
                                          "UPDATE id_counter SET next = next + 1 WHERE name = ?1 RETURNING next - 1 AS id",
                                          "SELECT nextval(CAST($1 || '_id_seq' AS regclass)) AS id",
                                          1,
                                          false,
                                          true };
    struct db_ids_ahead *ahead = ids_of(db, table);
    struct id_row row;
    struct err why = { 0 };
    if (ahead && (ahead->used < ahead->n || take_ids(db, table, ahead, &why))) {
        *ret_id = ahead->ids[ahead->used++];
        return true;
    }
    if (!ahead && db_one(db, db->scratch, &next, DB_ARGS(table), &id_shape, &row, &why)) {
        *ret_id = row.id;
        return true;
    }
    if (why.kind == ERR_NOT_FOUND) {
        return err_setf(e, ERR_BROKEN, "db_new_id", "no counter of ids for %.*s: its migration lacks @register", (int)table.len,
                        table.at);
    }
    if (e->kind == ERR_NONE) {
        *e = why;
    }
    return false;
}
