/* Editions: the list, one edition with what has changed since, and its files exactly as issued. Also the download of the
   analysis as it stands today. */
#include "features/analysis/pages.h"

#include "base/num.h"
#include "doc/xlsx.h"
#include "features/analysis/analysis.h"
#include "features/analysis/edition.h"
#include "features/analysis/machine.h"
#include "report/sentence.h"

/* What the analysis is handed out as: the word of the address and of the file's end. */
static const struct handed {
    const char *end, *type;
    enum analysis_format format;
} handed[] = {
    { "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ANALYSIS_DOCX },
    { "xlsx", XLSX_TYPE, ANALYSIS_XLSX },
    { "json", "application/json", ANALYSIS_JSON },
    { "html", "text/html; charset=utf-8", ANALYSIS_HTML },
};

static const struct handed *handed_of(const struct request *request)
{
    for (size_t i = 0; i < COUNT(handed); i++) {
        if (str_is(request_query(request, "format"), handed[i].end)) {
            return &handed[i];
        }
    }
    return NULL;
}

bool document_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    int64_t year = request_id_arg(request, 0);
    const struct handed *as = handed_of(request);
    struct str bytes;
    if (!as) {
        return err_set(e, ERR_NOT_FOUND, "document_page", STR("docx, xlsx, json or html"));
    }
    if (!analysis_render(ctx, (int)year, as->format, &bytes, e)) {
        return false;
    }
    struct str name = str_format(ctx->arena, "analysis-%lld-%lld.%s", (long long)year, (long long)year + 1, as->end);
    reply_download(ctx, reply, as->type, name, bytes);
    return true;
}

bool editions_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct analysis analysis;
    struct edition *editions;
    size_t n;
    (void)request;
    if (!analysis_read(ctx, ctx->year, &analysis, e) || !edition_list(ctx, analysis.id, &editions, &n, e)) {
        return false;
    }
    const struct crumb crumbs[] = { { text(ctx, T_ANALYSIS_MENU), url_own(ctx->arena, STR("/analysis")) } };
    const struct page page = { .title = text(ctx, T_ANALYSIS_EDITIONS),
                               .fact_line = analysis.title,
                               .menu_path = "/analysis",
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs) };
    struct html *h = page_begin(ctx, &page);
    const struct ui_column columns[] = { { .label = text(ctx, T_ANALYSIS_EDITION_NUMBER), .heads = true },
                                         { .label = text(ctx, T_ANALYSIS_EDITION_AT) },
                                         { .label = text(ctx, T_ANALYSIS_EDITION_BY) },
                                         { .label = text(ctx, T_ANALYSIS_EDITION_HASH) } };
    if (n == 0) {
        ui_empty(h, text(ctx, T_ANALYSIS_NO_EDITIONS), url_own(ctx->arena, STR("/analysis")), text(ctx, T_ANALYSIS_BACK));
        return page_end(ctx, h, reply, e);
    }
    ui_table_begin(h, text(ctx, T_ANALYSIS_EDITIONS), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        struct html_url to = url_own(ctx->arena, str_format(ctx->arena, "/analysis/edition/%lld", (long long)editions[i].id));
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], to, text_with(ctx, T_ANALYSIS_EDITION, TEXT_ARG("n", editions[i].number)));
        ui_cell(h, &columns[1], moment_words(ctx, editions[i].made_at));
        ui_cell(h, &columns[2], editions[i].made_by_name);
        ui_cell(h, &columns[3], str_part(editions[i].sha256, 0, 16));
        ui_row_end(h);
    }
    ui_table_end(h);
    return page_end(ctx, h, reply, e);
}

static bool put_differences(struct ctx *ctx, struct html *h, const struct source *source, struct err *e)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_ANALYSIS_HEAD_NAME), .heads = true },
                                         { .label = text(ctx, T_ANALYSIS_FIGURE_PERIOD) },
                                         { .label = text(ctx, T_ANALYSIS_SIGNED), .number = true },
                                         { .label = text(ctx, T_ANALYSIS_NOW), .number = true } };
    ui_table_begin(h, text(ctx, T_ANALYSIS_DIFFERENCES), columns, COUNT(columns));
    for (size_t i = 0; i < source->n_figures; i++) {
        const struct used_figure *used = source->figures[i];
        if (!used->moved) {
            continue;
        }
        struct str title;
        if (!used_title(ctx, used, &title, e)) {
            return false;
        }
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], url_own(ctx->arena, figure_path(ctx->arena, used->figure.name, used->figure.year)), title);
        ui_cell(h, &columns[1], figure_period(ctx->arena, ctx->lang, used->figure.def->period, used->figure.year));
        ui_cell(h, &columns[2], sentence_value(ctx->arena, ctx->lang, &used->figure));
        ui_cell(h, &columns[3], sentence_value(ctx->arena, ctx->lang, &used->now));
        ui_row_end(h);
    }
    for (size_t i = 0; i < source->n_facts; i++) {
        const struct used_fact *fact = source->facts[i];
        if (fact->moved) {
            ui_row_begin(h);
            ui_cell(h, &columns[0], fact->key);
            ui_cell(h, &columns[1], STR_NONE);
            ui_cell(h, &columns[2], fact->words);
            ui_cell(h, &columns[3], fact->now);
            ui_row_end(h);
        }
    }
    ui_table_end(h);
    return true;
}

/* Signing is possible with an open list; the edition keeps it, in the words of the day it was signed. */
static void put_findings(struct ctx *ctx, struct html *h, const struct json *findings)
{
    if (!findings) {
        return;
    }
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_ANALYSIS_EDITION_FINDINGS));
    if (!findings->first) {
        HTMLF(h, "<p>{}</p>", text(ctx, T_ANALYSIS_EDITION_NO_FINDINGS));
        return;
    }
    HTML(h, "<ul class=\"findings\">");
    for (const struct json *f = findings->first; f; f = f->next) {
        struct str why = json_text(f, "explanation");
        HTMLF(h, "<li><strong>{}</strong> {} <span lang=\"ru\">{} {}</span>",
              severity_text(ctx, machine_severity(json_text(f, "severity"))), json_text(f, "key"), json_text(f, "what"),
              json_text(f, "remedy"));
        if (why.len) {
            HTMLF(h, " {}",
                  text_with(ctx, T_ANALYSIS_EDITION_ACCEPTED, TEXT_ARG("why", why),
                            TEXT_ARG("who", json_text(f, "accepted_by"))));
        }
        HTML(h, "</li>");
    }
    HTML(h, "</ul>");
}

bool edition_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct edition edition;
    struct json *json;
    struct source *source;
    size_t moved;
    if (!edition_read(ctx, request_id_arg(request, 0), &edition, e) || !json_read(ctx->arena, edition.json, &json, e) ||
        !source_edition(ctx, (int)edition.year, json, &source, e) || !source_compare(source, &moved, e)) {
        return false;
    }
    const struct crumb crumbs[] = { { text(ctx, T_ANALYSIS_MENU), url_own(ctx->arena, STR("/analysis")) },
                                    { text(ctx, T_ANALYSIS_EDITIONS), url_own(ctx->arena, STR("/analysis/editions")) } };
    const struct page page = { .title = text_with(ctx, T_ANALYSIS_EDITION, TEXT_ARG("n", edition.number)),
                               .fact_line = json_text(json, "title"),
                               .menu_path = "/analysis",
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs) };
    struct html *h = page_begin(ctx, &page);
    ui_facts_begin(h);
    ui_fact(h, text(ctx, T_ANALYSIS_EDITION_AT), moment_words(ctx, edition.made_at));
    ui_fact(h, text(ctx, T_ANALYSIS_EDITION_BY), edition.made_by_name);
    ui_fact(h, text(ctx, T_ANALYSIS_EDITION_PROGRAM), edition.program);
    ui_fact(h, text(ctx, T_ANALYSIS_EDITION_HASH), edition.sha256);
    ui_fact(h, text(ctx, T_ANALYSIS_EDITION_DOCX_HASH), edition.docx_sha256);
    ui_facts_end(h);
    HTML(h, "<p class=\"actions\">");
    struct html_url to = url_own(ctx->arena, str_format(ctx->arena, "/analysis/edition/%lld/file", (long long)edition.id));
    ui_link_button(h, url_add(ctx->arena, to, "format", STR("docx")), text(ctx, T_ANALYSIS_DOCX), UI_PLAIN);
    ui_link_button(h, url_add(ctx->arena, to, "format", STR("json")), text(ctx, T_ANALYSIS_JSON), UI_PLAIN);
    to = url_own(ctx->arena, str_format(ctx->arena, "/analysis/edition/%lld/public", (long long)edition.id));
    ui_link_button(h, to, text(ctx, T_ANALYSIS_PUBLIC), UI_PLAIN);
    HTML(h, "</p>");
    if (moved > 0 && !put_differences(ctx, h, source, e)) {
        return false;
    }
    if (moved == 0) {
        ui_note(h, UI_DONE, text(ctx, T_ANALYSIS_NOTHING_MOVED));
    }
    put_findings(ctx, h, source->findings);
    return page_end(ctx, h, reply, e);
}

bool edition_document(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct edition edition;
    const struct handed *as = handed_of(request);
    if (!as || (as->format != ANALYSIS_DOCX &&
                as->format != ANALYSIS_JSON)) { /* an edition keeps the bytes that were issued: Word and data */
        return err_set(e, ERR_NOT_FOUND, "edition_document", STR("docx or json"));
    }
    if (!edition_read(ctx, request_id_arg(request, 0), &edition, e)) {
        return false;
    }
    struct str bytes = edition.json;
    if (as->format == ANALYSIS_DOCX && !edition_bytes(ctx, edition.id, &bytes, e)) {
        return false;
    }
    struct str name = str_format(ctx->arena, "analysis-%lld-%lld-edition-%lld.%s", (long long)edition.year,
                                 (long long)edition.year + 1, (long long)edition.number, as->end);
    reply_download(ctx, reply, as->type, name, bytes);
    return true;
}
