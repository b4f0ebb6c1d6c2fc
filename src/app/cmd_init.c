/* orientir init: an empty centre with its name, its zone and its first account, who is its administrator. */
#include "app/commands.h"
#include "app/config.h"
#include "base/clock.h"

struct beginning {
    struct centre centre;
    struct str login, name, password;
    bool made;
};

static bool ask(struct call *call, struct beginning *begin, int *ret_code)
{
    struct str zone = call_value(call, "--zone"), centre = call_value(call, "--centre");
    begin->login = call_value(call, "--login");
    begin->name = call_value(call, "--name");
    centre = centre.len ? centre : line_ask(call, T_APP_ASK_CENTRE);
    begin->login = begin->login.len ? begin->login : line_ask(call, T_APP_ASK_LOGIN);
    begin->name = begin->name.len ? begin->name : line_ask(call, T_APP_ASK_NAME);
    begin->centre = (struct centre){ .name = centre, .short_name = centre, .zone = zone.len ? zone : STR("Europe/Moscow") };
    struct day day;
    int minutes;
    if (!clock_local(0, str_cstr(call->arena, begin->centre.zone), &day, &minutes)) {
        *ret_code = complain_with(call, T_APP_ZONE_UNKNOWN, TEXT_ARG("zone", begin->centre.zone));
        return false;
    }
    if (centre.len == 0 || begin->login.len == 0 || begin->name.len == 0) {
        *ret_code = complain(call, T_APP_INIT_MISSING);
        return false;
    }
    if (!password_ask(call, &begin->password, &begin->made, ret_code)) {
        return false;
    }
    int fault = login_fault(begin->login);
    fault = fault ? fault : password_fault(begin->login, begin->password);
    if (fault) {
        *ret_code = complain(call, (enum text_id)fault);
        return false;
    }
    return true;
}

static bool begin_centre(struct ctx *ctx, const struct beginning *begin, struct str db_url, struct err *e)
{
    int64_t id;
    struct str key;
    return secret_key(ctx->arena, db_url, &key, e) && centre_save(ctx, &begin->centre, e) &&
           account_add(ctx, begin->login, begin->name, begin->password, ROLE(ROLE_ADMINISTRATOR), 0, &id, e) &&
           db_analyze(ctx->db, e);
}

static int run(struct call *call)
{
    struct beginning begin = { 0 };
    struct house house;
    struct ctx ctx;
    struct centre centre;
    struct err e = { 0 };
    int code;
    if (!ask(call, &begin, &code)) {
        return code;
    }
    say_progress(call, T_APP_MIGRATING);
    if (!call_enter(call, DB_WRITE, true, &house, &ctx, &code)) {
        return code;
    }
    if (!centre_read(&ctx, &centre, &e)) {
        return complain_err(call, &e);
    }
    if (centre.name.len) {
        return complain_with(call, T_APP_INIT_DONE_BEFORE, TEXT_ARG("db", url_shown(call->arena, call->db_url)),
                             TEXT_ARG("centre", centre.name));
    }
    if (!begin_centre(&ctx, &begin, call->db_url, &e)) {
        return complain_err(call, &e);
    }
    say_with(call, T_APP_INIT_DONE, TEXT_ARG("centre", begin.centre.name), TEXT_ARG("login", begin.login),
             TEXT_ARG("db", url_shown(call->arena, call->db_url)));
    if (begin.made) {
        say_with(call, T_APP_PASSWORD_MADE, TEXT_ARG("password", begin.password));
    }
    return EXIT_DONE;
}

static const struct option_def options[] = {
    { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB },       { "--centre", T_APP_VALUE_NAME, T_APP_OPTION_CENTRE },
    { "--zone", T_APP_VALUE_ZONE, T_APP_OPTION_ZONE }, { "--login", T_APP_VALUE_LOGIN, T_APP_OPTION_LOGIN },
    { "--name", T_APP_VALUE_NAME, T_APP_OPTION_NAME }, { "--password-file", T_APP_VALUE_FILE, T_APP_OPTION_PASSWORD_FILE },
};
const struct command command_init = {
    .name = "init",
    .what = T_APP_INIT_WHAT,
    .options = options,
    .n_options = COUNT(options),
    .example = "orientir init --db orientir.db --centre Centre --login admin --name Administrator",
    .run = run,
};
