/* Where text becomes a number and a number becomes text, and the one rounding rule of the house: half away from zero.
   Shares and changes are made of integers in 128 bits, because 1/8 of a percent is not a half in binary fractions but is one
   to the reader. strtod is allowed only here; the program never calls setlocale, so its decimal mark is the point. */
#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;

enum { MOST_DIGITS = 9, LONGEST = 400, DOUBLE_DIGITS = 17 };

#define MINUS "\xE2\x88\x92" /* U+2212 */
#define NO_BREAK "\xC2\xA0"

static int64_t power_of_ten(int n)
{
    int64_t p = 1;
    while (n-- > 0) {
        p *= 10;
    }
    return p;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The length of the space that stands between groups of three at the front of s; 0 when none does. */
static size_t group_space(struct str s)
{
    if (str_starts(s, STR(" "))) {
        return 1;
    }
    if (str_starts(s, STR(NO_BREAK))) {
        return 2;
    }
    return str_starts(s, STR("\xE2\x80\xAF")) || str_starts(s, STR("\xE2\x80\x89")) ? 3 : 0; /* U+202F, U+2009 */
}

static size_t run_of_digits(struct str s)
{
    size_t n = 0;
    while (n < s.len && is_digit(s.at[n])) {
        n++;
    }
    return n;
}

struct plain { /* a number as strtod likes it: ASCII, a point, no groups */
    char at[LONGEST + 2];
    size_t len;
};

static bool plain_put(struct plain *p, struct str s)
{
    if (s.len > LONGEST - p->len) {
        return false;
    }
    memcpy(p->at + p->len, s.at, s.len);
    p->len += s.len;
    return true;
}

static bool take_sign(struct str *s, struct plain *p)
{
    if (str_starts(*s, STR(MINUS))) {
        *s = str_part(*s, strlen(MINUS), s->len);
        return plain_put(p, STR("-"));
    }
    if (str_starts(*s, STR("-"))) {
        *s = str_part(*s, 1, s->len);
        return plain_put(p, STR("-"));
    }
    if (str_starts(*s, STR("+"))) {
        *s = str_part(*s, 1, s->len);
    }
    return true;
}

/* "1450" or "1 450": after the first space every group has three digits, the first one to three. */
static bool take_whole(struct str *s, struct plain *p)
{
    size_t n = run_of_digits(*s), space;
    bool grouped = false;
    if (n == 0 || !plain_put(p, str_part(*s, 0, n))) {
        return false;
    }
    *s = str_part(*s, n, s->len);
    while ((space = group_space(*s)) != 0) {
        struct str after = str_part(*s, space, s->len);
        if ((!grouped && n > 3) || run_of_digits(after) != 3 || !plain_put(p, str_part(after, 0, 3))) {
            return false;
        }
        *s = str_part(after, 3, after.len);
        grouped = true;
    }
    return true;
}

/* The decimals after a point or a comma, when there are any. */
static bool take_decimals(struct str *s, struct plain *p, size_t *ret_n)
{
    *ret_n = 0;
    if (!s->len || (s->at[0] != '.' && s->at[0] != ',')) {
        return true;
    }
    struct str after = str_part(*s, 1, s->len);
    size_t n = run_of_digits(after);
    if (n == 0 || !plain_put(p, STR(".")) || !plain_put(p, str_part(after, 0, n))) {
        return false;
    }
    *s = str_part(after, n, after.len);
    *ret_n = n;
    return true;
}

static bool take_exponent(struct str *s, struct plain *p)
{
    if (!s->len || (s->at[0] != 'e' && s->at[0] != 'E')) {
        return true;
    }
    size_t n = s->len > 1 && (s->at[1] == '+' || s->at[1] == '-') ? 2 : 1;
    size_t digits = run_of_digits(str_part(*s, n, s->len));
    if (digits == 0 || !plain_put(p, str_part(*s, 0, n + digits))) {
        return false;
    }
    *s = str_part(*s, n + digits, s->len);
    return true;
}

/* Digits, with one optional point in front of the last n_decimals, as an integer; false on overflow. */
static bool plain_units(const struct plain *p, int64_t *ret_units)
{
    wide units = 0;
    for (size_t i = 0; i < p->len; i++) {
        if (is_digit(p->at[i])) {
            units = units * 10 + (p->at[i] - '0');
            if (units > (wide)INT64_MAX + 1) {
                return false;
            }
        }
    }
    if (p->at[0] == '-') {
        units = -units;
    }
    if (units > INT64_MAX) {
        return false;
    }
    *ret_units = (int64_t)units;
    return true;
}

bool num_read_int(struct str s, int64_t *ret_value)
{
    struct plain p = { .len = 0 };
    return take_sign(&s, &p) && take_whole(&s, &p) && !s.len && plain_units(&p, ret_value);
}

bool num_read_real(struct str s, double *ret_value)
{
    struct plain p = { .len = 0 };
    size_t n;
    if (!take_sign(&s, &p) || !take_whole(&s, &p) || !take_decimals(&s, &p, &n) || !take_exponent(&s, &p) || s.len) {
        return false;
    }
    p.at[p.len] = 0;
    double value = strtod(p.at, NULL);
    if (!isfinite(value)) {
        return false;
    }
    *ret_value = value;
    return true;
}

bool decimal_read(struct str s, struct decimal *ret_value)
{
    struct plain p = { .len = 0 };
    size_t n;
    int64_t units;
    if (!take_sign(&s, &p) || !take_whole(&s, &p) || !take_decimals(&s, &p, &n) || s.len || n > MOST_DIGITS ||
        !plain_units(&p, &units)) {
        return false;
    }
    *ret_value = (struct decimal){ units, (int)n };
    return true;
}

/* top * 10^digits / bottom, half away from zero. Decimals are dropped when int64 cannot hold so many. */
static struct decimal ratio(wide top, wide bottom, int digits)
{
    BUG_IF(bottom == 0 || digits < 0 || digits > MOST_DIGITS);
    for (;; digits--) {
        wide scaled = top * power_of_ten(digits);
        wide quotient = scaled / bottom, rest = scaled % bottom;
        wide twice = 2 * (rest < 0 ? -rest : rest), size = bottom < 0 ? -bottom : bottom;
        if (twice >= size) {
            quotient += (top < 0) == (bottom < 0) ? 1 : -1;
        }
        if (quotient <= INT64_MAX && quotient >= -(wide)INT64_MAX) {
            return (struct decimal){ (int64_t)quotient, digits };
        }
        BUG_IF(digits == 0);
    }
}

struct decimal decimal_percent(int64_t part, int64_t whole, int digits)
{
    return ratio((wide)part * 100, whole, digits);
}

struct decimal decimal_change(int64_t now, int64_t before, int digits)
{
    BUG_IF(before <= 0);
    return ratio(((wide)now - before) * 100, before, digits);
}

/* The fewest significant digits that read back as the same value: 1 to 17. */
static int shortest_digits(double value)
{
    char text[40];
    for (int n = 1; n < DOUBLE_DIGITS; n++) {
        snprintf(text, sizeof text, "%.*e", n - 1, value);
        if (strtod(text, NULL) == value) {
            return n;
        }
    }
    return DOUBLE_DIGITS;
}

struct decimal decimal_round(double value, int digits)
{
    char text[40];
    BUG_IF(!isfinite(value) || digits < 0 || digits > MOST_DIGITS);
    int n = shortest_digits(value);
    snprintf(text, sizeof text, "%.*e", n - 1, fabs(value));
    int exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
    int64_t mantissa = 0;
    for (const char *c = text; *c != 'e'; c++) {
        mantissa = is_digit(*c) ? mantissa * 10 + (*c - '0') : mantissa;
    }
    /* value = mantissa * 10^shift; the integers beyond 10^18 have no decimals worth keeping. */
    int shift = exponent - (n - 1);
    BUG_IF(exponent > 17);
    wide top = value < 0 ? -mantissa : mantissa;
    if (shift >= 0) {
        return ratio(top * power_of_ten(shift), 1, digits);
    }
    return shift < -30 ? (struct decimal){ 0, digits }
                       : ratio(top, (wide)power_of_ten(-shift / 2) * power_of_ten(-shift - -shift / 2), digits);
}

int decimal_compare(struct decimal one, struct decimal two)
{
    wide left = (wide)one.units * power_of_ten(two.digits), right = (wide)two.units * power_of_ten(one.digits);
    return left < right ? -1 : left > right;
}

/* The digits of n, grouped by `gap`, ending before `end`; returns where they begin. */
static char *put_grouped(char *end, uint64_t n, struct str gap)
{
    char *at = end;
    for (int i = 0; n || i == 0; i++, n /= 10) {
        if (i && i % 3 == 0 && gap.len) {
            at -= gap.len;
            memcpy(at, gap.at, gap.len);
        }
        *--at = (char)('0' + n % 10);
    }
    return at;
}

static struct str number_text(struct arena *a, struct decimal d, struct str gap, char mark, struct str minus)
{
    char text[128], *end = text + sizeof text, *at = end;
    BUG_IF(d.digits < 0 || d.digits > MOST_DIGITS);
    uint64_t size = d.units < 0 ? -(uint64_t)d.units : (uint64_t)d.units, power = (uint64_t)power_of_ten(d.digits);
    uint64_t decimals = size % power;
    for (int i = 0; i < d.digits; i++, decimals /= 10) {
        *--at = (char)('0' + decimals % 10);
    }
    if (d.digits) {
        *--at = mark;
    }
    at = put_grouped(at, size / power, gap);
    if (d.units < 0) {
        at -= minus.len;
        memcpy(at, minus.at, minus.len);
    }
    return str_copy(a, (struct str){ at, (size_t)(end - at) });
}

struct str num_digits(char room[NUM_DIGITS], int64_t n)
{
    size_t at = NUM_DIGITS;
    uint64_t rest = n < 0 ? ~(uint64_t)n + 1 : (uint64_t)n;
    do {
        room[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (n < 0) {
        room[--at] = '-';
    }
    return (struct str){ room + at, NUM_DIGITS - at };
}

struct str num_count(struct arena *a, int64_t n, bool russian)
{
    return num_decimal(a, (struct decimal){ n, 0 }, russian);
}

struct str num_decimal(struct arena *a, struct decimal d, bool russian)
{
    return number_text(a, d, russian ? STR(NO_BREAK) : STR(","), russian ? ',' : '.', STR(MINUS));
}

struct str num_plain(struct arena *a, struct decimal d)
{
    return number_text(a, d, STR_NONE, '.', STR("-"));
}

struct str num_plain_real(struct arena *a, double value)
{
    BUG_IF(!isfinite(value));
    int n = shortest_digits(value);
    double size = fabs(value);
    if (size == 0) { /* never "-0" */
        return STR("0");
    }
    if (size != 0 && (size < 1e-5 || size >= 1e17)) {
        return str_format(a, "%.*e", n - 1, value);
    }
    char text[40];
    snprintf(text, sizeof text, "%.*e", n - 1, value);
    int decimals = n - 1 - (int)strtol(strchr(text, 'e') + 1, NULL, 10);
    return str_format(a, "%.*f", decimals > 0 ? decimals : 0, value);
}
