/* The page of backups: what copies there are and whether they were tried, a copy now, the schedule; and the word on the home
   page when the last copy is too old. */
#include "features/backup/backup.h"
#include "backup_sql.h"
#include "features/backup/backup_in.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIELDS = 5, CONTENT_SHOWN = 12 };

static struct str moment(struct ctx *ctx, int64_t at)
{
    return text_moment(ctx->arena, ctx->lang, at, ctx->site->zone);
}

static struct str size_words(struct ctx *ctx, int64_t bytes)
{
    bool russian = ctx->lang == LANG_RU;
    if (bytes < 1000 * 1000) {
        return text_with(ctx, T_BACKUP_KILOBYTES, TEXT_ARG("n", (bytes + 999) / 1000));
    }
    return text_with(ctx, T_BACKUP_MEGABYTES,
                     TEXT_ARG("n", num_decimal(ctx->arena, decimal_round((double)bytes / 1e6, 1), russian)));
}

static struct html_url home_url(struct ctx *ctx)
{
    return url_own(ctx->arena, STR("/backup"));
}

static struct html_url copy_url(struct ctx *ctx, struct str name, const char *then)
{
    return url_own(ctx->arena, str_format(ctx->arena, "/backup/%.*s%s", (int)name.len, name.at, then));
}

/* Everything the page shows, read before the first tag. */
struct shown {
    struct backup_setting setting;
    struct backup_reach reach;
    struct backup_copy *copies;
    size_t n;
    const struct backup_copy *last;
    struct str folder;
};

static bool read_shown(struct ctx *ctx, struct shown *s, struct err *e)
{
    if (!backup_reach(ctx, &s->reach, e) || !setting_read(ctx, &s->setting, e)) {
        return false;
    }
    if (ctx->site->copies && (!copies_folder(ctx, &s->folder, e) || !copies_read(ctx, s->folder, &s->copies, &s->n, e))) {
        return false;
    }
    s->last = copy_last_good(s->copies, s->n, ctx->now_ms);
    return true;
}

static struct str overdue_words(struct ctx *ctx, const struct shown *s)
{
    enum overdue overdue = copies_overdue(&s->setting, s->last, ctx->now_ms, ctx->site->zone);
    return overdue == COPIES_NONE   ? text(ctx, T_BACKUP_NONE_LATE)
           : overdue == COPIES_LATE ? text_with(ctx, T_BACKUP_TOO_OLD, TEXT_ARG("when", moment(ctx, s->last->made_at)))
                                    : STR_NONE;
}

bool backup_notice(struct ctx *ctx, struct str *ret_words, struct err *e)
{
    struct shown s = { 0 };
    *ret_words = STR_NONE;
    if (ctx->site->demo || !ctx->site->copies || !actor_may(ctx->actor, ROLE(ROLE_ADMINISTRATOR))) {
        return true;
    }
    if (!read_shown(ctx, &s, e)) {
        return false;
    }
    *ret_words = overdue_words(ctx, &s);
    return true;
}

static void put_check(struct ctx *ctx, struct html *h, const struct ui_column *column, const struct backup_copy *copy)
{
    struct html *badge = html_new(ctx->arena, 4096);
    if (!copy->checked_at.known) {
        ui_badge(badge, UI_WAITING, text(ctx, T_BACKUP_NOT_CHECKED));
    } else {
        bool sound = copy->sound.known && copy->sound.is;
        ui_badge(badge, sound ? UI_DONE : UI_ERROR,
                 text_with(ctx, sound ? T_BACKUP_SOUND : T_BACKUP_BROKEN, TEXT_ARG("when", moment(ctx, copy->checked_at.is))));
    }
    if (copy->why.len) {
        HTMLF(badge, " <small lang=\"en\">{}</small>", copy->why);
    }
    ui_cell_part(h, column, html_part(badge));
}

static void put_whole_row(struct ctx *ctx, struct html *h, const struct ui_column *columns, const struct backup_copy *copy)
{
    struct html *content = html_new(ctx->arena, 4096), *buttons = html_new(ctx->arena, 1 << 16);
    enum text_id how = !copy->described ? T_BACKUP_LAID : copy->scheduled ? T_BACKUP_SCHEDULED : T_BACKUP_BY_HAND;
    ui_cell_link(h, &columns[0], copy_url(ctx, copy->name, ""), moment(ctx, copy->made_at));
    put_check(ctx, h, &columns[1], copy);
    ui_cell(h, &columns[2], text(ctx, how));
    ui_cell_count(ctx, h, &columns[3], copy->described ? SOME_INT(copy->rows) : NO_INT);
    ui_cell_count(ctx, h, &columns[4], copy->described ? SOME_INT(copy->files) : NO_INT);
    ui_cell(h, &columns[5], size_words(ctx, copy->bytes));
    HTMLF(content, "<code title=\"{}\">{}</code>", copy->content, str_part(copy->content, 0, CONTENT_SHOWN));
    ui_cell_part(h, &columns[6], html_part(content));
    ui_post_button(ctx, buttons, copy_url(ctx, copy->name, "/check"), text(ctx, T_BACKUP_CHECK_NOW), UI_PLAIN);
    ui_cell_part(h, &columns[7], html_part(buttons));
}

static void put_copies(struct ctx *ctx, struct html *h, const struct shown *s)
{
    const struct ui_column columns[] = {
        { .label = text(ctx, T_BACKUP_MADE_AT), .heads = true },
        { .label = text(ctx, T_BACKUP_CHECK) },
        { .label = text(ctx, T_BACKUP_HOW) },
        { .label = text(ctx, T_BACKUP_ROWS), .number = true },
        { .label = text(ctx, T_BACKUP_FILES), .number = true },
        { .label = text(ctx, T_BACKUP_SIZE), .number = true },
        { .label = text(ctx, T_BACKUP_CONTENT_SHORT) },
        { .label = text(ctx, T_BACKUP_REHEARSAL) },
    };
    ui_table_begin(h, text(ctx, T_BACKUP_LIST), columns, s->reach.whole ? COUNT(columns) : 2);
    for (size_t i = 0; i < s->n; i++) {
        ui_row_begin(h);
        if (s->reach.whole) {
            put_whole_row(ctx, h, columns, &s->copies[i]);
        } else {
            ui_cell(h, &columns[0], moment(ctx, s->copies[i].made_at));
            put_check(ctx, h, &columns[1], &s->copies[i]);
        }
        ui_row_end(h);
    }
    ui_table_end(h);
}

static const char *const field_names[FIELDS] = { "enabled", "hour", "daily", "weekly", "monthly" };

static void put_setting(struct ctx *ctx, struct html *h, const struct str values[FIELDS], const struct str messages[FIELDS])
{
    static const enum text_id labels[FIELDS] = { T_BACKUP_ENABLED, T_BACKUP_HOUR, T_BACKUP_DAILY, T_BACKUP_WEEKLY,
                                                 T_BACKUP_MONTHLY };
    const struct ui_choice choices[] = { { STR("1"), text(ctx, T_BACKUP_YES) }, { STR("0"), text(ctx, T_BACKUP_NO) } };
    struct ui_field fields[FIELDS];
    for (size_t i = 0; i < FIELDS; i++) {
        fields[i] = (struct ui_field){ .name = str_c(field_names[i]),
                                       .label = text(ctx, labels[i]),
                                       .value = values[i],
                                       .message = messages[i],
                                       .required = true,
                                       .input_mode = i ? "numeric" : NULL };
    }
    HTMLF(h, "<h2>{}</h2>\n<p>{} {}</p>\n", text(ctx, T_BACKUP_SCHEDULE), text(ctx, T_BACKUP_SCHEDULE_HINT),
          text(ctx, T_BACKUP_WEEK_HINT));
    ui_form_begin(ctx, h, url_own(ctx->arena, STR("/backup/settings")), STR("schedule"));
    ui_error_summary(ctx, h, fields, FIELDS);
    ui_select(h, &fields[0], choices, COUNT(choices));
    for (size_t i = 1; i < FIELDS; i++) {
        ui_text(h, &fields[i]);
    }
    ui_form_end(h, text(ctx, T_BACKUP_SAVE));
}

static void put_shared(struct ctx *ctx, struct html *h, const struct shown *s)
{
    HTMLF(h, "<p>{}</p>\n", text(ctx, T_BACKUP_SHARED));
    if (s->reach.keeper) {
        HTMLF(h, "<p>{}</p>\n",
              s->setting.enabled ? text_with(ctx, T_BACKUP_SCHEDULE_IS, TEXT_ARG("hour", s->setting.hour))
                                 : text(ctx, T_BACKUP_SCHEDULE_OFF));
    }
}

static struct html *begin_page(struct ctx *ctx, const struct shown *s)
{
    struct page page = { .title = text(ctx, T_BACKUP_LIST),
                         .fact_line = s->last ? text_with(ctx, T_BACKUP_LAST, TEXT_ARG("when", moment(ctx, s->last->made_at)))
                                              : text(ctx, T_BACKUP_NONE_YET),
                         .menu_path = "/backup" };
    if (s->reach.whole && s->folder.len) {
        struct html *buttons = html_new(ctx->arena, 1 << 16);
        ui_post_button(ctx, buttons, url_own(ctx->arena, STR("/backup/make")), text(ctx, T_BACKUP_MAKE), UI_PRIMARY);
        page.actions = html_part(buttons);
    }
    return page_begin(ctx, &page);
}

static bool page_put(struct ctx *ctx, const struct shown *s, const struct str values[FIELDS], const struct str messages[FIELDS],
                     bool saved, struct reply *reply, struct err *e)
{
    struct html *h = begin_page(ctx, s);
    struct str late = ctx->site->demo ? STR_NONE : overdue_words(ctx, s);
    if (saved) {
        ui_note(h, UI_DONE, text(ctx, T_BACKUP_SAVED));
    }
    if (late.len) {
        ui_note(h, UI_ATTENTION, late);
    }
    if (!s->folder.len) {
        ui_note(h, UI_ATTENTION, text(ctx, T_BACKUP_NO_FOLDER));
    }
    if (!s->reach.whole) {
        put_shared(ctx, h, s);
    }
    if (s->n > 0) {
        put_copies(ctx, h, s);
    }
    if (s->reach.whole && s->folder.len) {
        HTMLF(h, "<p class=\"hint\">{}</p>\n", text_with(ctx, T_BACKUP_WHERE, TEXT_ARG("folder", s->folder)));
    }
    if (s->reach.whole) {
        put_setting(ctx, h, values, messages);
    }
    return page_end(ctx, h, reply, e);
}

static bool show_backups(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    static const struct str none[FIELDS];
    struct shown s = { 0 };
    struct str values[FIELDS];
    if (!read_shown(ctx, &s, e)) {
        return false;
    }
    const int64_t numbers[FIELDS] = { s.setting.enabled, s.setting.hour, s.setting.daily, s.setting.weekly, s.setting.monthly };
    for (size_t i = 0; i < FIELDS; i++) {
        values[i] = str_format(ctx->arena, "%lld", (long long)numbers[i]);
    }
    return page_put(ctx, &s, values, none, str_is(request_query(request, "done"), "saved"), reply, e);
}

/* Everything but looking asks this first. */
static bool whole_needed(struct ctx *ctx, struct err *e)
{
    struct backup_reach reach;
    if (!backup_reach(ctx, &reach, e)) {
        return false;
    }
    if (!reach.whole) {
        err_set(e, ERR_FORBIDDEN, "backup", STR("the database holds more than this centre"));
        e->say = T_BACKUP_SHARED_REFUSED;
    }
    return reach.whole;
}

static bool save_work(struct ctx *ctx, void *arg, struct err *e)
{
    const int64_t *n = arg;
    const struct audit_entry entry = { STR("schedule"), STR_NONE,
                                       str_format(ctx->arena, "%lld %lld:00 %lld %lld %lld", (long long)n[0], (long long)n[1],
                                                  (long long)n[2], (long long)n[3], (long long)n[4]) };
    return db_do(ctx->db, &q_backup_setting_save, DB_ARGS(n[0], n[1], n[2], n[3], n[4], ctx->now_ms), NULL, e) &&
           audit_put(ctx, STR("backup_setting"), 1, "edit", &entry, 1, e);
}

static bool settings_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    static const int64_t most[FIELDS] = { 1, 23, 60, 60, 120 }, least[FIELDS] = { 0, 0, 1, 0, 0 };
    struct str values[FIELDS], messages[FIELDS] = { 0 };
    int64_t numbers[FIELDS];
    bool wrong = false;
    if (!whole_needed(ctx, e)) {
        return false;
    }
    for (size_t i = 0; i < FIELDS; i++) {
        values[i] = str_trim(request_form(request, field_names[i]));
        if (!num_read_int(values[i], &numbers[i]) || numbers[i] < least[i] || numbers[i] > most[i]) {
            messages[i] = text_with(ctx, T_BACKUP_WRONG_NUMBER, TEXT_ARG("least", least[i]), TEXT_ARG("most", most[i]));
            wrong = true;
        }
    }
    if (wrong) {
        struct shown s = { 0 };
        reply->status = 422;
        return read_shown(ctx, &s, e) && page_put(ctx, &s, values, messages, false, reply, e);
    }
    return db_write(ctx, DB_NO_LOCK, save_work, numbers, e) &&
           reply_see(ctx, reply, url_add(ctx->arena, home_url(ctx), "done", STR("saved")));
}

static bool to_job(struct ctx *ctx, int64_t id, struct reply *reply)
{
    return reply_see(ctx, reply, url_own(ctx->arena, str_format(ctx->arena, "/work/%lld", (long long)id)));
}

static bool make_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct str folder;
    int64_t id;
    (void)request;
    return whole_needed(ctx, e) && copies_folder(ctx, &folder, e) &&
           job_ask(ctx, &(struct job_ask){ .kind = "backup" }, &id, e) && to_job(ctx, id, reply);
}

static bool find_asked(struct ctx *ctx, const struct request *request, struct str *ret_folder, struct backup_copy *ret_copy,
                       struct err *e)
{
    return whole_needed(ctx, e) && copies_folder(ctx, ret_folder, e) &&
           copy_find(ctx, *ret_folder, request->path_args[0], ret_copy, e);
}

static bool check_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct backup_copy copy;
    struct str folder;
    int64_t id;
    return find_asked(ctx, request, &folder, &copy, e) && backup_ask_check(ctx, copy.name, &id, e) && to_job(ctx, id, reply);
}

struct mapping {
    void *at;
    size_t len;
};

static void unmap(void *arg)
{
    const struct mapping *m = arg;
    munmap(m->at, m->len);
}

/* Mapped, not read: a copy may be larger than what the program may hold in memory. It lives as long as the request. */
static bool map_copy(struct ctx *ctx, const char *path, struct str *ret_bytes, struct err *e)
{
    struct mapping *m = NEW(ctx->arena, struct mapping);
    struct stat there;
    int f = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = f >= 0 && fstat(f, &there) == 0 && there.st_size > 0;
    if (ok) {
        m->len = (size_t)there.st_size;
        m->at = mmap(NULL, m->len, PROT_READ, MAP_SHARED, f, 0);
        ok = m->at != MAP_FAILED;
    }
    if (!ok) {
        err_setf(e, f < 0 && errno == ENOENT ? ERR_NOT_FOUND : ERR_BROKEN, "backup", "%s: %s", path, strerror(errno));
    } else {
        arena_defer(ctx->arena, unmap, m);
        *ret_bytes = (struct str){ m->at, m->len };
    }
    if (f >= 0) {
        close(f);
    }
    return ok;
}

static bool file_fetch(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct backup_copy copy;
    struct str folder, bytes;
    if (!find_asked(ctx, request, &folder, &copy, e) || !map_copy(ctx, copy_path(ctx, folder, copy.name).at, &bytes, e)) {
        return false;
    }
    reply_download(ctx, reply, "application/zip", copy.name, bytes);
    reply_bytes(ctx, request, reply, bytes,
                str_format(ctx->arena, "\"%.*s-%lld\"", (int)copy.name.len, copy.name.at, (long long)copy.bytes));
    return true;
}

#define ADMINISTRATOR ROLE(ROLE_ADMINISTRATOR)
static const struct route routes[] = {
    { METHOD_GET, "/backup", ADMINISTRATOR, show_backups },
    { METHOD_POST, "/backup/make", ADMINISTRATOR, make_do },
    { METHOD_POST, "/backup/settings", ADMINISTRATOR, settings_do },
    { METHOD_GET, "/backup/{name}", ADMINISTRATOR, file_fetch },
    { METHOD_POST, "/backup/{name}/check", ADMINISTRATOR, check_do },
};
static const struct menu_item menu[] = { { T_BACKUP_MENU, "/backup", ADMINISTRATOR, MENU_SETTING } };
static const struct job_kind *const jobs[] = { &job_backup, &job_backup_check };

extern const struct feature feature_backup;
const struct feature feature_backup = {
    .name = "backup",
    .routes = routes,
    .n_routes = COUNT(routes),
    .menu = menu,
    .n_menu = COUNT(menu),
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .queries = backup_queries,
    .n_queries = backup_n_queries,
    .migrations = backup_migrations,
    .n_migrations = backup_n_migrations,
};
