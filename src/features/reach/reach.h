/* The cells of reach: sums of headcounts that are always ready (docs/house.md). headcount tells of every row that changes, in
   the transaction of the change; the pages and the figures read cells and never the rows. */
#ifndef FEATURES_REACH_H
#define FEATURES_REACH_H
#include "base/day.h"
#include "base/str.h"
#include "db/db.h"

/* One headcount as the cells see it. */
struct reach_row {
    int64_t year, activity;
    struct str unit, audience, status; /* words of the columns */
    int64_t organisation;              /* 0: not said */
    int64_t grade_from, grade_to;      /* 0: not said */
    struct period period;              /* of its own; PRECISION_NONE: the activity's */
    struct maybe_int value;            /* known when the status is "reported" */
};
/* The narrowest usual period that holds the whole of p: "2021-11", "2021-Q4", "2021-H2", "2021", "S2021", "-" when none does,
   "" when p is unknown. What is known to the season or the year is never put into a narrower one. */
struct str reach_bucket(struct arena *a, struct period p);
/* A row came or went; to be called inside db_write. A change is the old row taken and the new one put. */
bool reach_put(struct ctx *ctx, const struct reach_row *row, struct err *e) MUST_USE;
bool reach_take(struct ctx *ctx, const struct reach_row *row, struct err *e) MUST_USE;
/* After that: the sums over organisations of the row's activity, unit and audience, from the rows as they now stand. A count
   without an organisation is of all; what schools counted of the same grades and period is its part and not added to it. */
bool reach_sum(struct ctx *ctx, const struct reach_row *row, struct err *e) MUST_USE;

/* Makes all cells of the centre anew from the rows, inside a db_write of its own (import, restore, benchmarks). */
bool reach_rebuild(struct ctx *ctx, struct err *e) MUST_USE;
/* For `orientir doctor`: counts the rows again and adds one line to `complaints` for each cell that differs; *ret_cells is how
   many were compared. Reads only. */
struct buf;
bool reach_recount(struct ctx *ctx, struct buf *complaints, int64_t *ret_cells, struct err *e) MUST_USE;
#endif
