/* Forms with files: what is read, what is refused; and bodies that go to the disk and come back the same. */
#include "base/buf.h"
#include "base/str.h"
#include "web/body.h"
#include "web/web_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new(16 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static bool read(struct str body, struct request *r)
{
    *r = (struct request){ 0 };
    return request_read_multipart(arena, body, STR("xYz"), r);
}

static void boundaries(void **state)
{
    (void)state;
    static const struct {
        const char *type, *boundary;
    } all[] = {
        { "multipart/form-data; boundary=xYz", "xYz" },
        { "Multipart/Form-Data; charset=utf-8; Boundary=\"x Y;z\"", "x Y;z" },
        { "multipart/form-data", "" },
        { "multipart/form-data; boundary=", "" },
        { "multipart/mixed; boundary=x", "" },
        { "application/x-www-form-urlencoded", "" },
        { "", "" },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        assert_string_equal(str_cstr(arena, request_boundary(arena, str_c(all[i].type))), all[i].boundary);
    }
    struct buf *b = buf_new(arena, 4096);
    BUF(b, "multipart/form-data; boundary=");
    for (int i = 0; i < 71; i++) {
        BUF(b, "x");
    }
    assert_int_equal(request_boundary(arena, buf_str(b)).len, 0);
}

static void fields_and_files(void **state)
{
    (void)state;
    struct request r;
    assert_true(
        read(STR("--xYz\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n"
                 "--xYz\r\ncontent-disposition: form-data; name=note\r\n\r\ntwo\r\nlines\r\n"
                 "--xYz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\fakepath\\Список \\\"А\\\".csv\"\r\n"
                 "Content-Type: text/csv\r\n\r\na;b\r\n--xY\r\n1;2\r\n\r\n--xYz\r\n"
                 "Content-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n--xYz--\r\n"),
             &r));
    assert_int_equal(r.n_form, 2);
    assert_true(str_is(request_form(&r, "csrf"), "abc"));
    assert_true(str_is(request_form(&r, "note"), "two\nlines"));
    assert_int_equal(r.n_files, 2);
    const struct upload *file = request_file(&r, "file");
    assert_true(str_is(file->file_name, "Список \"А\".csv"));
    assert_true(str_is(file->type, "text/csv"));
    assert_true(str_is(file->bytes, "a;b\r\n--xY\r\n1;2\r\n")); /* a border is the whole line, not its beginning */
    assert_int_equal(request_file(&r, "none")->bytes.len, 0);
    assert_null(request_file(&r, "csrf"));
}

static void malformed(void **state)
{
    (void)state;
    static const char *const all[] = {
        "",
        "--xYz",
        "--xYz--",
        "--xYz\r\n",
        "junk\r\n--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1",
        "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xYz",
        "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xYzz",
        "--xYz\r\nContent-Disposition: form-data\r\n\r\n1\r\n--xYz--",
        "--xYz\r\nContent-Type: text/plain\r\n\r\n1\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n1\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--xYz--",
        "--xYz\r\nContent-Disposition: form-data; name=\"a\"; filename=\"\xff\"\r\n\r\n1\r\n--xYz--",
    };
    struct request r;
    for (size_t i = 0; i < COUNT(all); i++) {
        assert_false(read(str_c(all[i]), &r));
        assert_int_equal(r.n_form + r.n_files, 0);
    }
}

static void too_many_parts(void **state)
{
    (void)state;
    struct request r;
    struct buf *b = buf_new(arena, 1 << 20);
    for (int i = 0; i < CAP_PARTS; i++) {
        BUF(b, "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n");
    }
    size_t fits = buf_len(b);
    BUF(b, "--xYz--");
    assert_true(read(buf_str(b), &r));
    buf_cut(b, fits);
    BUF(b, "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xYz--");
    assert_false(read(buf_str(b), &r));
}

static void bodies_on_the_disk(void **state)
{
    (void)state;
    static const size_t sizes[] = { 1, BODY_IN_MEMORY, BODY_IN_MEMORY + 1, 3 << 20 };
    atomic_size_t on_disk;
    atomic_init(&on_disk, 0);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct arena *own = arena_new(1 << 20);
        struct body *body = body_new(own, &on_disk);
        struct err e = { 0 };
        struct str back;
        char piece[1000];
        size_t left = sizes[i];
        for (size_t k = 0; k < sizeof piece; k++) {
            piece[k] = (char)k;
        }
        while (left > 0) {
            size_t n = left < sizeof piece ? left : sizeof piece;
            assert_true(body_put(body, (struct str){ piece, n }, &e));
            left -= n;
        }
        assert_true(body_read(body, &back, &e));
        assert_int_equal(back.len, sizes[i]);
        for (size_t at = 0; at < back.len; at += sizeof piece) {
            assert_memory_equal(back.at + at, piece, back.len - at < sizeof piece ? back.len - at : sizeof piece);
        }
        assert_int_equal(atomic_load(&on_disk), sizes[i] > BODY_IN_MEMORY ? sizes[i] : 0);
        assert_true(arena_used(own) < 300 * 1024);
        arena_free(own);
        assert_int_equal(atomic_load(&on_disk), 0);
    }
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    atomic_size_t on_disk;
    atomic_init(&on_disk, BODIES_ON_DISK);
    struct body *body = body_new(arena, &on_disk);
    struct err e = { 0 };
    struct str back, piece = { NEW_ARRAY(arena, char, BODY_IN_MEMORY), BODY_IN_MEMORY };
    assert_true(body_put(body, piece, &e));
    assert_false(body_put(body, piece, &e));
    assert_int_equal(e.kind, ERR_BUSY);
    e = (struct err){ 0 };
    assert_false(body_put(body, STR("x"), &e));
    assert_false(body_read(body, &back, &e));
    assert_int_equal(e.kind, ERR_BUSY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boundaries),     cmocka_unit_test(fields_and_files),   cmocka_unit_test(malformed),
        cmocka_unit_test(too_many_parts), cmocka_unit_test(bodies_on_the_disk), cmocka_unit_test(a_full_disk_is_told),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
