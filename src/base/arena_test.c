/* The arena: what is taken is zeroed, aligned and apart from its neighbours; what was deferred runs once, last first; the soft
   cap is said and the hard one stops the program. */
#include "base/arena.h"
#include "base/random.h"
#include "base/test_in.h"
#include "support/stop.h"

enum { TAKES = 4000 };

struct taken {
    unsigned char *at;
    size_t n;
};

static bool holds(const struct taken *t, unsigned char byte)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->at[i] != byte) {
            return false;
        }
    }
    return true;
}

/* Pieces of every size and alignment, written full: each keeps what was written whatever came after it. */
static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    static struct taken all[TAKES];
    struct seeded random = seeded_from(11);
    for (int round = 0; round < 2; round++) { /* the second time out of memory that was used before */
        for (size_t i = 0; i < TAKES; i++) {
            size_t align = (size_t)1 << seeded_range(&random, 0, 4);
            all[i].n = (size_t)seeded_range(&random, 0, i % 100 ? 300 : 40000);
            all[i].at = arena_take(arena, all[i].n, align);
            assert_int_equal((uintptr_t)all[i].at % align, 0);
            assert_true(holds(&all[i], 0));
            memset(all[i].at, (int)(i % 255) + 1, all[i].n);
        }
        for (size_t i = 0; i < TAKES; i++) {
            assert_true(holds(&all[i], (unsigned char)(i % 255 + 1)));
        }
        assert_int_equal(arena_takes(arena), TAKES);
        arena_reset(arena);
        assert_int_equal(arena_used(arena), 0);
        assert_int_equal(arena_takes(arena), 0);
    }
}

static struct {
    int order[8];
    size_t n;
} ran;

static void run(void *arg)
{
    ran.order[ran.n++] = *(int *)arg;
}

static void what_was_deferred_runs_once_last_first(void **state)
{
    (void)state;
    static int numbers[] = { 1, 2, 3 };
    struct arena *own = arena_new(1 << 20);
    ran.n = 0;
    arena_defer(own, run, &numbers[0]);
    void *ticket = arena_defer(own, run, &numbers[1]);
    arena_defer(own, run, &numbers[2]);
    arena_disarm(ticket);
    arena_reset(own);
    assert_int_equal(ran.n, 2);
    assert_int_equal(ran.order[0], 3);
    assert_int_equal(ran.order[1], 1);
    arena_reset(own);
    assert_int_equal(ran.n, 2);
    arena_defer(own, run, &numbers[1]);
    arena_free(own);
    assert_int_equal(ran.n, 3);
    arena_free(NULL);
}

/* At the soft cap it says so and goes on giving, so that whoever writes an answer can still write what went wrong. */
static void the_soft_cap_is_said(void **state)
{
    (void)state;
    struct arena *own = arena_new(1000);
    memset(arena_take(own, 1000, 1), 'a', 1000);
    assert_false(arena_full(own));
    memset(arena_take(own, 1, 1), 'a', 1);
    assert_true(arena_full(own));
    memset(arena_take(own, 2000, 8), 'a', 2000);
    arena_reset(own);
    assert_false(arena_full(own));
    arena_free(own);
}

static void take_too_much(void *arg)
{
    for (int i = 0; i < 5; i++) {
        arena_take(arg, 1000, 1);
    }
}

static void ask_for_everything(void *arg)
{
    arena_take(arg, SIZE_MAX / 4, 1);
}

static void the_hard_cap_stops_the_program(void **state)
{
    (void)state;
    struct arena *own = arena_new(1000);
    test_stops(take_too_much, own, "a->used / HARD_FACTOR > a->cap");
    test_stops(ask_for_everything, own, "n > SIZE_MAX / 8");
    arena_free(own);
}

static void the_nth_take_fails_when_asked(void **state)
{
    (void)state;
    arena_fail_at(arena, 3);
    for (int i = 1; i <= 4; i++) {
        arena_take(arena, 8, 8);
        assert_int_equal(arena_full(arena), i >= 3);
    }
    arena_reset(arena);
    arena_take(arena, 8, 8);
    assert_false(arena_full(arena));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pieces_are_zeroed_aligned_and_apart, setup, teardown),
        cmocka_unit_test(what_was_deferred_runs_once_last_first),
        cmocka_unit_test(the_soft_cap_is_said),
        cmocka_unit_test(the_hard_cap_stops_the_program),
        cmocka_unit_test_setup_teardown(the_nth_take_fails_when_asked, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
