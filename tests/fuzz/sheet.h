/* What every target of tables holds to: whatever comes out is whole, valid and within the caps. */
#ifndef FUZZ_SHEET_H
#define FUZZ_SHEET_H
#include "base/utf8.h"
#include "doc/sheet.h"
#include "fuzz.h"

static inline void sheet_check(struct str bytes)
{
    struct arena *a = arena_new(128u << 20);
    struct sheet_book book = { .n = 0 };
    enum sheet_problem problem = sheet_read(a, bytes, &book);
    BUG_IF(problem >= SHEET_PROBLEMS || (problem == SHEET_SOUND) != (book.n > 0));
    for (size_t s = 0; s < book.n; s++) {
        const struct sheet *sheet = &book.sheets[s];
        BUG_IF(sheet->n_rows > SHEET_ROWS || sheet->n_columns > SHEET_COLUMNS || !utf8_valid(sheet->name));
        for (size_t r = 0; r < sheet->n_rows; r++) {
            const struct sheet_row *row = &sheet->rows[r];
            BUG_IF(row->n == 0 || row->n > SHEET_COLUMNS || row->number == 0 ||
                   (r && row->number <= sheet->rows[r - 1].number));
            for (size_t c = 0; c < row->n; c++) {
                BUG_IF(!utf8_valid(row->cells[c].text) || (row->cells[c].kind == SHEET_DAY && !row->cells[c].day.known));
            }
        }
    }
    arena_free(a);
}
#endif
