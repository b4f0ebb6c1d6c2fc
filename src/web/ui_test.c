/* Widgets as the reader and the assistive program get them: what people typed is escaped wherever it stands, messages are
   tied to their fields, no data never looks like zero, and /choose leads nowhere but to a path of ours. */
#include "base/str.h"
#include "web/ui.h"
#include "web/ui_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct ctx ctx;

static int start(void **state)
{
    struct err e = { 0 };
    return text_start(&e) ? 0 : -1;
}

static int stop(void **state)
{
    text_stop();
    return 0;
}

static int set_up(void **state)
{
    arena = arena_new(8 << 20);
    ctx = (struct ctx){ .arena = arena, .actor = &actor_nobody, .lang = LANG_RU };
    return 0;
}

static int tear_down(void **state)
{
    arena_free(arena);
    return 0;
}

static const char *written(struct html *h)
{
    return str_cstr(arena, html_part(h).s);
}

static bool has(const char *page, const char *part)
{
    return strstr(page, part) != NULL;
}

static void what_was_typed_is_escaped(void **state)
{
    struct html *h = html_new(arena, 1 << 20);
    struct ui_field f = { .name = STR("title"), .label = STR("<b>"), .hint = STR("a & b"), .value = STR("\"><script>") };
    ui_text(h, &f);
    ui_area(h, &f, 3);
    const char *page = written(h);
    assert_false(has(page, "<script>"));
    assert_false(has(page, "<b>"));
    assert_true(has(page, "value=\"&quot;&gt;&lt;script&gt;\""));
    assert_true(has(page, "a &amp; b"));
}

static void a_message_stands_at_its_field_and_in_the_summary(void **state)
{
    struct ui_field fields[] = { { .name = STR("title"), .label = STR("Название"), .message = STR("Напишите, как в приказе") },
                                 { .name = STR("note"), .label = STR("Пояснение") } };
    struct html *h = html_new(arena, 1 << 20);
    ui_error_summary(&ctx, h, fields, COUNT(fields));
    ui_text(h, &fields[0]);
    ui_text(h, &fields[1]);
    const char *page = written(h);
    assert_true(has(page, "<a href=\"#title\">Название: Напишите, как в приказе</a>"));
    assert_true(has(page, "Исправьте 1 поле"));
    assert_false(has(page, "href=\"#note\""));
    assert_true(has(page, "aria-invalid=\"true\" aria-describedby=\"title-about\""));
    assert_true(has(page, "aria-invalid=\"false\" aria-describedby=\"note-about\""));
    assert_true(has(page, "<div class=\"about\" id=\"title-about\"><p class=\"message\">"));
}

static void no_message_no_summary(void **state)
{
    struct ui_field field = { .name = STR("title"), .label = STR("Название") };
    struct html *h = html_new(arena, 1 << 20);
    ui_error_summary(&ctx, h, &field, 1);
    assert_string_equal(written(h), "");
}

static void a_password_never_goes_back(void **state)
{
    struct ui_field f = { .name = STR("password"), .label = STR("Пароль"), .value = STR("secret") };
    struct html *h = html_new(arena, 1 << 20);
    ui_password(h, &f);
    assert_false(has(written(h), "secret"));
}

static void no_data_is_not_zero(void **state)
{
    struct html *unknown = html_new(arena, 4096), *zero = html_new(arena, 4096);
    ui_count(&ctx, unknown, NO_INT);
    ui_count(&ctx, zero, SOME_INT(0));
    assert_true(has(written(unknown), "нет данных"));
    assert_false(has(written(unknown), "0"));
    assert_true(has(written(zero), ">0<"));
    assert_false(has(written(zero), "нет данных"));
}

static void a_table_has_caption_scopes_and_labels(void **state)
{
    const struct ui_column columns[] = { { .label = STR("Мероприятие"),
                                           .heads = true,
                                           .sort = url_own(arena, STR("/activity?sort=title")),
                                           .sorted = "ascending" },
                                         { .label = STR("Участников"), .number = true } };
    struct html *h = html_new(arena, 1 << 20);
    ui_table_begin(h, STR("Мероприятия"), columns, COUNT(columns));
    ui_row_begin(h);
    ui_cell(h, &columns[0], STR("Квест"));
    ui_cell_count(&ctx, h, &columns[1], SOME_INT(1450));
    ui_row_end(h);
    ui_table_end(h);
    const char *page = written(h);
    assert_true(has(page, "<caption>Мероприятия</caption>"));
    assert_true(
        has(page, "<th scope=\"col\" class=\"\" aria-sort=\"ascending\"><a class=\"sort\" href=\"/activity?sort=title\">"));
    assert_true(has(page, "<th scope=\"row\" data-label=\"Мероприятие\">Квест</th>"));
    assert_true(has(page, "<td class=\"number\" data-label=\"Участников\"><span class=\"count\">1\u00a0450</span></td>"));
}

static void one_page_needs_no_paging(void **state)
{
    struct html *none = html_new(arena, 4096), *middle = html_new(arena, 8192);
    struct html_url base = url_own(arena, STR("/activity?q=x"));
    ui_paging(&ctx, none, base, 1, 1);
    ui_paging(&ctx, middle, base, 3, 7);
    assert_string_equal(written(none), "");
    assert_true(has(written(middle), "href=\"/activity?q=x&amp;page=4\" rel=\"next\""));
    assert_true(has(written(middle), "href=\"/activity?q=x&amp;page=2\" rel=\"prev\""));
}

/* Where /choose leads for a typed `back`, and the cookies it sets. */
static const char *chosen(struct param *query, size_t n, size_t *ret_cookies)
{
    struct request request = { .query = query, .n_query = n };
    struct reply reply = { 0 };
    struct err e = { 0 };
    const char *location = "";
    ctx.request = &request;
    assert_true(ui_choose(&ctx, &request, &reply, &e));
    *ret_cookies = 0;
    for (size_t i = 0; i < reply.n_headers; i++) {
        *ret_cookies += strcmp(reply.headers[i].name, "Set-Cookie") == 0;
        location = strcmp(reply.headers[i].name, "Location") == 0 ? str_cstr(arena, reply.headers[i].value) : location;
    }
    ctx.request = NULL;
    return location;
}

static void a_choice_leads_back_and_nowhere_else(void **state)
{
    static const char *const foreign[] = { "//example.org", "https://example.org", "/\\example.org", "",
                                           "javascript:alert(1)" };
    size_t cookies;
    for (size_t i = 0; i < COUNT(foreign); i++) {
        struct param query[] = { { STR("lang"), STR("en") }, { STR("back"), str_c(foreign[i]) } };
        assert_string_equal(chosen(query, 2, &cookies), "/");
        assert_int_equal(cookies, 1);
    }
    struct param own[] = { { STR("size"), STR("3") },
                           { STR("contrast"), STR("more") },
                           { STR("back"), STR("/activity?q=%D1%8F") } };
    assert_string_equal(chosen(own, 3, &cookies), "/activity?q=%D1%8F");
    assert_int_equal(cookies, 2);
}

static void an_unknown_choice_is_no_cookie(void **state)
{
    struct param query[] = {
        { STR("lang"), STR("de") }, { STR("size"), STR("9") }, { STR("year"), STR("20x1") }, { STR("back"), STR("/") }
    };
    size_t cookies;
    chosen(query, COUNT(query), &cookies);
    assert_int_equal(cookies, 0);
}

static void the_frame_shows_only_what_the_person_may_open(void **state)
{
    const struct menu_item menu[] = { { T_UI_PAGES, "/for-all", RIGHT_SIGNED_IN },
                                      { T_UI_TABS, "/for-head", ROLE(ROLE_HEAD), MENU_PAPERS } };
    const struct site site = { .menu = menu, .n_menu = COUNT(menu), .demo = true };
    const struct actor teacher = { .account_id = 5, .roles = ROLE(ROLE_TEACHER), .name = STR("<i>"), .csrf = STR("token") };
    struct request request = { .path = STR("/for-all") };
    struct reply reply = { 0 };
    struct err e = { 0 };
    ctx.actor = &teacher;
    ctx.site = &site;
    ctx.request = &request;
    const struct page page = { .title = STR("Заголовок"), .menu_path = "/for-all" };
    assert_true(page_end(&ctx, page_begin(&ctx, &page), &reply, &e));
    const char *body = str_cstr(arena, reply.body);
    assert_true(has(body, "<a href=\"/for-all\" aria-current=\"page\">"));
    assert_false(has(body, "/for-head"));
    assert_false(has(body, "<i>"));
    assert_true(has(body, "<title>Заголовок · Ориентир</title>"));
    assert_true(has(body, "demo-mark"));
}

/* Items of a group stand in its fold; the fold of the page that is open stands open, the others do not. */
static void the_menu_is_folded_by_subject(void **state)
{
    const struct menu_item menu[] = { { T_UI_PAGES, "/papers", RIGHT_SIGNED_IN, MENU_PAPERS },
                                      { T_UI_TABS, "/day", RIGHT_SIGNED_IN },
                                      { T_UI_TABS, "/people", RIGHT_SIGNED_IN, MENU_PEOPLE },
                                      { T_UI_TABS, "/people-head", ROLE(ROLE_HEAD), MENU_PEOPLE } };
    const struct site site = { .menu = menu, .n_menu = COUNT(menu) };
    const struct actor teacher = { .account_id = 5, .roles = ROLE(ROLE_TEACHER) };
    struct html *h = html_new(arena, 1 << 16);
    struct str put;
    struct err e = { 0 };
    ctx.actor = &teacher;
    ctx.site = &site;
    ui_menu_items(&ctx, h, "/people");
    assert_true(html_done(h, &put, &e));
    const char *body = str_cstr(arena, put);
    const char *day = strstr(body, "/day"), *people = strstr(body, "<details class=\"menu-group\" open>"),
               *papers = strstr(body, "<details class=\"menu-group\"><summary>");
    assert_true(day && people && papers);
    assert_true(day < people && people < papers); /* groups in their order, whatever the order of the features */
    assert_true(has(people, "<a href=\"/people\" aria-current=\"page\">") && has(papers, "/papers"));
    assert_false(has(body, "/people-head"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_typed_is_escaped),
        TEST(a_message_stands_at_its_field_and_in_the_summary),
        TEST(no_message_no_summary),
        TEST(a_password_never_goes_back),
        TEST(no_data_is_not_zero),
        TEST(a_table_has_caption_scopes_and_labels),
        TEST(one_page_needs_no_paging),
        TEST(a_choice_leads_back_and_nowhere_else),
        TEST(an_unknown_choice_is_no_cookie),
        TEST(the_frame_shows_only_what_the_person_may_open),
        TEST(the_menu_is_folded_by_subject),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
