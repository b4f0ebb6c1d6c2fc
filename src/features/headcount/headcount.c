/* What a headcount is: its fields, who may keep it, and what a save holds to: a number only where it was reported, the year of
   its activity, no pupil counted twice, no part over its whole. The cells of reach follow every save in its own transaction. */
#include "features/feature.h"
#include "features/headcount/headcount_in.h"
#include "features/reach/reach.h"
#include "headcount_sql.h"

#include <stddef.h>

const struct choice headcount_audiences[HEADCOUNT_AUDIENCES] = {
    { "pupils", T_HEADCOUNT_AUDIENCE_PUPILS },
    { "parents", T_HEADCOUNT_AUDIENCE_PARENTS },
    { "staff", T_HEADCOUNT_AUDIENCE_STAFF },
    { "visitors", T_HEADCOUNT_AUDIENCE_VISITORS },
    { "organisations", T_HEADCOUNT_AUDIENCE_ORGANISATIONS },
};
const struct choice headcount_units[HEADCOUNT_UNITS] = {
    { "persons", T_HEADCOUNT_UNIT_PERSONS },
    { "participations", T_HEADCOUNT_UNIT_PARTICIPATIONS },
    { "registered", T_HEADCOUNT_UNIT_REGISTERED },
    { "consultations", T_HEADCOUNT_UNIT_CONSULTATIONS },
    { "works", T_HEADCOUNT_UNIT_WORKS },
    { "events", T_HEADCOUNT_UNIT_EVENTS },
    { "teams", T_HEADCOUNT_UNIT_TEAMS },
    { "hours", T_HEADCOUNT_UNIT_HOURS },
    { "person-hours", T_HEADCOUNT_UNIT_PERSON_HOURS },
    { "views", T_HEADCOUNT_UNIT_VIEWS },
    { "publications", T_HEADCOUNT_UNIT_PUBLICATIONS },
    { "organisations", T_HEADCOUNT_UNIT_ORGANISATIONS },
    { "layouts", T_HEADCOUNT_UNIT_LAYOUTS },
};
const struct choice headcount_statuses[HEADCOUNT_STATUSES] = {
    { "reported", T_HEADCOUNT_STATUS_REPORTED },
    { "not_reported", T_HEADCOUNT_STATUS_NOT_REPORTED },
    { "not_entered", T_HEADCOUNT_STATUS_NOT_ENTERED },
    { "not_held", T_HEADCOUNT_STATUS_NOT_HELD },
};

static const struct field fields[] = {
    { "activity", &ft_ref, T_HEADCOUNT_ACTIVITY, F_REQUIRED | F_LIST | F_FILTER | F_TOLD | F_FIXED | F_WIDE,
      .ref = "activity" },
    { "value", &ft_int, T_HEADCOUNT_VALUE, F_LIST, .min = 0, .max = 1000000000, .hint = T_HEADCOUNT_VALUE_HINT },
    { "unit", &ft_choice, T_HEADCOUNT_UNIT, F_REQUIRED | F_LIST | F_FILTER, .choices = headcount_units,
      .n_choices = HEADCOUNT_UNITS },
    { "status", &ft_choice, T_HEADCOUNT_STATUS, F_LIST | F_FILTER, .choices = headcount_statuses,
      .n_choices = HEADCOUNT_STATUSES, .hint = T_HEADCOUNT_STATUS_HINT },
    { "audience", &ft_choice, T_HEADCOUNT_AUDIENCE, F_REQUIRED | F_LIST | F_FILTER, .choices = headcount_audiences,
      .n_choices = HEADCOUNT_AUDIENCES },
    { "grade_from", &ft_int, T_HEADCOUNT_GRADE_FROM, 0, .min = 1, .max = 11 },
    { "grade_to", &ft_int, T_HEADCOUNT_GRADE_TO, 0, .min = 1, .max = 11, .hint = T_HEADCOUNT_GRADE_TO_HINT },
    { "organisation", &ft_ref, T_HEADCOUNT_ORGANISATION, F_LIST | F_FILTER, .ref = "organisation" },
    { "period", &ft_period, T_HEADCOUNT_PERIOD, 0, .hint = T_HEADCOUNT_PERIOD_HINT },
    { "reported_by", &ft_text, T_HEADCOUNT_REPORTED_BY, F_SEARCH, .max = 200 },
    { "reported_on", &ft_day, T_HEADCOUNT_REPORTED_ON, 0 },
    { "evidence", &ft_text, T_HEADCOUNT_EVIDENCE, F_SEARCH | F_WIDE, .max = 500, .hint = T_HEADCOUNT_EVIDENCE_HINT },
    { "note", &ft_long_text, T_HEADCOUNT_NOTE, F_SEARCH | F_WIDE },
    { "year", &ft_year, T_HEADCOUNT_YEAR, F_MADE },
};
#define WHO_ENTERS (ROLES_RECORD | ROLE(ROLE_PSYCHOLOGIST) | ROLE(ROLE_TEACHER))
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { WHO_ENTERS & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT },
    { ROLES_CENTRE & ~WHO_ENTERS, ROWS_ALL, MAY_SEE | MAY_EXPORT },
    { ROLE(ROLE_COORDINATOR), ROWS_OF_ORG, MAY_SEE },
};

static int64_t number_or(struct db_value v, int64_t otherwise)
{
    return v.kind == DB_INT ? v.as.i : otherwise;
}
static struct str words_of(struct db_value v)
{
    return v.kind == DB_TEXT ? v.as.s : STR_NONE;
}
static struct maybe_int number_of(struct db_value v)
{
    return v.kind == DB_INT ? SOME_INT(v.as.i) : NO_INT;
}

/* "first|last|precision" as the register gives a period; unknown when it is NULL. */
static struct period period_of(struct db_value v)
{
    struct period p = { NO_DAY, NO_DAY, PRECISION_NONE };
    struct str rest = words_of(v), first, last, precision;
    if (!str_next(&rest, '|', &first) || !str_next(&rest, '|', &last) || !str_next(&rest, '|', &precision)) {
        return p;
    }
    struct period read = p;
    if (!day_read(first, &read.first) || !day_read(last, &read.last) || !precision_read(precision, &read.precision)) {
        return p;
    }
    return read;
}

/* The activity of the form; id 0 when it is missing or gone (its field says so already). */
struct of_activity {
    int64_t id, year;
};

static bool read_activity(struct ctx *ctx, struct form *form, struct of_activity *ret_activity, struct err *e)
{
    static const struct db_column columns[] = {
        { "year", DB_INT, offsetof(struct of_activity, year) },
    };
    static const struct db_shape shape = DB_SHAPE(struct of_activity, columns);
    struct of_activity activity = { 0 };
    struct err why = { 0 };
    int64_t id = number_or(form_value(form, "activity"), 0);
    if (id && !db_one(ctx->db, ctx->arena, &q_headcount_activity_year, DB_ARGS(id), &shape, &activity, &why)) {
        if (why.kind != ERR_NOT_FOUND) {
            *e = why;
            return false;
        }
        id = 0;
    }
    activity.id = id;
    *ret_activity = activity;
    return true;
}

/* A number and a reason for its absence exclude one another; a number alone was reported, nothing at all is not entered yet. */
static void check_status(struct ctx *ctx, struct form *form)
{
    struct str status = words_of(form_value(form, "status"));
    bool has_value = number_of(form_value(form, "value")).known;
    if (status.len == 0) {
        form_set(form, "status", DB_VALUE(has_value ? STR("reported") : STR("not_entered")));
    } else if (str_is(status, "reported") && !has_value) {
        form_say(form, "value", text(ctx, T_HEADCOUNT_SAY_VALUE_MISSING));
    } else if (!str_is(status, "reported") && has_value) {
        form_say(form, "status", text(ctx, T_HEADCOUNT_SAY_VALUE_TOO_MANY));
    }
}

static void check_grades(struct ctx *ctx, struct form *form)
{
    struct maybe_int from = number_of(form_value(form, "grade_from")), to = number_of(form_value(form, "grade_to"));
    if (from.known && !to.known) {
        form_set(form, "grade_to", DB_VALUE(from.is));
    } else if (to.known && !from.known) {
        form_say(form, "grade_from", text(ctx, T_HEADCOUNT_SAY_GRADE_FROM_MISSING));
    } else if (from.known && from.is > to.is) {
        form_say(form, "grade_to", text(ctx, T_HEADCOUNT_SAY_GRADES_REVERSED));
    }
}

struct beside {
    int64_t id;
    struct maybe_int grade_from, grade_to;
    struct str period_first, period_last;
};

static bool overlaps(const struct beside *row, struct maybe_int from, struct maybe_int to, struct period period)
{
    if (from.known && row->grade_from.known && (to.is < row->grade_from.is || from.is > row->grade_to.is)) {
        return false;
    }
    struct period other = { NO_DAY, NO_DAY, PRECISION_DAY };
    if (period.precision == PRECISION_NONE || !day_read(row->period_first, &other.first) ||
        !day_read(row->period_last, &other.last)) {
        return true;
    }
    return period_overlaps(period, other);
}

/* The rows of one activity are added up, so two of them must not count the same people: a row without grades or without a
   period covers all of them. */
static bool check_beside(struct ctx *ctx, struct form *form, const struct of_activity *activity, struct err *e)
{
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct beside, id) },
        { "grade_from", DB_MAYBE_INT, offsetof(struct beside, grade_from) },
        { "grade_to", DB_MAYBE_INT, offsetof(struct beside, grade_to) },
        { "period_first", DB_TEXT, offsetof(struct beside, period_first) },
        { "period_last", DB_TEXT, offsetof(struct beside, period_last) },
    };
    static const struct db_shape shape = DB_SHAPE(struct beside, columns);
    struct beside *rows;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_headcount_beside,
                 DB_ARGS(activity->id, words_of(form_value(form, "unit")), words_of(form_value(form, "audience")),
                         number_or(form_value(form, "organisation"), 0), form->id),
                 &shape, &rows, &n, e)) {
        return false;
    }
    struct period period = period_of(form_value(form, "period"));
    for (size_t i = 0; i < n; i++) {
        if (overlaps(&rows[i], number_of(form_value(form, "grade_from")), number_of(form_value(form, "grade_to")), period)) {
            form_say(form, "grade_from", text_with(ctx, T_HEADCOUNT_SAY_COUNTED_ALREADY, TEXT_ARG("n", rows[i].id)));
            return true;
        }
    }
    return true;
}

static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    struct of_activity activity;
    if (!read_activity(ctx, form, &activity, e)) {
        return false;
    }
    check_status(ctx, form);
    check_grades(ctx, form);
    if (activity.id == 0) {
        return true;
    }
    form_set(form, "year", DB_VALUE(activity.year));
    if (form->has_message) {
        return true;
    }
    return headcount_hold_year(ctx, activity.year, e) && check_beside(ctx, form, &activity, e);
}

static struct reach_row reach_row_of(const struct record *r)
{
    return (struct reach_row){
        .year = number_or(record_value(r, "year"), 0),
        .activity = number_or(record_value(r, "activity"), 0),
        .unit = words_of(record_value(r, "unit")),
        .audience = words_of(record_value(r, "audience")),
        .status = words_of(record_value(r, "status")),
        .organisation = number_or(record_value(r, "organisation"), 0),
        .grade_from = number_or(record_value(r, "grade_from"), 0),
        .grade_to = number_or(record_value(r, "grade_to"), 0),
        .period = period_of(record_value(r, "period")),
        .value = number_of(record_value(r, "value")),
    };
}

/* Sums are kept by these three: a change that leaves them alone needs its sums made anew once. */
static bool same_sum(const struct reach_row *one, const struct reach_row *two)
{
    return one->activity == two->activity && str_equal(one->unit, two->unit) && str_equal(one->audience, two->audience);
}

static bool after_save(struct ctx *ctx, const struct record *old, const struct record *now, struct err *e)
{
    struct reach_row was = { 0 }, is = { 0 };
    if (!headcount_hold_year(ctx, number_or(record_value(now ? now : old, "year"), 0), e)) {
        return false;
    }
    if (old) {
        was = reach_row_of(old);
        if (!reach_take(ctx, &was, e)) {
            return false;
        }
    }
    if (now) {
        is = reach_row_of(now);
        if (!reach_put(ctx, &is, e) || !reach_sum(ctx, &is, e)) {
            return false;
        }
    }
    return !old || (now && same_sum(&was, &is)) || reach_sum(ctx, &was, e);
}

/* The field that brought it about: the unit when only that was changed. */
static const char *field_of_change(const struct record *old, const struct record *now)
{
    bool same_number = old && number_of(record_value(old, "value")).known &&
                       number_or(record_value(old, "value"), 0) == number_or(record_value(now, "value"), -1);
    return same_number ? "unit" : "value";
}

static bool parts_fit(struct ctx *ctx, const struct record *r, struct str *ret_fault, struct err *e)
{
    return headcount_parts_fit(ctx, number_or(record_value(r, "activity"), 0), words_of(record_value(r, "unit")),
                               number_or(record_value(r, "organisation"), HEADCOUNT_NOBODY_S), ret_fault, e);
}

static bool shares_fit(struct ctx *ctx, const struct record *r, struct refusal *ret_refusal, struct err *e)
{
    const struct share_key key = { number_or(record_value(r, "activity"), 0), r->id, words_of(record_value(r, "unit")),
                                   words_of(record_value(r, "audience")) };
    return headcount_shares_fit(ctx, &key, ret_refusal, e);
}

/* A number that came or fell, went or was removed: neither the unit it had nor the one it has may hold a part over its whole.
 */
static bool holds(struct ctx *ctx, const struct record *old, const struct record *now, struct refusal *ret_refusal,
                  struct err *e)
{
    struct str fault = STR_NONE;
    struct refusal shares = { NULL, STR_NONE };
    if ((old && !parts_fit(ctx, old, &fault, e)) || (now && fault.len == 0 && !parts_fit(ctx, now, &fault, e)) ||
        (now && fault.len == 0 && !shares_fit(ctx, now, &shares, e))) {
        return false;
    }
    if (shares.message.len) {
        *ret_refusal = shares;
        return true;
    }
    if (fault.len && !now) {
        fault = text_with(ctx, T_HEADCOUNT_SAY_KEEP, TEXT_ARG("why", fault));
    }
    *ret_refusal = (struct refusal){ now ? field_of_change(old, now) : NULL, fault };
    return true;
}

const struct register_def headcount_register = {
    .name = "headcount",
    .one = T_HEADCOUNT_ONE,
    .many = T_HEADCOUNT_MANY,
    .title_field = "activity",
    .same = { "activity", "organisation", "audience", "unit", "grade_from", "period" },
    .year_field = "year",
    .order = "activity",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .organisation_field = "organisation",
    .hooks = { .check = check, .after_save = after_save, .holds = holds },
};
static const struct register_def *const registers[] = { &headcount_register };

static const struct route routes[] = {
    { METHOD_POST, "/activity/{id}/headcount", WHO_ENTERS, headcount_enter, NULL, 0 },
};

extern const struct feature feature_headcount;
const struct feature feature_headcount = {
    .name = "headcount",
    .registers = registers,
    .n_registers = COUNT(registers),
    .routes = routes,
    .n_routes = COUNT(routes),
    .queries = headcount_queries,
    .n_queries = headcount_n_queries,
    .migrations = headcount_migrations,
    .n_migrations = headcount_n_migrations,
};
