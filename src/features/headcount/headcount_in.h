/* Inside headcount: the words of its columns, the check of parts against their whole, the entry from the activity's page. */
#ifndef HEADCOUNT_IN_H
#define HEADCOUNT_IN_H
#include "features/headcount/headcount.h"

enum { HEADCOUNT_UNITS = 13, HEADCOUNT_STATUSES = 4 };
extern const struct choice headcount_units[HEADCOUNT_UNITS];
extern const struct choice headcount_statuses[HEADCOUNT_STATUSES];

/* Units that count heads: each part is at most the whole, while their sum may exceed it. */
bool headcount_counts_heads(struct str unit);
/* Faults as they are found: all of them, or those that have to do with one record. */
struct fault_list {
    struct headcount_fault *all;
    size_t n, room;
};
void fault_add(struct ctx *ctx, struct fault_list *list, const struct headcount_fault *fault);
bool parts_faults(struct ctx *ctx, int64_t year, struct fault_list *list, struct err *e) MUST_USE;
bool shares_faults(struct ctx *ctx, int64_t year, struct fault_list *list, struct err *e) MUST_USE;
/* The saved row: schools' counts against the count of all organisations, of its activity, unit and audience as they stand in
   this transaction. Refuses only what the row itself takes part in. */
struct share_key {
    int64_t activity, row;
    struct str unit, audience;
};
bool headcount_shares_fit(struct ctx *ctx, const struct share_key *key, struct refusal *ret_refusal, struct err *e) MUST_USE;
/* POST /activity/{id}/headcount. */
bool headcount_enter(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
#endif
