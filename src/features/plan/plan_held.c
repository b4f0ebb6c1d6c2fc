/* What was held against the plan: sessions and activities on their days, and the activities that fulfil its points. */
#include "base/num.h"
#include "base/text/text.h"
#include "features/plan/plan_in.h"
#include "plan_sql.h"

#include <stddef.h>

enum { LONGEST = 7 }; /* days an activity may last to stand on each of them */

static const struct db_column fact_columns[] = {
    { "register_name", DB_TEXT, offsetof(struct plan_fact, register_name) },
    { "id", DB_INT, offsetof(struct plan_fact, id) },
    { "activity", DB_INT, offsetof(struct plan_fact, activity) },
    { "title", DB_TEXT, offsetof(struct plan_fact, title) },
    { "section", DB_TEXT, offsetof(struct plan_fact, section) },
    { "first", DB_DAY, offsetof(struct plan_fact, first) },
    { "last", DB_DAY, offsetof(struct plan_fact, last) },
    { "begins", DB_TEXT, offsetof(struct plan_fact, begins) },
    { "ends", DB_TEXT, offsetof(struct plan_fact, ends) },
    { "place", DB_TEXT, offsetof(struct plan_fact, place) },
    { "leader", DB_TEXT, offsetof(struct plan_fact, leader) },
    { "state", DB_TEXT, offsetof(struct plan_fact, state) },
    { "persons", DB_MAYBE_INT, offsetof(struct plan_fact, persons) },
};
static const struct db_shape fact_shape = DB_SHAPE(struct plan_fact, fact_columns);
static const struct db_column deed_columns[] = {
    { "point", DB_INT, offsetof(struct plan_deed, point) },
    { "activity", DB_INT, offsetof(struct plan_deed, activity) },
    { "title", DB_TEXT, offsetof(struct plan_deed, title) },
    { "first", DB_DAY, offsetof(struct plan_deed, first) },
    { "last", DB_DAY, offsetof(struct plan_deed, last) },
    { "precision", DB_TEXT, offsetof(struct plan_deed, precision) },
    { "persons", DB_MAYBE_INT, offsetof(struct plan_deed, persons) },
};
static const struct db_shape deed_shape = DB_SHAPE(struct plan_deed, deed_columns);

static bool has_session(const struct plan_fact *facts, size_t n, int64_t activity)
{
    for (size_t i = 0; i < n; i++) {
        if (facts[i].activity == activity && str_is(facts[i].register_name, "activity_session")) {
            return true;
        }
    }
    return false;
}

/* An activity whose sessions stand there is shown by them; one without a word about it is held when its day is over or a number
   was told. */
static size_t settle(struct plan_fact *facts, size_t n, struct day today)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct plan_fact fact = facts[i];
        bool activity = str_is(fact.register_name, "activity");
        if (activity && (has_session(facts, n, fact.activity) || fact.last.n - fact.first.n >= LONGEST)) {
            continue;
        }
        if (fact.state.len == 0) {
            fact.state = fact.persons.known || fact.last.n < today.n ? STR("held") : STR("planned");
        }
        facts[kept++] = fact;
    }
    return kept;
}

bool plan_held_read(struct ctx *ctx, struct period days, int first_year, int last_year, struct plan_held *ret_held,
                    struct err *e)
{
    struct arena *a = ctx->arena;
    struct plan_held held = { 0 };
    if (!db_rows(ctx->db, a, &q_plan_deeds, DB_ARGS(first_year, last_year), &deed_shape, &held.deeds, &held.n_deeds, e)) {
        return false;
    }
    if (days.first.known) {
        struct day before = { true, days.first.n - LONGEST };
        if (!db_rows(ctx->db, a, &q_plan_facts, DB_ARGS(day_iso(a, days.first), day_iso(a, days.last), day_iso(a, before)),
                     &fact_shape, &held.facts, &held.n_facts, e)) {
            return false;
        }
    }
    *ret_held = held;
    return true;
}

bool plan_shown_read(struct ctx *ctx, const struct plan_view *view, struct plan_shown *ret_shown, struct err *e)
{
    struct plan_shown shown = { .view = *view };
    struct plan_point *points;
    size_t n;
    int first = plan_view_first_year(view), last = plan_view_last_year(view);
    struct period days = view->span == PLAN_SPAN_WEEK    ? plan_week(view->monday)
                         : view->span == PLAN_SPAN_MONTH ? plan_month(view->year, view->part)
                                                         : (struct period){ NO_DAY, NO_DAY, PRECISION_NONE };
    if (!plan_points_read(ctx, first, last, &points, &n, e) || !plan_held_read(ctx, days, first, last, &shown.held, e)) {
        return false;
    }
    shown.n_places = plan_places(ctx->arena, points, n, &shown.places);
    shown.held.n_facts = settle(shown.held.facts, shown.held.n_facts, view->today);
    *ret_shown = shown;
    return true;
}

const struct plan_place *plan_place_of(const struct plan_shown *shown, int64_t activity)
{
    for (size_t i = 0; i < shown->held.n_deeds; i++) {
        for (size_t k = 0; shown->held.deeds[i].activity == activity && k < shown->n_places; k++) {
            if (shown->places[k].point->id == shown->held.deeds[i].point) {
                return &shown->places[k];
            }
        }
    }
    return NULL;
}

/* An activity whose point stands on the very day is told there. */
static bool told_by_point(const struct plan_shown *shown, const struct plan_fact *fact, struct day day)
{
    for (size_t i = 0; str_is(fact->register_name, "activity") && i < shown->held.n_deeds; i++) {
        for (size_t k = 0; shown->held.deeds[i].activity == fact->activity && k < shown->n_places; k++) {
            if (shown->places[k].point->id == shown->held.deeds[i].point && plan_on_day(shown->places[k].term, day)) {
                return true;
            }
        }
    }
    return false;
}

bool plan_fact_on(const struct plan_shown *shown, size_t i, struct day day)
{
    const struct plan_fact *fact = &shown->held.facts[i];
    return fact->first.n <= day.n && day.n <= fact->last.n && !told_by_point(shown, fact, day);
}

bool plan_day_has(const struct plan_shown *shown, struct day day)
{
    for (size_t i = 0; i < shown->n_places; i++) {
        if (plan_on_day(shown->places[i].term, day)) {
            return true;
        }
    }
    for (size_t i = 0; i < shown->held.n_facts; i++) {
        if (plan_fact_on(shown, i, day)) {
            return true;
        }
    }
    return false;
}

struct str plan_fact_time(struct arena *a, const struct plan_fact *fact)
{
    return fact->ends.len
               ? str_format(a, "%.*s–%.*s", (int)fact->begins.len, fact->begins.at, (int)fact->ends.len, fact->ends.at)
               : fact->begins;
}

struct str plan_fact_state(struct ctx *ctx, const struct plan_fact *fact)
{
    return text(ctx, str_is(fact->state, "held")        ? T_PLAN_HELD
                     : str_is(fact->state, "cancelled") ? T_PLAN_NOT_HELD
                                                        : T_PLAN_AHEAD);
}
