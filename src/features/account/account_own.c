/* The own account: who one is here, and a new password. The old one is asked for under the throttle of signing in, because
   an unattended desk is an open session. */
#include "features/account/account_in.h"

enum { OLD, NEW_ONE, AGAIN, FIELDS };

static void fields_fill(struct ctx *ctx, struct ui_field fields[FIELDS])
{
    fields[OLD] = (struct ui_field){
        .name = STR("old"), .label = text(ctx, T_ACCOUNT_OLD), .required = true, .autocomplete = "current-password"
    };
    fields[NEW_ONE] = (struct ui_field){ .name = STR("new"),
                                         .label = text(ctx, T_ACCOUNT_NEW_PASSWORD),
                                         .hint = text(ctx, T_ACCOUNT_NEW_PASSWORD_HINT),
                                         .required = true,
                                         .autocomplete = "new-password" };
    fields[AGAIN] = (struct ui_field){
        .name = STR("again"), .label = text(ctx, T_ACCOUNT_AGAIN), .required = true, .autocomplete = "new-password"
    };
}

static bool show(struct ctx *ctx, const struct request *request, const struct ui_field fields[FIELDS], struct reply *reply,
                 struct err *e)
{
    struct page page = { .title = text(ctx, T_ACCOUNT_OWN), .menu_path = "/account" };
    struct str organisation;
    if (!organisation_shown(ctx, ctx->actor->organisation_id, &organisation, e)) {
        return false;
    }
    struct html *h = page_begin(ctx, &page);
    done_note(ctx, h, request);
    ui_error_summary(ctx, h, fields, FIELDS);
    ui_facts_begin(h);
    ui_fact(h, text(ctx, T_ACCOUNT_NAME), ctx->actor->name);
    ui_fact_part(h, text(ctx, T_ACCOUNT_LOGIN), account_login_part(ctx, ctx->actor->login));
    ui_fact(h, text(ctx, T_ACCOUNT_ROLES), roles_shown(ctx, ctx->actor->roles));
    if (organisation.len) {
        ui_fact(h, text(ctx, T_ACCOUNT_ORGANISATION), organisation);
    }
    ui_facts_end(h);
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_ACCOUNT_CHANGE_PASSWORD));
    ui_form_begin(ctx, h, url_own(ctx->arena, STR("/account/password")), STR("password"));
    for (size_t i = 0; i < FIELDS; i++) {
        ui_password(h, &fields[i]);
    }
    ui_form_end(h, text(ctx, T_ACCOUNT_CHANGE_PASSWORD_DO));
    return page_end(ctx, h, reply, e);
}

bool own_show(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct ui_field fields[FIELDS];
    fields_fill(ctx, fields);
    return show(ctx, request, fields, reply, e);
}

static bool fields_faultless(const struct ui_field fields[FIELDS])
{
    for (size_t i = 0; i < FIELDS; i++) {
        if (fields[i].message.len) {
            return false;
        }
    }
    return true;
}

/* Looks at the old password last and only when the rest is right: a slip in the new one costs no attempt. */
static bool judge(struct ctx *ctx, const struct request *request, struct ui_field fields[FIELDS], struct err *e)
{
    struct str new = request_form(request, "new");
    enum sign_in result = SIGN_IN_WRONG;
    int64_t wait = 0;
    fields[NEW_ONE].message = fault_words(ctx, password_fault(ctx->actor->login, new));
    if (!fields[NEW_ONE].message.len && !str_equal(new, request_form(request, "again"))) {
        fields[AGAIN].message = text(ctx, T_ACCOUNT_DIFFERENT);
    }
    if (!fields_faultless(fields)) {
        return true;
    }
    if (!access_prove(ctx, ctx->actor->login, request_form(request, "old"), request->address, &result, &wait, e)) {
        return false;
    }
    if (result != SIGN_IN_DONE) {
        fields[OLD].message = result == SIGN_IN_WAIT ? text_with(ctx, T_ACCOUNT_WAIT, TEXT_ARG("n", (wait + 59) / 60))
                                                     : text(ctx, T_ACCOUNT_OLD_WRONG);
    }
    return true;
}

bool own_password_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct ui_field fields[FIELDS];
    struct str token;
    fields_fill(ctx, fields);
    if (!judge(ctx, request, fields, e)) {
        return false;
    }
    if (!fields_faultless(fields)) {
        reply->status = 422;
        return show(ctx, request, fields, reply, e);
    }
    if (!account_password_own(ctx, request_form(request, "new"), &token, e)) {
        return false;
    }
    reply_cookie(ctx, reply, SESSION_COOKIE, token, SESSION_LONGEST_SECONDS);
    return reply_see(ctx, reply, url_own(ctx->arena, STR("/account?done=password")));
}
