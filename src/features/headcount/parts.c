/* Parts and their whole (product rule 5). Persons and organisations: each part is at most the whole, while the sum may exceed
   it (a child in two contests). Everything else: the parts together are at most the whole. Only numbers of the same unit are
   compared, and only where the whole has a number of its own; a part of a part counts through what stands between.

   The rule is judged over the record as it stands after a change and before it is committed, whatever the change was: a number
   that came, went or fell, a row removed, an activity moved under another whole. */
#include "features/headcount/headcount_in.h"
#include "headcount_sql.h"

#include <stddef.h>

struct member {
    int64_t id;
    struct maybe_int parent;
    struct str title, unit;
    struct maybe_int value;
};
struct family {
    struct ctx *ctx;
    struct str unit;
    struct member *members;
    size_t n;
};

bool headcount_counts_heads(struct str unit)
{
    return str_is(unit, "persons") || str_is(unit, "organisations");
}

static bool lies_in(const struct member *part, int64_t whole)
{
    return part->parent.known && part->parent.is == whole;
}

/* A member stands in as many rows as it has units; its number is in the row of the unit asked for, if in any. */
static bool first_row(const struct family *f, size_t i)
{
    return i == 0 || f->members[i - 1].id != f->members[i].id;
}

static struct maybe_int own_number(const struct family *f, int64_t id)
{
    for (size_t i = 0; i < f->n; i++) {
        if (f->members[i].id == id && str_equal(f->members[i].unit, f->unit)) {
            return f->members[i].value;
        }
    }
    return NO_INT;
}

/* What lies below one whole, two levels deep: a member that has a number stands for what is below it. */
struct below {
    int64_t sum;
    const struct member *largest;
    int64_t largest_is;
};

static void look_below(const struct family *f, int64_t whole, struct below *b)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct member *part = &f->members[i];
        if (!first_row(f, i) || !lies_in(part, whole)) {
            continue;
        }
        struct maybe_int number = own_number(f, part->id);
        if (!number.known) {
            look_below(f, part->id, b); /* a tree without circles, three levels high: activity_check */
            continue;
        }
        b->sum += number.is;
        if (!b->largest || number.is > b->largest_is) {
            b->largest = part;
            b->largest_is = number.is;
        }
    }
}

static struct str fault_of(const struct family *f, const struct member *whole)
{
    struct maybe_int all = own_number(f, whole->id);
    struct below b = { 0, NULL, 0 };
    if (!all.known) {
        return STR_NONE;
    }
    look_below(f, whole->id, &b);
    if (b.largest && b.largest_is > all.is) {
        return text_with(f->ctx, T_HEADCOUNT_SAY_PART_OVER_WHOLE, TEXT_ARG("part", b.largest->title),
                         TEXT_ARG("n", b.largest_is), TEXT_ARG("whole", whole->title), TEXT_ARG("of", all.is));
    }
    if (!headcount_counts_heads(f->unit) && b.sum > all.is) {
        return text_with(f->ctx, T_HEADCOUNT_SAY_PARTS_OVER_WHOLE, TEXT_ARG("n", b.sum), TEXT_ARG("whole", whole->title),
                         TEXT_ARG("of", all.is));
    }
    return STR_NONE;
}

static struct str fault_of_unit(struct family *f, struct str unit)
{
    struct str fault = STR_NONE;
    f->unit = unit;
    for (size_t i = 0; i < f->n && fault.len == 0; i++) {
        if (first_row(f, i)) {
            fault = fault_of(f, &f->members[i]);
        }
    }
    return fault;
}

struct top {
    int64_t top, year;
};

static bool read_top(struct ctx *ctx, int64_t activity, struct top *ret_top, struct err *e)
{
    static const struct db_column columns[] = { { "top", DB_INT, offsetof(struct top, top) },
                                                { "year", DB_INT, offsetof(struct top, year) } };
    static const struct db_shape shape = DB_SHAPE(struct top, columns);
    return db_one(ctx->db, ctx->arena, &q_headcount_top, DB_ARGS(activity), &shape, ret_top, e);
}

static bool read_family(struct ctx *ctx, int64_t activity, struct family *ret_family, struct err *e)
{
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct member, id) },
        { "parent", DB_MAYBE_INT, offsetof(struct member, parent) },
        { "title", DB_TEXT, offsetof(struct member, title) },
        { "unit", DB_TEXT, offsetof(struct member, unit) },
        { "value", DB_MAYBE_INT, offsetof(struct member, value) },
    };
    static const struct db_shape shape = DB_SHAPE(struct member, columns);
    struct top top;
    struct family f = { .ctx = ctx };
    if (!read_top(ctx, activity, &top, e) ||
        !db_rows(ctx->db, ctx->arena, &q_headcount_family, DB_ARGS(top.top), &shape, &f.members, &f.n, e)) {
        return false;
    }
    *ret_family = f;
    return true;
}

bool headcount_hold_year(struct ctx *ctx, int64_t year, struct err *e)
{
    return db_hold(ctx->db, (struct db_lock){ "headcounts of", year }, e);
}

bool headcount_parts_fit(struct ctx *ctx, int64_t activity, struct str unit, struct str *ret_fault, struct err *e)
{
    struct family f;
    if (!read_family(ctx, activity, &f, e)) {
        return false;
    }
    struct str fault = STR_NONE;
    for (size_t i = 0; i < f.n && fault.len == 0; i++) {
        struct str of = f.members[i].unit;
        if (of.len && (unit.len == 0 || str_equal(of, unit))) {
            fault = fault_of_unit(&f, of);
        }
    }
    *ret_fault = fault;
    return true;
}
