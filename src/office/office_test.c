/* LibreOffice that is not there, hangs, dies, lies, is told to stop, asks the network: each a script in its place. The real one
   is run by tests/http/pdf.py. */
#include "office/office.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/test_in.h"
#include "base/text/text.h"

#include <errno.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define GOOD                                                                                                                   \
    "mkdir -p \"$HOME/out\"; printf '%%PDF-1.6 of %s %%%%EOF\\n' \"$(cat \"$HOME/document.docx\")\" "                          \
    ">\"$HOME/out/document.pdf\"\n"

static char folder[64];

/* A program of that name in a folder of this test, which is all of the PATH before the system's. */
static void soffice_is(const char *script)
{
    char path[128], paths[256];
    snprintf(folder, sizeof folder, "/tmp/orientir-office-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/soffice", folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fprintf(f, "#!/bin/bash\n%s", script) > 0 && fclose(f) == 0);
    assert_int_equal(chmod(path, 0700), 0);
    snprintf(paths, sizeof paths, "%s:/usr/bin:/bin", folder);
    assert_int_equal(setenv("PATH", paths, 1), 0);
    assert_int_equal(setenv("TMPDIR", folder, 1), 0);
}

static void soffice_goes(void)
{
    static const char *const names[] = { "soffice", "pids", "" };
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)!remove(path);
    }
}

static bool nothing_left(void)
{
    char pattern[128];
    glob_t found;
    snprintf(pattern, sizeof pattern, "%s/orientir-office-*", folder);
    bool nothing = glob(pattern, 0, NULL, &found) == GLOB_NOMATCH;
    if (!nothing) {
        globfree(&found);
    }
    return nothing;
}

/* The numbers of processes that the script wrote down; none of them lives. */
static bool all_dead(void)
{
    char path[128];
    int n = 0, pid;
    snprintf(path, sizeof path, "%s/pids", folder);
    FILE *f = fopen(path, "r");
    while (f && fscanf(f, "%d", &pid) == 1) {
        n++;
        for (int i = 0; i < 100 && kill(pid, 0) == 0; i++) {
            usleep(20000); /* until its new parent has reaped it */
        }
        if (kill(pid, 0) == 0 || errno != ESRCH) {
            n = -1000;
        }
    }
    if (f) {
        fclose(f);
    }
    return n > 0;
}

static bool make(struct arena *a, int seconds, struct str *ret_pdf, struct err *e)
{
    const struct office_ask ask = { .docx = STR("the document"), .seconds = seconds };
    *e = (struct err){ 0 };
    return office_pdf(a, &ask, ret_pdf, e);
}

static void what_it_makes_is_handed_back(void **state)
{
    struct str pdf;
    struct err e;
    soffice_is(GOOD);
    assert_true(make(arena, 20, &pdf, &e));
    assert_true(str_equal(pdf, STR("%PDF-1.6 of the document %%EOF\n")));
    assert_true(nothing_left());
    soffice_goes();
}

static void absent(void **state)
{
    struct str pdf;
    struct err e;
    assert_int_equal(setenv("PATH", "/nowhere:relative:", 1), 0);
    assert_false(make(arena, 20, &pdf, &e));
    assert_int_equal(e.kind, ERR_NOT_FOUND);
    assert_int_equal(e.say, T_OFFICE_ABSENT);
}

static void a_hanging_one_is_killed_with_all_it_began(void **state)
{
    struct str pdf;
    struct err e;
    int64_t began = clock_steady_us();
    soffice_is("trap '' TERM HUP INT\nsleep 300 & echo $! $$ >\"$(dirname \"$0\")/pids\"\nsleep 300\n");
    assert_false(make(arena, 1, &pdf, &e));
    assert_int_equal(e.kind, ERR_BROKEN);
    assert_int_equal(e.say, T_OFFICE_HUNG);
    assert_true(clock_steady_us() - began < 20000000);
    assert_true(all_dead() && nothing_left());
    soffice_goes();
}

/* It dies; ends well and made nothing; made half; made something else; made a PDF and failed after it. */
static void one_that_makes_no_pdf_is_told(void **state)
{
    static const char *const scripts[] = { "kill -SEGV $$\n",
                                           "echo no such filter >&2\n",
                                           "mkdir $HOME/out; echo -n '%PDF-1.6 half' >$HOME/out/document.pdf\n",
                                           "mkdir $HOME/out; echo 'PK %%EOF' >$HOME/out/document.pdf\n",
                                           GOOD "exit 3\n",
                                           "mkdir $HOME/out; ln -s /etc/passwd $HOME/out/document.pdf\n" };
    for (size_t i = 0; i < COUNT(scripts); i++) {
        struct str pdf;
        struct err e;
        soffice_is(scripts[i]);
        assert_false(make(arena, 20, &pdf, &e));
        assert_int_equal(e.kind, ERR_BROKEN);
        assert_int_equal(e.say, T_OFFICE_BROKE);
        assert_true(i != 1 || str_find(e.what, STR("no such filter"), 0) < e.what.len);
        assert_true(nothing_left());
        soffice_goes();
    }
}

static bool stop_it(void *with, struct err *e)
{
    int *times = with;
    return ++*times < 2 || err_set(e, ERR_BUSY, "test", STR("told to end"));
}

static void it_ends_when_it_is_told_to(void **state)
{
    int times = 0;
    struct str pdf;
    struct err e = { 0 };
    const struct office_ask ask = { .docx = STR("x"), .watch = stop_it, .with = &times };
    soffice_is("sleep 300 & echo $! $$ >\"$(dirname \"$0\")/pids\"\nsleep 300\n");
    assert_false(office_pdf(arena, &ask, &pdf, &e));
    assert_int_equal(e.kind, ERR_BUSY);
    assert_int_equal(times, 2);
    assert_true(all_dead() && nothing_left());
    soffice_goes();
}

/* Refused by the rule and not by the other end; a socket of the machine's own files is let through. */
static void it_has_no_network(void **state)
{
    struct str pdf;
    struct err e;
    soffice_is("for net in /dev/tcp/127.0.0.1/9 /dev/udp/127.0.0.1/9; do\n"
               "  (exec 3<>$net) 2>&1 | grep -q 'Permission denied' || exit 1\ndone\n" GOOD);
    assert_true(make(arena, 20, &pdf, &e));
    soffice_goes();
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_it_makes_is_handed_back),
        TEST(absent),
        TEST(a_hanging_one_is_killed_with_all_it_began),
        TEST(one_that_makes_no_pdf_is_told),
        TEST(it_ends_when_it_is_told_to),
        TEST(it_has_no_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
