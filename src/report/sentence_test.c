/* Sentences of change and shares: forms of the verb, the rounding rule, and what is refused. */
#include "report/sentence.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct figure_def persons = { .name = "x.persons", .unit = UNIT_PERSONS, .period = PERIOD_SCHOOL_YEAR };
static const struct figure_def works = { .name = "x.works", .unit = UNIT_WORKS, .period = PERIOD_SCHOOL_YEAR };

static struct figure known(const struct figure_def *def, int year, int64_t value, enum figure_status status)
{
    return (struct figure){ .def = def, .year = year, .value = value, .status = status };
}

/* Spaces of any kind are one here: what is tested are words. */
static void assert_words(struct arena *a, struct str got, const char *want)
{
    char *plain = arena_take(a, got.len + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < got.len; i++) {
        bool nbsp = i + 1 < got.len && (unsigned char)got.at[i] == 0xc2 && (unsigned char)got.at[i + 1] == 0xa0;
        plain[n++] = nbsp ? ' ' : got.at[i];
        i += nbsp;
    }
    plain[n] = 0;
    assert_string_equal(plain, want);
}

static void change(struct arena *a, struct figure now, struct figure before, enum subject subject, const char *want)
{
    assert_words(a, sentence_change(a, LANG_RU, &now, &before, subject), want);
}

static void changes_are_said_in_the_right_form(void **state)
{
    struct arena *a = arena_new(1 << 20);
    (void)state;
    change(a, known(&persons, 2031, 269, FIGURE_KNOWN), known(&persons, 2030, 370, FIGURE_KNOWN), SUBJECT_NEUTER,
           "уменьшилось на 27,3 % по сравнению с 2030-2031 учебным годом (было 370)");
    change(a, known(&persons, 2031, 171, FIGURE_KNOWN), known(&persons, 2030, 128, FIGURE_PRINTED), SUBJECT_MASCULINE,
           "увеличился на 33,6 % по сравнению с 2030-2031 учебным годом (было 128)");
    change(a, known(&persons, 2031, 50, FIGURE_KNOWN), known(&persons, 2030, 50, FIGURE_KNOWN), SUBJECT_FEMININE,
           "не изменилась по сравнению с 2030-2031 учебным годом");
    arena_free(a);
}

static void what_cannot_be_compared_is_refused(void **state)
{
    struct arena *a = arena_new(1 << 20);
    (void)state;
    /* A base under 20 gives no percent. */
    change(a, known(&persons, 2031, 24, FIGURE_KNOWN), known(&persons, 2030, 19, FIGURE_KNOWN), SUBJECT_PLURAL,
           "увеличились на 5 по сравнению с 2030-2031 учебным годом (было 19)");
    change(a, known(&persons, 2031, 269, FIGURE_KNOWN), known(&persons, 2030, 370, FIGURE_RECONSTRUCTED), SUBJECT_NEUTER,
           "не сопоставляется с 2030-2031 учебным годом: прежнее значение (370) восстановлено расчётом и сравнения не "
           "подтверждает");
    change(a, known(&persons, 2031, 269, FIGURE_KNOWN), known(&persons, 2030, 0, FIGURE_NO_DATA), SUBJECT_PLURAL,
           "не сопоставляются с 2030-2031 учебным годом: данных за тот период нет");
    change(a, known(&persons, 2031, 269, FIGURE_RECONSTRUCTED), known(&persons, 2030, 370, FIGURE_PRINTED), SUBJECT_NEUTER,
           "не сопоставляется с 2030-2031 учебным годом: само значение восстановлено расчётом и сравнения не подтверждает");
    change(a, known(&persons, 2031, 0, FIGURE_NO_DATA), known(&persons, 2030, 370, FIGURE_PRINTED), SUBJECT_NEUTER,
           "не сопоставляется с 2030-2031 учебным годом: данных за отчётный период нет");
    change(a, known(&persons, 2031, 38, FIGURE_KNOWN), known(&works, 2030, 40, FIGURE_KNOWN), SUBJECT_NEUTER,
           "не сопоставляется с 2030-2031 учебным годом: изменились правила подсчёта");
    arena_free(a);
}

static struct str share(struct arena *a, int64_t part, int64_t whole)
{
    const struct figure one = { .status = FIGURE_KNOWN, .value = part }, other = { .status = FIGURE_KNOWN, .value = whole };
    return sentence_share(a, LANG_RU, &one, &other);
}

static void shares_and_units(void **state)
{
    struct arena *a = arena_new(1 << 20);
    (void)state;
    assert_words(a, share(a, 20, 89), "22,5 %");
    assert_words(a, share(a, 8, 12), "8 из 12");
    for (int64_t whole = 0; whole <= 40; whole++) {
        struct str words = share(a, whole / 2, whole);
        assert_int_equal(str_find(words, STR("%"), 0) < words.len, whole >= 20);
    }
    const struct figure known = { .status = FIGURE_KNOWN, .value = 100 },
                        made = { .status = FIGURE_RECONSTRUCTED, .value = 370 }, none = { .status = FIGURE_NO_DATA };
    assert_words(a, sentence_share(a, LANG_RU, &known, &made), "100 из 370 (восстановлено)");
    assert_words(a, sentence_share(a, LANG_RU, &made, &made), "370 (восстановлено) из 370 (восстановлено)");
    assert_words(a, sentence_share(a, LANG_RU, &known, &none), "нет данных");
    assert_words(a, sentence_share(a, LANG_RU, &none, &known), "нет данных");
    assert_true(share_in_one_unit(&persons, &persons));
    assert_false(share_in_one_unit(&works, &persons));
    assert_true(share_in_one_unit(NULL, &persons) && share_in_one_unit(&works, NULL));
    assert_words(a, unit_with(a, LANG_RU, UNIT_PERSONS, 1), "1 человек");
    assert_words(a, unit_with(a, LANG_RU, UNIT_PERSONS, 2), "2 человека");
    assert_words(a, unit_with(a, LANG_RU, UNIT_PERSONS, 5), "5 человек");
    assert_words(a, unit_with(a, LANG_RU, UNIT_WORKS, 22), "22 работы");
    assert_words(a, unit_with(a, LANG_RU, UNIT_WORKS, 111), "111 работ");
    arena_free(a);
}

int main(void)
{
    struct err e = { 0 };
    const struct CMUnitTest tests[] = { cmocka_unit_test(changes_are_said_in_the_right_form),
                                        cmocka_unit_test(what_cannot_be_compared_is_refused),
                                        cmocka_unit_test(shares_and_units) };
    if (!text_start(&e)) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
