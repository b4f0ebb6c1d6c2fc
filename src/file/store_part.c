/* Files that come in pieces over a bad line. What lies on the disk is the only record of how far a file has come: there is no
   count beside it that could disagree. A lock on the part itself keeps two tabs that send the same file from mixing it. */
#include "base/random.h"
#include "file/store_in.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool part_name_valid(struct str name)
{
    bool valid = name.len > 0 && name.len <= 80;
    for (size_t i = 0; valid && i < name.len; i++) {
        char c = name.at[i];
        valid = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
    return valid;
}

struct str store_part_path(struct arena *a, struct str folder, struct str name)
{
    BUG_IF(!part_name_valid(name));
    return str_format(a, "%.*s/part/%.*s", (int)folder.len, folder.at, (int)name.len, name.at);
}

bool store_part_ground(struct arena *a, struct str folder, struct err *e)
{
    return store_folder(a, folder, "part", e);
}

bool store_part_make(struct arena *a, struct str folder, struct str name, struct err *e)
{
    if (!store_part_ground(a, folder, e)) {
        return false;
    }
    const char *path = store_part_path(a, folder, name).at;
    int f = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (f < 0) {
        return store_refuse(e, path);
    }
    close(f);
    return store_sync_folder(str_format(a, "%.*s/part", (int)folder.len, folder.at).at, e);
}

bool store_part_size(struct arena *a, struct str folder, struct str name, int64_t *ret_size, struct err *e)
{
    const char *path = store_part_path(a, folder, name).at;
    struct stat there;
    if (stat(path, &there) != 0) {
        return store_refuse(e, path);
    }
    *ret_size = there.st_size;
    return true;
}

/* Under the lock of the part. */
static bool append(int f, const char *path, int64_t at, struct str piece, struct err *e)
{
    struct stat there;
    if (fstat(f, &there) != 0) {
        return store_refuse(e, path);
    }
    if (there.st_size != at) {
        return err_setf(e, ERR_CONFLICT, "store_part_add", "%s ends at %lld", path, (long long)there.st_size);
    }
    if (store_write_all(f, piece) && fdatasync(f) == 0) {
        return true;
    }
    store_refuse(e, path);
    (void)!ftruncate(f, at);
    return false;
}

bool store_part_add(struct arena *a, struct str folder, struct str name, int64_t at, struct str piece, int64_t *ret_size,
                    struct err *e)
{
    const char *path = store_part_path(a, folder, name).at;
    int f = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (f < 0) {
        return store_refuse(e, path);
    }
    bool ok = flock(f, LOCK_EX) == 0 || store_refuse(e, path);
    ok = ok && append(f, path, at, piece, e);
    close(f);
    if (ok) {
        *ret_size = at + (int64_t)piece.len;
    }
    return ok;
}

bool store_part_hash(struct arena *a, struct str folder, struct str name, struct str *ret_sha256, int64_t *ret_size,
                     struct err *e)
{
    return store_hash_file(a, store_part_path(a, folder, name).at, ret_sha256, ret_size, e);
}

/* A second name for the same bytes; on a file system that knows none (a memory stick) the part itself goes. */
static bool second_name(const char *path, const char *other, struct err *e)
{
    if (link(path, other) == 0) {
        return true;
    }
    bool none = errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK;
    return (none && rename(path, other) == 0) || store_refuse(e, other);
}

bool store_part_keep(struct arena *a, struct str folder, struct str name, struct str sha256, struct err *e)
{
    const char *path = store_part_path(a, folder, name).at;
    const char *other = store_part_path(a, folder, str_join(a, STR("keep-"), random_hex(a, 12))).at;
    int f = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = (f >= 0 && fsync(f) == 0) || store_refuse(e, path);
    if (f >= 0) {
        close(f);
    }
    ok = ok && second_name(path, other, e) && store_settle(a, folder, other, sha256, e);
    unlink(other); /* still there when it failed, or when the content was these very bytes already */
    return ok;
}

void store_part_drop(struct arena *a, struct str folder, struct str name)
{
    unlink(store_part_path(a, folder, name).at);
}

bool store_parts_sweep(struct arena *a, struct str folder, int64_t before_ms, int64_t *ret_dropped, struct err *e)
{
    struct str path = str_format(a, "%.*s/part", (int)folder.len, folder.at);
    int64_t dropped = 0;
    DIR *dir = opendir(path.at);
    if (!dir && errno != ENOENT) {
        return store_refuse(e, path.at);
    }
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir)) {
        const char *part = str_format(a, "%s/%s", path.at, entry->d_name).at;
        struct stat there;
        bool old = entry->d_name[0] != '.' && stat(part, &there) == 0 && S_ISREG(there.st_mode) &&
                   there.st_mtim.tv_sec * INT64_C(1000) < before_ms;
        dropped += old && unlink(part) == 0;
    }
    if (dir) {
        closedir(dir);
    }
    *ret_dropped = dropped;
    return true;
}
