/* The arithmetic of printed percents: against a plain search over all numbers, and on cases worked out by hand. */
#include "features/claim/claim_math.h"

#include "base/random.h"

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
    int64_t from, to;
    assert_true(claim_grades(STR("9–11 классы"), &from, &to));
    assert_int_equal(from, 9);
    assert_int_equal(to, 11);
    assert_true(claim_grades(STR("10 класс"), &from, &to));
    assert_int_equal(to, 10);
    assert_false(claim_grades(STR("старшие"), &from, &to));
    assert_false(claim_grades(STR("12 класс"), &from, &to));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_search_agrees_with_trying_every_number),
        cmocka_unit_test(a_growth_that_no_number_gives),
        cmocka_unit_test(twice_needs_an_even_number),
        cmocka_unit_test(numbers_are_found_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
