/* The house put together: it stands, each planted fault is found, and it is entered on every engine. */
#include "app/house_check.h"
#include "base/clock.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h> /* after its needs */

static bool answer_nothing(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    return true;
}

static int begin(void **state)
{
    struct err e = { 0 };
    *state = arena_new((size_t)64 << 20);
    return text_start(&e) ? 0 : 1;
}

static int end(void **state)
{
    arena_free(*state);
    text_stop();
    return 0;
}

static struct str complaints_of(struct arena *a, const struct house *house)
{
    struct buf *b = buf_new(a, 1 << 20);
    house_check(a, house, b);
    return buf_str(b);
}

static void complains(struct arena *a, const struct house *house, const char *words)
{
    struct str complaints = complaints_of(a, house);
    if (str_find(complaints, str_c(words), 0) == complaints.len) {
        fail_msg("«%s» is missing in: %.*s", words, (int)complaints.len, complaints.at);
    }
}

static void our_house_stands(void **state)
{
    struct arena *a = *state;
    struct house house;
    struct err e = { 0 };
    assert_true(house_build(a, &house, &e));
    assert_int_equal(complaints_of(a, &house).len, 0);
    assert_true(house.n_migrations > 0 && house.n_queries > 0 && house.site.n_routes > 0 && house.registers.n > 0);
    for (size_t i = 1; i < house.n_migrations; i++) {
        assert_true(house.migrations[i - 1].number < house.migrations[i].number);
    }
    for (size_t i = 0; i < house.site.n_routes; i++) {
        assert_int_not_equal(house.site.routes[i].right, 0);
    }
}

static void faults_of_routes_are_found(void **state)
{
    struct arena *a = *state;
    const struct route routes[] = {
        { METHOD_GET, "/thing/{id}", RIGHT_PUBLIC, answer_nothing },
        { METHOD_GET, "/thing/{row}", RIGHT_PUBLIC, answer_nothing },
        { METHOD_POST, "/thing/{id}", RIGHT_PUBLIC, answer_nothing },
        { METHOD_GET, "/open", 0, answer_nothing },
        { METHOD_GET, "/empty", RIGHT_PUBLIC, NULL },
        { METHOD_GET, "slashless", RIGHT_PUBLIC, answer_nothing },
        { METHOD_POST, "/only-posted", RIGHT_PUBLIC, answer_nothing },
    };
    const struct menu_item menu[] = { { T_YES, "/thing/{id}", RIGHT_PUBLIC }, { T_YES, "/only-posted", RIGHT_PUBLIC } };
    struct house house = { .site = { .routes = routes, .n_routes = COUNT(routes), .menu = menu, .n_menu = COUNT(menu) } };
    complains(a, &house, "route stands twice: 0 /thing/{}");
    complains(a, &house, "route names no right: /open");
    complains(a, &house, "route has no handler: /empty");
    complains(a, &house, "route 5: its path does not begin with /");
    complains(a, &house, "menu entry leads nowhere: /only-posted");
    struct str all = complaints_of(a, &house), line;
    int n = 0;
    while (str_next(&all, '\n', &line)) {
        n += line.len > 0;
    }
    assert_int_equal(n, 5);
}

static void names_given_twice_are_found(void **state)
{
    struct arena *a = *state;
    static const struct db_query one = { .name = "thing_list" }, two = { .name = "thing_list" };
    static const struct db_query *const queries[] = { &one, &two };
    const struct db_migration migrations[] = { { 7, "0007_one", "" }, { 7, "0007_two", "" } };
    static const struct register_def thing = { .name = "thing" };
    static const struct register_def *const registers[] = { &thing, &thing };
    static const struct figure_def figure = { .name = "thing.count" };
    static const struct figure_def *const figures[] = { &figure, &figure };
    struct house house = { .registers = { registers, 2 },
                           .figures = { figures, 2 },
                           .migrations = migrations,
                           .n_migrations = 2,
                           .queries = queries,
                           .n_queries = 2 };
    complains(a, &house, "migration number stands twice: 0007_one and 0007_two");
    complains(a, &house, "register stands twice: thing");
    complains(a, &house, "figure stands twice: thing.count");
    complains(a, &house, "statement stands twice: thing_list");
}

static void the_house_is_entered_on_every_engine(void **state)
{
    struct arena *a = *state;
    struct house house;
    struct err e = { 0 };
    assert_true(house_build(a, &house, &e));
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *first = arena_new((size_t)64 << 20), *second = arena_new((size_t)64 << 20);
        struct str url = str_c(test_database_fresh(engine));
        struct ctx ctx;
        if (!house_enter(first, &house, url, DB_WRITE, &ctx, &e)) {
            fail_msg("%.*s", (int)e.what.len, e.what.at);
        }
        assert_true(ctx.centre_id == 1 && ctx.actor == &actor_owner && ctx.year == 0 && ctx.lang == LANG_RU);
        assert_true(ctx.now_ms > 0 && ctx.now_ms <= clock_now_ms());
        assert_true(db_prepare_all(ctx.db, house.queries, house.n_queries, &e));
        arena_free(first);
        assert_true(house_enter(second, &house, url, DB_READ, &ctx, &e));
        struct centre centre = { STR("Центр"), STR("Ц"), STR("Europe/Moscow"), false };
        assert_false(centre_save(&ctx, &centre, &e));
        arena_free(second);
        e = (struct err){ 0 };
    }
}

int main(void)
{
#define IN_AN_ARENA(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        IN_AN_ARENA(our_house_stands),
        IN_AN_ARENA(faults_of_routes_are_found),
        IN_AN_ARENA(names_given_twice_are_found),
        IN_AN_ARENA(the_house_is_entered_on_every_engine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
