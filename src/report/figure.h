/* A figure is a number with its rows. One SQL text gives the contributing rows (register, id, label, value); the total is made
   from that same text by sqlgen, so the number and the list behind it cannot differ. Arguments of every figure: ?1 the first
   calendar year of the school year, ?2 the parameter of a family ('' when there is none).

   Names: "diagnostics.persons", or a family with its parameter before the dot: "week.persons" is the family
   "activity.persons" asked for the activity with the code "week". A value that the record does not have for an earlier year is
   looked up among the values of earlier years (printed, reconstructed, not available).

   The rows statement returns register_name, id, label, value and, where they are known, grade_from and grade_to: the table of
   reach by grade and the form {name|grades 1 4} read them. A family has `params`, a statement with the one argument ?1 (the
   year) that returns (param, title): every parameter that may be asked for in that year, whether it has a number or not. */
#ifndef REPORT_FIGURE_H
#define REPORT_FIGURE_H
#include "base/text/text.h"
#include "db/db.h"

enum unit {
    UNIT_PERSONS,
    UNIT_PARTICIPATIONS,
    UNIT_REGISTERED,
    UNIT_CONSULTATIONS,
    UNIT_WORKS,
    UNIT_EVENTS,
    UNIT_TEAMS,
    UNIT_HOURS,
    UNIT_PERSON_HOURS,
    UNIT_VIEWS,
    UNIT_PUBLICATIONS,
    UNIT_ORGANISATIONS,
    UNIT_AGREEMENTS,
    UNIT_AWARDS,
    UNIT_LAYOUTS,
    UNIT_REQUESTS,
    UNIT_PRODUCTS,
    UNIT_COUNT
};
const char *unit_word(enum unit u); /* "persons": in the database */
bool unit_read(struct str s, enum unit *ret_unit) MUST_USE;
struct str unit_with(struct arena *a, enum lang lang, enum unit u, int64_t n); /* «5 человек», «22 работы» */
struct str unit_short(enum lang lang, enum unit u);                            /* «чел.» */

enum period_type { PERIOD_SCHOOL_YEAR, PERIOD_COHORT, PERIOD_CALENDAR_YEAR };
enum figure_aggregate { FIGURE_SUM, FIGURE_COUNT };

struct figure_def {
    const char *name; /* for a family: "activity.persons" */
    bool family;
    const struct db_query *rows, *total; /* made by sqlgen from one `-- figure:` text */
    const struct db_query *params;       /* of a family: param, title */
    enum unit unit;
    enum period_type period;
    enum figure_aggregate aggregate;
    enum text_id title, definition; /* title of a family carries {of} */
    int minimum_cell;               /* public edition hides values below it; 0: never */
    bool remainder;        /* what a whole leaves beside its parts: a public edition minds it though nobody prints it */
    bool repeats_possible; /* «суммарно, возможны повторы» */
};
struct figure_set {
    const struct figure_def *const *all;
    size_t n;
};

enum figure_status { FIGURE_KNOWN, FIGURE_NO_DATA, FIGURE_PRINTED, FIGURE_RECONSTRUCTED };
struct figure {
    struct str name; /* as asked */
    const struct figure_def *def;
    int year;
    enum figure_status status; /* KNOWN: from the rows; PRINTED, RECONSTRUCTED: from the values of earlier years */
    int64_t value;
    int64_t n_rows, n_known; /* rows behind it; those with a number */
    struct str title, source;
    int64_t moment_ms;
};
struct figure_row {
    struct str register_name; /* the row opens at /register_name/id */
    int64_t id;
    struct str label;
    struct maybe_int value, grade_from, grade_to;
};

/* Finds the declaration and the parameter of a name; false when there is none (suggestion in *ret_suggestion, may be empty). */
bool figure_resolve(struct ctx *ctx, struct str name, const struct figure_def **ret_def, struct str *ret_param,
                    struct str *ret_suggestion, struct err *e) MUST_USE;
/* figure_read without the title of a family, which costs a statement: for pages of a hundred figures. */
bool figure_number(struct ctx *ctx, struct str name, int year, struct figure *ret_figure, struct err *e) MUST_USE;
/* The declaration a name means by its spelling alone; NULL when there is none. */
const struct figure_def *figure_declared(const struct ctx *ctx, struct str name, struct str *ret_param);
bool figure_read(struct ctx *ctx, struct str name, int year, struct figure *ret_figure, struct err *e) MUST_USE;
bool figure_rows(struct ctx *ctx, struct str name, int year, struct figure_row **ret_rows, size_t *ret_n,
                 struct err *e) MUST_USE;
/* Every figure that can be asked for in the year, families spread over their parameters; ordered by name. */
struct figure_choice {
    struct str name, title;
    const struct figure_def *def;
};
bool figure_choices(struct ctx *ctx, int year, struct figure_choice **ret_choices, size_t *ret_n, struct err *e) MUST_USE;
/* The title of a figure for the year; of a family with its parameter's title in it. */
bool figure_title(struct ctx *ctx, struct str name, int year, struct str *ret_title, struct err *e) MUST_USE;
/* «2021-2022 учебный год», «выпуск 2021 года», «2021 год»: the period that `year` is for this kind of series. */
struct str figure_period(struct arena *a, enum lang lang, enum period_type period, int year);
struct str figure_path(struct arena *a, struct str name, int year); /* "/figure/diagnostics.persons?year=2021" */

/* Rules of comparison (product rule 6-7): from two known values only; no percent from a base under 20; a reconstructed value
   gives no percent. */
enum comparison_kind { COMPARISON_NONE, COMPARISON_SAME, COMPARISON_PERCENT, COMPARISON_ABSOLUTE, COMPARISON_BROKEN };
struct comparison {
    enum comparison_kind kind;
    int64_t now, before;
    struct decimal percent;
    enum figure_status before_status;
};
struct comparison figure_compare(const struct figure *now, const struct figure *before);
#endif
