/* Charts as SVG. Geometry is whole units of a 480 × 270 picture that scales to its column; colours and letters are classes of
   the style sheet, so that the policy of the page (no inline style) holds. The picture is one image to the screen reader, named
   by title and description; the numbers with their links stand in the table of the fold. A missing value keeps its slot,
   dashed, with the words «нет данных» upright in it; a reconstructed bar is hatched. */
#include "report/chart_svg.h"

#include "base/ctx.h"
#include "base/str.h"
#include "base/text/text.h"
#include "base/utf8.h"

enum { WIDTH = 480, TOP = 28, PLOT = 190, SIDE = 8, LEGEND_LINE = 24, BAR_ROW = 26, BAR_LABEL = 28, SERIES_CLASSES = 3 };

struct drawing {
    struct html *h;
    const struct chart *chart;
    struct str id;
    int64_t most; /* the greatest value, or sum of a stack; at least 1 */
};

static const struct chart_value *value_at(const struct chart *c, size_t series, size_t category)
{
    return &c->values[series * c->n_categories + category];
}

static bool shown(const struct chart_value *v)
{
    return v->state != CHART_MISSING;
}

static int64_t most_of(const struct chart *c)
{
    int64_t most = 1;
    for (size_t k = 0; k < c->n_categories; k++) {
        int64_t sum = 0;
        for (size_t s = 0; s < c->n_series; s++) {
            const struct chart_value *v = value_at(c, s, k);
            int64_t value = shown(v) ? v->value : 0;
            sum += value;
            most = value > most ? value : most;
        }
        most = c->kind == CHART_STACKED && sum > most ? sum : most;
    }
    return most;
}

static int64_t scaled(const struct drawing *d, int64_t value, int64_t room)
{
    return value <= 0 ? 0 : (int64_t)((double)value * (double)room / (double)d->most + 0.5);
}

static struct str series_class(struct arena *a, const char *kind, size_t series)
{
    return str_format(a, "chart-%s-%zu", kind, series % SERIES_CLASSES + 1);
}

static void put_bar(struct drawing *d, const struct chart_value *v, size_t series, int64_t x, int64_t y, int64_t width,
                    int64_t height)
{
    struct arena *a = html_arena(d->h);
    if (v->state == CHART_RECONSTRUCTED) {
        HTMLF(
            d->h,
            "<rect class=\"chart-reconstructed\" fill=\"url(#{}-hatch)\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"></rect>",
            d->id, x, y, width, height);
        return;
    }
    HTMLF(d->h, "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"></rect>",
          series == 0 ? STR("chart-bar") : series_class(a, "bar", series), x, y, width, height);
}

static void put_text(struct drawing *d, struct str class_name, struct str anchor, int64_t x, int64_t y, struct str words)
{
    HTMLF(d->h, "<text class=\"{}\" text-anchor=\"{}\" x=\"{}\" y=\"{}\">{}</text>", class_name, anchor, x, y, words);
}

/* The slot of a value that nobody knows or may know: dashed, the words upright when the slot is narrow. */
static void put_missing(struct drawing *d, const struct chart_value *v, int64_t x, int64_t y, int64_t width, int64_t height)
{
    struct str words = v->shown.len ? v->shown : d->chart->no_data;
    HTMLF(d->h,
          "<rect class=\"chart-missing\" fill=\"none\" stroke-dasharray=\"4 4\" x=\"{}\" y=\"{}\" width=\"{}\" "
          "height=\"{}\"></rect>",
          x, y, width, height);
    int64_t cx = x + width / 2, cy = y + height / 2;
    if (width >= 84) {
        put_text(d, STR("chart-value"), STR("middle"), cx, cy + 5, words);
        return;
    }
    HTMLF(d->h,
          "<text class=\"chart-value\" text-anchor=\"middle\" transform=\"rotate(-90 {} {})\" x=\"{}\" y=\"{}\">{}</text>", cx,
          cy, cx, cy + 5, words);
}

static void put_columns(struct drawing *d)
{
    const struct chart *c = d->chart;
    int64_t n = (int64_t)c->n_categories, slot = (WIDTH - 2 * SIDE) / (n ? n : 1);
    int64_t bars = c->kind == CHART_STACKED ? 1 : (int64_t)c->n_series, width = slot * 7 / 10 / (bars ? bars : 1);
    width = width > 96 ? 96 : width;
    for (size_t k = 0; k < c->n_categories; k++) {
        int64_t x = SIDE + slot * (int64_t)k + (slot - width * bars) / 2, base = TOP + PLOT;
        for (size_t s = 0; s < c->n_series; s++) {
            const struct chart_value *v = value_at(c, s, k);
            int64_t height = scaled(d, v->value, PLOT), stacked = c->kind == CHART_STACKED;
            int64_t left = stacked ? x : x + width * (int64_t)s;
            if (!shown(v)) {
                put_missing(d, v, left + 2, base - PLOT / 2, width - 4, PLOT / 2);
                continue;
            }
            put_bar(d, v, s, left + 2, base - height, width - 4, height);
            if (stacked) {
                put_text(d, STR("chart-value"), STR("start"), left + width + 4, base - height / 2 + 5, v->shown);
                base -= height;
            } else {
                put_text(d, STR("chart-value"), STR("middle"), left + width / 2, base - height - 6, v->shown);
            }
        }
        put_text(d, STR("chart-label"), STR("middle"), SIDE + slot * (int64_t)k + slot / 2, TOP + PLOT + 20, c->categories[k]);
    }
    HTMLF(d->h, "<line class=\"chart-axis\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"></line>", (int64_t)SIDE,
          (int64_t)(TOP + PLOT), (int64_t)(WIDTH - SIDE), (int64_t)(TOP + PLOT));
}

static void put_point(struct drawing *d, const struct chart_value *v, size_t series, int64_t x, int64_t y)
{
    if (v->state == CHART_RECONSTRUCTED) {
        HTMLF(d->h, "<circle class=\"chart-reconstructed\" fill=\"url(#{}-hatch)\" cx=\"{}\" cy=\"{}\" r=\"6\"></circle>",
              d->id, x, y);
        return;
    }
    HTMLF(d->h, "<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"4\"></circle>", series_class(html_arena(d->h), "point", series),
          x, y);
}

static void put_lines(struct drawing *d)
{
    const struct chart *c = d->chart;
    struct arena *a = html_arena(d->h);
    int64_t n = (int64_t)c->n_categories, slot = (WIDTH - 2 * SIDE) / (n ? n : 1);
    for (size_t s = 0; s < c->n_series; s++) {
        for (size_t k = 0; k < c->n_categories; k++) {
            const struct chart_value *v = value_at(c, s, k);
            int64_t x = SIDE + slot * (int64_t)k + slot / 2, y = TOP + PLOT - scaled(d, v->value, PLOT);
            if (!shown(v)) {
                put_missing(d, v, x - slot / 3, TOP + PLOT / 2, slot * 2 / 3, PLOT / 2);
                continue;
            }
            if (k > 0 && shown(value_at(c, s, k - 1))) {
                int64_t y_before = TOP + PLOT - scaled(d, value_at(c, s, k - 1)->value, PLOT);
                HTMLF(d->h, "<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"></line>", series_class(a, "line", s),
                      x - slot, y_before, x, y);
            }
            put_point(d, v, s, x, y);
            put_text(d, STR("chart-value"), STR("middle"), x, y - 10, v->shown);
        }
    }
    for (size_t k = 0; k < c->n_categories; k++) {
        put_text(d, STR("chart-label"), STR("middle"), SIDE + slot * (int64_t)k + slot / 2, TOP + PLOT + 20, c->categories[k]);
    }
    HTMLF(d->h, "<line class=\"chart-axis\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"></line>", (int64_t)SIDE,
          (int64_t)(TOP + PLOT), (int64_t)(WIDTH - SIDE), (int64_t)(TOP + PLOT));
}

/* A long category is cut at a letter, never in one: the whole name stands in the table below. */
static struct str short_label(struct arena *a, struct str s)
{
    enum { MOST = 44 };
    return utf8_length(s) <= MOST ? s : str_join(a, utf8_part(s, 0, MOST - 1), STR("…"));
}

static int64_t rows_height(const struct chart *c)
{
    return BAR_LABEL + BAR_ROW * (int64_t)(c->n_series ? c->n_series : 1);
}

/* Bars across: each category's label stands on a line of its own above its bars, because beside them a long Russian name would
   be cut off and on a phone nothing would be left of the bar. */
static void put_rows(struct drawing *d)
{
    const struct chart *c = d->chart;
    int64_t room = WIDTH - 100;
    for (size_t k = 0; k < c->n_categories; k++) {
        int64_t top = rows_height(c) * (int64_t)k;
        put_text(d, STR("chart-label"), STR("start"), 0, top + BAR_LABEL - 8, short_label(html_arena(d->h), c->categories[k]));
        for (size_t s = 0; s < c->n_series; s++) {
            const struct chart_value *v = value_at(c, s, k);
            int64_t y = top + BAR_LABEL + BAR_ROW * (int64_t)s, width = scaled(d, v->value, room);
            if (!shown(v)) {
                put_missing(d, v, 1, y + 1, 140, BAR_ROW - 8);
                continue;
            }
            put_bar(d, v, s, 0, y, width ? width : 1, BAR_ROW - 8);
            put_text(d, STR("chart-value"), STR("start"), width + 6, y + BAR_ROW / 2 + 1, v->shown);
        }
    }
}

static void put_legend(struct drawing *d, int64_t top)
{
    struct arena *a = html_arena(d->h);
    for (size_t s = 0; d->chart->n_series > 1 && s < d->chart->n_series; s++) {
        int64_t y = top + LEGEND_LINE * (int64_t)s;
        HTMLF(d->h, "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"12\" height=\"12\"></rect>",
              s == 0 ? STR("chart-bar") : series_class(a, "bar", s), (int64_t)SIDE, y);
        put_text(d, STR("chart-legend"), STR("start"), SIDE + 20, y + 11, d->chart->series[s]);
    }
}

static void put_table(struct ctx *ctx, struct html *h, const struct chart *c)
{
    if (c->table_open) {
        HTML(h, "<details class=\"chart-data\" open>");
    } else {
        HTML(h, "<details class=\"chart-data\">");
    }
    HTMLF(h, "<summary>{}</summary><table><thead><tr><th scope=\"col\">{}</th>", text(ctx, T_REPORT_CHART_DATA),
          text(ctx, c->kind == CHART_BAR ? T_REPORT_CHART_ROW : T_REPORT_CHART_CATEGORY));
    for (size_t s = 0; s < c->n_series; s++) {
        HTMLF(h, "<th scope=\"col\" class=\"number\">{}</th>", c->series[s]);
    }
    HTML(h, "</tr></thead><tbody>");
    for (size_t k = 0; k < c->n_categories; k++) {
        HTMLF(h, "<tr><th scope=\"row\">{}</th>", c->categories[k]);
        for (size_t s = 0; s < c->n_series; s++) {
            const struct chart_value *v = value_at(c, s, k);
            struct str words = v->shown;
            if (v->state == CHART_RECONSTRUCTED) {
                words = text_with(ctx, T_REPORT_CHART_VALUE_RECONSTRUCTED, TEXT_ARG("value", v->shown));
            }
            if (v->link.len > 0) {
                HTMLF(h, "<td class=\"number\"><a class=\"figure-link\" href=\"{}\">{}</a></td>",
                      url_own(html_arena(h), v->link), words);
            } else {
                HTMLF(h, "<td class=\"number\">{}</td>", words);
            }
        }
        HTML(h, "</tr>");
    }
    HTML(h, "</tbody></table></details>");
}

static bool has_reconstructed(const struct chart *c)
{
    for (size_t i = 0; i < c->n_series * c->n_categories; i++) {
        if (c->values[i].state == CHART_RECONSTRUCTED) {
            return true;
        }
    }
    return false;
}

void chart_svg_put(struct ctx *ctx, struct html *h, const struct chart *chart, struct str id)
{
    struct drawing d = { .h = h, .chart = chart, .id = id, .most = most_of(chart) };
    bool rows = chart->kind == CHART_BAR, hatched = has_reconstructed(chart);
    int64_t plot = rows ? SIDE + rows_height(chart) * (int64_t)chart->n_categories : TOP + PLOT + 32;
    int64_t height = plot + (chart->n_series > 1 ? LEGEND_LINE * (int64_t)chart->n_series + 4 : 0);
    HTMLF(h, "<figure class=\"chart\"><figcaption class=\"chart-caption\"><strong>{}</strong>", chart->title);
    if (chart->description.len > 0) {
        HTMLF(h, " <span>{}</span>", chart->description);
    }
    HTMLF(h,
          "</figcaption><svg class=\"chart-picture\" role=\"img\" aria-labelledby=\"{}-title {}-text\" viewBox=\"0 0 480 {}\">"
          "<title id=\"{}-title\">{}</title><desc id=\"{}-text\">{}</desc>",
          id, id, height, id, chart->title, id, chart->description);
    if (hatched) {
        HTMLF(h,
              "<defs><pattern id=\"{}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
              "patternTransform=\"rotate(45)\">"
              "<line class=\"chart-hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"></line></pattern></defs>",
              id);
    }
    if (rows) {
        put_rows(&d);
    } else if (chart->kind == CHART_LINE) {
        put_lines(&d);
    } else {
        put_columns(&d);
    }
    put_legend(&d, plot);
    HTML(h, "</svg>");
    if (hatched) {
        HTMLF(h, "<p class=\"chart-note\"><span class=\"hatch\" aria-hidden=\"true\"></span>{}</p>", chart->reconstructed);
    }
    put_table(ctx, h, chart);
    HTML(h, "</figure>");
}
