/* Messages in the reader's language: looking them up and filling their arguments. The grammar is the part of ICU's
   MessageFormat that the house uses: {name}, {n, plural, =0 {…} one {…} few {…} many {…} other {…}} with # for the number,
   and '' or '{…}' for marks meant literally. The category comes from ICU's rules, opened once; writing the part ourselves
   keeps the text in the arena and costs no parse of ICU's per message. What cannot be understood is printed as it stands:
   tests/house/text_test refuses such messages and such callers before anybody reads them. */
#include "base/text/text.h"

#include <string.h>
#include <unicode/ucol.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/text/text_table.h"

enum { LONGEST_FILLED = 1 << 20 };

/* Opened by text_start before threads start, read-only after it; ICU's const calls may be made from every thread. */
static struct {
    UPluralRules *plurals[LANG_COUNT];
    UCollator *order[LANG_COUNT];
} icu;

static bool icu_failed(struct err *e, const char *what, UErrorCode status)
{
    text_stop();
    return err_setf(e, ERR_BROKEN, "text_start", "ICU %s: %s", what, u_errorName(status));
}

bool text_start(struct err *e)
{
    static const char *const locales[LANG_COUNT] = { "ru", "en" };
    for (size_t i = 0; i < LANG_COUNT; i++) {
        UErrorCode status = U_ZERO_ERROR;
        if (icu.plurals[i]) {
            continue;
        }
        icu.plurals[i] = uplrules_open(locales[i], &status);
        if (U_FAILURE(status)) {
            return icu_failed(e, "plural rules", status);
        }
        icu.order[i] = ucol_open(locales[i], &status);
        if (U_FAILURE(status)) {
            return icu_failed(e, "collation", status);
        }
        /* «Школа № 2» before «Школа № 10», as people count. */
        ucol_setAttribute(icu.order[i], UCOL_NUMERIC_COLLATION, UCOL_ON, &status);
        if (U_FAILURE(status)) {
            return icu_failed(e, "order of numbers", status);
        }
    }
    return true;
}

void text_stop(void)
{
    for (size_t i = 0; i < LANG_COUNT; i++) {
        if (icu.plurals[i]) {
            uplrules_close(icu.plurals[i]);
        }
        if (icu.order[i]) {
            ucol_close(icu.order[i]);
        }
        icu.plurals[i] = NULL;
        icu.order[i] = NULL;
    }
}

struct str text_in(enum lang lang, enum text_id id)
{
    BUG_IF((unsigned)id >= T_COUNT || (unsigned)lang >= LANG_COUNT);
    struct str s = text_table[lang][id];
    return s.len ? s : text_table[LANG_RU][id];
}

struct str text(const struct ctx *ctx, enum text_id id)
{
    return text_in(ctx->lang, id);
}

/* ---- filling ---- */

struct filling {
    struct arena *arena;
    struct buf *out;
    enum lang lang;
    const struct text_arg *args;
    size_t n_args;
};

static const struct text_arg *arg_find(const struct filling *f, struct str name)
{
    for (size_t i = 0; i < f->n_args; i++) {
        if (str_is(name, f->args[i].name)) {
            return &f->args[i];
        }
    }
    return NULL;
}

/* Length of the quoted piece at the front of s ('' or '{…'), 0 when an apostrophe is only an apostrophe. */
static size_t quoted_length(struct str s)
{
    if (s.len < 2 || s.at[0] != '\'') {
        return 0;
    }
    if (s.at[1] == '\'') {
        return 2;
    }
    if (s.at[1] != '{' && s.at[1] != '}' && s.at[1] != '#') {
        return 0;
    }
    size_t end = str_find(s, STR("'"), 1);
    return end < s.len ? end + 1 : s.len;
}

/* Index of the brace that closes the one at the front of s; s.len when none does. */
static size_t closing_brace(struct str s)
{
    int depth = 0;
    for (size_t i = 0; i < s.len; i++) {
        size_t quoted = quoted_length(str_part(s, i, s.len));
        if (quoted) {
            i += quoted - 1;
        } else if (s.at[i] == '{') {
            depth++;
        } else if (s.at[i] == '}' && --depth == 0) {
            return i;
        }
    }
    return s.len;
}

static struct str plural_word(const struct filling *f, int64_t n, char ascii[16])
{
    UErrorCode status = U_ZERO_ERROR;
    UChar word[16];
    BUG_IF(!icu.plurals[f->lang]); /* text_start was not called */
    int32_t len = uplrules_select(icu.plurals[f->lang], (double)n, word, COUNT(word), &status);
    BUG_IF(U_FAILURE(status) || len >= 16);
    for (int32_t i = 0; i < len; i++) {
        ascii[i] = (char)word[i];
    }
    return (struct str){ ascii, (size_t)len };
}

/* Takes the next `word {branch}` off *rest. */
static bool branch_next(struct str *rest, struct str *ret_word, struct str *ret_branch)
{
    size_t open = str_find(*rest, STR("{"), 0);
    struct str tail = str_part(*rest, open, rest->len);
    size_t close = closing_brace(tail);
    if (open >= rest->len || close >= tail.len) {
        return false;
    }
    *ret_word = str_trim(str_part(*rest, 0, open));
    *ret_branch = str_part(tail, 1, close - 1);
    *rest = str_part(tail, close + 1, tail.len);
    return true;
}

/* The branch for n: `=n` before the category before `other`. */
static struct str branch_for(const struct filling *f, struct str branches, int64_t n)
{
    char ascii[16];
    struct str wanted = plural_word(f, n, ascii), word, branch, best = STR_NONE;
    int rank = 0;
    while (branch_next(&branches, &word, &branch)) {
        int64_t exact;
        int now = str_starts(word, STR("=")) && num_read_int(str_part(word, 1, word.len), &exact) && exact == n ? 3
                  : str_equal(word, wanted)                                                                     ? 2
                  : str_is(word, "other")                                                                       ? 1
                                                                                                                : 0;
        if (now > rank) {
            rank = now;
            best = branch;
        }
    }
    return best;
}

static void fill(struct filling *f, struct str pattern, const struct text_arg *counted);

static void fill_number(struct filling *f, int64_t n)
{
    buf_put(f->out, num_count(f->arena, n, f->lang == LANG_RU));
}

/* `inner` is what stands between the braces: a name, or `name, plural, branches`. */
static void fill_argument(struct filling *f, struct str inner)
{
    struct str rest = inner, name, kind;
    str_next(&rest, ',', &name);
    const struct text_arg *arg = arg_find(f, str_trim(name));
    if (!arg) {
        BUF(f->out, "{");
        buf_put(f->out, inner);
        BUF(f->out, "}");
    } else if (str_next(&rest, ',', &kind) && str_is(str_trim(kind), "plural") && arg->is_count) {
        fill(f, branch_for(f, rest, arg->n), arg);
    } else if (arg->is_count) {
        fill_number(f, arg->n);
    } else {
        buf_put(f->out, arg->s);
    }
}

/* `counted` is the argument of the plural around this text, whose number # stands for; NULL outside one. */
static void fill(struct filling *f, struct str pattern, const struct text_arg *counted)
{
    while (pattern.len) {
        size_t n = 1, quoted = quoted_length(pattern);
        if (quoted == 2 && pattern.at[1] == '\'') {
            BUF(f->out, "'");
            n = 2;
        } else if (quoted) {
            bool closed = pattern.at[quoted - 1] == '\'';
            buf_put(f->out, str_part(pattern, 1, quoted - 1 - closed));
            n = quoted;
        } else if (pattern.at[0] == '{' && closing_brace(pattern) < pattern.len) {
            size_t close = closing_brace(pattern);
            fill_argument(f, str_part(pattern, 1, close - 1));
            n = close + 1;
        } else if (pattern.at[0] == '#' && counted) {
            fill_number(f, counted->n);
        } else {
            buf_put_byte(f->out, pattern.at[0]);
        }
        pattern = str_part(pattern, n, pattern.len);
    }
}

struct str text_fill(struct arena *a, enum lang lang, enum text_id id, const struct text_arg *args, size_t n)
{
    struct filling f = { a, buf_new(a, LONGEST_FILLED), lang, args, n };
    fill(&f, text_in(lang, id), NULL);
    return buf_str(f.out);
}

/* ---- order ---- */

int text_compare(enum lang lang, struct str one, struct str two)
{
    UErrorCode status = U_ZERO_ERROR;
    BUG_IF(!icu.order[lang]); /* text_start was not called */
    UCollationResult order = ucol_strcollUTF8(icu.order[lang], one.at, (int32_t)one.len, two.at, (int32_t)two.len, &status);
    if (U_SUCCESS(status) && order != UCOL_EQUAL) {
        return order == UCOL_LESS ? -1 : 1;
    }
    int bytes = str_compare(one, two);
    return bytes < 0 ? -1 : bytes > 0;
}
