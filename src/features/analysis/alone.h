/* The analysis as one HTML file that needs no program beside it. */
#ifndef ANALYSIS_ALONE_H
#define ANALYSIS_ALONE_H
#include "features/analysis/shown.h"

/* Text in Russian, what stands around it in the reader's language; at the end the origin of every number. Reads the rows of
   every figure that the analysis uses. From then on the numbers of `shown` lead into the file and no more to pages. */
bool alone_html(struct ctx *ctx, struct shown *shown, struct str *ret_bytes, struct err *e) MUST_USE;
#endif
