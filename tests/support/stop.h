/* A child that must stop on a BUG: BUG_IF ends the program, so it is tried in a process of its own. For tests only. */
#ifndef SUPPORT_STOP_H
#define SUPPORT_STOP_H
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* fn must stop the program by a BUG whose words hold `says`. */
static inline void test_stops(void (*fn)(void *), void *arg, const char *says)
{
    int ends[2];
    char heard[2000] = "";
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        fn(arg);
        _exit(0);
    }
    close(ends[1]);
    size_t n = 0;
    for (ssize_t got = 1; got > 0 && n + 1 < sizeof heard; n += got > 0 ? (size_t)got : 0) {
        got = read(ends[0], heard + n, sizeof heard - 1 - n);
    }
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    if (!strstr(heard, says)) {
        fail_msg("stopped, but for another reason: %s", heard);
    }
}
#endif
