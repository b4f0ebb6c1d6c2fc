/* Transactions: the one door for writing. A work runs in a transaction of its own or, inside another work or the group of
   SQLite's writer, behind a savepoint; when it returns false only what it did is undone. A failed statement dooms its work
   even if the work goes on and returns true: PostgreSQL allows nothing else, and the engines must not differ. */
#include "db/db_in.h"

enum { ATTEMPTS = 6 };

/* Undoing must not fail because a test ordered a fault or a statement before it failed; if the engine itself refuses, the
   transaction is over already. */
static void undo(struct db *db, const char *text)
{
    if (db->lost) {
        return; /* all of it is undone, and what comes next may be said of that alone */
    }
    uint64_t fail_in = db->fail_in;
    bool again = db->again;
    db->fail_in = 0;
    db->doom = (struct err){ 0 };
    int depth = db->depth;
    db->depth = 0;
    struct err ignored = { 0 };
    (void)!db_say(db, text, text, &ignored);
    db->depth = depth;
    db->fail_in = fail_in;
    db->again = db->lost ? db->again : again; /* an answer that came only now may say that all is gone */
}

static bool begin(struct db *db, bool one_moment, struct err *e)
{
    const char *postgres = one_moment ? "BEGIN ISOLATION LEVEL REPEATABLE READ" : "BEGIN";
    db->again = false;
    db->lost = ERR_NONE;
    if (db->mode == DB_READ) {
        return err_set(e, ERR_FORBIDDEN, "db_write", STR("this connection only reads"));
    }
    if (!db->driver->ready(db, e) || !db_say(db, "BEGIN IMMEDIATE", postgres, e)) {
        return false;
    }
    db->open = true;
    return true;
}

static void rollback(struct db *db)
{
    undo(db, "ROLLBACK");
    db->doom = (struct err){ 0 };
    db->open = false;
    db->lost = ERR_NONE;
}

/* A transaction in which the schema is still ours: nobody changes it before the commit. SQLite has one writer; on PostgreSQL
   the lock waits for a migration that is under way (apply_work) and takes no snapshot, so that what is read next is true. */
static bool begin_known(struct db *db, bool one_moment, struct err *e)
{
    bool watched = db->newest_known != 0;
    if (!begin(db, one_moment, e)) {
        return false;
    }
    if ((watched && db->driver->engine == DB_POSTGRES && !db_say(db, "", "LOCK TABLE migration IN ROW SHARE MODE", e)) ||
        !db_schema_still_known(db, e)) {
        rollback(db);
        return false;
    }
    return true;
}

static bool commit(struct db *db, struct err *e)
{
    if (db->lost) {
        err_set(e, db->lost, "db_write", STR("the database undid the whole transaction by itself"));
    }
    if (db->lost || !db_say(db, "COMMIT", "COMMIT", e)) {
        rollback(db);
        return false;
    }
    db->open = false;
    return true;
}

/* PostgreSQL only: SQLite has one writer, so whoever writes holds every lock. */
static bool take_lock(struct db *db, struct db_lock lock, struct err *e)
{
    static const struct db_query take = {
        "db_lock", "SELECT 1 AS taken", "SELECT 1 AS taken FROM pg_advisory_xact_lock(hashtextextended($1, 0))", 1, false, true
    };
    if (!lock.what || db_engine(db) == DB_SQLITE) {
        return true;
    }
    struct arena *a = arena_new(4096);
    struct str name = str_format(a, "%s:%lld:%lld", lock.what, (long long)db->centre, (long long)lock.id);
    bool ok = db_do(db, &take, DB_ARGS(name), NULL, e);
    arena_free(a);
    return ok;
}

bool db_hold(struct db *db, struct db_lock lock, struct err *e)
{
    BUG_IF(db->depth == 0);
    return take_lock(db, lock, e);
}

/* The work itself; true only when it said so and no statement of it failed. */
static bool run_work(struct ctx *ctx, struct db_lock lock, db_work *work, void *arg, struct err *e)
{
    struct db *db = ctx->db;
    db->depth++;
    bool ok = take_lock(db, lock, e) && work(ctx, arg, e);
    struct err ahead = { 0 };
    if (db->haste == db->depth && !db_haste_ends(db, &ahead)) { /* the work's own refusal may rest on what was never done */
        *e = ahead;
        ok = false;
    }
    if (ok && db->doom.kind != ERR_NONE) {
        *e = db->doom;
        ok = false;
    }
    /* Writers of text stop silently when memory is full and say so only if asked: what they left may have been stored. */
    if (ok && arena_full(ctx->arena)) {
        ok = err_set(e, ERR_TOO_BIG, "db_write", STR("memory ran out while the rows were made"));
    }
    db->depth--;
    return ok;
}

/* The transaction of a group in which nothing has been done yet is given up as a whole and begun anew. */
static void begin_group_anew(struct db *db)
{
    struct err e = { 0 };
    undo(db, "ROLLBACK");
    db->open = false;
    if (begin_known(db, false, &e)) {
        db->fresh = true;
        return;
    }
    db->open = true; /* whoever commits is told, and only then is it over */
    db->lost = e.kind;
}

/* Inside another work or a group. The first work of a group needs no savepoint: there is nothing before it to keep. */
static bool write_inside(struct ctx *ctx, struct db_lock lock, db_work *work, void *arg, struct err *e)
{
    struct db *db = ctx->db;
    if (db->lost) {
        return err_set(e, db->lost, "db_write", STR("the transaction around this work is gone"));
    }
    bool whole = db->fresh;
    db->fresh = false;
    if (!whole && !db_say(db, "SAVEPOINT work", "SAVEPOINT work", e)) {
        return false;
    }
    bool ok = run_work(ctx, lock, work, arg, e);
    if (ok && !whole) {
        ok = db_say(db, "RELEASE work", "RELEASE work", e);
    }
    if (!ok && !db->lost && whole) {
        begin_group_anew(db);
    } else if (!ok && !db->lost) {
        undo(db, "ROLLBACK TO work");
        undo(db, "RELEASE work");
        if (db->lost) { /* more than this work is gone: its own refusal would let the outer one go on */
            *e = (struct err){ 0 };
            err_set(e, db->lost, "db_write", STR("the transaction around this work is gone"));
        }
    }
    db->doom = (struct err){ 0 };
    if (db->lost && db->depth > 0) {
        db->doom = *e;
    }
    return ok;
}

struct writing {
    struct db_lock lock;
    db_work *work;
    void *arg;
    bool one_moment;
};

static bool write_once(struct ctx *ctx, const struct writing *w, struct err *e)
{
    struct db *db = ctx->db;
    if (!begin_known(db, w->one_moment, e)) {
        return false;
    }
    if (!run_work(ctx, w->lock, w->work, w->arg, e)) {
        rollback(db);
        return false;
    }
    return commit(db, e);
}

static bool write_anyhow(struct ctx *ctx, const struct writing *w, struct err *e)
{
    struct db *db = ctx->db;
    struct err why = { 0 };
    bool ok = false;
    if (db->open) {
        BUG_IF(w->one_moment && db_engine(db) == DB_POSTGRES);
        ok = write_inside(ctx, w->lock, w->work, w->arg, &why);
    } else {
        for (int attempt = 0; attempt < ATTEMPTS && !ok; attempt++) {
            why = (struct err){ 0 };
            ok = write_once(ctx, w, &why);
            if (!ok && !db->again) {
                break;
            }
        }
    }
    db->careful = db->careful && db->open;
    if (!ok && e->kind == ERR_NONE) {
        *e = why;
        if (e->kind == ERR_NONE) {
            err_set(e, ERR_BROKEN, "db_write", STR("the work was given up without a reason"));
        }
    }
    return ok;
}

bool db_write(struct ctx *ctx, struct db_lock lock, db_work *work, void *arg, struct err *e)
{
    return write_anyhow(ctx, &(struct writing){ lock, work, arg, false }, e);
}

bool db_write_one_moment(struct ctx *ctx, struct db_lock lock, db_work *work, void *arg, struct err *e)
{
    return write_anyhow(ctx, &(struct writing){ lock, work, arg, true }, e);
}

bool db_group_begin(struct db *db, struct err *e)
{
    BUG_IF(db->open);
    if (db_engine(db) == DB_POSTGRES) {
        return true; /* there are eight writers, each work commits by itself */
    }
    if (!begin_known(db, false, e)) {
        return false;
    }
    db->group = db->fresh = true;
    return true;
}

bool db_group_commit(struct db *db, struct err *e)
{
    if (!db->group) {
        return true;
    }
    BUG_IF(db->depth > 0);
    db->group = db->fresh = false;
    return commit(db, e);
}
