/* The words of the record on an English page say that they are Russian, wherever they may stand; what is English, a number, an
   entity or already marked stays as it is. */
#include "base/str.h"
#include "web/ui_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void becomes(const char *page, const char *wanted)
{
    struct arena *a = arena_new(32 << 20);
    struct str marked = ui_mark_russian(a, str_c(page));
    if (!str_is(marked, wanted)) {
        fail_msg("%s\nbecame  %.*s\nand not %s", page, (int)marked.len, marked.at, wanted);
    }
    arena_free(a);
}

static void marks_words_in_text(void **state)
{
    (void)state;
    becomes("<p>Список</p>", "<p><span lang=\"ru\">Список</span></p>");
    becomes("<p>Remove «Школа № 10»?</p>", "<p>Remove «<span lang=\"ru\">Школа № 10»</span>?</p>");
    becomes("<p>Школа № 10 · 3 rows</p>", "<p><span lang=\"ru\">Школа № 10</span> · 3 rows</p>");
    becomes("<p>Лицей &quot;Луч&quot; and &amp;</p>", "<p><span lang=\"ru\">Лицей &quot;Луч&quot;</span> and &amp;</p>");
    becomes("<p>Урок JuniorSkills дома</p>", "<p><span lang=\"ru\">Урок</span> JuniorSkills <span lang=\"ru\">дома</span></p>");
    becomes("<td>Орион-X</td>", "<td><span lang=\"ru\">Орион</span>-X</td>");
}

static void marks_what_cannot_hold_a_mark_inside(void **state)
{
    (void)state;
    becomes("<title>Школа · Orientir</title>", "<title lang=\"ru\">Школа · Orientir</title>"); /* the program's name aside */
    becomes("<title>Новая школа · Orientir</title>", "<title lang=\"ru\">Новая школа · Orientir</title>");
    becomes("<option>III чемпионат WorldSkills, юниоры</option>",
            "<option lang=\"ru\">III чемпионат WorldSkills, юниоры</option>");
    becomes("<title>Search: школа</title>", "<title>Search: школа</title>");
    becomes("<option value=\"1\" selected>9 «А» класс</option><option value=\"\">All</option>",
            "<option lang=\"ru\" value=\"1\" selected>9 «А» класс</option><option value=\"\">All</option>");
    becomes("<textarea id=\"t\">\nТекст на русском, words</textarea>",
            "<textarea lang=\"ru\" id=\"t\">\nТекст на русском, words</textarea>");
    becomes("<input type=\"text\" value=\"Лицей\">", "<input lang=\"ru\" type=\"text\" value=\"Лицей\">");
    becomes("<img src=\"/a.png\" alt=\"Стенд у входа\">", "<img lang=\"ru\" src=\"/a.png\" alt=\"Стенд у входа\">");
    becomes("<input type=\"text\" value=\"42\">", "<input type=\"text\" value=\"42\">");
    becomes("<svg><title>Охват</title><text x=\"1\">квест</text></svg>",
            "<svg><title lang=\"ru\">Охват</title><text lang=\"ru\" x=\"1\">квест</text></svg>");
}

static void leaves_the_rest_alone(void **state)
{
    (void)state;
    static const char *const same[] = {
        "<!DOCTYPE html>\n<html lang=\"en\"><p class=\"x\">269 of 300 &mdash; done</p></html>\n",
        "<div lang=\"ru\"><div><p>Текст</p></div>ещё</div><p>after</p>",
        "<a lang=\"ru\" href=\"/choose?lang=ru\">Русский</a>",
        "<span aria-hidden=\"true\">А<b>А</b></span>",
        "<section aria-label=\"Школа\"></section>",
        "",
        "text without an element",
    };
    for (size_t i = 0; i < COUNT(same); i++) {
        becomes(same[i], same[i]);
    }
    becomes("<div lang=\"ru\"><div>Текст</div></div><p>Школа</p>",
            "<div lang=\"ru\"><div>Текст</div></div><p><span lang=\"ru\">Школа</span></p>");
    becomes("broken <p", "broken <p"); /* never ours, and still no loop without an end */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_words_in_text),
        cmocka_unit_test(marks_what_cannot_hold_a_mark_inside),
        cmocka_unit_test(leaves_the_rest_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
