/* The analysis of a year as its authors see it: outline with the state of each section on the left, the text with every number
   a link in the middle, checks and what has changed since signing on the right. Without an analysis the page offers to begin
   one from the year's tasks, activities and figures. */
#include "features/analysis/pages.h"

#include "features/analysis/edition.h"
#include "features/claim/claim.h"
#include "features/pdf/pdf.h"

static struct str years(struct ctx *ctx, int year)
{
    return str_format(ctx->arena, "%d-%d", year, year + 1);
}

static bool empty_page(struct ctx *ctx, struct reply *reply, struct err *e)
{
    const struct page page = { .title = text(ctx, T_ANALYSIS_MENU),
                               .fact_line = years(ctx, ctx->year),
                               .menu_path = "/analysis" };
    struct html *h = page_begin(ctx, &page);
    HTMLF(h, "<p>{}</p>", text_with(ctx, T_ANALYSIS_NONE, TEXT_ARG("years", years(ctx, ctx->year))));
    if (ctx->year > 0 && actor_may(ctx->actor, ANALYSIS_WRITES)) {
        ui_form_begin(ctx, h, url_own(ctx->arena, STR("/analysis/begin")), STR("begin"));
        HTMLF(h, "<p>{}</p>", text(ctx, T_ANALYSIS_BEGIN_HINT));
        ui_form_end(h, text(ctx, T_ANALYSIS_BEGIN));
    }
    return page_end(ctx, h, reply, e);
}

static enum ui_tone section_tone(struct str state)
{
    return str_is(state, "ready") ? UI_DONE : UI_WAITING;
}

static void put_outline(struct ctx *ctx, struct html *h, const struct shown *shown)
{
    HTMLF(h, "<nav class=\"outline\" aria-label=\"{}\"><h2>{}</h2><ol>", text(ctx, T_ANALYSIS_OUTLINE),
          text(ctx, T_ANALYSIS_OUTLINE));
    for (size_t i = 0; i < shown->n_sections; i++) {
        const struct shown_section *s = &shown->sections[i];
        struct str path = str_format(ctx->arena, "#section-%lld", (long long)s->section->id);
        HTMLF(h, "<li><a href=\"{}\">{}</a> ", url_own(ctx->arena, path), s->title);
        ui_badge(h, section_tone(s->section->state), text(ctx, section_state_text(s->section->state)));
        HTML(h, "</li>");
    }
    struct html_url state = url_own(ctx->arena, STR("#state"));
    HTMLF(h, "<li><a href=\"{}\">{}</a></li></ol></nav>", state, text(ctx, T_ANALYSIS_STATE_AND_CHECKS));
}

static void put_section_step(struct ctx *ctx, struct html *h, const struct section *section)
{
    bool ready = str_is(section->state, "ready");
    struct str path = str_format(ctx->arena, "/analysis/section/%lld/%s", (long long)section->id, ready ? "draft" : "ready");
    ui_post_button(ctx, h, url_own(ctx->arena, path), text(ctx, ready ? T_ANALYSIS_SECTION_REOPEN : T_ANALYSIS_SECTION_READY),
                   UI_PLAIN);
}

static void put_block_links(struct ctx *ctx, struct html *h, const struct block *block)
{
    struct str path = str_format(ctx->arena, "/analysis/block/%lld", (long long)block->id);
    HTMLF(h, "<p class=\"block-act\"><a href=\"{}\" aria-label=\"{}\">{}</a></p>", url_own(ctx->arena, path),
          text_with(ctx, T_ANALYSIS_EDIT_BLOCK, TEXT_ARG("kind", text(ctx, block_kind_text(block->kind))),
                    TEXT_ARG("n", block->id)),
          text(ctx, T_ANALYSIS_EDIT));
}

static void put_section(struct ctx *ctx, struct html *h, const struct shown_section *s, bool writes)
{
    HTMLF(h, "<section id=\"section-{}\"><h2>{}</h2>", s->section->id, s->title);
    for (size_t i = 0; i < s->n_blocks; i++) {
        HTMLF(h, "<div class=\"block\" id=\"block-{}\">", s->blocks[i].block->id);
        put_shown_block(ctx, h, &s->blocks[i]);
        if (writes) {
            put_block_links(ctx, h, s->blocks[i].block);
        }
        HTML(h, "</div>");
    }
    if (writes) {
        HTML(h, "<div class=\"actions no-print\">");
        ui_link_button(h, url_own(ctx->arena, str_format(ctx->arena, "/analysis/section/%lld/new", (long long)s->section->id)),
                       text(ctx, T_ANALYSIS_ADD_BLOCK), UI_PLAIN);
        put_section_step(ctx, h, s->section);
        HTML(h, "</div>");
    }
    HTML(h, "</section>");
}

/* What the record says now where it differs from what was signed. */
static bool put_differences(struct ctx *ctx, struct html *h, const struct source *source, struct err *e)
{
    HTMLF(h, "<h2>{}</h2><ul class=\"differences\">", text(ctx, T_ANALYSIS_DIFFERENCES));
    for (size_t i = 0; i < source->n_figures; i++) {
        const struct used_figure *used = source->figures[i];
        if (!used->moved) {
            continue;
        }
        struct str title;
        if (!used_title(ctx, used, &title, e)) {
            return false;
        }
        HTMLF(h, "<li><a href=\"{}\">{}</a>: {}</li>",
              url_own(ctx->arena, figure_path(ctx->arena, used->figure.name, used->figure.year)), title,
              text_with(ctx, T_ANALYSIS_WAS_IS, TEXT_ARG("was", sentence_value(ctx->arena, ctx->lang, &used->figure)),
                        TEXT_ARG("is", sentence_value(ctx->arena, ctx->lang, &used->now))));
    }
    for (size_t i = 0; i < source->n_facts; i++) {
        const struct used_fact *fact = source->facts[i];
        if (fact->moved) {
            HTMLF(h, "<li>{}</li>", text_with(ctx, T_ANALYSIS_WAS_IS, TEXT_ARG("was", fact->words), TEXT_ARG("is", fact->now)));
        }
    }
    HTML(h, "</ul>");
    return true;
}

static void put_steps(struct ctx *ctx, struct html *h, const struct analysis *analysis)
{
    for (size_t i = 0; i < analysis_n_steps; i++) {
        const struct analysis_step *step = &analysis_steps[i];
        if (!str_is(analysis->state, step->from) || !actor_may(ctx->actor, step->who)) {
            continue;
        }
        struct str path = str_format(ctx->arena, "/analysis/%d/%s", analysis->year, step->to);
        if (str_is(str_c(step->to), "sent")) {
            ui_form_begin(ctx, h, url_own(ctx->arena, path), STR("sent"));
            const struct ui_field number = { .name = STR("number"),
                                             .label = text(ctx, T_ANALYSIS_LETTER_NUMBER),
                                             .required = true };
            const struct ui_field day = { .name = STR("day"),
                                          .label = text(ctx, T_ANALYSIS_LETTER_DAY),
                                          .hint = text(ctx, T_ANALYSIS_DAY_HINT),
                                          .required = true };
            ui_hidden(h, STR("version"), str_format(ctx->arena, "%lld", (long long)analysis->version));
            ui_text(h, &number);
            ui_text(h, &day);
            ui_form_end(h, text(ctx, step->button));
            continue;
        }
        HTMLF(h, "<div id=\"step-{}\">", str_c(step->to));
        ui_form_begin(ctx, h, url_own(ctx->arena, path), str_format(ctx->arena, "to-%s", step->to));
        ui_hidden(h, STR("version"), str_format(ctx->arena, "%lld", (long long)analysis->version));
        ui_form_end(h, text(ctx, step->button));
        HTML(h, "</div>");
    }
}

static void put_letter(struct ctx *ctx, struct html *h, const struct analysis *analysis)
{
    if (str_is(analysis->state, "sent")) {
        HTMLF(h, "<p>{}</p>",
              text_with(ctx, T_ANALYSIS_SENT_BY, TEXT_ARG("number", analysis->letter_number),
                        TEXT_ARG("day", text_day_short(ctx->arena, ctx->lang, analysis->letter_date))));
    }
}

static enum ui_tone severity_tone(enum severity severity)
{
    return severity == SEVERITY_ERROR ? UI_ERROR : severity == SEVERITY_WARNING ? UI_ATTENTION : UI_WAITING;
}

/* What the linter says of the year, gravest first; accepted ones stay out of the way. */
static void put_findings(struct ctx *ctx, struct html *h, const struct finding *findings, size_t n)
{
    enum { MOST = 12 };
    size_t shown = 0;
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_ANALYSIS_FINDINGS));
    if (n == 0) {
        ui_note(h, UI_DONE, text(ctx, T_ANALYSIS_FINDINGS_NONE));
        return;
    }
    HTMLF(h, "<p>{}</p><ul class=\"findings\">", text_with(ctx, T_ANALYSIS_FINDING_COUNT, TEXT_ARG("n", (int64_t)n)));
    for (size_t i = 0; i < n && shown < MOST; i++) {
        if (findings[i].accepted) {
            continue;
        }
        shown++;
        HTML(h, "<li>");
        ui_badge(h, severity_tone(findings[i].severity), severity_text(ctx, findings[i].severity));
        HTMLF(h, " <a href=\"{}\">{}</a></li>", url_own(ctx->arena, findings[i].path), findings[i].what);
    }
    HTML(h, "</ul><p>");
    ui_link_button(h, url_own(ctx->arena, STR("/check")), text(ctx, T_ANALYSIS_FINDINGS_ALL), UI_PLAIN);
    HTML(h, "</p>");
}

static bool put_side(struct ctx *ctx, struct html *h, const struct shown *shown, size_t moved, const struct finding *findings,
                     size_t n_findings, struct err *e)
{
    const struct analysis *analysis = shown->analysis;
    HTMLF(h, "<section class=\"checks\" id=\"state\" aria-label=\"{}\"><h2>{}</h2><p>", text(ctx, T_ANALYSIS_STATE),
          text(ctx, T_ANALYSIS_STATE));
    ui_badge(h, analysis_signed(analysis) ? UI_DONE : UI_WAITING, text(ctx, analysis_state_text(analysis->state)));
    HTML(h, "</p>");
    put_letter(ctx, h, analysis);
    put_steps(ctx, h, analysis);
    if (analysis_signed(analysis)) {
        if (moved > 0 && !put_differences(ctx, h, shown->source, e)) {
            return false;
        }
        if (moved == 0 && shown->n_marks == 0) { /* a row may move and leave its total where it was */
            ui_note(h, UI_DONE, text(ctx, T_ANALYSIS_NOTHING_MOVED));
        }
    }
    put_findings(ctx, h, findings, n_findings);
    HTML(h, "</section>");
    return true;
}

static struct html_safe put_actions(struct ctx *ctx, const struct analysis *analysis)
{
    struct html *h = html_new(ctx->arena, 1 << 14);
    struct str base = str_format(ctx->arena, "/analysis/%d/document", analysis->year);
    struct html_url to = url_own(ctx->arena, base);
    ui_link_button(h, url_add(ctx->arena, to, "format", STR("docx")), text(ctx, T_ANALYSIS_DOCX), UI_PLAIN);
    ui_link_button(h, url_add(ctx->arena, to, "format", STR("xlsx")), text(ctx, T_ANALYSIS_XLSX), UI_PLAIN);
    pdf_button(ctx, h, url_own(ctx->arena, str_format(ctx->arena, "/analysis/%d/pdf", analysis->year)));
    ui_more_begin(h, text(ctx, T_ANALYSIS_MORE));
    ui_link_button(h, url_add(ctx->arena, to, "format", STR("html")), text(ctx, T_ANALYSIS_HTML), UI_QUIET);
    ui_link_button(h, url_add(ctx->arena, to, "format", STR("json")), text(ctx, T_ANALYSIS_JSON), UI_QUIET);
    ui_link_button(h, url_own(ctx->arena, STR("/analysis/editions")), text(ctx, T_ANALYSIS_EDITIONS), UI_QUIET);
    ui_more_end(h);
    return html_part(h);
}

bool analysis_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct analysis analysis;
    struct source *source;
    struct shown *shown;
    bool there;
    struct finding *findings;
    size_t moved = 0, n_findings;
    if (!analysis_find(ctx, ctx->year, &analysis, &there, e)) {
        return false;
    }
    if (!there) {
        return empty_page(ctx, reply, e);
    }
    if (!analysis_source(ctx, &analysis, &source, e) || !shown_read(source, &analysis, &shown, e)) {
        return false;
    }
    if (!claim_check(ctx, analysis.year, &findings, &n_findings, e) ||
        (source->frozen && !(source_compare(source, &moved, e) && shown_mark(shown, e)))) {
        return false;
    }
    const struct page page = { .title = analysis.title,
                               .fact_line = text_with(ctx, T_ANALYSIS_FACT_LINE, TEXT_ARG("years", years(ctx, analysis.year)),
                                                      TEXT_ARG("state", text(ctx, analysis_state_text(analysis.state)))),
                               .menu_path = "/analysis",
                               .actions = put_actions(ctx, &analysis) };
    struct html *h = page_begin(ctx, &page);
    bool writes = actor_may(ctx->actor, ANALYSIS_WRITES) && str_is(analysis.state, "draft");
    HTML(h, "<div class=\"analysis\">");
    put_outline(ctx, h, shown);
    HTML(h, "<div class=\"analysis-text\" lang=\"ru\">");
    for (size_t i = 0; i < shown->n_sections; i++) {
        put_section(ctx, h, &shown->sections[i], writes);
    }
    HTML(h, "</div>");
    if (!put_side(ctx, h, shown, moved, findings, n_findings, e)) {
        return false;
    }
    HTML(h, "</div>");
    return page_end(ctx, h, reply, e);
}
