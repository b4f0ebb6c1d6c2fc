/* Writes the shown analysis through doc/docx.h: approval block, title, contents, sections with headings, captioned tables and
   native charts. The document is Russian whatever the reader's language; the words around the text are the same keys as on the
   page. */
#include "features/analysis/word.h"

#include "analysis_sql.h"
#include "base/clock.h"
#include "doc/docx.h"
#include "web/ui.h"

struct centre_row {
    struct str name, short_name, zone;
};
static const struct db_column centre_columns[] = {
    { "name", DB_TEXT, offsetof(struct centre_row, name) },
    { "short_name", DB_TEXT, offsetof(struct centre_row, short_name) },
    { "zone", DB_TEXT, offsetof(struct centre_row, zone) },
};
static const struct db_shape centre_shape = DB_SHAPE(struct centre_row, centre_columns);

struct writing {
    struct ctx *ctx; /* Russian */
    struct docx *d;
    const struct shown *shown;
};

static struct docx_run run_of(const struct shown_piece *p)
{
    if (p->kind == SHOWN_TABLE_NUMBER) {
        return (struct docx_run){ DOCX_REF_TABLE, p->key };
    }
    if (p->kind == SHOWN_CHART_NUMBER) {
        return (struct docx_run){ DOCX_REF_CHART, p->key };
    }
    return (struct docx_run){ p->emphasis ? DOCX_EMPHASIS : DOCX_TEXT, p->text };
}

static void put_line(struct writing *w, enum docx_style style, struct str before, const struct shown_line *line)
{
    struct docx_run *runs = NEW_ARRAY(w->ctx->arena, struct docx_run, line->n + 1);
    size_t n = 0;
    if (before.len > 0) {
        runs[n++] = (struct docx_run){ DOCX_TEXT, before };
    }
    for (size_t i = 0; i < line->n; i++) {
        runs[n++] = run_of(&line->pieces[i]);
    }
    docx_paragraph(w->d, style, runs, n);
}

static void put_table(struct writing *w, const struct shown_table *t)
{
    struct docx_column *columns = NEW_ARRAY(w->ctx->arena, struct docx_column, t->n_columns);
    struct docx_cell *cells = NEW_ARRAY(w->ctx->arena, struct docx_cell, t->n_columns * t->n_rows + 1);
    for (size_t i = 0; i < t->n_columns; i++) {
        columns[i] = (struct docx_column){ t->columns[i].head, t->columns[i].width_permille, t->columns[i].number };
    }
    for (size_t i = 0; i < t->n_columns * t->n_rows; i++) {
        cells[i] = (struct docx_cell){ t->cells[i].text, t->cells[i].strong };
    }
    docx_table(w->d, t->key, t->title, columns, t->n_columns, cells, t->n_rows, line_words(w->ctx->arena, &t->note));
}

/* The sentence stands above the picture, as on the page; without one of the author it is made of the values. */
static void put_chart(struct writing *w, const struct shown_chart *c)
{
    if (c->sentence.n > 0) {
        put_line(w, DOCX_LEAD, STR_NONE, &c->sentence);
    } else {
        docx_text(w->d, DOCX_LEAD, c->chart.description);
    }
    struct str title = c->chart.title;
    /* Works, layouts and events stand in the title as what is counted; persons need their unit. */
    const struct figure_def *def = c->chart.n_series && c->figures ? c->figures[0]->figure.def : NULL;
    if (def && def->unit == UNIT_PERSONS) {
        title = str_join(w->ctx->arena, str_join(w->ctx->arena, title, STR(", ")), c->chart.unit);
    }
    docx_chart(w->d, c->key, title, &c->chart, c->values);
}

static void put_list(struct writing *w, const struct shown_block *block, bool numbered)
{
    if (block->n_lines == 0) {
        docx_text(w->d, DOCX_BODY,
                  text(w->ctx, block->block->kind == BLOCK_PLAN ? T_ANALYSIS_NO_PLAN : T_ANALYSIS_NO_DECISIONS));
    }
    if (numbered) {
        docx_numbers_restart(w->d);
    }
    for (size_t i = 0; i < block->n_lines; i++) {
        put_line(w, numbered ? DOCX_NUMBERED : DOCX_LIST, STR_NONE, &block->lines[i]);
    }
}

static void put_lines(struct writing *w, const struct shown_block *block, enum docx_style style, struct str before)
{
    for (size_t i = 0; i < block->n_lines; i++) {
        put_line(w, style, i == 0 ? before : STR_NONE, &block->lines[i]);
    }
}

static bool is_list(const struct shown_block *block)
{
    return block->n_lines > 0 && (block->block->kind == BLOCK_LIST || block->block->kind == BLOCK_DECISIONS);
}

/* A paragraph stays with the list it leads to; other text may stand alone at the foot of a page. */
static void put_block(struct writing *w, const struct shown_block *block, bool leads)
{
    if (block->trouble.len > 0) {
        docx_text(w->d, DOCX_NOTE, text_with(w->ctx, T_ANALYSIS_BLOCK_TROUBLE, TEXT_ARG("what", block->trouble)));
        return;
    }
    switch (block->block->kind) {
    case BLOCK_TABLE:
        put_table(w, block->table);
        return;
    case BLOCK_CHART:
        put_chart(w, block->chart);
        return;
    case BLOCK_LIST:
    case BLOCK_PLAN:
        put_list(w, block, false);
        return;
    case BLOCK_DECISIONS:
        put_list(w, block, true);
        return;
    case BLOCK_HEADING:
        put_lines(w, block, DOCX_HEADING_2, STR_NONE);
        return;
    case BLOCK_OPINION:
        put_lines(w, block, DOCX_BODY, str_join(w->ctx->arena, text(w->ctx, T_ANALYSIS_OPINION_PREFIX), STR(" ")));
        return;
    case BLOCK_PARAGRAPH:
    case BLOCK_CONCLUSION:
    case BLOCK_KINDS:
        break;
    }
    put_lines(w, block, leads ? DOCX_LEAD : DOCX_BODY, STR_NONE);
}

static bool put_front(struct writing *w, const struct centre_row *centre, int64_t approved_at, struct err *e)
{
    struct arena *a = w->ctx->arena;
    int year = w->shown->analysis->year, minutes;
    struct str signed_on = text(w->ctx, T_ANALYSIS_APPROVAL_BLANK);
    struct day day;
    if (approved_at > 0) {
        if (!clock_local(approved_at, str_cstr(a, centre->zone), &day, &minutes)) {
            return err_set(e, ERR_BROKEN, "word_document", STR("the centre's time zone is unknown"));
        }
        signed_on = text_day_long(a, LANG_RU, day);
    }
    if (w->ctx->site && w->ctx->site->made) {
        docx_text(w->d, DOCX_SUBTITLE, ui_demo_mark(w->ctx));
    }
    if (centre->name.len > 0) {
        docx_text(w->d, DOCX_SUBTITLE, centre->name);
    }
    struct str line = text(w->ctx, T_ANALYSIS_APPROVAL_LINE);
    if (w->shown->front.len == 0) {
        docx_pair(w->d, text(w->ctx, T_ANALYSIS_AGREEMENT), text(w->ctx, T_ANALYSIS_APPROVAL));
        docx_pair(w->d, text(w->ctx, T_ANALYSIS_AGREEMENT_HEAD), text(w->ctx, T_ANALYSIS_APPROVAL_DIRECTOR));
        docx_pair(w->d, line, line);
        docx_pair(w->d, text(w->ctx, T_ANALYSIS_APPROVAL_BLANK), signed_on);
    }
    docx_text(w->d, DOCX_TITLE, w->shown->analysis->title);
    docx_text(w->d, DOCX_SUBTITLE,
              text_with(w->ctx, T_ANALYSIS_SUBTITLE, TEXT_ARG("years", str_format(a, "%d-%d", year, year + 1))));
    if (w->shown->front.len > 0) {
        docx_text(w->d, DOCX_BODY, w->shown->front);
    }
    docx_text(w->d, DOCX_IMPRINT, str_format(a, "%d", year + 1));
    docx_page_break(w->d);
    docx_contents(w->d, 2);
    docx_page_break(w->d);
    return true;
}

bool word_document(struct ctx *ctx, const struct shown *shown, int64_t approved_at, struct str *ret_bytes, struct err *e)
{
    struct centre_row centre;
    struct ctx *russian = shown->source->ctx;
    if (!db_one(ctx->db, ctx->arena, &q_analysis_centre, DB_NO_ARGS, &centre_shape, &centre, e)) {
        return false;
    }
    const struct docx_setup setup = { .title = shown->analysis->title,
                                      .author = centre.name,
                                      .subject = text(russian, T_ANALYSIS_MENU),
                                      .language = "ru-RU",
                                      .caption_table = text(russian, T_ANALYSIS_WORD_TABLE),
                                      .caption_chart = text(russian, T_ANALYSIS_WORD_CHART),
                                      .contents_title = text(russian, T_ANALYSIS_CONTENTS),
                                      .moment_ms = ctx->now_ms };
    struct writing w = { russian, docx_new(ctx->arena, &setup), shown };
    if (!put_front(&w, &centre, approved_at, e)) {
        return false;
    }
    for (size_t i = 0; i < shown->n_sections; i++) {
        const struct shown_section *section = &shown->sections[i];
        docx_text(w.d, DOCX_HEADING_1, section->title);
        for (size_t k = 0; k < section->n_blocks; k++) {
            put_block(&w, &section->blocks[k], k + 1 < section->n_blocks && is_list(&section->blocks[k + 1]));
        }
    }
    return docx_done(w.d, ret_bytes, e);
}
