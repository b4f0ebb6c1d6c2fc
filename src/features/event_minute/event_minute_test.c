/* An event in a minute: short days and grades mean what a person means, a school is found by its number and never guessed, what
   is kept comes back as it was typed, a draft is counted nowhere, two sends are one event, another centre's school is none. */
#include "app/house.h"
#include "base/clock.h"
#include "base/num.h"
#include "base/random.h"
#include "features/event_minute/event_in.h"
#include "report/figure.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { YEAR = 2031, ROUNDS = 2000 };
#define P(name, value)                                                                                                         \
    {                                                                                                                          \
        STR(name), (value)                                                                                                     \
    }

static void must(bool done, const struct err *e)
{
    if (!done) {
        fail_msg("%s %s: %.*s", err_kind_name(e->kind), e->where ? e->where : "", (int)e->what.len, e->what.at);
    }
}

/* Whatever day of the school year it is, each way of typing it is read as that day. */
static void a_day_is_read_however_short(void **state)
{
    uint64_t seed = (uint64_t)clock_now_ms();
    struct seeded dice = seeded_from(seed);
    struct arena *a = arena_new(64u << 20);
    struct period whole = period_school_year(YEAR);
    (void)state;
    printf("seed %llu\n", (unsigned long long)seed);
    for (int i = 0; i < ROUNDS; i++) {
        struct day day = { true, (int32_t)seeded_range(&dice, whole.first.n, whole.last.n) }, found = NO_DAY;
        struct day today = { true, day.n + (int32_t)seeded_range(&dice, 0, 27) }; /* within a month, the number is enough */
        int year, month, of_month;
        day_split(day, &year, &month, &of_month);
        const struct str typed[] = { str_format(a, "%02d.%02d.%04d", of_month, month, year),
                                     str_format(a, "%d.%d", of_month, month),
                                     str_format(a, "%02d%02d", of_month, month),
                                     str_format(a, "%02d%02d%02d", of_month, month, year % 100),
                                     str_format(a, "%02d%02d%04d", of_month, month, year),
                                     day_iso(a, day),
                                     str_format(a, "%d %d %02d", of_month, month, year % 100),
                                     str_format(a, "%d", of_month) };
        for (size_t k = 0; k < COUNT(typed); k++) {
            if (k + 1 == COUNT(typed) && event_school_year(today) != YEAR) {
                continue; /* a number alone means a month of today's year */
            }
            found = NO_DAY;
            if (!event_read_day(typed[k], today, YEAR, &found) || found.n != day.n) {
                fail_msg("%.*s is not %.*s", (int)typed[k].len, typed[k].at, (int)day_iso(a, day).len, day_iso(a, day).at);
            }
        }
    }
    arena_free(a);
}

static void what_is_no_day_is_refused(void **state)
{
    const struct str wrong[] = { STR("31.02"), STR("3102"),   STR("0"),           STR("32"),
                                 STR("12.13"), STR("апрель"), STR("12.04.20220"), STR("1 2 3 4"),
                                 STR("123"),   STR("-"),      STR("12:04"),       STR("999999999999999999999") };
    struct day day = NO_DAY, today = day_of(YEAR + 1, 4, 20);
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_false(event_read_day(wrong[i], today, YEAR, &day));
        assert_false(day.known);
    }
    assert_false(event_read_day(STR("12"), day_of(YEAR + 3, 4, 20), YEAR, &day)); /* no month is meant in a year long ago */
}

static void grades_are_read_as_they_are_written(void **state)
{
    struct event_grades g;
    (void)state;
    for (int64_t from = 1; from <= 11; from++) {
        for (int64_t to = from; to <= 11; to++) {
            static const struct {
                const char *before, *between, *after;
            } forms[] = { { "", "-", "" }, { "", "–", "" }, { "", " - ", "" }, { "с ", " по ", "" }, { "", "…", " классы" } };
            for (size_t i = 0; i < COUNT(forms); i++) {
                char typed[64];
                int first = (int)from, last = (int)to;
                if (from == to) {
                    snprintf(typed, sizeof typed, "%d", first);
                } else {
                    snprintf(typed, sizeof typed, "%s%d%s%d%s", forms[i].before, first, forms[i].between, last, forms[i].after);
                }
                assert_int_equal(event_read_grades(str_c(typed), &g), EVENT_GRADES_FINE);
                assert_int_equal(g.from.is, from);
                assert_int_equal(g.to.is, to);
            }
        }
    }
    assert_int_equal(event_read_grades(STR_NONE, &g), EVENT_GRADES_FINE);
    assert_false(g.from.known);
    assert_int_equal(event_read_grades(STR("8, 9, 10"), &g), EVENT_GRADES_FINE);
    assert_int_equal(g.to.is, 10);
    assert_int_equal(event_read_grades(STR("5, 7"), &g), EVENT_GRADES_GAP);
    const struct str wrong[] = { STR("12"), STR("0"), STR("9-5"), STR("все"), STR("9 10 11"), STR("1-12"), STR("-") };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(event_read_grades(wrong[i], &g), EVENT_GRADES_UNREAD);
    }
}

static struct str dice_text(struct arena *a, struct seeded *dice)
{
    static const char *const pieces[] = { "Квест", "\"", "\\", "\n", "«", "№", "<b>", "25", " ", "\t", "ё", "'", "{}" };
    struct str s = STR_NONE;
    for (int64_t n = seeded_range(dice, 0, 6); n > 0; n--) {
        s = str_join(a, s, str_c(pieces[seeded_range(dice, 0, (int64_t)COUNT(pieces) - 1)]));
    }
    return s;
}

static void what_is_kept_comes_back(void **state)
{
    uint64_t seed = (uint64_t)clock_now_ms();
    struct seeded dice = seeded_from(seed);
    (void)state;
    printf("seed %llu\n", (unsigned long long)seed);
    for (int i = 0; i < ROUNDS / 10; i++) {
        struct arena *a = arena_new(16u << 20);
        struct event_typed typed = event_nothing(), back;
        struct err e = { 0 };
        typed.title = dice_text(a, &dice);
        typed.day = dice_text(a, &dice);
        typed.note = dice_text(a, &dice);
        typed.silent = seeded_chance(&dice, 50);
        typed.n_lines = (size_t)seeded_range(&dice, 0, EVENT_LINES);
        for (size_t k = 0; k < typed.n_lines; k++) {
            typed.lines[k] = (struct event_line){ dice_text(a, &dice), dice_text(a, &dice), dice_text(a, &dice) };
        }
        must(event_of_json(a, event_to_json(a, &typed), &back, &e), &e);
        assert_true(str_equal(back.title, typed.title) && str_equal(back.day, typed.day) && str_equal(back.note, typed.note));
        assert_int_equal(back.silent, typed.silent);
        assert_int_equal(back.n_lines, typed.n_lines);
        for (size_t k = 0; k < typed.n_lines; k++) {
            assert_true(str_equal(back.lines[k].school, typed.lines[k].school) &&
                        str_equal(back.lines[k].number, typed.lines[k].number) &&
                        str_equal(back.lines[k].grades, typed.lines[k].grades));
        }
        arena_free(a);
    }
}

/* A centre with schools, and a methodologist in it. */
struct place {
    struct arena *arena;
    struct house house;
    struct ctx ctx;
    struct actor actor;
    int64_t account;
};

static void add(struct place *p, const char *name, const struct param *pairs, size_t n)
{
    struct err e = { 0 };
    int64_t id;
    must(record_add(&p->ctx, register_find(&p->ctx, str_c(name)), pairs, n, &id, &e), &e);
}

static void add_school(struct place *p, const char *name, const char *short_name, const char *kind)
{
    const struct param pairs[] = { P("name", str_c(name)), P("short_name", str_c(short_name)), P("kind", str_c(kind)) };
    add(p, "organisation", pairs, COUNT(pairs));
}

static bool second_centre(struct ctx *ctx, void *arg, struct err *e)
{
    const struct centre centre = { .name = STR("Второй центр"), .short_name = STR("Второй"), .zone = STR("Asia/Omsk") };
    return centre_add(ctx, &centre, arg, e);
}

static void open_place(struct place *p, size_t engine)
{
    struct err e = { 0 };
    int64_t other, first;
    const struct param year[] = { P("year", STR("2031-2032")) };
    p->arena = arena_new(256u << 20);
    must(house_build(p->arena, &p->house, &e) &&
             house_enter(p->arena, &p->house, str_c(test_database_fresh(engine)), DB_WRITE, &p->ctx, &e),
         &e);
    first = p->ctx.centre_id;
    p->ctx.year = YEAR;
    add(p, "academic_year", year, COUNT(year));
    add_school(p, "Средняя школа № 8", "СОШ № 8", "school");
    add_school(p, "Средняя школа № 18", "СОШ № 18", "school");
    add_school(p, "Лицей № 3", "Лицей", "school");
    add_school(p, "Детский сад № 8", "ДОУ № 8", "kindergarten");
    must(db_write(&p->ctx, DB_NO_LOCK, second_centre, &other, &e) && house_enter_centre(&p->house, other, &p->ctx, &e), &e);
    add_school(p, "Школа № 77 другого города", "СОШ № 77", "school");
    must(house_enter_centre(&p->house, first, &p->ctx, &e) &&
             account_add(&p->ctx, STR("method"), STR("Методист"), STR("long enough for a test"), ROLE(ROLE_METHODOLOGIST), 0,
                         &p->account, &e) &&
             account_actor(&p->ctx, p->account, &p->actor, &e),
         &e);
    p->ctx.actor = &p->actor;
    p->ctx.year = YEAR;
}

static struct str found(struct place *p, const char *typed, size_t *ret_n_like)
{
    const struct event_school *like[EVENT_LIKE], *school;
    struct event_school *all;
    struct err e = { 0 };
    size_t n;
    must(event_schools(&p->ctx, &all, &n, &e), &e);
    school = event_find_school(&p->ctx, all, n, str_c(typed), like, ret_n_like);
    return school ? event_school_shown(school) : STR_NONE;
}

static void a_school_is_found_and_never_guessed(void **state)
{
    static const struct {
        const char *typed, *is;
        size_t like; /* when it is none */
    } cases[] = { { "8", "СОШ № 8", 0 },
                  { "18", "СОШ № 18", 0 },
                  { "№ 8", "СОШ № 8", 0 },
                  { "сош 8", "СОШ № 8", 0 },
                  { "СОШ №18", "СОШ № 18", 0 },
                  { "лицей", "Лицей", 0 },
                  { "лиц", "Лицей", 0 },
                  { "школа 8", "СОШ № 8", 0 },
                  { "доу 8", "ДОУ № 8", 0 },
                  { "сад", "ДОУ № 8", 0 },
                  { "средняя", "", 2 },
                  { "сош", "", 2 },
                  { "77", "", 0 },
                  { "Школа № 77 другого города", "", 0 },
                  { "1", "", 0 },
                  { "гимназия", "", 0 },
                  { "", "", 0 } };
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct place p;
        open_place(&p, engine);
        for (size_t i = 0; i < COUNT(cases); i++) {
            size_t n_like = 0;
            struct str is = found(&p, cases[i].typed, &n_like);
            if (!str_is(is, cases[i].is) || (is.len == 0 && n_like != cases[i].like)) {
                fail_msg("«%s» is «%.*s» or one of %zu", cases[i].typed, (int)is.len, is.at, n_like);
            }
        }
        arena_free(p.arena);
    }
}

struct put {
    struct str key;
    const struct event_typed *typed;
    struct event_draft draft;
};
static bool put_draft(struct ctx *ctx, void *arg, struct err *e)
{
    struct put *put = arg;
    return event_draft_put(ctx, put->key, put->typed, &put->draft, e);
}

static int64_t figure_now(struct place *p, const char *name)
{
    struct figure figure;
    struct err e = { 0 };
    must(figure_read(&p->ctx, str_c(name), YEAR, &figure, &e), &e);
    return figure.status == FIGURE_NO_DATA ? -1 : figure.value;
}

static struct event_typed some_event(void)
{
    struct event_typed typed = event_nothing();
    typed.title = STR("Квест");
    typed.day = STR("12.04");
    typed.kind = STR("quest");
    typed.grades = STR("8-9");
    typed.lines[0] = (struct event_line){ STR("8"), STR("25"), STR_NONE };
    typed.lines[1] = (struct event_line){ STR("лицей"), STR("31"), STR("9") };
    typed.n_lines = 2;
    return typed;
}

static void a_draft_is_counted_nowhere_and_saved_once(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct place p;
        struct err e = { 0 };
        struct event_faults faults;
        int64_t activity = 0, again = 0;
        open_place(&p, engine);
        struct event_typed typed = some_event();
        struct put put = { .typed = &typed };
        must(event_new_key(&p.ctx, &put.key, &e), &e);
        assert_true(event_key_valid(put.key));
        must(db_write(&p.ctx, DB_NO_LOCK, put_draft, &put, &e), &e);
        assert_int_equal(figure_now(&p, "year.persons"), -1);
        assert_int_equal(figure_now(&p, "record.no_number"), -1);
        must(event_save(&p.ctx, put.key, &typed, &faults, &activity, &e), &e);
        assert_false(faults.any);
        assert_int_equal(figure_now(&p, "year.persons"), 56);
        typed.title = STR("Квест, посланный второй раз");
        must(db_write(&p.ctx, DB_NO_LOCK, put_draft, &put, &e) && event_save(&p.ctx, put.key, &typed, &faults, &again, &e), &e);
        assert_int_equal(again, activity);
        assert_int_equal(figure_now(&p, "year.persons"), 56);
        arena_free(p.arena);
    }
}

/* Another centre's school, a mistake in each field at once: all is said, nothing is saved. */
static void all_that_is_wrong_is_said_at_once(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct place p;
        struct err e = { 0 };
        struct event_faults faults;
        int64_t activity = 0;
        open_place(&p, engine);
        struct event_typed typed = some_event();
        typed.title = typed.kind = STR_NONE;
        typed.day = STR("31.02");
        typed.grades = STR("5, 7");
        typed.lines[0] = (struct event_line){ STR("СОШ № 77"), STR("много"), STR("13") };
        typed.point = STR("4096");
        struct put put = { .typed = &typed };
        must(event_new_key(&p.ctx, &put.key, &e) && db_write(&p.ctx, DB_NO_LOCK, put_draft, &put, &e), &e);
        must(event_save(&p.ctx, put.key, &typed, &faults, &activity, &e), &e);
        assert_true(faults.any);
        assert_true(faults.title.len && faults.kind.len && faults.day.len && faults.grades.len && faults.point.len);
        assert_true(faults.lines[0].school.len && faults.lines[0].number.len && faults.lines[0].grades.len);
        assert_int_equal(faults.lines[1].school.len + faults.lines[1].number.len + faults.lines[1].grades.len, 0);
        assert_int_equal(activity, 0);
        /* A rule of headcounts that only the whole breaks: the activity that was made on the way is gone too. */
        typed = some_event();
        typed.lines[1] = (struct event_line){ STR("8"), STR("3"), STR("9") };
        must(event_save(&p.ctx, put.key, &typed, &faults, &activity, &e), &e);
        assert_true(faults.lines[1].grades.len > 0);
        assert_int_equal(figure_now(&p, "record.no_number"), -1);
        assert_int_equal(figure_now(&p, "year.persons"), -1);
        arena_free(p.arena);
    }
}

/* A form that comes without a session is its author's by the key, while the password is that of then. */
static void a_form_is_known_by_its_key(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct place p;
        struct err e = { 0 };
        struct actor author;
        struct str key, forged, name;
        open_place(&p, engine);
        must(event_new_key(&p.ctx, &key, &e), &e);
        name = event_author(&p.ctx);
        forged = str_copy(p.arena, key);
        ((char *)forged.at)[63] = forged.at[63] == 'a' ? 'b' : 'a';
        must(event_author_of(&p.ctx, name, key, &author, &e), &e);
        assert_int_equal(author.account_id, p.account);
        must(event_author_of(&p.ctx, name, forged, &author, &e), &e);
        assert_int_equal(author.account_id, 0);
        const struct str wrong[] = { STR_NONE, STR("1"), STR("-"), STR("99-1"), STR("1-999"), STR("x-y"), STR("1--1") };
        for (size_t i = 0; i < COUNT(wrong); i++) {
            must(event_author_of(&p.ctx, wrong[i], key, &author, &e), &e);
            assert_int_equal(author.account_id, 0);
        }
        must(account_password(&p.ctx, STR("method"), STR("another one, long enough"), &e), &e);
        must(event_author_of(&p.ctx, name, key, &author, &e), &e);
        assert_int_equal(author.account_id, 0);
        arena_free(p.arena);
    }
}

int main(void)
{
    struct err e = { 0 };
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_read_however_short),         cmocka_unit_test(what_is_no_day_is_refused),
        cmocka_unit_test(grades_are_read_as_they_are_written), cmocka_unit_test(what_is_kept_comes_back),
        cmocka_unit_test(a_school_is_found_and_never_guessed), cmocka_unit_test(a_draft_is_counted_nowhere_and_saved_once),
        cmocka_unit_test(all_that_is_wrong_is_said_at_once),   cmocka_unit_test(a_form_is_known_by_its_key)
    };
    assert_true(text_start(&e));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
