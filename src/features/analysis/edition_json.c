/* The analysis and its editions for programs. An edition comes byte for byte as it was signed, so that its sha256 can be told
   from what came; docs/analysis-json.md tells what stands in it. */
#include "base/clock.h"
#include "features/analysis/analysis.h"
#include "features/analysis/edition.h"
#include "features/analysis/pages.h"

bool analysis_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct str bytes;
    if (!json_asked(ctx, request, e) || !analysis_render(ctx, (int)request_id_arg(request, 0), ANALYSIS_JSON, &bytes, e)) {
        return false;
    }
    reply_json(ctx, reply, bytes);
    return true;
}

/* None while nobody has begun the analysis of the year. */
static bool read_editions(struct ctx *ctx, struct edition **ret_editions, size_t *ret_n, struct err *e)
{
    struct analysis analysis;
    struct err why = { 0 };
    *ret_n = 0;
    if (!analysis_read(ctx, ctx->year, &analysis, &why)) {
        *e = why.kind == ERR_NOT_FOUND ? *e : why;
        return why.kind == ERR_NOT_FOUND;
    }
    return edition_list(ctx, analysis.id, ret_editions, ret_n, e);
}

bool editions_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct arena *a = ctx->arena;
    struct edition *editions = NULL;
    size_t n;
    struct json *all = json_object(a), *list = json_array(a);
    if (!json_asked(ctx, request, e) || !read_editions(ctx, &editions, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct json *j = json_object(a);
        json_put_int(a, j, "id", editions[i].id);
        json_put_int(a, j, "number", editions[i].number);
        json_put_text(a, j, "made_at", clock_iso(a, editions[i].made_at));
        json_put_text(a, j, "made_by", editions[i].made_by_name);
        json_put_text(a, j, "program", editions[i].program);
        json_put_text(a, j, "sha256", editions[i].sha256);
        json_add(list, j);
    }
    json_put_int(a, all, "year", ctx->year);
    json_put(a, all, "editions", list);
    reply_json(ctx, reply, json_write(a, all));
    return true;
}

bool edition_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct edition edition;
    if (!json_asked(ctx, request, e) || !edition_read(ctx, request_id_arg(request, 0), &edition, e)) {
        return false;
    }
    reply_json(ctx, reply, edition.json);
    return true;
}
