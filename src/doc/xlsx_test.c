/* What the workbook's parts hold; what LibreOffice and other readers make of it is in tests/golden. */
#include "base/buf.h"
#include "base/test_in.h"
#include "doc/xlsx.h"
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

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cells_keep_their_kind),
        TEST(the_same_rows_give_the_same_bytes),
        TEST(a_text_too_long_for_excel_is_cut_visibly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
