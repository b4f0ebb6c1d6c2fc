/* The form of a public edition as JSON and back. What is stored is what everybody may see and nothing else: a page or a file
   made of it cannot show a hidden number, because there is none. */
#include "base/json.h"
#include "base/num.h"
#include "features/analysis/public.h"

static struct json *line_json(struct arena *a, const struct shown_line *line)
{
    struct json *pieces = json_array(a);
    for (size_t i = 0; i < line->n; i++) {
        const struct shown_piece *p = &line->pieces[i];
        struct json *j = json_object(a);
        json_put_text(a, j, "words", p->text);
        if (p->kind == SHOWN_TABLE_NUMBER || p->kind == SHOWN_CHART_NUMBER) {
            json_put_text(a, j, p->kind == SHOWN_TABLE_NUMBER ? "table" : "chart", p->key);
        }
        if (p->emphasis) {
            json_put(a, j, "emphasis", json_bool(a, true));
        }
        json_add(pieces, j);
    }
    return pieces;
}

static struct json *table_json(struct arena *a, const struct shown_table *t)
{
    struct json *j = json_object(a), *columns = json_array(a), *rows = json_array(a);
    json_put_text(a, j, "key", t->key);
    json_put_int(a, j, "number", t->number);
    json_put_text(a, j, "title", t->title);
    json_put(a, j, "note", line_json(a, &t->note));
    for (size_t c = 0; c < t->n_columns; c++) {
        struct json *column = json_object(a);
        json_put_text(a, column, "head", t->columns[c].head);
        json_put(a, column, "number", json_bool(a, t->columns[c].number));
        json_put_int(a, column, "width", t->columns[c].width_permille);
        json_add(columns, column);
    }
    for (size_t r = 0; r < t->n_rows; r++) {
        struct json *row = json_array(a);
        for (size_t c = 0; c < t->n_columns; c++) {
            const struct shown_cell *cell = &t->cells[r * t->n_columns + c];
            struct json *one = json_object(a);
            json_put_text(a, one, "words", cell->text);
            json_put(a, one, "total", json_bool(a, cell->strong));
            json_add(row, one);
        }
        json_add(rows, row);
    }
    json_put(a, j, "columns", columns);
    json_put(a, j, "rows", rows);
    return j;
}

static struct json *words_json(struct arena *a, const struct str *words, size_t n)
{
    struct json *all = json_array(a);
    for (size_t i = 0; i < n; i++) {
        json_add(all, json_string(a, words[i]));
    }
    return all;
}

static const char *const chart_kinds[] = {
    [CHART_COLUMN] = "column", [CHART_BAR] = "bar", [CHART_LINE] = "line", [CHART_STACKED] = "stacked"
};
static const char *const chart_states[] = {
    [CHART_KNOWN] = "known", [CHART_MISSING] = "no number", [CHART_RECONSTRUCTED] = "reconstructed"
};

static size_t word_at(const char *const *words, size_t n, struct str word)
{
    size_t i = n - 1;
    while (i > 0 && !str_is(word, words[i])) {
        i--;
    }
    return i;
}

static struct json *chart_json(struct arena *a, const struct shown_chart *c)
{
    struct json *j = json_object(a), *values = json_array(a);
    json_put_text(a, j, "key", c->key);
    json_put_int(a, j, "number", c->number);
    json_put_text(a, j, "kind", str_c(chart_kinds[c->chart.kind]));
    json_put_text(a, j, "title", c->chart.title);
    json_put_text(a, j, "unit", c->chart.unit);
    json_put(a, j, "sentence", line_json(a, &c->sentence));
    json_put(a, j, "categories", words_json(a, c->chart.categories, c->chart.n_categories));
    json_put(a, j, "series", words_json(a, c->chart.series, c->chart.n_series));
    for (size_t i = 0; i < c->chart.n_series * c->chart.n_categories; i++) {
        const struct chart_value *v = &c->chart.values[i];
        struct json *one = json_object(a);
        json_put_text(a, one, "words", v->shown);
        json_put_text(a, one, "state", str_c(chart_states[v->state]));
        json_put_maybe(a, one, "value", v->state == CHART_MISSING ? NO_INT : SOME_INT(v->value));
        json_add(values, one);
    }
    json_put(a, j, "values", values);
    return j;
}

static struct json *block_json(struct arena *a, const struct shown_block *block)
{
    struct json *j = json_object(a), *lines = json_array(a);
    json_put_text(a, j, "kind", str_c(block_kind_word(block->block->kind)));
    json_put_some(a, j, "about", block->about_title);
    for (size_t i = 0; i < block->n_lines; i++) {
        json_add(lines, line_json(a, &block->lines[i]));
    }
    json_put(a, j, "lines", lines);
    if (block->table) {
        json_put(a, j, "table", table_json(a, block->table));
    }
    if (block->chart) {
        json_put(a, j, "chart", chart_json(a, block->chart));
    }
    return j;
}

struct str public_form(struct arena *a, const struct shown *shown, const struct public_names *kept, int64_t least)
{
    struct json *j = json_object(a), *sections = json_array(a);
    json_put_text(a, j, "format", STR("orientir public analysis 1"));
    json_put_text(a, j, "title", shown->analysis->title);
    json_put_int(a, j, "year", shown->analysis->year);
    json_put_int(a, j, "least", least);
    json_put(a, j, "names", words_json(a, kept->all, kept->n)); /* by consent: looked at again whenever it is shown */
    for (size_t i = 0; i < shown->n_sections; i++) {
        struct json *section = json_object(a), *blocks = json_array(a);
        json_put_text(a, section, "title", shown->sections[i].title);
        for (size_t k = 0; k < shown->sections[i].n_blocks; k++) {
            if (shown->sections[i].blocks[k].trouble.len == 0) { /* a block that cannot be shown has nothing to show */
                json_add(blocks, block_json(a, &shown->sections[i].blocks[k]));
            }
        }
        json_put(a, section, "blocks", blocks);
        json_add(sections, section);
    }
    json_put(a, j, "sections", sections);
    return json_write(a, j);
}

static size_t count(const struct json *array)
{
    size_t n = 0;
    for (const struct json *j = array ? array->first : NULL; j; j = j->next) {
        n++;
    }
    return n;
}

static int64_t number_of(const struct json *j, const char *key)
{
    int64_t n = 0;
    return num_read_int(json_text(j, key), &n) ? n : 0;
}

static bool yes(const struct json *j, const char *key)
{
    const struct json *value = json_get(j, key);
    return value && value->kind == JSON_TRUE;
}

static struct shown_line read_line(struct arena *a, const struct json *pieces)
{
    struct shown_line line = { NEW_ARRAY(a, struct shown_piece, count(pieces) + 1), 0 };
    for (const struct json *j = pieces ? pieces->first : NULL; j; j = j->next) {
        struct str table = json_text(j, "table"), chart = json_text(j, "chart");
        line.pieces[line.n++] = (struct shown_piece){ .kind = table.len   ? SHOWN_TABLE_NUMBER
                                                              : chart.len ? SHOWN_CHART_NUMBER
                                                                          : SHOWN_TEXT,
                                                      .text = json_text(j, "words"),
                                                      .key = table.len ? table : chart,
                                                      .emphasis = yes(j, "emphasis") };
    }
    return line;
}

static struct shown_table *read_table(struct arena *a, const struct json *j)
{
    struct shown_table *t = NEW(a, struct shown_table);
    const struct json *columns = json_get(j, "columns"), *rows = json_get(j, "rows");
    *t = (struct shown_table){ .key = json_text(j, "key"),
                               .number = (int)number_of(j, "number"),
                               .title = json_text(j, "title"),
                               .note = read_line(a, json_get(j, "note")),
                               .n_columns = count(columns),
                               .n_rows = count(rows) };
    t->columns = NEW_ARRAY(a, struct shown_column, t->n_columns + 1);
    t->cells = NEW_ARRAY(a, struct shown_cell, t->n_columns * t->n_rows + 1);
    size_t c = 0, r = 0;
    for (const struct json *column = columns ? columns->first : NULL; column; column = column->next) {
        t->columns[c++] =
            (struct shown_column){ json_text(column, "head"), yes(column, "number"), (int)number_of(column, "width") };
    }
    for (const struct json *row = rows ? rows->first : NULL; row; row = row->next, r++) {
        c = 0;
        for (const struct json *cell = row->first; cell && c < t->n_columns; cell = cell->next) {
            t->cells[r * t->n_columns + c++] =
                (struct shown_cell){ .text = json_text(cell, "words"), .strong = yes(cell, "total") };
        }
    }
    return t;
}

static struct str *read_words(struct arena *a, const struct json *all)
{
    struct str *words = NEW_ARRAY(a, struct str, count(all) + 1);
    size_t n = 0;
    for (const struct json *j = all ? all->first : NULL; j; j = j->next) {
        words[n++] = j->text;
    }
    return words;
}

static struct shown_chart *read_chart(struct ctx *ctx, const struct json *j)
{
    struct arena *a = ctx->arena;
    struct shown_chart *c = NEW(a, struct shown_chart);
    const struct json *values = json_get(j, "values");
    size_t room, n = 0;
    *c = (struct shown_chart){ .key = json_text(j, "key"),
                               .number = (int)number_of(j, "number"),
                               .sentence = read_line(a, json_get(j, "sentence")) };
    c->chart = (struct chart){ .kind = (enum chart_kind)word_at(chart_kinds, COUNT(chart_kinds), json_text(j, "kind")),
                               .title = json_text(j, "title"),
                               .unit = json_text(j, "unit"),
                               .categories = read_words(a, json_get(j, "categories")),
                               .n_categories = count(json_get(j, "categories")),
                               .series = read_words(a, json_get(j, "series")),
                               .n_series = count(json_get(j, "series")),
                               .no_data = text(ctx, T_REPORT_NO_DATA),
                               .reconstructed = text(ctx, T_REPORT_RECONSTRUCTED) };
    room = c->chart.n_series * c->chart.n_categories;
    struct chart_value *read = NEW_ARRAY(a, struct chart_value, room + 1);
    for (const struct json *v = values ? values->first : NULL; v && n < room; v = v->next) {
        read[n++] =
            (struct chart_value){ .state = (enum chart_state)word_at(chart_states, COUNT(chart_states), json_text(v, "state")),
                                  .value = number_of(v, "value"),
                                  .shown = json_text(v, "words") };
    }
    c->chart.values = read;
    c->values = chart_words(ctx, &c->chart);
    c->chart.description = c->sentence.n ? line_words(a, &c->sentence) : c->values;
    return c;
}

static bool read_block(struct ctx *ctx, const struct json *j, struct shown_block *out)
{
    struct block *block = NEW(ctx->arena, struct block);
    const struct json *lines = json_get(j, "lines"), *table = json_get(j, "table"), *chart = json_get(j, "chart");
    *out = (struct shown_block){ .block = block, .about_title = json_text(j, "about") };
    out->lines = NEW_ARRAY(ctx->arena, struct shown_line, count(lines) + 1);
    for (const struct json *line = lines ? lines->first : NULL; line; line = line->next) {
        out->lines[out->n_lines++] = read_line(ctx->arena, line);
    }
    out->table = table ? read_table(ctx->arena, table) : NULL;
    out->chart = chart ? read_chart(ctx, chart) : NULL;
    return block_kind_read(json_text(j, "kind"), &block->kind) && (block->kind != BLOCK_TABLE || out->table) &&
           (block->kind != BLOCK_CHART || out->chart);
}

static bool read_section(struct ctx *ctx, const struct json *j, size_t at, struct shown_section *out)
{
    struct section *section = NEW(ctx->arena, struct section);
    const struct json *blocks = json_get(j, "blocks");
    *section = (struct section){ .id = (int64_t)at, .title = json_text(j, "title") };
    *out = (struct shown_section){ .section = section, .title = section->title };
    out->blocks = NEW_ARRAY(ctx->arena, struct shown_block, count(blocks) + 1);
    for (const struct json *b = blocks ? blocks->first : NULL; b; b = b->next) {
        if (!read_block(ctx, b, &out->blocks[out->n_blocks++])) {
            return false;
        }
    }
    return true;
}

bool public_shown(struct ctx *ctx, struct str form, struct shown **ret_shown, struct err *e)
{
    struct shown *shown = NEW(ctx->arena, struct shown);
    struct analysis *analysis = NEW(ctx->arena, struct analysis);
    struct json *json;
    if (!json_read(ctx->arena, form, &json, e)) {
        return false;
    }
    const struct json *sections = json_get(json, "sections");
    *analysis = (struct analysis){ .year = (int)number_of(json, "year"), .title = json_text(json, "title") };
    *shown = (struct shown){ .analysis = analysis, .source = source_live(ctx, analysis->year) };
    shown->front = public_note(shown->source->ctx, number_of(json, "least"));
    shown->sections = NEW_ARRAY(ctx->arena, struct shown_section, count(sections) + 1);
    for (const struct json *j = sections ? sections->first : NULL; j; j = j->next) {
        size_t n = shown->n_sections++;
        if (!read_section(shown->source->ctx, j, n + 1, &shown->sections[n])) {
            return err_set(e, ERR_BROKEN, "public_shown", STR("the public edition cannot be read"));
        }
    }
    *ret_shown = shown;
    return true;
}

struct str public_note(struct ctx *ctx, int64_t least)
{
    return text_with(ctx, T_ANALYSIS_PUBLIC_NOTE, TEXT_ARG("least", least));
}
