/* A workbook of Excel (ECMA-376): the list of sheets and where they lie, the strings they share, which formats show a number as
   a date, then cell by cell. Written by Excel, LibreOffice, МойОфис, 1C and a hundred libraries, so every name is looked up
   without its prefix and everything that may be left out is. Row numbers are the file's own. */
#include "base/num.h"
#include "base/str.h"
#include "doc/sheet_in.h"
#include "doc/sheet_xlsx_in.h"
#include "doc/zip.h"

#include <string.h>

/* The sheet under way. */
struct grid {
    struct xlsx_book *book;
    struct sheet_build build;
    uint64_t row;
    size_t column; /* of the cell under way */
    bool row_hidden, in_value, in_formula, in_text, has_value, has_formula, phonetic;
    struct str type;
    size_t style;
    struct buf *value, *formula;
};

static int64_t number_of(struct str s, int64_t otherwise)
{
    int64_t n;
    return num_read_int(s, &n) ? n : otherwise;
}

/* "AB12": the column from 0 and the row; false when it is neither. */
static bool place_read(struct str s, size_t *ret_column, uint64_t *ret_row)
{
    size_t i = 0, column = 0;
    for (; i < s.len && i < 4 && (s.at[i] | 32) >= 'a' && (s.at[i] | 32) <= 'z'; i++) {
        column = column * 26 + (size_t)((s.at[i] | 32) - 'a' + 1);
    }
    int64_t row = number_of(str_part(s, i, s.len), 0);
    if (i == 0 || row <= 0 || row > UINT32_MAX) {
        return false;
    }
    *ret_column = column - 1;
    *ret_row = (uint64_t)row;
    return true;
}

static void begin_cell(struct grid *g, const struct xml_attributes *attributes)
{
    struct str place = xml_attribute(attributes, "r");
    size_t column = g->column + 1;
    uint64_t row = g->row;
    if (place.len > 0 && (!place_read(place, &column, &row) || row != g->row)) {
        (void)sheet_fail(g->build.use, SHEET_DAMAGED);
    }
    g->column = column;
    struct str type = xml_attribute(attributes, "t");
    g->type = str_is(type, "s")           ? STR("s")
              : str_is(type, "str")       ? STR("str")
              : str_is(type, "inlineStr") ? STR("inlineStr")
              : str_is(type, "b")         ? STR("b")
              : str_is(type, "e")         ? STR("e")
              : str_is(type, "d")         ? STR("d")
                                          : STR("n");
    int64_t style = number_of(xml_attribute(attributes, "s"), 0);
    g->style = style > 0 ? (size_t)style : 0;
    g->has_value = g->has_formula = false;
    buf_cut(g->value, 0);
    buf_cut(g->formula, 0);
}

static void begin_row(struct grid *g, const struct xml_attributes *attributes)
{
    int64_t row = number_of(xml_attribute(attributes, "r"), (int64_t)g->row + 1);
    if (row <= 0 || row > UINT32_MAX) {
        (void)sheet_fail(g->build.use, SHEET_DAMAGED);
        row = 1;
    }
    g->row = (uint64_t)row;
    g->column = SIZE_MAX; /* the first cell without a place is in column 0 */
    struct str hidden = xml_attribute(attributes, "hidden");
    g->row_hidden = str_is(hidden, "1") || str_is(hidden, "true");
}

static void take_merge(struct grid *g, struct str range)
{
    struct str first, rest = range;
    size_t left, right;
    uint64_t top, bottom;
    if (!str_next(&rest, ':', &first) || !place_read(first, &left, &top) || !place_read(rest, &right, &bottom)) {
        return;
    }
    for (size_t column = left; column <= right && column < SHEET_COLUMNS; column++) {
        sheet_merge(&g->build, top, bottom, column);
    }
}

static void grid_begin(void *with, struct str name, const struct xml_attributes *attributes)
{
    struct grid *g = with;
    if (str_is(name, "c")) {
        begin_cell(g, attributes);
    } else if (str_is(name, "v")) {
        g->in_value = g->has_value = true;
    } else if (str_is(name, "f")) {
        g->in_formula = g->has_formula = true;
    } else if (str_is(name, "t") && !g->phonetic) {
        g->in_value = g->has_value = true;
    } else if (str_is(name, "rPh")) {
        g->phonetic = true;
    } else if (str_is(name, "row")) {
        begin_row(g, attributes);
    } else if (str_is(name, "mergeCell")) {
        take_merge(g, xml_attribute(attributes, "ref"));
    }
}

/* A number by its format: a day, a time of the day, a code with its zeros, or itself. */
static struct sheet_cell number_cell(struct grid *g, double number)
{
    struct sheet_use *use = g->build.use;
    struct xlsx_format format = xlsx_format_of(g->book, g->style);
    struct day day;
    if (format.kind == XLSX_FORMAT_DATE && sheet_serial_day(number, g->book->from_1904, &day)) {
        return (struct sheet_cell){ .kind = SHEET_DAY, .day = day, .text = day_iso(use->arena, day) };
    }
    double of_day = number - (double)(int64_t)number;
    if (format.kind != XLSX_FORMAT_PLAIN && number >= 0 && number < 2958465) {
        int minutes = (int)(of_day * 1440 + 0.5);
        return (struct sheet_cell){ .kind = SHEET_TEXT,
                                    .text = str_format(use->arena, "%02d:%02d", minutes / 60 % 24, minutes % 60) };
    }
    struct sheet_cell cell = sheet_number(use, number);
    if (format.zeros > 1 && number >= 0 && number < 1e15 && number == (double)(int64_t)number) {
        cell.text = str_format(use->arena, "%0*lld", format.zeros, (long long)number);
        cell.kind = SHEET_TEXT;
    }
    return cell;
}

static struct sheet_cell valued_cell(struct grid *g, struct str value)
{
    struct sheet_use *use = g->build.use;
    double number;
    struct day day;
    if (str_is(g->type, "s")) {
        int64_t index = number_of(value, -1);
        if (index < 0 || (size_t)index >= g->book->n_strings) {
            (void)sheet_fail(use, SHEET_DAMAGED);
            return (struct sheet_cell){ .text = STR_NONE };
        }
        return (struct sheet_cell){ .kind = SHEET_TEXT, .text = g->book->strings[index] };
    }
    if (str_is(g->type, "e")) {
        return (struct sheet_cell){ .kind = SHEET_FAULT, .text = sheet_text(use, value) };
    }
    if (str_is(g->type, "b")) {
        bool yes = str_is(value, "1") || str_is(value, "true");
        return (struct sheet_cell){ .kind = SHEET_YES_NO, .number = yes, .text = yes ? STR("1") : STR("0") };
    }
    if (str_is(g->type, "d") && day_read(str_part(value, 0, 10), &day)) {
        return (struct sheet_cell){ .kind = SHEET_DAY, .day = day, .text = day_iso(use->arena, day) };
    }
    if (str_is(g->type, "n") && num_read_real(value, &number)) {
        return number_cell(g, number);
    }
    return (struct sheet_cell){ .kind = SHEET_TEXT, .text = xlsx_unescaped(use, value) };
}

static void end_cell(struct grid *g)
{
    struct sheet_use *use = g->build.use;
    struct str value = buf_str(g->value);
    bool told = g->has_value && (value.len > 0 || str_is(g->type, "str"));
    if (buf_failed(g->value) || buf_failed(g->formula)) {
        (void)sheet_fail(use, SHEET_TOO_LARGE);
    } else if (told) {
        sheet_put(&g->build, g->column,
                  valued_cell(g, str_is(g->type, "str") || str_is(g->type, "inlineStr") ? value : str_trim(value)));
    } else if (g->has_formula) {
        struct str formula = buf_str(g->formula), text = str_format(use->arena, "=%.*s", (int)formula.len, formula.at);
        sheet_put(&g->build, g->column, (struct sheet_cell){ .kind = SHEET_FAULT, .text = sheet_text(use, text) });
    }
}

static void grid_end(void *with, struct str name)
{
    struct grid *g = with;
    if (str_is(name, "c")) {
        end_cell(g);
    } else if (str_is(name, "row")) {
        sheet_end_row(&g->build, g->row, g->row_hidden);
    } else if (str_is(name, "v") || str_is(name, "t")) {
        g->in_value = false;
    } else if (str_is(name, "f")) {
        g->in_formula = false;
    } else if (str_is(name, "rPh")) {
        g->phonetic = false;
    }
}

static void grid_text(void *with, struct str text)
{
    struct grid *g = with;
    if (g->in_value) {
        buf_put(g->value, text);
    } else if (g->in_formula) {
        buf_put(g->formula, text);
    }
}

enum { CELL_MOST = 256 * 1024 }; /* Excel holds 32,767 characters in one */

static bool read_grid(struct sheet_use *use, struct zip_in *zip, struct xlsx_book *book, const struct xlsx_sheet *from,
                      struct sheet *ret_sheet)
{
    static const struct xml_events events = { grid_begin, grid_end, grid_text };
    struct grid g = { .book = book, .value = buf_new(use->arena, CELL_MOST), .formula = buf_new(use->arena, CELL_MOST) };
    sheet_begin(&g.build, use);
    if (!xml_part(use, zip, str_cstr(use->arena, from->part), &events, &g)) {
        return false;
    }
    *ret_sheet = sheet_end(&g.build, from->name, from->hidden);
    return use->problem == SHEET_SOUND;
}

bool sheet_of_xlsx(struct sheet_use *use, struct zip_in *zip, struct sheet_book *book)
{
    struct xlsx_book x = { .use = use };
    if (!xlsx_book_read(use, zip, &x)) {
        return false;
    }
    struct sheet *sheets = NEW_ARRAY(use->arena, struct sheet, x.n_sheets + 1);
    for (size_t i = 0; i < x.n_sheets; i++) {
        if (!read_grid(use, zip, &x, &x.sheets[i], &sheets[i])) {
            return false;
        }
    }
    book->form = SHEET_XLSX;
    book->sheets = sheets;
    book->n = x.n_sheets;
    return true;
}
