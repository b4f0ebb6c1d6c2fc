/* The HTML writer: a literal is walked when a page first writes it, so that the writer knows where each placeholder stands
   (text, or inside a quoted attribute, and which) and escapes for that place. It stands apart because it is the only file
   that lets bytes of people into a page. A literal that leaves its own tag open, an unquoted attribute, a handler or style
   attribute, a script with words inside: all are our bugs and stop the program, so they cannot survive the first run.
   Since every literal ends outside a tag, the walk needs no memory from one call to the next. */
#include "web/html.h"
#include "base/str.h"

#include <string.h>
#include <strings.h>

/* A literal as its walk left it: pieces between placeholders, and where each placeholder stands. */
enum place { PLACE_END, PLACE_TEXT, PLACE_VALUE, PLACE_URL };
struct piece {
    struct str literal;
    enum place place; /* of the placeholder behind it */
};
struct walked {
    const char *format; /* literals live as long as the program: the address is the key */
    const struct piece *pieces;
};
enum { WALKED = 128 }; /* a power of two */

struct html {
    struct arena *arena;
    struct buf *out;
    struct walked *walked; /* a table writes the same literal for every cell: it is walked once a page */
    size_t n_walked;
};

/* Where the walk stands in a literal. name: the attribute whose value is being walked; script: the text of a script
   element, which must be empty. */
enum where { IN_TEXT, IN_TAG, IN_VALUE };
struct walk {
    enum where where;
    const char *tag, *value;
    struct str attribute;
    bool script;
};

struct html *html_new(struct arena *a, size_t cap)
{
    struct html *h = NEW(a, struct html);
    h->arena = a;
    h->out = buf_new(a, cap);
    return h;
}

struct arena *html_arena(struct html *h)
{
    return h->arena;
}

/* How many bytes from the first on mean nothing in text or in a quoted attribute, told sixteen at once: nearly all do. */
static size_t plain_bytes(const char *at, size_t len)
{
    typedef unsigned char sixteen __attribute__((vector_size(16)));
    size_t i = 0;
    while (i + sizeof(sixteen) <= len) {
        sixteen bytes;
        uint64_t found[2];
        memcpy(&bytes, at + i, sizeof bytes);
        bytes = (sixteen)((bytes == '&') | (bytes == '<') | (bytes == '>') | (bytes == '"') | (bytes == '\''));
        memcpy(found, &bytes, sizeof found);
        if (found[0] | found[1]) {
            break;
        }
        i += sizeof(sixteen);
    }
    return i;
}

/* Copies runs of plain bytes at once; the five bytes that mean something in text or in a quoted attribute are named. */
static void put_escaped(struct buf *out, struct str s)
{
    size_t from = 0;
    for (size_t i = plain_bytes(s.at, s.len); i < s.len; i++) {
        struct str as;
        switch (s.at[i]) {
        case '&':
            as = STR("&amp;");
            break;
        case '<':
            as = STR("&lt;");
            break;
        case '>':
            as = STR("&gt;");
            break;
        case '"':
            as = STR("&quot;");
            break;
        case '\'':
            as = STR("&#39;");
            break;
        default:
            continue;
        }
        buf_put(out, str_part(s, from, i - from));
        buf_put(out, as);
        from = i + 1;
        i += plain_bytes(s.at + from, s.len - from);
    }
    buf_put(out, str_part(s, from, s.len));
}

/* The letter in lower case; any other byte is left as it is or becomes no letter. */
static char lower(char c)
{
    return (char)(c | 0x20);
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool name_byte(char c)
{
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_';
}

/* Attributes that a browser follows: nothing but a checked address may stand in them. */
static bool takes_url(struct str name)
{
    static const char *const names[] = { "href",         "src",         "action",        "formaction",
                                         "poster",       "cite",        "xlink:href",    "data-hx-get",
                                         "data-hx-post", "data-hx-put", "data-hx-patch", "data-hx-delete" };
    for (size_t i = 0; i < COUNT(names); i++) {
        if (lower(name.at[0]) == names[i][0] && strlen(names[i]) == name.len && strncasecmp(names[i], name.at, name.len) == 0) {
            return true;
        }
    }
    return false;
}

/* Attributes in which no value is safe to make, and which the content security policy would refuse anyway. */
static bool never_written(struct str name)
{
    char first = lower(name.at[0]); /* most names are "class" and "href": told apart by a letter, not by five comparisons */
    if (first != 'o' && first != 's' && first != 'd') {
        return false;
    }
    return (name.len > 2 && strncasecmp(name.at, "on", 2) == 0) || (name.len == 5 && strncasecmp(name.at, "style", 5) == 0) ||
           (name.len >= 10 && strncasecmp(name.at, "data-hx-on", 10) == 0) ||
           (name.len == 6 && strncasecmp(name.at, "srcset", 6) == 0) ||
           (name.len == 6 && strncasecmp(name.at, "srcdoc", 6) == 0);
}

static bool tag_is(const char *tag, const char *name)
{
    size_t n = strlen(name);
    return lower(tag[0]) == lower(name[0]) && strncasecmp(tag, name, n) == 0 && !name_byte(tag[n]);
}

static void open_tag(struct walk *w, const char *p)
{
    BUG_IF(w->script && strncmp(p, "</script>", 9) != 0);
    w->script = false;
    BUG_IF(!letter(p[1]) && p[1] != '/' && !tag_is(p + 1, "!doctype"));
    BUG_IF(tag_is(p + 1, "style"));
    w->where = IN_TAG;
    w->tag = p + 1;
}

static void open_value(struct walk *w, const char *p)
{
    BUG_IF(p[1] != '"');
    const char *from = p;
    while (from > w->tag && name_byte(from[-1])) {
        from--;
    }
    w->attribute = (struct str){ from, (size_t)(p - from) };
    BUG_IF(w->attribute.len == 0 || never_written(w->attribute));
}

/* Past the bytes that change nothing where the walk stands: most of a literal is words between tags and inside values. */
static const char *skip(const struct walk *w, const char *p)
{
    if (w->where == IN_TEXT && !w->script) {
        while (*p && *p != '<' && *p != '{') {
            p++;
        }
    } else if (w->where == IN_VALUE) {
        while (*p && *p != '"' && *p != '{') {
            p++;
        }
    } else if (w->where == IN_TAG) {
        while (name_byte(*p) || *p == ' ') {
            p++;
        }
    }
    return p;
}

/* One byte of a literal. */
static void step(struct walk *w, const char *p)
{
    if (w->where == IN_TEXT) {
        if (*p == '<') {
            open_tag(w, p);
        } else {
            BUG_IF(w->script);
        }
    } else if (w->where == IN_TAG) {
        if (*p == '>') {
            w->where = IN_TEXT;
            w->script = tag_is(w->tag, "script");
        } else if (*p == '=') {
            open_value(w, p);
        } else if (*p == '"') {
            BUG_IF(p[-1] != '=');
            w->where = IN_VALUE;
            w->value = p + 1;
        } else {
            BUG_IF(*p == '<' || *p == '\'');
        }
    } else if (*p == '"') {
        w->where = IN_TAG;
    }
}

static enum place place_of(const struct walk *w, const char *p)
{
    BUG_IF(w->where == IN_TAG || w->script);
    if (w->where == IN_TEXT) {
        return PLACE_TEXT;
    }
    if (!takes_url(w->attribute)) {
        return PLACE_VALUE;
    }
    BUG_IF(p != w->value); /* nothing before an address, or its beginning would not be checked */
    return PLACE_URL;
}

static size_t count_placeholders(const char *format)
{
    size_t n = 0;
    for (const char *p = format; (p = strstr(p, "{}")); p += 2) {
        n++;
    }
    return n;
}

static const struct piece *walk_literal(struct arena *a, const char *format)
{
    struct walk w = { .where = IN_TEXT };
    struct piece *pieces = NEW_ARRAY(a, struct piece, count_placeholders(format) + 1);
    size_t n = 0;
    const char *from = format, *p = format;
    while (*(p = skip(&w, p))) {
        if (p[0] == '{' && p[1] == '}') {
            pieces[n++] = (struct piece){ { from, (size_t)(p - from) }, place_of(&w, p) };
            p += 2;
            from = p;
        } else {
            step(&w, p++);
        }
    }
    pieces[n] = (struct piece){ { from, (size_t)(p - from) }, PLACE_END };
    BUG_IF(w.where != IN_TEXT || w.script);
    return pieces;
}

static const struct piece *pieces_of(struct html *h, const char *format)
{
    size_t at = ((uintptr_t)format >> 3) % WALKED;
    if (!h->walked) {
        h->walked = NEW_ARRAY(h->arena, struct walked, WALKED);
    }
    while (h->walked[at].format && h->walked[at].format != format) {
        at = (at + 1) % WALKED;
    }
    if (h->walked[at].format) {
        return h->walked[at].pieces;
    }
    const struct piece *pieces = walk_literal(h->arena, format);
    if (h->n_walked < WALKED / 2) { /* a page of more literals walks the rest each time */
        h->walked[at] = (struct walked){ format, pieces };
        h->n_walked++;
    }
    return pieces;
}

static void put_arg(struct html *h, enum place place, const struct html_arg *x)
{
    BUG_IF(place == PLACE_URL && x->kind != HTML_URL);
    switch (x->kind) {
    case HTML_STR:
    case HTML_URL:
        put_escaped(h->out, x->as.s);
        break;
    case HTML_SAFE:
        BUG_IF(place != PLACE_TEXT);
        html_put_safe(h, (struct html_safe){ x->as.s });
        break;
    case HTML_INT:
        buf_put_int(h->out, x->as.i);
        break;
    }
}

/* Writes a literal with its placeholders filled; called through HTML and HTMLF only, which let nothing but literals in. */
void html_put_(struct html *h, const char *format, const struct html_arg *args, size_t n)
{
    const struct piece *piece = pieces_of(h, format);
    size_t used = 0;
    for (; piece->place != PLACE_END; piece++) {
        BUG_IF(used >= n);
        buf_put(h->out, piece->literal);
        put_arg(h, piece->place, &args[used++]);
    }
    buf_put(h->out, piece->literal);
    BUG_IF(used != n);
}

/* What was written so far, for another writer. A writer that failed gives a fragment that makes the other fail too. */
struct html_safe html_part(struct html *h)
{
    return (struct html_safe){ buf_failed(h->out) ? (struct str){ NULL, 0 } : buf_str(h->out) };
}

void html_put_safe(struct html *h, struct html_safe part)
{
    if (part.s.at == NULL) {
        buf_fail(h->out);
        return;
    }
    buf_put(h->out, part.s);
}

/* Inside <style> nothing is escaped, and nothing but a tag ends it: css without a "<" cannot leave it. */
void html_put_style(struct html *h, struct str css)
{
    BUG_IF(str_find(css, STR("<"), 0) < css.len);
    BUF(h->out, "<style>");
    buf_put(h->out, css);
    BUF(h->out, "</style>");
}

bool html_done(struct html *h, struct str *ret_page, struct err *e)
{
    if (buf_failed(h->out)) {
        return err_set(e, ERR_TOO_BIG, "html_done", STR("the page grew over its limit"));
    }
    *ret_page = buf_str(h->out);
    return true;
}
