/* A text as tokens: words by their capitals, initials, the rest. */
#include "base/buf.h"
#include "base/utf8.h"
#include "features/consent/name_in.h"

/* Both alphabets: a look-alike of the other one is still a letter of a name. */
static bool capital(uint32_t c)
{
    return (c >= 0x410 && c <= 0x42f) || c == 0x401 || (c >= 'A' && c <= 'Z');
}

static bool small(uint32_t c)
{
    return (c >= 0x430 && c <= 0x44f) || c == 0x451 || (c >= 'a' && c <= 'z');
}

static bool space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
           c == 0x3000;
}

/* Signs that nobody sees inside a word: a hyphen for the end of a line, joiners, marks over letters. */
static bool unseen(uint32_t c)
{
    return c == 0xad || (c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff || (c >= 0x300 && c <= 0x36f);
}

static bool hyphen(uint32_t c)
{
    return c == '-' || c == 0x2010 || c == 0x2011;
}

static bool next_at(struct str words, size_t *at, uint32_t *ret_char)
{
    struct str rest = str_part(words, *at, words.len);
    size_t before = rest.len;
    if (!utf8_next(&rest, ret_char)) {
        return false;
    }
    *at += before - rest.len;
    return true;
}

struct letters {
    size_t n, n_capitals;
    bool first_capital;
};

/* The letters from *at on, with hyphens between them. */
static struct letters read_letters(struct str words, size_t *at)
{
    struct letters read = { 0 };
    size_t here = *at;
    uint32_t c;
    while (next_at(words, &here, &c) && (small(c) || capital(c) || unseen(c) || (hyphen(c) && read.n > 0))) {
        *at = here;
        read.first_capital = read.first_capital || (read.n == 0 && capital(c));
        read.n += small(c) || capital(c);
        read.n_capitals += capital(c);
    }
    return read;
}

static struct str folded(struct arena *a, struct str word)
{
    struct buf *b = buf_new(a, word.len + 8);
    struct str rest = word;
    uint32_t c;
    for (struct str before = rest; utf8_next(&rest, &c); before = rest) {
        if (!unseen(c)) {
            buf_put(b, str_part(before, 0, before.len - rest.len));
        }
    }
    return str_trim(utf8_fold(a, buf_str(b)));
}

static struct token read_token(struct arena *a, struct str words, size_t *at)
{
    struct token token = { .at = *at };
    uint32_t c = 0;
    struct letters read = read_letters(words, at);
    size_t after = *at;
    if (read.n == 0) {
        *at = token.at;
        if (!next_at(words, at, &c)) {
            *at = words.len; /* no text at all: its end */
        }
    } else if (!read.first_capital) {
        token.kind = TOKEN_SMALL;
    } else if (read.n == 1) {
        token.kind = next_at(words, &after, &c) && c == '.' ? TOKEN_INITIAL : TOKEN_LONE;
        *at = token.kind == TOKEN_INITIAL ? after : *at;
    } else {
        token.capitals = read.n == read.n_capitals;
        token.kind = read.n == 2 && token.capitals ? TOKEN_PAIR : TOKEN_WORD;
    }
    token.len = *at - token.at;
    if (token.kind == TOKEN_WORD || token.kind == TOKEN_SMALL) {
        token.folded = folded(a, str_part(words, token.at, token.len));
    }
    return token;
}

struct token *tokens_of(struct arena *a, struct str words, size_t *ret_n)
{
    size_t at = 0, n = 0, room = 0;
    struct token *all = NULL;
    while (at < words.len) {
        size_t here = at;
        uint32_t c;
        while (next_at(words, &here, &c) && space(c)) {
            at = here;
        }
        if (at >= words.len) {
            break;
        }
        if (n == room) {
            struct token *more = NEW_ARRAY(a, struct token, room = room ? room * 2 : 16);
            for (size_t i = 0; i < n; i++) {
                more[i] = all[i];
            }
            all = more;
        }
        bool gap = n > 0 && at > all[n - 1].at + all[n - 1].len, dot = n > 0 && all[n - 1].kind == TOKEN_INITIAL;
        struct token token = read_token(a, words, &at);
        token.close = gap || dot;
        all[n++] = token;
    }
    *ret_n = n;
    return all;
}
