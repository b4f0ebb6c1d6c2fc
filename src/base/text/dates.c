/* Dates and periods as people write them. The words and their order live in the message files; here only the choice of the
   sentence: a period is shown at its own precision and never at a narrower one. */
#include "base/clock.h"
#include "base/text/text.h"

static const enum text_id month_alone[] = { T_MONTH_1, T_MONTH_2, T_MONTH_3, T_MONTH_4,  T_MONTH_5,  T_MONTH_6,
                                            T_MONTH_7, T_MONTH_8, T_MONTH_9, T_MONTH_10, T_MONTH_11, T_MONTH_12 };
static const enum text_id month_of[] = {
    T_MONTH_OF_1, T_MONTH_OF_2, T_MONTH_OF_3, T_MONTH_OF_4,  T_MONTH_OF_5,  T_MONTH_OF_6,
    T_MONTH_OF_7, T_MONTH_OF_8, T_MONTH_OF_9, T_MONTH_OF_10, T_MONTH_OF_11, T_MONTH_OF_12
};

/* Numbers of a date are never grouped, hence texts and not counts. */
static struct text_arg arg_digits(struct arena *a, const char *name, int n, int width)
{
    return text_arg_str(name, str_format(a, "%0*d", width, n));
}

struct str text_day_short(struct arena *a, enum lang lang, struct day d)
{
    int year, month, day;
    if (!d.known) {
        return STR_NONE;
    }
    day_split(d, &year, &month, &day);
    const struct text_arg args[] = { arg_digits(a, "dd", day, 2), arg_digits(a, "mm", month, 2),
                                     arg_digits(a, "year", year, 4) };
    return text_fill(a, lang, T_DAY_SHORT, args, COUNT(args));
}

struct str text_day_long(struct arena *a, enum lang lang, struct day d)
{
    int year, month, day;
    if (!d.known) {
        return STR_NONE;
    }
    day_split(d, &year, &month, &day);
    const struct text_arg args[] = { arg_digits(a, "day", day, 1), text_arg_str("month", text_in(lang, month_of[month - 1])),
                                     arg_digits(a, "year", year, 1) };
    return text_fill(a, lang, T_DAY_LONG, args, COUNT(args));
}

struct bounds { /* a period taken apart */
    int year, month, day, last_year, last_month, last_day;
    bool whole_months;
};

static struct bounds bounds_of(struct period p)
{
    struct bounds b;
    int year, month, day;
    day_split(p.first, &b.year, &b.month, &b.day);
    day_split(p.last, &b.last_year, &b.last_month, &b.last_day);
    day_split((struct day){ true, p.last.n + 1 }, &year, &month, &day);
    b.whole_months = b.day == 1 && day == 1;
    return b;
}

static struct str year_words(struct arena *a, enum lang lang, enum text_id id, int year)
{
    const struct text_arg args[] = { arg_digits(a, "year", year, 1) };
    return text_fill(a, lang, id, args, COUNT(args));
}

static struct str years_words(struct arena *a, enum lang lang, enum text_id id, int first)
{
    const struct text_arg args[] = { arg_digits(a, "first", first, 1), arg_digits(a, "last", first + 1, 1) };
    return text_fill(a, lang, id, args, COUNT(args));
}

static struct str month_words(struct arena *a, enum lang lang, int year, int month)
{
    const struct text_arg args[] = { text_arg_str("month", text_in(lang, month_alone[month - 1])),
                                     arg_digits(a, "year", year, 1) };
    return text_fill(a, lang, T_PERIOD_MONTH, args, COUNT(args));
}

static struct str days_words(struct arena *a, enum lang lang, struct period p)
{
    if (p.first.n == p.last.n) {
        return text_day_long(a, lang, p.first);
    }
    const struct text_arg args[] = { text_arg_str("first", text_day_long(a, lang, p.first)),
                                     text_arg_str("last", text_day_long(a, lang, p.last)) };
    return text_fill(a, lang, T_PERIOD_DAYS, args, COUNT(args));
}

/* Whole months, one or several. */
static struct str months_words(struct arena *a, enum lang lang, struct bounds b)
{
    if (b.year != b.last_year) {
        const struct text_arg args[] = { text_arg_str("first", month_words(a, lang, b.year, b.month)),
                                         text_arg_str("last", month_words(a, lang, b.last_year, b.last_month)) };
        return text_fill(a, lang, T_PERIOD_DAYS, args, COUNT(args));
    }
    if (b.month == b.last_month) {
        return month_words(a, lang, b.year, b.month);
    }
    const struct text_arg args[] = { text_arg_str("first", text_in(lang, month_alone[b.month - 1])),
                                     text_arg_str("last", text_in(lang, month_alone[b.last_month - 1])),
                                     arg_digits(a, "year", b.year, 1) };
    return text_fill(a, lang, T_PERIOD_MONTHS, args, COUNT(args));
}

/* A season by its bounds: the whole year says no more than «сезон», whole months are named, anything else by its days. */
static struct str season_words(struct arena *a, enum lang lang, struct period p)
{
    struct bounds b = bounds_of(p);
    struct period school = period_school_year(b.year > 9998 ? 9998 : b.year);
    if (p.first.n == school.first.n && p.last.n == school.last.n) {
        return years_words(a, lang, T_PERIOD_SEASON_SCHOOL_YEAR, b.year);
    }
    if (!b.whole_months) {
        return days_words(a, lang, p);
    }
    if (b.year == b.last_year && b.month == 1 && b.last_month == 12) {
        return year_words(a, lang, T_PERIOD_SEASON_YEAR, b.year);
    }
    return months_words(a, lang, b);
}

struct str text_period(struct arena *a, enum lang lang, struct period p)
{
    if (p.precision == PRECISION_NONE || !p.first.known || !p.last.known) {
        return text_in(lang, T_PERIOD_NONE);
    }
    struct bounds b = bounds_of(p);
    switch (p.precision) {
    case PRECISION_MONTH:
        return months_words(a, lang, b);
    case PRECISION_SEASON:
        return season_words(a, lang, p);
    case PRECISION_YEAR:
        return year_words(a, lang, T_PERIOD_YEAR, b.year);
    case PRECISION_SCHOOL_YEAR:
        return years_words(a, lang, T_PERIOD_SCHOOL_YEAR, b.year);
    case PRECISION_NONE:
    case PRECISION_DAY:
    case PRECISION_COUNT:
        break;
    }
    return days_words(a, lang, p);
}

struct str text_moment(struct arena *a, enum lang lang, int64_t utc_ms, const char *zone)
{
    struct day day = NO_DAY;
    int minutes = 0;
    enum text_id id = T_DAY_TIME;
    if (!clock_local(utc_ms, zone, &day, &minutes)) {
        /* An unknown zone is a setting to mend, not a reason to show nothing: the moment is named as UTC. */
        id = T_DAY_TIME_UTC;
        if (!clock_local(utc_ms, "UTC", &day, &minutes)) {
            return text_in(lang, T_PERIOD_NONE);
        }
    }
    const struct text_arg args[] = { text_arg_str("day", text_day_short(a, lang, day)),
                                     text_arg_str("time", str_format(a, "%02d:%02d", minutes / 60, minutes % 60)) };
    return text_fill(a, lang, id, args, COUNT(args));
}
