/* The annual analysis as it is stored: sections in order, blocks in order. */
#ifndef ANALYSIS_MODEL_H
#define ANALYSIS_MODEL_H
#include "base/ctx.h"
#include "base/day.h"
#include "base/str.h"
#include "db/db.h"

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_LIST,
    BLOCK_TABLE,
    BLOCK_CHART,
    BLOCK_CONCLUSION,
    BLOCK_OPINION,
    BLOCK_DECISIONS,
    BLOCK_PLAN,
    BLOCK_KINDS
};
const char *block_kind_word(enum block_kind kind); /* "paragraph": in the database */
bool block_kind_read(struct str s, enum block_kind *ret_kind) MUST_USE;

struct block {
    int64_t id, version, section_id, position, changed_at;
    enum block_kind kind;
    struct str text, changed_by;
};
struct section {
    int64_t id, version, position;
    struct str kind, title, state; /* intro, task, conclusions, decisions, appendix · draft, ready */
    struct maybe_int task_number;
    struct block *blocks;
    size_t n_blocks;
};
struct analysis {
    int64_t id, version;
    int year;
    struct str title, state, letter_number; /* draft, agreed, approved, sent */
    struct day letter_date;
    struct section *sections;
    size_t n_sections;
};
/* The analysis of the year with all its blocks; ERR_NOT_FOUND when nobody has begun it. Lives in ctx->arena. */
bool analysis_read(struct ctx *ctx, int year, struct analysis *ret_analysis, struct err *e) MUST_USE;
/* False in *ret_there instead of an error when there is none. */
bool analysis_find(struct ctx *ctx, int year, struct analysis *ret_analysis, bool *ret_there, struct err *e) MUST_USE;
bool analysis_signed(const struct analysis *analysis); /* approved or sent: nothing in it may change */

/* One block or section with the state of the analysis it belongs to. */
struct block_at {
    struct block block;
    int64_t analysis_id;
    int year;
    struct str analysis_state, section_title;
};
struct section_at {
    struct section section;
    int64_t analysis_id;
    int year;
    struct str analysis_state;
};
bool block_read(struct ctx *ctx, int64_t id, struct block_at *ret_block, struct err *e) MUST_USE;
bool section_read(struct ctx *ctx, int64_t id, struct section_at *ret_section, struct err *e) MUST_USE;

/* Writing; each inside the caller's db_write, with its rows of the audit trail. ERR_CONFLICT when the version is not the row's.
 */
bool analysis_begin(struct ctx *ctx, int year, struct str title, int64_t *ret_id, struct err *e) MUST_USE;
bool section_add(struct ctx *ctx, int64_t analysis_id, const struct section *section, int64_t *ret_id, struct err *e) MUST_USE;
/* After the block with the position `after` (0: first). */
bool block_add(struct ctx *ctx, int64_t section_id, int64_t after, enum block_kind kind, struct str text, int64_t *ret_id,
               struct err *e) MUST_USE;
bool block_save(struct ctx *ctx, const struct block *old, int64_t version, struct str text, struct err *e) MUST_USE;
/* The blocks below move up: positions count from one. */
bool block_remove(struct ctx *ctx, const struct block *old, int64_t version, struct err *e) MUST_USE;
/* One place up or down inside its section; nothing happens at the edge. */
bool block_move(struct ctx *ctx, const struct block *block, bool up, struct err *e) MUST_USE;
bool section_set_state(struct ctx *ctx, const struct section *section, const char *state, struct err *e) MUST_USE;
bool analysis_set_state(struct ctx *ctx, const struct analysis *analysis, const char *state, struct err *e) MUST_USE;
#endif
