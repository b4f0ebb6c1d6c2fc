/* Word documents by our own writer: parts of WordprocessingML put into a zip. Page set-up of ГОСТ Р 7.0.97-2016
   (A4, left 30, right 10, top and bottom 20 mm, Times New Roman 14, 1.5 lines, first line 12.5 mm; page number at the
   top centre from the second page). Everything is written in order; the sticky error is told by docx_done. */
#ifndef DOC_DOCX_H
#define DOC_DOCX_H
#include "base/buf.h"
#include "base/ctx.h"
#include "base/err.h"
#include "doc/chart.h"

struct docx;
struct docx_setup {
    struct str title, author, subject;       /* core properties */
    const char *language;                    /* "ru-RU" */
    struct str caption_table, caption_chart; /* «Таблица», «Рисунок»; no word: tables stand without a caption */
    struct str contents_title;               /* «Содержание» */
    int64_t moment_ms;                       /* dcterms:created: the same input gives the same bytes */
};
struct docx *docx_new(struct arena *a, const struct docx_setup *setup);

enum docx_style {
    DOCX_BODY,
    DOCX_TITLE,
    DOCX_SUBTITLE,
    DOCX_HEADING_1,
    DOCX_HEADING_2,
    DOCX_CAPTION,
    DOCX_NOTE,
    DOCX_APPROVAL,
    DOCX_LIST,
    DOCX_NUMBERED, /* «1. », numbered by Word itself; docx_numbers_restart begins at one again */
    DOCX_CENTRED,
    DOCX_LEAD,   /* body text that stays on the page of what it leads to: a chart, a table, a list */
    DOCX_IMPRINT /* the year at the foot of the title page */
};
/* A paragraph of runs. Runs may carry a bookmark target so that cross-references (REF fields) can point at captions. */
enum docx_run_kind { DOCX_TEXT, DOCX_STRONG, DOCX_EMPHASIS, DOCX_REF_TABLE, DOCX_REF_CHART };
struct docx_run {
    enum docx_run_kind kind;
    struct str text; /* for REF: the key of the table or chart */
};
void docx_paragraph(struct docx *d, enum docx_style style, const struct docx_run *runs, size_t n);
void docx_text(struct docx *d, enum docx_style style, struct str text);
/* Two columns of the approval block, side by side by a tab, so that no reader takes them for a table. */
void docx_pair(struct docx *d, struct str left, struct str right);
void docx_numbers_restart(struct docx *d);
void docx_contents(struct docx *d, int levels); /* table of contents field, filled on opening and prefilled by us */
void docx_page_break(struct docx *d);

struct docx_column {
    struct str head;
    int width_permille;
    bool number;
};
struct docx_cell {
    struct str text;
    bool strong;
};
/* Captioned table: «Таблица N — title» above it by a SEQ field with bookmark `key` (no caption where the set-up has no word for
   it: the title is then what a screen reader calls the table); the header row repeats, rows do not split.
   cells[row * n_columns + column]; the last row may be a total (strong cells); note stands under the table. */
void docx_table(struct docx *d, struct str key, struct str title, const struct docx_column *columns, size_t n_columns,
                const struct docx_cell *cells, size_t n_rows, struct str note);
/* A native chart with its workbook inside, a text description (alt), and «Рисунок N — title» under it. */
void docx_chart(struct docx *d, struct str key, struct str title, const struct chart *chart, struct str description);

/* The finished file. */
bool docx_done(struct docx *d, struct str *ret_bytes, struct err *e) MUST_USE;
#endif
