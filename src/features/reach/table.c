/* The table of reach: by direction, kind or school, for the year with the split by who performed it, or by month, quarter,
   half-year, calendar year or cumulatively. What is known only to a wider period stands in its own column and is never put into
   a narrower one. Nothing known is never counted as 0. */
#include "features/reach/reach_in.h"
#include "reach_sql.h"
#include "register/register.h"

#include <stddef.h>
#include <string.h>

static const struct db_column line_columns[] = {
    { "id", DB_INT, offsetof(struct reach_line, id) },
    { "organisation", DB_INT, offsetof(struct reach_line, organisation) },
    { "title", DB_TEXT, offsetof(struct reach_line, title) },
    { "organisation_name", DB_TEXT, offsetof(struct reach_line, organisation_name) },
    { "direction", DB_TEXT, offsetof(struct reach_line, direction) },
    { "kind", DB_TEXT, offsetof(struct reach_line, kind) },
    { "performed_by", DB_TEXT, offsetof(struct reach_line, performed_by) },
    { "centre_role", DB_TEXT, offsetof(struct reach_line, centre_role) },
    { "period_first", DB_TEXT, offsetof(struct reach_line, period_first) },
    { "period_last", DB_TEXT, offsetof(struct reach_line, period_last) },
    { "bucket", DB_TEXT, offsetof(struct reach_line, bucket) },
    { "value", DB_MAYBE_INT, offsetof(struct reach_line, value) },
    { "n_known", DB_INT, offsetof(struct reach_line, n_known) },
    { "n_not_reported", DB_INT, offsetof(struct reach_line, n_not_reported) },
    { "n_not_entered", DB_INT, offsetof(struct reach_line, n_not_entered) },
};
static const struct db_shape line_shape = DB_SHAPE(struct reach_line, line_columns);

const struct reach_view_words reach_views[VIEWS] = {
    [VIEW_YEAR] = { "year", T_REACH_VIEW_YEAR, T_NONE },
    [VIEW_MONTH] = { "month", T_REACH_VIEW_MONTH, T_REACH_NO_MONTH },
    [VIEW_QUARTER] = { "quarter", T_REACH_VIEW_QUARTER, T_REACH_NO_QUARTER },
    [VIEW_HALF] = { "half", T_REACH_VIEW_HALF, T_REACH_NO_HALF },
    [VIEW_CALENDAR] = { "calendar", T_REACH_VIEW_CALENDAR, T_REACH_NO_CALENDAR },
    [VIEW_CUMULATIVE] = { "cumulative", T_REACH_VIEW_CUMULATIVE, T_REACH_NO_MONTH },
};

const struct reach_by_words reach_bys[BYS] = {
    [BY_DIRECTION] = { "direction", T_REACH_DIRECTION, T_REACH_SHOW_BY_DIRECTION },
    [BY_KIND] = { "kind", T_REACH_KIND, T_REACH_SHOW_BY_KIND },
    [BY_SCHOOL] = { "organisation", T_REACH_SCHOOL, T_REACH_SHOW_BY_SCHOOL },
};

static void add_column(struct reach_table *t, struct str key, struct str label)
{
    BUG_IF(t->n_columns == MOST_COLUMNS);
    t->columns[t->n_columns++] = (struct reach_column){ key, label };
}

static struct str month_label(struct reach_table *t, int year, int month)
{
    struct period p = { day_of(year, month, 1), day_of(year, month, 28), PRECISION_MONTH };
    return text_period(t->ctx->arena, t->ctx->lang, p);
}

/* The columns of the school year; the last one takes what fits into none of the others. */
static void add_columns(struct reach_table *t)
{
    struct arena *a = t->ctx->arena;
    int year = t->ctx->year;
    switch (t->view) {
    case VIEW_YEAR:
        add_column(t, STR("centre"), text(t->ctx, T_REACH_BY_CENTRE));
        add_column(t, STR("others"), text(t->ctx, T_REACH_BY_OTHERS));
        add_column(t, STR("participation"), text(t->ctx, T_REACH_BY_PARTICIPATION));
        add_column(t, STR_NONE, text(t->ctx, T_REACH_BY_NOBODY));
        return;
    case VIEW_MONTH:
    case VIEW_CUMULATIVE:
        for (int i = 0; i < 12; i++) {
            int month = (8 + i) % 12 + 1, of = i < 4 ? year : year + 1;
            add_column(t, str_format(a, "%04d-%02d", of, month), month_label(t, of, month));
        }
        break;
    case VIEW_QUARTER:
        for (int i = 2; i < 7; i++) {
            int quarter = i % 4 + 1, of = i < 4 ? year : year + 1;
            add_column(t, str_format(a, "%04d-Q%d", of, quarter),
                       text_with(t->ctx, T_REACH_QUARTER, TEXT_ARG("n", str_format(a, "%d", quarter)),
                                 TEXT_ARG("year", str_format(a, "%d", of))));
        }
        break;
    case VIEW_HALF:
        for (int i = 1; i < 4; i++) {
            int half = i % 2 + 1, of = i < 2 ? year : year + 1;
            add_column(t, str_format(a, "%04d-H%d", of, half),
                       text_with(t->ctx, T_REACH_HALF, TEXT_ARG("n", str_format(a, "%d", half)),
                                 TEXT_ARG("year", str_format(a, "%d", of))));
        }
        break;
    case VIEW_CALENDAR:
        for (int of = year; of <= year + 1; of++) {
            add_column(t, str_format(a, "%04d", of),
                       text_with(t->ctx, T_REACH_CALENDAR, TEXT_ARG("year", str_format(a, "%d", of))));
        }
        break;
    case VIEWS:
        break;
    }
    add_column(t, STR_NONE, text(t->ctx, reach_views[t->view].not_placed));
}

static bool starts_with_digit(struct str s)
{
    return s.len > 0 && s.at[0] >= '0' && s.at[0] <= '9';
}

/* The period of the view's kind that holds the bucket: a month lies in a quarter, never the other way. "" when none does. */
static struct str bucket_in(struct arena *a, struct str bucket, enum reach_view view)
{
    bool month = starts_with_digit(bucket) && bucket.len == 7 && bucket.at[5] != 'Q' && bucket.at[5] != 'H',
         quarter = bucket.len == 7 && bucket.at[5] == 'Q', half = bucket.len == 7 && bucket.at[5] == 'H';
    int number = month ? (bucket.at[5] - '0') * 10 + bucket.at[6] - '0' : quarter || half ? bucket.at[6] - '0' : 0;
    struct str year = str_part(bucket, 0, 4);
    if ((view == VIEW_MONTH || view == VIEW_CUMULATIVE) && month) {
        return bucket;
    }
    if (view == VIEW_QUARTER && (month || quarter)) {
        return quarter ? bucket : str_format(a, "%.*s-Q%d", (int)year.len, year.at, (number + 2) / 3);
    }
    if (view == VIEW_HALF && (month || quarter || half)) {
        return half ? bucket : str_format(a, "%.*s-H%d", (int)year.len, year.at, number > (quarter ? 2 : 6) ? 2 : 1);
    }
    return view == VIEW_CALENDAR && starts_with_digit(bucket) ? year : STR_NONE;
}

/* Who performed it and what the centre was to it (product rule 10): what others held and the centre merely took part in was not
   coordinated by it. */
static struct str performer_of(const struct reach_line *line)
{
    if (str_starts(line->performed_by, STR("centre"))) {
        return STR("centre");
    }
    if (str_is(line->centre_role, "participant")) {
        return STR("participation");
    }
    return line->performed_by.len ? STR("others") : STR_NONE;
}

static size_t column_of(struct reach_table *t, const struct reach_line *line)
{
    struct str key, bucket = line->bucket;
    if (t->view == VIEW_YEAR) {
        key = performer_of(line);
    } else {
        struct period p = { NO_DAY, NO_DAY, PRECISION_DAY };
        if (bucket.len == 0 && day_read(line->period_first, &p.first) && day_read(line->period_last, &p.last)) {
            bucket = reach_bucket(t->ctx->arena, p);
        }
        key = bucket_in(t->ctx->arena, bucket, t->view);
    }
    for (size_t i = 0; i < t->n_columns; i++) {
        if (str_equal(t->columns[i].key, key)) {
            return i;
        }
    }
    return t->n_columns - 1;
}

static struct reach_group *group_of(struct reach_table *t, struct str word)
{
    for (size_t i = 0; i < t->n_groups; i++) {
        if (str_equal(t->groups[i].word, word)) {
            return &t->groups[i];
        }
    }
    t->groups[t->n_groups] = (struct reach_group){ .word = word };
    return &t->groups[t->n_groups++];
}

static struct reach_group *group_for(struct reach_table *t, const struct reach_line *line)
{
    struct str word = t->by == BY_DIRECTION ? line->direction
                      : t->by == BY_KIND    ? line->kind
                                            : str_format(t->ctx->arena, "%lld", (long long)line->organisation);
    struct reach_group *g = group_of(t, word);
    g->label = line->organisation_name;
    return g;
}

static void add_value(struct maybe_int *to, struct maybe_int value)
{
    if (value.known) {
        *to = SOME_INT((to->known ? to->is : 0) + value.is);
    }
}

static void add_line(struct reach_table *t, struct reach_group *g, const struct reach_line *line)
{
    add_value(&g->cells[column_of(t, line)], line->value);
    add_value(&g->sum, line->value);
    g->n_silent += line->first && line->silent ? 1 : 0;
}

/* Cumulative: each month the sum up to its end; a month before the first number stays unknown. */
static void accumulate(struct reach_table *t, struct reach_group *g)
{
    struct maybe_int so_far = NO_INT;
    for (size_t i = 0; t->view == VIEW_CUMULATIVE && i + 1 < t->n_columns; i++) {
        add_value(&so_far, g->cells[i]);
        g->cells[i] = so_far;
    }
}

/* An activity has a line for each period its counts are of: whether it has a number at all is asked of all of them together.
   The lines of one stand together. */
static void mark_activities(struct reach_table *t)
{
    for (size_t i = 0, next; i < t->n_lines; i = next) {
        struct reach_line *first = &t->lines[i];
        int64_t known = 0, missing = 0, not_reported = 0;
        for (next = i;
             next < t->n_lines && t->lines[next].id == first->id && t->lines[next].organisation == first->organisation;
             next++) {
            known += t->lines[next].n_known;
            not_reported += t->lines[next].n_not_reported;
            missing += t->lines[next].n_not_reported + t->lines[next].n_not_entered;
        }
        first->first = true;
        first->silent = known == 0 && missing > 0;
        first->held = not_reported > 0;
    }
}

static void fill(struct reach_table *t)
{
    add_columns(t);
    mark_activities(t);
    t->groups = NEW_ARRAY(t->ctx->arena, struct reach_group, t->n_lines + 1);
    for (size_t i = 0; i < t->n_lines; i++) {
        struct reach_group *g = group_for(t, &t->lines[i]);
        add_line(t, g, &t->lines[i]);
        add_line(t, &t->total, &t->lines[i]);
    }
    for (size_t i = 0; i < t->n_groups; i++) {
        accumulate(t, &t->groups[i]);
    }
    accumulate(t, &t->total);
}

/* A word of an activity's column as its register shows it. */
static struct str label_of(struct ctx *ctx, const char *field, struct str word)
{
    const struct register_def *def = register_find(ctx, STR("activity"));
    for (size_t i = 0; def && i < def->n_fields; i++) {
        for (size_t k = 0; strcmp(def->fields[i].name, field) == 0 && k < def->fields[i].n_choices; k++) {
            if (str_is(word, def->fields[i].choices[k].word)) {
                return text(ctx, def->fields[i].choices[k].label);
            }
        }
    }
    return word;
}

struct str reach_group_label(struct reach_table *t, const struct reach_group *g)
{
    return t->by == BY_SCHOOL ? g->label : label_of(t->ctx, reach_bys[t->by].word, g->word);
}

/* Whose counts the reader sees, by the rule of counts: 0, everybody's; or those of the own organisation; or of none at all. */
static int64_t whose(struct ctx *ctx)
{
    enum { NOBODY_S = -1 };
    const struct register_def *counts = register_find(ctx, STR("headcount"));
    enum rows_scope scope;
    if (!counts || !rule_find(counts->rules, counts->n_rules, ctx->actor, MAY_SEE, &scope)) {
        return NOBODY_S;
    }
    if (scope == ROWS_ALL) {
        return 0;
    }
    return scope == ROWS_OF_ORG && ctx->actor->organisation_id ? ctx->actor->organisation_id : NOBODY_S;
}

static bool read_units(struct reach_table *t, struct db_table *ret_units, struct err *e)
{
    return t->only ? db_table(t->ctx->db, t->ctx->arena, &q_reach_units_of_organisation, DB_ARGS(t->ctx->year, t->only),
                              ret_units, e)
                   : db_table(t->ctx->db, t->ctx->arena, &q_reach_units_of_year, DB_ARGS(t->ctx->year), ret_units, e);
}

static bool read_lines(struct reach_table *t, struct err *e)
{
    if (t->only || t->by == BY_SCHOOL) {
        return db_rows(t->ctx->db, t->ctx->arena, &q_reach_of_organisations, DB_ARGS(t->ctx->year, t->unit, t->only),
                       &line_shape, &t->lines, &t->n_lines, e);
    }
    return db_rows(t->ctx->db, t->ctx->arena, &q_reach_of_year, DB_ARGS(t->ctx->year, t->unit), &line_shape, &t->lines,
                   &t->n_lines, e);
}

static bool read_table(struct reach_table *t, const struct request *request, struct err *e)
{
    struct db_table units;
    struct str view = request_query(request, "view"), unit = request_query(request, "unit");
    for (size_t i = 0; i < VIEWS; i++) {
        t->view = str_is(view, reach_views[i].word) ? (enum reach_view)i : t->view;
    }
    for (size_t i = 0; i < (t->only ? BY_SCHOOL : BYS); i++) {
        t->by = str_is(request_query(request, "by"), reach_bys[i].word) ? (enum reach_by)i : t->by;
    }
    t->unit = STR("persons");
    if (!read_units(t, &units, e)) {
        return false;
    }
    struct str *words = NEW_ARRAY(t->ctx->arena, struct str, units.n_rows + 1);
    for (size_t i = 0; i < units.n_rows; i++) {
        words[i] = units.values[i * units.n_columns].as.s;
        t->unit = str_equal(words[i], unit) ? unit : t->unit;
    }
    t->units = words;
    t->n_units = units.n_rows;
    return read_lines(t, e);
}

bool reach_table_read(struct ctx *ctx, const struct request *request, struct reach_table *ret_table, struct err *e)
{
    struct reach_table t = { .ctx = ctx, .only = whose(ctx) };
    if (!read_table(&t, request, e)) {
        return false;
    }
    fill(&t);
    *ret_table = t;
    return true;
}
