/* The town as a whole: what follows what. A table that refers to another stands after it. */
#include "features/analysis/analysis.h"
#include "features/town/town_in.h"

enum { OF_ROW = 64 << 20 }; /* a row needs little, the Word file of an analysis some megabytes */
static const int64_t NOON_MS = INT64_C(12) * 60 * 60 * 1000, DAY_MS = INT64_C(24) * 60 * 60 * 1000;

typedef bool make(struct town *town, struct err *e);
static const struct part {
    const char *table; /* by its template … */
    make *make;        /* … or by a function of its own */
} parts[] = {
    { .table = "academic_year" },   { .table = "task" },
    { .table = "organisation" },    { .make = town_schools },
    { .make = town_contingent },    { .table = "competency" },
    { .table = "field_of_study" },  { .table = "document" },
    { .table = "activity" },        { .table = "activity_session" },
    { .make = town_headcounts },    { .make = town_courses },
    { .make = town_championships }, { .table = "external_diagnostics" },
    { .table = "award" },           { .table = "nomination" },
    { .table = "criterion" },       { .table = "stand" },
    { .table = "theme" },           { .table = "publication" },
    { .table = "product" },         { .table = "name_consent" },
    { .table = "meeting" },         { .table = "meeting_decision" },
    { .table = "request" },         { .table = "decision" },
    { .make = town_plans },         { .table = "plan_item" },
    { .make = town_graduates },     { .table = "graduate_programme" },
    { .table = "earlier_value" },   { .make = town_claims },
};

/* The older years are signed, sent and public, the last full one waits for the head, the one at hand is being written. */
static bool add_analysis(struct town *town, int year, struct err *e)
{
    int of = town->own.year;
    if (!analysis_sample_load(&town->own, of, town_text("analysis.txt"), e)) {
        return false;
    }
    if (year == TOWN_FULL_YEARS - 1) {
        return analysis_ready(&town->own, of, e);
    }
    struct str letter = str_format(town->own.arena, "%d", 40 + year);
    return year == LAST_YEAR || (analysis_sign(&town->own, of, letter, town_day(town, year, STR("06-27")), e) &&
                                 analysis_publish(&town->own, of, e));
}

static bool add_analyses(struct town *town, struct err *e)
{
    for (int year = 0; year < TOWN_YEARS; year++) {
        town->own.year = town_calendar(town, year);
        bool done = add_analysis(town, year, e);
        if (!done) {
            e->what = str_copy(town->ctx->arena, e->what);
        }
        arena_reset(town->own.arena);
        if (!done) {
            return false;
        }
    }
    return true;
}

static bool make_all(struct town *town, struct err *e)
{
    size_t n = (size_t)TOWN_YEARS * (size_t)town->plan->size;
    if (!town_csv(town, "words.csv", &town->words, e) || !town_csv(town, "people.csv", &town->people, e) ||
        !town_csv(town, "activity.csv", &town->activities, e)) {
        return false;
    }
    town->held = NEW_ARRAY(town->ctx->arena, struct held, n * town->activities.n_rows);
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (!(parts[i].make ? parts[i].make(town, e) : town_table(town, parts[i].table, e))) {
            return false;
        }
    }
    return add_analyses(town, e);
}

static void free_arena(void *arena)
{
    arena_free(arena);
}

bool town_load(struct ctx *ctx, const struct town_plan *plan, struct town_made *ret_made, struct err *e)
{
    struct town_made made = { 0 };
    struct town town = { .ctx = ctx, .own = *ctx, .plan = plan, .made = &made };
    int year, month, day;
    BUG_IF(plan->size < 1 || plan->size > TOWN_LARGEST || !plan->today.known);
    day_split(plan->today, &year, &month, &day);
    made.first_year = year - (month < 9 ? 1 : 0) - TOWN_FULL_YEARS;
    town.own.arena = arena_new(OF_ROW);
    town.own.now_ms = plan->today.n * DAY_MS + NOON_MS;
    arena_defer(ctx->arena, free_arena, town.own.arena);
    if (!make_all(&town, e)) {
        return false;
    }
    ctx->year = town_calendar(&town, LAST_YEAR);
    *ret_made = made;
    return true;
}

extern const struct feature feature_town;
const struct feature feature_town = { .name = "town" };
