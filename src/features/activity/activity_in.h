/* Inside activity. */
#ifndef ACTIVITY_IN_H
#define ACTIVITY_IN_H
#include "features/activity/activity.h"

enum { ACTIVITY_CODE_MOST = 40 };
/* The hooks of the register: codes, grades and ages, series without circles; parts that fit into their whole. */
bool activity_check(struct ctx *ctx, struct form *form, struct err *e);
bool activity_holds(struct ctx *ctx, const struct record *old, const struct record *now, struct refusal *ret_refusal,
                    struct err *e);
#endif
