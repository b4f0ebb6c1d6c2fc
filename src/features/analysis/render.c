/* The analysis in a format for whoever asks: the command line, a download, a test. */
#include "base/hash.h"
#include "features/analysis/alone.h"
#include "features/analysis/analysis.h"
#include "features/analysis/annex.h"
#include "features/analysis/edition.h"
#include "features/analysis/machine.h"
#include "features/analysis/skeleton.h"
#include "features/analysis/word.h"

bool analysis_format_of(struct str file_name, enum analysis_format *ret_format)
{
    static const struct {
        const char *end;
        enum analysis_format format;
    } ends[] = {
        { ".docx", ANALYSIS_DOCX }, { ".xlsx", ANALYSIS_XLSX }, { ".json", ANALYSIS_JSON }, { ".html", ANALYSIS_HTML }
    };
    for (size_t i = 0; i < COUNT(ends); i++) {
        if (str_ends(file_name, str_c(ends[i].end))) {
            *ret_format = ends[i].format;
            return true;
        }
    }
    return false;
}

static bool read_shown(struct ctx *ctx, int year, struct analysis *analysis, struct shown **ret_shown, struct err *e)
{
    struct source *source;
    return analysis_read(ctx, year, analysis, e) && analysis_source(ctx, analysis, &source, e) &&
           shown_read(source, analysis, ret_shown, e);
}

static bool render_docx(struct ctx *ctx, const struct shown *shown, struct str *ret_bytes, struct err *e)
{
    struct edition *editions;
    size_t n;
    if (!analysis_signed(shown->analysis)) {
        return word_document(ctx, shown, 0, ret_bytes, e);
    }
    return edition_list(ctx, shown->analysis->id, &editions, &n, e) && n > 0 &&
           edition_bytes(ctx, editions[0].id, ret_bytes, e);
}

bool analysis_render(struct ctx *ctx, int year, enum analysis_format format, struct str *ret_bytes, struct err *e)
{
    struct analysis *analysis = NEW(ctx->arena, struct analysis);
    struct shown *shown;
    if (!read_shown(ctx, year, analysis, &shown, e)) {
        return false;
    }
    switch (format) {
    case ANALYSIS_DOCX:
        return render_docx(ctx, shown, ret_bytes, e);
    case ANALYSIS_XLSX:
        return annex_xlsx(ctx, shown, ret_bytes, e);
    case ANALYSIS_JSON:
        return machine_json(ctx, shown, ret_bytes, e);
    case ANALYSIS_HTML:
        break;
    }
    return alone_html(ctx, shown, ret_bytes, e);
}

bool analysis_sample_load(struct ctx *ctx, int year, struct str text, struct err *e)
{
    return draft_load(ctx, year, text, e);
}

bool analysis_begin_draft(struct ctx *ctx, int year, struct err *e)
{
    return skeleton_make(ctx, year, e);
}

bool analysis_words(struct ctx *ctx, int year, struct analysis_words **ret_words, size_t *ret_n, struct err *e)
{
    struct analysis *analysis = NEW(ctx->arena, struct analysis);
    struct shown *shown;
    size_t n = 0, most = 0;
    if (!read_shown(ctx, year, analysis, &shown, e)) {
        return false;
    }
    for (size_t i = 0; i < shown->n_sections; i++) {
        for (size_t k = 0; k < shown->sections[i].n_blocks; k++) {
            most += shown->sections[i].blocks[k].n_lines;
        }
    }
    struct analysis_words *words = NEW_ARRAY(ctx->arena, struct analysis_words, most + 1);
    for (size_t i = 0; i < shown->n_sections; i++) {
        for (size_t k = 0; k < shown->sections[i].n_blocks; k++) {
            const struct shown_block *b = &shown->sections[i].blocks[k];
            for (size_t l = 0; l < b->n_lines; l++) {
                words[n++] =
                    (struct analysis_words){ b->block->id, shown->sections[i].title, line_words(ctx->arena, &b->lines[l]) };
            }
        }
    }
    *ret_words = words;
    *ret_n = n;
    return true;
}
