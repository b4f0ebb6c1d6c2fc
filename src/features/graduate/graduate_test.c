/* A cohort and its categories: the partition is counted right, what exceeds the total is refused, and a cohort that does not
   add up cannot be closed. */
#include "app/house.h"
#include "features/graduate/graduate_in.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct graduate_category category(const char *role, struct maybe_int value)
{
    return (struct graduate_category){ .role = str_c(role), .value = value };
}

static void a_partition_is_whole_or_says_what_is_missing(void **state)
{
    struct graduate_category all[] = { category("total", SOME_INT(30)), category("part", SOME_INT(20)),
                                       category("part", SOME_INT(8)), category("subset", SOME_INT(15)),
                                       category("derived", SOME_INT(28)) };
    struct graduate_partition p = graduate_partition_of(all, COUNT(all));
    assert_true(!p.whole && p.unassigned.known && p.unassigned.is == 2);
    all[2].value = SOME_INT(10);
    assert_true(graduate_partition_of(all, COUNT(all)).whole);
    all[2].value = NO_INT; /* nothing is known of a part: nothing can be said of the rest */
    p = graduate_partition_of(all, COUNT(all));
    assert_true(!p.whole && !p.unassigned.known && p.n_unknown == 1);
}

#define P(name, value)                                                                                                         \
    {                                                                                                                          \
        STR(name), (value)                                                                                                     \
    }
static bool add_category(struct ctx *ctx, struct str cohort, const char *destination, const char *role, const char *value,
                         struct err *e)
{
    int64_t id;
    const struct param pairs[] = { P("cohort", cohort), P("destination", str_c(destination)), P("title", str_c(destination)),
                                   P("role", str_c(role)), P("value", str_c(value)) };
    *e = (struct err){ 0 };
    return record_add(ctx, register_find(ctx, STR("graduate_category")), pairs, COUNT(pairs), &id, e);
}

static void only_a_whole_partition_is_closed(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *a = arena_new(256u << 20);
        struct house house;
        struct ctx ctx;
        struct err e = { 0 };
        int64_t id;
        const struct param year[] = { P("year", STR("2031")) };
        assert_true(house_build(a, &house, &e) &&
                    house_enter(a, &house, str_c(test_database_fresh(engine)), DB_WRITE, &ctx, &e));
        const struct register_def *cohorts = register_find(&ctx, STR("graduate_cohort"));
        assert_true(record_add(&ctx, cohorts, year, COUNT(year), &id, &e));
        struct str cohort = str_format(a, "%lld", (long long)id);
        assert_true(add_category(&ctx, cohort, "total", "total", "30", &e));
        assert_true(add_category(&ctx, cohort, "higher", "part", "20", &e));
        assert_false(add_category(&ctx, cohort, "vocational", "part", "11", &e)); /* 31 of 30 */
        assert_false(add_category(&ctx, cohort, "stayed", "subset", "31", &e));
        assert_false(add_category(&ctx, cohort, "higher", "part", "1", &e)); /* twice */
        assert_false(add_category(&ctx, cohort, "army", "total", "1", &e));
        assert_true(add_category(&ctx, cohort, "vocational", "part", "8", &e));
        e = (struct err){ 0 };
        assert_false(record_step(&ctx, cohorts, id, STR("closed"), &e)); /* two are in no category */
        assert_true(add_category(&ctx, cohort, "unknown", "part", "2", &e));
        e = (struct err){ 0 };
        assert_true(record_step(&ctx, cohorts, id, STR("closed"), &e));
        assert_false(add_category(&ctx, cohort, "other", "part", "0", &e)); /* closed */
        struct graduate_category *kept;
        size_t n;
        e = (struct err){ 0 };
        assert_true(graduate_categories(&ctx, id, &kept, &n, &e));
        assert_false(record_remove(&ctx, register_find(&ctx, STR("graduate_category")), kept[1].id, 1, &e));
        assert_int_equal(e.kind, ERR_INVALID);
        e = (struct err){ 0 };
        assert_true(record_step(&ctx, cohorts, id, STR("open"), &e));
        assert_true(record_remove(&ctx, register_find(&ctx, STR("graduate_category")), kept[1].id, 1, &e));
        arena_free(a);
    }
}

int main(void)
{
    struct err e = { 0 };
    assert_true(text_start(&e));
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_partition_is_whole_or_says_what_is_missing),
                                        cmocka_unit_test(only_a_whole_partition_is_closed) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
