/* The sample year: what `orientir demo` fills a new centre with. */
#ifndef SAMPLE_H
#define SAMPLE_H
#include "base/ctx.h"
#include "base/err.h"
/* Writes the whole sample year into the centre of ctx, which must be empty. Called inside one db_write, so that it
   stands whole or not at all; leaves ctx->year at the year it has loaded. */
bool sample_load(struct ctx *ctx, struct err *e) MUST_USE;
#endif
