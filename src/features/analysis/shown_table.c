/* Tables of an analysis: the rows of one figure with grades and a total (reach by instrument), the greatest rows of several
   years side by side (fields chosen by graduates), and figures by years. */
#include "base/num.h"
#include "features/analysis/settings.h"
#include "features/analysis/share.h"
#include "features/analysis/wording.h"
#include "report/sentence.h"

struct making {
    struct showing *s;
    struct ctx *ctx;
    const struct settings *settings;
    struct shown_table *table;
};

static struct shown_cell *cell(struct making *m, size_t row, size_t column)
{
    return &m->table->cells[row * m->table->n_columns + column];
}

static void take(struct making *m, size_t n_columns, size_t n_rows)
{
    m->table->columns = NEW_ARRAY(m->ctx->arena, struct shown_column, n_columns);
    m->table->cells = NEW_ARRAY(m->ctx->arena, struct shown_cell, n_columns * n_rows + 1);
    m->table->n_columns = n_columns;
    m->table->n_rows = n_rows;
}

static struct str value_words(struct making *m, struct maybe_int value)
{
    return value.known ? num_count(m->ctx->arena, value.is, m->ctx->lang == LANG_RU) : text(m->ctx, T_REPORT_NO_DATA);
}

static struct str unit_head(struct making *m, const struct used_figure *used)
{
    return used->figure.def ? unit_short(m->ctx->lang, used->figure.def->unit) : STR_NONE;
}

static struct shown_cell place_cell(struct making *m, size_t place)
{
    return (struct shown_cell){ .text = str_format(m->ctx->arena, "%zu", place), .number = SOME_INT((int64_t)place) };
}

static struct shown_cell figure_cell(struct making *m, const struct used_figure *used)
{
    const struct figure *f = &used->figure;
    return (struct shown_cell){ .text = sentence_value(m->ctx->arena, m->ctx->lang, f),
                                .figure = used,
                                .number = f->status == FIGURE_NO_DATA ? NO_INT : SOME_INT(f->value),
                                .reconstructed = f->status == FIGURE_RECONSTRUCTED };
}

/* №, label, grades, value; the total under them. */
static bool make_rows(struct making *m, struct err *e)
{
    struct used_figure *used;
    if (!source_rows(m->s->source, m->settings->figures[0], m->s->source->year, &used, e)) {
        return false;
    }
    take(m, 4, used->n_rows + 1);
    struct str label = m->settings->label.len ? m->settings->label : text(m->ctx, T_ANALYSIS_HEAD_NAME);
    m->table->columns[0] = (struct shown_column){ text(m->ctx, T_ANALYSIS_HEAD_NUMBER), true, 80 };
    m->table->columns[1] = (struct shown_column){ label, false, 540 };
    m->table->columns[2] = (struct shown_column){ text(m->ctx, T_ANALYSIS_HEAD_GRADE), false, 200 };
    m->table->columns[3] =
        (struct shown_column){ text_with(m->ctx, T_ANALYSIS_HEAD_REACH, TEXT_ARG("unit", unit_head(m, used))), true, 180 };
    for (size_t i = 0; i < used->n_rows; i++) {
        const struct figure_row *row = &used->rows[i];
        *cell(m, i, 0) = place_cell(m, i + 1);
        cell(m, i, 1)->text = row->label;
        cell(m, i, 2)->text = row->grade_from.known || row->grade_to.known
                                  ? grades_words(m->ctx->arena, m->ctx->lang, row->grade_from, row->grade_to)
                                  : text(m->ctx, T_ANALYSIS_GRADES_UNKNOWN); /* the head says that these are grades */
        *cell(m, i, 3) = (struct shown_cell){ .text = value_words(m, row->value),
                                              .figure = used,
                                              .row = row->id,
                                              .of_row = row,
                                              .grade_from = row->grade_from,
                                              .grade_to = row->grade_to,
                                              .number = row->value };
    }
    *cell(m, used->n_rows, 1) = (struct shown_cell){ .text = text(m->ctx, T_ANALYSIS_TOTAL), .strong = true };
    *cell(m, used->n_rows, 3) = figure_cell(m, used);
    cell(m, used->n_rows, 3)->strong = true;
    return true;
}

/* Place, and for each year the label and its value; the earlier year stands first. */
static bool make_top(struct making *m, struct err *e)
{
    size_t years = (size_t)m->settings->years, top = (size_t)m->settings->top;
    take(m, 1 + 2 * years, top);
    m->table->by_place = true;
    m->table->columns[0] = (struct shown_column){ text(m->ctx, T_ANALYSIS_HEAD_PLACE), true, 100 };
    for (size_t y = 0; y < years; y++) {
        int year = m->s->source->year - (int)(years - 1 - y), each = 900 / (int)years;
        struct used_figure *used;
        if (!source_rows(m->s->source, m->settings->figures[0], year, &used, e)) {
            return false;
        }
        const struct figure_row *rows = rows_by_value(m->ctx->arena, used);
        enum period_type period = used->figure.def ? used->figure.def->period : PERIOD_SCHOOL_YEAR;
        m->table->columns[1 + 2 * y] =
            (struct shown_column){ figure_period(m->ctx->arena, m->ctx->lang, period, year), false, each * 2 / 3 };
        m->table->columns[2 + 2 * y] = (struct shown_column){ unit_head(m, used), true, each / 3 };
        for (size_t i = 0; i < top; i++) {
            bool there = i < used->n_rows;
            *cell(m, i, 0) = place_cell(m, i + 1);
            cell(m, i, 1 + 2 * y)->text = there ? rows[i].label : text(m->ctx, T_REPORT_NO_DATA);
            struct maybe_int value = there ? rows[i].value : NO_INT;
            *cell(m, i, 2 + 2 * y) = (struct shown_cell){ .text = value_words(m, value),
                                                          .figure = used,
                                                          .row = there ? rows[i].id : 0,
                                                          .of_row = there ? &rows[i] : NULL,
                                                          .number = value };
        }
    }
    return true;
}

/* Figures down, years across; with `of` a share of the last year. */
static bool make_figures(struct making *m, struct err *e)
{
    size_t years = (size_t)m->settings->years, share = m->settings->of.len > 0;
    take(m, 1 + years + share, m->settings->n_figures);
    int each = 500 / (int)(years + share);
    m->table->columns[0] =
        (struct shown_column){ m->settings->label.len ? m->settings->label : text(m->ctx, T_ANALYSIS_HEAD_NAME), false, 500 };
    for (size_t i = 0; i < m->settings->n_figures; i++) {
        struct str name = m->settings->figures[i], title;
        struct used_figure *used = NULL, *whole;
        for (size_t y = 0; y < years; y++) {
            int year = m->s->source->year - (int)(years - 1 - y);
            if (!source_figure(m->s->source, name, year, &used, e)) {
                return false;
            }
            enum period_type period = used->figure.def ? used->figure.def->period : PERIOD_SCHOOL_YEAR;
            m->table->columns[1 + y] =
                (struct shown_column){ figure_period(m->ctx->arena, m->ctx->lang, period, year), true, each };
            *cell(m, i, 1 + y) = figure_cell(m, used);
        }
        if (m->settings->n_names == 0 && !figure_title(m->ctx, name, m->s->source->year, &title, e)) {
            return false;
        }
        cell(m, i, 0)->text = m->settings->n_names ? m->settings->names[i] : title;
        if (!share) {
            continue;
        }
        if (!source_figure(m->s->source, m->settings->of, m->s->source->year, &whole, e)) {
            return false;
        }
        struct str words;
        if (!share_words(m->s, &used->figure, &whole->figure, &words, e)) {
            return false;
        }
        m->table->columns[1 + years] = (struct shown_column){ text(m->ctx, T_ANALYSIS_HEAD_SHARE), true, each };
        struct decimal percent;
        bool printed = sentence_percent(&used->figure, &whole->figure, &percent);
        *cell(m, i, 1 + years) = (struct shown_cell){ .text = words,
                                                      .figure = used,
                                                      .whole = whole,
                                                      .number = printed ? SOME_INT(percent.units) : NO_INT,
                                                      .percent = printed };
    }
    return true;
}

struct str block_key(struct arena *a, const struct block *block, struct str key)
{
    return key.len ? key : str_format(a, "b%lld", (long long)block->id);
}

bool show_table(struct showing *s, const struct block *block, struct shown_table **ret_table, struct err *e)
{
    struct settings settings;
    struct inline_fault fault;
    struct ctx *ctx = s->source->ctx;
    if (!settings_read(BLOCK_TABLE, block->text, &settings, &fault)) {
        return err_set(e, ERR_INVALID, "show_table", text_with(ctx, fault.message, TEXT_ARG("what", fault.what)));
    }
    struct shown_table *table = NEW(ctx->arena, struct shown_table);
    struct making m = { s, ctx, &settings, table };
    bool chart;
    table->key = block_key(ctx->arena, block, settings.key);
    table->number = key_number(s, table->key, &chart);
    bool made = settings.table == TABLE_ROWS  ? make_rows(&m, e)
                : settings.table == TABLE_TOP ? make_top(&m, e)
                                              : make_figures(&m, e);
    if (!made || !show_line(s, settings.note, &table->note, e) || !show_line(s, settings.title, &table->title_line, e)) {
        return false;
    }
    for (size_t i = 0; i < table->n_columns * table->n_rows; i++) {
        table->cells[i].text = wording_bound(ctx->arena, table->cells[i].text);
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        table->columns[i].head = wording_bound(ctx->arena, table->columns[i].head);
    }
    table->title = line_words(ctx->arena, &table->title_line);
    *ret_table = table;
    return true;
}
