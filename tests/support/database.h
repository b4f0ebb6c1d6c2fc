/* Fresh databases for tests, on every engine there is. */
#ifndef SUPPORT_DATABASE_H
#define SUPPORT_DATABASE_H
#include <stddef.h>

/* 1 (SQLite), or 2 with PostgreSQL when ORIENTIR_TEST_POSTGRES names a server. Under ./check (ORIENTIR_CHECK=1) a missing
   server stops the test: nothing is skipped silently. */
size_t test_database_count(void);
/* A new, empty database of engine 0 (a file) or 1 (PostgreSQL); its URL lives until the program ends, and the file goes with
 * it. */
const char *test_database_fresh(size_t engine);
/* A new database with the content of another that nobody has open; and the end of one that is not needed any more, for tests
   that make thousands. */
const char *test_database_copy(size_t engine, const char *url);
void test_database_drop(size_t engine, const char *url);
/* A new folder that goes with the program. */
const char *test_folder(void);
#endif
