/* The sample year on every engine: it loads whole, and every number of its files is found again as a figure of the record,
   counted here from the files by the plainest means. The test reads the files; it knows none of their values. */
#include "app/house.h"
#include "doc/csv.h"
#include "features/sample/sample.h"
#include "features/sample/sample_in.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void must(bool done, const struct err *e)
{
    if (!done) {
        fail_msg("%s %s: %.*s", err_kind_name(e->kind), e->where ? e->where : "", (int)e->what.len, e->what.at);
    }
}

static struct csv file(struct arena *a, const char *name)
{
    struct str bytes;
    struct csv csv;
    struct err e = { 0 };
    assert_true(sample_file(name, &bytes));
    must(csv_read(a, bytes, ',', &csv, &e), &e);
    return csv;
}

static bool load(struct ctx *ctx, void *arg, struct err *e)
{
    return sample_load(ctx, e);
}

static struct ctx loaded(struct arena *a, struct house *house, size_t engine)
{
    struct ctx ctx;
    struct err e = { 0 };
    must(house_build(a, house, &e), &e);
    must(house_enter(a, house, str_c(test_database_fresh(engine)), DB_WRITE, &ctx, &e), &e);
    must(db_write(&ctx, DB_NO_LOCK, load, NULL, &e), &e);
    return ctx;
}

static void check_value(struct ctx *ctx, struct str name, struct maybe_int expected)
{
    struct figure f;
    struct err e = { 0 };
    must(figure_read(ctx, name, ctx->year, &f, &e), &e);
    if ((f.status == FIGURE_KNOWN) != expected.known || (expected.known && f.value != expected.is)) {
        fail_msg("%.*s is %lld (status %d), the files say %lld", (int)name.len, name.at, (long long)f.value, (int)f.status,
                 (long long)expected.is);
    }
}

/* The sum of an activity's own rows of a unit in headcounts.csv. */
static struct maybe_int sum_of(const struct csv *counts, struct str activity, struct str unit)
{
    struct maybe_int sum = NO_INT;
    int64_t value;
    for (size_t i = 0; i < counts->n_rows; i++) {
        if (str_equal(csv_cell(counts, i, "activity"), activity) && str_equal(csv_cell(counts, i, "unit"), unit) &&
            num_read_int(csv_cell(counts, i, "value"), &value)) {
            sum = SOME_INT((sum.known ? sum.is : 0) + value);
        }
    }
    return sum;
}

static struct maybe_int plus(struct maybe_int one, struct maybe_int two)
{
    return two.known ? SOME_INT((one.known ? one.is : 0) + two.is) : one;
}

/* The whole where it has a number, otherwise its parts. */
static struct maybe_int with_parts(const struct csv *activities, const struct csv *counts, struct str code, struct str unit)
{
    struct maybe_int sum = sum_of(counts, code, unit);
    for (size_t i = 0; !sum.known && i < activities->n_rows; i++) {
        struct maybe_int parts = NO_INT;
        for (size_t k = 0; k < activities->n_rows; k++) {
            if (str_equal(csv_cell(activities, k, "parent"), code)) {
                parts = plus(parts, sum_of(counts, csv_cell(activities, k, "code"), unit));
            }
        }
        return parts;
    }
    return sum;
}

static void check_counts(struct ctx *ctx)
{
    struct csv activities = file(ctx->arena, "activities.csv"), counts = file(ctx->arena, "headcounts.csv");
    for (size_t i = 0; i < activities.n_rows; i++) {
        struct str code = csv_cell(&activities, i, "code");
        for (int u = 0; u < UNIT_COUNT; u++) {
            struct str unit = str_c(unit_word((enum unit)u));
            struct str name = str_format(ctx->arena, "%.*s.%s", (int)code.len, code.at, unit.at), param, suggestion;
            const struct figure_def *def;
            struct err e = { 0 };
            if (figure_resolve(ctx, name, &def, &param, &suggestion, &e)) {
                check_value(ctx, name, with_parts(&activities, &counts, code, unit));
            }
        }
    }
}

static void check_directions(struct ctx *ctx)
{
    struct csv activities = file(ctx->arena, "activities.csv"), counts = file(ctx->arena, "headcounts.csv");
    for (size_t i = 0; i < activities.n_rows; i++) {
        struct str direction = csv_cell(&activities, i, "direction");
        struct maybe_int sum = NO_INT;
        for (size_t k = 0; k < activities.n_rows; k++) {
            struct str parent = csv_cell(&activities, k, "parent");
            bool in_whole = parent.len && sum_of(&counts, parent, STR("persons")).known;
            if (str_equal(csv_cell(&activities, k, "direction"), direction) && !in_whole) {
                sum = plus(sum, sum_of(&counts, csv_cell(&activities, k, "code"), STR("persons")));
            }
        }
        check_value(ctx, str_format(ctx->arena, "%.*s.persons", (int)direction.len, direction.at), sum);
    }
}

static void check_graduates(struct ctx *ctx)
{
    struct csv categories = file(ctx->arena, "graduate-categories.csv");
    int64_t total = 0, parts = 0, value;
    for (size_t i = 0; i < categories.n_rows; i++) {
        struct str destination = csv_cell(&categories, i, "destination"), role = csv_cell(&categories, i, "role");
        assert_true(num_read_int(csv_cell(&categories, i, "value"), &value));
        check_value(ctx, str_format(ctx->arena, "graduates.%.*s", (int)destination.len, destination.at), SOME_INT(value));
        total += str_is(role, "total") ? value : 0;
        parts += str_is(role, "part") ? value : 0;
    }
    check_value(ctx, STR("graduates.unassigned"), SOME_INT(total - parts));
}

static void check_rows(struct ctx *ctx, const char *file_name, const char *register_name)
{
    struct csv csv = file(ctx->arena, file_name);
    struct list_ask ask = { .page = 1, .per_page = 1, .bare = true, .whole = true };
    struct list list;
    struct err e = { 0 };
    must(list_read(ctx, register_find(ctx, str_c(register_name)), &ask, &list, &e), &e);
    assert_int_equal(list.count, csv.n_rows);
}

static void every_number_is_found_again(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *a = arena_new(512u << 20);
        struct house house;
        struct ctx ctx = loaded(a, &house, engine);
        check_counts(&ctx);
        check_directions(&ctx);
        check_graduates(&ctx);
        check_rows(&ctx, "activities.csv", "activity");
        check_rows(&ctx, "headcounts.csv", "headcount");
        check_rows(&ctx, "organisations.csv", "organisation");
        check_rows(&ctx, "documents.csv", "document");
        check_rows(&ctx, "stands.csv", "stand");
        check_rows(&ctx, "decisions.csv", "decision");
        check_rows(&ctx, "awards.csv", "award");
        check_rows(&ctx, "claims.csv", "claim");
        arena_free(a);
    }
}

int main(void)
{
    struct err e = { 0 };
    must(text_start(&e), &e);
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_number_is_found_again) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
