/* The annual analysis, for other features, the command line and tests. */
#ifndef ANALYSIS_H
#define ANALYSIS_H
#include "base/ctx.h"
#include "base/day.h"
#include "base/err.h"
#include "base/str.h"

enum analysis_format { ANALYSIS_DOCX, ANALYSIS_XLSX, ANALYSIS_JSON, ANALYSIS_HTML };

/* The analysis of the year in a format; bytes in ctx->arena. Once it is approved, DOCX is the file issued with its last edition
   and the rest shows what was signed. ERR_NOT_FOUND while nobody has begun the analysis of the year. */
bool analysis_render(struct ctx *ctx, int year, enum analysis_format format, struct str *ret_bytes, struct err *e) MUST_USE;
/* The format by the end of a file's name (.docx .xlsx .json .html); false on another. */
bool analysis_format_of(struct str file_name, enum analysis_format *ret_format) MUST_USE;

/* Stores an analysis written as one text (the format stands in draft.h) for the year; works inside the caller's db_write. The
   text of data/sample/analysis.txt is loaded by this, for whatever year the sample is made for. ERR_INVALID names what is
   wrong. */
bool analysis_sample_load(struct ctx *ctx, int year, struct str text, struct err *e) MUST_USE;
/* Every section of the year's draft ready; and the whole carried on to «sent» with its edition and Word file. Inside the
   caller's db_write, for a record that is made whole; nobody's rights are asked. */
bool analysis_ready(struct ctx *ctx, int year, struct err *e) MUST_USE;
bool analysis_sign(struct ctx *ctx, int year, struct str letter_number, struct day letter_day, struct err *e) MUST_USE;
/* What may be seen of the year's last edition, published; inside the caller's db_write, and as of analysis_sign. ERR_CONFLICT
   when a small count could be reckoned from it. */
bool analysis_publish(struct ctx *ctx, int year, struct err *e) MUST_USE;
/* The first draft from the year's tasks, activities and figures; inside the caller's db_write. */
bool analysis_begin_draft(struct ctx *ctx, int year, struct err *e) MUST_USE;

/* The texts of the year's blocks with every figure put in, in order, for the linter: where it stands, and its words. */
struct analysis_words {
    int64_t block_id;
    struct str section, words;
};
bool analysis_words(struct ctx *ctx, int year, struct analysis_words **ret_words, size_t *ret_n, struct err *e) MUST_USE;
#endif
