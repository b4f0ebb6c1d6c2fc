/* The only file that knows libmagic. The verdict is a MIME type and nothing else is asked; compressed files are not looked
   into, and the limits of the library are drawn tighter than it comes with, because what it reads was made by anybody. */
#include "file/magic.h"
#include "base/str.h"

#include <magic.h>

bool magic_verdict(struct arena *a, const char *path, struct str *ret_verdict, struct err *e)
{
    magic_t cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_ERROR);
    size_t bytes = 1 << 20, depth = 10;
    if (!cookie) {
        return err_set(e, ERR_BROKEN, "magic", STR("libmagic does not open"));
    }
    (void)magic_setparam(cookie, MAGIC_PARAM_BYTES_MAX, &bytes);
    (void)magic_setparam(cookie, MAGIC_PARAM_INDIR_MAX, &depth);
    bool loaded = magic_load(cookie, NULL) == 0;
    const char *verdict = loaded ? magic_file(cookie, path) : NULL;
    if (verdict) {
        *ret_verdict = str_copy(a, str_c(verdict));
    } else {
        err_setf(e, ERR_BROKEN, "magic", "%s: %s", path, magic_error(cookie) ? magic_error(cookie) : "no verdict");
    }
    magic_close(cookie);
    return verdict != NULL;
}
