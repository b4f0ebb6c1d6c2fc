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

/* Parts never exceed their whole (product rule 5): reads the parent and the parts of an activity as if it belonged to `parent`
   (0: to none). *ret_fault says in the reader's language what does not fit, or is empty. */
bool headcount_parts_fit(struct ctx *ctx, int64_t activity, int64_t parent, struct str *ret_fault, struct err *e) MUST_USE;
#endif
