/* The plan: a point stands in each month its term overlaps and in no narrower a place; decisions become points once. */
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

static struct plan_point point_of(struct day first, struct day last, enum precision precision)
{
    return (struct plan_point){ .first = first, .last = last, .precision = str_c(precision_name(precision)) };
}

static int parts_of(const struct plan_point *point, int *ret_first)
{
    int n = 0;
    *ret_first = -1;
    for (int part = 0; part < PLAN_PARTS; part++) {
        if (plan_stands_in(point, YEAR, part)) {
            *ret_first = *ret_first < 0 ? part : *ret_first;
            n++;
        }
    }
    return n;
}

static void a_point_stands_in_each_month_it_lasts(void **state)
{
    uint64_t seed = (uint64_t)clock_now_ms();
    struct seeded dice = seeded_from(seed);
    struct period year = period_school_year(YEAR);
    int first;
    printf("seed %llu\n", (unsigned long long)seed);
    for (int i = 0; i < ROUNDS; i++) {
        struct day from = { true, (int32_t)seeded_range(&dice, year.first.n, year.last.n) };
        struct day to = { true, (int32_t)seeded_range(&dice, from.n, year.last.n) };
        int year_of, month, day, last_year, last_month;
        day_split(from, &year_of, &month, &day);
        day_split(to, &last_year, &last_month, &day);
        struct plan_point point = point_of(from, to, seeded_chance(&dice, 50) ? PRECISION_DAY : PRECISION_MONTH);
        assert_int_equal(parts_of(&point, &first), (last_year - year_of) * 12 + last_month - month + 1);
        assert_int_equal(first, (month + 3) % 12);
    }
}

static void nothing_is_put_into_a_narrower_term(void **state)
{
    int first;
    struct period year = period_school_year(YEAR);
    struct plan_point season = point_of(year.first, year.last, PRECISION_SEASON),
                      whole = point_of(year.first, year.last, PRECISION_SCHOOL_YEAR);
    struct plan_point none = point_of(NO_DAY, NO_DAY, PRECISION_NONE);
    struct plan_point late = point_of(day_of(YEAR + 1, 10, 1), day_of(YEAR + 1, 10, 31), PRECISION_MONTH);
    assert_int_equal(parts_of(&season, &first), 1);
    assert_int_equal(first, PLAN_ALL_YEAR);
    assert_int_equal(parts_of(&whole, &first), 1);
    assert_int_equal(first, PLAN_ALL_YEAR);
    assert_int_equal(parts_of(&none, &first), 1);
    assert_int_equal(first, PLAN_NO_TERM);
    assert_int_equal(parts_of(&late, &first), 1); /* a term of another year is lost nowhere */
    assert_int_equal(plan_part_of(STR("2031-09"), YEAR), 0);
    assert_int_equal(plan_part_of(STR("2032-08"), YEAR), 11);
    assert_int_equal(plan_part_of(STR("2032-09"), YEAR), -1);
    assert_int_equal(plan_part_of(STR("вчера"), YEAR), -1);
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
    assert_true(plan_points_read(ctx, ctx->year, &points, &n, &e));
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
        assert_true(plan_points_read(&ctx, YEAR, &points, &n, &e));
        assert_true(plan_stands_in(&points[0], YEAR, 1)); /* October */
        const struct param moved[] = { P("title", "Слёт"), P("year", "2031-2032"), P("section", "events"),
                                       P("status", "moved") };
        assert_false(record_add(&ctx, register_find(&ctx, STR("plan_item")), moved, COUNT(moved), &id, &e)); /* no reason */
        arena_free(a);
    }
}

int main(void)
{
    struct err e = { 0 };
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_point_stands_in_each_month_it_lasts),
                                        cmocka_unit_test(nothing_is_put_into_a_narrower_term),
                                        cmocka_unit_test(decisions_become_points_once) };
    assert_true(text_start(&e));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
