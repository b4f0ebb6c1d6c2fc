/* Words of the record: dates, grades and titles of activities, documents, decisions, the plan. Read once by source.c. */
#ifndef ANALYSIS_FACTS_H
#define ANALYSIS_FACTS_H
#include "features/analysis/inline.h"

/* ERR_NOT_FOUND when the year has no such activity, or there is no such document. */
bool fact_read(struct ctx *ctx, int year, enum piece_fact fact, struct str code, struct str *ret_words, struct str *ret_path,
               struct err *e) MUST_USE;
/* Decisions for the year after, one a line; of one section or of all (0). Empty when there are none. */
bool decision_lines(struct ctx *ctx, int year, int64_t section, struct str *ret_lines, struct err *e) MUST_USE;
/* How the plan was carried out, a point a line: done and by what, moved and cancelled and why, added, without a mark.
   *ret_counted: there are points, and their figures (plan.items …) have something to count; without any, the lines are those of
   plan_lines. */
bool plan_point_lines(struct ctx *ctx, int year, struct str *ret_lines, bool *ret_counted, struct err *e) MUST_USE;
/* The same from the marks of the activities, of a year that has no points, and of what was signed before there were any: one
   sentence a line; empty when the record does not hold the plan. */
bool plan_lines(struct ctx *ctx, int year, struct str *ret_lines, struct err *e) MUST_USE;
#endif
