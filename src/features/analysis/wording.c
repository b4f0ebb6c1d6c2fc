/* Typography and case of a produced line. Word and the page break a line at any plain space, so the ones that must hold are
   changed here, once for every format; the record and the author's text keep the spaces that were typed. */
#include "features/analysis/wording.h"

#include "base/buf.h"
#include "base/utf8.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_small(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x45f);
}

/* «2021-2022 учебный год» is long enough to break. */
static bool is_school_year(struct str s, size_t end)
{
    return end >= 9 && s.at[end - 5] == '-' && is_digit(s.at[end - 6]) && is_digit(s.at[end - 9]);
}

/* Must the plain space at `at` hold? */
static bool holds(struct str s, size_t at)
{
    struct str before = str_part(s, 0, at), after = str_part(s, at + 1, s.len);
    uint32_t next;
    if (!utf8_next(&after, &next)) {
        return false;
    }
    if (str_ends(before, STR("№"))) {
        return true;
    }
    return at > 0 && is_digit(s.at[at - 1]) && (next == '%' || (is_small(next) && !is_school_year(s, at)));
}

/* The part of `whole` that begins at `from`; its last space holds too when `last`. Words that were cut short because memory ran
   out are shorter than their pieces were. */
static struct str bound(struct arena *a, struct str whole, size_t from, size_t len, bool last)
{
    struct buf *b = buf_new(a, 2 * len + 1);
    for (size_t i = from; i < from + len && i < whole.len; i++) {
        bool space = whole.at[i] == ' ';
        buf_put(b, space && (holds(whole, i) || (last && i + 1 == from + len)) ? STR("\302\240") : str_part(whole, i, 1));
    }
    return str_copy(a, buf_str(b));
}

struct str wording_bound(struct arena *a, struct str words)
{
    return bound(a, words, 0, words.len, false);
}

void wording_bind_line(struct arena *a, struct shown_line *line)
{
    struct str whole = line_words(a, line);
    size_t from = 0;
    for (size_t i = 0; i < line->n; i++) {
        struct shown_piece *p = &line->pieces[i];
        enum shown_kind next = i + 1 < line->n ? line->pieces[i + 1].kind : SHOWN_TEXT;
        size_t len = p->text.len;
        p->text = bound(a, whole, from, len, next == SHOWN_TABLE_NUMBER || next == SHOWN_CHART_NUMBER);
        from += len;
    }
}

struct str wording_small(struct arena *a, struct str name)
{
    struct str rest = name, after;
    uint32_t first, second;
    char bytes[4];
    size_t n;
    if (!utf8_next(&rest, &first)) {
        return name;
    }
    after = rest;
    if (!utf8_next(&rest, &second) || second < 0x430 || second > 0x45f) {
        return name;
    }
    if (first >= 0x410 && first <= 0x42f) {
        utf8_encode(first + 0x20, bytes, &n);
    } else if (first == 0x401) {
        utf8_encode(0x451, bytes, &n);
    } else {
        return name;
    }
    return str_join(a, (struct str){ bytes, n }, after);
}

bool wording_goes_on(const struct shown_piece *pieces, size_t n)
{
    static const char *const ends[] = { ".", "!", "?", "…", "«", "\"", "„" };
    struct str before = STR_NONE;
    while (n > 0 && before.len == 0) {
        before = str_trim(pieces[--n].text);
    }
    for (size_t i = 0; i < COUNT(ends); i++) {
        if (str_ends(before, str_c(ends[i]))) {
            return false;
        }
    }
    return before.len > 0;
}

struct str wording_stopped(struct arena *a, struct str words)
{
    static const char *const stops[] = { ".", "!", "?", "…" };
    words = str_trim(words);
    for (size_t i = 0; i < COUNT(stops); i++) {
        if (str_ends(words, str_c(stops[i]))) {
            return words;
        }
    }
    return words.len > 0 ? str_join(a, words, STR(".")) : words;
}
