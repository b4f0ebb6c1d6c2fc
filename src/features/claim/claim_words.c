/* Checkers of printed words: grades in two places, an edition left out, labels of periods, units, the plan, names.
   They compare words with fields of the record; where the record says nothing, nothing is claimed about the document. */
#include "features/claim/check.h"
#include "features/claim/claim_math.h"

#include "base/utf8.h"
#include "claim_sql.h"

struct activity_grades {
    int64_t id;
    struct str title;
    struct maybe_int from, to;
};

/* The activity that the claim's `figures` names by its code; *ret_found false after saying that there is none. */
static bool activity_read(struct check *k, struct activity_grades *ret_activity, bool *ret_found, struct err *e)
{
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct activity_grades, id) },
        { "title", DB_TEXT, offsetof(struct activity_grades, title) },
        { "grade_from", DB_MAYBE_INT, offsetof(struct activity_grades, from) },
        { "grade_to", DB_MAYBE_INT, offsetof(struct activity_grades, to) },
    };
    static const struct db_shape shape = DB_SHAPE(struct activity_grades, columns);
    struct activity_grades *rows;
    size_t n;
    if (!db_rows(k->ctx->db, k->ctx->arena, &q_claim_activity_grades, DB_ARGS((int64_t)k->year, k->claim->figures), &shape,
                 &rows, &n, e)) {
        return false;
    }
    *ret_found = n == 1;
    if (n != 1) {
        return check_say(k, SEVERITY_QUESTION, text_with(k->ctx, T_CLAIM_NO_ACTIVITY, TEXT_ARG("code", k->claim->figures)),
                         text(k->ctx, T_CLAIM_NO_ACTIVITY_MEND));
    }
    *ret_activity = rows[0];
    return true;
}

static struct str grades_shown(struct check *k, int64_t from, int64_t to)
{
    return from == to ? check_count(k, from) : str_format(k->ctx->arena, "%lld–%lld", (long long)from, (long long)to);
}

/* Reads the grades of the claim and of the activity; false in *ret_ready when something was said already. */
static bool grades_read(struct check *k, int64_t printed[2], struct activity_grades *ret_activity, bool *ret_ready,
                        struct err *e)
{
    bool found = false;
    *ret_ready = false;
    if (!activity_read(k, ret_activity, &found, e)) {
        return false;
    }
    if (!found) {
        return true;
    }
    if (!claim_grades(k->claim->printed, &printed[0], &printed[1])) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_NO_GRADES), text(k->ctx, T_CLAIM_NO_GRADES_MEND));
    }
    if (!ret_activity->from.known || !ret_activity->to.known) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_GRADES_UNKNOWN), text(k->ctx, T_CLAIM_GRADES_UNKNOWN_MEND));
    }
    *ret_ready = true;
    return true;
}

bool check_grades(struct check *k, struct err *e)
{
    int64_t printed[2];
    struct activity_grades a;
    bool ready;
    if (!grades_read(k, printed, &a, &ready, e)) {
        return false;
    }
    if (!ready || (printed[0] == a.from.is && printed[1] == a.to.is)) {
        return true;
    }
    struct str recorded = grades_shown(k, a.from.is, a.to.is);
    return check_say(k, SEVERITY_ERROR,
                     text_with(k->ctx, T_CLAIM_GRADES_DIFFER, TEXT_ARG("printed", grades_shown(k, printed[0], printed[1])),
                               TEXT_ARG("recorded", recorded)),
                     text_with(k->ctx, T_CLAIM_GRADES_MEND, TEXT_ARG("recorded", recorded)));
}

/* A sentence that speaks of the activity for some of its grades only. */
bool check_coverage(struct check *k, struct err *e)
{
    int64_t printed[2];
    struct activity_grades a;
    bool ready;
    if (!grades_read(k, printed, &a, &ready, e)) {
        return false;
    }
    if (!ready || (printed[0] == a.from.is && printed[1] == a.to.is)) {
        return true;
    }
    bool inside = printed[0] >= a.from.is && printed[1] <= a.to.is;
    return check_say(k, inside ? SEVERITY_QUESTION : SEVERITY_ERROR,
                     text_with(k->ctx, inside ? T_CLAIM_COVERAGE_PART : T_CLAIM_GRADES_DIFFER,
                               TEXT_ARG("printed", grades_shown(k, printed[0], printed[1])),
                               TEXT_ARG("recorded", grades_shown(k, a.from.is, a.to.is))),
                     text(k->ctx, T_CLAIM_COVERAGE_MEND));
}

static bool period_equal(struct period one, struct period two)
{
    return one.precision == two.precision && one.first.n == two.first.n && one.last.n == two.last.n;
}

/* Labels of one series or cohort, as printed in several places: «2020-2021, 2021, 2021-2022». All must name one period. */
bool check_periods(struct check *k, struct err *e)
{
    (void)e;
    struct str rest = k->claim->printed, piece;
    struct period first = { 0 };
    bool have = false, differ = false;
    while (str_next(&rest, ',', &piece)) {
        struct period p;
        if (!period_read(str_trim(piece), &p)) {
            differ = true; /* «2019-2021» is no period of ours: neither a school year nor a year */
        } else if (!have) {
            first = p;
            have = true;
        } else if (!period_equal(first, p)) {
            differ = true;
        }
    }
    if (!differ) {
        return true;
    }
    return check_say(k, SEVERITY_WARNING, text_with(k->ctx, T_CLAIM_PERIODS, TEXT_ARG("labels", k->claim->printed)),
                     text(k->ctx, T_CLAIM_PERIODS_MEND));
}

/* The unit a chart or text names (`compared`, our word: persons, works …) against the unit the figure is counted in. */
bool check_unit(struct check *k, struct err *e)
{
    struct figure_sum sum;
    bool said = false;
    enum unit named;
    if (!check_sum(k, k->claim->figures, k->year, &sum, &said, e)) {
        return false;
    }
    if (said) {
        return true;
    }
    if (!unit_read(k->claim->compared, &named)) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_UNIT_FIELD), text(k->ctx, T_CLAIM_UNIT_FIELD_MEND));
    }
    if (named == sum.def->unit) {
        return true;
    }
    enum lang lang = k->ctx->lang;
    return check_say(k, SEVERITY_WARNING,
                     text_with(k->ctx, T_CLAIM_UNITS, TEXT_ARG("named", unit_short(lang, named)),
                               TEXT_ARG("counted", unit_short(lang, sum.def->unit))),
                     text(k->ctx, T_CLAIM_UNITS_MEND));
}

/* «Работа соответствовала плану»: can be said only when it is known of every activity whether it was planned. */
bool check_plan(struct check *k, struct err *e)
{
    struct counts {
        int64_t all;
        struct maybe_int unknown, no;
    } c;
    static const struct db_column columns[] = {
        { "n_all", DB_INT, offsetof(struct counts, all) },
        { "n_unknown", DB_MAYBE_INT, offsetof(struct counts, unknown) },
        { "n_no", DB_MAYBE_INT, offsetof(struct counts, no) },
    };
    static const struct db_shape shape = DB_SHAPE(struct counts, columns);
    if (!db_one(k->ctx->db, k->ctx->arena, &q_claim_unplanned, DB_ARGS((int64_t)k->year), &shape, &c, e)) {
        return false;
    }
    if (c.all > 0 && c.unknown.is == 0 && c.no.is == 0) {
        return true;
    }
    return check_say(
        k, SEVERITY_QUESTION,
        text_with(k->ctx, T_CLAIM_PLAN, TEXT_ARG("all", c.all), TEXT_ARG("unknown", c.unknown.is), TEXT_ARG("no", c.no.is)),
        text(k->ctx, T_CLAIM_PLAN_MEND));
}

/* Words that a document uses for an organisation; each must stand in its recorded name. */
bool check_name(struct check *k, struct err *e)
{
    struct named {
        int64_t id;
        struct str name;
    } * rows;
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct named, id) },
        { "name", DB_TEXT, offsetof(struct named, name) },
    };
    static const struct db_shape shape = DB_SHAPE(struct named, columns);
    size_t n;
    if (!db_rows(k->ctx->db, k->ctx->arena, &q_claim_organisation_name, DB_ARGS(k->claim->figures), &shape, &rows, &n, e)) {
        return false;
    }
    if (n != 1) {
        return check_say(k, SEVERITY_QUESTION, text_with(k->ctx, T_CLAIM_NO_ORGANISATION, TEXT_ARG("code", k->claim->figures)),
                         text(k->ctx, T_CLAIM_NO_ORGANISATION_MEND));
    }
    struct str name = utf8_fold(k->ctx->arena, rows[0].name), rest = k->claim->printed, piece;
    while (str_next(&rest, ';', &piece)) {
        struct str word = utf8_fold(k->ctx->arena, str_trim(piece));
        if (str_find(name, word, 0) == name.len) {
            return check_say(
                k, SEVERITY_WARNING,
                text_with(k->ctx, T_CLAIM_NAME, TEXT_ARG("printed", str_trim(piece)), TEXT_ARG("name", rows[0].name)),
                text_with(k->ctx, T_CLAIM_NAME_MEND, TEXT_ARG("name", rows[0].name)));
        }
    }
    return true;
}
