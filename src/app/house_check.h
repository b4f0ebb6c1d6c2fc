/* What would make a house that cannot stand: found at start and by tests. */
#ifndef APP_HOUSE_CHECK_H
#define APP_HOUSE_CHECK_H
#include "app/house.h"
#include "base/buf.h"
/* One line a complaint: a route without a right or a handler, a name, path or migration number given twice, a menu entry that
   leads nowhere. Empty: the house stands. */
void house_check(struct arena *a, const struct house *house, struct buf *complaints);
#endif
