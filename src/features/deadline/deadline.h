/* Between which days something is late or near its end; the page of deadlines and the home page count by the same days. */
#ifndef FEATURES_DEADLINE_H
#define FEATURES_DEADLINE_H
#include "web/web.h"

/* An agreement asks for attention so many days before its end, and as long after it. */
enum { DEADLINE_NEAR_DAYS = 60 };
struct deadline_days {
    struct str today, from, until; /* ISO, of the centre's zone */
};
/* ERR_BROKEN when the zone of the centre is not known. */
bool deadline_days(struct ctx *ctx, struct deadline_days *ret_days, struct err *e) MUST_USE;
#endif
