/* The PostgreSQL engine: the only file that knows libpq-fe.h. Statements are prepared once a connection under names of ours;
   values go and come as text. A lost connection is made anew before the next transaction; what was under way is lost and said
   so: a read is simply asked again, a work is run again by db_write if COMMIT had not been sent, and a COMMIT whose answer
   never came is an error that says nobody knows. Messages of the server reach the log, values never do: a message about a
   malformed value would contain it, so of those only the code is told. */
#include "base/num.h"
#include "db/db_in.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

struct postgres {
    struct db db;
    PGconn *conn;
    bool ended;     /* the server said that it ends this session; libpq may not have noticed yet */
    size_t n_ahead; /* statements sent whose answers nobody has read yet; libpq is in its pipeline mode while there are any */
    Oid types[DB_MOST_COLUMNS];
    const char *values[DB_MOST_ARGS + 1];
    int lengths[DB_MOST_ARGS + 1];
    int formats[DB_MOST_ARGS + 1];
};

enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_FLOAT4 = 700,
    OID_FLOAT8 = 701,
    OID_NUMERIC = 1700
};
enum { MOST_AHEAD = 256 }; /* their answers have to lie somewhere */

struct db *db_postgres_new(struct arena *a)
{
    struct postgres *p = NEW(a, struct postgres);
    return &p->db;
}

static struct postgres *of(struct db *db)
{
    return (struct postgres *)db;
}

static bool is_state(const char *state, const char *with)
{
    return strncmp(state, with, strlen(with)) == 0;
}

static enum err_kind kind_of(const char *state, const char **ret_words)
{
    static const struct {
        const char *state;
        enum err_kind kind;
        const char *words;
    } kinds[] = {
        { "23505", ERR_INVALID, "unique: " },
        { "23503", ERR_INVALID, "reference: " },
        { "23502", ERR_INVALID, "missing: " },
        { "23", ERR_INVALID, "check: " },
        { "22", ERR_INVALID, "" },
        { "40001", ERR_CONFLICT, "" },
        { "40P01", ERR_CONFLICT, "" },
        { "55P03", ERR_BUSY, "" },
        { "57014", ERR_BUSY, "" },
        { "53100", ERR_FULL, "" },
        { "53", ERR_BUSY, "" },
        { "57P", ERR_GONE, "" },
        { "08", ERR_GONE, "" },
        { "25006", ERR_FORBIDDEN, "" },
    };
    *ret_words = "";
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (is_state(state, kinds[i].state)) {
            *ret_words = kinds[i].words;
            return kinds[i].kind;
        }
    }
    return ERR_BROKEN;
}

/* The server's first line, without the line feed. */
static struct str first_line(const char *message)
{
    struct str s = str_c(message);
    return str_trim(str_part(s, 0, str_find(s, STR("\n"), 0)));
}

static bool is_lost(const struct postgres *p)
{
    return !p->conn || p->ended || PQstatus(p->conn) == CONNECTION_BAD;
}

static bool fail_lost(struct postgres *p, const char *name, struct err *e)
{
    struct str says = p->conn ? first_line(PQerrorMessage(p->conn)) : STR("no connection");
    if (p->db.open) {
        bool in_doubt = strcmp(name, "COMMIT") == 0;
        p->db.lost = ERR_GONE;
        p->db.again = !in_doubt;
        if (in_doubt) {
            return err_setf(e, ERR_GONE, "postgres", "connection lost while committing: whether it was kept is not known");
        }
    }
    return err_setf(e, ERR_GONE, "postgres", "%s: %.*s", name, (int)says.len, says.at);
}

/* Fills e from the answer and clears it. */
static bool fail(struct postgres *p, PGresult *result, const char *name, struct err *e)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    p->ended = p->ended || (state && is_state(state, "57P0"));
    if (!state || is_lost(p)) {
        PQclear(result);
        return fail_lost(p, name, e);
    }
    const char *words, *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    const char *column = PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
    enum err_kind kind = kind_of(state, &words);
    struct str says = is_state(state, "22") ? STR("a value of a wrong form")
                                            : first_line(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    if (is_state(state, "23")) {
        says = str_c(constraint ? constraint : column ? column : "");
    }
    p->db.again = kind == ERR_CONFLICT;
    err_setf(e, kind, "postgres", "%s: %s%.*s (%s)", name, words, (int)says.len, says.at, state);
    PQclear(result);
    return false;
}

static void say_nothing(void *arg, const PGresult *result) {}

static bool simple(struct postgres *p, const char *text, const char *name, struct err *e)
{
    PGresult *result = PQexec(p->conn, text);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        return fail(p, result, name, e);
    }
    PQclear(result);
    return true;
}

static bool connect(struct postgres *p, struct err *e)
{
    const char *const words[] = { "dbname", "client_encoding", "connect_timeout", "fallback_application_name", NULL };
    const char *const values[] = { p->db.url.at, "UTF8", "5", "orientir", NULL };
    PQfinish(p->conn);
    p->ended = false;
    p->n_ahead = 0;
    p->conn = PQconnectdbParams(words, values, 1);
    if (is_lost(p)) {
        struct str says = first_line(PQerrorMessage(p->conn));
        err_setf(e, ERR_GONE, "postgres", "%.*s", (int)says.len, says.at);
        e->hint = STR("check that the server runs and that the URL is right");
        return false;
    }
    PQsetNoticeReceiver(p->conn, say_nothing, NULL);
    const char *encoding = PQparameterStatus(p->conn, "server_encoding");
    if (!encoding || strcmp(encoding, "UTF8") != 0) {
        err_set(e, ERR_BROKEN, "postgres", STR("the database is not encoded in UTF8"));
        e->hint = STR("make it with: createdb --encoding=UTF8 --template=template0 NAME");
        return false;
    }
    return simple(p,
                  "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET lock_timeout = '5s';"
                  "SET standard_conforming_strings = on; SET default_transaction_isolation = 'read committed'",
                  "connect", e) &&
           (p->db.mode != DB_READ || simple(p, "SET default_transaction_read_only = on", "connect", e));
}

bool db_postgres_open(struct db *db, struct err *e)
{
    return connect(of(db), e);
}

static bool ready(struct db *db, struct err *e)
{
    struct postgres *p = of(db);
    if (!is_lost(p)) {
        return true;
    }
    db_moved(db);
    return connect(p, e);
}

static void name_of(unsigned id, char out[16])
{
    snprintf(out, 16, "o%u", id);
}

static bool is_good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* What was sent ahead has failed, somewhere behind the back of the work: the transaction ends here and now, and the outermost
   work begins anew without haste (write.c). Clears the answer. */
static bool fail_ahead(struct postgres *p, PGresult *result, struct err *e)
{
    struct err why = { 0 };
    fail(p, result, "sent ahead", &why);
    if (p->db.lost || is_lost(p)) {
        *e = why;
        return false;
    }
    PQclear(PQexec(p->conn, "ROLLBACK"));
    p->db.lost = ERR_CONFLICT;
    p->db.again = p->db.careful = true;
    return err_setf(e, ERR_CONFLICT, "postgres", "%.*s", (int)why.what.len, why.what.at);
}

/* Reads the answers to what was sent ahead and, where one is asked for, the answer to the statement sent last, which may be a
   failure: that one is the caller's. Leaves the pipeline mode. */
static bool read_ahead(struct postgres *p, PGresult **ret_last, struct err *e)
{
    PGresult *bad = NULL, *last = NULL;
    size_t n = p->n_ahead + (ret_last ? 1 : 0);
    bool sound = PQpipelineSync(p->conn) == 1;
    p->n_ahead = 0;
    for (size_t i = 0; sound && i < n; i++) {
        PGresult *result = PQgetResult(p->conn), *more;
        bool own = ret_last && i == n - 1;
        sound = result != NULL;
        if (own && !bad) {
            last = result;
        } else if (!bad && !is_good(result)) {
            bad = result;
        } else {
            PQclear(result);
        }
        while (sound && (more = PQgetResult(p->conn)) != NULL) { /* NULL parts one statement's answers from the next one's */
            PQclear(more);
        }
    }
    PGresult *end = sound ? PQgetResult(p->conn) : NULL;
    sound = sound && PQresultStatus(end) == PGRES_PIPELINE_SYNC && PQexitPipelineMode(p->conn) == 1;
    PQclear(end);
    if (!sound || bad) {
        PQclear(last);
        return sound ? fail_ahead(p, bad, e) : (PQclear(bad), fail_lost(p, "sent ahead", e));
    }
    if (ret_last) {
        *ret_last = last;
    }
    return true;
}

static bool settle(struct db *db, struct err *e)
{
    struct postgres *p = of(db);
    return p->n_ahead == 0 || read_ahead(p, NULL, e);
}

static bool entry_of(struct postgres *p, const struct db_sql *sql, size_t n_args, struct db_entry **ret, struct err *e)
{
    struct db_entry *entry = db_cache_find(&p->db, sql);
    if (!entry) {
        if (!settle(&p->db, e)) {
            return false;
        }
        size_t centre_at = sql->has_centre ? n_args + 1 : 0;
        struct str text = sql->text;
        if (sql->generated) {
            text = db_dialect(p->db.scratch, text, DB_POSTGRES, n_args, &centre_at);
        }
        char name[16];
        name_of(p->db.cache.last_id + 1, name);
        /* The server finds out the types of the arguments by itself; the centre's we know. */
        Oid types[DB_MOST_ARGS + 1] = { 0 };
        types[centre_at ? centre_at - 1 : 0] = centre_at ? OID_INT8 : 0;
        PGresult *result = PQprepare(p->conn, name, text.at, (int)centre_at, types);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) {
            return fail(p, result, sql->name, e);
        }
        PQclear(result);
        entry = db_cache_add(&p->db, sql);
        entry->id = ++p->db.cache.last_id;
        entry->centre_at = centre_at;
    }
    *ret = entry;
    return true;
}

static void set_value(struct postgres *p, size_t at, const struct db_value *v)
{
    struct arena *a = p->db.scratch;
    p->values[at] = NULL;
    p->lengths[at] = 0;
    p->formats[at] = 0;
    switch (v->kind) {
    case DB_INT:
        p->values[at] = str_format(a, "%lld", (long long)v->as.i).at;
        break;
    case DB_REAL:
        p->values[at] = str_format(a, "%.17g", v->as.r).at;
        break;
    case DB_TEXT:
        p->values[at] = str_cstr(a, v->as.s);
        break;
    case DB_BLOB:
        p->values[at] = v->as.s.at ? v->as.s.at : "";
        p->lengths[at] = (int)v->as.s.len;
        p->formats[at] = 1;
        break;
    case DB_NULL:
    case DB_DAY:
    case DB_MAYBE_INT:
    case DB_MAYBE_REAL:
        break;
    }
}

static size_t set_values(struct postgres *p, const struct db_entry *entry, const struct db_ask *ask)
{
    size_t n = ask->args.n;
    for (size_t i = 0; i < n; i++) {
        set_value(p, i, &ask->args.v[i]);
    }
    if (entry->centre_at) {
        BUG_IF(p->db.centre == 0); /* db_set_centre was forgotten: the statement would find nothing, silently */
        struct db_value centre = db_from_int(p->db.centre);
        set_value(p, n++, &centre);
    }
    return n;
}

static int64_t whole(const char *text)
{
    bool minus = *text == '-';
    uint64_t n = 0;
    for (text += minus; *text; text++) {
        n = n * 10 + (uint64_t)(*text - '0');
    }
    return (int64_t)(minus ? 0 - n : n);
}

static struct db_value bytes_of(struct arena *a, const char *hex, size_t len)
{
    size_t n = 0;
    char *at = NEW_ARRAY(a, char, len / 2 + 1);
    for (size_t i = 2; i + 1 < len; i += 2) { /* behind \x */
        char high = hex[i], low = hex[i + 1];
        int one = (high <= '9' ? high - '0' : high - 'a' + 10) * 16 + (low <= '9' ? low - '0' : low - 'a' + 10);
        at[n++] = (char)one;
    }
    return (struct db_value){ .kind = DB_BLOB, .as.s = { at, n } };
}

/* Infinity and NaN cannot be stored by us and mean nothing to the house. */
static struct db_value real_of(struct str text)
{
    double value = 0;
    return num_read_real(text, &value) ? db_from_real(value) : DB_NOTHING;
}

static struct db_value cell_of(struct arena *a, const PGresult *result, int row, int column, Oid type)
{
    if (PQgetisnull(result, row, column)) {
        return DB_NOTHING;
    }
    const char *text = PQgetvalue(result, row, column);
    struct str s = { text, (size_t)PQgetlength(result, row, column) };
    switch (type) {
    case OID_INT8:
    case OID_INT4:
    case OID_INT2:
        return db_from_int(whole(text));
    case OID_BOOL:
        return db_from_int(text[0] == 't');
    case OID_BYTEA:
        return bytes_of(a, text, s.len);
    case OID_NUMERIC:
        if (s.len < 19 && !memchr(text, '.', s.len) && !memchr(text, 'N', s.len)) {
            return db_from_int(whole(text));
        }
        return real_of(s);
    case OID_FLOAT4:
    case OID_FLOAT8:
        return real_of(s);
    default:
        return db_from_str(s);
    }
}

static bool give_rows(struct postgres *p, const PGresult *result, struct db_sink *sink, struct err *e)
{
    int n = PQnfields(result);
    BUG_IF(n > DB_MOST_COLUMNS);
    for (int i = 0; i < n; i++) {
        p->db.names[i] = PQfname(result, i);
        p->types[i] = PQftype(result, i);
    }
    if (!sink->columns(sink, p->db.names, (size_t)n, e)) {
        return false;
    }
    for (int row = 0; row < PQntuples(result); row++) {
        for (int i = 0; i < n; i++) {
            p->db.cells[i] = cell_of(p->db.scratch, result, row, i, p->types[i]);
        }
        if (!sink->row(sink, p->db.cells, e)) {
            return false;
        }
    }
    return true;
}

static bool send_ahead(struct postgres *p, const char *name, size_t n, struct err *e)
{
    if ((p->n_ahead == MOST_AHEAD && !settle(&p->db, e)) || (p->n_ahead == 0 && PQenterPipelineMode(p->conn) != 1) ||
        !PQsendQueryPrepared(p->conn, name, (int)n, p->values, p->lengths, p->formats, 0)) {
        return p->db.lost ? false : fail_lost(p, "sent ahead", e);
    }
    p->n_ahead++;
    return true;
}

static bool run_once(struct postgres *p, struct db_ask *ask, struct err *e)
{
    struct db_entry *entry = NULL;
    if (!entry_of(p, ask->sql, ask->args.n, &entry, e)) {
        return false;
    }
    BUG_IF(!entry);
    size_t n = set_values(p, entry, ask);
    char name[16];
    name_of(entry->id, name);
    PGresult *result = NULL;
    if (ask->blind && p->db.haste && p->db.depth > 0) {
        return send_ahead(p, name, n, e);
    }
    if (p->n_ahead == 0) {
        result = PQexecPrepared(p->conn, name, (int)n, p->values, p->lengths, p->formats, 0);
    } else if (!PQsendQueryPrepared(p->conn, name, (int)n, p->values, p->lengths, p->formats, 0)) {
        return fail_lost(p, ask->sql->name, e);
    } else if (!read_ahead(p, &result, e)) {
        return false;
    }
    ExecStatusType status = PQresultStatus(result);
    if (!is_good(result)) {
        const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        /* The schema changed under a prepared statement: it is prepared anew when asked for again. */
        bool stale = state && (strcmp(state, "0A000") == 0 || strcmp(state, "26000") == 0);
        fail(p, result, ask->sql->name, e);
        if (stale) {
            db_cache_remove(&p->db, entry);
            p->db.again = true;
        }
        return false;
    }
    char *changed = PQcmdTuples(result);
    ask->changed = status == PGRES_TUPLES_OK && !ask->sql->writes ? 0 : whole(changed);
    bool ok = !ask->sink || give_rows(p, result, ask->sink, e);
    PQclear(result);
    return ok;
}

static bool run(struct db *db, struct db_ask *ask, struct err *e)
{
    struct postgres *p = of(db);
    struct err why = { 0 };
    if (is_lost(p) && (db->open ? !fail_lost(p, ask->sql->name, &why) : !ready(db, &why))) {
        *e = why;
        return false;
    }
    db->again = false;
    if (run_once(p, ask, &why)) {
        return true;
    }
    bool once_more = !db->open && (is_lost(p) ? !ask->sql->writes || db->mode == DB_READ : db->again && why.kind == ERR_BROKEN);
    if (once_more) {
        struct err second = { 0 };
        if (ready(db, &second) && run_once(p, ask, &second)) {
            return true;
        }
        why = second;
    }
    *e = why;
    return false;
}

static bool prepare(struct db *db, const struct db_sql *sql, struct err *e)
{
    struct postgres *p = of(db);
    if (!settle(db, e)) {
        return false;
    }
    PGresult *result = PQprepare(p->conn, "", sql->text.at, 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        return fail(p, result, sql->name, e);
    }
    PQclear(result);
    return true;
}

static bool script(struct db *db, const char *text, struct err *e)
{
    struct postgres *p = of(db);
    db->n_statements++;
    return settle(db, e) && (db->open || ready(db, e)) && simple(p, text, "script", e);
}

static void drop(struct db *db, struct db_entry *entry)
{
    struct postgres *p = of(db);
    char text[40];
    if (is_lost(p) || PQtransactionStatus(p->conn) == PQTRANS_INERROR) {
        return;
    }
    snprintf(text, sizeof text, "DEALLOCATE o%u", entry->id);
    PQclear(PQexec(p->conn, text));
}

static void close_all(struct db *db)
{
    PQfinish(of(db)->conn);
    of(db)->conn = NULL;
}

const struct db_driver db_postgres = { DB_POSTGRES, run, prepare, script, drop, settle, ready, close_all };
