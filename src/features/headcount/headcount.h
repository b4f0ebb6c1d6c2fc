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
   transaction, in one unit or, when `unit` is empty, in all; over everybody and over one organisation's own numbers (0: over
   those of each, HEADCOUNT_NOBODY_S: of none). *ret_fault says in the reader's language what does not fit and has to do with
   this activity, or is empty. */
enum { HEADCOUNT_NOBODY_S = -1 };
bool headcount_parts_fit(struct ctx *ctx, int64_t activity, struct str unit, int64_t organisation, struct str *ret_fault,
                         struct err *e) MUST_USE;
/* Everything of a year that the forms would refuse, by the same rules: an older program or a migration may have left it. */
struct headcount_fault {
    const char *rule;          /* part_over, parts, share_across, share_over, shares_over */
    const char *register_name; /* of the record to be mended */
    int64_t id;
    struct str of; /* which of several faults of one rule and record: unit, audience, organisation */
    struct str what;
};
bool headcount_faults(struct ctx *ctx, int64_t year, struct headcount_fault **ret_faults, size_t *ret_n,
                      struct err *e) MUST_USE;
/* To be called inside a save before such a rule is looked at: two people who each enter half of what is too much wait for one
   another. Held to the end of the transaction. */
bool headcount_hold_year(struct ctx *ctx, int64_t year, struct err *e) MUST_USE;
#endif
