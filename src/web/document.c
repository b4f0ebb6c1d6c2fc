/* The frame of a page that is a file, sent by mail or kept in a drawer: everything it needs is in it. Its own policy forbids it
   to fetch anything, so a mistake here shows in any browser instead of telling a stranger who reads what. */
#include "web/static.h"
#include "web/ui_in.h"

struct html *document_begin(struct ctx *ctx, struct str title)
{
    struct html *h = html_new(ctx->arena, DOCUMENT_CAP);
    HTMLF(h,
          "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\">"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title>\n",
          ctx->lang == LANG_RU ? STR("ru") : STR("en"), title);
    html_put_style(h, asset_bytes("document.css"));
    HTML(h, "</head>\n<body><main>");
    if (ctx->site && ctx->site->made) {
        HTMLF(h, "<p class=\"made\">{}</p>", ui_demo_mark(ctx));
    }
    HTMLF(h, "<h1>{}</h1>\n", title);
    return h;
}

bool document_end(struct ctx *ctx, struct html *h, struct str *ret_bytes, struct err *e)
{
    struct str bytes;
    HTML(h, "</main></body></html>\n");
    if (!html_done(h, &bytes, e)) {
        return false;
    }
    *ret_bytes = ctx->lang == LANG_EN ? ui_mark_russian(ctx->arena, bytes) : bytes;
    return true;
}
