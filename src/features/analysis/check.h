/* Whether a block may be saved: its grammar, its settings, and that every figure, activity and document it names is there. */
#ifndef ANALYSIS_CHECK_H
#define ANALYSIS_CHECK_H
#include "features/analysis/model.h"

/* *ret_message is empty when the block is good; else it says what is wrong, where, and what was perhaps meant. False only when
   the world failed. */
bool block_check(struct ctx *ctx, int year, enum block_kind kind, struct str text, struct str *ret_message,
                 struct err *e) MUST_USE;
#endif
