/* JSON both ways: canonical order, escapes, and everything RFC 8259 forbids; with it SHA-256 by its published vectors. */
#include "base/hash.h"
#include "base/json.h"
#include "base/test_in.h"

static void writes_in_order_and_canonically(void **state)
{
    (void)state;
    struct json *o = json_object(arena), *list = json_array(arena);
    json_put(arena, o, "b", json_int(arena, -7));
    json_put(arena, o, "a", json_string(arena, STR("«x»\n\"\\\x01")));
    json_put(arena, o, "аб", json_bool(arena, true));
    json_add(list, json_null(arena));
    json_add(list, json_number(arena, STR("-0.50e+3")));
    json_add(list, json_object(arena));
    json_put(arena, o, "Z", list);
    assert_text(json_write(arena, o), "{\"b\":-7,\"a\":\"«x»\\n\\\"\\\\\\u0001\",\"аб\":true,\"Z\":[null,-0.50e+3,{}]}");
    assert_text(json_write_canonical(arena, o),
                "{\"Z\":[null,-0.50e+3,{}],\"a\":\"«x»\\n\\\"\\\\\\u0001\",\"b\":-7,\"аб\":true}");
    assert_text(json_text(o, "b"), "-7");
    assert_text(json_text(o, "nothing"), "");
    assert_null(json_get(list, "a"));
}

static void reads_what_it_wrote(void **state)
{
    (void)state;
    static const char *const rows[] = { "{}", "[]", "[1,2.5,-3e9]", "{\"a\":{\"b\":[true,false,null]}}", "\"\"", "0" };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct json *j;
        struct err e = { .kind = ERR_NONE };
        assert_true(json_read(arena, str_c(rows[i]), &j, &e));
        assert_text(json_write(arena, j), rows[i]);
    }
    struct json *j;
    struct err e = { .kind = ERR_NONE };
    assert_true(json_read(arena, STR(" { \"k\" : \"\\u0451\\ud83d\\ude00\\/\\b\" } "), &j, &e));
    assert_text(json_text(j, "k"), "ё😀/\b");
}

static void refuses_bad_json(void **state)
{
    (void)state;
    static const char *const rows[] = { "",
                                        " ",
                                        "{",
                                        "[",
                                        "[1",
                                        "[1,]",
                                        "{\"a\"}",
                                        "{\"a\":}",
                                        "{\"a\":1,}",
                                        "{a:1}",
                                        "'a'",
                                        "01",
                                        "-",
                                        "1.",
                                        ".5",
                                        "1e",
                                        "tru",
                                        "nul",
                                        "\"",
                                        "\"\\",
                                        "\"\\x\"",
                                        "\"\\u12\"",
                                        "\"\\ud800\"",
                                        "\"\\udc00\"",
                                        "\"\\ud800\\u0041\"",
                                        "\"\\u0000\"",
                                        "\"\t\"",
                                        "[] []",
                                        "1 2",
                                        "\xFF",
                                        "NaN",
                                        "{\"a\" 1}" };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct json *j = NULL;
        struct err e = { .kind = ERR_NONE };
        assert_false(json_read(arena, str_c(rows[i]), &j, &e));
        assert_null(j);
        assert_int_equal(e.kind, ERR_INVALID);
    }
}

static void stops_at_depth_64(void **state)
{
    (void)state;
    char deep[130];
    struct json *j;
    struct err e = { .kind = ERR_NONE };
    memset(deep, '[', 65);
    memset(deep + 65, ']', 65);
    assert_false(json_read(arena, (struct str){ deep, 130 }, &j, &e));
    assert_true(json_read(arena, (struct str){ deep + 1, 128 }, &j, &(struct err){ .kind = ERR_NONE }));
}

static void digests_as_published(void **state)
{
    (void)state;
    /* FIPS 180-4 examples, and NIST's million of a. */
    assert_text(hash_sha256_hex(arena, STR("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_text(hash_sha256_hex(arena, STR("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_text(hash_sha256_hex(arena, STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    char *million = arena_take(arena, 1000000, 1);
    memset(million, 'a', 1000000);
    assert_text(hash_sha256_hex(arena, (struct str){ million, 1000000 }),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    /* Around the edge where the length finds no room in the last block. */
    assert_text(hash_sha256_hex(arena, (struct str){ million, 55 }),
                "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    assert_text(hash_sha256_hex(arena, (struct str){ million, 56 }),
                "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
    assert_text(hash_sha256_hex(arena, (struct str){ million, 64 }),
                "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_in_order_and_canonically),
        cmocka_unit_test(reads_what_it_wrote),
        cmocka_unit_test(refuses_bad_json),
        cmocka_unit_test(stops_at_depth_64),
        cmocka_unit_test(digests_as_published),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
