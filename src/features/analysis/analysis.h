/* The annual analysis, for other features, the command line and tests. */
#ifndef ANALYSIS_H
#define ANALYSIS_H
#include "base/ctx.h"
#include "base/str.h"

enum analysis_format { ANALYSIS_DOCX, ANALYSIS_JSON, ANALYSIS_HTML };

/* The analysis of the year in a format; bytes in ctx->arena. Once it is approved, DOCX is the file issued with its last edition
   and the rest shows what was signed. ERR_NOT_FOUND while nobody has begun the analysis of the year. */
bool analysis_render(struct ctx *ctx, int year, enum analysis_format format, struct str *ret_bytes, struct err *e) MUST_USE;
/* The format by the end of a file's name (.docx .json .html); false on another. */
bool analysis_format_of(struct str file_name, enum analysis_format *ret_format) MUST_USE;

/* Stores an analysis written as one text (the format stands in draft.h) for the year; works inside the caller's db_write. The
   text of data/sample/analysis.txt is loaded by this, for whatever year the sample is made for. ERR_INVALID names what is
   wrong. */
bool analysis_sample_load(struct ctx *ctx, int year, struct str text, struct err *e) MUST_USE;
/* The first draft from the year's tasks, activities and figures; inside the caller's db_write. */
bool analysis_begin_draft(struct ctx *ctx, int year, struct err *e) MUST_USE;

/* The texts of the year's blocks with every figure put in, in order, for the linter: where it stands, and its words. */
struct analysis_words {
    int64_t block_id;
    struct str section, words;
};
bool analysis_words(struct ctx *ctx, int year, struct analysis_words **ret_words, size_t *ret_n, struct err *e) MUST_USE;
#endif
