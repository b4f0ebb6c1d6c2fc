/* What a printed percent allows: pure arithmetic on whole numbers, no record, no words. */
#ifndef CLAIM_MATH_H
#define CLAIM_MATH_H
#include "base/num.h"

/* More than any count before was: where the numbers that fit have no upper end, they end here. */
#define CLAIM_MOST_BEFORE INT64_C(1000000000000000)
/* The whole numbers `before` (from 1) for which (now - before) / before rounds to the printed change: from *ret_low to
 *ret_high. false when there is none: no count of people gives such a percent; so for `now` under 0. */
bool claim_before_for_change(int64_t now, struct decimal printed, int64_t *ret_low, int64_t *ret_high);
/* The whole number `before` with before * times = now; false when `now` is not divisible. times is at least 1. */
bool claim_before_for_times(int64_t now, int64_t times, int64_t *ret_before);
/* The printed share is what the one rounding rule makes of part / whole. */
bool claim_share_holds(int64_t part, int64_t whole, struct decimal printed);
/* «1 450» and «1450,0» are the number 1450. */
bool claim_is_number(struct decimal printed, int64_t n);
/* The first number in a printed text: «−27,3 %» → -27.3, «в 2 раза» → 2, «1 450» → 1450. false when there is none. */
bool claim_first_number(struct str printed, struct decimal *ret_value);
/* Whether a printed change is a growth or a fall. By its sign: a plus or a minus that stands at the number («-5 %»); a dash
   between words («рост – 5 %») is no sign. By its words («снижение на 5 %», "5 % fewer"): `folded` is what utf8_fold makes;
   words of both, or of neither, tell nothing. The words of a language are a line of its texts: beginnings of folded words
   parted by spaces, «рост.» with a dot a whole one. */
enum direction { DIRECTION_UNTOLD, DIRECTION_UP, DIRECTION_DOWN };
struct direction_words {
    struct str down, up;
};
enum direction claim_direction_of_sign(struct str printed);
enum direction claim_direction_of_words(struct str folded, const struct direction_words *lists, size_t n_lists);
/* «-» in any of its prints: hyphen, minus, dash. */
bool claim_is_minus(struct str s);
/* A range of grades: «9-11», «9–11 классы», «10 класс» (from = to). false when there is none. */
bool claim_grades(struct str printed, int64_t *ret_from, int64_t *ret_to);
#endif
