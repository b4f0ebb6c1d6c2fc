/* Reach on generated years, on every engine: figures are what plain counting gives, their rows add up to them, cells stay equal
   to a recount through random edits, nothing known is not zero, and a part over its whole is refused. ORIENTIR_TEST_SEED
   repeats a run. */
#include "app/house.h"
#include "features/headcount/headcount.h"
#include "features/reach/reach.h"
#include "reach_sql.h"
#include "support/database.h"
#include "support/year_generator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct world {
    struct ctx ctx;
    struct made_year made;
    struct house house;
};
static const char *const directions[] = { "diagnostics", "counselling", "enlightenment", "events", "informing", "monitoring" };
static const char *const units[] = { "persons", "works", "registered", "views", "person-hours" };

static uint64_t seed_of_run(void)
{
    const char *given = getenv("ORIENTIR_TEST_SEED");
    int64_t seed = 0;
    if (!given || !num_read_int(str_c(given), &seed)) {
        random_bytes(&seed, 3);
    }
    print_message("seed %lld\n", (long long)seed);
    return (uint64_t)seed;
}

static void must(bool done, const struct err *e)
{
    if (!done) {
        fail_msg("%s %s: %.*s", err_kind_name(e->kind), e->where ? e->where : "", (int)e->what.len, e->what.at);
    }
}

static struct world *enter(struct arena *a, size_t engine, uint64_t seed)
{
    struct world *w = NEW(a, struct world);
    struct err e = { 0 };
    struct year_plan plan = { .seed = seed, .year = 2030 + (int)(seed % 40) };
    must(house_build(a, &w->house, &e), &e);
    must(house_enter(a, &w->house, str_c(test_database_fresh(engine)), DB_WRITE, &w->ctx, &e), &e);
    must(year_generate(&w->ctx, &plan, &w->made, &e), &e);
    return w;
}

static void check_figure(struct world *w, struct str name, struct maybe_int expected)
{
    struct figure f;
    struct figure_row *rows;
    size_t n;
    struct err e = { 0 };
    struct maybe_int sum = NO_INT;
    must(figure_read(&w->ctx, name, w->made.year, &f, &e), &e);
    must(figure_rows(&w->ctx, name, w->made.year, &rows, &n, &e), &e);
    for (size_t i = 0; i < n; i++) {
        sum = rows[i].value.known ? SOME_INT((sum.known ? sum.is : 0) + rows[i].value.is) : sum;
    }
    if ((f.status == FIGURE_KNOWN) != expected.known || (expected.known && f.value != expected.is) ||
        sum.known != expected.known || sum.is != expected.is || (size_t)f.n_rows != n) {
        fail_msg("%.*s: figure %s%lld, rows %lld, counted %s%lld", (int)name.len, name.at,
                 f.status == FIGURE_KNOWN ? "" : "no data, ", (long long)f.value, (long long)sum.is,
                 expected.known ? "" : "no data, ", (long long)expected.is);
    }
}

static void check_all(struct world *w)
{
    struct arena *a = w->ctx.arena;
    for (size_t i = 0; i < COUNT(directions); i++) {
        check_figure(w, str_format(a, "%s.persons", directions[i]), made_direction_persons(&w->made, directions[i]));
    }
    for (size_t i = 0; i < w->made.n_activities; i++) {
        for (size_t k = 0; k < COUNT(units); k++) {
            struct str code = w->made.activities[i].code;
            check_figure(w, str_format(a, "%.*s.%s", (int)code.len, code.at, units[k]),
                         made_activity_sum(&w->made, i, units[k]));
        }
    }
    check_figure(w, STR("graduates.total"), SOME_INT(w->made.total));
    check_figure(w, STR("graduates.enrolled"), SOME_INT(w->made.higher + w->made.vocational));
    check_figure(w, STR("graduates.stayed"), SOME_INT(w->made.stayed));
    check_figure(w, STR("graduates.unassigned"), SOME_INT(0));
    check_figure(w, STR("graduates.employed"), NO_INT);
}

static void check_cells(struct world *w)
{
    struct buf *complaints = buf_new(w->ctx.arena, 1 << 20);
    int64_t cells;
    struct err e = { 0 };
    must(reach_recount(&w->ctx, complaints, &cells, &e), &e);
    struct str words = buf_str(complaints);
    if (words.len) {
        fail_msg("%.*s", (int)words.len, words.at);
    }
    assert_true(cells > 0);
}

static const struct register_def *headcounts(struct world *w)
{
    const struct register_def *def = register_find(&w->ctx, STR("headcount"));
    assert_non_null(def);
    return def;
}

/* A new number, or none, or the row removed: as a person would, through the form. */
static void edit(struct world *w, struct made_count *c)
{
    struct record r;
    struct form form;
    struct err e = { 0 };
    int64_t id;
    const struct register_def *def = headcounts(w);
    must(record_get(&w->ctx, def, c->id, &r, &e), &e);
    if (seeded_chance(&w->made.random, 20)) {
        must(record_remove(&w->ctx, def, c->id, r.version, &e), &e);
        c->id = 0;
        return;
    }
    struct made_count now = *c;
    now.status = seeded_chance(&w->made.random, 30) ? STR("not_reported") : STR("reported");
    now.value = str_is(now.status, "reported") ? SOME_INT(seeded_range(&w->made.random, 0, 90)) : NO_INT;
    must(form_of_record(&w->ctx, &r, &form, &e), &e);
    form_set(&form, "status", DB_VALUE(now.status));
    form_set(&form, "value", DB_VALUE(now.value));
    if (record_save(&w->ctx, &form, &id, &e)) {
        *c = now;
    } else {
        assert_true(e.kind == ERR_INVALID && form.has_message); /* a whole lowered below its part: refused, nothing changed */
    }
}

static void figures_are_what_counting_gives(void **state)
{
    uint64_t seed = seed_of_run();
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *a = arena_new(512u << 20);
        struct world *w = enter(a, engine, seed);
        check_all(w);
        check_cells(w);
        arena_free(a);
    }
}

static void cells_follow_random_edits(void **state)
{
    uint64_t seed = seed_of_run();
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *a = arena_new(512u << 20);
        struct world *w = enter(a, engine, seed + 1);
        struct err e = { 0 };
        for (int i = 0; i < 60; i++) {
            struct made_count *c = &w->made.counts[seeded_range(&w->made.random, 0, (int64_t)w->made.n_counts - 1)];
            if (c->id) {
                edit(w, c);
            }
        }
        check_cells(w);
        check_all(w);
        must(reach_rebuild(&w->ctx, &e), &e);
        check_cells(w);
        check_all(w);
        arena_free(a);
    }
}

#define P(name, value)                                                                                                         \
    {                                                                                                                          \
        STR(name), (value)                                                                                                     \
    }
#define ADD(w, register_name, ret_id, e, ...)                                                                                  \
    record_add(&(w)->ctx, register_find(&(w)->ctx, STR(register_name)), (const struct param[]){ __VA_ARGS__ },                 \
               sizeof((const struct param[]){ __VA_ARGS__ }) / sizeof(struct param), (ret_id), (e))

static int64_t add_activity(struct world *w, const char *code, int64_t parent)
{
    struct err e = { 0 };
    int64_t id;
    struct arena *a = w->ctx.arena;
    must(ADD(w, "activity", &id, &e, P("year", str_format(a, "%d-%d", w->made.year, w->made.year + 1)), P("code", str_c(code)),
             P("title", str_c(code)), P("direction", STR("events")), P("kind", STR("contest")), P("level", STR("municipal")),
             P("centre_role", STR("organiser")), P("planned", STR("yes")),
             P("parent", parent ? str_format(a, "%lld", (long long)parent) : STR_NONE)),
         &e);
    return id;
}

static bool add_count(struct world *w, int64_t activity, const char *unit, const char *value, const char *status, struct err *e)
{
    int64_t id;
    return ADD(w, "headcount", &id, e, P("activity", str_format(w->ctx.arena, "%lld", (long long)activity)),
               P("audience", STR("pupils")), P("unit", str_c(unit)), P("value", str_c(value)), P("status", str_c(status)));
}

static bool damage(struct ctx *ctx, void *arg, struct err *e)
{
    const struct reach_row *row = arg;
    const struct db_value sum[] = {
        DB_VALUE(row->year),     DB_VALUE(row->activity),
        DB_VALUE(row->unit),     DB_VALUE(row->audience),
        DB_VALUE((int64_t)0),    DB_VALUE(row->grade_from),
        DB_VALUE(row->grade_to), DB_VALUE(reach_bucket(ctx->arena, row->period)),
        DB_VALUE(row->value),    DB_VALUE((int64_t)1),
        DB_VALUE((int64_t)0),    DB_VALUE((int64_t)0),
        DB_VALUE((int64_t)0),
    };
    return reach_put(ctx, row, e) && db_do(ctx->db, &q_reach_sum_put, (struct db_args){ sum, COUNT(sum) }, NULL, e);
}

static bool drop(struct ctx *ctx, void *arg, struct err *e)
{
    const struct reach_row *row = arg;
    return reach_take(ctx, row, e) &&
           db_do(ctx->db, &q_reach_sum_clear, DB_ARGS(row->activity, row->unit, row->audience), NULL, e);
}

static bool repair(struct ctx *ctx, void *arg, struct err *e)
{
    return reach_sum(ctx, arg, e);
}

static size_t lines_of(struct buf *complaints, const char *with)
{
    struct str all = buf_str(complaints), rest = all;
    size_t n = 0;
    for (size_t at = str_find(rest, str_c(with), 0); at < all.len; at = str_find(rest, str_c(with), at + 1)) {
        n++;
    }
    return n;
}

/* Doctor must be able to complain: a cell added behind the rows' back is told as stored, one taken away as counted, in the
   cells, in their sums and in what each organisation counted. */
static void a_damaged_cell_is_found(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *a = arena_new(512u << 20);
        struct world *w = enter(a, engine, 9);
        struct err e = { 0 };
        struct buf *complaints = buf_new(a, 1 << 20);
        int64_t cells;
        struct reach_row row = { .year = w->made.year,
                                 .activity = w->made.activities[0].id,
                                 .unit = STR("persons"),
                                 .audience = STR("pupils"),
                                 .status = STR("reported"),
                                 .value = SOME_INT(3) };
        row.organisation = 1000000000; /* nor has this organisation a row */
        row.grade_from = row.grade_to = 11;
        row.period = period_school_year(1999); /* no row of the generated year has it */
        must(db_write(&w->ctx, DB_NO_LOCK, damage, &row, &e), &e);
        must(reach_recount(&w->ctx, complaints, &cells, &e), &e);
        assert_int_equal(lines_of(complaints, ": stored 3 of 1 rows"), 3);
        assert_int_equal(lines_of(complaints, ": counted"), 0);
        must(db_write(&w->ctx, DB_NO_LOCK, drop, &row, &e), &e);
        must(db_write(&w->ctx, DB_NO_LOCK, repair, &row, &e), &e);
        check_cells(w);
        int64_t more = add_activity(w, "to_be_damaged", 0);
        must(add_count(w, more, "persons", "41", "reported", &e), &e);
        row = (struct reach_row){ .year = w->made.year,
                                  .activity = more,
                                  .unit = STR("persons"),
                                  .audience = STR("pupils"),
                                  .status = STR("reported"),
                                  .value = SOME_INT(41) };
        must(db_write(&w->ctx, DB_NO_LOCK, drop, &row, &e), &e);
        struct buf *again = buf_new(a, 1 << 20);
        must(reach_recount(&w->ctx, again, &cells, &e), &e);
        assert_int_equal(lines_of(again, ": counted 41 of 1 rows"), 3);
        assert_int_equal(lines_of(again, ": stored"), 0);
        arena_free(a);
    }
}

static void nothing_known_is_not_zero(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *a = arena_new(512u << 20);
        struct world *w = enter(a, engine, 7);
        struct err e = { 0 };
        struct figure f;
        must(add_count(w, add_activity(w, "silent", 0), "persons", "", "not_reported", &e), &e);
        must(add_count(w, add_activity(w, "nobody_came", 0), "persons", "0", "reported", &e), &e);
        must(add_count(w, add_activity(w, "cancelled", 0), "persons", "", "not_held", &e), &e);
        add_activity(w, "empty", 0);
        must(figure_read(&w->ctx, STR("silent.persons"), w->made.year, &f, &e), &e);
        assert_true(f.status == FIGURE_NO_DATA && f.n_rows == 1 && f.n_known == 0);
        must(figure_read(&w->ctx, STR("nobody_came.persons"), w->made.year, &f, &e), &e);
        assert_true(f.status == FIGURE_KNOWN && f.value == 0);
        must(figure_read(&w->ctx, STR("cancelled.persons"), w->made.year, &f, &e), &e);
        assert_true(f.status == FIGURE_NO_DATA && f.n_rows == 0);
        must(figure_read(&w->ctx, STR("empty.persons"), w->made.year, &f, &e), &e);
        assert_true(f.status == FIGURE_NO_DATA && f.n_rows == 0);
        e = (struct err){ 0 };
        assert_false(add_count(w, add_activity(w, "no_reason", 0), "persons", "", "reported", &e)); /* a number is missing */
        e = (struct err){ 0 };
        assert_false(add_count(w, add_activity(w, "both", 0), "persons", "5", "not_held", &e)); /* a number and a reason */
        arena_free(a);
    }
}

static void a_part_over_its_whole_is_refused(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *a = arena_new(512u << 20);
        struct world *w = enter(a, engine, 8);
        struct err e = { 0 };
        int64_t whole = add_activity(w, "whole", 0), one = add_activity(w, "part_one", whole),
                two = add_activity(w, "part_two", whole), deep = add_activity(w, "part_of_part", one);
        must(add_count(w, whole, "works", "10", "reported", &e), &e);
        must(add_count(w, whole, "persons", "10", "reported", &e), &e);
        must(add_count(w, one, "works", "6", "reported", &e), &e);
        must(add_count(w, one, "persons", "8", "reported", &e), &e);
        assert_false(add_count(w, two, "works", "5", "reported", &e)); /* works: 6 + 5 > 10 */
        e = (struct err){ 0 };
        must(add_count(w, two, "works", "4", "reported", &e), &e);
        assert_false(add_count(w, two, "persons", "11", "reported", &e)); /* persons: one part alone is over */
        e = (struct err){ 0 };
        must(add_count(w, two, "persons", "9", "reported", &e), &e);       /* 8 + 9 > 10: children in two contests */
        must(add_count(w, two, "views", "5000", "reported", &e), &e);      /* another unit is not compared */
        assert_false(add_count(w, whole, "persons", "3", "reported", &e)); /* the same people twice */
        e = (struct err){ 0 };
        check_figure(w, STR("whole.persons"), SOME_INT(10)); /* the whole is the whole */
        check_figure(w, STR("whole.views"), SOME_INT(5000)); /* without a number of its own: its parts */
        must(add_count(w, deep, "teams", "3", "reported", &e), &e);
        check_figure(w, STR("whole.teams"), SOME_INT(3)); /* parts of parts as well */
        check_cells(w);
        arena_free(a);
    }
}

/* The row's id, 0 when it was refused. */
static int64_t add_count_of(struct world *w, int64_t activity, int64_t school, const char *grade, const char *unit,
                            const char *value, struct err *e)
{
    int64_t id = 0;
    *e = (struct err){ 0 };
    bool done =
        ADD(w, "headcount", &id, e, P("activity", str_format(w->ctx.arena, "%lld", (long long)activity)),
            P("audience", STR("pupils")), P("unit", str_c(unit)), P("value", str_c(value)), P("grade_from", str_c(grade)),
            P("organisation", school ? str_format(w->ctx.arena, "%lld", (long long)school) : STR_NONE));
    return done ? id : 0;
}

/* A count without an organisation is of all of them: what schools counted of the same people is its part and never added to it,
   in whichever order they come; when the whole goes, the schools are what is known. */
static void schools_are_parts_of_the_count_of_all(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *a = arena_new(512u << 20);
        struct world *w = enter(a, engine, 21);
        struct err e = { 0 };
        int64_t town = add_activity(w, "town", 0), one = w->made.schools[0], two = w->made.schools[1], all, id;
        struct record r;
        id = add_count_of(w, town, one, "", "persons", "30", &e);
        must(id != 0, &e);
        check_figure(w, STR("town.persons"), SOME_INT(30));
        assert_int_equal(add_count_of(w, town, 0, "", "persons", "29", &e), 0); /* less than one of its parts */
        all = add_count_of(w, town, 0, "", "persons", "100", &e);
        must(all != 0, &e);
        check_figure(w, STR("town.persons"), SOME_INT(100));
        id = add_count_of(w, town, two, "", "persons", "80", &e);
        must(id != 0, &e); /* 30 + 80 > 100: a child may be in two */
        check_figure(w, STR("town.persons"), SOME_INT(100));
        check_cells(w);
        e = (struct err){ 0 };
        must(record_get(&w->ctx, headcounts(w), all, &r, &e), &e);
        must(record_remove(&w->ctx, headcounts(w), all, r.version, &e), &e);
        check_figure(w, STR("town.persons"), SOME_INT(110));
        check_cells(w);
        must(reach_rebuild(&w->ctx, &e), &e);
        check_figure(w, STR("town.persons"), SOME_INT(110));

        int64_t graded = add_activity(w, "graded", 0);
        all = add_count_of(w, graded, 0, "10", "works", "12", &e);
        must(all != 0, &e);
        id = add_count_of(w, graded, one, "10", "works", "7", &e);
        must(id != 0, &e);
        assert_int_equal(add_count_of(w, graded, two, "10", "works", "6", &e), 0); /* works: together within the whole */
        assert_int_equal(e.kind, ERR_INVALID);
        assert_int_equal(add_count_of(w, graded, two, "", "works", "1", &e), 0); /* all grades: only partly in the whole */
        id = add_count_of(w, graded, two, "9", "works", "4", &e);
        must(id != 0, &e); /* other grades: beside the whole */
        check_figure(w, STR("graded.works"), SOME_INT(16));
        check_cells(w);
        arena_free(a);
    }
}

/* Inside the save of a count, before its commit. */
static bool rebuild_beside(struct ctx *ctx, void *arg, struct err *e)
{
    struct ctx *other = arg;
    struct err why = { 0 };
    if (!headcount_hold_year(ctx, ctx->year, e)) {
        return false;
    }
    assert_false(reach_rebuild(other, &why)); /* it waited, and its patience is short */
    return true;
}

static void making_all_anew_waits_for_a_save(void **state)
{
    for (size_t engine = 1; engine < test_database_count(); engine++) { /* SQLite has one writer */
        struct arena *a = arena_new(512u << 20);
        struct house house;
        struct ctx other;
        struct world w = { 0 };
        struct err e = { 0 };
        const char *url = test_database_fresh(engine);
        must(house_build(a, &house, &e), &e);
        must(house_enter(a, &house, str_c(url), DB_WRITE, &w.ctx, &e), &e);
        must(year_generate(&w.ctx, &(struct year_plan){ .seed = 23, .year = 2051 }, &w.made, &e), &e);
        w.ctx.year = w.made.year;
        must(house_enter(a, &house, str_c(url), DB_WRITE, &other, &e), &e);
        must(db_do_sql(other.db, a, STR("SET lock_timeout = '200ms'"), DB_NO_ARGS, NULL, &e), &e);
        must(db_write(&w.ctx, DB_NO_LOCK, rebuild_beside, &other, &e), &e);
        must(reach_rebuild(&other, &e), &e);
        check_cells(&w);
        arena_free(a);
    }
}

/* What is known to the month or the year is never put into a narrower period. */
static void buckets_never_narrow(void **state)
{
    struct arena *a = arena_new(1 << 20);
    static const struct {
        const char *period, *bucket;
    } cases[] = { { "2021-11-05", "2021-11" }, { "2021-11", "2021-11" }, { "2021", "2021" }, { "2021-2022", "S2021" } };
    struct period p;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(period_read(str_c(cases[i].period), &p));
        assert_true(str_is(reach_bucket(a, p), cases[i].bucket));
    }
    const struct {
        struct day first, last;
        const char *bucket;
    } spans[] = { { day_of(2022, 1, 20), day_of(2022, 2, 3), "2022-Q1" }, { day_of(2022, 3, 1), day_of(2022, 4, 1), "2022-H1" },
                  { day_of(2022, 6, 1), day_of(2022, 7, 1), "2022" },     { day_of(2021, 12, 1), day_of(2022, 1, 1), "S2021" },
                  { day_of(2022, 7, 1), day_of(2022, 9, 30), "2022-Q3" }, { day_of(2021, 7, 1), day_of(2022, 1, 1), "-" } };
    for (size_t i = 0; i < COUNT(spans); i++) {
        p = (struct period){ spans[i].first, spans[i].last, PRECISION_DAY };
        assert_true(str_is(reach_bucket(a, p), spans[i].bucket));
    }
    p = (struct period){ NO_DAY, NO_DAY, PRECISION_NONE };
    assert_int_equal(reach_bucket(a, p).len, 0);
    arena_free(a);
}

int main(void)
{
    struct err e = { 0 };
    must(text_start(&e), &e);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buckets_never_narrow),
        cmocka_unit_test(figures_are_what_counting_gives),
        cmocka_unit_test(cells_follow_random_edits),
        cmocka_unit_test(a_damaged_cell_is_found),
        cmocka_unit_test(nothing_known_is_not_zero),
        cmocka_unit_test(a_part_over_its_whole_is_refused),
        cmocka_unit_test(schools_are_parts_of_the_count_of_all),
        cmocka_unit_test(making_all_anew_waits_for_a_save),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
