/* The feature: signing in and out, the own account, and the administrator's list of accounts. The work is done by the room
   access; here are only the pages. */
#include "account_sql.h"
#include "base/buf.h"
#include "features/account/account_in.h"

struct str roles_shown(struct ctx *ctx, role_set roles)
{
    struct buf *b = buf_new(ctx->arena, 4096);
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        if (roles & ROLE(r)) {
            buf_put(b, buf_len(b) ? STR(", ") : STR_NONE);
            buf_put(b, text(ctx, (enum text_id)role_text((enum role)r)));
        }
    }
    return buf_str(b);
}

bool organisation_shown(struct ctx *ctx, int64_t id, struct str *ret_name, struct err *e)
{
    struct db_table table;
    if (!db_table(ctx->db, ctx->arena, &q_account_organisation, DB_ARGS(id), &table, e)) {
        return false;
    }
    *ret_name = table.n_rows ? table.values[0].as.s : STR_NONE;
    return true;
}

struct html_safe account_login_part(struct ctx *ctx, struct str login)
{
    struct html *part = html_new(ctx->arena, 4096);
    HTMLF(part, "<code translate=\"no\">{}</code>", login);
    return html_part(part);
}

struct html_url account_url(struct ctx *ctx, struct str login, const char *then)
{
    return url_own(ctx->arena, str_format(ctx->arena, "/accounts/of/%.*s%s", (int)login.len, login.at, then));
}

struct str fault_words(struct ctx *ctx, int fault)
{
    return fault ? text(ctx, (enum text_id)fault) : STR_NONE;
}

void done_note(struct ctx *ctx, struct html *h, const struct request *request)
{
    static const struct {
        const char *word;
        enum text_id words;
    } notes[] = {
        { "password", T_ACCOUNT_DONE_PASSWORD }, { "roles", T_ACCOUNT_DONE_ROLES },   { "person", T_ACCOUNT_DONE_PERSON },
        { "closed", T_ACCOUNT_DONE_CLOSED },     { "opened", T_ACCOUNT_DONE_OPENED },
    };
    for (size_t i = 0; i < COUNT(notes); i++) {
        if (str_is(request_query(request, "done"), notes[i].word)) {
            ui_note(h, UI_DONE, text(ctx, notes[i].words));
        }
    }
}

#define ADMINISTRATOR ROLE(ROLE_ADMINISTRATOR)
static const struct route routes[] = {
    { METHOD_GET, "/sign-in", RIGHT_PUBLIC, sign_in_show },
    { METHOD_POST, "/sign-in", RIGHT_PUBLIC, sign_in_do, .flags = ROUTE_SLOW },
    { METHOD_POST, "/sign-out", RIGHT_SIGNED_IN, sign_out_do },
    { METHOD_GET, "/account", RIGHT_SIGNED_IN, own_show },
    { METHOD_POST, "/account/password", RIGHT_SIGNED_IN, own_password_do, .flags = ROUTE_SLOW },
    { METHOD_GET, "/accounts", ADMINISTRATOR, list_show_accounts },
    { METHOD_GET, "/accounts/new", ADMINISTRATOR, new_show },
    { METHOD_POST, "/accounts/new", ADMINISTRATOR, new_do, .flags = ROUTE_SLOW },
    { METHOD_GET, "/accounts/of/{login}", ADMINISTRATOR, account_show },
    { METHOD_GET, "/accounts/of/{login}/person", ADMINISTRATOR, person_show },
    { METHOD_POST, "/accounts/of/{login}/person", ADMINISTRATOR, person_do },
    { METHOD_POST, "/accounts/of/{login}/roles", ADMINISTRATOR, roles_do },
    { METHOD_POST, "/accounts/of/{login}/close", ADMINISTRATOR, close_do },
    { METHOD_POST, "/accounts/of/{login}/open", ADMINISTRATOR, open_do },
    { METHOD_POST, "/accounts/of/{login}/password", ADMINISTRATOR, reset_do, .flags = ROUTE_SLOW },
};
static const struct menu_item menu[] = { { T_ACCOUNT_MENU, "/accounts", ADMINISTRATOR, MENU_SETTING } };

extern const struct feature feature_account;
const struct feature feature_account = {
    .name = "account",
    .routes = routes,
    .n_routes = COUNT(routes),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = account_queries,
    .n_queries = account_n_queries,
    .migrations = account_migrations,
    .n_migrations = account_n_migrations,
};
