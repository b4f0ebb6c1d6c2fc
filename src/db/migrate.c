/* Migrations: numbered texts of the folders, each applied once and in one transaction, their checksums kept, so that a text
   edited after its release is noticed. Numbers belong to folders and not to time: what is not yet applied is applied, in the
   order of the numbers, whatever stands after it. SQLite cannot check foreign keys while tables are rebuilt, so there the
   whole is checked before the commit, and a copy of the file is laid beside it first. The words are in migrate_text.c. */
#include "db/content.h"
#include "db/migrate_in.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char lock_postgres[] = "SELECT pg_advisory_lock(hashtextextended('orientir migrate', 0))";
static const char unlock_postgres[] = "SELECT pg_advisory_unlock(hashtextextended('orientir migrate', 0))";

struct applied {
    int64_t number;
    struct str name, checksum;
};
struct applied_list {
    struct applied *rows;
    size_t n;
};

static bool table_is_there(struct db *db, bool *ret_there, struct err *e)
{
    int64_t n = 0;
    if (!db_ask_int(db,
                    db_engine(db) == DB_SQLITE
                        ? STR("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'")
                        : STR("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migration'"),
                    0, &n, e)) {
        return false;
    }
    *ret_there = n > 0;
    return true;
}

static bool read_applied(struct db *db, struct arena *a, struct applied_list *ret, struct err *e)
{
    static const struct db_query all = { "db_migrations",
                                         "SELECT number, name, checksum FROM migration ORDER BY number",
                                         "SELECT number, name, checksum FROM migration ORDER BY number",
                                         0,
                                         false,
                                         false };
    static const struct db_column columns[] = { { "number", DB_INT, offsetof(struct applied, number) },
                                                { "name", DB_TEXT, offsetof(struct applied, name) },
                                                { "checksum", DB_TEXT, offsetof(struct applied, checksum) } };
    static const struct db_shape shape = DB_SHAPE(struct applied, columns);
    bool there = false;
    *ret = (struct applied_list){ NULL, 0 };
    return table_is_there(db, &there, e) && (!there || db_rows(db, a, &all, DB_NO_ARGS, &shape, &ret->rows, &ret->n, e));
}

static const struct db_migration *find(const struct db_migration *list, size_t n, int64_t number)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].number == number) {
            return &list[i];
        }
    }
    return NULL;
}

static bool is_applied(const struct applied_list *applied, int number)
{
    for (size_t i = 0; i < applied->n; i++) {
        if (applied->rows[i].number == number) {
            return true;
        }
    }
    return false;
}

/* What the database has is known to this program, word for word. */
static bool check_known(struct arena *a, const struct applied_list *applied, const struct db_migration *list, size_t n,
                        struct err *e)
{
    for (size_t i = 0; i < applied->n; i++) {
        const struct applied *row = &applied->rows[i];
        const struct db_migration *m = find(list, n, row->number);
        if (!m) {
            err_setf(e, ERR_NEWER, "db_migrate", "the database has a migration this program does not know: %04d %.*s",
                     (int)row->number, (int)row->name.len, row->name.at);
            e->hint = STR("run the newer program this database was used with");
            return false;
        }
        if (!str_equal(row->checksum, hash_sha256_hex(a, str_c(m->sql)))) {
            err_setf(e, ERR_BROKEN, "db_migrate", "migration %s was changed after it had been applied", m->name);
            e->hint = STR("put the old text back and write the change as a new migration");
            return false;
        }
    }
    return true;
}

static bool first_tables(struct db *db, struct err *e)
{
    return db->driver->script(
        db,
        db_engine(db) == DB_SQLITE
            ? "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,"
              " applied_at INTEGER NOT NULL) STRICT;"
              "CREATE TABLE IF NOT EXISTS id_counter (name TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID, STRICT"
            : "CREATE COLLATION IF NOT EXISTS ru (provider = icu, locale = 'ru-u-kn-true');"
              "CREATE TABLE IF NOT EXISTS migration (number bigint PRIMARY KEY, name text COLLATE \"C\" NOT NULL,"
              " checksum text COLLATE \"C\" NOT NULL, applied_at bigint NOT NULL)",
        e);
}

static bool no_broken_references(struct db *db, struct arena *a, const char *name, struct err *e)
{
    struct db_table broken;
    if (db_engine(db) == DB_POSTGRES) {
        return true;
    }
    if (!db_table_sql(db, a, STR("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1"), DB_NO_ARGS, &broken, e)) {
        return false;
    }
    if (broken.n_rows == 0) {
        return true;
    }
    struct str from = broken.values[0].as.s, to = broken.values[1].as.s;
    return err_setf(e, ERR_BROKEN, "db_migrate", "migration %s: rows of %.*s refer to nothing in %.*s", name, (int)from.len,
                    from.at, (int)to.len, to.at);
}

struct one {
    const struct db_migration *migration;
};

static bool apply_work(struct ctx *ctx, void *arg, struct err *e)
{
    const struct db_migration *m = ((struct one *)arg)->migration;
    static const struct db_query note = { "db_migration_add",
                                          "INSERT INTO migration (number, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4)",
                                          "INSERT INTO migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
                                          4,
                                          false,
                                          true };
    struct str rest = str_c(m->sql), statement;
    struct applied_list applied;
    /* Whoever writes by the schema of before ends first, and who begins now waits (begin_known of write.c). */
    if (db_engine(ctx->db) == DB_POSTGRES && !db_say(ctx->db, "", "LOCK TABLE migration IN EXCLUSIVE MODE", e)) {
        return false;
    }
    if (!read_applied(ctx->db, ctx->arena, &applied, e)) {
        return false;
    }
    if (is_applied(&applied, m->number)) {
        return true; /* another process was quicker while we waited for the lock */
    }
    while (migrate_next(&rest, &statement)) {
        struct str text = migrate_expand(ctx->arena, statement, db_engine(ctx->db));
        if (text.len && !ctx->db->driver->script(ctx->db, text.at, e)) {
            return false;
        }
    }
    struct str checksum = hash_sha256_hex(ctx->arena, str_c(m->sql));
    return db_do(ctx->db, &note, DB_ARGS(m->number, str_c(m->name), checksum, (long)ctx->now_ms), NULL, e) &&
           no_broken_references(ctx->db, ctx->arena, m->name, e);
}

static bool apply(struct db *db, const struct db_migration *m, struct err *e)
{
    struct arena *a = arena_new(16u << 20);
    struct ctx ctx = { .arena = a, .db = db, .now_ms = clock_now_ms() };
    struct one one = { m };
    struct err why = { 0 };
    bool ok = db_write(&ctx, DB_NO_LOCK, apply_work, &one, &why);
    db_cache_clear(db);
    if (!ok) {
        err_setf(e, why.kind, "db_migrate", "migration %s: %.*s", m->name, (int)why.what.len, why.what.at);
    }
    arena_free(a);
    return ok;
}

/* The file as it was, beside it: a half-written copy never bears the final name. */
static bool copy_beside(struct db *db, int64_t newest, struct err *e)
{
    if (db_engine(db) == DB_POSTGRES || newest == 0 || str_is(db->url, ":memory:")) {
        return true;
    }
    struct arena *a = arena_new(1u << 20);
    struct str copy = str_format(a, "%s.before-%04d", db->url.at, (int)newest);
    struct str half = str_format(a, "%s.new", copy.at);
    unlink(half.at);
    bool ok = db_do_sql(db, a, STR("VACUUM INTO ?1"), DB_ARGS(half), NULL, e);
    if (ok && rename(half.at, copy.at) != 0) {
        ok = err_setf(e, ERR_BROKEN, "db_migrate", "%s: the copy of the database cannot be renamed", copy.at);
    }
    arena_free(a);
    return ok;
}

static bool apply_pending(struct db *db, struct arena *a, const struct db_migration *list, size_t n, struct err *e)
{
    struct applied_list applied;
    if (!first_tables(db, e) || !read_applied(db, a, &applied, e) || !check_known(a, &applied, list, n, e)) {
        return false;
    }
    bool copied = false;
    for (size_t i = 0; i < n; i++) {
        BUG_IF(i && list[i].number <= list[i - 1].number);
        if (is_applied(&applied, list[i].number)) {
            continue;
        }
        if (!copied && !copy_beside(db, applied.n ? applied.rows[applied.n - 1].number : 0, e)) {
            return false;
        }
        copied = true;
        if (!apply(db, &list[i], e)) {
            return false;
        }
    }
    return !copied || db_analyze(db, e);
}

bool db_migrations_applied(struct db *db, struct arena *a, struct db_applied **ret_list, size_t *ret_n, struct err *e)
{
    struct applied_list applied;
    if (!read_applied(db, a, &applied, e)) {
        return false;
    }
    struct db_applied *list = NEW_ARRAY(a, struct db_applied, applied.n + 1);
    for (size_t i = 0; i < applied.n; i++) {
        list[i] = (struct db_applied){ applied.rows[i].number, applied.rows[i].name, applied.rows[i].checksum };
    }
    *ret_list = list;
    *ret_n = applied.n;
    return true;
}

bool db_migrate(struct db *db, const struct db_migration *list, size_t n, struct err *e)
{
    if (db->mode == DB_READ) {
        return err_set(e, ERR_FORBIDDEN, "db_migrate", STR("this connection only reads"));
    }
    struct arena *a = arena_new(16u << 20);
    bool ok = db_say(db, "PRAGMA foreign_keys = OFF", lock_postgres, e) && apply_pending(db, a, list, n, e);
    struct err after = { 0 };
    if (!db_say(db, "PRAGMA foreign_keys = ON", unlock_postgres, &after) && ok) {
        *e = after;
        ok = false;
    }
    arena_free(a);
    return ok;
}

bool db_schema_still_known(struct db *db, struct err *e)
{
    int64_t newest;
    if (db->newest_known == 0) {
        return true;
    }
    db->schema_looked_us = clock_steady_us();
    if (!db_ask_int(db, STR("SELECT max(number) AS newest FROM migration"), 0, &newest, e)) {
        return false;
    }
    return newest <= db->newest_known ||
           err_setf(e, ERR_NEWER, "db", "a newer program has brought the database up to migration %04d while we ran",
                    (int)newest);
}

bool db_check_schema(struct db *db, const struct db_migration *list, size_t n, struct err *e)
{
    struct arena *a = arena_new(16u << 20);
    struct applied_list applied;
    bool ok = read_applied(db, a, &applied, e) && check_known(a, &applied, list, n, e);
    for (size_t i = 0; ok && i < n; i++) {
        if (!is_applied(&applied, list[i].number)) {
            ok = err_setf(e, ERR_BROKEN, "db_check_schema", "the database is older than the program: %s is not applied",
                          list[i].name);
            e->hint = STR("run: orientir migrate --db URL");
        }
    }
    if (ok && n > 0) {
        db->newest_known = list[n - 1].number;
        db->schema_looked_us = clock_steady_us();
    }
    arena_free(a);
    return ok;
}
