/* Reading the stored analysis. Sections and blocks come in two statements, not one for each section, and are joined here. */
#include "features/analysis/model.h"

#include "analysis_sql.h"

static const char *const kind_words[BLOCK_KINDS] = {
    [BLOCK_HEADING] = "heading", [BLOCK_PARAGRAPH] = "paragraph", [BLOCK_LIST] = "list",
    [BLOCK_TABLE] = "table",     [BLOCK_CHART] = "chart",         [BLOCK_CONCLUSION] = "conclusion",
    [BLOCK_OPINION] = "opinion", [BLOCK_DECISIONS] = "decisions", [BLOCK_PLAN] = "plan",
};

const char *block_kind_word(enum block_kind kind)
{
    BUG_IF(kind < 0 || kind >= BLOCK_KINDS);
    return kind_words[kind];
}

bool block_kind_read(struct str s, enum block_kind *ret_kind)
{
    for (int i = 0; i < BLOCK_KINDS; i++) {
        if (str_is(s, kind_words[i])) {
            *ret_kind = (enum block_kind)i;
            return true;
        }
    }
    return false;
}

struct analysis_row {
    int64_t id, version, year;
    struct str title, state, letter_number;
    struct day letter_date;
};
static const struct db_column analysis_columns[] = {
    { "id", DB_INT, offsetof(struct analysis_row, id) },
    { "version", DB_INT, offsetof(struct analysis_row, version) },
    { "year", DB_INT, offsetof(struct analysis_row, year) },
    { "title", DB_TEXT, offsetof(struct analysis_row, title) },
    { "state", DB_TEXT, offsetof(struct analysis_row, state) },
    { "letter_number", DB_TEXT, offsetof(struct analysis_row, letter_number) },
    { "letter_date", DB_DAY, offsetof(struct analysis_row, letter_date) },
};
static const struct db_shape analysis_shape = DB_SHAPE(struct analysis_row, analysis_columns);

static const struct db_column section_columns[] = {
    { "id", DB_INT, offsetof(struct section, id) },
    { "version", DB_INT, offsetof(struct section, version) },
    { "position", DB_INT, offsetof(struct section, position) },
    { "kind", DB_TEXT, offsetof(struct section, kind) },
    { "task_number", DB_MAYBE_INT, offsetof(struct section, task_number) },
    { "title", DB_TEXT, offsetof(struct section, title) },
    { "state", DB_TEXT, offsetof(struct section, state) },
};
static const struct db_shape section_shape = DB_SHAPE(struct section, section_columns);

struct block_row {
    int64_t id, version, section_id, position, changed_at, analysis_id, year;
    struct str kind, text, changed_by, analysis_state, section_title;
};
#define BLOCK_COLUMNS                                                                                                          \
    { "id", DB_INT, offsetof(struct block_row, id) }, { "version", DB_INT, offsetof(struct block_row, version) },              \
        { "section_id", DB_INT, offsetof(struct block_row, section_id) },                                                      \
        { "position", DB_INT, offsetof(struct block_row, position) }, { "kind", DB_TEXT, offsetof(struct block_row, kind) },   \
        { "text", DB_TEXT, offsetof(struct block_row, text) },                                                                 \
        { "changed_at", DB_INT, offsetof(struct block_row, changed_at) },                                                      \
    {                                                                                                                          \
        "changed_by", DB_TEXT, offsetof(struct block_row, changed_by)                                                          \
    }
static const struct db_column block_columns[] = { BLOCK_COLUMNS };
static const struct db_column block_at_columns[] = {
    BLOCK_COLUMNS,
    { "analysis_id", DB_INT, offsetof(struct block_row, analysis_id) },
    { "year", DB_INT, offsetof(struct block_row, year) },
    { "analysis_state", DB_TEXT, offsetof(struct block_row, analysis_state) },
    { "section_title", DB_TEXT, offsetof(struct block_row, section_title) },
};
static const struct db_shape block_shape = DB_SHAPE(struct block_row, block_columns);
static const struct db_shape block_at_shape = DB_SHAPE(struct block_row, block_at_columns);

struct section_row {
    struct section section;
    int64_t analysis_id, year;
    struct str analysis_state;
};
static const struct db_column section_at_columns[] = {
    { "id", DB_INT, offsetof(struct section_row, section.id) },
    { "version", DB_INT, offsetof(struct section_row, section.version) },
    { "position", DB_INT, offsetof(struct section_row, section.position) },
    { "kind", DB_TEXT, offsetof(struct section_row, section.kind) },
    { "task_number", DB_MAYBE_INT, offsetof(struct section_row, section.task_number) },
    { "title", DB_TEXT, offsetof(struct section_row, section.title) },
    { "state", DB_TEXT, offsetof(struct section_row, section.state) },
    { "analysis_id", DB_INT, offsetof(struct section_row, analysis_id) },
    { "year", DB_INT, offsetof(struct section_row, year) },
    { "analysis_state", DB_TEXT, offsetof(struct section_row, analysis_state) },
};
static const struct db_shape section_at_shape = DB_SHAPE(struct section_row, section_at_columns);

static struct block block_of(const struct block_row *row)
{
    struct block block = { .id = row->id,
                           .version = row->version,
                           .section_id = row->section_id,
                           .position = row->position,
                           .changed_at = row->changed_at,
                           .text = row->text,
                           .changed_by = row->changed_by };
    /* The table refuses other words, so an unknown one is a newer program's, which db_check_schema has already refused. */
    BUG_IF(!block_kind_read(row->kind, &block.kind));
    return block;
}

static bool read_blocks(struct ctx *ctx, struct analysis *analysis, struct err *e)
{
    struct block_row *rows;
    size_t n, next = 0;
    if (!db_rows(ctx->db, ctx->arena, &q_analysis_sections, DB_ARGS(analysis->id), &section_shape, (void *)&analysis->sections,
                 &analysis->n_sections, e) ||
        !db_rows(ctx->db, ctx->arena, &q_analysis_blocks, DB_ARGS(analysis->id), &block_shape, (void *)&rows, &n, e)) {
        return false;
    }
    struct block *blocks = NEW_ARRAY(ctx->arena, struct block, n + 1);
    for (size_t i = 0; i < n; i++) {
        blocks[i] = block_of(&rows[i]);
    }
    for (size_t s = 0; s < analysis->n_sections; s++) {
        struct section *section = &analysis->sections[s];
        section->blocks = blocks + next;
        section->n_blocks = 0;
        while (next < n && blocks[next].section_id == section->id) {
            section->n_blocks++;
            next++;
        }
    }
    return true;
}

bool analysis_find(struct ctx *ctx, int year, struct analysis *ret_analysis, bool *ret_there, struct err *e)
{
    struct analysis_row *rows;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_analysis_of_year, DB_ARGS(year), &analysis_shape, (void *)&rows, &n, e)) {
        return false;
    }
    if (n == 0) {
        *ret_there = false;
        return true;
    }
    struct analysis analysis = { .id = rows->id,
                                 .version = rows->version,
                                 .year = (int)rows->year,
                                 .title = rows->title,
                                 .state = rows->state,
                                 .letter_number = rows->letter_number,
                                 .letter_date = rows->letter_date };
    if (!read_blocks(ctx, &analysis, e)) {
        return false;
    }
    *ret_analysis = analysis;
    *ret_there = true;
    return true;
}

bool analysis_read(struct ctx *ctx, int year, struct analysis *ret_analysis, struct err *e)
{
    bool there;
    if (!analysis_find(ctx, year, ret_analysis, &there, e)) {
        return false;
    }
    return there || err_set(e, ERR_NOT_FOUND, "analysis_read", str_format(ctx->arena, "no analysis of %d-%d", year, year + 1));
}

bool analysis_signed(const struct analysis *analysis)
{
    return str_is(analysis->state, "approved") || str_is(analysis->state, "sent");
}

bool block_read(struct ctx *ctx, int64_t id, struct block_at *ret_block, struct err *e)
{
    struct block_row row;
    if (!db_one(ctx->db, ctx->arena, &q_analysis_block_one, DB_ARGS(id), &block_at_shape, &row, e)) {
        return false;
    }
    *ret_block = (struct block_at){ block_of(&row), row.analysis_id, (int)row.year, row.analysis_state, row.section_title };
    return true;
}

bool section_read(struct ctx *ctx, int64_t id, struct section_at *ret_section, struct err *e)
{
    struct section_row row;
    if (!db_one(ctx->db, ctx->arena, &q_analysis_section_one, DB_ARGS(id), &section_at_shape, &row, e)) {
        return false;
    }
    *ret_section = (struct section_at){ row.section, row.analysis_id, (int)row.year, row.analysis_state };
    return true;
}
