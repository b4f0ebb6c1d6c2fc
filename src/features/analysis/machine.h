/* The machine form of an analysis: JSON with the origin of each number (decision 14). */
#ifndef ANALYSIS_MACHINE_H
#define ANALYSIS_MACHINE_H
#include "features/analysis/shown.h"
#include "features/claim/claim.h"

/* Canonical: keys sorted, numbers as decimal strings. Reads the rows of every figure that the analysis uses. */
bool machine_json(struct ctx *ctx, struct shown *shown, struct str *ret_json, struct err *e) MUST_USE;
/* «known», «school year»: the words for programs. */
const char *machine_status(enum figure_status status);
const char *machine_period(enum period_type period);
/* What the linter found, with what was accepted and why, for the edition; and the severity of a word in it. */
struct json *machine_findings(struct arena *a, const struct finding *findings, size_t n);
enum severity machine_severity(struct str word);
#endif
