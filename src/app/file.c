/* Small files of the process: configuration, passwords, the secret key, finished documents. */
#include "app/config.h"
#include "base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refuse(struct err *e, const char *path)
{
    int code = errno;
    return err_setf(e, err_of_system(code), "file", "%s: %s", path, strerror(code));
}

bool file_read(struct arena *a, const char *path, size_t longest, struct str *ret_text, struct err *e)
{
    int f = open(path, O_RDONLY | O_CLOEXEC);
    if (f < 0) {
        return refuse(e, path);
    }
    char *at = arena_take(a, longest + 1, 1);
    size_t len = 0;
    ssize_t n;
    while (len <= longest && (n = read(f, at + len, longest + 1 - len)) != 0) {
        if (n < 0 && errno != EINTR) {
            refuse(e, path);
            close(f);
            return false;
        }
        len += n > 0 ? (size_t)n : 0;
    }
    close(f);
    if (len > longest) {
        return err_setf(e, ERR_TOO_BIG, "file_read", "%s: more than %zu bytes", path, longest);
    }
    while (len && (at[len - 1] == '\n' || at[len - 1] == '\r')) {
        len--;
    }
    *ret_text = (struct str){ at, len };
    return true;
}

static bool put_all(int f, struct str bytes)
{
    for (size_t done = 0; done < bytes.len;) {
        ssize_t n = write(f, bytes.at + done, bytes.len - done);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    return fsync(f) == 0;
}

static bool write_new(const char *path, int flags, mode_t mode, struct str bytes, struct err *e)
{
    int f = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode);
    if (f < 0) {
        return refuse(e, path);
    }
    if (!put_all(f, bytes)) {
        refuse(e, path);
        close(f);
        unlink(path);
        return false;
    }
    return close(f) == 0 || refuse(e, path);
}

bool file_write(struct arena *a, struct str path, struct str bytes, struct err *e)
{
    const char *to = str_cstr(a, path), *part = str_join(a, path, STR(".part")).at;
    struct stat old;
    /* A device such as /dev/stdout is written to, not replaced. */
    if (stat(to, &old) == 0 && !S_ISREG(old.st_mode)) {
        int f = open(to, O_WRONLY | O_CLOEXEC);
        bool put = f >= 0 && (put_all(f, bytes) || errno == EINVAL);
        bool done = put || refuse(e, to);
        if (f >= 0) {
            close(f);
        }
        return done;
    }
    if (!write_new(part, O_TRUNC, 0666, bytes, e)) {
        return false;
    }
    if (rename(part, to) != 0) {
        refuse(e, to);
        unlink(part);
        return false;
    }
    return true;
}

static struct str beside(struct arena *a, struct str db_url, struct str name)
{
    size_t slash = 0;
    for (size_t i = 0; url_is_file(db_url) && i < db_url.len; i++) {
        slash = db_url.at[i] == '/' ? i + 1 : slash;
    }
    return str_join(a, str_part(db_url, 0, slash), name);
}

bool secret_key(struct arena *a, struct str db_url, struct str *ret_key, struct err *e)
{
    const char *path = str_cstr(a, beside(a, db_url, STR("secret.key")));
    struct err why = { 0 };
    if (file_read(a, path, 1000, ret_key, &why)) {
        return true;
    }
    if (why.kind != ERR_NOT_FOUND) {
        *e = why;
        return false;
    }
    struct str key = random_hex(a, 32);
    if (!write_new(path, O_EXCL, 0600, str_join(a, key, STR("\n")), e)) {
        return false;
    }
    *ret_key = key;
    return true;
}

struct str files_folder_beside(struct arena *a, struct str db_url)
{
    return beside(a, db_url, STR("files"));
}

struct str copies_folder_beside(struct arena *a, struct str db_url)
{
    return beside(a, db_url, STR("copies"));
}

struct str files_folder(const struct call *call)
{
    struct stat there;
    return stat(str_cstr(call->arena, call->files), &there) == 0 && S_ISDIR(there.st_mode) ? call->files : STR_NONE;
}
