/* How long a file of 10,000 lines takes: reading the workbook, a look at what it would do, doing it, a second look where
   everything stands already, and taking it back. Usage: bench_import DATABASE [LINES]. */
#include "app/house.h"
#include "base/clock.h"
#include "base/text/text.h"
#include "register/import.h"
#include "support/dirty_sheet.h"

#include <stdio.h>
#include <stdlib.h>

static _Noreturn void stop(const struct err *e)
{
    fprintf(stderr, "import_bench: %s: %.*s\n", err_kind_name(e->kind), (int)e->what.len, e->what.at);
    exit(1);
}

static int64_t began;
static uint64_t asked;

static void tell(struct ctx *ctx, const char *what, size_t lines)
{
    double ms = (double)(clock_steady_us() - began) / 1000;
    uint64_t statements = db_statements(ctx->db) - asked;
    printf("%-12s %8.0f ms, %8.0f lines a second, %5.1f statements a line\n", what, ms, (double)lines * 1000 / ms,
           (double)statements / (double)lines);
    began = clock_steady_us();
    asked = db_statements(ctx->db);
}

static struct import_plan import(struct ctx *ctx, struct import_ask *ask, bool keep, struct arena *a)
{
    struct err e = { 0 };
    struct import_plan plan;
    ask->keep = keep;
    if (!import_run(ctx, a, ask, &plan, &e)) {
        stop(&e);
    }
    return plan;
}

static void undo(struct ctx *ctx, const struct register_def *def, const struct import_plan *plan)
{
    struct import_past *past = NEW_ARRAY(ctx->arena, struct import_past, plan->n);
    struct import_line *blocked;
    struct err e = { 0 };
    size_t n = 0, n_blocked;
    for (size_t i = 0; i < plan->n; i++) {
        const struct import_line *l = &plan->lines[i];
        if (l->verdict == IMPORT_NEW || l->verdict == IMPORT_CHANGED) {
            past[n++] = (struct import_past){ l->number, l->verdict, l->id, l->version, l->old };
        }
    }
    if (!import_undo(ctx, def, past, n, &blocked, &n_blocked, &e) || n_blocked) {
        stop(&e);
    }
}

static void fill(struct ctx *ctx)
{
    static const char *const schools[] = { "Школа своя", "Школа чужая", "Колледж связи", "Колледж сварки" };
    const struct param year[] = { { STR("year"), STR("2021-2022") } };
    struct err e = { 0 };
    int64_t id;
    if (!record_add(ctx, register_find(ctx, STR("academic_year")), year, 1, &id, &e)) {
        stop(&e);
    }
    for (size_t i = 0; i < COUNT(schools); i++) {
        const struct param pairs[] = { { STR("name"), str_c(schools[i]) }, { STR("kind"), STR("school") } };
        if (!record_add(ctx, register_find(ctx, STR("organisation")), pairs, COUNT(pairs), &id, &e)) {
            stop(&e);
        }
    }
    ctx->year = 2021;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new(1024u << 20);
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    struct sheet_book book;
    size_t n = argc > 2 ? (size_t)atoi(argv[2]) : 10000;
    if (argc < 2) {
        fprintf(stderr, "usage: bench_import DATABASE [LINES]\n");
        return 2;
    }
    if (!text_start(&e) || !house_build(a, &house, &e) || !house_enter(a, &house, str_c(argv[1]), DB_WRITE, &ctx, &e)) {
        stop(&e);
    }
    fill(&ctx);
    const struct register_def *def = register_find(&ctx, STR("activity"));
    struct dirty_sheet made = dirty_sheet(a, 1, n, 2021, "Школа своя", "Колледж");
    began = clock_steady_us();
    asked = db_statements(ctx.db);
    if (sheet_read(a, made.bytes, &book) != SHEET_SOUND) {
        return 1;
    }
    tell(&ctx, "read", n);
    struct import_ask ask = { .def = def, .sheet = &book.sheets[0], .map = import_guess(&ctx, def, &book.sheets[0]) };
    struct import_plan look = import(&ctx, &ask, false, a);
    tell(&ctx, "look", n);
    ask.fingerprint = look.fingerprint;
    struct import_plan first = import(&ctx, &ask, true, a);
    tell(&ctx, "import", n);
    ask.fingerprint = STR_NONE;
    import(&ctx, &ask, false, a);
    tell(&ctx, "look again", n);
    undo(&ctx, def, &first);
    tell(&ctx, "undo", n);
    arena_free(a);
    text_stop();
    return 0;
}
