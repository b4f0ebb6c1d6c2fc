/* Tables as text: UTF-8 with or without its mark, UTF-16, windows-1251; parted by semicolons (Excel in Russia), tabs, commas or
   bars, whichever makes the most rows of one width. Forgiving on purpose, because these files come from a dozen programs: rows
   of different widths, a quote inside a cell, a quote that is never closed. A cell over several lines is one row, as in Excel.
 */
#include "base/cp1251.h"
#include "base/str.h"
#include "base/utf8.h"
#include "doc/sheet_in.h"

#include <string.h>

struct text {
    const char *at, *end;
    char separator;
    bool no_quotes; /* none is left that closes */
    struct buf *cell;
};

static struct str utf16_read(struct arena *a, struct str bytes, bool big)
{
    struct buf *out = buf_new(a, bytes.len * 2 + 16);
    for (size_t i = 0; i + 1 < bytes.len; i += 2) {
        const unsigned char *b = (const unsigned char *)bytes.at + i;
        uint32_t c = big ? (uint32_t)(b[0] << 8 | b[1]) : (uint32_t)(b[1] << 8 | b[0]);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.len) {
            uint32_t low = big ? (uint32_t)(b[2] << 8 | b[3]) : (uint32_t)(b[3] << 8 | b[2]);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        char encoded[4];
        size_t n;
        utf8_encode(c >= 0xD800 && c < 0xE000 ? 0xFFFD : c, encoded, &n);
        buf_put(out, (struct str){ encoded, n });
    }
    return buf_str(out);
}

/* Without a mark: in UTF-16 of our letters every second byte is 0 or 4, and other text has neither. */
static bool looks_utf16(struct str bytes, bool big)
{
    size_t n = 0, high = 0, look = bytes.len < 2000 ? bytes.len : 2000;
    for (size_t i = big ? 0 : 1; i < look; i += 2) {
        high += bytes.at[i] == 0 || bytes.at[i] == 4;
        n++;
    }
    return n >= 4 && high * 10 >= n * 9;
}

/* Pictures, archives and programs have bytes that no text has; a page of HTML under the name of a table is no table either. */
static bool is_text(struct str s)
{
    size_t odd = 0, look = s.len < 20000 ? s.len : 20000;
    struct str begin = str_trim(s);
    for (size_t i = 0; i < look; i++) {
        unsigned char c = (unsigned char)s.at[i];
        odd += c < 9 || (c > 13 && c < 32);
    }
    return odd * 100 <= look && !str_starts(begin, STR("%PDF")) && !str_starts(begin, STR("<")) &&
           !str_starts(begin, STR("{\\rtf"));
}

static bool valid_utf8(struct str s)
{
    uint32_t c;
    while (s.len > 0) {
        if (!utf8_next(&s, &c)) {
            return false;
        }
    }
    return true;
}

static struct str to_utf8(struct arena *a, struct str bytes, const char **ret_letters)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF"))) {
        bytes = str_part(bytes, 3, bytes.len);
    } else if (str_starts(bytes, STR("\xFF\xFE")) || looks_utf16(bytes, false)) {
        *ret_letters = "UTF-16LE";
        return utf16_read(a, str_starts(bytes, STR("\xFF\xFE")) ? str_part(bytes, 2, bytes.len) : bytes, false);
    } else if (str_starts(bytes, STR("\xFE\xFF")) || looks_utf16(bytes, true)) {
        *ret_letters = "UTF-16BE";
        return utf16_read(a, str_starts(bytes, STR("\xFE\xFF")) ? str_part(bytes, 2, bytes.len) : bytes, true);
    }
    if (valid_utf8(bytes)) {
        *ret_letters = "UTF-8";
        return bytes;
    }
    *ret_letters = "windows-1251";
    return cp1251_read(a, bytes);
}

static bool at_line_end(const struct text *t)
{
    return t->at == t->end || *t->at == '\n' || *t->at == '\r';
}

/* From behind the opening quote to behind the closing one; what follows it up to the separator belongs to the cell. */
static bool quoted_cell(struct text *t)
{
    const char *from = t->at;
    while (t->at < t->end) {
        const char *quote = memchr(t->at, '"', (size_t)(t->end - t->at));
        if (!quote) {
            break;
        }
        buf_put(t->cell, (struct str){ t->at, (size_t)(quote - t->at) });
        t->at = quote + 1;
        if (t->at == t->end || *t->at != '"') {
            return true;
        }
        buf_put_byte(t->cell, '"');
        t->at++;
    }
    t->no_quotes = true;
    t->at = from;
    return false;
}

/* One cell into t->cell (NULL: only passed over); the end of the line is not taken. */
static void next_cell(struct text *t)
{
    buf_cut(t->cell, 0);
    if (t->at < t->end && *t->at == '"' && !t->no_quotes) {
        t->at++;
        if (!quoted_cell(t)) {
            buf_cut(t->cell, 0);
            buf_put_byte(t->cell, '"');
        }
    }
    const char *from = t->at;
    while (!at_line_end(t) && *t->at != t->separator) {
        t->at++;
    }
    buf_put(t->cell, (struct str){ from, (size_t)(t->at - from) });
}

static void next_line(struct text *t)
{
    if (t->at < t->end && *t->at == '\r') {
        t->at++;
    }
    if (t->at < t->end && *t->at == '\n') {
        t->at++;
    }
}

static struct text text_of(struct arena *a, struct str s, char separator)
{
    return (struct text){ s.at, s.at + s.len, separator, false, buf_new(a, s.len + 16) };
}

/* How many of the first rows have the width that most of them have, when that is two or more. */
static int regularity(struct arena *a, struct str s, char separator)
{
    enum { LOOKED_AT = 40 };
    size_t widths[LOOKED_AT], n = 0;
    int best = 0;
    struct text t = text_of(a, str_part(s, 0, 64 * 1024), separator);
    while (t.at < t.end && n < LOOKED_AT) {
        size_t width = 1;
        for (next_cell(&t); !at_line_end(&t); next_cell(&t)) {
            t.at++;
            width++;
        }
        next_line(&t);
        widths[n++] = width;
    }
    for (size_t i = 0; i < n; i++) {
        int same = 0;
        for (size_t k = 0; k < n; k++) {
            same += widths[k] == widths[i];
        }
        int score = widths[i] > 1 && (same > 1 || n == 1) ? same * 1000 + (int)(widths[i] < 999 ? widths[i] : 999) : 0;
        best = score > best ? score : best;
    }
    return best;
}

/* Excel's own first line "sep=;" decides, and is no row of the table though it has a number there. */
static char separator_of(struct arena *a, struct str *s, bool *ret_told)
{
    static const char separators[] = { ';', '\t', ',', '|' };
    char best = ';';
    int score = 0;
    if (str_starts(*s, STR("sep=")) && s->len > 5) {
        char told = s->at[4];
        struct text t = text_of(a, *s, told);
        t.at += 5;
        if (at_line_end(&t)) {
            next_line(&t);
            *s = (struct str){ t.at, (size_t)(t.end - t.at) };
            *ret_told = true;
            return told;
        }
    }
    for (size_t i = 0; i < COUNT(separators); i++) {
        int found = regularity(a, *s, separators[i]);
        if (found > score) {
            score = found;
            best = separators[i];
        }
    }
    return best;
}

bool sheet_of_text(struct sheet_use *use, struct str bytes, struct sheet_book *book)
{
    struct sheet_build build;
    bool told = false;
    struct str s = to_utf8(use->arena, bytes, &book->letters);
    if (!is_text(s)) {
        return sheet_fail(use, SHEET_UNKNOWN);
    }
    char separator = separator_of(use->arena, &s, &told);
    struct text t = text_of(use->arena, s, separator);
    sheet_begin(&build, use);
    for (uint64_t number = told ? 2 : 1; t.at < t.end && use->problem == SHEET_SOUND; number++) {
        for (size_t column = 0;; column++, t.at++) {
            next_cell(&t);
            sheet_put(&build, column, (struct sheet_cell){ .kind = SHEET_TEXT, .text = sheet_text(use, buf_str(t.cell)) });
            if (at_line_end(&t)) {
                break;
            }
        }
        next_line(&t);
        sheet_end_row(&build, number, false);
    }
    struct sheet *sheet = NEW(use->arena, struct sheet);
    *sheet = sheet_end(&build, STR_NONE, false);
    book->form = SHEET_SEPARATED;
    book->separator = separator;
    book->sheets = sheet;
    book->n = 1;
    return use->problem == SHEET_SOUND;
}
