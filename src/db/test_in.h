/* What the tests of this room share: a migrated database of each engine, statements without a generator. Included by *_test.c
   only. */
#ifndef DB_TEST_IN_H
#define DB_TEST_IN_H
#include "base/text/text.h"
#include "db/db.h"
#include "support/database.h"
#include "support/stop.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const struct db_migration test_list[] = {
    { 1, "0001_place",
      "-- a table without centre\n"
      "CREATE TABLE place (id @id PRIMARY KEY, name @text NOT NULL);\n"
      "-- and one with\n"
      "@register person\n"
      "CREATE TABLE person (\n"
      "    centre_id @id NOT NULL, id @id NOT NULL, name @text NOT NULL CHECK (name <> ''), born @day, height @real,\n"
      "    note @text DEFAULT 'none; really', place @id REFERENCES place (id), seen @time,\n"
      "    PRIMARY KEY (centre_id, id), UNIQUE (centre_id, name)\n"
      ") WITHOUT ROWID;\n"
      "CREATE INDEX person_place ON person (centre_id, place);" },
    { 2, "0002_photo",
      "-- sqlite:\nCREATE TABLE photo (id @id PRIMARY KEY, bytes BLOB);\n"
      "-- postgres:\nCREATE TABLE photo (id @id PRIMARY KEY, bytes bytea);" },
};

static struct err test_err;
#define OK(call)                                                                                                               \
    do {                                                                                                                       \
        test_err = (struct err){ 0 };                                                                                          \
        if (!(call)) {                                                                                                         \
            fail_msg("%s: %s %.*s", #call, err_kind_name(test_err.kind), (int)test_err.what.len, test_err.what.at);            \
        }                                                                                                                      \
    } while (0)
#define FAILS(call, wanted)                                                                                                    \
    do {                                                                                                                       \
        test_err = (struct err){ 0 };                                                                                          \
        if ((call) || test_err.kind != (wanted)) {                                                                             \
            fail_msg("%s: %s %.*s", #call, err_kind_name(test_err.kind), (int)test_err.what.len, test_err.what.at);            \
        }                                                                                                                      \
    } while (0)

/* A connection to a fresh migrated database, with the ctx that db_write wants. */
struct test_house {
    struct arena *arena;
    struct ctx ctx;
    struct str url;
    struct db *db;
};

static inline struct test_house test_enter(size_t engine)
{
    struct test_house h = { .arena = arena_new(64u << 20), .url = str_c(test_database_fresh(engine)) };
    OK(text_start(&test_err));
    OK(db_open(h.arena, h.url, DB_WRITE, &h.db, &test_err));
    OK(db_migrate(h.db, test_list, COUNT(test_list), &test_err));
    db_set_centre(h.db, 7);
    h.ctx = (struct ctx){ .arena = h.arena, .db = h.db, .centre_id = 7 };
    return h;
}

static inline void test_leave(struct test_house *h)
{
    arena_free(h->arena);
}

static inline struct db *test_open(struct test_house *h, enum db_mode mode)
{
    struct db *db = NULL;
    OK(db_open(h->arena, h->url, mode, &db, &test_err));
    db_set_centre(db, 7);
    return db;
}

/* Generated statements are the common dialect, so tests are written in it once. */
static inline int64_t test_int(struct test_house *h, const char *sql)
{
    struct db_table t;
    OK(db_table_sql(h->db, h->arena, str_c(sql), DB_NO_ARGS, &t, &test_err));
    assert_int_equal(t.n_rows, 1);
    assert_int_equal(t.values[0].kind, DB_INT);
    return t.values[0].as.i;
}

static inline bool test_do(struct ctx *ctx, const char *sql, struct err *e)
{
    return db_do_sql(ctx->db, ctx->arena, str_c(sql), DB_NO_ARGS, NULL, e);
}
#define EACH_ENGINE(h)                                                                                                         \
    for (size_t engine_ = 0, more_ = 1; engine_ < test_database_count(); engine_++, more_ = 1)                                 \
        for (struct test_house h = test_enter(engine_); more_; test_leave(&h), more_ = 0)
#endif
