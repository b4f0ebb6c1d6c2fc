/* The analysis over N participations: reach_bench N [URL]. A generated year of 40 activities, 20 schools, then N rows of one
   participation each, spread over activities, schools, grades and months. Prints, in milliseconds: the median of the page of
   the analysis as the server answers it (every figure of it read from the cells, the findings of the linter beside it), of the
   analysis as a file with the rows behind each number, the six totals of directions, and beside them the recount of all cells
   from the rows, which is what every number would cost without them. */
#include "app/house.h"
#include "base/clock.h"
#include "base/num.h"
#include "features/analysis/analysis.h"
#include "features/reach/reach.h"
#include "support/database.h"
#include "support/year_generator.h"

#include <stdio.h>
#include <stdlib.h>

enum { RUNS = 21, YEAR = 2035 };

/* ?1 rows, ?2 year, ?3 activities, ?4 schools, ?5 the centre. */
#define FILL(first, last)                                                                                                      \
    "INSERT INTO headcount (centre_id, id, version, year, activity, organisation, audience, grade_from, grade_to, unit, "      \
    "status, value, period_first, period_last, period_precision) "                                                             \
    "WITH RECURSIVE n(i) AS (SELECT CAST(0 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < P1), "                       \
    "m(nr, first, last) AS (VALUES (0, '2035-09-01', '2035-09-30'), (1, '2035-10-01', '2035-10-31'), "                         \
    "(2, '2035-11-01', '2035-11-30'), (3, '2035-12-01', '2035-12-31'), (4, '2036-01-01', '2036-01-31'), "                      \
    "(5, '2036-02-01', '2036-02-28'), (6, '2036-03-01', '2036-03-31'), (7, '2036-04-01', '2036-04-30')), "                     \
    "a AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS nr FROM activity WHERE centre_id = P5), "                         \
    "o AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS nr FROM organisation WHERE centre_id = P5) "                      \
    "SELECT P5, 100000000 + n.i, 1, P2, a.id, o.id, 'pupils', 1 + n.i / 7 % 11, 1 + n.i / 7 % 11, 'persons', 'reported', "     \
    "1, " first ", " last ", 'month' "                                                                                         \
    "FROM n LEFT JOIN a ON a.nr = n.i % P3 LEFT JOIN o ON o.nr = n.i / P3 % P4 LEFT JOIN m ON m.nr = n.i / 13 % 8"

struct timing {
    double ms[RUNS];
    int n;
};

static void stop(const struct err *e)
{
    fprintf(stderr, "reach_bench: %s: %.*s\n", err_kind_name(e->kind), (int)e->what.len, e->what.at);
    exit(1);
}

static double now_ms(void)
{
    return (double)clock_steady_us() / 1000.0;
}

static int by_size(const void *one, const void *two)
{
    double a = *(const double *)one, b = *(const double *)two;
    return (a > b) - (a < b);
}

static double median(struct timing *t)
{
    qsort(t->ms, (size_t)t->n, sizeof t->ms[0], by_size);
    return t->ms[t->n / 2];
}

/* The text with P1 … P5 as the engine marks arguments. */
static const char *marked(struct arena *a, const char *sql, char mark)
{
    char *s = NEW_ARRAY(a, char, 4096);
    size_t n = 0;
    for (const char *c = sql; *c; c++) {
        s[n++] = *c == 'P' && c[1] >= '1' && c[1] <= '5' ? mark : *c;
    }
    return s;
}

struct fill {
    int64_t n, activities, schools;
};

static bool fill(struct ctx *ctx, void *arg, struct err *e)
{
    const struct fill *f = arg;
    int64_t changed;
    struct db_query *q = NEW(ctx->arena, struct db_query);
    *q = (struct db_query){ "bench_fill",
                            marked(ctx->arena, FILL("m.first", "m.last"), '?'),
                            marked(ctx->arena, FILL("CAST(m.first AS date)", "CAST(m.last AS date)"), '$'),
                            4,
                            true,
                            true };
    return db_do(ctx->db, q, DB_ARGS(f->n, YEAR, f->activities, f->schools), &changed, e);
}

/* The made year counts its activities as wholes and makes them for some grades: what is filled in would be parts over their
   whole and of the wrong grades, which no form takes. */
static bool clear_limits(struct ctx *ctx, void *arg, struct err *e)
{
    static const struct db_query wide = { "bench_wide",
                                          "UPDATE activity SET grade_from = NULL, grade_to = NULL WHERE centre_id = ?1",
                                          "UPDATE activity SET grade_from = NULL, grade_to = NULL WHERE centre_id = $1",
                                          0,
                                          true,
                                          true };
    static const struct db_query q = { "bench_clear",
                                       "DELETE FROM headcount WHERE centre_id = ?1 AND unit = 'persons'",
                                       "DELETE FROM headcount WHERE centre_id = $1 AND unit = 'persons'",
                                       0,
                                       true,
                                       true };
    int64_t changed;
    return db_do(ctx->db, &q, DB_NO_ARGS, &changed, e) && db_do(ctx->db, &wide, DB_NO_ARGS, &changed, e);
}

static bool begin_analysis(struct ctx *ctx, void *arg, struct err *e)
{
    return analysis_begin_draft(ctx, YEAR, e);
}

static void directions(struct ctx *ctx)
{
    static const char *const words[] = { "diagnostics", "counselling", "enlightenment", "events", "informing", "monitoring" };
    for (size_t i = 0; i < COUNT(words); i++) {
        struct figure f;
        struct err e = { 0 };
        if (!figure_read(ctx, str_format(ctx->arena, "%s.persons", words[i]), YEAR, &f, &e)) {
            stop(&e);
        }
    }
}

static void page(struct ctx *ctx)
{
    static const struct param cookies[] = { { { "year", 4 }, { "2035", 4 } } };
    struct actor actor = { .account_id = 1, .roles = ROLES_ALL, .login = STR("bench"), .name = STR("Bench"), .csrf = STR("-") };
    struct ctx reader = *ctx;
    struct request request = {
        .method = METHOD_GET, .path = STR("/analysis"), .cookies = cookies, .n_cookies = COUNT(cookies)
    };
    struct reply reply = { 0 };
    struct err e = { 0 };
    reader.actor = &actor;
    if (!web_answer(&reader, &request, &reply, &e)) {
        stop(&e);
    }
    if (reply.status != 200) {
        fprintf(stderr, "reach_bench: the page says %d\n", reply.status);
        exit(1);
    }
}

static void file(struct ctx *ctx)
{
    struct str page;
    struct err e = { 0 };
    if (!analysis_render(ctx, YEAR, ANALYSIS_HTML, &page, &e)) {
        stop(&e);
    }
}

static void measure(struct ctx *ctx, const char *what, void (*work)(struct ctx *))
{
    struct timing t = { .n = RUNS };
    struct ctx one = *ctx;
    one.arena = arena_new(64u << 20);
    for (int i = 0; i < RUNS; i++) {
        double begin = now_ms();
        work(&one);
        t.ms[i] = now_ms() - begin;
        arena_reset(one.arena);
    }
    printf("%s %.2f\n", what, median(&t));
    arena_free(one.arena);
}

int main(int argc, char **argv)
{
    int64_t n = 1000000, cells;
    struct arena *a = arena_new(1u << 30);
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    struct made_year made;
    struct year_plan plan = { .seed = 1, .year = YEAR, .activities = 40, .organisations = 20 };
    if (argc > 1 && !num_read_int(str_c(argv[1]), &n)) {
        fputs("usage: reach_bench ROWS [URL]\n", stderr);
        return 2;
    }
    const char *url = argc > 2 ? argv[2] : test_database_fresh(0);
    if (!text_start(&e) || !house_build(a, &house, &e) || !house_enter(a, &house, str_c(url), DB_WRITE, &ctx, &e) ||
        !year_generate(&ctx, &plan, &made, &e)) {
        stop(&e);
    }
    struct fill f = { n, (int64_t)made.n_activities, (int64_t)made.n_schools };
    if (!db_write(&ctx, DB_NO_LOCK, clear_limits, NULL, &e)) {
        stop(&e);
    }
    double begin = now_ms();
    if (!db_write(&ctx, DB_NO_LOCK, fill, &f, &e)) {
        stop(&e);
    }
    printf("fill_ms %.0f\n", now_ms() - begin);
    begin = now_ms();
    if (!reach_rebuild(&ctx, &e) || !db_analyze(ctx.db, &e) || !db_write(&ctx, DB_NO_LOCK, begin_analysis, NULL, &e)) {
        stop(&e);
    }
    printf("rebuild_ms %.0f\n", now_ms() - begin);
    measure(&ctx, "analysis_ms", page);
    measure(&ctx, "file_ms", file);
    measure(&ctx, "directions_ms", directions);
    struct buf *complaints = buf_new(a, 1 << 20);
    begin = now_ms();
    if (!reach_recount(&ctx, complaints, &cells, &e)) {
        stop(&e);
    }
    printf("recount_ms %.0f\ncells %lld\nrows %lld\n", now_ms() - begin, (long long)cells, (long long)n);
    bool differs = buf_len(complaints) > 0;
    arena_free(a);
    text_stop();
    return differs;
}
