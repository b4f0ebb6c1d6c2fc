/* Loaded before a program (LD_PRELOAD), it makes every write that must reach the disk take SYNC_DELAY_US microseconds more: the
   disk of an old machine under programs that are measured on a quick one. */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void wait_for_the_disk(void)
{
    const char *asked = getenv("SYNC_DELAY_US");
    long us = asked ? strtol(asked, NULL, 10) : 0;
    const struct timespec t = { us / 1000000, us % 1000000 * 1000 };
    nanosleep(&t, NULL);
}

static int sync_with(const char *name, int file)
{
    int (*next)(int);
    *(void **)&next = dlsym(RTLD_NEXT, name);
    int done = next(file);
    wait_for_the_disk();
    return done;
}

int fsync(int file)
{
    return sync_with("fsync", file);
}

int fdatasync(int file)
{
    return sync_with("fdatasync", file);
}
