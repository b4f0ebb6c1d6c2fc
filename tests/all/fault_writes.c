/* write, fsync and their kin as SQLite calls them, and what makes or names files, with a counter in front: the program's own
   definitions come before the library's. Only while a fault is ordered or counted does anything differ, and never for the
   standard streams. */
#include "all/fault.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
    uint64_t left, done;
    int why;
    bool lasting, counts;
} order;

void writes_fail_at(uint64_t n, int why, bool lasting)
{
    order.left = n;
    order.done = 0;
    order.why = why;
    order.lasting = lasting;
    order.counts = true;
}

uint64_t writes_done(void)
{
    order.counts = false;
    return order.done;
}

static bool fails(int fd)
{
    if (!order.counts || fd <= STDERR_FILENO) {
        return false;
    }
    order.done++;
    if (order.left == 0 || (order.done != order.left && !(order.lasting && order.done > order.left))) {
        return false;
    }
    errno = order.why;
    return true;
}

#define NEXT(name) ((name##_call *)(uintptr_t)dlsym(RTLD_NEXT, #name))

typedef ssize_t write_call(int, const void *, size_t);
ssize_t write(int fd, const void *bytes, size_t n)
{
    return fails(fd) ? -1 : NEXT(write)(fd, bytes, n);
}

typedef ssize_t pwrite64_call(int, const void *, size_t, off64_t);
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    return fails(fd) ? -1 : NEXT(pwrite64)(fd, bytes, n, at);
}

/* Nobody cuts the power here, so what does not fail need not be waited for. */
int fdatasync(int fd)
{
    return fails(fd) ? -1 : 0;
}

int fsync(int fd)
{
    return fails(fd) ? -1 : 0;
}

typedef int ftruncate64_call(int, off64_t);
int ftruncate64(int fd, off64_t size)
{
    return fails(fd) ? -1 : NEXT(ftruncate64)(fd, size);
}

static struct {
    uint64_t left, done;
    int why;
    bool counts;
} files;

void files_fail_at(uint64_t n, int why)
{
    files.left = n;
    files.done = 0;
    files.why = why;
    files.counts = true;
}

uint64_t files_done(void)
{
    files.counts = false;
    return files.done;
}

static bool file_fails(void)
{
    if (!files.counts || ++files.done != files.left) {
        return false;
    }
    errno = files.why;
    return true;
}

static bool is_writing(int flags)
{
    return (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT);
}

typedef int open64_call(const char *, int, ...);
int open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return is_writing(flags) && file_fails() ? -1 : NEXT(open64)(path, flags, mode);
}

typedef int two_paths_call(const char *, const char *);
int rename(const char *from, const char *to)
{
    return file_fails() ? -1 : ((two_paths_call *)(uintptr_t)dlsym(RTLD_NEXT, "rename"))(from, to);
}

int link(const char *from, const char *to)
{
    return file_fails() ? -1 : ((two_paths_call *)(uintptr_t)dlsym(RTLD_NEXT, "link"))(from, to);
}

typedef int mkdir_call(const char *, mode_t);
int mkdir(const char *path, mode_t mode)
{
    return file_fails() ? -1 : NEXT(mkdir)(path, mode);
}
