/* The page where the administrator mends what is known of a person: login, name and organisation. Roles stand on the page of
   the account, because changing them ends the person's sessions. */
#include "account_sql.h"
#include "base/num.h"
#include "features/account/account_in.h"

enum { LOGIN, NAME, ORGANISATION, FIELDS };

bool put_organisations(struct ctx *ctx, struct html *h, const struct ui_field *field, struct err *e)
{
    struct db_table table;
    if (!db_table(ctx->db, ctx->arena, &q_account_organisations, DB_NO_ARGS, &table, e)) {
        return false;
    }
    struct ui_choice *choices = NEW_ARRAY(ctx->arena, struct ui_choice, table.n_rows + 1);
    choices[0] = (struct ui_choice){ STR_NONE, text(ctx, T_ACCOUNT_NO_ORGANISATION) };
    for (size_t i = 0; i < table.n_rows; i++) {
        const struct db_value *row = &table.values[i * table.n_columns];
        choices[i + 1] = (struct ui_choice){ str_format(ctx->arena, "%lld", (long long)row[0].as.i), row[1].as.s };
    }
    ui_select(h, field, choices, table.n_rows + 1);
    return true;
}

bool organisation_typed(struct ctx *ctx, struct str typed, int64_t *ret_id, bool *ret_known, struct err *e)
{
    struct str name;
    int64_t id = 0;
    bool known = typed.len == 0 || num_read_int(typed, &id);
    if (id && !organisation_shown(ctx, id, &name, e)) {
        return false;
    }
    *ret_known = known && (typed.len == 0 || (id && name.len));
    *ret_id = *ret_known ? id : 0;
    return true;
}

static void fill(struct ctx *ctx, struct str login, struct str name, struct str organisation, struct ui_field fields[FIELDS])
{
    fields[LOGIN] = (struct ui_field){ .name = STR("login"),
                                       .label = text(ctx, T_ACCOUNT_LOGIN),
                                       .hint = text(ctx, T_ACCOUNT_LOGIN_HINT),
                                       .value = login,
                                       .required = true };
    fields[NAME] = (struct ui_field){ .name = STR("name"),
                                      .label = text(ctx, T_ACCOUNT_NAME),
                                      .hint = text(ctx, T_ACCOUNT_NAME_HINT),
                                      .value = name,
                                      .required = true };
    fields[ORGANISATION] = (struct ui_field){ .name = STR("organisation"),
                                              .label = text(ctx, T_ACCOUNT_ORGANISATION),
                                              .hint = text(ctx, T_ACCOUNT_ORGANISATION_CHANGE_HINT),
                                              .value = organisation };
}

static bool show(struct ctx *ctx, struct str login, const struct ui_field fields[FIELDS], struct reply *reply, struct err *e)
{
    struct account account;
    if (!account_get(ctx, login, &account, e)) {
        return false;
    }
    const struct crumb crumbs[] = { { text(ctx, T_ACCOUNT_LIST), url_own(ctx->arena, STR("/accounts")) },
                                    { account.name, account_url(ctx, account.login, "") } };
    struct page page = {
        .title = text(ctx, T_ACCOUNT_PERSON), .menu_path = "/accounts", .crumbs = crumbs, .n_crumbs = COUNT(crumbs)
    };
    struct html *h = page_begin(ctx, &page);
    ui_error_summary(ctx, h, fields, FIELDS);
    ui_form_begin(ctx, h, account_url(ctx, account.login, "/person"), STR("account"));
    ui_text(h, &fields[LOGIN]);
    ui_text(h, &fields[NAME]);
    if (!put_organisations(ctx, h, &fields[ORGANISATION], e)) {
        return false;
    }
    ui_form_end_or(h, text(ctx, T_ACCOUNT_PERSON_DO), account_url(ctx, account.login, ""), text(ctx, T_ACCOUNT_BACK));
    return page_end(ctx, h, reply, e);
}

bool person_show(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct account account;
    struct ui_field fields[FIELDS];
    if (!account_get(ctx, request->path_args[0], &account, e)) {
        return false;
    }
    int64_t organisation = account.organisation_id;
    fill(ctx, account.login, account.name, organisation ? str_format(ctx->arena, "%lld", (long long)organisation) : STR_NONE,
         fields);
    return show(ctx, account.login, fields, reply, e);
}

bool person_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct account_person person = { .login = request_form(request, "login"), .name = request_form(request, "name") };
    struct ui_field fields[FIELDS];
    struct err why = { 0 };
    bool known;
    fill(ctx, person.login, person.name, request_form(request, "organisation"), fields);
    if (!organisation_typed(ctx, fields[ORGANISATION].value, &person.organisation_id, &known, e)) {
        return false;
    }
    fields[LOGIN].message = fault_words(ctx, login_fault(str_trim(person.login)));
    fields[NAME].message = str_trim(person.name).len ? STR_NONE : text(ctx, T_ACCESS_NAME_MISSING);
    fields[ORGANISATION].message = known ? STR_NONE : text(ctx, T_ACCOUNT_ORGANISATION_WRONG);
    bool faultless = known && fields[LOGIN].message.len == 0 && fields[NAME].message.len == 0;
    if (faultless && account_person_save(ctx, request->path_args[0], &person, &why)) {
        return reply_see(ctx, reply, account_url(ctx, login_folded(ctx->arena, person.login), "?done=person"));
    }
    if (why.kind != ERR_NONE && !(why.kind == ERR_INVALID && why.say)) {
        *e = why;
        return false;
    }
    if (why.say) {
        fields[LOGIN].message = fault_words(ctx, why.say);
    }
    *reply = (struct reply){ .status = 422 };
    return show(ctx, request->path_args[0], fields, reply, e);
}
