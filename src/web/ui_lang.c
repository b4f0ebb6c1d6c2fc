/* The words of the record on an English page are Russian, and a voice that reads them must know. English texts of ours hold no
   Cyrillic (tests/house/texts.py sees to it), so whatever is Cyrillic on an English page comes from the record, and it is
   marked in one place, here, when the page is finished: no page, of today or to come, can forget it. The page is our own
   writer's: a "<" begins a tag, values stand in double quotes and hold neither. Words in attributes cannot be marked but for
   the value of a field. */
#include "base/str.h"
#include "web/ui_in.h"

struct marking {
    struct buf *out;
    struct str page;
};

static bool latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The lead byte of a letter of the Russian alphabet in UTF-8. */
static bool cyrillic(char c)
{
    return (unsigned char)c == 0xD0 || (unsigned char)c == 0xD1;
}

/* The byte after the character at i: an entity is one character, and its letters are not words. */
static size_t after_sign(struct str s, size_t i)
{
    if (s.at[i] == '&') {
        size_t end = str_find(s, STR(";"), i);
        return end < s.len ? end + 1 : s.len;
    }
    return cyrillic(s.at[i]) && i + 1 < s.len ? i + 2 : i + 1;
}

/* What may follow a Russian word and still be its part: «Школа № 10». */
static bool belongs_after(struct str s, size_t i)
{
    static const char *const signs[] = { " ", "№", "»", ".", "-", "–", "/", "\u00a0", "&quot;" };
    for (size_t k = 0; k < COUNT(signs); k++) {
        if (str_starts(str_part(s, i, s.len - i), str_c(signs[k]))) {
            return true;
        }
    }
    return s.at[i] >= '0' && s.at[i] <= '9';
}

/* From the Russian letter at i to the last one before a Latin letter, and the number or quote that ends the name. */
static size_t run_end(struct str s, size_t i)
{
    size_t end = i;
    for (size_t at = i; at < s.len && !latin(s.at[at]); at = after_sign(s, at)) {
        if (cyrillic(s.at[at])) {
            end = after_sign(s, at);
        }
    }
    size_t more = end;
    while (more < s.len && !latin(s.at[more]) && (belongs_after(s, more) || (s.at[more] & 0xC0) == 0x80)) {
        more = after_sign(s, more);
    }
    bool cut_off = more < s.len && latin(s.at[more]); /* "Орион-X": the sign belongs to what follows */
    while (more > end && (cut_off || s.at[more - 1] == ' ')) {
        cut_off = cut_off && s.at[more - 1] != ' ';
        more--;
    }
    return more;
}

static void put_text(struct marking *m, struct str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len;) {
        if (!cyrillic(s.at[i])) {
            i = after_sign(s, i);
            continue;
        }
        size_t end = run_end(s, i);
        buf_put(m->out, str_part(s, from, i - from));
        BUF(m->out, "<span lang=\"ru\">");
        buf_put(m->out, str_part(s, i, end - i));
        BUF(m->out, "</span>");
        from = i = end;
    }
    buf_put(m->out, str_part(s, from, s.len - from));
}

/* What cannot be divided speaks the language of most of its letters: «III чемпионат WorldSkills, юниоры». */
static bool mostly_russian(struct str s)
{
    int russian = 0, others = 0;
    s = str_part(s, 0, str_find(s, STR(" · "), 0)); /* the name of the program stands in every title */
    for (size_t i = 0; i < s.len; i = after_sign(s, i)) {
        russian += cyrillic(s.at[i]);
        others += latin(s.at[i]);
    }
    return russian > others;
}

static struct str tag_name(struct str tag)
{
    size_t end = 1;
    while (end < tag.len && tag.at[end] != ' ' && tag.at[end] != '>' && tag.at[end] != '/') {
        end++;
    }
    return str_part(tag, 1, end - 1);
}

static bool name_is_among(struct str name, const char *const names[], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(name, names[i])) {
            return true;
        }
    }
    return false;
}

/* Elements that hold text and no element: the mark goes on themselves. */
static bool holds_text_only(struct str name)
{
    static const char *const names[] = { "option", "textarea", "title", "text", "desc", "tspan" };
    return name_is_among(name, names, COUNT(names));
}

static bool is_void(struct str name)
{
    static const char *const names[] = { "input", "br", "meta", "link", "img", "hr" };
    return name_is_among(name, names, COUNT(names));
}

/* What an element without an inside says: the value of a field as the record has it, the words for a picture. */
static struct str void_words(struct str tag, struct str name)
{
    struct str wanted = str_is(name, "input") ? STR(" value=\"") : STR(" alt=\"");
    size_t from = is_void(name) ? str_find(tag, wanted, 0) : tag.len;
    if (from >= tag.len) {
        return STR_NONE;
    }
    from += wanted.len;
    return str_part(tag, from, str_find(tag, STR("\""), from) - from);
}

static bool says_itself(struct str tag)
{
    return str_find(tag, STR(" lang=\""), 0) < tag.len || str_find(tag, STR(" aria-hidden=\"true\""), 0) < tag.len;
}

/* Where the element that begins at i is over; elements of its own name inside are counted. */
static size_t element_end(struct str page, size_t i, struct str name)
{
    int depth = 0;
    for (size_t at = i; at < page.len;) {
        size_t end = str_find(page, STR(">"), at);
        bool closes = at + 1 < page.len && page.at[at + 1] == '/';
        struct str tag = str_part(page, at, end + 1 - at);
        if (closes && str_equal(tag_name(str_part(tag, 1, tag.len - 1)), name)) {
            depth--;
        } else if (!closes && str_equal(tag_name(tag), name)) {
            depth += tag.at[tag.len - 2] == '/' ? 0 : 1;
        }
        if (depth <= 0) {
            return end + 1;
        }
        at = str_find(page, STR("<"), end);
    }
    return page.len;
}

/* Copies the tag at i, with its mark when it needs one; an element that says its language itself goes over whole. */
static size_t put_tag(struct marking *m, size_t i)
{
    size_t end = str_find(m->page, STR(">"), i);
    if (end >= m->page.len) {
        buf_put(m->out, str_part(m->page, i, m->page.len - i));
        return m->page.len;
    }
    struct str tag = str_part(m->page, i, end + 1 - i), name = tag_name(tag);
    bool opens = tag.at[1] != '/' && tag.at[1] != '!';
    if (opens && says_itself(tag) && !is_void(name) && !str_is(name, "html") && tag.at[tag.len - 2] != '/') {
        size_t over = element_end(m->page, i, name);
        buf_put(m->out, str_part(m->page, i, over - i));
        return over;
    }
    struct str inside = str_part(m->page, end + 1, str_find(m->page, STR("<"), end) - end - 1);
    bool russian = opens && mostly_russian(holds_text_only(name) ? inside : void_words(tag, name));
    if (russian && !says_itself(tag)) {
        buf_put(m->out, str_part(tag, 0, 1 + name.len));
        BUF(m->out, " lang=\"ru\"");
        tag = str_part(tag, 1 + name.len, tag.len - 1 - name.len);
    }
    buf_put(m->out, tag);
    if (opens && holds_text_only(name)) {
        buf_put(m->out, inside);
        return end + 1 + inside.len;
    }
    return end + 1;
}

struct str ui_mark_russian(struct arena *a, struct str page)
{
    struct marking m = { buf_new(a, (size_t)DOCUMENT_CAP * 2), page };
    for (size_t i = 0; i < page.len;) {
        if (page.at[i] == '<') {
            i = put_tag(&m, i);
        } else {
            size_t end = str_find(page, STR("<"), i);
            put_text(&m, str_part(page, i, end - i));
            i = end;
        }
    }
    return buf_failed(m.out) ? page : buf_str(m.out); /* an unmarked page is still the page */
}
