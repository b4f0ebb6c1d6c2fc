/* Checkers of printed numbers: sums, shares, changes, multiples, trends, stages, targets.
   Each compares what is printed with figures of the record. The record's silence is never a proof: what cannot be compared is a
   question, what no whole number can give is an error, what differs is an error that shows the right number. */
#include "features/claim/check.h"
#include "features/claim/claim_math.h"

enum { SMALL_BASE = 20 }; /* product rule 6: no percent and no trend from a base under twenty */

static struct str decimal_shown(struct check *k, struct decimal d)
{
    return num_decimal(k->ctx->arena, d, k->ctx->lang == LANG_RU);
}

/* «1 450» and «1450,0» are the number 1450. */
static bool is_number(struct decimal printed, int64_t n)
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

bool check_sum_of_parts(struct check *k, struct err *e)
{
    struct figure_sum parts, whole = { 0 };
    bool said = false;
    struct decimal printed;
    if (!check_sum(k, k->claim->figures, k->year, &parts, &said, e)) {
        return false;
    }
    if (!said && k->claim->base.len && !check_sum(k, k->claim->base, k->year, &whole, &said, e)) {
        return false;
    }
    if (said || !check_printed(k, &printed)) {
        return true;
    }
    if (!parts.known) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_PARTS_UNKNOWN), text(k->ctx, T_CLAIM_PARTS_UNKNOWN_MEND));
    }
    if (!is_number(printed, parts.value)) {
        return check_say(k, SEVERITY_ERROR,
                         text_with(k->ctx, T_CLAIM_SUM_WRONG, TEXT_ARG("printed", decimal_shown(k, printed)),
                                   TEXT_ARG("sum", check_count(k, parts.value))),
                         whole.known && is_number(printed, whole.value) && parts.value < whole.value
                             ? text_with(k->ctx, T_CLAIM_SUM_REST, TEXT_ARG("n", whole.value - parts.value))
                             : text_with(k->ctx, T_CLAIM_SUM_MEND, TEXT_ARG("sum", check_count(k, parts.value))));
    }
    return true;
}

bool check_share(struct check *k, struct err *e)
{
    struct figure_sum part, whole;
    bool said = false;
    struct decimal printed;
    if (!check_sum(k, k->claim->figures, k->year, &part, &said, e) ||
        (!said && !check_sum(k, k->claim->base, k->year, &whole, &said, e))) {
        return false;
    }
    if (said || !check_printed(k, &printed)) {
        return true;
    }
    if (!part.known || !whole.known || whole.value == 0) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_SHARE_UNKNOWN), text(k->ctx, T_CLAIM_SHARE_UNKNOWN_MEND));
    }
    if (claim_share_holds(part.value, whole.value, printed)) {
        return true;
    }
    return check_say(k, SEVERITY_ERROR,
                     text_with(k->ctx, T_CLAIM_SHARE_WRONG, TEXT_ARG("part", check_count(k, part.value)),
                               TEXT_ARG("whole", check_count(k, whole.value)),
                               TEXT_ARG("exact", decimal_shown(k, decimal_percent(part.value, whole.value, 2)))),
                     text_with(k->ctx, T_CLAIM_SHARE_MEND,
                               TEXT_ARG("share", decimal_shown(k, decimal_percent(part.value, whole.value, printed.digits)))));
}

static bool change_without_before(struct check *k, const struct figure_sum *now, struct decimal printed)
{
    int64_t low, high;
    if (!claim_before_for_change(now->value, printed, &low, &high)) {
        return check_say(k, SEVERITY_ERROR,
                         text_with(k->ctx, T_CLAIM_CHANGE_IMPOSSIBLE, TEXT_ARG("now", check_count(k, now->value)),
                                   TEXT_ARG("change", decimal_shown(k, printed))),
                         text(k->ctx, T_CLAIM_CHANGE_MEND));
    }
    struct str fit = low == high                 ? check_count(k, low)
                     : high == CLAIM_MOST_BEFORE ? text_with(k->ctx, T_CLAIM_FROM_ON, TEXT_ARG("low", check_count(k, low)))
                                                 : text_with(k->ctx, T_CLAIM_FROM_TO, TEXT_ARG("low", check_count(k, low)),
                                                             TEXT_ARG("high", check_count(k, high)));
    return check_say(k, SEVERITY_QUESTION, text_with(k->ctx, T_CLAIM_CHANGE_UNKNOWN, TEXT_ARG("fit", fit)),
                     text(k->ctx, T_CLAIM_CHANGE_MEND));
}

/* now and before of the claim's figure; before is known only from the record or as printed, never as reconstructed. */
static bool now_and_before(struct check *k, struct figure_sum *ret_now, struct figure_sum *ret_before, bool *ret_said,
                           struct err *e)
{
    if (!check_sum(k, k->claim->figures, k->year, ret_now, ret_said, e) || *ret_said) {
        return *ret_said;
    }
    if (!check_sum(k, k->claim->figures, k->year - 1, ret_before, ret_said, e)) {
        return false;
    }
    if (ret_before->status == FIGURE_RECONSTRUCTED) {
        ret_before->known = false;
    }
    if (!ret_now->known && !*ret_said) {
        *ret_said = check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_NOW_UNKNOWN), text(k->ctx, T_CLAIM_NOW_UNKNOWN_MEND));
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
    if (!before.known || before.value == 0) {
        return change_without_before(k, &now, printed);
    }
    struct decimal right = decimal_change(now.value, before.value, printed.digits);
    if (right.units == printed.units) {
        return true;
    }
    return check_say(k, SEVERITY_ERROR,
                     text_with(k->ctx, T_CLAIM_CHANGE_WRONG, TEXT_ARG("before", check_count(k, before.value)),
                               TEXT_ARG("now", check_count(k, now.value))),
                     text_with(k->ctx, T_CLAIM_CHANGE_RIGHT, TEXT_ARG("change", decimal_shown(k, right))));
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
    if (before.known) {
        if (now.value % times == 0 && now.value / times == before.value) { /* no product: `times` is whatever was typed */
            return true;
        }
        return check_say(k, SEVERITY_ERROR,
                         text_with(k->ctx, T_CLAIM_CHANGE_WRONG, TEXT_ARG("before", check_count(k, before.value)),
                                   TEXT_ARG("now", check_count(k, now.value))),
                         text(k->ctx, T_CLAIM_TIMES_MEND));
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

/* A growth or a fall told in words; the column `compared` says which: + or -. A field of few people may also compare two
   figures of one year: «before» then stands in `base`. */
bool check_trend(struct check *k, struct err *e)
{
    struct figure_sum now, before;
    bool said = false;
    if (!now_and_before(k, &now, &before, &said, e)) {
        return false;
    }
    if (said) {
        return true;
    }
    if (!before.known) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_TREND_UNKNOWN), text(k->ctx, T_CLAIM_TREND_UNKNOWN_MEND));
    }
    bool up = str_equal(k->claim->compared, STR("+"));
    if (up ? now.value <= before.value : now.value >= before.value) {
        return check_say(k, SEVERITY_ERROR,
                         text_with(k->ctx, T_CLAIM_CHANGE_WRONG, TEXT_ARG("before", check_count(k, before.value)),
                                   TEXT_ARG("now", check_count(k, now.value))),
                         text(k->ctx, T_CLAIM_TREND_WRONG_MEND));
    }
    if (now.value < SMALL_BASE && before.value < SMALL_BASE) {
        return check_say(k, SEVERITY_WARNING,
                         text_with(k->ctx, T_CLAIM_TREND_SMALL, TEXT_ARG("before", check_count(k, before.value)),
                                   TEXT_ARG("now", check_count(k, now.value))),
                         text(k->ctx, T_CLAIM_TREND_SMALL_MEND));
    }
    return true;
}

/* One sentence that names two bases: `base` and `compared` are both. It holds only when they are one number. */
bool check_two_bases(struct check *k, struct err *e)
{
    struct figure_sum part, first, second;
    bool said = false;
    struct decimal printed;
    if (!check_sum(k, k->claim->figures, k->year, &part, &said, e) ||
        (!said && !check_sum(k, k->claim->base, k->year, &first, &said, e)) ||
        (!said && !check_sum(k, k->claim->compared, k->year, &second, &said, e))) {
        return false;
    }
    if (said || !check_printed(k, &printed)) {
        return true;
    }
    if (!part.known || !first.known || !second.known || first.value == 0 || second.value == 0) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_SHARE_UNKNOWN), text(k->ctx, T_CLAIM_SHARE_UNKNOWN_MEND));
    }
    if (first.value == second.value && claim_share_holds(part.value, first.value, printed)) {
        return true;
    }
    return check_say(k, SEVERITY_WARNING,
                     text_with(k->ctx, T_CLAIM_TWO_BASES,
                               TEXT_ARG("one", decimal_shown(k, decimal_percent(part.value, first.value, printed.digits))),
                               TEXT_ARG("first", check_count(k, first.value)),
                               TEXT_ARG("two", decimal_shown(k, decimal_percent(part.value, second.value, printed.digits))),
                               TEXT_ARG("second", check_count(k, second.value))),
                     text(k->ctx, T_CLAIM_TWO_BASES_MEND));
}

/* A share under a label: `figures` is what the label means, `compared` what else may have been counted with it. */
bool check_category(struct check *k, struct err *e)
{
    struct figure_sum meant, more, whole;
    bool said = false;
    struct decimal printed;
    if (!check_sum(k, k->claim->figures, k->year, &meant, &said, e) ||
        (!said && !check_sum(k, k->claim->base, k->year, &whole, &said, e)) ||
        (!said && !check_sum(k, k->claim->compared, k->year, &more, &said, e))) {
        return false;
    }
    if (said || !check_printed(k, &printed)) {
        return true;
    }
    if (!meant.known || !whole.known || !more.known || whole.value == 0) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_SHARE_UNKNOWN), text(k->ctx, T_CLAIM_SHARE_UNKNOWN_MEND));
    }
    if (claim_share_holds(meant.value, whole.value, printed)) {
        return true;
    }
    struct str right = decimal_shown(k, decimal_percent(meant.value, whole.value, printed.digits));
    if (claim_share_holds(meant.value + more.value, whole.value, printed)) {
        return check_say(k, SEVERITY_WARNING,
                         text_with(k->ctx, T_CLAIM_CATEGORY_MIXED, TEXT_ARG("meant", check_count(k, meant.value)),
                                   TEXT_ARG("more", check_count(k, more.value)), TEXT_ARG("with", more.title)),
                         text_with(k->ctx, T_CLAIM_CATEGORY_MEND, TEXT_ARG("share", right)));
    }
    return check_say(k, SEVERITY_ERROR,
                     text_with(k->ctx, T_CLAIM_SHARE_WRONG, TEXT_ARG("part", check_count(k, meant.value)),
                               TEXT_ARG("whole", check_count(k, whole.value)),
                               TEXT_ARG("exact", decimal_shown(k, decimal_percent(meant.value, whole.value, 2)))),
                     text_with(k->ctx, T_CLAIM_SHARE_MEND, TEXT_ARG("share", right)));
}

/* Two stages of one thing for the same children: those of the next stage should be those of the first. */
bool check_stages(struct check *k, struct err *e)
{
    struct figure_sum first, next;
    bool said = false;
    if (!check_sum(k, k->claim->figures, k->year, &first, &said, e) ||
        (!said && !check_sum(k, k->claim->compared, k->year, &next, &said, e))) {
        return false;
    }
    if (said) {
        return true;
    }
    if (!first.known || !next.known) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_PARTS_UNKNOWN), text(k->ctx, T_CLAIM_PARTS_UNKNOWN_MEND));
    }
    if (first.value == next.value) {
        return true;
    }
    return check_say(k, SEVERITY_QUESTION,
                     text_with(k->ctx, T_CLAIM_STAGES, TEXT_ARG("first", check_count(k, first.value)),
                               TEXT_ARG("next", check_count(k, next.value))),
                     text(k->ctx, T_CLAIM_STAGES_MEND));
}

/* A target («не более 9 %»): `figures` and `compared` are the indicators it may mean; it must be one. */
bool check_target(struct check *k, struct err *e)
{
    struct figure_sum one, other;
    bool said = false;
    if (!check_sum(k, k->claim->figures, k->year, &one, &said, e)) {
        return false;
    }
    if (said || !k->claim->compared.len) {
        return true;
    }
    if (!check_sum(k, k->claim->compared, k->year, &other, &said, e)) {
        return false;
    }
    if (said || (one.known && other.known && one.value == other.value)) {
        return true;
    }
    if (!one.known || !other.known) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_PARTS_UNKNOWN), text(k->ctx, T_CLAIM_PARTS_UNKNOWN_MEND));
    }
    return check_say(k, SEVERITY_QUESTION,
                     text_with(k->ctx, T_CLAIM_TARGET, TEXT_ARG("one", check_count(k, one.value)),
                               TEXT_ARG("other", check_count(k, other.value))),
                     text(k->ctx, T_CLAIM_TARGET_MEND));
}
