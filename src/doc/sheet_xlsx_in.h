/* What a workbook says beside its sheets: where they lie, the strings they share, what its formats mean. */
#ifndef DOC_SHEET_XLSX_IN_H
#define DOC_SHEET_XLSX_IN_H
#include "doc/sheet_in.h"

enum { XLSX_SHEETS = 64, XLSX_FORMATS = 8192 };
enum xlsx_format_kind { XLSX_FORMAT_PLAIN, XLSX_FORMAT_DATE, XLSX_FORMAT_TIME };
struct xlsx_format {
    enum xlsx_format_kind kind;
    int zeros; /* "000000": as many digits are shown, at most 15 */
};
struct xlsx_sheet {
    struct str name, relation, part;
    bool hidden;
};
struct xlsx_book {
    struct sheet_use *use;
    bool from_1904;
    struct xlsx_sheet *sheets;
    size_t n_sheets;
    struct str *strings;
    size_t n_strings;
    struct xlsx_format *formats; /* by style of a cell */
    size_t n_formats;
};
bool xlsx_book_read(struct sheet_use *use, struct zip_in *zip, struct xlsx_book *ret_book);
struct xlsx_format xlsx_format_of(const struct xlsx_book *book, size_t style);
/* Excel writes what XML forbids as _x000D_. */
struct str xlsx_unescaped(struct sheet_use *use, struct str raw);
#endif
