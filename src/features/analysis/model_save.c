/* Writing the stored analysis. Every function runs inside the caller's db_write and leaves its rows in the audit trail; an
   UPDATE names the version it expects, so that two people never overwrite each other. */
#include "features/analysis/model.h"

#include "access/access.h"
#include "analysis_sql.h"

static bool conflict_unless(int64_t changed, struct err *e)
{
    return changed == 1 || err_set(e, ERR_CONFLICT, "analysis", STR("somebody saved before you"));
}

static bool audited(struct ctx *ctx, const char *table, int64_t id, const char *verb, const char *field, struct str old_value,
                    struct str new_value, struct err *e)
{
    const struct audit_entry entry = { str_c(field), old_value, new_value };
    return audit_put(ctx, str_c(table), id, verb, &entry, 1, e);
}

/* Asked inside the transaction, behind the lock of the analysis: between the page and this moment it may have been agreed. */
static bool still_draft(struct ctx *ctx, int64_t section_id, struct err *e)
{
    struct section_at at;
    return section_read(ctx, section_id, &at, e) &&
           (str_is(at.analysis_state, "draft") ||
            err_set(e, ERR_CONFLICT, "analysis", STR("the analysis is agreed or signed: return it first")));
}

bool analysis_begin(struct ctx *ctx, int year, struct str title, int64_t *ret_id, struct err *e)
{
    int64_t id;
    if (!db_new_id(ctx->db, STR("analysis"), &id, e) || !db_do(ctx->db, &q_analysis_add, DB_ARGS(id, year, title), NULL, e) ||
        !audited(ctx, "analysis", id, "add", "title", STR_NONE, title, e)) {
        return false;
    }
    *ret_id = id;
    return true;
}

bool section_add(struct ctx *ctx, int64_t analysis_id, const struct section *section, int64_t *ret_id, struct err *e)
{
    int64_t id;
    if (!db_new_id(ctx->db, STR("analysis_section"), &id, e) ||
        !db_do(ctx->db, &q_analysis_section_add,
               DB_ARGS(id, analysis_id, section->position, section->kind, section->task_number, section->title), NULL, e)) {
        return false;
    }
    *ret_id = id;
    return true;
}

/* Positions count from one without gaps, whatever was added or taken away: they are what the order of the text is told by. */
static bool number_blocks(struct ctx *ctx, int64_t section_id, struct err *e)
{
    struct section_at at;
    struct analysis analysis;
    if (!section_read(ctx, section_id, &at, e) || !analysis_read(ctx, at.year, &analysis, e)) {
        return false;
    }
    for (size_t s = 0; s < analysis.n_sections; s++) {
        const struct section *section = &analysis.sections[s];
        for (size_t i = 0; section->id == section_id && i < section->n_blocks; i++) {
            int64_t place = (int64_t)i + 1;
            if (section->blocks[i].position != place &&
                !db_do(ctx->db, &q_analysis_block_place, DB_ARGS(section->blocks[i].id, place), NULL, e)) {
                return false;
            }
        }
    }
    return true;
}

bool block_add(struct ctx *ctx, int64_t section_id, int64_t after, enum block_kind kind, struct str text, int64_t *ret_id,
               struct err *e)
{
    int64_t id;
    if (!still_draft(ctx, section_id, e) || !db_do(ctx->db, &q_analysis_blocks_shift, DB_ARGS(section_id, after), NULL, e) ||
        !db_new_id(ctx->db, STR("analysis_block"), &id, e) ||
        !db_do(ctx->db, &q_analysis_block_add,
               DB_ARGS(id, section_id, after + 1, str_c(block_kind_word(kind)), text, ctx->now_ms, ctx->actor->name), NULL,
               e) ||
        !number_blocks(ctx, section_id, e) || !audited(ctx, "analysis_block", id, "add", "text", STR_NONE, text, e)) {
        return false;
    }
    *ret_id = id;
    return true;
}

bool block_save(struct ctx *ctx, const struct block *old, int64_t version, struct str text, struct err *e)
{
    int64_t changed;
    return still_draft(ctx, old->section_id, e) &&
           db_do(ctx->db, &q_analysis_block_save, DB_ARGS(old->id, version, text, ctx->now_ms, ctx->actor->name), &changed,
                 e) &&
           conflict_unless(changed, e) && audited(ctx, "analysis_block", old->id, "edit", "text", old->text, text, e);
}

bool block_remove(struct ctx *ctx, const struct block *old, int64_t version, struct err *e)
{
    int64_t changed;
    return still_draft(ctx, old->section_id, e) &&
           db_do(ctx->db, &q_analysis_block_remove, DB_ARGS(old->id, version), &changed, e) && conflict_unless(changed, e) &&
           number_blocks(ctx, old->section_id, e) &&
           audited(ctx, "analysis_block", old->id, "remove", "text", old->text, STR_NONE, e);
}

/* Two neighbours exchange their positions. */
bool block_move(struct ctx *ctx, const struct block *block, bool up, struct err *e)
{
    struct section_at at;
    struct analysis analysis;
    if (!still_draft(ctx, block->section_id, e) || !section_read(ctx, block->section_id, &at, e) ||
        !analysis_read(ctx, at.year, &analysis, e)) {
        return false;
    }
    for (size_t s = 0; s < analysis.n_sections; s++) {
        const struct section *section = &analysis.sections[s];
        for (size_t i = 0; section->id == block->section_id && i < section->n_blocks; i++) {
            if (section->blocks[i].id != block->id || (up ? i == 0 : i + 1 == section->n_blocks)) {
                continue;
            }
            const struct block *other = &section->blocks[up ? i - 1 : i + 1];
            return db_do(ctx->db, &q_analysis_block_place, DB_ARGS(block->id, other->position), NULL, e) &&
                   db_do(ctx->db, &q_analysis_block_place, DB_ARGS(other->id, section->blocks[i].position), NULL, e) &&
                   audited(ctx, "analysis_block", block->id, "edit", "position", STR_NONE, up ? STR("up") : STR("down"), e);
        }
    }
    return true;
}

bool section_set_state(struct ctx *ctx, const struct section *section, const char *state, struct err *e)
{
    int64_t changed;
    return still_draft(ctx, section->id, e) &&
           db_do(ctx->db, &q_analysis_section_state, DB_ARGS(section->id, section->version, str_c(state)), &changed, e) &&
           conflict_unless(changed, e) &&
           audited(ctx, "analysis_section", section->id, "step", "state", section->state, str_c(state), e);
}

bool analysis_set_state(struct ctx *ctx, const struct analysis *analysis, const char *state, struct err *e)
{
    int64_t changed;
    return db_do(ctx->db, &q_analysis_move, DB_ARGS(analysis->id, analysis->version, str_c(state)), &changed, e) &&
           conflict_unless(changed, e) &&
           audited(ctx, "analysis", analysis->id, "step", "state", analysis->state, str_c(state), e);
}
