/* The linter on years that a generator makes: claims of every kind that hold, and k planted faults of each kind, each with the
   severity it must have. The linter must find exactly those: nothing that holds, nothing missed, nothing graver or milder.
   The seed is printed; ORIENTIR_TEST_SEED repeats a run. */
#include "features/claim/made_record.h"
#include "features/reach/reach.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fields {
    const char *kind;
    struct str figures, base, compared, printed;
};

static void claim_add(struct year *y, struct fields f, enum severity severity)
{
    struct str key = str_format(y->ctx->arena, "m%03d", ++y->n_claims);
    ADD(y, "claim", P("year", school_year(y, y->first)), P("number", key), P("quote", STR("сделано генератором")),
        P("kind", str_c(f.kind)), P("figures", f.figures), P("base", f.base), P("compared", f.compared),
        P("printed", f.printed));
    if (severity != SEVERITY_HOLDS) {
        y->expected[y->n_expected++] = (struct expected){ key, severity };
    }
}

static struct made_activity *pick(struct year *y, bool with_before, const char *unit)
{
    for (;;) {
        struct made_activity *a = &y->activities[seeded_range(&y->random, 0, ACTIVITIES - 1)];
        if ((a->before >= 0) == with_before && (!unit || str_is(a->unit, unit))) {
            return a;
        }
    }
}

static struct str figure_of(struct year *y, const struct made_activity *a)
{
    return str_format(y->ctx->arena, "%.*s.%.*s", (int)a->code.len, a->code.at, (int)a->unit.len, a->unit.at);
}

static struct str percent_of(struct year *y, struct decimal d)
{
    struct str plain = num_decimal(y->ctx->arena, d, true);
    return str_format(y->ctx->arena, "%s%.*s %%", d.units > 0 ? "+" : "", (int)plain.len, plain.at);
}

static void sums_make(struct year *y, bool fault)
{
    struct made_activity *a = pick(y, true, "persons"), *b = pick(y, false, "persons");
    struct str two =
        str_format(y->ctx->arena, "%.*s.persons + %.*s.persons", (int)a->code.len, a->code.at, (int)b->code.len, b->code.at);
    int64_t off = fault ? seeded_range(&y->random, 1, 9) : 0;
    claim_add(y, (struct fields){ "sum", two, STR_NONE, STR_NONE, number(y, a->now + b->now + off) },
              fault ? SEVERITY_ERROR : SEVERITY_HOLDS);
    claim_add(y,
              (struct fields){ "partition",
                               STR("graduates.higher + graduates.vocational + graduates.undecided + graduates.unknown"),
                               STR("graduates.total"), STR_NONE, number(y, y->total + off) },
              fault ? SEVERITY_ERROR : SEVERITY_HOLDS);
}

static void shares_make(struct year *y, bool fault)
{
    struct decimal share = decimal_percent(y->higher, y->total, 1);
    share.units += fault ? (seeded_chance(&y->random, 50) ? 1 : -1) : 0;
    claim_add(y, (struct fields){ "share", STR("graduates.higher"), STR("graduates.total"), STR_NONE, percent_of(y, share) },
              fault ? SEVERITY_ERROR : SEVERITY_HOLDS);
    int64_t part = y->unknown + (fault ? y->undecided : 0);
    claim_add(y,
              (struct fields){ "category", STR("graduates.unknown"), STR("graduates.total"), STR("graduates.undecided"),
                               percent_of(y, decimal_percent(part, y->total, 1)) },
              fault ? SEVERITY_WARNING : SEVERITY_HOLDS);
    claim_add(y,
              (struct fields){ "two_bases", STR("graduates.stayed"), STR("graduates.total"),
                               fault ? STR("graduates.higher + graduates.vocational") : STR("graduates.total"),
                               percent_of(y, decimal_percent(y->stayed, y->total, 1)) },
              fault ? SEVERITY_WARNING : SEVERITY_HOLDS);
    claim_add(y,
              (struct fields){ "target", STR("graduates.unknown"), STR_NONE,
                               fault ? STR("graduates.unknown + graduates.undecided") : STR_NONE, STR("9 %") },
              fault ? SEVERITY_QUESTION : SEVERITY_HOLDS);
}

/* A percent to `now` that no whole number gives: the first above a random start. Small numbers have many such gaps. */
static struct decimal impossible_change(struct year *y, int64_t now)
{
    for (int64_t units = seeded_range(&y->random, 1, 400);; units++) {
        bool possible = false;
        for (int64_t before = 1; before <= now * 3 && !possible; before++) {
            possible = decimal_change(now, before, 1).units == units;
        }
        if (!possible) {
            return (struct decimal){ units, 1 };
        }
    }
}

static void changes_make(struct year *y, bool fault)
{
    struct made_activity *a = pick(y, true, NULL), *silent = pick(y, false, NULL);
    struct decimal change = decimal_change(a->now, a->before, 1);
    change.units += fault ? (seeded_chance(&y->random, 50) ? 2 : -2) : 0;
    claim_add(y, (struct fields){ "change", figure_of(y, a), STR_NONE, STR_NONE, percent_of(y, change) },
              fault ? SEVERITY_ERROR : SEVERITY_HOLDS);
    if (!fault) {
        claim_add(
            y, (struct fields){ "trend", figure_of(y, a), STR_NONE, a->now > a->before ? STR("+") : STR("-"), STR("словами") },
            SEVERITY_HOLDS);
        return;
    }
    claim_add(y,
              (struct fields){ "trend", figure_of(y, a), STR_NONE, a->now > a->before ? STR("-") : STR("+"), STR("словами") },
              SEVERITY_ERROR);
    claim_add(y, (struct fields){ "trend", figure_of(y, silent), STR_NONE, STR("+"), STR("растёт") }, SEVERITY_QUESTION);
    struct decimal real = decimal_change(silent->now, silent->now + 7, 1);
    claim_add(y, (struct fields){ "change", figure_of(y, silent), STR_NONE, STR_NONE, percent_of(y, real) }, SEVERITY_QUESTION);
    claim_add(
        y,
        (struct fields){ "change", figure_of(y, silent), STR_NONE, STR_NONE, percent_of(y, impossible_change(y, silent->now)) },
        SEVERITY_ERROR);
    claim_add(y,
              (struct fields){ "times", figure_of(y, silent), STR_NONE, silent->now % 2 ? STR("2") : number(y, silent->now + 1),
                               STR("больше в разы") },
              SEVERITY_ERROR);
    claim_add(y, (struct fields){ "times", figure_of(y, a), STR_NONE, STR("1000"), STR("в тысячу раз") }, SEVERITY_ERROR);
}

static void change_claim(struct year *y, const struct made_activity *a, const char *compared, struct str printed,
                         enum severity severity)
{
    claim_add(y, (struct fields){ "change", figure_of(y, a), STR_NONE, str_c(compared), printed }, severity);
}

/* The number in the place of #. */
static struct str printed_with(struct arena *m, const char *words, struct str plain)
{
    struct str all = str_c(words);
    size_t at = str_find(all, STR("#"), 0);
    struct str after = str_part(all, at + 1, all.len);
    return str_format(m, "%.*s%.*s%.*s", (int)at, all.at, (int)plain.len, plain.at, (int)after.len, after.at);
}

/* A fall is known by its sign, by its word, or by what the claim says of it; without any of them it is not to be guessed. */
static void falls_make(struct year *y, bool fault)
{
    struct arena *m = y->ctx->arena;
    struct decimal change = decimal_change(y->fell.now, y->fell.before, 1);
    struct str plain = num_decimal(m, (struct decimal){ -change.units, 1 }, true);
    static const char *const falls[] = { "снижение на # %", "сократилось на # %", "на # % меньше", "-# %",
                                         "# % fewer",       "спад – # %",         "− # %" };
    static const char *const grows[] = { "рост на # %", "на # % больше", "рост – # %", "+# %", "increased by # %" };
    for (size_t i = 0; i < COUNT(falls) && !fault; i++) {
        change_claim(y, &y->fell, "", printed_with(m, falls[i], plain), SEVERITY_HOLDS);
    }
    for (size_t i = 0; i < COUNT(grows) && fault; i++) {
        change_claim(y, &y->fell, "", printed_with(m, grows[i], plain), SEVERITY_ERROR);
    }
    struct str bare = printed_with(m, "# %", plain);
    change_claim(y, &y->fell, fault ? "" : "-", bare, fault ? SEVERITY_WARNING : SEVERITY_HOLDS);
    change_claim(y, &y->fell, fault ? "+" : "−", bare, fault ? SEVERITY_ERROR : SEVERITY_HOLDS);
    claim_add(y,
              (struct fields){ "times", figure_of(y, &y->thrice_less), STR_NONE, STR("3"),
                               fault ? STR("втрое больше") : STR("втрое меньше") },
              fault ? SEVERITY_ERROR : SEVERITY_HOLDS);
}

/* What rules 1, 6 and 7 forbid however right the arithmetic is. */
static void forbidden_make(struct year *y, bool fault)
{
    struct made_activity *persons = pick(y, true, "persons"), *works = pick(y, true, "works");
    struct str one = figure_of(y, persons), other = figure_of(y, works);
    struct str mixed = str_format(y->ctx->arena, "%.*s + %.*s", (int)one.len, one.at, (int)other.len, other.at);
    claim_add(y,
              (struct fields){ "trend", one, STR_NONE,
                               fault                            ? STR("=")
                               : persons->now > persons->before ? STR("+")
                                                                : STR("−"),
                               STR("словами") },
              fault ? SEVERITY_ERROR : SEVERITY_HOLDS);
    if (!fault) {
        return;
    }
    claim_add(y, (struct fields){ "sum", mixed, STR_NONE, STR_NONE, number(y, persons->now + works->now) }, SEVERITY_ERROR);
    claim_add(y, (struct fields){ "share", other, one, STR_NONE, percent_of(y, decimal_percent(works->now, persons->now, 1)) },
              SEVERITY_ERROR);
    claim_add(y, (struct fields){ "stages", one, STR_NONE, other, STR("одни и те же дети") }, SEVERITY_ERROR);
    claim_add(y, (struct fields){ "trend", one, other, STR("+"), STR("больше, чем работ") }, SEVERITY_ERROR);
    claim_add(y,
              (struct fields){ "share", figure_of(y, &y->few), figure_of(y, &y->of_few), STR_NONE,
                               percent_of(y, decimal_percent(y->few.now, y->of_few.now, 1)) },
              SEVERITY_WARNING);
    change_claim(y, &y->few, "", percent_of(y, decimal_change(y->few.now, y->few.before, 1)), SEVERITY_WARNING);
    change_claim(y, &y->from_zero, "", STR("+100 %"), SEVERITY_ERROR);
    change_claim(y, &y->reconstructed, "", percent_of(y, decimal_change(y->reconstructed.now, 100, 1)), SEVERITY_QUESTION);
    claim_add(y, (struct fields){ "trend", figure_of(y, &y->reconstructed), STR_NONE, STR("-"), STR("снизилось") },
              SEVERITY_QUESTION);
    claim_add(y, (struct fields){ "trend", one, STR_NONE, STR("рост"), STR("словами") }, SEVERITY_QUESTION);
}

static void words_make(struct year *y, bool fault)
{
    struct made_activity *a = pick(y, true, "persons"), *b = pick(y, false, "persons");
    struct arena *m = y->ctx->arena;
    struct str right = str_format(m, "%lld-%lld классы", (long long)a->grade_from, (long long)a->grade_to);
    struct str narrow = str_format(m, "%lld класс", (long long)a->grade_from);
    struct str beyond = a->grade_to < 11 ? str_format(m, "%lld-11 классы", (long long)a->grade_from)
                                         : str_format(m, "%lld класс", (long long)a->grade_from);
    claim_add(y, (struct fields){ "grades", a->code, STR_NONE, STR_NONE, fault ? beyond : right },
              fault ? SEVERITY_ERROR : SEVERITY_HOLDS);
    claim_add(y, (struct fields){ "coverage", a->code, STR_NONE, STR_NONE, fault ? narrow : right },
              fault ? SEVERITY_QUESTION : SEVERITY_HOLDS);
    claim_add(y, (struct fields){ "unit", figure_of(y, a), STR_NONE, fault ? STR("works") : STR("persons"), STR("участников") },
              fault ? SEVERITY_WARNING : SEVERITY_HOLDS);
    claim_add(y,
              (struct fields){ "periods", STR_NONE, STR_NONE, STR_NONE,
                               fault ? str_format(m, "%d-%d, %d", y->first, y->first + 1, y->first)
                                     : str_format(m, "%d, %d", y->first, y->first) },
              fault ? SEVERITY_WARNING : SEVERITY_HOLDS);
    claim_add(y,
              (struct fields){ "name", STR("made_centre"), STR_NONE, STR_NONE,
                               fault ? STR("городской; областной") : STR("городской") },
              fault ? SEVERITY_WARNING : SEVERITY_HOLDS);
    bool equal = a->now == b->now;
    claim_add(y, (struct fields){ "stages", figure_of(y, a), STR_NONE, figure_of(y, fault ? b : a), STR("одни и те же дети") },
              fault && !equal ? SEVERITY_QUESTION : SEVERITY_HOLDS);
}

/* What is said of the record itself: papers, dictionaries, different children, years of a chart. */
static void record_words_make(struct year *y, bool fault)
{
    struct arena *m = y->ctx->arena;
    struct made_activity *once = pick(y, false, "persons"), *twice = pick(y, true, "persons"), *works = pick(y, true, "works");
    struct day day = y->day;
    day.n += fault;
    struct str other = str_format(m, "%s%d", str_cstr(m, y->paper), 7), paper = fault ? other : y->paper;
    struct str iso = day_iso(m, day), shown = text_day_short(m, LANG_RU, day), words = text_day_long(m, LANG_RU, day);
    const struct str papers[] = { str_format(m, "№ %s от %s", str_cstr(m, y->paper), str_cstr(m, words)),
                                  str_format(m, "приказ №\302\240%s от\302\240%s", str_cstr(m, y->paper), str_cstr(m, shown)),
                                  str_format(m, "№ %s", str_cstr(m, paper)),
                                  str_format(m, "№ %s, %s", str_cstr(m, y->paper), str_cstr(m, shown)),
                                  str_format(m, "№ %s департамента", str_cstr(m, paper)),
                                  iso,
                                  str_format(m, "№%s of %s", str_cstr(m, y->paper),
                                             str_cstr(m, text_day_long(m, LANG_EN, day))) };
    for (size_t i = 0; i < COUNT(papers); i++) {
        claim_add(y, (struct fields){ "document", STR("made_order"), STR_NONE, STR_NONE, papers[i] },
                  fault ? SEVERITY_ERROR : SEVERITY_HOLDS);
    }
    claim_add(y,
              (struct fields){ "term", STR_NONE, STR_NONE, STR_NONE,
                               fault ? STR("Сфера одна; старое умение") : STR("умение одно; Сфера одна") },
              fault ? SEVERITY_WARNING : SEVERITY_HOLDS);
    claim_add(y, (struct fields){ "different", figure_of(y, once), STR_NONE, STR_NONE, number(y, once->now + fault) },
              fault ? SEVERITY_ERROR : SEVERITY_HOLDS);
    claim_add(y, (struct fields){ "chart", figure_of(y, fault ? once : twice), STR_NONE, STR("2"), STR("рисунок") },
              fault ? SEVERITY_WARNING : SEVERITY_HOLDS);
    if (!fault) {
        return;
    }
    struct str one = figure_of(y, once), two = figure_of(y, twice);
    struct str both = str_format(m, "%s + %s", str_cstr(m, one), str_cstr(m, two));
    claim_add(y, (struct fields){ "document", STR("made_plan"), STR_NONE, STR_NONE, STR("№ 5") }, SEVERITY_QUESTION);
    claim_add(y, (struct fields){ "document", STR("no_such_paper"), STR_NONE, STR_NONE, STR("№ 5") }, SEVERITY_QUESTION);
    claim_add(y, (struct fields){ "term", STR_NONE, STR_NONE, STR_NONE, STR("Небывалое") }, SEVERITY_QUESTION);
    claim_add(y, (struct fields){ "different", both, STR_NONE, STR_NONE, number(y, once->now + twice->now) }, SEVERITY_WARNING);
    claim_add(y, (struct fields){ "different", figure_of(y, works), STR_NONE, STR_NONE, number(y, works->now) },
              SEVERITY_ERROR);
    claim_add(y, (struct fields){ "chart", two, STR_NONE, STR("3"), STR("рисунок") }, SEVERITY_WARNING);
    claim_add(y, (struct fields){ "chart", two, STR_NONE, STR("года"), STR("рисунок") }, SEVERITY_QUESTION);
    claim_add(y, (struct fields){ "times", figure_of(y, &y->thrice_few), STR_NONE, STR("3"), STR("втрое больше") },
              SEVERITY_WARNING);
}

static const struct expected *expected_of(const struct year *y, struct str key)
{
    for (size_t i = 0; i < y->n_expected; i++) {
        if (str_equal(y->expected[i].key, key)) {
            return &y->expected[i];
        }
    }
    return NULL;
}

static bool gravest_first(const struct finding *found, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (found[i].severity > found[i - 1].severity) {
            return false;
        }
    }
    return true;
}

static void year_check(struct year *y)
{
    struct finding *found;
    size_t n;
    struct err e = { 0 };
    if (!claim_check(y->ctx, y->first, &found, &n, &e)) {
        print_error("%s: %.*s\n", err_kind_name(e.kind), (int)e.what.len, e.what.at);
        fail();
    }
    for (size_t i = 0; i < n; i++) {
        const struct expected *want = expected_of(y, found[i].key);
        if (!want || want->severity != found[i].severity) {
            print_error("finding %.*s of severity %d was not planted so: %.*s\n", (int)found[i].key.len, found[i].key.at,
                        (int)found[i].severity, (int)found[i].what.len, found[i].what.at);
            fail();
        }
        assert_true(found[i].what.len > 0 && found[i].remedy.len > 0);
    }
    assert_int_equal(n, y->n_expected);
    assert_true(gravest_first(found, n));
}

static void year_run(const char *url, uint64_t seed, int faults)
{
    struct arena *a = arena_new(256u << 20);
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    assert_true(house_build(a, &house, &e));
    assert_true(house_enter(a, &house, str_c(url), DB_WRITE, &ctx, &e));
    struct year *y = NEW(a, struct year);
    *y = (struct year){ .ctx = &ctx, .random = seeded_from(seed), .first = 2030 + (int)(seed % 40) };
    record_make(y);
    for (int i = 0; i < 4; i++) {
        bool fault = i < faults;
        sums_make(y, fault);
        shares_make(y, fault);
        changes_make(y, fault);
        falls_make(y, fault);
        forbidden_make(y, fault);
        words_make(y, fault);
        record_words_make(y, fault);
    }
    claim_add(y, (struct fields){ "plan", STR_NONE, STR_NONE, STR_NONE, STR("выполнен") }, SEVERITY_HOLDS);
    year_check(y);
    arena_free(a);
}

static uint64_t seed_of_run(void)
{
    const char *given = getenv("ORIENTIR_TEST_SEED");
    int64_t seed = 0;
    if (!given || !num_read_int(str_c(given), &seed)) {
        random_bytes(&seed, 4);
        seed &= 0xffffff;
    }
    printf("seed %lld\n", (long long)seed);
    return (uint64_t)seed;
}

static void exactly_what_was_planted_is_found(void **state)
{
    (void)state;
    uint64_t seed = seed_of_run();
    for (int faults = 0; faults <= 4; faults += 2) {
        for (size_t i = 0; i < test_database_count(); i++) {
            year_run(test_database_fresh(i), seed + (uint64_t)faults, faults);
        }
    }
}

static void rules_run(const char *url)
{
    struct arena *a = arena_new(256u << 20);
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    struct finding *found;
    size_t n;
    int64_t whole_of_works, one, two, whole_of_persons, child, third;
    assert_true(house_build(a, &house, &e));
    assert_true(house_enter(a, &house, str_c(url), DB_WRITE, &ctx, &e));
    struct year *y = NEW(a, struct year);
    *y = (struct year){ .ctx = &ctx, .random = seeded_from(3), .first = 2052 };
    record_make(y);
    int64_t works = part_make(y, "whole_works", 0, "works", 20, &whole_of_works);
    part_make(y, "part_one", works, "works", 10, &one);
    part_make(y, "part_two", works, "works", 10, &two);
    int64_t persons = part_make(y, "whole_persons", 0, "persons", 30, &whole_of_persons);
    int64_t in_two = part_make(y, "part_three", persons, "persons", 30, &child);
    part_make(y, "part_four", persons, "persons", 30, &third); /* a child in both: 60 of 30 is no fault */
    assert_true(claim_check(&ctx, y->first, &found, &n, &e));
    assert_int_equal(n, 0);
    plant(y, "UPDATE graduate_category SET value = value + ?1 WHERE centre_id = :centre AND destination = 'higher' AND id > ?2",
          3, 0);
    plant(y, "UPDATE headcount SET value = value + ?1 WHERE centre_id = :centre AND id = ?2", 1, two);
    plant(y, "UPDATE headcount SET value = value + ?1 WHERE centre_id = :centre AND id = ?2", 1, child);
    plant(y, "UPDATE headcount SET grade_to = ?1 WHERE centre_id = :centre AND id = ?2", 11, one);
    assert_true(reach_rebuild(&ctx, &e));
    assert_true(claim_check(&ctx, y->first, &found, &n, &e));
    const struct finding *grades = finding_of(found, n, str_format(a, "grades:%lld", (long long)one));
    assert_non_null(finding_of(found, n, str_format(a, "parts:%lld", (long long)works)));
    assert_non_null(finding_of(found, n, str_format(a, "part_over:%lld", (long long)in_two)));
    assert_non_null(grades);
    assert_true(str_equal(grades->path, str_format(a, "/headcount/%lld", (long long)one)));
    assert_int_equal(n, 4); /* and the cohort that does not add up */
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(found[i].severity, SEVERITY_ERROR);
        assert_true(found[i].what.len > 0 && found[i].remedy.len > 0);
    }
    arena_free(a);
}

static void faults_of_the_record_are_found_without_a_claim(void **state)
{
    (void)state;
    for (size_t i = 0; i < test_database_count(); i++) {
        rules_run(test_database_fresh(i));
    }
}

int main(void)
{
    struct err e = { 0 };
    assert_true(text_start(&e));
    const struct CMUnitTest tests[] = { cmocka_unit_test(exactly_what_was_planted_is_found),
                                        cmocka_unit_test(faults_of_the_record_are_found_without_a_claim) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
