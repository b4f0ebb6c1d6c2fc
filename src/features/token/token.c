/* Access tokens: the list with its last uses, and revoking. Administrators see to all of them, the head to those the head made.
 */
#include "base/clock.h"
#include "base/num.h"
#include "features/token/token_in.h"
#include "token_sql.h"

#define TOKEN_MAKERS (ROLE(ROLE_ADMINISTRATOR) | ROLE(ROLE_HEAD))

bool token_today(struct ctx *ctx, struct day *ret_today, struct err *e)
{
    int minutes;
    return clock_local(ctx->now_ms, ctx->site->zone, ret_today, &minutes) ||
           err_set(e, ERR_BROKEN, "token", STR("the zone of the centre is not known"));
}

static bool may_revoke(const struct ctx *ctx, const struct token *token)
{
    bool mine = token->account_id == ctx->actor->account_id || actor_may(ctx->actor, ROLE(ROLE_ADMINISTRATOR));
    return mine && token->state == TOKEN_GOOD;
}

static void put_state(struct ctx *ctx, struct html *h, const struct ui_column *column, const struct token *token)
{
    static const struct {
        enum ui_tone tone;
        enum text_id words;
    } states[] = { [TOKEN_UNKNOWN] = { UI_ERROR, T_TOKEN_REVOKED },
                   [TOKEN_REVOKED] = { UI_ATTENTION, T_TOKEN_REVOKED },
                   [TOKEN_OVER] = { UI_ATTENTION, T_TOKEN_OVER },
                   [TOKEN_GOOD] = { UI_DONE, T_TOKEN_GOOD } };
    struct html *part = html_new(ctx->arena, 16 * 1024);
    ui_badge(part, states[token->state].tone, text(ctx, states[token->state].words));
    if (may_revoke(ctx, token)) {
        struct str to = str_format(ctx->arena, "/token/%lld/revoke", (long long)token->id);
        ui_post_button(ctx, part, url_own(ctx->arena, to), text(ctx, T_TOKEN_REVOKE), UI_QUIET);
    }
    ui_cell_part(h, column, html_part(part));
}

/* «Методист», «Ответственный за профориентацию, Школа № 3» */
static bool sight_words(struct ctx *ctx, const struct token *token, struct str *ret_words, struct err *e)
{
    struct db_table table;
    struct str role = token->role < ROLE_COUNT ? text(ctx, (enum text_id)role_text(token->role)) : STR_NONE;
    if (!token->organisation_id) {
        *ret_words = role;
        return true;
    }
    if (!db_table(ctx->db, ctx->arena, &q_token_organisation, DB_ARGS(token->organisation_id), &table, e)) {
        return false;
    }
    struct str name = table.n_rows ? table.values[0].as.s : STR_NONE;
    *ret_words = str_format(ctx->arena, "%.*s, %.*s", (int)role.len, role.at, (int)name.len, name.at);
    return true;
}

static bool put_table(struct ctx *ctx, struct html *h, const struct token *tokens, size_t n, struct err *e)
{
    const struct ui_column columns[] = {
        { .label = text(ctx, T_TOKEN_NAME), .heads = true },
        { .label = text(ctx, T_TOKEN_SIGHT) },
        { .label = text(ctx, T_TOKEN_UNTIL) },
        { .label = text(ctx, T_TOKEN_SEEN) },
        { .label = text(ctx, T_TOKEN_MADE) },
        { .label = text(ctx, T_TOKEN_STATE) },
    };
    ui_table_begin(h, text(ctx, T_TOKEN_LIST), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        const struct token *t = &tokens[i];
        struct str sight, made = text_moment(ctx->arena, ctx->lang, t->made_at, ctx->site->zone);
        if (!sight_words(ctx, t, &sight, e)) {
            return false;
        }
        ui_row_begin(h);
        ui_cell(h, &columns[0], t->name);
        ui_cell(h, &columns[1], sight);
        ui_cell(h, &columns[2], text_day_short(ctx->arena, ctx->lang, t->until));
        ui_cell(h, &columns[3],
                t->seen_at.known ? text_moment(ctx->arena, ctx->lang, t->seen_at.is, ctx->site->zone)
                                 : text(ctx, T_TOKEN_NEVER));
        ui_cell(h, &columns[4],
                str_format(ctx->arena, "%.*s, %.*s", (int)t->account_name.len, t->account_name.at, (int)made.len, made.at));
        put_state(ctx, h, &columns[5], t);
        ui_row_end(h);
    }
    ui_table_end(h);
    return true;
}

bool token_page(struct ctx *ctx, const struct ui_field fields[TOKEN_FIELDS], struct reply *reply, struct err *e)
{
    struct token *tokens;
    size_t n;
    if (!access_token_list(ctx, &tokens, &n, e)) {
        return false;
    }
    const struct page page = { .title = text(ctx, T_TOKEN_LIST), .menu_path = "/token" };
    struct html *h = page_begin(ctx, &page);
    ui_error_summary(ctx, h, fields, TOKEN_FIELDS);
    HTMLF(h, "<p>{} <a href=\"{}\">{}</a></p>", text(ctx, T_TOKEN_WHAT), url_own(ctx->arena, STR("/api")),
          text(ctx, T_TOKEN_TO_API));
    if (n > 0 && !put_table(ctx, h, tokens, n, e)) {
        return false;
    }
    return token_form(ctx, h, fields, e) && page_end(ctx, h, reply, e);
}

bool token_list(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct ui_field fields[TOKEN_FIELDS];
    struct day today;
    (void)request;
    if (!token_today(ctx, &today, e)) {
        return false;
    }
    token_fields(ctx, (struct day){ true, today.n + 365 }, fields);
    return token_page(ctx, fields, reply, e);
}

bool token_revoke(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct token *tokens;
    size_t n;
    int64_t id = request_id_arg(request, 0);
    if (!access_token_list(ctx, &tokens, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (tokens[i].id == id && (tokens[i].state != TOKEN_GOOD || may_revoke(ctx, &tokens[i]))) {
            return access_token_revoke(ctx, id, e) && reply_see(ctx, reply, url_own(ctx->arena, STR("/token")));
        }
    }
    return err_set(e, ERR_NOT_FOUND, "token_revoke", STR("no such token, or another's"));
}

static const struct route routes[] = {
    { METHOD_GET, "/token", TOKEN_MAKERS, token_list },
    { METHOD_POST, "/token", TOKEN_MAKERS, token_new },
    { METHOD_POST, "/token/{id}/revoke", TOKEN_MAKERS, token_revoke },
};
static const struct menu_item menu[] = { { T_TOKEN_LIST, "/token", TOKEN_MAKERS, MENU_SETTING } };

extern const struct feature feature_token;
const struct feature feature_token = {
    .name = "token",
    .routes = routes,
    .n_routes = COUNT(routes),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = token_queries,
    .n_queries = token_n_queries,
};
