/* The analysis for machines and for signing: blocks as stored and as shown, and every figure with its value, unit, period,
   definition in both languages, the statement that counted it with the hash of its text, the moment, and its rows by id. The
   hash is of the text for SQLite whatever engine runs, so that an edition can be compared between the two. */
#include "features/analysis/machine.h"

#include "analysis_sql.h"
#include "base/hash.h"

static struct json *number(struct arena *a, int64_t n)
{
    return json_string(a, str_format(a, "%lld", (long long)n));
}

static struct json *maybe(struct arena *a, struct maybe_int n)
{
    return n.known ? number(a, n.is) : json_null(a);
}

static void put(struct arena *a, struct json *object, const char *key, struct str value)
{
    json_put(a, object, key, json_string(a, value));
}

static struct json *rows_json(struct arena *a, const struct used_figure *used)
{
    struct json *rows = json_array(a);
    for (size_t i = 0; i < used->n_rows; i++) {
        const struct figure_row *r = &used->rows[i];
        struct json *row = json_object(a);
        put(a, row, "register", r->register_name);
        json_put(a, row, "id", number(a, r->id));
        put(a, row, "label", r->label);
        json_put(a, row, "value", maybe(a, r->value));
        json_put(a, row, "grade_from", maybe(a, r->grade_from));
        json_put(a, row, "grade_to", maybe(a, r->grade_to));
        json_add(rows, row);
    }
    return rows;
}

const char *machine_status(enum figure_status status)
{
    switch (status) {
    case FIGURE_KNOWN:
        return "known";
    case FIGURE_PRINTED:
        return "printed";
    case FIGURE_RECONSTRUCTED:
        return "reconstructed";
    case FIGURE_NO_DATA:
        break;
    }
    return "no data";
}

const char *machine_period(enum period_type period)
{
    static const char *const periods[] = {
        [PERIOD_SCHOOL_YEAR] = "school year", [PERIOD_COHORT] = "cohort", [PERIOD_CALENDAR_YEAR] = "calendar year"
    };
    return periods[period];
}

static struct json *used_json(struct ctx *ctx, const struct used_figure *used)
{
    struct arena *a = ctx->arena;
    const struct figure *f = &used->figure;
    struct json *j = json_object(a);
    put(a, j, "name", f->name);
    json_put(a, j, "year", number(a, f->year));
    put(a, j, "title", f->title);
    put(a, j, "status", str_c(machine_status(f->status)));
    json_put(a, j, "value", f->status == FIGURE_NO_DATA ? json_null(a) : number(a, f->value));
    put(a, j, "source", f->source);
    json_put(a, j, "moment", number(a, f->moment_ms));
    json_put(a, j, "n_rows", number(a, f->n_rows));
    json_put(a, j, "n_known", number(a, f->n_known));
    json_put(a, j, "rows", rows_json(a, used));
    if (f->def) {
        put(a, j, "unit", str_c(unit_word(f->def->unit)));
        put(a, j, "period", str_c(machine_period(f->def->period)));
        put(a, j, "aggregate", f->def->aggregate == FIGURE_COUNT ? STR("count") : STR("sum"));
        put(a, j, "definition_ru", text_in(LANG_RU, f->def->definition));
        put(a, j, "definition_en", text_in(LANG_EN, f->def->definition));
        put(a, j, "statement", str_c(f->def->rows->name));
        put(a, j, "statement_sha256", hash_sha256_hex(a, str_c(f->def->rows->sqlite)));
    }
    return j;
}

/* What was signed is told as it was signed, to the last letter, whatever this program would say of the figure. */
static bool figure_put(struct source *source, const struct used_figure *used, struct json *figures, struct err *e)
{
    struct json *copy; /* a value stands in one tree only */
    if (!used->signed_as) {
        json_add(figures, used_json(source->ctx, used));
        return true;
    }
    if (!json_read(source->ctx->arena, json_write(source->ctx->arena, used->signed_as), &copy, e)) {
        return false;
    }
    json_add(figures, copy);
    return true;
}

static struct json *table_json(struct arena *a, const struct shown_table *t)
{
    struct json *j = json_object(a), *rows = json_array(a), *head = json_array(a);
    json_put(a, j, "number", number(a, t->number));
    put(a, j, "title", t->title);
    put(a, j, "note", line_words(a, &t->note));
    for (size_t c = 0; c < t->n_columns; c++) {
        json_add(head, json_string(a, t->columns[c].head));
    }
    for (size_t r = 0; r < t->n_rows; r++) {
        struct json *row = json_array(a);
        for (size_t c = 0; c < t->n_columns; c++) {
            json_add(row, json_string(a, t->cells[r * t->n_columns + c].text));
        }
        json_add(rows, row);
    }
    json_put(a, j, "columns", head);
    json_put(a, j, "rows", rows);
    return j;
}

static struct json *chart_json(struct arena *a, const struct shown_chart *c)
{
    struct json *j = json_object(a), *values = json_array(a);
    json_put(a, j, "number", number(a, c->number));
    put(a, j, "title", c->chart.title);
    put(a, j, "description", c->chart.description);
    for (size_t i = 0; i < c->chart.n_series * c->chart.n_categories; i++) {
        struct json *value = json_object(a);
        put(a, value, "series", c->chart.series[i / c->chart.n_categories]);
        put(a, value, "category", c->chart.categories[i % c->chart.n_categories]);
        put(a, value, "shown", c->chart.values[i].shown);
        put(a, value, "figure", c->figures[i]->figure.name);
        json_put(a, value, "year", number(a, c->figures[i]->figure.year));
        json_add(values, value);
    }
    json_put(a, j, "values", values);
    return j;
}

static struct json *block_json(struct arena *a, const struct shown_block *block)
{
    struct json *j = json_object(a), *lines = json_array(a);
    json_put(a, j, "id", number(a, block->block->id));
    json_put(a, j, "version", number(a, block->block->version));
    put(a, j, "kind", str_c(block_kind_word(block->block->kind)));
    put(a, j, "text", block->block->text);
    for (size_t i = 0; i < block->n_lines; i++) {
        json_add(lines, json_string(a, line_words(a, &block->lines[i])));
    }
    json_put(a, j, "shown", lines);
    if (block->table) {
        json_put(a, j, "table", table_json(a, block->table));
    }
    if (block->chart) {
        json_put(a, j, "chart", chart_json(a, block->chart));
    }
    return j;
}

static struct json *sections_json(struct arena *a, const struct shown *shown)
{
    struct json *sections = json_array(a);
    for (size_t s = 0; s < shown->n_sections; s++) {
        const struct shown_section *section = &shown->sections[s];
        struct json *j = json_object(a), *blocks = json_array(a);
        put(a, j, "kind", section->section->kind);
        put(a, j, "title", section->title);
        put(a, j, "state", section->section->state);
        json_put(a, j, "task", maybe(a, section->section->task_number));
        for (size_t b = 0; b < section->n_blocks; b++) {
            json_add(blocks, block_json(a, &section->blocks[b]));
        }
        json_put(a, j, "blocks", blocks);
        json_add(sections, j);
    }
    return sections;
}

static const char *severity_word(enum severity severity)
{
    static const char *const words[] = { "holds", "question", "warning", "error" };
    return words[severity];
}

enum severity machine_severity(struct str word)
{
    enum severity severity = SEVERITY_ERROR;
    while (severity > SEVERITY_HOLDS && !str_is(word, severity_word(severity))) {
        severity--;
    }
    return severity;
}

struct json *machine_findings(struct arena *a, const struct finding *findings, size_t n)
{
    struct json *all = json_array(a);
    for (size_t i = 0; i < n; i++) {
        const struct finding *f = &findings[i];
        struct json *j = json_object(a);
        put(a, j, "key", f->key);
        put(a, j, "severity", str_c(severity_word(f->severity)));
        put(a, j, "section", f->section);
        put(a, j, "place", f->place);
        put(a, j, "quote", f->quote);
        put(a, j, "printed", f->printed);
        put(a, j, "what", f->what);
        put(a, j, "remedy", f->remedy);
        put(a, j, "path", f->path);
        put(a, j, "explanation", f->explanation); /* not empty: accepted */
        put(a, j, "accepted_by", f->who);
        json_add(all, j);
    }
    return all;
}

bool machine_json(struct ctx *ctx, struct shown *shown, struct str *ret_json, struct err *e)
{
    struct arena *a = ctx->arena;
    const struct analysis *analysis = shown->analysis;
    if (!source_read_all(shown->source, e)) {
        return false;
    }
    struct json *j = json_object(a), *figures = json_array(a), *facts = json_array(a);
    put(a, j, "format", STR("orientir analysis 1"));
    put(a, j, "program", STR(ORIENTIR_VERSION));
    put(a, j, "title", analysis->title);
    json_put(a, j, "year", number(a, analysis->year));
    put(a, j, "years", str_format(a, "%d-%d", analysis->year, analysis->year + 1));
    put(a, j, "state", analysis->state);
    json_put(a, j, "moment", number(a, ctx->now_ms));
    json_put(a, j, "sections", sections_json(a, shown));
    for (size_t i = 0; i < shown->source->n_figures; i++) {
        if (!figure_put(shown->source, shown->source->figures[i], figures, e)) {
            return false;
        }
    }
    for (size_t i = 0; i < shown->source->n_facts; i++) {
        struct json *fact = json_object(a);
        put(a, fact, "key", shown->source->facts[i]->key);
        put(a, fact, "words", shown->source->facts[i]->words);
        put(a, fact, "path", shown->source->facts[i]->path);
        json_add(facts, fact);
    }
    json_put(a, j, "figures", figures);
    json_put(a, j, "facts", facts);
    if (shown->source->findings) { /* a copy: a value stands in one tree only */
        struct json *findings;
        if (!json_read(a, json_write(a, shown->source->findings), &findings, e)) {
            return false;
        }
        json_put(a, j, "findings", findings);
    }
    *ret_json = json_write_canonical(a, j);
    return true;
}
