/* A year made from a seed for the tests of the analysis: tasks, activities of every direction with numbers in several units,
   some without a number, graduates, fields of two years, values of an earlier year. Nothing in it is like any real year. For
   tests only; all in a header because two test programs use it. */
#ifndef ANALYSIS_MADE_YEAR_H
#define ANALYSIS_MADE_YEAR_H
#include "app/house.h"
#include "base/random.h"
#include "base/str.h"
#include "register/register.h"

#include <stdlib.h>

struct made_year {
    struct ctx *ctx;
    struct seeded random;
    int year;
    int64_t first_activity, first_headcount, first_value; /* of the direction «диагностика» */
};

static inline struct str made_number(struct made_year *y, int64_t n)
{
    return str_format(y->ctx->arena, "%lld", (long long)n);
}

static inline int64_t made_add(struct made_year *y, const char *register_name, const struct param *pairs, size_t n)
{
    const struct register_def *def = register_find(y->ctx, str_c(register_name));
    int64_t id = 0;
    struct err e = { 0 };
    BUG_IF(!def);
    if (!record_add(y->ctx, def, pairs, n, &id, &e)) {
        bug_stop(register_name, 0, str_cstr(y->ctx->arena, e.what));
    }
    return id;
}
#define MADE(y, name, ...)                                                                                                     \
    made_add((y), (name), (const struct param[]){ __VA_ARGS__ },                                                               \
             sizeof((const struct param[]){ __VA_ARGS__ }) / sizeof(struct param))
#define PAIR(name, value)                                                                                                      \
    {                                                                                                                          \
        STR(name), (value)                                                                                                     \
    }

static inline struct str made_label(struct made_year *y, int year)
{
    return str_format(y->ctx->arena, "%d-%d", year, year + 1);
}

static inline void made_activity(struct made_year *y, int year, int64_t task, const char *direction, const char *kind,
                                 int index)
{
    static const char *const units[] = { "persons", "persons", "works", "registered", "persons" };
    struct str code = str_format(y->ctx->arena, "%.3s%d", direction, index);
    struct str title = str_format(y->ctx->arena, "Событие %s номер %d", direction, index);
    int64_t from = seeded_range(&y->random, 1, 8), to = seeded_range(&y->random, from, 11);
    const char *unit = str_is(str_c(direction), "diagnostics") ? "persons" : units[index % 5];
    bool silent = index > 1 && seeded_chance(&y->random, 20);
    int64_t value = seeded_range(&y->random, 1, 1900);
    int64_t id = MADE(y, "activity", PAIR("year", made_label(y, year)), PAIR("code", code), PAIR("title", title),
                      PAIR("direction", str_c(direction)), PAIR("kind", str_c(kind)), PAIR("task", made_number(y, task)),
                      PAIR("grade_from", made_number(y, from)), PAIR("grade_to", made_number(y, to)),
                      PAIR("planned", index % 3 ? STR("yes") : STR("no")), PAIR("audience", STR("pupils")),
                      PAIR("level", STR("municipal")), PAIR("centre_role", STR("organiser")));
    int64_t count = MADE(y, "headcount", PAIR("year", made_label(y, year)), PAIR("activity", made_number(y, id)),
                         PAIR("audience", STR("pupils")), PAIR("unit", str_c(unit)),
                         PAIR("status", silent ? STR("not_reported") : STR("reported")),
                         PAIR("value", silent ? STR_NONE : made_number(y, value)), PAIR("grade_from", made_number(y, from)),
                         PAIR("grade_to", made_number(y, to)));
    if (year == y->year && str_is(str_c(direction), "diagnostics") && index == 1) {
        y->first_activity = id;
        y->first_headcount = count;
        y->first_value = value;
    }
}

static inline void made_graduates(struct made_year *y)
{
    static const char *const parts[] = { "higher", "vocational", "undecided", "unknown" };
    int64_t cohort = MADE(y, "graduate_cohort", PAIR("year", made_number(y, y->year)), PAIR("state", STR("open"))), sum = 0;
    int64_t values[4], lost = seeded_range(&y->random, 0, 3);
    for (size_t i = 0; i < 4; i++) {
        values[i] = seeded_range(&y->random, 3, 60);
        sum += values[i];
    }
    MADE(y, "graduate_category", PAIR("cohort", made_number(y, cohort)), PAIR("destination", STR("total")),
         PAIR("title", STR("всего")), PAIR("role", STR("total")), PAIR("value", made_number(y, sum + lost)));
    for (size_t i = 0; i < 4; i++) {
        MADE(y, "graduate_category", PAIR("cohort", made_number(y, cohort)), PAIR("destination", str_c(parts[i])),
             PAIR("title", str_c(parts[i])), PAIR("role", STR("part")), PAIR("value", made_number(y, values[i])));
    }
    MADE(y, "graduate_category", PAIR("cohort", made_number(y, cohort)), PAIR("destination", STR("stayed")),
         PAIR("title", STR("остались")), PAIR("role", STR("subset")), PAIR("value", made_number(y, values[0])));
    for (int i = 0; i < 6; i++) {
        int64_t field = MADE(y, "field_of_study", PAIR("name", str_format(y->ctx->arena, "Сфера номер %d", i)));
        MADE(y, "graduate_field", PAIR("year", made_label(y, y->year - (i & 1))), PAIR("field", made_number(y, field)),
             PAIR("persons", made_number(y, seeded_range(&y->random, 1, 40))), PAIR("cohort_certain", STR("0")));
    }
}

/* Fills the empty centre of ctx and leaves ctx->year at the year made. */
static inline struct made_year made_year(struct ctx *ctx, uint64_t seed)
{
    struct made_year y = { .ctx = ctx, .random = seeded_from(seed) };
    static const char *const tasks[] = { "services", "events", "informing", "monitoring" };
    static const char *const directions[] = { "diagnostics", "events", "informing", "monitoring" };
    static const char *const kinds[] = { "testing", "contest", "stand", "quiz" };
    y.year = (int)seeded_range(&y.random, 2000, 2080);
    ctx->year = y.year;
    MADE(&y, "academic_year", PAIR("year", made_label(&y, y.year)));
    for (int t = 0; t < 4; t++) {
        int64_t task = MADE(&y, "task", PAIR("year", made_label(&y, y.year)), PAIR("number", made_number(&y, t + 1)),
                            PAIR("direction", str_c(tasks[t])), PAIR("title", str_format(ctx->arena, "Задача %s", tasks[t])));
        int n = (int)seeded_range(&y.random, 2, 6);
        for (int i = 1; i <= n; i++) {
            made_activity(&y, y.year, task, directions[t], kinds[t], i);
        }
        MADE(&y, "decision", PAIR("year", made_label(&y, y.year + 1)), PAIR("section", made_number(&y, t + 1)),
             PAIR("text", str_format(ctx->arena, "Решение по задаче %s", tasks[t])), PAIR("status", STR("open")));
    }
    bool lost = seeded_chance(&y.random, 50);
    MADE(&y, "earlier_value", PAIR("figure", STR("diagnostics.persons")), PAIR("year", made_number(&y, y.year - 1)),
         PAIR("period_type", STR("school year")), PAIR("status", lost ? STR("reconstructed") : STR("printed")),
         PAIR("value", made_number(&y, seeded_range(&y.random, 1, 900))));
    made_graduates(&y);
    return y;
}
#endif
