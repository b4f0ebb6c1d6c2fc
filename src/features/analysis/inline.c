/* Parser of the closed grammar. One walk over the bytes: marks are ASCII, so UTF-8 words pass through untouched. It knows the
   spelling alone; whether a figure exists is asked by check.c, what its value is by view.c. */
#include "features/analysis/inline.h"

#include "base/buf.h"
#include "base/num.h"

struct reading {
    struct arena *arena;
    struct piece *pieces;
    size_t n, room;
    bool emphasis;
    struct inline_fault *fault;
};

static struct piece *add(struct reading *r, enum piece_kind kind)
{
    if (r->n == r->room) {
        size_t room = r->room ? r->room * 2 : 16;
        struct piece *more = NEW_ARRAY(r->arena, struct piece, room);
        for (size_t i = 0; i < r->n; i++) {
            more[i] = r->pieces[i];
        }
        r->pieces = more;
        r->room = room;
    }
    struct piece *p = &r->pieces[r->n++];
    *p = (struct piece){ .kind = kind, .emphasis = r->emphasis };
    return p;
}

static bool fault(struct reading *r, enum text_id message, struct str what)
{
    *r->fault = (struct inline_fault){ message, what };
    return false;
}

/* A name of ours: small letters, digits and . _ - in it. */
static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-')) {
            return false;
        }
    }
    return s.len > 0 && s.len <= 100;
}

/* The next word after spaces; empty at the end. */
static struct str next_word(struct str *rest)
{
    struct str s = str_trim(*rest);
    size_t end = str_find(s, STR(" "), 0);
    struct str word = str_part(s, 0, end);
    *rest = str_part(s, end, s.len);
    return word;
}

static bool small_number(struct str s, int most, int *ret_number)
{
    int64_t n;
    if (!num_read_int(s, &n) || n < 0 || n > most) {
        return false;
    }
    *ret_number = (int)n;
    return true;
}

static bool read_words(struct reading *r, struct piece *p, struct str rest, struct str whole)
{
    struct str words = str_trim(rest), one;
    size_t n = 0;
    while (str_next(&words, '/', &one)) {
        one = str_trim(one);
        if (n == 3 || one.len == 0) {
            return fault(r, T_ANALYSIS_FAULT_WORDS, whole);
        }
        p->words[n++] = one;
    }
    return n == 3 || fault(r, T_ANALYSIS_FAULT_WORDS, whole);
}

static bool read_form(struct reading *r, struct piece *p, struct str form, struct str whole)
{
    struct str rest = form, word = next_word(&rest);
    bool good = true;
    if (str_is(word, "unit")) {
        p->form = FORM_UNIT;
    } else if (str_is(word, "words")) {
        p->form = FORM_WORDS;
        return read_words(r, p, rest, whole);
    } else if (str_is(word, "share")) {
        p->form = FORM_SHARE;
        p->other = next_word(&rest);
        good = is_name(p->other);
    } else if (str_is(word, "change")) {
        p->form = FORM_CHANGE;
        good = subject_read(next_word(&rest), &p->subject);
    } else if (str_is(word, "before")) {
        p->form = FORM_BEFORE;
        p->first = 1;
        struct str years = next_word(&rest);
        good = years.len == 0 || (small_number(years, 20, &p->first) && p->first > 0);
    } else if (str_is(word, "grades")) {
        p->form = FORM_GRADES;
        good = small_number(next_word(&rest), 11, &p->first) && small_number(next_word(&rest), 11, &p->second) &&
               p->first <= p->second;
    } else if (str_is(word, "top")) {
        p->form = FORM_TOP;
        struct str n = next_word(&rest), years = next_word(&rest);
        good = small_number(n, 20, &p->first) && p->first > 0 && (years.len == 0 || small_number(years, 20, &p->second));
    } else {
        return fault(r, T_ANALYSIS_FAULT_FORM, whole);
    }
    return (good && str_trim(rest).len == 0) || fault(r, T_ANALYSIS_FAULT_FORM, whole);
}

static bool read_year(struct reading *r, struct str name, struct str form, struct str whole)
{
    struct piece *p = add(r, str_is(name, "year") ? PIECE_YEAR : PIECE_COHORT);
    struct str rest = form, word = next_word(&rest);
    if (word.len == 0) {
        return true;
    }
    p->first = str_is(word, "before") ? 1 : str_is(word, "next") ? -1 : 0;
    struct str years = next_word(&rest);
    int n = 1;
    if (p->first == 0 || (years.len > 0 && !small_number(years, 20, &n))) {
        return fault(r, T_ANALYSIS_FAULT_FORM, whole);
    }
    p->first *= n;
    return true;
}

static bool read_fact(struct reading *r, struct str word, struct str code, struct str whole)
{
    static const char *const words[] = { [FACT_WHEN] = "when",
                                         [FACT_GRADES] = "grades",
                                         [FACT_TITLE] = "title",
                                         [FACT_DOCUMENT] = "document",
                                         [FACT_COMPETENCIES] = "competencies",
                                         [FACT_PARTNERS] = "partners",
                                         [FACT_PARTICIPATING] = "participating" };
    for (size_t i = 0; i < COUNT(words); i++) {
        if (str_is(word, words[i]) && is_name(code)) {
            struct piece *p = add(r, PIECE_FACT);
            p->fact = (enum piece_fact)i;
            p->name = code;
            return true;
        }
    }
    return fault(r, T_ANALYSIS_FAULT_FORM, whole);
}

static bool read_braces(struct reading *r, struct str inside)
{
    size_t bar = str_find(inside, STR("|"), 0), colon = str_find(inside, STR(":"), 0);
    struct str name = str_trim(str_part(inside, 0, bar)), form = str_part(inside, bar < inside.len ? bar + 1 : bar, inside.len);
    if (inside.len > 0 && inside.at[0] == '@') {
        struct str key = str_part(name, 1, name.len);
        if (!is_name(key) || bar < inside.len) {
            return fault(r, T_ANALYSIS_FAULT_FORM, inside);
        }
        add(r, PIECE_REFERENCE)->name = key;
        return true;
    }
    if (colon < bar) {
        return read_fact(r, str_trim(str_part(inside, 0, colon)), str_trim(str_part(inside, colon + 1, inside.len)), inside);
    }
    if (str_is(name, "year") || str_is(name, "cohort")) {
        return read_year(r, name, form, inside);
    }
    if (!is_name(name)) {
        return fault(r, T_ANALYSIS_FAULT_NAME, inside);
    }
    struct piece *p = add(r, PIECE_FIGURE);
    p->name = name;
    return bar == inside.len || read_form(r, p, form, inside);
}

static void put_plain(struct reading *r, struct buf *plain)
{
    if (buf_len(plain) > 0) {
        add(r, PIECE_TEXT)->text = str_copy(r->arena, buf_str(plain));
        buf_cut(plain, 0);
    }
}

bool inline_parse(struct arena *a, struct str text, struct piece **ret_pieces, size_t *ret_n, struct inline_fault *ret_fault)
{
    struct reading r = { .arena = a, .fault = ret_fault };
    struct buf *plain = buf_new(a, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '\\' && i + 1 < text.len) {
            buf_put_byte(plain, text.at[++i]);
        } else if (c == '*') {
            put_plain(&r, plain);
            r.emphasis = !r.emphasis;
        } else if (c == '{') {
            size_t end = str_find(text, STR("}"), i);
            struct str inside = str_part(text, i + 1, end - i - 1);
            if (end == text.len) {
                return fault(&r, T_ANALYSIS_FAULT_OPEN, str_part(text, i, 60));
            }
            put_plain(&r, plain);
            if (!read_braces(&r, inside)) {
                return false;
            }
            i = end;
        } else if (c == '}') {
            return fault(&r, T_ANALYSIS_FAULT_CLOSE, str_part(text, i, 60));
        } else {
            buf_put_byte(plain, c);
        }
    }
    put_plain(&r, plain);
    if (r.emphasis) {
        return fault(&r, T_ANALYSIS_FAULT_EMPHASIS, STR_NONE);
    }
    *ret_pieces = r.pieces;
    *ret_n = r.n;
    return true;
}
