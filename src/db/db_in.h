/* What the files of this room share and nobody else sees: a connection, one run of a statement, and the few things an engine
   must be able to do. Everything above the engine (shapes, transactions, migrations, dumps) is written once against this. */
#ifndef DB_IN_H
#define DB_IN_H
#include "db/db.h"

enum { DB_MOST_COLUMNS = 256, DB_MOST_ARGS = 384 };

/* A statement as it comes: named ones are known by the address of their text, generated ones by their words. */
struct db_sql {
    struct str text; /* named: in the engine's own dialect; generated: in the common one */
    const char *name;
    bool has_centre; /* of a named one; a generated one is looked through when it is prepared */
    bool generated;
    bool writes; /* must not be sent twice when nobody knows whether it arrived */
};

/* Where rows go. Cells live only during the call; column names too. NULL cells are DB_NULL. */
struct db_sink {
    bool (*columns)(struct db_sink *sink, const char *const *names, size_t n, struct err *e);
    bool (*row)(struct db_sink *sink, const struct db_value *cells, struct err *e);
};

struct db_ask {
    const struct db_sql *sql;
    struct db_args args;
    struct db_sink *sink; /* NULL: rows are not looked at */
    bool blind;           /* nor how many rows were changed: all that is asked is that it goes well */
    int64_t changed;      /* out: rows that were changed */
};

/* A prepared statement that is kept. */
struct db_entry {
    struct str text;
    uint64_t hash;
    void *statement;  /* SQLite's handle */
    unsigned id;      /* PostgreSQL's name: o<id> */
    size_t centre_at; /* the number of the argument that is the centre; 0: none */
};

struct db_driver {
    enum db_engine engine;
    bool (*run)(struct db *db, struct db_ask *ask, struct err *e);
    /* Prepares without running: for prepare_all. */
    bool (*prepare)(struct db *db, const struct db_sql *sql, struct err *e);
    /* Text without arguments, one or more statements, kept nowhere: for migrations. */
    bool (*script)(struct db *db, const char *text, struct err *e);
    /* The engine's handle of one kept statement goes; the entry is forgotten by the caller. */
    void (*drop)(struct db *db, struct db_entry *entry);
    /* What was sent ahead (db_hasten) is answered; false when one of it failed, and then the transaction is over. */
    bool (*settle)(struct db *db, struct err *e);
    /* Called before a transaction opens: is the other side still there? */
    bool (*ready)(struct db *db, struct err *e);
    void (*close)(struct db *db);
};

enum { DB_GENERATED = 64 };
struct db_cache {
    struct db_entry *named; /* open addressing by the address of the text, a power of two */
    size_t n_named, named_size;
    struct db_entry generated[DB_GENERATED];
    size_t n_generated;
    struct arena *generated_texts;
    unsigned last_id;
};

/* Ids taken from a sequence before they are needed: only in haste, and only where a sequence gives them (PostgreSQL), because
   a counter row of SQLite goes back with the savepoint it was counted in. */
enum { DB_ID_TABLES = 4, DB_IDS_AHEAD = 64, DB_TABLE_NAME = 64 };
struct db_ids_ahead {
    char table[DB_TABLE_NAME]; /* "": free */
    int64_t ids[DB_IDS_AHEAD];
    size_t n, used;
};

struct db {
    const struct db_driver *driver;
    struct arena *arena;   /* lives as long as the connection */
    struct arena *scratch; /* one statement */
    struct str url;
    enum db_mode mode;
    int64_t centre;
    uint64_t n_statements;
    uint64_t fail_in;
    enum err_kind fail_kind;
    struct db_cache cache;
    int64_t newest_known; /* number of the last migration of db_check_schema; 0: never checked */
    int64_t schema_looked_us;
    /* Transactions (write.c). */
    bool open;          /* a transaction is open on the engine's side */
    bool group;         /* db_group_begin opened it */
    bool fresh;         /* and nothing has been done in it yet */
    bool again;         /* the engine says: the same work may succeed when run anew */
    enum err_kind lost; /* not ERR_NONE: the whole transaction is gone under our feet (disk full, connection lost) */
    int depth;          /* works under way, one inside the other */
    struct err doom;    /* the statement that failed in the innermost work: nothing more runs in it, on either engine */
    int haste;          /* db_hasten was said at this depth; 0: every statement waits for its answer */
    bool careful;       /* something sent ahead failed, so the work is run again without haste */
    struct db_ids_ahead ids[DB_ID_TABLES];
    /* Room for one row and one set of arguments, so that a run takes no memory for them. */
    const char *names[DB_MOST_COLUMNS];
    struct db_value cells[DB_MOST_COLUMNS];
};

extern const struct db_driver db_sqlite, db_postgres;
bool db_sqlite_open(struct db *db, struct err *e) MUST_USE;
bool db_postgres_open(struct db *db, struct err *e) MUST_USE;
/* Sizes of the engines' own structs begin with struct db. */
struct db *db_sqlite_new(struct arena *a);
struct db *db_postgres_new(struct arena *a);

/* db.c: everything passes here: counting, planned faults, the rule that a failed statement ends its work. */
bool db_run(struct db *db, struct db_ask *ask, struct err *e) MUST_USE;
/* A constant text without arguments, the same or one for each engine, through the cache. */
bool db_say(struct db *db, const char *sqlite, const char *postgres, struct err *e) MUST_USE;
/* The one integer of a one-row answer to a constant text; `none` when there is no row. */
bool db_ask_int(struct db *db, struct str sql, int64_t none, int64_t *ret_value, struct err *e) MUST_USE;
/* True when the n-th statement ordered by db_fail_at is this one; then e is filled. */
bool db_fault(struct db *db, const char *name, struct err *e);
/* No more haste: what was sent ahead is answered, ids that were not needed are forgotten. */
bool db_haste_ends(struct db *db, struct err *e) MUST_USE;
/* migrate.c: another program may have brought the database up under a connection that was checked when it opened. Looked at
   inside every transaction that writes, and at most every second by those that only read. */
bool db_schema_still_known(struct db *db, struct err *e) MUST_USE;
void db_moved(struct db *db); /* the connection was made anew: no kept statement is valid any more */

/* cache.c */
struct db_entry *db_cache_find(struct db *db, const struct db_sql *sql);
struct db_entry *db_cache_add(struct db *db, const struct db_sql *sql);
void db_cache_remove(struct db *db, struct db_entry *entry);
void db_cache_clear(struct db *db);

/* dialect.c: ?n and :centre of the common dialect as the engine writes them (NUL-terminated); *ret_centre_at is 0 or the
   centre's number. */
struct str db_dialect(struct arena *a, struct str common, enum db_engine engine, size_t n_args, size_t *ret_centre_at);
#endif
