/* One transaction from what was typed to a record: the activity, a headcount for each line, the point of the plan, the files,
   the end of the draft. Everything goes through the registers' own doors, so that their rules hold here too and their messages
   come back at the fields of this page. */
#include "base/num.h"
#include "base/utf8.h"
#include "event_minute_sql.h"
#include "features/event_minute/event_in.h"
#include "features/file/file.h"
#include "features/headcount/headcount.h"

#include <stddef.h>

enum { PAIRS = 20 };
struct pairs {
    struct param all[PAIRS];
    size_t n;
};

static void pair(struct pairs *p, const char *name, struct str value)
{
    BUG_IF(p->n == PAIRS);
    p->all[p->n++] = (struct param){ str_c(name), value };
}

struct saving {
    struct str key;
    const struct event_typed *typed;
    struct event_faults *faults;
    struct event_meant meant;
    struct record point; /* of the plan; id 0: none was chosen */
    int64_t activity;
};

static struct str number(struct arena *a, int64_t n)
{
    return str_format(a, "%lld", (long long)n);
}

/* The same title on the same day: noticed, and allowed when it is meant. */
static bool find_twin(struct ctx *ctx, struct saving *s, struct err *e)
{
    struct db_table same;
    struct str folded = utf8_fold(ctx->arena, s->typed->title);
    if (!db_table(ctx->db, ctx->arena, &q_event_of_day, DB_ARGS(db_from_day(ctx->arena, s->meant.day)), &same, e)) {
        return false;
    }
    for (size_t i = 0; i < same.n_rows && s->faults->twin_id == 0; i++) {
        if (str_equal(utf8_fold(ctx->arena, same.values[i * 2 + 1].as.s), folded)) {
            s->faults->twin_id = same.values[i * 2].as.i;
        }
    }
    if (s->faults->twin_id && !s->typed->twin) {
        event_say(s->faults, &s->faults->twin, text(ctx, T_EVENT_SAY_TWIN));
    }
    return true;
}

struct last_time {
    struct str direction, level, centre_role, performed_by, format, audience;
};

/* What a kind usually belongs to, where no earlier event of the title says it. */
static struct str direction_of_kind(struct str kind)
{
    static const struct {
        const char *kind, *direction;
    } usual[] = {
        { "testing", "diagnostics" },       { "consultation", "counselling" }, { "probe", "enlightenment" },
        { "programme", "enlightenment" },   { "lesson", "enlightenment" },     { "vocational_course", "enlightenment" },
        { "meeting", "enlightenment" },     { "excursion", "enlightenment" },  { "training", "enlightenment" },
        { "open_lesson", "enlightenment" }, { "intensive", "enlightenment" },  { "stand", "informing" },
        { "monitoring", "monitoring" },
    };
    for (size_t i = 0; i < COUNT(usual); i++) {
        if (str_is(kind, usual[i].kind)) {
            return str_c(usual[i].direction);
        }
    }
    return STR("events");
}

static bool read_last_time(struct ctx *ctx, const struct saving *s, struct last_time *ret_last, struct err *e)
{
    static const struct db_column columns[] = {
        { "direction", DB_TEXT, offsetof(struct last_time, direction) },
        { "level", DB_TEXT, offsetof(struct last_time, level) },
        { "centre_role", DB_TEXT, offsetof(struct last_time, centre_role) },
        { "performed_by", DB_TEXT, offsetof(struct last_time, performed_by) },
        { "format", DB_TEXT, offsetof(struct last_time, format) },
        { "audience", DB_TEXT, offsetof(struct last_time, audience) },
    };
    static const struct db_shape shape = DB_SHAPE(struct last_time, columns);
    struct last_time *rows;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_event_last_time,
                 DB_ARGS(s->typed->title, (int64_t)s->meant.year - 2, (int64_t)s->meant.year), &shape, &rows, &n, e)) {
        return false;
    }
    *ret_last = n ? rows[0]
                  : (struct last_time){
                        direction_of_kind(s->typed->kind), STR("municipal"), STR("organiser"), STR_NONE, STR_NONE, STR_NONE
                    };
    return true;
}

static struct str or_else(struct str one, struct str two)
{
    return one.len ? one : two;
}

static void put_grades(struct ctx *ctx, struct pairs *p, const struct event_grades *grades)
{
    pair(p, "grade_from", grades->from.known ? number(ctx->arena, grades->from.is) : STR_NONE);
    pair(p, "grade_to", grades->to.known ? number(ctx->arena, grades->to.is) : STR_NONE);
}

/* A message of a field that this page has goes there; one of a field that it has not is said above the form. */
static void take_activity_faults(struct saving *s, const struct form *form)
{
    struct event_faults *f = s->faults;
    const struct {
        const char *field;
        struct str *at;
    } places[] = { { "title", &f->title },       { "kind", &f->kind },       { "period", &f->day },
                   { "grade_from", &f->grades }, { "grade_to", &f->grades }, { "note", &f->note } };
    for (size_t i = 0; i < form->def->n_fields; i++) {
        struct str *at = &f->whole;
        for (size_t k = 0; k < COUNT(places); k++) {
            at = str_is(str_c(places[k].field), form->def->fields[i].name) ? places[k].at : at;
        }
        if (form->messages[i].len) {
            event_say(f, at, form->messages[i]);
        }
    }
    if (form->message.len) {
        event_say(f, &f->whole, form->message);
    }
}

static bool add_activity(struct ctx *ctx, struct saving *s, struct err *e)
{
    const struct event_typed *t = s->typed;
    struct pairs p = { .n = 0 };
    struct last_time last;
    struct form form;
    struct str first = day_iso(ctx->arena, s->meant.day), until = day_iso(ctx->arena, s->meant.until);
    if (!read_last_time(ctx, s, &last, e)) {
        return false;
    }
    pair(&p, "title", t->title);
    pair(&p, "kind", t->kind);
    pair(&p, "direction", or_else(t->direction, last.direction));
    pair(&p, "level", last.level);
    pair(&p, "centre_role", last.centre_role);
    pair(&p, "performed_by", last.performed_by);
    pair(&p, "format", last.format);
    pair(&p, "audience", or_else(t->audience, or_else(last.audience, STR("pupils"))));
    pair(&p, "planned", t->point.len ? STR("yes") : STR("unknown"));
    pair(&p, "period", str_format(ctx->arena, "%.*s|%.*s|day", (int)first.len, first.at, (int)until.len, until.at));
    put_grades(ctx, &p, &s->meant.grades);
    pair(&p, "note", t->note);
    pair(&p, "year", str_format(ctx->arena, "%d-%d", s->meant.year, s->meant.year + 1));
    if (record_add_told(ctx, register_find(ctx, STR("activity")), p.all, p.n, &form, &s->activity, e)) {
        return true;
    }
    if (e->kind == ERR_INVALID && form.has_message) {
        take_activity_faults(s, &form);
    }
    return false;
}

static void take_count_faults(struct saving *s, size_t line, const struct form *form)
{
    for (size_t i = 0; i < form->def->n_fields; i++) {
        const char *name = form->def->fields[i].name;
        struct str *at = str_is(STR("organisation"), name)                                  ? &s->faults->lines[line].school
                         : str_is(STR("grade_from"), name) || str_is(STR("grade_to"), name) ? &s->faults->lines[line].grades
                                                                                            : &s->faults->lines[line].number;
        if (form->messages[i].len) {
            event_say(s->faults, at, form->messages[i]);
        }
    }
    if (form->message.len) {
        event_say(s->faults, &s->faults->lines[line].number, form->message);
    }
}

static bool add_count(struct ctx *ctx, struct saving *s, size_t i, struct err *e)
{
    const struct event_typed *t = s->typed;
    const struct event_line *line = &t->lines[i];
    const struct event_grades *own = &s->meant.lines[i].grades;
    struct pairs p = { .n = 0 };
    struct form form;
    struct day today;
    int64_t id;
    if (!event_today(ctx, &today, e)) {
        return false;
    }
    pair(&p, "activity", number(ctx->arena, s->activity));
    pair(&p, "value", line->number);
    pair(&p, "status", line->number.len ? STR_NONE : STR("not_reported"));
    pair(&p, "unit", or_else(t->unit, STR("persons")));
    pair(&p, "audience", or_else(t->audience, STR("pupils")));
    pair(&p, "organisation", s->meant.lines[i].school ? number(ctx->arena, s->meant.lines[i].school) : STR_NONE);
    put_grades(ctx, &p, own->from.known ? own : &s->meant.grades);
    pair(&p, "reported_on", line->number.len ? day_iso(ctx->arena, today) : STR_NONE);
    pair(&p, "evidence", t->words);
    if (record_add_told(ctx, &headcount_register, p.all, p.n, &form, &id, e)) {
        return true;
    }
    if (e->kind == ERR_INVALID && form.has_message) {
        take_count_faults(s, i, &form);
    }
    return false;
}

static bool add_counts(struct ctx *ctx, struct saving *s, struct err *e)
{
    size_t n = s->typed->n_lines ? s->typed->n_lines : 1;
    for (size_t i = 0; i < n; i++) {
        if (s->meant.lines[i].used && !add_count(ctx, s, i, e)) {
            return false;
        }
    }
    return true;
}

static struct str words_of(const struct record *r, const char *field)
{
    struct db_value value = record_value(r, field);
    return value.kind == DB_TEXT ? value.as.s : STR_NONE;
}

/* The point that was chosen, as the actor may change it; looked at before anything is written. */
static bool read_point(struct ctx *ctx, struct saving *s, struct err *e)
{
    struct err why = { 0 };
    int64_t id = 0;
    s->point.id = 0;
    if (s->typed->point.len == 0) {
        return true;
    }
    if (num_read_int(s->typed->point, &id) && record_get(ctx, register_find(ctx, STR("plan_item")), id, &s->point, &why) &&
        record_may(ctx, &s->point, MAY_EDIT)) {
        return true;
    }
    if (why.kind != ERR_NONE && why.kind != ERR_NOT_FOUND && why.kind != ERR_FORBIDDEN) {
        *e = why;
        return false;
    }
    event_say(s->faults, &s->faults->point, text(ctx, T_EVENT_SAY_POINT));
    return true;
}

/* It is fulfilled by this activity: a point of some days or a month is done, one that lasts longer goes on. */
static bool fulfil(struct ctx *ctx, struct saving *s, struct err *e)
{
    struct form form;
    int64_t id;
    if (s->point.id == 0) {
        return true;
    }
    struct str before = words_of(&s->point, "activities"), term = words_of(&s->point, "term"),
               mine = number(ctx->arena, s->activity);
    if (!form_of_record(ctx, &s->point, &form, e)) {
        return false;
    }
    form_set(
        &form, "activities",
        DB_VALUE(before.len ? str_format(ctx->arena, "%.*s,%.*s", (int)before.len, before.at, (int)mine.len, mine.at) : mine));
    if (str_ends(term, STR("|day")) || str_ends(term, STR("|month"))) {
        form_set(&form, "status", DB_VALUE(STR("done")));
    }
    return record_save(ctx, &form, &id, e);
}

static bool save_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct saving *s = arg;
    struct event_draft draft;
    *s->faults = event_no_faults();
    if (!event_draft_find(ctx, s->key, &draft, e)) {
        return false;
    }
    if (draft.activity.known) {
        s->activity = draft.activity.is;
        return true;
    }
    if (!event_read_meaning(ctx, s->typed, &s->meant, s->faults, e) || !read_point(ctx, s, e)) {
        return false;
    }
    if (!s->faults->any && (!headcount_hold_year(ctx, s->meant.year, e) || !find_twin(ctx, s, e))) {
        return false;
    }
    if (s->faults->any) {
        return err_set(e, ERR_INVALID, "event_save", STR("the form is wrong"));
    }
    return add_activity(ctx, s, e) && add_counts(ctx, s, e) && fulfil(ctx, s, e) &&
           file_move_kept(ctx, STR("event_draft"), draft.id, register_find(ctx, STR("activity")), s->activity, e) &&
           db_do(ctx->db, &q_event_draft_end, DB_ARGS(draft.id, s->activity, ctx->now_ms), NULL, e);
}

bool event_save(struct ctx *ctx, struct str key, const struct event_typed *typed, struct event_faults *ret_faults,
                int64_t *ret_activity, struct err *e)
{
    struct saving saving = { .key = key, .typed = typed, .faults = ret_faults };
    struct err why = { 0 };
    if (db_write(ctx, (struct db_lock){ "event_draft", ctx->actor->account_id }, save_work, &saving, &why)) {
        *ret_activity = saving.activity;
        return true;
    }
    if (why.kind == ERR_INVALID && ret_faults->any) {
        return true;
    }
    *e = why;
    return false;
}
