/* Reading and writing comma-separated text (RFC 4180, UTF-8). */
#ifndef DOC_CSV_H
#define DOC_CSV_H
#include "base/buf.h"
#include "base/err.h"
struct csv {
    const struct str *header;
    size_t n_columns;
    const struct str *cells;
    size_t n_rows; /* cells[row * n_columns + column] */
};
bool csv_read(struct arena *a, struct str bytes, char separator, struct csv *ret_csv, struct err *e) MUST_USE;
struct str csv_cell(const struct csv *c, size_t row, const char *column); /* "" when the column is not there */
/* One cell; quoted where it must be. Whatever a person typed stays text when a spreadsheet opens it: what would begin a formula
   there (= + - @, tab) gets an apostrophe before it, unless it is a number. */
void csv_put(struct buf *b, struct str cell, char separator, bool first);
void csv_end(struct buf *b);
#endif
