/* Inside headcount: the words of its columns, the check of parts against their whole, the entry from the activity's page. */
#ifndef HEADCOUNT_IN_H
#define HEADCOUNT_IN_H
#include "features/headcount/headcount.h"

enum { HEADCOUNT_UNITS = 13, HEADCOUNT_STATUSES = 4 };
extern const struct choice headcount_units[HEADCOUNT_UNITS];
extern const struct choice headcount_statuses[HEADCOUNT_STATUSES];

/* POST /activity/{id}/headcount. */
bool headcount_enter(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
#endif
