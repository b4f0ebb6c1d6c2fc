/* Escaping for the parts of our documents. One function puts text, so no writer can forget it.
   XML 1.0 has no way to write most control characters; a stray one would make Word refuse the whole file. */
#include "doc/xml.h"

#include <string.h>

static struct str escape_of(char c)
{
    switch (c) {
    case '&':
        return STR("&amp;");
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    case '"':
        return STR("&quot;");
    default:
        return STR_NONE;
    }
}

/* Bytes at i that XML 1.0 cannot hold: control characters, and U+FFFE and U+FFFF, which are valid UTF-8. */
static size_t forbidden_at(struct str s, size_t i)
{
    unsigned char c = (unsigned char)s.at[i];
    if (c < 0x20) {
        return c != '\t' && c != '\n' && c != '\r';
    }
    bool no_character = c == 0xEF && i + 2 < s.len && (unsigned char)s.at[i + 1] == 0xBF && (unsigned char)s.at[i + 2] >= 0xBE;
    return no_character ? 3 : 0;
}

void xml_text(struct buf *b, struct str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        struct str escape = escape_of(s.at[i]);
        size_t forbidden = forbidden_at(s, i);
        if (escape.len || forbidden) {
            buf_put(b, (struct str){ s.at + from, i - from });
            buf_put(b, escape);
            i += forbidden ? forbidden - 1 : 0;
            from = i + 1;
        }
    }
    buf_put(b, (struct str){ s.at + from, s.len - from });
}

void xml_put_(struct buf *b, const char *format, const struct str *args, size_t n)
{
    size_t used = 0;
    const char *p = format;
    for (const char *hole; (hole = strstr(p, "{}")) != NULL; p = hole + 2) {
        BUG_IF(used >= n);
        buf_put(b, (struct str){ p, (size_t)(hole - p) });
        xml_text(b, args[used++]);
    }
    BUG_IF(used != n);
    buf_put(b, str_c(p));
}
