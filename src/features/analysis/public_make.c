/* Making a public edition: the signed edition is read from its own JSON, its numbers are weighed together with all that was
   ever public, and what must not be seen is taken out of the words, tables and pictures. What comes out has no figures behind
   it. */
#include "features/analysis/public.h"

#include "base/json.h"
#include "base/num.h"

static bool read_block(const struct json *j, struct block *block)
{
    block->text = json_text(j, "text");
    return block_kind_read(json_text(j, "kind"), &block->kind) && num_read_int(json_text(j, "id"), &block->id);
}

static size_t count(const struct json *array)
{
    size_t n = 0;
    for (const struct json *j = array ? array->first : NULL; j; j = j->next) {
        n++;
    }
    return n;
}

/* The title of a section carries its number already. */
static bool read_section(struct arena *a, const struct json *j, int64_t id, struct section *section)
{
    const struct json *blocks = json_get(j, "blocks");
    *section =
        (struct section){ .id = id, .kind = json_text(j, "kind"), .title = json_text(j, "title"), .state = STR("ready") };
    section->blocks = NEW_ARRAY(a, struct block, count(blocks) + 1);
    for (const struct json *b = blocks ? blocks->first : NULL; b; b = b->next) {
        if (!read_block(b, &section->blocks[section->n_blocks++])) {
            return false;
        }
    }
    return true;
}

bool public_analysis(struct ctx *ctx, const struct edition *edition, const struct json *json, struct analysis *ret_analysis,
                     struct err *e)
{
    const struct json *sections = json_get(json, "sections");
    struct analysis analysis = {
        .id = edition->id, .year = (int)edition->year, .title = json_text(json, "title"), .state = STR("approved")
    };
    analysis.sections = NEW_ARRAY(ctx->arena, struct section, count(sections) + 1);
    for (const struct json *j = sections ? sections->first : NULL; j; j = j->next) {
        size_t n = analysis.n_sections++;
        if (!read_section(ctx->arena, j, (int64_t)n + 1, &analysis.sections[n])) {
            return err_set(e, ERR_BROKEN, "public_analysis", STR("the edition cannot be read"));
        }
    }
    *ret_analysis = analysis;
    return true;
}

struct redacting {
    struct ctx *ctx; /* Russian */
    struct public_cells *p;
};

static bool hidden(const struct redacting *r, const struct public_numbers *numbers)
{
    for (size_t i = 0; i < numbers->n; i++) {
        if (r->p->cells[numbers->at[i]].hidden) {
            return true;
        }
    }
    return false;
}

/* Rows without a number have no cell, so rows and cells are walked side by side. */
static struct str top_left(struct redacting *r, const struct shown_piece *piece, const struct public_numbers *numbers)
{
    const struct figure_row *rows = rows_by_value(r->ctx->arena, piece->figure);
    size_t n = piece->figure->n_rows < (size_t)piece->made_of->first ? piece->figure->n_rows : (size_t)piece->made_of->first;
    bool *mask = NEW_ARRAY(r->ctx->arena, bool, n + 1);
    for (size_t i = 0, k = 0; i < n; i++) {
        if (rows[i].value.known) {
            mask[i] = k >= numbers->n || r->p->cells[numbers->at[k]].hidden;
            k++;
        }
    }
    return top_words(r->ctx, rows, n, piece->goes_on, mask);
}

static bool redact_line(struct redacting *r, struct shown_line *line, struct err *e)
{
    for (size_t i = 0; i < line->n; i++) {
        struct shown_piece *piece = &line->pieces[i];
        struct public_numbers numbers;
        if (!public_of_piece(r->p, piece, &numbers, e)) {
            return false;
        }
        if (hidden(r, &numbers)) {
            piece->text = piece->made_of->form == FORM_TOP      ? top_left(r, piece, &numbers)
                          : piece->made_of->form == FORM_CHANGE ? text(r->ctx, T_ANALYSIS_PUBLIC_HIDDEN_CHANGE)
                                                                : text(r->ctx, T_ANALYSIS_PUBLIC_HIDDEN_WORDS);
        }
        if (piece->kind == SHOWN_NUMBER || piece->kind == SHOWN_FACT) {
            piece->kind = SHOWN_TEXT;
            piece->figure = NULL;
            piece->made_of = NULL;
            piece->fact = NULL;
        }
    }
    return true;
}

static bool redact_table(struct redacting *r, struct shown_table *t, struct err *e)
{
    for (size_t i = 0; i < t->n_columns * t->n_rows; i++) {
        struct shown_cell *cell = &t->cells[i];
        struct public_numbers numbers;
        public_of_cell(r->p, cell, &numbers);
        if (hidden(r, &numbers)) {
            *cell = (struct shown_cell){ .text = text(r->ctx, T_ANALYSIS_PUBLIC_HIDDEN), .strong = cell->strong };
        } else {
            *cell = (struct shown_cell){ .text = cell->text,
                                         .strong = cell->strong,
                                         .number = cell->number,
                                         .percent = cell->percent,
                                         .reconstructed = cell->reconstructed };
        }
    }
    if (!redact_line(r, &t->note, e) || !redact_line(r, &t->title_line, e)) {
        return false;
    }
    t->title = line_words(r->ctx->arena, &t->title_line);
    return true;
}

static bool redact_chart(struct redacting *r, struct shown_chart *c, struct err *e)
{
    size_t n = c->chart.n_series * c->chart.n_categories;
    struct chart_value *values = NEW_ARRAY(r->ctx->arena, struct chart_value, n + 1);
    bool sentence = c->sentence.n > 0;
    for (size_t i = 0; i < n; i++) {
        struct public_numbers numbers = { 0 };
        public_of_figure(r->p, c->figures[i], &numbers);
        values[i] = c->chart.values[i];
        values[i].link = STR_NONE;
        if (hidden(r, &numbers)) {
            values[i] = (struct chart_value){ .state = CHART_MISSING, .shown = text(r->ctx, T_ANALYSIS_PUBLIC_HIDDEN) };
        }
    }
    c->chart.values = values;
    c->figures = NULL;
    if (!redact_line(r, &c->sentence, e) || !redact_line(r, &c->title_line, e)) {
        return false;
    }
    c->chart.title = line_words(r->ctx->arena, &c->title_line);
    c->values = chart_words(r->ctx, &c->chart);
    c->chart.description = sentence ? line_words(r->ctx->arena, &c->sentence) : c->values;
    return true;
}

static bool redact_block(struct redacting *r, struct shown_block *block, struct err *e)
{
    for (size_t i = 0; i < block->n_lines; i++) {
        if (!redact_line(r, &block->lines[i], e)) {
            return false;
        }
    }
    block->about = NULL;
    return (!block->table || redact_table(r, block->table, e)) && (!block->chart || redact_chart(r, block->chart, e));
}

static bool redact(struct redacting *r, struct shown *shown, struct err *e)
{
    for (size_t i = 0; i < shown->n_sections; i++) {
        for (size_t k = 0; k < shown->sections[i].n_blocks; k++) {
            if (!redact_block(r, &shown->sections[i].blocks[k], e)) {
                return false;
            }
        }
    }
    return true;
}

static void count_hidden(const struct public_cells *p, struct public_made *made)
{
    for (size_t i = 0; i < p->n_cells; i++) {
        if (p->cells[i].printed && p->cells[i].hidden) {
            made->n_small += p->cells[i].small;
            made->n_others += !p->cells[i].small;
        }
    }
}

bool public_make(struct ctx *ctx, int64_t edition_id, int64_t least, struct public_made *ret_made, struct err *e)
{
    struct edition edition;
    struct analysis *analysis = NEW(ctx->arena, struct analysis);
    struct json *json;
    struct source *source;
    struct public_made made = { 0 };
    if (!edition_read(ctx, edition_id, &edition, e) || !json_read(ctx->arena, edition.json, &json, e) ||
        !public_analysis(ctx, &edition, json, analysis, e) || !source_edition(ctx, analysis->year, json, &source, e) ||
        !shown_read(source, analysis, &made.shown, e)) {
        return false;
    }
    struct public_cells *p = public_cells_new(source, least);
    if (!public_collect(p, made.shown, e) || !public_told(ctx, p, e)) {
        return false;
    }
    struct disclosure d = {
        .n_variables = p->n_atoms, .cells = p->cells, .n_cells = p->n_cells, .orders = p->orders, .n_orders = p->n_orders
    };
    made.possible = disclosure_hide(ctx->arena, &d) && disclosure_clean(&d);
    struct redacting r = { source->ctx, p };
    if (!redact(&r, made.shown, e) || !public_unname(ctx, analysis, &made, e)) {
        return false;
    }
    count_hidden(p, &made);
    made.facts = public_facts(p);
    made.form = public_form(ctx->arena, made.shown, &made.kept, least);
    *ret_made = made;
    return true;
}
