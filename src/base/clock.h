/* The one place that asks the time; everything else takes it from ctx. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H
#include "base/day.h"
int64_t clock_now_ms(void);                            /* UTC milliseconds since 1970 */
struct str clock_iso(struct arena *a, int64_t utc_ms); /* "2026-11-22T16:54:07Z": for programs; people get text_moment */
int64_t clock_steady_us(void);                         /* for measuring only */
/* The local day and minutes since midnight at that moment in an IANA zone such as "Asia/Yekaterinburg". */
bool clock_local(int64_t utc_ms, const char *zone, struct day *ret_day, int *ret_minutes) MUST_USE;
#endif
