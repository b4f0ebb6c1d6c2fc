/* What the tests of the whole program's SQL share: the house, its statements and a database of each engine. */
#ifndef TESTS_SQL_H
#define TESTS_SQL_H
#include "app/house.h"
#include "base/text/text.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define OK(call)                                                                                                               \
    do {                                                                                                                       \
        struct err e = { 0 };                                                                                                  \
        if (!(call)) {                                                                                                         \
            fail_msg("%s: %s %.*s", #call, err_kind_name(e.kind), (int)e.what.len, e.what.at);                                 \
        }                                                                                                                      \
    } while (0)

static inline struct db *sql_open(struct arena *a, size_t engine, const struct house *house, size_t n_migrations)
{
    struct db *db = NULL;
    OK(text_start(&e));
    OK(db_open(a, str_c(test_database_fresh(engine)), DB_WRITE, &db, &e));
    OK(db_migrate(db, house->migrations, n_migrations, &e));
    db_set_centre(db, 1);
    return db;
}

static inline struct db_table sql_table(struct db *db, struct arena *a, const char *sql)
{
    struct db_table t = { 0 };
    OK(db_table_sql(db, a, str_c(sql), DB_NO_ARGS, &t, &e));
    return t;
}

static inline struct str sql_cell(const struct db_table *t, size_t row, size_t column)
{
    const struct db_value *v = &t->values[row * t->n_columns + column];
    return v->kind == DB_TEXT ? v->as.s : STR_NONE;
}

/* Does the word stand in the text as a word of its own? */
static inline bool sql_names(struct str text, struct str word)
{
    for (size_t i = str_find(text, word, 0); i < text.len; i = str_find(text, word, i + 1)) {
        char before = i ? text.at[i - 1] : ' ', after = i + word.len < text.len ? text.at[i + word.len] : ' ';
        bool joined = (after >= 'a' && after <= 'z') || (after >= '0' && after <= '9') || after == '_' ||
                      (before >= 'a' && before <= 'z') || (before >= '0' && before <= '9') || before == '_';
        if (!joined) {
            return true;
        }
    }
    return false;
}
#endif
