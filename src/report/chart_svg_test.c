/* A chart as a reader gets it: a missing year keeps its slot and its words, a reconstructed value is hatched in every kind of
   chart, and what people wrote stays words. */
#include "report/chart_svg.h"

#include "base/ctx.h"
#include "base/str.h"
#include "base/text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const struct str years[] = { { "2029-2030", 9 }, { "2030-2031", 9 }, { "2031-2032", 9 } };
static const struct str series[] = { { "Работы", 12 }, { "Участия", 14 } };

static struct str drawn(struct arena *a, enum chart_kind kind, const struct chart_value *values, size_t n_series,
                        const char *title)
{
    struct ctx ctx = { .arena = a, .lang = LANG_RU };
    struct html *h = html_new(a, 1 << 20);
    struct err e = { 0 };
    struct str page;
    const struct chart chart = { .kind = kind,
                                 .title = str_c(title),
                                 .description = STR("одно предложение"),
                                 .categories = years,
                                 .n_categories = COUNT(years),
                                 .series = series,
                                 .n_series = n_series,
                                 .values = values,
                                 .no_data = STR("нет данных"),
                                 .reconstructed = STR("восстановлено") };
    chart_svg_put(&ctx, h, &chart, STR("c1"));
    assert_true(html_done(h, &page, &e));
    return page;
}

static size_t times(struct str page, const char *words)
{
    size_t n = 0;
    for (size_t at = str_find(page, str_c(words), 0); at < page.len; at = str_find(page, str_c(words), at + 1)) {
        n++;
    }
    return n;
}

static struct chart_value value(enum chart_state state, int64_t n, const char *shown)
{
    return (struct chart_value){ .state = state, .value = n, .shown = str_c(shown) };
}

static void silence_keeps_its_slot(void **state)
{
    static const enum chart_kind kinds[] = { CHART_COLUMN, CHART_BAR, CHART_LINE, CHART_STACKED };
    (void)state;
    struct arena *a = arena_new(8 << 20);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const struct chart_value values[] = { value(CHART_KNOWN, 370, "370"), value(CHART_MISSING, 0, "нет данных"),
                                              value(CHART_RECONSTRUCTED, 200, "200") };
        struct str page = drawn(a, kinds[i], values, 1, "Диаграмма");
        assert_int_equal(times(page, "class=\"chart-missing\""), 1);
        assert_int_equal(times(page, "нет данных"), 2); /* in the picture and in its table */
        assert_int_equal(times(page, "class=\"chart-reconstructed\""), 1);
        assert_int_equal(times(page, "id=\"c1-hatch\""), 1);
        assert_int_equal(times(page, "200 (восстановлено)"), 1);
        for (size_t k = 0; k < COUNT(years); k++) {
            assert_int_equal(times(page, years[k].at), 2);
        }
    }
    arena_free(a);
}

/* A line never runs through the year that nobody knows. */
static void a_line_breaks_at_silence(void **state)
{
    (void)state;
    struct arena *a = arena_new(4 << 20);
    const struct chart_value known[] = { value(CHART_KNOWN, 1, "1"), value(CHART_KNOWN, 2, "2"), value(CHART_KNOWN, 3, "3") };
    const struct chart_value gap[] = { value(CHART_KNOWN, 1, "1"), value(CHART_MISSING, 0, "нет данных"),
                                       value(CHART_KNOWN, 3, "3") };
    assert_int_equal(times(drawn(a, CHART_LINE, known, 1, "Ряд"), "class=\"chart-line-1\""), 2);
    assert_int_equal(times(drawn(a, CHART_LINE, gap, 1, "Ряд"), "class=\"chart-line-1\""), 0);
    arena_free(a);
}

static void a_chart_of_nothing_and_of_zeros_is_drawn(void **state)
{
    (void)state;
    struct arena *a = arena_new(4 << 20);
    const struct chart_value missing[] = { value(CHART_MISSING, 0, "нет данных"), value(CHART_MISSING, 0, "нет данных"),
                                           value(CHART_MISSING, 0, "нет данных") };
    const struct chart_value zeros[] = { value(CHART_KNOWN, 0, "0"), value(CHART_KNOWN, 0, "0"), value(CHART_KNOWN, 0, "0") };
    assert_int_equal(times(drawn(a, CHART_COLUMN, missing, 1, "Пусто"), "class=\"chart-missing\""), 3);
    struct str page = drawn(a, CHART_COLUMN, zeros, 1, "Нули");
    assert_int_equal(times(page, "class=\"chart-missing\""), 0);
    assert_int_equal(times(page, "height=\"0\""), 3);
    arena_free(a);
}

static void words_of_people_stay_words(void **state)
{
    (void)state;
    struct arena *a = arena_new(4 << 20);
    const struct chart_value values[] = {
        value(CHART_KNOWN, 5, "5"), value(CHART_KNOWN, 6, "<b>6</b>"), value(CHART_KNOWN, INT64_C(1000000000), "много"),
        value(CHART_KNOWN, 1, "1"), value(CHART_KNOWN, 2, "2"),        value(CHART_KNOWN, 3, "3")
    };
    struct str page = drawn(a, CHART_STACKED, values, 2, "<script>alert(1)</script> & \"ко\"");
    assert_int_equal(times(page, "<script") + times(page, "<b>"), 0);
    assert_int_equal(times(page, "&lt;script&gt;"), 2);
    assert_int_equal(times(page, "class=\"chart-legend\""), 2);
    arena_free(a);
}

int main(void)
{
    struct err e = { 0 };
    const struct CMUnitTest tests[] = { cmocka_unit_test(silence_keeps_its_slot), cmocka_unit_test(a_line_breaks_at_silence),
                                        cmocka_unit_test(a_chart_of_nothing_and_of_zeros_is_drawn),
                                        cmocka_unit_test(words_of_people_stay_words) };
    if (!text_start(&e)) {
        return 1;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
