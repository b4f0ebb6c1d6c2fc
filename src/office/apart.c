/* Between fork and exec the child may only make calls of the system: the server has other threads. It draws its limits there: a
   group of its own, so that all it begins can be killed at once; no way to the network, which a document could ask for; no new
   rights; an end when the server ends, however it does. */
#include "office/apart.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_MS = 50, WATCH_MS = 300, FILES_MOST = 1024 };
static const rlim_t written_most = (rlim_t)256 << 20, memory_most = (rlim_t)6 << 30;

#if defined(__x86_64__)
#define HERE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define HERE AUDIT_ARCH_AARCH64
#endif

#ifdef HERE
/* Sockets only within the machine's own files (AF_UNIX), which LibreOffice speaks to itself by; the ring that would go round
   the rule is not there. Numbers of another calling convention are refused whole. */
static bool cut_net(void)
{
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, HERE, 0, 6),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 4, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 3, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = { sizeof rules / sizeof *rules, rules };
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}
#else
static bool cut_net(void)
{
    return true; /* no rule is known for this machine */
}
#endif

static void limit(int what, rlim_t most)
{
    struct rlimit is = { most, most };
    (void)!setrlimit((__rlimit_resource_t)what, &is);
}

/* The program itself; never returns. Nothing but calls of the system. */
static void become(const struct apart *apart, int said)
{
    struct sigaction plain = { .sa_handler = SIG_DFL };
    sigset_t none;
    sigemptyset(&none);
    int nothing = open("/dev/null", O_RDONLY);
    bool ready = chdir(apart->folder) == 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(said, STDOUT_FILENO) >= 0 &&
                 dup2(said, STDERR_FILENO) >= 0;
    (void)!close_range(STDERR_FILENO + 1, ~0U, 0);
    for (int number = 1; number < NSIG; number++) {
        (void)!sigaction(number, &plain, NULL);
    }
    sigprocmask(SIG_SETMASK, &none, NULL);
    limit(RLIMIT_CPU, (rlim_t)apart->seconds);
    limit(RLIMIT_FSIZE, written_most);
    limit(RLIMIT_AS, memory_most);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, FILES_MOST);
    ready = ready && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && cut_net();
    if (ready) {
        execve(apart->program, apart->words, apart->environment);
    }
    _exit(127);
}

/* Between the server and the program stands one process that only waits: `server` has an end the server holds, so it closes
   when the server is gone, killed too, and then the whole group dies. Never returns; calls of the system alone. */
static void stand_between(const struct apart *apart, int said, int server)
{
    int status = 0;
    bool led = setpgid(0, 0) == 0;
    pid_t program = led ? _Fork() : -1;
    if (program == 0) {
        become(apart, said);
    }
    while (program > 0) {
        struct pollfd gone = { .fd = server, .events = POLLIN };
        if (poll(&gone, 1, LOOK_MS) > 0) {
            kill(0, SIGKILL);
        }
        if (waitpid(program, &status, WNOHANG) == program) {
            _exit(WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1);
        }
    }
    _exit(127);
}

/* Until the child ends, its time is over, or the watch says no. The child stays to be reaped, so that its group cannot become
   somebody else's meanwhile. */
static bool wait_for(const struct apart *apart, pid_t child, bool *ret_ended, struct err *e)
{
    int64_t began = clock_steady_us(), watched = began;
    for (;;) {
        siginfo_t about = { 0 };
        int64_t now = clock_steady_us();
        if (waitid(P_PID, (id_t)child, &about, WEXITED | WNOHANG | WNOWAIT) == 0 && about.si_pid == child) {
            *ret_ended = true;
            return true;
        }
        if (now - began > (int64_t)apart->seconds * 1000000) {
            *ret_ended = false;
            return true;
        }
        if (apart->watch && now - watched > WATCH_MS * 1000) {
            watched = now;
            if (!apart->watch(apart->with, e)) {
                return false;
            }
        }
        (void)poll(NULL, 0, LOOK_MS);
    }
}

bool apart_run(const struct apart *apart, enum apart_end *ret_end, struct err *e)
{
    int pipes[2], status = 0, folder = open(apart->folder, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
    int said = folder < 0 ? -1 : openat(folder, "said", O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    if (folder >= 0) {
        close(folder);
    }
    if (said < 0) {
        return err_setf(e, err_of_system(errno), "office", "%s: %s", apart->folder, strerror(errno));
    }
    if (pipe2(pipes, O_CLOEXEC) != 0) {
        close(said);
        return err_setf(e, ERR_BUSY, "office", "no pipe: %s", strerror(errno));
    }
    pid_t child = fork();
    if (child == 0) {
        close(pipes[1]);
        stand_between(apart, said, pipes[0]);
    }
    close(said);
    close(pipes[0]);
    if (child < 0) {
        close(pipes[1]);
        return err_setf(e, ERR_BUSY, "office", "no process: %s", strerror(errno));
    }
    (void)!setpgid(child, child); /* whoever of the two comes first */
    bool ended = false;
    bool ok = wait_for(apart, child, &ended, e);
    kill(-child, SIGKILL);
    close(pipes[1]);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    *ret_end = !ended ? APART_HUNG : WIFEXITED(status) && WEXITSTATUS(status) == 0 ? APART_DONE : APART_FAILED;
    return ok;
}
