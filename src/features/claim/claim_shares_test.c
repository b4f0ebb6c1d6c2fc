/* Schools' counts against the count of all organisations, as the linter tells of them: what the forms refuse, found where it
   stands already, and in nobody's way who changes something else. On both engines. */
#include "features/claim/made_record.h"
#include "features/reach/reach.h"
#include "support/database.h"

static int64_t share_make(struct year *y, int64_t activity, int64_t school, const char *from, const char *to, int64_t value)
{
    return ADD(y, "headcount", P("activity", number(y, activity)), P("audience", STR("pupils")), P("unit", STR("persons")),
               P("value", number(y, value)), P("grade_from", str_c(from)), P("grade_to", str_c(to)),
               P("organisation", school ? number(y, school) : STR_NONE));
}

static bool refused(struct year *y, int64_t id, int64_t value)
{
    struct record r;
    struct form form;
    struct err e = { 0 };
    const struct register_def *def = register_find(y->ctx, STR("headcount"));
    assert_true(record_get(y->ctx, def, id, &r, &e));
    assert_true(form_of_record(y->ctx, &r, &form, &e));
    form_set(&form, "value", db_from_int(value));
    bool saved = record_save(y->ctx, &form, &id, &e);
    assert_true(saved || e.kind == ERR_INVALID);
    return !saved;
}

/* One mistake in more rows than anybody mends one by one: the first are told, that there are more is said, and the year opens.
 */
static void many_run(const char *url)
{
    enum { ROWS = 2100, TOLD = 2000 };
    struct arena *a = arena_new(256u << 20);
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    struct finding *found;
    size_t n;
    int64_t count, changed = 0;
    assert_true(house_build(a, &house, &e));
    assert_true(house_enter(a, &house, str_c(url), DB_WRITE, &ctx, &e));
    struct year *y = NEW(a, struct year);
    *y = (struct year){ .ctx = &ctx, .first = 2057 };
    ADD(y, "academic_year", P("year", school_year(y, y->first)));
    part_make(y, "alone", 0, "works", 30, &count);
    assert_true(
        db_do_sql(ctx.db, a,
                  STR("INSERT INTO headcount (centre_id, id, version, year, activity, audience, grade_from, grade_to, unit, "
                      "status, value) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2100) "
                      "SELECT centre_id, CAST(?1 AS bigint) + i, 1, year, activity, audience, 1, 1, unit, status, 1 "
                      "FROM n CROSS JOIN headcount WHERE centre_id = :centre AND id = ?2"),
                  DB_ARGS((int64_t)100000000, count), &changed, &e));
    assert_int_equal(changed, ROWS);
    assert_true(reach_rebuild(&ctx, &e));
    assert_true(claim_check(&ctx, y->first, &found, &n, &e));
    assert_int_equal(n, TOLD + 1);
    const struct finding *more = finding_of(found, n, STR("left_out"));
    assert_true(more && more->severity == SEVERITY_ERROR && more->what.len > 0 && more->remedy.len > 0 && more->of_the_list);
    arena_free(a);
}

/* A school's row that lies in a count of all only partly is in no sum. The form lets nothing like it in; what stands there
   already is told, and stops nobody but who changes one of the two. */
static void shares_run(const char *url)
{
    struct arena *a = arena_new(256u << 20);
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    struct finding *found;
    size_t n;
    int64_t whole, part_whole;
    assert_true(house_build(a, &house, &e));
    assert_true(house_enter(a, &house, str_c(url), DB_WRITE, &ctx, &e));
    struct year *y = NEW(a, struct year);
    *y = (struct year){ .ctx = &ctx, .first = 2053 };
    ADD(y, "academic_year", P("year", school_year(y, y->first)));
    int64_t school = ADD(y, "organisation", P("kind", STR("school")), P("name", STR("Первая школа"))),
            other = ADD(y, "organisation", P("kind", STR("school")), P("name", STR("Вторая школа")));
    int64_t town = part_make(y, "town", 0, "persons", 30, &whole);
    int64_t one = share_make(y, town, school, "5", "6", 10), two = share_make(y, town, school, "7", "9", 11),
            beside = share_make(y, town, other, "5", "9", 9);
    int64_t part = part_make(y, "part_of_town", town, "persons", 30, &part_whole),
            own = share_make(y, part, other, "5", "9", 9);
    assert_true(refused(y, two, 21)); /* of one school: 10 + 21 of 30 */
    assert_true(refused(y, own, 10)); /* its own part over its own whole */
    assert_true(claim_check(&ctx, y->first, &found, &n, &e));
    assert_int_equal(n, 0);
    plant(y, "UPDATE headcount SET grade_from = ?1 WHERE centre_id = :centre AND id = ?2", 4, one);
    assert_true(reach_rebuild(&ctx, &e));
    assert_true(claim_check(&ctx, y->first, &found, &n, &e));
    const struct finding *across = finding_of(found, n, str_format(a, "share_across:%lld", (long long)one));
    assert_non_null(across);
    assert_true(across->severity == SEVERITY_ERROR && across->what.len > 0 && across->remedy.len > 0);
    assert_true(str_equal(across->path, str_format(a, "/headcount/%lld", (long long)one)));
    assert_null(finding_of(found, n, str_format(a, "share_across:%lld", (long long)two)));
    assert_false(refused(y, two, 12)); /* not of the pair */
    assert_false(refused(y, beside, 10));
    assert_true(refused(y, one, 9) && refused(y, whole, 31));
    plant(y, "UPDATE headcount SET grade_from = ?1 WHERE centre_id = :centre AND id = ?2", 5, one);
    plant(y, "UPDATE headcount SET value = ?1 WHERE centre_id = :centre AND id = ?2", 20, one);
    plant(y, "UPDATE headcount SET value = ?1 WHERE centre_id = :centre AND id = ?2", 12, own);
    assert_true(reach_rebuild(&ctx, &e));
    assert_true(claim_check(&ctx, y->first, &found, &n, &e));
    assert_non_null(finding_of(found, n, str_format(a, "share_over:%lld", (long long)two)));
    assert_non_null(finding_of(found, n, str_format(a, "part_over:%lld", (long long)part)));
    arena_free(a);
}

static void shares_that_the_form_would_refuse_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < test_database_count(); i++) {
        shares_run(test_database_fresh(i));
    }
}

static void more_findings_than_a_person_mends_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < test_database_count(); i++) {
        many_run(test_database_fresh(i));
    }
}

int main(void)
{
    struct err e = { 0 };
    assert_true(text_start(&e));
    const struct CMUnitTest tests[] = { cmocka_unit_test(shares_that_the_form_would_refuse_are_found),
                                        cmocka_unit_test(more_findings_than_a_person_mends_are_told) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
