/* Which words of a text are a person's name. Each rule looks at the tokens from one place on and says how many it takes. */
#include "features/consent/name_in.h"

#include "base/str.h"
#include "base/utf8.h"

struct search {
    const struct token *t;
    size_t n;
    const struct name_surnames *surnames;
};

static bool is(const struct search *s, size_t i, enum token_kind kind)
{
    return i < s->n && s->t[i].kind == kind;
}

/* Such a token right after the one before it. */
static bool goes_on(const struct search *s, size_t i, enum token_kind kind)
{
    return is(s, i, kind) && s->t[i].close;
}

/* A surname that is a word besides («Мороз», «Новая») is one inside a sentence alone, where words have no capitals. */
static bool known_surname(const struct search *s, size_t i)
{
    if (!is(s, i, TOKEN_WORD) || !s->surnames) {
        return false;
    }
    bool inside = i > 0 && s->t[i].close && s->t[i - 1].kind != TOKEN_OTHER;
    for (size_t k = 0; (inside || surname_like(s->t[i].folded)) && k < s->surnames->n; k++) {
        if (forms_of_one(s->t[i].folded, s->surnames->all[k])) {
            return true;
        }
    }
    return false;
}

static bool like_surname(const struct search *s, size_t i)
{
    return is(s, i, TOKEN_WORD) && (surname_like(s->t[i].folded) || known_surname(s, i));
}

/* One or two initials from i on; lone capitals and pairs of them count where a surname stands beside. */
static size_t initials(const struct search *s, size_t i, bool lone, bool first)
{
    size_t k = i;
    while (k < i + 2 && (is(s, k, TOKEN_INITIAL) || (lone && is(s, k, TOKEN_LONE))) && (s->t[k].close || (first && k == i))) {
        k++;
    }
    return k == i && lone && is(s, i, TOKEN_PAIR) && (s->t[i].close || first) ? 1 : k - i;
}

/* «Фамилия И. О.», «Фамилия ИО», and the word after them where who stands before may be no surname: «Идеи И. О. Фамилии». */
static size_t word_and_initials(const struct search *s, size_t i)
{
    if (!is(s, i, TOKEN_WORD)) {
        return 0;
    }
    size_t n = initials(s, i + 1, like_surname(s, i), false);
    if (n == 0) {
        return 0;
    }
    n += 1;
    bool after = goes_on(s, i + n, TOKEN_WORD) && s->t[i + n - 1].kind == TOKEN_INITIAL;
    bool of_both = like_surname(s, i) && (!like_surname(s, i + n) || initials(s, i + n + 1, true, false));
    return n + (size_t)(after && !of_both);
}

static size_t initials_and_word(const struct search *s, size_t i)
{
    size_t dotted = initials(s, i, false, true), lone = initials(s, i, true, true);
    if (dotted && goes_on(s, i + dotted, TOKEN_WORD)) {
        return dotted + 1;
    }
    return lone && goes_on(s, i + lone, TOKEN_WORD) && like_surname(s, i + lone) ? lone + 1 : 0;
}

static size_t words_from(const struct search *s, size_t i)
{
    size_t n = is(s, i, TOKEN_WORD);
    while (n > 0 && goes_on(s, i + n, TOKEN_WORD)) {
        n++;
    }
    return n;
}

/* «Фамилия Имя Отчество», «Имя Отчество Фамилия», «Имя Отчество»: the patronymic among the next three words, and what stands
   on both sides of it. A patronymic alone is none. */
static size_t with_patronymic(const struct search *s, size_t i)
{
    enum { BEFORE = 2 };
    size_t n = words_from(s, i);
    for (size_t k = 1; k <= BEFORE && k < n; k++) {
        if (patronymic(s->t[i + k].folded)) {
            return k + 1 + (size_t)(k + 1 < n && (k == 1 || like_surname(s, i + k + 1)));
        }
    }
    return 0;
}

static size_t with_ending(const struct search *s, size_t i)
{
    enum { BEFORE = 3 };
    size_t n = words_from(s, i);
    n = n < BEFORE ? n : BEFORE;
    if (n > 0 && goes_on(s, i + n, TOKEN_SMALL)) {
        static const char *const endings[] = { "оглы", "кызы", "угли", "гызы", "улы" };
        for (size_t k = 0; k < COUNT(endings); k++) {
            if (str_is(s->t[i + n].folded, endings[k])) {
                return n + 1;
            }
        }
    }
    return 0;
}

/* «Имя Фамилия», «Фамилия Имя». Where no word beside the given name looks like a surname, the one after it is taken. */
static size_t with_given_name(const struct search *s, size_t i)
{
    size_t n = words_from(s, i);
    if (n < 2) {
        return 0;
    }
    bool first = given_name(s->t[i].folded), second = given_name(s->t[i + 1].folded);
    if (first && (like_surname(s, i + 1) || given_name_alone(s->t[i].folded))) {
        return 2 + (size_t)(n > 2 && second && like_surname(s, i + 2));
    }
    if (!second || !(like_surname(s, i) || (given_name_alone(s->t[i + 1].folded) && n == 2))) {
        return 0;
    }
    return 2;
}

static size_t name_from(const struct search *s, size_t i)
{
    static size_t (*const rules[])(const struct search *s, size_t i) = { word_and_initials, initials_and_word, with_patronymic,
                                                                         with_ending, with_given_name };
    size_t most = known_surname(s, i);
    for (size_t k = 0; k < COUNT(rules); k++) {
        size_t n = rules[k](s, i);
        most = n > most ? n : most;
    }
    return most;
}

static struct name_span span_of(const struct search *s, size_t i, size_t n)
{
    const struct token *last = &s->t[i + n - 1];
    return (struct name_span){ s->t[i].at, last->at + last->len - s->t[i].at };
}

struct name_span *names_find(struct arena *a, struct str words, const struct name_surnames *surnames, size_t *ret_n)
{
    struct search s = { .surnames = surnames };
    size_t n = 0;
    s.t = tokens_of(a, words, &s.n);
    struct name_span *spans = NEW_ARRAY(a, struct name_span, s.n + 1);
    for (size_t i = 0; i < s.n;) {
        size_t taken = name_from(&s, i);
        if (taken) {
            spans[n++] = span_of(&s, i, taken);
        }
        i += taken ? taken : 1;
    }
    *ret_n = n;
    return spans;
}

struct name_span *names_doubtful(struct arena *a, struct str words, const struct name_surnames *surnames, size_t *ret_n)
{
    struct search s = { .surnames = surnames };
    size_t n = 0;
    s.t = tokens_of(a, words, &s.n);
    struct name_span *spans = NEW_ARRAY(a, struct name_span, s.n + 1);
    for (size_t i = 0; i < s.n;) {
        size_t taken = name_from(&s, i);
        bool inside = i > 0 && s.t[i - 1].kind != TOKEN_OTHER;
        if (taken == 0 && inside && goes_on(&s, i, TOKEN_WORD) && !s.t[i].capitals && surname_like(s.t[i].folded)) {
            spans[n++] = span_of(&s, i, 1);
        }
        i += taken ? taken : 1;
    }
    *ret_n = n;
    return spans;
}

static bool surname_part(const struct token *t)
{
    return t->kind == TOKEN_WORD && !given_name(t->folded) && !patronymic(t->folded);
}

static void add_surname(struct str word, struct str *all, size_t *n, size_t room)
{
    enum { SHORTEST = 6 }; /* bytes: of three letters */
    for (size_t i = 0; i < *n; i++) {
        if (str_equal(all[i], word)) {
            return;
        }
    }
    if (word.len >= SHORTEST && *n < room) {
        all[(*n)++] = word;
    }
}

void names_surnames(struct arena *a, struct str words, bool person, struct str *all, size_t *n, size_t room)
{
    struct search s = { .surnames = NULL };
    s.t = tokens_of(a, words, &s.n);
    for (size_t i = 0; i < s.n;) {
        size_t taken = name_from(&s, i);
        taken = taken == 0 && person && s.n == 1 && surname_like(s.t[0].folded) ? 1 : taken;
        for (size_t k = i; k < i + taken; k++) {
            if (surname_part(&s.t[k]) && (person || surname_like(s.t[k].folded))) {
                add_surname(s.t[k].folded, all, n, room);
            }
        }
        i += taken ? taken : 1;
    }
}

/* Who is meant, as far as the words say it. */
enum { PARTS = 8 };
struct parts {
    struct token all[PARTS];
    size_t n;
};

static bool read_parts(struct arena *a, struct str name, struct parts *ret_parts)
{
    size_t n;
    const struct token *t = tokens_of(a, name, &n);
    *ret_parts = (struct parts){ .n = 0 };
    for (size_t i = 0; i < n; i++) {
        bool named = t[i].kind == TOKEN_WORD || t[i].kind == TOKEN_INITIAL || t[i].kind == TOKEN_LONE;
        if (!named || ret_parts->n == PARTS) {
            return false; /* a sign, a word in small letters: told apart by nobody */
        }
        ret_parts->all[ret_parts->n] = t[i];
        if (t[i].kind != TOKEN_WORD) {
            ret_parts->all[ret_parts->n].folded = utf8_fold(a, utf8_part(str_part(name, t[i].at, t[i].len), 0, 1));
        }
        ret_parts->n++;
    }
    return n > 0;
}

/* A full word of the text needs the full word; an initial, the same beginning. */
static bool part_is_of(const struct token *part, const struct token *of)
{
    if (part->kind == TOKEN_WORD) {
        return of->kind == TOKEN_WORD && form_of(part->folded, of->folded);
    }
    return !surname_part(of) && str_starts(of->folded, part->folded);
}

/* «Фамилия И. О. (педагог)»: what is said of the person is no part of the name. */
static struct str without_remark(struct str person)
{
    size_t bracket = str_find(person, STR("("), 0), comma = str_find(person, STR(","), 0);
    return str_trim(str_part(person, 0, bracket < comma ? bracket : comma));
}

bool name_is_of(struct arena *a, struct str name, struct str person)
{
    struct parts text, whole;
    bool used[PARTS] = { false };
    person = without_remark(person);
    if (!read_parts(a, name, &text) || !read_parts(a, person, &whole) || (text.n == 1 && whole.n > 1)) {
        return false;
    }
    for (size_t i = 0; i < text.n; i++) {
        size_t k = 0;
        while (k < whole.n && (used[k] || !part_is_of(&text.all[i], &whole.all[k]))) {
            k++;
        }
        if (k == whole.n) {
            return false;
        }
        used[k] = true;
    }
    for (size_t k = 0; k < whole.n; k++) {
        if (surname_part(&whole.all[k]) && !used[k]) {
            return false;
        }
    }
    return true;
}

struct str name_without_neighbour(struct arena *a, struct str name, bool first)
{
    size_t n;
    const struct token *t = tokens_of(a, name, &n);
    const struct token *left_out = first ? &t[0] : &t[n - 1];
    if (n < 2 || !surname_part(left_out) || surname_like(left_out->folded)) {
        return name;
    }
    return first ? str_part(name, t[1].at, name.len) : str_part(name, 0, t[n - 2].at + t[n - 2].len);
}
