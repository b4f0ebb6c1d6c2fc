/* The analysis as a workbook: each table and each chart on a sheet of its own, numbers as numbers, and what they are. */
#ifndef ANALYSIS_ANNEX_H
#define ANALYSIS_ANNEX_H
#include "features/analysis/shown.h"
/* In the language of ctx; the authors' own words stay as they wrote them. */
bool annex_xlsx(struct ctx *ctx, struct shown *shown, struct str *ret_bytes, struct err *e) MUST_USE;
#endif
