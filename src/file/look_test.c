/* A look at files: the verdict is of the bytes, pictures come out small, upright and without what stands beside their pixels;
   what is made to hurt is kept and not drawn. The pictures are made here byte by byte. */
#include "base/buf.h"
#include "file/look.h"
#include "file/picture.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
    struct arena *arena;
    struct err e;
    const char *file, *small, *view;
};

static int begin(void **state)
{
    struct arena *a = arena_new((size_t)512 << 20);
    struct world *w = NEW(a, struct world);
    w->arena = a;
    w->file = str_format(a, "%s/file", test_folder()).at;
    w->small = str_format(a, "%s/small", test_folder()).at;
    w->view = str_format(a, "%s/view", test_folder()).at;
    unlink(w->small);
    unlink(w->view);
    *state = w;
    return text_start(&w->e) ? 0 : 1;
}

static int end(void **state)
{
    struct world *w = *state;
    arena_free(w->arena);
    text_stop();
    return 0;
}

static void file_made(const char *path, struct str bytes)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, f), bytes.len);
    fclose(f);
}

static struct str file_bytes(struct world *w, const char *path)
{
    char *at = arena_take(w->arena, 1 << 20, 1);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(at, 1, 1 << 20, f);
    fclose(f);
    return (struct str){ at, n };
}

static struct look look_of(struct world *w, struct str bytes)
{
    const struct look_paths paths = { w->file, w->small, w->view };
    struct look look;
    file_made(w->file, bytes);
    if (!look_at(w->arena, &paths, NULL, NULL, &look, &w->e)) {
        fail_msg("look: %.*s", (int)w->e.what.len, w->e.what.at);
    }
    return look;
}

/* Red above, blue below, and a green corner at the upper left. */
static struct picture flag(struct arena *a, int width, int height)
{
    struct picture p = { width, height, NULL };
    p.rgb = arena_take(a, (size_t)width * (size_t)height * 3, 1);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            unsigned char *to = p.rgb + ((size_t)y * (size_t)width + (size_t)x) * 3;
            int which = x < width / 4 && y < height / 4 ? 1 : y < height / 2 ? 0 : 2;
            to[which] = 220;
        }
    }
    return p;
}

/* Which of the three colours stands there. */
static int colour_at(const struct picture *p, int x, int y)
{
    const unsigned char *at = p->rgb + ((size_t)y * (size_t)p->width + (size_t)x) * 3;
    return at[0] > at[1] && at[0] > at[2] ? 0 : at[1] > at[2] ? 1 : 2;
}

static void be32(struct buf *b, uint32_t n)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        buf_put_byte(b, (char)(n >> shift));
    }
}

/* A JPEG with Exif before everything else: the turn of the camera, and words where people would look for the place. */
static struct str jpeg_with_exif(struct world *w, int turn, const char *place)
{
    struct picture p = flag(w->arena, 800, 600);
    struct buf *b = buf_new(w->arena, 1 << 20);
    assert_true(picture_jpeg_write(&p, 90, w->file));
    struct str plain = file_bytes(w, w->file);
    size_t n = strlen(place) + 1;
    buf_put(b, str_part(plain, 0, 2));
    BUF(b, "\xff\xe1");
    buf_put_byte(b, (char)((2 + 6 + 8 + 2 + 24 + 4 + n) >> 8));
    buf_put_byte(b, (char)(2 + 6 + 8 + 2 + 24 + 4 + n));
    buf_put(b, (struct str){ "Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0", 25 });
    buf_put_byte(b, (char)turn);
    buf_put(b, (struct str){ "\0\0\x01\x0e\0\x02", 6 });
    be32(b, (uint32_t)n);
    be32(b, 8 + 2 + 24 + 4);
    be32(b, 0);
    buf_put(b, (struct str){ place, n });
    buf_put(b, str_part(plain, 2, plain.len));
    return buf_str(b);
}

static void a_photo_comes_out_small_and_without_its_place(void **state)
{
    struct world *w = *state;
    struct str photo = jpeg_with_exif(w, 1, "N 60 36 00 E 30 12 00");
    assert_true(str_find(photo, STR("N 60 36"), 0) < photo.len);
    struct look look = look_of(w, photo);
    assert_string_equal(look.type->word, "jpeg");
    assert_int_equal(look.width, 800);
    assert_true(look.small && look.view);
    const char *const made[] = { w->small, w->view };
    for (size_t i = 0; i < COUNT(made); i++) {
        struct str bytes = file_bytes(w, made[i]);
        struct picture p;
        assert_int_equal(str_find(bytes, STR("Exif"), 0), bytes.len);
        assert_int_equal(str_find(bytes, STR("N 60 36"), 0), bytes.len);
        assert_true(picture_jpeg_read(w->arena, bytes, 5000, &p));
        assert_int_equal(p.width, i == 0 ? 320 : 800);
        assert_int_equal(p.height, i == 0 ? 240 : 600);
        assert_int_equal(colour_at(&p, 5, 5), 1);
        assert_int_equal(colour_at(&p, p.width - 5, 5), 0);
        assert_int_equal(colour_at(&p, 5, p.height - 5), 2);
    }
}

/* Where the upper left corner of what the camera took lies after each turn (Exif 2.3, 4.6.4): the green corner tells. */
static void each_turn_of_the_camera_is_undone(void **state)
{
    struct world *w = *state;
    static const struct {
        int turn;
        bool right, down;
    } cases[] = { { 1, false, false }, { 2, true, false }, { 3, true, true }, { 4, false, true },
                  { 5, false, false }, { 6, true, false }, { 7, true, true }, { 8, false, true } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct look look = look_of(w, jpeg_with_exif(w, cases[i].turn, "x"));
        struct picture p;
        assert_true(picture_jpeg_read(w->arena, file_bytes(w, w->small), 5000, &p));
        assert_int_equal(look.width, cases[i].turn >= 5 ? 600 : 800);
        assert_int_equal(p.width, cases[i].turn >= 5 ? 240 : 320);
        int x = cases[i].right ? p.width - 5 : 5, y = cases[i].down ? p.height - 5 : 5;
        assert_int_equal(colour_at(&p, x, y), 1);
    }
}

static uint32_t crc_of(struct str s)
{
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < s.len; i++) {
        crc ^= (unsigned char)s.at[i];
        for (int k = 0; k < 8; k++) {
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
        }
    }
    return ~crc;
}

static void chunk(struct arena *a, struct buf *to, const char *kind, struct str content)
{
    struct str both = str_join(a, str_c(kind), content);
    be32(to, (uint32_t)content.len);
    buf_put(to, both);
    be32(to, crc_of(both));
}

/* zlib without compression (RFC 1950, 1951). */
static struct str stored(struct arena *a, struct str s)
{
    struct buf *b = buf_new(a, 32 << 20);
    uint32_t one = 1, two = 0;
    BUF(b, "\x78\x01");
    for (size_t at = 0; at < s.len || at == 0;) {
        size_t n = s.len - at < 65535 ? s.len - at : 65535;
        const char head[] = { at + n == s.len, (char)n, (char)(n >> 8), (char)~n, (char)(~n >> 8) };
        buf_put(b, (struct str){ head, 5 });
        buf_put(b, str_part(s, at, n));
        at += n ? n : 1;
    }
    for (size_t i = 0; i < s.len; i++) {
        one = (one + (unsigned char)s.at[i]) % 65521;
        two = (two + one) % 65521;
    }
    be32(b, two << 16 | one);
    return buf_str(b);
}

/* colour: 2 three bytes a pixel, 6 with transparency. rows: how many of them are really there. */
static struct str png_made(struct arena *a, uint32_t width, uint32_t height, int colour, uint32_t rows)
{
    struct buf *b = buf_new(a, 64 << 20), *head = buf_new(a, 64), *pixels = buf_new(a, 32 << 20);
    be32(head, width);
    be32(head, height);
    const char rest[] = { 8, (char)colour, 0, 0, 0 };
    buf_put(head, (struct str){ rest, 5 });
    for (uint32_t y = 0; y < rows; y++) {
        buf_put_byte(pixels, 0);
        for (uint32_t x = 0; x < width; x++) {
            buf_put(pixels, colour == 6 ? (struct str){ "\0\0\0\0", 4 } : (struct str){ "\xdc\0\0", 3 });
        }
    }
    buf_put(b, (struct str){ "\x89PNG\r\n\x1a\n", 8 });
    chunk(a, b, "IHDR", buf_str(head));
    chunk(a, b, "tEXt", (struct str){ "Comment\0N 60 36", 15 });
    chunk(a, b, "IDAT", stored(a, buf_str(pixels)));
    chunk(a, b, "IEND", STR_NONE);
    return buf_str(b);
}

static void drawings_come_out_on_white(void **state)
{
    struct world *w = *state;
    struct picture p;
    struct look look = look_of(w, png_made(w->arena, 640, 400, 2, 400));
    assert_string_equal(look.type->word, "png");
    assert_true(look.small && look.view);
    assert_true(picture_jpeg_read(w->arena, file_bytes(w, w->small), 5000, &p));
    assert_int_equal(p.width, 320);
    assert_int_equal(p.height, 200);
    assert_int_equal(colour_at(&p, 100, 100), 0);
    look = look_of(w, png_made(w->arena, 64, 40, 6, 40));
    assert_true(look.small && !look.view);
    assert_true(picture_jpeg_read(w->arena, file_bytes(w, w->small), 5000, &p));
    assert_true(p.rgb[0] > 250 && p.rgb[1] > 250 && p.rgb[2] > 250);
    struct str bytes = file_bytes(w, w->small);
    assert_int_equal(str_find(bytes, STR("N 60 36"), 0), bytes.len);
}

static void webp_is_shown(void **state)
{
    struct world *w = *state;
    /* One transparent pixel. */
    static const unsigned char bytes[] = { 0x52, 0x49, 0x46, 0x46, 0x1a, 0,    0,    0,    0x57, 0x45, 0x42, 0x50,
                                           0x56, 0x50, 0x38, 0x4c, 0x0d, 0,    0,    0,    0x2f, 0,    0,    0,
                                           0x10, 0x07, 0x10, 0x11, 0x11, 0x88, 0x88, 0xfe, 0x07, 0 };
    struct str file = { (const char *)bytes, sizeof bytes };
    struct look look = look_of(w, str_join(w->arena, file, (struct str){ "\0", 1 }));
    assert_string_equal(look.type->word, "webp");
    assert_int_equal(look.width, 1);
    assert_true(look.small && !look.view);
}

/* What is not sound or too large is a file like any other; only it is not drawn. */
static void what_cannot_be_drawn_is_kept(void **state)
{
    struct world *w = *state;
    struct look look = look_of(w, png_made(w->arena, 50000, 50000, 2, 1));
    assert_string_equal(look.type->word, "png");
    assert_int_equal(look.width, 50000);
    assert_true(!look.small && !look.view);
    look = look_of(w, png_made(w->arena, 600, 400, 2, 7)); /* the pixels end early */
    assert_true(!look.small && !look.view);
    struct str photo = jpeg_with_exif(w, 1, "x");
    look = look_of(w, str_part(photo, 0, 700));
    assert_string_equal(look.type->word, "jpeg");
    assert_true(look.width == 800 || look.width == 0);
    look = look_of(w, str_join(w->arena, STR("\xff\xd8\xff\xe0"), STR("nothing that follows is a picture")));
    assert_string_equal(look.type->word, "jpeg");
    assert_true(!look.small);
}

static void the_verdict_is_of_the_bytes(void **state)
{
    struct world *w = *state;
    const struct {
        struct str bytes;
        const char *word;
    } cases[] = {
        { STR("plain words of somebody\n"), "text" },
        { STR("<!DOCTYPE html>\n<html><body>x</body></html>\n"), "html" },
        { STR("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"), "svg" },
        { STR("%PDF-1.4\n1 0 obj\n"), "pdf" },
        { STR("#!/bin/sh\necho hello\n"), "program" },
        { STR("@echo off\r\ndel c:\\*.*\r\n"), "program" },
        { STR("GIF89a\1\0\1\0\0\0\0;"), "gif" },
        { STR("\x7f"
              "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0"),
          "program" },
        { STR("\x8c\x6f\xed\x98\x5f\x09\x88\xfc\x93\xfe\x76\xe7\x04\x66\x84\x36\xdf\x2f\x2a\xb2\x56\x70\x4a\x93"),
          "other" }, /* begins like a .com of DOS */
        { STR("\1\2\3\4\5\6\7"), "other" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(look_of(w, cases[i].bytes).type->word, cases[i].word);
    }
}

static void names_leave_as_what_they_are(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *type, *name, *leaves;
        bool lies;
    } cases[] = {
        { "jpeg", "photo.JPG", "photo.JPG", false },    { "zip", "photo.jpg", "photo.jpg.zip", true },
        { "zip", "letter.docx", "letter.docx", false }, { "html", "page.html", "page.html.txt", true },
        { "svg", "logo.svg", "logo.svg.txt", true },    { "other", "run.exe", "run.exe.bin", true },
        { "text", "run.vbs", "run.vbs.txt", true },     { "text", "notes.md", "notes.md", false },
        { "pdf", "letter", "letter.pdf", false },       { "other", "model.stl", "model.stl", false },
        { "png", ".png", ".png.png", false },           { "jpeg", "a.b.jpeg", "a.b.jpeg", false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct file_type *type = type_of_word(str_c(cases[i].type));
        struct str leaves = type_name_fit(w->arena, type, str_c(cases[i].name));
        assert_string_equal(str_cstr(w->arena, leaves), cases[i].leaves);
        assert_int_equal(type_name_lies(type, str_c(cases[i].name)), cases[i].lies);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_photo_comes_out_small_and_without_its_place),
        cmocka_unit_test(each_turn_of_the_camera_is_undone),
        cmocka_unit_test(drawings_come_out_on_white),
        cmocka_unit_test(webp_is_shown),
        cmocka_unit_test(what_cannot_be_drawn_is_kept),
        cmocka_unit_test(the_verdict_is_of_the_bytes),
        cmocka_unit_test(names_leave_as_what_they_are),
    };
    return cmocka_run_group_tests_name("look", tests, begin, end);
}
