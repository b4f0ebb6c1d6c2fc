/* A cohort's categories: the parts divide the total without rest, subsets stand beside them. What does not add up may be kept
   while the cohort is open («не отнесено ни к одной категории: 2»); closing asks for a partition that is whole. */
#include "features/graduate/graduate_in.h"
#include "graduate_sql.h"

#include <stddef.h>

static const struct db_column category_columns[] = {
    { "id", DB_INT, offsetof(struct graduate_category, id) },
    { "destination", DB_TEXT, offsetof(struct graduate_category, destination) },
    { "title", DB_TEXT, offsetof(struct graduate_category, title) },
    { "role", DB_TEXT, offsetof(struct graduate_category, role) },
    { "value", DB_MAYBE_INT, offsetof(struct graduate_category, value) },
    { "share_as_printed", DB_TEXT, offsetof(struct graduate_category, share_as_printed) },
};
static const struct db_shape category_shape = DB_SHAPE(struct graduate_category, category_columns);

bool graduate_categories(struct ctx *ctx, int64_t cohort, struct graduate_category **ret_categories, size_t *ret_n,
                         struct err *e)
{
    return db_rows(ctx->db, ctx->arena, &q_graduate_categories_of, DB_ARGS(cohort), &category_shape, ret_categories, ret_n, e);
}

struct graduate_partition graduate_partition_of(const struct graduate_category *categories, size_t n)
{
    struct graduate_partition p = { .total = NO_INT, .unassigned = NO_INT };
    for (size_t i = 0; i < n; i++) {
        if (str_is(categories[i].role, "total")) {
            p.total = categories[i].value;
        } else if (str_is(categories[i].role, "part")) {
            p.n_parts++;
            p.parts += categories[i].value.is;
            p.n_unknown += categories[i].value.known ? 0 : 1;
        }
    }
    if (p.total.known && p.n_parts > 0 && p.n_unknown == 0) {
        p.unassigned = SOME_INT(p.total.is - p.parts);
        p.whole = p.unassigned.is == 0;
    }
    return p;
}

static int64_t number_or(struct db_value v, int64_t otherwise)
{
    return v.kind == DB_INT ? v.as.i : otherwise;
}
static struct maybe_int number_of(struct db_value v)
{
    return v.kind == DB_INT ? SOME_INT(v.as.i) : NO_INT;
}
static struct str words_of(struct db_value v)
{
    return v.kind == DB_TEXT ? v.as.s : STR_NONE;
}

static bool cohort_closed(struct ctx *ctx, int64_t cohort, bool *ret_closed, struct err *e)
{
    static const struct db_column columns[] = { { "state", DB_TEXT, 0 } };
    static const struct db_shape shape = DB_SHAPE(struct str, columns);
    struct str *states;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_graduate_cohort_state, DB_ARGS(cohort), &shape, &states, &n, e)) {
        return false;
    }
    *ret_closed = n == 1 && str_is(states[0], "closed");
    return true;
}

/* The categories as they will be after the save of this form. */
static bool categories_after(struct ctx *ctx, const struct form *form, int64_t cohort,
                             struct graduate_category **ret_categories, size_t *ret_n, struct err *e)
{
    struct graduate_category *stand, *after;
    size_t n, kept = 0;
    if (!graduate_categories(ctx, cohort, &stand, &n, e)) {
        return false;
    }
    after = NEW_ARRAY(ctx->arena, struct graduate_category, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (form->id == 0 || stand[i].id != form->id) {
            after[kept++] = stand[i];
        }
    }
    after[kept++] = (struct graduate_category){ .id = form->id,
                                                .destination = words_of(form_value(form, "destination")),
                                                .title = words_of(form_value(form, "title")),
                                                .role = words_of(form_value(form, "role")),
                                                .value = number_of(form_value(form, "value")) };
    *ret_categories = after;
    *ret_n = kept;
    return true;
}

static bool check_amounts(struct ctx *ctx, struct form *form, int64_t cohort, struct err *e)
{
    struct graduate_category *categories;
    size_t n;
    if (!categories_after(ctx, form, cohort, &categories, &n, e)) {
        return false;
    }
    struct graduate_partition p = graduate_partition_of(categories, n);
    for (size_t i = 0; i + 1 < n; i++) {
        if (str_equal(categories[i].destination, categories[n - 1].destination)) {
            form_say(form, "destination", text(ctx, T_GRADUATE_SAY_TWICE));
        }
    }
    if (p.total.known && p.parts > p.total.is) {
        form_say(form, "value",
                 text_with(ctx, T_GRADUATE_SAY_PARTS_OVER_TOTAL, TEXT_ARG("n", p.parts), TEXT_ARG("of", p.total.is)));
    }
    for (size_t i = 0; p.total.known && i < n; i++) {
        if (categories[i].value.known && categories[i].value.is > p.total.is) {
            form_say(form, "value",
                     text_with(ctx, T_GRADUATE_SAY_OVER_TOTAL, TEXT_ARG("title", categories[i].title),
                               TEXT_ARG("n", categories[i].value.is), TEXT_ARG("of", p.total.is)));
        }
    }
    return true;
}

bool graduate_category_check(struct ctx *ctx, struct form *form, struct err *e)
{
    int64_t cohort = number_or(form_value(form, "cohort"), 0);
    bool closed, total_word = str_is(words_of(form_value(form, "destination")), "total"),
                 total_role = str_is(words_of(form_value(form, "role")), "total");
    if (cohort == 0 || form->has_message) {
        return true;
    }
    if (!cohort_closed(ctx, cohort, &closed, e)) {
        return false;
    }
    if (closed) {
        form_say(form, NULL, text(ctx, T_GRADUATE_SAY_CLOSED));
        return true;
    }
    if (total_word != total_role) {
        form_say(form, "role", text(ctx, T_GRADUATE_SAY_TOTAL_ROLE));
        return true;
    }
    return check_amounts(ctx, form, cohort, e);
}

/* Removing asks no form, so the rule of a closed cohort stands here once more. */
bool graduate_category_after_save(struct ctx *ctx, const struct record *old, const struct record *now, struct err *e)
{
    bool closed;
    if (now || !old) {
        return true;
    }
    if (!cohort_closed(ctx, number_or(record_value(old, "cohort"), 0), &closed, e)) {
        return false;
    }
    if (!closed) {
        return true;
    }
    err_set(e, ERR_INVALID, "graduate_category", STR("the cohort is closed"));
    e->say = T_GRADUATE_SAY_CLOSED;
    return false;
}

/* Closing is a step of the state; the step itself is refused when the parts do not divide the total. */
bool graduate_cohort_after_save(struct ctx *ctx, const struct record *old, const struct record *now, struct err *e)
{
    bool was_closed = old && str_is(words_of(record_value(old, "state")), "closed");
    if (!now || was_closed || !str_is(words_of(record_value(now, "state")), "closed")) {
        return true;
    }
    struct graduate_category *categories;
    size_t n;
    if (!graduate_categories(ctx, now->id, &categories, &n, e)) {
        return false;
    }
    if (graduate_partition_of(categories, n).whole) {
        return true;
    }
    err_set(e, ERR_INVALID, "graduate_cohort", STR("the categories do not divide the cohort"));
    e->say = T_GRADUATE_SAY_NOT_WHOLE;
    return false;
}
