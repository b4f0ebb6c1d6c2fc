/* The analysis from a made year: first draft, page with numbers that are links, a block edited and refused, two people on one
   block, agreeing and approving by the right roles, and the difference after the record moved. On both engines. */
#include "features/analysis/analysis.h"

#include "analysis_sql.h"
#include "features/analysis/check.h"
#include "features/analysis/edition.h"
#include "features/analysis/test_in.h"
#include "features/claim/claim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void draft_and_page(struct stage *s)
{
    struct err e = { 0 };
    int status;
    begin_draft(s);
    struct str body = ask(s, analysis_page, "", "", NULL, 0, &status, &e);
    need(status == 200, &e);
    assert_true(has(body, "/figure/diagnostics.persons?year="));
    assert_true(has(body, "class=\"chart-picture\""));
    assert_true(has(body, "/analysis/block/"));
    assert_false(has(body, "Блок не показывается"));
    char shown[40];
    snprintf(shown, sizeof shown, "/headcount/%lld", (long long)s->made.first_headcount);
    body = ask(s, figure_page, "diagnostics.persons", "", NULL, 0, &status, &e);
    need(status == 200, &e);
    snprintf(shown, sizeof shown, "/activity/%lld", (long long)s->made.first_activity);
    assert_true(has(body, shown));
}

static void editing(struct stage *s)
{
    struct err e = { 0 };
    int status;
    struct block block = a_paragraph(s);
    char id[32], version[32];
    snprintf(id, sizeof id, "%lld", (long long)block.id);
    snprintf(version, sizeof version, "%lld", (long long)block.version);
    const struct param wrong[] = { { STR("version"), str_c(version) }, { STR("text"), STR("Охват {diagnostic.persons}.") } };
    struct str body = ask(s, block_save_act, id, "", wrong, 2, &status, &e);
    assert_int_equal(status, 422);
    assert_true(has(body, "Возможно, имелся в виду «diagnostics.persons»"));
    assert_true(has(body, "Охват {diagnostic.persons}."));
    const struct param find[] = { { STR("version"), str_c(version) },
                                  { STR("text"), STR("Охват составил") },
                                  { STR("question"), STR("диагностик") },
                                  { STR("find"), STR("1") } };
    body = ask(s, block_save_act, id, "", find, 4, &status, &e);
    assert_int_equal(status, 200);
    assert_true(has(body, "value=\"diagnostics.persons\""));
    const struct param insert[] = { { STR("version"), str_c(version) },
                                    { STR("text"), STR("Охват составил") },
                                    { STR("insert"), STR("diagnostics.persons") } };
    body = ask(s, block_save_act, id, "", insert, 3, &status, &e);
    assert_true(has(body, "Охват составил {diagnostics.persons}"));
    const struct param good[] = { { STR("version"), str_c(version) },
                                  { STR("text"), STR("Охват: {diagnostics.persons|unit}.") } };
    ask(s, block_save_act, id, "", good, 2, &status, &e);
    assert_int_equal(status, 303);
    const struct param late[] = { { STR("version"), str_c(version) }, { STR("text"), STR("Мой текст.") } };
    body = ask(s, block_save_act, id, "", late, 2, &status, &e);
    assert_int_equal(status, 409);
    assert_true(has(body, "Мой текст."));
    assert_true(has(body, "Охват: {diagnostics.persons|unit}."));
}

/* What an older program let through is not printed either: the block says in its place why there is no percent. */
static void shares_of_two_units_are_refused(struct stage *s)
{
    struct err e = { 0 };
    struct str html;
    static const char *const refused[] = { "{dia1.works|share dia1.persons}", "Так: {dia1.persons|share activities.held}." };
    struct block block = a_paragraph(s);
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct str message;
        struct typed typed = { &block, str_c(refused[i]) };
        need(block_check(&s->ctx, s->ctx.year, BLOCK_PARAGRAPH, str_c(refused[i]), &message, &e), &e);
        assert_true(has(message, "Доля считается в одной единице учёта"));
        need(db_write(&s->ctx, DB_NO_LOCK, type_in, &typed, &e), &e);
        need(analysis_render(&s->ctx, s->ctx.year, ANALYSIS_HTML, &html, &e), &e);
        assert_true(has(html, "Блок не показывается") && has(html, "Доля считается в одной единице учёта"));
        block = a_paragraph(s);
    }
    const struct {
        enum block_kind kind;
        const char *words;
        bool good;
    } others[] = {
        { BLOCK_LIST, "Раз\n{dia1.works|share dia1.persons}", false },
        { BLOCK_TABLE, "kind: figures\ntitle: Доли\nfigures: dia1.persons, dia1.works\nof: dia1.persons", false },
        { BLOCK_TABLE, "kind: figures\ntitle: Доли\nfigures: dia1.persons\nof: diagnostics.persons", true },
        { BLOCK_TABLE, "kind: figures\ntitle: Числа\nfigures: dia1.persons, dia1.works", true },
        { BLOCK_PARAGRAPH, "{dia1.persons|share diagnostics.persons}", true },
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        struct str message;
        need(block_check(&s->ctx, s->ctx.year, others[i].kind, str_c(others[i].words), &message, &e), &e);
        assert_int_equal(message.len == 0, others[i].good);
    }
    struct typed typed = { &block, STR("{dia1.persons|share diagnostics.persons}") };
    need(db_write(&s->ctx, DB_NO_LOCK, type_in, &typed, &e), &e);
    need(analysis_render(&s->ctx, s->ctx.year, ANALYSIS_HTML, &html, &e), &e);
    assert_false(has(html, "Блок не показывается"));
}

static void headcount_change(struct stage *s)
{
    struct err e = { 0 };
    struct record record;
    struct form form;
    int64_t id;
    const struct register_def *def = register_find(&s->ctx, STR("headcount"));
    need(record_get(&s->ctx, def, s->made.first_headcount, &record, &e), &e);
    need(form_of_record(&s->ctx, &record, &form, &e), &e);
    form_set(&form, "value", db_from_int(s->made.first_value + 5));
    need(record_save(&s->ctx, &form, &id, &e), &e);
}

struct late {
    const struct section *section;
    int which;
};

static bool a_late_change(struct ctx *ctx, void *arg, struct err *e)
{
    const struct late *late = arg;
    const struct block *block = &late->section->blocks[0];
    int64_t id;
    switch (late->which) {
    case 0:
        return block_save(ctx, block, block->version, STR("поздно"), e);
    case 1:
        return block_add(ctx, late->section->id, 0, BLOCK_PARAGRAPH, STR("поздно"), &id, e);
    case 2:
        return block_remove(ctx, block, block->version, e);
    case 3:
        return block_move(ctx, block, false, e);
    default:
        return section_set_state(ctx, late->section, "draft", e);
    }
}

/* The page asks first, but somebody may agree between its question and the writing. */
static void nothing_changes_once_agreed(struct stage *s)
{
    struct analysis analysis;
    struct err e = { 0 };
    need(analysis_read(&s->ctx, s->ctx.year, &analysis, &e), &e);
    for (size_t i = 0; i < analysis.n_sections; i++) {
        for (int which = 0; which < 5 && analysis.sections[i].n_blocks > 0; which++) {
            struct late late = { &analysis.sections[i], which };
            e = (struct err){ 0 };
            assert_false(db_write(&s->ctx, DB_NO_LOCK, a_late_change, &late, &e));
            assert_int_equal(e.kind, ERR_CONFLICT);
        }
    }
}

/* Every way of changing a block says the true reason, and what was typed is in the page. */
static void refusals_say_why(struct stage *s, const char *state)
{
    static const struct {
        handler *handle;
        const char *two;
        bool of_section, posts, keeps;
    } ways[] = {
        { block_page, "", false, false, false },      { block_save_act, "", false, true, true },
        { block_move_act, "up", false, true, false }, { block_remove_page, "", false, false, false },
        { block_remove_act, "", false, true, false }, { block_new_page, "", true, false, false },
        { block_new_act, "", true, true, true },
    };
    const struct param form[] = { { STR("version"), STR("1") },
                                  { STR("kind"), STR("paragraph") },
                                  { STR("text"), STR("Долго набранное.") } };
    struct block block = a_paragraph(s);
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct err e = { 0 };
        int status;
        char id[32];
        snprintf(id, sizeof id, "%lld", (long long)(ways[i].of_section ? block.section_id : block.id));
        struct str body = ask(s, ways[i].handle, id, ways[i].two, form, ways[i].posts ? COUNT(form) : 0, &status, &e);
        need(status == 409, &e);
        if (!has(body, state) || has(body, "Долго набранное.") != ways[i].keeps) {
            fail_msg("way %zu does not say «%s» or loses the text", i, state);
        }
    }
}

/* Whoever comes second is led to the one analysis. */
static void beginning_twice(struct stage *s)
{
    struct analysis first, second;
    struct err e = { 0 };
    int status;
    const struct param none[] = { { STR("x"), STR("1") } };
    need(analysis_read(&s->ctx, s->ctx.year, &first, &e), &e);
    ask(s, analysis_begin_act, "", "", none, 1, &status, &e);
    need(status == 303, &e);
    need(analysis_read(&s->ctx, s->ctx.year, &second, &e), &e);
    assert_int_equal(first.id, second.id);
    assert_int_equal(first.n_sections, second.n_sections);
}

static bool take_away(struct ctx *ctx, void *arg, struct err *e)
{
    const struct block *block = arg;
    return block_remove(ctx, block, block->version, e);
}
struct addition {
    int64_t section_id, after;
};
static bool put_in(struct ctx *ctx, void *arg, struct err *e)
{
    const struct addition *to = arg;
    int64_t id;
    return block_add(ctx, to->section_id, to->after, BLOCK_PARAGRAPH, STR("Ещё один."), &id, e);
}
struct shift {
    const struct block *block;
    bool up;
};
static bool shift(struct ctx *ctx, void *arg, struct err *e)
{
    const struct shift *to = arg;
    return block_move(ctx, to->block, to->up, e);
}

/* Whatever is added, moved and taken away, the positions of a section are 1, 2, 3 … in the order of the page. */
static void positions_have_no_gaps(struct stage *s)
{
    for (unsigned turn = 0; turn < 24; turn++) {
        struct analysis analysis;
        struct err e = { 0 };
        need(analysis_read(&s->ctx, s->ctx.year, &analysis, &e), &e);
        const struct section *section = &analysis.sections[turn % analysis.n_sections];
        if (section->n_blocks > 1) {
            size_t at = turn % section->n_blocks;
            struct shift to = { &section->blocks[at], turn % 2 == 0 };
            need(db_write(&s->ctx, DB_NO_LOCK, shift, &to, &e), &e);
            need(db_write(&s->ctx, DB_NO_LOCK, take_away, (void *)&section->blocks[0], &e), &e);
        }
        struct addition to = { section->id, turn % 3 ? 0 : (int64_t)section->n_blocks + 5 };
        need(db_write(&s->ctx, DB_NO_LOCK, put_in, &to, &e), &e);
        need(analysis_read(&s->ctx, s->ctx.year, &analysis, &e), &e);
        section = &analysis.sections[turn % analysis.n_sections];
        for (size_t i = 0; i < section->n_blocks; i++) {
            assert_int_equal(section->blocks[i].position, i + 1);
        }
    }
}

/* One finding stays open, one is accepted. */
static void claims_make(struct stage *s)
{
    struct err e = { 0 };
    struct made_year *y = &s->made;
    MADE(y, "claim", PAIR("year", made_label(y, y->year)), PAIR("number", STR("open-1")), PAIR("quote", STR("всего")),
         PAIR("kind", STR("sum")), PAIR("figures", STR("diagnostics.persons")), PAIR("printed", STR("9999999")));
    MADE(y, "claim", PAIR("year", made_label(y, y->year)), PAIR("number", STR("let-2")), PAIR("quote", STR("снова всего")),
         PAIR("kind", STR("sum")), PAIR("figures", STR("diagnostics.persons")), PAIR("printed", STR("8888888")));
    need(claim_accept(&s->ctx, y->year, STR("let-2"), STR("так решил совет"), &e), &e);
}

/* What was found when it was signed stays with the edition, whatever becomes of the claims. */
static void findings_kept(struct stage *s)
{
    struct err e = { 0 };
    struct edition *editions = NULL;
    struct analysis analysis;
    struct str json;
    size_t n;
    int status;
    char id[32];
    need(claim_accept(&s->ctx, s->made.year, STR("open-1"), STR("потом"), &e), &e);
    need(analysis_render(&s->ctx, s->ctx.year, ANALYSIS_JSON, &json, &e), &e);
    assert_true(has(json, "\"key\":\"open-1\""));
    assert_true(has(json, "так решил совет"));
    assert_false(has(json, "потом"));
    need(analysis_read(&s->ctx, s->ctx.year, &analysis, &e) && edition_list(&s->ctx, analysis.id, &editions, &n, &e), &e);
    snprintf(id, sizeof id, "%lld", (long long)editions[0].id);
    struct str body = ask(s, edition_page, id, "", NULL, 0, &status, &e);
    need(status == 200, &e);
    assert_true(has(body, "Замечания сверки при утверждении") && has(body, "open-1") && has(body, "так решил совет"));
    assert_false(has(body, "потом"));
}

static void signing(struct stage *s)
{
    struct err e = { 0 };
    int status;
    struct figure before, after;
    struct str json, docx, docx_again;
    move(s, ROLE(ROLE_HEAD), "agreed", 422, ERR_NONE); /* not every section is ready */
    all_ready(s);
    move(s, ROLE(ROLE_METHODOLOGIST), "agreed", 0, ERR_FORBIDDEN);
    move(s, ROLE(ROLE_HEAD), "agreed", 303, ERR_NONE);
    nothing_changes_once_agreed(s);
    refusals_say_why(s, "уже согласован");
    move(s, ROLE(ROLE_HEAD), "approved", 0, ERR_FORBIDDEN);
    claims_make(s);
    move(s, ROLE(ROLE_DIRECTOR), "approved", 303, ERR_NONE);
    refusals_say_why(s, "уже утверждён");
    need(figure_number(&s->ctx, STR("diagnostics.persons"), s->ctx.year, &before, &e), &e);
    struct str body = ask(s, analysis_page, "", "", NULL, 0, &status, &e);
    need(status == 200, &e);
    assert_true(has(body, "Записи с момента утверждения не изменились"));
    need(analysis_render(&s->ctx, s->ctx.year, ANALYSIS_DOCX, &docx, &e), &e);
    act_as(s, ROLES_ALL);
    headcount_change(s);
    need(figure_number(&s->ctx, STR("diagnostics.persons"), s->ctx.year, &after, &e), &e);
    assert_int_equal(after.value, before.value + 5);
    body = ask(s, analysis_page, "", "", NULL, 0, &status, &e);
    need(status == 200, &e);
    assert_true(has(body, "Что изменилось в записях после утверждения"));
    assert_true(has(body, str_cstr(s->arena, num_count(s->arena, after.value, true))));
    assert_true(has(body, "figure moved"));
    /* What was issued stays byte for byte; the machine form still says what was signed. */
    need(analysis_render(&s->ctx, s->ctx.year, ANALYSIS_DOCX, &docx_again, &e), &e);
    assert_true(str_equal(docx, docx_again));
    need(analysis_render(&s->ctx, s->ctx.year, ANALYSIS_JSON, &json, &e), &e);
    assert_true(has(json, str_cstr(s->arena, str_format(s->arena, "\"value\":\"%lld\"", (long long)before.value))));
    findings_kept(s);
    move(s, ROLE(ROLE_SECRETARY), "sent", 303, ERR_NONE);
    refusals_say_why(s, "уже отправлен");
    body = ask(s, editions_page, "", "", NULL, 0, &status, &e);
    need(status == 200, &e);
    assert_true(has(body, "Редакция 1"));
}

struct freezing {
    struct stage *other;
    struct edition_content content;
    int64_t before, after;
};

static bool freeze(struct ctx *ctx, void *arg, struct err *e)
{
    struct freezing *f = arg;
    int64_t id;
    return edition_put(ctx, &f->content, &id, e);
}

/* PostgreSQL has many writers: what one transaction reads twice is one number, whoever commits in between. */
static bool read_twice(struct ctx *ctx, void *arg, struct err *e)
{
    struct freezing *f = arg;
    struct figure first, second;
    if (!figure_number(ctx, STR("diagnostics.persons"), ctx->year, &first, e)) {
        return false;
    }
    headcount_change(f->other);
    if (!figure_number(ctx, STR("diagnostics.persons"), ctx->year, &second, e)) {
        return false;
    }
    f->before = first.value;
    f->after = second.value;
    return true;
}

/* Another connection writes between the reading and the signing. */
static void what_is_frozen_is_what_one_moment_held(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct stage s = { 0 }, other;
        struct err e = { 0 };
        struct analysis analysis;
        struct figure now;
        struct str json;
        stage_open(&s, engine, 70 + engine);
        begin_draft(&s);
        all_ready(&s);
        move(&s, ROLE(ROLE_HEAD), "agreed", 303, ERR_NONE);
        act_as(&s, ROLES_ALL);
        other = s;
        need(house_enter(s.arena, &s.house, str_c(s.url), DB_WRITE, &other.ctx, &e), &e);
        other.ctx.actor = &s.actor;
        other.ctx.year = s.ctx.year;
        struct freezing f = { .other = &other };
        need(analysis_read(&s.ctx, s.ctx.year, &analysis, &e) && edition_prepare(&s.ctx, &analysis, &f.content, &e), &e);
        headcount_change(&other);
        assert_false(db_write_one_moment(&s.ctx, DB_NO_LOCK, freeze, &f, &e));
        assert_int_equal(e.kind, ERR_CONFLICT);
        assert_true(f.content.moved);
        e = (struct err){ 0 };
        move(&s, ROLE(ROLE_DIRECTOR), "approved", 303, ERR_NONE);
        need(figure_number(&s.ctx, STR("diagnostics.persons"), s.ctx.year, &now, &e), &e);
        need(analysis_render(&s.ctx, s.ctx.year, ANALYSIS_JSON, &json, &e), &e);
        assert_true(has(json, str_cstr(s.arena, str_format(s.arena, "\"value\":\"%lld\"", (long long)now.value))));
        if (db_engine(s.ctx.db) == DB_POSTGRES) {
            other.made.first_value += 5;
            act_as(&s, ROLES_ALL);
            need(db_write_one_moment(&s.ctx, DB_NO_LOCK, read_twice, &f, &e), &e);
            assert_int_equal(f.before, f.after);
            need(figure_number(&s.ctx, STR("diagnostics.persons"), s.ctx.year, &now, &e), &e);
            assert_int_equal(now.value, f.after + 5);
        }
        arena_free(s.arena);
    }
}

static void a_year_from_draft_to_letter(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct stage s = { 0 };
        stage_open(&s, engine, 7 + engine);
        draft_and_page(&s);
        editing(&s);
        shares_of_two_units_are_refused(&s);
        beginning_twice(&s);
        positions_have_no_gaps(&s);
        signing(&s);
        arena_free(s.arena);
    }
}

static void drafts_of_many_years_show_whole(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct stage s = { 0 };
        struct err e = { 0 };
        struct str html;
        stage_open(&s, 0, seed);
        begin_draft(&s);
        need(analysis_render(&s.ctx, s.ctx.year, ANALYSIS_HTML, &html, &e), &e);
        if (has(html, "Блок не показывается")) {
            print_error("seed %llu\n", (unsigned long long)seed);
            fail();
        }
        arena_free(s.arena);
    }
}

int main(void)
{
    struct err e = { 0 };
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_year_from_draft_to_letter),
                                        cmocka_unit_test(what_is_frozen_is_what_one_moment_held),
                                        cmocka_unit_test(drafts_of_many_years_show_whole) };
    if (!text_start(&e)) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
