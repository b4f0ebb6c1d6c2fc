/* An analysis with every figure read: what the page, the Word file and the machine form all show, so that they cannot differ.
 */
#ifndef ANALYSIS_SHOWN_H
#define ANALYSIS_SHOWN_H
#include "doc/chart.h"
#include "features/analysis/model.h"
#include "features/analysis/source.h"

enum shown_kind { SHOWN_TEXT, SHOWN_NUMBER, SHOWN_FACT, SHOWN_TABLE_NUMBER, SHOWN_CHART_NUMBER, SHOWN_NOWHERE };
struct shown_piece {
    enum shown_kind kind;
    bool emphasis;
    struct str text;                  /* of a table or chart number: its number */
    struct str key;                   /* of a table or chart */
    struct str now;                   /* shown_mark: what would stand here today; empty when that is the same */
    const struct used_figure *figure; /* SHOWN_NUMBER: opens at figure_path(name, year) */
    const struct piece *made_of;      /* SHOWN_NUMBER: what of the figure it says */
    bool goes_on;                     /* of made_of: inside a sentence */
    const struct used_fact *fact;
};
struct shown_line {
    struct shown_piece *pieces;
    size_t n;
};

struct shown_cell {
    struct str text, now; /* now: as of a piece */
    bool strong;
    const struct used_figure *figure;
    int64_t row;                           /* of the record, where the cell is one row of the figure; 0 elsewhere */
    const struct figure_row *of_row;       /* the same row; NULL elsewhere */
    const struct used_figure *whole;       /* of a share: what it is a share of */
    struct maybe_int grade_from, grade_to; /* a record has a row for each range of grades */
    struct maybe_int number;               /* what it says, where that is a number and nothing else */
    bool percent;                          /* that number is tenths of a percent */
    bool reconstructed;                    /* the words say so behind the number */
};
struct shown_column {
    struct str head;
    bool number;
    int width_permille;
};
struct shown_table {
    struct str key, title;
    int number;
    struct shown_column *columns;
    size_t n_columns, n_rows;
    struct shown_cell *cells; /* row * n_columns + column */
    bool by_place;            /* each place names its row, and the number stands beside it */
    struct shown_line note, title_line;
};
struct shown_chart {
    struct str key;
    int number;
    struct chart chart;
    const struct used_figure **figures; /* as chart.values; NULL: they open nowhere */
    struct shown_line sentence, title_line;
    struct str values; /* every series with its values in words: what the picture says to who cannot see it */
};
struct shown_block {
    const struct block *block;
    struct shown_line *lines; /* heading, paragraph, conclusion, opinion: one; list, decisions, plan: one an item */
    size_t n_lines;
    struct shown_table *table;
    struct shown_chart *chart;
    const struct used_figure *about; /* opinion: the comparison it explains */
    struct str about_title;
    struct str trouble; /* a block that cannot be shown any more (its figure is gone) says so in its place */
};
struct shown_section {
    const struct section *section;
    struct str title;
    struct shown_block *blocks;
    size_t n_blocks;
};
struct shown {
    const struct analysis *analysis;
    struct source *source;
    struct shown_section *sections;
    size_t n_sections;
    int n_tables, n_charts;
    struct str front; /* of a public edition: what stands on its first page in the place of the signatures */
    size_t n_marks;   /* numbers that would be others today */
};
bool shown_read(struct source *source, const struct analysis *analysis, struct shown **ret_shown, struct err *e) MUST_USE;

/* Marks every number of a signed analysis that would be another today, whatever made it so: its own figure, its whole, its last
   year, one of its rows. Only after source_compare. */
bool shown_mark(struct shown *shown, struct err *e) MUST_USE;

/* For the files that fill parts of it. */
struct key_number {
    struct str key;
    int number;
    bool chart;
};
struct showing {
    struct source *source;
    const struct key_number *keys;
    size_t n_keys;
};
bool show_line(struct showing *s, struct str text, struct shown_line *ret_line, struct err *e) MUST_USE;
bool show_table(struct showing *s, const struct block *block, struct shown_table **ret_table, struct err *e) MUST_USE;
bool show_chart(struct showing *s, const struct block *block, struct shown_chart **ret_chart, struct err *e) MUST_USE;
struct str block_key(struct arena *a, const struct block *block, struct str key);
/* The words of a line without links: for captions and descriptions. */
struct str line_words(struct arena *a, const struct shown_line *line);
int key_number(const struct showing *s, struct str key, bool *ret_chart); /* 0: there is none */
/* The words of {name|top n}; hidden[i]: the number of row i is not told. hidden may be NULL. */
struct str top_words(struct ctx *ctx, const struct figure_row *rows, size_t n, bool goes_on, const bool *hidden);
/* «{series}: 2020-2021 — 370 (восстановлено), 2021-2022 — 269.»: the text behind the picture, and above it when the author
   wrote none. */
struct str chart_words(struct ctx *ctx, const struct chart *c);
/* Rows from the greatest; those without a number come last. A copy. */
const struct figure_row *rows_by_value(struct arena *a, const struct used_figure *figure);
#endif
