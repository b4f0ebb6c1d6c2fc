/* The appendix «выполнено N из M»: its numbers are figures that open, each point stands there with what became of it, a year
   without points keeps the marks of its activities, and what was signed in other words keeps them. On both engines. */
#include "features/analysis/facts.h"
#include "features/analysis/source.h"
#include "features/analysis/test_in.h"

static int64_t point(struct stage *s, const char *title, const char *status, const char *term, const char *field,
                     struct str value)
{
    struct err e = { 0 };
    int64_t id;
    const struct param pairs[] = { { STR("title"), str_c(title) },
                                   { STR("year"), str_format(s->arena, "%d-%d", s->ctx.year, s->ctx.year + 1) },
                                   { STR("section"), STR("events") },
                                   { STR("status"), str_c(status) },
                                   { STR("term"), str_format(s->arena, "%s.%d", term, s->ctx.year) },
                                   { str_c(field), value },
                                   { STR("reason"), str_is(str_c(status), "planned") ? STR_NONE : STR("Карантин.") },
                                   { STR("outcome"), STR("Сделано") } };
    s->ctx.actor = &actor_owner;
    need(record_add(&s->ctx, register_find(&s->ctx, STR("plan_item")), pairs, COUNT(pairs), &id, &e), &e);
    s->ctx.actor = &s->actor;
    return id;
}

/* The lines of the appendix as they are read, and whether the first one has numbers that open. */
static struct str appendix(struct stage *s, struct source *source, size_t *ret_figures)
{
    struct analysis analysis;
    struct shown *shown;
    struct err e = { 0 };
    struct str words = STR_NONE;
    *ret_figures = 0;
    need(analysis_read(&s->ctx, s->ctx.year, &analysis, &e), &e);
    need(shown_read(source, &analysis, &shown, &e), &e);
    for (size_t i = 0; i < shown->n_sections; i++) {
        for (size_t k = 0; k < shown->sections[i].n_blocks; k++) {
            const struct shown_block *block = &shown->sections[i].blocks[k];
            for (size_t l = 0; block->block->kind == BLOCK_PLAN && l < block->n_lines; l++) {
                for (size_t p = 0; p < block->lines[l].n; p++) {
                    *ret_figures += block->lines[l].pieces[p].kind == SHOWN_NUMBER;
                }
                words = str_join(s->arena, words, str_join(s->arena, line_words(s->arena, &block->lines[l]), STR("\n")));
            }
        }
    }
    return words;
}

static struct source *signed_before(struct stage *s)
{
    struct json *edition;
    struct source *source;
    struct err e = { 0 };
    need(json_read(s->arena, STR("{\"facts\":[{\"key\":\"plan\",\"path\":\"\",\"words\":\"Старые слова.\"}],\"figures\":[]}"),
                   &edition, &e),
         &e);
    need(source_edition(&s->ctx, s->ctx.year, edition, &source, &e), &e);
    return source;
}

/* Frozen as an edition would hold it, then read again from those words alone. */
static struct str frozen_again(struct stage *s, struct source *live, size_t *ret_figures)
{
    struct source *frozen = source_live(&s->ctx, s->ctx.year);
    frozen->frozen = true;
    frozen->facts = live->facts;
    frozen->n_facts = frozen->room_facts = live->n_facts;
    frozen->figures = live->figures;
    frozen->n_figures = frozen->room_figures = live->n_figures;
    return appendix(s, frozen, ret_figures);
}

static void of_points(struct stage *s)
{
    size_t n;
    struct err e = { 0 };
    struct str lines;
    bool counted;
    need(plan_point_lines(&s->ctx, s->ctx.year, &lines, &counted, &e), &e);
    assert_false(counted);
    assert_false(has(lines, "Выполнено:"));
    int64_t held = s->made.first_activity;
    point(s, "Слёт", "done", "11", "activities", str_format(s->arena, "%lld", (long long)held));
    point(s, "Встреча", "moved", "10", "moved_to", str_format(s->arena, "12.%d", s->ctx.year));
    point(s, "Выезд", "cancelled", "10", "expected", STR("два класса"));
    point(s, "Акция", "outside", "09", "expected", STR("плакаты"));
    point(s, "Ярмарка", "planned", "12", "expected", STR("стол"));
    struct source *live = source_live(&s->ctx, s->ctx.year);
    struct str body = appendix(s, live, &n);
    assert_int_equal(n, 4); /* done, of, moved and cancelled, beyond */
    assert_true(has(body, "Выполнение плана: выполнено"));
    assert_true(has(body, "Выполнено: Слёт — ноябрь") && has(body, "мероприятия — "));
    assert_true(has(body, "Перенесено: Встреча — октябрь") && has(body, "новый срок — декабрь"));
    assert_true(has(body, "Отменено: Выезд — октябрь") && has(body, ": Карантин.\n"));
    assert_true(has(body, "Сверх плана: Акция — сентябрь"));
    assert_true(has(body, "Нет отметки о выполнении: Ярмарка — декабрь"));
    size_t again;
    assert_true(str_equal(frozen_again(s, live, &again), body));
    assert_int_equal(again, n);
    /* An edition that was signed before the plan had points says what it said, and has no number more. */
    assert_true(str_equal(appendix(s, signed_before(s), &n), STR("Старые слова.\n")));
    assert_int_equal(n, 0);
}

static void the_appendix_counts_the_points_of_the_plan(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct stage s;
        stage_open(&s, engine, 7 + engine);
        begin_draft(&s);
        of_points(&s);
        arena_free(s.arena);
    }
}

int main(void)
{
    struct err e = { 0 };
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_appendix_counts_the_points_of_the_plan) };
    assert_true(text_start(&e));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
