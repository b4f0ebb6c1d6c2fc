/* Tables as people send them: xlsx, ods, comma- or tab-separated text in whatever letters. What comes out is rows with the
   number a person sees in Excel and cells with their kind and their text; what they mean for a register is not known here.

   Read in pieces and capped: a part of a zip is never held whole, a file may not unpack without end, nothing is fetched, no
   entity is followed. Bytes of any kind give a book or the reason why not; never a crash (tests/fuzz). */
#ifndef DOC_SHEET_H
#define DOC_SHEET_H
#include "base/day.h"

enum sheet_kind {
    SHEET_EMPTY,
    SHEET_TEXT,
    SHEET_NUMBER,
    SHEET_DAY,    /* a number that its format shows as a date, 1900 and 1904 alike */
    SHEET_YES_NO, /* number 1 or 0 */
    SHEET_FAULT   /* «#Н/Д», or a formula whose value the file does not hold */
};
struct sheet_cell {
    enum sheet_kind kind;
    struct day day; /* SHEET_DAY */
    double number;  /* SHEET_NUMBER, SHEET_YES_NO */
    struct str text; /* of any kind: a number without grouping, a day as ISO, a fault as «#N/A» or "=A1+B1". Valid UTF-8 without
                        control characters but line feed and tab; not trimmed */
};
struct sheet_row {
    uint32_t number; /* from 1, as Excel shows it */
    bool hidden;
    const struct sheet_cell *cells; /* up to the last one that is not empty; at least one */
    size_t n;
};
struct sheet {
    struct str name; /* of text: "" */
    bool hidden;
    const struct sheet_row *rows; /* only those that hold something */
    size_t n_rows, n_columns;
};
enum sheet_form { SHEET_XLSX, SHEET_ODS, SHEET_SEPARATED };
struct sheet_book {
    enum sheet_form form;
    const struct sheet *sheets;
    size_t n;
    const char *letters; /* of text: "UTF-8", "windows-1251", "UTF-16LE", "UTF-16BE" */
    char separator;      /* of text */
};

/* Why a file is no book: the person's matter, told in his words by who asked. */
enum sheet_problem {
    SHEET_SOUND,
    SHEET_NOTHING,          /* no bytes, or no cell with anything in it */
    SHEET_OLD_EXCEL,        /* .xls of Excel 97-2003 */
    SHEET_LOCKED,           /* behind a password */
    SHEET_UNKNOWN,          /* a picture, a PDF, a page of HTML … */
    SHEET_DAMAGED,          /* begins as it should and does not go on so */
    SHEET_TOO_MANY_ROWS,    /* over SHEET_ROWS that hold something */
    SHEET_TOO_MANY_COLUMNS, /* something stands to the right of SHEET_COLUMNS */
    SHEET_TOO_LARGE,        /* unpacks to more than SHEET_UNPACKED, or 300 times its size, or holds too much text */
    SHEET_PROBLEMS
};
enum {
    SHEET_ROWS = 50000,
    SHEET_COLUMNS = 256,
    SHEET_CELLS = 1000000,      /* of all sheets, the empty ones between counted */
    SHEET_UNPACKED = 160 << 20, /* bytes of all parts that are read */
    SHEET_TEXT_BYTES = 48 << 20 /* of all cells and shared strings */
};
/* The book lives in a, which must have room for 100 MiB; ret_book is set when the answer is SHEET_SOUND. */
enum sheet_problem sheet_read(struct arena *a, struct str bytes, struct sheet_book *ret_book) MUST_USE;
#endif
