/* The one place that asks the time. Everything else takes it from ctx, so that a test may choose the moment.
   Local time (clock_local) needs the tables of zones and therefore stands with ICU in text/zone.c. */
#include "base/clock.h"

#include <time.h>

int64_t clock_now_ms(void)
{
    struct timespec t;
    BUG_IF(clock_gettime(CLOCK_REALTIME, &t) != 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_steady_us(void)
{
    struct timespec t;
    BUG_IF(clock_gettime(CLOCK_MONOTONIC, &t) != 0);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
