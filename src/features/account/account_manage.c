/* The administrator's accounts: the list, a new one, and the page of one with its roles, its password and its closing.
   A password is made here and shown once; nobody chooses a password for somebody else. */
#include "features/account/account_in.h"

enum { LOGIN, NAME, ORGANISATION, ROLES, FIELDS };

struct account_form {
    struct ui_field fields[FIELDS];
    bool checked[ROLE_COUNT];
};

static role_set roles_typed(const struct request *request)
{
    role_set roles = 0;
    enum role role;
    for (size_t i = 0; i < request->n_form; i++) {
        if (str_is(request->form[i].name, "roles") && role_read(request->form[i].value, &role)) {
            roles |= ROLE(role);
        }
    }
    return roles;
}

static void roles_check(role_set roles, bool checked[ROLE_COUNT])
{
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        checked[r] = (roles & ROLE(r)) != 0;
    }
}

static void put_roles(struct ctx *ctx, struct html *h, const struct ui_field *field, const bool checked[ROLE_COUNT])
{
    struct ui_choice choices[ROLE_COUNT];
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        choices[r] = (struct ui_choice){ str_c(role_name((enum role)r)), text(ctx, (enum text_id)role_text((enum role)r)) };
    }
    ui_checks(h, field, choices, ROLE_COUNT, checked);
}

bool list_show_accounts(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct account *accounts;
    size_t n;
    if (!account_list(ctx, &accounts, &n, e)) {
        return false;
    }
    const struct ui_column columns[] = { { .label = text(ctx, T_ACCOUNT_NAME), .heads = true },
                                         { .label = text(ctx, T_ACCOUNT_LOGIN) },
                                         { .label = text(ctx, T_ACCOUNT_ROLES) },
                                         { .label = text(ctx, T_ACCOUNT_STATE) } };
    struct page page = { .title = text(ctx, T_ACCOUNT_LIST),
                         .fact_line = text_with(ctx, T_ACCOUNT_COUNT, TEXT_ARG("n", (int64_t)n)),
                         .menu_path = "/accounts" };
    struct html *buttons = html_new(ctx->arena, 4096);
    ui_link_button(buttons, url_own(ctx->arena, STR("/accounts/new")), text(ctx, T_ACCOUNT_ADD), UI_PRIMARY);
    page.actions = html_part(buttons);
    struct html *h = page_begin(ctx, &page);
    ui_table_begin(h, text(ctx, T_ACCOUNT_LIST), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], account_url(ctx, accounts[i].login, ""), accounts[i].name);
        ui_cell_part(h, &columns[1], account_login_part(ctx, accounts[i].login));
        ui_cell(h, &columns[2], roles_shown(ctx, accounts[i].roles));
        ui_cell(h, &columns[3], text(ctx, accounts[i].closed ? T_ACCOUNT_CLOSED : T_ACCOUNT_OPEN));
        ui_row_end(h);
    }
    ui_table_end(h);
    return page_end(ctx, h, reply, e);
}

static void form_fill(struct ctx *ctx, const struct request *request, struct account_form *form)
{
    form->fields[LOGIN] = (struct ui_field){ .name = STR("login"),
                                             .label = text(ctx, T_ACCOUNT_LOGIN),
                                             .hint = text(ctx, T_ACCOUNT_LOGIN_HINT),
                                             .value = request_form(request, "login"),
                                             .required = true };
    form->fields[NAME] = (struct ui_field){ .name = STR("name"),
                                            .label = text(ctx, T_ACCOUNT_NAME),
                                            .hint = text(ctx, T_ACCOUNT_NAME_HINT),
                                            .value = request_form(request, "name"),
                                            .required = true };
    form->fields[ORGANISATION] = (struct ui_field){ .name = STR("organisation"),
                                                    .label = text(ctx, T_ACCOUNT_ORGANISATION),
                                                    .hint = text(ctx, T_ACCOUNT_ORGANISATION_HINT),
                                                    .value = request_form(request, "organisation") };
    form->fields[ROLES] = (struct ui_field){ .name = STR("roles"), .label = text(ctx, T_ACCOUNT_ROLES), .required = true };
    roles_check(roles_typed(request), form->checked);
}

static bool form_show_new(struct ctx *ctx, const struct account_form *form, struct reply *reply, struct err *e)
{
    const struct crumb crumbs[] = { { text(ctx, T_ACCOUNT_LIST), url_own(ctx->arena, STR("/accounts")) } };
    struct page page = {
        .title = text(ctx, T_ACCOUNT_ADD), .menu_path = "/accounts", .crumbs = crumbs, .n_crumbs = COUNT(crumbs)
    };
    struct html *h = page_begin(ctx, &page);
    ui_error_summary(ctx, h, form->fields, FIELDS);
    ui_form_begin(ctx, h, url_own(ctx->arena, STR("/accounts/new")), STR("account"));
    ui_text(h, &form->fields[LOGIN]);
    ui_text(h, &form->fields[NAME]);
    if (!put_organisations(ctx, h, &form->fields[ORGANISATION], e)) {
        return false;
    }
    put_roles(ctx, h, &form->fields[ROLES], form->checked);
    ui_form_end_or(h, text(ctx, T_ACCOUNT_ADD_DO), url_own(ctx->arena, STR("/accounts")), text(ctx, T_ACCOUNT_BACK));
    return page_end(ctx, h, reply, e);
}

bool new_show(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct account_form form;
    form_fill(ctx, request, &form);
    return form_show_new(ctx, &form, reply, e);
}

/* The page that shows a password that was just made: once, here, and never again. It is written before the password is stored:
   a page that fails afterwards would take the password along. */
static bool show_password(struct ctx *ctx, struct str login, struct str password, enum text_id words, struct reply *reply,
                          struct err *e)
{
    const struct crumb crumbs[] = { { text(ctx, T_ACCOUNT_LIST), url_own(ctx->arena, STR("/accounts")) } };
    struct page page = { .title = text_with(ctx, words, TEXT_ARG("login", login)),
                         .menu_path = "/accounts",
                         .crumbs = crumbs,
                         .n_crumbs = COUNT(crumbs) };
    struct html *h = page_begin(ctx, &page);
    ui_note(h, UI_ATTENTION, text(ctx, T_ACCOUNT_ONCE));
    ui_facts_begin(h);
    ui_fact_part(h, text(ctx, T_ACCOUNT_LOGIN), account_login_part(ctx, login));
    ui_fact(h, text(ctx, T_ACCOUNT_PASSWORD), password);
    ui_facts_end(h);
    ui_link_button(h, account_url(ctx, login, ""), text(ctx, T_ACCOUNT_TO_ACCOUNT), UI_PLAIN);
    return page_end(ctx, h, reply, e);
}

/* Puts what account_add refused at the field it belongs to. */
static void place_refusal(struct ctx *ctx, struct account_form *form, int say)
{
    size_t at = say == T_ACCESS_NAME_MISSING ? NAME : say == T_ACCESS_ROLES_MISSING ? ROLES : LOGIN;
    form->fields[at].message = fault_words(ctx, say);
}

bool new_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct account_form form;
    struct str password = password_made(ctx->arena), login = request_form(request, "login");
    int64_t organisation, id;
    bool known;
    struct err why = { 0 };
    form_fill(ctx, request, &form);
    form.fields[LOGIN].message = fault_words(ctx, login_fault(str_trim(login)));
    form.fields[NAME].message = str_trim(form.fields[NAME].value).len ? STR_NONE : text(ctx, T_ACCESS_NAME_MISSING);
    form.fields[ROLES].message = roles_typed(request) ? STR_NONE : text(ctx, T_ACCESS_ROLES_MISSING);
    if (!organisation_typed(ctx, form.fields[ORGANISATION].value, &organisation, &known, e)) {
        return false;
    }
    form.fields[ORGANISATION].message = known ? STR_NONE : text(ctx, T_ACCOUNT_ORGANISATION_WRONG);
    bool faultless = true;
    for (size_t i = 0; i < FIELDS; i++) {
        faultless = faultless && form.fields[i].message.len == 0;
    }
    if (faultless && !show_password(ctx, login_folded(ctx->arena, login), password, T_ACCOUNT_ADDED, reply, e)) {
        return false;
    }
    if (faultless &&
        account_add(ctx, login, form.fields[NAME].value, password, roles_typed(request), organisation, &id, &why)) {
        return true;
    }
    if (why.kind != ERR_NONE && !(why.kind == ERR_INVALID && why.say)) {
        *e = why;
        return false;
    }
    if (why.say) {
        place_refusal(ctx, &form, why.say);
    }
    *reply = (struct reply){ .status = 422 };
    return form_show_new(ctx, &form, reply, e);
}

/* The trail has a row a field; the history of an account shows a change once. */
static bool same_change(const struct audit_row *one, const struct audit_row *two)
{
    return one->at == two->at && str_equal(one->who, two->who) && str_equal(one->verb, two->verb);
}

static void put_audit(struct ctx *ctx, struct html *h, const struct audit_row *rows, size_t n)
{
    static const struct {
        const char *verb;
        enum text_id words;
    } verbs[] = {
        { "add", T_ACCOUNT_VERB_ADD },           { "roles", T_ACCOUNT_VERB_ROLES },   { "password", T_ACCOUNT_VERB_PASSWORD },
        { "close", T_ACCOUNT_VERB_CLOSE },       { "open", T_ACCOUNT_VERB_OPEN },     { "sign_in", T_ACCOUNT_VERB_SIGN_IN },
        { "sign_out", T_ACCOUNT_VERB_SIGN_OUT }, { "person", T_ACCOUNT_VERB_PERSON },
    };
    enum { SHOWN = 50 };
    const struct ui_column columns[] = { { .label = text(ctx, T_ACCOUNT_WHEN), .heads = true },
                                         { .label = text(ctx, T_ACCOUNT_WHO) },
                                         { .label = text(ctx, T_ACCOUNT_WHAT) } };
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_ACCOUNT_HISTORY));
    ui_table_begin(h, text(ctx, T_ACCOUNT_HISTORY), columns, COUNT(columns));
    for (size_t i = n, shown = 0; i-- > 0 && shown < SHOWN;) {
        struct str what = rows[i].verb;
        if (i > 0 && same_change(&rows[i - 1], &rows[i])) {
            continue;
        }
        shown++;
        for (size_t k = 0; k < COUNT(verbs); k++) {
            what = str_is(rows[i].verb, verbs[k].verb) ? text(ctx, verbs[k].words) : what;
        }
        ui_row_begin(h);
        ui_cell(h, &columns[0], text_moment(ctx->arena, ctx->lang, rows[i].at, ctx->site->zone));
        ui_cell(h, &columns[1], rows[i].who);
        ui_cell(h, &columns[2], what);
        ui_row_end(h);
    }
    ui_table_end(h);
}

static bool show_account(struct ctx *ctx, const struct request *request, struct str message, struct reply *reply, struct err *e)
{
    struct account account;
    struct str organisation;
    struct audit_row *rows;
    size_t n_rows;
    if (!account_get(ctx, request->path_args[0], &account, e) ||
        !organisation_shown(ctx, account.organisation_id, &organisation, e) ||
        !audit_list(ctx, STR("account"), account.id, &rows, &n_rows, e)) {
        return false;
    }
    const struct crumb crumbs[] = { { text(ctx, T_ACCOUNT_LIST), url_own(ctx->arena, STR("/accounts")) } };
    struct page page = { .title = account.name, .menu_path = "/accounts", .crumbs = crumbs, .n_crumbs = COUNT(crumbs) };
    struct ui_field field = { .name = STR("roles"),
                              .label = text(ctx, T_ACCOUNT_ROLES),
                              .hint = text(ctx, T_ACCOUNT_ROLES_HINT),
                              .message = message,
                              .required = true };
    bool checked[ROLE_COUNT];
    roles_check(message.len ? roles_typed(request) : account.roles, checked);
    struct html *h = page_begin(ctx, &page);
    done_note(ctx, h, request);
    ui_error_summary(ctx, h, &field, 1);
    ui_facts_begin(h);
    ui_fact_part(h, text(ctx, T_ACCOUNT_LOGIN), account_login_part(ctx, account.login));
    ui_fact(h, text(ctx, T_ACCOUNT_STATE), text(ctx, account.closed ? T_ACCOUNT_CLOSED : T_ACCOUNT_OPEN));
    ui_fact(h, text(ctx, T_ACCOUNT_ORGANISATION), organisation.len ? organisation : text(ctx, T_ACCOUNT_NO_ORGANISATION));
    ui_facts_end(h);
    ui_link_button(h, account_url(ctx, account.login, "/person"), text(ctx, T_ACCOUNT_PERSON), UI_PLAIN);
    ui_form_begin(ctx, h, account_url(ctx, account.login, "/roles"), STR("account"));
    put_roles(ctx, h, &field, checked);
    ui_form_end(h, text(ctx, T_ACCOUNT_ROLES_DO));
    ui_post_button(ctx, h, account_url(ctx, account.login, "/password"), text(ctx, T_ACCOUNT_RESET), UI_PLAIN);
    if (account.closed) {
        ui_post_button(ctx, h, account_url(ctx, account.login, "/open"), text(ctx, T_ACCOUNT_OPEN_DO), UI_PLAIN);
    } else if (account.id != ctx->actor->account_id) {
        ui_post_button(ctx, h, account_url(ctx, account.login, "/close"), text(ctx, T_ACCOUNT_CLOSE_DO), UI_QUIET);
    }
    put_audit(ctx, h, rows, n_rows);
    return page_end(ctx, h, reply, e);
}

bool account_show(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    return show_account(ctx, request, STR_NONE, reply, e);
}

/* Back to the account after it was done; what the room access refused with words stands at the roles. */
static bool after(struct ctx *ctx, const struct request *request, bool done, const struct err *why, const char *word,
                  struct reply *reply, struct err *e)
{
    if (done) {
        return reply_see(ctx, reply, account_url(ctx, request->path_args[0], word));
    }
    if (why->kind != ERR_INVALID || !why->say) {
        *e = *why;
        return false;
    }
    reply->status = 422;
    return show_account(ctx, request, fault_words(ctx, why->say), reply, e);
}

bool roles_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct err why = { 0 };
    bool done = account_roles(ctx, request->path_args[0], roles_typed(request), &why);
    return after(ctx, request, done, &why, "?done=roles", reply, e);
}

bool close_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct err why = { 0 };
    bool done = account_close(ctx, request->path_args[0], true, &why);
    return after(ctx, request, done, &why, "?done=closed", reply, e);
}

bool open_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct err why = { 0 };
    bool done = account_close(ctx, request->path_args[0], false, &why);
    return after(ctx, request, done, &why, "?done=opened", reply, e);
}

bool reset_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct str password = password_made(ctx->arena);
    struct account account;
    return account_get(ctx, request->path_args[0], &account, e) &&
           show_password(ctx, account.login, password, T_ACCOUNT_RESET_DONE, reply, e) &&
           account_password(ctx, account.login, password, e);
}
