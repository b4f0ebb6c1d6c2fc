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

/* Before 1970 too: the second of the day is never negative. */
struct str clock_iso(struct arena *a, int64_t utc_ms)
{
    enum { DAY_SECONDS = 86400 };
    int64_t seconds = utc_ms / 1000 - (utc_ms % 1000 < 0), in_day = (seconds % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS;
    struct str day = day_iso(a, (struct day){ true, (int32_t)((seconds - in_day) / DAY_SECONDS) });
    return str_format(a, "%.*sT%02d:%02d:%02dZ", (int)day.len, day.at, (int)(in_day / 3600), (int)(in_day / 60 % 60),
                      (int)(in_day % 60));
}

int64_t clock_steady_us(void)
{
    struct timespec t;
    BUG_IF(clock_gettime(CLOCK_MONOTONIC, &t) != 0);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
