/* The SQLite engine: the only file that knows sqlite3.h. Writers keep a write-ahead log with synchronous=FULL, so what was
   committed survives a power cut; readers are query_only and, because a PRAGMA could switch that off, are also refused every
   statement that is not read-only by SQLite's own judgement. A file deleted or replaced under an open connection would go on
   taking rows into nowhere: before each transaction we look whether it is still there, and open anew if it came back. */
#include "base/clock.h"
#include "base/text/text.h"
#include "db/db_in.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

struct sqlite {
    struct db db;
    sqlite3 *handle;
    int64_t looked_at; /* when we last looked whether the file is still there */
};

enum { BUSY_MS = 5000, LOOK_EVERY_US = 1000000 };

struct db *db_sqlite_new(struct arena *a)
{
    struct sqlite *s = NEW(a, struct sqlite);
    return &s->db;
}

static struct sqlite *of(struct db *db)
{
    return (struct sqlite *)db;
}

static enum err_kind constraint_words(int code, const char **ret_words)
{
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        *ret_words = "unique: ";
        break;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        *ret_words = "reference: ";
        break;
    case SQLITE_CONSTRAINT_NOTNULL:
        *ret_words = "missing: ";
        break;
    default:
        *ret_words = "check: ";
    }
    return ERR_INVALID;
}

static enum err_kind kind_of(const struct sqlite *s, int code, const char **ret_words)
{
    *ret_words = "";
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return constraint_words(code, ret_words);
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
        return ERR_INVALID;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_FULL:
        return ERR_FULL;
    case SQLITE_IOERR:
        return s->handle && err_of_system(sqlite3_system_errno(s->handle)) == ERR_FULL ? ERR_FULL : ERR_GONE;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return s->handle && err_of_system(sqlite3_system_errno(s->handle)) == ERR_FULL ? ERR_FULL : ERR_GONE;
    case SQLITE_READONLY:
        return code == SQLITE_READONLY_DBMOVED ? ERR_GONE : s->db.mode == DB_READ ? ERR_FORBIDDEN : ERR_BROKEN;
    default:
        return ERR_BROKEN;
    }
}

static bool fail(struct sqlite *s, int code, const char *name, struct err *e)
{
    const char *words;
    enum err_kind kind = kind_of(s, code, &words);
    /* After some failures (disk full, I/O) SQLite has rolled everything back by itself. */
    if (s->db.open && s->handle && sqlite3_get_autocommit(s->handle)) {
        s->db.lost = kind;
    }
    const char *says = s->handle ? sqlite3_errmsg(s->handle) : sqlite3_errstr(code);
    return err_setf(e, kind, "sqlite", "%s: %s%s (%d)", name, words, says, code);
}

static int collate_ru(void *nothing, int n_one, const void *one, int n_two, const void *two)
{
    struct str a = { one, (size_t)n_one }, b = { two, (size_t)n_two };
    int order = text_compare(LANG_RU, a, b);
    return order ? order : str_compare(a, b);
}

static bool quick(struct sqlite *s, const char *text, struct err *e)
{
    int code = sqlite3_exec(s->handle, text, NULL, NULL, NULL);
    return code == SQLITE_OK || fail(s, code, text, e);
}

static void close_handle(struct sqlite *s)
{
    if (s->handle) {
        BUG_IF(sqlite3_close(s->handle) != SQLITE_OK);
        s->handle = NULL;
    }
}

/* The file holds names of people: only its owner may read it. An existing file is not even opened here, because closing any
   descriptor of it would drop the locks that another connection of this process holds on it. */
static void make_private(const char *path)
{
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0) {
        close(fd);
    }
}

/* The file is read and not mapped: where somebody copies another file over it in place, or a sector cannot be read, a mapped
   page kills the server by SIGBUS, and read() says so. */
static bool open_handle(struct sqlite *s, bool create, struct err *e)
{
    const char *path = s->db.url.at;
    bool writer = s->db.mode != DB_READ;
    create = create && s->db.mode == DB_WRITE;
    if (create && strcmp(path, ":memory:") != 0) {
        make_private(path);
    }
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int code = sqlite3_open_v2(path, &s->handle, flags | (create ? SQLITE_OPEN_CREATE : 0), NULL);
    if (code != SQLITE_OK) {
        fail(s, code, path, e);
        close_handle(s);
        return false;
    }
    sqlite3_busy_timeout(s->handle, BUSY_MS);
    sqlite3_create_collation_v2(s->handle, "ru", SQLITE_UTF8, NULL, collate_ru, NULL);
    bool ok = quick(s,
                    "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; "
                    "PRAGMA cache_size = -4096; PRAGMA mmap_size = 0",
                    e) &&
              quick(s,
                    writer ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000"
                           : "PRAGMA query_only = ON; SELECT count(*) FROM sqlite_schema",
                    e);
    if (!ok) {
        close_handle(s);
        return false;
    }
    s->looked_at = clock_steady_us();
    return true;
}

bool db_sqlite_open(struct db *db, struct err *e)
{
    if (!open_handle(of(db), true, e)) {
        e->hint = STR("check the path and the rights; a new database is made by: orientir init --db FILE");
        return false;
    }
    return true;
}

static bool moved(struct sqlite *s)
{
    int yes = 0;
    s->looked_at = clock_steady_us();
    return !s->handle || (sqlite3_file_control(s->handle, "main", SQLITE_FCNTL_HAS_MOVED, &yes) == SQLITE_OK && yes);
}

/* Outside of a transaction: the file we have open is the file of that name, or it is opened anew. */
static bool ready(struct db *db, struct err *e)
{
    struct sqlite *s = of(db);
    if (!moved(s)) {
        return true;
    }
    struct err why = { 0 };
    if (access(db->url.at, R_OK) == 0) {
        db_moved(db);
        close_handle(s);
        if (open_handle(s, false, &why)) {
            return true;
        }
    }
    return err_setf(e, ERR_GONE, "sqlite", "%s: the database file is not there any more", db->url.at);
}

static bool prepare_text(struct sqlite *s, const struct db_sql *sql, struct str text, sqlite3_stmt **ret, struct err *e)
{
    const char *tail = NULL;
    int code = sqlite3_prepare_v3(s->handle, text.at, (int)text.len + 1, SQLITE_PREPARE_PERSISTENT, ret, &tail);
    if (code != SQLITE_OK) {
        return fail(s, code, sql->name, e);
    }
    if (!*ret || (tail && *tail)) {
        sqlite3_finalize(*ret);
        return err_setf(e, ERR_BROKEN, "sqlite", "%s: not exactly one statement", sql->name);
    }
    if (s->db.mode == DB_READ && !sqlite3_stmt_readonly(*ret)) {
        sqlite3_finalize(*ret);
        return err_setf(e, ERR_FORBIDDEN, "sqlite", "%s: writes on a connection that only reads", sql->name);
    }
    return true;
}

static bool entry_of(struct sqlite *s, const struct db_sql *sql, size_t n_args, struct db_entry **ret, struct err *e)
{
    struct db_entry *entry = db_cache_find(&s->db, sql);
    if (!entry) {
        size_t centre_at = sql->has_centre ? n_args + 1 : 0;
        struct str text = sql->text;
        if (sql->generated) {
            text = db_dialect(s->db.scratch, text, DB_SQLITE, n_args, &centre_at);
        }
        sqlite3_stmt *statement = NULL;
        if (!prepare_text(s, sql, text, &statement, e)) {
            return false;
        }
        entry = db_cache_add(&s->db, sql);
        entry->statement = statement;
        entry->centre_at = centre_at;
    }
    *ret = entry;
    return true;
}

static int bind_one(sqlite3_stmt *st, int at, const struct db_value *v)
{
    switch (v->kind) {
    case DB_INT:
        return sqlite3_bind_int64(st, at, v->as.i);
    case DB_REAL:
        return sqlite3_bind_double(st, at, v->as.r);
    case DB_TEXT:
        return sqlite3_bind_text64(st, at, v->as.s.at ? v->as.s.at : "", v->as.s.len, SQLITE_STATIC, SQLITE_UTF8);
    case DB_BLOB:
        return sqlite3_bind_blob64(st, at, v->as.s.at ? v->as.s.at : "", v->as.s.len, SQLITE_STATIC);
    case DB_NULL:
    case DB_DAY:
    case DB_MAYBE_INT:
    case DB_MAYBE_REAL:
        break;
    }
    return sqlite3_bind_null(st, at);
}

static bool bind(struct sqlite *s, const struct db_entry *entry, const struct db_ask *ask, struct err *e)
{
    sqlite3_stmt *st = entry->statement;
    size_t n = (size_t)sqlite3_bind_parameter_count(st);
    BUG_IF(n > ask->args.n + (entry->centre_at != 0));
    for (size_t i = 0; i < ask->args.n && i < n; i++) {
        int code = bind_one(st, (int)i + 1, &ask->args.v[i]);
        if (code != SQLITE_OK) {
            return fail(s, code, ask->sql->name, e);
        }
    }
    if (entry->centre_at) {
        BUG_IF(s->db.centre == 0); /* db_set_centre was forgotten: the statement would find nothing, silently */
        sqlite3_bind_int64(st, (int)entry->centre_at, s->db.centre);
    }
    return true;
}

static void read_cells(struct sqlite *s, sqlite3_stmt *st, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct db_value *to = &s->db.cells[i];
        int at = (int)i;
        switch (sqlite3_column_type(st, at)) {
        case SQLITE_INTEGER:
            *to = db_from_int(sqlite3_column_int64(st, at));
            break;
        case SQLITE_FLOAT:
            *to = db_from_real(sqlite3_column_double(st, at));
            break;
        case SQLITE_TEXT:
            to->kind = DB_TEXT;
            to->as.s.at = (const char *)sqlite3_column_text(st, at);
            to->as.s.len = (size_t)sqlite3_column_bytes(st, at);
            break;
        case SQLITE_BLOB:
            to->kind = DB_BLOB;
            to->as.s.at = sqlite3_column_blob(st, at);
            to->as.s.len = (size_t)sqlite3_column_bytes(st, at);
            to->as.s.at = to->as.s.at ? to->as.s.at : "";
            break;
        default:
            *to = DB_NOTHING;
        }
    }
}

/* Steps through the answer. The columns are told after the first step, because a step may prepare anew after a change of the
   schema. */
static bool step_all(struct sqlite *s, sqlite3_stmt *st, struct db_ask *ask, struct err *e)
{
    size_t n = 0;
    bool told = false;
    for (;;) {
        int code = sqlite3_step(st);
        if (code != SQLITE_ROW && code != SQLITE_DONE) {
            return fail(s, code, ask->sql->name, e);
        }
        if (ask->sink && !told) {
            n = (size_t)sqlite3_column_count(st);
            BUG_IF(n > DB_MOST_COLUMNS);
            for (size_t i = 0; i < n; i++) {
                s->db.names[i] = sqlite3_column_name(st, (int)i);
            }
            if (!ask->sink->columns(ask->sink, s->db.names, n, e)) {
                return false;
            }
            told = true;
        }
        if (code == SQLITE_DONE) {
            return true;
        }
        if (ask->sink) {
            read_cells(s, st, n);
            if (!ask->sink->row(ask->sink, s->db.cells, e)) {
                return false;
            }
        }
    }
}

static bool run(struct db *db, struct db_ask *ask, struct err *e)
{
    struct sqlite *s = of(db);
    if (!db->open && clock_steady_us() - s->looked_at > LOOK_EVERY_US && !ready(db, e)) {
        return false;
    }
    if (!s->handle && !ready(db, e)) {
        return false;
    }
    struct db_entry *entry = NULL;
    if (!entry_of(s, ask->sql, ask->args.n, &entry, e)) {
        return false;
    }
    sqlite3_stmt *st = entry->statement;
    bool ok = bind(s, entry, ask, e) && step_all(s, st, ask, e);
    if (ok) {
        ask->changed = sqlite3_stmt_readonly(st) ? 0 : sqlite3_changes64(s->handle);
    }
    sqlite3_reset(st);
    sqlite3_clear_bindings(st);
    return ok;
}

static bool prepare(struct db *db, const struct db_sql *sql, struct err *e)
{
    sqlite3_stmt *statement = NULL;
    struct sqlite *s = of(db);
    if (!prepare_text(s, sql, sql->text, &statement, e)) {
        return false;
    }
    sqlite3_finalize(statement);
    return true;
}

static bool script(struct db *db, const char *text, struct err *e)
{
    struct sqlite *s = of(db);
    db->n_statements++;
    if (!s->handle && !ready(db, e)) {
        return false;
    }
    int code = sqlite3_exec(s->handle, text, NULL, NULL, NULL);
    return code == SQLITE_OK || fail(s, code, "script", e);
}

static void drop(struct db *db, struct db_entry *entry)
{
    sqlite3_finalize(entry->statement);
}

/* Nothing is ever sent ahead: there is no wire. */
static bool settle(struct db *db, struct err *e)
{
    return true;
}

static void close_all(struct db *db)
{
    close_handle(of(db));
}

const struct db_driver db_sqlite = { DB_SQLITE, run, prepare, script, drop, settle, ready, close_all };
