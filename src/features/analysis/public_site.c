/* What everybody may see without signing in: the list of a centre's public editions, each of them as a page, and as a file. The
   pages are made of the stored form alone, so there is nothing in reach that is hidden. Several centres may live in one
   database: the address names the centre. */
#include "features/analysis/pages.h"
#include "features/analysis/public.h"
#include "features/analysis/word.h"
#include "features/consent/consent.h"

/* ctx of another centre, with its zone and its marks; the connection goes there too, and public_leave brings it back. */
struct visit {
    struct ctx *ctx, *from;
    struct centre centre;
};

static bool public_enter(struct ctx *ctx, int64_t centre_id, struct visit *ret_visit, struct err *e)
{
    struct centre *centres;
    size_t n;
    struct visit visit = { .ctx = NEW(ctx->arena, struct ctx), .from = ctx };
    if (!centre_list(ctx, &centres, &n, e)) {
        return false;
    }
    *visit.ctx = *ctx;
    for (size_t i = 0; i < n; i++) {
        if (centres[i].id == centre_id) {
            visit.centre = centres[i];
            visit.ctx->site = ctx->site ? site_of_centre(ctx->arena, ctx->site, &centres[i]) : NULL;
            centre_enter(visit.ctx, centre_id);
            *ret_visit = visit;
            return true;
        }
    }
    return err_set(e, ERR_NOT_FOUND, "public_enter", STR("no such centre"));
}

static bool public_leave(const struct visit *visit, bool done)
{
    centre_enter(visit->from, visit->from->centre_id);
    return done;
}

static struct str index_path(struct ctx *ctx, int64_t centre_id)
{
    return str_format(ctx->arena, "/public/%lld", (long long)centre_id);
}

/* Pages keep the rule of the house: nobody stores them, so what was taken back is gone at the next look. Made-up towns are of
   no use to who searches the web. */
static void put_headers(struct ctx *ctx, struct reply *reply)
{
    if (ctx->site && ctx->site->made) {
        reply_header(reply, "X-Robots-Tag", STR("noindex"));
    }
}

static struct str years_of(struct ctx *ctx, int64_t year)
{
    return str_format(ctx->arena, "%lld-%lld", (long long)year, (long long)year + 1);
}

static bool put_index(const struct visit *visit, struct reply *reply, struct err *e)
{
    struct ctx *ctx = visit->ctx;
    struct public_edition *editions;
    struct consents consents;
    size_t n, out = 0;
    if (!public_list(ctx, &editions, &n, e) || !consent_read(ctx, &consents, e)) {
        return false;
    }
    const struct page page = { .title = text(ctx, T_ANALYSIS_PUBLIC_INDEX), .fact_line = visit->centre.name, .pupil = true };
    struct html *h = page_begin(ctx, &page);
    for (size_t i = 0; i < n; i++) {
        if (editions[i].withdrawn_at.known) {
            continue;
        }
        if (out++ == 0) {
            HTML(h, "<ul class=\"public-list\">");
        }
        HTMLF(h, "<li><a href=\"{}\"><span lang=\"ru\">{}</span></a> {}</li>", public_url(ctx, editions[i].year),
              consent_masked(ctx->arena, &consents, editions[i].title, text_in(LANG_RU, T_ANALYSIS_PUBLIC_HIDDEN_NAME)),
              text_with(ctx, T_ANALYSIS_PUBLIC_OF_YEAR, TEXT_ARG("years", years_of(ctx, editions[i].year)),
                        TEXT_ARG("moment", moment_words(ctx, editions[i].published_at))));
    }
    if (out > 0) {
        HTML(h, "</ul>");
    } else {
        HTMLF(h, "<p>{}</p>", text(ctx, T_ANALYSIS_PUBLIC_NONE));
    }
    if (!page_end(ctx, h, reply, e)) {
        return false;
    }
    put_headers(ctx, reply);
    return true;
}

bool public_index_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct visit visit;
    return public_enter(ctx, request_id_arg(request, 0), &visit, e) && public_leave(&visit, put_index(&visit, reply, e));
}

/* Whose pages stand open: one centre's at once, of several a list. */
bool public_home_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct centre *centres;
    size_t n;
    (void)request;
    if (!centre_list(ctx, &centres, &n, e)) {
        return false;
    }
    if (n == 1) {
        return reply_see(ctx, reply, url_own(ctx->arena, index_path(ctx, centres[0].id)));
    }
    const struct page page = { .title = text(ctx, T_ANALYSIS_PUBLIC_INDEX), .pupil = true };
    struct html *h = page_begin(ctx, &page);
    HTML(h, "<ul class=\"public-list\">");
    for (size_t i = 0; i < n; i++) {
        struct str name = centres[i].name.len ? centres[i].name : text(ctx, T_ANALYSIS_PUBLIC_NAMELESS);
        HTMLF(h, "<li><a href=\"{}\">{}</a></li>", url_own(ctx->arena, index_path(ctx, centres[i].id)), name);
    }
    HTML(h, "</ul>");
    return page_end(ctx, h, reply, e);
}

/* It was there, and is not any more: that is said, and nothing of it is shown. */
static bool put_gone(struct ctx *ctx, struct reply *reply, struct err *e)
{
    const struct page page = { .title = text(ctx, T_ANALYSIS_PUBLIC_GONE), .pupil = true };
    struct html *h = page_begin(ctx, &page);
    HTMLF(h, "<p>{}</p><p><a href=\"{}\">{}</a></p>", text(ctx, T_ANALYSIS_PUBLIC_GONE_SAY),
          url_own(ctx->arena, index_path(ctx, ctx->centre_id)), text(ctx, T_ANALYSIS_PUBLIC_ALL));
    reply->status = 410;
    return page_end(ctx, h, reply, e);
}

static void put_sections(struct ctx *ctx, struct html *h, const struct shown *shown)
{
    struct arena *a = ctx->arena;
    HTMLF(h, "<details class=\"public-contents\"><summary>{}</summary><ul lang=\"ru\">", text(ctx, T_ANALYSIS_CONTENTS));
    for (size_t i = 0; i < shown->n_sections; i++) {
        HTMLF(h, "<li><a href=\"{}\">{}</a></li>", url_own(a, str_format(a, "#section-%zu", i + 1)), shown->sections[i].title);
    }
    HTML(h, "</ul></details>\n<div class=\"analysis-text\" lang=\"ru\">\n");
    for (size_t i = 0; i < shown->n_sections; i++) {
        HTMLF(h, "<section id=\"{}\"><h2>{}</h2>", str_format(a, "section-%zu", i + 1), shown->sections[i].title);
        for (size_t k = 0; k < shown->sections[i].n_blocks; k++) {
            put_shown_block(shown->source->ctx, h, &shown->sections[i].blocks[k]);
        }
        HTML(h, "</section>\n");
    }
    HTML(h, "</div>\n");
}

static bool put_edition(const struct visit *visit, int64_t year, struct reply *reply, struct err *e)
{
    struct ctx *ctx = visit->ctx;
    struct public_edition edition;
    struct shown *shown;
    if (!public_of_year(ctx, year, &edition, e)) {
        return false;
    }
    if (edition.withdrawn_at.known) {
        return put_gone(ctx, reply, e);
    }
    if (!public_today(ctx, &edition, e) || !public_shown(ctx, edition.form, &shown, e)) {
        return false;
    }
    const struct crumb crumbs[] = { { text(ctx, T_ANALYSIS_PUBLIC_INDEX),
                                      url_own(ctx->arena, index_path(ctx, ctx->centre_id)) } };
    const struct page page = { .title = shown->analysis->title,
                               .fact_line = visit->centre.name,
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs),
                               .pupil = true };
    struct html *h = page_begin(ctx, &page);
    HTMLF(h, "<p class=\"fact-line\">{}</p>",
          text_with(ctx, T_ANALYSIS_PUBLIC_OF_YEAR, TEXT_ARG("years", years_of(ctx, year)),
                    TEXT_ARG("moment", moment_words(ctx, edition.published_at))));
    ui_note(h, UI_WAITING, public_note(ctx, edition.least));
    struct html_url file =
        url_own(ctx->arena, str_format(ctx->arena, "/public/%lld/%lld/file", (long long)ctx->centre_id, (long long)year));
    HTML(h, "<p class=\"actions\">");
    ui_link_button(h, url_add(ctx->arena, file, "format", STR("docx")), text(ctx, T_ANALYSIS_DOCX), UI_PLAIN);
    ui_link_button(h, url_add(ctx->arena, file, "format", STR("json")), text(ctx, T_ANALYSIS_PUBLIC_DATA), UI_QUIET);
    HTML(h, "</p>");
    put_sections(ctx, h, shown);
    if (!page_end(ctx, h, reply, e)) {
        return false;
    }
    put_headers(ctx, reply);
    return true;
}

bool public_edition_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct visit visit;
    return public_enter(ctx, request_id_arg(request, 0), &visit, e) &&
           public_leave(&visit, put_edition(&visit, request_id_arg(request, 1), reply, e));
}

/* The file is as old as the edition, and the same whenever it is asked for. */
static bool put_file(const struct visit *visit, const struct request *request, struct reply *reply, struct err *e)
{
    struct ctx then = *visit->ctx;
    struct public_edition edition;
    struct shown *shown;
    struct str bytes, end = request_query(request, "format");
    bool docx = str_is(end, "docx");
    if (!docx && !str_is(end, "json")) {
        return err_set(e, ERR_NOT_FOUND, "public_file", STR("docx or json"));
    }
    if (!public_of_year(&then, request_id_arg(request, 1), &edition, e)) {
        return false;
    }
    if (edition.withdrawn_at.known) {
        return put_gone(visit->ctx, reply, e);
    }
    if (!public_today(&then, &edition, e)) {
        return false;
    }
    then.now_ms = edition.published_at;
    bytes = edition.form;
    if (docx && (!public_shown(&then, edition.form, &shown, e) || !word_document(&then, shown, 0, &bytes, e))) {
        return false;
    }
    struct str name = str_format(then.arena, "public-analysis-%lld-%lld.%s", (long long)edition.year,
                                 (long long)edition.year + 1, docx ? "docx" : "json");
    reply_download(&then, reply,
                   docx ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document" : "application/json", name,
                   bytes);
    put_headers(visit->ctx, reply);
    reply_header(reply, "ETag", str_format(then.arena, "\"%.*s-%s\"", 32, edition.sha256.at, docx ? "docx" : "json"));
    reply_header(reply, "Cache-Control", STR("no-cache")); /* may be kept, but is asked for each time: it may be taken back */
    return true;
}

bool public_file(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct visit visit;
    return public_enter(ctx, request_id_arg(request, 0), &visit, e) &&
           public_leave(&visit, put_file(&visit, request, reply, e));
}

/* Who searches the web finds what is public and is kept from asking for the rest, where he would only meet the sign-in. */
bool robots_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    (void)ctx, (void)request, (void)e;
    reply->type = "text/plain; charset=utf-8";
    reply->body = STR("User-agent: *\nAllow: /public\nAllow: /assets/\nDisallow: /\n");
    reply_header(reply, "Cache-Control", STR("public, max-age=86400"));
    return true;
}
