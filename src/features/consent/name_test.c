/* Names of people by their shape, and which of them a consent covers. All of them are made up. */
#include "features/consent/name.h"

#include "base/random.h"
#include "base/str.h"
#include "features/consent/consent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { ARENA = 4 << 20 };

static void masked(const char *words, const char *want)
{
    struct arena *a = arena_new(ARENA);
    const struct str names[] = { STR("Согласова Вера Выдумовна"), STR("Д. С. Писателев"), STR("Павел Согласный"),
                                 STR("Тамерлан"), STR("Ремаркина А. Б. (педагог)") };
    const struct str surnames[] = { STR("придумкиной"), STR("мороз") };
    const struct consents consents = { names, COUNT(names), { surnames, COUNT(surnames) } };
    struct str got = consent_masked(a, &consents, str_c(words), STR("[имя]"));
    assert_string_equal(str_cstr(a, got), want);
    arena_free(a);
}

static void names_are_known_by_their_shape(void **state)
{
    (void)state;
    masked("Занятие провёл Выдумкин В. В., педагог.", "Занятие провёл [имя], педагог.");
    masked("Занятие провёл В.В. Выдумкин.", "Занятие провёл [имя].");
    masked("вручено Выдумкину Виктору Выдумовичу", "вручено [имя]");
    masked("вручено Виктору Выдумовичу Выдумкину вчера", "вручено [имя] вчера");
    masked("В. Выдумкин и П. Придумкина", "[имя] и [имя]");
    masked("Выдумкин\xc2\xa0В.\xc2\xa0В.", "[имя]");
    masked("работа Анны Придумовны", "работа [имя]");
    masked("Директор Анна Придумовна Выдумкина", "[имя]");
    masked("Педагоги: Выдумкин В. В. Выдумкина П. П.", "Педагоги: [имя] [имя]");
    masked("Провёл Выдумкин В. В. Занятие прошло", "Провёл [имя] Занятие прошло");
}

/* As children are written in lists, certificates and news. */
static void pupils_are_known_as_they_are_written(void **state)
{
    (void)state;
    masked("Победила Выдумкина Анна, 9Б", "Победила [имя], 9Б");
    masked("Анна Выдумкина, 9Б", "[имя], 9Б");
    masked("грамота Ивана Выдумкина", "грамота [имя]");
    masked("ВЫДУМКИНА АННА", "[имя]");
    masked("ВЫДУМКИНА А. П.", "[имя]");
    masked("победил Выдумкин И И", "победил [имя]");
    masked("победил Выдумкин ИИ.", "победил [имя].");
    masked("победил Выдумкин А, 5 класс", "победил [имя], 5 класс");
    masked("Вера Выдумкина и Роман Выдумкин", "[имя] и [имя]");
    masked("Выдумов Али Гусейн оглы", "[имя]");
    masked("Анна\tВыдумкина", "[имя]");
    masked("Выдумкина\xe2\x80\xaf"
           "А. П.",
           "[имя]");
    masked("Вы\xc2\xadдумкина А. П.", "[имя]");
    masked("Маша Коваль и Коваль Маша", "[имя] и [имя]");
    masked("Bыдумкина A. П.", "[имя]"); /* two letters of the other alphabet */
    masked("Придумкина заняла первое место, с Придумкиной был и отец", "[имя] заняла первое место, с [имя] был и отец");
    masked("Приз у Мороза. Мороз крепчал", "Приз у [имя]. Мороз крепчал");
}

static void other_words_stay(void **state)
{
    static const char *const words[] = {
        "Открытый урок «Профессии будущего» прошёл в г. Москве. В нём 5 классов.",
        "Приказ № 405 от 1 сентября. Билет в будущее",
        "Конкурс «Вера в будущее», фестиваль «Надежда России», неделя «Роман с профессией»",
        "МБОУ СОШ № 3, МАУ ДО ЦДТ, ОВЗ и ИТ; 9 А и 9 Б классы; кабинет А",
        "Городской Центр Профориентации работал в микрорайоне Северный",
        "",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(words); i++) {
        masked(words[i], words[i]);
    }
}

static void a_consent_keeps_the_name(void **state)
{
    (void)state;
    masked("грамота Согласовой В. В. и Выдумкину В. В.", "грамота Согласовой В. В. и [имя]");
    masked("грамота Согласовой Вере Выдумовне", "грамота Согласовой Вере Выдумовне");
    masked("Идеи Д. С. Писателева и современность", "Идеи Д. С. Писателева и современность");
    masked("Выступил Павел Согласный, за Павлом Согласным", "Выступил Павел Согласный, за Павлом Согласным");
    masked("Провела Ремаркина А. Б. (педагог)", "Провела Ремаркина А. Б. (педагог)");
    masked("Кубок Тамерлана Выдумкина", "Кубок [имя]");
}

/* What differs is another person, and a consent by initials says nothing of the name behind them. */
static void a_consent_covers_nobody_else(void **state)
{
    (void)state;
    masked("грамота Согласовой П. В.", "грамота [имя]");
    masked("Согласова Вера Петровна", "[имя]");
    masked("Согласов В. В.", "[имя]");
    masked("Вера Выдумовна", "[имя]");
    masked("Дмитрий Писателев", "[имя]");
    masked("Писателевский Д. С.", "[имя]");
    masked("Придумкина Вера Выдумовна Согласова", "[имя]");
}

static void what_looks_like_a_surname_is_told(void **state)
{
    struct arena *a = arena_new(ARENA);
    size_t n;
    struct str words = STR("Лучшей стала Выдумкина. Хороводов не было. Провёл Выдумов В. В.");
    const struct name_surnames none = { NULL, 0 };
    const struct name_span *spans = names_doubtful(a, words, &none, &n);
    (void)state;
    assert_int_equal(n, 1);
    assert_string_equal(str_cstr(a, str_part(words, spans[0].at, spans[0].len)), "Выдумкина");
    arena_free(a);
}

/* Whatever bytes it is: the spans lie in the words, in their order, apart. */
static void no_text_breaks_the_search(void **state)
{
    static const char *const pieces[] = { "Выдумкин", " ", "В.", "А",        "оглы", "\xc2\xad", "Анна", "-", "\xd0",
                                          "АА",       "9", "\n", "Петровна", ". ",   "\xcc\x81", "анна", "Z", "\xff" };
    uint64_t seed = 20311;
    struct seeded dice = seeded_from(seed);
    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct arena *a = arena_new(ARENA);
        struct str words = STR_NONE;
        const struct str surnames[] = { STR("выдумкин") };
        const struct name_surnames known = { surnames, COUNT(surnames) };
        size_t n, end = 0;
        for (int64_t k = seeded_range(&dice, 0, 14); k > 0; k--) {
            words = str_join(a, words, str_c(pieces[seeded_range(&dice, 0, (int64_t)COUNT(pieces) - 1)]));
        }
        const struct name_span *spans = names_find(a, words, &known, &n);
        for (size_t i = 0; i < n; i++) {
            assert_true(spans[i].at >= end && spans[i].len > 0 && spans[i].at + spans[i].len <= words.len);
            end = spans[i].at + spans[i].len;
        }
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(names_are_known_by_their_shape),
                                        cmocka_unit_test(pupils_are_known_as_they_are_written),
                                        cmocka_unit_test(other_words_stay),
                                        cmocka_unit_test(a_consent_keeps_the_name),
                                        cmocka_unit_test(a_consent_covers_nobody_else),
                                        cmocka_unit_test(what_looks_like_a_surname_is_told),
                                        cmocka_unit_test(no_text_breaks_the_search) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
