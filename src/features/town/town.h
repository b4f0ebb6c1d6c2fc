/* A town to practise on: «Учебный город», school years made of a seed, every row through record_add. */
#ifndef TOWN_H
#define TOWN_H
#include "base/ctx.h"
#include "base/day.h"
#include "base/err.h"
#include "base/str.h"

enum {
    TOWN_FULL_YEARS = 3, /* over when the town is made … */
    TOWN_YEARS,          /* … and the one at hand, known up to the day the town is made for */
    TOWN_LARGEST = 100,
    TOWN_PUPILS = 9000, /* in the last full year, times the size */
    TOWN_SCHOOLS = 12,
    TOWN_SEED = 20260901 /* where nobody names another: any number would do */
};
struct town_plan {
    uint64_t seed;
    int size;         /* that many times the schools, the pupils and what is held; 1 … TOWN_LARGEST */
    struct day today; /* nothing that has happened is later; the school year of this day is the last of the town */
};
struct town_made {
    int first_year; /* the first calendar year of the first school year */
    int64_t rows;
    int64_t pupils[TOWN_YEARS];
    /* Numbers of the claims that do not hold on purpose, by year: what the linter must find, and nothing else. */
    struct str *planted[TOWN_YEARS];
    size_t n_planted[TOWN_YEARS];
};
/* Fills the centre of ctx, which must be empty; called inside one db_write, so that the town stands whole or not at all. One
   plan makes the same rows, with the same ids on a fresh database, on every engine and at any time: the moment of every change
   is noon of plan->today. Leaves ctx->year at the newest year. */
bool town_load(struct ctx *ctx, const struct town_plan *plan, struct town_made *ret_made, struct err *e) MUST_USE;
/* The name of the centre, its short name, and a made-up person of it with the mark that says so: by role (enum role), the
   coordinator of the first school and then those of the others. */
struct str town_name(struct arena *a);
struct str town_name_short(struct arena *a);
struct str town_person(struct arena *a, uint64_t seed, size_t i);
#endif
