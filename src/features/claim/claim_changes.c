/* Checkers of printed changes: percents, multiples, growth and fall in words.
   A change is judged from two values of the record only. What was reconstructed from a percent confirms no percent; where the
   earlier value is missing, the arithmetic of whole numbers still tells what cannot be. */
#include "features/claim/check.h"
#include "features/claim/claim_math.h"

#include "base/utf8.h"

static bool printed_impossible(struct check *k, const struct figure_sum *now, struct decimal printed)
{
    return check_say(k, SEVERITY_ERROR,
                     text_with(k->ctx, T_CLAIM_CHANGE_IMPOSSIBLE, TEXT_ARG("now", check_count(k, now->value)),
                               TEXT_ARG("change", check_decimal(k, printed))),
                     text(k->ctx, T_CLAIM_CHANGE_MEND));
}

/* Without a direction both are tried: only what neither allows is impossible. */
static bool change_without_before(struct check *k, const struct figure_sum *now, struct decimal printed, bool told)
{
    int64_t low, high;
    struct decimal fall = { -printed.units, printed.digits };
    if (!claim_before_for_change(now->value, printed, &low, &high) &&
        (told || !claim_before_for_change(now->value, fall, &low, &high))) {
        return printed_impossible(k, now, printed);
    }
    struct str fit = low == high                 ? check_count(k, low)
                     : high == CLAIM_MOST_BEFORE ? text_with(k->ctx, T_CLAIM_FROM_ON, TEXT_ARG("low", check_count(k, low)))
                                                 : text_with(k->ctx, T_CLAIM_FROM_TO, TEXT_ARG("low", check_count(k, low)),
                                                             TEXT_ARG("high", check_count(k, high)));
    return check_say(k, SEVERITY_QUESTION, text_with(k->ctx, T_CLAIM_CHANGE_UNKNOWN, TEXT_ARG("fit", fit)),
                     text(k->ctx, T_CLAIM_CHANGE_MEND));
}

/* now and before of the claim's figure; before is known only from the record or as printed, never as reconstructed. A claim
   that compares two figures of one year names the other in `base`. */
static bool now_and_before(struct check *k, struct figure_sum *ret_now, struct figure_sum *ret_before, bool *ret_said,
                           struct err *e)
{
    bool in_year = k->claim->base.len > 0;
    if (!check_sum(k, k->claim->figures, k->year, ret_now, ret_said, e)) {
        return false;
    }
    if (*ret_said) {
        return true;
    }
    if (!check_sum(k, in_year ? k->claim->base : k->claim->figures, in_year ? k->year : k->year - 1, ret_before, ret_said, e)) {
        return false;
    }
    if (*ret_said) {
        return true;
    }
    if (!check_same_unit(k, ret_now, ret_before)) {
        *ret_said = true;
        return true;
    }
    if (ret_before->status == FIGURE_RECONSTRUCTED) {
        ret_before->known = false;
    }
    if (ret_now->known && ret_now->status == FIGURE_RECONSTRUCTED) {
        *ret_said = check_say(k, SEVERITY_QUESTION,
                              text_with(k->ctx, T_CLAIM_NOW_RECONSTRUCTED, TEXT_ARG("now", check_count(k, ret_now->value))),
                              text(k->ctx, T_CLAIM_NOW_UNKNOWN_MEND));
    } else if (!ret_now->known) {
        *ret_said = check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_NOW_UNKNOWN), text(k->ctx, T_CLAIM_NOW_UNKNOWN_MEND));
    }
    return true;
}

static struct str was_is(struct check *k, enum text_id words, const struct figure_sum *now, const struct figure_sum *before)
{
    return text_with(k->ctx, words, TEXT_ARG("before", check_count(k, before->value)),
                     TEXT_ARG("now", check_count(k, now->value)));
}

/* A document is Russian or English whoever reads the findings, so both lists are asked. */
static enum direction words_tell(struct check *k, struct str words)
{
    const struct direction_words lists[] = {
        { text_in(LANG_RU, T_CLAIM_WORDS_DOWN), text_in(LANG_RU, T_CLAIM_WORDS_UP) },
        { text_in(LANG_EN, T_CLAIM_WORDS_DOWN), text_in(LANG_EN, T_CLAIM_WORDS_UP) },
    };
    return claim_direction_of_words(utf8_fold(k->ctx->arena, words), lists, COUNT(lists));
}

/* The sign printed, else the field `compared`, else the words: of what is printed, then of the sentence around it. */
static enum direction direction_of(struct check *k)
{
    struct str compared = str_trim(k->claim->compared);
    enum direction told = claim_direction_of_sign(k->claim->printed);
    if (told == DIRECTION_UNTOLD && compared.len) {
        told = str_is(compared, "+") ? DIRECTION_UP : claim_is_minus(compared) ? DIRECTION_DOWN : DIRECTION_UNTOLD;
    }
    if (told == DIRECTION_UNTOLD) {
        told = words_tell(k, k->claim->printed);
    }
    return told == DIRECTION_UNTOLD ? words_tell(k, k->claim->quote) : told;
}

static bool change_judged(struct check *k, const struct figure_sum *now, const struct figure_sum *before,
                          struct decimal printed, bool told)
{
    struct decimal right = decimal_change(now->value, before->value, printed.digits);
    struct str shown = text_with(k->ctx, T_CLAIM_CHANGE_RIGHT, TEXT_ARG("change", check_decimal(k, right)));
    if (right.digits != printed.digits || (right.units != printed.units && (told || right.units != -printed.units))) {
        return check_say(k, SEVERITY_ERROR, was_is(k, T_CLAIM_CHANGE_WRONG, now, before), shown);
    }
    if (right.units != printed.units) {
        return check_say(k, SEVERITY_WARNING, was_is(k, T_CLAIM_CHANGE_UNSIGNED, now, before), shown);
    }
    if (before->value < CLAIM_SMALL_BASE) {
        return check_say(k, SEVERITY_WARNING, was_is(k, T_CLAIM_CHANGE_SMALL, now, before),
                         was_is(k, T_CLAIM_CHANGE_SMALL_MEND, now, before));
    }
    return true;
}

bool check_change(struct check *k, struct err *e)
{
    struct figure_sum now, before;
    bool said = false;
    struct decimal printed;
    if (!now_and_before(k, &now, &before, &said, e)) {
        return false;
    }
    if (said || !check_printed(k, &printed)) {
        return true;
    }
    enum direction told = direction_of(k);
    if ((told == DIRECTION_DOWN) != (printed.units < 0)) { /* a dash between words is no minus, a fall in words is one */
        printed.units = -printed.units;
    }
    if (!before.known) {
        return change_without_before(k, &now, printed, told != DIRECTION_UNTOLD);
    }
    if (before.value <= 0) {
        return check_say(k, SEVERITY_ERROR, was_is(k, T_CLAIM_CHANGE_FROM_ZERO, &now, &before),
                         was_is(k, T_CLAIM_CHANGE_SMALL_MEND, &now, &before));
    }
    return change_judged(k, &now, &before, printed, told != DIRECTION_UNTOLD);
}

/* «в два раза больше»: the multiple stands in the column `compared`, the words stay as printed. */
bool check_times(struct check *k, struct err *e)
{
    struct figure_sum now, before;
    bool said = false;
    int64_t times, fit;
    if (!now_and_before(k, &now, &before, &said, e)) {
        return false;
    }
    if (said) {
        return true;
    }
    if (!num_read_int(k->claim->compared, &times) || times < 2) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_NO_NUMBER), text(k->ctx, T_CLAIM_TIMES_FIELD));
    }
    bool fell = words_tell(k, k->claim->printed) == DIRECTION_DOWN;
    if (before.known) {
        const struct figure_sum *more = fell ? &before : &now, *less = fell ? &now : &before;
        if (less->value > 0 && more->value % times == 0 && more->value / times == less->value) { /* no product: any `times` */
            return before.value >= CLAIM_SMALL_BASE ||
                   check_say(k, SEVERITY_WARNING, was_is(k, T_CLAIM_TIMES_SMALL, &now, &before),
                             was_is(k, T_CLAIM_CHANGE_SMALL_MEND, &now, &before));
        }
        return check_say(k, SEVERITY_ERROR, was_is(k, T_CLAIM_CHANGE_WRONG, &now, &before), text(k->ctx, T_CLAIM_TIMES_MEND));
    }
    if (fell) { /* whatever is now, a whole number of times more is a whole number */
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_TREND_UNKNOWN), text(k->ctx, T_CLAIM_TIMES_MEND));
    }
    if (!claim_before_for_times(now.value, times, &fit)) {
        return check_say(k, SEVERITY_ERROR,
                         text_with(k->ctx, T_CLAIM_TIMES_IMPOSSIBLE, TEXT_ARG("now", check_count(k, now.value)),
                                   TEXT_ARG("times", check_count(k, times))),
                         text(k->ctx, T_CLAIM_TIMES_MEND));
    }
    return check_say(k, SEVERITY_QUESTION, text_with(k->ctx, T_CLAIM_CHANGE_UNKNOWN, TEXT_ARG("fit", check_count(k, fit))),
                     text(k->ctx, T_CLAIM_TIMES_MEND));
}

/* A growth or a fall told in words; the column `compared` says which: + or -, = for «осталось на уровне». */
bool check_trend(struct check *k, struct err *e)
{
    struct figure_sum now, before;
    bool said = false;
    struct str compared = str_trim(k->claim->compared);
    bool up = str_is(compared, "+"), down = claim_is_minus(compared), same = str_is(compared, "=");
    if (!now_and_before(k, &now, &before, &said, e)) {
        return false;
    }
    if (said) {
        return true;
    }
    if (!up && !down && !same) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_TREND_FIELD), text(k->ctx, T_CLAIM_TREND_FIELD_MEND));
    }
    if (!before.known) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_TREND_UNKNOWN), text(k->ctx, T_CLAIM_TREND_UNKNOWN_MEND));
    }
    if (up ? now.value <= before.value : down ? now.value >= before.value : now.value != before.value) {
        return check_say(k, SEVERITY_ERROR, was_is(k, T_CLAIM_TREND_WRONG, &now, &before),
                         text(k->ctx, T_CLAIM_TREND_WRONG_MEND));
    }
    if (!same && now.value < CLAIM_SMALL_BASE && before.value < CLAIM_SMALL_BASE) {
        return check_say(k, SEVERITY_WARNING, was_is(k, T_CLAIM_TREND_SMALL, &now, &before),
                         text(k->ctx, T_CLAIM_TREND_SMALL_MEND));
    }
    return true;
}
