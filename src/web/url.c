/* Addresses that may stand in a page: our own paths and, for links that people typed, https and nothing else. Apart from
   html.c because the rules are those of RFC 3986 and of browsers (which skip tabs and take a backslash for a slash), not
   those of markup. What cannot be shown safely becomes "#", a link that goes nowhere, and never an error. */
#include "base/buf.h"
#include "base/str.h"
#include "web/html.h"

#include <string.h>
#include <strings.h>

static bool hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool unreserved(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c && strchr("-._~", c));
}

static bool reserved(char c)
{
    return c && strchr("/?#:@!$&()*+,;=[]", c);
}

/* Percent-encodes what an address may not hold. With keep_reserved the marks that divide an address stay, and an escape
   that is one already stays too, so that encoding twice changes nothing. */
static struct str encode(struct arena *a, struct str s, bool keep_reserved)
{
    static const char digits[] = "0123456789ABCDEF";
    char *out = arena_take_unset(a, s.len * 3 + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool escape = c == '%' && i + 2 < s.len && hex(s.at[i + 1]) && hex(s.at[i + 2]);
        if (unreserved(c) || (keep_reserved && (reserved(c) || escape))) {
            out[n++] = c;
        } else {
            out[n++] = '%';
            out[n++] = digits[(unsigned char)c >> 4];
            out[n++] = digits[(unsigned char)c & 15];
        }
    }
    out[n] = '\0';
    return (struct str){ out, n };
}

/* A path of this site ("/activity/7"), or only its end ("?page=2", "#field"). "//host" is another site and becomes "#". */
struct html_url url_own(struct arena *a, struct str path)
{
    bool own = path.len > 0 && strchr("/?#", path.at[0]) && path.at[0] != '\0';
    if (!own || str_starts(path, STR("//"))) {
        return (struct html_url){ STR("#") };
    }
    return (struct html_url){ encode(a, path, true) };
}

/* One more query parameter, before the fragment if there is one. Lives in a. */
struct html_url url_add(struct arena *a, struct html_url u, const char *name, struct str value)
{
    size_t hash = str_find(u.s, STR("#"), 0);
    struct str head = str_part(u.s, 0, hash), tail = str_part(u.s, hash, u.s.len), key = encode(a, str_c(name), false);
    const char *mark = str_find(head, STR("?"), 0) == head.len ? "?" : str_ends(head, STR("?")) ? "" : "&";
    struct str v = encode(a, value, false);
    return (struct html_url){ str_format(a, "%.*s%s%.*s=%.*s%.*s", (int)head.len, head.at, mark, (int)key.len, key.at,
                                         (int)v.len, v.at, (int)tail.len, tail.at) };
}

/* A link somebody typed: https with a host and without a user name, no white space or control bytes; else "#". */
struct html_url url_out(struct arena *a, struct str typed)
{
    struct str s = str_trim(typed);
    if (s.len <= 8 || strncasecmp(s.at, "https://", 8) != 0) {
        return (struct html_url){ STR("#") };
    }
    size_t host_end = s.len;
    for (size_t i = 8; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c <= ' ' || c == 0x7f || c == '\\') {
            return (struct html_url){ STR("#") };
        }
        if (host_end == s.len && strchr("/?#", (int)c)) {
            host_end = i;
        }
    }
    struct str host = str_part(s, 8, host_end - 8);
    if (host.len == 0 || host.at[0] == ':' || str_find(host, STR("@"), 0) < host.len) {
        return (struct html_url){ STR("#") };
    }
    return (struct html_url){ encode(a, s, true) };
}
