/* What the two writers of workbooks share: rows as they come (xlsx.c) and sheets to be read (xlsx_book.c). */
#ifndef DOC_XLSX_IN_H
#define DOC_XLSX_IN_H
#include "doc/xlsx_book.h"

#include <xlsxwriter.h>

enum { XLSX_MOST_DIGITS = 4, XLSX_MOST_FORMATS = 60 };

/* A format is made when its first cell comes: what it looks like, and its number format. */
struct xlsx_format {
    enum xlsx_look look;
    bool number;
    struct str shown;
    lxw_format *format;
};
struct xlsx {
    struct arena *arena;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *header, *day, *wrapped, *digits[XLSX_MOST_DIGITS + 1];
    struct err failed;
    size_t n_columns;
    lxw_row_t row;
    int file;
    /* Of a book. */
    const char *language, *sheet_name;
    const int *widths;
    struct xlsx_format formats[XLSX_MOST_FORMATS];
    size_t n_formats, high_row;
    double high; /* of the row that was written to last, in points */
};

/* A workbook; in_order: rows go to the disk as they come, and nothing may be put above the last of them. */
struct xlsx *xlsx_begin(struct arena *a, const lxw_doc_properties *properties, bool in_order);
void xlsx_fail(struct xlsx *x, enum err_kind kind, struct str what);
void xlsx_said(struct xlsx *x, lxw_error error);
const char *xlsx_sheet_name(struct arena *a, struct str name); /* without what Excel forbids, cut at 31 characters */
const char *xlsx_text(struct arena *a, struct str text);       /* cut visibly at what a cell holds */
#endif
