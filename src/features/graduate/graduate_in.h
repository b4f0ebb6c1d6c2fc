/* Inside graduate: a cohort's categories and the rules that hold them together. */
#ifndef GRADUATE_IN_H
#define GRADUATE_IN_H
#include "register/register.h"
#include "report/figure.h"

enum graduate_role { GRADUATE_TOTAL, GRADUATE_PART, GRADUATE_SUBSET, GRADUATE_DERIVED, GRADUATE_ROLES };
extern const struct choice graduate_roles[GRADUATE_ROLES];

struct graduate_category {
    int64_t id;
    struct str destination, title, role, share_as_printed;
    struct maybe_int value;
};
bool graduate_categories(struct ctx *ctx, int64_t cohort, struct graduate_category **ret_categories, size_t *ret_n,
                         struct err *e) MUST_USE;

/* A cohort's parts against its total. */
struct graduate_partition {
    struct maybe_int total;
    int64_t parts; /* sum of the parts that have a number */
    size_t n_parts;
    size_t n_unknown;            /* parts without one */
    bool whole;                  /* total and all parts are known and the parts add up to the total */
    struct maybe_int unassigned; /* total minus parts; unknown while a part or the total is */
};
struct graduate_partition graduate_partition_of(const struct graduate_category *categories, size_t n);

/* Hooks. */
bool graduate_category_check(struct ctx *ctx, struct form *form, struct err *e);
bool graduate_category_after_save(struct ctx *ctx, const struct record *old, const struct record *now, struct err *e);
bool graduate_cohort_after_save(struct ctx *ctx, const struct record *old, const struct record *now, struct err *e);
void graduate_cohort_panel(struct ctx *ctx, const struct record *record, struct html *h);

enum { GRADUATE_FIGURES = 14 };
extern const struct figure_def *const graduate_figures[GRADUATE_FIGURES];
#endif
