/* «В план следующего года»: the same point a year later, its term moved like that of an activity, with nothing of what became
   of it. A point is taken over once; who presses again is led to the one that is there. */
#include "features/plan/plan_in.h"
#include "plan_sql.h"

#include <stddef.h>

static const char *const copied[] = { "title", "section", "responsible", "audience", "expected", "planned_reach" };

struct kin {
    int64_t id, year, later;
    struct str title;
};
static const struct db_column kin_columns[] = {
    { "id", DB_INT, offsetof(struct kin, id) },
    { "year", DB_INT, offsetof(struct kin, year) },
    { "later", DB_INT, offsetof(struct kin, later) },
    { "title", DB_TEXT, offsetof(struct kin, title) },
};
static const struct db_shape kin_shape = DB_SHAPE(struct kin, kin_columns);

static bool read_kin(struct ctx *ctx, int64_t id, struct kin **ret_kin, size_t *ret_n, struct err *e)
{
    return db_rows(ctx->db, ctx->arena, &q_plan_kin, DB_ARGS(id), &kin_shape, ret_kin, ret_n, e);
}

struct repeating {
    struct record source;
    int64_t made;
};

static struct str term_next(struct arena *a, const struct record *record, int year)
{
    struct db_value value = record_value(record, "term");
    struct str rest = value.kind == DB_TEXT ? value.as.s : STR_NONE, first, last;
    struct period p;
    if (!str_next(&rest, '|', &first) || !str_next(&rest, '|', &last) || !precision_read(rest, &p.precision) ||
        !day_read(first, &p.first) || !day_read(last, &p.last)) {
        return STR_NONE;
    }
    p = period_repeated(p, year, year + 1);
    return str_format(a, "%s|%s|%s", str_cstr(a, day_iso(a, p.first)), str_cstr(a, day_iso(a, p.last)),
                      precision_name(p.precision));
}

static bool add_point(struct ctx *ctx, void *arg, struct err *e)
{
    enum { FIELDS = COUNT(copied) + 3 };
    struct repeating *r = arg;
    struct arena *a = ctx->arena;
    struct param pairs[FIELDS];
    struct kin *kin;
    size_t n_kin, n = 0;
    int year = (int)record_value(&r->source, "year").as.i;
    if (!read_kin(ctx, r->source.id, &kin, &n_kin, e)) {
        return false;
    }
    for (size_t i = 0; i < n_kin; i++) {
        if (kin[i].later && kin[i].year == year + 1) {
            r->made = kin[i].id;
            return true;
        }
    }
    pairs[n++] = (struct param){ STR("year"), str_format(a, "%d-%d", year + 1, year + 2) };
    pairs[n++] = (struct param){ STR("repeats"), str_format(a, "%lld", (long long)r->source.id) };
    pairs[n++] = (struct param){ STR("term"), term_next(a, &r->source, year) };
    for (size_t i = 0; i < COUNT(copied); i++) {
        struct db_value v = record_value(&r->source, copied[i]);
        struct str typed = v.kind == DB_TEXT ? v.as.s : v.kind == DB_INT ? str_format(a, "%lld", (long long)v.as.i) : STR_NONE;
        pairs[n++] = (struct param){ str_c(copied[i]), typed };
    }
    return record_add(ctx, register_find(ctx, STR("plan_item")), pairs, n, &r->made, e);
}

bool plan_repeat(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct repeating r = { 0 };
    const struct register_def *def = register_find(ctx, STR("plan_item"));
    if (!record_get(ctx, def, request_id_arg(request, 0), &r.source, e) ||
        !db_write(ctx, (struct db_lock){ "plan_item", r.source.id }, add_point, &r, e)) {
        return false;
    }
    return reply_see(ctx, reply, url_own(ctx->arena, str_format(ctx->arena, "/plan_item/%lld/edit", (long long)r.made)));
}

void plan_repeat_panel(struct ctx *ctx, const struct record *record, struct html *h)
{
    struct kin *kin;
    struct err e = { 0 };
    size_t n;
    bool next = false;
    struct db_value year = record_value(record, "year");
    if (year.kind != DB_INT || !read_kin(ctx, record->id, &kin, &n, &e)) {
        ui_note(h, UI_ERROR, text(ctx, T_PLAN_KIN_FAILED));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        struct str to = str_format(ctx->arena, "/plan_item/%lld", (long long)kin[i].id),
                   of = str_format(ctx->arena, "%lld-%lld", (long long)kin[i].year, (long long)kin[i].year + 1);
        HTMLF(h, "<p>{}: <a href=\"{}\">{}</a> ({})</p>", text(ctx, kin[i].later ? T_PLAN_REPEATED_BY : T_PLAN_ITEM_REPEATS),
              url_own(ctx->arena, to), kin[i].title, of);
        next = next || (kin[i].later && kin[i].year == year.as.i + 1);
    }
    if (!next && actor_may(ctx->actor, ROLES_RECORD)) {
        HTML(h, "<div class=\"no-print\">");
        ui_post_button(ctx, h, url_own(ctx->arena, str_format(ctx->arena, "/plan_item/%lld/repeat", (long long)record->id)),
                       text(ctx, T_PLAN_REPEAT), UI_PLAIN);
        HTML(h, "</div>");
    }
}
