/* Everything between a decoded request and its reply, without sockets and threads: who asks, may he, is the form his own, the
   handler, the page of a failure, and the headers every reply carries. The server and web_answer both go through here, so a
   test without a socket sees what a browser would. */
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "web/web_in.h"

#include <inttypes.h>

enum { ERROR_PAGE_CAP = 1 << 20 };

static const struct header *reply_find(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->n_headers; i++) {
        if (str_is(str_c(reply->headers[i].name), name)) {
            return &reply->headers[i];
        }
    }
    return NULL;
}

/* Pages belong to the person who asked: nothing keeps them but a handler that says otherwise (assets). What people brought goes
   out under a tighter policy of its own, never a looser one. */
static void put_safety_headers(struct reply *reply)
{
    if (!reply_find(reply, "Content-Security-Policy")) {
        reply_header(
            reply, "Content-Security-Policy",
            STR("default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"));
    }
    reply_header(reply, "X-Content-Type-Options", STR("nosniff"));
    reply_header(reply, "Referrer-Policy", STR("same-origin"));
    if (!reply_find(reply, "Cache-Control")) {
        reply_header(reply, "Cache-Control", STR("no-store"));
    }
}

/* The browser already holds these bytes: say so without sending them. */
static void answer_not_modified(const struct request *request, struct reply *reply)
{
    const struct header *tag = reply_find(reply, "ETag");
    if (tag && request->none_match.len > 0 && str_find(request->none_match, tag->value, 0) < request->none_match.len) {
        reply->status = 304;
        reply->body = STR_NONE;
    }
}

static void arena_free_later(void *arena)
{
    arena_free(arena);
}

/* The page of a failure may need memory of its own: when the request's has run out, that is the failure it tells of. It lives
   as long as the request's. */
void answer_fault(struct ctx *ctx, enum fault fault, const struct err *why, struct reply *reply)
{
    struct err ignored = { 0 }; /* of the page of the failure; the failure itself is what gets logged */
    struct ctx apart = *ctx;
    if (arena_full(ctx->arena)) {
        apart.arena = arena_new(ERROR_PAGE_CAP);
        arena_defer(ctx->arena, arena_free_later, apart.arena);
    }
    *reply = (struct reply){ 0 };
    if (!error_page(&apart, fault, why, reply, &ignored)) {
        *reply = (struct reply){ 0 };
        error_page_bare(ctx, reply);
    }
    put_safety_headers(reply);
}

/* Everything else of the house is the same for all centres. */
const struct site *site_of_centre(struct arena *a, const struct site *site, const struct centre *centre)
{
    struct site *own = NEW(a, struct site);
    *own = *site;
    own->zone = str_cstr(a, centre->zone);
    own->demo = centre->demo;
    own->made = centre->seed.known;
    return own;
}

/* A token reads what is made for programs, and is good for nothing else. */
static bool enter_by_token(struct ctx *ctx, const struct request *request, struct str token, struct actor *actor,
                           enum fault *ret_fault, struct err *e)
{
    static const enum text_id why[] = {
        [TOKEN_UNKNOWN] = T_WEB_TOKEN_UNKNOWN, [TOKEN_REVOKED] = T_WEB_TOKEN_REVOKED, [TOKEN_OVER] = T_WEB_TOKEN_OVER
    };
    enum token_state state;
    if (request->method != METHOD_GET || (request->route && !route_is_json(request->route))) {
        *ret_fault = FAULT_TOKEN_READ;
        return err_set(e, ERR_FORBIDDEN, "answer", STR("a token where none is taken"));
    }
    if (!access_token_actor(ctx, token, actor, &state, e)) {
        return false;
    }
    if (state != TOKEN_GOOD) {
        *ret_fault = FAULT_TOKEN;
        err_set(e, ERR_FORBIDDEN, "answer", STR("the token is not accepted"));
        e->say = (int)why[state];
        return false;
    }
    return true;
}

/* Who asks and which year he looks at. */
static bool enter(struct ctx *ctx, struct request *request, struct actor *actor, enum fault *ret_fault, struct err *e)
{
    struct str token = STR_NONE, cookie = request_cookie(request, SESSION_COOKIE);
    bool program = request_token(request, &token);
    if (program || cookie.len > 0) {
        if (program ? !enter_by_token(ctx, request, token, actor, ret_fault, e) : !access_actor(ctx, cookie, actor, e)) {
            return false;
        }
        ctx->actor = actor;
        if (actor->centre.id != 0 && ctx->site) {
            ctx->site = site_of_centre(ctx->arena, ctx->site, &actor->centre);
        }
    }
    return choice_year(ctx, request, &ctx->year, e);
}

static void to_sign_in(struct ctx *ctx, const struct request *request, struct reply *reply)
{
    struct html_url to = url_own(ctx->arena, STR("/sign-in"));
    if (!str_is(request->target, "/")) {
        to = url_add(ctx->arena, to, "next", request->target);
    }
    reply_see(ctx, reply, to);
    put_safety_headers(reply);
}

static void answer_no_route(struct ctx *ctx, unsigned methods, struct reply *reply, struct err *why)
{
    if (methods == 0) {
        err_set(why, ERR_NOT_FOUND, "answer", STR("no such path"));
        answer_fault(ctx, FAULT_OF_KIND, why, reply);
        return;
    }
    answer_fault(ctx, FAULT_METHOD, why, reply);
    bool get = methods & (1u << METHOD_GET), post = methods & (1u << METHOD_POST);
    reply_header(reply, "Allow", get && post ? STR("GET, HEAD, POST") : get ? STR("GET, HEAD") : STR("POST"));
}

/* An answer written when memory had run out may lack something, whatever its handler thinks, and is not shown. Only a form
   that was saved (db_write refuses to save in that state) keeps its answer. */
static bool nothing_saved(const struct request *request, const struct reply *reply)
{
    return request->method == METHOD_GET || reply->status >= 400;
}

static void answer_route(struct ctx *ctx, struct request *request, struct reply *reply, struct err *why)
{
    const struct route *route = request->route;
    if (!actor_may(ctx->actor, route->right)) {
        if (ctx->actor->account_id != 0) {
            err_set(why, ERR_FORBIDDEN, "answer", STR("the role has no right to this route"));
            answer_fault(ctx, FAULT_OF_KIND, why, reply);
        } else if (request->method == METHOD_POST) {
            answer_fault(ctx, FAULT_SIGNED_OUT, why, reply);
        } else if (route_is_json(route)) {
            answer_fault(ctx, FAULT_TOKEN, why, reply);
        } else {
            to_sign_in(ctx, request, reply);
        }
        return;
    }
    if (request->method == METHOD_POST && !csrf_passes(ctx->actor, request)) {
        answer_fault(ctx, FAULT_CSRF, why, reply);
        return;
    }
    if (!route->handle(ctx, request, reply, why)) {
        err_set(why, ERR_BROKEN, "answer", STR("the handler gave up without a reason"));
        answer_fault(ctx, FAULT_OF_KIND, why, reply);
        return;
    }
    if (arena_full(ctx->arena) && nothing_saved(request, reply)) {
        err_set(why, ERR_TOO_BIG, "answer", STR("memory ran out while the answer was written"));
        answer_fault(ctx, FAULT_OF_KIND, why, reply);
        return;
    }
    answer_not_modified(request, reply);
    put_safety_headers(reply);
}

void answer(struct ctx *ctx, struct request *request, unsigned methods, struct reply *reply, struct answered *ret_how)
{
    struct err why = { 0 };
    uint64_t before = ctx->db ? db_statements(ctx->db) : 0;
    struct actor *actor = NEW(ctx->arena, struct actor);
    *reply = (struct reply){ 0 };
    ctx->request = request;
    struct str token;
    if (request_token(request, &token)) {
        request->n_cookies = 0; /* a program's answer rests on nothing that a browser keeps */
    }
    ctx->lang = choice_lang(request);
    enum fault fault = FAULT_OF_KIND;
    bool is_static = request->route && (request->route->flags & ROUTE_STATIC);
    if (!is_static && !enter(ctx, request, actor, &fault, &why)) {
        answer_fault(ctx, fault, &why, reply);
    } else if (!request->route) {
        answer_no_route(ctx, methods, reply, &why);
    } else {
        answer_route(ctx, request, reply, &why);
    }
    if (reply->status == 0) {
        reply->status = 200;
    }
    *ret_how = (struct answered){ why, (ctx->db ? db_statements(ctx->db) : 0) - before };
}

bool web_answer(struct ctx *ctx, struct request *request, struct reply *reply, struct err *e)
{
    struct answered how;
    unsigned methods = 0;
    if (request->n_query == 0 && !request_read_target(ctx->arena, request->path, request)) {
        ctx->lang = choice_lang(request);
        ctx->request = request;
        answer_fault(ctx, FAULT_MALFORMED, NULL, reply);
        return true;
    }
    BUG_IF(!ctx->site);
    const struct route_table *table = ctx->site->table;
    if (!table) {
        table = route_table_new(ctx->arena, ctx->site->routes, ctx->site->n_routes);
    }
    route_find(table, request, &methods);
    answer(ctx, request, methods, reply, &how);
    if (reply->body.at == NULL && reply->status >= 500) {
        *e = how.why;
        return err_set(e, ERR_BROKEN, "web_answer", STR("no page could be written"));
    }
    return true;
}

/* One line a request: the pattern and never the path, the query or a name. */
void answer_log(const struct ctx *ctx, const struct request *request, const struct reply *reply, const struct answered *how,
                int64_t began_us)
{
    static const char *const methods[] = { "GET", "POST", "OTHER" };
    const char *pattern = request->route ? request->route->pattern : "-";
    const char *level = reply->status >= 500 ? "error" : "info";
    double ms = (double)(clock_steady_us() - began_us) / 1000;
    struct str line = str_format(ctx->arena, "request=%012" PRIx64 " method=%s route=%s status=%d ms=%.1f statements=%" PRIu64,
                                 ctx->request_id, methods[request->method], pattern, reply->status, ms, how->statements);
    if (how->why.kind == ERR_NONE) {
        log_line(level, "%.*s", (int)line.len, line.at);
    } else if (reply->status < 500) { /* the person's own doing: which refusal, but not its words */
        log_line(level, "%.*s kind=%s where=%s", (int)line.len, line.at, err_kind_name(how->why.kind), how->why.where);
    } else {
        log_line(level, "%.*s kind=%s where=%s what=\"%.*s\"", (int)line.len, line.at, err_kind_name(how->why.kind),
                 how->why.where, (int)how->why.what.len, how->why.what.at);
    }
}
