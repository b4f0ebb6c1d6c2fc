/* The page «Охват»: one unit at a time (units are never added, views are no reach). table.c counts, here it is shown; nothing
   known is never shown as 0. */
#include "features/reach/reach_in.h"
#include "web/ui.h"

static struct html_url address(struct reach_table *t, enum reach_view view, enum reach_by by, struct str unit)
{
    struct html_url u = url_own(t->ctx->arena, STR("/reach"));
    u = url_add(t->ctx->arena, u, "view", str_c(reach_views[view].word));
    u = url_add(t->ctx->arena, u, "by", str_c(reach_bys[by].word));
    return url_add(t->ctx->arena, u, "unit", unit);
}

static void show_number(struct reach_table *t, struct html *h, const struct ui_column *column, struct maybe_int n, bool silent,
                        const struct html_url *to)
{
    struct html *cell = html_new(t->ctx->arena, 8192);
    if (n.known && to) {
        HTMLF(cell, "<a href=\"{}\">{}</a>", *to, num_count(t->ctx->arena, n.is, t->ctx->lang == LANG_RU));
    } else if (n.known || silent) {
        ui_count(t->ctx, cell, n);
    } else {
        HTML(cell, "—");
    }
    ui_cell_part(h, column, html_part(cell));
}

static void show_group(struct reach_table *t, struct html *h, const struct ui_column *columns, const struct reach_group *g,
                       bool total)
{
    struct arena *a = t->ctx->arena;
    const char *field = reach_bys[t->by].word;
    ui_row_begin(h);
    if (total) {
        ui_cell(h, &columns[0], text(t->ctx, T_REACH_TOTAL));
    } else if (t->by == BY_SCHOOL) {
        /* The list of one unit, as the number beside the link is. */
        struct html_url rows_of = url_add(a, url_add(a, url_own(a, STR("/headcount")), field, g->word), "unit", t->unit);
        ui_cell_link(h, &columns[0], rows_of, reach_group_label(t, g));
    } else {
        ui_cell_link(h, &columns[0], url_add(a, url_own(a, STR("/activity")), field, g->word), reach_group_label(t, g));
    }
    for (size_t i = 0; i < t->n_columns; i++) {
        show_number(t, h, &columns[i + 1], g->cells[i], false, NULL);
    }
    /* The number of a direction is a figure and opens to its rows. */
    struct html_url rows =
        url_own(a, str_format(a, "/figure/%.*s.persons?year=%d", (int)g->word.len, g->word.at, t->ctx->year));
    bool figure = !total && t->only == 0 && t->by == BY_DIRECTION && str_is(t->unit, "persons");
    show_number(t, h, &columns[t->n_columns + 1], g->sum, g->n_silent > 0, figure ? &rows : NULL);
    ui_cell(h, &columns[t->n_columns + 2], g->n_silent ? str_format(a, "%lld", (long long)g->n_silent) : STR_NONE);
    ui_row_end(h);
}

static void show_table(struct reach_table *t, struct html *h, struct str unit_words)
{
    struct ui_column columns[MOST_COLUMNS + 3] = { { .label = text(t->ctx, reach_bys[t->by].head) } };
    for (size_t i = 0; i < t->n_columns; i++) {
        columns[i + 1] = (struct ui_column){ .label = t->columns[i].label, .number = true };
    }
    columns[t->n_columns + 1] = (struct ui_column){ .label = text(t->ctx, T_REACH_SUM), .number = true };
    columns[t->n_columns + 2] = (struct ui_column){ .label = text(t->ctx, T_REACH_SILENT), .number = true };
    ui_table_begin(h, text_with(t->ctx, T_REACH_CAPTION, TEXT_ARG("unit", unit_words)), columns, t->n_columns + 3);
    for (size_t i = 0; i < t->n_groups; i++) {
        show_group(t, h, columns, &t->groups[i], false);
    }
    show_group(t, h, columns, &t->total, true);
    ui_table_end(h);
}

/* Activities without a number, each with its reason: they are missing from the sums above. */
static void show_silent(struct reach_table *t, struct html *h)
{
    if (t->total.n_silent == 0) {
        return;
    }
    HTMLF(h, "<h2>{}</h2><ul>", text(t->ctx, T_REACH_SILENT_TITLE));
    for (size_t i = 0; i < t->n_lines; i++) {
        const struct reach_line *line = &t->lines[i];
        if (line->first && line->silent) {
            struct str title = t->by == BY_SCHOOL ? text_with(t->ctx, T_REACH_SILENT_SCHOOL, TEXT_ARG("title", line->title),
                                                              TEXT_ARG("name", line->organisation_name))
                                                  : line->title;
            HTMLF(h, "<li><a href=\"{}\">{}</a>: {}</li>",
                  url_own(t->ctx->arena, str_format(t->ctx->arena, "/activity/%lld", (long long)line->id)), title,
                  text(t->ctx, line->held ? T_REACH_NOT_REPORTED : T_REACH_NOT_ENTERED));
        }
    }
    HTML(h, "</ul>");
}

static void show_choices(struct reach_table *t, struct html *h)
{
    struct ui_tab tabs[VIEWS];
    for (size_t i = 0; i < VIEWS; i++) {
        tabs[i] = (struct ui_tab){ text(t->ctx, reach_views[i].label), address(t, (enum reach_view)i, t->by, t->unit),
                                   (enum reach_view)i == t->view };
    }
    ui_tabs(t->ctx, h, tabs, VIEWS);
    HTMLF(h, "<p>{} ", text(t->ctx, T_REACH_UNIT));
    for (size_t i = 0; i < t->n_units; i++) {
        enum unit u;
        struct str words = unit_read(t->units[i], &u) ? unit_short(t->ctx->lang, u) : t->units[i];
        if (str_equal(t->units[i], t->unit)) {
            HTMLF(h, "<strong aria-current=\"true\">{}</strong> ", words);
        } else {
            HTMLF(h, "<a href=\"{}\">{}</a> ", address(t, t->view, t->by, t->units[i]), words);
        }
    }
    HTML(h, "</p><p>");
    for (size_t i = 0; i < (t->only ? BY_SCHOOL : BYS); i++) {
        if ((enum reach_by)i != t->by) {
            HTMLF(h, "<a href=\"{}\">{}</a> ", address(t, t->view, (enum reach_by)i, t->unit),
                  text(t->ctx, reach_bys[i].button));
        }
    }
    HTML(h, "</p>");
}

bool reach_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct reach_table t;
    if (!reach_table_read(ctx, request, &t, e)) {
        return false;
    }
    enum unit u;
    struct str unit_words = unit_read(t.unit, &u) ? unit_short(ctx->lang, u) : t.unit;
    bool repeats = str_is(t.unit, "persons") || str_is(t.unit, "registered");
    unit_words = repeats ? text_with(ctx, T_REACH_WITH_REPEATS, TEXT_ARG("unit", unit_words)) : unit_words;
    struct page page = { .title = text(ctx, T_REACH_TITLE),
                         .fact_line = text(ctx, t.only ? T_REACH_FACT_OWN : T_REACH_FACT),
                         .menu_path = "/reach" };
    struct html *h = page_begin(ctx, &page);
    show_choices(&t, h);
    if (t.n_lines == 0) {
        ui_note(h, UI_WAITING, text(ctx, T_REACH_NOTHING));
    } else {
        show_table(&t, h, unit_words);
        if (t.by == BY_SCHOOL) {
            HTMLF(h, "<p>{}</p>", text(ctx, T_REACH_SCHOOLS_ONLY));
        }
        HTMLF(h, "<p>{}</p>", text(ctx, T_REACH_LEGEND));
        show_silent(&t, h);
    }
    return page_end(ctx, h, reply, e);
}
