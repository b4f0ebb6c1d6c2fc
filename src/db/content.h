/* The content of a database apart from its engine: tables, their rows as lines of canonical JSON, the counters of ids. What
   backups are made of and loaded from, and what two databases are compared by. Only for db tools and the room backup. */
#ifndef DB_CONTENT_H
#define DB_CONTENT_H
#include "base/json.h"
#include "db/db.h"

struct db_content_column {
    struct str name;
    enum db_kind kind; /* INT, REAL, TEXT or BLOB */
    int64_t key;       /* place in the key from 1; 0: not of the key */
};
struct db_content_table {
    struct str name;
    const struct db_content_column *columns;
    size_t n_columns;
    struct str order; /* the columns of its key, quoted */
};
/* Every table by name, bytewise, but those of the database itself: migrations and counters. */
bool db_content_tables(struct db *db, struct arena *a, struct db_content_table **ret_tables, size_t *ret_n,
                       struct err *e) MUST_USE;
/* Row after row in the order of the key, one canonical JSON object each, without a line end; memory does not grow with the
   rows. Within db_snapshot_begin on PostgreSQL. The call must not ask this connection anything. */
typedef bool db_content_line(void *with, struct str line, struct err *e);
bool db_content_each(struct db *db, const struct db_content_table *table, db_content_line *take, void *with,
                     struct err *e) MUST_USE;
/* Reading as of one moment, until the end; nothing may be written in between. */
bool db_snapshot_begin(struct db *db, struct err *e) MUST_USE;
void db_snapshot_end(struct db *db);

/* Loading rows of one table: lines as above, in any order, several a statement. A line that is not a row of this table is
   ERR_INVALID and names the line by its number. db_loader_end writes what is left. */
struct db_loader;
struct db_loader *db_loader_new(struct arena *a, struct db *db, const struct db_content_table *table);
bool db_loader_put(struct db_loader *loader, struct str line, struct err *e) MUST_USE;
bool db_loader_end(struct db_loader *loader, struct err *e) MUST_USE;

/* Counters of ids by the name of their table: the next id each. */
struct db_counter {
    struct str name;
    int64_t next;
};
bool db_counters(struct db *db, struct arena *a, struct db_counter **ret_counters, size_t *ret_n, struct err *e) MUST_USE;
bool db_counter_set(struct db *db, struct str name, int64_t next, struct err *e) MUST_USE;
/* The migrations a database has: number, name, checksum. */
struct db_applied {
    int64_t number;
    struct str name, checksum;
};
bool db_migrations_applied(struct db *db, struct arena *a, struct db_applied **ret_list, size_t *ret_n, struct err *e) MUST_USE;

/* A load into a migrated database: all rows of all content tables go, references are not looked at until the end. Within one
   db_write on PostgreSQL; on a SQLite file that nobody else has open, outside of one (db_load_begin opens the transaction and
   db_load_end commits it). db_load_end says ERR_INVALID where a row refers to nothing, or an id is ahead of its counter. */
bool db_load_begin(struct db *db, struct err *e) MUST_USE;
bool db_load_end(struct db *db, struct err *e) MUST_USE;
/* PostgreSQL, within a db_write: every table, view, sequence and collation that these migrations make goes. */
bool db_drop_made(struct db *db, const struct db_migration *list, size_t n, struct err *e) MUST_USE;
/* SQLite: everything into the one file and nothing beside it, for a file that is to be moved. PostgreSQL: nothing. */
bool db_settle(struct db *db, struct err *e) MUST_USE;
/* PostgreSQL, where no lock file can lie: a server says on a connection it keeps that it serves this database, and a restore
   asks within its transaction whether nobody does. On SQLite nothing, and always alone. */
bool db_serving(struct db *db, struct err *e) MUST_USE;
bool db_serving_nobody(struct db *db, bool *ret_alone, struct err *e) MUST_USE;
#endif
