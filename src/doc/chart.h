/* What a chart is, for every writer of charts (SVG on the page, DrawingML in Word): categories × series of values that may be
   missing. A missing value keeps its slot and says «нет данных»; a reconstructed one is hatched and said beside. */
#ifndef DOC_CHART_H
#define DOC_CHART_H
#include "base/num.h"
#include "base/str.h"

enum chart_kind { CHART_COLUMN, CHART_BAR, CHART_LINE, CHART_STACKED };
enum chart_state { CHART_KNOWN, CHART_MISSING, CHART_RECONSTRUCTED };
struct chart_value {
    enum chart_state state;
    int64_t value;
    struct str shown; /* formatted for the reader; «нет данных» when missing */
    struct str link;  /* path of the drill-down on the page, may be empty */
};
struct chart {
    enum chart_kind kind;
    struct str title, description; /* the one sentence above it and for the screen reader */
    struct str unit;               /* «чел.», «работ» */
    const struct str *categories;  /* n_categories labels, e.g. «2020-2021» */
    size_t n_categories;
    const struct str *series; /* n_series names */
    size_t n_series;
    const struct chart_value *values;  /* values[series * n_categories + category] */
    struct str no_data, reconstructed; /* the words in the reader's language */
    bool table_open;                   /* on paper nobody unfolds it */
};
#endif
