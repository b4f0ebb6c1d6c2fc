/* The analysis as a Word document. */
#ifndef ANALYSIS_WORD_H
#define ANALYSIS_WORD_H
#include "features/analysis/shown.h"

/* approved_at: the moment of approval for the block «УТВЕРЖДАЮ», 0 while it is a draft. */
bool word_document(struct ctx *ctx, const struct shown *shown, int64_t approved_at, struct str *ret_bytes,
                   struct err *e) MUST_USE;
#endif
