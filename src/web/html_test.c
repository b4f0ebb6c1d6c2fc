/* The writer's promises: people's bytes never become markup, and our own mistakes stop the program. */
#include "base/str.h"
#include "web/html.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void expect_page(struct html *h, const char *page)
{
    struct str got;
    struct err e = { 0 };
    assert_true(html_done(h, &got, &e));
    assert_string_equal(str_cstr(arena, got), page);
}

static void text_is_escaped(void **state)
{
    (void)state;
    struct html *h = html_new(arena, 4096);
    HTMLF(h, "<p title=\"{}\">{}</p>", STR("\"' onclick=x"), STR("<script>&'\""));
    expect_page(h, "<p title=\"&quot;&#39; onclick=x\">&lt;script&gt;&amp;&#39;&quot;</p>");
}

/* Each of the five at each place of texts of every length: plain bytes are passed sixteen at once. */
static void escaped_wherever_it_stands(void **state)
{
    static const struct {
        char c;
        const char *as;
    } five[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" } };
    enum { MOST = 50 };
    (void)state;
    for (size_t len = 1; len <= MOST; len++) {
        for (size_t at = 0; at < len; at++) {
            for (size_t k = 0; k < COUNT(five); k++) {
                struct arena *a = arena_new(1 << 20);
                struct html *h = html_new(a, 1 << 16);
                struct err e = { 0 };
                char words[MOST + 1] = { 0 }, want[2 * MOST + 16];
                struct str page;
                memset(words, 'x', len);
                words[at] = five[k].c;
                words[len - 1 - at] = five[k].c;
                size_t n = 0;
                for (size_t i = 0; i < len; i++) {
                    n += (size_t)snprintf(want + n, sizeof want - n, "%s", words[i] == 'x' ? "x" : five[k].as);
                }
                struct str typed = { words, len };
                HTMLF(h, "{}", typed);
                assert_true(html_done(h, &page, &e));
                assert_true(str_is(page, want));
                arena_free(a);
            }
        }
    }
}

static void numbers_addresses_and_parts_are_put(void **state)
{
    (void)state;
    struct html *inner = html_new(arena, 4096), *h = html_new(arena, 4096);
    HTMLF(inner, "<b>{}</b>", (int64_t)-42);
    HTMLF(h, "<a href=\"{}\" data-n=\"{}\">{}</a>", url_own(arena, STR("/a?b=1&c=2")), (int64_t)7, html_part(inner));
    expect_page(h, "<a href=\"/a?b=1&amp;c=2\" data-n=\"7\"><b>-42</b></a>");
}

static void a_page_over_its_cap_fails_at_the_end(void **state)
{
    (void)state;
    struct html *h = html_new(arena, 20), *outer = html_new(arena, 4096);
    HTML(h, "<p>more than twenty bytes</p>");
    struct str got = STR("untouched");
    struct err e = { 0 };
    assert_false(html_done(h, &got, &e));
    assert_int_equal(e.kind, ERR_TOO_BIG);
    assert_string_equal(got.at, "untouched");
    html_put_safe(outer, html_part(h)); /* half a fragment must not look whole */
    e = (struct err){ 0 };
    assert_false(html_done(outer, &got, &e));
}

/* What must stop the program, each in a child of its own. */
static void unquoted_value(struct html *h)
{
    HTMLF(h, "<td class={}>x</td>", STR("a"));
}
static void single_quotes(struct html *h)
{
    HTML(h, "<td class='a'>x</td>");
}
static void in_a_tag(struct html *h)
{
    HTMLF(h, "<td {}>x</td>", STR("a"));
}
static void open_at_the_end(struct html *h)
{
    HTML(h, "<td class=\"a\"");
}
static void text_where_an_address_belongs(struct html *h)
{
    HTMLF(h, "<a href=\"{}\">x</a>", STR("javascript:x"));
}
static void address_after_a_prefix(struct html *h)
{
    HTMLF(h, "<a href=\"https:{}\">x</a>", url_own(arena, STR("/x")));
}
static void number_as_an_address(struct html *h)
{
    HTMLF(h, "<img src=\"{}\">", (int64_t)1);
}
static void fragment_in_a_value(struct html *h)
{
    HTMLF(h, "<p title=\"{}\">x</p>", html_part(html_new(arena, 10)));
}
static void handler_attribute(struct html *h)
{
    HTML(h, "<p onclick=\"x\">x</p>");
}
static void style_attribute(struct html *h)
{
    HTML(h, "<p style=\"color: red\">x</p>");
}
static void style_element(struct html *h)
{
    HTML(h, "<style>p{}</style>");
}
static void script_with_words(struct html *h)
{
    HTML(h, "<script>alert(1)</script>");
}
static void script_open(struct html *h)
{
    HTML(h, "<script src=\"/a.js\">");
}
static void comment(struct html *h)
{
    HTML(h, "<!-- x -->");
}
static void too_few(struct html *h)
{
    HTML(h, "<p>{}</p>");
}
static void too_many(struct html *h)
{
    HTMLF(h, "<p>{}</p>", STR("a"), STR("b"));
}

static bool stops(void (*misuse)(struct html *))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr)) {
            _exit(1);
        }
        misuse(html_new(arena, 4096));
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void misuse_stops_the_program(void **state)
{
    (void)state;
    static void (*const all[])(struct html *) = { unquoted_value,
                                                  single_quotes,
                                                  in_a_tag,
                                                  open_at_the_end,
                                                  text_where_an_address_belongs,
                                                  address_after_a_prefix,
                                                  number_as_an_address,
                                                  fragment_in_a_value,
                                                  handler_attribute,
                                                  style_attribute,
                                                  style_element,
                                                  script_with_words,
                                                  script_open,
                                                  comment,
                                                  too_few,
                                                  too_many };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (!stops(all[i])) {
            fail_msg("misuse %zu was let through", i);
        }
    }
}

struct pair {
    const char *in, *out;
};

static void own_addresses(void **state)
{
    (void)state;
    static const struct pair all[] = {
        { "/activity/7?year=3", "/activity/7?year=3" },
        { "/a b", "/a%20b" },
        { "/\xD0\xB0", "/%D0%B0" },
        { "/a%20b", "/a%20b" },
        { "/50% off", "/50%25%20off" },
        { "?page=2", "?page=2" },
        { "#field", "#field" },
        { "//evil.example", "#" },
        { "https://evil.example", "#" },
        { "javascript:x", "#" },
        { "", "#" },
        { "/\\evil.example", "/%5Cevil.example" },
        { "/\t/evil.example", "/%09/evil.example" },
        { "/x\"><script>", "/x%22%3E%3Cscript%3E" },
        { "/x'y", "/x%27y" },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        assert_string_equal(str_cstr(arena, url_own(arena, str_c(all[i].in)).s), all[i].out);
    }
}

static void added_parameters(void **state)
{
    (void)state;
    struct html_url u = url_own(arena, STR("/list#end"));
    u = url_add(arena, u, "q", STR("\xD0\xB0&b=c#d"));
    u = url_add(arena, u, "page", STR("2"));
    assert_string_equal(str_cstr(arena, u.s), "/list?q=%D0%B0%26b%3Dc%23d&page=2#end");
    assert_string_equal(str_cstr(arena, url_add(arena, url_own(arena, STR("/x?")), "a", STR_NONE).s), "/x?a=");
}

static void outside_addresses(void **state)
{
    (void)state;
    static const struct pair all[] = {
        { " https://example.org/a?b=c#d ", "https://example.org/a?b=c#d" },
        { "HTTPS://example.org", "HTTPS://example.org" },
        { "https://example.org/\xD0\xB0", "https://example.org/%D0%B0" },
        { "http://example.org", "#" },
        { "https://", "#" },
        { "https:///x", "#" },
        { "https://user:word@example.org", "#" },
        { "https://exa mple.org", "#" },
        { "https://exam\nple.org", "#" },
        { "https://example.org\\@evil", "#" },
        { "javascript:alert(1)", "#" },
        { "data:text/html,x", "#" },
        { "", "#" },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        assert_string_equal(str_cstr(arena, url_out(arena, str_c(all[i].in)).s), all[i].out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(escaped_wherever_it_stands),
        cmocka_unit_test(numbers_addresses_and_parts_are_put),
        cmocka_unit_test(a_page_over_its_cap_fails_at_the_end),
        cmocka_unit_test(misuse_stops_the_program),
        cmocka_unit_test(own_addresses),
        cmocka_unit_test(added_parameters),
        cmocka_unit_test(outside_addresses),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
