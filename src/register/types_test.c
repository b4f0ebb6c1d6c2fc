/* Field types one by one: a value shown for typing reads back as the same value; what cannot be read leaves a message and no
   value. The values are random, the seed is printed. */
#include "base/random.h"
#include "base/text/text.h"
#include "register/type.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 400 };
static struct arena *arena;
static struct ctx ctx;
static struct seeded dice;

static const struct choice colours[] = { { "red", T_YES }, { "dark blue", T_NO } };
static const struct field f_text = { "name", &ft_text, T_YES }, f_long = { "note", &ft_long_text, T_YES },
                          f_int = { "pupils", &ft_int, T_YES }, f_grade = { "grade", &ft_int, T_YES, .min = 1, .max = 11 },
                          f_day = { "day", &ft_day, T_YES }, f_period = { "date", &ft_period, T_YES },
                          f_choice = { "colour", &ft_choice, T_YES, .choices = colours, .n_choices = 2 },
                          f_year = { "year", &ft_year, T_YES }, f_cohort = { "cohort", &ft_calendar_year, T_YES },
                          f_time = { "begins", &ft_time, T_YES }, f_yes = { "yes", &ft_yes_no, T_YES },
                          f_address = { "address", &ft_address, T_YES };

static struct reading read_typed(const struct field *f, struct str typed)
{
    struct reading r = { .value = DB_NOTHING, .message = STR_NONE };
    struct err e = { 0 };
    assert_true(f->type->read(&ctx, f, typed, &r, &e));
    return r;
}

static void assert_same(const struct field *f, struct db_value one, struct db_value two)
{
    assert_int_equal(one.kind, two.kind);
    if (one.kind == DB_TEXT && !str_equal(one.as.s, two.as.s)) {
        fail_msg("%s: «%.*s» came back as «%.*s»", f->name, (int)one.as.s.len, one.as.s.at, (int)two.as.s.len, two.as.s.at);
    }
    assert_true(one.kind != DB_INT || one.as.i == two.as.i);
}

static void back_and_forth(const struct field *f, struct db_value value)
{
    struct str typed = f->type->typed(arena, f, value);
    struct reading r = read_typed(f, typed);
    assert_int_equal(r.message.len, 0);
    assert_same(f, value, r.value);
    assert_true(f->type->show(&ctx, f, value).len > 0);
}

static struct str random_words(bool lines)
{
    static const char *const pieces[] = { "Школа", "№", "«Неделя»", "ё", "<b>", "\"", "12", "профориентация", "&", "—" };
    struct buf *b = buf_new(arena, 4096);
    int64_t n = seeded_range(&dice, 1, 8);
    for (int64_t i = 0; i < n; i++) {
        buf_put(b, i == 0 ? STR_NONE : lines && seeded_chance(&dice, 30) ? STR("\n") : STR(" "));
        buf_put(b, str_c(pieces[seeded_range(&dice, 0, (int64_t)COUNT(pieces) - 1)]));
    }
    return str_copy(arena, buf_str(b));
}

static struct period random_period(void)
{
    struct day first = { true, (int32_t)seeded_range(&dice, 15000, 25000) };
    int year, month, day;
    struct period p;
    day_split(first, &year, &month, &day);
    struct str typed = str_format(arena, "%04d-%02d", year, month);
    switch (seeded_range(&dice, 0, 8)) {
    case 6: /* from some month on to another */
        assert_true(period_read(typed, &p));
        p.last = period_school_year(year + 1).last;
        return p;
    case 7: /* a year or a month whose bounds are known better */
        assert_true(period_read(seeded_chance(&dice, 50) ? typed : str_part(typed, 0, 4), &p));
        p.first.n += 3;
        p.last.n -= 2;
        return p;
    case 8:
        p = period_school_year(year);
        p.last.n -= 92;
        return p;
    case 0:
        return (struct period){ first, first, PRECISION_DAY };
    case 1:
        return (struct period){ first, { true, first.n + 3 }, PRECISION_DAY };
    case 2:
        return (struct period){ first, { true, first.n + 40 }, PRECISION_SEASON };
    case 3:
        assert_true(period_read(typed, &p));
        return p;
    case 4:
        assert_true(period_read(str_part(typed, 0, 4), &p));
        return p;
    default:
        return period_school_year(year);
    }
}

static void test_back_and_forth(void **state)
{
    for (int i = 0; i < ROUNDS; i++) {
        back_and_forth(&f_text, DB_VALUE(random_words(false)));
        back_and_forth(&f_long, DB_VALUE(random_words(true)));
        back_and_forth(&f_int, DB_VALUE(seeded_range(&dice, -1000000, 1000000000)));
        back_and_forth(&f_grade, DB_VALUE(seeded_range(&dice, 1, 11)));
        back_and_forth(&f_day, db_from_day(arena, (struct day){ true, (int32_t)seeded_range(&dice, 0, 40000) }));
        back_and_forth(&f_period, period_value(arena, random_period()));
        back_and_forth(&f_choice, DB_VALUE(str_c(colours[seeded_range(&dice, 0, 1)].word)));
        back_and_forth(&f_year, DB_VALUE(seeded_range(&dice, 1990, 2100)));
        back_and_forth(&f_cohort, DB_VALUE(seeded_range(&dice, 1990, 2100)));
        back_and_forth(&f_time, DB_VALUE(str_format(arena, "%02d:%02d", (int)seeded_range(&dice, 0, 23),
                                                    (int)seeded_range(&dice, 0, 59))));
        back_and_forth(&f_yes, DB_VALUE(seeded_range(&dice, 0, 1)));
    }
    back_and_forth(&f_address, DB_VALUE(STR("https://example.org/a?b=c&d=é")));
}

/* «9.05» is what people type; it is kept so that bytes compare as times do. */
static void test_times(void **state)
{
    static const char *const typed[] = { "9:05", "09.05", "9-05", "09:05" };
    for (size_t i = 0; i < COUNT(typed); i++) {
        assert_true(str_is(read_typed(&f_time, str_c(typed[i])).value.as.s, "09:05"));
    }
}

/* The text of a period as the database keeps it may be typed too: imports and the audit trail bring it. */
static void test_periods(void **state)
{
    static const struct {
        const char *typed, *value;
    } rows[] = {
        { "12.04.2022", "2022-04-12|2022-04-12|day" },
        { "2022-04-12", "2022-04-12|2022-04-12|day" },
        { "12.04.2022–14.04.2022", "2022-04-12|2022-04-14|day" },
        { "12.04.2022 - 14.04.2022", "2022-04-12|2022-04-14|day" },
        { "12.04.2022-14.04.2022", "2022-04-12|2022-04-14|day" },
        { "2021-10-25..2021-11-03", "2021-10-25|2021-11-03|day" },
        { "≈ 25.10.2021–03.11.2021", "2021-10-25|2021-11-03|season" },
        { "около 25.10.2021–03.11.2021", "2021-10-25|2021-11-03|season" },
        { "11.2021", "2021-11-01|2021-11-30|month" },
        { "2021-11", "2021-11-01|2021-11-30|month" },
        { "2021", "2021-01-01|2021-12-31|year" },
        { "2021-2022", "2021-09-01|2022-08-31|school year" },
        { "2021-09-01|2022-08-31|season", "2021-09-01|2022-08-31|season" },
        { "09.2021–06.2022", "2021-09-01|2022-06-30|month" },
        { "2021-2022 (01.09.2021–31.05.2022)", "2021-09-01|2022-05-31|school year" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct reading r = read_typed(&f_period, str_c(rows[i].typed));
        if (r.value.kind != DB_TEXT || !str_is(r.value.as.s, rows[i].value)) {
            fail_msg("%s: %.*s", rows[i].typed, (int)(r.value.kind == DB_TEXT ? r.value.as.s.len : 0), r.value.as.s.at);
        }
    }
}

static void test_wrong(void **state)
{
    static const struct {
        const struct field *f;
        const char *typed;
    } rows[] = {
        { &f_int, "семь" },
        { &f_int, "7,5" },
        { &f_int, "99999999999999999999" },
        { &f_grade, "12" },
        { &f_grade, "0" },
        { &f_day, "31.02.2022" },
        { &f_day, "2022" },
        { &f_period, "32.13.2021" },
        { &f_period, "2021-2023" },
        { &f_period, "14.04.2022–12.04.2022" },
        { &f_period, "06.2022–09.2021" },
        { &f_period, "2021-2022 (31.05.2022–01.09.2021)" },
        { &f_period, "2021-2022 (весна" },
        { &f_period, " (" },
        { &f_year, "2021-2023" },
        { &f_year, "21-22" },
        { &f_cohort, "20211" },
        { &f_time, "24:00" },
        { &f_time, "9:5" },
        { &f_time, "12:60" },
        { &f_time, "полдень" },
        { &f_choice, "green" },
        { &f_yes, "maybe" },
        { &f_address, "http://example.org" },
        { &f_address, "javascript:alert(1)" },
        { &f_text, "\xff\xfe" },
        { &f_long, "a\x01"
                   "b" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            ctx.lang = (enum lang)lang;
            struct reading r = read_typed(rows[i].f, str_c(rows[i].typed));
            if (r.message.len == 0 || r.value.kind != DB_NULL) {
                fail_msg("%s took «%s»", rows[i].f->name, rows[i].typed);
            }
        }
        ctx.lang = LANG_RU;
    }
    struct str message = read_typed(&f_grade, STR("14")).message;
    assert_true(str_find(message, STR("14"), 0) < message.len && str_find(message, STR("11"), 0) < message.len);
}

static void test_what_people_type(void **state)
{
    assert_same(&f_int, DB_VALUE(1450), read_typed(&f_int, STR("1 450")).value);
    assert_same(&f_text, DB_VALUE(STR("Школа № 3")), read_typed(&f_text, STR("Школа  №\t3")).value);
    assert_same(&f_long, DB_VALUE(STR("раз\nдва")), read_typed(&f_long, STR("раз \r\nдва")).value);
    assert_same(&f_choice, DB_VALUE(STR("red")), read_typed(&f_choice, STR("ДА")).value); /* by its label, in any case */
    assert_same(&f_yes, DB_VALUE(0), read_typed(&f_yes, STR("Нет")).value);
    assert_same(&f_year, DB_VALUE(2021), read_typed(&f_year, STR("2021")).value);
    assert_true(str_is(ft_year.show(&ctx, &f_year, DB_VALUE(2021)), "2021-2022"));
}

static int begin(void **state)
{
    struct err e = { 0 };
    const char *given = getenv("ORIENTIR_SEED");
    int64_t seed = 0;
    arena = arena_new(256u << 20);
    if (!given || !num_read_int(str_c(given), &seed)) {
        random_bytes(&seed, 4);
    }
    printf("seed %lld (ORIENTIR_SEED)\n", (long long)seed);
    dice = seeded_from((uint64_t)seed);
    ctx = (struct ctx){ .arena = arena, .lang = LANG_RU, .actor = &actor_nobody };
    return text_start(&e) ? 0 : 1;
}

static int end(void **state)
{
    text_stop();
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_back_and_forth), cmocka_unit_test(test_periods),          cmocka_unit_test(test_times),
        cmocka_unit_test(test_wrong),          cmocka_unit_test(test_what_people_type),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
