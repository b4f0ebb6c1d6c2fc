/* The town of `orientir demo`: its centre and its accounts. Logins and passwords are those of the first centre, whose hashes
   are taken over: eight more hashes would take longer than the town. */
#include "app/demo_town.h"
#include "app_sql.h"
#include "base/clock.h"

static const char zone[] = "Asia/Yekaterinburg"; /* as the sample's */

static bool number_of(const struct call *call, const char *option, int64_t low, int64_t high, int64_t *ret_number,
                      int *ret_code)
{
    int64_t n;
    if (!call_given(call, option)) {
        return true;
    }
    if (!num_read_int(call_value(call, option), &n) || n < low || n > high) {
        *ret_code = complain_with(call, T_APP_NUMBER_BROKEN, TEXT_ARG("option", str_c(option)),
                                  TEXT_ARG("typed", call_value(call, option)), TEXT_ARG("low", low), TEXT_ARG("high", high));
        return false;
    }
    *ret_number = n;
    return true;
}

bool town_wished(const struct call *call, struct ctx *ctx, struct town_wish *ret_wish, int *ret_code)
{
    int64_t seed = TOWN_SEED, size = 1;
    struct day today;
    int minutes, year, month, day;
    if (!number_of(call, "--seed", 0, INT64_MAX, &seed, ret_code) ||
        !number_of(call, "--size", 1, TOWN_LARGEST, &size, ret_code)) {
        return false;
    }
    if (!clock_local(ctx->now_ms, zone, &today, &minutes)) {
        *ret_code = EXIT_FAULT;
        return false;
    }
    if (call_given(call, "--today") && !day_read(call_value(call, "--today"), &today)) {
        *ret_code = complain_with(call, T_APP_DAY_BROKEN, TEXT_ARG("typed", call_value(call, "--today")));
        return false;
    }
    day_split(today, &year, &month, &day);
    if (year < 2000 || year > 2099) { /* the registers keep the years from 1990 to 2100 */
        *ret_code = complain_with(call, T_APP_DAY_BROKEN, TEXT_ARG("typed", day_iso(call->arena, today)));
        return false;
    }
    *ret_wish = (struct town_wish){ { (uint64_t)seed, (int)size, today }, FIRST_CENTRE };
    return true;
}

bool town_find(struct ctx *ctx, struct centre *ret_town, struct err *e)
{
    struct centre *centres;
    size_t n;
    if (!centre_list(ctx, &centres, &n, e)) {
        return false;
    }
    *ret_town = (struct centre){ 0 };
    for (size_t i = 0; i < n; i++) {
        if (centres[i].seed.known) {
            *ret_town = centres[i];
        }
    }
    return true;
}

/* One account a role; the coordinators of the other schools are school2, school3 …, with the coordinator's password. */
static bool add_accounts(struct ctx *ctx, const struct town_wish *wish, struct err *e)
{
    struct db_table schools;
    size_t person = 0;
    if (!db_table(ctx->db, ctx->arena, &q_app_schools, DB_NO_ARGS, &schools, e)) {
        return false;
    }
    for (unsigned r = 0; r < ROLE_COUNT; r++, person++) {
        struct str login = str_c(role_name(r));
        if (!account_add_like(ctx, &(struct account_like){ wish->first, login }, login,
                              town_person(ctx->arena, wish->plan.seed, person), ROLE(r),
                              r == ROLE_COORDINATOR ? schools.values[0].as.i : 0, e)) {
            return false;
        }
    }
    for (size_t s = 1; s < schools.n_rows; s++, person++) {
        struct str login = str_format(ctx->arena, "school%zu", s + 1);
        if (!account_add_like(ctx, &(struct account_like){ wish->first, str_c(role_name(ROLE_COORDINATOR)) }, login,
                              town_person(ctx->arena, wish->plan.seed, person), ROLE(ROLE_COORDINATOR), schools.values[s].as.i,
                              e)) {
            return false;
        }
    }
    return true;
}

bool town_make(struct ctx *ctx, const struct town_wish *wish, struct town_made *ret_made, struct err *e)
{
    int64_t before = ctx->centre_id, id;
    int year = ctx->year;
    const struct site *site = ctx->site;
    struct centre centre = { .name = town_name(ctx->arena),
                             .short_name = town_name_short(ctx->arena),
                             .zone = str_c(zone),
                             .demo = true,
                             .seed = SOME_INT((int64_t)wish->plan.seed) };
    if (!centre_add(ctx, &centre, &id, e)) {
        return false;
    }
    centre_enter(ctx, id);
    ctx->site = site_of_centre(ctx->arena, site, &centre); /* the Word files of its analyses say that they are made up */
    bool done = town_load(ctx, &wish->plan, ret_made, e) && add_accounts(ctx, wish, e);
    centre_enter(ctx, before);
    ctx->site = site;
    ctx->year = year;
    return done;
}

void town_tell_made(const struct call *call, const struct town_wish *wish, const struct town_made *made)
{
    int last = made->first_year + TOWN_YEARS - 1;
    struct str first = str_format(call->arena, "%d-%d", made->first_year, made->first_year + 1);
    struct str newest = str_format(call->arena, "%d-%d", last, last + 1);
    say_with(call, T_APP_TOWN_DONE, TEXT_ARG("first", first), TEXT_ARG("last", newest),
             TEXT_ARG("schools", (int64_t)TOWN_SCHOOLS * wish->plan.size),
             TEXT_ARG("pupils", made->pupils[TOWN_FULL_YEARS - 1]), TEXT_ARG("rows", made->rows),
             TEXT_ARG("seed", str_format(call->arena, "%llu", (unsigned long long)wish->plan.seed)));
}

void town_tell_sign_in(const struct call *call, const struct centre *town)
{
    say_with(call, T_APP_TOWN_SIGN_IN, TEXT_ARG("centre", town->name),
             TEXT_ARG("seed", str_format(call->arena, "%lld", (long long)town->seed.is)));
}
