/* The plan of a year for programs: each point once, with the months it stands in on the wall, and how much of it is done. */
#include "features/plan/plan_in.h"
#include "report/figure.h"

static struct json *choice_json(struct arena *a, struct str word, struct str label)
{
    struct json *j = json_object(a);
    json_put_text(a, j, "key", word);
    json_put_text(a, j, "label", label);
    return word.len ? j : json_null(a);
}

static struct json *term_json(struct arena *a, const struct plan_point *point)
{
    struct period term = plan_term(point);
    struct json *j = json_object(a);
    if (term.precision == PRECISION_NONE || !term.first.known || !term.last.known) {
        return json_null(a);
    }
    json_put_text(a, j, "first", day_iso(a, term.first));
    json_put_text(a, j, "last", day_iso(a, term.last));
    json_put_text(a, j, "precision", str_c(precision_name(term.precision)));
    return j;
}

static struct json *point_json(struct ctx *ctx, const struct plan_point *point)
{
    struct arena *a = ctx->arena;
    struct json *j = json_object(a), *months = json_array(a);
    for (int part = 0; part < PLAN_MONTHS; part++) {
        if (plan_lasts_in(plan_term(point), ctx->year, part)) {
            json_add(months, json_string(a, plan_part_month(a, ctx->year, part)));
        }
    }
    json_put_int(a, j, "id", point->id);
    json_put_text(a, j, "title", point->title);
    json_put(a, j, "section", choice_json(a, point->section, plan_section_shown(ctx, point->section)));
    json_put(a, j, "term", term_json(a, point));
    json_put(a, j, "months", months);
    json_put_some(a, j, "responsible", point->responsible);
    json_put_some(a, j, "audience", point->audience);
    json_put(a, j, "status", choice_json(a, point->status, plan_status_shown(ctx, point->status)));
    json_put_some(a, j, "reason", point->reason);
    json_put_some(a, j, "outcome", point->outcome);
    return j;
}

static bool put_counts(struct ctx *ctx, struct json *all, struct err *e)
{
    static const char *const names[] = { "items", "done", "left", "outside" };
    for (size_t i = 0; i < COUNT(names); i++) {
        struct figure figure;
        if (!figure_number(ctx, str_format(ctx->arena, "plan.%s", names[i]), ctx->year, &figure, e)) {
            return false;
        }
        json_put_int(ctx->arena, all, names[i], figure.value);
    }
    return true;
}

/* A point is of the month when it stands in it or lasts through it, of the week when it stands there in any way. */
static bool is_of(const struct plan_point *point, const struct plan_view *view)
{
    struct period term = plan_term(point);
    return view->span == PLAN_SPAN_WEEK ? plan_stands_in_week(term, view->monday) != PLAN_WEEK_NOT
           : view->span == PLAN_SPAN_MONTH
               ? plan_stands_in(term, view->year, view->part) || plan_lasts_in(term, view->year, view->part)
               : true;
}

bool plan_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct arena *a = ctx->arena;
    struct json *all = json_object(a), *list = json_array(a);
    struct plan_point *points;
    struct plan_view view;
    size_t n;
    struct str month = request_query(request, "month"), week = request_query(request, "week");
    if (!json_asked(ctx, request, e) || !plan_view_read(ctx, month, week, STR_NONE, &view, e) ||
        !plan_points_read(ctx, ctx->year, ctx->year, &points, &n, e)) {
        return false;
    }
    if (month.len && plan_part_of(month, ctx->year) < 0) {
        return query_refuse(ctx, "month", e);
    }
    struct day asked;
    if (week.len && (month.len || !day_read(week, &asked) || plan_monday(asked).n != view.monday.n)) {
        return query_refuse(ctx, "week", e);
    }
    json_put_int(a, all, "year", ctx->year);
    if (!put_counts(ctx, all, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (is_of(&points[i], &view)) {
            json_add(list, point_json(ctx, &points[i]));
        }
    }
    json_put(a, all, "points", list);
    reply_json(ctx, reply, json_write(a, all));
    return true;
}
