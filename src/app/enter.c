/* How a command comes to its database and its year, and what it says when they are not there. */
#include "app/command.h"
#include "app_sql.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* An existing file that is no database is told apart before the engine stumbles over it; an empty one is a database to be. */
static bool file_is_database(const char *path)
{
    static const char head[] = "SQLite format 3";
    char bytes[sizeof head] = "";
    int f = open(path, O_RDONLY | O_CLOEXEC);
    if (f < 0) {
        return true; /* what hinders opening is told by the room db */
    }
    ssize_t n = read(f, bytes, sizeof bytes);
    close(f);
    return n == 0 || (n == (ssize_t)sizeof bytes && memcmp(bytes, head, sizeof head) == 0);
}

bool call_has_db(const struct call *call, bool may_make, int *ret_code)
{
    if (!url_is_file(call->db_url)) {
        return true;
    }
    const char *path = str_cstr(call->arena, call->db_url);
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        if (!may_make) {
            *ret_code = complain_with(call, T_APP_DB_MISSING, TEXT_ARG("db", call->db_url));
        }
        return may_make;
    }
    if (!file_is_database(path)) {
        *ret_code = complain_with(call, T_APP_DB_NONE, TEXT_ARG("db", call->db_url));
        return false;
    }
    return true;
}

/* By number, short name or name. */
static bool enter_named(const struct call *call, const struct house *house, struct ctx *ctx, int *ret_code)
{
    struct str wanted = call_value(call, "--centre"), known = STR_NONE;
    struct centre *centres;
    struct err e = { 0 };
    size_t n;
    int64_t id = 0;
    if (!centre_list(ctx, &centres, &n, &e)) {
        *ret_code = complain_err(call, &e);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bool is = (num_read_int(wanted, &id) && id == centres[i].id) || str_equal(wanted, centres[i].short_name) ||
                  str_equal(wanted, centres[i].name);
        if (is) {
            bool done = house_enter_centre(house, centres[i].id, ctx, &e);
            *ret_code = done ? EXIT_DONE : complain_err(call, &e);
            return done;
        }
        struct str name = centres[i].short_name.len ? centres[i].short_name : centres[i].name;
        known = str_format(call->arena, "%.*s%s%lld %.*s", (int)known.len, known.at, i ? ", " : "", (long long)centres[i].id,
                           (int)name.len, name.at);
    }
    *ret_code = complain_with(call, T_APP_CENTRE_UNKNOWN, TEXT_ARG("centre", wanted), TEXT_ARG("known", known));
    return false;
}

bool call_enter(const struct call *call, enum db_mode mode, bool may_make, struct house *ret_house, struct ctx *ret_ctx,
                int *ret_code)
{
    struct err e = { 0 };
    if (!call_has_db(call, may_make, ret_code)) {
        return false;
    }
    bool built = house_build(call->arena, ret_house, &e);
    ret_house->site.files = str_cstr(call->arena, call->files);
    ret_house->site.copies = str_cstr(call->arena, call->copies);
    if (!built || !house_enter(call->arena, ret_house, call->db_url, mode, ret_ctx, &e)) {
        /* Older tables are the one breakage that a command of ours mends: db_check_schema hints at it. */
        bool older = e.kind == ERR_BROKEN && mode != DB_WRITE && str_find(e.hint, STR("orientir migrate"), 0) < e.hint.len;
        e.say = older ? (int)T_APP_DB_OLDER : e.say;
        *ret_code = complain_err(call, &e);
        return false;
    }
    ret_ctx->lang = call->lang;
    return !call->command->of_centre || !call_given(call, "--centre") || enter_named(call, ret_house, ret_ctx, ret_code);
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

bool call_year_of(const struct call *call, struct ctx *ctx, struct str typed, int *ret_code)
{
    struct err e = { 0 };
    int year;
    if (!school_year_read(typed, &year)) {
        *ret_code = complain_with(call, T_APP_YEAR_BROKEN, TEXT_ARG("year", typed));
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
    *ret_code = complain_with(call, known.len ? T_APP_YEAR_UNKNOWN : T_APP_YEAR_NONE, TEXT_ARG("year", typed),
                              TEXT_ARG("known", known));
    return false;
}

bool call_year(const struct call *call, struct ctx *ctx, size_t argument, int *ret_code)
{
    return call_year_of(call, ctx, call->arguments[argument], ret_code);
}
