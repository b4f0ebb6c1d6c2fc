/* Numbers: the rounding rule against sums made another way, spellings, texts; seed printed, ORIENTIR_SEED repeats it. */
#include "base/num.h"
#include "base/random.h"
#include "base/test_in.h"

#include <math.h>

static struct seeded seeded;

static int seed(void **state)
{
    const char *given = getenv("ORIENTIR_SEED");
    int64_t chosen = 0;
    if (!given || !num_read_int(str_c(given), &chosen)) {
        random_bytes(&chosen, 4);
    }
    print_message("seed %lld\n", (long long)chosen);
    seeded = seeded_from((uint64_t)chosen);
    return setup(state);
}

static void rounds_half_away_from_zero(void **state)
{
    (void)state;
    static const struct {
        int64_t part, whole;
        int digits;
        const char *text;
    } rows[] = {
        { 1, 8, 1, "12.5" },  { 1, 16, 1, "6.3" },   { -1, 16, 1, "-6.3" }, { 1, 3, 1, "33.3" },   { 2, 3, 1, "66.7" },
        { 0, 7, 1, "0.0" },   { 7, 7, 1, "100.0" },  { 1, 2000, 1, "0.1" }, { 1, 2001, 1, "0.0" }, { 1, 200, 0, "1" },
        { -1, 200, 0, "-1" }, { 1, 800, 2, "0.13" }, { 5, 4, 1, "125.0" },  { 1, -8, 1, "-12.5" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_text(num_plain(arena, decimal_percent(rows[i].part, rows[i].whole, rows[i].digits)), rows[i].text);
    }
    assert_text(num_plain(arena, decimal_change(8, 11, 1)), "-27.3");
    assert_text(num_plain(arena, decimal_change(1252, 1000, 1)), "25.2");
    assert_text(num_plain(arena, decimal_change(0, 5, 1)), "-100.0");
}

/* Another way to the same answer: the rounded value lies within half a unit, and at exactly half it is the farther one. */
static void rounding_holds_for_any_share(void **state)
{
    (void)state;
    for (int i = 0; i < 200000; i++) {
        int64_t whole = seeded_range(&seeded, 1, 100000), part = seeded_range(&seeded, -200000, 200000);
        int64_t units = decimal_percent(part, whole, 1).units;
        int64_t twice_rest = 2 * (units * whole - part * 1000), size = twice_rest < 0 ? -twice_rest : twice_rest;
        assert_true(size <= whole);
        if (size == whole) {
            assert_true(part > 0 ? twice_rest > 0 : twice_rest < 0);
        }
    }
}

static void texts_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < 50000; i++) {
        struct decimal d = { (int64_t)seeded_next(&seeded) >> seeded_range(&seeded, 0, 62), (int)seeded_range(&seeded, 0, 9) },
                       back;
        bool russian = seeded_chance(&seeded, 50);
        struct str shown = num_decimal(arena, d, russian);
        if (russian) { /* English groups by commas, which are decimal marks when typed */
            assert_true(decimal_read(shown, &back) && back.units == d.units && back.digits == d.digits);
        }
        assert_true(decimal_read(num_plain(arena, d), &back) && back.units == d.units && back.digits == d.digits);
        uint64_t bits = seeded_next(&seeded);
        double real, read;
        memcpy(&real, &bits, sizeof real);
        if (isfinite(real)) {
            assert_true(num_read_real(num_plain_real(arena, real), &read));
            assert_true(read == real);
        }
        arena_reset(arena);
    }
}

static void reads_integers(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        int64_t value;
    } rows[] = {
        { "0", 0 },
        { "007", 7 },
        { "-5", -5 },
        { "+5", 5 },
        { "\xE2\x88\x92"
          "5",
          -5 },
        { "1 450", 1450 },
        { "1\xC2\xA0"
          "450",
          1450 },
        { "12\xE2\x80\xAF"
          "345\xE2\x80\xAF"
          "678",
          12345678 },
        { "9223372036854775807", INT64_MAX },
        { "-9223372036854775808", INT64_MIN },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t value = 99;
        assert_true(num_read_int(str_c(rows[i].typed), &value));
        assert_true(value == rows[i].value);
    }
    static const char *const wrong[] = { "",
                                         "-",
                                         "+",
                                         "1,5",
                                         "1.0",
                                         "1 45",
                                         "1 4500",
                                         "1234 567",
                                         "1  450",
                                         " 1",
                                         "1 ",
                                         "0x10",
                                         "1e3",
                                         "--1",
                                         "9223372036854775808",
                                         "-9223372036854775809",
                                         "99999999999999999999999",
                                         "пять" };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int64_t value = 99;
        assert_false(num_read_int(str_c(wrong[i]), &value));
        assert_int_equal(value, 99);
    }
}

static void reads_reals(void **state)
{
    (void)state;
    double value = 0;
    assert_true(num_read_real(STR("-27,3"), &value) && value == -27.3);
    assert_true(num_read_real(STR("1 450.25"), &value) && value == 1450.25);
    assert_true(num_read_real(STR("1e-3"), &value) && value == 0.001);
    static const char *const wrong[] = { "", ".5", "5.", "5,", "inf", "nan", "0x1p3", "1e", "1e999", "1,2,3", "1.5 " };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_false(num_read_real(str_c(wrong[i]), &value));
    }
    char longest[1000];
    memset(longest, '1', sizeof longest);
    assert_false(num_read_real((struct str){ longest, sizeof longest }, &value));
}

static void keeps_decimals_as_typed(void **state)
{
    (void)state;
    struct decimal d, other;
    assert_true(decimal_read(STR("-27,30"), &d) && d.units == -2730 && d.digits == 2);
    assert_true(decimal_read(STR("+25.2"), &d) && d.units == 252 && d.digits == 1);
    assert_false(decimal_read(STR("0,1234567890"), &d));
    assert_false(decimal_read(STR("1e3"), &d));
    assert_true(decimal_read(STR("37,1"), &d) && decimal_read(STR("37.10"), &other) && decimal_compare(d, other) == 0);
    assert_true(decimal_read(STR("37,11"), &other) && decimal_compare(d, other) < 0 && decimal_compare(other, d) > 0);
}

static void writes_for_people(void **state)
{
    (void)state;
    char room[NUM_DIGITS];
    assert_text(num_digits(room, 0), "0");
    assert_text(num_digits(room, 1450), "1450");
    assert_text(num_digits(room, INT64_MAX), "9223372036854775807");
    assert_text(num_digits(room, INT64_MIN), "-9223372036854775808");
    assert_text(num_count(arena, 1450, true), "1\xC2\xA0"
                                              "450");
    assert_text(num_count(arena, 1234567, false), "1,234,567");
    assert_text(num_count(arena, 999, true), "999");
    assert_text(num_count(arena, -5, true), "\xE2\x88\x92"
                                            "5");
    assert_text(num_count(arena, INT64_MIN, false), "\xE2\x88\x92"
                                                    "9,223,372,036,854,775,808");
    assert_text(num_decimal(arena, (struct decimal){ -273, 1 }, true), "\xE2\x88\x92"
                                                                       "27,3");
    assert_text(num_decimal(arena, (struct decimal){ 5, 2 }, false), "0.05");
    assert_text(num_plain_real(arena, 0.1), "0.1");
    assert_text(num_plain_real(arena, 100000), "100000");
    assert_text(num_plain_real(arena, -0.0), "0");
}

static void rounds_reals_by_their_text(void **state)
{
    (void)state;
    assert_text(num_plain(arena, decimal_round(2.675, 2)), "2.68"); /* 2.67499999999999982236431605997495353221893310546875 */
    assert_text(num_plain(arena, decimal_round(-0.05, 1)), "-0.1");
    assert_text(num_plain(arena, decimal_round(6.35, 1)), "6.4");
    assert_text(num_plain(arena, decimal_round(1e15, 0)), "1000000000000000");
    assert_text(num_plain(arena, decimal_round(1e-300, 1)), "0.0");
    assert_text(num_plain(arena, decimal_round(0, 1)), "0.0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_half_away_from_zero),
        cmocka_unit_test(rounding_holds_for_any_share),
        cmocka_unit_test(texts_read_back),
        cmocka_unit_test(reads_integers),
        cmocka_unit_test(reads_reals),
        cmocka_unit_test(keeps_decimals_as_typed),
        cmocka_unit_test(writes_for_people),
        cmocka_unit_test(rounds_reals_by_their_text),
    };
    return cmocka_run_group_tests(tests, seed, teardown);
}
