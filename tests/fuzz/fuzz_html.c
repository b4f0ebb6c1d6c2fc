/* The invariant of the writer: whatever a person typed, the page has the tags and attributes of its literals and no others,
   and an address leads to us, to https or nowhere. */
#include "fuzz.h"
#include "web/html.h"

#include <string.h>
#include <strings.h>

static size_t count(struct str s, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        n += s.at[i] == c;
    }
    return n;
}

static void check_address(struct str url, bool outside)
{
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.at[i];
        BUG_IF(c <= ' ' || c >= 0x7f || strchr("\"'<>\\`{}|^", (int)c));
    }
    bool https = url.len > 8 && strncasecmp(url.at, "https://", 8) == 0;
    bool own = url.len > 0 && strchr("/?#", url.at[0]) && !str_starts(url, STR("//"));
    BUG_IF(outside ? !(https || str_is(url, "#")) : !own);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(16 << 20);
    struct str in = { (const char *)data, size }, page;
    struct html_url own = url_own(a, in), out = url_out(a, in), more = url_add(a, own, "q", in);
    struct html *h = html_new(a, 8 << 20);
    struct err e = { 0 };
    check_address(own.s, false);
    check_address(out.s, true);
    check_address(more.s, false);
    BUG_IF(!str_equal(url_own(a, own.s).s, own.s)); /* encoding twice changes nothing */
    HTMLF(h, "<p title=\"{}\">{}</p><a href=\"{}\">{}</a><a href=\"{}\" data-x=\"{}\"></a>", in, in, own, in, out, more);
    if (html_done(h, &page, &e)) {
        BUG_IF(count(page, '<') != 6 || count(page, '>') != 6 || count(page, '"') != 8 || count(page, '\'') != 0);
    }
    arena_free(a);
    return 0;
}
