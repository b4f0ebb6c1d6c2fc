/* Text of the annual analysis as a person types it: the first byte chooses a paragraph, the settings of a table or a chart, or
   an opinion. Whatever the grammar takes is whole; whatever it refuses has a sentence that says why. */
#include "features/analysis/inline.h"
#include "features/analysis/settings.h"
#include "fuzz.h"

#include <string.h>

static bool within(struct str part, struct str whole)
{
    return part.len == 0 || (part.at >= whole.at && part.at + part.len <= whole.at + whole.len);
}

static void check_piece(const struct piece *p)
{
    BUG_IF(p->kind == PIECE_TEXT ? p->text.len == 0 : p->kind != PIECE_YEAR && p->kind != PIECE_COHORT && p->name.len == 0);
    for (size_t i = 0; i < p->name.len; i++) {
        BUG_IF(strchr("{}*\\| \n", p->name.at[i]) != NULL);
    }
    BUG_IF(p->kind == PIECE_FIGURE && p->form == FORM_SHARE && p->other.len == 0);
    BUG_IF(p->kind == PIECE_FIGURE && p->form == FORM_GRADES && (p->first < 0 || p->second < p->first || p->second > 99));
    BUG_IF(p->kind == PIECE_FIGURE && p->form == FORM_TOP && (p->first < 1 || p->second < 0));
    for (int w = 0; w < 3 && p->form == FORM_WORDS; w++) {
        BUG_IF(p->words[w].len == 0);
    }
}

static void check_text(struct arena *a, struct str in)
{
    struct piece *pieces;
    struct inline_fault fault = { 0 };
    size_t n = 0, plain = 0;
    bool good = inline_parse(a, in, &pieces, &n, &fault);
    BUG_IF(!good && fault.message == T_NONE);
    for (size_t i = 0; i < in.len; i++) {
        plain += strchr("{}*\\", in.at[i]) == NULL || in.at[i] == 0;
    }
    BUG_IF(plain == in.len && in.len > 0 && !(good && n == 1 && str_equal(pieces[0].text, in)));
    BUG_IF(good && n > in.len);
    for (size_t i = 0; good && i < n; i++) {
        check_piece(&pieces[i]);
    }
}

static void check_settings(enum block_kind kind, struct str in)
{
    struct settings s;
    struct inline_fault fault = { 0 };
    memset(&s, 0, sizeof s);
    if (!settings_read(kind, in, &s, &fault)) {
        BUG_IF(fault.message == T_NONE);
        return;
    }
    BUG_IF(s.n_figures > SETTINGS_FIGURES || s.n_names > SETTINGS_FIGURES || s.years < 0 || s.years > SETTINGS_YEARS ||
           s.top < 0);
    BUG_IF(!within(s.key, in) || !within(s.title, in) || !within(s.label, in) || !within(s.sentence, in));
    for (size_t i = 0; i < s.n_figures; i++) {
        BUG_IF(!within(s.figures[i], in));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct arena *a = arena_new(16 << 20);
    struct str in = { (const char *)data + 1, size - 1 };
    struct opinion_parts parts;
    enum block_kind kind;
    switch (data[0]) {
    case 't':
        check_settings(BLOCK_TABLE, in);
        break;
    case 'c':
        check_settings(BLOCK_CHART, in);
        break;
    case 'o':
        if (opinion_read(in, &parts)) {
            BUG_IF(parts.of.len == 0 || parts.words.len == 0 || !within(parts.of, in) || !within(parts.words, in));
            check_text(a, parts.words);
        }
        break;
    case 'k':
        BUG_IF(block_kind_read(in, &kind) && !str_equal(str_c(block_kind_word(kind)), in));
        break;
    default:
        check_text(a, in);
    }
    arena_free(a);
    return 0;
}
