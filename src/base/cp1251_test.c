/* Windows-1251: every letter there and back, and what it does not have. */
#include "base/cp1251.h"
#include "base/test_in.h"

static void every_byte_comes_back(void **state)
{
    char all[255];
    size_t n = 0, lost;
    for (int i = 1; i < 256; i++) {
        if (i != 0x98) {
            all[n++] = (char)i;
        }
    }
    struct str bytes = { all, n };
    struct str again = cp1251_write(arena, cp1251_read(arena, bytes), &lost);
    assert_int_equal(lost, 0);
    assert_int_equal(again.len, n);
    assert_memory_equal(again.at, all, n);
}

static void russian_is_where_windows_has_it(void **state)
{
    struct str bytes = cp1251_write(arena, STR("Ёж №5 «я»"), NULL);
    assert_memory_equal(bytes.at, "\xA8\xE6 \xB9\x35 \xAB\xFF\xBB", bytes.len);
    assert_text(cp1251_read(arena, STR("\x98")), "\xEF\xBF\xBD");
}

static void a_letter_it_has_not_is_counted(void **state)
{
    size_t lost;
    assert_text(cp1251_write(arena, STR("a\xE2\x86\x92\xF0\x9F\x98\x80"), &lost), "a??");
    assert_int_equal(lost, 2);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_byte_comes_back),
        TEST(russian_is_where_windows_has_it),
        TEST(a_letter_it_has_not_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
