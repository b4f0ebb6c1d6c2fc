/* After approval the record moves, and the signed page says at every number what would stand there today: a row of the figure,
   the whole of a share, the last year of a change, each moved alone, so that a mark cannot come from another cause. On both
   engines. */
#include "features/analysis/test_in.h"
#include "report/sentence.h"

static void record_set(struct stage *s, const char *name, int64_t id, const char *field, int64_t value)
{
    struct err e = { 0 };
    struct record record;
    struct form form;
    need(record_get(&s->ctx, register_find(&s->ctx, str_c(name)), id, &record, &e), &e);
    need(form_of_record(&s->ctx, &record, &form, &e), &e);
    form_set(&form, field, db_from_int(value));
    need(record_save(&s->ctx, &form, &id, &e), &e);
}

static struct str page_of(struct stage *s)
{
    struct err e = { 0 };
    int status;
    struct str body = ask(s, analysis_page, "", "", NULL, 0, &status, &e);
    need(status == 200, &e);
    return body;
}

static bool put_table(struct ctx *ctx, void *arg, struct err *e)
{
    const struct block *beside = arg;
    int64_t id;
    return block_add(ctx, beside->section_id, 0, BLOCK_TABLE, STR("kind: rows\ntitle: Строки\nfigures: diagnostics.persons"),
                     &id, e) &&
           block_add(ctx, beside->section_id, 0, BLOCK_TABLE,
                     STR("kind: figures\ntitle: Доли\nfigures: eve1.persons\nof: diagnostics.persons"), &id, e);
}

/* The same activity, other grades: two rows of one record in the tables. */
static void second_range(struct stage *s)
{
    struct err e = { 0 };
    int64_t id;
    const struct param pairs[] = { { STR("activity"), str_format(s->arena, "%lld", (long long)s->made.first_activity) },
                                   { STR("audience"), STR("parents") },
                                   { STR("unit"), STR("persons") },
                                   { STR("value"), STR("1") },
                                   { STR("grade_from"), STR("1") },
                                   { STR("grade_to"), STR("1") } };
    need(record_add(&s->ctx, register_find(&s->ctx, STR("headcount")), pairs, COUNT(pairs), &id, &e), &e);
}

static void approved_with_every_form(struct stage *s)
{
    struct err e = { 0 };
    second_range(s);
    struct block block = a_paragraph(s);
    struct typed typed = { &block, STR("Доля {eve1.persons|share diagnostics.persons}. Было {diagnostics.persons|change n}. "
                                       "Одиннадцатые {diagnostics.persons|grades 11 11}. Всего {diagnostics.persons|unit}. "
                                       "Прежде {diagnostics.persons|before 1}. Чужое {eve1.persons}.") };
    need(db_write(&s->ctx, DB_NO_LOCK, type_in, &typed, &e), &e);
    need(db_write(&s->ctx, DB_NO_LOCK, put_table, &block, &e), &e);
    all_ready(s);
    move(s, ROLE(ROLE_HEAD), "agreed", 303, ERR_NONE);
    move(s, ROLE(ROLE_DIRECTOR), "approved", 303, ERR_NONE);
    act_as(s, ROLES_ALL);
    assert_false(has(page_of(s), "figure moved"));
}

#define MARKED(word) word " <a class=\"figure moved\""

/* Whatever made the number another: its row, its last year, its whole. What did not change stands unmarked. */
static void every_number_that_moved_is_marked(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct stage s = { 0 };
        struct err e = { 0 };
        struct figure part, whole;
        stage_open(&s, engine, 31 + engine);
        begin_draft(&s);
        approved_with_every_form(&s);
        record_set(&s, "headcount", s.made.first_headcount, "grade_to", 11);
        record_set(&s, "headcount", s.made.first_headcount, "grade_from", 11);
        struct str body = page_of(&s);
        assert_true(has(body, MARKED("Одиннадцатые")));
        assert_false(has(body, MARKED("Всего")) || has(body, MARKED("Доля")) || has(body, "Записи с момента утверждения не"));
        record_set(&s, "earlier_value", 1, "value", 777);
        body = page_of(&s);
        assert_true(has(body, MARKED("Было")) && has(body, MARKED("Прежде")) && has(body, "777"));
        assert_false(has(body, MARKED("Всего")) || has(body, MARKED("Доля")));
        record_set(&s, "headcount", s.made.first_headcount, "value", 54321);
        body = page_of(&s);
        assert_true(has(body, MARKED("Доля")) && has(body, MARKED("Всего")) && !has(body, MARKED("Чужое")));
        need(figure_number(&s.ctx, STR("eve1.persons"), s.ctx.year, &part, &e), &e);
        need(figure_number(&s.ctx, STR("diagnostics.persons"), s.ctx.year, &whole, &e), &e);
        struct str now = sentence_share(s.arena, LANG_RU, &part, &whole);
        size_t shares = 0, at = 0;
        struct str said = str_format(s.arena, "в записях теперь: %s<", str_cstr(s.arena, now));
        while ((at = str_find(body, said, at)) < body.len) {
            shares++;
            at++;
        }
        assert_true(shares >= 2);                                   /* in the line and in the table */
        assert_true(has(body, "в записях теперь: 54\302\240321<")); /* the row of the table */
        arena_free(s.arena);
    }
}

/* What changed since signing is told to a reader of English with the English names of the figures. */
static void differences_are_told_in_the_readers_language(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct stage s = { 0 };
        struct err e = { 0 };
        struct str russian, english;
        int status;
        stage_open(&s, engine, 41 + engine);
        begin_draft(&s);
        approved_with_every_form(&s);
        record_set(&s, "headcount", s.made.first_headcount, "value", 54321);
        need(figure_title(&s.ctx, STR("diagnostics.persons"), s.ctx.year, &russian, &e), &e);
        s.ctx.lang = LANG_EN;
        need(figure_title(&s.ctx, STR("diagnostics.persons"), s.ctx.year, &english, &e), &e);
        assert_false(str_equal(russian, english));
        struct str edition = ask(&s, edition_page, "1", "", NULL, 0, &status, &e), page;
        need(status == 200, &e);
        page = page_of(&s);
        page = str_part(page, str_find(page, STR("class=\"differences\""), 0), page.len);
        assert_true(has(edition, str_cstr(s.arena, english)) && !has(edition, str_cstr(s.arena, russian)));
        assert_true(has(page, str_cstr(s.arena, english)));
        arena_free(s.arena);
    }
}

int main(void)
{
    struct err e = { 0 };
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_number_that_moved_is_marked),
                                        cmocka_unit_test(differences_are_told_in_the_readers_language) };
    if (!text_start(&e)) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
