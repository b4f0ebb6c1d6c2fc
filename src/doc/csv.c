/* Comma-separated text by RFC 4180: quoted cells may hold separators, quotes (doubled) and line ends.
   A row with more or fewer cells than the header is refused with its number, because a shifted row is silent damage. */
#include "doc/csv.h"

#include "base/str.h"

#include <string.h>

struct reader {
    struct arena *arena;
    const char *p, *end;
    char separator;
    size_t line;
};

static bool cell_quoted(struct reader *r, struct str *ret_cell)
{
    char *to = arena_take(r->arena, (size_t)(r->end - r->p) < 64 ? 64 : 256, 1);
    size_t room = (size_t)(r->end - r->p) < 64 ? 64 : 256, n = 0;
    for (r->p++; r->p < r->end; r->p++) {
        if (*r->p == '"') {
            if (r->p + 1 == r->end || r->p[1] != '"') {
                r->p++;
                *ret_cell = (struct str){ to, n };
                return true;
            }
            r->p++;
        }
        if (*r->p == '\n') {
            r->line++;
        }
        if (n == room) {
            char *more = arena_take(r->arena, room * 2, 1);
            memcpy(more, to, n);
            to = more;
            room *= 2;
        }
        to[n++] = *r->p;
    }
    return false;
}

/* One cell; *ret_last says that the line ends after it. */
static bool cell_next(struct reader *r, struct str *ret_cell, bool *ret_last)
{
    if (r->p < r->end && *r->p == '"') {
        if (!cell_quoted(r, ret_cell)) {
            return false;
        }
    } else {
        const char *from = r->p;
        while (r->p < r->end && *r->p != r->separator && *r->p != '\n' && *r->p != '\r') {
            r->p++;
        }
        *ret_cell = (struct str){ from, (size_t)(r->p - from) };
    }
    *ret_last = true;
    if (r->p == r->end) {
        return true;
    }
    if (*r->p == r->separator) {
        r->p++;
        *ret_last = false;
        return true;
    }
    if (*r->p == '\r') {
        r->p++;
    }
    if (r->p < r->end && *r->p == '\n') {
        r->p++;
        r->line++;
        return true;
    }
    return r->p == r->end;
}

static bool row_fail(struct reader *r, struct err *e)
{
    return err_setf(e, ERR_INVALID, "csv_read", "line %zu: a quote or a line end is out of place", r->line);
}

enum { MOST_COLUMNS = 400 };

static bool header_read(struct reader *r, struct csv *csv, struct err *e)
{
    struct str cells[MOST_COLUMNS];
    bool last = false;
    size_t n = 0;
    while (!last) {
        if (n == MOST_COLUMNS) {
            return err_setf(e, ERR_TOO_BIG, "csv_read", "more than %d columns", MOST_COLUMNS);
        }
        if (!cell_next(r, &cells[n], &last)) {
            return row_fail(r, e);
        }
        n++;
    }
    struct str *header = NEW_ARRAY(r->arena, struct str, n);
    memcpy(header, cells, n * sizeof *cells);
    csv->header = header;
    csv->n_columns = n;
    return true;
}

bool csv_read(struct arena *a, struct str bytes, char separator, struct csv *ret_csv, struct err *e)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF"))) {
        bytes = str_part(bytes, 3, bytes.len);
    }
    struct reader r = { a, bytes.at, bytes.at + bytes.len, separator, 1 };
    struct csv csv = { 0 };
    if (!header_read(&r, &csv, e)) {
        return false;
    }
    size_t most = 1;
    for (const char *p = r.p; p < r.end; p++) {
        most += *p == '\n';
    }
    struct str *cells = NEW_ARRAY(a, struct str, most * csv.n_columns);
    while (r.p < r.end) {
        size_t line = r.line, n = 0;
        bool last = false;
        while (!last) {
            struct str cell;
            if (!cell_next(&r, &cell, &last)) {
                return row_fail(&r, e);
            }
            if (n < csv.n_columns) {
                cells[csv.n_rows * csv.n_columns + n] = cell;
            }
            n++;
        }
        if (n == 1 && csv.n_columns > 1 && cells[csv.n_rows * csv.n_columns].len == 0) {
            continue; /* an empty line */
        }
        if (n != csv.n_columns) {
            return err_setf(e, ERR_INVALID, "csv_read", "line %zu has %zu cells, the header has %zu", line, n, csv.n_columns);
        }
        csv.n_rows++;
    }
    csv.cells = cells;
    *ret_csv = csv;
    return true;
}

struct str csv_cell(const struct csv *c, size_t row, const char *column)
{
    for (size_t i = 0; i < c->n_columns; i++) {
        if (str_is(c->header[i], column)) {
            return c->cells[row * c->n_columns + i];
        }
    }
    return STR_NONE;
}

static bool would_be_formula(struct str cell)
{
    bool number = cell.len > 1;
    for (size_t i = 1; i < cell.len; i++) {
        number = number && strchr("0123456789.,", cell.at[i]);
    }
    return cell.len > 0 && strchr("=+-@\t\r", cell.at[0]) && !(number && cell.at[0] != '=' && cell.at[0] != '@');
}

void csv_put(struct buf *b, struct str cell, char separator, bool first)
{
    if (!first) {
        buf_put_byte(b, separator);
    }
    bool quote = false;
    for (size_t i = 0; i < cell.len && !quote; i++) {
        quote = strchr(",;\"\r\n\t", cell.at[i]) != NULL;
    }
    if (quote) {
        buf_put_byte(b, '"');
    }
    if (would_be_formula(cell)) {
        buf_put_byte(b, '\'');
    }
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] == '"') {
            buf_put_byte(b, '"');
        }
        buf_put_byte(b, cell.at[i]);
    }
    if (quote) {
        buf_put_byte(b, '"');
    }
}

void csv_end(struct buf *b)
{
    buf_put(b, STR("\r\n"));
}
