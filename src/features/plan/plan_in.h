/* Between the files of the plan: its points, the places they stand in, what was held against them, the pages and the Word file.
 */
#ifndef FEATURES_PLAN_IN_H
#define FEATURES_PLAN_IN_H
#include "features/feature.h"
#include "features/plan/plan.h"

struct plan_point {
    int64_t id, year;
    struct str title, section, responsible, audience, status, reason, outcome, precision, moved_precision;
    struct day first, last, moved_first, moved_last;
};
/* Points of the plans of the years from the first to the last, both included. */
bool plan_points_read(struct ctx *ctx, int first_year, int last_year, struct plan_point **ret_points, size_t *ret_n,
                      struct err *e) MUST_USE;
struct period plan_term(const struct plan_point *point);

/* Where a point stands: at its term and, when it was moved to a known time, there too. */
struct plan_place {
    const struct plan_point *point;
    size_t number; /* of the point in its plan, from 1; the same wherever it stands */
    struct period term;
    bool moved_here;
};
size_t plan_places(struct arena *a, const struct plan_point *points, size_t n, struct plan_place **ret_places);

/* How a point stands on a day; PLAN_AHEAD: its day is not over, or nobody knows which it is. */
enum plan_on_day { PLAN_AHEAD, PLAN_DONE, PLAN_LATE, PLAN_SHIFTED, PLAN_OUTSIDE };
enum plan_on_day plan_on_the_day(const struct plan_point *point, struct day today);

/* The parts of a year's plan in their order: twelve months from September, then what lasts a quarter or longer, what lasts the
   year, and what has no term. */
enum { PLAN_MONTHS = 12, PLAN_LONG = PLAN_MONTHS, PLAN_ALL_YEAR, PLAN_NO_TERM, PLAN_PARTS };
/* What has this term stands in this part. A term of one or two months stands in each of them; a longer one stands once, apart,
   because a list of twelve months that says the same twelve times is not read. A season stands by its bounds; what is known to
   the year alone is never put into a narrower part, and a term of another year is not lost: it stands with the year-round. */
bool plan_stands_in(struct period term, int year, int part);
/* The term touches this month of the year, whatever part it stands in; only where it is known to the day or the month. */
bool plan_lasts_in(struct period term, int year, int part);
struct period plan_month(int year, int part);
/* The part of a month such as "2021-11", or -1 when it is no month of this school year. */
int plan_part_of(struct str month, int year);
/* The part of the month that a day is in, or -1 outside the year. */
int plan_part_at(struct day day, int year);
struct str plan_part_title(struct ctx *ctx, int year, int part);
struct str plan_part_month(struct arena *a, int year, int part); /* "2021-11"; "" for the last three */

/* Weeks begin on Monday. */
enum { PLAN_WEEK = 7 };
struct day plan_monday(struct day day);
int plan_weekday(struct day day); /* 0 is Monday */
struct period plan_week(struct day monday);
/* The school year a day is in, by its first calendar year. */
int plan_year_at(struct day day);
/* The week itself when it has a day of this school year, else the same week of that year: so many times 52 weeks away. */
struct day plan_week_in(struct day monday, int year);
/* How a term stands in a week: on its days (known to the day, and no longer than a week), or apart, each once. */
enum plan_weekly { PLAN_WEEK_NOT, PLAN_WEEK_DAYS, PLAN_WEEK_MONTH, PLAN_WEEK_LONG, PLAN_WEEK_YEAR };
enum plan_weekly plan_stands_in_week(struct period term, struct day monday);
bool plan_on_day(struct period term, struct day day);

/* What was or will be held on days: sessions, and the activities of which a day is known and no session is. */
struct plan_fact {
    struct str register_name, title, begins, ends, place, leader, state, section; /* state: planned, held, cancelled */
    int64_t id, activity;
    struct day first, last;
    struct maybe_int persons;
};
/* An activity that fulfils a point. */
struct plan_deed {
    int64_t point, activity;
    struct str title, precision;
    struct day first, last;
    struct maybe_int persons;
};
struct plan_held {
    struct plan_fact *facts;
    struct plan_deed *deeds;
    size_t n_facts, n_deeds;
};
bool plan_held_read(struct ctx *ctx, struct period days, int first_year, int last_year, struct plan_held *ret_held,
                    struct err *e) MUST_USE;

/* What is asked to be seen: the year, a month or a week of it, as a grid or as a list. */
enum plan_span { PLAN_SPAN_YEAR, PLAN_SPAN_MONTH, PLAN_SPAN_WEEK };
struct plan_view {
    enum plan_span span;
    bool grid;
    struct str only;   /* one of PLAN_ONLY_…, of the year alone; "" for all */
    int year, part;    /* the school year; the month where it is one */
    struct day monday; /* of the week asked for, else of the one that the other views lead to */
    struct day today;
};
/* From ?month=, ?week= (any day of it) and ?view=; what is no month and no day of the year shows the year. */
bool plan_view_read(struct ctx *ctx, struct str month, struct str week, struct str view, struct plan_view *ret_view,
                    struct err *e) MUST_USE;
/* The years whose points stand in the view: two in a week that has days of both. */
int plan_view_first_year(const struct plan_view *view);
int plan_view_last_year(const struct plan_view *view);
/* «План работы на неделю 23–29 ноября 2026 года». */
struct str plan_view_title(struct ctx *ctx, const struct plan_view *view);
struct str plan_days_words(struct ctx *ctx, struct day first, struct day last); /* «23–29 ноября 2026 года» */
struct str plan_day_words(struct ctx *ctx, struct day day);     /* «понедельник, 23 ноября» */
struct str plan_weekday_words(struct ctx *ctx, struct day day); /* «Понедельник» */
struct str plan_date_words(struct ctx *ctx, struct day day);    /* «23 ноября» */
struct html_url plan_view_url(struct ctx *ctx, const char *path, const struct plan_view *view);

/* Labels of the closed lists of a point, in the reader's language. */
struct str plan_section_shown(struct ctx *ctx, struct str section);
struct str plan_status_shown(struct ctx *ctx, struct str status);
/* «выполнено», «перенесено на май 2022 года: карантин», «перенесено сюда, было: март 2022 года». */
struct str plan_mark(struct ctx *ctx, const struct plan_place *place);
/* «14:00–15:30», «14:00», "". */
struct str plan_fact_time(struct arena *a, const struct plan_fact *fact);
struct str plan_fact_state(struct ctx *ctx, const struct plan_fact *fact);

/* All that a view shows, read before the first tag is written. */
struct plan_shown {
    struct plan_view view;
    struct plan_place *places;
    size_t n_places;
    struct plan_held held;
};
bool plan_shown_read(struct ctx *ctx, const struct plan_view *view, struct plan_shown *ret_shown, struct err *e) MUST_USE;
/* The point by which a fact was held; NULL: it is not in the plan. */
const struct plan_place *plan_place_of(const struct plan_shown *shown, int64_t activity);
/* The i-th fact stands on this day by itself, and is not told by a point that stands there. */
bool plan_fact_on(const struct plan_shown *shown, size_t i, struct day day);
bool plan_day_has(const struct plan_shown *shown, struct day day); /* a point or a fact */
/* plan_grid.c and plan_list.c: the parts of a page. */
void plan_grid_put(struct ctx *ctx, struct html *h, const struct plan_shown *shown);
void plan_list_put(struct ctx *ctx, struct html *h, const struct plan_shown *shown);
/* The points behind a number of the plan on this day (PLAN_ONLY_…), and how many they are. */
void plan_only_put(struct ctx *ctx, struct html *h, const struct plan_shown *shown, struct str only);
/* What stands apart from the days of a month or week: longer terms, each once; what lasts the year in a fold. */
void plan_apart_put(struct ctx *ctx, struct html *h, const struct plan_shown *shown);
/* The place stands in this section of what is apart from the days (PLAN_WEEK_MONTH …) in the view. */
bool plan_stands_apart(const struct plan_view *view, struct period term, enum plan_weekly section);

/* plan_word.c: the plan as it hangs on the wall, and behind the pages as PDF. */
extern const struct job_kind plan_pdf_job;
/* plan_repeat.c: a point into the plan of the next year; what a point repeats and what repeats it. */
void plan_repeat_panel(struct ctx *ctx, const struct record *record, struct html *h);
handler plan_repeat;
handler plan_page, plan_json, plan_document, plan_pdf_act, plan_of_decisions;
#endif
