/* A file done line by line inside one transaction, each line behind its own savepoint; see import.h. Memory: a line lives in an
   arena that is emptied after it, what the plan keeps is copied out. Texts that mean rows of other registers are looked up once
   each, because a thousand lines name the same twenty schools. */
#include "base/hash.h"
#include "base/json.h"
#include "base/text/text.h"
#include "base/utf8.h"
#include "register/import_in.h"

enum { LINE_ARENA = 16 << 20, PROGRESS_EVERY = 64, GROWN = 500 };

const char *import_verdict_name(enum import_verdict verdict)
{
    static const char *const names[IMPORT_VERDICTS] = { "new", "changed", "same", "left", "unsure", "wrong" };
    return names[verdict];
}

static struct claim **claim_slot(const struct import_work *run, int64_t id)
{
    return &run->claims[(uint64_t)id % MEANING_SLOTS];
}

static uint32_t claimed_by(const struct import_work *run, int64_t id)
{
    for (const struct claim *c = *claim_slot(run, id); c; c = c->next) {
        if (c->id == id) {
            return c->line;
        }
    }
    return 0;
}

static void claim_row(struct import_work *run, int64_t id, uint32_t line)
{
    struct claim *c = NEW(run->keep, struct claim), **slot = claim_slot(run, id);
    *c = (struct claim){ id, line, *slot };
    *slot = c;
}

/* The rows a line may be, for a person to choose from. */
static bool ask_which_row(struct ctx *ctx, struct import_work *run, struct import_line_work *line, struct str number,
                          struct err *e)
{
    const struct register_def *def = run->ask->def;
    size_t n = line->n_like < CANDIDATES ? line->n_like : CANDIDATES;
    struct ui_choice *choices = NEW_ARRAY(ctx->arena, struct ui_choice, n);
    for (size_t i = 0; i < n; i++) {
        struct record r;
        if (!record_get(ctx, def, line->like[i], &r, e)) {
            return false;
        }
        struct str title = record_heading(ctx, &r);
        choices[i] =
            (struct ui_choice){ str_format(ctx->arena, "%lld", (long long)r.id), lookup_typed(ctx->arena, title, r.id) };
    }
    import_ask_about(run, NULL, number, import_keep_choices(run->keep, choices, n), n);
    import_say(line, IMPORT_NO_FIELD, STR_NONE, text(ctx, T_REGISTER_IMPORT_WHICH_ROW), IMPORT_UNSURE);
    return true;
}

/* Finds the row that the line is, or leaves a question. */
static bool find_row(struct ctx *ctx, struct import_work *run, struct import_line_work *line, struct err *e)
{
    struct str number = str_format(ctx->arena, "%u", line->row->number);
    const struct import_answer *answer = import_answer_to(run->ask, NULL, number);
    if (answer && answer->id == IMPORT_LEAVE) {
        import_say(line, IMPORT_NO_FIELD, STR_NONE, text(ctx, T_REGISTER_IMPORT_LEFT_BY_ANSWER), IMPORT_LEFT);
        return true;
    }
    line->n_like = import_index_find(ctx, run->index, line->form.values, line->like, CANDIDATES);
    if (!import_settle_doubts(ctx, run, line, e)) {
        return false;
    }
    if (answer) {
        line->form.id = answer->id == IMPORT_AS_NEW ? 0 : answer->id;
    } else if (line->n_like > 1 && line->verdict == IMPORT_NEW) {
        return ask_which_row(ctx, run, line, number, e);
    } else {
        line->form.id = line->n_like == 1 ? line->like[0] : 0;
    }
    line->repeats = line->form.id ? claimed_by(run, line->form.id) : 0;
    line->form.version = line->form.id ? VERSION_AS_IT_STANDS : 0; /* the save tells which that was */
    return true;
}

/* The save, or its refusal when another line of the file has said something else of the same row. */
static bool save_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct import_line_work *line = arg;
    if (!record_save_told(ctx, &line->form, &line->saved, e)) {
        return false;
    }
    if (line->repeats && line->saved.changed) {
        form_say(&line->form, NULL, text_with(ctx, T_REGISTER_IMPORT_CONTRADICTS, TEXT_ARG("line", (int64_t)line->repeats)));
        return err_set(e, ERR_INVALID, "import", STR("two lines are one row"));
    }
    return true;
}

/* What the form's checks said, at the cells they said it of. */
static void take_messages(struct import_line_work *line)
{
    const struct form *form = &line->form;
    for (size_t i = 0; i < form->def->n_fields; i++) {
        bool said = false;
        for (size_t k = 0; k < line->n_faults; k++) {
            said |= line->faults[k].field == (int)i;
        }
        if (form->messages[i].len && !said) {
            import_say(line, (int)i, form->typed[i], form->messages[i], IMPORT_WRONG);
        }
    }
    if (form->message.len) {
        import_say(line, IMPORT_NO_FIELD, STR_NONE, form->message, IMPORT_WRONG);
    }
}

/* Faults of reading are known to the form, so that its checks say theirs too and a required field is not asked for twice. */
static void tell_form(struct import_line_work *line)
{
    for (size_t i = 0; i < line->n_faults; i++) {
        if (line->faults[i].field != IMPORT_NO_FIELD) {
            form_say(&line->form, line->form.def->fields[line->faults[i].field].name, line->faults[i].message);
        }
    }
    line->form.has_message |= line->verdict == IMPORT_UNSURE;
}

/* What a change takes away, field by field, for who decides about it. */
static void tell_changes(struct ctx *ctx, struct import_line_work *line)
{
    const struct record *old = &line->saved.old;
    for (size_t i = 0; line->verdict == IMPORT_CHANGED && i < old->def->n_fields; i++) {
        if (line->form.typed[i].len && !value_same(old->values[i], line->form.values[i])) {
            struct str was = old->values[i].kind == DB_NULL ? text(ctx, T_REGISTER_NO_DATA) : old->shown[i];
            bool hidden = (old->def->fields[i].flags & F_PRIVATE) != 0;
            struct str now = hidden ? STR("…") : line->form.typed[i];
            import_say(line, (int)i, now,
                       text_with(ctx, T_REGISTER_IMPORT_WAS, TEXT_ARG("old", hidden ? STR("…") : was), TEXT_ARG("new", now)),
                       IMPORT_CHANGED);
        }
    }
}

static bool save_line(struct ctx *ctx, struct import_work *run, struct import_line_work *line, struct err *e)
{
    struct err refused = { 0 };
    bool waits = line->verdict == IMPORT_UNSURE || line->verdict == IMPORT_WRONG;
    tell_form(line);
    bool ok = line->repeats ? db_write(ctx, DB_NO_LOCK, save_work, line, &refused)
                            : record_save_told(ctx, &line->form, &line->saved, &refused);
    if (!ok && (refused.kind != ERR_INVALID || !line->form.has_message)) {
        if (refused.kind != ERR_NOT_FOUND) {
            *e = refused;
            return false;
        }
        import_say(line, IMPORT_NO_FIELD, STR_NONE, text(ctx, T_REGISTER_IMPORT_NOT_YOURS), IMPORT_WRONG);
        return true;
    }
    take_messages(line);
    if (waits || !ok) {
        return true;
    }
    line->verdict = !line->saved.changed ? IMPORT_SAME : line->saved.old.def ? IMPORT_CHANGED : IMPORT_NEW;
    tell_changes(ctx, line);
    if (line->repeats) {
        import_say(line, IMPORT_NO_FIELD, STR_NONE,
                   text_with(ctx, T_REGISTER_IMPORT_REPEATS, TEXT_ARG("line", (int64_t)line->repeats)), IMPORT_LEFT);
    } else {
        claim_row(run, line->saved.id, line->row->number);
        if (line->verdict == IMPORT_NEW) {
            import_index_add(ctx, run->index, line->form.values, line->saved.id);
        }
    }
    return true;
}

static struct str old_values(struct ctx *ctx, const struct record *old)
{
    struct json *all = json_object(ctx->arena);
    for (size_t i = 0; i < old->def->n_fields; i++) {
        struct str typed = value_typed(ctx->arena, old, i);
        json_put(ctx->arena, all, old->def->fields[i].name, json_string(ctx->arena, typed));
    }
    return json_write(ctx->arena, all);
}

/* The row's name as the file has it; a reference by what was typed. */
static struct str title_typed(const struct import_line_work *line)
{
    return line->form.typed[field_index(line->form.def, line->form.def->title_field)];
}

static void add_to_fingerprint(struct ctx *ctx, struct import_work *run, const struct import_line_work *line)
{
    /* The id of a row that this file made is another one each time. */
    int64_t id = line->repeats ? line->repeats : line->form.id, version = line->repeats ? 0 : line->form.version;
    hash_add(&run->hash, str_format(ctx->arena, "%u %s %lld %lld\n", line->row->number, import_verdict_name(line->verdict),
                                    (long long)id, (long long)version));
    for (size_t i = 0; i < line->n_faults; i++) {
        hash_add(&run->hash, line->faults[i].message);
        hash_add(&run->hash, STR("\n"));
    }
    for (size_t i = 0; i < line->form.def->n_fields; i++) {
        hash_add(&run->hash, line->form.typed[i]);
        hash_add(&run->hash, STR("\x1f"));
    }
}

static void keep_line(struct ctx *ctx, struct import_work *run, const struct import_line_work *line)
{
    bool stands = line->verdict == IMPORT_NEW || line->verdict == IMPORT_CHANGED || line->verdict == IMPORT_SAME;
    struct import_fault *faults = NEW_ARRAY(run->keep, struct import_fault, line->n_faults + 1);
    for (size_t i = 0; i < line->n_faults; i++) {
        faults[i] = (struct import_fault){ line->faults[i].field, str_copy(run->keep, line->faults[i].value),
                                           str_copy(run->keep, line->faults[i].message) };
    }
    struct str old = line->verdict == IMPORT_CHANGED ? old_values(ctx, &line->saved.old) : STR_NONE;
    run->lines[run->n++] = (struct import_line){ .number = line->row->number,
                                                 .verdict = line->verdict,
                                                 .id = stands ? line->saved.id : 0,
                                                 .version = stands ? line->saved.version : 0,
                                                 .title = str_copy(run->keep, title_typed(line)),
                                                 .faults = faults,
                                                 .n_faults = line->n_faults,
                                                 .old = str_copy(run->keep, old) };
    run->counts[line->verdict]++;
    add_to_fingerprint(ctx, run, line);
}

/* What a register asks for and the line does not say. */
static bool lacks_required(const struct import_line_work *line)
{
    const struct form *form = &line->form;
    for (size_t i = 0; i < form->def->n_fields; i++) {
        if ((form->def->fields[i].flags & F_REQUIRED) && form->values[i].kind == DB_NULL) {
            return true;
        }
    }
    return false;
}

/* The header again, or a sum under the table: no row, unless it is a whole one that is called «Всего по городу». */
static bool is_no_row(const struct import_work *run, const struct import_line_work *line)
{
    return import_is_header(run, line->row) || (line->total && (line->verdict == IMPORT_WRONG || lacks_required(line)));
}

static bool one_line(struct ctx *ctx, struct import_work *run, const struct sheet_row *row, struct err *e)
{
    struct import_line_work *line = NEW(ctx->arena, struct import_line_work);
    line->row = row;
    line->verdict = IMPORT_NEW;
    if (!import_says_anything(run, row)) {
        return true;
    }
    line->total = import_is_total(ctx, run, row) || import_is_header(run, row);
    if (!import_read_line(ctx, run, line, e)) {
        return false;
    }
    if (line->verdict != IMPORT_LEFT && is_no_row(run, line)) {
        line->n_faults = 0;
        import_say(line, IMPORT_NO_FIELD, STR_NONE, text(ctx, T_REGISTER_IMPORT_LEFT_TOTAL), IMPORT_LEFT);
    }
    if (line->verdict != IMPORT_LEFT &&
        (!find_row(ctx, run, line, e) || (line->verdict != IMPORT_LEFT && !save_line(ctx, run, line, e)))) {
        return false;
    }
    keep_line(ctx, run, line);
    return true;
}

static bool each_line(struct ctx *ctx, struct import_work *run, struct err *e)
{
    const struct import_ask *ask = run->ask;
    struct arena *own = ctx->arena;
    size_t from = ask->map.header + 1, total = ask->sheet->n_rows > from ? ask->sheet->n_rows - from : 0;
    bool ok = true;
    ctx->arena = run->line_arena;
    for (size_t i = 0; ok && i < total; i++) {
        ok = (!ask->progress || i % PROGRESS_EVERY || ask->progress(ask->with, i, total, e)) &&
             ((i != GROWN && i != 8 * GROWN) || db_grown(ctx->db, e)) && one_line(ctx, run, &ask->sheet->rows[from + i], e);
        arena_reset(run->line_arena);
    }
    ctx->arena = own;
    return ok && (!arena_full(run->keep) || err_set(e, ERR_TOO_BIG, "import", STR("too many lines with faults")));
}

static bool run_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct import_work *run = arg;
    const struct import_ask *ask = run->ask;
    run->n = run->n_questions = 0;
    run->done = run->only_looked = false;
    run->fingerprint = STR_NONE;
    run->hash = hash_begin();
    for (size_t i = 0; i < IMPORT_VERDICTS; i++) {
        run->counts[i] = 0;
    }
    db_hasten(ctx->db);
    run->meanings = NEW_ARRAY(run->keep, struct meaning *, MEANING_SLOTS);
    run->options = NEW_ARRAY(run->keep, struct field_options, ask->def->n_fields);
    run->claims = NEW_ARRAY(run->keep, struct claim *, MEANING_SLOTS);
    if (!import_index_new(ctx, run->keep, ask->def, &ask->map, &run->index, e) || !each_line(ctx, run, e)) {
        return false;
    }
    run->fingerprint = hash_end_hex(run->keep, &run->hash);
    run->done = ask->keep && (!ask->fingerprint.len || str_equal(ask->fingerprint, run->fingerprint)) &&
                !(ask->all_or_nothing && run->counts[IMPORT_WRONG] + run->counts[IMPORT_UNSURE] > 0);
    run->only_looked = !run->done;
    /* A look: the error is ours and undoes everything. */
    return run->done || err_set(e, ERR_CONFLICT, "import", STR("only a look"));
}

bool import_run(struct ctx *ctx, struct arena *keep, const struct import_ask *ask, struct import_plan *ret_plan, struct err *e)
{
    struct err looked = { 0 };
    struct import_work run = { .ask = ask, .keep = keep };
    if (!register_may(ctx, ask->def, MAY_IMPORT)) {
        return err_setf(e, ERR_FORBIDDEN, "import", "%s", ask->def->name);
    }
    run.lines = NEW_ARRAY(keep, struct import_line, ask->sheet->n_rows + 1);
    run.questions = NEW_ARRAY(keep, struct import_question, QUESTIONS);
    run.line_arena = arena_new(LINE_ARENA);
    const struct request *request = ctx->request;
    ctx->request = NULL; /* a refused line is no form that will be shown again with its lists */
    bool ok = db_write(ctx, DB_NO_LOCK, run_work, &run, &looked);
    arena_free(run.line_arena);
    ctx->request = request;
    if (!ok && !run.only_looked) { /* also the conflict of a plan that was done and could not be kept */
        *e = looked;
        return false;
    }
    *ret_plan = (struct import_plan){ .lines = run.lines,
                                      .n = run.n,
                                      .questions = run.questions,
                                      .n_questions = run.n_questions,
                                      .fingerprint = run.fingerprint,
                                      .done = ok };
    for (size_t i = 0; i < IMPORT_VERDICTS; i++) {
        ret_plan->counts[i] = run.counts[i];
    }
    return true;
}
