/* Inside headcount: the words of its columns, the check of parts against their whole, the entry from the activity's page. */
#ifndef HEADCOUNT_IN_H
#define HEADCOUNT_IN_H
#include "features/headcount/headcount.h"

enum { HEADCOUNT_UNITS = 13, HEADCOUNT_STATUSES = 4 };
extern const struct choice headcount_units[HEADCOUNT_UNITS];
extern const struct choice headcount_statuses[HEADCOUNT_STATUSES];

/* What a save adds to an activity's sum of one unit (less when a number was lowered). */
struct headcount_change {
    int64_t activity;
    struct str unit;
    int64_t more;
};
/* Whether the activity still holds its parts and fits into `parent` (0: it has none) after the change. *ret_fault says in the
   reader's language what does not fit, or is empty. */
bool headcount_change_fits(struct ctx *ctx, const struct headcount_change *change, int64_t parent, struct str *ret_fault,
                           struct err *e) MUST_USE;
/* POST /activity/{id}/headcount. */
bool headcount_enter(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
#endif
