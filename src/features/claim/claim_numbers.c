/* Checkers of printed numbers: sums, shares, stages, targets; changes are in claim_changes.c.
   Each compares what is printed with figures of the record. The record's silence is never a proof: what cannot be compared is a
   question, what no whole number can give is an error, what differs is an error that shows the right number. */
#include "features/claim/check.h"
#include "features/claim/claim_math.h"

struct str check_decimal(struct check *k, struct decimal d)
{
    return num_decimal(k->ctx->arena, d, k->ctx->lang == LANG_RU);
}

bool check_same_unit(struct check *k, const struct figure_sum *one, const struct figure_sum *two)
{
    if (!one->def || !two->def || one->def->unit == two->def->unit) {
        return true;
    }
    check_say(k, SEVERITY_ERROR,
              text_with(k->ctx, T_CLAIM_UNITS_COMPARED, TEXT_ARG("one", unit_short(k->ctx->lang, one->def->unit)),
                        TEXT_ARG("two", unit_short(k->ctx->lang, two->def->unit))),
              text(k->ctx, T_CLAIM_UNITS_COMPARED_MEND));
    return false;
}

/* A reconstructed value was made from a printed percent: it can confirm none (product rule 7). */
static bool can_confirm(const struct figure_sum *sum)
{
    return sum->known && sum->status != FIGURE_RECONSTRUCTED;
}

/* The share is right, but of so few that only «8 из 12» may be printed (product rule 6). */
static bool share_of_few(struct check *k, int64_t part, int64_t whole)
{
    return check_say(k, SEVERITY_WARNING,
                     text_with(k->ctx, T_CLAIM_SHARE_SMALL, TEXT_ARG("part", check_count(k, part)),
                               TEXT_ARG("whole", check_count(k, whole))),
                     text_with(k->ctx, T_CLAIM_SHARE_SMALL_MEND, TEXT_ARG("part", check_count(k, part)),
                               TEXT_ARG("whole", check_count(k, whole))));
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
    if (said || !check_same_unit(k, &parts, &whole) || !check_printed(k, &printed)) {
        return true;
    }
    if (!parts.known) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_PARTS_UNKNOWN), text(k->ctx, T_CLAIM_PARTS_UNKNOWN_MEND));
    }
    if (!claim_is_number(printed, parts.value)) {
        return check_say(k, SEVERITY_ERROR,
                         text_with(k->ctx, T_CLAIM_SUM_WRONG, TEXT_ARG("printed", check_decimal(k, printed)),
                                   TEXT_ARG("sum", check_count(k, parts.value))),
                         whole.known && claim_is_number(printed, whole.value) && parts.value < whole.value
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
    if (said || !check_same_unit(k, &part, &whole) || !check_printed(k, &printed)) {
        return true;
    }
    if (!can_confirm(&part) || !can_confirm(&whole) || whole.value <= 0) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_SHARE_UNKNOWN), text(k->ctx, T_CLAIM_SHARE_UNKNOWN_MEND));
    }
    if (claim_share_holds(part.value, whole.value, printed)) {
        return whole.value >= CLAIM_SMALL_BASE || share_of_few(k, part.value, whole.value);
    }
    return check_say(k, SEVERITY_ERROR,
                     text_with(k->ctx, T_CLAIM_SHARE_WRONG, TEXT_ARG("part", check_count(k, part.value)),
                               TEXT_ARG("whole", check_count(k, whole.value)),
                               TEXT_ARG("exact", check_decimal(k, decimal_percent(part.value, whole.value, 2)))),
                     text_with(k->ctx, T_CLAIM_SHARE_MEND,
                               TEXT_ARG("share", check_decimal(k, decimal_percent(part.value, whole.value, printed.digits)))));
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
    if (said || !check_same_unit(k, &part, &first) || !check_same_unit(k, &part, &second) || !check_printed(k, &printed)) {
        return true;
    }
    if (!can_confirm(&part) || !can_confirm(&first) || !can_confirm(&second) || first.value <= 0 || second.value <= 0) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_SHARE_UNKNOWN), text(k->ctx, T_CLAIM_SHARE_UNKNOWN_MEND));
    }
    if (first.value == second.value && claim_share_holds(part.value, first.value, printed)) {
        return first.value >= CLAIM_SMALL_BASE || share_of_few(k, part.value, first.value);
    }
    return check_say(k, SEVERITY_WARNING,
                     text_with(k->ctx, T_CLAIM_TWO_BASES,
                               TEXT_ARG("one", check_decimal(k, decimal_percent(part.value, first.value, printed.digits))),
                               TEXT_ARG("first", check_count(k, first.value)),
                               TEXT_ARG("two", check_decimal(k, decimal_percent(part.value, second.value, printed.digits))),
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
    if (said || !check_same_unit(k, &meant, &whole) || !check_same_unit(k, &meant, &more) || !check_printed(k, &printed)) {
        return true;
    }
    if (!can_confirm(&meant) || !can_confirm(&whole) || !can_confirm(&more) || whole.value <= 0) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_SHARE_UNKNOWN), text(k->ctx, T_CLAIM_SHARE_UNKNOWN_MEND));
    }
    if (claim_share_holds(meant.value, whole.value, printed)) {
        return whole.value >= CLAIM_SMALL_BASE || share_of_few(k, meant.value, whole.value);
    }
    struct str right = check_decimal(k, decimal_percent(meant.value, whole.value, printed.digits));
    if (claim_share_holds(meant.value + more.value, whole.value, printed)) {
        return check_say(k, SEVERITY_WARNING,
                         text_with(k->ctx, T_CLAIM_CATEGORY_MIXED, TEXT_ARG("meant", check_count(k, meant.value)),
                                   TEXT_ARG("more", check_count(k, more.value)), TEXT_ARG("with", more.title)),
                         text_with(k->ctx, T_CLAIM_CATEGORY_MEND, TEXT_ARG("share", right)));
    }
    return check_say(k, SEVERITY_ERROR,
                     text_with(k->ctx, T_CLAIM_SHARE_WRONG, TEXT_ARG("part", check_count(k, meant.value)),
                               TEXT_ARG("whole", check_count(k, whole.value)),
                               TEXT_ARG("exact", check_decimal(k, decimal_percent(meant.value, whole.value, 2)))),
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
    if (said || !check_same_unit(k, &first, &next)) {
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
