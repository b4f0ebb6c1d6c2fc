/* Between claim.c, which reads claims and collects findings, and the checkers, one a kind of claim. */
#ifndef CLAIM_CHECK_H
#define CLAIM_CHECK_H
#include "base/text/text.h"
#include "features/claim/claim.h"
#include "report/figure.h"

struct claim {
    int64_t id;
    struct str number, section, place, quote, kind, figures, base, compared, printed;
};

/* One claim under examination. A checker leaves finding->severity at SEVERITY_HOLDS when the claim holds; otherwise it says
   severity, what and remedy through check_say. false: the world failed. */
struct check {
    struct ctx *ctx;
    int year;
    const struct claim *claim;
    struct finding *finding;
};
typedef bool checker(struct check *k, struct err *e);

/* Always true, so that a checker may `return check_say(…)`. */
bool check_say(struct check *k, enum severity severity, struct str what, struct str remedy);

/* Product rule 6: no percent and no trend from fewer. */
enum { CLAIM_SMALL_BASE = 20 };

/* The sum of figures written «a + b + c». known: every one of them has a value. A name that does not exist is said as a
   question at once, different units as an error; then *ret_said is true. */
struct figure_sum {
    bool known;
    int64_t value, n_rows;
    const struct figure_def *def; /* of the first */
    enum figure_status status;    /* the weakest of them */
    struct str title;             /* of the first */
};
bool check_sum(struct check *k, struct str expression, int year, struct figure_sum *ret_sum, bool *ret_said,
               struct err *e) MUST_USE;
/* The printed number, or false after saying that there is none. */
bool check_printed(struct check *k, struct decimal *ret_printed);
struct str check_count(struct check *k, int64_t n);
struct str check_decimal(struct check *k, struct decimal d);
/* false after saying that the two are counted in different units: neither a share nor a comparison is to be had of them. */
bool check_same_unit(struct check *k, const struct figure_sum *one, const struct figure_sum *two);

extern const struct check_kind {
    const char *word; /* in the column `kind` */
    enum text_id label;
    checker *check;
} check_kinds[];
extern const size_t n_check_kinds;

/* Numbers: claim_numbers.c. */
checker check_sum_of_parts, check_share, check_two_bases, check_category, check_stages, check_target;
/* Changes: claim_changes.c. */
checker check_change, check_times, check_trend;
/* Words: claim_words.c. */
checker check_grades, check_coverage, check_periods, check_unit, check_plan, check_name;
/* The record itself: claim_record.c. */
checker check_document, check_term, check_different, check_chart;
#endif
