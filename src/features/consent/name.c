/* Names by their shape: «Фамилия И. О.», «И. О. Фамилия», «Фамилия Имя Отчество», «Имя Отчество Фамилия», in any case. It takes
   a word too many rather than one too few: what is hidden in vain is seen in the preview, what is shown in vain is seen by all.
 */
#include "features/consent/name.h"

#include "base/str.h"
#include "base/utf8.h"

enum token_kind { TOKEN_OTHER, TOKEN_WORD, TOKEN_INITIAL };
struct token {
    enum token_kind kind; /* WORD: a capital and small letters */
    size_t at, len;
    bool close; /* nothing but a space between it and the token before */
};
enum { TOKENS = 3 };

static bool capital(uint32_t c)
{
    return (c >= 0x410 && c <= 0x42f) || c == 0x401;
}

static bool small(uint32_t c)
{
    return (c >= 0x430 && c <= 0x44f) || c == 0x451;
}

static bool space(uint32_t c)
{
    return c == ' ' || c == 0xa0 || c == '\n';
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

/* The letters from *at on, with hyphens between them; how many. */
static size_t letters(struct str words, size_t *at)
{
    size_t n = 0, here = *at;
    uint32_t c;
    while (next_at(words, &here, &c) && (small(c) || capital(c) || (c == '-' && n > 0))) {
        *at = here;
        n++;
    }
    return n;
}

static struct token read_token(struct str words, size_t *at)
{
    struct token token = { .at = *at };
    uint32_t first = 0, second = 0;
    size_t after = *at, peek;
    (void)next_at(words, &after, &first);
    peek = after;
    bool more = next_at(words, &peek, &second);
    if (!capital(first) && !small(first)) {
        *at = after;
    } else if (capital(first) && more && second == '.') {
        token.kind = TOKEN_INITIAL;
        *at = peek;
    } else {
        token.kind = capital(first) && more && small(second) ? TOKEN_WORD : TOKEN_OTHER;
        (void)letters(words, at);
    }
    token.len = *at - token.at;
    return token;
}

/* The next token, with the one space before it skipped; false at the end. */
static bool next_token(struct str words, size_t *at, struct token *ret_token)
{
    size_t here = *at;
    uint32_t c;
    bool gap = *at == 0;
    while (next_at(words, &here, &c) && space(c)) {
        *at = here;
    }
    if (*at >= words.len) {
        return false;
    }
    *ret_token = read_token(words, at);
    ret_token->close = !gap;
    return true;
}

static bool ends_like_a_patronymic(struct str word)
{
    static const char *const ends[] = { "вич",   "вича",   "вичу", "вичем", "виче", "вна",  "вны",   "вне",  "вну",
                                        "вной",  "вною",   "ична", "ичны",  "ичне", "ичну", "ичной", "льич", "льича",
                                        "льичу", "льичем", "мич",  "мича",  "мичу", "тич",  "тича",  "тичу" };
    enum { SHORTEST = 12 }; /* bytes: «Ильич» and its like are told with a name and initials too */
    for (size_t i = 0; i < COUNT(ends); i++) {
        if (word.len >= SHORTEST - 2 && str_ends(word, str_c(ends[i]))) {
            return true;
        }
    }
    return false;
}

/* last[0] is the newest token, last[1] the one before it. Does a name end or go on here? From which token on? */
struct window {
    struct token last[TOKENS];
    size_t n;
};

static bool word_before(const struct window *w, size_t back)
{
    return back + 1 < w->n && w->last[back].close && w->last[back + 1].kind == TOKEN_WORD;
}

static void push(struct window *w, struct token token)
{
    w->last[2] = w->last[1];
    w->last[1] = w->last[0];
    w->last[0] = token;
    w->n = w->n < TOKENS ? w->n + 1 : TOKENS;
}

/* A word that stands right after, taken in. */
static size_t take_word(struct str words, size_t at, bool *ret_taken)
{
    struct token token;
    size_t end = at;
    *ret_taken = next_token(words, &end, &token) && token.close && token.kind == TOKEN_WORD;
    return *ret_taken ? end : at;
}

static bool by_initials(struct str words, const struct window *w, size_t at, size_t *ret_at, size_t *ret_len)
{
    struct token more;
    size_t begin = w->last[0].at, end = at, peek = at;
    bool before = word_before(w, 0), after;
    if (before) {
        begin = w->last[1].at;
    }
    if (next_token(words, &peek, &more) && more.kind == TOKEN_INITIAL) {
        end = peek;
    }
    end = take_word(words, end, &after);
    *ret_at = begin;
    *ret_len = end - begin;
    return before || after;
}

static bool by_patronymic(struct str words, const struct window *w, size_t at, size_t *ret_at, size_t *ret_len)
{
    size_t begin, end = at;
    bool taken;
    if (!word_before(w, 0)) {
        return false;
    }
    begin = w->last[1].at;
    if (word_before(w, 1)) {
        begin = w->last[2].at;
    } else {
        end = take_word(words, end, &taken);
    }
    *ret_at = begin;
    *ret_len = end - begin;
    return true;
}

bool name_find(struct str words, size_t from, size_t *ret_at, size_t *ret_len)
{
    struct window w = { .n = 0 };
    struct token token;
    size_t at = from;
    while (next_token(words, &at, &token)) {
        push(&w, token);
        bool initial = token.kind == TOKEN_INITIAL, word = token.kind == TOKEN_WORD;
        if ((initial && by_initials(words, &w, at, ret_at, ret_len)) ||
            (word && ends_like_a_patronymic(str_part(words, token.at, token.len)) &&
             by_patronymic(words, &w, at, ret_at, ret_len))) {
            return true;
        }
    }
    return false;
}

enum { PARTS = 6 };
struct parts {
    struct str words[PARTS]; /* folded: small letters, ё as е */
    size_t n;
};

static struct parts parts_of(struct arena *a, struct str name)
{
    struct parts parts = { .n = 0 };
    struct str rest = utf8_fold(a, name), part;
    while (parts.n < PARTS && str_next(&rest, ' ', &part)) {
        if (part.len > 0) {
            parts.words[parts.n++] = part;
        }
    }
    return parts;
}

/* «иванов» and «иванову» begin alike and differ by an ending; an initial is the beginning of a name. */
static bool alike(struct str one, struct str other)
{
    enum { ENDING = 6, LEAST = 4 }; /* bytes: three letters, two letters */
    struct str shorter = one.len < other.len ? one : other, longer = one.len < other.len ? other : one;
    size_t same = 0;
    while (same < shorter.len && shorter.at[same] == longer.at[same]) {
        same++;
    }
    if (shorter.len <= 2) {
        return same == shorter.len && same > 0;
    }
    return same >= LEAST && shorter.len - same <= ENDING && longer.len - same <= ENDING;
}

bool name_same(struct arena *a, struct str one, struct str other)
{
    struct parts first = parts_of(a, one), second = parts_of(a, other);
    bool used[PARTS] = { false }, surname = false;
    for (size_t i = 0; i < first.n; i++) {
        bool found = false;
        for (size_t k = 0; k < second.n && !found; k++) {
            found = !used[k] && alike(first.words[i], second.words[k]);
            used[k] = used[k] || found;
            surname = surname || (found && first.words[i].len > 2 && second.words[k].len > 2);
        }
        if (!found) {
            return false;
        }
    }
    return surname && first.n > 1 && second.n > 1;
}
