/* Editions: what was signed stays as it was signed. An edition is canonical JSON with every block, figure, definition, row and
   the version of the program; its sha256; and the bytes of the Word file issued with it. */
#ifndef ANALYSIS_EDITION_H
#define ANALYSIS_EDITION_H
#include "features/analysis/shown.h"

struct edition {
    int64_t id, number, made_at, year;
    struct str made_by_name, program, sha256, docx_sha256, json; /* json is empty in a list */
};
/* Where the analysis takes its numbers from: the record while it is a draft, its last edition once it is approved. */
bool analysis_source(struct ctx *ctx, const struct analysis *analysis, struct source **ret_source, struct err *e) MUST_USE;
/* Everything an edition holds, findings of the linter among it, read before the transaction begins, because a Word file is not
   made inside one. edition_put stores it inside the db_write_one_moment that moves the analysis to approved: it reads the whole
   again, at that one moment, and when the record says something else by then it stores nothing, sets moved and fails with
   ERR_CONFLICT; then prepare anew. */
struct edition_content {
    bool moved;
    int year;
    int64_t analysis_id, number;
    struct str json, sha256, docx, docx_sha256;
};
bool edition_prepare(struct ctx *ctx, const struct analysis *analysis, struct edition_content *ret_content,
                     struct err *e) MUST_USE;
bool edition_put(struct ctx *ctx, struct edition_content *content, int64_t *ret_id, struct err *e) MUST_USE;
bool edition_list(struct ctx *ctx, int64_t analysis_id, struct edition **ret_editions, size_t *ret_n, struct err *e) MUST_USE;
bool edition_read(struct ctx *ctx, int64_t id, struct edition *ret_edition, struct err *e) MUST_USE;
/* The Word file exactly as it was issued. */
bool edition_bytes(struct ctx *ctx, int64_t id, struct str *ret_bytes, struct err *e) MUST_USE;
#endif
