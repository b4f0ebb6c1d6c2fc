/* What a line says: its cells as values of a form, with faults where they say nothing sound. Texts that mean rows of other
   registers are looked up once each, because a thousand lines name the same twenty schools. */
#include "base/text/text.h"
#include "base/utf8.h"
#include "register/import_in.h"

#include <string.h>

/* What weighs more stays: a line left out needs no mending, a wrong one no answer. */
void import_say(struct import_line_work *line, int field, struct str value, struct str message, enum import_verdict verdict)
{
    static const int weights[IMPORT_VERDICTS] = { [IMPORT_UNSURE] = 1, [IMPORT_WRONG] = 2, [IMPORT_LEFT] = 3 };
    line->n_faults -= line->n_faults == FAULTS ? 1 : 0;
    line->faults[line->n_faults++] = (struct import_fault){ field, value, message };
    line->verdict = weights[verdict] > weights[line->verdict] ? verdict : line->verdict;
}

/* The answer a person gave about this text, or about this line (field NULL). */
const struct import_answer *import_answer_to(const struct import_ask *ask, const char *field, struct str typed)
{
    for (size_t i = 0; i < ask->n_answers; i++) {
        const struct import_answer *a = &ask->answers[i];
        bool same_field = field ? a->field && str_is(str_c(field), a->field) : !a->field;
        if (same_field && str_equal(a->typed, typed)) {
            return a;
        }
    }
    return NULL;
}

const struct ui_choice *import_keep_choices(struct arena *keep, const struct ui_choice *choices, size_t n)
{
    struct ui_choice *all = NEW_ARRAY(keep, struct ui_choice, n + 1);
    for (size_t i = 0; i < n; i++) {
        all[i] = (struct ui_choice){ str_copy(keep, choices[i].value), str_copy(keep, choices[i].label) };
    }
    return all;
}

void import_ask_about(struct import_work *run, const char *field, struct str typed, const struct ui_choice *candidates,
                      size_t n)
{
    for (size_t i = 0; i < run->n_questions; i++) {
        struct import_question *q = &run->questions[i];
        if (q->field == field && str_equal(q->typed, typed)) {
            q->lines++;
            return;
        }
    }
    if (run->n_questions < QUESTIONS) {
        run->questions[run->n_questions++] =
            (struct import_question){ field, str_copy(run->keep, typed), 1, import_keep_choices(run->keep, candidates, n), n };
    }
}

/* A value read once; of several references each by itself, and then their list. */
static bool read_value(struct ctx *ctx, struct import_work *run, size_t field, const struct field_type *type, struct str typed,
                       struct reading *ret, struct err *e)
{
    const struct field *f = &run->ask->def->fields[field];
    bool slow = type_is_ref(f) || f->type == &ft_choice; /* many words stand behind one */
    uint64_t hash = str_hash(typed) ^ (field * 0x9E3779B97F4A7C15u);
    struct meaning **slot = &run->meanings[hash % MEANING_SLOTS];
    for (const struct meaning *m = slow ? *slot : NULL; m; m = m->next) {
        if (m->hash == hash && m->field == field && m->type == type && str_equal(m->typed, typed)) {
            *ret = m->reading;
            return true;
        }
    }
    if (!type->read(ctx, f, typed, ret, e)) {
        return false;
    }
    /* A row that is not there yet may be made by a line of this very file. */
    if (!slow || (ret->message.len && type_is_ref(f) && field_target(ctx, f) == run->ask->def)) {
        return true;
    }
    struct meaning *m = NEW(run->keep, struct meaning);
    *m = (struct meaning){ field, type, str_copy(run->keep, typed), *ret, hash, *slot };
    m->reading.message = str_copy(run->keep, ret->message);
    if (ret->value.kind == DB_TEXT) {
        m->reading.value = DB_VALUE(str_copy(run->keep, ret->value.as.s));
    }
    m->reading.candidates = import_keep_choices(run->keep, ret->candidates, ret->n_candidates);
    *slot = m;
    *ret = m->reading;
    return true;
}

/* A name that is nobody's may be meant for somebody all the same: where the rows are few enough for a list, they are offered.
 */
static bool offer_all(struct ctx *ctx, struct import_work *run, size_t field, struct str typed, struct err *e)
{
    const struct field *f = &run->ask->def->fields[field];
    struct field_options *options = &run->options[field], found = { 0 };
    if (!options->n && !options->many) {
        if (!lookup_options(ctx, f, &found, e)) {
            return false;
        }
        *options =
            (struct field_options){ import_keep_choices(run->keep, found.choices, found.n), found.n, found.many || !found.n };
    }
    if (options->n) {
        import_ask_about(run, f->name, typed, options->choices, options->n);
    }
    return true;
}

/* One text of a field; *ret_reading has no value where the line got a fault or a question for it. */
static bool take_one(struct ctx *ctx, struct import_work *run, struct import_line_work *line, size_t field, struct str typed,
                     struct reading *ret_reading, struct err *e)
{
    const struct field *f = &run->ask->def->fields[field];
    const struct import_answer *answer = type_is_ref(f) ? import_answer_to(run->ask, f->name, typed) : NULL;
    *ret_reading = (struct reading){ .value = DB_NOTHING, .message = STR_NONE };
    if (answer && answer->id == IMPORT_LEAVE) {
        import_say(line, (int)field, typed, text(ctx, T_REGISTER_IMPORT_LEFT_BY_ANSWER), IMPORT_LEFT);
        return true;
    }
    struct str asked = answer ? str_format(ctx->arena, "%lld", (long long)answer->id) : typed;
    if (!read_value(ctx, run, field, f->type == &ft_refs ? &ft_ref : f->type, asked, ret_reading, e)) {
        return false;
    }
    if (ret_reading->n_candidates) {
        struct doubt *doubt = NEW(ctx->arena, struct doubt);
        *doubt = (struct doubt){
            .field = field,
            .cell = line->form.typed[field],
            .typed = typed,
            .message = ret_reading->message,
            .candidates = ret_reading->candidates,
            .n = ret_reading->n_candidates,
            .next = line->doubts,
        };
        line->doubts = doubt;
    } else if (ret_reading->message.len) {
        import_say(line, (int)field, typed, ret_reading->message, IMPORT_WRONG);
        return !type_is_ref(f) || line->total || offer_all(ctx, run, field, typed, e);
    }
    return true;
}

/* Several references, one a line of the cell. */
static bool take_refs(struct ctx *ctx, struct import_work *run, struct import_line_work *line, size_t field, struct str typed,
                      struct err *e)
{
    const struct field *f = &run->ask->def->fields[field];
    struct str rest = typed, piece, ids = STR_NONE;
    struct reading reading;
    while (rest.len && str_next(&rest, '\n', &piece)) {
        piece = str_trim(piece);
        if (piece.len && !take_one(ctx, run, line, field, piece, &reading, e)) {
            return false;
        }
        if (piece.len && reading.value.kind == DB_INT) {
            ids =
                str_format(ctx->arena, ids.len ? "%.*s,%lld" : "%.*s%lld", (int)ids.len, ids.at, (long long)reading.value.as.i);
        }
    }
    reading = (struct reading){ .value = DB_NOTHING, .message = STR_NONE };
    if (ids.len && !read_value(ctx, run, field, f->type, ids, &reading, e)) {
        return false;
    }
    line->form.values[field] = reading.value;
    return true;
}

/* A text became a value of the form, or a fault of the line. */
static bool take_typed(struct ctx *ctx, struct import_work *run, struct import_line_work *line, size_t field, struct str typed,
                       struct err *e)
{
    struct reading reading;
    line->form.typed[field] = typed;
    line->form.given[field] = true;
    if (run->ask->def->fields[field].type == &ft_refs) {
        return take_refs(ctx, run, line, field, typed, e);
    }
    if (!take_one(ctx, run, line, field, typed, &reading, e)) {
        return false;
    }
    line->form.values[field] = reading.message.len ? DB_NOTHING : reading.value;
    return true;
}

static bool take_cell(struct ctx *ctx, struct import_work *run, struct import_line_work *line, size_t column, struct err *e)
{
    int field = run->ask->map.columns[column];
    struct str typed;
    if (field == IMPORT_NO_FIELD) {
        return true;
    }
    const struct field *f = &run->ask->def->fields[field];
    enum import_cell_fault fault = import_cell(ctx->arena, f, &line->row->cells[column], &typed);
    if (fault != IMPORT_CELL_SOUND) {
        import_say(line, field, typed,
                   text(ctx, fault == IMPORT_CELL_FORMULA ? T_REGISTER_IMPORT_FORMULA : T_REGISTER_IMPORT_CELL_ERROR),
                   IMPORT_WRONG);
        return true;
    }
    return typed.len == 0 || take_typed(ctx, run, line, (size_t)field, typed, e);
}

/* The same texts, whatever parts them: a cell parts by lines, a page by semicolons. */
static bool reads_alike(struct str one, struct str two)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < one.len && strchr("; \n", one.at[i])) {
            i++;
        }
        while (k < two.len && strchr("; \n", two.at[k])) {
            k++;
        }
        if (i == one.len || k == two.len || one.at[i] != two.at[k]) {
            return i == one.len && k == two.len;
        }
        i++;
        k++;
    }
}

bool import_settle_doubts(struct ctx *ctx, struct import_work *run, struct import_line_work *line, struct err *e)
{
    struct record old = { .id = 0 };
    if (line->doubts && line->n_like == 1 && !record_get(ctx, run->ask->def, line->like[0], &old, e)) {
        return false;
    }
    for (const struct doubt *d = line->doubts; d; d = d->next) {
        if (old.id && reads_alike(d->cell, old.shown[d->field])) {
            line->form.values[d->field] = old.values[d->field];
        } else {
            import_ask_about(run, run->ask->def->fields[d->field].name, d->typed, d->candidates, d->n);
            import_say(line, (int)d->field, d->typed, d->message, IMPORT_UNSURE);
        }
    }
    return true;
}

bool import_read_line(struct ctx *ctx, struct import_work *run, struct import_line_work *line, struct err *e)
{
    const struct register_def *def = run->ask->def;
    const struct import_map *map = &run->ask->map;
    line->form = form_empty(ctx, def, 0);
    line->faults = NEW_ARRAY(ctx->arena, struct import_fault, FAULTS);
    for (size_t c = 0; c < line->row->n && c < map->n_columns; c++) {
        if (!take_cell(ctx, run, line, c, e)) {
            return false;
        }
    }
    for (size_t i = 0; i < def->n_fields; i++) {
        struct str typed = map->all[i];
        if (!typed.len && def->fields[i].type == &ft_year && import_takes(def, i) && ctx->year && def->year_field &&
            str_is(str_c(def->year_field), def->fields[i].name)) {
            typed = ft_year.typed(ctx->arena, &def->fields[i], DB_VALUE(ctx->year));
        }
        if (typed.len && !line->form.given[i] && !take_typed(ctx, run, line, i, typed, e)) {
            return false;
        }
    }
    return true;
}

/* «Итого», «Всего по школам»: a line that people write under a table, and no row of it. Whether it is a row that
   is called so is seen by what it says. */
bool import_is_total(struct ctx *ctx, const struct import_work *run, const struct sheet_row *row)
{
    static const char *const words[] = { "итого", "всего", "total", "в сумме" };
    for (size_t c = 0; c < row->n && c < run->ask->map.n_columns; c++) {
        if (row->cells[c].kind == SHEET_TEXT) {
            struct str folded = str_trim(utf8_fold(ctx->arena, row->cells[c].text));
            for (size_t i = 0; i < COUNT(words); i++) {
                struct str word = str_c(words[i]);
                if (str_starts(folded, word) && (folded.len == word.len || folded.at[word.len] == ' ')) {
                    return true;
                }
            }
            return false;
        }
    }
    return false;
}

/* The header again: long tables are printed with it on each page. */
bool import_is_header(const struct import_work *run, const struct sheet_row *row)
{
    const struct import_map *map = &run->ask->map;
    size_t same = 0, taken = 0;
    for (size_t c = 0; c < map->n_columns; c++) {
        if (map->columns[c] != IMPORT_NO_FIELD) {
            taken++;
            same += c < row->n && row->cells[c].kind == SHEET_TEXT &&
                            str_equal(str_trim(row->cells[c].text), str_trim(import_header(run->ask->sheet, map, c)))
                        ? 1
                        : 0;
        }
    }
    return taken > 1 && same == taken;
}

bool import_says_anything(const struct import_work *run, const struct sheet_row *row)
{
    for (size_t c = 0; c < row->n && c < run->ask->map.n_columns; c++) {
        if (run->ask->map.columns[c] != IMPORT_NO_FIELD && row->cells[c].kind != SHEET_EMPTY &&
            !(row->cells[c].kind == SHEET_TEXT && str_trim(row->cells[c].text).len == 0)) {
            return true;
        }
    }
    return false;
}
