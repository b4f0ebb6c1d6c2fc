/* A small document with everything in it: read back part by part. What other programs make of it is asked by the golden
   suite; here we hold what must be true before any reader sees it. ORIENTIR_TEST_KEEP names a file to keep the document in. */
#include "doc/docx.h"
#include "doc/zip.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct docx_setup setup = {
    .title = { "Анализ & <проверка>", sizeof "Анализ & <проверка>" - 1 },
    .author = { "МЦПО", sizeof "МЦПО" - 1 },
    .subject = { "", 0 },
    .language = "ru-RU",
    .caption_table = { "Таблица", sizeof "Таблица" - 1 },
    .caption_chart = { "Рисунок", sizeof "Рисунок" - 1 },
    .contents_title = { "Содержание", sizeof "Содержание" - 1 },
    .moment_ms = 1655000000000,
};

static const struct str years[] = { { "2019-2020", 9 }, { "2020-2021", 9 }, { "2021-2022", 9 } };
static const struct str series[] = { { "Первый", sizeof "Первый" - 1 }, { "Второй", sizeof "Второй" - 1 } };

static struct chart chart_of(enum chart_kind kind, size_t n_series)
{
    static const struct chart_value values[] = {
        { .state = CHART_MISSING },
        { .state = CHART_RECONSTRUCTED, .value = 370, .shown = { "370", 3 } },
        { .state = CHART_KNOWN, .value = 269, .shown = { "269", 3 } },
        { .state = CHART_MISSING },
        { .state = CHART_KNOWN, .value = 120, .shown = { "120", 3 } },
        { .state = CHART_KNOWN, .value = 0, .shown = { "0", 1 } },
    };
    return (struct chart){ .kind = kind,
                           .title = STR("Респонденты"),
                           .description = STR("Опрошено 269 человек"),
                           .unit = STR("чел."),
                           .categories = years,
                           .n_categories = 3,
                           .series = series,
                           .n_series = n_series,
                           .values = values,
                           .no_data = STR("нет данных"),
                           .reconstructed = STR("восстановлено") };
}

static struct str document(struct arena *a, struct str reference)
{
    struct docx *d = docx_new(a, &setup);
    docx_text(d, DOCX_APPROVAL, STR("УТВЕРЖДАЮ"));
    docx_text(d, DOCX_TITLE, setup.title);
    docx_contents(d, 2);
    docx_page_break(d);
    docx_text(d, DOCX_HEADING_1, STR("1. Диагностика"));
    const struct docx_run runs[] = { { DOCX_TEXT, STR("Число <респондентов> показано в таблице ") },
                                     { DOCX_REF_TABLE, reference },
                                     { DOCX_TEXT, STR(" и на рисунке ") },
                                     { DOCX_REF_CHART, STR("respondents") },
                                     { DOCX_STRONG, STR(" — это \"269\" & больше\x01\x02.") } };
    docx_paragraph(d, DOCX_BODY, runs, COUNT(runs));
    docx_text(d, DOCX_LIST, STR("пункт списка"));
    const struct docx_column columns[] = { { STR("№"), 100, true },
                                           { STR("Методика"), 700, false },
                                           { STR("Охват"), 200, true } };
    const struct docx_cell cells[] = { { STR("1"), false }, { STR("Тест"), false }, { STR("269"), false },
                                       { STR(""), true },   { STR("Итого"), true }, { STR("269"), true } };
    docx_table(d, STR("coverage"), STR("Охват диагностикой"), columns, COUNT(columns), cells, 2, STR("Примечание"));
    docx_text(d, DOCX_HEADING_2, STR("1.1. Рисунки"));
    static const enum chart_kind kinds[] = { CHART_COLUMN, CHART_BAR, CHART_LINE, CHART_STACKED };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct chart chart = chart_of(kinds[i], i ? 2 : 1);
        docx_chart(d, i ? str_format(a, "chart%zu", i) : STR("respondents"), STR("Респонденты"), &chart, chart.description);
    }
    struct str bytes;
    struct err e = { 0 };
    return docx_done(d, &bytes, &e) ? bytes : STR_NONE;
}

static struct str part(struct arena *a, struct str bytes, const char *name)
{
    struct str s;
    struct err e = { 0 };
    assert_true(zip_read(a, bytes, name, 1u << 22, &s, &e));
    return s;
}

static size_t times(struct str s, struct str what)
{
    size_t n = 0;
    for (size_t at = str_find(s, what, 0); at < s.len; at = str_find(s, what, at + what.len)) {
        n++;
    }
    return n;
}

static void everything_is_in_its_place(void **state)
{
    (void)state;
    struct arena *a = arena_new(64u << 20);
    struct str bytes = document(a, STR("coverage"));
    assert_true(bytes.len > 1000);
    const char *keep = getenv("ORIENTIR_TEST_KEEP");
    FILE *f = keep ? fopen(keep, "wb") : NULL;
    if (f) {
        assert_int_equal(fwrite(bytes.at, 1, bytes.len, f), bytes.len);
        fclose(f);
    }
    struct str body = part(a, bytes, "word/document.xml");
    assert_int_equal(times(body, STR("<w:tblHeader/>")), 1);
    assert_int_equal(times(body, STR("<c:chart ")), 4);
    assert_int_equal(times(body, STR(" SEQ Таблица ")), 1);
    assert_int_equal(times(body, STR(" SEQ Рисунок ")), 4);
    assert_int_equal(times(body, STR(" PAGEREF ")), 2);
    assert_int_equal(times(body, STR("&lt;респондентов&gt;")), 1);
    assert_int_equal(times(body, STR("\x01")) + times(body, STR("\x02")), 0);
    assert_true(str_find(body, STR("Опрошено 269 человек"), 0) < body.len);
    struct str types = part(a, bytes, "[Content_Types].xml");
    assert_int_equal(times(types, STR("drawingml.chart+xml")), 4);
    struct str core = part(a, bytes, "docProps/core.xml");
    assert_int_equal(times(core, STR("2022-06-12T")), 2);
    assert_int_equal(times(core, STR("Анализ &amp; &lt;проверка&gt;")), 1);
    arena_free(a);
}

static void a_missing_value_has_no_point(void **state)
{
    (void)state;
    struct arena *a = arena_new(64u << 20);
    struct str xml = part(a, document(a, STR("coverage")), "word/charts/chart1.xml");
    assert_int_equal(times(xml, STR("<c:v>0</c:v>")), 0);
    assert_true(str_find(xml, STR("2019-2020\nнет данных"), 0) < xml.len);
    assert_true(str_find(xml, STR("2020-2021\nвосстановлено"), 0) < xml.len);
    struct str second = part(a, document(a, STR("coverage")), "word/charts/chart2.xml");
    assert_int_equal(times(second, STR("<c:v>0</c:v>")), 1); /* nought is a value */
    struct str sheet = part(a, part(a, document(a, STR("coverage")), "word/embeddings/Microsoft_Excel_Sheet1.xlsx"),
                            "xl/worksheets/sheet1.xml");
    assert_true(str_find(sheet, STR("<c r=\"B4\"><v>269</v></c>"), 0) < sheet.len);
    assert_true(str_find(sheet, STR("r=\"B2\""), 0) == sheet.len);
    arena_free(a);
}

/* «2021-2022» does not part at its hyphen, a list begins at one where it is told to, the contents are a field that begins in
   its first entry (a program that updates it writes anew all between its ends), a chart groups its numbers as the text does. */
static void small_things_of_typography(void **state)
{
    (void)state;
    struct arena *a = arena_new(64u << 20);
    struct docx *d = docx_new(a, &setup);
    struct str bytes;
    struct err e = { 0 };
    docx_contents(d, 1);
    docx_text(d, DOCX_HEADING_1, STR("За 2021-2022 год"));
    docx_pair(d, STR("СОГЛАСОВАНО"), STR("УТВЕРЖДАЮ"));
    docx_text(d, DOCX_LEAD, STR("онлайн-квест для 6-11 классов, -5, 5-"));
    for (int list = 0; list < 2; list++) {
        docx_numbers_restart(d);
        docx_text(d, DOCX_NUMBERED, STR("первое"));
        docx_text(d, DOCX_NUMBERED, STR("второе"));
    }
    struct chart chart = chart_of(CHART_COLUMN, 1);
    docx_chart(d, STR("c"), STR("Рисунок"), &chart, STR("слова"));
    assert_true(docx_done(d, &bytes, &e));
    struct str body = part(a, bytes, "word/document.xml");
    assert_int_equal(times(body, STR("<w:noBreakHyphen/>")), 3);
    assert_int_equal(times(body, STR("онлайн-квест для 6<")), 1);
    assert_int_equal(times(body, STR("<w:numId w:val=\"2\"/>")), 2);
    assert_int_equal(times(body, STR("<w:numId w:val=\"3\"/>")), 2);
    assert_int_equal(times(part(a, bytes, "word/numbering.xml"), STR("<w:startOverride w:val=\"1\"/>")), 2);
    assert_int_equal(times(body, STR("Содержание</w:t></w:r></w:p>")), 1);
    assert_int_equal(times(body, STR("<w:pStyle w:val=\"TOC1\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"")), 1);
    assert_int_equal(times(part(a, bytes, "word/charts/chart1.xml"), STR("[&gt;=1000]0&quot;\302\240&quot;000;0")), 1);
    arena_free(a);
}

static void the_same_input_gives_the_same_bytes(void **state)
{
    (void)state;
    struct arena *a = arena_new(64u << 20);
    assert_true(str_equal(document(a, STR("coverage")), document(a, STR("coverage"))));
    arena_free(a);
}

static void a_reference_to_nothing_is_refused(void **state)
{
    (void)state;
    struct arena *a = arena_new(64u << 20);
    assert_int_equal(document(a, STR("nowhere")).len, 0);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_in_its_place),        cmocka_unit_test(a_missing_value_has_no_point),
        cmocka_unit_test(small_things_of_typography),        cmocka_unit_test(the_same_input_gives_the_same_bytes),
        cmocka_unit_test(a_reference_to_nothing_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
