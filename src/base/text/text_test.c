/* Messages, Russian forms, dates, order and zones. */
#include "base/clock.h"
#include "base/test_in.h"
#include "base/text/text.h"
#include "base/text/text_table.h"

static int start(void **state)
{
    struct err e = { .kind = ERR_NONE };
    return setup(state) || !text_start(&e);
}

static int stop(void **state)
{
    text_stop();
    return teardown(state);
}

static struct period period_of(const char *typed, const char *last, enum precision precision)
{
    struct period p = { NO_DAY, NO_DAY, precision };
    assert_true(day_read(str_c(typed), &p.first) && day_read(str_c(last), &p.last));
    return p;
}

static void says_days(void **state)
{
    (void)state;
    struct day d = day_of(2022, 4, 5);
    assert_text(text_day_short(arena, LANG_RU, d), "05.04.2022");
    assert_text(text_day_short(arena, LANG_EN, d), "05/04/2022");
    assert_text(text_day_long(arena, LANG_RU, d), "5 апреля 2022 года");
    assert_text(text_day_long(arena, LANG_EN, d), "5 April 2022");
    assert_text(text_day_long(arena, LANG_RU, NO_DAY), "");
}

static void says_periods_at_their_precision(void **state)
{
    (void)state;
    static const struct {
        const char *first, *last;
        enum precision precision;
        const char *russian, *english;
    } rows[] = {
        { "2022-04-12", "2022-04-12", PRECISION_DAY, "12 апреля 2022 года", "12 April 2022" },
        { "2022-04-12", "2022-04-15", PRECISION_DAY, "12 апреля 2022 года – 15 апреля 2022 года",
          "12 April 2022 – 15 April 2022" },
        { "2021-11-01", "2021-11-30", PRECISION_MONTH, "ноябрь 2021 года", "November 2021" },
        { "2021-09-01", "2022-05-31", PRECISION_MONTH, "сентябрь 2021 года – май 2022 года", "September 2021 – May 2022" },
        { "2021-10-01", "2021-12-31", PRECISION_MONTH, "октябрь – декабрь 2021 года", "October – December 2021" },
        { "2021-01-01", "2021-12-31", PRECISION_YEAR, "2021 год", "2021" },
        { "2021-09-01", "2022-08-31", PRECISION_SCHOOL_YEAR, "2021-2022 учебный год", "2021-2022 school year" },
        { "2021-09-01", "2022-08-31", PRECISION_SEASON, "сезон 2021-2022", "season 2021-2022" },
        { "2021-01-01", "2021-12-31", PRECISION_SEASON, "сезон 2021 года", "season of 2021" },
        { "2022-03-01", "2022-05-31", PRECISION_SEASON, "март – май 2022 года", "March – May 2022" },
        { "2021-12-01", "2022-02-28", PRECISION_SEASON, "декабрь 2021 года – февраль 2022 года",
          "December 2021 – February 2022" },
        { "2021-10-25", "2021-11-03", PRECISION_SEASON, "25 октября 2021 года – 3 ноября 2021 года",
          "25 October 2021 – 3 November 2021" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct period p = period_of(rows[i].first, rows[i].last, rows[i].precision);
        assert_text(text_period(arena, LANG_RU, p), rows[i].russian);
        assert_text(text_period(arena, LANG_EN, p), rows[i].english);
    }
    assert_text(text_period(arena, LANG_RU, (struct period){ NO_DAY, NO_DAY, PRECISION_NONE }), "дата не указана");
}

static void counts_in_russian(void **state)
{
    (void)state;
    static const struct {
        int64_t n;
        const char *russian, *english;
    } rows[] = {
        { 0, "никого", "nobody" },
        { 1, "1 человек", "1 person" },
        { 2, "2 человека", "2 people" },
        { 4, "4 человека", "4 people" },
        { 5, "5 человек", "5 people" },
        { 11, "11 человек", "11 people" },
        { 12, "12 человек", "12 people" },
        { 21, "21 человек", "21 people" },
        { 22, "22 человека", "22 people" },
        { 111, "111 человек", "111 people" },
        { 1001,
          "1\xC2\xA0"
          "001 человек",
          "1,001 people" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct text_arg args[] = { TEXT_ARG("n", rows[i].n) };
        assert_text(text_fill(arena, LANG_RU, T_PEOPLE, args, 1), rows[i].russian);
        assert_text(text_fill(arena, LANG_EN, T_PEOPLE, args, 1), rows[i].english);
    }
}

static void shows_what_is_missing(void **state)
{
    (void)state;
    assert_text(text_fill(arena, LANG_RU, T_PERIOD_YEAR, NULL, 0), "{year} год");
    /* An argument is text: marks inside it are not read as marks. */
    const struct text_arg args[] = { TEXT_ARG("year", STR("{n, plural, other {#}}'")) };
    assert_text(text_fill(arena, LANG_RU, T_PERIOD_YEAR, args, 1), "{n, plural, other {#}}' год");
}

static void orders_for_people(void **state)
{
    (void)state;
    static const char *const order[] = { "5", "абзац", "ель", "ёлка", "жар" };
    assert_true(text_compare(LANG_RU, STR("ёлка"), STR("ель")) < 0); /* ё beside е: елка < ель */
    assert_true(text_compare(LANG_RU, STR("елка"), STR("ёлка")) < 0);
    assert_true(text_compare(LANG_RU, STR("ёлка"), STR("ежик")) > 0);
    assert_true(text_compare(LANG_RU, STR("Яблоко"), STR("арбуз")) > 0);
    assert_int_equal(text_compare(LANG_RU, STR("а"), STR("а")), 0);
    assert_true(text_compare(LANG_RU, STR("Школа № 2"), STR("Школа № 10")) < 0); /* numbers by their worth */
    assert_true(text_compare(LANG_RU, STR("9 «А»"), STR("10 «А»")) < 0);
    assert_true(text_compare(LANG_EN, STR("School 2"), STR("School 10")) < 0);
    assert_true(text_compare(LANG_RU, str_c(order[0]), str_c(order[1])) < 0 &&
                text_compare(LANG_RU, str_c(order[3]), str_c(order[4])) < 0);
}

static void knows_zones(void **state)
{
    (void)state;
    struct day d;
    int minutes;
    /* 2021-12-31 20:30 UTC is already the next year in the Urals; 2010 in Moscow still had summer time. */
    assert_true(clock_local(INT64_C(1640982600000), "Asia/Yekaterinburg", &d, &minutes));
    assert_text(day_iso(arena, d), "2022-01-01");
    assert_int_equal(minutes, 90);
    assert_true(clock_local(INT64_C(1278072000000), "Europe/Moscow", &d, &minutes));
    assert_int_equal(minutes, 16 * 60);
    assert_true(clock_local(-1, "UTC", &d, &minutes));
    assert_text(day_iso(arena, d), "1969-12-31");
    assert_int_equal(minutes, 1439);
    assert_false(clock_local(0, "Europe/Nowhere", &d, &minutes));
    assert_false(clock_local(0, "", &d, &minutes));
    assert_text(text_moment(arena, LANG_RU, INT64_C(1640982600000), "Asia/Yekaterinburg"), "01.01.2022, 01:30");
    assert_text(text_moment(arena, LANG_RU, INT64_C(1640982600000), "nowhere"), "31.12.2021, 20:30 (UTC)");
}

static void has_every_message_in_both_languages(void **state)
{
    (void)state;
    for (int id = 1; id < T_COUNT; id++) {
        if (!text_table[LANG_RU][id].len || !text_table[LANG_EN][id].len) {
            fail_msg("%s has no translation", text_keys[id]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_days),
        cmocka_unit_test(says_periods_at_their_precision),
        cmocka_unit_test(counts_in_russian),
        cmocka_unit_test(shows_what_is_missing),
        cmocka_unit_test(orders_for_people),
        cmocka_unit_test(knows_zones),
        cmocka_unit_test(has_every_message_in_both_languages),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
