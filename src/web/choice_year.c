/* The school year in sight: ?year=, else the cookie set by ui_choose.c, else the newest one of the centre. */
#include "base/num.h"
#include "base/str.h"
#include "web/web_in.h"
#include "web_sql.h"

static bool year_typed(struct str s, int *ret_year)
{
    int64_t year;
    if (s.len != 4 || !num_read_int(s, &year) || year < 1990 || year > 2100) {
        return false;
    }
    *ret_year = (int)year;
    return true;
}

struct year_row {
    int64_t year;
};
static const struct db_column year_columns[] = { { "year", DB_INT, offsetof(struct year_row, year) } };
static const struct db_shape year_shape = DB_SHAPE(struct year_row, year_columns);

/* 0 when the centre has no year yet. A choice is not looked up: a year without rows shows pages that say so. */
bool choice_year(struct ctx *ctx, const struct request *request, int *ret_year, struct err *e)
{
    if (year_typed(request_query(request, "year"), ret_year) || year_typed(request_cookie(request, "year"), ret_year)) {
        return true;
    }
    struct year_row row = { 0 };
    struct err why = { 0 };
    if (!db_one(ctx->db, ctx->arena, &q_web_newest_year, DB_NO_ARGS, &year_shape, &row, &why) && why.kind != ERR_NOT_FOUND) {
        *e = why;
        return false;
    }
    *ret_year = (int)row.year;
    return true;
}
