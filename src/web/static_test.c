/* Assets: every page's files are there under their hashed names, a changed name is 404, and the compressed copy goes only to
   those who ask for it. */
#include "base/str.h"
#include "web/static.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int set_up(void **state)
{
    arena = arena_new(1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    arena_free(arena);
    return 0;
}

static const char *header_of(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->n_headers; i++) {
        if (strcmp(reply->headers[i].name, name) == 0) {
            return str_cstr(arena, reply->headers[i].value);
        }
    }
    return NULL;
}

static bool ask(struct str name, struct str encoding, struct reply *ret_reply)
{
    struct ctx ctx = { .arena = arena };
    struct request request = { .path_args = { name }, .accept_encoding = encoding };
    struct err e = { 0 };
    *ret_reply = (struct reply){ 0 };
    bool found = static_asset(&ctx, &request, ret_reply, &e);
    assert_true(found || e.kind == ERR_NOT_FOUND);
    return found;
}

static struct str hashed(const char *name)
{
    return str_part(asset_url(arena, name).s, strlen("/assets/"), 200);
}

static void files_are_found_by_their_hash(void **state)
{
    static const char *const names[] = { "style.css", "document.css",         "keys.js",
                                         "icon.svg",  "golos-cyrillic.woff2", "golos-latin.woff2" };
    for (size_t i = 0; i < COUNT(names); i++) {
        struct reply reply;
        assert_true(ask(hashed(names[i]), STR_NONE, &reply));
        assert_true(reply.body.len > 100);
        assert_string_equal(header_of(&reply, "Cache-Control"), "public, max-age=31536000, immutable");
        assert_null(header_of(&reply, "Content-Encoding"));
    }
}

static void other_names_are_not(void **state)
{
    struct reply reply;
    assert_false(ask(STR("style.css"), STR_NONE, &reply));
    assert_false(ask(STR("style.000000000000.css"), STR_NONE, &reply));
    assert_false(ask(STR_NONE, STR_NONE, &reply));
}

static void gzip_goes_to_those_who_take_it(void **state)
{
    struct reply plain, packed, refused;
    assert_true(ask(hashed("style.css"), STR("br"), &plain));
    assert_true(ask(hashed("style.css"), STR("deflate, gzip;q=0.5"), &packed));
    assert_true(ask(hashed("style.css"), STR("gzip;q=0"), &refused));
    assert_null(header_of(&plain, "Content-Encoding"));
    assert_null(header_of(&refused, "Content-Encoding"));
    assert_string_equal(header_of(&packed, "Content-Encoding"), "gzip");
    assert_true(packed.body.len * 4 < plain.body.len);
    assert_true(str_starts(packed.body, STR("\x1f\x8b")));
    assert_string_equal(header_of(&packed, "Vary"), "Accept-Encoding");
}

static void the_style_asks_for_our_own_fonts_only(void **state)
{
    struct reply reply;
    assert_true(ask(hashed("style.css"), STR_NONE, &reply));
    assert_true(str_find(reply.body, hashed("golos-cyrillic.woff2"), 0) < reply.body.len);
    assert_int_equal(str_find(reply.body, STR("url(http"), 0), reply.body.len);
    assert_int_equal(str_find(reply.body, STR("url(\"http"), 0), reply.body.len);
    assert_int_equal(str_find(reply.body, STR("url(//"), 0), reply.body.len);
    assert_int_equal(str_find(reply.body, STR("@import"), 0), reply.body.len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_are_found_by_their_hash, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_names_are_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gzip_goes_to_those_who_take_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_style_asks_for_our_own_fonts_only, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
