/* Inside headcount: the words of its columns, the check of parts against their whole, the entry from the activity's page. */
#ifndef HEADCOUNT_IN_H
#define HEADCOUNT_IN_H
#include "features/headcount/headcount.h"

enum { HEADCOUNT_UNITS = 13, HEADCOUNT_STATUSES = 4 };
extern const struct choice headcount_units[HEADCOUNT_UNITS];
extern const struct choice headcount_statuses[HEADCOUNT_STATUSES];

/* Units that count heads: each part is at most the whole, while their sum may exceed it. */
bool headcount_counts_heads(struct str unit);
/* Schools' counts against the count of all organisations, of one activity, unit and audience as they stand in this transaction.
 */
bool headcount_shares_fit(struct ctx *ctx, int64_t activity, struct str unit, struct str audience, struct refusal *ret_refusal,
                          struct err *e) MUST_USE;
/* POST /activity/{id}/headcount. */
bool headcount_enter(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
#endif
