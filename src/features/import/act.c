/* What an import does: a look or the doing, whose lines are kept with it in one transaction with what they changed; the taking
   back; the workbook for who sent the file. */
#include "base/json.h"
#include "base/text/text.h"
#include "features/feature.h"
#include "features/import/imports.h"
#include "import_sql.h"

#include <stddef.h>

enum { BOOK_ARENA = 160 << 20, PLAN_ARENA = 512 << 20, AT_ONCE = 200 };

static const struct db_column kept_columns[] = {
    { "number", DB_INT, offsetof(struct import_kept, number) },
    { "verdict", DB_TEXT, offsetof(struct import_kept, verdict) },
    { "row_id", DB_INT, offsetof(struct import_kept, row_id) },
    { "row_version", DB_INT, offsetof(struct import_kept, row_version) },
    { "title", DB_TEXT, offsetof(struct import_kept, title) },
    { "faults", DB_TEXT, offsetof(struct import_kept, faults) },
    { "old_values", DB_TEXT, offsetof(struct import_kept, old_values) },
};
static const struct db_shape kept_shape = DB_SHAPE(struct import_kept, kept_columns);

struct acting {
    struct imported *one;
    struct import_ask ask;
    struct arena *plan_arena;
    struct job_task *task;
    struct import_plan plan;
};

/* [["title", "value", "message"], …]; the field is "" where the whole line is meant. */
static struct json *faults_json(struct arena *a, const struct register_def *def, const struct import_line *line)
{
    struct json *all = json_array(a);
    for (size_t i = 0; i < line->n_faults; i++) {
        const struct import_fault *f = &line->faults[i];
        struct json *one = json_array(a);
        json_add(one, json_string(a, f->field == IMPORT_NO_FIELD ? STR_NONE : str_c(def->fields[f->field].name)));
        json_add(one, json_string(a, f->value));
        json_add(one, json_string(a, f->message));
        json_add(all, one);
    }
    return all;
}

static bool keep_some(struct ctx *ctx, const struct acting *acting, size_t from, size_t n, struct err *e)
{
    struct arena *a = ctx->arena;
    struct json *rows = json_array(a);
    for (size_t i = from; i < from + n; i++) {
        const struct import_line *line = &acting->plan.lines[i];
        struct json *row = json_array(a);
        json_add(row, json_int(a, line->number));
        json_add(row, json_string(a, str_c(import_verdict_name(line->verdict))));
        json_add(row, json_int(a, acting->plan.done || line->verdict != IMPORT_NEW ? line->id : 0));
        json_add(row, json_int(a, line->version));
        json_add(row, json_string(a, line->title));
        json_add(row, json_string(a, json_write(a, faults_json(a, acting->one->def, line))));
        json_add(row, json_string(a, line->old));
        json_add(rows, row);
    }
    return db_do(ctx->db, &q_import_lines_add, DB_ARGS(acting->one->id, json_write(a, rows)), NULL, e);
}

static bool keep_lines(struct ctx *ctx, const struct acting *acting, struct err *e)
{
    struct arena *own = ctx->arena;
    bool ok = db_do(ctx->db, &q_import_lines_drop, DB_ARGS(acting->one->id), NULL, e);
    for (size_t from = 0; ok && from < acting->plan.n; from += AT_ONCE) {
        size_t rest = acting->plan.n - from;
        ctx->arena = arena_new(16u << 20);
        ok = keep_some(ctx, acting, from, rest < AT_ONCE ? rest : AT_ONCE, e);
        arena_free(ctx->arena);
        ctx->arena = own;
    }
    return ok;
}

static struct str questions_text(struct ctx *ctx, const struct import_plan *plan)
{
    struct arena *a = ctx->arena;
    struct json *all = json_array(a);
    for (size_t i = 0; i < plan->n_questions; i++) {
        const struct import_question *q = &plan->questions[i];
        struct json *one = json_object(a), *choices = json_array(a);
        json_put(a, one, "field", q->field ? json_string(a, str_c(q->field)) : json_null(a));
        json_put(a, one, "typed", json_string(a, q->typed));
        json_put(a, one, "lines", json_int(a, (int64_t)q->lines));
        for (size_t c = 0; c < q->n_candidates; c++) {
            struct json *choice = json_array(a);
            json_add(choice, json_string(a, q->candidates[c].value));
            json_add(choice, json_string(a, q->candidates[c].label));
            json_add(choices, choice);
        }
        json_put(a, one, "choices", choices);
        json_add(all, one);
    }
    return json_write(a, all);
}

static bool remember(struct ctx *ctx, const struct acting *acting, struct err *e)
{
    const struct import_map *map = &acting->ask.map;
    struct str signature = import_signature(ctx->arena, acting->ask.sheet, map->header);
    return db_do(ctx->db, &q_import_mapping_set,
                 DB_ARGS(str_c(acting->one->def->name), signature, import_map_text(ctx, acting->one->def, map), ctx->now_ms),
                 NULL, e);
}

static bool act_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct acting *acting = arg;
    const struct import_plan *plan = &acting->plan;
    int64_t id = acting->one->id, changed;
    arena_reset(acting->plan_arena);
    if (!import_run(ctx, acting->plan_arena, &acting->ask, &acting->plan, e) || !keep_lines(ctx, acting, e)) {
        return false;
    }
    bool ok = plan->done
                  ? db_do(ctx->db, &q_import_done, DB_ARGS(id, plan->fingerprint, ctx->now_ms), &changed, e) &&
                        remember(ctx, acting, e)
                  : db_do(ctx->db, &q_import_looked,
                          DB_ARGS(id, questions_text(ctx, plan), plan->fingerprint, acting->ask.keep ? 1 : 0), &changed, e);
    if (!ok) {
        return false;
    }
    if (changed != 1) {
        return err_set(e, ERR_CONFLICT, "import", STR("it is done already"));
    }
    return !acting->task || job_finish(ctx, acting->task, str_format(ctx->arena, "{\"import\":%lld}", (long long)id), e);
}

static bool tell_progress(void *with, size_t done, size_t total, struct err *e)
{
    return job_progress(with, (int64_t)done, (int64_t)total, T_IMPORT_STAGE, e);
}

/* [["field" or null, "typed", id], …] */
static void take_answers(struct ctx *ctx, const struct imported *one, struct import_ask *ask)
{
    struct err ignored = { 0 };
    struct json *all;
    if (!json_read(ctx->arena, one->answers, &all, &ignored)) {
        return;
    }
    size_t n = 0;
    for (const struct json *j = all->first; j; j = j->next) {
        n++;
    }
    struct import_answer *answers = NEW_ARRAY(ctx->arena, struct import_answer, n + 1);
    for (const struct json *j = all->first; j; j = j->next) {
        const struct json *field = j->first, *typed = field ? field->next : NULL, *id = typed ? typed->next : NULL;
        struct import_answer *a = &answers[ask->n_answers];
        if (id && num_read_int(id->text, &a->id)) {
            const struct field *f = field->kind == JSON_STRING ? field_find(one->def, field->text) : NULL;
            a->field = f ? f->name : NULL;
            a->typed = typed->text;
            ask->n_answers++;
        }
    }
    ask->answers = answers;
}

bool import_act(struct ctx *ctx, int64_t id, enum import_act act, struct str fingerprint, struct job_task *task, struct err *e)
{
    struct imported one;
    struct arena *reading = arena_new(BOOK_ARENA);
    struct import_book book;
    int year = ctx->year;
    struct acting acting = { .one = &one, .task = task, .plan_arena = arena_new(PLAN_ARENA) };
    bool ok = import_open(ctx, id, &one, e) && import_book(ctx, &one, reading, &book, e);
    if (ok) {
        acting.ask = (struct import_ask){ .def = one.def,
                                          .sheet = book.sheet,
                                          .map = import_map_of(ctx, &one, book.sheet),
                                          .keep = act == IMPORT_DO,
                                          .fingerprint = fingerprint,
                                          .progress = task ? tell_progress : NULL,
                                          .with = task };
        take_answers(ctx, &one, &acting.ask);
        ok = db_write(ctx, (struct db_lock){ "import", id }, act_work, &acting, e);
    }
    arena_free(acting.plan_arena);
    arena_free(reading);
    ctx->year = year;
    return ok;
}

struct taking_back {
    const struct imported *one;
    struct import_past *lines;
    size_t n, n_blocked;
    struct import_line *blocked;
};

static bool back_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct taking_back *t = arg;
    int64_t changed;
    if (!import_undo(ctx, t->one->def, t->lines, t->n, &t->blocked, &t->n_blocked, e)) {
        return false;
    }
    if (t->n_blocked) {
        return true;
    }
    return db_do(ctx->db, &q_import_undone, DB_ARGS(t->one->id, ctx->now_ms), &changed, e) &&
           (changed == 1 || err_set(e, ERR_CONFLICT, "import", STR("it is not done")));
}

bool import_take_back(struct ctx *ctx, const struct imported *one, struct import_line **ret_blocked, size_t *ret_n,
                      struct err *e)
{
    struct import_kept *kept;
    struct taking_back t = { .one = one };
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_import_lines_past, DB_ARGS(one->id), &kept_shape, &kept, &n, e)) {
        return false;
    }
    t.lines = NEW_ARRAY(ctx->arena, struct import_past, n + 1);
    for (size_t i = 0; i < n; i++) {
        t.lines[t.n++] =
            (struct import_past){ (uint32_t)kept[i].number, str_is(kept[i].verdict, "new") ? IMPORT_NEW : IMPORT_CHANGED,
                                  kept[i].row_id, kept[i].row_version, kept[i].old_values };
    }
    if (!db_write(ctx, (struct db_lock){ "import", one->id }, back_work, &t, e)) {
        return false;
    }
    *ret_blocked = t.blocked;
    *ret_n = t.n_blocked;
    return true;
}

bool import_counts(struct ctx *ctx, const struct imported *one, int64_t ret_counts[IMPORT_VERDICTS], struct err *e)
{
    struct count {
        struct str verdict;
        int64_t n;
    } * found;
    static const struct db_column columns[] = { { "verdict", DB_TEXT, offsetof(struct count, verdict) },
                                                { "n", DB_INT, offsetof(struct count, n) } };
    static const struct db_shape shape = DB_SHAPE(struct count, columns);
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_import_counts, DB_ARGS(one->id), &shape, &found, &n, e)) {
        return false;
    }
    for (int v = 0; v < IMPORT_VERDICTS; v++) {
        ret_counts[v] = 0;
        for (size_t i = 0; i < n; i++) {
            ret_counts[v] += str_is(found[i].verdict, import_verdict_name((enum import_verdict)v)) ? found[i].n : 0;
        }
    }
    return true;
}

bool import_lines(struct ctx *ctx, const struct imported *one, struct import_part part, struct import_kept **ret, size_t *ret_n,
                  struct err *e)
{
    return db_rows(ctx->db, ctx->arena, &q_import_lines_page, DB_ARGS(one->id, part.verdict, part.most, part.from), &kept_shape,
                   ret, ret_n, e);
}

struct str import_faults_text(struct ctx *ctx, const struct imported *one, const struct import_kept *line)
{
    struct buf *out = buf_new(ctx->arena, 256 * 1024);
    struct err ignored = { 0 };
    struct json *all;
    if (!json_read(ctx->arena, line->faults, &all, &ignored)) {
        return STR_NONE;
    }
    for (const struct json *j = all->first; j; j = j->next) {
        const struct json *field = j->first, *value = field ? field->next : NULL, *message = value ? value->next : NULL;
        const struct field *f = field ? field_find(one->def, field->text) : NULL;
        if (!message) {
            continue;
        }
        if (buf_len(out)) {
            BUF(out, "\n");
        }
        if (f) {
            buf_put(out, text(ctx, f->label));
            BUF(out, ": ");
        }
        buf_put(out, message->text);
    }
    return buf_str(out);
}

enum text_id import_verdict_text(struct str verdict, bool done)
{
    static const struct {
        const char *word;
        enum text_id will, did;
    } all[] = { { "new", T_IMPORT_WILL_ADD, T_IMPORT_ADDED },
                { "changed", T_IMPORT_WILL_CHANGE, T_IMPORT_CHANGED },
                { "same", T_IMPORT_SAME, T_IMPORT_SAME },
                { "left", T_IMPORT_LEFT, T_IMPORT_LEFT },
                { "unsure", T_IMPORT_UNSURE, T_IMPORT_UNSURE_DONE },
                { "wrong", T_IMPORT_WRONG, T_IMPORT_WRONG_DONE } };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (str_is(verdict, all[i].word)) {
            return done ? all[i].did : all[i].will;
        }
    }
    return T_IMPORT_LEFT;
}

bool import_result(struct ctx *ctx, const struct imported *one, struct str *ret_bytes, struct err *e)
{
    struct arena *own = ctx->arena, *reading = arena_new(BOOK_ARENA);
    struct import_book book;
    struct import_kept *kept;
    struct str bytes = STR_NONE;
    size_t n;
    ctx->arena = reading;
    bool ok = import_book(ctx, one, reading, &book, e) &&
              db_rows(ctx->db, reading, &q_import_lines_all, DB_ARGS(one->id), &kept_shape, &kept, &n, e);
    if (ok) {
        struct import_said *said = NEW_ARRAY(reading, struct import_said, n + 1);
        struct import_map map = import_map_of(ctx, one, book.sheet);
        for (size_t i = 0; i < n; i++) {
            enum text_id result = import_verdict_text(kept[i].verdict, imported_is(one, "done"));
            said[i] =
                (struct import_said){ (uint32_t)kept[i].number, text(ctx, result), import_faults_text(ctx, one, &kept[i]) };
        }
        ok = import_workbook(ctx, book.sheet, &map, said, n, &bytes, e);
    }
    ctx->arena = own;
    *ret_bytes = ok ? str_copy(own, bytes) : STR_NONE;
    arena_free(reading);
    return ok;
}
