/* Keeping the cells: a headcount that comes or goes changes one cell and what its organisation counted by difference, inside
   the transaction of its row, and the sums of its activity, unit and audience are made anew. All are made anew and compared in
   recount.c. */
#include "features/reach/reach.h"
#include "reach_sql.h"

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
static void row_args(struct ctx *ctx, const struct reach_row *row, struct db_value args[13])
{
    args[0] = DB_VALUE(row->year);
    args[1] = DB_VALUE(row->activity);
    args[2] = DB_VALUE(row->unit);
    args[3] = DB_VALUE(row->audience);
    args[4] = DB_VALUE(row->organisation);
    args[5] = DB_VALUE(row->grade_from);
    args[6] = DB_VALUE(row->grade_to);
    args[7] = DB_VALUE(reach_bucket(ctx->arena, row->period));
    args[8] = DB_VALUE(row->value);
    args[9] = DB_VALUE(row->value.known ? 1 : 0);
    args[10] = DB_VALUE(str_is(row->status, "not_reported") ? 1 : 0);
    args[11] = DB_VALUE(str_is(row->status, "not_entered") ? 1 : 0);
    args[12] = DB_VALUE(str_is(row->status, "not_held") ? 1 : 0);
}

/* The cell of the row, then what its organisation counted: the same without grades and period. */
static void args_of_organisation(struct db_value args[13])
{
    args[5] = args[6] = DB_VALUE(0);
    args[7] = DB_VALUE(STR_NONE);
}

bool reach_put(struct ctx *ctx, const struct reach_row *row, struct err *e)
{
    struct db_value args[13];
    row_args(ctx, row, args);
    if (!db_do(ctx->db, &q_reach_cell_put, (struct db_args){ args, COUNT(args) }, NULL, e)) {
        return false;
    }
    args_of_organisation(args);
    return db_do(ctx->db, &q_reach_organisation_put, (struct db_args){ args, COUNT(args) }, NULL, e);
}

/* Takes the row's part from what the statement changes, which must stand there. */
static bool take(struct ctx *ctx, const struct db_query *from, const struct db_value args[13], struct err *e)
{
    int64_t changed;
    if (!db_do(ctx->db, from, (struct db_args){ args, 13 }, &changed, e)) {
        return false;
    }
    return changed == 1 || err_setf(e, ERR_BROKEN, "reach_take", "%s: nothing of activity %lld: run `orientir doctor`",
                                    from->name, (long long)args[1].as.i);
}

bool reach_take(struct ctx *ctx, const struct reach_row *row, struct err *e)
{
    struct db_value args[13];
    row_args(ctx, row, args);
    if (!take(ctx, &q_reach_cell_take, args, e)) {
        return false;
    }
    args_of_organisation(args);
    return take(ctx, &q_reach_organisation_take, args, e) &&
           db_do(ctx->db, &q_reach_cell_drop_empty, DB_ARGS(row->activity, row->unit), NULL, e) &&
           db_do(ctx->db, &q_reach_organisation_drop_empty, DB_ARGS(row->activity, row->unit), NULL, e);
}

bool reach_sum(struct ctx *ctx, const struct reach_row *row, struct err *e)
{
    return db_do(ctx->db, &q_reach_sum_clear, DB_ARGS(row->activity, row->unit, row->audience), NULL, e) &&
           db_do(ctx->db, &q_reach_sum_fill, DB_ARGS(row->activity, row->unit, row->audience), NULL, e);
}
