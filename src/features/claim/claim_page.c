/* «Сверка»: what does not hold in the year, gravest first. Each finding says what is printed, what the record says, what would
   be right, leads to the place, and can be accepted with an explanation. Works without script; every act is a form. */
#include "features/claim/claim_pages.h"

#include <string.h>

static enum ui_tone tone_of(const struct finding *f)
{
    if (f->accepted) {
        return UI_DONE;
    }
    switch (f->severity) {
    case SEVERITY_ERROR:
        return UI_ERROR;
    case SEVERITY_WARNING:
        return UI_ATTENTION;
    case SEVERITY_QUESTION:
        return UI_WAITING;
    case SEVERITY_HOLDS:
        break;
    }
    return UI_DONE;
}

static void finding_facts(struct ctx *ctx, struct html *h, const struct finding *f)
{
    if (f->quote.len) {
        HTMLF(h, "<p class=\"quote\"><q>{}</q> <span class=\"muted\">{}</span></p>", f->quote, f->place);
    }
    HTMLF(h, "<p>{}</p>", f->what);
    HTMLF(h, "<p><strong>{}</strong> {}</p>", text(ctx, T_CLAIM_REMEDY), f->remedy);
}

/* The way to the place and the form of acceptance, in one line until the form is opened. */
static void finding_acts(struct ctx *ctx, struct html *h, const struct finding *f, bool may)
{
    if (f->accepted) {
        ui_note(h, UI_DONE, text_with(ctx, T_CLAIM_ACCEPTED, TEXT_ARG("who", f->who), TEXT_ARG("explanation", f->explanation)));
    }
    HTMLF(h, "<div class=\"acts\"><a href=\"{}\">{}</a>", url_own(ctx->arena, f->path), text(ctx, T_CLAIM_GO));
    if (!may || f->of_the_list) {
        HTML(h, "</div>");
        return;
    }
    struct str id = str_format(ctx->arena, "accept-%.*s", (int)f->key.len, f->key.at);
    HTMLF(h, "<details class=\"more\"><summary>{}</summary>", text(ctx, f->accepted ? T_CLAIM_ACCEPT_CHANGE : T_CLAIM_ACCEPT));
    ui_form_begin(ctx, h, url_own(ctx->arena, STR("/check/accept")), id);
    ui_hidden(h, STR("finding"), f->key);
    struct ui_field field = { .name = str_format(ctx->arena, "explanation-%.*s", (int)f->key.len, f->key.at),
                              .label = text(ctx, T_CLAIM_EXPLANATION),
                              .hint = text(ctx, T_CLAIM_EXPLANATION_HINT),
                              .value = f->explanation };
    ui_area(h, &field, 2);
    ui_form_end(h, text(ctx, T_CLAIM_ACCEPT_SAVE));
    HTML(h, "</details></div>");
}

static void findings_of(struct ctx *ctx, struct html *h, const struct finding *findings, size_t n, enum severity severity)
{
    bool may = actor_may(ctx->actor, ROLE(ROLE_HEAD) | ROLE(ROLE_DIRECTOR) | ROLE(ROLE_METHODOLOGIST));
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        const struct finding *f = &findings[i];
        if (f->severity != severity) {
            continue;
        }
        if (!any) {
            static const enum text_id heads[] = { T_CLAIM_HOLDS, T_CLAIM_QUESTIONS, T_CLAIM_WARNINGS, T_CLAIM_ERRORS };
            HTMLF(h, "<h2>{}</h2>", text(ctx, heads[severity]));
            any = true;
        }
        HTMLF(h, "<section class=\"card finding\" id=\"finding-{}\"><h3>", f->key);
        ui_badge(h, tone_of(f), severity_text(ctx, f->severity));
        HTMLF(h, " {}{}</h3>", f->key,
              f->printed.len ? str_format(ctx->arena, " — %.*s", (int)f->printed.len, f->printed.at) : STR_NONE);
        finding_facts(ctx, h, f);
        finding_acts(ctx, h, f, may);
        HTML(h, "</section>");
    }
}

bool claim_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    (void)request;
    struct finding *findings;
    size_t n;
    if (!claim_check(ctx, ctx->year, &findings, &n, e)) {
        return false;
    }
    int64_t open = 0;
    for (size_t i = 0; i < n; i++) {
        open += !findings[i].accepted;
    }
    struct page page = { .title = text(ctx, T_CLAIM_TITLE),
                         .fact_line = text_with(ctx, T_CLAIM_FOUND, TEXT_ARG("n", (int64_t)n), TEXT_ARG("open", open)),
                         .menu_path = "/check" };
    struct html *h = page_begin(ctx, &page);
    HTMLF(h, "<p><a href=\"{}\">{}</a></p>", url_own(ctx->arena, STR("/claim")), text(ctx, T_CLAIM_MANY));
    if (n == 0) {
        ui_note(h, UI_DONE, text(ctx, T_CLAIM_NOTHING));
    }
    findings_of(ctx, h, findings, n, SEVERITY_ERROR);
    findings_of(ctx, h, findings, n, SEVERITY_WARNING);
    findings_of(ctx, h, findings, n, SEVERITY_QUESTION);
    return page_end(ctx, h, reply, e);
}

bool claim_page_accept(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct str key = request_form(request, "finding");
    struct str name = str_format(ctx->arena, "explanation-%.*s", (int)key.len, key.at);
    struct str explanation = str_trim(request_form(request, name.at));
    struct finding *findings;
    size_t n, at = 0;
    if (!claim_check(ctx, ctx->year, &findings, &n, e)) {
        return false;
    }
    while (at < n && !str_equal(findings[at].key, key)) {
        at++;
    }
    if (at == n || findings[at].of_the_list) {
        return err_set(e, ERR_NOT_FOUND, "claim_page_accept", STR("no such finding in this year"));
    }
    if (!claim_accept(ctx, ctx->year, key, explanation, e)) {
        return false;
    }
    struct str back = str_format(ctx->arena, "/check#finding-%.*s", (int)key.len, key.at);
    return reply_see(ctx, reply, url_own(ctx->arena, back));
}

void claim_findings_brief(struct ctx *ctx, struct html *h, const struct finding *findings, size_t n)
{
    if (n == 0) {
        ui_note(h, UI_DONE, text(ctx, T_CLAIM_NOTHING));
        return;
    }
    HTML(h, "<ul class=\"findings\">");
    for (size_t i = 0; i < n; i++) {
        HTML(h, "<li>");
        ui_badge(h, tone_of(&findings[i]), severity_text(ctx, findings[i].severity));
        HTMLF(h, " <a href=\"{}\">{}</a></li>",
              url_own(ctx->arena, str_format(ctx->arena, "/check#finding-%.*s", (int)findings[i].key.len, findings[i].key.at)),
              findings[i].what);
    }
    HTML(h, "</ul>");
}
