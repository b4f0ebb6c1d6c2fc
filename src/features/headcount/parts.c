/* Parts and their whole (product rule 5). Persons and organisations: each part is at most the whole, while the sum may exceed
   it (a child in two contests). Everything else: the parts together are at most the whole. Only numbers of the same unit are
   compared, and only where the whole has a number of its own. */
#include "features/headcount/headcount_in.h"
#include "headcount_sql.h"

#include <stddef.h>

struct member {
    int64_t id;
    struct str title, unit;
    struct maybe_int value;
};

static bool read_family(struct ctx *ctx, int64_t whole, int64_t also, struct member **ret_members, size_t *ret_n, struct err *e)
{
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct member, id) },
        { "title", DB_TEXT, offsetof(struct member, title) },
        { "unit", DB_TEXT, offsetof(struct member, unit) },
        { "value", DB_MAYBE_INT, offsetof(struct member, value) },
    };
    static const struct db_shape shape = DB_SHAPE(struct member, columns);
    return db_rows(ctx->db, ctx->arena, &q_headcount_family, DB_ARGS(whole, also), &shape, ret_members, ret_n, e);
}

static bool counts_heads(struct str unit)
{
    return str_is(unit, "persons") || str_is(unit, "organisations");
}

/* The members of one unit, the change applied; the change's activity may have no row yet. */
static struct str fault_of_unit(struct ctx *ctx, const struct member *members, size_t n, int64_t whole, struct str unit)
{
    const struct member *over = NULL, *all = NULL;
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (members[i].id == whole && str_equal(members[i].unit, unit) && members[i].value.known) {
            all = &members[i];
        }
    }
    for (size_t i = 0; all && i < n; i++) {
        const struct member *part = &members[i];
        if (part->id != whole && str_equal(part->unit, unit) && part->value.known) {
            sum += part->value.is;
            over = part->value.is > all->value.is ? part : over;
        }
    }
    if (over) {
        return text_with(ctx, T_HEADCOUNT_SAY_PART_OVER_WHOLE, TEXT_ARG("part", over->title), TEXT_ARG("n", over->value.is),
                         TEXT_ARG("whole", all->title), TEXT_ARG("of", all->value.is));
    }
    if (all && !counts_heads(unit) && sum > all->value.is) {
        return text_with(ctx, T_HEADCOUNT_SAY_PARTS_OVER_WHOLE, TEXT_ARG("n", sum), TEXT_ARG("whole", all->title),
                         TEXT_ARG("of", all->value.is));
    }
    return STR_NONE;
}

static bool whole_fits(struct ctx *ctx, const struct headcount_change *change, int64_t whole, struct str *ret_fault,
                       struct err *e)
{
    struct member *members;
    size_t n;
    if (!read_family(ctx, whole, change->activity, &members, &n, e)) {
        return false;
    }
    struct member *changed = NEW_ARRAY(ctx->arena, struct member, n + 1);
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        changed[i] = members[i];
        if (members[i].id == change->activity && str_equal(members[i].unit, change->unit)) {
            changed[i].value = SOME_INT((members[i].value.known ? members[i].value.is : 0) + change->more);
            found = true;
        }
    }
    if (!found) {
        changed[n++] =
            (struct member){ change->activity, text(ctx, T_HEADCOUNT_THIS_ACTIVITY), change->unit, SOME_INT(change->more) };
    }
    *ret_fault = fault_of_unit(ctx, changed, n, whole, change->unit);
    return true;
}

bool headcount_change_fits(struct ctx *ctx, const struct headcount_change *change, int64_t parent, struct str *ret_fault,
                           struct err *e)
{
    struct str fault = STR_NONE;
    if (!whole_fits(ctx, change, change->activity, &fault, e) ||
        (fault.len == 0 && parent && !whole_fits(ctx, change, parent, &fault, e))) {
        return false;
    }
    *ret_fault = fault;
    return true;
}

bool headcount_parts_fit(struct ctx *ctx, int64_t activity, int64_t parent, struct str *ret_fault, struct err *e)
{
    struct member *members;
    size_t n;
    *ret_fault = STR_NONE;
    if (parent == 0) {
        return true;
    }
    if (!read_family(ctx, parent, activity, &members, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && ret_fault->len == 0; i++) {
        if (members[i].id == activity) {
            *ret_fault = fault_of_unit(ctx, members, n, parent, members[i].unit);
        }
    }
    return true;
}
