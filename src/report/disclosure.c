/* Small cells first, then in turns: ask what a reader could reckon of each (simplex.h), and where it is too much take out one
   of the numbers that hold it; at last give back what turned out not to be needed. Every turn takes a number out, so it ends.
   Choosing the fewest numbers is hard in general (J. Kelly, B. Golden, A. Assad, Networks 22, 1992); a greedy choice that is
   looked through each time is enough for tables of a page. */
#include "report/disclosure.h"

#include "report/simplex.h"

enum { ROOM = 1 << 28 }; /* bytes for the equations of one look; a year of a large town needs some megabytes */

static bool shown(const struct disclosure_cell *cell)
{
    return (cell->printed && !cell->hidden) || cell->known;
}

static bool is_small(const struct disclosure_cell *cell)
{
    return cell->least > 0 && cell->value > 0 && cell->value < cell->least;
}

/* One look at the whole: the equations a reader has. Only what hangs together with a small cell takes part. */
struct look {
    struct arena *a;
    const struct disclosure *d;
    bool *touched;    /* variables that hang together with a small hidden cell */
    size_t *column;   /* of each touched variable */
    size_t n_columns; /* with those that stand for «and more» */
    size_t n_rows;
    size_t *row_cell[2]; /* which cells a row comes of; the second may be none */
    struct simplex *simplex;
    int64_t *goal;
    bool *binding;
};
static const size_t NO_CELL = SIZE_MAX;

static bool target(const struct disclosure_cell *cell)
{
    return is_small(cell) && !shown(cell);
}

static bool touches(const struct look *l, const struct disclosure_cell *cell)
{
    for (size_t t = 0; t < cell->n_terms; t++) {
        if (l->touched[cell->terms[t].variable]) {
            return true;
        }
    }
    return false;
}

static bool touch(struct look *l, const struct disclosure_cell *cell)
{
    bool new = false;
    for (size_t t = 0; t < cell->n_terms; t++) {
        new = new || !l->touched[cell->terms[t].variable];
        l->touched[cell->terms[t].variable] = true;
    }
    return new;
}

static bool touch_order(struct look *l, const struct disclosure_order *order)
{
    const struct disclosure_cell *more = &l->d->cells[order->more], *less = &l->d->cells[order->less];
    if (!touches(l, more) && !touches(l, less)) {
        return false;
    }
    bool new = touch(l, more);
    return touch(l, less) || new;
}

/* Does the cell say anything to the reader: a number, or that what is left of a whole is not negative? */
static bool speaks(const struct disclosure_cell *cell)
{
    bool taken_off = false;
    for (size_t t = 0; t < cell->n_terms; t++) {
        taken_off = taken_off || cell->terms[t].sign < 0;
    }
    return shown(cell) || (taken_off && cell->value >= 0);
}

static void touch_all(struct look *l)
{
    bool more = true;
    for (size_t i = 0; i < l->d->n_cells; i++) {
        if (target(&l->d->cells[i])) {
            (void)touch(l, &l->d->cells[i]);
        }
    }
    while (more) {
        more = false;
        for (size_t i = 0; i < l->d->n_cells; i++) {
            const struct disclosure_cell *cell = &l->d->cells[i];
            more = (speaks(cell) && touches(l, cell) && touch(l, cell)) || more;
        }
        for (size_t i = 0; i < l->d->n_orders; i++) {
            more = touch_order(l, &l->d->orders[i]) || more;
        }
    }
}

static void add_row(struct look *l, size_t one, size_t two)
{
    l->row_cell[0][l->n_rows] = one;
    l->row_cell[1][l->n_rows] = two;
    l->n_rows++;
}

static void count_rows(struct look *l)
{
    size_t most = l->d->n_cells + l->d->n_orders + 1;
    l->row_cell[0] = NEW_ARRAY(l->a, size_t, most);
    l->row_cell[1] = NEW_ARRAY(l->a, size_t, most);
    for (size_t i = 0; i < l->d->n_cells; i++) {
        if (speaks(&l->d->cells[i]) && touches(l, &l->d->cells[i])) {
            add_row(l, i, NO_CELL);
        }
    }
    for (size_t i = 0; i < l->d->n_orders; i++) {
        const struct disclosure_order *order = &l->d->orders[i];
        if (touches(l, &l->d->cells[order->more]) || touches(l, &l->d->cells[order->less])) {
            add_row(l, order->more, order->less);
        }
    }
}

/* A variable may stand in both cells of an order, or twice in one. */
static void put_terms(struct look *l, int64_t *coefficients, size_t index, int sign)
{
    const struct disclosure_cell *cell = &l->d->cells[index];
    for (size_t t = 0; t < cell->n_terms; t++) {
        coefficients[l->column[cell->terms[t].variable]] += sign * cell->terms[t].sign;
    }
}

static void fill_row(struct look *l, size_t row, size_t *more_column)
{
    size_t one = l->row_cell[0][row], two = l->row_cell[1][row];
    int64_t *coefficients = NEW_ARRAY(l->a, int64_t, l->n_columns + 1);
    put_terms(l, coefficients, one, 1);
    if (two != NO_CELL) {
        put_terms(l, coefficients, two, -1);
    }
    if (two != NO_CELL || !shown(&l->d->cells[one])) {
        coefficients[(*more_column)++] = -1;
    } else {
        simplex_equals(l->simplex, row, l->d->cells[one].value);
    }
    for (size_t c = 0; c < l->n_columns; c++) {
        simplex_set(l->simplex, row, c, coefficients[c]);
    }
}

static bool look_new(struct arena *a, const struct disclosure *d, struct look *l)
{
    *l = (struct look){ .a = a, .d = d };
    l->touched = NEW_ARRAY(a, bool, d->n_variables + 1);
    l->column = NEW_ARRAY(a, size_t, d->n_variables + 1);
    touch_all(l);
    for (size_t v = 0; v < d->n_variables; v++) {
        l->column[v] = l->n_columns;
        l->n_columns += l->touched[v];
    }
    size_t more_column = l->n_columns;
    count_rows(l);
    for (size_t r = 0; r < l->n_rows; r++) {
        l->n_columns += l->row_cell[1][r] != NO_CELL || !shown(&d->cells[l->row_cell[0][r]]);
    }
    l->simplex = simplex_new(a, l->n_rows, l->n_columns);
    l->goal = NEW_ARRAY(a, int64_t, l->n_columns + 1);
    l->binding = NEW_ARRAY(a, bool, l->n_rows + 1);
    for (size_t r = 0; r < l->n_rows; r++) {
        fill_row(l, r, &more_column);
    }
    return simplex_start(l->simplex);
}

static enum simplex_end most_of(struct look *l, size_t index, int sign, int64_t *ret_most)
{
    for (size_t c = 0; c < l->n_columns; c++) {
        l->goal[c] = 0;
    }
    put_terms(l, l->goal, index, sign);
    return simplex_most(l->simplex, l->goal, ret_most, l->binding);
}

/* The cells of the rows that held the last question down; of all rows when it had no answer. */
static void blame(const struct look *l, bool lost, bool *blamed)
{
    for (size_t r = 0; r < l->n_rows; r++) {
        for (size_t k = 0; k < 2; k++) {
            if ((lost || l->binding[r]) && l->row_cell[k][r] != NO_CELL) {
                blamed[l->row_cell[k][r]] = true;
            }
        }
    }
}

/* Is the cell kept? If not, the cells to blame are marked. */
static bool kept(struct look *l, size_t index, bool *blamed)
{
    int64_t high = 0, low = 0, least = l->d->cells[index].least;
    enum simplex_end end = most_of(l, index, 1, &high);
    if (end == SIMPLEX_UNBOUNDED) {
        return true;
    }
    if (end == SIMPLEX_LOST || high < least) {
        blame(l, end == SIMPLEX_LOST, blamed);
        return false;
    }
    bool *above = NEW_ARRAY(l->a, bool, l->d->n_cells + 1);
    blame(l, false, above);
    end = most_of(l, index, -1, &low); /* the least is the greatest of its opposite */
    if (end == SIMPLEX_FOUND && high + low >= least - 1) {
        return true;
    }
    blame(l, end != SIMPLEX_FOUND, blamed);
    for (size_t i = 0; i < l->d->n_cells; i++) {
        blamed[i] = blamed[i] || above[i];
    }
    return false;
}

/* blamed may be NULL. */
static bool clean(const struct disclosure *d, bool *blamed)
{
    struct arena *a = arena_new(ROOM);
    struct look l;
    bool good = look_new(a, d, &l);
    bool *marks = blamed ? blamed : NEW_ARRAY(a, bool, d->n_cells + 1);
    if (!good) {
        blame(&l, true, marks);
    }
    for (size_t i = 0; good && i < d->n_cells; i++) {
        good = !target(&d->cells[i]) || kept(&l, i, marks);
    }
    good = good && !arena_full(a);
    arena_free(a);
    return good;
}

bool disclosure_clean(const struct disclosure *d)
{
    for (size_t i = 0; i < d->n_cells; i++) {
        if (is_small(&d->cells[i]) && d->cells[i].printed && !d->cells[i].hidden && !d->cells[i].known) {
            return false;
        }
    }
    return clean(d, NULL);
}

/* A nought is taken out last: it helps least. */
static bool lighter(const struct disclosure_cell *one, const struct disclosure_cell *two)
{
    if ((one->value == 0) != (two->value == 0)) {
        return one->value != 0;
    }
    return one->weight != two->weight ? one->weight < two->weight : one->value < two->value;
}

static bool take_out_one(struct disclosure *d, const bool *blamed)
{
    struct disclosure_cell *best = NULL;
    for (size_t i = 0; i < d->n_cells; i++) {
        struct disclosure_cell *cell = &d->cells[i];
        if (blamed[i] && cell->printed && !cell->known && !cell->hidden && (!best || lighter(cell, best))) {
            best = cell;
        }
    }
    if (best) {
        best->hidden = true;
    }
    return best != NULL;
}

/* The heaviest first: what a later turn took out may stand for what an earlier one did. */
static void give_back(struct arena *a, struct disclosure *d, const bool *before)
{
    bool *tried = NEW_ARRAY(a, bool, d->n_cells + 1);
    for (;;) {
        size_t best = d->n_cells;
        for (size_t i = 0; i < d->n_cells; i++) {
            bool may = d->cells[i].hidden && !d->cells[i].small && !before[i] && !tried[i];
            if (may && (best == d->n_cells || lighter(&d->cells[best], &d->cells[i]))) {
                best = i;
            }
        }
        if (best == d->n_cells) {
            return;
        }
        tried[best] = true;
        d->cells[best].hidden = false;
        d->cells[best].hidden = !clean(d, NULL);
    }
}

bool disclosure_hide(struct arena *a, struct disclosure *d)
{
    bool *blamed = NEW_ARRAY(a, bool, d->n_cells + 1), *before = NEW_ARRAY(a, bool, d->n_cells + 1);
    for (size_t i = 0; i < d->n_cells; i++) {
        struct disclosure_cell *cell = &d->cells[i];
        before[i] = cell->hidden;
        cell->small = cell->printed && !cell->known && is_small(cell);
        cell->hidden = cell->hidden || cell->small;
    }
    while (!clean(d, blamed)) {
        if (!take_out_one(d, blamed)) {
            return false;
        }
        for (size_t i = 0; i < d->n_cells; i++) {
            blamed[i] = false;
        }
    }
    give_back(a, d, before);
    return clean(d, NULL);
}
