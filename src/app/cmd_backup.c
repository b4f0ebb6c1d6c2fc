/* orientir backup, orientir restore: an archive of everything, made while a server runs, and back from it into a file or a
   region's database. A restore first reads the whole archive and only then touches anything. */
#include "app/commands.h"
#include "app/config.h"
#include "backup/archive.h"
#include "base/clock.h"

#include <stdio.h>
#include <unistd.h>

struct telling {
    const struct call *call;
    enum text_id stage;
    int64_t told_us;
};

/* One line on a terminal that changes at most five times a second. */
static bool tell(void *with, int64_t done, int64_t total, enum text_id stage, struct err *e)
{
    struct telling *t = with;
    int64_t now = clock_steady_us();
    (void)e;
    if (isatty(STDERR_FILENO) && (stage != t->stage || now - t->told_us > 200000)) {
        struct str words = text_in(t->call->lang, stage);
        t->stage = stage;
        t->told_us = now;
        if (total > 0) {
            fprintf(stderr, "\r%.*s %lld %%\033[K", (int)words.len, words.at, (long long)(done * 100 / total));
        } else {
            fprintf(stderr, "\r%.*s %lld\033[K", (int)words.len, words.at, (long long)done);
        }
    }
    return true;
}

static void told(void)
{
    if (isatty(STDERR_FILENO)) {
        fputs("\r\033[K", stderr);
    }
}

static void say_facts(const struct call *call, enum text_id id, const struct backup_facts *facts)
{
    say_with(call, id, TEXT_ARG("file", call->arguments[0]), TEXT_ARG("rows", facts->rows), TEXT_ARG("tables", facts->tables),
             TEXT_ARG("files", facts->files));
    say_with(call, T_APP_BACKUP_CONTENT, TEXT_ARG("content", facts->content),
             TEXT_ARG("made", text_moment(call->arena, call->lang, facts->made_at, "UTC")));
}

static int run_backup(struct call *call)
{
    struct telling telling = { call, T_NONE, 0 };
    const struct backup_watch watch = { tell, &telling };
    struct backup_facts facts;
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    int code;
    if (!call_enter(call, DB_READ, false, &house, &ctx, &code)) {
        return code;
    }
    bool ok = backup_write(&ctx, call->arguments[0], files_folder(call), &watch, &facts, &e);
    told();
    if (!ok) {
        complain_err_at(call, &e, call->arguments[0]);
        return EXIT_FAULT;
    }
    say_facts(call, T_APP_BACKUP_DONE, &facts);
    return EXIT_DONE;
}

static int refuse_archive(struct call *call, struct err *e)
{
    e->say = e->kind == ERR_INVALID ? (int)T_APP_RESTORE_BROKEN : e->kind == ERR_NEWER ? (int)T_APP_RESTORE_NEWER : e->say;
    e->say = e->kind == ERR_BUSY ? (int)T_APP_RESTORE_SERVED : e->say;
    complain_err_at(call, e, call->arguments[0]);
    return e->kind == ERR_INVALID || e->kind == ERR_NEWER || e->kind == ERR_NOT_FOUND ? EXIT_USAGE : EXIT_FAULT;
}

static int run_restore(struct call *call)
{
    struct telling telling = { call, T_NONE, 0 };
    const struct backup_watch watch = { tell, &telling };
    const struct backup_source source = { .path = call->arguments[0] };
    struct arena *a = arena_new((size_t)512 << 20);
    struct backup_facts facts;
    struct house house;
    struct str aside = STR_NONE;
    struct err e = { 0 };
    int lock = -1, code = EXIT_DONE;
    bool only_check = call_given(call, "--check");
    if (!house_build(a, &house, &e)) {
        arena_free(a);
        return complain_err(call, &e);
    }
    if (!only_check && !serve_lock(call, &lock, &code)) {
        arena_free(a);
        return code;
    }
    const struct backup_target target = { .db_url = call->db_url,
                                          .files = call->files,
                                          .list = house.migrations,
                                          .n = house.n_migrations,
                                          .now_ms = clock_now_ms() };
    bool ok = only_check ? backup_verify(a, &source, house.migrations, house.n_migrations, &watch, &facts, &e)
                         : backup_restore(a, &source, &target, &watch, &facts, &aside, &e);
    told();
    if (!ok) {
        code = refuse_archive(call, &e);
    } else {
        say_facts(call, only_check ? T_APP_RESTORE_SOUND : T_APP_RESTORE_DONE, &facts);
        if (aside.len) {
            say_with(call, T_APP_RESTORE_ASIDE, TEXT_ARG("file", aside));
        }
    }
    if (lock >= 0) {
        close(lock);
    }
    arena_free(a);
    return code;
}

static const struct option_def backup_options[] = {
    { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB },
    { "--files", T_APP_VALUE_FILES, T_APP_OPTION_FILES },
};
const struct command command_backup = {
    .name = "backup",
    .arguments = T_APP_VALUE_FILE,
    .at_least = 1,
    .at_most = 1,
    .what = T_APP_BACKUP_WHAT,
    .options = backup_options,
    .n_options = COUNT(backup_options),
    .example = "orientir backup orientir-backup.zip --db orientir.db",
    .run = run_backup,
};
static const struct option_def restore_options[] = {
    { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB },
    { "--files", T_APP_VALUE_FILES, T_APP_OPTION_FILES },
    { "--check", T_NONE, T_APP_OPTION_ONLY_CHECK },
};
const struct command command_restore = {
    .name = "restore",
    .arguments = T_APP_VALUE_FILE,
    .at_least = 1,
    .at_most = 1,
    .what = T_APP_RESTORE_WHAT,
    .options = restore_options,
    .n_options = COUNT(restore_options),
    .example = "orientir restore orientir-backup.zip --db orientir.db",
    .run = run_restore,
};
