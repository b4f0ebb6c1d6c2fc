/* The annex of the analysis. The words around the numbers are in the reader's language, the titles and notes of the authors as
   they stand in the document; both come of the same figures, each read once. First stands the passport with the contents, then
   tables and charts in the order of the document, last every figure with its definition. */
#include "features/analysis/annex.h"

#include "base/utf8.h"
#include "doc/xlsx_book.h"
#include "features/analysis/edition.h"
#include "features/analysis/pages.h"
#include "report/sentence.h"

enum { TABLE_HEAD = 2, CHART_HEAD = 3, TABLE_LETTERS = 100, LABEL_LETTERS = 34, VALUE_LETTERS = 20, NOTE_LETTERS = 38 };

struct annexing {
    struct ctx *ctx;
    struct xlsx *book;
    const struct shown *document, *reader; /* the same analysis: in the document's language, in the reader's */
    struct edition edition;                /* number 0: there is none yet */
};

static struct xlsx_cell words_cell(struct str words)
{
    return (struct xlsx_cell){ XLSX_TEXT, .text = words };
}

static struct xlsx_cell number_cell(int64_t n)
{
    return (struct xlsx_cell){ XLSX_NUMBER, .number = (double)n };
}

static void put_words(struct annexing *x, size_t row, size_t column, enum xlsx_look look, struct str words)
{
    const struct xlsx_cell cell = words_cell(words);
    xlsx_put(x->book, row, column, look, &cell);
}

/* «Таблица 1», «Рисунок 2»: the name of the sheet and of what stands on it. */
static struct str place_name(struct annexing *x, bool chart, int number)
{
    return str_format(x->ctx->arena, "%s %d",
                      str_cstr(x->ctx->arena, text(x->ctx, chart ? T_ANALYSIS_ANNEX_CHART : T_ANALYSIS_ANNEX_TABLE)), number);
}

static struct str titled(struct annexing *x, bool chart, int number, struct str title)
{
    return text_with(x->ctx, chart ? T_ANALYSIS_CHART_CAPTION : T_ANALYSIS_TABLE_CAPTION, TEXT_ARG("n", number),
                     TEXT_ARG("title", title));
}

/* " (восстановлено)": what the page writes behind such a number. */
static struct str reconstructed_after(struct ctx *ctx)
{
    return text_with(ctx, T_REPORT_CHART_VALUE_RECONSTRUCTED, TEXT_ARG("value", STR_NONE));
}

static struct xlsx_cell table_cell(struct annexing *x, const struct shown_cell *cell, bool number_column)
{
    if (!cell->number.known) {
        return cell->text.len ? (struct xlsx_cell){ XLSX_TEXT, .text = cell->text, .right = number_column }
                              : (struct xlsx_cell){ XLSX_NOTHING };
    }
    if (cell->percent) {
        return (struct xlsx_cell){ XLSX_PERCENT, .number = (double)cell->number.is / 1000, .digits = 1 };
    }
    return (struct xlsx_cell){ XLSX_NUMBER, .number = (double)cell->number.is,
                               .after = cell->reconstructed ? reconstructed_after(x->ctx) : STR_NONE };
}

/* As wide as the page gives it, and never so narrow that a number would turn into ###. */
static int column_width(const struct shown_table *t, size_t column)
{
    int wide = t->columns[column].width_permille * TABLE_LETTERS / 1000;
    wide = wide < (column == 0 ? 6 : 14) ? (column == 0 ? 6 : 14) : wide;
    for (size_t r = 0; r < t->n_rows; r++) {
        const struct shown_cell *cell = &t->cells[r * t->n_columns + column];
        int letters = cell->number.known ? (int)utf8_length(cell->text) + 5 : 0;
        wide = letters > wide ? letters : wide;
    }
    return wide;
}

static void put_table(struct annexing *x, const struct shown_table *written, const struct shown_table *t)
{
    int *widths = NEW_ARRAY(x->ctx->arena, int, t->n_columns + 1);
    struct str note = line_words(x->ctx->arena, &written->note);
    for (size_t c = 0; c < t->n_columns; c++) {
        widths[c] = column_width(t, c);
    }
    xlsx_leaf(x->book, place_name(x, false, t->number), widths, t->n_columns);
    xlsx_put_across(x->book, 0, XLSX_TITLE, titled(x, false, t->number, written->title));
    for (size_t c = 0; c < t->n_columns; c++) {
        const struct xlsx_cell head = { XLSX_TEXT, .text = t->columns[c].head, .right = t->columns[c].number };
        xlsx_put(x->book, TABLE_HEAD, c, XLSX_HEAD, &head);
    }
    for (size_t r = 0; r < t->n_rows; r++) {
        bool total = false;
        for (size_t c = 0; c < t->n_columns; c++) {
            total = total || t->cells[r * t->n_columns + c].strong;
        }
        for (size_t c = 0; c < t->n_columns; c++) {
            const struct xlsx_cell cell = table_cell(x, &t->cells[r * t->n_columns + c], t->columns[c].number);
            xlsx_put(x->book, TABLE_HEAD + 1 + r, c, total ? XLSX_STRONG : XLSX_PLAIN, &cell);
        }
    }
    xlsx_freeze(x->book, TABLE_HEAD, TABLE_HEAD + 1);
    if (note.len) {
        xlsx_put_across(x->book, TABLE_HEAD + 2 + t->n_rows, XLSX_NOTE, note);
    }
}

/* What the head of the categories is called: the kind of period, or the figures themselves where one year compares them. */
static struct str category_axis(struct annexing *x, const struct shown_chart *c)
{
    const struct figure *first = &c->figures[0]->figure, *last = &c->figures[c->chart.n_categories - 1]->figure;
    if (c->chart.n_categories > 1 && first->year == last->year) {
        return text(x->ctx, T_ANALYSIS_ANNEX_FIGURE);
    }
    switch (first->def ? first->def->period : PERIOD_SCHOOL_YEAR) {
    case PERIOD_COHORT:
        return text(x->ctx, T_ANALYSIS_ANNEX_COHORT);
    case PERIOD_CALENDAR_YEAR:
        return text(x->ctx, T_ANALYSIS_ANNEX_CALENDAR_YEAR);
    case PERIOD_SCHOOL_YEAR:
        break;
    }
    return text(x->ctx, T_ANALYSIS_ANNEX_YEAR);
}

/* What the numbers of a category cannot say: «нет данных», «2-й ряд: восстановлено». */
static struct str category_note(struct annexing *x, const struct chart *c, size_t category)
{
    struct buf *b = buf_new(x->ctx->arena, 1 << 14);
    for (size_t s = 0; s < c->n_series; s++) {
        enum chart_state state = c->values[s * c->n_categories + category].state;
        struct str words = state == CHART_MISSING ? c->no_data : c->reconstructed;
        if (state == CHART_KNOWN) {
            continue;
        }
        buf_put(b, buf_len(b) ? STR("; ") : STR_NONE);
        if (c->n_series > 1) {
            buf_put(b, c->series[s]);
            buf_put(b, STR(": "));
        }
        buf_put(b, words);
    }
    return buf_str(b);
}

static void put_chart_rows(struct annexing *x, const struct chart *c)
{
    for (size_t i = 0; i < c->n_categories; i++) {
        size_t row = CHART_HEAD + 1 + i;
        put_words(x, row, 0, XLSX_PLAIN, chart_category(x->ctx->arena, c, i));
        for (size_t s = 0; s < c->n_series; s++) {
            const struct chart_value *v = &c->values[s * c->n_categories + i];
            const struct xlsx_cell cell =
                v->state == CHART_MISSING ? (struct xlsx_cell){ XLSX_NOTHING } : number_cell(v->value);
            xlsx_put(x->book, row, s + 1, XLSX_PLAIN, &cell);
        }
        put_words(x, row, c->n_series + 1, XLSX_NOTE, category_note(x, c, i));
    }
}

static void put_chart(struct annexing *x, const struct shown_chart *written, const struct shown_chart *shown)
{
    const struct chart *c = &shown->chart;
    size_t n_columns = c->n_series + 2;
    int *widths = NEW_ARRAY(x->ctx->arena, int, n_columns);
    struct str title = titled(x, true, shown->number, written->chart.title);
    const struct xlsx_chart picture = { .chart = c,
                                        .title = title,
                                        .category_axis = category_axis(x, shown),
                                        .value_axis = c->unit,
                                        .description = shown->values,
                                        .head = CHART_HEAD,
                                        .at = CHART_HEAD + c->n_categories + 2 };
    widths[0] = LABEL_LETTERS;
    for (size_t s = 0; s < c->n_series; s++) {
        widths[s + 1] = utf8_length(c->series[s]) > (size_t)VALUE_LETTERS ? LABEL_LETTERS : VALUE_LETTERS;
    }
    widths[n_columns - 1] = NOTE_LETTERS;
    xlsx_leaf(x->book, place_name(x, true, shown->number), widths, n_columns);
    xlsx_put_across(x->book, 0, XLSX_TITLE, title);
    xlsx_put_across(x->book, 1, XLSX_PLAIN,
                    written->sentence.n ? line_words(x->ctx->arena, &written->sentence) : shown->values);
    put_words(x, CHART_HEAD, 0, XLSX_HEAD, picture.category_axis);
    for (size_t s = 0; s < c->n_series; s++) {
        const struct xlsx_cell head = { XLSX_TEXT, .text = c->series[s], .right = true };
        xlsx_put(x->book, CHART_HEAD, s + 1, XLSX_HEAD, &head);
    }
    put_words(x, CHART_HEAD, n_columns - 1, XLSX_HEAD, text(x->ctx, T_ANALYSIS_ANNEX_NOTE));
    put_chart_rows(x, c);
    xlsx_put_chart(x->book, &picture);
}

typedef void block_taker(struct annexing *x, size_t *row, const struct shown_block *written, const struct shown_block *block);

/* Every block that can be shown, in the order of the document, as it was written and as this reader gets it. */
static void blocks_each(struct annexing *x, block_taker *take, size_t *row)
{
    for (size_t i = 0; i < x->document->n_sections; i++) {
        for (size_t k = 0; k < x->document->sections[i].n_blocks; k++) {
            const struct shown_block *written = &x->document->sections[i].blocks[k], *block = &x->reader->sections[i].blocks[k];
            if (written->trouble.len == 0 && block->trouble.len == 0) {
                take(x, row, written, block);
            }
        }
    }
}

static void take_sheet(struct annexing *x, size_t *row, const struct shown_block *written, const struct shown_block *block)
{
    (void)row;
    if (block->table) {
        put_table(x, written->table, block->table);
    }
    if (block->chart) {
        put_chart(x, written->chart, block->chart);
    }
}

static void take_contents(struct annexing *x, size_t *row, const struct shown_block *written, const struct shown_block *block)
{
    bool chart = block->chart != NULL;
    if (!chart && !block->table) {
        return;
    }
    xlsx_put_link(x->book, *row, 0, place_name(x, chart, chart ? block->chart->number : block->table->number),
                  place_name(x, chart, chart ? block->chart->number : block->table->number));
    put_words(x, (*row)++, 1, XLSX_PLAIN, chart ? written->chart->chart.title : written->table->title);
}

/* A table or chart whose figure is gone is not left out in silence. */
static void put_troubles(struct annexing *x, size_t *row)
{
    for (size_t i = 0; i < x->document->n_sections; i++) {
        for (size_t k = 0; k < x->document->sections[i].n_blocks; k++) {
            const struct shown_block *block = &x->document->sections[i].blocks[k];
            bool ours = block->block->kind == BLOCK_TABLE || block->block->kind == BLOCK_CHART;
            if (ours && block->trouble.len) {
                put_words(x, (*row)++, 1, XLSX_NOTE,
                          text_with(x->ctx, T_ANALYSIS_BLOCK_TROUBLE, TEXT_ARG("what", block->trouble)));
            }
        }
    }
}

static void put_fact(struct annexing *x, size_t *row, enum text_id what, struct str value)
{
    put_words(x, *row, 0, XLSX_PLAIN, text(x->ctx, what));
    put_words(x, (*row)++, 1, XLSX_PLAIN, value);
}

static struct str edition_words(struct annexing *x)
{
    const struct edition *edition = &x->edition;
    if (edition->number == 0) {
        return text(x->ctx, T_ANALYSIS_ANNEX_NO_EDITION);
    }
    return text_with(x->ctx, T_ANALYSIS_ANNEX_EDITION, TEXT_ARG("n", edition->number),
                     TEXT_ARG("moment", moment_words(x->ctx, edition->made_at)), TEXT_ARG("sha256", edition->sha256));
}

static bool put_passport(struct annexing *x, struct err *e)
{
    static const int widths[] = { 26, 84 };
    const struct analysis *analysis = x->document->analysis;
    struct ctx *ctx = x->ctx;
    struct centre centre = { 0 };
    size_t row = 2;
    if (!centre_read(ctx, &centre, e)) {
        return false;
    }
    xlsx_leaf(x->book, text(ctx, T_ANALYSIS_ANNEX_PASSPORT), widths, COUNT(widths));
    xlsx_put_across(x->book, 0, XLSX_TITLE, analysis->title);
    put_fact(x, &row, T_ANALYSIS_ANNEX_YEAR, str_format(ctx->arena, "%d-%d", analysis->year, analysis->year + 1));
    put_fact(x, &row, T_ANALYSIS_ANNEX_CENTRE, centre.name);
    if (ctx->site && ctx->site->made) {
        put_fact(x, &row, T_ANALYSIS_ANNEX_MADE_UP, ui_demo_mark(ctx));
    }
    put_fact(x, &row, T_ANALYSIS_STATE, text(ctx, analysis_state_text(analysis->state)));
    put_fact(x, &row, T_ANALYSIS_ANNEX_EDITION_HEAD, edition_words(x));
    put_fact(x, &row, T_ANALYSIS_ANNEX_AS_OF, moment_words(ctx, x->edition.number ? x->edition.made_at : ctx->now_ms));
    put_fact(x, &row, T_ANALYSIS_ANNEX_WRITTEN, moment_words(ctx, ctx->now_ms));
    put_fact(x, &row, T_ANALYSIS_EDITION_PROGRAM, x->edition.number ? x->edition.program : STR(ORIENTIR_VERSION));
    put_fact(x, &row, T_ANALYSIS_ANNEX_FILTER, text(ctx, T_ANALYSIS_ANNEX_NO_FILTER));
    put_fact(x, &row, T_ANALYSIS_ANNEX_NOTE, text(ctx, T_ANALYSIS_ANNEX_RULES));
    row++;
    xlsx_put_across(x->book, row++, XLSX_HEAD, text(ctx, T_ANALYSIS_CONTENTS));
    blocks_each(x, take_contents, &row);
    put_troubles(x, &row);
    xlsx_put_link(x->book, row, 0, text(ctx, T_ANALYSIS_ANNEX_FIGURES), text(ctx, T_ANALYSIS_ANNEX_FIGURES));
    put_words(x, row, 1, XLSX_PLAIN, text(ctx, T_ANALYSIS_ANNEX_FIGURES_SAY));
    return true;
}

static bool put_figure(struct annexing *x, size_t row, const struct used_figure *used, struct err *e)
{
    struct ctx *ctx = x->ctx;
    const struct figure *f = &used->figure;
    struct str title;
    if (!used_title(ctx, used, &title, e)) {
        return false;
    }
    const struct xlsx_cell value = f->status == FIGURE_NO_DATA
                                       ? (struct xlsx_cell){ XLSX_TEXT, .text = text(ctx, T_REPORT_NO_DATA), .right = true }
                                       : number_cell(f->value);
    put_words(x, row, 0, XLSX_PLAIN, title);
    put_words(x, row, 1, XLSX_PLAIN,
              f->def ? figure_period(ctx->arena, ctx->lang, f->def->period, f->year) : str_format(ctx->arena, "%d", f->year));
    xlsx_put(x->book, row, 2, XLSX_PLAIN, &value);
    put_words(x, row, 3, XLSX_PLAIN, f->def ? unit_short(ctx->lang, f->def->unit) : STR_NONE);
    put_words(x, row, 4, XLSX_PLAIN, figure_status_words(ctx, f));
    put_words(x, row, 5, XLSX_PLAIN, f->def ? text(ctx, f->def->definition) : STR_NONE);
    put_words(x, row, 6, XLSX_PLAIN, f->name);
    return true;
}

static bool put_figures(struct annexing *x, struct err *e)
{
    static const int widths[] = { 46, 24, 18, 10, 40, 60, 42 };
    static const enum text_id heads[] = { T_ANALYSIS_ANNEX_FIGURE, T_ANALYSIS_FIGURE_PERIOD, T_ANALYSIS_EARLIER_VALUE,
                                          T_ANALYSIS_FIGURE_UNIT,  T_ANALYSIS_FIGURE_KNOWN,  T_ANALYSIS_FIGURE_WHAT,
                                          T_ANALYSIS_FIGURE_NAME };
    const struct source *source = x->document->source;
    xlsx_leaf(x->book, text(x->ctx, T_ANALYSIS_ANNEX_FIGURES), widths, COUNT(widths));
    xlsx_put_across(x->book, 0, XLSX_TITLE, text(x->ctx, T_ANALYSIS_ANNEX_FIGURES_SAY));
    for (size_t i = 0; i < COUNT(heads); i++) {
        put_words(x, TABLE_HEAD, i, XLSX_HEAD, text(x->ctx, heads[i]));
    }
    for (size_t i = 0; i < source->n_figures; i++) {
        if (!put_figure(x, TABLE_HEAD + 1 + i, source->figures[i], e)) {
            return false;
        }
    }
    xlsx_freeze(x->book, TABLE_HEAD, TABLE_HEAD + 1);
    return true;
}

/* The analysis once more for a reader of another language, of the figures that are read already. */
static bool read_for(struct ctx *ctx, const struct shown *shown, const struct shown **ret_shown, struct err *e)
{
    struct source *own = NEW(ctx->arena, struct source);
    struct ctx *reader = NEW(ctx->arena, struct ctx);
    struct shown *again;
    if (ctx->lang == shown->source->ctx->lang) {
        *ret_shown = shown;
        return true;
    }
    *own = *shown->source;
    *reader = *shown->source->ctx;
    reader->lang = ctx->lang;
    own->ctx = reader;
    if (!shown_read(own, shown->analysis, &again, e)) {
        return false;
    }
    *ret_shown = again;
    return true;
}

bool annex_xlsx(struct ctx *ctx, struct shown *shown, struct str *ret_bytes, struct err *e)
{
    struct annexing x = { .ctx = ctx, .document = shown };
    struct edition *editions;
    size_t n = 0;
    if (analysis_signed(shown->analysis)) {
        if (!edition_list(ctx, shown->analysis->id, &editions, &n, e)) {
            return false;
        }
        x.edition = n ? editions[0] : (struct edition){ 0 };
    }
    if (!source_read_all(shown->source, e) || !read_for(ctx, shown, &x.reader, e)) {
        return false;
    }
    const struct xlsx_facts facts = { .title = shown->analysis->title,
                                      .author = STR_NONE,
                                      .subject = text(ctx, T_ANALYSIS_ANNEX),
                                      .language = ctx->lang == LANG_RU ? "ru-RU" : "en-GB",
                                      .moment_ms = ctx->now_ms };
    x.book = xlsx_book_new(ctx->arena, &facts);
    if (!put_passport(&x, e)) {
        return false;
    }
    blocks_each(&x, take_sheet, NULL);
    return put_figures(&x, e) && xlsx_done(x.book, ret_bytes, e);
}
