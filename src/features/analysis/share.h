/* Shares of an analysis: one rule for what is typed, for a line and for a table. */
#ifndef ANALYSIS_SHARE_H
#define ANALYSIS_SHARE_H
#include "features/analysis/shown.h"

/* Why there is no such share, for the author; empty when there is one. */
struct str share_refused(struct ctx *ctx, struct str part, struct str whole);
/* «37,1 %», «8 из 12», «нет данных»; ERR_INVALID with the words of share_refused when the two are counted differently. What was
   signed is shown as it was signed. */
bool share_words(struct showing *s, const struct figure *part, const struct figure *whole, struct str *ret_words,
                 struct err *e) MUST_USE;
#endif
