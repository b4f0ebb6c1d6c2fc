/* orientir serve: opens the database, takes the lock, listens, says where, and stops in good order on SIGTERM or SIGINT.
   Signals are blocked before the first thread starts, so that this one thread is the only one to receive them. */
#include "app/commands.h"
#include "base/log.h"
#include "job/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

/* As many connections as the machine allows; house.md 4 measures with 4,000. */
static void raise_open_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
            log_line("warning", "at=serve what=open-files limit=%lld", (long long)limit.rlim_cur);
        }
    }
}

/* Two servers over one file would each trust their own caches; `restore` looks at the same lock. The file stays, the lock goes
   with the process, however it ends. */
bool serve_lock(struct call *call, int *ret_lock, int *ret_code)
{
    *ret_lock = -1;
    if (!url_is_file(call->db_url)) {
        return true;
    }
    const char *path = str_join(call->arena, call->db_url, STR(".lock")).at;
    int f = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (f < 0) {
        struct err e = { 0 };
        err_setf(&e, errno == ENOSPC ? ERR_FULL : ERR_FORBIDDEN, "serve", "%s: %s", path, strerror(errno));
        *ret_code = complain_err(call, &e);
        return false;
    }
    if (flock(f, LOCK_EX | LOCK_NB) != 0) {
        char pid[24] = "";
        ssize_t n = read(f, pid, sizeof pid - 1);
        close(f);
        complain_with(call, T_APP_SERVE_RUNS, TEXT_ARG("db", call->db_url),
                      TEXT_ARG("pid", n > 0 ? str_trim(str_c(pid)) : STR("?")));
        *ret_code = EXIT_FAULT;
        return false;
    }
    struct str pid = str_format(call->arena, "%lld\n", (long long)getpid());
    if (ftruncate(f, 0) != 0 || write(f, pid.at, pid.len) < 0) {
        log_line("warning", "at=serve what=lock-file errno=%d", errno);
    }
    *ret_lock = f;
    return true;
}

static sigset_t stop_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

/* "127.0.0.1:8080", "[::1]:0": the last colon parts host and port. */
static bool listen_split(struct str listen, struct str *ret_host, int64_t *ret_port)
{
    size_t colon = listen.len;
    while (colon > 0 && listen.at[colon - 1] != ':') {
        colon--;
    }
    *ret_host = str_part(listen, 0, colon ? colon - 1 : 0);
    struct str port = str_part(listen, colon, listen.len);
    return ret_host->len > 0 && port.len > 0 && port.len <= 5 && num_read_int(port, ret_port) && *ret_port >= 0 &&
           *ret_port <= UINT16_MAX;
}

static struct str address_shown(struct call *call, uint16_t port)
{
    struct str host = STR_NONE;
    int64_t asked;
    BUG_IF(!listen_split(call->listen, &host, &asked));
    return str_format(call->arena, "http://%.*s:%u", (int)host.len, host.at, (unsigned)port);
}

/* Whoever serves a file is alone with it (serve_lock); a region's database may have several servers. */
static bool worker_start(struct arena *owner, const struct web_config *web, struct job_worker **ret_worker, struct err *e)
{
    const struct job_worker_config config = {
        .db_url = web->db_url,
        .migrations = web->migrations,
        .n_migrations = web->n_migrations,
        .site = web->site,
        .site_of = site_of_centre,
        .registers = web->registers,
        .figures = web->figures,
        .jobs = web->jobs,
        .alone = url_is_file(web->db_url),
    };
    return job_worker_start(owner, &config, ret_worker, e);
}

static int listen_and_wait(struct call *call, const struct house *house, const struct ctx *ctx)
{
    struct web_config config = {
        .db_url = call->db_url,
        .listen = call->listen,
        .site = ctx->site,
        .registers = &house->registers,
        .figures = &house->figures,
        .jobs = &house->jobs,
        .migrations = house->migrations,
        .n_migrations = house->n_migrations,
        .centre_id = ctx->centre_id,
    };
    sigset_t signals = stop_signals();
    struct arena *owner = arena_new((size_t)64 << 20);
    struct arena *working = arena_new(1 << 20); /* the web's threads take from theirs from its start on */
    struct web *web;
    struct job_worker *worker;
    uint16_t port;
    struct err e = { 0 };
    int got = 0;
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    if (!web_start(owner, &config, &web, &port, &e)) {
        int code = complain_err_at(call, &e, call->listen);
        arena_free(working);
        arena_free(owner);
        return code;
    }
    if (!worker_start(working, &config, &worker, &e)) {
        int code = complain_err(call, &e);
        web_stop(web);
        arena_free(working);
        arena_free(owner);
        return code;
    }
    say_with(call, T_APP_SERVE_READY, TEXT_ARG("address", address_shown(call, port)));
    sigwait(&signals, &got);
    /* A second signal ends the program at once, should something under way never end. */
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    say(call, T_APP_SERVE_STOPS);
    web_stop(web);
    job_worker_stop(worker);
    arena_free(working);
    arena_free(owner);
    say(call, T_APP_SERVE_STOPPED);
    return EXIT_DONE;
}

/* A file of one centre is brought up to the program when it is opened; a region's server is migrated by `orientir migrate`,
   when its keeper chooses. The connection used for that is closed before the server opens its own. */
int serve_until_stopped(struct call *call)
{
    struct house house;
    struct ctx ctx;
    struct str host;
    int64_t port;
    int code, lock;
    if (!listen_split(call->listen, &host, &port)) {
        return complain_with(call, T_APP_LISTEN_BROKEN, TEXT_ARG("listen", call->listen));
    }
    if (!call_has_db(call, false, &code) || !serve_lock(call, &lock, &code)) {
        return code;
    }
    raise_open_files();
    arena_return_large_blocks();
    struct arena *entering = arena_new((size_t)64 << 20);
    struct arena *whole = call->arena;
    call->arena = entering;
    bool entered = call_enter(call, url_is_file(call->db_url) ? DB_WRITE : DB_READ, false, &house, &ctx, &code);
    call->arena = whole;
    struct site site = { 0 };
    if (entered && !house_build(whole, &house, &(struct err){ 0 })) {
        entered = false;
        code = EXIT_FAULT;
    }
    if (entered) {
        site = house.site;
        site.zone = str_copy(whole, str_c(ctx.site->zone)).at;
        site.demo = ctx.site->demo;
        site.made = ctx.site->made;
        site.files = str_cstr(whole, call->files);
        site.copies = str_cstr(whole, call->copies);
        site.looker = "/proc/self/exe"; /* this very program, though another may have been laid in its place since */
        ctx.site = &site;
    }
    arena_free(entering);
    code = entered ? listen_and_wait(call, &house, &ctx) : code;
    if (lock >= 0) {
        close(lock);
    }
    return code;
}

static int run(struct call *call)
{
    return serve_until_stopped(call);
}

static const struct option_def options[] = {
    { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB },
    { "--listen", T_APP_VALUE_LISTEN, T_APP_OPTION_LISTEN },
    { "--files", T_APP_VALUE_FILES, T_APP_OPTION_FILES },
    { "--copies", T_APP_VALUE_FILES, T_APP_OPTION_COPIES },
};
const struct command command_serve = {
    .name = "serve",
    .what = T_APP_SERVE_WHAT,
    .options = options,
    .n_options = COUNT(options),
    .example = "orientir serve --db orientir.db --listen 127.0.0.1:8080",
    .run = run,
};
