/* What stays on one line and what begins small in a sentence of the analysis, piece by piece. */
#include "features/analysis/wording.h"

#include "base/text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define GAP "\302\240"

static void same(struct arena *a, struct str words, const char *want)
{
    if (!str_is(words, want)) {
        fail_msg("«%s» instead of «%s»", str_cstr(a, words), want);
    }
}

static void a_number_keeps_its_word(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    static const char *const pairs[][2] = {
        { "Приказ № 45 от 3 мая 2044 года", "Приказ №" GAP "45" GAP "от 3" GAP "мая 2044" GAP "года" },
        { "не более 9 %, 6-11 классы", "не более 9" GAP "%, 6-11" GAP "классы" },
        { "за 2044-2045 учебный год", "за 2044-2045 учебный год" },
        { "всего 5. Затем 6 ", "всего 5. Затем 6 " },
        { "СОШ № 3; в 10 Б", "СОШ №" GAP "3; в 10 Б" },
        { "", "" },
    };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        same(a, wording_bound(a, str_c(pairs[i][0])), pairs[i][1]);
    }
    struct shown_piece pieces[] = { { .text = STR("На рисунке ") }, { .kind = SHOWN_CHART_NUMBER, .text = STR("2") },
                                    { .text = STR(" видно: ") },    { .kind = SHOWN_NUMBER, .text = STR("7") },
                                    { .text = STR(" работ, №") },   { .text = STR(" 8") } };
    static const char *const want[] = { "На рисунке" GAP, "2", GAP "видно: ", "7", GAP "работ, №", GAP "8" };
    struct shown_line line = { pieces, COUNT(pieces) };
    wording_bind_line(a, &line);
    for (size_t i = 0; i < COUNT(pieces); i++) {
        same(a, pieces[i].text, want[i]);
    }
    arena_free(a);
}

/* Memory that runs out at any place cuts words short, and what is cut is not read on. */
static void words_cut_short_are_read_to_their_end(void **state)
{
    (void)state;
    for (uint64_t n = 1; n < 12; n++) {
        struct arena *a = arena_new(1 << 20);
        struct shown_piece pieces[] = { { .text = STR("Всего 5 человек, по приказу №") },
                                        { .kind = SHOWN_NUMBER, .text = STR("7") },
                                        { .text = STR(" и № 8 от 9 мая, в таблице ") } };
        struct shown_line line = { pieces, COUNT(pieces) };
        arena_fail_at(a, n);
        wording_bind_line(a, &line);
        arena_free(a);
    }
}

static void a_name_is_small_inside_a_sentence(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    static const char *const pairs[][2] = { { "Медицина", "медицина" },
                                            { "Ёлочные игрушки", "ёлочные игрушки" },
                                            { "ИТ-решения", "ИТ-решения" },
                                            { "Web-дизайн", "Web-дизайн" },
                                            { "«Поиск»", "«Поиск»" },
                                            { "право", "право" },
                                            { "Я", "Я" },
                                            { "", "" } };
    static const struct {
        const char *before;
        bool goes_on;
    } places[] = { { "", false },
                   { "Чаще назывались ", true },
                   { "Итог. ", false },
                   { "по компетенции «", false },
                   { "компетенции: ", true },
                   { "(", true } };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        same(a, wording_small(a, str_c(pairs[i][0])), pairs[i][1]);
    }
    for (size_t i = 0; i < COUNT(places); i++) {
        const struct shown_piece before[] = { { .text = str_c(places[i].before) }, { .text = STR(" ") } };
        assert_int_equal(wording_goes_on(before, 2), places[i].goes_on);
    }
    assert_false(wording_goes_on(NULL, 0));
    arena_free(a);
}

static void a_sentence_ends_once(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    same(a, wording_stopped(a, STR("Провести встречи ")), "Провести встречи.");
    same(a, wording_stopped(a, STR("Кому поручить?")), "Кому поручить?");
    same(a, wording_stopped(a, STR("Готово.")), "Готово.");
    same(a, wording_stopped(a, STR("")), "");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_number_keeps_its_word),
                                        cmocka_unit_test(words_cut_short_are_read_to_their_end),
                                        cmocka_unit_test(a_name_is_small_inside_a_sentence),
                                        cmocka_unit_test(a_sentence_ends_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
