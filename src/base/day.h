/* Days and periods without a clock or a zone: "2022-04-12", and periods known only to the month, season, year or
   school year. A school year runs from 1 September to 31 August and is written "2021-2022". */
#ifndef BASE_DAY_H
#define BASE_DAY_H
#include "base/str.h"

/* A day as days since 1970-01-01 in the proleptic Gregorian calendar. */
struct day {
    bool known;
    int32_t n;
};
#define NO_DAY ((struct day){ false, 0 })

enum precision {
    PRECISION_NONE, /* no date is known: first and last are unknown */
    PRECISION_DAY,
    PRECISION_MONTH,
    PRECISION_SEASON, /* first and last are the bounds of what was said («осенние каникулы») or of the year */
    PRECISION_YEAR,   /* a calendar year */
    PRECISION_SCHOOL_YEAR, /* 1 September to 31 August */
    PRECISION_COUNT
};

struct period {
    struct day first, last;
    enum precision precision;
};

struct day day_of(int year, int month, int day); /* unknown when there is no such day */
void day_split(struct day d, int *ret_year, int *ret_month, int *ret_day);
/* Strict ISO "YYYY-MM-DD", or day first as people type it: the Russian "D.M.YYYY", or "D/M/YYYY" as the English pages show it;
   false when it is none of these or no such day. */
bool day_read(struct str s, struct day *ret_day) MUST_USE;
struct str day_iso(struct arena *a, struct day d); /* "" when unknown */
/* "2021", "2021-11", "2021-11-05", "11.2021", "05.11.2021", "2021-2022" (a school year when the years are neighbours). */
bool period_read(struct str s, struct period *ret_period) MUST_USE;
const char *precision_name(enum precision p); /* "none" "day" "month" "season" "year" "school year" */
bool precision_read(struct str s, enum precision *ret_precision) MUST_USE;
struct period period_school_year(int first_year);
/* The same term in another school year, for what comes back every year. Whole months, calendar and school years keep their
   months; days keep their length and their day of the week, at the nearest such day to the same date: 52 weeks on for the next
   year, 53 where 52 would fall before 1 September. What lay in the school year from_year lies in to_year. */
struct period period_repeated(struct period p, int from_year, int to_year);
bool period_overlaps(struct period one, struct period two);
/* The period lies wholly inside the narrower one and may be counted there; false: «не отнесено». */
bool period_within(struct period inner, struct period outer);
/* "2021-2022" → 2021; false on anything else, or years that are not neighbours. */
bool school_year_read(struct str s, int *ret_first_year) MUST_USE;
#endif
