/* A new token: the form, what may be wrong with it, and the page that shows the secret, once. */
#include "base/num.h"
#include "base/utf8.h"
#include "features/token/token_in.h"
#include "token_sql.h"

enum { NAME_MOST = 100, DAYS_MOST = 366 };

void token_fields(struct ctx *ctx, struct day until, struct ui_field fields[TOKEN_FIELDS])
{
    int year = 0, month = 0, day = 0;
    if (until.known) {
        day_split(until, &year, &month, &day);
    }
    fields[TOKEN_NAME] = (struct ui_field){
        .name = STR("name"), .label = text(ctx, T_TOKEN_NAME), .hint = text(ctx, T_TOKEN_NAME_HINT), .required = true
    };
    fields[TOKEN_ROLE] = (struct ui_field){
        .name = STR("role"), .label = text(ctx, T_TOKEN_ROLE), .hint = text(ctx, T_TOKEN_ROLE_HINT), .required = true
    };
    fields[TOKEN_ORGANISATION] = (struct ui_field){ .name = STR("organisation"),
                                                    .label = text(ctx, T_TOKEN_ORGANISATION),
                                                    .hint = text(ctx, T_TOKEN_ORGANISATION_HINT) };
    fields[TOKEN_UNTIL] =
        (struct ui_field){ .name = STR("until"),
                           .label = text(ctx, T_TOKEN_UNTIL),
                           .hint = text(ctx, T_TOKEN_UNTIL_HINT),
                           .value = until.known ? str_format(ctx->arena, "%02d.%02d.%04d", day, month, year) : STR_NONE,
                           .required = true };
}

static void put_roles(struct ctx *ctx, struct html *h, const struct ui_field *field)
{
    struct ui_choice choices[ROLE_COUNT + 1] = { { STR_NONE, text(ctx, T_TOKEN_ROLE_NONE) } };
    size_t n = 1;
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        if (role_within(ctx, (enum role)r, ctx->actor->roles)) {
            choices[n++] =
                (struct ui_choice){ str_c(role_name((enum role)r)), text(ctx, (enum text_id)role_text((enum role)r)) };
        }
    }
    ui_select(h, field, choices, n);
}

bool token_form(struct ctx *ctx, struct html *h, const struct ui_field fields[TOKEN_FIELDS], struct err *e)
{
    struct db_table table;
    if (!db_table(ctx->db, ctx->arena, &q_token_organisations, DB_NO_ARGS, &table, e)) {
        return false;
    }
    struct ui_choice *choices = NEW_ARRAY(ctx->arena, struct ui_choice, table.n_rows + 1);
    choices[0] = (struct ui_choice){ STR_NONE, text(ctx, T_TOKEN_NO_ORGANISATION) };
    for (size_t i = 0; i < table.n_rows; i++) {
        const struct db_value *row = &table.values[i * table.n_columns];
        choices[i + 1] = (struct ui_choice){ str_format(ctx->arena, "%lld", (long long)row[0].as.i), row[1].as.s };
    }
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_TOKEN_NEW));
    ui_form_begin(ctx, h, url_own(ctx->arena, STR("/token")), STR("token"));
    ui_text(h, &fields[TOKEN_NAME]);
    put_roles(ctx, h, &fields[TOKEN_ROLE]);
    ui_select(h, &fields[TOKEN_ORGANISATION], choices, table.n_rows + 1);
    ui_text(h, &fields[TOKEN_UNTIL]);
    ui_form_end(h, text(ctx, T_TOKEN_MAKE));
    return true;
}

/* A coordinator sees the rows of one organisation: without it nothing, and no other role looks at it. */
static bool judge_organisation(struct ctx *ctx, struct ui_field *field, struct token *token, struct err *e)
{
    struct db_table table = { 0 };
    int64_t id = 0;
    bool typed = field->value.len > 0, number = typed && num_read_int(field->value, &id);
    if (number && !db_table(ctx->db, ctx->arena, &q_token_organisation, DB_ARGS(id), &table, e)) {
        return false;
    }
    if (typed && table.n_rows == 0) {
        field->message = text(ctx, T_TOKEN_ORGANISATION_WRONG);
    } else if (token->role == ROLE_COORDINATOR && !typed) {
        field->message = text(ctx, T_TOKEN_ORGANISATION_MISSING);
    } else if (token->role < ROLE_COUNT && token->role != ROLE_COORDINATOR && typed) {
        field->message = text(ctx, T_TOKEN_ORGANISATION_IDLE);
    }
    token->organisation_id = id;
    return true;
}

static bool judge(struct ctx *ctx, const struct request *request, struct ui_field fields[TOKEN_FIELDS], struct token *token,
                  struct err *e)
{
    struct day today;
    if (!token_today(ctx, &today, e)) {
        return false;
    }
    for (size_t i = 0; i < TOKEN_FIELDS; i++) {
        fields[i].value = str_trim(request_form(request, str_cstr(ctx->arena, fields[i].name)));
    }
    *token = (struct token){ .name = fields[TOKEN_NAME].value, .role = ROLE_COUNT };
    if (token->name.len == 0 || utf8_length(token->name) > NAME_MOST) {
        fields[TOKEN_NAME].message = text(ctx, T_TOKEN_NAME_WRONG);
    }
    if (!role_read(fields[TOKEN_ROLE].value, &token->role) || !role_within(ctx, token->role, ctx->actor->roles)) {
        fields[TOKEN_ROLE].message = text(ctx, T_TOKEN_ROLE_WRONG);
    }
    if (!day_read(fields[TOKEN_UNTIL].value, &token->until) || token->until.n < today.n ||
        token->until.n > today.n + DAYS_MOST) {
        fields[TOKEN_UNTIL].message = text(ctx, T_TOKEN_UNTIL_WRONG);
    }
    return judge_organisation(ctx, &fields[TOKEN_ORGANISATION], token, e);
}

/* Written before the token counts: a page that failed afterwards would take the secret along. */
static bool show_once(struct ctx *ctx, const struct token *token, struct str secret, struct reply *reply, struct err *e)
{
    const struct crumb crumbs[] = { { text(ctx, T_TOKEN_LIST), url_own(ctx->arena, STR("/token")) } };
    const struct page page = { .title = text_with(ctx, T_TOKEN_ADDED, TEXT_ARG("name", token->name)),
                               .menu_path = "/token",
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs) };
    struct html *h = page_begin(ctx, &page);
    ui_note(h, UI_ATTENTION, text(ctx, T_TOKEN_ONCE));
    ui_facts_begin(h);
    ui_fact(h, text(ctx, T_TOKEN_SECRET), secret);
    ui_fact(h, text(ctx, T_TOKEN_UNTIL), text_day_short(ctx->arena, ctx->lang, token->until));
    ui_facts_end(h);
    ui_link_button(h, url_own(ctx->arena, STR("/token")), text(ctx, T_TOKEN_TO_LIST), UI_PLAIN);
    return page_end(ctx, h, reply, e);
}

bool token_new(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct ui_field fields[TOKEN_FIELDS];
    struct token token;
    bool faultless = true;
    token_fields(ctx, NO_DAY, fields);
    if (!judge(ctx, request, fields, &token, e)) {
        return false;
    }
    for (size_t i = 0; i < TOKEN_FIELDS; i++) {
        faultless = faultless && fields[i].message.len == 0;
    }
    if (!faultless) {
        reply->status = 422;
        return token_page(ctx, fields, reply, e);
    }
    struct str secret = access_token_made(ctx);
    return show_once(ctx, &token, secret, reply, e) && access_token_add(ctx, &token, secret, e);
}
