/* Tables and charts are blocks of settings, a line each: `kind: top`, `figures: a.persons, b.persons`. */
#ifndef ANALYSIS_SETTINGS_H
#define ANALYSIS_SETTINGS_H
#include "base/text/text.h"
#include "doc/chart.h"
#include "features/analysis/inline.h"
#include "features/analysis/model.h"

enum { SETTINGS_FIGURES = 12, SETTINGS_YEARS = 10 };
enum table_kind { TABLE_ROWS, TABLE_TOP, TABLE_FIGURES };
struct settings {
    struct str key, title, label, note, sentence, of; /* label: head of the first column; of: the whole for shares */
    enum table_kind table;
    enum chart_kind chart;
    struct str figures[SETTINGS_FIGURES], names[SETTINGS_FIGURES];
    size_t n_figures, n_names;
    int years, top;
};
/* Settings of a table or chart block; false with the fault when a line is not one of these. Parts of `text`. */
bool settings_read(enum block_kind kind, struct str text, struct settings *ret_settings,
                   struct inline_fault *ret_fault) MUST_USE;

/* An opinion: `of: figure` on the first line, its words after it. False when either is missing. Parts of `text`. */
struct opinion_parts {
    struct str of, words;
};
bool opinion_read(struct str text, struct opinion_parts *ret_parts) MUST_USE;
#endif
