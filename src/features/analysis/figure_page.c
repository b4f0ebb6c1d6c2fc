/* The page behind every number: what is counted, for whom, in which unit and period, how, at which moment, and the very rows,
   which add to exactly that number because total and rows are made of one SQL text. Also the search of a figure by its words,
   name or value, which «Вставить показатель» uses. */
#include "features/analysis/pages.h"

#include "base/clock.h"
#include "base/num.h"
#include "base/utf8.h"
#include "features/analysis/settings.h"
#include "register/register.h"
#include "report/sentence.h"

static struct str how_counted(struct ctx *ctx, const struct figure *figure)
{
    enum text_id id = figure->def->aggregate == FIGURE_COUNT ? T_ANALYSIS_HOW_COUNT : T_ANALYSIS_HOW_SUM;
    struct str how = text(ctx, id);
    if (figure->def->repeats_possible) {
        how = str_format(ctx->arena, "%s %s", str_cstr(ctx->arena, how), str_cstr(ctx->arena, text(ctx, T_ANALYSIS_REPEATS)));
    }
    return how;
}

struct str figure_status_words(struct ctx *ctx, const struct figure *figure)
{
    switch (figure->status) {
    case FIGURE_KNOWN:
        return text_with(ctx, T_ANALYSIS_STATUS_KNOWN, TEXT_ARG("n", figure->n_known), TEXT_ARG("of", figure->n_rows));
    case FIGURE_PRINTED:
        return text_with(ctx, T_ANALYSIS_STATUS_PRINTED, TEXT_ARG("source", figure->source));
    case FIGURE_RECONSTRUCTED:
        return text_with(ctx, T_ANALYSIS_STATUS_RECONSTRUCTED, TEXT_ARG("source", figure->source));
    case FIGURE_NO_DATA:
        break;
    }
    if (figure->n_rows == 0 && figure->source.len > 0) {
        return text_with(ctx, T_ANALYSIS_STATUS_LOST, TEXT_ARG("source", figure->source));
    }
    return figure->n_rows > 0 ? text(ctx, T_ANALYSIS_STATUS_NOT_REPORTED) : text(ctx, T_ANALYSIS_STATUS_NO_DATA);
}

struct str moment_words(struct ctx *ctx, int64_t ms)
{
    return text_moment(ctx->arena, ctx->lang, ms, ctx->site ? ctx->site->zone : "Europe/Moscow");
}

void put_figure_facts(struct ctx *ctx, struct html *h, const struct figure *figure)
{
    ui_fact(h, text(ctx, T_ANALYSIS_FIGURE_WHAT), text(ctx, figure->def->definition));
    ui_fact(h, text(ctx, T_ANALYSIS_FIGURE_UNIT), unit_short(ctx->lang, figure->def->unit));
    ui_fact(h, text(ctx, T_ANALYSIS_FIGURE_PERIOD), figure_period(ctx->arena, ctx->lang, figure->def->period, figure->year));
    ui_fact(h, text(ctx, T_ANALYSIS_FIGURE_HOW), how_counted(ctx, figure));
    ui_fact(h, text(ctx, T_ANALYSIS_FIGURE_KNOWN), figure_status_words(ctx, figure));
    ui_fact(h, text(ctx, T_ANALYSIS_FIGURE_MOMENT), moment_words(ctx, figure->moment_ms));
    ui_fact(h, text(ctx, T_ANALYSIS_FIGURE_NAME), figure->name);
}

struct str figure_rows_head(struct ctx *ctx, const struct figure_def *def)
{
    return def->aggregate == FIGURE_COUNT ? text(ctx, T_ANALYSIS_HEAD_COUNTED) : unit_short(ctx->lang, def->unit);
}

struct maybe_int figure_row_value(const struct figure_def *def, const struct figure_row *row)
{
    return def && def->aggregate == FIGURE_COUNT ? SOME_INT(1) : row->value;
}

static void put_row_name(struct ctx *ctx, struct html *h, const struct ui_column *columns, const struct figure_row *row)
{
    struct str path =
        str_format(ctx->arena, "/%.*s/%lld", (int)row->register_name.len, row->register_name.at, (long long)row->id);
    bool grades = row->grade_from.known || row->grade_to.known;
    if (register_find(ctx, row->register_name)) {
        ui_cell_link(h, &columns[0], url_own(ctx->arena, path), row->label);
    } else {
        ui_cell(h, &columns[0], row->label);
    }
    ui_cell(h, &columns[1], grades ? grades_words(ctx->arena, ctx->lang, row->grade_from, row->grade_to) : STR("—"));
}

/* The rows that make the number, and their total: nothing stands above the line that is not in the sum. */
static void put_rows(struct ctx *ctx, struct html *h, const struct figure *figure, const struct figure_row *rows, size_t n)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_ANALYSIS_HEAD_NAME), .heads = true },
                                         { .label = text(ctx, T_ANALYSIS_HEAD_GRADE) },
                                         { .label = figure_rows_head(ctx, figure->def), .number = true } };
    ui_table_begin(h, text(ctx, T_ANALYSIS_FIGURE_ROWS), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        struct maybe_int value = figure_row_value(figure->def, &rows[i]);
        if (value.known) {
            ui_row_begin(h);
            put_row_name(ctx, h, columns, &rows[i]);
            ui_cell_count(ctx, h, &columns[2], value);
            ui_row_end(h);
        }
    }
    ui_row_begin_total(h);
    ui_cell(h, &columns[0], text(ctx, T_ANALYSIS_TOTAL));
    ui_cell(h, &columns[1], STR_NONE);
    ui_cell_count(ctx, h, &columns[2], figure->status == FIGURE_KNOWN ? SOME_INT(figure->value) : NO_INT);
    ui_row_end(h);
    ui_table_end(h);
}

/* What was held and has no number belongs to the figure, not to its sum: below the total, under a heading of its own. */
static void put_rows_without(struct ctx *ctx, struct html *h, const struct figure *figure, const struct figure_row *rows,
                             size_t n)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_ANALYSIS_HEAD_NAME), .heads = true },
                                         { .label = text(ctx, T_ANALYSIS_HEAD_GRADE) } };
    HTMLF(h, "<section id=\"without\"><h2>{}</h2><p>{}</p>", text(ctx, T_ANALYSIS_FIGURE_WITHOUT),
          text(ctx, T_ANALYSIS_FIGURE_WITHOUT_HINT));
    ui_table_begin(h, text(ctx, T_ANALYSIS_FIGURE_ROWS_WITHOUT), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        if (!figure_row_value(figure->def, &rows[i]).known) {
            ui_row_begin(h);
            put_row_name(ctx, h, columns, &rows[i]);
            ui_row_end(h);
        }
    }
    ui_table_end(h);
    HTML(h, "</section>");
}

static void put_all_rows(struct ctx *ctx, struct html *h, const struct figure *figure, const struct figure_row *rows, size_t n)
{
    size_t n_with = 0;
    for (size_t i = 0; i < n; i++) {
        n_with += figure_row_value(figure->def, &rows[i]).known;
    }
    if (n_with > 0) {
        put_rows(ctx, h, figure, rows, n);
    } else {
        ui_note(h, UI_WAITING, text(ctx, n > 0 ? T_ANALYSIS_FIGURE_NONE_WITH : T_ANALYSIS_FIGURE_NO_ROWS));
    }
    if (n_with < n) {
        put_rows_without(ctx, h, figure, rows, n);
    }
}

static void put_neighbours(struct ctx *ctx, struct html *h, const struct figure *figure)
{
    HTML(h, "<p class=\"actions\">");
    for (int year = figure->year - 1; year <= figure->year + 1; year += 2) {
        ui_link_button(h, url_own(ctx->arena, figure_path(ctx->arena, figure->name, year)),
                       figure_period(ctx->arena, ctx->lang, figure->def->period, year), UI_QUIET);
    }
    HTML(h, "</p>");
}

static bool put_change(struct ctx *ctx, struct html *h, const struct figure *figure, struct err *e)
{
    struct figure before;
    if (!figure_number(ctx, figure->name, figure->year - 1, &before, e)) {
        return false;
    }
    struct str change = sentence_change(ctx->arena, ctx->lang, figure, &before, SUBJECT_NEUTER);
    HTMLF(h, "<p>{} {}.</p>", text(ctx, T_ANALYSIS_FIGURE_VALUE), change);
    return true;
}

/* A family has a name for every word: one that says nothing is a misprint unless the year shown, the one before or one of those
   whose charts look back as far as here knows it. A year before the activity was thought of is no misprint: there are no data.
 */
static bool must_be_known(struct ctx *ctx, const struct figure *figure, size_t n_rows, struct err *e)
{
    if (figure->status != FIGURE_NO_DATA || n_rows > 0 || !figure->def->family) {
        return true;
    }
    struct ctx of_year = *ctx;
    for (int year = figure->year - 1; year <= figure->year + SETTINGS_YEARS; year++) {
        const struct figure_def *def;
        struct str param, suggestion;
        struct err why = { 0 };
        of_year.year = year;
        if (figure_resolve(&of_year, figure->name, &def, &param, &suggestion, &why)) {
            return true;
        }
        if (why.kind != ERR_NOT_FOUND) {
            *e = why;
            return false;
        }
    }
    return err_set(e, ERR_NOT_FOUND, "figure_page", STR("no such figure in these years"));
}

bool figure_asked(struct ctx *ctx, struct str name, int year, struct figure *ret_figure, struct figure_row **ret_rows,
                  size_t *ret_n, struct err *e)
{
    return figure_read(ctx, name, year, ret_figure, e) && figure_rows(ctx, name, year, ret_rows, ret_n, e) &&
           must_be_known(ctx, ret_figure, *ret_n, e);
}

bool figure_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct str typed = request_query(request, "year");
    int64_t year = ctx->year;
    if (typed.len > 0 && (!num_read_int(typed, &year) || year < 1990 || year > 2100)) {
        return err_set(e, ERR_NOT_FOUND, "figure_page", STR("no such year"));
    }
    struct figure figure;
    struct figure_row *rows;
    size_t n;
    if (!figure_asked(ctx, request->path_args[0], (int)year, &figure, &rows, &n, e)) {
        return false;
    }
    const struct crumb crumbs[] = { { text(ctx, T_ANALYSIS_MENU), url_own(ctx->arena, STR("/analysis")) } };
    const struct page page = { .title = figure.title,
                               .fact_line = figure_period(ctx->arena, ctx->lang, figure.def->period, figure.year),
                               .menu_path = "/analysis",
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs) };
    struct html *h = page_begin(ctx, &page);
    struct str value = figure.status == FIGURE_NO_DATA ? text(ctx, T_REPORT_NO_DATA)
                                                       : unit_with(ctx->arena, ctx->lang, figure.def->unit, figure.value);
    HTMLF(h, "<p class=\"tile-value\">{}</p>", value);
    if (figure.status == FIGURE_RECONSTRUCTED) {
        ui_note(h, UI_ATTENTION, text(ctx, T_ANALYSIS_RECONSTRUCTED_NOTE));
    }
    if (figure.status != FIGURE_NO_DATA && !put_change(ctx, h, &figure, e)) {
        return false;
    }
    ui_facts_begin(h);
    put_figure_facts(ctx, h, &figure);
    ui_facts_end(h);
    put_all_rows(ctx, h, &figure, rows, n);
    put_neighbours(ctx, h, &figure);
    return page_end(ctx, h, reply, e);
}

/* Every word of the question must stand in the title or the name; a number finds the figures that have it. */
static bool fits(struct ctx *ctx, const struct figure_choice *choice, struct str folded)
{
    struct str text_folded = utf8_fold(ctx->arena, choice->title), rest = folded, word;
    while (str_next(&rest, ' ', &word)) {
        bool in_title = str_find(text_folded, word, 0) < text_folded.len,
             in_name = str_find(choice->name, word, 0) < choice->name.len;
        if (word.len > 0 && !in_title && !in_name) {
            return false;
        }
    }
    return true;
}

/* What has a number comes first: of the twenty figures of an activity it is nearly always one of the few that have one. */
bool figure_search(struct ctx *ctx, int year, struct str question, struct found_figure *found, size_t room, size_t *ret_n,
                   struct err *e)
{
    struct figure_choice *choices;
    struct found_figure *silent = NEW_ARRAY(ctx->arena, struct found_figure, room);
    size_t n_choices, n = 0, n_silent = 0;
    int64_t number = 0;
    struct str folded = utf8_fold(ctx->arena, question);
    bool by_number = num_read_int(str_trim(question), &number);
    if (!figure_choices(ctx, year, &choices, &n_choices, e)) {
        return false;
    }
    for (size_t i = 0; i < n_choices && n < room; i++) {
        bool fit = fits(ctx, &choices[i], folded);
        if (!fit && !by_number) {
            continue;
        }
        struct figure figure;
        if (!figure_number(ctx, choices[i].name, year, &figure, e)) {
            return false;
        }
        bool has_number = by_number && figure.status != FIGURE_NO_DATA && figure.value == number;
        struct found_figure one = { choices[i].name, choices[i].title, figure };
        if (has_number || (fit && figure.status != FIGURE_NO_DATA)) {
            found[n++] = one;
        } else if (fit && n_silent < room) {
            silent[n_silent++] = one;
        }
    }
    for (size_t i = 0; i < n_silent && n < room; i++) {
        found[n++] = silent[i];
    }
    *ret_n = n;
    return true;
}
