/* The panel of counts on an activity's page shows each reader what the rule of counts gives: the centre everything, a school
   its own rows and no sum of others, an account without a school nothing. */
#include "app/house.h"
#include "features/headcount/headcount.h"
#include "support/database.h"
#include "support/year_generator.h"

#include "base/str.h"
#include "base/text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

struct place {
    struct arena *arena;
    struct house house;
    struct ctx ctx;
    struct made_year made;
    int64_t activity;
};

static void must(bool done, const struct err *e)
{
    if (!done) {
        fail_msg("%s %s: %.*s", err_kind_name(e->kind), e->where ? e->where : "", (int)e->what.len, e->what.at);
    }
}

static void add(struct place *p, const struct param *pairs, size_t n)
{
    struct err e = { 0 };
    int64_t id;
    must(record_add(&p->ctx, register_find(&p->ctx, STR("headcount")), pairs, n, &id, &e), &e);
}

/* An activity with one count of each of two schools; the evidence tells whose it is. */
static void prepare(struct place *p, size_t engine)
{
    struct err e = { 0 };
    p->arena = arena_new(64u << 20);
    must(house_build(p->arena, &p->house, &e), &e);
    must(house_enter(p->arena, &p->house, str_c(test_database_fresh(engine)), DB_WRITE, &p->ctx, &e), &e);
    must(year_generate(&p->ctx, &(struct year_plan){ .seed = 5, .year = 2044 }, &p->made, &e), &e);
    const struct param pairs[] = { { STR("year"), STR("2044-2045") },       { STR("title"), STR("Две школы") },
                                   { STR("direction"), STR("events") },     { STR("kind"), STR("contest") },
                                   { STR("level"), STR("municipal") },      { STR("planned"), STR("yes") },
                                   { STR("centre_role"), STR("organiser") } };
    must(record_add(&p->ctx, register_find(&p->ctx, STR("activity")), pairs, COUNT(pairs), &p->activity, &e), &e);
    for (int i = 0; i < 2; i++) {
        const struct param count[] = { { STR("activity"), str_format(p->arena, "%lld", (long long)p->activity) },
                                       { STR("value"), i ? STR("4321") : STR("1234") },
                                       { STR("unit"), STR("persons") },
                                       { STR("audience"), STR("pupils") },
                                       { STR("evidence"), i ? STR("письмо-второй") : STR("письмо-первой") },
                                       { STR("organisation"), str_format(p->arena, "%lld", (long long)p->made.schools[i]) } };
        add(p, count, COUNT(count));
    }
}

static struct str panel_for(struct place *p, const struct actor *actor)
{
    const struct actor *before = p->ctx.actor;
    struct record r;
    struct err e = { 0 };
    struct html *h = html_new(p->arena, 1 << 20);
    p->ctx.actor = actor;
    must(record_get(&p->ctx, register_find(&p->ctx, STR("activity")), p->activity, &r, &e), &e);
    headcount_panel(&p->ctx, &r, h);
    p->ctx.actor = before;
    return html_part(h).s;
}

static bool has(struct str page, const char *words)
{
    return str_find(page, str_c(words), 0) < page.len;
}

static void a_school_sees_its_own_counts(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct place p = { 0 };
        prepare(&p, engine);
        struct actor staff = { .roles = ROLE(ROLE_METHODOLOGIST) },
                     school = { .organisation_id = p.made.schools[0], .roles = ROLE(ROLE_COORDINATOR) },
                     homeless = { .roles = ROLE(ROLE_COORDINATOR) };
        struct str all = panel_for(&p, &staff), own = panel_for(&p, &school), none = panel_for(&p, &homeless);
        assert_true(has(all, "письмо-первой") && has(all, "письмо-второй") &&
                    has(all, "5\xc2\xa0"
                             "555"));
        assert_true(has(own, "письмо-первой"));
        assert_false(has(own, "письмо-второй") ||
                     has(own, "4\xc2\xa0"
                              "321") ||
                     has(own, "5\xc2\xa0"
                              "555"));
        assert_false(has(own, "<form"));
        assert_false(has(none, "письмо"));
        arena_free(p.arena);
    }
}

int main(void)
{
    struct err e = { 0 };
    assert_true(text_start(&e));
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_school_sees_its_own_counts) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
