/* The anchor of write_against_sqlite: rows of one answer a commit, synchronous=FULL and a write-ahead log, through SQLite's own
   interface, one connection and nothing else. Usage: bench_commit FILE SECONDS; prints commits a second. */
#include "base/clock.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static void must(sqlite3 *db, bool ok)
{
    if (!ok) {
        fprintf(stderr, "bench_commit: %s\n", sqlite3_errmsg(db));
        exit(1);
    }
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *insert = NULL;
    if (argc < 3) {
        fprintf(stderr, "usage: bench_commit FILE SECONDS\n");
        return 2;
    }
    must(db, sqlite3_open(argv[1], &db) == SQLITE_OK);
    must(db, sqlite3_exec(db,
                          "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS answer (id INTEGER "
                          "PRIMARY KEY, who INTEGER, answers TEXT); CREATE INDEX IF NOT EXISTS by_who ON answer (who)",
                          NULL, NULL, NULL) == SQLITE_OK);
    must(db,
         sqlite3_prepare_v2(db, "INSERT INTO answer (who, answers) VALUES (?, '123451234512345123451234512345123451234512')",
                            -1, &insert, NULL) == SQLITE_OK);
    int64_t from = clock_steady_us(), until = from + (int64_t)(atof(argv[2]) * 1e6), now = from;
    int n = 0;
    for (; now < until; now = clock_steady_us()) {
        sqlite3_bind_int(insert, 1, n++);
        must(db, sqlite3_step(insert) == SQLITE_DONE);
        sqlite3_reset(insert);
    }
    printf("%.0f\n", (double)n * 1e6 / (double)(now - from));
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return 0;
}
