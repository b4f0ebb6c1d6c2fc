/* The folder of files by content. The order of the steps is the whole of it: bytes, fsync, rename, fsync of the folder, and
   only then the caller writes his row; a kill in between leaves a file that nobody names, which the sweeper finds, and never a
   row without its file. The lock (FOLDER/.lock) stands between putting and sweeping alone and is held for microseconds. */
#include "base/hash.h"
#include "base/random.h"
#include "file/store_in.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

bool store_refuse(struct err *e, const char *path)
{
    int code = errno;
    return err_setf(e, err_of_system(code), "store", "%s: %s", path, strerror(code));
}

bool store_name_valid(struct str sha256)
{
    bool valid = sha256.len == STORE_NAME;
    for (size_t i = 0; valid && i < sha256.len; i++) {
        char c = sha256.at[i];
        valid = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    return valid;
}

bool store_write_all(int file, struct str bytes)
{
    for (size_t done = 0; done < bytes.len;) {
        ssize_t n = write(file, bytes.at + done, bytes.len - done);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

bool store_sync_folder(const char *path, struct err *e)
{
    int f = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = f >= 0 && fsync(f) == 0;
    if (!ok) {
        store_refuse(e, path);
    }
    if (f >= 0) {
        close(f);
    }
    return ok;
}

bool store_folder(struct arena *a, struct str above, const char *name, struct err *e)
{
    const char *top = str_cstr(a, above), *path = str_format(a, "%s/%s", top, name).at;
    struct stat there;
    if (stat(path, &there) == 0) {
        return true;
    }
    if (mkdir(top, 0700) != 0 && errno != EEXIST) {
        return store_refuse(e, top);
    }
    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        return store_refuse(e, path);
    }
    return store_sync_folder(top, e);
}

struct str store_path(struct arena *a, struct str folder, struct str sha256)
{
    BUG_IF(!store_name_valid(sha256));
    return str_format(a, "%.*s/%.2s/%.*s", (int)folder.len, folder.at, sha256.at, STORE_NAME, sha256.at);
}

bool store_hash_file(struct arena *a, const char *path, struct str *ret_sha256, int64_t *ret_bytes, struct err *e)
{
    char *piece = arena_take_unset(a, PIECE_BYTES, 1);
    struct hash_run run = hash_begin();
    int64_t bytes = 0;
    int f = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = f < 0 ? -1 : 1;
    while (got > 0 || (got < 0 && f >= 0 && errno == EINTR)) {
        got = read(f, piece, PIECE_BYTES);
        if (got > 0) {
            hash_add(&run, (struct str){ piece, (size_t)got });
            bytes += got;
        }
    }
    if (got < 0) {
        store_refuse(e, path);
    }
    if (f >= 0) {
        close(f);
    }
    if (got == 0) {
        *ret_sha256 = hash_end_hex(a, &run);
        *ret_bytes = bytes;
    }
    return got == 0;
}

/* -1 after having filled e. */
static int lock_take(struct arena *a, struct str folder, int how, struct err *e)
{
    const char *path = str_format(a, "%.*s/.lock", (int)folder.len, folder.at).at;
    int f = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    while (f >= 0 && flock(f, how) != 0) {
        if (errno != EINTR) {
            store_refuse(e, path);
            close(f);
            return -1;
        }
    }
    if (f < 0) {
        store_refuse(e, path);
    }
    return f;
}

/* The content is there and sound: it becomes young again, so that no sweeper takes it before its row is written. */
bool store_refresh(struct arena *a, struct str folder, struct str sha256, bool *ret_there, struct err *e)
{
    const char *path = store_path(a, folder, sha256).at;
    struct err ignored = { 0 };
    struct str found;
    int64_t bytes;
    *ret_there = false;
    if (!store_hash_file(a, path, &found, &bytes, &ignored) || !str_equal(found, sha256)) {
        return true;
    }
    int lock = lock_take(a, folder, LOCK_SH, e);
    if (lock < 0) {
        return false;
    }
    *ret_there = utimensat(AT_FDCWD, path, NULL, 0) == 0; /* swept this very moment: it is put anew */
    close(lock);
    return true;
}

bool store_settle(struct arena *a, struct str folder, const char *path, struct str sha256, struct err *e)
{
    const char *to = store_path(a, folder, sha256).at;
    char two[3] = { sha256.at[0], sha256.at[1], 0 };
    if (!store_folder(a, folder, two, e)) {
        return false;
    }
    int lock = lock_take(a, folder, LOCK_SH, e);
    if (lock < 0) {
        return false;
    }
    bool ok = utimensat(AT_FDCWD, path, NULL, 0) == 0 && rename(path, to) == 0;
    if (!ok) {
        store_refuse(e, to);
    }
    close(lock);
    return ok && store_sync_folder(str_format(a, "%.*s/%s", (int)folder.len, folder.at, two).at, e);
}

static bool write_part(const char *path, struct str bytes, struct err *e)
{
    int f = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (f < 0) {
        return store_refuse(e, path);
    }
    bool ok = store_write_all(f, bytes) && fsync(f) == 0;
    if (!ok) {
        store_refuse(e, path);
    }
    close(f);
    return ok;
}

bool store_put(struct arena *a, struct str folder, struct str bytes, struct str *ret_sha256, struct err *e)
{
    struct str sha256 = hash_sha256_hex(a, bytes);
    bool there;
    if (!store_refresh(a, folder, sha256, &there, e)) {
        return false;
    }
    if (!there) {
        const char *part = store_part_path(a, folder, str_join(a, STR("put-"), random_hex(a, 12))).at;
        bool kept =
            store_folder(a, folder, "part", e) && write_part(part, bytes, e) && store_settle(a, folder, part, sha256, e);
        if (!kept) {
            unlink(part);
            return false;
        }
    }
    *ret_sha256 = sha256;
    return true;
}

struct mapping {
    void *at;
    size_t len;
};

static void unmap(void *with)
{
    struct mapping *m = with;
    munmap(m->at, m->len);
}

bool store_open(struct arena *a, struct str folder, struct str sha256, struct str *ret_bytes, struct err *e)
{
    const char *path = store_path(a, folder, sha256).at;
    struct stat there;
    int f = open(path, O_RDONLY | O_CLOEXEC);
    if (f < 0 || fstat(f, &there) != 0) {
        store_refuse(e, path);
        if (f >= 0) {
            close(f);
        }
        return false;
    }
    struct mapping *m = NEW(a, struct mapping);
    m->len = (size_t)there.st_size;
    m->at = m->len ? mmap(NULL, m->len, PROT_READ, MAP_SHARED, f, 0) : NULL;
    close(f);
    if (m->at == MAP_FAILED) {
        return store_refuse(e, path);
    }
    if (m->len) {
        arena_defer(a, unmap, m);
    }
    *ret_bytes = m->len ? (struct str){ m->at, m->len } : STR_NONE;
    return true;
}

bool store_list(struct arena *a, struct str folder, const char *two, struct store_entry **ret_entries, size_t *ret_n,
                struct err *e)
{
    struct str path = str_format(a, "%.*s/%s", (int)folder.len, folder.at, two);
    struct store_entry *entries = NULL;
    size_t n = 0, room = 0;
    DIR *dir = opendir(path.at);
    if (!dir && errno != ENOENT) {
        return store_refuse(e, path.at);
    }
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir)) {
        struct str name = str_c(entry->d_name);
        struct stat there;
        if (!store_name_valid(name) || stat(str_format(a, "%s/%s", path.at, name.at).at, &there) != 0) {
            continue;
        }
        if (n == room) {
            room = room ? 2 * room : 64;
            struct store_entry *wider = NEW_ARRAY(a, struct store_entry, room);
            memcpy(wider, entries ? entries : wider, n * sizeof *wider);
            entries = wider;
        }
        int64_t touched = there.st_mtim.tv_sec * INT64_C(1000) + there.st_mtim.tv_nsec / 1000000;
        entries[n++] = (struct store_entry){ str_copy(a, name), there.st_size, touched };
    }
    if (dir) {
        closedir(dir);
    }
    *ret_entries = entries;
    *ret_n = n;
    return true;
}

bool store_drop(struct arena *a, struct str folder, struct str sha256, int64_t before_ms, bool *ret_dropped, struct err *e)
{
    const char *path = store_path(a, folder, sha256).at;
    struct stat there;
    int lock = lock_take(a, folder, LOCK_EX, e);
    if (lock < 0) {
        return false;
    }
    bool old = stat(path, &there) == 0 && there.st_mtim.tv_sec * INT64_C(1000) + there.st_mtim.tv_nsec / 1000000 < before_ms;
    bool ok = !old || unlink(path) == 0 || store_refuse(e, path);
    close(lock);
    if (ok) {
        *ret_dropped = old;
    }
    return ok;
}

bool store_check(struct arena *a, struct str folder, struct str sha256, int64_t bytes, enum store_fault *ret_fault,
                 struct err *e)
{
    struct err why = { 0 };
    struct str found;
    int64_t there;
    if (!store_hash_file(a, store_path(a, folder, sha256).at, &found, &there, &why)) {
        if (why.kind != ERR_NOT_FOUND) {
            *e = why;
            return false;
        }
        *ret_fault = STORE_MISSING;
        return true;
    }
    *ret_fault = bytes >= 0 && there != bytes ? STORE_LENGTH : str_equal(found, sha256) ? STORE_SOUND : STORE_CONTENT;
    return true;
}
