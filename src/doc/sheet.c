/* Which kind of file it is (by its bytes: names and types lie), and a sheet as it grows. Rows and cells are kept only where
   they hold something, so that a million empty rows cost nothing. */
#include "doc/sheet.h"
#include "base/num.h"
#include "base/utf8.h"
#include "doc/sheet_in.h"
#include "doc/zip.h"

#include <math.h>
#include <string.h>

bool sheet_fail(struct sheet_use *use, enum sheet_problem problem)
{
    if (use->problem == SHEET_SOUND) {
        use->problem = problem;
    }
    return false;
}

struct str sheet_text(struct sheet_use *use, struct str raw)
{
    if (raw.len == 0) {
        return STR_NONE;
    }
    use->text += raw.len;
    if (use->text > SHEET_TEXT_BYTES) {
        (void)sheet_fail(use, SHEET_TOO_LARGE);
        return STR_NONE;
    }
    char *to = arena_take_unset(use->arena, raw.len, 1);
    size_t n = 0;
    for (struct str rest = raw; rest.len > 0;) {
        struct str before = rest;
        uint32_t c;
        if (!utf8_next(&rest, &c)) {
            rest = str_part(before, 1, before.len);
            to[n++] = ' ';
        } else if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0xFEFF) {
            if (c != '\r') {
                to[n++] = ' ';
            }
        } else {
            memcpy(to + n, before.at, before.len - rest.len);
            n += before.len - rest.len;
        }
    }
    return (struct str){ to, n };
}

void sheet_begin(struct sheet_build *b, struct sheet_use *use)
{
    *b = (struct sheet_build){ .use = use };
    b->line = NEW_ARRAY(use->arena, struct sheet_cell, SHEET_COLUMNS);
}

void sheet_put(struct sheet_build *b, size_t column, struct sheet_cell cell)
{
    if (cell.kind == SHEET_EMPTY || (cell.kind == SHEET_TEXT && str_trim(cell.text).len == 0)) {
        return; /* formatted or spaced, and nothing in it */
    }
    if (column >= SHEET_COLUMNS) {
        (void)sheet_fail(b->use, SHEET_TOO_MANY_COLUMNS);
        return;
    }
    for (; b->n_line <= column; b->n_line++) {
        b->line[b->n_line] = (struct sheet_cell){ .text = STR_NONE };
    }
    b->line[column] = cell;
}

static bool row_room(struct sheet_build *b)
{
    if (b->n == SHEET_ROWS) {
        return sheet_fail(b->use, SHEET_TOO_MANY_ROWS);
    }
    if (b->use->cells + b->n_line > SHEET_CELLS) {
        return sheet_fail(b->use, SHEET_TOO_LARGE);
    }
    if (b->n == b->room) {
        size_t room = b->room ? b->room * 2 : 256;
        struct sheet_row *more = NEW_ARRAY(b->use->arena, struct sheet_row, room);
        if (b->n > 0) {
            memcpy(more, b->rows, b->n * sizeof *more);
        }
        b->rows = more;
        b->room = room;
    }
    return true;
}

/* Rows come in order; a file where they do not is damaged, because its numbers would point nowhere. */
void sheet_end_row(struct sheet_build *b, uint64_t number, bool hidden)
{
    if (b->n_line == 0 || b->use->problem != SHEET_SOUND) {
        b->n_line = 0;
        return;
    }
    if (number == 0 || number > UINT32_MAX || (b->n > 0 && number <= b->rows[b->n - 1].number)) {
        (void)sheet_fail(b->use, SHEET_DAMAGED);
        return;
    }
    if (!row_room(b)) {
        return;
    }
    struct sheet_cell *cells = NEW_ARRAY(b->use->arena, struct sheet_cell, b->n_line);
    memcpy(cells, b->line, b->n_line * sizeof *cells);
    b->rows[b->n++] = (struct sheet_row){ (uint32_t)number, hidden, cells, b->n_line };
    b->use->cells += b->n_line;
    b->n_columns = b->n_line > b->n_columns ? b->n_line : b->n_columns;
    b->n_line = 0;
}

void sheet_merge(struct sheet_build *b, uint64_t first_row, uint64_t last_row, size_t column)
{
    if (first_row >= last_row || last_row > UINT32_MAX || column >= SHEET_COLUMNS || b->n_merges == SHEET_MERGES) {
        return;
    }
    if (!b->merges) {
        b->merges = NEW_ARRAY(b->use->arena, struct sheet_merge, SHEET_MERGES);
    }
    b->merges[b->n_merges++] = (struct sheet_merge){ (uint32_t)first_row, (uint32_t)last_row, column };
}

/* The first row whose number is not below. */
static size_t row_from(const struct sheet_build *b, uint32_t number)
{
    size_t low = 0, high = b->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (b->rows[middle].number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void fill_cell(struct sheet_build *b, struct sheet_row *row, size_t column, struct sheet_cell cell)
{
    if (column < row->n && row->cells[column].kind != SHEET_EMPTY) {
        return;
    }
    size_t n = row->n > column ? row->n : column + 1;
    b->use->cells += n;
    if (b->use->cells > SHEET_CELLS) {
        (void)sheet_fail(b->use, SHEET_TOO_LARGE);
        return;
    }
    struct sheet_cell *cells = NEW_ARRAY(b->use->arena, struct sheet_cell, n);
    for (size_t i = 0; i < n; i++) {
        cells[i] = i < row->n ? row->cells[i] : (struct sheet_cell){ .text = STR_NONE };
    }
    cells[column] = cell;
    row->cells = cells;
    row->n = n;
}

/* Below the top of a merged range there are only rows that hold something elsewhere. */
static void fill_merges(struct sheet_build *b)
{
    for (size_t i = 0; i < b->n_merges && b->use->problem == SHEET_SOUND; i++) {
        const struct sheet_merge *m = &b->merges[i];
        size_t at = row_from(b, m->first_row);
        if (at == b->n || b->rows[at].number != m->first_row || m->column >= b->rows[at].n) {
            continue;
        }
        struct sheet_cell top = b->rows[at].cells[m->column];
        for (at++; at < b->n && b->rows[at].number <= m->last_row && top.kind != SHEET_EMPTY; at++) {
            fill_cell(b, &b->rows[at], m->column, top);
        }
    }
}

struct sheet sheet_end(struct sheet_build *b, struct str name, bool hidden)
{
    fill_merges(b);
    return (struct sheet){ name, hidden, b->rows, b->n, b->n_columns };
}

struct sheet_cell sheet_number(struct sheet_use *use, double number)
{
    if (!isfinite(number)) {
        return (struct sheet_cell){ .kind = SHEET_FAULT, .text = STR("#NUM!") };
    }
    return (struct sheet_cell){ .kind = SHEET_NUMBER, .number = number, .text = num_plain_real(use->arena, number) };
}

/* Excel counts days from 1900-01-00 and believes in 1900-02-29, so before that day its numbers are one less. */
bool sheet_serial_day(double serial, bool from_1904, struct day *ret_day)
{
    struct day zero = from_1904 ? day_of(1904, 1, 1) : day_of(1899, 12, 30);
    double whole = floor(serial);
    if (!(whole >= (from_1904 ? 0 : 1)) || whole > 2958465) {
        return false;
    }
    int32_t n = (int32_t)whole;
    *ret_day = (struct day){ true, zero.n + n + (!from_1904 && n < 60 ? 1 : 0) };
    return true;
}

/* A workbook behind a password is a compound file that holds this name; one of Excel 97-2003 does not. */
static enum sheet_problem compound_problem(struct str bytes)
{
    static const char locked[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    return memmem(bytes.at, bytes.len, locked, sizeof locked - 1) ? SHEET_LOCKED : SHEET_OLD_EXCEL;
}

static bool read_zip(struct sheet_use *use, struct str bytes, struct sheet_book *book)
{
    struct zip_in *zip;
    struct err ignored = { 0 };
    size_t index;
    if (!zip_in_open_bytes(use->arena, bytes, &zip, &ignored)) {
        return sheet_fail(use, SHEET_DAMAGED);
    }
    if (zip_in_find(zip, "content.xml", &index)) {
        return sheet_of_ods(use, zip, book);
    }
    if (zip_in_find(zip, "xl/workbook.xml", &index) || zip_in_find(zip, "_rels/.rels", &index)) {
        return sheet_of_xlsx(use, zip, book);
    }
    return sheet_fail(use, SHEET_UNKNOWN);
}

enum sheet_problem sheet_read(struct arena *a, struct str bytes, struct sheet_book *ret_book)
{
    struct sheet_use use = { .arena = a };
    struct sheet_book book = { .letters = "" };
    bool holds = false;
    if (bytes.len == 0) {
        return SHEET_NOTHING;
    }
    if (str_starts(bytes, (struct str){ "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8 })) {
        return compound_problem(bytes);
    }
    if (str_starts(bytes, STR("PK\x03\x04")) || str_starts(bytes, STR("PK\x05\x06"))) {
        (void)read_zip(&use, bytes, &book);
    } else {
        (void)sheet_of_text(&use, bytes, &book);
    }
    for (size_t i = 0; i < book.n && use.problem == SHEET_SOUND; i++) {
        holds = holds || book.sheets[i].n_rows > 0;
    }
    if (use.problem == SHEET_SOUND && arena_full(a)) {
        return SHEET_TOO_LARGE;
    }
    if (use.problem == SHEET_SOUND && holds) {
        *ret_book = book;
    }
    return use.problem != SHEET_SOUND ? use.problem : holds ? SHEET_SOUND : SHEET_NOTHING;
}
