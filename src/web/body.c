/* A body in memory or, from its 65,537th byte on, in a file that has no name and goes with the arena. It is read back by a
   mapping: what a handler never looks at is never in memory. */
#include "web/body.h"
#include "base/buf.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct body {
    struct arena *arena;
    atomic_size_t *on_disk;
    struct buf *small;
    int file; /* -1: everything is in `small` */
    size_t size;
    void *map;
    struct err failed;
};

static void body_drop(void *with)
{
    struct body *body = with;
    if (body->map) {
        munmap(body->map, body->size);
    }
    if (body->file >= 0) {
        close(body->file);
        atomic_fetch_sub(body->on_disk, body->size);
    }
}

struct body *body_new(struct arena *a, atomic_size_t *on_disk)
{
    struct body *body = NEW(a, struct body);
    *body = (struct body){ .arena = a, .on_disk = on_disk, .small = buf_new(a, BODY_IN_MEMORY), .file = -1 };
    return body;
}

/* TMPDIR where it is set; a file system that knows no nameless files gets one that is unlinked at once. */
static int nameless_file(struct arena *a)
{
    const char *named = getenv("TMPDIR"), *folder = named && *named ? named : P_tmpdir;
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        struct str pattern = str_format(a, "%s/orientir-XXXXXX", folder);
        char *path = (char *)(uintptr_t)str_cstr(a, pattern); /* a copy of ours, which mkostemp fills in */
        file = mkostemp(path, O_CLOEXEC);
        if (file >= 0) {
            unlink(path);
        }
    }
    return file;
}

static bool fail(struct body *body, enum err_kind kind, const char *what)
{
    err_setf(&body->failed, kind, "body_put", "%s", what);
    body->failed.what = str_copy(body->arena, body->failed.what);
    return false;
}

static bool write_out(struct body *body, struct str bytes)
{
    for (size_t done = 0; done < bytes.len;) {
        ssize_t n = write(body->file, bytes.at + done, bytes.len - done);
        if (n < 0 && errno != EINTR) {
            return fail(body, err_of_system(errno), "a body could not be kept on the disk");
        }
        done += n > 0 ? (size_t)n : 0;
    }
    body->size += bytes.len;
    atomic_fetch_add(body->on_disk, bytes.len);
    return true;
}

static bool to_disk(struct body *body)
{
    body->file = nameless_file(body->arena);
    if (body->file < 0) {
        return fail(body, ERR_FULL, "no file could be made for a body");
    }
    arena_defer(body->arena, body_drop, body);
    return write_out(body, buf_str(body->small));
}

bool body_put(struct body *body, struct str piece, struct err *e)
{
    bool ok = body->failed.kind == ERR_NONE;
    if (ok && body->file < 0 && buf_len(body->small) + piece.len <= BODY_IN_MEMORY) {
        buf_put(body->small, piece);
        return true;
    }
    if (ok && atomic_load(body->on_disk) + piece.len > BODIES_ON_DISK) {
        ok = fail(body, ERR_BUSY, "too many large bodies are on their way");
    }
    ok = ok && (body->file >= 0 || to_disk(body)) && write_out(body, piece);
    if (!ok) {
        *e = body->failed;
    }
    return ok;
}

bool body_read(struct body *body, struct str *ret_bytes, struct err *e)
{
    if (body->failed.kind != ERR_NONE) {
        *e = body->failed;
        return false;
    }
    if (body->file < 0) {
        *ret_bytes = buf_str(body->small);
        return true;
    }
    if (!body->map) {
        void *map = mmap(NULL, body->size, PROT_READ, MAP_PRIVATE, body->file, 0);
        if (map == MAP_FAILED) {
            return err_set(e, ERR_BROKEN, "body_read", STR("a body could not be mapped"));
        }
        body->map = map;
    }
    *ret_bytes = (struct str){ body->map, body->size };
    return true;
}
