/* Words of the record: dates, grades and titles of activities, documents, decisions, the plan. Read once by source.c. */
#ifndef ANALYSIS_FACTS_H
#define ANALYSIS_FACTS_H
#include "features/analysis/inline.h"

/* ERR_NOT_FOUND when the year has no such activity, or there is no such document. */
bool fact_read(struct ctx *ctx, int year, enum piece_fact fact, struct str code, struct str *ret_words, struct str *ret_path,
               struct err *e) MUST_USE;
/* Decisions for the year after, one a line; of one section or of all (0). Empty when there are none. */
bool decision_lines(struct ctx *ctx, int year, int64_t section, struct str *ret_lines, struct err *e) MUST_USE;
/* How the plan was carried out, one sentence a line; empty when the record does not hold the plan. */
bool plan_lines(struct ctx *ctx, int year, struct str *ret_lines, struct err *e) MUST_USE;
#endif
