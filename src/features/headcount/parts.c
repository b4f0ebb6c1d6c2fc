/* Parts and their whole (product rule 5). Persons and organisations: each part is at most the whole, while the sum may exceed
   it (a child in two contests). Everything else: the parts together are at most the whole. Only numbers of the same unit are
   compared, and only where the whole has a number of its own; a part of a part counts through what stands between. It holds of
   all audiences together, of each, and of what each organisation counted by itself.

   The rule is judged over the record as it stands after a change and before it is committed, whatever the change was: a number
   that came, went or fell, a row removed, an activity moved under another whole. The linter judges a year by the same lines. */
#include "features/headcount/headcount_in.h"
#include "headcount_sql.h"

#include <stddef.h>
#include <stdlib.h>

enum { LEVELS = 3 };

struct node {
    int64_t id;
    struct maybe_int parent;
    struct str title;
    struct node *above;
    /* Of the line that is being judged: the own number and what is below it. */
    struct maybe_int value;
    int64_t below;
    bool touched;
};
struct number {
    struct str unit, audience, name;
    int64_t organisation, activity, value;
};
struct series {
    struct ctx *ctx;
    struct node *nodes; /* in the order of their ids */
    size_t n_nodes;
    struct number *numbers; /* in the order of unit, organisation, audience */
    size_t n_numbers;
    int64_t only; /* the faults that have to do with this activity; 0: all */
    struct fault_list *faults;
};
/* Numbers that are held against one another. */
struct line {
    size_t first, end;
    bool of_audience;
};

bool headcount_counts_heads(struct str unit)
{
    return str_is(unit, "persons") || str_is(unit, "organisations");
}

void fault_add(struct ctx *ctx, struct fault_list *list, const struct headcount_fault *fault)
{
    if (list->n == list->room) {
        struct headcount_fault *all = list->all;
        list->room = list->room ? 2 * list->room : 16;
        list->all = NEW_ARRAY(ctx->arena, struct headcount_fault, list->room);
        for (size_t i = 0; i < list->n; i++) {
            list->all[i] = all[i];
        }
    }
    list->all[list->n++] = *fault;
}

static int by_id(const void *key, const void *node)
{
    int64_t id = *(const int64_t *)key, other = ((const struct node *)node)->id;
    return id < other ? -1 : id > other;
}

static struct node *node_of(const struct series *s, int64_t id)
{
    return s->n_nodes ? bsearch(&id, s->nodes, s->n_nodes, sizeof *s->nodes, by_id) : NULL;
}

/* The next whole above that has a number of its own: what stands between counts for nothing by itself. *ret_touched: the
   activity asked about is one of those on the way. */
static struct node *whole_over(const struct series *s, struct node *part, bool *ret_touched)
{
    struct node *up = part->above;
    bool touched = s->only == 0 || part->id == s->only;
    for (int level = 0; up && level < LEVELS; level++, up = up->above) {
        touched = touched || up->id == s->only;
        if (up->value.known) {
            *ret_touched = touched;
            return up == part ? NULL : up;
        }
    }
    return NULL;
}

/* Whose numbers a line is of: nothing for everybody's. */
static struct str whose(const struct series *s, const struct line *line)
{
    const struct number *of = &s->numbers[line->first];
    struct str audience = STR_NONE;
    for (size_t i = 0; line->of_audience && i < HEADCOUNT_AUDIENCES; i++) {
        if (str_is(of->audience, headcount_audiences[i].word)) {
            audience = text(s->ctx, headcount_audiences[i].label);
        }
    }
    return of->name.len && audience.len
               ? text_with(s->ctx, T_HEADCOUNT_WHO_GRADES, TEXT_ARG("who", of->name), TEXT_ARG("grades", audience))
           : of->name.len ? of->name
                          : audience;
}

static void tell(const struct series *s, const struct line *line, const char *rule, const struct node *at, struct str what)
{
    struct arena *a = s->ctx->arena;
    const struct number *of = &s->numbers[line->first];
    struct str who = whose(s, line);
    struct str which = str_format(a, "%s", str_cstr(a, of->unit));
    if (line->of_audience) {
        which = str_format(a, "%s:%s", str_cstr(a, which), str_cstr(a, of->audience));
    }
    if (of->organisation) {
        which = str_format(a, "%s:%lld", str_cstr(a, which), (long long)of->organisation);
    }
    fault_add(s->ctx, s->faults,
              &(struct headcount_fault){
                  .rule = rule,
                  .register_name = "activity",
                  .id = at->id,
                  .of = which,
                  .what = who.len ? text_with(s->ctx, T_HEADCOUNT_SAY_OF, TEXT_ARG("who", who), TEXT_ARG("why", what)) : what,
              });
}

static void hold_heads(const struct series *s, const struct line *line, const struct node *part, const struct node *whole)
{
    if (part->value.is > whole->value.is) {
        tell(s, line, "part_over", part,
             text_with(s->ctx, T_HEADCOUNT_SAY_PART_OVER_WHOLE, TEXT_ARG("part", part->title), TEXT_ARG("n", part->value.is),
                       TEXT_ARG("whole", whole->title), TEXT_ARG("of", whole->value.is)));
    }
}

static void hold_sum(const struct series *s, const struct line *line, const struct node *whole)
{
    if (whole->touched && whole->below > whole->value.is) {
        tell(s, line, "parts", whole,
             text_with(s->ctx, T_HEADCOUNT_SAY_PARTS_OVER_WHOLE, TEXT_ARG("n", whole->below), TEXT_ARG("whole", whole->title),
                       TEXT_ARG("of", whole->value.is)));
    }
}

static void judge(const struct series *s, struct line line)
{
    bool heads = headcount_counts_heads(s->numbers[line.first].unit);
    for (size_t i = line.first; i < line.end; i++) {
        struct node *node = node_of(s, s->numbers[i].activity);
        if (node) {
            node->value = SOME_INT((node->value.known ? node->value.is : 0) + s->numbers[i].value);
        }
    }
    for (size_t i = 0; i < s->n_nodes; i++) {
        struct node *node = &s->nodes[i], *whole;
        bool touched = false;
        if (!node->value.known || !(whole = whole_over(s, node, &touched))) {
            continue;
        }
        whole->below += node->value.is;
        whole->touched = whole->touched || touched;
        if (heads && touched) {
            hold_heads(s, &line, node, whole);
        }
    }
    for (size_t i = 0; i < s->n_nodes; i++) {
        if (!heads && s->nodes[i].value.known) {
            hold_sum(s, &line, &s->nodes[i]);
        }
        s->nodes[i].value = NO_INT;
        s->nodes[i].below = 0;
        s->nodes[i].touched = false;
    }
}

static bool same_line(const struct number *one, const struct number *two, bool of_audience)
{
    return one->organisation == two->organisation && str_equal(one->unit, two->unit) &&
           (!of_audience || str_equal(one->audience, two->audience));
}

static size_t end_of(const struct series *s, size_t first, size_t most, bool of_audience)
{
    size_t end = first + 1;
    while (end < most && same_line(&s->numbers[first], &s->numbers[end], of_audience)) {
        end++;
    }
    return end;
}

/* All audiences together, and each where there are several; what does not hold together is told once. */
static void judge_all(const struct series *s)
{
    for (size_t first = 0, end; first < s->n_numbers; first = end) {
        size_t before = s->faults->n;
        end = end_of(s, first, s->n_numbers, false);
        judge(s, (struct line){ first, end, false });
        for (size_t at = first, next; at < end && s->faults->n == before; at = next) {
            next = end_of(s, at, end, true);
            if (at != first || next != end) {
                judge(s, (struct line){ at, next, true });
            }
        }
    }
}

static bool read_series(struct series *s, const struct db_query *tree, const struct db_query *numbers, struct db_args of_tree,
                        struct db_args of_numbers, struct err *e)
{
    static const struct db_column node_columns[] = {
        { "id", DB_INT, offsetof(struct node, id) },
        { "parent", DB_MAYBE_INT, offsetof(struct node, parent) },
        { "title", DB_TEXT, offsetof(struct node, title) },
    };
    static const struct db_shape node_shape = DB_SHAPE(struct node, node_columns);
    static const struct db_column number_columns[] = {
        { "unit", DB_TEXT, offsetof(struct number, unit) },
        { "audience", DB_TEXT, offsetof(struct number, audience) },
        { "name", DB_TEXT, offsetof(struct number, name) },
        { "organisation", DB_INT, offsetof(struct number, organisation) },
        { "activity", DB_INT, offsetof(struct number, activity) },
        { "value", DB_INT, offsetof(struct number, value) },
    };
    static const struct db_shape number_shape = DB_SHAPE(struct number, number_columns);
    struct db *db = s->ctx->db;
    if (!db_rows(db, s->ctx->arena, tree, of_tree, &node_shape, &s->nodes, &s->n_nodes, e) ||
        !db_rows(db, s->ctx->arena, numbers, of_numbers, &number_shape, &s->numbers, &s->n_numbers, e)) {
        return false;
    }
    for (size_t i = 0; i < s->n_nodes; i++) {
        s->nodes[i].above = s->nodes[i].parent.known ? node_of(s, s->nodes[i].parent.is) : NULL;
    }
    return true;
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

bool headcount_hold_year(struct ctx *ctx, int64_t year, struct err *e)
{
    return db_hold(ctx->db, (struct db_lock){ "headcounts of", year }, e);
}

bool headcount_parts_fit(struct ctx *ctx, int64_t activity, struct str unit, int64_t organisation, struct str *ret_fault,
                         struct err *e)
{
    struct fault_list faults = { 0 };
    struct series s = { .ctx = ctx, .only = activity, .faults = &faults };
    struct top top;
    if (!read_top(ctx, activity, &top, e) ||
        !read_series(&s, &q_headcount_tree, &q_headcount_numbers, DB_ARGS(top.top), DB_ARGS(top.top, unit, organisation), e)) {
        return false;
    }
    judge_all(&s);
    *ret_fault = faults.n ? faults.all[0].what : STR_NONE;
    return true;
}

bool parts_faults(struct ctx *ctx, int64_t year, struct fault_list *list, struct err *e)
{
    struct series s = { .ctx = ctx, .faults = list };
    if (!read_series(&s, &q_headcount_trees, &q_headcount_numbers_of_year, DB_ARGS(year), DB_ARGS(year), e)) {
        return false;
    }
    judge_all(&s);
    return true;
}
