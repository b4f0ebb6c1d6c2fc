/* The two jobs: a copy made, with what is too old thrown away after it; a copy tried by restoring it into a temporary place. */
#include "backup/archive.h"
#include "backup_sql.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/random.h"
#include "features/backup/backup.h"
#include "features/backup/backup_in.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DAY_MS = 24 * 3600 * 1000, REHEARSE_EVERY_MS = 7 * DAY_MS - DAY_MS / 2 };

static const struct db_column setting_columns[] = {
    { "enabled", DB_INT, offsetof(struct backup_setting, enabled) },
    { "hour", DB_INT, offsetof(struct backup_setting, hour) },
    { "daily", DB_INT, offsetof(struct backup_setting, daily) },
    { "weekly", DB_INT, offsetof(struct backup_setting, weekly) },
    { "monthly", DB_INT, offsetof(struct backup_setting, monthly) },
    { "since", DB_INT, offsetof(struct backup_setting, since) },
};
static const struct db_shape setting_shape = DB_SHAPE(struct backup_setting, setting_columns);

bool setting_read(struct ctx *ctx, struct backup_setting *ret_setting, struct err *e)
{
    struct backup_setting *rows;
    struct db_table first;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_backup_setting, DB_NO_ARGS, &setting_shape, &rows, &n, e)) {
        return false;
    }
    if (n > 0) {
        *ret_setting = rows[0];
        return true;
    }
    if (!db_table(ctx->db, ctx->arena, &q_backup_first_moment, DB_NO_ARGS, &first, e)) {
        return false;
    }
    *ret_setting = (struct backup_setting){ .enabled = 1,
                                            .hour = 3,
                                            .daily = 7,
                                            .weekly = 4,
                                            .monthly = 12,
                                            .since = first.n_rows ? first.values[0].as.i : ctx->now_ms };
    return true;
}

bool backup_reach(struct ctx *ctx, struct backup_reach *ret_reach, struct err *e)
{
    struct centre *centres;
    size_t n, n_real = 0;
    int64_t keeper = 0;
    bool here_is_real = false;
    if (!centre_list(ctx, &centres, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bool real = !centres[i].demo;
        keeper = real && n_real == 0 ? centres[i].id : keeper;
        n_real += real;
        here_is_real = here_is_real || (real && centres[i].id == ctx->centre_id);
    }
    ret_reach->whole = n_real == 0 || (n_real == 1 && here_is_real);
    ret_reach->keeper = keeper == ctx->centre_id;
    return true;
}

static bool tell(void *with, int64_t done, int64_t total, enum text_id stage, struct err *e)
{
    return job_progress(with, done, total, stage, e);
}

/* "orientir-2026-11-23-0305-1a2b.zip" in the zone of the centre. */
static struct str copy_name(struct ctx *ctx)
{
    struct day day = NO_DAY;
    int minutes = 0;
    struct str made = clock_local(ctx->now_ms, ctx->site->zone, &day, &minutes) ? day_iso(ctx->arena, day) : STR("undated");
    return str_format(ctx->arena, "orientir-%.*s-%02d%02d-%s.zip", (int)made.len, made.at, minutes / 60, minutes % 60,
                      random_hex(ctx->arena, 2).at);
}

static bool rotate(struct ctx *ctx, struct str folder, struct err *e)
{
    struct backup_setting setting;
    struct backup_copy *copies;
    size_t n;
    if (!setting_read(ctx, &setting, e) || !copies_read(ctx, folder, &copies, &n, e)) {
        return false;
    }
    bool *goes = NEW_ARRAY(ctx->arena, bool, n + 1);
    copies_going(ctx, &setting, copies, n, goes);
    for (size_t i = 0; i < n; i++) {
        if (goes[i]) {
            copy_remove(ctx, folder, copies[i].name);
        }
    }
    return true;
}

/* What a copy or a rehearsal that was killed left behind: only one of them goes on at a time. */
static void sweep(struct ctx *ctx, struct str folder)
{
    DIR *dir = opendir(str_cstr(ctx->arena, folder));
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir)) {
        struct str name = str_c(entry->d_name);
        bool ours = str_starts(name, STR("orientir-"));
        bool half = ours && str_find(name, STR(".part"), 0) < name.len; /* libzip lays NAME.part.XXXXXX beside */
        if (half || str_starts(name, STR("rehearsal-"))) {
            unlink(copy_path(ctx, folder, name).at);
        } else if (ours && str_ends(name, STR(".zip.lines"))) {
            backup_sweep(copy_path(ctx, folder, str_part(name, 0, name.len - 6)));
        }
    }
    if (dir) {
        closedir(dir);
    }
}

static bool ground(struct ctx *ctx, struct str *ret_folder, struct err *e)
{
    if (!copies_folder(ctx, ret_folder, e)) {
        return false;
    }
    const char *path = str_cstr(ctx->arena, *ret_folder);
    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        int code = errno;
        return err_setf(e, err_of_system(code), "backup", "%s: %s", path, strerror(code));
    }
    sweep(ctx, *ret_folder);
    return true;
}

/* The folder of files, where there is one yet. */
static struct str files_of(struct ctx *ctx)
{
    struct stat there;
    bool is = ctx->site->files && stat(ctx->site->files, &there) == 0 && S_ISDIR(there.st_mode);
    return is ? str_c(ctx->site->files) : STR_NONE;
}

static struct str result_of(struct ctx *ctx, const struct backup_copy *copy, int64_t took_ms)
{
    struct json *result = json_object(ctx->arena);
    json_put(ctx->arena, result, "tables", json_int(ctx->arena, copy->tables));
    json_put(ctx->arena, result, "rows", json_int(ctx->arena, copy->rows));
    json_put(ctx->arena, result, "files", json_int(ctx->arena, copy->files));
    json_put(ctx->arena, result, "content", json_string(ctx->arena, copy->content));
    json_put(ctx->arena, result, "took_ms", json_int(ctx->arena, took_ms));
    return json_write(ctx->arena, result);
}

bool backup_ask_check(struct ctx *ctx, struct str name, int64_t *ret_id, struct err *e)
{
    struct json *args = json_object(ctx->arena);
    json_put(ctx->arena, args, "name", json_string(ctx->arena, name));
    return job_ask(ctx, &(struct job_ask){ .kind = "backup_check", .args = json_write(ctx->arena, args), .subject = name },
                   ret_id, e);
}

/* A copy that nobody ever tried to restore is a hope: once a week the schedule has its newest one tried. */
static bool ask_rehearsal(struct ctx *ctx, struct str folder, struct str name, struct err *e)
{
    struct backup_copy *copies;
    size_t n;
    int64_t id;
    if (!copies_read(ctx, folder, &copies, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (copies[i].checked_at.known && copies[i].checked_at.is > ctx->now_ms - REHEARSE_EVERY_MS) {
            return true;
        }
    }
    return backup_ask_check(ctx, name, &id, e);
}

struct finishing {
    struct job_task *task;
    struct str result;
};

static bool finish(struct ctx *ctx, void *arg, struct err *e)
{
    const struct finishing *f = arg;
    return job_finish(ctx, f->task, f->result, e);
}

static bool finish_now(struct ctx *ctx, struct job_task *task, struct str result, struct err *e)
{
    struct finishing f = { task, result };
    return db_write(ctx, DB_NO_LOCK, finish, &f, e);
}

static bool run_backup(struct ctx *ctx, struct job_task *task, struct err *e)
{
    struct backup_copy copy = { .name = copy_name(ctx), .made_at = ctx->now_ms };
    const struct backup_watch watch = { tell, task };
    struct backup_facts facts;
    int64_t began = clock_steady_us();
    struct str folder;
    struct stat there;
    copy.scheduled = str_find(job_args(task), STR("scheduled"), 0) < job_args(task).len;
    if (!ground(ctx, &folder, e)) {
        return false;
    }
    struct str path = copy_path(ctx, folder, copy.name);
    if (!backup_write(ctx, path, files_of(ctx), &watch, &facts, e)) {
        return false;
    }
    copy.bytes = stat(path.at, &there) == 0 ? there.st_size : 0;
    copy.took_ms = (clock_steady_us() - began) / 1000;
    copy.rows = facts.rows;
    copy.files = facts.files;
    copy.tables = facts.tables;
    copy.content = facts.content;
    if (!copy_describe(ctx, folder, &copy, e) || !finish_now(ctx, task, result_of(ctx, &copy, copy.took_ms), e)) {
        copy_remove(ctx, folder, copy.name); /* the job is done anew, and would leave a second one */
        return false;
    }
    struct err why = { 0 };
    bool cared = !copy.scheduled || (rotate(ctx, folder, &why) && ask_rehearsal(ctx, folder, copy.name, &why));
    if (!cared) {
        log_err("backup rotation", &why); /* the copy is made; what is too old goes after the next one */
    }
    return true;
}

/* Restored as `orientir restore` would, beside the copies; the copy's own word for its content must come out. */
static bool rehearse(struct ctx *ctx, struct job_task *task, struct str folder, struct backup_copy *copy, struct err *e)
{
    const struct backup_watch watch = { tell, task };
    const struct backup_target target = {
        .db_url = folder, .list = ctx->site->migrations, .n = ctx->site->n_migrations, .now_ms = ctx->now_ms
    };
    const struct backup_source source = { .path = copy_path(ctx, folder, copy->name) };
    struct arena *a = arena_new((size_t)1 << 30);
    struct backup_facts facts;
    bool ok = backup_rehearse(a, &source, &target, &watch, &facts, e);
    if (ok && copy->described && !str_equal(facts.content, copy->content)) {
        ok = err_set(e, ERR_INVALID, "backup", STR("the archive of this name is another one than was made"));
    }
    if (ok) {
        copy->described = true;
        copy->made_at = facts.made_at;
        copy->tables = facts.tables;
        copy->rows = facts.rows;
        copy->files = facts.files;
        copy->content = str_copy(ctx->arena, facts.content);
    }
    e->what = str_copy(ctx->arena, e->what);
    e->hint = str_copy(ctx->arena, e->hint);
    arena_free(a);
    return ok;
}

static bool run_check(struct ctx *ctx, struct job_task *task, struct err *e)
{
    struct backup_copy copy;
    struct json *args;
    struct str folder;
    struct err why = { 0 };
    int64_t began = clock_steady_us();
    if (!ground(ctx, &folder, e) || !json_read(ctx->arena, job_args(task), &args, e) ||
        !copy_find(ctx, folder, json_text(args, "name"), &copy, e)) {
        return false;
    }
    bool ok = rehearse(ctx, task, folder, &copy, &why);
    if (!ok && why.kind != ERR_INVALID && why.kind != ERR_NEWER && why.kind != ERR_NOT_FOUND) {
        *e = why; /* the disk is full, the server stops: nothing is known about the copy */
        return false;
    }
    copy.checked_at = SOME_INT(clock_now_ms());
    copy.checked_ms = SOME_INT((clock_steady_us() - began) / 1000);
    copy.sound = SOME_INT(ok);
    copy.why = ok ? STR_NONE : why.what;
    if (!copy_describe(ctx, folder, &copy, e)) {
        return false;
    }
    if (!ok) {
        *e = why;
        e->say = T_BACKUP_UNSOUND;
        return false;
    }
    return finish_now(ctx, task, result_of(ctx, &copy, copy.checked_ms.is), e);
}

/* Asked every minute. The word of the day lets it be asked for once, however many servers ask. */
static bool due(struct ctx *ctx, struct err *e)
{
    struct backup_setting setting;
    struct backup_reach reach;
    struct backup_copy *copies;
    struct str folder;
    size_t n;
    int64_t wanted, id, last = INT64_MIN;
    if (ctx->site->demo || !ctx->site->copies) {
        return true;
    }
    if (!backup_reach(ctx, &reach, e) || !copies_folder(ctx, &folder, e) || !setting_read(ctx, &setting, e) ||
        !copies_read(ctx, folder, &copies, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bool counts = copies[i].scheduled && copies[i].made_at <= ctx->now_ms && copies[i].made_at > last;
        last = counts ? copies[i].made_at : last;
    }
    if (!reach.keeper || !setting.enabled || !moment_wanted(&setting, ctx->now_ms, ctx->site->zone, &wanted) ||
        wanted <= setting.since || wanted <= last) {
        return true;
    }
    struct str once = str_format(ctx->arena, "backup %lld", (long long)(wanted / 60000));
    return job_ask(ctx, &(struct job_ask){ .kind = "backup", .args = STR("{\"scheduled\":1}"), .once = once }, &id, e);
}

/* Where several centres share the database, how much there is of the others' is not told. */
static void show_result(struct ctx *ctx, struct html *h, const struct job *job)
{
    struct json *result;
    struct backup_reach reach;
    struct err ignored = { 0 };
    int64_t tables, rows, files, took;
    bool check = str_is(job->kind_name, "backup_check");
    if (backup_reach(ctx, &reach, &ignored) && reach.whole && json_read(ctx->arena, job->result, &result, &ignored) &&
        num_read_int(json_text(result, "tables"), &tables) && num_read_int(json_text(result, "rows"), &rows) &&
        num_read_int(json_text(result, "files"), &files) && num_read_int(json_text(result, "took_ms"), &took)) {
        bool russian = ctx->lang == LANG_RU;
        ui_note(h, UI_DONE, text(ctx, check ? T_BACKUP_SOUND_LONG : T_BACKUP_MADE_LONG));
        ui_facts_begin(h);
        ui_fact(h, text(ctx, T_BACKUP_TABLES), num_count(ctx->arena, tables, russian));
        ui_fact(h, text(ctx, T_BACKUP_ROWS), num_count(ctx->arena, rows, russian));
        ui_fact(h, text(ctx, T_BACKUP_FILES), num_count(ctx->arena, files, russian));
        ui_fact(h, text(ctx, T_BACKUP_TOOK),
                text_with(ctx, T_BACKUP_SECONDS,
                          TEXT_ARG("n", num_decimal(ctx->arena, decimal_round((double)took / 1000, 1), russian))));
        ui_fact(h, text(ctx, T_BACKUP_CONTENT_WORD), json_text(result, "content"));
        ui_facts_end(h);
    }
    HTML(h, "<p>");
    ui_link_button(h, url_own(ctx->arena, STR("/backup")), text(ctx, T_BACKUP_TO_LIST), UI_PLAIN);
    HTML(h, "</p>");
}

const struct job_kind job_backup = { .name = "backup",
                                     .title = T_BACKUP_JOB,
                                     .right = ROLE(ROLE_ADMINISTRATOR),
                                     .run = run_backup,
                                     .show = show_result,
                                     .due = due };
const struct job_kind job_backup_check = { .name = "backup_check",
                                           .title = T_BACKUP_CHECK_JOB,
                                           .right = ROLE(ROLE_ADMINISTRATOR),
                                           .run = run_check,
                                           .show = show_result };
