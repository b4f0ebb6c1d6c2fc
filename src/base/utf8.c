/* UTF-8: checking and walking are written out (they run on every input), the search form stands on ICU's NFKC and on
   libstemmer. Both engines of the database index the text made here, so a search answers alike on both.
   What surprises: look-alikes are mended per word (a Latin «c» inside «cтенд»), class names such as "10a" too. */
#include "base/utf8.h"

#include <libstemmer.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include "base/buf.h"

/* ICU's macro mixes signed and unsigned on purpose; it stays in this one function. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
static UChar32 next_char(const UChar *text, int32_t *i, int32_t n)
{
    UChar32 c;
    U16_NEXT(text, *i, n, c);
    return c;
}
#pragma GCC diagnostic pop

enum { LONGEST_WORD = 64 };

static bool tail_byte(struct str s, size_t i, uint32_t *c)
{
    if (i >= s.len || ((unsigned char)s.at[i] & 0xC0) != 0x80) {
        return false;
    }
    *c = *c << 6 | ((unsigned char)s.at[i] & 0x3F);
    return true;
}

bool utf8_next(struct str *rest, uint32_t *ret_char)
{
    static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    if (!rest->len) {
        return false;
    }
    unsigned char lead = (unsigned char)rest->at[0];
    size_t n = lead < 0x80 ? 1 : lead >= 0xF0 && lead < 0xF8 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
    uint32_t c = n == 1 ? lead : n == 2 ? lead & 0x1F : n == 3 ? lead & 0x0F : lead & 0x07;
    if (n == 0 || lead >= 0xF8) {
        return false;
    }
    for (size_t i = 1; i < n; i++) {
        if (!tail_byte(*rest, i, &c)) {
            return false;
        }
    }
    /* Overlong forms, surrogates and what lies beyond Unicode are not characters. */
    if (c < smallest[n] || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) {
        return false;
    }
    *rest = str_part(*rest, n, rest->len);
    *ret_char = c;
    return true;
}

bool utf8_valid(struct str s)
{
    uint32_t c;
    while (utf8_next(&s, &c)) {
        if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0)) {
            return false;
        }
    }
    return s.len == 0;
}

size_t utf8_length(struct str s)
{
    size_t n = 0;
    uint32_t c;
    while (utf8_next(&s, &c)) {
        n++;
    }
    return n;
}

struct str utf8_part(struct str s, size_t from, size_t count)
{
    uint32_t c;
    while (from && utf8_next(&s, &c)) {
        from--;
    }
    struct str rest = s;
    while (count && utf8_next(&rest, &c)) {
        count--;
    }
    return str_part(s, 0, (size_t)(rest.at - s.at));
}

void utf8_encode(uint32_t c, char out[4], size_t *ret_n)
{
    if (c < 0x80) {
        out[0] = (char)c;
        *ret_n = 1;
    } else if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        *ret_n = 2;
    } else if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        *ret_n = 3;
    } else {
        BUG_IF(c > 0x10FFFF);
        out[0] = (char)(0xF0 | c >> 18);
        out[1] = (char)(0x80 | (c >> 12 & 0x3F));
        out[2] = (char)(0x80 | (c >> 6 & 0x3F));
        out[3] = (char)(0x80 | (c & 0x3F));
        *ret_n = 4;
    }
}

/* The text as UTF-16 in NFKC; bad bytes become U+FFFD, which is no letter. */
static const UChar *compatible(struct arena *a, struct str s, int32_t *ret_n)
{
    UErrorCode status = U_ZERO_ERROR;
    BUG_IF(s.len > INT32_MAX / 20);
    int32_t room = (int32_t)s.len + 1, n = 0;
    UChar *raw = arena_take(a, (size_t)room * sizeof *raw, _Alignof(UChar));
    u_strFromUTF8WithSub(raw, room, &n, s.at, (int32_t)s.len, 0xFFFD, NULL, &status);
    for (int32_t i = 0; i < n; i++) {
        raw[i] = raw[i] == 0x2116 ? ' ' : raw[i]; /* «№» would become "No" and stick to its number */
    }
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status);
    BUG_IF(U_FAILURE(status));
    int32_t n_made = unorm2_normalize(nfkc, raw, n, NULL, 0, &status);
    BUG_IF(status != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(status));
    status = U_ZERO_ERROR;
    UChar *made = arena_take(a, ((size_t)n_made + 1) * sizeof *made, _Alignof(UChar));
    unorm2_normalize(nfkc, raw, n, made, n_made + 1, &status);
    BUG_IF(U_FAILURE(status));
    *ret_n = n_made;
    return made;
}

/* Pairs of letters that look the same in print: Latin, Cyrillic. Lower case only where the lower forms look alike too. */
static const struct {
    UChar32 latin, cyrillic;
} look_alikes[] = {
    { 'A', 0x410 }, { 'B', 0x412 }, { 'C', 0x421 }, { 'E', 0x415 }, { 'H', 0x41D }, { 'K', 0x41A }, { 'M', 0x41C },
    { 'O', 0x41E }, { 'P', 0x420 }, { 'T', 0x422 }, { 'X', 0x425 }, { 'Y', 0x423 }, { 'a', 0x430 }, { 'c', 0x441 },
    { 'e', 0x435 }, { 'k', 0x43A }, { 'o', 0x43E }, { 'p', 0x440 }, { 'x', 0x445 }, { 'y', 0x443 },
};

static UChar32 cyrillic_like(UChar32 latin)
{
    for (size_t i = 0; i < COUNT(look_alikes); i++) {
        if (look_alikes[i].latin == latin) {
            return look_alikes[i].cyrillic;
        }
    }
    return 0;
}

static UChar32 latin_like(UChar32 cyrillic)
{
    for (size_t i = 0; i < COUNT(look_alikes); i++) {
        if (look_alikes[i].cyrillic == cyrillic) {
            return look_alikes[i].latin;
        }
    }
    return 0;
}

static bool is_latin(UChar32 c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_cyrillic(UChar32 c)
{
    return c >= 0x400 && c <= 0x52F;
}

/* One word in one alphabet. Every Latin letter has a Cyrillic twin, and the word has Cyrillic letters or digits: it is
   Cyrillic. Otherwise, if every Cyrillic letter has a Latin twin, it is Latin. A true mixture stays as it is. */
static void word_mend(UChar32 *word, size_t n)
{
    size_t latin = 0, latin_twins = 0, cyrillic = 0, cyrillic_twins = 0, digits = 0;
    for (size_t i = 0; i < n; i++) {
        latin += is_latin(word[i]);
        latin_twins += cyrillic_like(word[i]) != 0;
        cyrillic += is_cyrillic(word[i]);
        cyrillic_twins += latin_like(word[i]) != 0;
        digits += u_isdigit(word[i]) != 0;
    }
    bool to_cyrillic = latin && latin == latin_twins && (cyrillic || digits);
    bool to_latin = !to_cyrillic && latin && cyrillic && cyrillic == cyrillic_twins;
    for (size_t i = 0; i < n; i++) {
        if (to_cyrillic && is_latin(word[i])) {
            word[i] = cyrillic_like(word[i]);
        } else if (to_latin && is_cyrillic(word[i])) {
            word[i] = latin_like(word[i]);
        }
    }
}

static void word_put(struct buf *b, UChar32 *word, size_t n)
{
    if (n == 0) {
        return;
    }
    word_mend(word, n);
    if (buf_len(b)) {
        BUF(b, " ");
    }
    for (size_t i = 0; i < n; i++) {
        char bytes[4];
        size_t n_bytes;
        UChar32 c = u_tolower(word[i]);
        utf8_encode((uint32_t)(c == 0x451 ? 0x435 : c), bytes, &n_bytes); /* ё→е */
        buf_put(b, (struct str){ bytes, n_bytes });
    }
}

/* Accents of stress, soft hyphens and invisible marks stand inside words and are no part of them. */
static bool passes_over(UChar32 c)
{
    int8_t type = u_charType(c);
    return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR;
}

struct str utf8_fold(struct arena *a, struct str s)
{
    UChar32 word[LONGEST_WORD];
    size_t in_word = 0;
    int32_t n, i = 0;
    const UChar *text = compatible(a, s, &n);
    struct buf *b = buf_new(a, s.len * 20 + 16);
    while (i < n) {
        UChar32 c = next_char(text, &i, n);
        if (passes_over(c)) {
            continue;
        }
        bool letter = u_isalnum(c);
        if (!letter || in_word == LONGEST_WORD) {
            word_put(b, word, in_word);
            in_word = 0;
        }
        if (letter) {
            word[in_word++] = c;
        }
    }
    word_put(b, word, in_word);
    return buf_str(b);
}

struct stemmers {
    struct sb_stemmer *russian, *english;
};

static struct str word_stem(struct stemmers *both, struct str word)
{
    uint32_t c = 0;
    struct str rest = word;
    bool russian = false, english = false;
    while (utf8_next(&rest, &c)) {
        russian = russian || is_cyrillic((UChar32)c);
        english = english || is_latin((UChar32)c);
    }
    if (russian == english) { /* digits, other alphabets, mixtures */
        return word;
    }
    struct sb_stemmer *stemmer = russian ? both->russian : both->english;
    const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)word.at, (int)word.len);
    return (struct str){ (const char *)stem, (size_t)sb_stemmer_length(stemmer) };
}

struct str utf8_stems(struct arena *a, struct str s)
{
    struct str rest = utf8_fold(a, s), word;
    if (!rest.len) {
        return STR_NONE;
    }
    struct stemmers both = { sb_stemmer_new("russian", "UTF_8"), sb_stemmer_new("english", "UTF_8") };
    BUG_IF(!both.russian || !both.english);
    struct buf *b = buf_new(a, rest.len * 2 + 16);
    BUF(b, " ");
    while (str_next(&rest, ' ', &word)) {
        buf_put(b, word_stem(&both, word));
        BUF(b, " ");
    }
    sb_stemmer_delete(both.russian);
    sb_stemmer_delete(both.english);
    return buf_str(b);
}

struct str utf8_upper_first(struct arena *a, struct str s)
{
    struct str rest = s;
    uint32_t c;
    char bytes[4];
    size_t n;
    if (!utf8_next(&rest, &c)) {
        return s;
    }
    utf8_encode((uint32_t)u_totitle((UChar32)c), bytes, &n);
    return str_join(a, (struct str){ bytes, n }, rest);
}
