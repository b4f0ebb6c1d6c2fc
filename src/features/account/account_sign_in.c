/* Signing in and out. The page is the same for a wrong login and a wrong password, works without a script, and leads afterwards
   only to a path of ours. */
#include "features/account/account_in.h"

/* One centre of several: what was typed, else the one of the last time, else the first. */
#define CENTRE_COOKIE "centre"
enum { CENTRE_COOKIE_SECONDS = 365 * 86400 };

static int64_t centre_wanted(const struct ctx *ctx, const struct request *request, const struct centre *centres, size_t n)
{
    const struct str words[] = { request_form(request, "centre"), request_query(request, "centre"),
                                 request_cookie(request, CENTRE_COOKIE) };
    int64_t id;
    for (size_t i = 0; i < COUNT(words); i++) {
        for (size_t k = 0; num_read_int(words[i], &id) && k < n; k++) {
            if (centres[k].id == id) {
                return id;
            }
        }
    }
    return ctx->centre_id;
}

static void put_centres(struct ctx *ctx, const struct request *request, struct html *h, const struct centre *centres, size_t n)
{
    struct ui_choice *choices = NEW_ARRAY(ctx->arena, struct ui_choice, n);
    for (size_t i = 0; i < n; i++) {
        choices[i] = (struct ui_choice){ str_format(ctx->arena, "%lld", (long long)centres[i].id), centres[i].name };
    }
    struct str chosen = str_format(ctx->arena, "%lld", (long long)centre_wanted(ctx, request, centres, n));
    ui_select(h, &(struct ui_field){ .name = STR("centre"), .label = text(ctx, T_ACCOUNT_CENTRE), .value = chosen }, choices,
              n);
}

static bool show(struct ctx *ctx, const struct request *request, struct str message, struct str next, struct reply *reply,
                 struct err *e)
{
    struct page page = { .title = text(ctx, T_ACCOUNT_SIGN_IN), .pupil = true };
    struct ui_field login = { .name = STR("login"),
                              .label = text(ctx, T_ACCOUNT_LOGIN),
                              .value = request_form(request, "login"),
                              .required = true,
                              .autocomplete = "username" };
    struct ui_field password = {
        .name = STR("password"), .label = text(ctx, T_ACCOUNT_PASSWORD), .required = true, .autocomplete = "current-password"
    };
    struct centre *centres;
    size_t n_centres;
    if (!centre_list(ctx, &centres, &n_centres, e)) {
        return false;
    }
    struct html *h = page_begin(ctx, &page);
    if (message.len) {
        ui_note(h, UI_ERROR, message);
    }
    ui_form_begin(ctx, h, url_own(ctx->arena, STR("/sign-in")), STR("sign-in"));
    ui_hidden(h, STR("next"), next);
    if (n_centres > 1) {
        put_centres(ctx, request, h, centres, n_centres);
    }
    ui_text(h, &login);
    ui_password(h, &password);
    ui_form_end(h, text(ctx, T_ACCOUNT_SIGN_IN_DO));
    HTMLF(h, "<p>{}</p>", text(ctx, ctx->site && ctx->site->demo ? T_ACCOUNT_DEMO : T_ACCOUNT_FORGOTTEN));
    return page_end(ctx, h, reply, e);
}

bool sign_in_show(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct str next = access_next(request_query(request, "next"));
    if (ctx->actor->account_id) {
        return reply_see(ctx, reply, url_own(ctx->arena, next));
    }
    return show(ctx, request, STR_NONE, next, reply, e);
}

static bool show_wait(struct ctx *ctx, const struct request *request, int64_t seconds, struct str next, struct reply *reply,
                      struct err *e)
{
    reply->status = 429;
    reply_header(reply, "Retry-After", str_format(ctx->arena, "%lld", (long long)seconds));
    return show(ctx, request, text_with(ctx, T_ACCOUNT_WAIT, TEXT_ARG("n", (seconds + 59) / 60)), next, reply, e);
}

/* The login is looked for in the chosen centre alone. Who was signed in elsewhere leaves there first: his session is a row of
   that centre. */
static bool enter_centre(struct ctx *ctx, const struct request *request, bool *ret_several, struct err *e)
{
    struct centre *centres;
    size_t n;
    if (!centre_list(ctx, &centres, &n, e)) {
        return false;
    }
    int64_t wanted = centre_wanted(ctx, request, centres, n);
    if (wanted != ctx->centre_id) {
        if (!access_sign_out(ctx, e)) {
            return false;
        }
        ctx->actor = &actor_nobody;
        centre_enter(ctx, wanted);
    }
    *ret_several = n > 1;
    return true;
}

bool sign_in_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct str next = access_next(request_form(request, "next")), token = STR_NONE;
    enum sign_in result = SIGN_IN_WRONG;
    int64_t wait = 0;
    bool several;
    if (!enter_centre(ctx, request, &several, e) ||
        !access_sign_in(ctx, request_form(request, "login"), request_form(request, "password"), request->address, &result,
                        &token, &wait, e)) {
        return false;
    }
    if (result == SIGN_IN_WAIT) {
        return show_wait(ctx, request, wait, next, reply, e);
    }
    if (result == SIGN_IN_WRONG) {
        reply->status = 422;
        return show(ctx, request, text(ctx, T_ACCOUNT_WRONG), next, reply, e);
    }
    if (several) {
        reply_cookie(ctx, reply, CENTRE_COOKIE, str_format(ctx->arena, "%lld", (long long)ctx->centre_id),
                     CENTRE_COOKIE_SECONDS);
    }
    reply_cookie(ctx, reply, SESSION_COOKIE, token, SESSION_LONGEST_SECONDS);
    return reply_see(ctx, reply, url_own(ctx->arena, next));
}

bool sign_out_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    if (!access_sign_out(ctx, e)) {
        return false;
    }
    reply_cookie(ctx, reply, SESSION_COOKIE, STR_NONE, -1);
    return reply_see(ctx, reply, url_own(ctx->arena, STR("/sign-in")));
}
