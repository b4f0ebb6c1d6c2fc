/* Reading a whole analysis for showing: numbers of tables and charts first, then section by section. A block whose figure or
   activity is gone from the program or the year does not take the page with it: it says in its place what is the matter. */
#include "features/analysis/shown.h"

#include "base/buf.h"
#include "base/num.h"
#include "features/analysis/settings.h"
#include "features/analysis/wording.h"

struct str line_words(struct arena *a, const struct shown_line *line)
{
    struct buf *b = buf_new(a, 1 << 20);
    for (size_t i = 0; i < line->n; i++) {
        buf_put(b, line->pieces[i].text);
    }
    return str_copy(a, buf_str(b));
}

/* Every table and chart gets its number in the order of the document, before any line may refer to it. */
static void number_keys(struct showing *s, const struct analysis *analysis, struct shown *shown)
{
    struct arena *a = s->source->ctx->arena;
    size_t n = 0;
    for (size_t i = 0; i < analysis->n_sections; i++) {
        n += analysis->sections[i].n_blocks;
    }
    struct key_number *keys = NEW_ARRAY(a, struct key_number, n + 1);
    for (size_t i = 0; i < analysis->n_sections; i++) {
        for (size_t k = 0; k < analysis->sections[i].n_blocks; k++) {
            const struct block *block = &analysis->sections[i].blocks[k];
            struct settings settings;
            struct inline_fault fault;
            bool chart = block->kind == BLOCK_CHART;
            if ((chart || block->kind == BLOCK_TABLE) && settings_read(block->kind, block->text, &settings, &fault)) {
                int number = chart ? ++shown->n_charts : ++shown->n_tables;
                keys[s->n_keys++] = (struct key_number){ block_key(a, block, settings.key), number, chart };
            }
        }
    }
    s->keys = keys;
}

static size_t count_lines(struct str words)
{
    struct str line;
    size_t n = 0;
    while (str_next(&words, '\n', &line)) {
        n += str_trim(line).len > 0;
    }
    return n;
}

static bool show_items(struct showing *s, struct str words, struct shown_block *out, struct err *e)
{
    struct str line;
    out->lines = NEW_ARRAY(s->source->ctx->arena, struct shown_line, count_lines(words) + 1);
    while (str_next(&words, '\n', &line)) {
        line = str_trim(line);
        if (line.len > 0 && !show_line(s, line, &out->lines[out->n_lines++], e)) {
            return false;
        }
    }
    return true;
}

/* Lines of the record are words as they stand, not grammar. */
static bool show_record_lines(struct showing *s, const char *what, const struct block *block, struct shown_block *out,
                              struct err *e)
{
    const struct used_fact *fact;
    int64_t section = 0;
    struct str line, rest, typed = str_trim(block->text);
    if (typed.len > 0 && !num_read_int(typed, &section)) {
        section = 0;
    }
    if (!source_lines(s->source, what, section, &fact, e)) {
        return false;
    }
    rest = fact->words;
    out->lines = NEW_ARRAY(s->source->ctx->arena, struct shown_line, count_lines(rest) + 1);
    while (str_next(&rest, '\n', &line)) {
        if (line.len == 0) {
            continue;
        }
        struct shown_piece *piece = NEW(s->source->ctx->arena, struct shown_piece);
        *piece = (struct shown_piece){ .kind = SHOWN_TEXT, .text = wording_bound(s->source->ctx->arena, line) };
        out->lines[out->n_lines++] = (struct shown_line){ piece, 1 };
    }
    return true;
}

/* The numbers of the plan as figures, those that are not nought; then its points. What was signed before the plan was counted
   by its points stays in the words it was signed in. */
static bool show_plan(struct showing *s, const struct block *block, struct shown_block *out, struct err *e)
{
    static const struct {
        const char *figure;
        enum text_id words;
    } more[] = { { "plan.left", T_ANALYSIS_PLAN_LEFT }, { "plan.outside", T_ANALYSIS_PLAN_OUTSIDE } };
    struct ctx *ctx = s->source->ctx;
    const struct used_fact *fact;
    struct used_figure *done;
    struct shown_block lines = *out, head = *out;
    if (source_holds(s->source, "plan")) {
        return show_record_lines(s, "plan", block, out, e);
    }
    if (!source_lines(s->source, SOURCE_POINTS, 0, &fact, e) || !show_record_lines(s, SOURCE_POINTS, block, &lines, e)) {
        return false;
    }
    if (fact->path.len == 0) {
        *out = lines;
        return true;
    }
    if (!source_figure(s->source, STR("plan.done"), s->source->year, &done, e)) {
        return false;
    }
    struct str words = text_with(ctx, done->figure.value ? T_ANALYSIS_PLAN_FACT : T_ANALYSIS_PLAN_FACT_NONE,
                                 TEXT_ARG("done", STR("{plan.done}")), TEXT_ARG("items", STR("{plan.items}")));
    for (size_t i = 0; i < COUNT(more); i++) {
        struct used_figure *used;
        if (!source_figure(s->source, str_c(more[i].figure), s->source->year, &used, e)) {
            return false;
        }
        if (used->figure.value) {
            struct str part = text_with(ctx, more[i].words, TEXT_ARG("n", str_format(ctx->arena, "{%s}", more[i].figure)));
            words = str_join(ctx->arena, words, str_join(ctx->arena, STR(", "), part));
        }
    }
    if (!show_items(s, str_join(ctx->arena, words, STR(".")), &head, e)) {
        return false;
    }
    out->lines = NEW_ARRAY(ctx->arena, struct shown_line, head.n_lines + lines.n_lines + 1);
    for (size_t i = 0; i < head.n_lines; i++) {
        out->lines[out->n_lines++] = head.lines[i];
    }
    for (size_t i = 0; i < lines.n_lines; i++) {
        out->lines[out->n_lines++] = lines.lines[i];
    }
    return true;
}

/* An opinion hangs on a comparison: its first line says `of: figure`. */
static bool show_opinion(struct showing *s, struct str words, struct shown_block *out, struct err *e)
{
    struct opinion_parts parts;
    struct used_figure *about;
    if (!opinion_read(words, &parts)) {
        return err_set(e, ERR_INVALID, "show_opinion", text(s->source->ctx, T_ANALYSIS_FAULT_OPINION));
    }
    if (!source_figure(s->source, parts.of, s->source->year, &about, e) ||
        !figure_title(s->source->ctx, parts.of, s->source->year, &out->about_title, e)) {
        return false;
    }
    out->about = about;
    return show_items(s, parts.words, out, e);
}

static bool show_block(struct showing *s, const struct block *block, struct shown_block *out, struct err *e)
{
    out->block = block;
    switch (block->kind) {
    case BLOCK_TABLE:
        return show_table(s, block, &out->table, e);
    case BLOCK_CHART:
        return show_chart(s, block, &out->chart, e);
    case BLOCK_DECISIONS:
        return show_record_lines(s, "decisions", block, out, e);
    case BLOCK_PLAN:
        return show_plan(s, block, out, e);
    case BLOCK_OPINION:
        return show_opinion(s, block->text, out, e);
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_LIST:
    case BLOCK_CONCLUSION:
    case BLOCK_KINDS:
        break;
    }
    return show_items(s, block->text, out, e);
}

static bool show_section(struct showing *s, const struct section *section, struct shown_section *out, struct err *e)
{
    struct arena *a = s->source->ctx->arena;
    out->section = section;
    out->n_blocks = section->n_blocks;
    out->blocks = NEW_ARRAY(a, struct shown_block, section->n_blocks + 1);
    out->title = section->task_number.known
                     ? str_format(a, "%lld. %s", (long long)section->task_number.is, str_cstr(a, section->title))
                     : section->title;
    for (size_t i = 0; i < section->n_blocks; i++) {
        struct err trouble = { 0 };
        if (show_block(s, &section->blocks[i], &out->blocks[i], &trouble)) {
            continue;
        }
        if (trouble.kind != ERR_NOT_FOUND && trouble.kind != ERR_INVALID) {
            *e = trouble;
            return false;
        }
        out->blocks[i] = (struct shown_block){ .block = &section->blocks[i], .trouble = str_copy(a, trouble.what) };
    }
    return true;
}

bool shown_read(struct source *source, const struct analysis *analysis, struct shown **ret_shown, struct err *e)
{
    struct arena *a = source->ctx->arena;
    struct shown *shown = NEW(a, struct shown);
    struct showing s = { .source = source };
    *shown = (struct shown){ .analysis = analysis, .source = source, .n_sections = analysis->n_sections };
    shown->sections = NEW_ARRAY(a, struct shown_section, analysis->n_sections + 1);
    number_keys(&s, analysis, shown);
    for (size_t i = 0; i < analysis->n_sections; i++) {
        if (!show_section(&s, &analysis->sections[i], &shown->sections[i], e)) {
            return false;
        }
    }
    *ret_shown = shown;
    return true;
}
