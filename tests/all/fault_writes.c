/* write, fsync and their kin as SQLite calls them, with a counter in front: the program's own definitions come before the
   library's. Only while a fault is ordered or counted does anything differ, and never for the standard streams. */
#include "all/fault.h"

#include <dlfcn.h>
#include <errno.h>
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
