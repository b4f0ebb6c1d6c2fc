/* Days and periods: spellings, calendar, containment; every day of four centuries there and back. */
#include "base/clock.h"
#include "base/day.h"
#include "base/random.h"
#include "base/test_in.h"

static void reads_what_people_write(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *iso;
    } rows[] = {
        { "2022-04-12", "2022-04-12" }, { "12.04.2022", "2022-04-12" }, { "5.1.2021", "2021-01-05" },
        { "2020-02-29", "2020-02-29" }, { "2000-02-29", "2000-02-29" }, { "0001-01-01", "0001-01-01" },
        { "9999-12-31", "9999-12-31" }, { "1969-12-31", "1969-12-31" }, { "24/11/2026", "2026-11-24" },
        { "5/1/2021", "2021-01-05" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct day d = NO_DAY;
        assert_true(day_read(str_c(rows[i].typed), &d));
        assert_text(day_iso(arena, d), rows[i].iso);
    }
}

static void refuses_what_is_no_day(void **state)
{
    (void)state;
    static const char *const rows[] = { "",           "2021-02-29", "1900-02-29",  "2022-13-01",  "2022-00-10", "31.04.2022",
                                        "12.04.22",   "2022-4-12",  "2022-04-12 ", " 2022-04-12", "2022-04-1x", "2022/04/12",
                                        "12/04.2022", "04/13/2022", "0000-01-01",  "12-04-2022",  "-022-04-12" };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct day d = { true, 77 };
        assert_false(day_read(str_c(rows[i]), &d));
        assert_true(d.known && d.n == 77); /* untouched on failure */
    }
    assert_text(day_iso(arena, NO_DAY), "");
}

static void goes_there_and_back(void **state)
{
    (void)state;
    int32_t expected = day_of(1799, 12, 31).n;
    for (int year = 1800; year <= 2200; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= 31; day++) {
                struct day d = day_of(year, month, day);
                int y, m, n;
                if (d.known) {
                    assert_int_equal(d.n, ++expected);
                    day_split(d, &y, &m, &n);
                    assert_true(y == year && m == month && n == day);
                }
            }
        }
    }
    assert_int_equal(day_of(1970, 1, 1).n, 0);
    assert_int_equal(day_of(2000, 3, 1).n, 11017);
}

static void reads_periods(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *first, *last, *precision;
    } rows[] = {
        { "2021", "2021-01-01", "2021-12-31", "year" },
        { "2021-11", "2021-11-01", "2021-11-30", "month" },
        { "2021-11-05", "2021-11-05", "2021-11-05", "day" },
        { "11.2021", "2021-11-01", "2021-11-30", "month" },
        { "2.2024", "2024-02-01", "2024-02-29", "month" },
        { "05.11.2021", "2021-11-05", "2021-11-05", "day" },
        { "2021-2022", "2021-09-01", "2022-08-31", "school year" },
        { "2021–2022", "2021-09-01", "2022-08-31", "school year" },
        { "2021/2022", "2021-09-01", "2022-08-31", "school year" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct period p;
        assert_true(period_read(str_c(rows[i].typed), &p));
        assert_text(day_iso(arena, p.first), rows[i].first);
        assert_text(day_iso(arena, p.last), rows[i].last);
        assert_string_equal(precision_name(p.precision), rows[i].precision);
    }
    static const char *const wrong[] = { "",          "2021-13", "13.2021", "2021-2023", "2022-2021",
                                         "2021-2021", "202",     "20211",   "0000",      "осень" };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct period p;
        assert_false(period_read(str_c(wrong[i]), &p));
    }
}

static void knows_what_lies_within(void **state)
{
    (void)state;
    struct period year = period_school_year(2021), month = year, day = year, calendar = year,
                  nothing = { NO_DAY, NO_DAY, PRECISION_NONE };
    assert_true(period_read(STR("2021-11"), &month));
    assert_true(period_read(STR("2022-09-01"), &day));
    assert_true(period_read(STR("2021"), &calendar));
    assert_true(period_within(month, year) && period_within(year, year));
    assert_false(period_within(year, month));
    assert_false(period_within(calendar, year)); /* known to the calendar year only: belongs to no school year for sure */
    assert_true(period_overlaps(calendar, year));
    assert_false(period_overlaps(day, year));
    assert_false(period_within(nothing, year) || period_overlaps(nothing, year) || period_within(year, nothing));
}

static void names_precisions(void **state)
{
    (void)state;
    for (unsigned i = 0; i < PRECISION_COUNT; i++) {
        enum precision p = PRECISION_COUNT;
        assert_true(precision_read(str_c(precision_name((enum precision)i)), &p));
        assert_int_equal(p, i);
    }
    enum precision p = PRECISION_DAY;
    assert_false(precision_read(STR("week"), &p));
    assert_int_equal(p, PRECISION_DAY);
}

static int weekday_of(struct day d)
{
    return ((d.n + 3) % 7 + 7) % 7;
}

/* Each day of each school year from 1990 on in the next one: the same weekday, 52 weeks on, 53 where 52 would fall before
   1 September; none leaves its year, none falls out. */
static void days_come_back_on_their_weekday(void **state)
{
    (void)state;
    int longer = 0;
    for (int year = 1990; year < 2100; year++) {
        struct period from = period_school_year(year), to = period_school_year(year + 1);
        for (struct day d = from.first; d.n <= from.last.n; d.n++) {
            struct period p = period_repeated((struct period){ d, d, PRECISION_DAY }, year, year + 1);
            bool week_53 = d.n + 364 < to.first.n;
            assert_int_equal(weekday_of(p.first), weekday_of(d));
            assert_true(period_within(p, to));
            assert_int_equal(p.first.n - d.n, week_53 ? 371 : 364);
            longer += week_53;
        }
    }
    assert_int_equal(longer, 110 + 27); /* 1 September each year, 2 September over each 29 February between 1990 and 2100 */
}

/* Over several years and for periods: length, weekday and year are kept; the date moves by less than a week. The seed is
 * printed. */
static void periods_come_back(void **state)
{
    (void)state;
    uint64_t seed = (uint64_t)clock_now_ms();
    struct seeded dice = seeded_from(seed);
    printf("seed %llu\n", (unsigned long long)seed);
    for (int i = 0; i < 20000; i++) {
        int year = (int)seeded_range(&dice, 1990, 2080), on = (int)seeded_range(&dice, 1, 15);
        struct period from = period_school_year(year), to = period_school_year(year + on);
        struct day first = { true, (int32_t)seeded_range(&dice, from.first.n, from.last.n) };
        struct period p = { first,
                            { true, first.n + (int32_t)seeded_range(&dice, 1, 20) },
                            seeded_chance(&dice, 50) ? PRECISION_DAY : PRECISION_SEASON };
        struct period found = period_repeated(p, year, year + on);
        int y, m, d, last_y, last_m, last_d;
        assert_int_equal(found.last.n - found.first.n, p.last.n - p.first.n);
        assert_int_equal(weekday_of(found.first), weekday_of(p.first));
        assert_true(found.first.n >= to.first.n && found.first.n <= to.last.n);
        assert_int_equal(found.precision, p.precision);
        day_split(p.first, &y, &m, &d);
        struct day date = day_of(y + on, m, m == 2 && d == 29 ? 28 : d);
        assert_true(abs(found.first.n - date.n) < 7);
        /* Whole months keep their months, to their ends. */
        struct day month = day_of(y, m, 1), end = { true, (m == 12 ? day_of(y + 1, 1, 1) : day_of(y, m + 1, 1)).n - 1 };
        found = period_repeated((struct period){ month, end, PRECISION_MONTH }, year, year + on);
        day_split(found.first, &last_y, &last_m, &last_d);
        assert_true(last_y == y + on && last_m == m && last_d == 1);
        day_split((struct day){ true, found.last.n + 1 }, &last_y, &last_m, &last_d);
        assert_int_equal(last_d, 1);
        assert_true(found.last.n - found.first.n < 31);
    }
    struct period whole = period_repeated(period_school_year(2023), 2023, 2027);
    assert_true(whole.first.n == day_of(2027, 9, 1).n && whole.last.n == day_of(2028, 8, 31).n);
    struct period none = period_repeated((struct period){ NO_DAY, NO_DAY, PRECISION_NONE }, 2023, 2024);
    assert_false(none.first.known || none.last.known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_come_back_on_their_weekday),
        cmocka_unit_test(periods_come_back),
        cmocka_unit_test(reads_what_people_write),
        cmocka_unit_test(refuses_what_is_no_day),
        cmocka_unit_test(goes_there_and_back),
        cmocka_unit_test(reads_periods),
        cmocka_unit_test(knows_what_lies_within),
        cmocka_unit_test(names_precisions),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
