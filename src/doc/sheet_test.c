/* Tables of every form in, rows and cells out; what is broken, locked or too large is told and never read. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/cp1251.h"
#include "base/str.h"
#include "doc/sheet.h"
#include "doc/zip.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new(256u << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct sheet_book book_of(struct str bytes)
{
    struct sheet_book book = { .n = 0 };
    assert_int_equal(sheet_read(arena, bytes, &book), SHEET_SOUND);
    return book;
}

static void cell_is(const struct sheet *sheet, size_t row, size_t column, enum sheet_kind kind, const char *text)
{
    assert_true(row < sheet->n_rows);
    assert_true(column < sheet->rows[row].n);
    const struct sheet_cell *cell = &sheet->rows[row].cells[column];
    assert_int_equal(cell->kind, kind);
    assert_string_equal(str_cstr(arena, cell->text), text);
}

static void text_in_any_letters(void **state)
{
    (void)state;
    struct str plain = STR("Школа;Дата\r\n\"Лицей \"\"Свет\"\"\";05.11.2021\r\n\r\n№ 3;\"две\nстроки\"\r\n");
    struct str utf16 = STR("\xFF\xFE\x28\x04\x3B\x00\x31\x00\x0A\x00");
    const struct {
        struct str bytes;
        const char *letters;
    } all[] = { { plain, "UTF-8" },
                { str_join(arena, STR("\xEF\xBB\xBF"), plain), "UTF-8" },
                { cp1251_write(arena, plain, NULL), "windows-1251" } };
    for (size_t i = 0; i < COUNT(all); i++) {
        struct sheet_book book = book_of(all[i].bytes);
        assert_string_equal(book.letters, all[i].letters);
        assert_int_equal(book.separator, ';');
        cell_is(&book.sheets[0], 0, 0, SHEET_TEXT, "Школа");
        cell_is(&book.sheets[0], 1, 0, SHEET_TEXT, "Лицей \"Свет\"");
        cell_is(&book.sheets[0], 2, 1, SHEET_TEXT, "две\nстроки");
        assert_int_equal(book.sheets[0].rows[2].number, 4); /* the empty row has its number in Excel */
    }
    struct sheet_book wide = book_of(utf16);
    assert_string_equal(wide.letters, "UTF-16LE");
    cell_is(&wide.sheets[0], 0, 0, SHEET_TEXT, "Ш");
    cell_is(&wide.sheets[0], 0, 1, SHEET_TEXT, "1");
}

static void separators_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char separator;
    } all[] = {
        { "a;b;c\n1,5;2,5;3,5\n", ';' },
        { "a\tb\tc\n1,5\t2;5\t3\n", '\t' },
        { "a,b,c\n1,2,3\n", ',' },
        { "a|b\n1|2\n", '|' },
        { "Отчёт о классах, школах, кружках\n\nИмя;Класс\nА;1\nБ;2\n", ';' },
        { "sep=,\na,b;c\n", ',' },
        { "один столбец\nс запятой, одной\n", ';' },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        assert_int_equal(book_of(str_c(all[i].text)).separator, all[i].separator);
    }
    assert_int_equal(book_of(STR("sep=,\na,b\n")).sheets[0].rows[0].number, 2);
}

static void quotes_are_forgiven(void **state)
{
    (void)state;
    struct sheet_book book = book_of(STR("a;b\n\"never closed;2\nx;5\" wide\n"));
    assert_int_equal(book.sheets[0].n_rows, 2);
    book = book_of(STR("a;b\n\"never closed;2\nx;3\n"));
    cell_is(&book.sheets[0], 1, 0, SHEET_TEXT, "\"never closed");
    cell_is(&book.sheets[0], 2, 1, SHEET_TEXT, "3");
}

static void what_is_no_table(void **state)
{
    (void)state;
    struct sheet_book book;
    static const struct {
        struct str bytes;
        enum sheet_problem problem;
    } all[] = {
        { { "", 0 }, SHEET_NOTHING },
        { { " \n\n;;;\n", 7 }, SHEET_NOTHING },
        { { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 xls", 12 }, SHEET_OLD_EXCEL },
        { { "%PDF-1.4 \n1 0 obj", 17 }, SHEET_UNKNOWN },
        { { "<html><table>", 13 }, SHEET_UNKNOWN },
        { { "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x01\x02\x03", 19 }, SHEET_UNKNOWN },
        { { "PK\x03\x04 and nothing more", 20 }, SHEET_DAMAGED },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        assert_int_equal(sheet_read(arena, all[i].bytes, &book), all[i].problem);
    }
    struct str locked = { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 41 };
    assert_int_equal(sheet_read(arena, locked, &book), SHEET_LOCKED);
}

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* A workbook of one sheet from its sheetData and what stands around it. */
static struct str workbook(struct str data, const char *properties, const char *state)
{
    struct str rels =
        STR("<Relationships><Relationship Id=\"a\" Type=\"" RELATION "/officeDocument\" Target=\"xl/workbook.xml\"/>"
            "</Relationships>");
    struct str own = STR("<Relationships><Relationship Id=\"r1\" Type=\"" RELATION "/worksheet\" Target=\"worksheets/s.xml\"/>"
                         "<Relationship Id=\"r2\" Type=\"" RELATION "/sharedStrings\" Target=\"/xl/strings.xml\"/>"
                         "<Relationship Id=\"r3\" Type=\"" RELATION "/styles\" Target=\"styles.xml\"/></Relationships>");
    struct str book = str_format(arena,
                                 "<x:workbook xmlns:x=\"m\" xmlns:r=\"r\"><x:workbookPr %s/><x:sheets><x:sheet "
                                 "name=\"A&amp;B\" sheetId=\"1\" %s r:id=\"r1\"/></x:sheets></x:workbook>",
                                 properties, state);
    struct str strings = STR("<sst><si><t>Школа</t></si><si><r><t>две "
                             "</t></r><r><t>части</t></r><rPh><t>x</t></rPh></si><si><t>a_x000D_b_x0041_</t></si></sst>");
    struct str styles = STR(
        "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd\\.mm\\.yyyy;@\"/><numFmt numFmtId=\"171\" "
        "formatCode=\"000000\"/>"
        "<numFmt numFmtId=\"172\" formatCode=\"0.0&quot; дм&quot;\"/><numFmt numFmtId=\"173\" formatCode=\"[h]:mm\"/></numFmts>"
        "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf "
        "numFmtId=\"170\"/><xf numFmtId=\"171\"/>"
        "<xf numFmtId=\"172\"/><xf numFmtId=\"173\"/></cellXfs></styleSheet>");
    const struct zip_part parts[] = {
        { "_rels/.rels", rels },       { "xl/workbook.xml", book }, { "xl/_rels/workbook.xml.rels", own },
        { "xl/strings.xml", strings }, { "xl/styles.xml", styles }, { "xl/worksheets/s.xml", data }
    };
    struct str bytes;
    struct err e = { 0 };
    assert_true(zip_write(arena, parts, COUNT(parts), 0, &bytes, &e));
    return bytes;
}

static void cells_of_excel(void **state)
{
    (void)state;
    struct str data =
        STR("<worksheet><sheetData><row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"C3\" t=\"s\"><v>1</v></c><c "
            "t=\"s\"><v>2</v></c></row>"
            "<row r=\"4\" hidden=\"1\"><c r=\"A4\" s=\"1\"><v>44505</v></c><c r=\"B4\" s=\"2\"><v>44505.75</v></c><c "
            "r=\"C4\"><v>12.5</v></c><c r=\"D4\" s=\"3\"><v>123</v></c>"
            "<c r=\"E4\" s=\"4\"><v>2</v></c><c r=\"F4\" s=\"5\"><v>0.604166666</v></c><c r=\"G4\" t=\"b\"><v>1</v></c></row>"
            "<row r=\"6\"><c r=\"A6\" t=\"e\"><v>#N/A</v></c><c r=\"B6\"><f>A1+1</f></c><c r=\"C6\" t=\"str\"><f>A1</f><v>из "
            "формулы</v></c>"
            "<c r=\"D6\" t=\"inlineStr\"><is><r><t>вме</t></r><r><t>сте</t></r></is></c><c r=\"E6\" "
            "t=\"d\"><v>2021-11-05T00:00:00</v></c><c r=\"F6\" s=\"1\"/></row>"
            "<row r=\"9\"><c r=\"B9\"><v>1</v></c></row>"
            "</sheetData><mergeCells><mergeCell ref=\"A6:A9\"/></mergeCells></worksheet>");
    struct sheet_book book = book_of(workbook(data, "", ""));
    const struct sheet *s = &book.sheets[0];
    assert_int_equal(book.form, SHEET_XLSX);
    assert_string_equal(str_cstr(arena, s->name), "A&B");
    assert_int_equal(s->n_rows, 4);
    assert_int_equal(s->rows[0].number, 3);
    cell_is(s, 0, 0, SHEET_TEXT, "Школа");
    assert_int_equal(s->rows[0].cells[1].kind, SHEET_EMPTY);
    cell_is(s, 0, 2, SHEET_TEXT, "две части");
    cell_is(s, 0, 3, SHEET_TEXT, "abA"); /* a carriage return is none of ours */
    assert_true(s->rows[1].hidden);
    cell_is(s, 1, 0, SHEET_DAY, "2021-11-05");
    cell_is(s, 1, 1, SHEET_DAY, "2021-11-05");
    cell_is(s, 1, 2, SHEET_NUMBER, "12.5");
    cell_is(s, 1, 3, SHEET_TEXT, "000123");
    cell_is(s, 1, 4, SHEET_NUMBER, "2");
    cell_is(s, 1, 5, SHEET_TEXT, "14:30");
    cell_is(s, 1, 6, SHEET_YES_NO, "1");
    cell_is(s, 2, 0, SHEET_FAULT, "#N/A");
    cell_is(s, 2, 1, SHEET_FAULT, "=A1+1");
    cell_is(s, 2, 2, SHEET_TEXT, "из формулы");
    cell_is(s, 2, 3, SHEET_TEXT, "вместе");
    cell_is(s, 2, 4, SHEET_DAY, "2021-11-05");
    assert_int_equal(s->rows[2].n, 5);     /* a formatted cell with nothing in it is none */
    cell_is(s, 3, 0, SHEET_FAULT, "#N/A"); /* merged over the rows below */
}

static void days_of_both_calendars(void **state)
{
    (void)state;
    struct str data =
        STR("<worksheet><sheetData><row><c s=\"1\"><v>43043</v></c><c s=\"1\"><v>1</v></c></row></sheetData></worksheet>");
    struct sheet_book book = book_of(workbook(data, "date1904=\"1\"", "state=\"veryHidden\""));
    cell_is(&book.sheets[0], 0, 0, SHEET_DAY, "2021-11-05");
    assert_true(book.sheets[0].hidden);
    book = book_of(workbook(data, "", ""));
    cell_is(&book.sheets[0], 0, 1, SHEET_DAY, "1900-01-01");
}

static void a_million_empty_rows_cost_nothing(void **state)
{
    (void)state;
    struct buf *b = buf_new(arena, 64u << 20);
    BUF(b, "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    for (int i = 2; i <= 1048576; i++) {
        buf_putf(b, "<row r=\"%d\" s=\"1\"/>", i);
    }
    BUF(b, "</sheetData></worksheet>");
    struct sheet_book book = book_of(workbook(buf_str(b), "", ""));
    assert_int_equal(book.sheets[0].n_rows, 1);
}

static void what_is_too_large_is_told(void **state)
{
    (void)state;
    struct sheet_book book;
    struct buf *rows = buf_new(arena, 64u << 20), *same = buf_new(arena, 64u << 20);
    BUF(rows, "a\n");
    for (int i = 0; i <= SHEET_ROWS; i++) {
        BUF(rows, "1\n");
    }
    assert_int_equal(sheet_read(arena, buf_str(rows), &book), SHEET_TOO_MANY_ROWS);
    BUF(same, "<worksheet><sheetData>");
    for (int i = 0; i < 2000000; i++) {
        BUF(same, "                ");
    }
    BUF(same, "</sheetData></worksheet>");
    assert_int_equal(sheet_read(arena, workbook(buf_str(same), "", ""), &book),
                     SHEET_TOO_LARGE); /* 32 MiB of spaces in 32 KiB */
    struct str wide = STR("<worksheet><sheetData><row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row></sheetData></worksheet>");
    assert_int_equal(sheet_read(arena, workbook(wide, "", ""), &book), SHEET_TOO_MANY_COLUMNS);
    struct str bomb = STR("<!DOCTYPE w [<!ENTITY a \"aaaa\">]><worksheet><sheetData><row r=\"1\"><c r=\"A1\" "
                          "t=\"str\"><v>&a;</v></c></row></sheetData></worksheet>");
    assert_int_equal(sheet_read(arena, workbook(bomb, "", ""), &book), SHEET_DAMAGED);
    struct str back = STR("<worksheet><sheetData><row r=\"5\"><c r=\"A5\"><v>1</v></c></row><row r=\"2\"><c "
                          "r=\"A2\"><v>1</v></c></row></sheetData></worksheet>");
    assert_int_equal(sheet_read(arena, workbook(back, "", ""), &book), SHEET_DAMAGED);
    struct str missing =
        STR("<worksheet><sheetData><row r=\"5\"><c r=\"A5\" t=\"s\"><v>77</v></c></row></sheetData></worksheet>");
    assert_int_equal(sheet_read(arena, workbook(missing, "", ""), &book), SHEET_DAMAGED);
}

static void cells_of_open_document(void **state)
{
    (void)state;
    struct str content =
        STR("<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" "
            "xmlns:style=\"s\"><office:automatic-styles><style:style style:name=\"ta2\"><style:table-properties "
            "table:display=\"false\"/></style:style></office:automatic-styles><office:body><office:spreadsheet>"
            "<table:table table:name=\"Лист\" table:style-name=\"ta2\"><table:table-row "
            "table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>"
            "<table:table-row table:visibility=\"filter\"><table:table-cell office:value-type=\"string\" "
            "table:number-rows-spanned=\"2\"><office:annotation><text:p>заметка</text:p></office:annotation><text:p>две<text:s "
            "text:c=\"2\"/>строки</text:p><text:p>вот</text:p></table:table-cell>"
            "<table:table-cell office:value-type=\"float\" "
            "office:value=\"12.5\"><text:p>12,50</text:p></table:table-cell><table:table-cell office:value-type=\"date\" "
            "office:date-value=\"2021-11-05T10:00:00\"><text:p>пятница</text:p></table:table-cell>"
            "<table:table-cell office:value-type=\"float\" "
            "office:value=\"123\"><text:p>000123</text:p></table:table-cell><table:table-cell table:formula=\"of:=[.A1]\" "
            "office:value-type=\"string\" office:string-value=\"\"><text:p>#N/A</text:p></table:table-cell>"
            "<table:table-cell table:formula=\"of:=[.A1]\"/><table:table-cell office:value-type=\"boolean\" "
            "office:boolean-value=\"true\"/><table:table-cell office:value-type=\"time\" "
            "office:time-value=\"PT14H30M00S\"/></table:table-row>"
            "<table:table-row table:number-rows-repeated=\"2\"><table:covered-table-cell/><table:table-cell "
            "office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>"
            "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell "
            "table:number-columns-repeated=\"1024\"/></table:table-row>"
            "</table:table></office:spreadsheet></office:body></office:document-content>");
    const struct zip_part parts[] = { { "mimetype", STR("application/vnd.oasis.opendocument.spreadsheet") },
                                      { "content.xml", content } };
    struct str bytes;
    struct err e = { 0 };
    assert_true(zip_write(arena, parts, COUNT(parts), 0, &bytes, &e));
    struct sheet_book book = book_of(bytes);
    const struct sheet *s = &book.sheets[0];
    assert_int_equal(book.form, SHEET_ODS);
    assert_true(s->hidden);
    assert_int_equal(s->n_rows, 3);
    assert_int_equal(s->rows[0].number, 3);
    assert_true(s->rows[0].hidden);
    cell_is(s, 0, 0, SHEET_TEXT, "две  строки\nвот");
    cell_is(s, 0, 1, SHEET_NUMBER, "12.5");
    cell_is(s, 0, 2, SHEET_DAY, "2021-11-05");
    cell_is(s, 0, 3, SHEET_TEXT, "000123");
    cell_is(s, 0, 4, SHEET_FAULT, "#N/A");
    cell_is(s, 0, 5, SHEET_FAULT, "=[.A1]");
    cell_is(s, 0, 6, SHEET_YES_NO, "1");
    cell_is(s, 0, 7, SHEET_TEXT, "14:30");
    cell_is(s, 1, 0, SHEET_TEXT, "две  строки\nвот"); /* merged over it */
    cell_is(s, 2, 1, SHEET_TEXT, "x");
    assert_int_equal(s->rows[2].number, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_in_any_letters, setup, teardown),
        cmocka_unit_test_setup_teardown(separators_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(quotes_are_forgiven, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_table, setup, teardown),
        cmocka_unit_test_setup_teardown(cells_of_excel, setup, teardown),
        cmocka_unit_test_setup_teardown(days_of_both_calendars, setup, teardown),
        cmocka_unit_test_setup_teardown(a_million_empty_rows_cost_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_too_large_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(cells_of_open_document, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
