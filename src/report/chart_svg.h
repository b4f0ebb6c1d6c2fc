/* A chart as accessible SVG: title and description for the reader of the screen, direct labels, no frame. Colours and sizes
   of letters come from style.css by these classes; the SVG itself has only geometry:
     figure.chart            the whole; figcaption.chart-caption holds title and the one sentence
     svg.chart-picture       scales to the width of its column
     .chart-bar .chart-bar-2 .chart-bar-3   series 1, 2, 3 (fill); .chart-line-1 … 3 (stroke), .chart-point-1 … 3
     .chart-reconstructed    outline of a hatched bar; .chart-hatch its lines (stroke)
     .chart-missing          outline of the slot without data (dashed)
     .chart-axis             base line; .chart-value .chart-label .chart-legend  texts
     details.chart-data      fold with the data table */
#ifndef REPORT_CHART_SVG_H
#define REPORT_CHART_SVG_H
#include "doc/chart.h"
#include "web/html.h"

struct ctx;
/* Puts figure, caption, picture and the fold with the table. `id` is unique on the page and makes the ids of title, description
   and hatch. A missing value keeps its slot with the words «нет данных»; a reconstructed one is hatched and says so. */
void chart_svg_put(struct ctx *ctx, struct html *h, const struct chart *chart, struct str id);
#endif
