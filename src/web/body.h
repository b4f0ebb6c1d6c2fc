/* The body of a request while it comes in: small ones stand in memory, what is larger goes to a file without a name, so that a
   hundred people who send workbooks over bad lines cost the machine disk and not memory. */
#ifndef WEB_BODY_H
#define WEB_BODY_H
#include "base/arena.h"
#include "base/err.h"

#include <stdatomic.h>

enum {
    BODY_IN_MEMORY = 64 * 1024,
    BODIES_ON_DISK = 512 << 20 /* of all requests together; who comes then is told to come again */
};
struct body;
/* on_disk counts the bytes of all bodies that lie on the disk; it must outlive the arena. */
struct body *body_new(struct arena *a, atomic_size_t *on_disk);
/* false: there is no room for it (ERR_FULL on the disk, ERR_BUSY when too much is on its way already). Sticky. */
bool body_put(struct body *body, struct str piece, struct err *e);
/* The whole of it; lives as long as the arena. */
bool body_read(struct body *body, struct str *ret_bytes, struct err *e) MUST_USE;
#endif
