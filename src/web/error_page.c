/* The pages of failures. Each says what happened, what is safe, what to do, and the number by which the log finds it. One
   table, because a failure that is not in it would show a person our words. A page about a database that does not answer
   must not ask the database, so these come in the frame without the record's facts. */
#include "base/str.h"
#include "web/ui.h"
#include "web/web_in.h"

#include <inttypes.h>

struct failure {
    int status;
    enum text_id title, what, todo;
    const char *retry_after; /* seconds */
    bool bare;               /* the database may not be asked */
};
#define WORDS(key) T_WEB_##key##_TITLE, T_WEB_##key##_WHAT, T_WEB_##key##_DO

static const struct failure by_kind[] = {
    [ERR_NONE] = { 500, WORDS(BROKEN), NULL, false },
    [ERR_NOT_FOUND] = { 404, WORDS(NOT_FOUND), NULL, false },
    [ERR_FORBIDDEN] = { 403, WORDS(FORBIDDEN), NULL, false },
    [ERR_CONFLICT] = { 409, WORDS(CONFLICT), NULL, false },
    [ERR_INVALID] = { 400, WORDS(INVALID), NULL, false },
    [ERR_TOO_BIG] = { 413, WORDS(TOO_BIG), NULL, false },
    [ERR_BUSY] = { 503, WORDS(BUSY), "2", true },
    [ERR_GONE] = { 503, WORDS(GONE), "10", true },
    [ERR_FULL] = { 507, WORDS(FULL), NULL, true },
    [ERR_NEWER] = { 503, WORDS(NEWER), "60", true },
    [ERR_BROKEN] = { 500, WORDS(BROKEN), NULL, true },
};
static const struct failure by_fault[] = {
    [FAULT_OF_KIND] = { 500, WORDS(BROKEN), NULL, true },
    [FAULT_MALFORMED] = { 400, WORDS(MALFORMED), NULL, true },
    [FAULT_METHOD] = { 405, WORDS(METHOD), NULL, false },
    [FAULT_CSRF] = { 403, WORDS(CSRF), NULL, false },
    [FAULT_SIGNED_OUT] = { 403, WORDS(SIGNED_OUT), NULL, false },
    [FAULT_TOKEN] = { 401, WORDS(TOKEN), NULL, false },
    [FAULT_TOKEN_READ] = { 403, WORDS(TOKEN_READ), NULL, false },
    [FAULT_BODY] = { 413, WORDS(BODY), NULL, true },
    [FAULT_CROWD] = { 503, WORDS(CROWD), "2", true },
};

/* What of the person's work is safe. After a POST that met a database which went away nobody can know whether the commit
   arrived, and the page must not pretend to. */
static enum text_id safe_words(const struct ctx *ctx, enum fault fault, enum err_kind kind)
{
    if (!ctx->request || ctx->request->method != METHOD_POST) {
        return T_WEB_SAFE_READ;
    }
    return fault == FAULT_OF_KIND && kind == ERR_GONE ? T_WEB_SAFE_UNKNOWN : T_WEB_SAFE_NOT_SAVED;
}

static struct str id_words(struct ctx *ctx)
{
    return text_with(ctx, T_WEB_REQUEST_ID, TEXT_ARG("id", str_format(ctx->arena, "%012" PRIx64, ctx->request_id)));
}

static void put_words(struct ctx *ctx, struct html *h, const struct failure *f, enum text_id what, enum text_id safe)
{
    HTMLF(h, "<p>{}</p><p>{}</p><p>{}</p>", text(ctx, what), text(ctx, safe), text(ctx, f->todo));
    if (f->title == T_WEB_SIGNED_OUT_TITLE) {
        HTMLF(h, "<p><a href=\"{}\">{}</a></p>", url_own(ctx->arena, STR("/sign-in")), text(ctx, T_WEB_TO_SIGN_IN));
    } else {
        HTMLF(h, "<p><a href=\"{}\">{}</a></p>", url_own(ctx->arena, STR("/")), text(ctx, T_WEB_TO_HOME));
    }
    HTMLF(h, "<p class=\"fact-line\">{}</p>", id_words(ctx));
}

static bool put_page(struct ctx *ctx, const struct failure *f, enum text_id what, enum text_id safe, struct reply *reply,
                     struct err *e)
{
    struct page page = { .title = text(ctx, f->title), .pupil = f->bare };
    struct html *h = page_begin(ctx, &page);
    put_words(ctx, h, f, what, safe);
    if (!page_end(ctx, h, reply, e)) {
        return false;
    }
    reply->status = f->status;
    return true;
}

bool error_page(struct ctx *ctx, enum fault fault, const struct err *why, struct reply *reply, struct err *e)
{
    enum err_kind kind = why ? why->kind : ERR_NONE;
    const struct failure *f = fault == FAULT_OF_KIND ? &by_kind[kind] : &by_fault[fault];
    bool own_words = why && why->say && (fault == FAULT_OF_KIND || fault == FAULT_TOKEN);
    enum text_id what = own_words ? (enum text_id)why->say : f->what;
    if (ctx->request && request_wants_json(ctx->request)) {
        struct str say = kind == ERR_INVALID && why->hint.len ? why->hint : text(ctx, what);
        error_json(ctx, &(struct error_words){ f->status, text(ctx, f->title), say, text(ctx, f->todo) }, reply);
    } else if (!put_page(ctx, f, what, safe_words(ctx, fault, kind), reply, e)) {
        return false;
    }
    if (f->retry_after) {
        reply_header(reply, "Retry-After", str_c(f->retry_after));
    }
    return true;
}

void error_page_bare(struct ctx *ctx, struct reply *reply)
{
    reply->status = 500;
    reply->type = "text/plain; charset=utf-8";
    reply->body = text(ctx, T_WEB_BROKEN_TITLE);
}
