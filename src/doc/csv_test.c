/* Comma-separated text: what people and programs write, and what must be refused. */
#include "doc/csv.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static bool read(struct arena *a, const char *text, struct csv *ret_csv)
{
    struct err e = { 0 };
    return csv_read(a, str_c(text), ',', ret_csv, &e);
}

static void quotes_hold_anything(void **state)
{
    (void)state;
    struct arena *a = arena_new(1u << 20);
    struct csv c;
    assert_true(read(a, "\xEF\xBB\xBFkey,title\r\na,\"one, \"\"two\"\"\nthree\"\r\nb,\n\nc,d", &c));
    assert_int_equal(c.n_columns, 2);
    assert_int_equal(c.n_rows, 3);
    assert_true(str_is(csv_cell(&c, 0, "title"), "one, \"two\"\nthree"));
    assert_int_equal(csv_cell(&c, 1, "title").len, 0);
    assert_true(str_is(csv_cell(&c, 2, "title"), "d"));
    assert_int_equal(csv_cell(&c, 2, "nothing").len, 0);
    arena_free(a);
}

static void a_shifted_row_is_refused(void **state)
{
    (void)state;
    struct arena *a = arena_new(1u << 20);
    struct csv c;
    assert_false(read(a, "a,b\n1,2,3\n", &c));
    assert_false(read(a, "a,b\n1\n", &c));
    assert_false(read(a, "a,b\n\"1,2\n", &c));
    assert_false(read(a, "a,b\n\"1\"x,2\n", &c));
    arena_free(a);
}

static void what_is_written_reads_back(void **state)
{
    (void)state;
    struct arena *a = arena_new(1u << 20);
    const char *cells[] = { "plain", "with \"quotes\"", "semi;colon", "line\nend", "", "запятая, и ещё" };
    struct buf *b = buf_new(a, 4096);
    buf_put(b, str_c("a,b,c,d,e,f\r\n"));
    for (size_t i = 0; i < COUNT(cells); i++) {
        csv_put(b, str_c(cells[i]), ',', i == 0);
    }
    csv_end(b);
    struct csv c;
    struct err e = { 0 };
    assert_true(csv_read(a, buf_str(b), ',', &c, &e));
    assert_int_equal(c.n_rows, 1);
    for (size_t i = 0; i < COUNT(cells); i++) {
        assert_true(str_is(c.cells[i], cells[i]));
    }
    arena_free(a);
}

/* A cell that a spreadsheet would calculate is a way into the reader's machine. */
static void no_cell_becomes_a_formula(void **state)
{
    (void)state;
    struct arena *a = arena_new(1u << 20);
    static const struct {
        const char *cell, *written;
    } cases[] = {
        { "=1+1", "'=1+1" },    { "@sum", "'@sum" },   { "+7 912", "'+7 912" }, { "-", "'-" }, { "-5", "-5" },
        { "-5,5", "\"-5,5\"" }, { "- нет", "'- нет" }, { "слово", "слово" },    { "", "" },    { "=\"x\"", "\"'=\"\"x\"\"\"" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf *b = buf_new(a, 1000);
        csv_put(b, str_c(cases[i].cell), ';', true);
        assert_string_equal(str_cstr(a, buf_str(b)), cases[i].written);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_hold_anything),
        cmocka_unit_test(a_shifted_row_is_refused),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(no_cell_becomes_a_formula),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
