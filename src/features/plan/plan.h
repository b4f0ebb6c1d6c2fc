/* The plan of work, for the command line. */
#ifndef PLAN_H
#define PLAN_H
#include "base/ctx.h"
#include "base/day.h"
#include "base/str.h"

/* Of which part: month "2021-11", or week, any day of it ("2021-11-17"); both "", or words that are neither: the whole year. */
struct plan_ask {
    struct str month, week;
};
/* The plan of a year as it should stand on a day: what was done, what is late, what was moved or cancelled though its day is
   over. They add up to what should be settled by that day; items is the whole plan. What is outside the plan counts nowhere. */
struct plan_counts {
    int64_t items, done, late, shifted;
};
bool plan_counts_read(struct ctx *ctx, int year, struct day today, struct plan_counts *ret_counts, struct err *e) MUST_USE;
/* The words of /plan?only=…, which lists the points of each of those numbers, and of their sum. */
#define PLAN_ONLY_DUE "due"
#define PLAN_ONLY_DONE "done"
#define PLAN_ONLY_LATE "late"
#define PLAN_ONLY_SHIFTED "shifted"
/* The plan of ctx->year as a Word file, in the form that hangs on the wall and in the language of ctx. *ret_name is the file's
   name without its end. Bytes in ctx->arena. */
bool plan_word(struct ctx *ctx, const struct plan_ask *ask, struct str *ret_name, struct str *ret_bytes,
               struct err *e) MUST_USE;
#endif
