/* The simplex method on a full tableau of whole numbers with one common denominator, the last pivot (J. Edmonds, Exact
   Pivoting, ECCO VII, 1994; after E. Bareiss, Math. Comp. 22, 1968): every entry is a minor of the equations, so that the
   division is always without rest and small tables keep small numbers. Bland's rule keeps it from going round in circles (Math.
   Oper. Res. 2, 1977). An overflow is noticed and makes the answer «lost», never a wrong one. */
#include "report/simplex.h"

#include <string.h>

struct simplex {
    size_t n_rows, n_columns, width; /* width: columns, one artificial column a row, the right side */
    int64_t *cells;                  /* (n_rows + 1) * width; the last row is the goal */
    int64_t *kept;                   /* of cells after simplex_start, where each question begins anew */
    size_t *basis, *kept_basis;
    int64_t divisor, kept_divisor;
    bool lost;
};

struct simplex *simplex_new(struct arena *a, size_t n_rows, size_t n_columns)
{
    struct simplex *s = NEW(a, struct simplex);
    *s = (struct simplex){ .n_rows = n_rows, .n_columns = n_columns, .width = n_columns + n_rows + 1, .divisor = 1 };
    s->cells = NEW_ARRAY(a, int64_t, (n_rows + 1) * s->width);
    s->kept = NEW_ARRAY(a, int64_t, n_rows * s->width + 1);
    s->basis = NEW_ARRAY(a, size_t, n_rows + 1);
    s->kept_basis = NEW_ARRAY(a, size_t, n_rows + 1);
    return s;
}

static int64_t *at(struct simplex *s, size_t row, size_t column)
{
    return &s->cells[row * s->width + column];
}

void simplex_set(struct simplex *s, size_t row, size_t column, int64_t coefficient)
{
    *at(s, row, column) = coefficient;
}

void simplex_equals(struct simplex *s, size_t row, int64_t right)
{
    *at(s, row, s->width - 1) = right;
}

/* (one * two - three * four) / divisor, which has no rest. */
static int64_t crossed(struct simplex *s, int64_t one, int64_t two, int64_t three, int64_t four)
{
    int64_t first, second, sum;
    if (__builtin_mul_overflow(one, two, &first) || __builtin_mul_overflow(three, four, &second) ||
        __builtin_sub_overflow(first, second, &sum)) {
        s->lost = true;
        return 0;
    }
    return sum / s->divisor;
}

/* The pivot is positive, so the divisor stays so and signs can be read off the numbers above it. */
static void pivot(struct simplex *s, size_t row, size_t column)
{
    int64_t with = *at(s, row, column);
    if (with < 0) {
        for (size_t c = 0; c < s->width; c++) {
            *at(s, row, c) = -*at(s, row, c);
        }
        with = -with;
    }
    for (size_t r = 0; r <= s->n_rows && !s->lost; r++) {
        int64_t factor = *at(s, r, column);
        if (r == row || (factor == 0 && with == s->divisor)) {
            continue;
        }
        for (size_t c = 0; c < s->width; c++) {
            *at(s, r, c) = crossed(s, *at(s, r, c), with, factor, *at(s, row, c));
        }
    }
    s->divisor = with;
    s->basis[row] = column;
}

/* Which row gives way to a column that comes in: the first that would turn negative; of equals the one whose variable comes
   first (Bland). */
static bool row_out(struct simplex *s, size_t column, size_t *ret_row)
{
    size_t best = s->n_rows;
    for (size_t r = 0; r < s->n_rows; r++) {
        int64_t step = *at(s, r, column), right = *at(s, r, s->width - 1), one, two;
        if (step <= 0) {
            continue;
        }
        if (best == s->n_rows) {
            best = r;
            continue;
        }
        if (__builtin_mul_overflow(right, *at(s, best, column), &one) ||
            __builtin_mul_overflow(*at(s, best, s->width - 1), step, &two)) {
            s->lost = true;
            return false;
        }
        if (one < two || (one == two && s->basis[r] < s->basis[best])) {
            best = r;
        }
    }
    *ret_row = best;
    return best < s->n_rows;
}

/* To the greatest value of the goal; false when it has none. */
static bool climb(struct simplex *s)
{
    for (;;) {
        size_t column = 0, row;
        while (column < s->n_columns && *at(s, s->n_rows, column) >= 0) {
            column++;
        }
        if (column == s->n_columns || s->lost) {
            return true;
        }
        if (!row_out(s, column, &row)) {
            return s->lost;
        }
        pivot(s, row, column);
    }
}

/* An artificial variable that is still there stands at nought: a row with anything else in it lets a real one take its place,
   a row without says again what others say. */
static void artificials_out(struct simplex *s)
{
    for (size_t r = 0; r < s->n_rows; r++) {
        for (size_t c = 0; s->basis[r] >= s->n_columns && c < s->n_columns && !s->lost; c++) {
            if (*at(s, r, c) != 0) {
                pivot(s, r, c);
            }
        }
    }
}

bool simplex_start(struct simplex *s)
{
    for (size_t r = 0; r < s->n_rows; r++) {
        if (*at(s, r, s->width - 1) < 0) {
            for (size_t c = 0; c < s->width; c++) {
                *at(s, r, c) = -*at(s, r, c);
            }
        }
        *at(s, r, s->n_columns + r) = 1;
        s->basis[r] = s->n_columns + r;
    }
    for (size_t r = 0; r < s->n_rows; r++) { /* goal: as little of the artificial ones as can be */
        for (size_t c = 0; c < s->width; c++) {
            if (c < s->n_columns || c + 1 == s->width) {
                *at(s, s->n_rows, c) -= *at(s, r, c);
            }
        }
    }
    if (!climb(s) || s->lost || *at(s, s->n_rows, s->width - 1) != 0) {
        return false;
    }
    artificials_out(s);
    memcpy(s->kept, s->cells, s->n_rows * s->width * sizeof *s->kept);
    memcpy(s->kept_basis, s->basis, s->n_rows * sizeof *s->basis);
    s->kept_divisor = s->divisor;
    return !s->lost;
}

static void ask(struct simplex *s, const int64_t *goal)
{
    memcpy(s->cells, s->kept, s->n_rows * s->width * sizeof *s->kept);
    memcpy(s->basis, s->kept_basis, s->n_rows * sizeof *s->basis);
    s->divisor = s->kept_divisor;
    s->lost = false;
    for (size_t c = 0; c < s->width; c++) {
        int64_t sum = 0;
        s->lost = s->lost || (c < s->n_columns && __builtin_mul_overflow(-goal[c], s->divisor, &sum));
        for (size_t r = 0; r < s->n_rows; r++) {
            int64_t part = 0;
            if (s->basis[r] < s->n_columns && goal[s->basis[r]] != 0) {
                s->lost = s->lost || __builtin_mul_overflow(goal[s->basis[r]], *at(s, r, c), &part) ||
                          __builtin_add_overflow(sum, part, &sum);
            }
        }
        *at(s, s->n_rows, c) = sum;
    }
}

/* Whole numbers exist that give the value when every variable of the basis stands at one. */
static bool stands_whole(struct simplex *s)
{
    for (size_t r = 0; r < s->n_rows; r++) {
        if (*at(s, r, s->width - 1) % s->divisor != 0) {
            return false;
        }
    }
    return true;
}

enum simplex_end simplex_most(struct simplex *s, const int64_t *goal, int64_t *ret_most, bool *ret_binding)
{
    ask(s, goal);
    if (s->lost) {
        return SIMPLEX_LOST;
    }
    if (!climb(s)) {
        return SIMPLEX_UNBOUNDED;
    }
    if (s->lost || !stands_whole(s)) {
        return SIMPLEX_LOST;
    }
    *ret_most = *at(s, s->n_rows, s->width - 1) / s->divisor;
    for (size_t r = 0; r < s->n_rows; r++) {
        ret_binding[r] = *at(s, s->n_rows, s->n_columns + r) != 0;
    }
    return SIMPLEX_FOUND;
}
