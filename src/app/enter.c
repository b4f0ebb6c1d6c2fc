/* How a command comes to its database and its year, and what it says when they are not there. */
#include "app/command.h"
#include "app_sql.h"

#include <errno.h>
#include <unistd.h>

bool call_has_db(const struct call *call, int *ret_code)
{
    if (url_is_file(call->db_url) && access(str_cstr(call->arena, call->db_url), F_OK) != 0 && errno == ENOENT) {
        *ret_code = complain_with(call, T_APP_DB_MISSING, TEXT_ARG("db", call->db_url));
        return false;
    }
    return true;
}

bool call_enter(const struct call *call, enum db_mode mode, bool may_make, struct house *ret_house, struct ctx *ret_ctx,
                int *ret_code)
{
    struct err e = { 0 };
    if (!may_make && !call_has_db(call, ret_code)) {
        return false;
    }
    if (!house_build(call->arena, ret_house, &e) || !house_enter(call->arena, ret_house, call->db_url, mode, ret_ctx, &e)) {
        *ret_code = complain_err(call, &e);
        return false;
    }
    ret_ctx->lang = call->lang;
    return true;
}

static struct str years_known(const struct call *call, const struct db_table *years)
{
    struct str list = STR_NONE;
    for (size_t i = 0; i < years->n_rows; i++) {
        long long year = (long long)years->values[i].as.i;
        list = str_format(call->arena, "%.*s%s%lld-%lld", (int)list.len, list.at, i ? ", " : "", year, year + 1);
    }
    return list;
}

bool call_year(const struct call *call, struct ctx *ctx, size_t argument, int *ret_code)
{
    struct err e = { 0 };
    int year;
    if (!school_year_read(call->arguments[argument], &year)) {
        *ret_code = complain_with(call, T_APP_YEAR_BROKEN, TEXT_ARG("year", call->arguments[argument]));
        return false;
    }
    struct db_table table;
    if (!db_table(ctx->db, ctx->arena, &q_app_years, DB_NO_ARGS, &table, &e)) {
        *ret_code = complain_err(call, &e);
        return false;
    }
    for (size_t i = 0; i < table.n_rows; i++) {
        if (table.values[i].as.i == year) {
            ctx->year = year;
            return true;
        }
    }
    struct str known = years_known(call, &table);
    *ret_code = complain_with(call, known.len ? T_APP_YEAR_UNKNOWN : T_APP_YEAR_NONE,
                              TEXT_ARG("year", call->arguments[argument]), TEXT_ARG("known", known));
    return false;
}
