/* Tables from which small counts were taken out, against two attackers who share no code with what took them out: one tries
   every table of whole numbers that agrees with what is left (small tables), one reckons by elimination modulo a prime what
   follows from what is left (large ones). Random tables; the seed is printed, and ORIENTIR_TEST_SEED repeats it. */
#include "report/disclosure.h"

#include "base/num.h"
#include "base/random.h"
#include "base/str.h"
#include "report/simplex.h"
#include "support/attack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_VARIABLES = 160, MOST_CELLS = 400, MOST_ORDERS = 40 };
struct made {
    struct arena *a;
    struct seeded random;
    int64_t values[MOST_VARIABLES];
    struct disclosure_cell cells[MOST_CELLS];
    struct disclosure_order orders[MOST_ORDERS];
    struct disclosure d;
};

static struct made *made_new(struct arena *a, uint64_t seed)
{
    struct made *m = NEW(a, struct made);
    m->a = a;
    m->random = seeded_from(seed);
    m->d.cells = m->cells;
    m->d.orders = m->orders;
    return m;
}

static struct disclosure_cell *add_cell(struct made *m, const size_t *variables, size_t n, int64_t least)
{
    struct disclosure_term *terms = NEW_ARRAY(m->a, struct disclosure_term, n + 1);
    struct disclosure_cell *cell = &m->cells[m->d.n_cells++];
    *cell = (struct disclosure_cell){ .terms = terms, .n_terms = n, .least = least, .printed = true, .weight = (int)n };
    for (size_t i = 0; i < n; i++) {
        terms[i] = (struct disclosure_term){ variables[i], 1 };
        cell->value += m->values[variables[i]];
    }
    return cell;
}

static bool is_left(const struct disclosure_cell *cell)
{
    return cell->known || (cell->printed && !cell->hidden);
}

static bool is_secret(const struct disclosure_cell *cell)
{
    return !is_left(cell) && cell->least > 0 && cell->value > 0 && cell->value < cell->least;
}

static int64_t reckoned(const struct disclosure_cell *cell, const int64_t *x)
{
    int64_t sum = 0;
    for (size_t t = 0; t < cell->n_terms; t++) {
        sum += cell->terms[t].sign * x[cell->terms[t].variable];
    }
    return sum;
}

/* What the reader knows of a table x: the numbers that are left, the places, and that what is left of a whole is not negative.
 */
static bool agrees(const struct made *m, const int64_t *x)
{
    for (size_t i = 0; i < m->d.n_cells; i++) {
        int64_t value = reckoned(&m->cells[i], x);
        if (value < 0 || (is_left(&m->cells[i]) && value != m->cells[i].value)) {
            return false;
        }
    }
    for (size_t i = 0; i < m->d.n_orders; i++) {
        if (reckoned(&m->cells[m->orders[i].more], x) < reckoned(&m->cells[m->orders[i].less], x)) {
            return false;
        }
    }
    return true;
}

/* Every table up to `most` in each place: which values can each secret have? A number beyond `most` only adds to them. */
static void try_all(const struct made *m, int64_t most)
{
    int64_t x[MOST_VARIABLES] = { 0 };
    bool seen[MOST_CELLS][64] = { { false } };
    for (size_t place = 0; place < m->d.n_variables;) {
        if (agrees(m, x)) {
            for (size_t i = 0; i < m->d.n_cells; i++) {
                int64_t value = reckoned(&m->cells[i], x);
                seen[i][value < 64 ? value : 63] = true;
            }
        }
        for (place = 0; place < m->d.n_variables && ++x[place] > most; place++) {
            x[place] = 0;
        }
    }
    for (size_t i = 0; i < m->d.n_cells; i++) {
        int64_t n = 0, n_large = 0;
        for (int64_t v = 0; v < 64; v++) {
            n += seen[i][v];
            n_large += seen[i][v] && v >= m->cells[i].least;
        }
        if (is_secret(&m->cells[i])) {
            assert_true(n >= m->cells[i].least);
            assert_true(n_large > 0);
        }
    }
}

static void random_small_table(struct made *m)
{
    size_t n = (size_t)seeded_range(&m->random, 2, 4), all[4];
    int64_t least = seeded_range(&m->random, 2, 5);
    m->d.n_variables = n;
    for (size_t v = 0; v < n; v++) {
        m->values[v] = seeded_chance(&m->random, 60) ? seeded_range(&m->random, 0, 4) : seeded_range(&m->random, 0, 8);
        all[v] = v;
        if (seeded_chance(&m->random, 85)) {
            (void)add_cell(m, &v, 1, seeded_chance(&m->random, 80) ? least : 0);
        }
    }
    size_t n_sums = (size_t)seeded_range(&m->random, 1, 5);
    for (size_t i = 0; i < n_sums; i++) {
        size_t some[4], k = 0;
        for (size_t v = 0; v < n; v++) {
            if (seeded_chance(&m->random, 60)) {
                some[k++] = v;
            }
        }
        add_cell(m, some, k, seeded_chance(&m->random, 50) ? least : 0)->printed = seeded_chance(&m->random, 80);
    }
    (void)add_cell(m, all, n, least);
    if (m->d.n_cells > 1 && m->cells[0].value >= m->cells[1].value && seeded_chance(&m->random, 40)) {
        m->orders[m->d.n_orders++] = (struct disclosure_order){ 0, 1 };
    }
}

static uint64_t seed_of_run(void)
{
    const char *asked = getenv("ORIENTIR_TEST_SEED");
    uint64_t seed = 0;
    int64_t given;
    random_bytes(&seed, 4);
    if (asked && num_read_int(str_c(asked), &given)) {
        seed = (uint64_t)given;
    }
    print_message("ORIENTIR_TEST_SEED=%llu\n", (unsigned long long)seed);
    return seed;
}

static void nobody_finds_a_small_count_by_trying(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 28);
    uint64_t seed = seed_of_run();
    size_t n_secrets = 0, n_kept = 0;
    for (uint64_t i = 0; i < 400; i++) {
        struct made *m = made_new(a, seed + i);
        random_small_table(m);
        assert_true(disclosure_hide(a, &m->d));
        assert_true(disclosure_clean(&m->d));
        for (size_t c = 0; c < m->d.n_cells; c++) {
            n_secrets += is_secret(&m->cells[c]);
            n_kept += is_left(&m->cells[c]);
            assert_false(is_left(&m->cells[c]) && m->cells[c].least > m->cells[c].value && m->cells[c].value > 0);
        }
        try_all(m, 14);
    }
    assert_true(n_secrets > 300); /* the tables were of the kind that is meant … */
    assert_true(n_kept > 300);    /* … and not everything was taken out of them */
    arena_free(a);
}

static size_t reckon_by_elimination(const struct made *m)
{
    struct space *s = space_new(m->a, m->d.n_variables);
    size_t n_secrets = 0;
    for (size_t i = 0; i < m->d.n_cells; i++) {
        if (is_left(&m->cells[i])) {
            (void)space_enter(s, &m->cells[i], true);
        }
    }
    for (size_t i = 0; i < m->d.n_cells; i++) {
        if (is_secret(&m->cells[i])) {
            n_secrets++;
            assert_true(space_enter(s, &m->cells[i], false));
        }
    }
    return n_secrets;
}

/* Schools down, instruments across, sums of both and of all; sums of some rows («из них»); the places of the first rows. */
static void random_large_table(struct made *m)
{
    size_t rows = (size_t)seeded_range(&m->random, 3, 12), columns = (size_t)seeded_range(&m->random, 2, 10),
           group[MOST_VARIABLES];
    m->d.n_variables = rows * columns;
    for (size_t v = 0; v < rows * columns; v++) {
        m->values[v] = seeded_chance(&m->random, 30) ? seeded_range(&m->random, 0, 6) : seeded_range(&m->random, 5, 60);
        (void)add_cell(m, &v, 1, 5);
        group[v] = v;
    }
    (void)add_cell(m, group, rows * columns, 5);
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; c < columns; c++) {
            group[c] = r * columns + c;
        }
        (void)add_cell(m, group, columns, 5);
    }
    for (size_t c = 0; c < columns; c++) {
        for (size_t r = 0; r < rows; r++) {
            group[r] = r * columns + c;
        }
        (void)add_cell(m, group, rows, 5);
        (void)add_cell(m, group, rows / 2, 5);
    }
}

static void nobody_finds_a_small_count_by_reckoning(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 28);
    uint64_t seed = seed_of_run();
    size_t n_secrets = 0;
    for (uint64_t i = 0; i < 6; i++) {
        struct made *m = made_new(a, seed + i);
        random_large_table(m);
        assert_true(disclosure_hide(a, &m->d));
        n_secrets += reckon_by_elimination(m);
    }
    assert_true(n_secrets > 0);
    arena_free(a);
}

static void a_total_gives_nothing_back(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct made *m = made_new(a, 1);
    const int64_t values[] = { 2, 30, 45, 60 };
    size_t all[] = { 0, 1, 2, 3 };
    m->d.n_variables = 4;
    memcpy(m->values, values, sizeof values);
    for (size_t v = 0; v < 4; v++) {
        (void)add_cell(m, &v, 1, 5);
    }
    (void)add_cell(m, all, 4, 5);
    assert_true(disclosure_hide(a, &m->d));
    assert_true(m->cells[0].hidden && m->cells[0].small);
    assert_true(m->cells[1].hidden && !m->cells[1].small); /* the smallest of the others goes with it */
    assert_false(m->cells[2].hidden || m->cells[3].hidden || m->cells[4].hidden);
    arena_free(a);
}

static void nought_stays_and_is_not_small(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct made *m = made_new(a, 1);
    m->d.n_variables = 2;
    m->values[1] = 5;
    for (size_t v = 0; v < 2; v++) {
        (void)add_cell(m, &v, 1, 5);
    }
    assert_true(disclosure_hide(a, &m->d));
    assert_false(m->cells[0].hidden || m->cells[1].hidden);
    arena_free(a);
}

/* Last year's edition shows the total and the other row already: what is known cannot be taken back. */
static void what_is_known_cannot_be_taken_back(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct made *m = made_new(a, 1);
    size_t both[] = { 0, 1 };
    m->d.n_variables = 2;
    m->values[0] = 3;
    m->values[1] = 40;
    for (size_t v = 0; v < 2; v++) {
        (void)add_cell(m, &v, 1, 5);
    }
    m->cells[1].known = true;
    add_cell(m, both, 2, 5)->known = true;
    assert_false(disclosure_hide(a, &m->d));
    arena_free(a);
}

/* Between two that are known the places alone would say it to within one. */
static void places_give_nothing_back(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct made *m = made_new(a, 1);
    m->d.n_variables = 3;
    m->values[0] = 5;
    m->values[1] = 4;
    m->values[2] = 0;
    for (size_t v = 0; v < 3; v++) {
        (void)add_cell(m, &v, 1, 5);
    }
    m->orders[0] = (struct disclosure_order){ 0, 1 };
    m->orders[1] = (struct disclosure_order){ 1, 2 };
    m->d.n_orders = 2;
    assert_true(disclosure_hide(a, &m->d));
    assert_true(m->cells[1].hidden);
    try_all(m, 14);
    arena_free(a);
}

static void the_reckoning_is_exact(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct simplex *s = simplex_new(a, 2, 3); /* x + y + z = 10, x + y = 7 */
    int64_t most = 0, goal[] = { 1, 0, 1 };
    bool binding[2];
    for (size_t c = 0; c < 3; c++) {
        simplex_set(s, 0, c, 1);
        simplex_set(s, 1, c, c < 2);
    }
    simplex_equals(s, 0, 10);
    simplex_equals(s, 1, 7);
    assert_true(simplex_start(s));
    assert_int_equal(simplex_most(s, goal, &most, binding), SIMPLEX_FOUND);
    assert_int_equal(most, 10);
    goal[0] = -1;
    assert_int_equal(simplex_most(s, goal, &most, binding), SIMPLEX_FOUND);
    assert_int_equal(most, 3);
    assert_true(binding[0] && binding[1]);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reckoning_is_exact),
        cmocka_unit_test(a_total_gives_nothing_back),
        cmocka_unit_test(nought_stays_and_is_not_small),
        cmocka_unit_test(what_is_known_cannot_be_taken_back),
        cmocka_unit_test(places_give_nothing_back),
        cmocka_unit_test(nobody_finds_a_small_count_by_trying),
        cmocka_unit_test(nobody_finds_a_small_count_by_reckoning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
