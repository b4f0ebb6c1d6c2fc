/* A count without an organisation is of all of them, and what schools counted of the same people is its part: it must lie in
   the whole's grades and period entirely, or it could be neither added nor left out, and it must not be more than the whole
   (product rule 5). Judged, as in parts.c, over the rows as they stand after a change, and by the linter over a year. */
#include "features/headcount/headcount_in.h"
#include "headcount_sql.h"

#include <stddef.h>

struct share {
    int64_t id, activity;
    struct maybe_int organisation, grade_from, grade_to;
    int64_t value;
    struct str unit, audience, name;
    struct str period_first, period_last;
};

static struct period period_of(const struct share *row)
{
    struct period p = { NO_DAY, NO_DAY, PRECISION_DAY };
    if (!day_read(row->period_first, &p.first) || !day_read(row->period_last, &p.last)) {
        p.precision = PRECISION_NONE;
    }
    return p;
}

static bool overlap(const struct share *one, const struct share *two)
{
    struct period a = period_of(one), b = period_of(two);
    bool grades = !one->grade_from.known || !two->grade_from.known ||
                  (one->grade_from.is <= two->grade_to.is && two->grade_from.is <= one->grade_to.is);
    return grades && (a.precision == PRECISION_NONE || b.precision == PRECISION_NONE || period_overlaps(a, b));
}

/* No grades or no period of its own: all of the activity's. */
static bool contains(const struct share *whole, const struct share *part)
{
    struct period a = period_of(whole), b = period_of(part);
    bool grades = !whole->grade_from.known || (part->grade_from.known && whole->grade_from.is <= part->grade_from.is &&
                                               part->grade_to.is <= whole->grade_to.is);
    bool period =
        a.precision == PRECISION_NONE || (b.precision != PRECISION_NONE && a.first.n <= b.first.n && b.last.n <= a.last.n);
    return grades && period;
}

/* Rows of one activity, unit and audience; those of an organisation stand together. */
struct shares {
    struct ctx *ctx;
    const struct share *rows;
    size_t n;
    int64_t only; /* the faults that this row takes part in; 0: all */
    struct fault_list *faults;
};

static void tell(const struct shares *s, const char *rule, int64_t row, struct str what)
{
    fault_add(s->ctx, s->faults,
              &(struct headcount_fault){ .rule = rule, .register_name = "headcount", .id = row, .what = what });
}

static bool asked(const struct shares *s, const struct share *row)
{
    return s->only == 0 || row->id == s->only;
}

/* What one organisation counted of the whole: its rows of other grades and other times are added up. */
struct counted {
    int64_t sum;
    bool asked;
    const struct share *last;
};

static size_t count_one(const struct shares *s, size_t first, const struct share *whole, struct counted *ret_counted)
{
    struct counted counted = { .asked = asked(s, whole) };
    size_t i = first;
    for (; i < s->n && s->rows[i].organisation.is == s->rows[first].organisation.is; i++) {
        const struct share *part = &s->rows[i];
        if (!overlap(whole, part)) {
            continue;
        }
        if (contains(whole, part)) {
            counted.sum += part->value;
            counted.asked = counted.asked || asked(s, part);
            counted.last = part;
        } else if (asked(s, whole) || asked(s, part)) {
            tell(s, "share_across", part->id,
                 text_with(s->ctx, T_HEADCOUNT_SAY_SHARE_ACROSS, TEXT_ARG("name", part->name), TEXT_ARG("n", whole->id),
                           TEXT_ARG("part", part->id)));
        }
    }
    *ret_counted = counted;
    return i;
}

static void judge(const struct shares *s, const struct share *whole, size_t first)
{
    int64_t sum = 0;
    bool any_asked = false;
    size_t before = s->faults->n;
    for (size_t i = first; i < s->n;) {
        struct counted one;
        i = count_one(s, i, whole, &one);
        sum += one.sum;
        any_asked = any_asked || one.asked;
        if (one.last && one.asked && one.sum > whole->value) {
            tell(s, "share_over", one.last->id,
                 text_with(s->ctx, T_HEADCOUNT_SAY_SHARE_OVER_ALL, TEXT_ARG("name", one.last->name), TEXT_ARG("n", one.sum),
                           TEXT_ARG("of", whole->value)));
        }
    }
    if (any_asked && s->faults->n == before && !headcount_counts_heads(whole->unit) && sum > whole->value) {
        tell(s, "shares_over", whole->id,
             text_with(s->ctx, T_HEADCOUNT_SAY_SHARES_OVER_ALL, TEXT_ARG("n", sum), TEXT_ARG("of", whole->value)));
    }
}

static void judge_all(const struct shares *s)
{
    size_t first = 0;
    while (first < s->n && !s->rows[first].organisation.known) {
        first++;
    }
    for (size_t i = 0; i < first; i++) {
        judge(s, &s->rows[i], first);
    }
}

static const struct db_column columns[] = {
    { "id", DB_INT, offsetof(struct share, id) },
    { "activity", DB_INT, offsetof(struct share, activity) },
    { "unit", DB_TEXT, offsetof(struct share, unit) },
    { "audience", DB_TEXT, offsetof(struct share, audience) },
    { "organisation", DB_MAYBE_INT, offsetof(struct share, organisation) },
    { "grade_from", DB_MAYBE_INT, offsetof(struct share, grade_from) },
    { "grade_to", DB_MAYBE_INT, offsetof(struct share, grade_to) },
    { "value", DB_INT, offsetof(struct share, value) },
    { "name", DB_TEXT, offsetof(struct share, name) },
    { "period_first", DB_TEXT, offsetof(struct share, period_first) },
    { "period_last", DB_TEXT, offsetof(struct share, period_last) },
};
static const struct db_shape shape = DB_SHAPE(struct share, columns);

bool headcount_shares_fit(struct ctx *ctx, const struct share_key *key, struct refusal *ret_refusal, struct err *e)
{
    struct share *rows;
    size_t n;
    struct fault_list faults = { 0 };
    if (!db_rows(ctx->db, ctx->arena, &q_headcount_shares, DB_ARGS(key->activity, key->unit, key->audience), &shape, &rows, &n,
                 e)) {
        return false;
    }
    judge_all(&(struct shares){ ctx, rows, n, key->row, &faults });
    *ret_refusal = (struct refusal){ NULL, STR_NONE };
    if (faults.n) {
        bool across = str_is(str_c(faults.all[0].rule), "share_across");
        *ret_refusal = (struct refusal){ across ? "grade_from" : "value", faults.all[0].what };
    }
    return true;
}

bool shares_faults(struct ctx *ctx, int64_t year, struct fault_list *list, struct err *e)
{
    struct share *rows;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_headcount_shares_of_year, DB_ARGS(year), &shape, &rows, &n, e)) {
        return false;
    }
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1;
             end < n && rows[end].activity == rows[first].activity && str_equal(rows[end].unit, rows[first].unit) &&
             str_equal(rows[end].audience, rows[first].audience);
             end++) {
        }
        judge_all(&(struct shares){ ctx, rows + first, end - first, 0, list });
    }
    return true;
}

bool headcount_faults(struct ctx *ctx, int64_t year, struct headcount_fault **ret_faults, size_t *ret_n, struct err *e)
{
    struct fault_list list = { 0 };
    if (!parts_faults(ctx, year, &list, e) || !shares_faults(ctx, year, &list, e)) {
        return false;
    }
    *ret_faults = list.all;
    *ret_n = list.n;
    return true;
}
