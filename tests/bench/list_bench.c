/* Fills a new database with 10,000 activities of one school year, fifty of them quests, for list_against_fossil; prints the
   cookie of a session to read them with. With `time` as second word it times the page itself instead, without sockets. */
#include "app/house.h"
#include "base/clock.h"
#include "base/text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 10000, WANTED = 50, RUNS = 201, FILE_RUNS = 3 };

static _Noreturn void stop(const struct err *e)
{
    fprintf(stderr, "list_bench: %s: %.*s\n", err_kind_name(e->kind), (int)e->what.len, e->what.at);
    exit(1);
}

static bool add(struct ctx *ctx, int i, struct err *e)
{
    static const char *const topics[] = { "Неделя профориентации", "Мастер-класс", "Встреча с предприятием",
                                          "День открытых дверей" };
    struct arena *a = ctx->arena;
    int64_t id;
    const struct param pairs[] = {
        { STR("year"), STR("2021-2022") },
        { STR("title"), str_format(a, "%s, группа %d", topics[i % 4], i) },
        { STR("code"), str_format(a, "row_%d", i) },
        { STR("direction"), STR("events") },
        { STR("kind"), i % (ROWS / WANTED) ? STR("contest") : STR("quest") },
        { STR("level"), STR("municipal") },
        { STR("centre_role"), STR("organiser") },
        { STR("planned"), STR("yes") },
        { STR("period"), str_format(a, "%02d.2022", 1 + i % 8) },
        { STR("note"), STR("Занятие для школьников города по выбору профессии") },
    };
    return record_add(ctx, register_find(ctx, STR("activity")), pairs, COUNT(pairs), &id, e);
}

static void fill(struct ctx *ctx)
{
    struct err e = { 0 };
    struct arena *own = ctx->arena, *batch = arena_new(64u << 20);
    int64_t id, wait;
    enum sign_in result;
    struct str token;
    const struct param year[] = { { STR("year"), STR("2021-2022") } };
    if (!record_add(ctx, register_find(ctx, STR("academic_year")), year, 1, &id, &e) || !db_group_begin(ctx->db, &e)) {
        stop(&e);
    }
    ctx->arena = batch;
    for (int i = 0; i < ROWS; i++) {
        if (!add(ctx, i, &e)) {
            stop(&e);
        }
        arena_reset(batch);
    }
    ctx->arena = own;
    arena_free(batch);
    if (!db_group_commit(ctx->db, &e) || !db_analyze(ctx->db, &e) ||
        !account_add(ctx, STR("bench"), STR("Bench"), STR("four words of bench"), ROLES_ALL, 0, &id, &e) ||
        !access_sign_in(ctx, STR("bench"), STR("four words of bench"), STR("127.0.0.1"), &result, &token, &wait, &e)) {
        stop(&e);
    }
    printf("%.*s\n", (int)token.len, token.at);
}

static int by_value(const void *one, const void *two)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)two;
    return (a > b) - (a < b);
}

/* runs: at most RUNS, odd, so that one of them is the median. */
static void time_runs(struct ctx *ctx, const char *path, int runs)
{
    struct err e = { 0 };
    struct arena *own = ctx->arena, *page = arena_new(64u << 20);
    static const struct param cookies[] = { { { "year", 4 }, { "2021", 4 } } };
    int64_t took[RUNS];
    uint64_t statements = 0;
    size_t bytes = 0;
    ctx->arena = page;
    for (int i = 0; i < runs; i++) {
        struct request request = {
            .method = METHOD_GET, .path = str_copy(page, str_c(path)), .cookies = cookies, .n_cookies = 1
        };
        struct reply reply = { 0 };
        int64_t from = clock_steady_us();
        statements = db_statements(ctx->db);
        if (!web_answer(ctx, &request, &reply, &e) || reply.status != 200) {
            stop(&e);
        }
        took[i] = clock_steady_us() - from;
        statements = db_statements(ctx->db) - statements;
        bytes = reply.body.len;
        arena_reset(page);
    }
    qsort(took, (size_t)runs, sizeof took[0], by_value);
    printf("%s: median %.2f ms, %llu statements, %zu bytes\n", path, (double)took[runs / 2] / 1000,
           (unsigned long long)statements, bytes);
    ctx->arena = own;
    arena_free(page);
}

static void time_page(struct ctx *ctx, const char *path)
{
    time_runs(ctx, path, RUNS);
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new(256u << 20);
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    bool timing = argc > 2 && strcmp(argv[2], "time") == 0;
    if (argc < 2) {
        fprintf(stderr, "usage: list_bench DATABASE [time [PATH]]\n");
        return 2;
    }
    if (!text_start(&e) || !house_build(a, &house, &e) ||
        !house_enter(a, &house, str_c(argv[1]), timing ? DB_READ : DB_WRITE, &ctx, &e)) {
        stop(&e);
    }
    if (timing) {
        struct actor actor = {
            .account_id = 1, .roles = ROLES_ALL, .login = STR("bench"), .name = STR("Bench"), .csrf = STR("-")
        };
        ctx.actor = &actor;
        if (argc > 3) {
            time_page(&ctx, argv[3]);
            return 0;
        }
        time_page(&ctx, "/activity?kind=quest");
        time_page(&ctx, "/activity");
        time_page(&ctx, "/activity?q=%D0%BF%D1%80%D0%B5%D0%B4%D0%BF%D1%80%D0%B8%D1%8F%D1%82%D0%B8%D1%8F");
        time_page(&ctx, "/activity?sort=-period&page=100");
        time_page(&ctx,
                  "/search?q=%D0%BF%D1%80%D0%B5%D0%B4%D0%BF%D1%80%D0%B8%D1%8F%D1%82%D0%B8%D1%8F"); /* a quarter of the rows */
        time_page(&ctx, "/search?q=9999");
        time_page(&ctx, "/activity.json?kind=quest");
        time_runs(&ctx, "/activity.xlsx", FILE_RUNS);
        time_runs(&ctx, "/activity.csv", FILE_RUNS);
    } else {
        fill(&ctx);
    }
    arena_free(a);
    text_stop();
    return 0;
}
