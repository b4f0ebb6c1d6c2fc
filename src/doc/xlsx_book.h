/* A workbook to be read and printed: sheets with a title above a table and notes under it, and native charts bound to cells of
   their sheet. Held in memory as a whole, so it is for finished documents and not for long lists (xlsx.h). Sticky like there:
   after a failure puts do nothing and xlsx_done tells why. */
#ifndef DOC_XLSX_BOOK_H
#define DOC_XLSX_BOOK_H
#include "doc/chart.h"
#include "doc/xlsx.h"

struct xlsx_facts {
    struct str title, author, subject;
    const char *language; /* "ru-RU": how thousands are parted */
    int64_t moment_ms;    /* UTC; the same puts and the same moment give the same bytes */
};
struct xlsx *xlsx_book_new(struct arena *a, const struct xlsx_facts *facts);

/* A sheet on A4, wide ones across; widths in characters, which must live until the next sheet. The names must differ; what
   Excel forbids in one becomes a space, and it is cut at 31 characters. */
void xlsx_leaf(struct xlsx *x, struct str name, const int *widths, size_t n);
/* Rows and columns count from 0. A number keeps its type whatever is written about it: cell->after, «(восстановлено)», stands
   in the number format. */
void xlsx_put(struct xlsx *x, size_t row, size_t column, enum xlsx_look look, const struct xlsx_cell *cell);
/* Words over all columns, in a row high enough for them. */
void xlsx_put_across(struct xlsx *x, size_t row, enum xlsx_look look, struct str words);
/* A cell that leads to another sheet. */
void xlsx_put_link(struct xlsx *x, size_t row, size_t column, struct str sheet, struct str words);
/* The rows above this one stay in sight and stand on every printed page, from `head` on. */
void xlsx_freeze(struct xlsx *x, size_t head, size_t row);

/* The picture of numbers that stand in the sheet: names of series in the row `head` from column 1, categories in column 0 under
   it, values between. A missing value has an empty cell; words there would be drawn as nought. */
struct xlsx_chart {
    const struct chart *chart;
    struct str title, category_axis, value_axis;
    struct str description; /* for who cannot see the picture */
    size_t head, at;        /* rows: of the names of series, and where the picture begins */
};
void xlsx_put_chart(struct xlsx *x, const struct xlsx_chart *chart);
#endif
