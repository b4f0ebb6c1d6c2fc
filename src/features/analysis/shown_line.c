/* One line of text with its figures, years, facts and references put in. Every number that came from the record keeps the
   figure it came from, so that the page can link it and the machine form can list it. */
#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "features/analysis/share.h"
#include "features/analysis/wording.h"
#include "report/sentence.h"

#include <stdlib.h>

static struct str counted(struct showing *s, int64_t n)
{
    return num_count(s->source->ctx->arena, n, s->source->ctx->lang == LANG_RU);
}

static struct str no_data(struct showing *s)
{
    return text(s->source->ctx, T_REPORT_NO_DATA);
}

/* Russian forms chosen by the last digits; the author gave three. */
static struct str with_words(struct showing *s, int64_t n, const struct str words[3])
{
    int64_t tens = n % 100, ones = n % 10;
    size_t form = ones == 1 && tens != 11 ? 0 : ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? 1 : 2;
    return str_format(s->source->ctx->arena, "%s\302\240%s", str_cstr(s->source->ctx->arena, counted(s, n)),
                      str_cstr(s->source->ctx->arena, words[form]));
}

static int by_value(const void *one, const void *two)
{
    const struct figure_row *a = one, *b = two;
    if (a->value.known != b->value.known) {
        return a->value.known ? -1 : 1;
    }
    if (a->value.known && a->value.is != b->value.is) {
        return a->value.is > b->value.is ? -1 : 1;
    }
    return text_compare(LANG_RU, a->label, b->label);
}

const struct figure_row *rows_by_value(struct arena *a, const struct used_figure *figure)
{
    struct figure_row *rows = NEW_ARRAY(a, struct figure_row, figure->n_rows + 1);
    for (size_t i = 0; i < figure->n_rows; i++) {
        rows[i] = figure->rows[i];
    }
    qsort(rows, figure->n_rows, sizeof *rows, by_value);
    return rows;
}

struct str top_words(struct ctx *ctx, const struct figure_row *rows, size_t n, bool goes_on, const bool *hidden)
{
    struct buf *b = buf_new(ctx->arena, 1 << 16);
    for (size_t i = 0; i < n; i++) {
        buf_put(b, i == 0       ? STR_NONE
                   : i + 1 == n ? text_with(ctx, T_ANALYSIS_AND_BETWEEN, TEXT_ARG("gap", STR(" ")))
                                : STR(", "));
        buf_put(b, i > 0 || goes_on ? wording_small(ctx->arena, rows[i].label) : rows[i].label);
        BUF(b, " (");
        buf_put(b, hidden && hidden[i]   ? text(ctx, T_ANALYSIS_PUBLIC_HIDDEN)
                   : rows[i].value.known ? num_count(ctx->arena, rows[i].value.is, ctx->lang == LANG_RU)
                                         : text(ctx, T_REPORT_NO_DATA));
        BUF(b, ")");
    }
    return n ? str_copy(ctx->arena, buf_str(b)) : text(ctx, T_REPORT_NO_DATA);
}

/* «экономика (9), образование (8) и право (6)»; the first keeps its capital where a sentence begins. */
static bool show_top(struct showing *s, const struct piece *p, bool goes_on, struct shown_piece *out, struct err *e)
{
    struct used_figure *used;
    if (!source_rows(s->source, p->name, s->source->year - p->second, &used, e)) {
        return false;
    }
    size_t n = used->n_rows < (size_t)p->first ? used->n_rows : (size_t)p->first;
    out->text = top_words(s->source->ctx, rows_by_value(s->source->ctx->arena, used), n, goes_on, NULL);
    out->figure = used;
    return true;
}

static bool show_grades(struct showing *s, const struct piece *p, struct shown_piece *out, struct err *e)
{
    struct used_figure *used;
    if (!source_rows(s->source, p->name, s->source->year, &used, e)) {
        return false;
    }
    int64_t sum = 0;
    bool known = false;
    for (size_t i = 0; i < used->n_rows; i++) {
        const struct figure_row *row = &used->rows[i];
        bool within =
            row->grade_from.known && row->grade_to.known && row->grade_from.is >= p->first && row->grade_to.is <= p->second;
        if (within && row->value.known) {
            sum += row->value.is;
            known = true;
        }
    }
    out->text = known ? counted(s, sum) : no_data(s);
    out->figure = used;
    return true;
}

static bool show_share(struct showing *s, const struct piece *p, struct shown_piece *out, struct err *e)
{
    struct used_figure *part, *whole;
    if (!source_figure(s->source, p->name, s->source->year, &part, e) ||
        !source_figure(s->source, p->other, s->source->year, &whole, e)) {
        return false;
    }
    out->figure = part;
    return share_words(s, &part->figure, &whole->figure, &out->text, e);
}

static bool show_figure(struct showing *s, const struct piece *p, bool goes_on, struct shown_piece *out, struct err *e)
{
    struct ctx *ctx = s->source->ctx;
    struct used_figure *used, *before;
    out->kind = SHOWN_NUMBER;
    out->made_of = p;
    out->goes_on = goes_on;
    if (p->form == FORM_TOP) {
        return show_top(s, p, goes_on, out, e);
    }
    if (p->form == FORM_GRADES) {
        return show_grades(s, p, out, e);
    }
    if (p->form == FORM_SHARE) {
        return show_share(s, p, out, e);
    }
    int back = p->form == FORM_BEFORE ? p->first : 0;
    if (!source_figure(s->source, p->name, s->source->year - back, &used, e)) {
        return false;
    }
    out->figure = used;
    bool known = used->figure.status != FIGURE_NO_DATA;
    if (p->form == FORM_CHANGE) {
        if (!source_figure(s->source, p->name, s->source->year - 1, &before, e)) {
            return false;
        }
        out->text = sentence_change(ctx->arena, ctx->lang, &used->figure, &before->figure, p->subject);
    } else if (p->form == FORM_UNIT && known && used->figure.def) {
        out->text = unit_with(ctx->arena, ctx->lang, used->figure.def->unit, used->figure.value);
    } else if (p->form == FORM_WORDS && known) {
        out->text = with_words(s, used->figure.value, p->words);
    } else {
        out->text = sentence_value(ctx->arena, ctx->lang, &used->figure);
    }
    return true;
}

int key_number(const struct showing *s, struct str key, bool *ret_chart)
{
    for (size_t i = 0; i < s->n_keys; i++) {
        if (str_equal(s->keys[i].key, key)) {
            *ret_chart = s->keys[i].chart;
            return s->keys[i].number;
        }
    }
    return 0;
}

static void show_reference(struct showing *s, const struct piece *p, struct shown_piece *out)
{
    bool chart = false;
    int number = key_number(s, p->name, &chart);
    out->kind = !number ? SHOWN_NOWHERE : chart ? SHOWN_CHART_NUMBER : SHOWN_TABLE_NUMBER;
    out->key = p->name;
    out->text = number ? str_format(s->source->ctx->arena, "%d", number) : text(s->source->ctx, T_ANALYSIS_NO_SUCH_KEY);
}

static struct str year_words(struct showing *s, const struct piece *p)
{
    int year = s->source->year - p->first;
    return p->kind == PIECE_YEAR ? str_format(s->source->ctx->arena, "%d-%d", year, year + 1)
                                 : str_format(s->source->ctx->arena, "%d", year);
}

static bool show_piece(struct showing *s, const struct piece *p, bool goes_on, struct shown_piece *out, struct err *e)
{
    *out = (struct shown_piece){ .kind = SHOWN_TEXT, .emphasis = p->emphasis, .text = p->text };
    switch (p->kind) {
    case PIECE_TEXT:
        return true;
    case PIECE_YEAR:
    case PIECE_COHORT:
        out->text = year_words(s, p);
        return true;
    case PIECE_REFERENCE:
        show_reference(s, p, out);
        return true;
    case PIECE_FACT:
        out->kind = SHOWN_FACT;
        if (!source_fact(s->source, p->fact, p->name, &out->fact, e)) {
            return false;
        }
        out->text = goes_on ? out->fact->words : utf8_upper_first(s->source->ctx->arena, out->fact->words);
        return true;
    case PIECE_FIGURE:
        return show_figure(s, p, goes_on, out, e);
    }
    return true;
}

bool show_line(struct showing *s, struct str words, struct shown_line *ret_line, struct err *e)
{
    struct piece *pieces;
    struct inline_fault fault;
    struct arena *a = s->source->ctx->arena;
    size_t n;
    if (!inline_parse(a, words, &pieces, &n, &fault)) {
        return err_set(e, ERR_INVALID, "show_line", text_with(s->source->ctx, fault.message, TEXT_ARG("what", fault.what)));
    }
    struct shown_line line = { NEW_ARRAY(a, struct shown_piece, n + 1), n };
    for (size_t i = 0; i < n; i++) {
        if (!show_piece(s, &pieces[i], wording_goes_on(line.pieces, i), &line.pieces[i], e)) {
            return false;
        }
    }
    wording_bind_line(a, &line);
    *ret_line = line;
    return true;
}
