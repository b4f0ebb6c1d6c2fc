/* Inside activity. */
#ifndef ACTIVITY_IN_H
#define ACTIVITY_IN_H
#include "features/activity/activity.h"

enum { ACTIVITY_CODE_MOST = 40 };
/* The hooks of the register: codes, grades and ages, series without circles; parts that fit into their whole. */
bool activity_check(struct ctx *ctx, struct form *form, struct err *e);
bool activity_holds(struct ctx *ctx, const struct record *old, const struct record *now, struct refusal *ret_refusal,
                    struct err *e);
/* repeat.c: the form of a repeat in the next year. */
handler activity_repeat_page, activity_repeat_act;
/* compare.c: what the activity repeats and what repeats it, with this year against that one. */
void activity_repeat_button(struct ctx *ctx, const struct record *record, struct html *h);
void activity_kin_panel(struct ctx *ctx, const struct record *record, struct html *h);
#endif
