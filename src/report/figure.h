/* A figure is a number with its rows. One SQL text gives the contributing rows (register, id, label, value); the total is made
   from that same text by sqlgen, so the number and the list behind it cannot differ. Arguments of every figure: ?1 the first
   calendar year of the school year, ?2 the parameter of a family ('' when there is none).

   Names: "diagnostics.persons", or a family with its parameter before the dot: "week.persons" is the family
   "activity.persons" asked for the activity with the code "week". A value that the record does not have for an earlier year is
   looked up among the values of earlier years (printed, reconstructed, not available). */
#ifndef REPORT_FIGURE_H
#define REPORT_FIGURE_H
#include "base/text/text.h"
#include "db/db.h"

enum unit { UNIT_PERSONS, UNIT_PARTICIPATIONS, UNIT_REGISTERED, UNIT_CONSULTATIONS, UNIT_WORKS, UNIT_EVENTS, UNIT_TEAMS, UNIT_HOURS,
            UNIT_PERSON_HOURS, UNIT_VIEWS, UNIT_PUBLICATIONS, UNIT_ORGANISATIONS, UNIT_AGREEMENTS, UNIT_AWARDS, UNIT_LAYOUTS,
            UNIT_COUNT };
const char *unit_word(enum unit u);                       /* "persons": in the database */
bool unit_read(struct str s, enum unit *ret_unit) MUST_USE;
struct str unit_with(struct arena *a, enum lang lang, enum unit u, int64_t n);  /* «5 человек», «22 работы» */
struct str unit_short(enum lang lang, enum unit u);       /* «чел.» */

enum period_type { PERIOD_SCHOOL_YEAR, PERIOD_COHORT, PERIOD_CALENDAR_YEAR };
enum figure_aggregate { FIGURE_SUM, FIGURE_COUNT };

struct figure_def {
    const char *name;                 /* for a family: "activity.persons" */
    bool family;
    const struct db_query *rows, *total;   /* made by sqlgen from one `-- figure:` text */
    enum unit unit;
    enum period_type period;
    enum figure_aggregate aggregate;
    enum text_id title, definition;   /* title of a family carries {of} */
    int minimum_cell;                 /* public edition hides values below it; 0: never */
    bool repeats_possible;            /* «суммарно, возможны повторы» */
};
struct figure_set { const struct figure_def *const *all; size_t n; };

enum figure_status { FIGURE_KNOWN, FIGURE_NO_DATA, FIGURE_PRINTED, FIGURE_RECONSTRUCTED };
struct figure {
    struct str name;                  /* as asked */
    const struct figure_def *def;
    int year;
    enum figure_status status;        /* KNOWN: from the rows; PRINTED, RECONSTRUCTED: from the values of earlier years */
    int64_t value;
    int64_t n_rows, n_known;          /* rows behind it; those with a number */
    struct str title, source;
    int64_t moment_ms;
};
struct figure_row { struct str register_name; int64_t id; struct str label; struct maybe_int value; };

/* Finds the declaration and the parameter of a name; false when there is none (suggestion in *ret_suggestion, may be empty). */
bool figure_resolve(struct ctx *ctx, struct str name, const struct figure_def **ret_def, struct str *ret_param,
                    struct str *ret_suggestion, struct err *e) MUST_USE;
bool figure_read(struct ctx *ctx, struct str name, int year, struct figure *ret_figure, struct err *e) MUST_USE;
bool figure_rows(struct ctx *ctx, struct str name, int year, struct figure_row **ret_rows, size_t *ret_n, struct err *e) MUST_USE;
struct str figure_path(struct arena *a, struct str name, int year);   /* "/figure/diagnostics.persons?year=2021" */

/* Rules of comparison (product rule 6-7): from two known values only; no percent from a base under 20; a reconstructed value
   gives no percent. */
enum comparison_kind { COMPARISON_NONE, COMPARISON_SAME, COMPARISON_PERCENT, COMPARISON_ABSOLUTE, COMPARISON_BROKEN };
struct comparison { enum comparison_kind kind; int64_t now, before; struct decimal percent; enum figure_status before_status; };
struct comparison figure_compare(const struct figure *now, const struct figure *before);
#endif
