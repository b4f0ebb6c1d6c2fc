/* odd_make FOLDER: documents that nobody would write and somebody will: titles of three hundred letters, a table of two hundred
   rows, charts of one point, of nothing, of noughts only, of forty categories, every kind of chart, marks of XML, control
   characters, emoji, Arabic and Hebrew. One in Russian, one in English; word_test.py reads them back with other programs. */
#include "base/buf.h"
#include "base/err.h"
#include "doc/docx.h"

#include <stdio.h>

enum { ROWS = 200, MANY = 40 };

static struct str repeated(struct arena *a, const char *words, size_t most)
{
    struct buf *b = buf_new(a, 1 << 16);
    for (size_t i = 0; buf_str(b).len + str_c(words).len < most; i++) {
        buf_put(b, str_c(words));
    }
    return buf_str(b);
}

struct odd_chart {
    enum chart_kind kind;
    size_t n_categories, n_series;
    enum chart_state state;
    int64_t step;
};

static void put_chart(struct docx *d, struct arena *a, const struct odd_chart *odd, size_t number)
{
    size_t n_categories = odd->n_categories, n_series = odd->n_series;
    struct str *categories = NEW_ARRAY(a, struct str, n_categories), *series = NEW_ARRAY(a, struct str, n_series);
    struct chart_value *values = NEW_ARRAY(a, struct chart_value, n_categories * n_series);
    for (size_t c = 0; c < n_categories; c++) {
        categories[c] = str_format(a, "Школа <№> %zu & Ко", c + 1);
    }
    for (size_t s = 0; s < n_series; s++) {
        series[s] = str_format(a, "Ряд «%zu»", s + 1);
        for (size_t c = 0; c < n_categories; c++) {
            int64_t value = odd->step * (int64_t)(c + s + 1);
            values[s * n_categories + c] = (struct chart_value){ c == 1 ? CHART_RECONSTRUCTED : odd->state, value,
                                                                 str_format(a, "%lld", (long long)value), STR_NONE };
            if (odd->state == CHART_MISSING) {
                values[s * n_categories + c].state = CHART_MISSING;
            }
        }
    }
    const struct chart chart = { .kind = odd->kind,
                                 .title = STR("Диаграмма"),
                                 .description = STR("Описание"),
                                 .unit = STR("чел."),
                                 .categories = categories,
                                 .n_categories = n_categories,
                                 .series = series,
                                 .n_series = n_series,
                                 .values = values,
                                 .no_data = STR("нет данных"),
                                 .reconstructed = STR("восстановлено") };
    docx_chart(d, str_format(a, "chart%zu", number), str_format(a, "Диаграмма <%zu> & «слова»", number), &chart,
               str_format(a, "Описание \"%zu\" <для> тех & кто не видит", number));
}

static void put_charts(struct docx *d, struct arena *a)
{
    static const struct odd_chart charts[] = {
        { CHART_COLUMN, 1, 1, CHART_KNOWN, 1521 }, { CHART_COLUMN, 3, 2, CHART_MISSING, 1 },
        { CHART_BAR, 3, 2, CHART_KNOWN, 0 },       { CHART_COLUMN, MANY, 1, CHART_KNOWN, 1234567 },
        { CHART_BAR, MANY, 1, CHART_KNOWN, 12 },   { CHART_LINE, 5, 3, CHART_KNOWN, 100 },
        { CHART_STACKED, 5, 3, CHART_KNOWN, 7 },
    };
    docx_text(d, DOCX_HEADING_1, STR("Charts"));
    for (size_t i = 0; i < COUNT(charts); i++) {
        put_chart(d, a, &charts[i], i + 1);
    }
}

static void put_table(struct docx *d, struct arena *a)
{
    const struct docx_column columns[] = { { STR("№"), 100, true },
                                           { STR("Repeated head"), 600, false },
                                           { STR("n"), 300, true } };
    struct docx_cell *cells = NEW_ARRAY(a, struct docx_cell, ROWS * COUNT(columns));
    for (size_t r = 0; r < ROWS; r++) {
        cells[r * 3] = (struct docx_cell){ str_format(a, "%zu", r + 1), false };
        cells[r * 3 + 1] =
            (struct docx_cell){ r == 100 ? repeated(a, "длинное название ", 600) : str_format(a, "row %zu", r + 1), false };
        cells[r * 3 + 2] = (struct docx_cell){ r == 7 ? repeated(a, "слитно", 300) : STR("1 000"), r + 1 == ROWS };
    }
    docx_text(d, DOCX_HEADING_1, STR("Table"));
    docx_table(d, STR("long"), STR("Two hundred rows"), columns, COUNT(columns), cells, ROWS, STR("Note under the table."));
    docx_table(d, STR("none"), STR("No rows"), columns, COUNT(columns), cells, 0, STR_NONE);
}

static void put_words(struct docx *d, struct arena *a)
{
    struct str noughts = { "nought \0 inside", sizeof "nought \0 inside" - 1 };
    docx_text(d, DOCX_HEADING_1, repeated(a, "Очень длинное название раздела ", 600));
    docx_text(d, DOCX_BODY, STR("Marks: <w:p> & \"quotes\" 'single' ]]> &amp; {} %s %n."));
    docx_text(d, DOCX_BODY,
              STR("Control: a\x01"
                  "b\x02"
                  "c\x08"
                  "d\x0b"
                  "e\x1f"
                  "f\x7f"
                  "g \xEF\xBF\xBE\xEF\xBF\xBF h."));
    docx_text(d, DOCX_BODY, noughts);
    docx_text(d, DOCX_BODY, STR("Emoji: \xF0\x9F\x8E\x93 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xAC done."));
    docx_text(d, DOCX_BODY,
              STR("Right to left: \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7 done."));
    docx_text(d, DOCX_HEADING_2, STR("&<>\"' 2021-2022"));
    docx_text(d, DOCX_LEAD, STR("A list:"));
    docx_text(d, DOCX_LIST, repeated(a, "пункт ", 400));
    docx_text(d, DOCX_NUMBERED, STR("one"));
    docx_numbers_restart(d);
    docx_text(d, DOCX_NUMBERED, STR("one again"));
    docx_text(d, DOCX_BODY, STR_NONE);
    docx_paragraph(d, DOCX_BODY,
                   (const struct docx_run[]){ { DOCX_STRONG, STR("See table ") },
                                              { DOCX_REF_TABLE, STR("long") },
                                              { DOCX_EMPHASIS, STR(" and chart ") },
                                              { DOCX_REF_CHART, STR("chart1") } },
                   4);
}

static int write_document(const char *folder, const char *name, const char *language, bool empty)
{
    struct arena *a = arena_new(256u << 20);
    struct err e = { 0 };
    struct str bytes;
    bool russian = language[0] == 'r';
    const struct docx_setup setup = { .title = repeated(a, "Название & <знаки> ", 560),
                                      .author = STR("Центр «А» & \x05 Ко"),
                                      .subject = STR(""),
                                      .language = language,
                                      .caption_table = russian ? STR("Таблица") : STR("Table"),
                                      .caption_chart = russian ? STR("Рисунок") : STR("Chart"),
                                      .contents_title = russian ? STR("Содержание") : STR("Contents"),
                                      .moment_ms = 1655000000000 };
    struct docx *d = docx_new(a, &setup);
    docx_pair(d, STR("AGREED"), STR("APPROVED"));
    docx_text(d, DOCX_TITLE, setup.title);
    docx_page_break(d);
    docx_contents(d, 2);
    docx_page_break(d);
    if (empty) {
        docx_text(d, DOCX_BODY, STR("Nothing."));
    } else {
        put_words(d, a);
        put_charts(d, a);
        put_table(d, a);
    }
    if (!docx_done(d, &bytes, &e)) {
        fprintf(stderr, "odd_make: %s: %.*s\n", name, (int)e.what.len, e.what.at);
        return 1;
    }
    FILE *f = fopen(str_cstr(a, str_format(a, "%s/%s.docx", folder, name)), "wb");
    bool done = f && fwrite(bytes.at, 1, bytes.len, f) == bytes.len && fclose(f) == 0;
    arena_free(a);
    return done ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: odd_make FOLDER\n");
        return 2;
    }
    return write_document(argv[1], "odd-russian", "ru-RU", false) + write_document(argv[1], "odd-english", "en-US", false) +
           write_document(argv[1], "odd-empty", "ru-RU", true);
}
