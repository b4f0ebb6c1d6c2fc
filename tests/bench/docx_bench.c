/* How long a Word document of 20 tables of 25 × 7 takes (about 20 pages), the median of many. With a file name it writes the
   document there and ends; without one it prints the milliseconds. */
#include "base/clock.h"
#include "base/str.h"
#include "doc/docx.h"

#include <stdio.h>
#include <stdlib.h>

enum { TABLES = 20, ROWS = 25, COLUMNS = 7, RUNS = 101 };

static struct str document(struct arena *a)
{
    struct docx_setup setup = { .title = STR("Отчёт"),
                                .language = "ru-RU",
                                .caption_table = STR("Таблица"),
                                .caption_chart = STR("Рисунок"),
                                .contents_title = STR("Содержание"),
                                .moment_ms = 1655000000000 };
    struct docx *d = docx_new(a, &setup);
    docx_contents(d, 1);
    struct docx_column columns[COLUMNS];
    struct docx_cell cells[ROWS * COLUMNS];
    for (int c = 0; c < COLUMNS; c++) {
        columns[c] = (struct docx_column){ str_format(a, "Столбец %d", c + 1), 1000 / COLUMNS, c > 0 };
    }
    for (int t = 0; t < TABLES; t++) {
        docx_text(d, DOCX_HEADING_1, str_format(a, "Раздел %d", t + 1));
        docx_text(d, DOCX_BODY, STR("Таблица ниже показывает охват мероприятий по организациям города за учебный год."));
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            cells[i] = (struct docx_cell){ i % COLUMNS ? str_format(a, "%d", (i * 7919 + t) % 1000)
                                                       : str_format(a, "Организация № %d", i / COLUMNS + 1),
                                           false };
        }
        docx_table(d, str_format(a, "t%d", t), STR("Охват по организациям"), columns, COLUMNS, cells, ROWS, STR_NONE);
    }
    struct str bytes;
    struct err e = { 0 };
    if (!docx_done(d, &bytes, &e)) {
        exit(1);
    }
    return bytes;
}

static int by_value(const void *one, const void *two)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)two;
    return a < b ? -1 : a > b;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new(256u << 20);
    if (argc > 1) {
        struct str bytes = document(a);
        FILE *f = fopen(argv[1], "wb");
        return f && fwrite(bytes.at, 1, bytes.len, f) == bytes.len && fclose(f) == 0 ? 0 : 1;
    }
    int64_t took[RUNS];
    for (int i = 0; i < RUNS; i++) {
        int64_t from = clock_steady_us();
        (void)document(a);
        took[i] = clock_steady_us() - from;
        arena_reset(a);
    }
    qsort(took, RUNS, sizeof *took, by_value);
    printf("docx, 20 tables of 25 x 7: median %.2f ms (%.2f to %.2f), %d runs\n", (double)took[RUNS / 2] / 1000,
           (double)took[0] / 1000, (double)took[RUNS - 1] / 1000, RUNS);
    arena_free(a);
    return 0;
}
