/* The town on several seeds and days: every register has rows in every year, parts make their totals, nothing has happened
   later than the day it is made for, people bear their mark, the linter finds what was planted and nothing else. The same plan
   makes the same rows on every engine; twice the size is twice the town. */
#include "app/house.h"
#include "features/claim/claim.h"
#include "features/town/town_in.h"
#include "register/type.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void must(bool done, const struct err *e)
{
    if (!done) {
        fail_msg("%s %s: %.*s", err_kind_name(e->kind), e->where ? e->where : "", (int)e->what.len, e->what.at);
    }
}

struct loaded {
    struct arena *arena;
    struct house house;
    struct ctx ctx;
    struct town_plan plan;
    struct town_made made;
};

static bool load(struct ctx *ctx, void *arg, struct err *e)
{
    struct loaded *l = arg;
    return town_load(ctx, &l->plan, &l->made, e);
}

static struct loaded *loaded(uint64_t seed, int size, struct day today, size_t engine)
{
    struct arena *a = arena_new((size_t)512 << 20);
    struct loaded *l = NEW(a, struct loaded);
    struct err e = { 0 };
    *l = (struct loaded){ .arena = a, .plan = { seed, size, today } };
    print_message("seed %llu, size %d, day %d\n", (unsigned long long)seed, size, (int)today.n);
    must(house_build(a, &l->house, &e), &e);
    must(house_enter(a, &l->house, str_c(test_database_fresh(engine)), DB_WRITE, &l->ctx, &e), &e);
    must(db_write(&l->ctx, DB_NO_LOCK, load, l, &e), &e);
    return l;
}

/* Every row of the register, of the year given where the register has years (otherwise of all). */
static struct list rows_of(struct loaded *l, const char *register_name, int year)
{
    enum { AT_ONCE = 200, MOST = 20000 };
    const struct register_def *def = register_find(&l->ctx, str_c(register_name));
    struct list_ask ask = { .page = 1, .per_page = AT_ONCE, .bare = true, .whole = true };
    struct list all = { .rows = NEW_ARRAY(l->arena, struct record, MOST) }, list;
    struct err e = { 0 };
    l->ctx.year = l->made.first_year + year;
    assert_non_null(def);
    do {
        must(list_read(&l->ctx, def, &ask, &list, &e), &e);
        for (size_t i = 0; i < list.n && all.n < MOST; i++) {
            all.rows[all.n++] = list.rows[i];
        }
        ask.page++;
    } while (list.n > 0 && (int64_t)all.n < list.count);
    return all;
}

static int64_t number(const struct record *r, const char *field)
{
    struct db_value v = record_value(r, field);
    return v.kind == DB_INT ? v.as.i : 0;
}

static bool is(const struct record *r, const char *field, const char *word)
{
    struct db_value v = record_value(r, field);
    return v.kind == DB_TEXT && str_is(v.as.s, word);
}

static bool has_year(const struct register_def *def)
{
    const struct field *f = field_find(def, STR("year"));
    return f && f->type == &ft_year;
}

static void no_register_is_empty(struct loaded *l)
{
    for (size_t i = 0; i < l->house.registers.n; i++) {
        const struct register_def *def = l->house.registers.all[i];
        for (int year = 0; year < TOWN_YEARS; year++) {
            struct list list = rows_of(l, def->name, year);
            size_t n = 0;
            for (size_t k = 0; k < list.n; k++) {
                n += !has_year(def) || number(&list.rows[k], "year") == l->ctx.year;
            }
            if (n == 0) {
                fail_msg("%s has no row in the year %d of the town", def->name, year + 1);
            }
        }
    }
}

static int64_t sum_of_activity(const struct list *list, int64_t activity, const char *field)
{
    int64_t sum = 0;
    for (size_t i = 0; i < list->n; i++) {
        sum += number(&list->rows[i], "activity") == activity ? number(&list->rows[i], field) : 0;
    }
    return sum;
}

/* No more children of a school than it has in these grades. */
static void counts_stay_within_the_school(const struct list *counts, const struct list *classes)
{
    for (size_t i = 0; i < counts->n; i++) {
        const struct record *c = &counts->rows[i];
        int64_t school = number(c, "organisation"), there = 0;
        for (size_t k = 0; school && k < classes->n; k++) {
            int64_t grade = number(&classes->rows[k], "grade");
            bool among = number(&classes->rows[k], "organisation") == school && grade >= number(c, "grade_from") &&
                         grade <= number(c, "grade_to");
            there += among ? number(&classes->rows[k], "pupils") : 0;
        }
        assert_true(!school || number(c, "value") <= there);
    }
}

/* Groups of a course and results of a championship are the children that were counted. */
static void parts_make_totals(struct loaded *l, int year)
{
    struct list counts = rows_of(l, "headcount", year), groups = rows_of(l, "course_group", year),
                results = rows_of(l, "championship_result", year), classes = rows_of(l, "contingent", year);
    counts_stay_within_the_school(&counts, &classes);
    int64_t pupils = 0;
    for (size_t i = 0; i < classes.n; i++) {
        pupils += number(&classes.rows[i], "pupils");
    }
    assert_int_equal(pupils, l->made.pupils[year]);
    assert_true(year != TOWN_FULL_YEARS - 1 || pupils == (int64_t)TOWN_PUPILS * l->plan.size);
    for (size_t i = 0; i < groups.n; i++) {
        const struct record *g = &groups.rows[i];
        int64_t activity = number(g, "activity");
        assert_int_equal(number(g, "enrolled"), number(g, "certified") + number(g, "left_course") + number(g, "learning"));
        assert_int_equal(sum_of_activity(&groups, activity, "enrolled"), sum_of_activity(&counts, activity, "value"));
    }
    for (size_t i = 0; i < results.n; i++) {
        int64_t activity = number(&results.rows[i], "activity");
        assert_int_equal(sum_of_activity(&results, activity, "participants"), sum_of_activity(&counts, activity, "value"));
    }
}

static const struct dated {
    const char *register_name, *field;
    bool happened; /* never later than the day of the town */
} dated[] = {
    { "contingent", "on_date", true },   { "activity_session", "day", false },    { "meeting", "held_on", true },
    { "request", "came_on", true },      { "publication", "published_on", true }, { "theme", "term", false },
    { "stand", "month", true },          { "plan_item", "term", false },          { "product", "ready", false },
    { "activity", "period", false },     { "headcount", "reported_on", true },    { "request", "answered_on", true },
    { "course_group", "begins", false },
};

static void days_are_of_their_year(struct loaded *l, int year)
{
    struct period of_year = period_school_year(l->made.first_year + year);
    for (size_t t = 0; t < COUNT(dated); t++) {
        struct list list = rows_of(l, dated[t].register_name, year);
        for (size_t i = 0; i < list.n; i++) {
            struct str words = record_value(&list.rows[i], dated[t].field).as.s, first;
            struct day day;
            if (record_value(&list.rows[i], dated[t].field).kind == DB_NULL) {
                continue;
            }
            assert_true(str_next(&words, '|', &first) && day_read(first, &day));
            if (day.n < of_year.first.n || day.n > of_year.last.n || (dated[t].happened && day.n > l->plan.today.n)) {
                fail_msg("%s of %s is %.*s in the year %d", dated[t].field, dated[t].register_name, (int)first.len, first.at,
                         year + 1);
            }
        }
    }
}

/* Who is named anywhere is made up, and it stands at the name. */
static void people_bear_their_mark(struct loaded *l, int year)
{
    static const char *const named[][2] = { { "headcount", "reported_by" }, { "activity_session", "leader" },
                                            { "product", "authors" },       { "name_consent", "person" },
                                            { "plan_item", "responsible" }, { "meeting_decision", "owner" },
                                            { "decision", "owner" } };
    struct csv words;
    struct err e = { 0 };
    struct str mark = STR_NONE;
    must(csv_read(l->arena, town_text("words.csv"), ',', &words, &e), &e);
    for (size_t i = 0; i < words.n_rows; i++) {
        mark = str_is(csv_cell(&words, i, "key"), "mark") ? csv_cell(&words, i, "words") : mark;
    }
    assert_true(mark.len > 0);
    for (size_t t = 0; t < COUNT(named); t++) {
        struct list list = rows_of(l, named[t][0], year);
        for (size_t i = 0; i < list.n; i++) {
            struct db_value name = record_value(&list.rows[i], named[t][1]);
            assert_true(name.kind == DB_NULL || str_ends(name.as.s, mark));
        }
    }
}

static void only_what_was_planted_is_found(struct loaded *l, int year)
{
    struct finding *findings;
    struct err e = { 0 };
    size_t n;
    must(claim_check(&l->ctx, l->made.first_year + year, &findings, &n, &e), &e);
    for (size_t i = 0; i < n; i++) {
        bool planted = false;
        for (size_t k = 0; k < l->made.n_planted[year]; k++) {
            planted = planted || str_equal(findings[i].key, l->made.planted[year][k]);
        }
        if (!planted) {
            fail_msg("year %d: %.*s: %.*s", year + 1, (int)findings[i].key.len, findings[i].key.at, (int)findings[i].what.len,
                     findings[i].what.at);
        }
    }
    assert_int_equal(n, l->made.n_planted[year]);
    assert_true(year == LAST_YEAR || n > 0);
}

static bool is_late(struct loaded *l, const struct record *r, const char *state, const char *word, const char *due)
{
    struct db_value until = record_value(r, due);
    return is(r, state, word) && until.kind == DB_TEXT && str_compare(until.as.s, day_iso(l->arena, l->plan.today)) < 0;
}

/* Something of the year at hand is still to be done and something is late; nothing of the years before is. */
static void the_year_at_hand_is_open(struct loaded *l)
{
    size_t open[TOWN_YEARS] = { 0 }, done[TOWN_YEARS] = { 0 }, late = 0;
    struct list decisions = rows_of(l, "meeting_decision", LAST_YEAR), requests = rows_of(l, "request", LAST_YEAR);
    for (int year = 0; year < TOWN_YEARS; year++) {
        struct list points = rows_of(l, "plan_item", year), sessions = rows_of(l, "activity_session", year);
        for (size_t i = 0; i < points.n; i++) {
            open[year] += is(&points.rows[i], "status", "planned");
            done[year] += is(&points.rows[i], "status", "done");
        }
        for (size_t i = 0; i < sessions.n; i++) {
            open[year] += is(&sessions.rows[i], "state", "planned");
            done[year] += is(&sessions.rows[i], "state", "held");
        }
        assert_true(done[year] > 0 && (open[year] > 0) == (year == LAST_YEAR));
        for (size_t i = 0; i < points.n; i++) {
            late += year == LAST_YEAR && is_late(l, &points.rows[i], "status", "planned", "term");
        }
    }
    assert_true(late > 0);
    for (size_t i = late = 0; i < decisions.n; i++) {
        late += is_late(l, &decisions.rows[i], "state", "open", "due");
    }
    assert_true(late > 0);
    for (size_t i = late = 0; i < requests.n; i++) {
        late += is_late(l, &requests.rows[i], "state", "new", "answer_by");
    }
    assert_true(late > 0);
}

static void check_all(struct loaded *l)
{
    no_register_is_empty(l);
    for (int year = 0; year < TOWN_YEARS; year++) {
        parts_make_totals(l, year);
        days_are_of_their_year(l, year);
        people_bear_their_mark(l, year);
        only_what_was_planted_is_found(l, year);
    }
    the_year_at_hand_is_open(l);
}

static struct str dumped(struct loaded *l)
{
    struct str lines;
    struct err e = { 0 };
    must(db_dump(l->ctx.db, l->arena, &lines, &e), &e);
    return lines;
}

static const struct db_query *query_named(struct loaded *l, const char *name)
{
    for (size_t i = 0; i < l->house.n_queries; i++) {
        if (strcmp(l->house.queries[i]->name, name) == 0) {
            return l->house.queries[i];
        }
    }
    fail_msg("no statement %s", name);
    return NULL;
}

/* Few of the town's graduates go into farming: their count is hidden, with what would give it back. */
static void small_counts_are_hidden(struct loaded *l, const struct db_query *query, int64_t year)
{
    struct db_table table = { 0 };
    struct err e = { 0 };
    must(db_table(l->ctx.db, l->arena, query, DB_ARGS(year), &table, &e), &e);
    bool hidden = false;
    for (size_t i = 0; i < table.n_columns; i++) {
        const struct db_value *value = &table.values[i];
        hidden = hidden || (value->kind == DB_TEXT && str_find(value->as.s, STR("\"скрыто\""), 0) < value->as.s.len);
    }
    assert_true(hidden);
}

/* The pages that everybody may see are alive: of the years whose analysis is signed, and of no other. */
static void older_years_are_public(struct loaded *l)
{
    struct db_table table = { 0 };
    struct err e = { 0 };
    enum { YEAR_COLUMN = 3 };
    must(db_table(l->ctx.db, l->arena, query_named(l, "public_editions"), DB_NO_ARGS, &table, &e), &e);
    assert_int_equal(table.n_rows, TOWN_FULL_YEARS - 1);
    for (size_t i = 0; i < table.n_rows; i++) {
        small_counts_are_hidden(l, query_named(l, "public_edition_of_year"),
                                table.values[i * table.n_columns + YEAR_COLUMN].as.i);
    }
}

static void what_the_town_says_holds(void **state)
{
    struct day today = day_of(2028, 2, 29);
    struct loaded *one = loaded(TOWN_SEED, 1, today, 0), *other = loaded(977, 1, today, 0);
    check_all(one);
    check_all(other);
    older_years_are_public(one);
    older_years_are_public(other);
    assert_false(str_equal(dumped(one), dumped(other)));
    arena_free(one->arena);
    arena_free(other->arena);
}

/* On the first of September nothing has happened yet: the years before are whole, the new one has its plan. */
static void a_year_may_have_just_begun(void **state)
{
    struct loaded *l = loaded(7, 1, day_of(2029, 9, 1), 0);
    for (int year = 0; year < TOWN_YEARS; year++) {
        parts_make_totals(l, year);
        days_are_of_their_year(l, year);
        only_what_was_planted_is_found(l, year);
    }
    assert_true(rows_of(l, "activity", LAST_YEAR).n > 30 && rows_of(l, "plan_item", LAST_YEAR).n > 30);
    arena_free(l->arena);
}

/* Also on the other engine, where there is one. */
/* What moves with the day the town is made on meets every other session on some day: it has a place of its own. */
static void what_moves_has_its_own_place(void **state)
{
    struct arena *a = arena_new(4 << 20);
    struct csv sessions;
    struct err e = { 0 };
    size_t n_moving = 0;
    (void)state;
    must(csv_read(a, town_text("activity_session.csv"), ',', &sessions, &e), &e);
    for (size_t i = 0; i < sessions.n_rows; i++) {
        bool moves = str_starts(csv_cell(&sessions, i, "day"), STR("@"));
        n_moving += moves;
        for (size_t k = 0; moves && k < sessions.n_rows; k++) {
            bool same = str_equal(csv_cell(&sessions, k, "place"), csv_cell(&sessions, i, "place"));
            if (k != i && same) {
                struct str title = csv_cell(&sessions, i, "title");
                fail_msg("%.*s stands where another may stand", (int)title.len, title.at);
            }
        }
    }
    assert_true(n_moving > 0);
    arena_free(a);
}

static void one_plan_makes_one_town(void **state)
{
    struct day today = day_of(2026, 11, 23);
    struct loaded *first = loaded(42, 1, today, 0), *again = loaded(42, 1, today, test_database_count() - 1);
    assert_true(str_equal(dumped(first), dumped(again)));
    only_what_was_planted_is_found(again, TOWN_FULL_YEARS - 1);
    arena_free(again->arena);
    struct loaded *two = loaded(42, 2, today, 0);
    assert_true(two->made.rows > first->made.rows * 17 / 10 && two->made.rows < first->made.rows * 21 / 10);
    check_all(two);
    arena_free(first->arena);
    arena_free(two->arena);
}

int main(void)
{
    struct err e = { 0 };
    must(text_start(&e), &e);
    const struct CMUnitTest tests[] = { cmocka_unit_test(what_the_town_says_holds),
                                        cmocka_unit_test(a_year_may_have_just_begun),
                                        cmocka_unit_test(what_moves_has_its_own_place),
                                        cmocka_unit_test(one_plan_makes_one_town) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
