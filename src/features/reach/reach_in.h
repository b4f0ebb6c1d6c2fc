/* Inside reach. */
#ifndef REACH_IN_H
#define REACH_IN_H
#include "features/reach/reach.h"
#include "report/figure.h"
#include "web/web.h"

enum { REACH_FIGURES = 23 };
extern const struct figure_def *const reach_figures[REACH_FIGURES];

/* The table of reach, which the page and the .json both tell. One unit at a time. */
struct reach_line {
    int64_t id, organisation, n_known, n_not_reported, n_not_entered;
    struct str title, organisation_name, direction, kind, performed_by, centre_role, period_first, period_last, bucket;
    struct maybe_int value;
    /* Of its activity: the first line; no line of it has a number and one says that it is missing; it is known to have been
     * held. */
    bool first, silent, held;
};
enum reach_view { VIEW_YEAR, VIEW_MONTH, VIEW_QUARTER, VIEW_HALF, VIEW_CALENDAR, VIEW_CUMULATIVE, VIEWS };
struct reach_view_words {
    const char *word;
    enum text_id label, not_placed;
};
extern const struct reach_view_words reach_views[VIEWS];
/* What the rows of the table are. */
enum reach_by { BY_DIRECTION, BY_KIND, BY_SCHOOL, BYS };
struct reach_by_words {
    const char *word;
    enum text_id head, button;
};
extern const struct reach_by_words reach_bys[BYS];
enum { MOST_COLUMNS = 14 };
struct reach_column {
    struct str key, label;
};
struct reach_group {
    struct str word, label;
    struct maybe_int cells[MOST_COLUMNS], sum;
    int64_t n_silent; /* activities of which no number is known */
};
struct reach_table {
    struct ctx *ctx;
    enum reach_view view;
    enum reach_by by;
    int64_t only; /* the one organisation whose rows are shown; 0: all */
    struct str unit;
    struct reach_line *lines;
    size_t n_lines;
    struct reach_column columns[MOST_COLUMNS];
    size_t n_columns;
    struct reach_group *groups, total; /* room for a group a line */
    size_t n_groups;
    const struct str *units; /* those that the year has */
    size_t n_units;
};

/* Reads what the query asks for (view, by, unit; unknown words mean the first) and counts it together. */
bool reach_table_read(struct ctx *ctx, const struct request *request, struct reach_table *ret_table, struct err *e) MUST_USE;
/* A group's name for the reader: the label of its word, or the organisation's name. */
struct str reach_group_label(struct reach_table *t, const struct reach_group *g);
handler reach_page, reach_json;
#endif
