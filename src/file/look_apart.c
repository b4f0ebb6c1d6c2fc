/* A look in a process of its own. The server begins itself anew with the word `look`; the child gets the paths and a pipe,
   closes everything else, draws its limits and answers in two lines. Whatever a decoder does to it - dies, eats memory, never
   ends - stays with it. */
#include "base/clock.h"
#include "base/num.h"
#include "base/str.h"
#include "file/look.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_MOST = 200, MEMORY_MOST = 640 << 20, WRITTEN_MOST = 16 << 20, CPU_SECONDS = 20, FILES_MOST = 64 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

static void limit(int what, rlim_t most)
{
    struct rlimit is = { most, most };
    (void)!setrlimit((__rlimit_resource_t)what, &is);
}

void look_limit_self(void)
{
#ifndef SANITIZED /* their shadow is larger than any limit */
    limit(RLIMIT_AS, MEMORY_MOST);
#endif
    limit(RLIMIT_CPU, CPU_SECONDS);
    limit(RLIMIT_FSIZE, WRITTEN_MOST);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, FILES_MOST);
    (void)!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)!prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

struct str look_line_known(struct arena *a, const struct look *look)
{
    return str_format(a, "%s %lld %lld\n", look->type->word, (long long)look->width, (long long)look->height);
}

struct str look_line_made(struct arena *a, const struct look *look)
{
    return str_format(a, "%d %d\n", look->small, look->view);
}

static bool read_number(struct str *rest, int64_t *ret_n)
{
    struct str word;
    return str_next(rest, ' ', &word) && num_read_int(word, ret_n) && *ret_n >= 0;
}

static struct look answer_read(struct str answer)
{
    struct look look = { .type = type_of_word(STR_NONE) };
    struct str line, word;
    int64_t small = 0, view = 0, width = 0, height = 0;
    if (!str_next(&answer, '\n', &line) || !str_next(&line, ' ', &word)) {
        return look;
    }
    look.type = type_of_word(word);
    if (read_number(&line, &width) && read_number(&line, &height)) {
        look.width = width;
        look.height = height;
    }
    if (str_next(&answer, '\n', &line) && read_number(&line, &small) && read_number(&line, &view)) {
        look.small = small == 1;
        look.view = view == 1;
    }
    return look;
}

/* Until the child closes its end, or its time is over. */
static struct str listen_to(struct arena *a, int from)
{
    char *answer = arena_take(a, ANSWER_MOST, 1);
    int64_t until = clock_steady_us() + (int64_t)LOOK_SECONDS * 1000000;
    size_t n = 0;
    while (n < ANSWER_MOST) {
        struct pollfd waits = { .fd = from, .events = POLLIN };
        int64_t left = until - clock_steady_us();
        int ready = left > 0 ? poll(&waits, 1, (int)(left / 1000) + 1) : 0;
        if (ready == 0) {
            break;
        }
        ssize_t got = ready > 0 ? read(from, answer + n, ANSWER_MOST - n) : -1;
        if (got == 0 || (got < 0 && errno != EINTR)) {
            break;
        }
        n += got > 0 ? (size_t)got : 0;
    }
    return (struct str){ answer, n };
}

static int begin(const char *program, char *const *words, int out, pid_t *ret_child)
{
    static char *const no_environment[] = { (char *)(uintptr_t) "LC_ALL=C", NULL };
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t how;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&how);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &all);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int failed = posix_spawn(ret_child, program, &actions, &how, words, no_environment);
    posix_spawnattr_destroy(&how);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

static char *word_of(struct arena *a, const char *s)
{
    return (char *)(uintptr_t)str_copy(a, str_c(s)).at;
}

bool look_apart(struct arena *a, const char *program, const struct look_paths *paths, struct look *ret_look, struct err *e)
{
    char *const words[] = { word_of(a, "orientir"),   word_of(a, "look"),      word_of(a, paths->file),
                            word_of(a, paths->small), word_of(a, paths->view), NULL };
    int pipes[2];
    pid_t child = 0;
    if (!program) {
        return look_at(a, paths, NULL, NULL, ret_look, e);
    }
    if (pipe2(pipes, O_CLOEXEC) != 0) {
        return err_setf(e, ERR_BUSY, "look", "no pipe: %s", strerror(errno));
    }
    int failed = begin(program, words, pipes[1], &child);
    close(pipes[1]);
    if (failed) {
        close(pipes[0]);
        return err_setf(e, ERR_BUSY, "look", "no process: %s", strerror(failed));
    }
    struct str answer = listen_to(a, pipes[0]);
    close(pipes[0]);
    kill(child, SIGKILL); /* it has said all it will */
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
    *ret_look = answer_read(answer);
    return true;
}
