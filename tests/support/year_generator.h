/* Whole years made from a seed, so that nothing is tested on the sample year alone. What is made holds all rules: parts within
   their whole, grades that do not overlap, destinations that divide the cohort; what was made is told, so that a test can count
   for itself. Everything goes through record_add. */
#ifndef SUPPORT_YEAR_GENERATOR_H
#define SUPPORT_YEAR_GENERATOR_H
#include "base/random.h"
#include "register/register.h"

struct year_plan {
    uint64_t seed;
    int year;             /* first calendar year; 2030 is 2030-2031 */
    size_t activities;    /* without the parts of series; 0: 20 */
    size_t organisations; /* schools; 0: 4 */
};
struct made_activity {
    int64_t id;
    struct str code, direction, planned;
    size_t parent; /* index, or NO_PARENT */
    bool series;
};
enum { NO_PARENT = 0x7fffffff };
struct made_count {
    int64_t id;
    size_t activity; /* index */
    struct str unit, status;
    int64_t grade_from, grade_to, organisation; /* 0: not said */
    struct maybe_int value;
};
struct made_year {
    int year;
    struct made_activity *activities;
    size_t n_activities;
    struct made_count *counts;
    size_t n_counts, room_counts;
    int64_t *schools;
    size_t n_schools, n_documents;
    int64_t cohort, total, higher, vocational, undecided, unknown, stayed;
    struct seeded random; /* goes on from where the making ended */
};
/* Adds the year to the centre of ctx. Schools and documents are made once a year, with names of their own. */
bool year_generate(struct ctx *ctx, const struct year_plan *plan, struct made_year *ret_made, struct err *e) MUST_USE;
/* The same numbers counted by the plainest means: what the figures must say. Unknown when no count has a number. */
struct maybe_int made_activity_sum(const struct made_year *made, size_t activity, const char *unit);
struct maybe_int made_direction_persons(const struct made_year *made, const char *direction);
#endif
