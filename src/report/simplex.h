/* What a linear form can be at most, where equations of whole numbers hold and nothing is negative: the reckoning of who reads
   a table from which numbers were taken out (disclosure.h). Exact: whole numbers throughout, no rounding. */
#ifndef REPORT_SIMPLEX_H
#define REPORT_SIMPLEX_H
#include "base/arena.h"

struct simplex;
enum simplex_end {
    SIMPLEX_FOUND,     /* the greatest value, and whole numbers exist that give it */
    SIMPLEX_UNBOUNDED, /* there is none */
    SIMPLEX_LOST       /* the numbers grew too large, the greatest value is no whole number, or the equations contradict */
};
/* Rows are equations Σ coefficient · x = right side, all x ≥ 0. Everything is 0 at first and lives in a. */
struct simplex *simplex_new(struct arena *a, size_t n_rows, size_t n_columns);
void simplex_set(struct simplex *s, size_t row, size_t column, int64_t coefficient);
void simplex_equals(struct simplex *s, size_t row, int64_t right);
/* Looks for some x; false when there is none or the numbers grew too large. Once, after the last simplex_set. */
bool simplex_start(struct simplex *s) MUST_USE;
/* The greatest Σ goal[column] · x. ret_binding[row] of a SIMPLEX_FOUND says whether the equation holds the value down: without
   any of these rows it might be greater. Untouched otherwise. May be asked again and again. */
enum simplex_end simplex_most(struct simplex *s, const int64_t *goal, int64_t *ret_most, bool *ret_binding);
#endif
