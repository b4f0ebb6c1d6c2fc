/* Where a point of the plan stands in the year: pure of pages and files, so that both put it into the same place. */
#include "base/text/text.h"
#include "base/utf8.h"
#include "features/plan/plan_in.h"
#include "plan_sql.h"

#include <stddef.h>

static const struct db_column point_columns[] = {
    { "id", DB_INT, offsetof(struct plan_point, id) },
    { "title", DB_TEXT, offsetof(struct plan_point, title) },
    { "section", DB_TEXT, offsetof(struct plan_point, section) },
    { "first", DB_DAY, offsetof(struct plan_point, first) },
    { "last", DB_DAY, offsetof(struct plan_point, last) },
    { "precision", DB_TEXT, offsetof(struct plan_point, precision) },
    { "responsible", DB_TEXT, offsetof(struct plan_point, responsible) },
    { "audience", DB_TEXT, offsetof(struct plan_point, audience) },
    { "status", DB_TEXT, offsetof(struct plan_point, status) },
    { "reason", DB_TEXT, offsetof(struct plan_point, reason) },
    { "outcome", DB_TEXT, offsetof(struct plan_point, outcome) },
};
static const struct db_shape point_shape = DB_SHAPE(struct plan_point, point_columns);

bool plan_points_read(struct ctx *ctx, int year, struct plan_point **ret_points, size_t *ret_n, struct err *e)
{
    return db_rows(ctx->db, ctx->arena, &q_plan_points, DB_ARGS(year), &point_shape, ret_points, ret_n, e);
}

struct period plan_term(const struct plan_point *point)
{
    struct period term = { .first = point->first, .last = point->last };
    if (!precision_read(point->precision, &term.precision)) {
        term.precision = PRECISION_NONE;
    }
    return term;
}

static struct period month_of(int year, int part)
{
    int month = (8 + part) % 12 + 1, of = month >= 9 ? year : year + 1;
    struct day first = day_of(of, month, 1), next = month == 12 ? day_of(of + 1, 1, 1) : day_of(of, month + 1, 1);
    return (struct period){ first, { true, next.n - 1 }, PRECISION_MONTH };
}

bool plan_stands_in(const struct plan_point *point, int year, int part)
{
    struct period term = plan_term(point);
    bool in_months = term.precision == PRECISION_DAY || term.precision == PRECISION_MONTH;
    if (!term.first.known || term.precision == PRECISION_NONE) {
        return part == PLAN_NO_TERM;
    }
    if (part >= PLAN_MONTHS) {
        bool outside = in_months && !period_overlaps(term, period_school_year(year)); /* a term of another year */
        return part == PLAN_ALL_YEAR && (!in_months || outside);
    }
    return in_months && period_overlaps(term, month_of(year, part));
}

int plan_part_of(struct str month, int year)
{
    struct period asked;
    for (int part = 0; period_read(month, &asked) && asked.precision == PRECISION_MONTH && part < PLAN_MONTHS; part++) {
        if (month_of(year, part).first.n == asked.first.n) {
            return part;
        }
    }
    return -1;
}

struct str plan_part_month(struct arena *a, int year, int part)
{
    return part < PLAN_MONTHS ? str_part(day_iso(a, month_of(year, part).first), 0, 7) : STR_NONE;
}

struct str plan_part_title(struct ctx *ctx, int year, int part)
{
    return part == PLAN_ALL_YEAR  ? text(ctx, T_PLAN_ALL_YEAR)
           : part == PLAN_NO_TERM ? text(ctx, T_PLAN_NO_TERM)
                                  : utf8_upper_first(ctx->arena, text_period(ctx->arena, ctx->lang, month_of(year, part)));
}
