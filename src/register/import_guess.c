/* Where the header of a sheet stands and what its columns are. Above a header people write titles over merged cells; in it they
   write a field's name in their own way. A column is taken for a field when the words say so, and the person sees and mends it
   before anything is read. */
#include "base/text/text.h"
#include "base/utf8.h"
#include "register/import_in.h"

enum { HEADER_ROWS = 30, SCORE_EXACT = 1000, SCORE_WORDS = 800, SCORE_PART = 100, SCORE_LEAST = 101 };

bool import_takes(const struct register_def *def, size_t field)
{
    const struct field *f = &def->fields[field];
    return !(f->flags & F_MADE) && !(def->n_steps && str_is(STR("state"), f->name));
}

/* " тип мероприят " within " тип мероприят код ": how many words they share, when all of one are in the other. */
static int words_shared(struct str inner, struct str outer)
{
    struct str rest = str_trim(inner), word;
    int n = 0;
    while (rest.len && str_next(&rest, ' ', &word)) {
        size_t at = 0, found = outer.len;
        while ((at = str_find(outer, word, at)) < outer.len) {
            if (outer.at[at - 1] == ' ' && outer.at[at + word.len] == ' ') {
                found = at;
                break;
            }
            at++;
        }
        if (found == outer.len) {
            return 0;
        }
        n++;
    }
    return n;
}

/* The words of a field that a header may be: its name and its labels in both languages, folded and stemmed. */
struct known {
    struct str name, folded[LANG_COUNT], stems[LANG_COUNT];
};

static int score_of(const struct known *known, struct str folded, struct str stems)
{
    int best = str_equal(folded, known->name) ? SCORE_EXACT : 0;
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        if (str_equal(folded, known->folded[lang])) {
            return SCORE_EXACT;
        }
        if (str_equal(stems, known->stems[lang])) {
            best = best > SCORE_WORDS ? best : SCORE_WORDS;
        }
        int in_header = words_shared(known->stems[lang], stems), in_label = words_shared(stems, known->stems[lang]);
        int part = SCORE_PART + 10 * (in_header > in_label ? in_header : in_label);
        if ((in_header || in_label) && part > best) {
            best = part;
        }
    }
    return best;
}

static struct known *known_of(struct ctx *ctx, const struct register_def *def)
{
    struct known *known = NEW_ARRAY(ctx->arena, struct known, def->n_fields);
    for (size_t i = 0; i < def->n_fields; i++) {
        known[i].name = str_c(def->fields[i].name);
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            struct str label = text_in((enum lang)lang, def->fields[i].label);
            known[i].folded[lang] = utf8_fold(ctx->arena, label);
            known[i].stems[lang] = utf8_stems(ctx->arena, label);
        }
    }
    return known;
}

static struct str cell_text(const struct sheet_row *row, size_t column)
{
    return column < row->n && row->cells[column].kind != SHEET_EMPTY ? row->cells[column].text : STR_NONE;
}

/* The best pair of a column and a field first, until none is left; the sum of what they are worth. */
static int pair_up(struct ctx *ctx, const struct register_def *def, const struct known *known, const struct sheet_row *row,
                   int *columns, size_t n_columns)
{
    int *scores = NEW_ARRAY(ctx->arena, int, n_columns * def->n_fields + 1);
    int sum = 0;
    for (size_t c = 0; c < n_columns; c++) {
        struct str text = cell_text(row, c);
        columns[c] = IMPORT_NO_FIELD;
        if (!text.len || utf8_length(text) > 120) {
            continue;
        }
        struct str folded = str_trim(utf8_fold(ctx->arena, text)), stems = utf8_stems(ctx->arena, text);
        for (size_t f = 0; f < def->n_fields; f++) {
            scores[c * def->n_fields + f] = import_takes(def, f) ? score_of(&known[f], folded, stems) : 0;
        }
    }
    for (;;) {
        size_t best = 0;
        for (size_t i = 1; i < n_columns * def->n_fields; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        if (n_columns == 0 || def->n_fields == 0 || scores[best] < SCORE_LEAST) {
            return sum;
        }
        size_t column = best / def->n_fields, field = best % def->n_fields;
        sum += scores[best];
        columns[column] = (int)field;
        for (size_t c = 0; c < n_columns; c++) {
            scores[c * def->n_fields + field] = 0;
        }
        for (size_t f = 0; f < def->n_fields; f++) {
            scores[column * def->n_fields + f] = 0;
        }
    }
}

struct import_map import_guess(struct ctx *ctx, const struct register_def *def, const struct sheet *sheet)
{
    size_t n = sheet->n_columns;
    const struct known *known = known_of(ctx, def);
    int *best = NEW_ARRAY(ctx->arena, int, n + 1), *tried = NEW_ARRAY(ctx->arena, int, n + 1), most = 0;
    struct str *all = NEW_ARRAY(ctx->arena, struct str, def->n_fields);
    struct import_map map = { .n_columns = n, .all = all };
    for (size_t i = 0; i < def->n_fields; i++) {
        all[i] = STR_NONE;
    }
    for (size_t c = 0; c < n; c++) {
        best[c] = IMPORT_NO_FIELD;
    }
    for (size_t row = 0; row < sheet->n_rows && row < HEADER_ROWS; row++) {
        int worth = pair_up(ctx, def, known, &sheet->rows[row], tried, n);
        if (worth > most) {
            int *other = best;
            best = tried;
            tried = other;
            most = worth;
            map.header = row;
        }
    }
    map.columns = best;
    return map;
}

struct str import_header(const struct sheet *sheet, const struct import_map *map, size_t column)
{
    return map->header < sheet->n_rows ? cell_text(&sheet->rows[map->header], column) : STR_NONE;
}

struct str import_signature(struct arena *a, const struct sheet *sheet, size_t header)
{
    struct buf *words = buf_new(a, 64 * 1024);
    for (size_t c = 0; header < sheet->n_rows && c < sheet->n_columns; c++) {
        buf_put(words, str_trim(utf8_fold(a, cell_text(&sheet->rows[header], c))));
        BUF(words, "|");
    }
    return buf_str(words);
}

size_t import_lacks(const struct register_def *def, const struct import_map *map, const struct field **ret_fields, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < def->n_fields; i++) {
        bool there =
            map->all[i].len > 0 || !(def->fields[i].flags & F_REQUIRED) || !import_takes(def, i) ||
            (def->fields[i].type == &ft_year && def->year_field && str_is(str_c(def->year_field), def->fields[i].name));
        for (size_t c = 0; c < map->n_columns && !there; c++) {
            there = map->columns[c] == (int)i;
        }
        if (!there && n < most) {
            ret_fields[n] = &def->fields[i];
        }
        n += there ? 0 : 1;
    }
    return n;
}

bool import_asks(const struct register_def *def, const struct import_map *map, size_t field)
{
    const struct field *f = &def->fields[field];
    bool year = def->year_field && str_is(str_c(def->year_field), f->name), wanted = (f->flags & F_REQUIRED) != 0;
    for (size_t i = 0; i < SAME_FIELDS && def->same[i]; i++) {
        wanted |= str_is(str_c(def->same[i]), f->name);
    }
    for (size_t c = 0; c < map->n_columns; c++) {
        wanted &= map->columns[c] != (int)field;
    }
    return wanted && !year && import_takes(def, field);
}

bool import_input(struct ctx *ctx, struct html *h, const struct register_def *def, size_t field, struct str value,
                  struct err *e)
{
    const struct field *f = &def->fields[field];
    struct field_options options = { 0 };
    if (type_is_ref(f) && !lookup_options(ctx, f, &options, e)) {
        return false;
    }
    const struct field_input input = { .field = f,
                                       .shown = { .name = str_format(ctx->arena, "all.%s", f->name),
                                                  .label = text(ctx, f->label),
                                                  .hint = f->hint ? text(ctx, f->hint) : STR_NONE,
                                                  .message = STR_NONE,
                                                  .value = value },
                                       .options = &options };
    f->type->input(ctx, h, &input);
    return true;
}
