/* The generator of years: see its header. Sizes and words are drawn from the seed alone, so a failing seed can be run again. */
#include "support/year_generator.h"
#include "base/day.h"

enum { MOST_PAIRS = 24, MOST_PARTS = 4, ROOM_FOR_COUNTS = 40 };

struct making {
    struct ctx *ctx;
    struct made_year *year;
    struct seeded *random;
    struct str label; /* "2030-2031" */
    struct err *e;
};
struct pairs {
    struct param all[MOST_PAIRS];
    size_t n;
};

static void pair(struct pairs *p, const char *name, struct str value)
{
    BUG_IF(p->n == MOST_PAIRS);
    if (value.len) {
        p->all[p->n++] = (struct param){ str_c(name), value };
    }
}

static struct str number(struct making *m, int64_t n)
{
    return str_format(m->ctx->arena, "%lld", (long long)n);
}

static bool add(struct making *m, const char *register_name, const struct pairs *p, int64_t *ret_id)
{
    const struct register_def *def = register_find(m->ctx, str_c(register_name));
    BUG_IF(!def);
    return record_add(m->ctx, def, p->all, p->n, ret_id, m->e);
}

static const char *draw(struct making *m, const char *const *words, size_t n)
{
    return words[seeded_range(m->random, 0, (int64_t)n - 1)];
}
#define DRAW(m, words) draw((m), (words), COUNT(words))

/* Any precision there is, always within the school year or as wide as it. */
static struct str draw_period(struct making *m)
{
    int year = m->year->year, month = (int)seeded_range(m->random, 0, 9);
    int of = month < 4 ? year : year + 1, number_of = (8 + month) % 12 + 1;
    switch (seeded_range(m->random, 0, 6)) {
    case 0:
        return STR_NONE;
    case 1:
        return str_format(m->ctx->arena, "%d", year + (int)seeded_range(m->random, 0, 1));
    case 2:
        return m->label;
    case 3:
        return str_format(m->ctx->arena, "≈ %d", year);
    case 4:
        return str_format(m->ctx->arena, "%04d-%02d-%02d", of, number_of, (int)seeded_range(m->random, 1, 28));
    case 5: /* two months that may lie in two quarters */
        return str_format(m->ctx->arena, "%04d-02-01..%04d-%02d-20", year + 1, year + 1, (int)seeded_range(m->random, 3, 8));
    default:
        return str_format(m->ctx->arena, "%04d-%02d", of, number_of);
    }
}

static bool make_activity(struct making *m, const char *kind, const char *direction, size_t parent, bool series)
{
    static const char *const performers[] = { "centre", "schools", "outside", "centre_and_schools", "" };
    static const char *const planned[] = { "yes", "no", "unknown" };
    struct made_year *y = m->year;
    struct made_activity *a = &y->activities[y->n_activities];
    struct pairs p = { .n = 0 };
    *a = (struct made_activity){ .code = str_format(m->ctx->arena, "made_%zu", y->n_activities),
                                 .direction = str_c(direction),
                                 .planned = str_c(DRAW(m, planned)),
                                 .parent = parent,
                                 .series = series };
    pair(&p, "year", m->label);
    pair(&p, "code", a->code);
    pair(&p, "title", str_format(m->ctx->arena, "Мероприятие %zu", y->n_activities + 1));
    pair(&p, "direction", a->direction);
    pair(&p, "kind", str_c(kind));
    pair(&p, "level", STR("municipal"));
    pair(&p, "centre_role", STR("organiser"));
    pair(&p, "performed_by", str_c(DRAW(m, performers)));
    pair(&p, "planned", a->planned);
    pair(&p, "period", draw_period(m));
    if (parent != NO_PARENT) {
        pair(&p, "parent", number(m, y->activities[parent].id));
    }
    if (!add(m, "activity", &p, &a->id)) {
        return false;
    }
    y->n_activities++;
    return true;
}

static bool make_count(struct making *m, struct made_count count)
{
    struct made_year *y = m->year;
    struct pairs p = { .n = 0 };
    BUG_IF(y->n_counts == y->room_counts);
    pair(&p, "activity", number(m, y->activities[count.activity].id));
    pair(&p, "audience", STR("pupils"));
    pair(&p, "unit", count.unit);
    pair(&p, "status", count.status);
    if (count.value.known) {
        pair(&p, "value", number(m, count.value.is));
    }
    if (count.organisation) {
        pair(&p, "organisation", number(m, count.organisation));
    }
    if (count.grade_from) {
        pair(&p, "grade_from", number(m, count.grade_from));
        pair(&p, "grade_to", number(m, count.grade_to));
    }
    bool of_all = !count.organisation && !count.grade_from; /* a part of it must not reach beyond its period */
    if (!of_all && seeded_chance(m->random, 30)) {
        pair(&p, "period", draw_period(m));
    }
    if (!add(m, "headcount", &p, &count.id)) {
        return false;
    }
    y->counts[y->n_counts++] = count;
    return true;
}

/* Counts of one unit: by grades or by schools, never overlapping; now and then one whose number was not told, or 0. Beside
   those of schools there may stand one of all, which then is the whole. */
static bool make_counts(struct making *m, size_t activity, const char *unit, int64_t most)
{
    int64_t grade = 1, schools = (int64_t)m->year->n_schools;
    bool by_school = seeded_chance(m->random, 40);
    int64_t sum = 0;
    for (int64_t i = 0, n = seeded_range(m->random, 1, 4); i < n && grade <= 11 && i < schools; i++) {
        struct made_count c = { .activity = activity, .unit = str_c(unit), .status = STR("reported") };
        c.value = SOME_INT(seeded_chance(m->random, 5) ? 0 : seeded_range(m->random, 1, most / 4));
        if (seeded_chance(m->random, 12)) {
            c.status = seeded_chance(m->random, 50) ? STR("not_reported") : STR("not_entered");
            c.value = NO_INT;
        }
        c.organisation = by_school ? m->year->schools[i] : 0;
        c.grade_from = by_school ? 0 : grade;
        c.grade_to = by_school ? 0 : grade + seeded_range(m->random, 0, 2);
        c.grade_to = c.grade_to > 11 ? 11 : c.grade_to;
        grade = c.grade_to + 1;
        sum += c.value.known ? c.value.is : 0;
        if (!make_count(m, c)) {
            return false;
        }
    }
    struct made_count all = { .activity = activity, .unit = str_c(unit), .status = STR("reported") };
    all.value = SOME_INT(sum + seeded_range(m->random, 0, most / 10));
    return !by_school || !seeded_chance(m->random, 50) || make_count(m, all);
}

/* A series with its parts; in half of them the whole has a number of its own, large enough for the parts. */
static bool make_series(struct making *m, const char *direction)
{
    size_t whole = m->year->n_activities;
    bool counted = seeded_chance(m->random, 50);
    if (!make_activity(m, "series", direction, NO_PARENT, true)) {
        return false;
    }
    if (counted && !make_count(m, (struct made_count){ .activity = whole,
                                                       .unit = STR("persons"),
                                                       .status = STR("reported"),
                                                       .value = SOME_INT(seeded_range(m->random, 2000, 4000)) })) {
        return false;
    }
    for (int64_t i = 0, n = seeded_range(m->random, 1, MOST_PARTS); i < n; i++) {
        size_t part = m->year->n_activities;
        if (!make_activity(m, "probe", direction, whole, false) || !make_counts(m, part, "persons", 400) ||
            (seeded_chance(m->random, 30) && !make_counts(m, part, "works", 60))) {
            return false;
        }
    }
    return true;
}

static bool make_schools(struct making *m, size_t n)
{
    m->year->schools = NEW_ARRAY(m->ctx->arena, int64_t, n);
    for (size_t i = 0; i < n; i++) {
        struct pairs p = { .n = 0 };
        pair(&p, "name", str_format(m->ctx->arena, "Школа %zu, сделанная для %d года", i + 1, m->year->year));
        pair(&p, "kind", STR("school"));
        if (!add(m, "organisation", &p, &m->year->schools[i])) {
            return false;
        }
        m->year->n_schools++;
    }
    return true;
}

static bool make_documents(struct making *m)
{
    static const char *const kinds[] = { "order", "agreement", "report" };
    for (int64_t i = 0, n = seeded_range(m->random, 1, 5); i < n; i++) {
        struct pairs p = { .n = 0 };
        int64_t id;
        pair(&p, "title", str_format(m->ctx->arena, "Документ %lld", (long long)i + 1));
        pair(&p, "kind", str_c(DRAW(m, kinds)));
        pair(&p, "year", m->label);
        if (!add(m, "document", &p, &id)) {
            return false;
        }
        m->year->n_documents++;
    }
    return true;
}

static bool make_category(struct making *m, const char *destination, const char *role, int64_t value)
{
    struct pairs p = { .n = 0 };
    int64_t id;
    pair(&p, "cohort", number(m, m->year->cohort));
    pair(&p, "destination", str_c(destination));
    pair(&p, "title", str_c(destination));
    pair(&p, "role", str_c(role));
    pair(&p, "value", number(m, value));
    return add(m, "graduate_category", &p, &id);
}

static bool make_graduates(struct making *m)
{
    struct made_year *y = m->year;
    struct pairs p = { .n = 0 };
    y->higher = seeded_range(m->random, 10, 60);
    y->vocational = seeded_range(m->random, 10, 60);
    y->undecided = seeded_range(m->random, 0, 20);
    y->unknown = seeded_range(m->random, 0, 20);
    y->total = y->higher + y->vocational + y->undecided + y->unknown;
    y->stayed = seeded_range(m->random, 0, y->higher + y->vocational);
    pair(&p, "year", number(m, y->year));
    return add(m, "graduate_cohort", &p, &y->cohort) && make_category(m, "total", "total", y->total) &&
           make_category(m, "higher", "part", y->higher) && make_category(m, "vocational", "part", y->vocational) &&
           make_category(m, "undecided", "part", y->undecided) && make_category(m, "unknown", "part", y->unknown) &&
           make_category(m, "stayed", "subset", y->stayed);
}

static bool make_record(struct making *m, size_t n)
{
    static const char *const directions[] = {
        "diagnostics", "counselling", "enlightenment", "events", "informing", "monitoring"
    };
    static const char *const kinds[] = { "testing", "consultation", "meeting", "contest", "quiz", "excursion" };
    static const char *const units[] = { "persons", "persons", "persons", "works", "registered", "views", "person-hours" };
    for (size_t i = 0; i < n; i++) {
        const char *direction = DRAW(m, directions);
        size_t activity = m->year->n_activities;
        bool done = i % 5 == 4 ? make_series(m, direction)
                               : make_activity(m, DRAW(m, kinds), direction, NO_PARENT, false) &&
                                     make_counts(m, activity, DRAW(m, units), 900);
        if (!done) {
            return false;
        }
    }
    return true;
}

bool year_generate(struct ctx *ctx, const struct year_plan *plan, struct made_year *ret_made, struct err *e)
{
    size_t n = plan->activities ? plan->activities : 20;
    struct made_year made = { .year = plan->year, .random = seeded_from(plan->seed) };
    struct making m = { .ctx = ctx, .year = &made, .random = &made.random, .e = e };
    struct pairs p = { .n = 0 };
    int64_t id;
    m.label = str_format(ctx->arena, "%d-%d", plan->year, plan->year + 1);
    made.activities = NEW_ARRAY(ctx->arena, struct made_activity, n * (MOST_PARTS + 1));
    made.room_counts = n * ROOM_FOR_COUNTS;
    made.counts = NEW_ARRAY(ctx->arena, struct made_count, made.room_counts);
    pair(&p, "year", m.label);
    if (!add(&m, "academic_year", &p, &id) || !make_schools(&m, plan->organisations ? plan->organisations : 4) ||
        !make_documents(&m) || !make_graduates(&m) || !make_record(&m, n)) {
        return false;
    }
    ctx->year = plan->year;
    *ret_made = made;
    return true;
}

static struct maybe_int own_sum(const struct made_year *made, size_t activity, const char *unit)
{
    struct maybe_int sum = NO_INT;
    for (size_t i = 0; i < made->n_counts; i++) {
        const struct made_count *c = &made->counts[i];
        if (c->id && c->activity == activity && str_is(c->unit, unit) && c->value.known) {
            if (!c->organisation && !c->grade_from) {
                return c->value; /* of all organisations: the schools' counts are its parts */
            }
            sum = SOME_INT((sum.known ? sum.is : 0) + c->value.is);
        }
    }
    return sum;
}

struct maybe_int made_activity_sum(const struct made_year *made, size_t activity, const char *unit)
{
    struct maybe_int sum = own_sum(made, activity, unit);
    for (size_t i = 0; !sum.known && i < made->n_activities; i++) {
        if (made->activities[i].parent == activity) { /* the whole has no number: its parts are taken, all of them */
            struct maybe_int parts = NO_INT;
            for (size_t k = i; k < made->n_activities; k++) {
                struct maybe_int part = made->activities[k].parent == activity ? own_sum(made, k, unit) : NO_INT;
                parts = part.known ? SOME_INT((parts.known ? parts.is : 0) + part.is) : parts;
            }
            return parts;
        }
    }
    return sum;
}

struct maybe_int made_direction_persons(const struct made_year *made, const char *direction)
{
    struct maybe_int sum = NO_INT;
    for (size_t i = 0; i < made->n_activities; i++) {
        const struct made_activity *a = &made->activities[i];
        if (!str_is(a->direction, direction) || a->parent != NO_PARENT) {
            continue; /* a part counts through its whole */
        }
        struct maybe_int one = made_activity_sum(made, i, "persons");
        sum = one.known ? SOME_INT((sum.known ? sum.is : 0) + one.is) : sum;
    }
    return sum;
}
