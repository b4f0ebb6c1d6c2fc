/* The folder of copies. It is its own list: each archive has a small page beside it with what is known of it, so that the list
   is right after a restore, on another server and when somebody takes a copy away. */
#include "base/json.h"
#include "base/str.h"
#include "features/backup/backup_in.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COPIES_MOST = 1000, PAGE_MOST = 64 << 10, NAME_MOST = 100 };

static bool refuse(struct err *e, const char *path)
{
    int code = errno;
    return err_setf(e, err_of_system(code), "backup", "%s: %s", path, strerror(code));
}

bool copies_folder(struct ctx *ctx, struct str *ret_folder, struct err *e)
{
    if (!ctx->site || !ctx->site->copies) {
        return err_set(e, ERR_NOT_FOUND, "backup", STR("there is no folder for copies"));
    }
    *ret_folder = str_c(ctx->site->copies);
    return true;
}

struct str copy_path(struct ctx *ctx, struct str folder, struct str name)
{
    return str_format(ctx->arena, "%.*s/%.*s", (int)folder.len, folder.at, (int)name.len, name.at);
}

/* "orientir-….zip" of letters, digits and "-": nothing that leads out of the folder or hides in it. */
static bool name_valid(struct str name)
{
    if (!str_starts(name, STR("orientir-")) || !str_ends(name, STR(".zip")) || name.len > NAME_MOST) {
        return false;
    }
    for (size_t i = 0; i + 4 < name.len; i++) {
        char c = name.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) {
            return false;
        }
    }
    return true;
}

static struct str page_path(struct ctx *ctx, struct str folder, struct str name, const char *end)
{
    return str_format(ctx->arena, "%.*s/%.*s.json%s", (int)folder.len, folder.at, (int)(name.len - 4), name.at, end);
}

static bool read_page(struct ctx *ctx, const char *path, struct json **ret_page)
{
    struct err ignored = { 0 };
    int f = open(path, O_RDONLY | O_CLOEXEC);
    if (f < 0) {
        return false;
    }
    char *at = arena_take(ctx->arena, PAGE_MOST, 1);
    ssize_t n = read(f, at, PAGE_MOST);
    close(f);
    return n > 0 && json_read(ctx->arena, (struct str){ at, (size_t)n }, ret_page, &ignored) &&
           (*ret_page)->kind == JSON_OBJECT;
}

static struct maybe_int number_of(const struct json *page, const char *key)
{
    struct maybe_int n = SOME_INT(0);
    return num_read_int(json_text(page, key), &n.is) ? n : NO_INT;
}

static int64_t zero_or(struct maybe_int n)
{
    return n.known ? n.is : 0;
}

/* A page that cannot be read is as good as none: the archive beside it still holds everything. */
static void take_page(struct ctx *ctx, struct str folder, struct backup_copy *copy)
{
    struct json *page;
    if (!read_page(ctx, page_path(ctx, folder, copy->name, "").at, &page) || !number_of(page, "made_at").known) {
        return;
    }
    copy->described = true;
    copy->made_at = number_of(page, "made_at").is;
    copy->scheduled = zero_or(number_of(page, "scheduled"));
    copy->rows = zero_or(number_of(page, "rows"));
    copy->files = zero_or(number_of(page, "files"));
    copy->tables = zero_or(number_of(page, "tables"));
    copy->took_ms = zero_or(number_of(page, "took_ms"));
    copy->content = json_text(page, "content");
    copy->why = json_text(page, "why");
    copy->checked_at = number_of(page, "checked_at");
    copy->checked_ms = number_of(page, "checked_ms");
    copy->sound = number_of(page, "sound");
}

static bool newer(const struct backup_copy *one, const struct backup_copy *two)
{
    return one->made_at != two->made_at ? one->made_at > two->made_at : str_compare(one->name, two->name) > 0;
}

bool copies_read(struct ctx *ctx, struct str folder, struct backup_copy **ret_copies, size_t *ret_n, struct err *e)
{
    const char *path = str_cstr(ctx->arena, folder);
    struct backup_copy *copies = NEW_ARRAY(ctx->arena, struct backup_copy, COPIES_MOST);
    size_t n = 0;
    DIR *dir = opendir(path);
    if (!dir && errno != ENOENT) {
        return refuse(e, path);
    }
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry && n < COPIES_MOST; entry = readdir(dir)) {
        struct backup_copy copy = { .name = str_copy(ctx->arena, str_c(entry->d_name)) };
        struct stat there;
        if (!name_valid(copy.name) || lstat(copy_path(ctx, folder, copy.name).at, &there) != 0 || !S_ISREG(there.st_mode)) {
            continue;
        }
        copy.bytes = there.st_size;
        copy.made_at = (int64_t)there.st_mtim.tv_sec * 1000;
        take_page(ctx, folder, &copy);
        size_t at = n++;
        for (; at > 0 && newer(&copy, &copies[at - 1]); at--) {
            copies[at] = copies[at - 1];
        }
        copies[at] = copy;
    }
    if (dir) {
        closedir(dir);
    }
    *ret_copies = copies;
    *ret_n = n;
    return true;
}

bool copy_find(struct ctx *ctx, struct str folder, struct str name, struct backup_copy *ret_copy, struct err *e)
{
    struct backup_copy *copies;
    size_t n;
    if (!copies_read(ctx, folder, &copies, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (str_equal(copies[i].name, name)) {
            *ret_copy = copies[i];
            return true;
        }
    }
    return err_set(e, ERR_NOT_FOUND, "backup", STR("no copy of this name"));
}

static void put_known(struct arena *a, struct json *page, const char *key, struct maybe_int n)
{
    if (n.known) {
        json_put(a, page, key, json_int(a, n.is));
    }
}

static struct str page_text(struct arena *a, const struct backup_copy *copy)
{
    struct json *page = json_object(a);
    json_put(a, page, "made_at", json_int(a, copy->made_at));
    json_put(a, page, "scheduled", json_int(a, copy->scheduled));
    json_put(a, page, "tables", json_int(a, copy->tables));
    json_put(a, page, "rows", json_int(a, copy->rows));
    json_put(a, page, "files", json_int(a, copy->files));
    json_put(a, page, "took_ms", json_int(a, copy->took_ms));
    json_put(a, page, "content", json_string(a, copy->content));
    put_known(a, page, "checked_at", copy->checked_at);
    put_known(a, page, "checked_ms", copy->checked_ms);
    put_known(a, page, "sound", copy->sound);
    if (copy->why.len) {
        json_put(a, page, "why", json_string(a, copy->why));
    }
    return json_write(a, page);
}

bool copy_describe(struct ctx *ctx, struct str folder, const struct backup_copy *copy, struct err *e)
{
    const char *path = page_path(ctx, folder, copy->name, "").at, *part = page_path(ctx, folder, copy->name, ".part").at;
    struct str words = page_text(ctx->arena, copy);
    int f = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (f < 0) {
        return refuse(e, part);
    }
    ssize_t n = write(f, words.at, words.len);
    errno = n >= 0 && n < (ssize_t)words.len ? ENOSPC : errno;
    bool ok = n == (ssize_t)words.len && fsync(f) == 0;
    ok = ok || refuse(e, part);
    close(f);
    if (ok && rename(part, path) != 0) {
        ok = refuse(e, path);
    }
    if (!ok) {
        unlink(part);
    }
    return ok;
}

/* The page last: an archive without one is still listed, a page without an archive is nothing. */
void copy_remove(struct ctx *ctx, struct str folder, struct str name)
{
    if (unlink(copy_path(ctx, folder, name).at) == 0 || errno == ENOENT) {
        unlink(page_path(ctx, folder, name, "").at);
    }
}

const struct backup_copy *copy_last_good(const struct backup_copy *copies, size_t n, int64_t now_ms)
{
    for (size_t i = 0; i < n; i++) {
        bool broken = copies[i].sound.known && copies[i].sound.is == 0;
        if (!broken && copies[i].made_at <= now_ms) {
            return &copies[i];
        }
    }
    return NULL;
}
