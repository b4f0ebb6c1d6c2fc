/* A count without an organisation is of all of them, and what schools counted of the same people is its part: it must lie in
   the whole's grades and period entirely, or it could be neither added nor left out, and it must not be more than the whole
   (product rule 5). Judged, as in parts.c, over the rows as they stand after a change. */
#include "features/headcount/headcount_in.h"
#include "headcount_sql.h"

#include <stddef.h>

struct share {
    int64_t id;
    struct maybe_int organisation, grade_from, grade_to;
    int64_t value;
    struct str name;
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

static struct refusal judge(struct ctx *ctx, const struct share *rows, size_t n, const struct share *whole, struct str unit)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        const struct share *part = &rows[i];
        if (!part->organisation.known || !overlap(whole, part)) {
            continue;
        }
        if (!contains(whole, part)) {
            return (struct refusal){ "grade_from", text_with(ctx, T_HEADCOUNT_SAY_SHARE_ACROSS, TEXT_ARG("name", part->name),
                                                             TEXT_ARG("n", whole->id), TEXT_ARG("part", part->id)) };
        }
        sum += part->value;
        if (part->value > whole->value) {
            return (struct refusal){ "value", text_with(ctx, T_HEADCOUNT_SAY_SHARE_OVER_ALL, TEXT_ARG("name", part->name),
                                                        TEXT_ARG("n", part->value), TEXT_ARG("of", whole->value)) };
        }
    }
    if (!headcount_counts_heads(unit) && sum > whole->value) {
        return (struct refusal){ "value", text_with(ctx, T_HEADCOUNT_SAY_SHARES_OVER_ALL, TEXT_ARG("n", sum),
                                                    TEXT_ARG("of", whole->value)) };
    }
    return (struct refusal){ NULL, STR_NONE };
}

bool headcount_shares_fit(struct ctx *ctx, int64_t activity, struct str unit, struct str audience, struct refusal *ret_refusal,
                          struct err *e)
{
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct share, id) },
        { "organisation", DB_MAYBE_INT, offsetof(struct share, organisation) },
        { "grade_from", DB_MAYBE_INT, offsetof(struct share, grade_from) },
        { "grade_to", DB_MAYBE_INT, offsetof(struct share, grade_to) },
        { "value", DB_INT, offsetof(struct share, value) },
        { "name", DB_TEXT, offsetof(struct share, name) },
        { "period_first", DB_TEXT, offsetof(struct share, period_first) },
        { "period_last", DB_TEXT, offsetof(struct share, period_last) },
    };
    static const struct db_shape shape = DB_SHAPE(struct share, columns);
    struct share *rows;
    size_t n;
    struct refusal refusal = { NULL, STR_NONE };
    if (!db_rows(ctx->db, ctx->arena, &q_headcount_shares, DB_ARGS(activity, unit, audience), &shape, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && refusal.message.len == 0; i++) {
        if (!rows[i].organisation.known) {
            refusal = judge(ctx, rows, n, &rows[i], unit);
        }
    }
    *ret_refusal = refusal;
    return true;
}
