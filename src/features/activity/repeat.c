/* «Повторить»: the same activity in the next school year, in the register's own form, so that everything can be changed before
   it is saved. What describes the activity is copied, its days to the same days of the week; what happened is not: who came,
   the papers of that year, the note. Its sessions move with it. */
#include "activity_sql.h"
#include "base/text/text.h"
#include "features/activity/activity_in.h"
#include "features/headcount/headcount.h"
#include "report/sentence.h"

#include <stddef.h>

/* Of that year alone; the link is made by the page. */
static const char *const left_behind[] = { "participating", "documents", "note", "when_as_printed",
                                           "task",          "parent",    "code", "repeats" };

struct session {
    struct str title, begins, ends, place, leader;
    struct maybe_int capacity;
    struct day day;
};
static const struct db_column session_columns[] = {
    { "title", DB_TEXT, offsetof(struct session, title) },   { "begins", DB_TEXT, offsetof(struct session, begins) },
    { "ends", DB_TEXT, offsetof(struct session, ends) },     { "place", DB_TEXT, offsetof(struct session, place) },
    { "leader", DB_TEXT, offsetof(struct session, leader) }, { "capacity", DB_MAYBE_INT, offsetof(struct session, capacity) },
    { "day", DB_DAY, offsetof(struct session, day) },
};
static const struct db_shape session_shape = DB_SHAPE(struct session, session_columns);

struct repeat {
    struct record source;
    struct session *sessions;
    size_t n_sessions;
    struct form *form;
    int64_t made;
};

static int year_in(struct db_value v)
{
    return v.kind == DB_INT ? (int)v.as.i : 0;
}

static struct period period_in(struct db_value value)
{
    struct str rest = value.kind == DB_TEXT ? value.as.s : STR_NONE, first, last;
    struct period p = { NO_DAY, NO_DAY, PRECISION_NONE };
    return str_next(&rest, '|', &first) && str_next(&rest, '|', &last) && precision_read(rest, &p.precision) &&
                   day_read(first, &p.first) && day_read(last, &p.last)
               ? p
               : (struct period){ NO_DAY, NO_DAY, PRECISION_NONE };
}

static struct db_value period_out(struct arena *a, struct period p)
{
    struct str first = day_iso(a, p.first), last = day_iso(a, p.last);
    return p.precision == PRECISION_NONE ? DB_NOTHING
                                         : DB_VALUE(str_format(a, "%.*s|%.*s|%s", (int)first.len, first.at, (int)last.len,
                                                               last.at, precision_name(p.precision)));
}

static bool read_repeat(struct ctx *ctx, const struct request *request, struct repeat *r, struct err *e)
{
    if (!record_get(ctx, &activity_register, request_id_arg(request, 0), &r->source, e) ||
        !db_rows(ctx->db, ctx->arena, &q_activity_sessions, DB_ARGS(r->source.id), &session_shape, &r->sessions, &r->n_sessions,
                 e)) {
        return false;
    }
    ctx->year = year_in(record_value(&r->source, "year")) + 1; /* tasks and wholes are offered of the new year */
    return true;
}

static size_t index_of(const char *field_name)
{
    size_t i = 0;
    while (!str_is(str_c(field_name), activity_register.fields[i].name)) {
        i++;
    }
    return i;
}

/* What has its like in the new year: the task of the same number, the repeat of the whole it is a part of, and the code, by
   which figures compare the years, where nobody has it yet. */
static bool put_likes(struct ctx *ctx, const struct repeat *r, struct db_value *values, struct err *e)
{
    struct db_table likes;
    if (!db_table(ctx->db, ctx->arena, &q_activity_likes, DB_ARGS(r->source.id, ctx->year), &likes, e)) {
        return false;
    }
    for (size_t i = 0; i < likes.n_rows; i++) {
        values[index_of("task")] = likes.values[i * likes.n_columns];
        values[index_of("parent")] = likes.values[i * likes.n_columns + 1];
        values[index_of("code")] = likes.values[i * likes.n_columns + 2];
    }
    return true;
}

static bool propose(struct ctx *ctx, const struct repeat *r, struct form *ret_form, struct err *e)
{
    size_t n = activity_register.n_fields;
    struct db_value *values = NEW_ARRAY(ctx->arena, struct db_value, n);
    struct record like = r->source;
    int year = year_in(record_value(&r->source, "year"));
    for (size_t i = 0; i < n; i++) {
        values[i] = r->source.values[i];
    }
    for (size_t i = 0; i < COUNT(left_behind); i++) {
        values[index_of(left_behind[i])] = DB_NOTHING;
    }
    values[index_of("year")] = DB_VALUE(ctx->year);
    values[index_of("planned")] = DB_VALUE(STR("yes"));
    values[index_of("period")] =
        period_out(ctx->arena, period_repeated(period_in(record_value(&r->source, "period")), year, ctx->year));
    like.values = values;
    if (!put_likes(ctx, r, values, e) || !form_of_record(ctx, &like, ret_form, e)) {
        return false;
    }
    ret_form->id = ret_form->version = 0;
    return true;
}

/* With the activity's own first day where both are days; else to the same day of the week. */
static struct day session_day(const struct repeat *r, const struct session *session, struct period to, int year)
{
    struct period from = period_in(record_value(&r->source, "period")), day = { session->day, session->day, PRECISION_DAY };
    if (from.precision == PRECISION_DAY && to.precision == PRECISION_DAY) {
        return (struct day){ true, session->day.n + to.first.n - from.first.n };
    }
    return period_repeated(day, year_in(record_value(&r->source, "year")), year).first;
}

static void pair(struct param *pairs, size_t *n, const char *name, struct str value)
{
    if (value.len) {
        pairs[(*n)++] = (struct param){ str_c(name), value };
    }
}

static bool add_sessions(struct ctx *ctx, const struct repeat *r, struct err *e)
{
    enum { FIELDS = 8 };
    struct arena *a = ctx->arena;
    struct period to = period_in(form_value(r->form, "period"));
    int year = year_in(form_value(r->form, "year"));
    for (size_t i = 0; i < r->n_sessions; i++) {
        const struct session *s = &r->sessions[i];
        struct param pairs[FIELDS];
        size_t n = 0;
        int64_t id;
        pair(pairs, &n, "title", s->title);
        pair(pairs, &n, "activity", str_format(a, "%lld", (long long)r->made));
        pair(pairs, &n, "day", day_iso(a, session_day(r, s, to, year)));
        pair(pairs, &n, "begins", s->begins);
        pair(pairs, &n, "ends", s->ends);
        pair(pairs, &n, "place", s->place);
        pair(pairs, &n, "leader", s->leader);
        pair(pairs, &n, "capacity", s->capacity.known ? str_format(a, "%lld", (long long)s->capacity.is) : STR_NONE);
        if (!record_add(ctx, register_find(ctx, STR("activity_session")), pairs, n, &id, e)) {
            if (e->kind == ERR_INVALID) { /* a place that is taken on the new day */
                form_say(r->form, NULL,
                         text_with(ctx, T_ACTIVITY_REPEAT_SESSION_SAY, TEXT_ARG("title", s->title), TEXT_ARG("why", e->what)));
            }
            return false;
        }
    }
    return true;
}

static bool add_repeat(struct ctx *ctx, void *arg, struct err *e)
{
    struct repeat *r = arg;
    struct db_table again;
    struct db_value year = form_value(r->form, "year");
    if (!db_table(ctx->db, ctx->arena, &q_activity_repeats_in, DB_ARGS(r->source.id, year), &again, e)) {
        return false;
    }
    if (again.n_rows) {
        form_say(r->form, NULL, text_with(ctx, T_ACTIVITY_REPEAT_AGAIN, TEXT_ARG("title", again.values[1].as.s)));
        return err_set(e, ERR_INVALID, "activity_repeat", STR("repeated already in that year"));
    }
    return record_save(ctx, r->form, &r->made, e) && add_sessions(ctx, r, e);
}

static void put_sessions(struct ctx *ctx, struct html *h, const struct repeat *r)
{
    if (r->n_sessions == 0) {
        return;
    }
    const struct ui_column columns[] = { { .label = text(ctx, T_ACTIVITY_REPEAT_SESSION), .heads = true },
                                         { .label = text(ctx, T_ACTIVITY_REPEAT_WAS) },
                                         { .label = text(ctx, T_ACTIVITY_REPEAT_WILL) } };
    struct period to = period_repeated(period_in(record_value(&r->source, "period")), ctx->year - 1, ctx->year);
    ui_table_begin(h, text(ctx, T_ACTIVITY_REPEAT_SESSIONS), columns, COUNT(columns));
    for (size_t i = 0; i < r->n_sessions; i++) {
        ui_row_begin(h);
        ui_cell(h, &columns[0], r->sessions[i].title);
        ui_cell(h, &columns[1], text_day_short(ctx->arena, ctx->lang, r->sessions[i].day));
        ui_cell(h, &columns[2], text_day_short(ctx->arena, ctx->lang, session_day(r, &r->sessions[i], to, ctx->year)));
        ui_row_end(h);
    }
    ui_table_end(h);
}

static bool show(struct ctx *ctx, const struct repeat *r, const struct form *form, int status, struct reply *reply,
                 struct err *e)
{
    struct str back = str_format(ctx->arena, "/activity/%lld", (long long)r->source.id);
    const struct crumb crumbs[] = { { text(ctx, T_ACTIVITY_MANY), url_own(ctx->arena, STR("/activity")) },
                                    { record_title(&r->source), url_own(ctx->arena, back) } };
    const struct page page = { .title = text_with(ctx, T_ACTIVITY_REPEAT_TITLE, TEXT_ARG("title", record_title(&r->source))),
                               .menu_path = "/activity",
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs) };
    struct html *h = page_begin(ctx, &page);
    HTMLF(h, "<p class=\"hint\">{}</p>", text(ctx, T_ACTIVITY_REPEAT_HINT));
    put_sessions(ctx, h, r);
    form_show(ctx, h, form, url_own(ctx->arena, str_join(ctx->arena, back, STR("/repeat"))));
    reply->status = status;
    return page_end(ctx, h, reply, e);
}

bool activity_repeat_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct repeat r = { 0 };
    struct form form;
    return read_repeat(ctx, request, &r, e) && propose(ctx, &r, &form, e) && show(ctx, &r, &form, 200, reply, e);
}

bool activity_repeat_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct repeat r = { 0 };
    struct form form;
    struct err why = { 0 };
    if (!read_repeat(ctx, request, &r, e) || !form_read(ctx, &activity_register, 0, &form, e)) {
        return false;
    }
    form_set(&form, "repeats", DB_VALUE(str_format(ctx->arena, "%lld", (long long)r.source.id)));
    r.form = &form;
    if (db_write(ctx, (struct db_lock){ "activity", r.source.id }, add_repeat, &r, &why)) {
        return reply_see(ctx, reply, url_own(ctx->arena, str_format(ctx->arena, "/activity/%lld", (long long)r.made)));
    }
    if (why.kind == ERR_INVALID && form.has_message) {
        return show(ctx, &r, &form, 422, reply, e);
    }
    *e = why;
    return false;
}
