/* Names of people by their shape, and which of them a consent covers. All of them are made up. */
#include "features/consent/name.h"

#include "base/str.h"
#include "features/consent/consent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void count_name(void *arg, struct str name)
{
    size_t *n = arg;
    assert_true(name.len > 0);
    ++*n;
}

static void masked(const char *words, const char *want, size_t n_want)
{
    struct arena *a = arena_new(1 << 20);
    const struct str names[] = { STR("Согласова Вера Выдумовна"), STR("Д. С. Писателев") };
    const struct consents consents = { names, 2 };
    size_t n = 0;
    struct str got = consent_masked(a, &consents, str_c(words), STR("[имя]"), count_name, &n);
    assert_string_equal(str_cstr(a, got), want);
    assert_int_equal(n, n_want);
    arena_free(a);
}

static void names_are_known_by_their_shape(void **state)
{
    (void)state;
    masked("Занятие провёл Выдумкин В. В., педагог.", "Занятие провёл [имя], педагог.", 1);
    masked("Занятие провёл В.В. Выдумкин.", "Занятие провёл [имя].", 1);
    masked("вручено Выдумкину Виктору Выдумовичу", "вручено [имя]", 1);
    masked("вручено Виктору Выдумовичу Выдумкину вчера", "вручено [имя] вчера", 1);
    masked("В. Выдумкин и П. Придумкина", "[имя] и [имя]", 2);
    masked("Выдумкин\xc2\xa0В.\xc2\xa0В.", "[имя]", 1);
    masked("работа Анны Придумовны", "работа [имя]", 1);
}

static void other_words_stay(void **state)
{
    (void)state;
    masked("Открытый урок «Профессии будущего» прошёл в г. Москве. В нём 5 классов.",
           "Открытый урок «Профессии будущего» прошёл в г. Москве. В нём 5 классов.", 0);
    masked("Приказ № 405 от 1 сентября. Билет в будущее", "Приказ № 405 от 1 сентября. Билет в будущее", 0);
    masked("", "", 0);
}

static void a_consent_keeps_the_name(void **state)
{
    (void)state;
    masked("грамота Согласовой В. В. и Выдумкину В. В.", "грамота Согласовой В. В. и [имя]", 1);
    masked("грамота Согласовой Вере Выдумовне", "грамота Согласовой Вере Выдумовне", 0);
    masked("Идеи Д. С. Писателева и современность", "Идеи Д. С. Писателева и современность", 0);
    masked("грамота Согласовой П. В.", "грамота [имя]", 1); /* another of that surname */
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(names_are_known_by_their_shape), cmocka_unit_test(other_words_stay),
                                        cmocka_unit_test(a_consent_keeps_the_name) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
