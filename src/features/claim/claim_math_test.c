/* The arithmetic of printed percents: against a plain search over all numbers, and on cases worked out by hand. */
#include "features/claim/claim_math.h"

#include "base/random.h"
#include "base/text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct decimal percent(int64_t units)
{
    return (struct decimal){ units, 1 };
}

/* The slow way: every whole number up to a bound. */
static bool search_all(int64_t now, struct decimal printed, int64_t bound, int64_t *ret_low, int64_t *ret_high)
{
    bool found = false;
    for (int64_t before = 1; before <= bound; before++) {
        if (decimal_change(now, before, printed.digits).units == printed.units) {
            *ret_low = found ? *ret_low : before;
            *ret_high = before;
            found = true;
        }
    }
    return found;
}

static void the_search_agrees_with_trying_every_number(void **state)
{
    (void)state;
    struct seeded s = seeded_from(20211111);
    printf("seed 20211111\n");
    for (int i = 0; i < 3000; i++) {
        int64_t now = seeded_range(&s, 0, 400);
        struct decimal printed = { seeded_range(&s, -900, 1500), (int)seeded_range(&s, 0, 1) };
        if (printed.digits == 0) {
            printed.units /= 10;
        }
        int64_t low = 0, high = 0, slow_low = 0, slow_high = 0;
        bool fast = claim_before_for_change(now, printed, &low, &high);
        bool slow = search_all(now, printed, 12000, &slow_low, &slow_high);
        assert_int_equal(fast, slow);
        if (fast) {
            assert_int_equal(low, slow_low);
            assert_int_equal(high, slow_high);
        }
    }
}

static void a_growth_that_no_number_gives(void **state)
{
    (void)state;
    int64_t low, high;
    assert_false(claim_before_for_change(150, percent(1), &low, &high));
    assert_true(claim_before_for_change(150, percent(500), &low, &high)); /* from 100 */
    assert_int_equal(low, 100);
    assert_int_equal(high, 100);
    assert_true(claim_before_for_change(0, percent(-1000), &low, &high));
    assert_false(claim_before_for_change(7, percent(-2000), &low, &high));
}

/* Nearly everything is gone: the numbers that fit reach to the end of the search, and the search is over at once. */
static void a_fall_of_nearly_all(void **state)
{
    (void)state;
    int64_t low, high;
    assert_true(claim_before_for_change(1000000000, percent(-999), &low, &high));
    assert_int_equal(decimal_change(1000000000, low, 1).units, -999);
    assert_int_equal(decimal_change(1000000000, low - 1, 1).units, -998);
    assert_int_equal(decimal_change(1000000000, high, 1).units, -999);
    assert_int_equal(decimal_change(1000000000, high + 1, 1).units, -1000);
    assert_true(claim_before_for_change(3, percent(-1000), &low, &high));
    assert_int_equal(low, 6000); /* 3 of 6000 is 0,05 %: rounded away from zero */
    assert_int_equal(high, CLAIM_MOST_BEFORE);
    assert_true(claim_before_for_change(0, percent(-1000), &low, &high));
    assert_int_equal(low, 1);
    assert_false(claim_before_for_change(-4, percent(-1000), &low, &high));
}

/* As many decimals as a number may have, and a percent beyond all sense: an answer, and no overflow. */
static void odd_percents_are_answered(void **state)
{
    (void)state;
    int64_t low, high;
    struct decimal d;
    assert_true(claim_first_number(STR("12,123456789 %"), &d));
    assert_int_equal(d.digits, 9);
    assert_false(claim_before_for_change(100, d, &low, &high));
    assert_false(claim_before_for_change(1000000000, (struct decimal){ INT64_MAX, 0 }, &low, &high));
    assert_false(claim_before_for_change(1000000000, (struct decimal){ -INT64_MAX, 9 }, &low, &high));
    assert_true(claim_before_for_change(1000000000, (struct decimal){ INT64_C(99999999900), 0 }, &low, &high));
    assert_int_equal(low, 1);
}

static void twice_needs_an_even_number(void **state)
{
    (void)state;
    int64_t before;
    assert_false(claim_before_for_times(9, 2, &before));
    assert_true(claim_before_for_times(12, 3, &before));
    assert_int_equal(before, 4);
}

static void numbers_are_found_in_words(void **state)
{
    (void)state;
    struct decimal d;
    assert_true(claim_first_number(STR("уменьшилось на −27,3 %"), &d));
    assert_int_equal(d.units, -273);
    assert_int_equal(d.digits, 1);
    assert_true(claim_first_number(STR("+25.2%"), &d));
    assert_int_equal(d.units, 252);
    assert_true(claim_first_number(STR("в 2 раза"), &d));
    assert_int_equal(d.units, 2);
    assert_false(claim_first_number(STR("снижается"), &d));
    /* Thousands stand apart in print, by a space of any kind. */
    const char *const thousands[] = { "1 450 человек",
                                      "1\xc2\xa0"
                                      "450",
                                      "всего 1\xe2\x80\xaf"
                                      "450." };
    for (size_t i = 0; i < COUNT(thousands); i++) {
        assert_true(claim_first_number(str_c(thousands[i]), &d));
        assert_int_equal(d.units, 1450);
    }
    assert_true(claim_first_number(STR("1 234 567,8"), &d));
    assert_int_equal(d.units, 12345678);
    assert_true(claim_first_number(STR("2021 450"), &d)); /* a year and something else */
    assert_int_equal(d.units, 2021);
    assert_true(claim_first_number(STR("9 11 классы"), &d));
    assert_int_equal(d.units, 9);
    assert_false(claim_first_number(STR("99999999999999999999"), &d));
    assert_false(claim_first_number(STR(""), &d));
    int64_t from, to;
    assert_true(claim_grades(STR("9–11 классы"), &from, &to));
    assert_int_equal(from, 9);
    assert_int_equal(to, 11);
    assert_true(claim_grades(STR("10 класс"), &from, &to));
    assert_int_equal(to, 10);
    assert_false(claim_grades(STR("старшие"), &from, &to));
    assert_false(claim_grades(STR("12 класс"), &from, &to));
}

static enum direction told(struct str folded)
{
    const struct direction_words lists[] = {
        { text_in(LANG_RU, T_CLAIM_WORDS_DOWN), text_in(LANG_RU, T_CLAIM_WORDS_UP) },
        { text_in(LANG_EN, T_CLAIM_WORDS_DOWN), text_in(LANG_EN, T_CLAIM_WORDS_UP) },
    };
    return claim_direction_of_words(folded, lists, COUNT(lists));
}

/* utf8_fold has made these of what was printed: small letters, single spaces. */
static void directions_are_read(void **state)
{
    (void)state;
    assert_int_equal(told(STR("уменьшилось на 5")), DIRECTION_DOWN);
    assert_int_equal(told(STR("на 5 меньше")), DIRECTION_DOWN);
    assert_int_equal(told(STR("5 fewer")), DIRECTION_DOWN);
    assert_int_equal(told(STR("прирост 5")), DIRECTION_UP);
    assert_int_equal(told(STR("grew by 5")), DIRECTION_UP);
    const char *const untold[] = { "",        "5",          "подростков 5", "ростов 5", "lessons 5", "наибольше",
                                   "вростов", "в возрасте", "рост и спад",  "moreover", "большевик" };
    for (size_t i = 0; i < COUNT(untold); i++) {
        assert_int_equal(told(str_c(untold[i])), DIRECTION_UNTOLD);
    }
    assert_int_equal(claim_direction_of_sign(STR("на -5 %")), DIRECTION_DOWN);
    assert_int_equal(claim_direction_of_sign(STR("− 5 %")), DIRECTION_DOWN);
    assert_int_equal(claim_direction_of_sign(STR("+ 5 %")), DIRECTION_UP);
    assert_int_equal(claim_direction_of_sign(STR("рост – 5 %")), DIRECTION_UNTOLD);
    assert_int_equal(claim_direction_of_sign(STR("5-7 %")), DIRECTION_UNTOLD);
    assert_int_equal(claim_direction_of_sign(STR("нет")), DIRECTION_UNTOLD);
    assert_int_equal(claim_direction_of_sign(STR("")), DIRECTION_UNTOLD);
    assert_true(claim_is_minus(STR("–")));
    assert_false(claim_is_minus(STR("--")));
}

int main(void)
{
    struct err e = { 0 };
    assert_true(text_start(&e));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_search_agrees_with_trying_every_number),
        cmocka_unit_test(a_growth_that_no_number_gives),
        cmocka_unit_test(a_fall_of_nearly_all),
        cmocka_unit_test(odd_percents_are_answered),
        cmocka_unit_test(twice_needs_an_even_number),
        cmocka_unit_test(numbers_are_found_in_words),
        cmocka_unit_test(directions_are_read),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
