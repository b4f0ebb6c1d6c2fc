/* An analysis of a year that is long over, carried through its steps at once: for a record that is made whole (the town to
   practise on). The same doers as behind the buttons; who may press them is not asked. */
#include "analysis_sql.h"
#include "features/analysis/analysis.h"
#include "features/analysis/edition.h"
#include "features/analysis/public.h"

bool analysis_ready(struct ctx *ctx, int year, struct err *e)
{
    struct analysis analysis;
    if (!analysis_read(ctx, year, &analysis, e)) {
        return false;
    }
    for (size_t i = 0; i < analysis.n_sections; i++) {
        if (!section_set_state(ctx, &analysis.sections[i], "ready", e)) {
            return false;
        }
    }
    return true;
}

static bool move(struct ctx *ctx, int year, const char *to, struct err *e)
{
    struct analysis analysis;
    return analysis_read(ctx, year, &analysis, e) && analysis_set_state(ctx, &analysis, to, e);
}

bool analysis_sign(struct ctx *ctx, int year, struct str letter_number, struct day letter_day, struct err *e)
{
    struct analysis analysis;
    struct edition_content edition;
    int64_t id;
    return analysis_ready(ctx, year, e) && move(ctx, year, "agreed", e) && analysis_read(ctx, year, &analysis, e) &&
           edition_prepare(ctx, &analysis, &edition, e) && edition_put(ctx, &edition, &id, e) &&
           move(ctx, year, "approved", e) &&
           db_do(ctx->db, &q_analysis_letter, DB_ARGS(analysis.id, letter_number, db_from_day(ctx->arena, letter_day)), NULL,
                 e) &&
           move(ctx, year, "sent", e);
}

bool analysis_publish(struct ctx *ctx, int year, struct err *e)
{
    struct analysis analysis;
    struct edition *editions;
    struct public_made made;
    size_t n;
    if (!analysis_read(ctx, year, &analysis, e) || !edition_list(ctx, analysis.id, &editions, &n, e)) {
        return false;
    }
    if (n == 0) {
        return err_set(e, ERR_NOT_FOUND, "analysis_publish", STR("the analysis has no edition"));
    }
    if (!public_make(ctx, editions[0].id, DISCLOSURE_LEAST, &made, e)) {
        return false;
    }
    if (!made.possible) {
        return err_set(e, ERR_CONFLICT, "analysis_publish", STR("a small count could be reckoned"));
    }
    return public_put(ctx, editions[0].id, DISCLOSURE_LEAST, &made, e);
}
