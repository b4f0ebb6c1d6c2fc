/* What a printed percent allows. Growth of p per cent to `now` needs a whole number before; the search halves its way to the
   two ends of what the rounding leaves, so the answer is exact: either the numbers that fit, or the proof that none does. The
   percent of a change is compared in the digits it is printed with, by the house's one rounding (base/num.h). */
#include "features/claim/claim_math.h"

#include "base/utf8.h"

/* The number before falls, or stays, as the percent grows, so the numbers that fit are one run and both its ends are found by
   halving: fifty steps each, whatever the percent. A change that int64 cannot hold with so many decimals lost some: it is
   further from zero than anything printed. */
static bool change_is_at_least(int64_t now, int64_t before, struct decimal printed)
{
    struct decimal change = decimal_change(now, before, printed.digits);
    return change.digits != printed.digits ? now > before : change.units >= printed.units;
}

/* The greatest number before whose change is still at least `printed`; 0 when none is. */
static int64_t last_at_least(int64_t now, struct decimal printed)
{
    int64_t fits = 0, fails = CLAIM_MOST_BEFORE + 1;
    while (fails - fits > 1) {
        int64_t middle = fits + (fails - fits) / 2;
        if (change_is_at_least(now, middle, printed)) {
            fits = middle;
        } else {
            fails = middle;
        }
    }
    return fits;
}

bool claim_before_for_change(int64_t now, struct decimal printed, int64_t *ret_low, int64_t *ret_high)
{
    if (now < 0 || printed.units == INT64_MAX) {
        return false;
    }
    struct decimal above = { printed.units + 1, printed.digits };
    int64_t low = last_at_least(now, above) + 1, high = last_at_least(now, printed);
    if (low > high) {
        return false;
    }
    *ret_low = low;
    *ret_high = high;
    return true;
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

bool claim_is_number(struct decimal printed, int64_t n)
{
    int64_t units = printed.units;
    for (int i = 0; i < printed.digits; i++) {
        if (units % 10 != 0) {
            return false;
        }
        units /= 10;
    }
    return units == n;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits_from(struct str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.len && is_digit(s.at[at + n])) {
        n++;
    }
    return n;
}

/* The space between thousands: a plain one, a no-break one, a narrow no-break one. 0 when there is none at this place. */
static size_t space_at(struct str s, size_t at)
{
    static const char *const spaces[] = { " ", "\xc2\xa0", "\xe2\x80\xaf" };
    struct str rest = str_part(s, at, s.len);
    for (size_t i = 0; i < COUNT(spaces); i++) {
        if (str_starts(rest, str_c(spaces[i]))) {
            return str_c(spaces[i]).len;
        }
    }
    return 0;
}

/* Where the number ends that begins at `from`: «1 450,5» is one, thousands in groups of three, then decimals. */
static size_t number_end(struct str s, size_t from)
{
    size_t n = digits_from(s, from), end = from + n, space;
    bool grouped = n <= 3;
    while (grouped && (space = space_at(s, end)) != 0 && digits_from(s, end + space) == 3) {
        end += space + 3;
    }
    n = end < s.len && (s.at[end] == ',' || s.at[end] == '.') ? digits_from(s, end + 1) : 0;
    return n ? end + 1 + n : end;
}

bool claim_first_number(struct str printed, struct decimal *ret_value)
{
    struct decimal value;
    size_t i = 0;
    while (i < printed.len && !is_digit(printed.at[i])) {
        i++;
    }
    if (!decimal_read(str_part(printed, i, number_end(printed, i) - i), &value)) {
        return false;
    }
    struct str before = str_trim(str_part(printed, 0, i));
    bool minus = str_ends(before, STR("-")) || str_ends(before, STR("−")) || str_ends(before, STR("–"));
    ret_value->units = minus ? -value.units : value.units;
    ret_value->digits = value.digits;
    return true;
}

bool claim_is_minus(struct str s)
{
    return str_is(s, "-") || str_is(s, "−") || str_is(s, "–") || str_is(s, "—");
}

enum direction claim_direction_of_sign(struct str printed)
{
    static const char *const minuses[] = { "-", "−", "–" };
    size_t i = 0;
    while (i < printed.len && !is_digit(printed.at[i])) {
        i++;
    }
    struct str before = str_part(printed, 0, i);
    if (i == printed.len || before.len == 0) {
        return DIRECTION_UNTOLD;
    }
    if (str_ends(str_trim(before), STR("+"))) {
        return DIRECTION_UP;
    }
    for (size_t m = 0; m < COUNT(minuses); m++) {
        if (str_ends(before, str_c(minuses[m])) || str_is(str_trim(before), minuses[m])) {
            return DIRECTION_DOWN;
        }
    }
    return DIRECTION_UNTOLD;
}

/* A word of the list begins a word of the folded text; single spaces part both. One with a dot stands whole. */
static bool has_word(struct str folded, struct str words)
{
    struct str word;
    while (str_next(&words, ' ', &word)) {
        bool whole = str_ends(word, STR("."));
        word.len -= whole;
        for (size_t at = str_find(folded, word, 0); at < folded.len; at = str_find(folded, word, at + 1)) {
            size_t end = at + word.len;
            if ((at == 0 || folded.at[at - 1] == ' ') && (!whole || end == folded.len || folded.at[end] == ' ')) {
                return true;
            }
        }
    }
    return false;
}

enum direction claim_direction_of_words(struct str folded, const struct direction_words *lists, size_t n_lists)
{
    bool falls = false, grows = false;
    for (size_t i = 0; i < n_lists; i++) {
        falls = falls || has_word(folded, lists[i].down);
        grows = grows || has_word(folded, lists[i].up);
    }
    return falls == grows ? DIRECTION_UNTOLD : falls ? DIRECTION_DOWN : DIRECTION_UP;
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
