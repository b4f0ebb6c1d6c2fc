/* Errors and log lines: the first error stays, its words outlive the call, and a line of the log stays one line. */
#include "base/err.h"
#include "base/log.h"
#include "base/test_in.h"

#include <unistd.h>

static void the_first_error_stays(void **state)
{
    (void)state;
    struct err e = { 0 };
    assert_false(err_set(&e, ERR_FULL, "disk", STR("no space")));
    assert_false(err_setf(&e, ERR_BROKEN, "later", "%d", 5));
    assert_int_equal(e.kind, ERR_FULL);
    assert_string_equal(e.where, "disk");
    assert_text(e.what, "no space");
    for (int kind = ERR_NONE; kind <= ERR_BROKEN; kind++) {
        assert_true(strlen(err_kind_name((enum err_kind)kind)) > 2);
    }
}

static void words_of_the_last_eight_live(void **state)
{
    (void)state;
    struct err all[8] = { 0 };
    for (int i = 0; i < 8; i++) {
        assert_false(err_setf(&all[i], ERR_BROKEN, "here", "fault %d", i));
    }
    for (int i = 0; i < 8; i++) {
        assert_text(all[i].what, str_format(arena, "fault %d", i).at);
    }
    struct err longest = { 0 };
    assert_false(err_setf(&longest, ERR_BROKEN, "here", "%5000d", 1));
    assert_int_equal(longest.what.len, 511);
}

/* What goes to stderr while `say` runs. */
static struct str heard(void (*say)(void))
{
    int ends[2], before = dup(STDERR_FILENO);
    char *at = NEW_ARRAY(arena, char, 8192);
    assert_int_equal(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    say();
    dup2(before, STDERR_FILENO);
    close(before);
    ssize_t n = read(ends[0], at, 8191);
    close(ends[0]);
    return (struct str){ at, n < 0 ? 0 : (size_t)n };
}

static void say_error(void)
{
    struct err e = { .kind = ERR_GONE, .where = "db_open", .what = STR("line one\nline \"two\"\x01"), .hint = STR("start it") };
    log_err("serve", &e);
}

static void say_much(void)
{
    log_line("warning", "%6000d", 1);
}

static void say_info(void)
{
    log_line("info", "listening");
}

static void a_line_stays_one_line(void **state)
{
    (void)state;
    struct str line = heard(say_error);
    assert_int_equal(str_find(line, STR("\n"), 0), line.len - 1);
    assert_true(str_starts(line, STR("time=20")));
    assert_true(str_find(line,
                         STR(" level=error where=serve kind=gone at=db_open what=\"line one line 'two' \" hint=\"start it\"\n"),
                         0) < line.len);
    line = heard(say_much);
    assert_int_equal(str_find(line, STR("\n"), 0), line.len - 1);
    assert_int_equal(line.len, 2047);
}

static void tests_may_silence_info(void **state)
{
    (void)state;
    assert_true(heard(say_info).len > 0);
    log_quiet(true);
    assert_int_equal(heard(say_info).len, 0);
    assert_true(heard(say_error).len > 0);
    log_quiet(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_error_stays),
        cmocka_unit_test(words_of_the_last_eight_live),
        cmocka_unit_test(a_line_stays_one_line),
        cmocka_unit_test(tests_may_silence_info),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
