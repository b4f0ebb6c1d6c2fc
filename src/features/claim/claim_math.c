/* What a printed percent allows. Growth of p per cent to `now` needs a whole number before; the search walks the interval
   that the rounding leaves, so the answer is exact: either the numbers that fit, or the proof that none does.
   The percent of a change is compared in the digits it is printed with, by the house's one rounding (base/num.h). */
#include "features/claim/claim_math.h"

#include "base/utf8.h"

static int64_t power_of_ten(int n)
{
    int64_t p = 1;
    while (n-- > 0) {
        p *= 10;
    }
    return p;
}

bool claim_before_for_change(int64_t now, struct decimal printed, int64_t *ret_low, int64_t *ret_high)
{
    int64_t scale = power_of_ten(printed.digits);
    int64_t hundred = 100 * scale;
    /* now / before = 1 + change: with change in [units - 1/2, units + 1/2] of the last digit, doubled to stay whole. */
    int64_t least = 2 * (hundred + printed.units) - 1, most = 2 * (hundred + printed.units) + 1;
    if (most <= 0) {
        return false; /* a fall of more than a hundred per cent */
    }
    int64_t from = now * 2 * hundred / most - 1;
    /* A fall of nearly a hundred per cent leaves the upper end open; nobody asks beyond a thousand times. */
    int64_t to = least > 0 ? now * 2 * hundred / least + 1 : now * 1000 + 1;
    bool found = false;
    for (int64_t before = from < 1 ? 1 : from; before <= to; before++) {
        if (decimal_change(now, before, printed.digits).units == printed.units) {
            if (!found) {
                *ret_low = before;
            }
            *ret_high = before;
            found = true;
        }
    }
    return found;
}

bool claim_before_for_times(int64_t now, int64_t times, int64_t *ret_before)
{
    if (times < 1 || now % times != 0) {
        return false;
    }
    *ret_before = now / times;
    return true;
}

bool claim_share_holds(int64_t part, int64_t whole, struct decimal printed)
{
    return whole > 0 && decimal_percent(part, whole, printed.digits).units == printed.units;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool claim_first_number(struct str printed, struct decimal *ret_value)
{
    size_t i = 0;
    while (i < printed.len && !is_digit(printed.at[i])) {
        i++;
    }
    if (i == printed.len) {
        return false;
    }
    size_t end = i;
    while (end < printed.len && (is_digit(printed.at[end]) || ((printed.at[end] == ',' || printed.at[end] == '.') &&
                                                               end + 1 < printed.len && is_digit(printed.at[end + 1])))) {
        end++;
    }
    struct decimal value;
    if (!decimal_read(str_part(printed, i, end - i), &value)) {
        return false;
    }
    struct str before = str_trim(str_part(printed, 0, i));
    bool minus = str_ends(before, STR("-")) || str_ends(before, STR("−")) || str_ends(before, STR("–"));
    ret_value->units = minus ? -value.units : value.units;
    ret_value->digits = value.digits;
    return true;
}

static bool number_next(struct str *rest, int64_t *ret_number)
{
    size_t i = 0;
    while (i < rest->len && !is_digit(rest->at[i])) {
        i++;
    }
    size_t end = i;
    while (end < rest->len && is_digit(rest->at[end])) {
        end++;
    }
    struct str digits = str_part(*rest, i, end - i);
    *rest = str_part(*rest, end, rest->len);
    return digits.len > 0 && digits.len < 3 && num_read_int(digits, ret_number);
}

bool claim_grades(struct str printed, int64_t *ret_from, int64_t *ret_to)
{
    int64_t from, to;
    struct str rest = printed;
    if (!number_next(&rest, &from)) {
        return false;
    }
    struct str gap = rest;
    if (!number_next(&rest, &to)) {
        to = from;
    } else if (gap.len && !str_starts(gap, STR("-")) && !str_starts(gap, STR("–")) && !str_starts(gap, STR("—"))) {
        to = from; /* the second number belongs to something else */
    }
    if (from < 1 || to > 11 || from > to) {
        return false;
    }
    *ret_from = from;
    *ret_to = to;
    return true;
}
