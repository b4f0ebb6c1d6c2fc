/* What the workbook's parts hold; what LibreOffice and other readers make of it is in tests/golden. */
#include "base/buf.h"
#include "base/test_in.h"
#include "doc/xlsx_book.h"
#include "doc/zip.h"

static struct str made(struct arena *a, int64_t moment, struct str text)
{
    struct xlsx *x = xlsx_new(a, moment);
    const struct xlsx_column columns[] = { { STR("Название"), 40 }, { STR("Число"), 10 }, { STR("Дата"), 12 } };
    struct err e = { 0 };
    struct str bytes;
    xlsx_sheet(x, STR("Охват: 2021/2022 [все] и ещё много слов после"), columns, 3);
    const struct xlsx_cell row[] = { { XLSX_TEXT, .text = text },
                                     { XLSX_NUMBER, .number = 1521.25, .digits = 1 },
                                     { XLSX_DAY, .day = day_of(2021, 11, 5) } };
    const struct xlsx_cell empty[] = { { XLSX_TEXT, .text = STR("=1+1") }, { XLSX_NOTHING }, { XLSX_NOTHING } };
    xlsx_row(x, row, 3);
    xlsx_row(x, empty, 3);
    assert_true(xlsx_done(x, &bytes, &e));
    return bytes;
}

static struct str part(struct arena *a, struct str bytes, const char *name)
{
    struct err e = { 0 };
    struct str got;
    assert_true(zip_read(a, bytes, name, 1 << 20, &got, &e));
    return got;
}

static bool holds(struct str s, const char *what)
{
    return str_find(s, str_c(what), 0) < s.len;
}

static void cells_keep_their_kind(void **state)
{
    struct str bytes = made(arena, 1700000000000, STR("Неделя <профориентации> & \"пробы\""));
    struct str sheet = part(arena, bytes, "xl/worksheets/sheet1.xml"), book = part(arena, bytes, "xl/workbook.xml");
    assert_true(holds(sheet, "<v>1521.25</v>"));
    assert_true(holds(sheet, "<v>44505</v>")); /* days since 30.12.1899 */
    assert_true(holds(sheet, "Неделя &lt;профориентации&gt; &amp; "));
    assert_true(holds(sheet, "<t>=1+1</t>")); /* words of people are never a formula */
    assert_false(holds(sheet, "<f>"));
    assert_true(holds(sheet, "state=\"frozen\"") && holds(sheet, "<autoFilter ref=\"A1:C3\""));
    assert_true(holds(book, "name=\"Охват  2021 2022  все  и ещё мн\"")); /* 31 letters, nothing Excel forbids */
}

static void the_same_rows_give_the_same_bytes(void **state)
{
    struct str one = made(arena, 1700000000000, STR("а")), two = made(arena, 1700000000000, STR("а"));
    assert_true(str_equal(one, two));
}

static void a_text_too_long_for_excel_is_cut_visibly(void **state)
{
    struct buf *long_text = buf_new(arena, 1 << 20);
    for (int i = 0; i < 40000; i++) {
        BUF(long_text, "ы");
    }
    struct str sheet = part(arena, made(arena, 0, buf_str(long_text)), "xl/worksheets/sheet1.xml");
    assert_true(holds(sheet, "ы…</t>"));
}

/* A line, a bar that lies, and a value that was reconstructed: what stands in the parts whatever reads them. */
static struct str book_made(struct arena *a, enum chart_kind kind)
{
    static const int widths[] = { 20, 12 };
    const struct str categories[] = { STR("2020"), STR("2021"), STR("2022") }, series[] = { STR("Школа «<№ 1>»") };
    const struct chart_value values[] = { { CHART_MISSING, 0, STR("нет данных"), STR_NONE },
                                          { CHART_RECONSTRUCTED, 1450, STR("1 450"), STR_NONE },
                                          { CHART_KNOWN, 269, STR("269"), STR_NONE } };
    const struct chart chart = { .kind = kind,
                                 .categories = categories,
                                 .n_categories = 3,
                                 .series = series,
                                 .n_series = 1,
                                 .values = values,
                                 .no_data = STR("нет данных"),
                                 .reconstructed = STR("восстановлено") };
    const struct xlsx_facts facts = { STR("Анализ"), STR("Центр"), STR("Приложение"), "ru-RU", 1700000000000 };
    const struct xlsx_chart picture = { &chart, STR("Рисунок 1"), STR("Год"), STR("чел."), STR("Всё словами & числами"), 1, 6 };
    struct xlsx *x = xlsx_book_new(a, &facts);
    struct err e = { 0 };
    struct str bytes;
    xlsx_leaf(x, STR("Рисунок 1"), widths, 2);
    xlsx_put_across(x, 0, XLSX_TITLE, STR("Рисунок 1 — Школы"));
    xlsx_put(x, 1, 1, XLSX_HEAD, &(struct xlsx_cell){ XLSX_TEXT, .text = series[0], .right = true });
    for (size_t i = 0; i < 3; i++) {
        xlsx_put(x, 2 + i, 0, XLSX_PLAIN, &(struct xlsx_cell){ XLSX_TEXT, .text = chart_category(a, &chart, i) });
        xlsx_put(x, 2 + i, 1, XLSX_PLAIN,
                 &(struct xlsx_cell){ values[i].state == CHART_MISSING ? XLSX_NOTHING : XLSX_NUMBER,
                                      .number = (double)values[i].value, .after = i == 1 ? STR(" (\"как было\")") : STR_NONE });
    }
    xlsx_put(x, 5, 1, XLSX_PLAIN, &(struct xlsx_cell){ XLSX_PERCENT, .number = 0.371, .digits = 1 });
    xlsx_put_chart(x, &picture);
    assert_true(xlsx_done(x, &bytes, &e));
    return bytes;
}

static void a_chart_is_bound_to_its_cells_and_keeps_them(void **state)
{
    struct str bytes = book_made(arena, CHART_LINE), chart = part(arena, bytes, "xl/charts/chart1.xml");
    assert_true(holds(chart, "<c:lineChart>") && holds(chart, "<c:f>'Рисунок 1'!$B$3:$B$5</c:f>"));
    assert_true(holds(chart, "<c:ptCount val=\"3\"/><c:pt idx=\"1\"><c:v>1450</c:v>")); /* no point for what is missing */
    assert_true(holds(chart, "<c:v>2020\nнет данных</c:v>") && holds(chart, "<c:v>Школа «&lt;№ 1&gt;»</c:v>"));
    assert_true(holds(chart, "<c:dPt><c:idx val=\"1\"/>"));
    assert_true(holds(part(arena, bytes, "xl/drawings/drawing1.xml"), "descr=\"Всё словами &amp; числами\""));
    assert_true(str_equal(bytes, book_made(arena, CHART_LINE)));
    chart = part(arena, book_made(arena, CHART_BAR), "xl/charts/chart1.xml");
    assert_true(holds(chart, "<c:barDir val=\"bar\"/>") && holds(chart, "<a:pattFill prst=\"ltUpDiag\">"));
    chart = part(arena, book_made(arena, CHART_STACKED), "xl/charts/chart1.xml");
    assert_true(holds(chart, "<c:grouping val=\"stacked\"/>"));
}

static void words_behind_a_number_leave_it_a_number(void **state)
{
    struct str bytes = book_made(arena, CHART_COLUMN), styles = part(arena, bytes, "xl/styles.xml");
    struct str sheet = part(arena, bytes, "xl/worksheets/sheet1.xml");
    assert_true(holds(sheet, "<v>1450</v>") && holds(sheet, "<v>0.371</v>") && !holds(sheet, "r=\"B3\""));
    assert_true(holds(styles, "0&quot;\302\240&quot;000&quot; (\'как было\')&quot;"));
    assert_true(holds(styles, "0.0&quot;\302\240&quot;%"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cells_keep_their_kind),
        TEST(the_same_rows_give_the_same_bytes),
        TEST(a_chart_is_bound_to_its_cells_and_keeps_them),
        TEST(words_behind_a_number_leave_it_a_number),
        TEST(a_text_too_long_for_excel_is_cut_visibly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
