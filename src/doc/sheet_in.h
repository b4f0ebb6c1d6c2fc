/* Between the readers of tables: a sheet as it grows, and the parts of a zip as events. */
#ifndef DOC_SHEET_IN_H
#define DOC_SHEET_IN_H
#include "base/buf.h"
#include "doc/sheet.h"

/* What all sheets of a book have used of what they may. Sticky: the first problem stays, and puts do nothing after it. */
struct sheet_use {
    struct arena *arena;
    size_t cells, text;
    uint64_t unpacked;
    enum sheet_problem problem;
};
/* A sheet under way, row by row. Columns count from 0. */
struct sheet_build {
    struct sheet_use *use;
    struct sheet_row *rows;
    size_t n, room, n_columns;
    struct sheet_cell *line; /* SHEET_COLUMNS of them */
    size_t n_line;
    struct sheet_merge *merges;
    size_t n_merges;
};
struct sheet_merge {
    uint32_t first_row, last_row; /* numbers */
    size_t column;
};
enum { SHEET_MERGES = 20000 };

bool sheet_fail(struct sheet_use *use, enum sheet_problem problem); /* false */
/* A copy without what no cell may hold: control characters become spaces, bytes that are no UTF-8 too. */
struct str sheet_text(struct sheet_use *use, struct str raw);
void sheet_begin(struct sheet_build *b, struct sheet_use *use);
void sheet_put(struct sheet_build *b, size_t column, struct sheet_cell cell);
void sheet_end_row(struct sheet_build *b, uint64_t number, bool hidden);
/* One column of a merged range of several rows: what stands at its top is true of every row below it. */
void sheet_merge(struct sheet_build *b, uint64_t first_row, uint64_t last_row, size_t column);
struct sheet sheet_end(struct sheet_build *b, struct str name, bool hidden);
struct sheet_cell sheet_number(struct sheet_use *use, double number);
/* The day of a serial number of Excel; false when it is before the first day or after the year 9999. */
bool sheet_serial_day(double serial, bool from_1904, struct day *ret_day);

struct zip_in;
bool sheet_of_text(struct sheet_use *use, struct str bytes, struct sheet_book *book);
bool sheet_of_xlsx(struct sheet_use *use, struct zip_in *zip, struct sheet_book *book);
bool sheet_of_ods(struct sheet_use *use, struct zip_in *zip, struct sheet_book *book);

/* sheet_xml.c: one part of the zip as events, names without their prefixes. */
struct xml_attributes;
struct str xml_attribute(const struct xml_attributes *all,
                         const char *name); /* "" when it is not there; as it stands in the part */
bool xml_has(const struct xml_attributes *all, const char *name);
struct xml_events {
    void (*begin)(void *with, struct str name, const struct xml_attributes *attributes);
    void (*end)(void *with, struct str name);
    void (*text)(void *with, struct str text); /* in pieces */
};
/* false with use->problem when the part is damaged or unpacks to too much; a part that is not there is damaged too. */
bool xml_part(struct sheet_use *use, struct zip_in *zip, const char *part, const struct xml_events *events, void *with);
#endif
