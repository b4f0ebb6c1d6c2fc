/* golden_make FOLDER: the sample year and five years made from seeds, each written as .json, .docx, .xlsx and .html (and
   -en.xlsx, -en.html, for a reader of English), for golden.py and alone.mjs to read back with other programs; and once more as
   -signed.json, approved; `kinds` are tables and charts of every kind, as data and workbook alone. ORIENTIR_TEST_SEED moves the
   seeds. */
#include "app/house.h"
#include "features/analysis/analysis.h"
#include "features/analysis/edition.h"
#include "features/sample/sample.h"
#include "support/database.h"
#include "support/year_generator.h"

#include <stdio.h>
#include <stdlib.h>

enum { YEARS = 5 };

static int stop(const char *what, const struct err *e)
{
    fprintf(stderr, "golden_make: %s: %s in %s: %.*s\n", what, err_kind_name(e->kind), e->where ? e->where : "",
            (int)e->what.len, e->what.at);
    return 1;
}

static bool save(struct arena *a, const char *folder, const char *name, const char *end, struct str bytes)
{
    FILE *f = fopen(str_cstr(a, str_format(a, "%s/%s%s", folder, name, end)), "wb");
    bool done = f && fwrite(bytes.at, 1, bytes.len, f) == bytes.len;
    return f && fclose(f) == 0 && done;
}

static bool load_sample(struct ctx *ctx, void *arg, struct err *e)
{
    (void)arg;
    return sample_load(ctx, e);
}

/* Every other made year has tasks, so that a draft is made with them and without. */
static bool add_tasks(struct ctx *ctx, int year, struct err *e)
{
    static const char *const directions[] = { "services", "events", "informing", "monitoring" };
    int64_t id;
    for (size_t i = 0; i < COUNT(directions); i++) {
        const struct param pairs[] = { { STR("year"), str_format(ctx->arena, "%d-%d", year, year + 1) },
                                       { STR("number"), str_format(ctx->arena, "%zu", i + 1) },
                                       { STR("direction"), str_c(directions[i]) },
                                       { STR("title"), str_format(ctx->arena, "Задача номер %zu", i + 1) } };
        if (!record_add(ctx, register_find(ctx, STR("task")), pairs, COUNT(pairs), &id, e)) {
            return false;
        }
    }
    return true;
}

/* Decisions as people type them: with a full stop and without, with an indicator and without. */
static bool add_decisions(struct ctx *ctx, int year, struct err *e)
{
    static const char *const words[] = { "Провести встречи", "Расширить перечень, как и прежде.", "Вести учёт: доля 9 %",
                                         "Опросить всех.", "Кому поручить?" };
    int64_t id;
    for (size_t i = 0; i < COUNT(words); i++) {
        const struct param pairs[] = { { STR("year"), str_format(ctx->arena, "%d-%d", year + 1, year + 2) },
                                       { STR("section"), STR("1") },
                                       { STR("text"), str_c(words[i]) },
                                       { STR("indicator"), i % 2 ? STR("доля опрошенных") : STR_NONE },
                                       { STR("target"), i % 2 ? STR("9 %") : STR_NONE } };
        if (!record_add(ctx, register_find(ctx, STR("decision")), pairs, COUNT(pairs), &id, e)) {
            return false;
        }
    }
    return true;
}

/* The year and the one before it, so that there is something to compare with. */
static bool load_made(struct ctx *ctx, void *arg, struct err *e)
{
    uint64_t seed = *(const uint64_t *)arg;
    struct made_year made;
    const struct year_plan now = { .seed = seed, .year = 2030 + (int)(seed % 40) },
                           before = { .seed = seed + 1000, .year = now.year - 1 };
    if (!year_generate(ctx, &before, &made, e) || !year_generate(ctx, &now, &made, e)) {
        return false;
    }
    ctx->year = made.year;
    if (seed % 2 == 1 && !add_tasks(ctx, made.year, e)) {
        return false;
    }
    return add_decisions(ctx, made.year, e) && analysis_begin_draft(ctx, made.year, e);
}

/* What no draft begins with and authors may ask for: every kind of chart, shares, a reconstructed value. */
static bool load_kinds(struct ctx *ctx, void *arg, struct err *e)
{
    static const struct {
        enum block_kind kind;
        const char *text;
    } blocks[] = {
        { BLOCK_TABLE,
          "key: shares\nkind: figures\ntitle: Выпускники по годам\nfigures: graduates.higher, graduates.vocational, "
          "graduates.stayed\nof: diagnostics.persons\nyears: 3\nnote: Доля — от числа респондентов." },
        { BLOCK_CHART, "key: lines\nkind: line\ntitle: Выпускники\nfigures: graduates.higher, graduates.vocational\nyears: 3" },
        { BLOCK_CHART, "key: stack\nkind: stacked\ntitle: Выпускники вместе\nfigures: graduates.higher, "
                       "graduates.vocational\nyears: 2" },
        { BLOCK_CHART, "key: bars\nkind: bar\ntitle: Выпускники одного года\nfigures: graduates.higher, graduates.vocational, "
                       "graduates.stayed\nnames: в вузы | в колледжи | остались в городе\nyears: 1" },
    };
    struct analysis analysis;
    int64_t id;
    if (!load_made(ctx, arg, e)) {
        return false;
    }
    const struct param earlier[] = { { STR("figure"), STR("graduates.higher") },
                                     { STR("year"), str_format(ctx->arena, "%d", ctx->year - 2) },
                                     { STR("period_type"), STR("cohort") },
                                     { STR("status"), STR("reconstructed") },
                                     { STR("value"), STR("1450") },
                                     { STR("source"), STR("по доле") } };
    if (!record_add(ctx, register_find(ctx, STR("earlier_value")), earlier, COUNT(earlier), &id, e) ||
        !analysis_read(ctx, ctx->year, &analysis, e)) {
        return false;
    }
    for (size_t i = 0; i < COUNT(blocks); i++) {
        if (!block_add(ctx, analysis.sections[0].id, 0, blocks[i].kind, str_c(blocks[i].text), &id, e)) {
            return false;
        }
    }
    return true;
}

struct signing {
    struct analysis analysis;
    struct edition_content content;
};

static bool sign(struct ctx *ctx, void *arg, struct err *e)
{
    struct signing *s = arg;
    int64_t edition;
    return edition_put(ctx, &s->content, &edition, e) && analysis_set_state(ctx, &s->analysis, "approved", e);
}

/* Nobody writes meanwhile, so the first attempt is the one. */
static bool render_signed(struct ctx *ctx, struct str *ret_json, struct err *e)
{
    struct signing s;
    return analysis_read(ctx, ctx->year, &s.analysis, e) && edition_prepare(ctx, &s.analysis, &s.content, e) &&
           db_write_one_moment(ctx, DB_NO_LOCK, sign, &s, e) && analysis_render(ctx, ctx->year, ANALYSIS_JSON, ret_json, e);
}

static const struct written {
    const char *end;
    enum analysis_format format;
    enum lang lang;
} formats[] = { { ".json", ANALYSIS_JSON, LANG_RU }, { ".docx", ANALYSIS_DOCX, LANG_RU },
                { ".xlsx", ANALYSIS_XLSX, LANG_RU }, { "-en.xlsx", ANALYSIS_XLSX, LANG_EN },
                { ".html", ANALYSIS_HTML, LANG_RU }, { "-en.html", ANALYSIS_HTML, LANG_EN } };

static bool write_forms(struct ctx *ctx, const char *folder, const char *name, struct err *e)
{
    for (size_t i = 0; i < COUNT(formats); i++) {
        struct str bytes;
        bool only_data =
            str_is(str_c(name), "kinds") && (formats[i].format == ANALYSIS_DOCX || formats[i].format == ANALYSIS_HTML);
        ctx->lang = formats[i].lang;
        if (!only_data && (!analysis_render(ctx, ctx->year, formats[i].format, &bytes, e) ||
                           !save(ctx->arena, folder, name, formats[i].end, bytes))) {
            return err_set(e, ERR_BROKEN, "golden_make", str_c(formats[i].end));
        }
    }
    ctx->lang = LANG_RU;
    return true;
}

static int write_year(const struct house *house, const char *folder, const char *name, db_work *load, uint64_t seed)
{
    struct arena *a = arena_new(512u << 20);
    struct err e = { 0 };
    struct ctx ctx;
    if (!house_enter(a, house, str_c(test_database_fresh(0)), DB_WRITE, &ctx, &e) ||
        !db_write(&ctx, DB_NO_LOCK, load, &seed, &e)) {
        return stop(name, &e);
    }
    if (!write_forms(&ctx, folder, name, &e)) {
        return stop(name, &e);
    }
    struct str signed_json;
    if (!render_signed(&ctx, &signed_json, &e)) {
        return stop(name, &e);
    }
    if (!save(a, folder, name, "-signed.json", signed_json)) {
        perror(name);
        return 1;
    }
    arena_free(a);
    return 0;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new(64u << 20);
    struct house house;
    struct err e = { 0 };
    const char *typed = getenv("ORIENTIR_TEST_SEED");
    uint64_t seed = typed ? strtoull(typed, NULL, 10) : 1;
    if (argc != 2) {
        fprintf(stderr, "usage: golden_make FOLDER\n");
        return 2;
    }
    if (!text_start(&e) || !house_build(a, &house, &e)) {
        return stop("house", &e);
    }
    int code = write_year(&house, argv[1], "sample", load_sample, 0);
    code = code ? code : write_year(&house, argv[1], "kinds", load_kinds, seed);
    for (uint64_t i = 0; i < YEARS && code == 0; i++) {
        code = write_year(&house, argv[1], str_cstr(a, str_format(a, "seed-%llu", (unsigned long long)(seed + i))), load_made,
                          seed + i);
    }
    arena_free(a);
    return code;
}
