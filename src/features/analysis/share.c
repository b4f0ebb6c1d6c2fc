/* Shares of an analysis. Units of account are never mixed (product rule 1), so a percent of works among persons is refused
   where it is typed, and once more where it is shown: a declaration may have changed since the block was saved. */
#include "features/analysis/share.h"

#include "report/sentence.h"

struct str share_refused(struct ctx *ctx, struct str part, struct str whole)
{
    struct str param;
    const struct figure_def *one = figure_declared(ctx, part, &param), *two = figure_declared(ctx, whole, &param);
    if (share_in_one_unit(one, two)) {
        return STR_NONE;
    }
    return text_with(ctx, T_ANALYSIS_FAULT_SHARE, TEXT_ARG("part", part), TEXT_ARG("one", unit_short(ctx->lang, one->unit)),
                     TEXT_ARG("whole", whole), TEXT_ARG("two", unit_short(ctx->lang, two->unit)));
}

bool share_words(struct showing *s, const struct figure *part, const struct figure *whole, struct str *ret_words, struct err *e)
{
    struct ctx *ctx = s->source->ctx;
    struct str refused = s->source->frozen ? STR_NONE : share_refused(ctx, part->name, whole->name);
    if (refused.len > 0) {
        return err_set(e, ERR_INVALID, "share_words", refused);
    }
    *ret_words = sentence_share(ctx->arena, ctx->lang, part, whole);
    return true;
}
