/* The analysis as one file for who has no program: text, tables and charts as the page shows them, and at the end the origin of
   every number, since there is no page to open. A number leads to its place in that list; nothing leads out of the file. */
#include "features/analysis/alone.h"

#include "features/analysis/pages.h"
#include "report/sentence.h"

/* From here on every number knows its place in the list; a figure of the decisions or the plan has no page and gets none. */
static void give_places(struct source *source)
{
    int n_figures = 0, n_facts = 0;
    for (size_t i = 0; i < source->n_figures; i++) {
        source->figures[i]->place = ++n_figures;
    }
    for (size_t i = 0; i < source->n_facts; i++) {
        source->facts[i]->place = source->facts[i]->path.len > 0 ? ++n_facts : 0;
    }
}

static struct str section_id(struct arena *a, const struct shown_section *s)
{
    return str_format(a, "section-%lld", (long long)s->section->id);
}

static void put_contents(struct ctx *ctx, struct html *h, const struct shown *shown)
{
    struct arena *a = ctx->arena;
    HTMLF(h, "<nav class=\"contents\" aria-label=\"{}\"><ul>", text(ctx, T_ANALYSIS_CONTENTS));
    for (size_t i = 0; i < shown->n_sections; i++) {
        HTMLF(h, "<li><a href=\"{}\">{}</a></li>", url_own(a, str_join(a, STR("#"), section_id(a, &shown->sections[i]))),
              shown->sections[i].title);
    }
    HTMLF(h, "<li><a href=\"{}\">{}</a></li></ul></nav>\n", url_own(a, STR("#origins")), text(ctx, T_ANALYSIS_ORIGINS));
}

static void put_text(struct ctx *ctx, struct html *h, const struct shown *shown)
{
    HTML(h, "<div class=\"analysis-text\" lang=\"ru\">\n");
    for (size_t i = 0; i < shown->n_sections; i++) {
        const struct shown_section *s = &shown->sections[i];
        HTMLF(h, "<section id=\"{}\"><h2>{}</h2>", section_id(ctx->arena, s), s->title);
        for (size_t k = 0; k < s->n_blocks; k++) {
            put_shown_block(shown->source->ctx, h, &s->blocks[k]);
        }
        HTML(h, "</section>\n");
    }
    HTML(h, "</div>\n");
}

/* Not ui_table: each of those is a region to jump to, and here stand as many tables as numbers. */
static void put_head(struct html *h, struct str caption, const struct ui_column *columns, size_t n)
{
    HTMLF(h, "<table class=\"rows\"><caption>{}</caption><thead><tr>", caption);
    for (size_t i = 0; i < n; i++) {
        HTMLF(h, "<th scope=\"col\" class=\"{}\">{}</th>", columns[i].number ? STR("number") : STR(""), columns[i].label);
    }
    HTML(h, "</tr></thead><tbody>\n");
}

static void put_rows(struct ctx *ctx, struct html *h, const struct used_figure *used)
{
    const struct figure_def *def = used->figure.def;
    struct ui_column columns[3] = { { .label = text(ctx, T_ANALYSIS_HEAD_NAME), .heads = true } };
    size_t n = 1;
    bool graded = false;
    for (size_t i = 0; i < used->n_rows; i++) {
        graded = graded || used->rows[i].grade_from.known || used->rows[i].grade_to.known;
    }
    if (used->n_rows == 0) {
        return;
    }
    if (graded) {
        columns[n++] = (struct ui_column){ .label = text(ctx, T_ANALYSIS_HEAD_GRADE) };
    }
    struct str head = def ? figure_rows_head(ctx, def) : text(ctx, T_ANALYSIS_EARLIER_VALUE);
    columns[n++] = (struct ui_column){ .label = head, .number = true };
    put_head(h, text(ctx, T_ANALYSIS_FIGURE_ROWS), columns, n);
    for (size_t i = 0; i < used->n_rows; i++) {
        const struct figure_row *row = &used->rows[i];
        bool known = row->grade_from.known || row->grade_to.known;
        ui_row_begin(h);
        ui_cell(h, &columns[0], row->label);
        if (graded) {
            ui_cell(h, &columns[1], known ? grades_words(ctx->arena, ctx->lang, row->grade_from, row->grade_to) : STR("—"));
        }
        ui_cell_count(ctx, h, &columns[n - 1], figure_row_value(def, row));
        ui_row_end(h);
    }
    HTML(h, "</tbody></table>\n");
}

static void put_origin(struct ctx *ctx, struct html *h, const struct used_figure *used, struct str title)
{
    const struct figure *figure = &used->figure;
    HTMLF(h, "<div class=\"origin\" id=\"origin-{}\"><h3>{}: {}</h3>", (int64_t)used->place, title,
          sentence_value(ctx->arena, ctx->lang, figure));
    ui_facts_begin(h);
    if (figure->def) {
        put_figure_facts(ctx, h, figure);
    } else { /* signed by a program that counted it; this one knows no more than its name */
        ui_fact(h, text(ctx, T_ANALYSIS_FIGURE_KNOWN), figure_status_words(ctx, figure));
        ui_fact(h, text(ctx, T_ANALYSIS_FIGURE_NAME), figure->name);
    }
    if (figure->status == FIGURE_KNOWN) { /* other sources are told with how much is known */
        ui_fact(h, text(ctx, T_ANALYSIS_EARLIER_SOURCE), figure->source);
    }
    ui_facts_end(h);
    put_rows(ctx, h, used);
    HTML(h, "</div>\n");
}

static void put_facts(struct ctx *ctx, struct html *h, const struct source *source)
{
    bool begun = false;
    for (size_t i = 0; i < source->n_facts; i++) {
        const struct used_fact *fact = source->facts[i];
        if (fact->place == 0) {
            continue;
        }
        if (!begun) {
            HTMLF(h, "<h3>{}</h3><ul>", text(ctx, T_ANALYSIS_ORIGINS_FACTS));
            begun = true;
        }
        size_t colon = str_find(fact->key, STR(":"), 0);
        HTMLF(h, "<li id=\"fact-{}\">{}</li>\n", (int64_t)fact->place,
              text_with(ctx, T_ANALYSIS_ORIGIN_FACT, TEXT_ARG("words", fact->words),
                        TEXT_ARG("code", str_part(fact->key, colon + 1, fact->key.len)), TEXT_ARG("path", fact->path)));
    }
    if (begun) {
        HTML(h, "</ul>");
    }
}

static bool put_origins(struct ctx *ctx, struct html *h, const struct source *source, struct err *e)
{
    HTMLF(h, "<section class=\"origins\" id=\"origins\"><h2>{}</h2><p>{}</p>\n", text(ctx, T_ANALYSIS_ORIGINS),
          text(ctx, T_ANALYSIS_ORIGINS_SAY));
    for (size_t i = 0; i < source->n_figures; i++) {
        struct str title;
        if (!used_title(ctx, source->figures[i], &title, e)) {
            return false;
        }
        put_origin(ctx, h, source->figures[i], title);
    }
    put_facts(ctx, h, source);
    HTML(h, "</section>\n");
    return true;
}

bool alone_html(struct ctx *ctx, struct shown *shown, struct str *ret_bytes, struct err *e)
{
    const struct analysis *analysis = shown->analysis;
    struct str years = str_format(ctx->arena, "%d-%d", analysis->year, analysis->year + 1);
    if (!source_read_all(shown->source, e)) {
        return false;
    }
    give_places(shown->source);
    struct html *h = document_begin(ctx, analysis->title);
    HTMLF(h, "<p class=\"fact-line\">{}</p><p class=\"fact-line\">{}</p>\n",
          text_with(ctx, T_ANALYSIS_FACT_LINE, TEXT_ARG("years", years),
                    TEXT_ARG("state", text(ctx, analysis_state_text(analysis->state)))),
          text_with(ctx, T_ANALYSIS_FILE_MADE, TEXT_ARG("moment", moment_words(ctx, ctx->now_ms))));
    put_contents(ctx, h, shown);
    put_text(ctx, h, shown);
    return put_origins(ctx, h, shown->source, e) && document_end(ctx, h, ret_bytes, e);
}
