/* Speed of the room db: durable commits one by one and in groups, rows read by key and by index, rows by shape. Beside each
   number stands its anchor, taken in turns within the same run: the same work through the engine's own C interface, one
   prepared statement, nothing else. Usage: bench_db [postgresql://…] [SECONDS a measure]. */
#include "base/clock.h"
#include "base/random.h"
#include "base/text/text.h"
#include "db/db.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static double seconds = 1.0;
static const struct db_migration list[] = {
    { 1, "0001_bench",
      "@register answer\nCREATE TABLE answer (centre_id @id NOT NULL, id @id NOT NULL, account @id NOT NULL, answers @text NOT "
      "NULL, "
      "s1 @int, s2 @int, s3 @int, s4 @int, s5 @int, s6 @int, PRIMARY KEY (centre_id, id)) WITHOUT ROWID;\n"
      "CREATE INDEX answer_account ON answer (centre_id, account);" },
};
#define ANSWERS "123451234512345123451234512345123451234512"
#define INSERT(m)                                                                                                              \
    "INSERT INTO answer (centre_id, id, account, answers, s1, s2, s3, s4, s5, s6) VALUES (" m "4, " m "1, " m "2, " m          \
    "3, 1, 2, 3, 4, 5, 6)"
#define ONE(m) "SELECT id, account, answers, s1, s2, s3, s4, s5, s6 FROM answer WHERE centre_id = " m "2 AND id = " m "1"
#define SOME(m) "SELECT id, account, answers, s1, s2, s3, s4, s5, s6 FROM answer WHERE centre_id = " m "2 AND account = " m "1"
static const struct db_query insert = { "bench_insert", INSERT("?"), INSERT("$"), 3, true, true };
static const struct db_query by_id = { "bench_by_id", ONE("?"), ONE("$"), 1, true, false };
static const struct db_query by_account = { "bench_by_account", SOME("?"), SOME("$"), 1, true, false };

struct answer {
    int64_t id, account, s[6];
    struct str answers;
};
#define S(i) offsetof(struct answer, s) + (i) * sizeof(int64_t)
static const struct db_column columns[] = {
    { "id", DB_INT, offsetof(struct answer, id) },
    { "account", DB_INT, offsetof(struct answer, account) },
    { "answers", DB_TEXT, offsetof(struct answer, answers) },
    { "s1", DB_INT, S(0) },
    { "s2", DB_INT, S(1) },
    { "s3", DB_INT, S(2) },
    { "s4", DB_INT, S(3) },
    { "s5", DB_INT, S(4) },
    { "s6", DB_INT, S(5) },
};
static const struct db_shape shape = DB_SHAPE(struct answer, columns);

static void must(bool ok, const struct err *e)
{
    if (!ok) {
        fprintf(stderr, "bench_db: %.*s\n", (int)e->what.len, e->what.at);
        exit(1);
    }
}

struct bench {
    struct ctx ctx;
    struct arena *arena; /* of one round */
    int64_t next, group, n_rows;
    struct seeded random;
    sqlite3 *raw; /* the anchor's connection and statements */
    sqlite3_stmt *raw_insert, *raw_one, *raw_some, *raw_begin, *raw_commit;
};

static bool add(struct ctx *ctx, void *arg, struct err *e)
{
    struct bench *b = arg;
    int64_t id = b->next++;
    return db_do(ctx->db, &insert, DB_ARGS(id, id % 100000, STR(ANSWERS)), NULL, e);
}

static int64_t commit_one(struct bench *b)
{
    struct err e = { 0 };
    must(db_write(&b->ctx, DB_NO_LOCK, add, b, &e), &e);
    return 1;
}

static int64_t commit_group(struct bench *b)
{
    struct err e = { 0 };
    must(db_group_begin(b->ctx.db, &e), &e);
    for (int64_t i = 0; i < b->group; i++) {
        must(db_write(&b->ctx, DB_NO_LOCK, add, b, &e), &e);
    }
    must(db_group_commit(b->ctx.db, &e), &e);
    return b->group;
}

static int64_t read_one(struct bench *b)
{
    struct err e = { 0 };
    struct answer row;
    must(db_one(b->ctx.db, b->arena, &by_id, DB_ARGS(seeded_range(&b->random, 1, b->n_rows)), &shape, &row, &e), &e);
    return 1;
}

static int64_t read_some(struct bench *b)
{
    struct err e = { 0 };
    struct answer *rows;
    size_t n;
    int64_t account = seeded_range(&b->random, 0, 9999);
    must(db_rows(b->ctx.db, b->arena, &by_account, DB_ARGS(account), &shape, &rows, &n, &e), &e);
    return 1;
}

static void raw_step(sqlite3_stmt *st)
{
    while (sqlite3_step(st) == SQLITE_ROW) {
    }
    sqlite3_reset(st);
}

static int64_t raw_commits(struct bench *b)
{
    raw_step(b->raw_begin);
    for (int64_t i = 0; i < b->group; i++) {
        int64_t id = b->next++;
        sqlite3_bind_int64(b->raw_insert, 1, id);
        sqlite3_bind_int64(b->raw_insert, 2, id % 100000);
        sqlite3_bind_text(b->raw_insert, 3, ANSWERS, -1, SQLITE_STATIC);
        sqlite3_bind_int64(b->raw_insert, 4, 1);
        raw_step(b->raw_insert);
    }
    raw_step(b->raw_commit);
    return b->group;
}

static int64_t raw_read(sqlite3_stmt *st, int64_t key)
{
    sqlite3_bind_int64(st, 1, key);
    sqlite3_bind_int64(st, 2, 1);
    int64_t sum = 0;
    while (sqlite3_step(st) == SQLITE_ROW) {
        sum += sqlite3_column_int64(st, 0) + sqlite3_column_int64(st, 1) +
               (int64_t)strlen((const char *)sqlite3_column_text(st, 2));
        for (int i = 3; i < 9; i++) {
            sum += sqlite3_column_int64(st, i);
        }
    }
    if (sum < 0) {
        exit(1);
    }
    sqlite3_reset(st);
    return 1;
}

static int64_t raw_read_one(struct bench *b)
{
    return raw_read(b->raw_one, seeded_range(&b->random, 1, b->n_rows));
}

static int64_t raw_read_some(struct bench *b)
{
    return raw_read(b->raw_some, seeded_range(&b->random, 0, 9999));
}

typedef int64_t one_turn(struct bench *b);

static double rate(struct bench *b, one_turn *turn)
{
    int64_t start = clock_steady_us(), now = start, n = 0;
    while ((double)(now - start) < seconds * 1e6) {
        for (int i = 0; i < 16; i++) {
            n += turn(b);
            arena_reset(b->arena);
        }
        now = clock_steady_us();
    }
    return (double)n * 1e6 / (double)(now - start);
}

static int by_size(const void *one, const void *two)
{
    double a = *(const double *)one, b = *(const double *)two;
    return (a > b) - (a < b);
}

/* Five rounds in turns; medians, and the range of ours. */
static void measure(struct bench *b, const char *what, one_turn *ours, one_turn *anchor, int64_t group)
{
    enum { ROUNDS = 5 };
    double our[ROUNDS], its[ROUNDS] = { 0 };
    b->group = group;
    for (int i = 0; i < ROUNDS; i++) {
        our[i] = rate(b, ours);
        its[i] = anchor ? rate(b, anchor) : 0;
    }
    qsort(our, ROUNDS, sizeof *our, by_size);
    qsort(its, ROUNDS, sizeof *its, by_size);
    printf("%-44s %10.0f/s (%.0f-%.0f)", what, our[ROUNDS / 2], our[0], our[ROUNDS - 1]);
    if (anchor) {
        printf("   bare %10.0f/s   ratio %.2f", its[ROUNDS / 2], our[ROUNDS / 2] / its[ROUNDS / 2]);
    }
    printf("\n");
    fflush(stdout);
}

static sqlite3_stmt *raw_prepare(sqlite3 *raw, const char *sql)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(raw, sql, -1, &st, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench_db: %s\n", sqlite3_errmsg(raw));
        exit(1);
    }
    return st;
}

static void raw_open(struct bench *b, const char *path)
{
    if (sqlite3_open(path, &b->raw) != SQLITE_OK) {
        exit(1);
    }
    sqlite3_exec(b->raw, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000", NULL, NULL, NULL);
    b->raw_insert = raw_prepare(b->raw, insert.sqlite);
    b->raw_one = raw_prepare(b->raw, by_id.sqlite);
    b->raw_some = raw_prepare(b->raw, by_account.sqlite);
    b->raw_begin = raw_prepare(b->raw, "BEGIN IMMEDIATE");
    b->raw_commit = raw_prepare(b->raw, "COMMIT");
}

static void raw_close(struct bench *b)
{
    sqlite3_finalize(b->raw_insert);
    sqlite3_finalize(b->raw_one);
    sqlite3_finalize(b->raw_some);
    sqlite3_finalize(b->raw_begin);
    sqlite3_finalize(b->raw_commit);
    sqlite3_close(b->raw);
}

static bool fill(struct ctx *ctx, void *arg, struct err *e)
{
    struct bench *b = arg;
    for (int i = 0; i < 100000; i++) {
        if (!add(ctx, b, e)) {
            return false;
        }
    }
    return true;
}

static void bench(struct str url, const char *raw_path)
{
    struct arena *a = arena_new(256u << 20);
    struct bench b = { .arena = arena_new(16u << 20), .next = 1, .random = seeded_from(7) };
    struct err e = { 0 };
    struct db *db = NULL;
    must(db_open(a, url, DB_WRITE, &db, &e) && db_migrate(db, list, 1, &e), &e);
    db_set_centre(db, 1);
    b.ctx = (struct ctx){ .arena = a, .db = db, .centre_id = 1 };
    must(db_write(&b.ctx, DB_NO_LOCK, fill, &b, &e) && db_analyze(db, &e), &e);
    b.n_rows = b.next - 1;
    if (raw_path) {
        raw_open(&b, raw_path);
    }
    measure(&b, "row by its key", read_one, raw_path ? raw_read_one : NULL, 1);
    measure(&b, "1 row by an index", read_some, raw_path ? raw_read_some : NULL, 1);
    measure(&b, "durable row, one commit each", commit_one, raw_path ? raw_commits : NULL, 1);
    if (raw_path) {
        measure(&b, "durable rows, 8 works a commit", commit_group, raw_commits, 8);
        measure(&b, "durable rows, 64 works a commit", commit_group, raw_commits, 64);
        raw_close(&b);
    }
    arena_free(b.arena);
    arena_free(a);
}

int main(int argc, char **argv)
{
    struct err e = { 0 };
    const char *path = "/tmp/orientir-bench.db";
    seconds = argc > 2 ? atof(argv[2]) : 1.0;
    must(text_start(&e), &e);
    unlink(path);
    unlink("/tmp/orientir-bench.db-wal");
    unlink("/tmp/orientir-bench.db-shm");
    printf("SQLite %s\n", sqlite3_libversion());
    bench(str_c(path), path);
    unlink(path);
    if (argc > 1) {
        printf("PostgreSQL\n");
        bench(str_c(argv[1]), NULL);
    }
    text_stop();
    return 0;
}
