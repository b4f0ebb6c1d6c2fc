/* Reading and writing numbers. The only file where text becomes a number; the only rounding rule of the house. */
#ifndef BASE_NUM_H
#define BASE_NUM_H
#include "base/str.h"

/* Whole text must be a number; NBSP, narrow NBSP and spaces between groups of three are allowed ("1 450"), signs + - and
   U+2212 too. False, and the output untouched, on anything else or on overflow. */
bool num_read_int(struct str s, int64_t *ret_value) MUST_USE;
/* Decimal point or comma, optional exponent of JSON; never inf or nan. */
bool num_read_real(struct str s, double *ret_value) MUST_USE;

/* A number with at most 9 decimals kept exactly: value = units / 10^digits. Shares and changes are made of integers here,
   so that a half is a half: 1/8 % with one decimal must not depend on binary fractions. */
struct decimal {
    int64_t units;
    int digits;
};
/* part * 100 / whole with `digits` decimals, half away from zero; whole must not be 0. */
struct decimal decimal_percent(int64_t part, int64_t whole, int digits);
/* (now - before) * 100 / before, the same rounding; before must be > 0. */
struct decimal decimal_change(int64_t now, int64_t before, int digits);
struct decimal decimal_round(double value, int digits); /* half away from zero on the shortest decimal text of value */
bool decimal_read(struct str s, struct decimal *ret_value) MUST_USE; /* "-27,3" "37.1" "+25,2"; keeps the digits as typed */
int decimal_compare(struct decimal one, struct decimal two);

/* For programs: the sign and the digits, without printf and without memory of an arena; the text stands in room. */
enum { NUM_DIGITS = 20 }; /* of the smallest int64_t with its sign */
struct str num_digits(char room[NUM_DIGITS], int64_t n);

/* Texts for people: groups of three by a no-break space («1 450»); decimal comma in Russian,
   groups by comma and a decimal point in English; the minus of both is U+2212. */
struct str num_count(struct arena *a, int64_t n, bool russian);
struct str num_decimal(struct arena *a, struct decimal d, bool russian);
/* For machines: "-27.3", no grouping. */
struct str num_plain(struct arena *a, struct decimal d);
struct str num_plain_real(struct arena *a, double value); /* shortest text that reads back the same */
#endif
