/* Where a point of the plan stands in the year and in a week: pure of pages and files, so that all of them put it into the same
   place. */
#include "base/text/text.h"
#include "base/utf8.h"
#include "features/plan/plan_in.h"
#include "plan_sql.h"

#include <stddef.h>

/* Months a term touches: up to so many it stands in each of them, from so many on it lasts the year (September to May is the
   whole of a year at school). */
enum { FEW_MONTHS = 2, YEAR_MONTHS = 9 };

static const struct db_column point_columns[] = {
    { "id", DB_INT, offsetof(struct plan_point, id) },
    { "year", DB_INT, offsetof(struct plan_point, year) },
    { "title", DB_TEXT, offsetof(struct plan_point, title) },
    { "section", DB_TEXT, offsetof(struct plan_point, section) },
    { "first", DB_DAY, offsetof(struct plan_point, first) },
    { "last", DB_DAY, offsetof(struct plan_point, last) },
    { "precision", DB_TEXT, offsetof(struct plan_point, precision) },
    { "moved_first", DB_DAY, offsetof(struct plan_point, moved_first) },
    { "moved_last", DB_DAY, offsetof(struct plan_point, moved_last) },
    { "moved_precision", DB_TEXT, offsetof(struct plan_point, moved_precision) },
    { "responsible", DB_TEXT, offsetof(struct plan_point, responsible) },
    { "audience", DB_TEXT, offsetof(struct plan_point, audience) },
    { "status", DB_TEXT, offsetof(struct plan_point, status) },
    { "reason", DB_TEXT, offsetof(struct plan_point, reason) },
    { "outcome", DB_TEXT, offsetof(struct plan_point, outcome) },
};
static const struct db_shape point_shape = DB_SHAPE(struct plan_point, point_columns);

bool plan_points_read(struct ctx *ctx, int first_year, int last_year, struct plan_point **ret_points, size_t *ret_n,
                      struct err *e)
{
    return db_rows(ctx->db, ctx->arena, &q_plan_points, DB_ARGS(first_year, last_year), &point_shape, ret_points, ret_n, e);
}

static struct period term_of(struct day first, struct day last, struct str precision)
{
    struct period term = { .first = first, .last = last };
    if (!precision_read(precision, &term.precision) || !first.known || !last.known) {
        term = (struct period){ NO_DAY, NO_DAY, PRECISION_NONE };
    }
    return term;
}

struct period plan_term(const struct plan_point *point)
{
    return term_of(point->first, point->last, point->precision);
}

enum plan_on_day plan_on_the_day(const struct plan_point *point, struct day today)
{
    struct period term = plan_term(point);
    bool over = (term.precision == PRECISION_DAY || term.precision == PRECISION_MONTH) && term.last.n < today.n;
    if (str_is(point->status, "outside")) {
        return PLAN_OUTSIDE;
    }
    if (str_is(point->status, "done")) {
        return PLAN_DONE;
    }
    return !over ? PLAN_AHEAD : str_is(point->status, "planned") ? PLAN_LATE : PLAN_SHIFTED;
}

bool plan_counts_read(struct ctx *ctx, int year, struct day today, struct plan_counts *ret_counts, struct err *e)
{
    static const struct db_column columns[] = {
        { "items", DB_INT, offsetof(struct plan_counts, items) },
        { "done", DB_INT, offsetof(struct plan_counts, done) },
        { "late", DB_INT, offsetof(struct plan_counts, late) },
        { "shifted", DB_INT, offsetof(struct plan_counts, shifted) },
    };
    static const struct db_shape shape = DB_SHAPE(struct plan_counts, columns);
    return db_one(ctx->db, ctx->arena, &q_plan_counts, DB_ARGS(year, day_iso(ctx->arena, today)), &shape, ret_counts, e);
}

size_t plan_places(struct arena *a, const struct plan_point *points, size_t n, struct plan_place **ret_places)
{
    struct plan_place *places = NEW_ARRAY(a, struct plan_place, 2 * n + 1);
    size_t made = 0;
    for (size_t i = 0; i < n; i++) {
        const struct plan_point *p = &points[i];
        struct period moved = term_of(p->moved_first, p->moved_last, p->moved_precision);
        places[made++] = (struct plan_place){ .point = p, .number = i + 1, .term = plan_term(p) };
        /* What was moved into another year stands in the plan of that year as a point of its own. */
        if (str_is(p->status, "moved") && period_overlaps(moved, period_school_year((int)p->year))) {
            places[made++] = (struct plan_place){ .point = p, .number = i + 1, .term = moved, .moved_here = true };
        }
    }
    *ret_places = places;
    return made;
}

struct period plan_month(int year, int part)
{
    int month = (8 + part) % 12 + 1, of = month >= 9 ? year : year + 1;
    struct day first = day_of(of, month, 1), next = month == 12 ? day_of(of + 1, 1, 1) : day_of(of, month + 1, 1);
    return (struct period){ first, { true, next.n - 1 }, PRECISION_MONTH };
}

static int months_touched(struct period term)
{
    int from_year, from_month, to_year, to_month, day;
    day_split(term.first, &from_year, &from_month, &day);
    day_split(term.last, &to_year, &to_month, &day);
    return (to_year - from_year) * 12 + to_month - from_month + 1;
}

/* PLAN_MONTHS: in its months. */
static int kind_of(struct period term)
{
    if (term.precision == PRECISION_NONE) {
        return PLAN_NO_TERM;
    }
    if (term.precision == PRECISION_YEAR || term.precision == PRECISION_SCHOOL_YEAR || months_touched(term) >= YEAR_MONTHS) {
        return PLAN_ALL_YEAR;
    }
    return months_touched(term) > FEW_MONTHS ? PLAN_LONG : 0;
}

bool plan_stands_in(struct period term, int year, int part)
{
    int kind = kind_of(term);
    if (kind != PLAN_NO_TERM && !period_overlaps(term, period_school_year(year))) {
        return part == PLAN_ALL_YEAR; /* a term of another year */
    }
    if (part >= PLAN_MONTHS || kind != 0) {
        return part == kind;
    }
    return period_overlaps(term, plan_month(year, part));
}

bool plan_lasts_in(struct period term, int year, int part)
{
    return (term.precision == PRECISION_DAY || term.precision == PRECISION_MONTH) &&
           period_overlaps(term, plan_month(year, part));
}

int plan_part_at(struct day day, int year)
{
    for (int part = 0; part < PLAN_MONTHS; part++) {
        struct period month = plan_month(year, part);
        if (day.n >= month.first.n && day.n <= month.last.n) {
            return part;
        }
    }
    return -1;
}

int plan_part_of(struct str month, int year)
{
    struct period asked;
    return period_read(month, &asked) && asked.precision == PRECISION_MONTH ? plan_part_at(asked.first, year) : -1;
}

struct str plan_part_month(struct arena *a, int year, int part)
{
    return part < PLAN_MONTHS ? str_part(day_iso(a, plan_month(year, part).first), 0, 7) : STR_NONE;
}

struct str plan_part_title(struct ctx *ctx, int year, int part)
{
    return part == PLAN_LONG       ? text(ctx, T_PLAN_LONG)
           : part == PLAN_ALL_YEAR ? text(ctx, T_PLAN_ALL_YEAR)
           : part == PLAN_NO_TERM  ? text(ctx, T_PLAN_NO_TERM)
                                   : utf8_upper_first(ctx->arena, text_period(ctx->arena, ctx->lang, plan_month(year, part)));
}

int plan_weekday(struct day day)
{
    int of_week = (day.n + 3) % PLAN_WEEK; /* 1 January 1970 was a Thursday */
    return of_week < 0 ? of_week + PLAN_WEEK : of_week;
}

struct day plan_monday(struct day day)
{
    return (struct day){ true, day.n - plan_weekday(day) };
}

struct period plan_week(struct day monday)
{
    return (struct period){ monday, { true, monday.n + PLAN_WEEK - 1 }, PRECISION_DAY };
}

int plan_year_at(struct day day)
{
    int year, month, of_month;
    day_split(day, &year, &month, &of_month);
    return month >= 9 ? year : year - 1;
}

struct day plan_week_in(struct day monday, int year)
{
    enum { WEEKS = 52 };
    struct period of_year = period_school_year(year);
    struct day found = monday;
    while (plan_week(found).last.n < of_year.first.n) {
        found.n += WEEKS * PLAN_WEEK;
    }
    while (found.n > of_year.last.n) {
        found.n -= WEEKS * PLAN_WEEK;
    }
    return found;
}

static bool on_days(struct period term)
{
    return term.precision == PRECISION_DAY && term.last.n - term.first.n < PLAN_WEEK;
}

bool plan_on_day(struct period term, struct day day)
{
    return on_days(term) && term.first.n <= day.n && day.n <= term.last.n;
}

enum plan_weekly plan_stands_in_week(struct period term, struct day monday)
{
    if (!period_overlaps(term, plan_week(monday))) {
        return PLAN_WEEK_NOT;
    }
    if (on_days(term)) {
        return PLAN_WEEK_DAYS;
    }
    int kind = kind_of(term);
    return kind == PLAN_ALL_YEAR ? PLAN_WEEK_YEAR : kind == PLAN_LONG ? PLAN_WEEK_LONG : PLAN_WEEK_MONTH;
}
