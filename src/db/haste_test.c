/* Statements sent ahead (db_hasten): quicker, and otherwise as if each had waited for its answer, on both engines. */
#include "db/test_in.h"

enum { MANY = 300 };

struct hasty {
    int runs, refused;
    int64_t twin_at; /* the place that takes the first one's id; 0: none */
    bool last_is_twin, give_up, look_away;
    struct db *killer;
};

static int64_t places(struct test_house *h)
{
    return test_int(h, "SELECT count(*) AS n FROM place");
}

static bool add_place(struct ctx *ctx, int64_t id, struct err *e)
{
    return db_do_sql(ctx->db, ctx->arena, STR("INSERT INTO place (id, name) VALUES (?1, 'place')"), DB_ARGS(id), NULL, e);
}

static bool work_add(struct ctx *ctx, void *arg, struct err *e)
{
    return add_place(ctx, *(int64_t *)arg, e);
}

static bool work_add_then_refuse(struct ctx *ctx, void *arg, struct err *e)
{
    return add_place(ctx, *(int64_t *)arg, e) && err_set(e, ERR_INVALID, "test", STR("refused"));
}

static bool kill_session(struct ctx *ctx, struct db *killer, struct err *e)
{
    struct db_table t;
    return db_table_sql(ctx->db, ctx->arena, STR("SELECT pg_backend_pid() AS pid"), DB_NO_ARGS, &t, e) &&
           db_table_sql(killer, ctx->arena, STR("SELECT pg_terminate_backend(CAST(?1 AS integer), 2000) AS done"),
                        DB_ARGS(t.values[0].as.i), &t, e);
}

/* MANY places, each behind a savepoint; every tenth is given up after it was put. */
static bool work_many(struct ctx *ctx, void *arg, struct err *e)
{
    struct hasty *w = arg;
    w->runs++;
    w->refused = 0;
    db_hasten(ctx->db);
    for (int64_t i = 1; i <= MANY; i++) {
        struct err inner = { 0 };
        int64_t id = i == w->twin_at ? 1 : i;
        if (w->killer && w->runs == 1 && i == MANY / 2 && !kill_session(ctx, w->killer, e)) {
            return false;
        }
        if (!db_write(ctx, DB_NO_LOCK, i % 10 ? work_add : work_add_then_refuse, &id, &inner)) {
            if (inner.kind != ERR_INVALID) {
                *e = inner;
                return false;
            }
            w->refused++;
        }
    }
    if (w->last_is_twin && !add_place(ctx, 1, e)) {
        return false;
    }
    return !w->give_up || err_set(e, ERR_FORBIDDEN, "test", STR("only a look"));
}

static int runs_of(struct test_house *h, int hasty)
{
    return db_engine(h->db) == DB_POSTGRES ? hasty : 1;
}

static void what_goes_well_is_done_once(void **state)
{
    EACH_ENGINE(h)
    {
        struct hasty w = { 0 };
        OK(db_write(&h.ctx, DB_NO_LOCK, work_many, &w, &test_err));
        assert_int_equal(w.runs, 1);
        assert_int_equal(w.refused, MANY / 10);
        assert_int_equal(places(&h), MANY - MANY / 10);
        assert_int_equal(test_int(&h, "SELECT count(*) AS n FROM place WHERE id % 10 = 0"), 0);
    }
}

/* The twin is noticed behind the back of the work it is in: that work alone is refused, in a second run. Wherever it stands,
   for what notices it may be a statement that is read, the end of a work, a refusal, or the room for answers that is used up.
 */
static void a_fault_is_told_where_it_belongs(void **state)
{
    EACH_ENGINE(h)
    {
        for (int64_t at = 2; at <= MANY; at += 7) {
            struct hasty w = { .twin_at = at };
            OK(db_write(&h.ctx, DB_NO_LOCK, work_many, &w, &test_err));
            assert_int_equal(w.runs, runs_of(&h, 2));
            assert_int_equal(w.refused, at % 10 ? MANY / 10 + 1 : MANY / 10);
            assert_int_equal(places(&h), MANY - w.refused);
            OK(test_do(&h.ctx, "DELETE FROM place", &test_err));
        }
    }
}

static void and_the_care_is_over_with_the_work(void **state)
{
    EACH_ENGINE(h)
    {
        struct hasty w = { .last_is_twin = true };
        FAILS(db_write(&h.ctx, DB_NO_LOCK, work_many, &w, &test_err), ERR_INVALID);
        assert_int_equal(w.runs, runs_of(&h, 2));
        assert_int_equal(places(&h), 0);
        w = (struct hasty){ 0 };
        OK(db_write(&h.ctx, DB_NO_LOCK, work_many, &w, &test_err));
        assert_int_equal(w.runs, 1);
    }
}

static void a_look_leaves_nothing(void **state)
{
    EACH_ENGINE(h)
    {
        struct hasty w = { .give_up = true };
        FAILS(db_write(&h.ctx, DB_NO_LOCK, work_many, &w, &test_err), ERR_FORBIDDEN);
        assert_int_equal(w.runs, 1);
        assert_int_equal(places(&h), 0);
        w = (struct hasty){ .give_up = true, .last_is_twin = true }; /* the fault weighs more than what the work says */
        FAILS(db_write(&h.ctx, DB_NO_LOCK, work_many, &w, &test_err), ERR_INVALID);
        assert_int_equal(places(&h), 0);
    }
}

/* Haste inside a work that knows nothing of it, and looks away when the inner one fails. */
static bool work_around(struct ctx *ctx, void *arg, struct err *e)
{
    struct hasty *w = arg;
    struct err inner = { 0 };
    return add_place(ctx, 1000, e) && (db_write(ctx, DB_NO_LOCK, work_many, w, &inner) || w->look_away) &&
           add_place(ctx, 1001, e);
}

static void haste_inside_a_work(void **state)
{
    EACH_ENGINE(h)
    {
        struct hasty w = { .twin_at = MANY / 2, .look_away = true };
        OK(db_write(&h.ctx, DB_NO_LOCK, work_around, &w, &test_err));
        assert_int_equal(w.runs, runs_of(&h, 2));
        assert_int_equal(places(&h), MANY - MANY / 10 + 2);
        OK(test_do(&h.ctx, "DELETE FROM place", &test_err));
        w = (struct hasty){ .last_is_twin = true, .look_away = true };
        OK(db_write(&h.ctx, DB_NO_LOCK, work_around, &w, &test_err));
        assert_int_equal(places(&h), 2);
    }
}

static bool work_ids(struct ctx *ctx, void *arg, struct err *e)
{
    db_hasten(ctx->db);
    for (int64_t i = 0; i < MANY; i++) {
        int64_t id;
        if (!db_new_id(ctx->db, STR("person"), &id, e) || !add_place(ctx, id, e)) {
            return false;
        }
    }
    return true;
}

static void ids_come_in_blocks(void **state)
{
    EACH_ENGINE(h)
    {
        int64_t before, after;
        OK(db_new_id(h.db, STR("person"), &before, &test_err));
        uint64_t asked = db_statements(h.db);
        OK(db_write(&h.ctx, DB_NO_LOCK, work_ids, NULL, &test_err));
        asked = db_statements(h.db) - asked;
        assert_true(db_engine(h.db) == DB_SQLITE || asked < MANY + 20);
        OK(db_write(&h.ctx, DB_NO_LOCK, work_ids, NULL, &test_err));
        assert_int_equal(places(&h), 2 * MANY);
        OK(db_new_id(h.db, STR("person"), &after, &test_err));
        assert_true(test_int(&h, "SELECT min(id) AS n FROM place") > before);
        assert_true(test_int(&h, "SELECT max(id) AS n FROM place") < after);
    }
}

/* Whatever statement fails by order of a test: nothing stays, and the next work goes well. */
static void every_statement_can_fail(void **state)
{
    static const enum err_kind kinds[] = { ERR_BUSY, ERR_GONE, ERR_FULL, ERR_BROKEN };
    EACH_ENGINE(h)
    {
        for (uint64_t i = 1; i < 3 * MANY; i += 7) {
            struct hasty w = { 0 };
            struct err e = { 0 };
            db_fail_at(h.db, i, kinds[i % COUNT(kinds)]);
            bool ok = db_write(&h.ctx, DB_NO_LOCK, work_many, &w, &e);
            db_fail_at(h.db, 0, ERR_NONE);
            assert_true(ok || e.kind != ERR_NONE);
            assert_int_equal(places(&h), ok ? MANY - MANY / 10 : 0);
            OK(test_do(&h.ctx, "DELETE FROM place", &test_err));
        }
    }
}

static void a_session_that_ends_is_begun_anew(void **state)
{
    if (test_database_count() < 2) {
        return; /* SQLite has no session */
    }
    struct test_house h = test_enter(1);
    struct hasty w = { .killer = test_open(&h, DB_WRITE) };
    OK(db_write(&h.ctx, DB_NO_LOCK, work_many, &w, &test_err));
    assert_int_equal(w.runs, 2);
    assert_int_equal(places(&h), MANY - MANY / 10);
    test_leave(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_well_is_done_once),
        cmocka_unit_test(a_fault_is_told_where_it_belongs),
        cmocka_unit_test(and_the_care_is_over_with_the_work),
        cmocka_unit_test(a_look_leaves_nothing),
        cmocka_unit_test(haste_inside_a_work),
        cmocka_unit_test(ids_come_in_blocks),
        cmocka_unit_test(every_statement_can_fail),
        cmocka_unit_test(a_session_that_ends_is_begun_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
