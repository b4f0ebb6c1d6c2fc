/* What other programs ask and read: addresses that end in .json. A program shows an access token instead of a cookie, is told
   of failures in JSON, and is not sent again what it holds already. A signed-in browser may read the same addresses. */
#include "base/hash.h"
#include "base/str.h"
#include "web/web_in.h"

#include <inttypes.h>
#include <strings.h>

bool route_is_json(const struct route *route)
{
    return route->method == METHOD_GET && str_ends(str_c(route->pattern), STR(".json"));
}

bool request_token(const struct request *request, struct str *ret_token)
{
    static const char scheme[] = "bearer";
    struct str rest = request->authorization, word;
    if (!str_next(&rest, ' ', &word) || word.len != sizeof scheme - 1 || strncasecmp(word.at, scheme, word.len) != 0) {
        return false;
    }
    *ret_token = str_trim(rest);
    return true;
}

bool request_wants_json(const struct request *request)
{
    struct str token;
    return request_token(request, &token) || str_ends(request->path, STR(".json"));
}

/* Half of the sha256: told apart is all that is wanted. */
void reply_json(struct ctx *ctx, struct reply *reply, struct str json)
{
    struct str hash = hash_sha256_hex(ctx->arena, json);
    reply->type = "application/json; charset=utf-8";
    reply->body = json;
    reply_header(reply, "ETag", str_format(ctx->arena, "\"%.*s\"", 32, hash.at));
    reply_header(reply, "Cache-Control", STR("private, no-cache"));
    reply_header(reply, "Vary", STR("Authorization, Cookie, Accept-Language"));
}

static bool refuse(struct ctx *ctx, enum text_id words, struct str name, struct err *e)
{
    err_set(e, ERR_INVALID, "query", STR("the query is not understood"));
    e->hint = text_with(ctx, words, TEXT_ARG("name", name));
    return false;
}

bool query_refuse(struct ctx *ctx, const char *name, struct err *e)
{
    return refuse(ctx, T_WEB_QUERY_VALUE, str_c(name), e);
}

bool query_only(struct ctx *ctx, const struct request *request, const char *const *names, size_t n, struct err *e)
{
    for (size_t i = 0; i < request->n_query; i++) {
        struct str name = request->query[i].name;
        size_t at = 0;
        while (at < n && !str_is(name, names[at])) {
            at++;
        }
        if (at == n) {
            return refuse(ctx, T_WEB_QUERY_UNKNOWN, name, e);
        }
        for (size_t k = 0; k < i; k++) {
            if (str_equal(name, request->query[k].name)) {
                return refuse(ctx, T_WEB_QUERY_TWICE, name, e);
            }
        }
    }
    return true;
}

bool json_asked(struct ctx *ctx, const struct request *request, struct err *e)
{
    const struct json_page *page = request->route->arg;
    const char **names = NEW_ARRAY(ctx->arena, const char *, page->n_parameters + 1);
    struct str year = request_query(request, "year"), pattern = str_c(page->pattern);
    int64_t first;
    size_t n = 0;
    for (size_t i = 0; i < page->n_parameters; i++) {
        const char *name = page->parameters[i].name;
        struct str braced = str_format(ctx->arena, "{%s}", name);
        if (str_find(pattern, braced, 0) == pattern.len) {
            names[n++] = name;
        }
    }
    if (!query_only(ctx, request, names, n, e)) {
        return false;
    }
    for (size_t i = 0; i < page->n_parameters; i++) {
        if (page->parameters[i].required && request_query(request, page->parameters[i].name).len == 0) {
            return query_refuse(ctx, page->parameters[i].name, e);
        }
    }
    if (year.len && !school_year_read(year, &ctx->year)) {
        if (!num_read_int(year, &first) || first < 1990 || first > 2100) {
            return query_refuse(ctx, "year", e);
        }
        ctx->year = (int)first;
    }
    return true;
}

void error_json(struct ctx *ctx, const struct error_words *words, struct reply *reply)
{
    struct arena *a = ctx->arena;
    struct json *all = json_object(a), *error = json_object(a);
    json_put(a, error, "status", json_int(a, words->status));
    json_put(a, error, "title", json_string(a, words->title));
    json_put(a, error, "message", json_string(a, words->what));
    json_put(a, error, "remedy", json_string(a, words->todo));
    json_put(a, error, "request", json_string(a, str_format(a, "%012" PRIx64, ctx->request_id)));
    json_put(a, all, "error", error);
    reply->status = words->status;
    reply->type = "application/json; charset=utf-8";
    reply->body = json_write(a, all);
    if (words->status == 401) {
        reply_header(reply, "WWW-Authenticate", STR("Bearer realm=\"orientir\""));
    }
}
