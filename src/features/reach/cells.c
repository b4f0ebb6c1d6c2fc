/* Keeping the cells: a headcount that comes or goes changes one cell by difference, inside the transaction of its row. Made
   anew only on demand (reach_rebuild) and compared by doctor (reach_recount); both read the same view, reach_counted. */
#include "base/buf.h"
#include "features/reach/reach.h"
#include "reach_sql.h"

#include <stddef.h>

static int school_year_of(int year, int month)
{
    return month < 9 ? year - 1 : year;
}

struct str reach_bucket(struct arena *a, struct period p)
{
    if (p.precision == PRECISION_NONE || !p.first.known || !p.last.known) {
        return STR_NONE;
    }
    int year, month, day, last_year, last_month;
    day_split(p.first, &year, &month, &day);
    day_split(p.last, &last_year, &last_month, &day);
    if (year == last_year && month == last_month) {
        return str_format(a, "%04d-%02d", year, month);
    }
    if (year == last_year) {
        int quarter = (month + 2) / 3, last_quarter = (last_month + 2) / 3;
        if (quarter == last_quarter) {
            return str_format(a, "%04d-Q%d", year, quarter);
        }
        if (last_quarter <= 2 || quarter >= 3) {
            return str_format(a, "%04d-H%d", year, last_quarter <= 2 ? 1 : 2);
        }
        return str_format(a, "%04d", year);
    }
    int school = school_year_of(year, month);
    return school == school_year_of(last_year, last_month) ? str_format(a, "S%04d", school) : STR("-");
}

/* The arguments that putting and taking share: the key, then what this one row counts for. */
static void row_args(struct ctx *ctx, const struct reach_row *row, int64_t organisation, struct db_value args[13])
{
    args[0] = DB_VALUE(row->year);
    args[1] = DB_VALUE(row->activity);
    args[2] = DB_VALUE(row->unit);
    args[3] = DB_VALUE(row->audience);
    args[4] = DB_VALUE(organisation);
    args[5] = DB_VALUE(row->grade_from);
    args[6] = DB_VALUE(row->grade_to);
    args[7] = DB_VALUE(reach_bucket(ctx->arena, row->period));
    args[8] = DB_VALUE(row->value);
    args[9] = DB_VALUE(row->value.known ? 1 : 0);
    args[10] = DB_VALUE(str_is(row->status, "not_reported") ? 1 : 0);
    args[11] = DB_VALUE(str_is(row->status, "not_entered") ? 1 : 0);
    args[12] = DB_VALUE(str_is(row->status, "not_held") ? 1 : 0);
}

bool reach_put(struct ctx *ctx, const struct reach_row *row, struct err *e)
{
    struct db_value cell[13], sum[13];
    int64_t changed;
    row_args(ctx, row, row->organisation, cell);
    row_args(ctx, row, 0, sum);
    return db_do(ctx->db, &q_reach_cell_put, (struct db_args){ cell, COUNT(cell) }, &changed, e) &&
           db_do(ctx->db, &q_reach_sum_put, (struct db_args){ sum, COUNT(sum) }, &changed, e);
}

static bool take(struct ctx *ctx, const struct reach_row *row, int64_t organisation, const struct db_query *take_off,
                 const struct db_query *drop_empty, struct err *e)
{
    struct db_value args[13];
    int64_t changed;
    row_args(ctx, row, organisation, args);
    if (!db_do(ctx->db, take_off, (struct db_args){ args, COUNT(args) }, &changed, e)) {
        return false;
    }
    if (changed != 1) {
        return err_setf(e, ERR_BROKEN, "reach_take", "no cell of reach for a headcount of activity %lld: run `orientir doctor`",
                        (long long)row->activity);
    }
    return db_do(ctx->db, drop_empty, DB_ARGS(row->activity, row->unit), &changed, e);
}

bool reach_take(struct ctx *ctx, const struct reach_row *row, struct err *e)
{
    return take(ctx, row, row->organisation, &q_reach_cell_take, &q_reach_cell_drop_empty, e) &&
           take(ctx, row, 0, &q_reach_sum_take, &q_reach_sum_drop_empty, e);
}

static bool rebuild(struct ctx *ctx, void *arg, struct err *e)
{
    static const struct db_query *const steps[] = { &q_reach_sums_clear, &q_reach_cells_clear, &q_reach_cells_fill,
                                                    &q_reach_sums_fill };
    (void)arg;
    int64_t changed;
    for (size_t i = 0; i < COUNT(steps); i++) {
        if (!db_do(ctx->db, steps[i], DB_NO_ARGS, &changed, e)) {
            return false;
        }
    }
    return true;
}

bool reach_rebuild(struct ctx *ctx, struct err *e)
{
    return db_write(ctx, (struct db_lock){ "reach", 0 }, rebuild, NULL, e);
}

/* One side of a difference: what is stored, or what the rows give. */
struct difference {
    int64_t activity, organisation, n_rows;
    struct str side, unit, bucket;
    struct maybe_int value;
};

static bool compare(struct ctx *ctx, const struct db_query *q, const char *table, struct buf *complaints, struct err *e)
{
    static const struct db_column columns[] = {
        { "side", DB_TEXT, offsetof(struct difference, side) },
        { "activity", DB_INT, offsetof(struct difference, activity) },
        { "unit", DB_TEXT, offsetof(struct difference, unit) },
        { "organisation", DB_INT, offsetof(struct difference, organisation) },
        { "bucket", DB_TEXT, offsetof(struct difference, bucket) },
        { "value", DB_MAYBE_INT, offsetof(struct difference, value) },
        { "n_rows", DB_INT, offsetof(struct difference, n_rows) },
    };
    static const struct db_shape shape = DB_SHAPE(struct difference, columns);
    struct difference *rows;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, q, DB_NO_ARGS, &shape, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct difference *d = &rows[i];
        struct str value = d->value.known ? str_format(ctx->arena, "%lld", (long long)d->value.is) : STR("-");
        buf_putf(complaints, "%s: activity %lld, %.*s, organisation %lld, period '%.*s': %.*s %.*s of %lld rows\n", table,
                 (long long)d->activity, (int)d->unit.len, d->unit.at, (long long)d->organisation, (int)d->bucket.len,
                 d->bucket.at, (int)d->side.len, d->side.at, (int)value.len, value.at, (long long)d->n_rows);
    }
    return true;
}

bool reach_recount(struct ctx *ctx, struct buf *complaints, int64_t *ret_cells, struct err *e)
{
    static const struct db_column columns[] = { { "n", DB_INT, 0 } };
    static const struct db_shape shape = DB_SHAPE(int64_t, columns);
    int64_t cells;
    if (!compare(ctx, &q_reach_cells_compare, "reach_cell", complaints, e) ||
        !compare(ctx, &q_reach_sums_compare, "reach_sum", complaints, e) ||
        !db_one(ctx->db, ctx->arena, &q_reach_cells_count, DB_NO_ARGS, &shape, &cells, e)) {
        return false;
    }
    *ret_cells = cells;
    return true;
}
