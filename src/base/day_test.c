/* Days and periods: spellings, calendar, containment; every day of four centuries there and back. */
#include "base/day.h"
#include "base/test_in.h"

static void reads_what_people_write(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *iso;
    } rows[] = {
        { "2022-04-12", "2022-04-12" }, { "12.04.2022", "2022-04-12" }, { "5.1.2021", "2021-01-05" },
        { "2020-02-29", "2020-02-29" }, { "2000-02-29", "2000-02-29" }, { "0001-01-01", "0001-01-01" },
        { "9999-12-31", "9999-12-31" }, { "1969-12-31", "1969-12-31" },
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
    static const char *const rows[] = { "",           "2021-02-29", "1900-02-29", "2022-13-01",  "2022-00-10",
                                        "31.04.2022", "12.04.22",   "2022-4-12",  "2022-04-12 ", " 2022-04-12",
                                        "2022-04-1x", "2022/04/12", "0000-01-01", "12-04-2022",  "-022-04-12" };
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_people_write), cmocka_unit_test(refuses_what_is_no_day),
        cmocka_unit_test(goes_there_and_back),     cmocka_unit_test(reads_periods),
        cmocka_unit_test(knows_what_lies_within),  cmocka_unit_test(names_precisions),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
