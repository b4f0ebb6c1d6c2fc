/* A table of LibreOffice, МойОфис and others (ODF 1.2): one part, content.xml. Cells carry their typed value beside the text
   that is shown; rows and cells that repeat are written once with a count, which for empty ones goes to the million and costs
   nothing here. Notes at a cell and what stands in drawings are no part of it. */
#include "base/num.h"
#include "base/str.h"
#include "doc/sheet_in.h"

#include <string.h>

enum { CELL_MOST = 256 * 1024, TABLES_MOST = 64, STYLES_MOST = 256, REPEATED_CELLS = 16384 };

struct document {
    struct sheet_use *use;
    struct sheet *sheets;
    size_t n_sheets;
    struct str *hidden_styles; /* names of table styles that hide their table */
    size_t n_hidden;
    struct str style; /* under way */
    /* The table under way. */
    struct sheet_build build;
    struct str name;
    bool in_table, hidden;
    uint64_t row, row_repeat;
    bool row_hidden;
    /* The cell under way. */
    size_t column, cell_repeat;
    uint64_t rows_spanned;
    size_t columns_spanned;
    bool in_cell, has_text, has_formula, value_known;
    int paragraphs, aside; /* aside: depth inside notes and drawings */
    struct str type, value;
    struct buf *text, *formula;
};

static uint64_t count_of(struct str s)
{
    int64_t n;
    return num_read_int(s, &n) && n > 0 && n <= 1 << 24 ? (uint64_t)n : 1;
}

static bool in_list(const struct document *d, struct str style)
{
    for (size_t i = 0; i < d->n_hidden; i++) {
        if (str_equal(d->hidden_styles[i], style)) {
            return true;
        }
    }
    return false;
}

static void begin_style(struct document *d, struct str name, const struct xml_attributes *attributes)
{
    if (str_is(name, "style")) {
        d->style = str_copy(d->use->arena, xml_attribute(attributes, "name"));
    } else if (str_is(name, "table-properties") && str_is(xml_attribute(attributes, "display"), "false") &&
               d->n_hidden < STYLES_MOST) {
        d->hidden_styles[d->n_hidden++] = d->style;
    }
}

static void begin_table(struct document *d, const struct xml_attributes *attributes)
{
    if (d->n_sheets == TABLES_MOST || d->in_table) { /* a table inside a cell is none of ours */
        (void)sheet_fail(d->use, SHEET_DAMAGED);
        return;
    }
    d->in_table = true;
    d->name = sheet_text(d->use, xml_attribute(attributes, "name"));
    d->hidden = in_list(d, xml_attribute(attributes, "style-name"));
    d->row = 0;
    sheet_begin(&d->build, d->use);
}

static void begin_row(struct document *d, const struct xml_attributes *attributes)
{
    struct str visibility = xml_attribute(attributes, "visibility");
    d->row_repeat = count_of(xml_attribute(attributes, "number-rows-repeated"));
    d->row_hidden = str_is(visibility, "collapse") || str_is(visibility, "filter");
    d->row++;
    d->column = 0;
}

static void begin_cell(struct document *d, const struct xml_attributes *attributes)
{
    static const char *const values[] = { "value", "date-value", "time-value", "boolean-value", "string-value" };
    d->cell_repeat = (size_t)count_of(xml_attribute(attributes, "number-columns-repeated"));
    d->rows_spanned = count_of(xml_attribute(attributes, "number-rows-spanned"));
    d->columns_spanned = (size_t)count_of(xml_attribute(attributes, "number-columns-spanned"));
    d->type =
        str_copy(d->use->arena, xml_attribute(attributes, "value-type")); /* calcext's comes second and is not looked at */
    d->value = STR_NONE;
    d->value_known = false;
    for (size_t i = 0; i < COUNT(values); i++) {
        if (xml_has(attributes, values[i])) {
            d->value = str_copy(d->use->arena, xml_attribute(attributes, values[i]));
            d->value_known = true;
        }
    }
    d->has_formula = xml_has(attributes, "formula");
    d->in_cell = true;
    d->paragraphs = 0;
    d->has_text = false;
    buf_cut(d->text, 0);
    buf_cut(d->formula, 0);
    buf_put(d->formula, xml_attribute(attributes, "formula"));
}

/* White space that the text itself may not hold. */
static void put_space(struct document *d, struct str name, const struct xml_attributes *attributes)
{
    if (str_is(name, "p") || str_is(name, "h")) {
        if (d->paragraphs++ > 0) {
            buf_put_byte(d->text, '\n');
        }
        d->has_text = true;
    } else if (str_is(name, "s")) {
        uint64_t n = count_of(xml_attribute(attributes, "c"));
        for (uint64_t i = 0; i < n && i < 1000; i++) {
            buf_put_byte(d->text, ' ');
        }
    } else if (str_is(name, "tab")) {
        buf_put_byte(d->text, '\t');
    } else if (str_is(name, "line-break")) {
        buf_put_byte(d->text, '\n');
    }
}

static bool is_aside(struct str name)
{
    return str_is(name, "annotation") || str_is(name, "frame") || str_is(name, "shapes") || str_is(name, "custom-shape");
}

static void on_begin(void *with, struct str name, const struct xml_attributes *attributes)
{
    struct document *d = with;
    if (d->aside > 0 || is_aside(name)) {
        d->aside++;
    } else if (d->in_cell) {
        put_space(d, name, attributes);
    } else if (str_is(name, "table")) {
        begin_table(d, attributes);
    } else if (!d->in_table) {
        begin_style(d, name, attributes);
    } else if (str_is(name, "table-row")) {
        begin_row(d, attributes);
    } else if (str_is(name, "table-cell") || str_is(name, "covered-table-cell")) {
        begin_cell(d, attributes);
    }
}

/* "PT14H30M00S" */
static bool time_of(struct sheet_use *use, struct str value, struct str *ret_text)
{
    size_t h = str_find(value, STR("H"), 0), m = str_find(value, STR("M"), 0);
    int64_t hours, minutes;
    if (!str_starts(value, STR("PT")) || h >= value.len || m >= value.len || m < h ||
        !num_read_int(str_part(value, 2, h - 2), &hours) || !num_read_int(str_part(value, h + 1, m - h - 1), &minutes)) {
        return false;
    }
    *ret_text = str_format(use->arena, "%02d:%02d", (int)(hours % 24), (int)(minutes % 60));
    return true;
}

/* What the cell holds, by its type; the text that is shown where it has none. */
static struct sheet_cell cell_of(struct document *d)
{
    struct sheet_use *use = d->use;
    struct str shown = buf_str(d->text), time;
    double number;
    struct day day;
    if (str_starts(shown, STR("#")) && d->has_formula) {
        return (struct sheet_cell){ .kind = SHEET_FAULT, .text = sheet_text(use, shown) };
    }
    if (str_is(d->type, "date") && day_read(str_part(d->value, 0, 10), &day)) {
        return (struct sheet_cell){ .kind = SHEET_DAY, .day = day, .text = day_iso(use->arena, day) };
    }
    if (str_is(d->type, "time") && time_of(use, d->value, &time)) {
        return (struct sheet_cell){ .kind = SHEET_TEXT, .text = time };
    }
    if (str_is(d->type, "boolean")) {
        bool yes = str_is(d->value, "true");
        return (struct sheet_cell){ .kind = SHEET_YES_NO, .number = yes, .text = yes ? STR("1") : STR("0") };
    }
    if ((str_is(d->type, "float") || str_is(d->type, "percentage") || str_is(d->type, "currency")) &&
        num_read_real(d->value, &number)) {
        struct str digits = str_trim(shown);
        bool code = digits.len > 1 && digits.at[0] == '0'; /* «000123»: a code with its zeros, shown so by its format */
        for (size_t i = 0; i < digits.len; i++) {
            code = code && digits.at[i] >= '0' && digits.at[i] <= '9';
        }
        return code ? (struct sheet_cell){ .kind = SHEET_TEXT, .text = sheet_text(use, digits) } : sheet_number(use, number);
    }
    if (shown.len == 0 && d->has_formula && !d->value_known) {
        struct str formula = buf_str(d->formula);
        size_t colon = str_find(formula, STR("="), 0); /* "of:=[.A1]+1" */
        return (struct sheet_cell){ .kind = SHEET_FAULT,
                                    .text = sheet_text(use, str_part(formula, colon < formula.len ? colon : 0, formula.len)) };
    }
    if (shown.len == 0) {
        shown = d->value;
    }
    return (struct sheet_cell){ .kind = shown.len ? SHEET_TEXT : SHEET_EMPTY, .text = sheet_text(use, shown) };
}

static void end_cell(struct document *d)
{
    d->in_cell = false;
    if (buf_failed(d->text)) {
        (void)sheet_fail(d->use, SHEET_TOO_LARGE);
        return;
    }
    struct sheet_cell cell = cell_of(d);
    bool empty = cell.kind == SHEET_EMPTY || (cell.kind == SHEET_TEXT && str_trim(cell.text).len == 0);
    for (size_t i = 0; !empty && i < d->cell_repeat && i < REPEATED_CELLS; i++) {
        sheet_put(&d->build, d->column + i, cell);
    }
    for (size_t i = 0; !empty && d->rows_spanned > 1 && i < d->columns_spanned && i < SHEET_COLUMNS; i++) {
        sheet_merge(&d->build, d->row, d->row + d->rows_spanned - 1, d->column + i);
    }
    d->column += d->cell_repeat;
}

/* A row that repeats with something in it is that many rows. */
static void end_row(struct document *d)
{
    size_t n = d->build.n_line;
    for (uint64_t i = 0; n > 0 && i < d->row_repeat && d->use->problem == SHEET_SOUND; i++) {
        d->build.n_line = n;
        sheet_end_row(&d->build, d->row + i, d->row_hidden);
    }
    d->row += d->row_repeat - 1;
}

static void on_end(void *with, struct str name)
{
    struct document *d = with;
    if (d->aside > 0) {
        d->aside--;
    } else if (str_is(name, "table-cell") || str_is(name, "covered-table-cell")) {
        end_cell(d);
    } else if (d->in_cell) {
        return;
    } else if (str_is(name, "table-row") && d->in_table) {
        end_row(d);
    } else if (str_is(name, "table") && d->in_table) {
        d->in_table = false;
        d->sheets[d->n_sheets++] = sheet_end(&d->build, d->name, d->hidden);
    }
}

static void on_text(void *with, struct str text)
{
    struct document *d = with;
    if (d->in_cell && d->aside == 0 && d->has_text) {
        buf_put(d->text, text);
    }
}

bool sheet_of_ods(struct sheet_use *use, struct zip_in *zip, struct sheet_book *book)
{
    static const struct xml_events events = { on_begin, on_end, on_text };
    struct document *d = NEW(use->arena, struct document);
    *d = (struct document){ .use = use, .text = buf_new(use->arena, CELL_MOST), .formula = buf_new(use->arena, CELL_MOST) };
    d->sheets = NEW_ARRAY(use->arena, struct sheet, TABLES_MOST);
    d->hidden_styles = NEW_ARRAY(use->arena, struct str, STYLES_MOST);
    if (!xml_part(use, zip, "content.xml", &events, d)) {
        return false;
    }
    book->form = SHEET_ODS;
    book->sheets = d->sheets;
    book->n = d->n_sheets;
    return d->n_sheets > 0 || sheet_fail(use, SHEET_UNKNOWN);
}
