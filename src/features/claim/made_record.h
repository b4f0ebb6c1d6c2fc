/* The record of a year made from a seed for the tests of the linter: activities with this year's and last year's numbers, the
   edges of the careful rules, graduates, a paper, dictionaries. For tests only. */
#ifndef CLAIM_MADE_RECORD_H
#define CLAIM_MADE_RECORD_H
#include "app/house.h"
#include "base/random.h"
#include "base/text/text.h"
#include "db/db.h"
#include "features/claim/claim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { ACTIVITIES = 24, MOST_CLAIMS = 400 };

struct expected {
    struct str key;
    enum severity severity;
};
struct made_activity {
    struct str code, unit;
    int64_t now, before; /* before < 0: no row for last year */
    int64_t grade_from, grade_to;
};
struct year {
    struct ctx *ctx;
    struct seeded random;
    int first;
    struct made_activity activities[ACTIVITIES];
    struct made_activity fell, few, of_few, from_zero, thrice_less, thrice_few, reconstructed;
    struct str paper; /* number and day of the one order */
    struct day day;
    int64_t higher, vocational, undecided, unknown, stayed, total;
    struct expected expected[MOST_CLAIMS];
    size_t n_expected;
    int n_claims;
};

static inline struct str number(struct year *y, int64_t n)
{
    return str_format(y->ctx->arena, "%lld", (long long)n);
}

static inline int64_t add(struct year *y, const char *register_name, const struct param *pairs, size_t n)
{
    const struct register_def *def = register_find(y->ctx, str_c(register_name));
    int64_t id = 0;
    struct err e = { 0 };
    assert_non_null(def);
    if (!record_add(y->ctx, def, pairs, n, &id, &e)) {
        print_error("%s: %s %.*s\n", register_name, err_kind_name(e.kind), (int)e.what.len, e.what.at);
        fail();
    }
    return id;
}
#define ADD(y, name, ...)                                                                                                      \
    add((y), (name), (const struct param[]){ __VA_ARGS__ },                                                                    \
        sizeof((const struct param[]){ __VA_ARGS__ }) / sizeof(struct param))
#define P(name, value)                                                                                                         \
    {                                                                                                                          \
        STR(name), (value)                                                                                                     \
    }

static inline struct str school_year(struct year *y, int first)
{
    return str_format(y->ctx->arena, "%d-%d", first, first + 1);
}

static inline void activity_make(struct year *y, struct made_activity *a, int year, int64_t value)
{
    struct str label = school_year(y, year);
    int64_t id = ADD(y, "activity", P("year", label), P("code", a->code), P("title", a->code), P("direction", STR("events")),
                     P("kind", STR("contest")), P("grade_from", number(y, a->grade_from)),
                     P("grade_to", number(y, a->grade_to)), P("planned", STR("yes")), P("audience", STR("pupils")),
                     P("level", STR("municipal")), P("centre_role", STR("organiser")));
    ADD(y, "headcount", P("year", label), P("activity", number(y, id)), P("audience", STR("pupils")), P("unit", a->unit),
        P("status", STR("reported")), P("value", number(y, value)), P("grade_from", number(y, a->grade_from)),
        P("grade_to", number(y, a->grade_to)));
}

/* What the careful words of rule 6 and 7 are about: a fall, fewer than twenty, zero, a value that is only reconstructed. */
static inline void edges_make(struct year *y)
{
    int64_t fallen = seeded_range(&y->random, 40, 400), third = seeded_range(&y->random, 20, 60),
            small = seeded_range(&y->random, 2, 19);
    const struct made_activity made[] = {
        { STR("fell"), STR("persons"), fallen, fallen + seeded_range(&y->random, 3, 200), 5, 9 },
        { STR("few"), STR("persons"), seeded_range(&y->random, 1, 9), seeded_range(&y->random, 10, 19), 5, 9 },
        { STR("of_few"), STR("persons"), seeded_range(&y->random, 10, 19), 30, 5, 9 },
        { STR("from_zero"), STR("persons"), seeded_range(&y->random, 20, 90), 0, 5, 9 },
        { STR("thrice_less"), STR("persons"), third, third * 3, 5, 9 },
        { STR("thrice_few"), STR("persons"), small * 3, small, 5, 9 },
        { STR("reconstructed"), STR("persons"), seeded_range(&y->random, 50, 90), -1, 5, 9 },
    };
    struct made_activity *kept[] = { &y->fell,        &y->few,        &y->of_few,       &y->from_zero,
                                     &y->thrice_less, &y->thrice_few, &y->reconstructed };
    for (size_t i = 0; i < COUNT(made); i++) {
        *kept[i] = made[i];
        activity_make(y, kept[i], y->first, made[i].now);
        if (made[i].before >= 0) {
            activity_make(y, kept[i], y->first - 1, made[i].before);
        }
    }
    ADD(y, "earlier_value", P("figure", STR("reconstructed.persons")), P("year", number(y, y->first - 1)),
        P("period_type", STR("school year")), P("status", STR("reconstructed")), P("value", STR("100")),
        P("source", STR("по проценту")));
}

/* Numbers of 40 and more, last year's known for two of three; every fourth counts works. */
static inline void record_make(struct year *y)
{
    ADD(y, "academic_year", P("year", school_year(y, y->first)));
    ADD(y, "academic_year", P("year", school_year(y, y->first - 1)));
    for (size_t i = 0; i < ACTIVITIES; i++) {
        struct made_activity *a = &y->activities[i];
        a->code = str_format(y->ctx->arena, "made_%zu", i);
        a->unit = i % 4 == 3 ? STR("works") : STR("persons");
        a->now = seeded_range(&y->random, 40, 900);
        a->before = i % 3 ? seeded_range(&y->random, 40, 900) : -1;
        if (a->before == a->now) {
            a->before++;
        }
        a->grade_from = seeded_range(&y->random, 1, 8);
        a->grade_to = seeded_range(&y->random, a->grade_from + 1, 11);
        activity_make(y, a, y->first, a->now);
        if (a->before >= 0) {
            activity_make(y, a, y->first - 1, a->before);
        }
    }
    edges_make(y);
    y->higher = seeded_range(&y->random, 20, 60);
    y->vocational = seeded_range(&y->random, 20, 60);
    y->undecided = seeded_range(&y->random, 5, 19);
    y->unknown = seeded_range(&y->random, 5, 19);
    y->stayed = seeded_range(&y->random, 5, 19);
    y->total = y->higher + y->vocational + y->undecided + y->unknown;
    int64_t cohort = ADD(y, "graduate_cohort", P("year", number(y, y->first)), P("state", STR("open")));
    const struct {
        const char *destination, *role;
        int64_t value;
    } rows[] = { { "total", "total", y->total },          { "higher", "part", y->higher },
                 { "vocational", "part", y->vocational }, { "undecided", "part", y->undecided },
                 { "unknown", "part", y->unknown },       { "stayed", "subset", y->stayed } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ADD(y, "graduate_category", P("cohort", number(y, cohort)), P("destination", str_c(rows[i].destination)),
            P("title", str_c(rows[i].destination)), P("role", str_c(rows[i].role)), P("value", number(y, rows[i].value)));
    }
    y->day = day_of(y->first, (int)seeded_range(&y->random, 1, 12), (int)seeded_range(&y->random, 1, 27));
    y->paper = str_format(y->ctx->arena, "%lld-П/%lld", (long long)seeded_range(&y->random, 1, 999),
                          (long long)seeded_range(&y->random, 1, 99));
    ADD(y, "document", P("code", STR("made_order")), P("kind", STR("order")), P("title", STR("О конкурсе")),
        P("number", y->paper), P("date", day_iso(y->ctx->arena, y->day)));
    ADD(y, "document", P("code", STR("made_plan")), P("kind", STR("plan")), P("title", STR("План")));
    ADD(y, "competency", P("name", STR("Умение одно")), P("synonyms", STR("Прежнее умение\nСтарое умение")));
    ADD(y, "field_of_study", P("code", STR("made_field")), P("name", STR("Сфера одна")));
    ADD(y, "organisation", P("code", STR("made_centre")), P("kind", STR("centre")),
        P("name", STR("Городской центр выбора пути")), P("short_name", STR("ГЦВП")));
}

/* The forms refuse these faults, so they are planted beside them, as an import or an older program may have left them. */
static inline void plant(struct year *y, const char *sqlite, int64_t one, int64_t two)
{
    struct err e = { 0 };
    int64_t changed = 0;
    if (!db_do_sql(y->ctx->db, y->ctx->arena, str_c(sqlite), DB_ARGS(one, two), &changed, &e)) {
        print_error("%.*s\n", (int)e.what.len, e.what.at);
        fail();
    }
    assert_int_equal(changed, 1);
}

static inline int64_t part_make(struct year *y, const char *code, int64_t parent, const char *unit, int64_t value,
                                int64_t *ret_count)
{
    struct str label = school_year(y, y->first);
    int64_t id = ADD(y, "activity", P("year", label), P("code", str_c(code)), P("title", str_c(code)),
                     P("direction", STR("events")), P("kind", STR("contest")), P("planned", STR("yes")),
                     P("level", STR("municipal")), P("centre_role", STR("organiser")), P("grade_from", STR("5")),
                     P("grade_to", STR("9")), P("parent", parent ? number(y, parent) : STR_NONE));
    *ret_count = ADD(y, "headcount", P("activity", number(y, id)), P("audience", STR("pupils")), P("unit", str_c(unit)),
                     P("value", number(y, value)), P("grade_from", STR("5")), P("grade_to", STR("9")));
    return id;
}

static inline const struct finding *finding_of(const struct finding *found, size_t n, struct str key)
{
    for (size_t i = 0; i < n; i++) {
        if (str_equal(found[i].key, key)) {
            return &found[i];
        }
    }
    return NULL;
}
#endif
