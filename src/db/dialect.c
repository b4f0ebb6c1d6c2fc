/* The common dialect of generated statements in the words of one engine. Named statements are rewritten at build time by
   tools/sqlgen with the same rules; both leave quoted text alone. */
#include "base/buf.h"
#include "db/db_in.h"

#include <ctype.h>

struct str db_dialect(struct arena *a, struct str common, enum db_engine engine, size_t n_args, size_t *ret_centre_at)
{
    static const struct str centre = { ":centre", 7 };
    struct buf *b = buf_new(a, common.len * 2 + 64);
    char mark = engine == DB_SQLITE ? '?' : '$';
    char quote = 0;
    *ret_centre_at = 0;
    for (size_t i = 0; i < common.len; i++) {
        char c = common.at[i];
        if (quote) {
            quote = c == quote ? 0 : quote;
            buf_put_byte(b, c);
        } else if (c == '?') {
            BUG_IF(i + 1 == common.len || !isdigit((unsigned char)common.at[i + 1]));
            buf_put_byte(b, mark);
        } else if (c == ':' && str_equal(str_part(common, i, centre.len), centre)) {
            *ret_centre_at = n_args + 1;
            buf_putf(b, "%c%zu", mark, n_args + 1);
            i += centre.len - 1;
        } else {
            quote = c == '\'' || c == '"' ? c : 0;
            buf_put_byte(b, c);
        }
    }
    BUG_IF(buf_failed(b));
    return str_copy(a, buf_str(b));
}
