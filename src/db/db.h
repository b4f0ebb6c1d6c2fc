/* Two engines, one door: SQLite inside, PostgreSQL beside. All rows and strings live in the arena given; nothing is freed by
   the caller. Statements are named in *.sql files; tools/sqlgen makes `extern const struct db_query q_NAME` of each.

   In a statement ?1 … ?n are the caller's arguments and :centre is the centre of this connection's ctx (db_centre); both may
   stand several times. In comparisons with a bare argument that may be NULL write CAST(?1 AS bigint) / CAST(?1 AS text):
   PostgreSQL must know the type. Order for people: COLLATE ru. Always say NULLS FIRST/LAST when a sorted column is nullable.
   A variant for one engine follows `-- postgres:` inside the statement. */
#ifndef DB_H
#define DB_H
#include "base/arena.h"
#include "base/ctx.h"
#include "base/day.h"
#include "base/err.h"
#include "base/str.h"

struct db;
enum db_mode {
    DB_READ,
    DB_WRITE,         /* a file that is not there is made */
    DB_WRITE_EXISTING /* a file that is not there is ERR_GONE: for a server, which would otherwise put an empty base in the
                         place of one that was moved away */
};
enum db_engine { DB_SQLITE, DB_POSTGRES };
enum db_kind { DB_NULL, DB_INT, DB_REAL, DB_TEXT, DB_BLOB, DB_DAY, DB_MAYBE_INT, DB_MAYBE_REAL };

struct db_value {
    enum db_kind kind; /* in a shape: kind of the struct member; in a value: NULL, INT, REAL, TEXT or BLOB */
    union {
        int64_t i;
        double r;
        struct str s;
    } as;
};
struct db_query {
    const char *name, *sqlite, *postgres;
    unsigned char n_args; /* the caller's; :centre is bound as number n_args + 1 where has_centre */
    bool has_centre;
    bool writes;
};
/* Members by kind: INT int64_t, REAL double, TEXT/BLOB struct str (NULL reads as empty only for TEXT declared DB_TEXT),
   DAY struct day, MAYBE_INT struct maybe_int, MAYBE_REAL struct maybe_real. NULL into INT or REAL is a BUG. */
struct db_column {
    const char *name;
    enum db_kind kind;
    size_t offset;
};
struct db_shape {
    const struct db_column *columns;
    size_t n, size;
};
#define DB_SHAPE(type, columns)                                                                                                \
    {                                                                                                                          \
        (columns), COUNT(columns), sizeof(type)                                                                                \
    }

static inline struct db_value db_from_int(int64_t i)
{
    return (struct db_value){ .kind = DB_INT, .as.i = i };
}
static inline struct db_value db_from_real(double r)
{
    return (struct db_value){ .kind = DB_REAL, .as.r = r };
}
static inline struct db_value db_from_str(struct str s)
{
    return (struct db_value){ .kind = DB_TEXT, .as.s = s };
}
static inline struct db_value db_from_maybe(struct maybe_int m)
{
    return m.known ? db_from_int(m.is) : (struct db_value){ .kind = DB_NULL };
}
static inline struct db_value db_same(struct db_value v)
{
    return v;
}
#define DB_NOTHING ((struct db_value){ .kind = DB_NULL })
#define DB_VALUE(x)                                                                                                            \
    _Generic((x), int                                                                                                          \
             : db_from_int, long                                                                                               \
             : db_from_int, long long                                                                                          \
             : db_from_int, double                                                                                             \
             : db_from_real, struct str                                                                                        \
             : db_from_str, struct maybe_int                                                                                   \
             : db_from_maybe, struct db_value                                                                                  \
             : db_same)(x)
struct db_value db_from_day(struct arena *a, struct day d); /* ISO text, NULL when unknown */
struct db_value db_from_text_or_null(struct str s);         /* empty becomes NULL */

struct db_args {
    const struct db_value *v;
    size_t n;
};
#define DB_NO_ARGS ((struct db_args){ NULL, 0 })
/* DB_ARGS(one, two, …) up to twelve; for more fill an array of struct db_value. */
#define DB_A1(a) DB_VALUE(a)
#define DB_A2(a, ...) DB_VALUE(a), DB_A1(__VA_ARGS__)
#define DB_A3(a, ...) DB_VALUE(a), DB_A2(__VA_ARGS__)
#define DB_A4(a, ...) DB_VALUE(a), DB_A3(__VA_ARGS__)
#define DB_A5(a, ...) DB_VALUE(a), DB_A4(__VA_ARGS__)
#define DB_A6(a, ...) DB_VALUE(a), DB_A5(__VA_ARGS__)
#define DB_A7(a, ...) DB_VALUE(a), DB_A6(__VA_ARGS__)
#define DB_A8(a, ...) DB_VALUE(a), DB_A7(__VA_ARGS__)
#define DB_A9(a, ...) DB_VALUE(a), DB_A8(__VA_ARGS__)
#define DB_A10(a, ...) DB_VALUE(a), DB_A9(__VA_ARGS__)
#define DB_A11(a, ...) DB_VALUE(a), DB_A10(__VA_ARGS__)
#define DB_A12(a, ...) DB_VALUE(a), DB_A11(__VA_ARGS__)
#define DB_PICK(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, NAME, ...) NAME
#define DB_EACH(...)                                                                                                           \
    DB_PICK(__VA_ARGS__, DB_A12, DB_A11, DB_A10, DB_A9, DB_A8, DB_A7, DB_A6, DB_A5, DB_A4, DB_A3, DB_A2, DB_A1, 0)             \
    (__VA_ARGS__)
#define DB_ARGS(...)                                                                                                           \
    ((struct db_args){ (const struct db_value[]){ DB_EACH(__VA_ARGS__) },                                                      \
                       sizeof((const struct db_value[]){ DB_EACH(__VA_ARGS__) }) / sizeof(struct db_value) })

/* url: a file path (SQLite) or postgresql://…; the connection closes when the owner arena is reset. A READ connection cannot
   write whatever statement it is given. */
bool db_open(struct arena *owner, struct str url, enum db_mode mode, struct db **ret_db, struct err *e) MUST_USE;
enum db_engine db_engine(const struct db *db);
/* The centre that :centre is bound to from now on; and the current one. */
void db_set_centre(struct db *db, int64_t centre_id);
int64_t db_centre(const struct db *db);
uint64_t db_statements(const struct db *db); /* how many ran since opening: for log lines and budgets */

bool db_rows(struct db *db, struct arena *a, const struct db_query *q, struct db_args args, const struct db_shape *shape,
             void *ret_rows, size_t *ret_n, struct err *e) MUST_USE;
/* Exactly one row; none is ERR_NOT_FOUND. */
bool db_one(struct db *db, struct arena *a, const struct db_query *q, struct db_args args, const struct db_shape *shape,
            void *ret_row, struct err *e) MUST_USE;
bool db_do(struct db *db, const struct db_query *q, struct db_args args, int64_t *ret_changed, struct err *e) MUST_USE;
/* Row after row into the same struct, for counting more rows than memory should hold. The row and its texts live during the
   call, which must not ask this connection anything; false with an error ends the reading. (libpq keeps a whole answer: group
   in the statement for PostgreSQL.) */
typedef bool db_row(void *with, const void *row, struct err *e);
bool db_each(struct db *db, const struct db_query *q, struct db_args args, const struct db_shape *shape, db_row *take,
             void *with, struct err *e) MUST_USE;

/* Rows without a shape, for the register core, figures and dumps: values[row * n_columns + column]. */
struct db_table {
    size_t n_columns, n_rows;
    const struct str *names;
    struct db_value *values;
};
bool db_table(struct db *db, struct arena *a, const struct db_query *q, struct db_args args, struct db_table *ret_table,
              struct err *e) MUST_USE;
/* Generated SQL (register/list.c, register/save.c and db tools only; a house test holds the list of callers). Written in the
   common dialect with ?n and :centre; statements are cached by their text. */
bool db_table_sql(struct db *db, struct arena *a, struct str sql, struct db_args args, struct db_table *ret_table,
                  struct err *e) MUST_USE;
bool db_do_sql(struct db *db, struct arena *a, struct str sql, struct db_args args, int64_t *ret_changed,
               struct err *e) MUST_USE;

/* A new id for a register: a counter row in SQLite, a sequence in PostgreSQL, always within the transaction. */
bool db_new_id(struct db *db, struct str table, int64_t *ret_id, struct err *e) MUST_USE;

/* All writing goes through one door. `work` may run again (after 40001, 40P01 or a connection lost before COMMIT), so it must
   not touch anything but the database and the arena. Returning false rolls back to before the work. In SQLite the work runs
   under a SAVEPOINT inside the writer's open group (db_group_*), or in a transaction of its own when there is no group.
   PostgreSQL: READ COMMITTED, the lock is taken first. No network, password hash, document or sleep inside. */
struct db_lock {
    const char *what; /* "activity", "analysis", …; NULL takes no lock */
    int64_t id;
};
#define DB_NO_LOCK ((struct db_lock){ NULL, 0 })
typedef bool db_work(struct ctx *ctx, void *arg, struct err *e);
bool db_write(struct ctx *ctx, struct db_lock lock, db_work *work, void *arg, struct err *e) MUST_USE;
/* The same where the work must read everything as of one moment and not only behind one lock: PostgreSQL runs it REPEATABLE
   READ, and anew when somebody changed what it writes. Never inside another work there. */
bool db_write_one_moment(struct ctx *ctx, struct db_lock lock, db_work *work, void *arg, struct err *e) MUST_USE;
/* One more lock inside work, held to its end: for rules over rows that stand beside the one being changed. */
bool db_hold(struct db *db, struct db_lock lock, struct err *e) MUST_USE;
/* To be said inside a work that puts thousands of rows: from here to the end of that work a statement whose answer nobody reads
   (db_do without ret_changed, the savepoints of works inside) is sent without waiting for the answer. What failed of it is told
   by a later statement or at the end, as ERR_CONFLICT, and ends the whole transaction; the outermost work is then run again
   without haste, so that every fault is told where it belongs. Ids come in blocks meanwhile. SQLite, which has no wire, does
   nothing. */
void db_hasten(struct db *db);
/* The writer thread of the server brackets everything it has queued: replies leave only after a commit that returned true. */
bool db_group_begin(struct db *db, struct err *e) MUST_USE;
bool db_group_commit(struct db *db, struct err *e) MUST_USE;

struct db_migration {
    int number;
    const char *name;
    const char *sql; /* with @id @int @real @text @day @time; `-- sqlite:` / `-- postgres:` before a statement restricts it;
                        a `@register NAME` line makes the id counter of the table NAME */
};
bool db_migrate(struct db *db, const struct db_migration *list, size_t n, struct err *e) MUST_USE;
/* The schema is exactly as new as the program: ERR_NEWER when it is newer, ERR_BROKEN with the command to run when older. */
bool db_check_schema(struct db *db, const struct db_migration *list, size_t n, struct err *e) MUST_USE;
bool db_prepare_all(struct db *db, const struct db_query *const *all, size_t n, struct err *e) MUST_USE;
bool db_analyze(struct db *db, struct err *e) MUST_USE;
/* To be said now and then by a work that puts thousands of rows: PostgreSQL keeps the plans it made when a table was small, and
   walks through the grown one for each row (5 ms a row instead of 0.6 at ten thousand). SQLite looks for itself. */
bool db_grown(struct db *db, struct err *e) MUST_USE;
/* Every table in the order of its key, one line of JSON a row, engine-neutral: for comparing two databases. */
bool db_dump(struct db *db, struct arena *a, struct str *ret_lines, struct err *e) MUST_USE;

/* For fault tests: the n-th statement from now fails with the kind given; 0 switches it off. */
void db_fail_at(struct db *db, uint64_t n, enum err_kind kind);
#endif
