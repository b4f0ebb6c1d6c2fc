/* What of the plan is asked to be seen, and its words: the year, a month or a week. The three lead to one another, so each
   knows the month and the week it would show. */
#include "base/clock.h"
#include "base/text/text.h"
#include "base/utf8.h"
#include "features/plan/plan_in.h"

static const enum text_id months_of[] = {
    T_MONTH_OF_1, T_MONTH_OF_2, T_MONTH_OF_3, T_MONTH_OF_4,  T_MONTH_OF_5,  T_MONTH_OF_6,
    T_MONTH_OF_7, T_MONTH_OF_8, T_MONTH_OF_9, T_MONTH_OF_10, T_MONTH_OF_11, T_MONTH_OF_12
};
static const enum text_id weekdays[PLAN_WEEK] = { T_PLAN_MONDAY, T_PLAN_TUESDAY,  T_PLAN_WEDNESDAY, T_PLAN_THURSDAY,
                                                  T_PLAN_FRIDAY, T_PLAN_SATURDAY, T_PLAN_SUNDAY };

/* The week that a month leads to: that of today where it lies in the month, else the first. */
static struct day week_of_month(const struct plan_view *view)
{
    bool now = plan_part_at(view->today, view->year) == view->part;
    return plan_monday(now ? view->today : plan_month(view->year, view->part).first);
}

/* The month that a week leads to: that of its Thursday, where the greater part of it lies. */
static int month_of_week(const struct plan_view *view)
{
    int part = plan_part_at((struct day){ true, view->monday.n + PLAN_WEEK / 2 }, view->year);
    if (part < 0) {
        part = plan_part_at(view->monday, view->year);
    }
    return part < 0 ? plan_part_at((struct day){ true, view->monday.n + PLAN_WEEK - 1 }, view->year) : part;
}

bool plan_view_read(struct ctx *ctx, struct str month, struct str week, struct str view, struct plan_view *ret_view,
                    struct err *e)
{
    int minutes, year, of_year, of_month;
    struct day asked;
    struct plan_view v = { .span = PLAN_SPAN_YEAR, .year = ctx->year };
    if (!clock_local(ctx->now_ms, ctx->site ? ctx->site->zone : "UTC", &v.today, &minutes)) {
        return err_set(e, ERR_BROKEN, "plan", STR("the zone of the centre is not known"));
    }
    v.year = v.year ? v.year : plan_year_at(v.today); /* a centre so new that it has no year yet */
    day_split(v.today, &year, &of_year, &of_month);
    v.part = plan_part_of(month, v.year);
    if (day_read(week, &asked)) {
        v.span = PLAN_SPAN_WEEK;
        v.monday = plan_week_in(plan_monday(asked), v.year);
        v.part = month_of_week(&v);
    } else if (v.part >= 0) {
        v.span = PLAN_SPAN_MONTH;
        v.monday = week_of_month(&v);
    } else {
        v.part = (of_year + 3) % PLAN_MONTHS; /* the same month of another year */
        v.monday = plan_week_in(plan_monday(v.today), v.year);
    }
    v.grid = v.span == PLAN_SPAN_YEAR ? str_is(view, "grid") : !str_is(view, "list");
    *ret_view = v;
    return true;
}

int plan_view_first_year(const struct plan_view *view)
{
    return view->span == PLAN_SPAN_WEEK ? plan_year_at(view->monday) : view->year;
}

int plan_view_last_year(const struct plan_view *view)
{
    return view->span == PLAN_SPAN_WEEK ? plan_year_at(plan_week(view->monday).last) : view->year;
}

static struct str digits(struct arena *a, int n)
{
    return str_format(a, "%d", n);
}

struct str plan_days_words(struct ctx *ctx, struct day first, struct day last)
{
    struct arena *a = ctx->arena;
    int year, month, day, last_year, last_month, last_day;
    day_split(first, &year, &month, &day);
    day_split(last, &last_year, &last_month, &last_day);
    return text_with(ctx,
                     year != last_year     ? T_PLAN_DAYS_YEARS
                     : month != last_month ? T_PLAN_DAYS_MONTHS
                                           : T_PLAN_DAYS,
                     TEXT_ARG("first", digits(a, day)), TEXT_ARG("month", text(ctx, months_of[month - 1])),
                     TEXT_ARG("before", digits(a, year)), TEXT_ARG("last", digits(a, last_day)),
                     TEXT_ARG("other", text(ctx, months_of[last_month - 1])), TEXT_ARG("year", digits(a, last_year)));
}

struct str plan_day_words(struct ctx *ctx, struct day day)
{
    int year, month, of_month;
    day_split(day, &year, &month, &of_month);
    return text_with(ctx, T_PLAN_DAY, TEXT_ARG("weekday", text(ctx, weekdays[plan_weekday(day)])),
                     TEXT_ARG("day", digits(ctx->arena, of_month)), TEXT_ARG("month", text(ctx, months_of[month - 1])));
}

struct str plan_weekday_words(struct ctx *ctx, struct day day)
{
    return utf8_upper_first(ctx->arena, text(ctx, weekdays[plan_weekday(day)]));
}

struct str plan_date_words(struct ctx *ctx, struct day day)
{
    int year, month, of_month;
    day_split(day, &year, &month, &of_month);
    return text_with(ctx, T_PLAN_DAY_ALONE, TEXT_ARG("day", digits(ctx->arena, of_month)),
                     TEXT_ARG("month", text(ctx, months_of[month - 1])));
}

struct str plan_view_title(struct ctx *ctx, const struct plan_view *view)
{
    struct period month = plan_month(view->year, view->part);
    switch (view->span) {
    case PLAN_SPAN_MONTH:
        return text_with(ctx, T_PLAN_TITLE_MONTH, TEXT_ARG("month", text_period(ctx->arena, ctx->lang, month)));
    case PLAN_SPAN_WEEK:
        return text_with(ctx, T_PLAN_TITLE_WEEK,
                         TEXT_ARG("days", plan_days_words(ctx, view->monday, plan_week(view->monday).last)));
    case PLAN_SPAN_YEAR:
        break;
    }
    return text_with(ctx, T_PLAN_TITLE, TEXT_ARG("years", str_format(ctx->arena, "%d-%d", view->year, view->year + 1)));
}

struct html_url plan_view_url(struct ctx *ctx, const char *path, const struct plan_view *view)
{
    struct arena *a = ctx->arena;
    struct html_url to = url_own(a, str_c(path));
    bool usual = view->grid == (view->span != PLAN_SPAN_YEAR);
    bool asked = ctx->request && request_query(ctx->request, "year").len > 0;
    if (view->span == PLAN_SPAN_MONTH) {
        to = url_add(a, to, "month", plan_part_month(a, view->year, view->part));
    } else if (view->span == PLAN_SPAN_WEEK) {
        to = url_add(a, to, "week", day_iso(a, view->monday));
    }
    if (!usual) {
        to = url_add(a, to, "view", view->grid ? STR("grid") : STR("list"));
    }
    return asked || view->year != ctx->year ? url_add(a, to, "year", digits(a, view->year)) : to;
}

bool plan_stands_apart(const struct plan_view *view, struct period term, enum plan_weekly section)
{
    struct period month = plan_month(view->year, view->part);
    enum plan_weekly here = PLAN_WEEK_NOT;
    if (view->span == PLAN_SPAN_WEEK) {
        here = plan_stands_in_week(term, view->monday);
    } else if (view->span == PLAN_SPAN_MONTH && period_overlaps(term, month)) {
        here = plan_stands_in(term, view->year, PLAN_ALL_YEAR) ? PLAN_WEEK_YEAR
               : plan_stands_in(term, view->year, PLAN_LONG)   ? PLAN_WEEK_LONG
               : plan_on_day(term, term.first)                 ? PLAN_WEEK_DAYS
                                                               : PLAN_WEEK_MONTH;
    }
    return here == section;
}
