/* Strings and growing buffers: edges of every search and cut, random pieces against plain copying, caps that stick. */
#include "base/buf.h"
#include "base/random.h"
#include "base/str.h"
#include "base/test_in.h"

static void compares_by_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *one, *two;
        int order;
    } rows[] = { { "", "", 0 },     { "", "a", -1 },  { "a", "", 1 },  { "a", "ab", -1 },
                 { "ab", "b", -1 }, { "я", "ё", -1 }, { "a", "a", 0 }, { "z", "а", -1 } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str one = str_c(rows[i].one), two = str_c(rows[i].two);
        int order = str_compare(one, two);
        assert_int_equal((order > 0) - (order < 0), rows[i].order);
        assert_int_equal(str_equal(one, two), rows[i].order == 0);
        assert_int_equal(str_is(one, rows[i].two), rows[i].order == 0);
        assert_true(rows[i].order != 0 || str_hash(one) == str_hash(two));
    }
    assert_true(str_is(str_c(NULL), ""));
    assert_true(str_equal(STR_NONE, STR("")));
}

static void finds_and_cuts(void **state)
{
    (void)state;
    struct str s = STR("план плана");
    assert_int_equal(str_find(s, STR("план"), 0), 0);
    assert_int_equal(str_find(s, STR("план"), 1), 9);
    assert_int_equal(str_find(s, STR("плану"), 0), s.len);
    assert_int_equal(str_find(s, STR(""), 3), 3);
    assert_int_equal(str_find(s, STR("п"), s.len), s.len);
    assert_int_equal(str_find(s, STR("п"), s.len + 9), s.len);
    assert_text(str_part(s, 0, 8), "план");
    assert_text(str_part(s, 9, 1000), "плана");
    assert_text(str_part(s, 1000, 5), "");
    assert_text(str_part(s, 9, SIZE_MAX), "плана");
    assert_true(str_starts(s, STR("план")) && str_starts(s, STR("")) && str_starts(s, s));
    assert_true(str_ends(s, STR("а")) && str_ends(s, STR("")) && str_ends(s, s));
    assert_false(str_starts(STR("пл"), STR("план")) || str_ends(STR("ан"), STR("план")));
}

static void trims_what_people_paste(void **state)
{
    (void)state;
    assert_text(str_trim(STR(" \t\r\n имя \xC2\xA0")), "имя");
    assert_text(str_trim(STR("\xC2\xA0\xC2\xA0")), "");
    assert_text(str_trim(STR("\xA0")), "\xA0"); /* half a no-break space is no space */
    assert_text(str_trim(STR("a b")), "a b");
    assert_text(str_trim(STR_NONE), "");
}

static void takes_piece_by_piece(void **state)
{
    (void)state;
    static const struct {
        const char *from, *pieces[4];
        size_t n;
    } rows[] = { { "a||b", { "a", "", "b" }, 3 },
                 { "a|", { "a", "" }, 2 },
                 { "|", { "", "" }, 2 },
                 { "", { "" }, 1 },
                 { "ab", { "ab" }, 1 } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str rest = str_c(rows[i].from), piece;
        size_t n = 0;
        for (; str_next(&rest, '|', &piece); n++) {
            assert_true(n < rows[i].n);
            assert_text(piece, rows[i].pieces[n]);
        }
        assert_int_equal(n, rows[i].n);
    }
}

static void makes_what_is_asked(void **state)
{
    (void)state;
    char source[] = "слово";
    struct str copy = str_copy(arena, str_c(source));
    source[0] = 'X';
    assert_text(copy, "слово");
    assert_int_equal(copy.at[copy.len], 0);
    assert_text(str_join(arena, STR("а"), STR("б")), "аб");
    assert_text(str_join(arena, STR_NONE, STR_NONE), "");
    assert_text(str_format(arena, "%d из %s", 5, "7"), "5 из 7");
    assert_int_equal(str_format(arena, "%5000d", 1).len, 5000);
}

/* Random pieces by all three ways of putting, beside plain copying into one place. */
static void a_buffer_holds_what_was_put(void **state)
{
    (void)state;
    enum { MOST = 200000 };
    static char plain[MOST];
    char piece[3000];
    struct seeded random = seeded_from(5);
    struct buf *b = buf_new(arena, MOST);
    size_t n = 0;
    assert_true(str_is(buf_str(b), ""));
    for (int turn = 0; turn < 400 && n + sizeof piece < MOST; turn++) {
        size_t len = (size_t)seeded_range(&random, 0, turn % 7 ? 300 : sizeof piece - 1);
        memset(piece, 'a' + turn % 26, len);
        piece[len] = 0;
        int way = (int)seeded_range(&random, 0, 3);
        if (way == 0) {
            buf_put(b, (struct str){ piece, len });
        } else if (way == 1) {
            buf_putf(b, "%s", piece);
        } else if (way == 2) {
            len = 1;
            piece[0] = '%';
            buf_put_byte(b, '%');
        } else {
            size_t back = (size_t)seeded_range(&random, 0, (int64_t)(n < 50 ? n : 50));
            buf_cut(b, n - back);
            n -= back;
            len = 0;
        }
        memcpy(plain + n, piece, len);
        n += len;
        assert_int_equal(buf_len(b), n);
    }
    assert_false(buf_failed(b));
    assert_true(str_equal(buf_str(b), (struct str){ plain, n }));
}

/* Exactly the cap fits, by each way of putting; one byte more does not, and from there on nothing does. */
static void the_cap_is_exact_and_sticks(void **state)
{
    (void)state;
    enum { CAP = 1024 };
    for (int way = 0; way < 2; way++) {
        struct buf *b = buf_new(arena, CAP);
        if (way == 0) {
            buf_put(b, str_format(arena, "%*d", CAP, 1));
        } else {
            buf_putf(b, "%*d", CAP, 1);
        }
        assert_false(buf_failed(b));
        assert_int_equal(buf_len(b), CAP);
        buf_put(b, STR_NONE);
        assert_false(buf_failed(b));
        buf_put_byte(b, 'x');
        assert_true(buf_failed(b));
        buf_cut(b, 0);
        buf_putf(b, "%d", 1);
        assert_true(buf_failed(b));
        assert_int_equal(buf_len(b), 0);
    }
    struct buf *b = buf_new(arena, CAP);
    buf_fail(b);
    BUF(b, "x");
    assert_true(buf_failed(b) && buf_len(b) == 0);
}

static void a_full_arena_fails_the_buffer(void **state)
{
    (void)state;
    struct arena *small = arena_new(4096);
    struct buf *b = buf_new(small, 1 << 20);
    for (int i = 0; i < 100 && !buf_failed(b); i++) {
        buf_putf(b, "%100d", i);
    }
    assert_true(buf_failed(b) && arena_full(small));
    arena_free(small);
}

static void numbers_are_put_as_printf_puts_them(void **state)
{
    (void)state;
    const int64_t some[] = { 0, 1, -1, 9, 10, 99, 100, -100, 1234567890123, INT64_MAX, INT64_MIN, INT64_MIN + 1 };
    for (size_t i = 0; i < COUNT(some); i++) {
        struct buf *b = buf_new(arena, 64);
        buf_put_int(b, some[i]);
        assert_true(str_equal(buf_str(b), str_format(arena, "%lld", (long long)some[i])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_by_bytes),
        cmocka_unit_test(finds_and_cuts),
        cmocka_unit_test(trims_what_people_paste),
        cmocka_unit_test(takes_piece_by_piece),
        cmocka_unit_test(makes_what_is_asked),
        cmocka_unit_test(a_buffer_holds_what_was_put),
        cmocka_unit_test(the_cap_is_exact_and_sticks),
        cmocka_unit_test(a_full_arena_fails_the_buffer),
        cmocka_unit_test(numbers_are_put_as_printf_puts_them),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
