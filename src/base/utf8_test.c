/* UTF-8 by the book of bad sequences; the search form by what people really type. */
#include "base/test_in.h"
#include "base/utf8.h"

static void refuses_what_is_not_utf8(void **state)
{
    (void)state;
    static const char *const wrong[] = { "\x80",
                                         "\xC0\x80",
                                         "\xC1\xBF",
                                         "\xE0\x80\x80",
                                         "\xED\xA0\x80",
                                         "\xF0\x80\x80\x80",
                                         "\xF4\x90\x80\x80",
                                         "\xF8\x88\x80\x80\x80",
                                         "\xFF",
                                         "\xC3",
                                         "\xE2\x82",
                                         "\xF0\x9F\x98",
                                         ("a\x01"
                                          "b"),
                                         "\x7F",
                                         "\xC2\x85" };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_false(utf8_valid(str_c(wrong[i])));
    }
    assert_false(utf8_valid((struct str){ "a\0b", 3 }));
    assert_true(utf8_valid(STR("Ориентир\t\r\n😀 €")));
    assert_true(utf8_valid(STR_NONE));
}

static void walks_by_characters(void **state)
{
    (void)state;
    assert_int_equal(utf8_length(STR("ёжик😀")), 5);
    assert_text(utf8_part(STR("ёжик😀"), 1, 2), "жи");
    assert_text(utf8_part(STR("ёжик😀"), 4, 10), "😀");
    assert_text(utf8_part(STR("ёж"), 7, 1), "");
    for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
        char bytes[4];
        size_t n;
        uint32_t back = 0;
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        utf8_encode(c, bytes, &n);
        struct str s = { bytes, n };
        assert_true(utf8_next(&s, &back) && back == c && s.len == 0);
    }
}

static void folds(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *folded;
    } rows[] = {
        { "", "" },
        { "Ёлка", "елка" },
        { "е\xCC\x88лка", "елка" },   /* е and a combining diaeresis */
        { "за\xCC\x81мок", "замок" }, /* an accent of stress */
        { "  «Школа»\xC2\xA0№\xC2\xA0"
          "5 ",
          "школа 5" },
        { "№5", "5" },
        { "ранне-осенний", "ранне осенний" },
        { "про\xC2\xAD"
          "фориентация",
          "профориентация" },     /* a soft hyphen */
        { "cтенд", "стенд" },     /* Latin c */
        { "KOНКУРС", "конкурс" }, /* Latin K, O */
        { "10A", "10а" },         /* a class typed in Latin, found in Cyrillic */
        { "10А", "10а" },
        { "Вooк", "воок" },                                /* twins all over: Cyrillic */
        { "Sоft", "soft" },                                /* Cyrillic о in a Latin word */
        { "Skills\xEF\xBC\x8DДжуниор", "skills джуниор" }, /* a full-width hyphen */
        { "ﬁnal", "final" },                               /* a ligature */
        { "Don't", "don t" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_text(utf8_fold(arena, str_c(rows[i].typed)), rows[i].folded);
        assert_text(utf8_fold(arena, str_c(rows[i].folded)), rows[i].folded); /* folding twice changes nothing */
    }
    assert_true(utf8_fold(arena, STR("ab\xFF"
                                     "cd"))
                    .len > 0); /* bad bytes do not stop it */
}

static void stems(void **state)
{
    (void)state;
    assert_text(utf8_stems(arena, STR_NONE), "");
    assert_text(utf8_stems(arena, STR("—")), "");
    assert_text(utf8_stems(arena, STR("Тестирование школьников")), " тестирован школьник ");
    assert_text(utf8_stems(arena, STR("школьника, школьнику")), " школьник школьник ");
    assert_text(utf8_stems(arena, STR("excursions 2021")), " excurs 2021 ");
}

static void raises_the_first_letter(void **state)
{
    (void)state;
    assert_text(utf8_upper_first(arena, STR("ёлка")), "Ёлка");
    assert_text(utf8_upper_first(arena, STR("")), "");
    assert_text(utf8_upper_first(arena, STR("5 класс")), "5 класс");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_not_utf8),
        cmocka_unit_test(walks_by_characters),
        cmocka_unit_test(folds),
        cmocka_unit_test(stems),
        cmocka_unit_test(raises_the_first_letter),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
