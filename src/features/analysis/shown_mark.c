/* What of a signed analysis would read otherwise today. The same text is shown once more from the record as it is, and the two
   are laid side by side: so a mark cannot miss a number because of the way it was made. A block that can no longer be shown
   from the record falls back on what its figures say. */
#include "features/analysis/shown.h"

#include "report/sentence.h"

/* Today's words where they differ; `today` empty: there are none to compare with. */
static struct str moved_words(struct shown *shown, const struct used_figure *figure, struct str was, struct str today)
{
    struct ctx *ctx = shown->source->ctx;
    if (today.len > 0 ? str_equal(was, today) : !figure->moved) {
        return STR_NONE;
    }
    shown->n_marks++;
    return today.len > 0 ? today : sentence_value(ctx->arena, ctx->lang, &figure->now);
}

static void mark_line(struct shown *shown, struct shown_line *line, const struct shown_line *today)
{
    for (size_t i = 0; i < line->n; i++) {
        struct shown_piece *p = &line->pieces[i];
        if (p->kind == SHOWN_NUMBER) {
            p->now = moved_words(shown, p->figure, p->text, today && i < today->n ? today->pieces[i].text : STR_NONE);
        }
    }
}

static bool same_number(struct maybe_int one, struct maybe_int two)
{
    return one.known == two.known && (!one.known || one.is == two.is);
}

static bool same_row(const struct shown_cell *one, const struct shown_cell *two)
{
    return one->row == two->row && same_number(one->grade_from, two->grade_from) && same_number(one->grade_to, two->grade_to);
}

static size_t rows_of(const struct shown_table *table, int64_t row, size_t column)
{
    size_t n = 0;
    for (size_t i = 0; i < table->n_rows; i++) {
        n += table->cells[i * table->n_columns + column].row == row;
    }
    return n;
}

/* Rows come and go: a row is found by its record and its grades and not by its place; by its record alone where that has only
   this one, then and now. A row that is gone has no number any more. */
static struct str row_today(struct shown *shown, const struct shown_table *was, const struct shown_table *today,
                            const struct shown_cell *cell, size_t column)
{
    bool only = rows_of(was, cell->row, column) == 1 && rows_of(today, cell->row, column) == 1;
    for (size_t i = 0; i < today->n_rows; i++) {
        const struct shown_cell *other = &today->cells[i * today->n_columns + column];
        if (only ? other->row == cell->row : same_row(other, cell)) {
            return other->text;
        }
    }
    return text(shown->source->ctx, T_REPORT_NO_DATA);
}

/* The greatest rows are read by their place: who stands third today is what the third place would say. One who was
   given another name is the same, and the number stands. */
static struct str place_today(struct shown *shown, const struct shown_table *was, const struct shown_table *today, size_t row,
                              size_t column)
{
    struct arena *a = shown->source->ctx->arena;
    size_t at = row * was->n_columns + column;
    if (row >= today->n_rows) {
        return text(shown->source->ctx, T_REPORT_NO_DATA);
    }
    const struct shown_cell *label = &today->cells[at - 1];
    if (today->cells[at].row == was->cells[at].row) {
        return today->cells[at].text;
    }
    return str_format(a, "%s: %s", str_cstr(a, label->text), str_cstr(a, today->cells[at].text));
}

static void mark_table(struct shown *shown, struct shown_table *was, const struct shown_table *today)
{
    for (size_t r = 0; r < was->n_rows; r++) {
        for (size_t c = 0; c < was->n_columns; c++) {
            struct shown_cell *cell = &was->cells[r * was->n_columns + c];
            struct str words = STR_NONE;
            if (!cell->figure) {
                continue;
            }
            if (today && was->by_place) {
                words = place_today(shown, was, today, r, c);
            } else if (today && cell->row) {
                words = row_today(shown, was, today, cell, c);
            } else if (today) {
                /* The total is the last row, whatever came before it. */
                size_t at = cell->strong ? today->n_rows - 1 : r;
                words = at < today->n_rows ? today->cells[at * today->n_columns + c].text : STR_NONE;
            }
            cell->now = moved_words(shown, cell->figure, cell->text, words);
        }
    }
    mark_line(shown, &was->note, today ? &today->note : NULL);
}

static void mark_block(struct shown *shown, struct shown_block *was, const struct shown_block *today)
{
    for (size_t i = 0; i < was->n_lines; i++) {
        mark_line(shown, &was->lines[i], i < today->n_lines ? &today->lines[i] : NULL);
    }
    if (was->table) {
        mark_table(shown, was->table, today->table);
    }
}

bool shown_mark(struct shown *shown, struct err *e)
{
    struct shown *today;
    if (!shown->source->present) {
        return true;
    }
    if (!shown_read(shown->source->present, shown->analysis, &today, e)) {
        return false;
    }
    for (size_t i = 0; i < shown->n_sections; i++) {
        for (size_t k = 0; k < shown->sections[i].n_blocks; k++) {
            mark_block(shown, &shown->sections[i].blocks[k], &today->sections[i].blocks[k]);
        }
    }
    return true;
}
