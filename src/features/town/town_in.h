/* Between the files of this folder: the town while it is made. A year is an index, 0 … TOWN_YEARS - 1; a copy is a part of a
   larger town, 0 … size - 1, with twelve schools and activities of its own. */
#ifndef TOWN_IN_H
#define TOWN_IN_H
#include "base/random.h"
#include "doc/csv.h"
#include "features/feature.h"
#include "features/town/town.h"

/* The files of data/town, compiled in; ended by a row without a name. */
extern const struct town_file {
    const char *name, *begin, *end;
} town_files[];

enum { GRADES = 11, LAST_YEAR = TOWN_YEARS - 1 };

/* An activity of a year and a copy, by the row of the template. */
struct held {
    int64_t id; /* 0: not in the plan of that year */
    bool held;
    struct maybe_int total; /* of its own headcounts, in the unit of the template */
};
struct known;
struct town {
    struct ctx *ctx;
    struct ctx own; /* of one row at a time: its arena is given back after each */
    const struct town_plan *plan;
    struct seeded random; /* of the table being made: one table more leaves the others as they were */
    struct csv activities, words, people;
    size_t n_schools;
    int64_t *schools;     /* ids */
    int64_t *pupils;      /* [year][school][grade - 1], see town_pupils */
    struct held *held;    /* [year][copy][row of activities], see town_held */
    struct known **known; /* rows by what the templates call them */
    struct town_made *made;
};
/* Where in the town a row of a template is being made. */
struct place {
    int year, copy;
    size_t school; /* valid where with_school */
    bool with_school;
    int64_t n; /* which row of its table in this year, from 1 */
};

/* Templates (fill.c). */
struct str town_text(const char *name);
bool town_csv(struct town *town, const char *name, struct csv *ret_csv, struct err *e) MUST_USE;
/* The words that stand in words.csv under this key. */
struct str town_word(const struct town *town, const char *key);
/* {year} {first} {second} {copy} {school} {n} {12..30} {head} … in a text; lives in the row's arena. */
struct str town_fill(struct town *town, const struct place *at, struct str text);
/* "10-14" in the year at hand; the weekend moves to Monday. "@-20": days from today. Unknown for anything else. */
struct day town_day(const struct town *town, int year, struct str words);
int town_calendar(const struct town *town, int year); /* its first calendar year */
struct str town_label(struct town *town, int year);   /* "2023-2024" */
int64_t town_int(const struct csv *csv, size_t row, const char *column, int64_t otherwise);
/* The same numbers for the same table of the same year and copy, whatever else is made. */
void town_shuffle(struct town *town, const char *table, int year, int copy);

/* Rows (rows.c): begun, filled, added; everything put must live in the row's arena or longer. */
enum { MOST_FIELDS = 40 };
struct row {
    struct town *town;
    const struct register_def *def;
    struct param pairs[MOST_FIELDS];
    size_t n;
};
struct row row_begin(struct town *town, const char *register_name, int year);
void row_put(struct row *row, const char *field, struct str value); /* nothing when the value is empty */
void row_int(struct row *row, const char *field, int64_t value);
void row_day(struct row *row, const char *field, struct day day);
bool row_add(struct row *row, int64_t *ret_id, struct err *e) MUST_USE;
/* A row by the name the templates have for it: of the year and copy, else of the year, else of the town. id 0 is remembered
   too: the row is not there, on purpose. Year and copy -1: of all. */
void town_remember(struct town *town, const char *register_name, int year, int copy, struct str key, int64_t id);
bool town_recall(struct town *town, const char *register_name, const struct place *at, struct str key, int64_t *ret_id);

/* A register filled by its template (tables.c). */
bool town_table(struct town *town, const char *register_name, struct err *e) MUST_USE;

int64_t *town_pupils(const struct town *town, int year, size_t school); /* by grade */
int64_t town_pupils_of(const struct town *town, int year, size_t school, int64_t grade_from, int64_t grade_to);
struct held *town_held(const struct town *town, int year, int copy, size_t activity);
/* The template's row of an activity's code; false when there is none. */
bool town_activity(const struct town *town, struct str code, size_t *ret_row);

/* total over n weights without a rest: the parts always make the whole. */
void town_spread(int64_t total, const int64_t *weights, size_t n, int64_t *ret_parts);
/* `base` grown by per cent a year from the first year on, then up to `noise` per cent off either way; never under 1. */
int64_t town_grown(struct town *town, int64_t base, int64_t percent, int year, int noise);

bool town_schools(struct town *town, struct err *e) MUST_USE;
bool town_contingent(struct town *town, struct err *e) MUST_USE;
bool town_headcounts(struct town *town, struct err *e) MUST_USE;
bool town_courses(struct town *town, struct err *e) MUST_USE;
bool town_championships(struct town *town, struct err *e) MUST_USE;
bool town_plans(struct town *town, struct err *e) MUST_USE;
bool town_graduates(struct town *town, struct err *e) MUST_USE;
bool town_claims(struct town *town, struct err *e) MUST_USE;
#endif
