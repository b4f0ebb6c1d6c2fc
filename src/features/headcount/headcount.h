/* Headcounts: how many came, without names. Other features read them through figures and the cells of reach; what they need
   from here is the words and the widget on the activity's page. */
#ifndef FEATURES_HEADCOUNT_H
#define FEATURES_HEADCOUNT_H
#include "register/register.h"

enum { HEADCOUNT_AUDIENCES = 5 };
extern const struct choice headcount_audiences[HEADCOUNT_AUDIENCES]; /* pupils, parents, staff, visitors, organisations */
extern const struct register_def headcount_register;

/* The headcounts of an activity as a table with the sum of each unit and, for those who may, the form of one line that enters
   the next: the whole of the panel on the activity's page. */
void headcount_panel(struct ctx *ctx, const struct record *activity, struct html *h);

/* Parts never exceed their whole (product rule 5): looks at the whole series an activity belongs to as it stands in this
   transaction, in one unit or, when `unit` is empty, in all. *ret_fault says in the reader's language what does not fit, or is
   empty. */
bool headcount_parts_fit(struct ctx *ctx, int64_t activity, struct str unit, struct str *ret_fault, struct err *e) MUST_USE;
/* To be called inside a save before such a rule is looked at: two people who each enter half of what is too much wait for one
   another. Held to the end of the transaction. */
bool headcount_hold_year(struct ctx *ctx, int64_t year, struct err *e) MUST_USE;
#endif
