/* Between the files of the plan: its points, the months they stand in, the page and the Word file. */
#ifndef FEATURES_PLAN_IN_H
#define FEATURES_PLAN_IN_H
#include "features/feature.h"

struct plan_point {
    int64_t id;
    struct str title, section, responsible, audience, status, reason, outcome, precision;
    struct day first, last;
};
bool plan_points_read(struct ctx *ctx, int year, struct plan_point **ret_points, size_t *ret_n, struct err *e) MUST_USE;
struct period plan_term(const struct plan_point *point);

/* The parts of a year's plan in their order: twelve months from September, then what lasts the year, then what has no term. */
enum { PLAN_MONTHS = 12, PLAN_ALL_YEAR = PLAN_MONTHS, PLAN_NO_TERM, PLAN_PARTS };
/* The point stands in this part. A term known to the day or the month stands in each month it overlaps; one that is known to
   the season, the year or the school year only is never put into a month: it stands among those of the whole year. */
bool plan_stands_in(const struct plan_point *point, int year, int part);
/* The part of a month such as "2021-11", or -1 when it is no month of this school year. */
int plan_part_of(struct str month, int year);
struct str plan_part_title(struct ctx *ctx, int year, int part);
struct str plan_part_month(struct arena *a, int year, int part); /* "2021-11"; "" for the last two */

/* Labels of the closed lists of a point, in the reader's language. */
struct str plan_section_shown(struct ctx *ctx, struct str section);
struct str plan_status_shown(struct ctx *ctx, struct str status);
/* «выполнено», «перенесено: карантин». */
struct str plan_mark(struct ctx *ctx, const struct plan_point *point);

handler plan_page, plan_document, plan_of_decisions;
#endif
