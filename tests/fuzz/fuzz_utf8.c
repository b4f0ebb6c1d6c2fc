/* UTF-8 against the plainest reader there is, and what the house makes of text: parts, the folded form, stems, windows-1251.
   Whatever the bytes, what comes out is valid. */
#include "base/cp1251.h"
#include "base/utf8.h"
#include "fuzz.h"

/* The table of RFC 3629, 4; 0 where no character stands. */
static size_t length_at(struct str s, size_t i)
{
    const unsigned char *b = (const unsigned char *)s.at + i;
    size_t left = s.len - i, n = b[0] < 0x80 ? 1 : b[0] < 0xc2 ? 0 : b[0] < 0xe0 ? 2 : b[0] < 0xf0 ? 3 : b[0] < 0xf5 ? 4 : 0;
    for (size_t k = 1; k < n; k++) {
        if (k >= left || (b[k] & 0xc0) != 0x80) {
            return 0;
        }
    }
    bool wrong = (b[0] == 0xe0 && b[1] < 0xa0) || (b[0] == 0xed && b[1] > 0x9f) || (b[0] == 0xf0 && b[1] < 0x90) ||
                 (b[0] == 0xf4 && b[1] > 0x8f);
    return n > 1 && wrong ? 0 : n;
}

static bool plain_valid(struct str s, size_t *ret_length)
{
    *ret_length = 0;
    for (size_t i = 0, n; i < s.len; i += n) {
        unsigned char c = (unsigned char)s.at[i];
        n = length_at(s, i);
        if (n == 0 || (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) {
            return false;
        }
        (*ret_length)++;
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(64u << 20);
    struct str in = { (const char *)data, size }, rest = in;
    size_t length, seen = 0;
    uint32_t c;
    bool valid = plain_valid(in, &length);
    if (utf8_valid(in)) {
        BUG_IF(!valid || utf8_length(in) != length);
        while (utf8_next(&rest, &c)) {
            char out[4];
            size_t n;
            utf8_encode(c, out, &n);
            BUG_IF(n != length_at(in, (size_t)(rest.at - in.at) - n) || c > 0x10ffff);
            seen++;
        }
        BUG_IF(seen != length || rest.len != 0);
        struct str half = utf8_part(in, length / 3, length / 2), folded = utf8_fold(a, in);
        BUG_IF(!utf8_valid(half) || utf8_length(half) != length / 2);
        BUG_IF(!utf8_valid(folded) || !utf8_valid(utf8_stems(a, in)) || !utf8_valid(utf8_upper_first(a, in)));
        size_t lost;
        BUG_IF(cp1251_write(a, in, &lost).len != length || lost > length);
    }
    BUG_IF(utf8_length(cp1251_read(a, in)) != size);
    arena_free(a);
    return 0;
}
