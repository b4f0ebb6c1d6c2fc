/* A part is never over its whole (product rule 5), whatever is done: a model of one series goes through the same random edits
   as the record, adds up by the plainest means what would stand after each, and the program must refuse exactly what the model
   finds wrong; numbers put past the form must be found by the linter exactly where the model finds them. ORIENTIR_TEST_SEED
   repeats a run. */
#include "app/house.h"
#include "base/random.h"
#include "features/headcount/headcount.h"
#include "features/reach/reach.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NODES = 9, ROWS = 40, EDITS = 160, PLANTS = 120, AUDIENCES = 3, ALL = -1, NOBODY = -1 };
static const char *const units[] = { "persons", "works" };
static const char *const audiences[] = { "pupils", "parents", "staff" };

struct row {
    int64_t id; /* 0: none */
    int node, unit, audience;
    struct maybe_int value;
};
struct model {
    int parent[NODES];
    struct row rows[ROWS];
};
struct world {
    struct arena *arena;
    struct house house;
    struct ctx ctx;
    struct seeded random;
    int64_t ids[NODES];
    struct model model;
    int n_refused, n_done;
};

static void must(bool done, const struct err *e)
{
    if (!done) {
        fail_msg("%s %s: %.*s", err_kind_name(e->kind), e->where ? e->where : "", (int)e->what.len, e->what.at);
    }
}

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

/* The model. `audience` is one of them or ALL. */
static struct maybe_int own(const struct model *m, int node, int unit, int audience)
{
    struct maybe_int sum = NO_INT;
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *r = &m->rows[i];
        if (r->id && r->node == node && r->unit == unit && r->value.known && (audience == ALL || r->audience == audience)) {
            sum = SOME_INT((sum.known ? sum.is : 0) + r->value.is);
        }
    }
    return sum;
}

/* Works: what a member counts for above itself. */
static struct maybe_int stands_for(const struct model *m, int node, int unit, int audience)
{
    struct maybe_int sum = own(m, node, unit, audience);
    for (int part = 0; part < NODES && !own(m, node, unit, audience).known; part++) {
        struct maybe_int one = m->parent[part] == node ? stands_for(m, part, unit, audience) : NO_INT;
        sum = one.known ? SOME_INT((sum.known ? sum.is : 0) + one.is) : sum;
    }
    return sum;
}

static bool right_for(const struct model *m, int unit, int audience)
{
    for (int node = 0; node < NODES; node++) {
        struct maybe_int number = own(m, node, unit, audience);
        int64_t sum = 0;
        for (int part = 0; part < NODES; part++) {
            /* persons: each whole above it, also past one without a number; and a whole between is a whole itself */
            for (int up = m->parent[part]; up != NOBODY; up = m->parent[up]) {
                struct maybe_int all = own(m, up, unit, audience);
                if (part == node && number.known && all.known && number.is > all.is) {
                    return false;
                }
            }
            struct maybe_int one = m->parent[part] == node ? stands_for(m, part, unit, audience) : NO_INT;
            sum += one.known ? one.is : 0;
        }
        if (unit == 1 && number.known && sum > number.is) {
            return false;
        }
    }
    return true;
}

/* All audiences together, and each. */
static bool right(const struct model *m)
{
    for (int unit = 0; unit < 2; unit++) {
        for (int audience = ALL; audience < AUDIENCES; audience++) {
            if (!right_for(m, unit, audience)) {
                return false;
            }
        }
    }
    return true;
}

/* The record. */
static struct str number(struct world *w, int64_t n)
{
    return str_format(w->arena, "%lld", (long long)n);
}

static const struct register_def *def(struct world *w, const char *name)
{
    const struct register_def *d = register_find(&w->ctx, str_c(name));
    assert_non_null(d);
    return d;
}

static void build(struct world *w, size_t engine, uint64_t seed)
{
    static const int parents[NODES] = { NOBODY, 0, 0, 1, 1, 2, NOBODY, 6, 6 };
    struct err e = { 0 };
    int64_t id;
    w->arena = arena_new(512u << 20);
    w->random = seeded_from(seed);
    must(house_build(w->arena, &w->house, &e), &e);
    must(house_enter(w->arena, &w->house, str_c(test_database_fresh(engine)), DB_WRITE, &w->ctx, &e), &e);
    must(record_add(&w->ctx, def(w, "academic_year"), &(struct param){ STR("year"), STR("2057-2058") }, 1, &id, &e), &e);
    w->ctx.year = 2057;
    for (int i = 0; i < NODES; i++) {
        const struct param pairs[] = { { STR("year"), STR("2057-2058") },
                                       { STR("title"), str_format(w->arena, "Мероприятие %d", i) },
                                       { STR("direction"), STR("events") },
                                       { STR("kind"), STR("contest") },
                                       { STR("level"), STR("municipal") },
                                       { STR("centre_role"), STR("organiser") },
                                       { STR("planned"), STR("yes") },
                                       { STR("parent"), parents[i] == NOBODY ? STR_NONE : number(w, w->ids[parents[i]]) } };
        w->model.parent[i] = parents[i];
        must(record_add(&w->ctx, def(w, "activity"), pairs, COUNT(pairs), &w->ids[i], &e), &e);
    }
}

static bool taken(const struct model *m, const struct row *but, int node, int unit, int audience)
{
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *r = &m->rows[i];
        if (r != but && r->id && r->node == node && r->unit == unit && r->audience == audience) {
            return true;
        }
    }
    return false;
}

static struct row drawn(struct world *w, const struct row *of)
{
    struct row r = *of;
    if (!r.id) {
        r.node = (int)seeded_range(&w->random, 0, NODES - 1);
        r.audience = (int)seeded_range(&w->random, 0, 2);
        r.unit = (int)seeded_range(&w->random, 0, 1);
    } else if (seeded_chance(&w->random, 25)) {
        r.unit = 1 - r.unit;
    } else if (seeded_chance(&w->random, 20)) {
        r.audience = (int)seeded_range(&w->random, 0, 2);
    }
    /* Wholes tend to be larger, or nearly everything would be refused. */
    int64_t most = w->model.parent[r.node] == NOBODY ? 60 : 14;
    r.value = seeded_chance(&w->random, 25) ? NO_INT : SOME_INT(seeded_range(&w->random, 0, most));
    return r;
}

static bool save_row(struct world *w, const struct row *r, int64_t *ret_id, struct form *form, struct err *e)
{
    if (!r->id) {
        const struct param pairs[] = { { STR("activity"), number(w, w->ids[r->node]) },
                                       { STR("unit"), str_c(units[r->unit]) },
                                       { STR("audience"), str_c(audiences[r->audience]) },
                                       { STR("value"), r->value.known ? number(w, r->value.is) : STR_NONE },
                                       { STR("status"), r->value.known ? STR("reported") : STR("not_reported") } };
        return record_add(&w->ctx, def(w, "headcount"), pairs, COUNT(pairs), ret_id, e);
    }
    struct record old;
    must(record_get(&w->ctx, def(w, "headcount"), r->id, &old, e), e);
    must(form_of_record(&w->ctx, &old, form, e), e);
    form_set(form, "unit", DB_VALUE(str_c(units[r->unit])));
    form_set(form, "audience", DB_VALUE(str_c(audiences[r->audience])));
    form_set(form, "value", DB_VALUE(r->value));
    form_set(form, "status", DB_VALUE(r->value.known ? STR("reported") : STR("not_reported")));
    return record_save(&w->ctx, form, ret_id, e);
}

static void judged(struct world *w, bool done, const struct model *would, const struct err *e, const char *what)
{
    if (done != right(would)) {
        fail_msg("%s was %s: %.*s", what, done ? "taken, and a part is over its whole" : "refused, and was right",
                 (int)e->what.len, e->what.at);
    }
    w->n_done += done ? 1 : 0;
    w->n_refused += done ? 0 : 1;
    if (done) {
        w->model = *would;
    } else {
        assert_int_equal(e->kind, ERR_INVALID);
    }
}

/* The message stands at the field that brought it about. */
static void said(struct world *w, const struct form *form, const struct row *old, const struct row *now)
{
    const struct register_def *d = def(w, "headcount");
    bool number_stayed = old->value.known && now->value.known && old->value.is == now->value.is;
    const char *field = number_stayed ? "unit" : "value";
    for (size_t i = 0; i < d->n_fields; i++) {
        assert_int_equal(form->messages[i].len > 0, strcmp(d->fields[i].name, field) == 0);
    }
}

static void change_row(struct world *w, struct row *r)
{
    struct row now = drawn(w, r);
    struct model would = w->model;
    struct form form;
    struct err e = { 0 };
    int64_t id = r->id;
    if (taken(&w->model, r, now.node, now.unit, now.audience)) {
        return; /* refused for another reason */
    }
    bool done = save_row(w, &now, &id, &form, &e);
    if (!done && r->id) {
        said(w, &form, r, &now);
    }
    now.id = done ? id : r->id ? r->id : 1;
    would.rows[r - w->model.rows] = now;
    judged(w, done, &would, &e, r->id ? "a change" : "a new row");
}

static void remove_row(struct world *w, struct row *r)
{
    struct record old;
    struct err e = { 0 };
    struct model would = w->model;
    would.rows[r - w->model.rows].id = 0;
    must(record_get(&w->ctx, def(w, "headcount"), r->id, &old, &e), &e);
    bool done = record_remove(&w->ctx, def(w, "headcount"), r->id, old.version, &e);
    assert_true(done || e.hint.len > 0);
    judged(w, done, &would, &e, "a removal");
}

/* Leaves hang under any whole that keeps the series three levels high, or under none. */
static void move_leaf(struct world *w)
{
    static const int leaves[] = { 3, 4, 5, 7, 8 }, wholes[] = { NOBODY, 0, 1, 2, 6 };
    int leaf = leaves[seeded_range(&w->random, 0, COUNT(leaves) - 1)],
        whole = wholes[seeded_range(&w->random, 0, COUNT(wholes) - 1)];
    struct record old;
    struct form form;
    struct err e = { 0 };
    struct model would = w->model;
    int64_t id;
    would.parent[leaf] = whole;
    must(record_get(&w->ctx, def(w, "activity"), w->ids[leaf], &old, &e), &e);
    must(form_of_record(&w->ctx, &old, &form, &e), &e);
    form_set(&form, "parent", whole == NOBODY ? DB_NOTHING : DB_VALUE(w->ids[whole]));
    bool done = record_save(&w->ctx, &form, &id, &e);
    judged(w, done, &would, &e, "a move");
}

static void random_edits_never_leave_a_part_over_its_whole(void **state)
{
    (void)state;
    uint64_t seed = seed_of_run();
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct world w = { 0 };
        build(&w, engine, seed);
        for (int i = 0; i < EDITS; i++) {
            struct row *r = &w.model.rows[seeded_range(&w.random, 0, ROWS - 1)];
            if (seeded_chance(&w.random, 15)) {
                move_leaf(&w);
            } else if (r->id && seeded_chance(&w.random, 30)) {
                remove_row(&w, r);
            } else {
                change_row(&w, r);
            }
        }
        print_message("%d done, %d refused\n", w.n_done, w.n_refused);
        assert_true(w.n_done > 10 && w.n_refused > 0);
        arena_free(w.arena);
    }
}

/* Past the form, as an older program or an import may have left it. */
static bool plant(struct ctx *ctx, void *arg, struct err *e)
{
    const struct row *r = arg;
    return db_do_sql(ctx->db, ctx->arena, STR("UPDATE headcount SET value = ?1 WHERE centre_id = :centre AND id = ?2"),
                     DB_ARGS(r->value.is, r->id), NULL, e);
}

static void the_linter_finds_what_the_form_refuses(void **state)
{
    (void)state;
    uint64_t seed = seed_of_run();
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct world w = { 0 };
        struct err e = { 0 };
        int n_wrong = 0, n_right = 0;
        build(&w, engine, seed + 1);
        for (int i = 0; i < EDITS; i++) {
            struct row *r = &w.model.rows[seeded_range(&w.random, 0, ROWS - 1)];
            if (!r->id) {
                change_row(&w, r);
            }
        }
        struct model sound = w.model;
        for (int i = 0; i < PLANTS; i++) {
            struct row *r = &w.model.rows[seeded_range(&w.random, 0, ROWS - 1)];
            struct headcount_fault *faults;
            size_t n;
            if (!r->id || !r->value.known) {
                continue;
            }
            int64_t was = r->value.is;
            r->value = SOME_INT(seeded_range(&w.random, 0, 40));
            must(db_write(&w.ctx, DB_NO_LOCK, plant, r, &e), &e);
            must(reach_rebuild(&w.ctx, &e), &e);
            must(headcount_faults(&w.ctx, w.ctx.year, &faults, &n, &e), &e);
            if ((n == 0) != right(&w.model)) {
                fail_msg("%s", n ? "the linter complains of what is right" : "the linter overlooks a part over its whole");
            }
            n_wrong += n > 0;
            n_right += n == 0;
            r->value = SOME_INT(was); /* one at a time */
            must(db_write(&w.ctx, DB_NO_LOCK, plant, r, &e), &e);
        }
        assert_memory_equal(&sound, &w.model, sizeof sound);
        print_message("%d wrong, %d right\n", n_wrong, n_right);
        assert_true(n_wrong > 0 && n_right > 0);
        arena_free(w.arena);
    }
}

int main(void)
{
    struct err e = { 0 };
    must(text_start(&e), &e);
    const struct CMUnitTest tests[] = { cmocka_unit_test(random_edits_never_leave_a_part_over_its_whole),
                                        cmocka_unit_test(the_linter_finds_what_the_form_refuses) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
