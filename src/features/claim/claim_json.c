/* «Сверка» for programs: the same findings in the same order as on the page. */
#include "features/claim/claim_pages.h"

static const char *severity_word(enum severity severity)
{
    static const char *const words[] = { "holds", "question", "warning", "error" };
    return words[severity];
}

bool claim_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct arena *a = ctx->arena;
    struct json *all = json_object(a), *list = json_array(a);
    struct finding *findings;
    size_t n;
    if (!json_asked(ctx, request, e) || !claim_check(ctx, ctx->year, &findings, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct finding *f = &findings[i];
        struct json *j = json_object(a);
        json_put_text(a, j, "key", f->key);
        json_put_text(a, j, "severity", str_c(severity_word(f->severity)));
        json_put_some(a, j, "section", f->section);
        json_put_some(a, j, "place", f->place);
        json_put_some(a, j, "quote", f->quote);
        json_put_some(a, j, "printed", f->printed);
        json_put_text(a, j, "what", f->what);
        json_put_text(a, j, "remedy", f->remedy);
        json_put_text(a, j, "path", f->path);
        json_put(a, j, "accepted", json_bool(a, f->accepted));
        json_put_some(a, j, "explanation", f->explanation);
        json_put_some(a, j, "accepted_by", f->accepted ? f->who : STR_NONE);
        json_add(list, j);
    }
    json_put_int(a, all, "year", ctx->year);
    json_put(a, all, "findings", list);
    reply_json(ctx, reply, json_write(a, all));
    return true;
}
