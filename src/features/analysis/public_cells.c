/* Numbers of an edition taken apart: each is a sum of rows of the record, and a row that stands in two figures is the same row.
   So a total and its parts, a figure in the text, in a chart and in a table, a subset and its whole hang together by
   themselves. Two rows that say different numbers are two, for a record may be corrected between two editions. */
#include "features/analysis/public.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct public_cells *public_cells_new(struct source *source, int64_t least)
{
    struct public_cells *p = NEW(source->ctx->arena, struct public_cells);
    p->source = source;
    p->least = least;
    return p;
}

static void *grown(struct arena *a, const void *old, size_t n, size_t size, size_t *room)
{
    if (n < *room) {
        return NULL;
    }
    *room = *room ? *room * 2 : 128;
    char *more = arena_take(a, *room * size, _Alignof(max_align_t));
    if (n > 0) {
        memcpy(more, old, n * size);
    }
    return more;
}

size_t public_atom(struct public_cells *p, const struct public_atom *atom)
{
    for (size_t i = 0; i < p->n_atoms; i++) {
        const struct public_atom *old = &p->atoms[i];
        if (old->id == atom->id && old->value == atom->value && old->grade_from == atom->grade_from &&
            old->grade_to == atom->grade_to && str_equal(old->register_name, atom->register_name) &&
            str_equal(old->unit, atom->unit)) {
            p->atoms[i].sensitive = old->sensitive || atom->sensitive;
            return i;
        }
    }
    void *more = grown(p->source->ctx->arena, p->atoms, p->n_atoms, sizeof *p->atoms, &p->room_atoms);
    p->atoms = more ? more : p->atoms;
    p->atoms[p->n_atoms] = *atom;
    return p->n_atoms++;
}

static bool same_terms(const struct disclosure_cell *cell, const struct disclosure_term *terms, size_t n)
{
    if (cell->n_terms != n) {
        return false;
    }
    for (size_t i = 0; i < n; i++) { /* in the order of the variables, which public_cell sees to */
        if (cell->terms[i].variable != terms[i].variable || cell->terms[i].sign != terms[i].sign) {
            return false;
        }
    }
    return true;
}

static int by_variable(const void *one, const void *two)
{
    size_t a = ((const struct disclosure_term *)one)->variable, b = ((const struct disclosure_term *)two)->variable;
    return (a > b) - (a < b);
}

/* The same row twice in one figure would be a fault of its statement; the sum stays right by leaving terms as they are. */
size_t public_cell(struct public_cells *p, struct disclosure_term *terms, size_t n)
{
    qsort(terms, n, sizeof *terms, by_variable);
    for (size_t i = 0; i < p->n_cells; i++) {
        if (same_terms(&p->cells[i], terms, n)) {
            return i;
        }
    }
    void *more = grown(p->source->ctx->arena, p->cells, p->n_cells, sizeof *p->cells, &p->room_cells);
    p->cells = more ? more : p->cells;
    struct disclosure_cell *cell = &p->cells[p->n_cells];
    *cell = (struct disclosure_cell){ .terms = terms, .n_terms = n, .weight = (int)n };
    bool sensitive = n > 0;
    for (size_t i = 0; i < n; i++) {
        cell->value += terms[i].sign * p->atoms[terms[i].variable].value;
        sensitive = sensitive && p->atoms[terms[i].variable].sensitive;
    }
    cell->least = sensitive ? p->least : 0;
    return p->n_cells++;
}

static struct str unit_of(const struct used_figure *used)
{
    return used->figure.def ? str_c(unit_word(used->figure.def->unit)) : STR_NONE;
}

static bool counts_people_who_could_be_met(const struct figure_def *def)
{
    return def && def->minimum_cell > 0;
}

/* A row may be taken off a whole («не отнесены ни к одной категории»): then its number stands with a minus. */
static struct disclosure_term term_of_row(struct public_cells *p, const struct used_figure *used, const struct figure_row *row)
{
    const struct public_atom atom = { .register_name = row->register_name,
                                      .unit = unit_of(used),
                                      .id = row->id,
                                      .grade_from = row->grade_from.known ? row->grade_from.is : 0,
                                      .grade_to = row->grade_to.known ? row->grade_to.is : 0,
                                      .value = row->value.is < 0 ? -row->value.is : row->value.is,
                                      .sensitive = counts_people_who_could_be_met(used->figure.def) };
    return (struct disclosure_term){ public_atom(p, &atom), row->value.is < 0 ? -1 : 1 };
}

static void add_number(struct public_numbers *numbers, size_t cell)
{
    if (numbers->n < PUBLIC_TOGETHER) {
        numbers->at[numbers->n++] = cell;
    }
}

static bool within(const struct figure_row *row, int64_t first, int64_t last)
{
    return row->grade_from.known && row->grade_to.known && row->grade_from.is >= first && row->grade_to.is <= last;
}

/* Of all rows with a number, or of those of some grades. */
static void of_rows(struct public_cells *p, const struct used_figure *used, const struct piece *grades,
                    struct public_numbers *ret_numbers)
{
    struct disclosure_term *terms = NEW_ARRAY(p->source->ctx->arena, struct disclosure_term, used->n_rows + 1);
    size_t n = 0;
    for (size_t i = 0; i < used->n_rows; i++) {
        const struct figure_row *row = &used->rows[i];
        if (row->value.known && (!grades || within(row, grades->first, grades->second))) {
            terms[n++] = term_of_row(p, used, row);
        }
    }
    if (n > 0) {
        add_number(ret_numbers, public_cell(p, terms, n));
    }
}

static bool sums_up(const struct used_figure *used)
{
    int64_t sum = 0;
    bool known = false;
    for (size_t i = 0; i < used->n_rows; i++) {
        known = known || used->rows[i].value.known;
        sum += used->rows[i].value.known ? used->rows[i].value.is : 0;
    }
    return used->has_rows && known && sum == used->figure.value &&
           !(used->figure.def && used->figure.def->aggregate == FIGURE_COUNT);
}

void public_of_figure(struct public_cells *p, const struct used_figure *used, struct public_numbers *ret_numbers)
{
    if (used->figure.status == FIGURE_NO_DATA) {
        return;
    }
    if (sums_up(used)) {
        of_rows(p, used, NULL, ret_numbers);
        return;
    }
    const struct public_atom atom = { .register_name = str_join(p->source->ctx->arena, STR("figure:"), used->figure.name),
                                      .unit = unit_of(used),
                                      .id = used->figure.year,
                                      .value = used->figure.value,
                                      .sensitive = counts_people_who_could_be_met(used->figure.def) };
    struct disclosure_term *term = NEW(p->source->ctx->arena, struct disclosure_term);
    *term = (struct disclosure_term){ public_atom(p, &atom), 1 };
    add_number(ret_numbers, public_cell(p, term, 1));
}

static void of_row(struct public_cells *p, const struct used_figure *used, const struct figure_row *row,
                   struct public_numbers *ret_numbers)
{
    if (row->value.known) {
        struct disclosure_term *term = NEW(p->source->ctx->arena, struct disclosure_term);
        *term = term_of_row(p, used, row);
        add_number(ret_numbers, public_cell(p, term, 1));
    }
}

void public_of_cell(struct public_cells *p, const struct shown_cell *cell, struct public_numbers *ret_numbers)
{
    *ret_numbers = (struct public_numbers){ 0 };
    if (cell->of_row) {
        of_row(p, cell->figure, cell->of_row, ret_numbers);
    } else if (cell->figure) {
        public_of_figure(p, cell->figure, ret_numbers);
    }
    if (cell->whole) {
        public_of_figure(p, cell->whole, ret_numbers);
    }
}

bool public_of_piece(struct public_cells *p, const struct shown_piece *piece, struct public_numbers *ret_numbers, struct err *e)
{
    const struct piece *made_of = piece->made_of;
    struct used_figure *other;
    *ret_numbers = (struct public_numbers){ 0 };
    if (piece->kind != SHOWN_NUMBER) {
        return true;
    }
    if (made_of->form == FORM_GRADES) {
        of_rows(p, piece->figure, made_of, ret_numbers);
        return true;
    }
    if (made_of->form == FORM_TOP) {
        const struct figure_row *rows = rows_by_value(p->source->ctx->arena, piece->figure);
        for (size_t i = 0; i < piece->figure->n_rows && i < (size_t)made_of->first; i++) {
            of_row(p, piece->figure, &rows[i], ret_numbers);
        }
        return true;
    }
    public_of_figure(p, piece->figure, ret_numbers);
    if (made_of->form == FORM_SHARE || made_of->form == FORM_CHANGE) {
        bool share = made_of->form == FORM_SHARE;
        if (!source_rows(p->source, share ? made_of->other : made_of->name, p->source->year - !share, &other, e)) {
            return false;
        }
        public_of_figure(p, other, ret_numbers);
    }
    return true;
}
