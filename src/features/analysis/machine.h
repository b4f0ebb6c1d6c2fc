/* The machine form of an analysis: JSON with the origin of each number (decision 14). */
#ifndef ANALYSIS_MACHINE_H
#define ANALYSIS_MACHINE_H
#include "features/analysis/shown.h"

/* Canonical: keys sorted, numbers as decimal strings. Reads the rows of every figure that the analysis uses. */
bool machine_json(struct ctx *ctx, struct shown *shown, struct str *ret_json, struct err *e) MUST_USE;
#endif
