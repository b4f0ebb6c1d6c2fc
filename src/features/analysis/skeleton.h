/* A first draft of the analysis of any year, made from its tasks, activities and figures, so that nobody begins with an empty
 * page. */
#ifndef ANALYSIS_SKELETON_H
#define ANALYSIS_SKELETON_H
#include "features/analysis/draft.h"

/* The draft as text (see draft.h), lives in ctx->arena. */
bool skeleton_text(struct ctx *ctx, int year, struct str *ret_text, struct err *e) MUST_USE;
/* Makes it and stores it; inside the caller's db_write. */
bool skeleton_make(struct ctx *ctx, int year, struct err *e) MUST_USE;
#endif
