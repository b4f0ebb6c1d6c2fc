/* One block as HTML: every number a link to its figure, a fact a link to its row (in a file to its place in the list of
   origins), amber where the record has moved since it was signed, hatched where the value is reconstructed. */
#include "features/analysis/pages.h"

#include "report/chart_svg.h"

/* Where a number opens: its page, or its place in the file that stands alone. */
static struct str figure_opens(struct arena *a, const struct used_figure *used)
{
    return used->place ? str_format(a, "#origin-%d", used->place) : figure_path(a, used->figure.name, used->figure.year);
}

static void put_figure(struct ctx *ctx, struct html *h, const struct used_figure *used, struct str words, struct str now)
{
    struct html_url to = url_own(html_arena(h), figure_opens(html_arena(h), used));
    if (now.len > 0) {
        ui_figure(h, to, words, UI_FIGURE_MOVED, text_with(ctx, T_ANALYSIS_MOVED_TO, TEXT_ARG("now", now)));
    } else if (used->figure.status == FIGURE_RECONSTRUCTED) {
        ui_figure(h, to, words, UI_FIGURE_RECONSTRUCTED, STR_NONE);
    } else {
        ui_figure(h, to, words, UI_FIGURE_SOUND, STR_NONE);
    }
}

static void put_fact(struct html *h, const struct shown_piece *p)
{
    struct arena *a = html_arena(h);
    struct str to = p->fact->place ? str_format(a, "#fact-%d", p->fact->place) : p->fact->path;
    HTMLF(h, "<a class=\"fact\" href=\"{}\">{}</a>", url_own(a, to), p->text);
}

static void put_piece(struct ctx *ctx, struct html *h, const struct shown_piece *p)
{
    switch (p->kind) {
    case SHOWN_NUMBER:
        put_figure(ctx, h, p->figure, p->text, p->now);
        return;
    case SHOWN_FACT:
        put_fact(h, p);
        return;
    case SHOWN_TABLE_NUMBER:
    case SHOWN_CHART_NUMBER:
        HTMLF(h, "<a href=\"{}\">{}</a>", url_own(html_arena(h), str_join(html_arena(h), STR("#"), p->key)), p->text);
        return;
    case SHOWN_TEXT:
    case SHOWN_NOWHERE:
        break;
    }
    HTMLF(h, "{}", p->text);
}

void put_shown_line(struct ctx *ctx, struct html *h, const struct shown_line *line)
{
    for (size_t i = 0; i < line->n; i++) {
        if (line->pieces[i].emphasis) {
            HTML(h, "<em>");
        }
        put_piece(ctx, h, &line->pieces[i]);
        if (line->pieces[i].emphasis) {
            HTML(h, "</em>");
        }
    }
}

static void put_table(struct ctx *ctx, struct html *h, const struct shown_table *t)
{
    struct ui_column *columns = NEW_ARRAY(html_arena(h), struct ui_column, t->n_columns);
    bool named = false;
    for (size_t i = 0; i < t->n_columns; i++) {
        /* The first column of words names the row: a bare number in front of it does not. */
        bool heads = !named && !t->columns[i].number;
        named = named || heads;
        columns[i] = (struct ui_column){ .label = t->columns[i].head, .number = t->columns[i].number, .heads = heads };
    }
    struct str caption =
        text_fill(html_arena(h), LANG_RU, T_ANALYSIS_TABLE_CAPTION,
                  (const struct text_arg[]){ TEXT_ARG("n", (int64_t)t->number), TEXT_ARG("title", t->title) }, 2);
    HTMLF(h, "<div id=\"{}\">", t->key);
    ui_table_begin(h, caption, columns, t->n_columns);
    for (size_t r = 0; r < t->n_rows; r++) {
        bool total = false;
        for (size_t c = 0; c < t->n_columns; c++) {
            total = total || t->cells[r * t->n_columns + c].strong;
        }
        if (total) {
            ui_row_begin_total(h);
        } else {
            ui_row_begin(h);
        }
        for (size_t c = 0; c < t->n_columns; c++) {
            const struct shown_cell *cell = &t->cells[r * t->n_columns + c];
            if (cell->figure) {
                struct html *part = html_new(html_arena(h), 1 << 16);
                put_figure(ctx, part, cell->figure, cell->text, cell->now);
                ui_cell_part(h, &columns[c], html_part(part));
            } else {
                ui_cell(h, &columns[c], cell->text);
            }
        }
        ui_row_end(h);
    }
    ui_table_end(h);
    if (t->note.n > 0) {
        HTML(h, "<p class=\"figure-say\">");
        put_shown_line(ctx, h, &t->note);
        HTML(h, "</p>");
    }
    HTML(h, "</div>");
}

/* In a file the picture's numbers lead to their origins too, and its table stands open. */
static void chart_of_file(struct arena *a, const struct shown_chart *c, struct chart *chart)
{
    size_t n = c->chart.n_series * c->chart.n_categories;
    struct chart_value *values = NEW_ARRAY(a, struct chart_value, n + 1);
    for (size_t i = 0; i < n; i++) {
        values[i] = c->chart.values[i];
        values[i].link = c->figures ? figure_opens(a, c->figures[i]) : STR_NONE;
    }
    chart->values = values;
    chart->table_open = n > 0 && (!c->figures || c->figures[0]->place > 0);
}

static void put_chart(struct ctx *ctx, struct html *h, const struct shown_chart *c)
{
    struct chart chart = c->chart;
    chart_of_file(html_arena(h), c, &chart);
    chart.title =
        text_fill(html_arena(h), LANG_RU, T_ANALYSIS_CHART_CAPTION,
                  (const struct text_arg[]){ TEXT_ARG("n", (int64_t)c->number), TEXT_ARG("title", c->chart.title) }, 2);
    HTMLF(h, "<div id=\"{}\">", c->key);
    chart_svg_put(ctx, h, &chart, str_format(html_arena(h), "chart-%d", c->number));
    HTML(h, "</div>");
}

static void put_list(struct ctx *ctx, struct html *h, const struct shown_block *block, bool numbered)
{
    if (block->n_lines == 0) {
        HTMLF(h, "<p class=\"figure-say\">{}</p>",
              text_in(LANG_RU, block->block->kind == BLOCK_PLAN ? T_ANALYSIS_NO_PLAN : T_ANALYSIS_NO_DECISIONS));
        return;
    }
    if (numbered) {
        HTML(h, "<ol>");
    } else {
        HTML(h, "<ul>");
    }
    for (size_t i = 0; i < block->n_lines; i++) {
        HTML(h, "<li>");
        put_shown_line(ctx, h, &block->lines[i]);
        HTML(h, "</li>");
    }
    if (numbered) {
        HTML(h, "</ol>");
    } else {
        HTML(h, "</ul>");
    }
}

static void put_lines(struct ctx *ctx, struct html *h, const struct shown_block *block)
{
    for (size_t i = 0; i < block->n_lines; i++) {
        if (block->block->kind == BLOCK_HEADING) {
            HTML(h, "<h3>");
            put_shown_line(ctx, h, &block->lines[i]);
            HTML(h, "</h3>");
        } else {
            HTML(h, "<p>");
            put_shown_line(ctx, h, &block->lines[i]);
            HTML(h, "</p>");
        }
    }
}

void put_shown_block(struct ctx *ctx, struct html *h, const struct shown_block *block)
{
    if (block->trouble.len > 0) {
        ui_note(h, UI_ERROR, text_with(ctx, T_ANALYSIS_BLOCK_TROUBLE, TEXT_ARG("what", block->trouble)));
        HTMLF(h, "<p class=\"figure-say\">{}</p>", block->block->text);
        return;
    }
    switch (block->block->kind) {
    case BLOCK_TABLE:
        put_table(ctx, h, block->table);
        return;
    case BLOCK_CHART:
        put_chart(ctx, h, block->chart);
        return;
    case BLOCK_LIST:
        put_list(ctx, h, block, false);
        return;
    case BLOCK_DECISIONS:
    case BLOCK_PLAN:
        put_list(ctx, h, block, block->block->kind == BLOCK_DECISIONS);
        return;
    case BLOCK_OPINION:
        HTMLF(h, "<div class=\"opinion\"><p class=\"figure-say\">{}</p>",
              text_fill(html_arena(h), LANG_RU, T_ANALYSIS_OPINION,
                        (const struct text_arg[]){ TEXT_ARG("title", block->about_title) }, 1));
        put_lines(ctx, h, block);
        HTML(h, "</div>");
        return;
    case BLOCK_CONCLUSION:
        HTML(h, "<div class=\"conclusion\">");
        put_lines(ctx, h, block);
        HTML(h, "</div>");
        return;
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_KINDS:
        break;
    }
    put_lines(ctx, h, block);
}
