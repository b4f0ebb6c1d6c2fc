/* Write HTML that cannot be wrong: text is escaped because there is no other way to put it. A placeholder {} stands in text
   or inside a quoted attribute; each argument is str, int64_t, html_url or html_safe, and nothing else compiles (no int, no
   char *). A format is a literal and ends outside a tag. href, src, action and formaction take only html_url. */
#ifndef WEB_HTML_H
#define WEB_HTML_H
#include "base/buf.h"
#include "base/err.h"

struct html;
struct html_safe {
    struct str s;
}; /* a finished fragment; only html_part makes one */
struct html_url {
    struct str s;
}; /* only url_own and url_out make one */

enum html_kind { HTML_STR, HTML_INT, HTML_SAFE, HTML_URL };
struct html_arg {
    enum html_kind kind;
    union {
        struct str s;
        int64_t i;
    } as;
};
static inline struct html_arg html_arg_str(struct str s)
{
    return (struct html_arg){ .kind = HTML_STR, .as.s = s };
}
static inline struct html_arg html_arg_int(int64_t i)
{
    return (struct html_arg){ .kind = HTML_INT, .as.i = i };
}
static inline struct html_arg html_arg_safe(struct html_safe v)
{
    return (struct html_arg){ .kind = HTML_SAFE, .as.s = v.s };
}
static inline struct html_arg html_arg_url(struct html_url v)
{
    return (struct html_arg){ .kind = HTML_URL, .as.s = v.s };
}
#define HTML_ARG(x)                                                                                                            \
    _Generic((x), struct str                                                                                                   \
             : html_arg_str, struct html_safe                                                                                  \
             : html_arg_safe, struct html_url                                                                                  \
             : html_arg_url, int64_t                                                                                           \
             : html_arg_int)(x)
#define HTML_1(a) HTML_ARG(a)
#define HTML_2(a, ...) HTML_ARG(a), HTML_1(__VA_ARGS__)
#define HTML_3(a, ...) HTML_ARG(a), HTML_2(__VA_ARGS__)
#define HTML_4(a, ...) HTML_ARG(a), HTML_3(__VA_ARGS__)
#define HTML_5(a, ...) HTML_ARG(a), HTML_4(__VA_ARGS__)
#define HTML_6(a, ...) HTML_ARG(a), HTML_5(__VA_ARGS__)
#define HTML_7(a, ...) HTML_ARG(a), HTML_6(__VA_ARGS__)
#define HTML_8(a, ...) HTML_ARG(a), HTML_7(__VA_ARGS__)
#define HTML_PICK(_1, _2, _3, _4, _5, _6, _7, _8, NAME, ...) NAME
#define HTML_EACH(...) HTML_PICK(__VA_ARGS__, HTML_8, HTML_7, HTML_6, HTML_5, HTML_4, HTML_3, HTML_2, HTML_1, 0)(__VA_ARGS__)
#define HTML(h, lit) html_put_((h), LITERAL(lit), NULL, 0)
#define HTMLF(h, lit, ...)                                                                                                     \
    html_put_((h), LITERAL(lit), (const struct html_arg[]){ HTML_EACH(__VA_ARGS__) },                                          \
              sizeof((const struct html_arg[]){ HTML_EACH(__VA_ARGS__) }) / sizeof(struct html_arg))

struct html *html_new(struct arena *a, size_t cap);
struct arena *html_arena(struct html *h);
void html_put_(struct html *h, const char *format, const struct html_arg *args, size_t n);
struct html_safe html_part(struct html *h); /* what was written, as a fragment for another html */
void html_put_safe(struct html *h, struct html_safe part);
void html_put_style(struct html *h, struct str css);       /* <style> of a file that stands alone; css is one of our assets */
struct html_url url_own(struct arena *a, struct str path); /* "/activity/7?year=3": a path of ours, percent-encoded */
struct html_url url_add(struct arena *a, struct html_url u, const char *name, struct str value); /* one more query parameter */
struct html_url url_out(struct arena *a, struct str typed); /* an outside link: https only, else "#" */
bool html_done(struct html *h, struct str *ret_page, struct err *e) MUST_USE;
#endif
