/* The plan: a point stands in its months or once apart, and in no narrower a place; in a week on its days or once apart;
   decisions become points once. */
#include "app/house.h"
#include "base/clock.h"
#include "base/random.h"
#include "features/plan/plan_in.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { YEAR = 2031, ROUNDS = 2000 };

static struct period term_of(struct day first, struct day last, enum precision precision)
{
    return (struct period){ first, last, precision };
}

static int parts_of(struct period term, int *ret_first)
{
    int n = 0;
    *ret_first = -1;
    for (int part = 0; part < PLAN_PARTS; part++) {
        if (plan_stands_in(term, YEAR, part)) {
            *ret_first = *ret_first < 0 ? part : *ret_first;
            n++;
        }
    }
    return n;
}

static int months_of(struct period term)
{
    int year, month, day, last_year, last_month;
    day_split(term.first, &year, &month, &day);
    day_split(term.last, &last_year, &last_month, &day);
    return (last_year - year) * 12 + last_month - month + 1;
}

static struct seeded dice_now(void)
{
    uint64_t seed = (uint64_t)clock_now_ms();
    printf("seed %llu\n", (unsigned long long)seed);
    return seeded_from(seed);
}

static struct period any_term(struct seeded *dice, struct period within)
{
    struct day from = { true, (int32_t)seeded_range(dice, within.first.n, within.last.n) };
    int32_t most = seeded_chance(dice, 50) ? 10 : 330;
    int32_t last = from.n + (int32_t)seeded_range(dice, 0, most);
    return term_of(from, (struct day){ true, last < within.last.n ? last : within.last.n },
                   seeded_chance(dice, 50) ? PRECISION_DAY : PRECISION_MONTH);
}

/* One or two months: in each of them. Three to eight: once, with what lasts a quarter. From nine on: with the year. */
static void a_point_stands_in_its_months_or_once_apart(void **state)
{
    struct seeded dice = dice_now();
    struct period year = period_school_year(YEAR);
    int first;
    for (int i = 0; i < ROUNDS; i++) {
        struct period term = any_term(&dice, year);
        int touched = months_of(term), lasts = 0, year_of, month, day;
        day_split(term.first, &year_of, &month, &day);
        assert_int_equal(parts_of(term, &first), touched <= 2 ? touched : 1);
        assert_int_equal(first, touched <= 2 ? (month + 3) % 12 : touched < 9 ? PLAN_LONG : PLAN_ALL_YEAR);
        for (int part = 0; part < PLAN_MONTHS; part++) {
            lasts += plan_lasts_in(term, YEAR, part);
        }
        assert_int_equal(lasts, touched);
    }
}

static void nothing_is_put_into_a_narrower_term(void **state)
{
    int first;
    struct period year = period_school_year(YEAR);
    assert_int_equal(parts_of(term_of(year.first, year.last, PRECISION_SEASON), &first), 1);
    assert_int_equal(first, PLAN_ALL_YEAR);
    assert_int_equal(parts_of(year, &first), 1);
    assert_int_equal(first, PLAN_ALL_YEAR);
    assert_int_equal(parts_of(term_of(day_of(YEAR + 1, 1, 1), day_of(YEAR + 1, 12, 31), PRECISION_YEAR), &first), 1);
    assert_int_equal(first, PLAN_ALL_YEAR);
    assert_int_equal(parts_of(term_of(NO_DAY, NO_DAY, PRECISION_NONE), &first), 1);
    assert_int_equal(first, PLAN_NO_TERM);
    /* The holidays of autumn lie in two months, by what was said of them. */
    assert_int_equal(parts_of(term_of(day_of(YEAR, 10, 25), day_of(YEAR, 11, 3), PRECISION_SEASON), &first), 2);
    assert_int_equal(first, 1);
    /* A term of another year is lost nowhere. */
    assert_int_equal(parts_of(term_of(day_of(YEAR + 1, 10, 1), day_of(YEAR + 1, 10, 31), PRECISION_MONTH), &first), 1);
    assert_int_equal(first, PLAN_ALL_YEAR);
    assert_int_equal(plan_part_of(STR("2031-09"), YEAR), 0);
    assert_int_equal(plan_part_of(STR("2032-08"), YEAR), 11);
    assert_int_equal(plan_part_of(STR("2032-09"), YEAR), -1);
    assert_int_equal(plan_part_of(STR("вчера"), YEAR), -1);
}

/* On its days, or apart once, or not there at all; never in two of them. */
static void a_week_holds_a_term_once(void **state)
{
    struct seeded dice = dice_now();
    for (int i = 0; i < ROUNDS; i++) {
        int of = (int)seeded_range(&dice, 1995, 2090), on_days = 0;
        struct period term = any_term(&dice, period_school_year(of));
        struct day any = { true, (int32_t)seeded_range(&dice, term.first.n - 40, term.last.n + 40) }, monday = plan_monday(any);
        struct period week = plan_week(monday);
        enum plan_weekly how = plan_stands_in_week(term, monday);
        assert_int_equal(plan_weekday(monday), 0);
        assert_true(monday.n <= any.n && any.n <= week.last.n);
        for (struct day day = week.first; day.n <= week.last.n; day.n++) {
            on_days += plan_on_day(term, day);
        }
        assert_int_equal(how != PLAN_WEEK_NOT, period_overlaps(term, week));
        assert_int_equal(how == PLAN_WEEK_DAYS, on_days > 0);
        assert_int_equal(how == PLAN_WEEK_DAYS,
                         period_overlaps(term, week) && term.precision == PRECISION_DAY && term.last.n - term.first.n < 7);
        if (how != PLAN_WEEK_NOT && how != PLAN_WEEK_DAYS) {
            int months = months_of(term);
            assert_int_equal(how, months <= 2 ? PLAN_WEEK_MONTH : months < 9 ? PLAN_WEEK_LONG : PLAN_WEEK_YEAR);
        }
    }
}

/* From any week the same week of any year: a Monday, so many times 52 weeks away, with a day of that year. */
static void every_year_has_its_week(void **state)
{
    struct seeded dice = dice_now();
    for (int i = 0; i < ROUNDS; i++) {
        int year = (int)seeded_range(&dice, 1995, 2090);
        struct day any = { true, (int32_t)seeded_range(&dice, day_of(1990, 1, 1).n, day_of(2099, 12, 31).n) };
        struct day monday = plan_monday(any), found = plan_week_in(monday, year);
        assert_int_equal(plan_weekday(found), 0);
        assert_int_equal((found.n - monday.n) % (52 * 7), 0);
        assert_true(period_overlaps(plan_week(found), period_school_year(year)));
        if (period_overlaps(plan_week(monday), period_school_year(year))) {
            assert_int_equal(found.n, monday.n);
        }
        assert_int_equal(plan_year_at(day_of(year, 9, 1)), year);
        assert_int_equal(plan_year_at(day_of(year + 1, 8, 31)), year);
    }
}

/* What was moved stands where it was and where it went; within its year. */
static void what_was_moved_stands_twice(void **state)
{
    struct arena *a = arena_new(1u << 20);
    struct plan_point points[] = {
        { .id = 1,
          .year = YEAR,
          .status = STR("moved"),
          .first = day_of(YEAR, 11, 5),
          .last = day_of(YEAR, 11, 5),
          .precision = STR("day"),
          .moved_first = day_of(YEAR + 1, 2, 1),
          .moved_last = day_of(YEAR + 1, 2, 28),
          .moved_precision = STR("month") },
        { .id = 2,
          .year = YEAR,
          .status = STR("moved"),
          .first = day_of(YEAR, 11, 5),
          .last = day_of(YEAR, 11, 5),
          .precision = STR("day"),
          .moved_first = day_of(YEAR + 1, 10, 1),
          .moved_last = day_of(YEAR + 1, 10, 31),
          .moved_precision = STR("month") },
        { .id = 3, .year = YEAR, .status = STR("done"), .precision = STR("none"), .moved_precision = STR("none") },
    };
    struct plan_place *places;
    assert_int_equal(plan_places(a, points, COUNT(points), &places), 4);
    assert_true(!places[0].moved_here && plan_stands_in(places[0].term, YEAR, 2));
    assert_true(places[1].moved_here && plan_stands_in(places[1].term, YEAR, 5) && places[1].number == places[0].number);
    assert_true(!places[2].moved_here && places[2].number == 2);
    assert_true(plan_stands_in(places[3].term, YEAR, PLAN_NO_TERM));
    arena_free(a);
}

#define P(name, value)                                                                                                         \
    {                                                                                                                          \
        STR(name), STR(value)                                                                                                  \
    }
static size_t points_now(struct ctx *ctx)
{
    struct plan_point *points;
    struct err e = { 0 };
    size_t n;
    assert_true(plan_points_read(ctx, ctx->year, ctx->year, &points, &n, &e));
    return n;
}

static void decisions_become_points_once(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *a = arena_new(256u << 20);
        struct house house;
        struct ctx ctx;
        struct err e = { 0 };
        struct reply reply = { 0 };
        int64_t id;
        const struct param year[] = { P("year", "2031-2032") };
        const struct param one[] = { P("text", "Соглашения с колледжами"), P("year", "2031-2032"), P("due", "10.2031"),
                                     P("indicator", "соглашений"), P("target", "3") };
        const struct param other[] = { P("text", "Консультации"), P("year", "2031-2032") };
        const struct param dropped[] = { P("text", "Не будем"), P("year", "2031-2032"), P("status", "dropped") };
        assert_true(house_build(a, &house, &e) &&
                    house_enter(a, &house, str_c(test_database_fresh(engine)), DB_WRITE, &ctx, &e));
        ctx.year = YEAR;
        const struct register_def *decisions = register_find(&ctx, STR("decision"));
        assert_true(record_add(&ctx, register_find(&ctx, STR("academic_year")), year, COUNT(year), &id, &e));
        assert_true(record_add(&ctx, decisions, one, COUNT(one), &id, &e));
        assert_true(record_add(&ctx, decisions, other, COUNT(other), &id, &e));
        assert_true(record_add(&ctx, decisions, dropped, COUNT(dropped), &id, &e));
        struct request request = { .method = METHOD_POST, .path = STR("/plan/decisions") };
        ctx.request = &request;
        assert_true(plan_of_decisions(&ctx, &request, &reply, &e));
        assert_int_equal(points_now(&ctx), 2);
        assert_true(plan_of_decisions(&ctx, &request, &reply, &e));
        assert_int_equal(points_now(&ctx), 2);
        struct plan_point *points;
        size_t n;
        assert_true(plan_points_read(&ctx, YEAR, YEAR, &points, &n, &e));
        assert_true(plan_stands_in(plan_term(&points[0]), YEAR, 1)); /* October */
        const struct param moved[] = { P("title", "Слёт"), P("year", "2031-2032"), P("section", "events"),
                                       P("status", "moved") };
        assert_false(record_add(&ctx, register_find(&ctx, STR("plan_item")), moved, COUNT(moved), &id, &e)); /* no reason */
        arena_free(a);
    }
}

int main(void)
{
    struct err e = { 0 };
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_point_stands_in_its_months_or_once_apart),
                                        cmocka_unit_test(a_week_holds_a_term_once),
                                        cmocka_unit_test(every_year_has_its_week),
                                        cmocka_unit_test(what_was_moved_stands_twice),
                                        cmocka_unit_test(nothing_is_put_into_a_narrower_term),
                                        cmocka_unit_test(decisions_become_points_once) };
    assert_true(text_start(&e));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
