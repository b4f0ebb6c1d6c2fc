/* Reading the settings of a table or chart. A closed list of words: an unknown one is a fault, so that a misprint is seen when
   the block is saved and not when the year is printed. */
#include "features/analysis/settings.h"

#include "base/num.h"

static bool fault(struct inline_fault *ret_fault, enum text_id message, struct str what)
{
    *ret_fault = (struct inline_fault){ message, what };
    return false;
}

static bool read_list(struct str value, char separator, struct str list[SETTINGS_FIGURES], size_t *ret_n)
{
    struct str piece;
    size_t n = 0;
    while (str_next(&value, separator, &piece)) {
        piece = str_trim(piece);
        if (piece.len == 0 || n == SETTINGS_FIGURES) {
            return false;
        }
        list[n++] = piece;
    }
    *ret_n = n;
    return n > 0;
}

static bool read_count(struct str value, int most, int *ret_count)
{
    int64_t n;
    if (!num_read_int(value, &n) || n < 1 || n > most) {
        return false;
    }
    *ret_count = (int)n;
    return true;
}

static bool read_kind(enum block_kind kind, struct str value, struct settings *s)
{
    static const char *const tables[] = { [TABLE_ROWS] = "rows", [TABLE_TOP] = "top", [TABLE_FIGURES] = "figures" };
    static const char *const charts[] = {
        [CHART_COLUMN] = "column", [CHART_BAR] = "bar", [CHART_LINE] = "line", [CHART_STACKED] = "stacked"
    };
    for (size_t i = 0; kind == BLOCK_TABLE && i < COUNT(tables); i++) {
        if (str_is(value, tables[i])) {
            s->table = (enum table_kind)i;
            return true;
        }
    }
    for (size_t i = 0; kind == BLOCK_CHART && i < COUNT(charts); i++) {
        if (str_is(value, charts[i])) {
            s->chart = (enum chart_kind)i;
            return true;
        }
    }
    return false;
}

static bool read_setting(enum block_kind kind, struct str word, struct str value, struct settings *s)
{
    const struct {
        const char *word;
        struct str *to;
    } texts[] = { { "key", &s->key },   { "title", &s->title },       { "label", &s->label },
                  { "note", &s->note }, { "sentence", &s->sentence }, { "of", &s->of } };
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (str_is(word, texts[i].word)) {
            *texts[i].to = value;
            return true;
        }
    }
    if (str_is(word, "kind")) {
        return read_kind(kind, value, s);
    }
    if (str_is(word, "figures")) {
        return read_list(value, ',', s->figures, &s->n_figures);
    }
    if (str_is(word, "names")) {
        return read_list(value, '|', s->names, &s->n_names);
    }
    if (str_is(word, "years")) {
        return read_count(value, SETTINGS_YEARS, &s->years);
    }
    return str_is(word, "top") && read_count(value, 20, &s->top);
}

bool settings_read(enum block_kind kind, struct str text, struct settings *ret_settings, struct inline_fault *ret_fault)
{
    struct settings s = { .years = 1, .top = 3 };
    struct str line;
    while (str_next(&text, '\n', &line)) {
        line = str_trim(line);
        if (line.len == 0) {
            continue;
        }
        size_t colon = str_find(line, STR(":"), 0);
        struct str word = str_trim(str_part(line, 0, colon)), value = str_trim(str_part(line, colon + 1, line.len));
        if (colon == line.len || value.len == 0 || !read_setting(kind, word, value, &s)) {
            return fault(ret_fault, T_ANALYSIS_FAULT_SETTING, line);
        }
    }
    if (s.title.len == 0) {
        return fault(ret_fault, T_ANALYSIS_FAULT_NO_TITLE, STR_NONE);
    }
    if (s.n_figures == 0) {
        return fault(ret_fault, T_ANALYSIS_FAULT_NO_FIGURES, STR_NONE);
    }
    if (s.n_names > 0 && s.n_names != s.n_figures) {
        return fault(ret_fault, T_ANALYSIS_FAULT_NAMES, STR_NONE);
    }
    *ret_settings = s;
    return true;
}

bool opinion_read(struct str text, struct opinion_parts *ret_parts)
{
    struct str first;
    if (!str_next(&text, '\n', &first) || !str_starts(str_trim(first), STR("of:"))) {
        return false;
    }
    first = str_trim(first);
    struct opinion_parts parts = { str_trim(str_part(first, 3, first.len)), str_trim(text) };
    if (parts.of.len == 0 || parts.words.len == 0) {
        return false;
    }
    *ret_parts = parts;
    return true;
}
