/* What an edition prints, gathered from its text, tables and charts; which of it counts people who could be met; and what
   nobody prints but everybody could reckon: what is left of a whole beside its parts. */
#include "features/analysis/public.h"

#include <string.h>

static void add_order(struct public_cells *p, size_t more, size_t less)
{
    if (p->n_orders == p->room_orders) {
        size_t room = p->room_orders ? p->room_orders * 2 : 64;
        struct disclosure_order *orders = NEW_ARRAY(p->source->ctx->arena, struct disclosure_order, room);
        for (size_t i = 0; i < p->n_orders; i++) {
            orders[i] = p->orders[i];
        }
        p->orders = orders;
        p->room_orders = room;
    }
    p->orders[p->n_orders++] = (struct disclosure_order){ more, less };
}

static void print(struct public_cells *p, const struct public_numbers *numbers)
{
    for (size_t i = 0; i < numbers->n; i++) {
        p->cells[numbers->at[i]].printed = true;
    }
}

/* Rows that stand from the greatest down tell that they do. Whether that is meant or happens, the reader may take it so. */
static void tell_order(struct public_cells *p, const struct public_numbers *numbers)
{
    for (size_t i = 1; i < numbers->n; i++) {
        if (p->cells[numbers->at[i]].value > p->cells[numbers->at[i - 1]].value) {
            return;
        }
    }
    for (size_t i = 1; i < numbers->n; i++) {
        add_order(p, numbers->at[i - 1], numbers->at[i]);
    }
}

static bool collect_line(struct public_cells *p, const struct shown_line *line, struct err *e)
{
    for (size_t i = 0; i < line->n; i++) {
        struct public_numbers numbers;
        if (!public_of_piece(p, &line->pieces[i], &numbers, e)) {
            return false;
        }
        print(p, &numbers);
        if (line->pieces[i].kind == SHOWN_NUMBER && line->pieces[i].made_of->form == FORM_TOP) {
            tell_order(p, &numbers);
        }
    }
    return true;
}

static bool collect_table(struct public_cells *p, const struct shown_table *t, struct err *e)
{
    for (size_t c = 0; c < t->n_columns; c++) {
        struct public_numbers column = { 0 };
        for (size_t r = 0; r < t->n_rows; r++) {
            const struct shown_cell *cell = &t->cells[r * t->n_columns + c];
            struct public_numbers numbers;
            public_of_cell(p, cell, &numbers);
            print(p, &numbers);
            if (cell->of_row && numbers.n > 0 && column.n < PUBLIC_TOGETHER) {
                column.at[column.n++] = numbers.at[0];
            }
        }
        tell_order(p, &column);
    }
    return collect_line(p, &t->note, e) && collect_line(p, &t->title_line, e);
}

static bool collect_chart(struct public_cells *p, const struct shown_chart *c, struct err *e)
{
    for (size_t i = 0; i < c->chart.n_series * c->chart.n_categories; i++) {
        struct public_numbers numbers = { 0 };
        public_of_figure(p, c->figures[i], &numbers);
        print(p, &numbers);
    }
    return collect_line(p, &c->sentence, e) && collect_line(p, &c->title_line, e);
}

static bool collect_block(struct public_cells *p, const struct shown_block *block, struct err *e)
{
    for (size_t i = 0; i < block->n_lines; i++) {
        if (!collect_line(p, &block->lines[i], e)) {
            return false;
        }
    }
    return (!block->table || collect_table(p, block->table, e)) && (!block->chart || collect_chart(p, block->chart, e));
}

static bool same_row(const struct public_atom *atom, const struct figure_row *row)
{
    return atom->id == row->id && str_equal(atom->register_name, row->register_name);
}

/* The rows of a figure that may only be told from five on are so in every other figure, and so is a figure of their name in
   another year, where it has no rows. */
static void mark_rows(struct public_cells *p, const struct used_figure *used)
{
    for (size_t i = 0; i < p->n_atoms; i++) {
        for (size_t k = 0; k < used->n_rows && !p->atoms[i].sensitive; k++) {
            p->atoms[i].sensitive = same_row(&p->atoms[i], &used->rows[k]);
        }
    }
}

static bool is_sensitive(const struct public_cells *p, const struct disclosure_cell *cell)
{
    for (size_t t = 0; t < cell->n_terms; t++) {
        if (!p->atoms[cell->terms[t].variable].sensitive) {
            return false;
        }
    }
    return cell->n_terms > 0;
}

static void mark_names(struct public_cells *p, const struct used_figure *used)
{
    struct str key = str_join(p->source->ctx->arena, STR("figure:"), used->figure.name);
    struct public_numbers numbers = { 0 };
    public_of_figure(p, used, &numbers);
    if (numbers.n == 0 || !is_sensitive(p, &p->cells[numbers.at[0]])) {
        return;
    }
    for (size_t i = 0; i < p->n_atoms; i++) {
        p->atoms[i].sensitive = p->atoms[i].sensitive || str_equal(p->atoms[i].register_name, key);
    }
}

/* Figures of the whole house that count such people, for each year the edition speaks of; what is left of a whole becomes a
   cell, because who knows the whole and the parts knows it. */
static bool read_sensitive(struct public_cells *p, int year, struct err *e)
{
    const struct figure_set *all = p->source->ctx->figures;
    for (size_t i = 0; all && i < all->n; i++) {
        struct used_figure *used;
        if (all->all[i]->family || all->all[i]->minimum_cell == 0) {
            continue;
        }
        if (!source_rows(p->source, str_c(all->all[i]->name), year, &used, e)) {
            return false;
        }
        mark_rows(p, used);
        if (all->all[i]->remainder) {
            struct public_numbers left = { 0 };
            public_of_figure(p, used, &left);
            if (left.n > 0 && p->cells[left.at[0]].value == 0) { /* who sees parts and whole takes it that they add up */
                p->cells[left.at[0]].known = true;
            }
        }
    }
    return true;
}

static bool mark_sensitive(struct public_cells *p, struct err *e)
{
    int first = p->source->year;
    int last = first;
    size_t n = p->source->n_figures;
    for (size_t i = 0; i < n; i++) {
        int year = p->source->figures[i]->figure.year;
        first = year < first ? year : first;
        last = year > last ? year : last;
    }
    for (int year = first; year <= last; year++) {
        if (!read_sensitive(p, year, e)) {
            return false;
        }
    }
    for (size_t i = 0; i < n; i++) {
        mark_names(p, p->source->figures[i]);
    }
    for (size_t i = 0; i < p->n_cells; i++) {
        p->cells[i].least = is_sensitive(p, &p->cells[i]) ? p->least : 0;
    }
    return true;
}

/* The terms of `whole` without those of `part`; none when part has others, or is the whole. */
static size_t left_of(struct public_cells *p, const struct disclosure_cell *whole, const struct disclosure_cell *part,
                      struct disclosure_term *ret_terms)
{
    size_t k = 0, n = 0;
    int64_t value = 0;
    for (size_t i = 0; i < whole->n_terms; i++) {
        const struct disclosure_term *term = &whole->terms[i];
        if (k < part->n_terms && part->terms[k].variable == term->variable && part->terms[k].sign == term->sign) {
            k++;
            continue;
        }
        if (!p->atoms[term->variable].sensitive) {
            return 0;
        }
        value += term->sign * p->atoms[term->variable].value;
        ret_terms[n++] = *term;
    }
    return k == part->n_terms && value > 0 && value < p->least ? n : 0;
}

/* scratch: room for the terms of the longest cell, so that only what is small and left is kept. */
static void keep_left(struct public_cells *p, size_t whole, const struct disclosure_cell *part, struct disclosure_term *scratch)
{
    size_t n = left_of(p, &p->cells[whole], part, scratch);
    if (n > 0) {
        struct disclosure_term *terms = NEW_ARRAY(p->source->ctx->arena, struct disclosure_term, n);
        memcpy(terms, scratch, n * sizeof *terms);
        (void)public_cell(p, terms, n);
    }
}

static bool row_is_printed(const struct public_cells *p, size_t n, const struct disclosure_term *term)
{
    for (size_t i = 0; i < n; i++) {
        if (p->cells[i].printed && p->cells[i].n_terms == 1 && p->cells[i].terms[0].variable == term->variable) {
            return true;
        }
    }
    return false;
}

/* What is left of one printed number beside another, and beside all its printed rows together. Only what is small matters. */
static void add_remainders(struct public_cells *p)
{
    size_t n = p->n_cells, most = 0;
    for (size_t i = 0; i < n; i++) {
        most = p->cells[i].n_terms > most ? p->cells[i].n_terms : most;
    }
    struct disclosure_term *scratch = NEW_ARRAY(p->source->ctx->arena, struct disclosure_term, most + 1);
    struct disclosure_term *rows = NEW_ARRAY(p->source->ctx->arena, struct disclosure_term, most + 1);
    for (size_t w = 0; w < n; w++) {
        struct disclosure_cell together = { .terms = rows };
        if (!p->cells[w].printed || p->cells[w].n_terms < 2) {
            continue;
        }
        for (size_t i = 0; i < n; i++) {
            if (i != w && p->cells[i].printed) {
                keep_left(p, w, &p->cells[i], scratch);
            }
        }
        for (size_t t = 0; t < p->cells[w].n_terms; t++) {
            if (row_is_printed(p, n, &p->cells[w].terms[t])) {
                rows[together.n_terms++] = p->cells[w].terms[t];
            }
        }
        if (together.n_terms > 0) {
            keep_left(p, w, &together, scratch);
        }
    }
}

bool public_collect(struct public_cells *p, const struct shown *shown, struct err *e)
{
    if (!source_read_all(p->source, e)) {
        return false;
    }
    for (size_t i = 0; i < shown->n_sections; i++) {
        for (size_t k = 0; k < shown->sections[i].n_blocks; k++) {
            if (!collect_block(p, &shown->sections[i].blocks[k], e)) {
                return false;
            }
        }
    }
    if (!mark_sensitive(p, e)) {
        return false;
    }
    add_remainders(p);
    return true;
}
