/* Days and periods: arithmetic of the proleptic Gregorian calendar by Howard Hinnant's days_from_civil (eras of 400 years
   that begin on 1 March), and the few spellings in which people write a date. No clock and no zone here: what day it is
   now is asked of clock_local. Years 1 to 9999 only, so that an ISO text always has ten characters and sorts. */
#include "base/day.h"

#include <string.h>

enum { SCHOOL_YEAR_BEGINS = 9 }; /* September */

static int32_t days_from_civil(int year, int month, int day)
{
    year -= month <= 2;
    int era = year / 400;
    int of_era = year - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int month_length(int year, int month)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return lengths[month - 1] + (month == 2 && leap);
}

struct day day_of(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_length(year, month)) {
        return NO_DAY;
    }
    return (struct day){ true, days_from_civil(year, month, day) };
}

void day_split(struct day d, int *ret_year, int *ret_month, int *ret_day)
{
    BUG_IF(!d.known);
    int shifted = d.n + 719468;
    int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int of_era = shifted - era * 146097;
    int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int from_march = (5 * of_year + 2) / 153;
    *ret_day = of_year - (153 * from_march + 2) / 5 + 1;
    *ret_month = from_march < 10 ? from_march + 3 : from_march - 9;
    *ret_year = year_of_era + era * 400 + (*ret_month <= 2);
}

/* Exactly n digits off the front; false, and nothing taken, when they are not there. */
static bool take_digits(struct str *s, size_t n, int *ret_value)
{
    int value = 0;
    if (s->len < n) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (s->at[i] < '0' || s->at[i] > '9') {
            return false;
        }
        value = value * 10 + (s->at[i] - '0');
    }
    *s = str_part(*s, n, s->len);
    *ret_value = value;
    return true;
}

static bool take_mark(struct str *s, char mark)
{
    if (!s->len || s->at[0] != mark) {
        return false;
    }
    *s = str_part(*s, 1, s->len);
    return true;
}

/* One or two digits: people write 5.11.2021 and 05.11.2021. */
static bool take_short(struct str *s, int *ret_value)
{
    return take_digits(s, 2, ret_value) || take_digits(s, 1, ret_value);
}

bool day_read(struct str s, struct day *ret_day)
{
    int year, month, day;
    struct str iso = s, typed = s;
    char mark = str_find(s, STR("/"), 0) < s.len ? '/' : '.'; /* the English pages show 24/11/2026, and people copy */
    bool read = (take_digits(&iso, 4, &year) && take_mark(&iso, '-') && take_digits(&iso, 2, &month) && take_mark(&iso, '-') &&
                 take_digits(&iso, 2, &day) && !iso.len) ||
                (take_short(&typed, &day) && take_mark(&typed, mark) && take_short(&typed, &month) && take_mark(&typed, mark) &&
                 take_digits(&typed, 4, &year) && !typed.len);
    struct day d = read ? day_of(year, month, day) : NO_DAY;
    if (d.known) {
        *ret_day = d;
    }
    return d.known;
}

struct str day_iso(struct arena *a, struct day d)
{
    int year, month, day;
    if (!d.known) {
        return STR_NONE;
    }
    day_split(d, &year, &month, &day);
    return str_format(a, "%04d-%02d-%02d", year, month, day);
}

static bool period_months(int year, int first, int last, enum precision precision, struct period *ret_period)
{
    if (year < 1 || year > 9999 || first < 1 || last > 12 || first > last) {
        return false;
    }
    *ret_period = (struct period){ day_of(year, first, 1), day_of(year, last, month_length(year, last)), precision };
    return true;
}

bool period_read(struct str s, struct period *ret_period)
{
    int year, month;
    struct day d;
    if (day_read(s, &d)) {
        *ret_period = (struct period){ d, d, PRECISION_DAY };
        return true;
    }
    struct str rest = s;
    if (take_digits(&rest, 4, &year)) {
        if (!rest.len) {
            return period_months(year, 1, 12, PRECISION_YEAR, ret_period);
        }
        if (take_mark(&rest, '-') && take_digits(&rest, 2, &month) && !rest.len) {
            return period_months(year, month, month, PRECISION_MONTH, ret_period);
        }
    }
    rest = s;
    if (take_short(&rest, &month) && take_mark(&rest, '.') && take_digits(&rest, 4, &year) && !rest.len) {
        return period_months(year, month, month, PRECISION_MONTH, ret_period);
    }
    if (school_year_read(s, &year)) {
        *ret_period = period_school_year(year);
        return true;
    }
    return false;
}

static const char *const precision_names[PRECISION_COUNT] = { "none", "day", "month", "season", "year", "school year" };

const char *precision_name(enum precision p)
{
    BUG_IF((unsigned)p >= PRECISION_COUNT);
    return precision_names[p];
}

bool precision_read(struct str s, enum precision *ret_precision)
{
    for (unsigned i = 0; i < PRECISION_COUNT; i++) {
        if (str_is(s, precision_names[i])) {
            *ret_precision = (enum precision)i;
            return true;
        }
    }
    return false;
}

struct period period_school_year(int first_year)
{
    BUG_IF(first_year < 1 || first_year > 9998);
    return (struct period){ day_of(first_year, SCHOOL_YEAR_BEGINS, 1), day_of(first_year + 1, SCHOOL_YEAR_BEGINS - 1, 31),
                            PRECISION_SCHOOL_YEAR };
}

/* The same date so many years on; 29 February becomes the 28th. */
static struct day same_date(struct day d, int years)
{
    int year, month, day;
    day_split(d, &year, &month, &day);
    int length = month_length(year + years, month);
    return day_of(year + years, month, day < length ? day : length);
}

static bool is_month_end(struct day d)
{
    int year, month, day;
    day_split((struct day){ true, d.n + 1 }, &year, &month, &day);
    return day == 1;
}

/* The last day of a month stays the last one, in a leap year and out of it. */
static struct day same_end(struct day d, int years)
{
    struct day found = same_date(d, years);
    while (is_month_end(d) && !is_month_end(found)) {
        found.n++;
    }
    return found;
}

/* The nearest day of the same weekday to the same date; one of the year from stays within the year to. */
static struct day same_weekday(struct day d, struct period from, struct period to, int years)
{
    enum { WEEK = 7, HALF = 3 };
    struct day found = same_date(d, years);
    int32_t off = (d.n - found.n) % WEEK;
    off += off < -HALF ? WEEK : off > HALF ? -WEEK : 0;
    found.n += off;
    if (d.n >= from.first.n && d.n <= from.last.n) {
        found.n += found.n < to.first.n ? WEEK : found.n > to.last.n ? -WEEK : 0;
    }
    return found;
}

struct period period_repeated(struct period p, int from_year, int to_year)
{
    int years = to_year - from_year, year, month, day;
    if (p.precision == PRECISION_NONE || !p.first.known || !p.last.known) {
        return p;
    }
    day_split(p.first, &year, &month, &day);
    if (p.precision == PRECISION_MONTH || p.precision == PRECISION_YEAR || p.precision == PRECISION_SCHOOL_YEAR ||
        (day == 1 && is_month_end(p.last))) {
        return (struct period){ same_date(p.first, years), same_end(p.last, years), p.precision };
    }
    struct day first = same_weekday(p.first, period_school_year(from_year), period_school_year(to_year), years);
    return (struct period){ first, { true, first.n + p.last.n - p.first.n }, p.precision };
}

static bool period_known(struct period p)
{
    return p.precision != PRECISION_NONE && p.first.known && p.last.known;
}

bool period_overlaps(struct period one, struct period two)
{
    return period_known(one) && period_known(two) && one.first.n <= two.last.n && two.first.n <= one.last.n;
}

bool period_within(struct period inner, struct period outer)
{
    return period_known(inner) && period_known(outer) && inner.first.n >= outer.first.n && inner.last.n <= outer.last.n;
}

bool school_year_read(struct str s, int *ret_first_year)
{
    int first, last;
    if (!take_digits(&s, 4, &first)) {
        return false;
    }
    /* The dash people and word processors put there: hyphen, en dash, slash. */
    if (str_starts(s, STR("–"))) {
        s = str_part(s, strlen("–"), s.len);
    } else if (!take_mark(&s, '-') && !take_mark(&s, '/')) {
        return false;
    }
    if (!take_digits(&s, 4, &last) || s.len || last != first + 1 || first < 1) {
        return false;
    }
    *ret_first_year = first;
    return true;
}
