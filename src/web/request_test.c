/* Decoding of targets, forms and cookies: what is read, what is refused, and the caps. */
#include "base/str.h"
#include "web/web_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new(8 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static bool read_target(const char *target, struct request *r)
{
    *r = (struct request){ 0 };
    return request_read_target(arena, str_c(target), r);
}

static void targets(void **state)
{
    (void)state;
    struct request r;
    assert_true(read_target("/activity/7?tab=history&q=%D0%B0+b%2Bc&empty=&bare", &r));
    assert_true(str_is(r.path, "/activity/7"));
    assert_int_equal(r.n_query, 4);
    assert_true(str_is(request_query(&r, "tab"), "history"));
    assert_true(str_is(request_query(&r, "q"), "\xD0\xB0 b+c"));
    assert_true(str_is(request_query(&r, "empty"), ""));
    assert_true(str_is(request_query(&r, "missing"), ""));
    assert_true(read_target("/a+b%20c", &r));
    assert_true(str_is(r.path, "/a+b c")); /* a plus is a plus outside forms */
    assert_true(read_target("/?", &r));
    assert_int_equal(r.n_query, 0);
    assert_true(read_target("/x?a=1&&b=2&", &r));
    assert_int_equal(r.n_query, 2);
}

static void malformed_targets(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",        "activity",   "http://x/y", "/%",         "/%2",     "/%zz",    "/%00",
        "/a%2Fb",  "/%c0%af",    "/%ed%a0%80", "/%f5%80%80", "/%01",    "/?a=%",   "/?a=%00",
        "/?%ff=1", "/?q=%c3%28", "/%e2%82",    "/\xff",      "/?a=%7f", "/%C2%80",
    };
    struct request r;
    for (size_t i = 0; i < COUNT(bad); i++) {
        if (read_target(bad[i], &r)) {
            fail_msg("\"%s\" was taken", bad[i]);
        }
    }
}

static void forms(void **state)
{
    (void)state;
    struct request r = { 0 };
    assert_true(request_read_form(arena, STR("name=%D0%9E%D1%82%D0%BA%D1%80%D1%8B%D1%82%D0%B8%D0%B5&note=a%0D%0Ab%0Dc&n=1&n=2"),
                                  &r.form, &r.n_form));
    assert_int_equal(r.n_form, 4);
    assert_true(str_is(request_form(&r, "name"), "Открытие"));
    assert_true(str_is(request_form(&r, "note"), "a\nb\rc")); /* line ends of browsers become one */
    assert_true(str_is(request_form(&r, "n"), "1"));
    assert_true(request_has(&r, "n"));
    assert_false(request_has(&r, "m"));
    assert_true(request_read_form(arena, STR_NONE, &r.form, &r.n_form));
    assert_int_equal(r.n_form, 0);
    assert_true(request_is_form(STR("Application/X-WWW-Form-Urlencoded; charset=utf-8")));
    assert_false(request_is_form(STR("multipart/form-data; boundary=x")));
    assert_false(request_is_form(STR_NONE));
}

static void caps(void **state)
{
    (void)state;
    struct buf *b = buf_new(arena, 1 << 20);
    for (int i = 0; i < CAP_FORM; i++) {
        buf_putf(b, "%sa=1", i ? "&" : "");
    }
    const struct param *params;
    size_t n;
    assert_true(request_read_form(arena, buf_str(b), &params, &n));
    assert_int_equal(n, CAP_FORM);
    BUF(b, "&a=1");
    assert_false(request_read_form(arena, buf_str(b), &params, &n));
    assert_false(request_read_query(arena, buf_str(b), &params, &n));
}

static void cookies(void **state)
{
    (void)state;
    struct request r = { 0 };
    request_read_cookies(arena, STR("session=abc; lang=\"en\";bad; =x; other=%zz;\xff=1; year=2021 "), &r.cookies,
                         &r.n_cookies);
    assert_true(str_is(request_cookie(&r, "session"), "abc"));
    assert_true(str_is(request_cookie(&r, "lang"), "en"));
    assert_true(str_is(request_cookie(&r, "other"), "%zz")); /* values are not percent-decoded */
    assert_true(str_is(request_cookie(&r, "year"), "2021"));
    assert_true(str_is(request_cookie(&r, "bad"), ""));
    assert_int_equal(r.n_cookies, 4);
    struct buf *b = buf_new(arena, 1 << 20);
    for (int i = 0; i < 5000; i++) {
        buf_putf(b, "c%d=%d; ", i, i);
    }
    request_read_cookies(arena, buf_str(b), &r.cookies, &r.n_cookies);
    assert_int_equal(r.n_cookies, CAP_COOKIES);
    request_read_cookies(arena, STR_NONE, &r.cookies, &r.n_cookies);
    assert_int_equal(r.n_cookies, 0);
}

static void ids_have_one_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t id;
    } all[] = { { "7", 7 },
                { "9007199254740991", 9007199254740991 },
                { "9007199254740992", 0 },
                { "0", 0 },
                { "07", 0 },
                { "+7", 0 },
                { "-7", 0 },
                { "7 ", 0 },
                { "", 0 },
                { "7a", 0 },
                { "1 000", 0 },
                { "99999999999999999999", 0 } };
    for (size_t i = 0; i < COUNT(all); i++) {
        struct request r = { .path_args = { str_c(all[i].text) } };
        assert_int_equal(request_id_arg(&r, 0), all[i].id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets), cmocka_unit_test(malformed_targets), cmocka_unit_test(forms),
        cmocka_unit_test(caps),    cmocka_unit_test(cookies),           cmocka_unit_test(ids_have_one_spelling),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
