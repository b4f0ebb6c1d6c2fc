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
    struct str shown; /* formatted for the reader; «нет данных» when missing, «скрыто» in a public edition */
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

uint32_t chart_colour(size_t series); /* 0xRRGGBB */
/* «2020-2021», and on a second line what must be known about the slot: no series has a value, or one is reconstructed. */
struct str chart_category(struct arena *a, const struct chart *chart, size_t category);
/* The number format of Office that gives groups of three as everywhere in the text: «1 521» with a no-break space in Russian
   whatever system opens the file, where «#,##0» would give the separator of that system. language: "ru-RU". */
const char *chart_number_format(const char *language);
/* Bars that lie: asked for, or so many columns that their numbers would overlap. */
bool chart_across(const struct chart *chart);
#endif
