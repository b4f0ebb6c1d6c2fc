/* A workbook for Excel, LibreOffice and МойОфис, written row by row: typed cells (a number stays a number, a day a day,
   whatever the reader's country), a frozen header with a filter, a passport sheet that says what the numbers are. Rows go to a
   file without a name as they come, so a list of any length costs the memory of one row; only the finished workbook is read
   into the arena. Sticky: after a failure puts do nothing and xlsx_done tells why. */
#ifndef DOC_XLSX_H
#define DOC_XLSX_H
#include "base/day.h"
#include "base/err.h"

struct xlsx;
enum xlsx_kind { XLSX_NOTHING, XLSX_TEXT, XLSX_NUMBER, XLSX_PERCENT, XLSX_DAY };
enum xlsx_look { XLSX_PLAIN, XLSX_STRONG, XLSX_TITLE, XLSX_HEAD, XLSX_NOTE, XLSX_LINK }; /* of a book (xlsx_book.h) */
struct xlsx_cell {
    enum xlsx_kind kind;
    struct str text; /* XLSX_TEXT: longer than Excel's 32,767 characters is cut with «…» at its end */
    double number;   /* XLSX_NUMBER; XLSX_PERCENT: 0.371 is 37.1 % */
    int digits;      /* of these two: shown after the comma, at most 4 */
    struct day day;  /* XLSX_DAY */
    /* In a book only. */
    struct str after; /* XLSX_NUMBER: words that stand behind it and leave it a number */
    bool right;       /* XLSX_TEXT in a column of numbers */
};
struct xlsx_column {
    struct str label;
    int width; /* in characters */
};

/* A workbook that was made at this moment (UTC): the same rows and the same moment give the same bytes. */
struct xlsx *xlsx_new(struct arena *a, int64_t moment_ms);
/* A sheet with a header; what Excel forbids in its name becomes a space, and it is cut at 31 characters. */
void xlsx_sheet(struct xlsx *x, struct str name, const struct xlsx_column *columns, size_t n);
/* The next row of the sheet begun last; cells beyond its columns are our bug. */
void xlsx_row(struct xlsx *x, const struct xlsx_cell *cells, size_t n);
/* What it is and the bytes; the workbook cannot be written to afterwards. ERR_FULL when the disk was, ERR_TOO_BIG over
   1,048,575 rows of a sheet. */
bool xlsx_done(struct xlsx *x, struct str *ret_bytes, struct err *e) MUST_USE;
#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#endif
