/* Sheets to be read, and native charts. libxlsxwriter draws the parts; that a chart holds its numbers as last calculated (for
   readers that do not calculate) is its doing too, and why these workbooks are not written in its constant-memory mode. */
#include "doc/xlsx_book.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/xlsx_in.h"

enum { LINE_POINTS = 15, TITLE_POINTS = 20, ACROSS = 90, MOST_SERIES = 25, LONGEST_FORMAT = 120 };

struct xlsx *xlsx_book_new(struct arena *a, const struct xlsx_facts *facts)
{
    lxw_doc_properties properties = { .company = (char *)(uintptr_t) "Orientir",
                                      .title = (char *)(uintptr_t)str_cstr(a, facts->title),
                                      .author = (char *)(uintptr_t)str_cstr(a, facts->author),
                                      .subject = (char *)(uintptr_t)str_cstr(a, facts->subject),
                                      .created = (time_t)(facts->moment_ms / 1000) };
    struct xlsx *x = xlsx_begin(a, &properties, false);
    x->language = facts->language;
    return x;
}

void xlsx_leaf(struct xlsx *x, struct str name, const int *widths, size_t n)
{
    int all = 0;
    if (x->failed.kind != ERR_NONE) {
        return;
    }
    x->sheet_name = xlsx_sheet_name(x->arena, name);
    x->sheet = workbook_add_worksheet(x->book, x->sheet_name);
    x->widths = widths;
    x->high_row = SIZE_MAX;
    x->n_columns = n;
    if (!x->sheet) {
        xlsx_fail(x, ERR_BROKEN, STR("a sheet could not be made: two of one name?"));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        xlsx_said(x, worksheet_set_column(x->sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL));
        all += widths[i];
    }
    worksheet_set_paper(x->sheet, 9); /* A4 */
    worksheet_fit_to_pages(x->sheet, 1, 0);
    if (all > ACROSS) {
        worksheet_set_landscape(x->sheet);
    }
}

static void dress(lxw_format *f, enum xlsx_look look)
{
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    switch (look) {
    case XLSX_PLAIN:
        break;
    case XLSX_STRONG:
        format_set_bold(f);
        format_set_top(f, LXW_BORDER_THIN);
        break;
    case XLSX_TITLE:
        format_set_bold(f);
        format_set_font_size(f, 14);
        break;
    case XLSX_HEAD:
        format_set_bold(f);
        format_set_bottom(f, LXW_BORDER_THIN);
        break;
    case XLSX_NOTE:
        format_set_italic(f);
        break;
    case XLSX_LINK:
        format_set_font_color(f, 0x0B57C9);
        format_set_underline(f, LXW_UNDERLINE_SINGLE);
        break;
    }
}

static lxw_format *format_of(struct xlsx *x, enum xlsx_look look, bool number, struct str shown)
{
    for (size_t i = 0; i < x->n_formats; i++) {
        struct xlsx_format *f = &x->formats[i];
        if (f->look == look && f->number == number && str_equal(f->shown, shown)) {
            return f->format;
        }
    }
    BUG_IF(x->n_formats == XLSX_MOST_FORMATS);
    struct xlsx_format *f = &x->formats[x->n_formats++];
    *f = (struct xlsx_format){ look, number, shown, workbook_add_format(x->book) };
    if (!f->format) {
        xlsx_fail(x, ERR_TOO_BIG, STR("no memory for a format"));
        return NULL;
    }
    dress(f->format, look);
    if (number) {
        format_set_align(f->format, LXW_ALIGN_RIGHT);
        format_set_indent(f->format, 1); /* apart from the words of the next column */
    }
    if (!shown.len) {
        format_set_text_wrap(f->format);
    }
    if (shown.len) {
        format_set_num_format(f->format, str_cstr(x->arena, shown));
    }
    return f->format;
}

/* The part of a format of several that is for this number: the library holds no format longer than LONGEST_FORMAT, and words
   behind each part would be. */
static struct str part_for(struct str parts, double number)
{
    double least = number >= 1000000 ? 1000000 : 1000;
    struct str part = parts;
    while (str_next(&parts, ';', &part)) {
        size_t close = str_find(part, STR("]"), 0);
        if (close < part.len && number >= least &&
            str_find(part, least > 1000 ? STR("1000000]") : STR("=1000]"), 0) < part.len) {
            return str_part(part, close + 1, part.len);
        }
    }
    return part; /* the last one, without a condition */
}

static struct str number_shown(struct xlsx *x, const struct xlsx_cell *cell)
{
    struct buf *b = buf_new(x->arena, 4096);
    struct str form = str_c(chart_number_format(x->language));
    if (cell->kind == XLSX_PERCENT) {
        buf_putf(b, "0%s%.*s\"\302\240\"%%", cell->digits ? "." : "", cell->digits, "0000");
        return buf_str(b);
    }
    if (cell->digits) {
        form = str_format(x->arena, "#,##0.%.*s", cell->digits, "0000");
    }
    if (cell->after.len == 0 || form.len + cell->after.len + 2 > LONGEST_FORMAT) {
        return form;
    }
    buf_put(b, part_for(form, cell->number));
    BUF(b, "\"");
    for (size_t i = 0; i < cell->after.len; i++) {
        buf_put_byte(b, cell->after.at[i] == '"' ? '\'' : cell->after.at[i]); /* a quote would end them */
    }
    BUF(b, "\"");
    return buf_str(b);
}

/* Neither a merged row nor, in LibreOffice, any other gets the height of its words by itself. Letters differ in width and words
   do not part, so a line is taken to hold a little less than its column is wide. */
static void row_fits(struct xlsx *x, size_t row, struct str words, int wide, enum xlsx_look look)
{
    size_t most = (size_t)(look == XLSX_TITLE  ? wide * 6 / 10
                           : look == XLSX_HEAD ? wide * 8 / 10
                                               : wide * 95 / 100),
           letters = 0, lines = 1;
    uint32_t c;
    if (x->high_row != row) {
        x->high_row = row;
        x->high = 0;
    }
    while (utf8_next(&words, &c)) {
        bool full = letters == most;
        lines += c == '\n' || full;
        letters = c == '\n' ? 0 : full ? 1 : letters + 1;
    }
    double high = (double)lines * (look == XLSX_TITLE ? TITLE_POINTS : LINE_POINTS);
    if (high > x->high) {
        x->high = high;
        xlsx_said(x, worksheet_set_row(x->sheet, (lxw_row_t)row, high, NULL));
    }
}

void xlsx_put(struct xlsx *x, size_t row, size_t column, enum xlsx_look look, const struct xlsx_cell *cell)
{
    lxw_row_t r = (lxw_row_t)row;
    lxw_col_t c = (lxw_col_t)column;
    int year, month, day;
    if (x->failed.kind != ERR_NONE) {
        return;
    }
    BUG_IF(!x->sheet || column >= x->n_columns || cell->digits < 0 || cell->digits > XLSX_MOST_DIGITS);
    switch (cell->kind) {
    case XLSX_NOTHING: /* a blank cell that is there would be kept as nought inside a chart */
        if (look != XLSX_PLAIN) {
            xlsx_said(x, worksheet_write_blank(x->sheet, r, c, format_of(x, look, false, STR_NONE)));
        }
        break;
    case XLSX_TEXT:
        row_fits(x, row, cell->text, x->widths[column], look);
        xlsx_said(x, worksheet_write_string(x->sheet, r, c, xlsx_text(x->arena, cell->text),
                                            format_of(x, look, cell->right, STR_NONE)));
        break;
    case XLSX_NUMBER:
    case XLSX_PERCENT:
        xlsx_said(x, worksheet_write_number(x->sheet, r, c, cell->number, format_of(x, look, true, number_shown(x, cell))));
        break;
    case XLSX_DAY:
        day_split(cell->day, &year, &month, &day);
        xlsx_said(x, worksheet_write_datetime(x->sheet, r, c, &(lxw_datetime){ .year = year, .month = month, .day = day },
                                              format_of(x, look, true, STR("dd.mm.yyyy"))));
        break;
    }
}

void xlsx_put_across(struct xlsx *x, size_t row, enum xlsx_look look, struct str words)
{
    int wide = 0;
    if (x->failed.kind != ERR_NONE) {
        return;
    }
    for (size_t i = 0; i < x->n_columns; i++) {
        wide += x->widths[i];
    }
    row_fits(x, row, words, wide, look);
    if (x->n_columns == 1) {
        xlsx_put(x, row, 0, look, &(struct xlsx_cell){ XLSX_TEXT, .text = words });
        return;
    }
    xlsx_said(x, worksheet_merge_range(x->sheet, (lxw_row_t)row, 0, (lxw_row_t)row, (lxw_col_t)(x->n_columns - 1),
                                       xlsx_text(x->arena, words), format_of(x, look, false, STR_NONE)));
}

void xlsx_put_link(struct xlsx *x, size_t row, size_t column, struct str sheet, struct str words)
{
    if (x->failed.kind != ERR_NONE) {
        return;
    }
    const char *to = xlsx_sheet_name(x->arena, sheet);
    xlsx_said(x, worksheet_write_url_opt(x->sheet, (lxw_row_t)row, (lxw_col_t)column,
                                         str_cstr(x->arena, str_format(x->arena, "internal:'%s'!A1", to)),
                                         format_of(x, XLSX_LINK, false, STR_NONE), xlsx_text(x->arena, words), NULL));
}

void xlsx_freeze(struct xlsx *x, size_t head, size_t row)
{
    if (x->failed.kind == ERR_NONE) {
        worksheet_freeze_panes(x->sheet, (lxw_row_t)row, 0);
        xlsx_said(x, worksheet_repeat_rows(x->sheet, (lxw_row_t)head, (lxw_row_t)(row - 1)));
    }
}

/* A reconstructed value is hatched, as on the page and in Word. */
static void hatch_points(struct xlsx *x, lxw_chart_series *series, const struct chart *c, size_t s)
{
    lxw_chart_point **points = NEW_ARRAY(x->arena, lxw_chart_point *, c->n_categories + 1);
    lxw_chart_line line = { .color = chart_colour(s), .width = 0.75F };
    lxw_chart_pattern pattern = { .fg_color = chart_colour(s),
                                  .bg_color = 0xFFFFFF,
                                  .type = LXW_CHART_PATTERN_LIGHT_UPWARD_DIAGONAL };
    lxw_chart_fill white = { .color = 0xFFFFFF };
    lxw_chart_point hatched = { .line = &line, .pattern = &pattern }, hollow = { .line = &line, .fill = &white };
    lxw_chart_point plain = { NULL, NULL, NULL };
    bool any = false;
    for (size_t i = 0; i < c->n_categories; i++) {
        bool made = c->values[s * c->n_categories + i].state == CHART_RECONSTRUCTED;
        points[i] = !made ? &plain : c->kind == CHART_LINE ? &hollow : &hatched;
        any = any || made;
    }
    if (any) {
        xlsx_said(x, chart_series_set_points(series, points));
    }
}

static void put_series(struct xlsx *x, lxw_chart *picture, const struct xlsx_chart *chart, size_t s)
{
    const struct chart *c = chart->chart;
    lxw_chart_series *series = chart_add_series(picture, NULL, NULL);
    lxw_row_t first = (lxw_row_t)(chart->head + 1), last = (lxw_row_t)(chart->head + c->n_categories);
    lxw_col_t column = (lxw_col_t)(s + 1);
    if (!series) {
        xlsx_fail(x, ERR_TOO_BIG, STR("no memory for a chart"));
        return;
    }
    chart_series_set_name_range(series, x->sheet_name, (lxw_row_t)chart->head, column);
    chart_series_set_categories(series, x->sheet_name, first, 0, last, 0);
    chart_series_set_values(series, x->sheet_name, first, column, last, column);
    if (c->kind == CHART_LINE) {
        chart_series_set_line(series, &(lxw_chart_line){ .color = chart_colour(s), .width = 2.25F });
        chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
        chart_series_set_marker_size(series, 7);
        chart_series_set_marker_fill(series, &(lxw_chart_fill){ .color = chart_colour(s) });
        chart_series_set_marker_line(series, &(lxw_chart_line){ .color = chart_colour(s), .width = 0.75F });
    } else {
        chart_series_set_fill(series, &(lxw_chart_fill){ .color = chart_colour(s) });
    }
    hatch_points(x, series, c, s);
    chart_series_set_labels(series);
    chart_series_set_labels_num_format(series, chart_number_format(x->language));
    chart_series_set_labels_position(series, c->kind == CHART_STACKED ? LXW_CHART_LABEL_POSITION_CENTER
                                             : c->kind == CHART_LINE  ? LXW_CHART_LABEL_POSITION_ABOVE
                                                                      : LXW_CHART_LABEL_POSITION_OUTSIDE_END);
}

static void put_axes(struct xlsx *x, lxw_chart *picture, const struct xlsx_chart *chart)
{
    lxw_chart_font small = { .size = 10, .bold = LXW_EXPLICIT_FALSE };
    lxw_chart_line quiet = { .color = 0xD5DAE1, .width = 0.75F };
    bool across = chart_across(chart->chart); /* then the library calls the upright axis, of the categories, y */
    lxw_chart_axis *categories = across ? picture->y_axis : picture->x_axis,
                   *values = across ? picture->x_axis : picture->y_axis;
    chart_axis_set_name(categories, str_cstr(x->arena, chart->category_axis));
    chart_axis_set_name(values, str_cstr(x->arena, chart->value_axis));
    chart_axis_set_name_font(categories, &small);
    chart_axis_set_name_font(values, &small);
    chart_axis_set_num_format(values, chart_number_format(x->language));
    chart_axis_set_min(values, 0);
    chart_axis_major_gridlines_set_visible(categories, LXW_FALSE);
    chart_axis_major_gridlines_set_visible(values, LXW_TRUE);
    chart_axis_major_gridlines_set_line(values, &quiet);
    if (across) { /* the first category stands above, as on the page, and the numbers of the axis below */
        chart_axis_set_reverse(categories);
        chart_axis_set_label_position(values, LXW_CHART_AXIS_LABEL_POSITION_HIGH);
    }
}

void xlsx_put_chart(struct xlsx *x, const struct xlsx_chart *chart)
{
    const struct chart *c = chart->chart;
    enum { WIDE = 660, LOW = 320, BAR = 34 }; /* pixels */
    if (x->failed.kind != ERR_NONE || c->n_categories == 0 || c->n_series == 0) {
        return;
    }
    BUG_IF(c->n_series > MOST_SERIES);
    bool across = chart_across(c);
    lxw_chart *picture = workbook_add_chart(x->book, c->kind == CHART_LINE      ? LXW_CHART_LINE
                                                     : c->kind == CHART_STACKED ? LXW_CHART_COLUMN_STACKED
                                                     : across                   ? LXW_CHART_BAR
                                                                                : LXW_CHART_COLUMN);
    if (!picture) {
        xlsx_fail(x, ERR_TOO_BIG, STR("no memory for a chart"));
        return;
    }
    for (size_t s = 0; s < c->n_series && x->failed.kind == ERR_NONE; s++) {
        put_series(x, picture, chart, s);
    }
    lxw_chart_font bold = { 0 }; /* named one by one: cppcheck takes bold of an initialiser for a variable */
    bold.size = 12;
    bold.bold = LXW_TRUE;
    chart_title_set_name(picture, str_cstr(x->arena, chart->title));
    chart_title_set_name_font(picture, &bold);
    put_axes(x, picture, chart);
    if (c->n_series == 1) {
        chart_legend_set_position(picture, LXW_CHART_LEGEND_NONE);
    } else {
        chart_legend_set_position(picture, LXW_CHART_LEGEND_BOTTOM);
    }
    if (c->kind != CHART_LINE) {
        chart_set_series_gap(picture, 80);
    }
    chart_show_blanks_as(picture, LXW_CHART_BLANKS_AS_GAP);
    size_t bars = c->n_categories * c->n_series * BAR;
    double high = across && bars > LOW ? (double)bars : LOW;
    lxw_chart_options options = { .x_scale = WIDE / 480.0, /* the library's picture is 480 × 288 pixels */
                                  .y_scale = high / 288.0,
                                  .x_offset = 4,
                                  .description = (char *)(uintptr_t)str_cstr(x->arena, chart->description) };
    xlsx_said(x, worksheet_insert_chart_opt(x->sheet, (lxw_row_t)chart->at, 0, picture, &options));
}
