/* Reading and storing an analysis written as one text. Two passes: the first counts nothing and only grows arrays, because
   texts are short; the second stores. Nothing here knows any year. */
#include "features/analysis/draft.h"

#include "analysis_sql.h"
#include "base/buf.h"
#include "base/num.h"
#include "features/analysis/check.h"

enum { MOST_SECTIONS = 40, MOST_BLOCKS = 400 };

struct drafting {
    struct arena *arena;
    struct analysis analysis;
    size_t line;
    struct section *section;
    struct buf *block; /* text of the block being read; empty when there is none */
    enum block_kind kind;
    struct err *e;
};

static bool wrong(struct drafting *d, const char *what)
{
    return err_set(d->e, ERR_INVALID, "draft_read", str_format(d->arena, "line %zu: %s", d->line, what));
}

static bool block_end(struct drafting *d)
{
    bool settings_only = d->kind == BLOCK_DECISIONS || d->kind == BLOCK_PLAN;
    if (d->kind == BLOCK_KINDS) {
        return true;
    }
    if (buf_len(d->block) == 0 && !settings_only) {
        return wrong(d, "a block without words");
    }
    if (d->section->n_blocks == MOST_BLOCKS) {
        return wrong(d, "too many blocks in a section");
    }
    struct block block = { .kind = d->kind, .text = str_copy(d->arena, buf_str(d->block)) };
    block.position = (int64_t)d->section->n_blocks + 1;
    d->section->blocks[d->section->n_blocks++] = block;
    d->kind = BLOCK_KINDS;
    buf_cut(d->block, 0);
    return true;
}

static bool section_begin(struct drafting *d, struct str words)
{
    size_t space = str_find(words, STR(" "), 0);
    struct str kind = str_part(words, 0, space), title = str_trim(str_part(words, space, words.len));
    struct section section = { .kind = kind, .state = STR("draft"), .position = (int64_t)d->analysis.n_sections + 1 };
    if (d->analysis.n_sections == MOST_SECTIONS) {
        return wrong(d, "too many sections");
    }
    if (str_is(kind, "task")) {
        size_t end = str_find(title, STR(" "), 0);
        if (!num_read_int(str_part(title, 0, end), &section.task_number.is)) {
            return wrong(d, "a task section has the number of its task");
        }
        section.task_number.known = true;
        title = str_trim(str_part(title, end, title.len));
    } else if (title.len == 0) {
        return wrong(d, "a section without a title");
    }
    section.title = title;
    section.blocks = NEW_ARRAY(d->arena, struct block, MOST_BLOCKS);
    d->section = &d->analysis.sections[d->analysis.n_sections++];
    *d->section = section;
    return true;
}

static void block_line(struct drafting *d, enum block_kind kind, struct str words, char joint)
{
    if (buf_len(d->block) > 0) {
        buf_put_byte(d->block, joint);
    }
    buf_put(d->block, words);
    d->kind = kind;
}

static bool settings_begin(struct drafting *d, struct str word)
{
    static const enum block_kind kinds[] = { BLOCK_TABLE, BLOCK_CHART, BLOCK_DECISIONS, BLOCK_PLAN };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (str_is(word, block_kind_word(kinds[i]))) {
            d->kind = kinds[i];
            return true;
        }
    }
    return wrong(d, "an unknown kind of block");
}

/* A line that goes on with the block begun above it. */
static bool block_goes_on(struct drafting *d, struct str line, struct str words)
{
    switch (d->kind) {
    case BLOCK_TABLE:
    case BLOCK_CHART:
    case BLOCK_DECISIONS:
    case BLOCK_PLAN:
        block_line(d, d->kind, words, '\n');
        return true;
    case BLOCK_OPINION:
        block_line(d, d->kind, words, str_find(buf_str(d->block), STR("\n"), 0) < buf_len(d->block) ? ' ' : '\n');
        return true;
    case BLOCK_LIST:
        if (str_starts(words, STR("- "))) {
            block_line(d, BLOCK_LIST, str_trim(str_part(words, 2, words.len)), '\n');
            return true;
        }
        if (line.len == 0 || line.at[0] != ' ') {
            return wrong(d, "an item begins with '- ', its next line with a space");
        }
        block_line(d, BLOCK_LIST, words, ' ');
        return true;
    case BLOCK_HEADING:
        return wrong(d, "an empty line stands after a heading");
    case BLOCK_PARAGRAPH:
    case BLOCK_CONCLUSION:
    case BLOCK_KINDS:
        break;
    }
    block_line(d, d->kind, words, ' ');
    return true;
}

static bool block_begin(struct drafting *d, struct str words)
{
    if (!d->section) {
        return wrong(d, "words before the first section");
    }
    if (str_starts(words, STR("## "))) {
        block_line(d, BLOCK_HEADING, str_trim(str_part(words, 3, words.len)), ' ');
    } else if (str_starts(words, STR("! "))) {
        block_line(d, BLOCK_CONCLUSION, str_trim(str_part(words, 2, words.len)), ' ');
    } else if (str_starts(words, STR("? "))) {
        block_line(d, BLOCK_OPINION, str_join(d->arena, STR("of: "), str_trim(str_part(words, 2, words.len))), ' ');
    } else if (str_starts(words, STR("- "))) {
        block_line(d, BLOCK_LIST, str_trim(str_part(words, 2, words.len)), ' ');
    } else if (str_starts(words, STR(":"))) {
        return settings_begin(d, str_part(words, 1, words.len));
    } else {
        block_line(d, BLOCK_PARAGRAPH, words, ' ');
    }
    return true;
}

static bool read_line(struct drafting *d, struct str line)
{
    struct str words = str_trim(line);
    if (str_starts(words, STR("//"))) {
        return true;
    }
    if (words.len == 0) {
        return block_end(d);
    }
    if (str_starts(words, STR("= "))) {
        d->analysis.title = str_trim(str_part(words, 2, words.len));
        return true;
    }
    if (str_starts(words, STR("# "))) {
        return block_end(d) && section_begin(d, str_trim(str_part(words, 2, words.len)));
    }
    return d->kind == BLOCK_KINDS ? block_begin(d, words) : block_goes_on(d, line, words);
}

bool draft_read(struct arena *a, struct str text, struct analysis *ret_analysis, struct err *e)
{
    struct drafting d = { .arena = a, .block = buf_new(a, text.len + 16), .kind = BLOCK_KINDS, .e = e };
    struct str line;
    d.analysis.sections = NEW_ARRAY(a, struct section, MOST_SECTIONS);
    d.analysis.state = STR("draft");
    while (str_next(&text, '\n', &line)) {
        d.line++;
        if (!read_line(&d, line)) {
            return false;
        }
    }
    if (!block_end(&d)) {
        return false;
    }
    if (d.analysis.title.len == 0) {
        return wrong(&d, "the title of the analysis is missing");
    }
    *ret_analysis = d.analysis;
    return true;
}

struct task_row {
    int64_t number;
    struct str title, direction;
};
static const struct db_column task_columns[] = {
    { "number", DB_INT, offsetof(struct task_row, number) },
    { "title", DB_TEXT, offsetof(struct task_row, title) },
    { "direction", DB_TEXT, offsetof(struct task_row, direction) },
};
static const struct db_shape task_shape = DB_SHAPE(struct task_row, task_columns);

static struct str title_of(const struct section *section, const struct task_row *tasks, size_t n)
{
    for (size_t i = 0; section->title.len == 0 && i < n; i++) {
        if (tasks[i].number == section->task_number.is) {
            return tasks[i].title;
        }
    }
    return section->title;
}

static bool load_section(struct ctx *ctx, int year, int64_t analysis_id, const struct section *section, struct err *e)
{
    int64_t section_id, block_id;
    if (!section_add(ctx, analysis_id, section, &section_id, e)) {
        return false;
    }
    for (size_t i = 0; i < section->n_blocks; i++) {
        const struct block *block = &section->blocks[i];
        struct str message;
        if (!block_check(ctx, year, block->kind, block->text, &message, e)) {
            return false;
        }
        if (message.len > 0) {
            struct str start = str_part(block->text, 0, 80);
            return err_set(e, ERR_INVALID, "draft_load",
                           str_format(ctx->arena, "%s: «%.*s…»", str_cstr(ctx->arena, message), (int)start.len, start.at));
        }
        if (!block_add(ctx, section_id, (int64_t)i, block->kind, block->text, &block_id, e)) {
            return false;
        }
    }
    return true;
}

bool draft_load(struct ctx *ctx, int year, struct str text, struct err *e)
{
    struct analysis analysis = { 0 };
    struct task_row *tasks;
    size_t n;
    int64_t id;
    if (!draft_read(ctx->arena, text, &analysis, e) ||
        !db_rows(ctx->db, ctx->arena, &q_analysis_tasks, DB_ARGS(year), &task_shape, (void *)&tasks, &n, e) ||
        !analysis_begin(ctx, year, analysis.title, &id, e)) {
        return false;
    }
    for (size_t i = 0; i < analysis.n_sections; i++) {
        struct section section = analysis.sections[i];
        section.title = title_of(&section, tasks, n);
        if (section.title.len == 0) {
            return err_set(e, ERR_INVALID, "draft_load",
                           str_format(ctx->arena, "there is no task %lld in the year", (long long)section.task_number.is));
        }
        if (!load_section(ctx, year, id, &section, e)) {
            return false;
        }
    }
    return true;
}
