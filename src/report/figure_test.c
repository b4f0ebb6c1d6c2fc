/* What needs no database: which declaration a name means, the units with all their forms, and the rules of comparison at their
   edges. */
#include "report/figure.h"

#include "base/ctx.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const struct figure_def plain = { .name = "diagnostics.persons", .unit = UNIT_PERSONS };
static const struct figure_def persons = { .name = "activity.persons", .family = true, .unit = UNIT_PERSONS };
static const struct figure_def person_hours = { .name = "activity.person-hours", .family = true, .unit = UNIT_PERSON_HOURS };
static const struct figure_def cohort = { .name = "graduates.total", .unit = UNIT_PERSONS, .period = PERIOD_COHORT };
static const struct figure_def *const all[] = { &persons, &person_hours, &plain, &cohort };
static const struct figure_set set = { all, COUNT(all) };

static const struct figure_def *declared(const char *name, struct str *ret_param)
{
    const struct ctx ctx = { .figures = &set };
    *ret_param = STR("untouched");
    return figure_declared(&ctx, str_c(name), ret_param);
}

static void a_name_means_one_declaration(void **state)
{
    (void)state;
    struct str param;
    assert_ptr_equal(declared("diagnostics.persons", &param), &plain); /* a figure of its own before a family */
    assert_int_equal(param.len, 0);
    assert_ptr_equal(declared("week.persons", &param), &persons);
    assert_true(str_is(param, "week"));
    assert_ptr_equal(declared("week.person-hours", &param), &person_hours);
    const char *const none[] = { "", ".", "week", "week.", ".persons", "week.person", "week.persons.persons", "week..persons" };
    for (size_t i = 0; i < COUNT(none); i++) {
        assert_null(declared(none[i], &param));
        assert_true(str_is(param, "untouched"));
    }
}

static void a_unit_is_read_as_it_is_written(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    for (int u = 0; u < UNIT_COUNT; u++) {
        enum unit read = UNIT_COUNT;
        assert_true(unit_read(str_c(unit_word((enum unit)u)), &read));
        assert_int_equal(read, u);
        struct str one = unit_with(a, LANG_RU, (enum unit)u, 1), two = unit_with(a, LANG_RU, (enum unit)u, 2);
        /* A number is not parted from its word at the end of a line. */
        assert_true(str_starts(one, STR("1\302\240")) && str_starts(two, STR("2\302\240")));
        /* Every Russian word has a form of its own for two. */
        assert_false(str_equal(str_part(one, 1, one.len), str_part(two, 1, two.len)));
        assert_true(str_starts(unit_with(a, LANG_EN, (enum unit)u, 5), STR("5\302\240")));
        assert_true(unit_short(LANG_RU, (enum unit)u).len > 0 && unit_short(LANG_EN, (enum unit)u).len > 0);
    }
    enum unit none = UNIT_VIEWS;
    assert_false(unit_read(STR("person"), &none) || unit_read(STR_NONE, &none) || unit_read(STR("Persons"), &none));
    assert_int_equal(none, UNIT_VIEWS);
    arena_free(a);
}

static struct comparison compared(const struct figure_def *def, int64_t now, enum figure_status how, int64_t before,
                                  enum figure_status how_before)
{
    const struct figure one = { .def = def, .value = now, .status = how },
                        two = { .def = &plain, .value = before, .status = how_before };
    return figure_compare(&one, &two);
}

static void comparisons_at_their_edges(void **state)
{
    (void)state;
    struct comparison c = compared(&plain, 21, FIGURE_KNOWN, 20, FIGURE_KNOWN);
    assert_int_equal(c.kind, COMPARISON_PERCENT); /* twenty is enough */
    assert_int_equal(c.percent.units, 50);
    assert_int_equal(c.percent.digits, 1);
    assert_int_equal(compared(&plain, 500, FIGURE_KNOWN, 19, FIGURE_PRINTED).kind, COMPARISON_ABSOLUTE);
    assert_int_equal(compared(&plain, 5, FIGURE_KNOWN, 0, FIGURE_KNOWN).kind,
                     COMPARISON_ABSOLUTE); /* a known zero is a number */
    assert_int_equal(compared(&plain, 0, FIGURE_KNOWN, 0, FIGURE_KNOWN).kind, COMPARISON_SAME);
    assert_int_equal(compared(&plain, 0, FIGURE_KNOWN, 370, FIGURE_KNOWN).percent.units, -1000);
    assert_int_equal(compared(&plain, 1, FIGURE_KNOWN, 2000, FIGURE_KNOWN).percent.units, -1000); /* -99,95: away from zero */
    assert_int_equal(compared(&plain, 9, FIGURE_KNOWN, -3, FIGURE_KNOWN).kind, COMPARISON_ABSOLUTE);
    /* No data is not zero, whatever stands in the value. */
    assert_int_equal(compared(&plain, 0, FIGURE_NO_DATA, 0, FIGURE_NO_DATA).kind, COMPARISON_NONE);
    assert_int_equal(compared(&plain, 0, FIGURE_NO_DATA, 40, FIGURE_KNOWN).kind, COMPARISON_NONE);
    /* What was made from a percent proves no percent, and no equality either. */
    assert_int_equal(compared(&plain, 269, FIGURE_KNOWN, 269, FIGURE_RECONSTRUCTED).kind, COMPARISON_NONE);
    assert_int_equal(compared(&plain, 269, FIGURE_RECONSTRUCTED, 370, FIGURE_KNOWN).kind, COMPARISON_NONE);
    /* Another unit or period is another series. */
    assert_int_equal(compared(&person_hours, 40, FIGURE_KNOWN, 40, FIGURE_KNOWN).kind, COMPARISON_BROKEN);
    assert_int_equal(compared(&cohort, 40, FIGURE_KNOWN, 50, FIGURE_KNOWN).kind, COMPARISON_BROKEN);
}

int main(void)
{
    struct err e = { 0 };
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_name_means_one_declaration),
                                        cmocka_unit_test(a_unit_is_read_as_it_is_written),
                                        cmocka_unit_test(comparisons_at_their_edges) };
    if (!text_start(&e)) {
        return 1;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
