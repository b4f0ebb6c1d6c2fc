/* Names of people in a public edition: which are taken out before it is stored, and which afterwards, when a consent has ended.
 */
#include "base/buf.h"
#include "base/hash.h"
#include "base/json.h"
#include "features/analysis/public.h"
#include "features/consent/consent.h"

/* Names in all the words there are, whoever wrote them: authors, the record, titles of columns and rows. */
struct naming {
    struct arena *a;
    struct consents consents;
    struct str instead;
    struct public_made *made;
};

static void note_name(struct arena *a, struct public_names *names, struct str name)
{
    for (size_t i = 0; i < names->n; i++) {
        if (str_equal(names->all[i], name)) {
            return;
        }
    }
    if (names->n == names->room) {
        struct str *more = NEW_ARRAY(a, struct str, names->room = names->room ? names->room * 2 : 32);
        for (size_t i = 0; i < names->n; i++) {
            more[i] = names->all[i];
        }
        names->all = more;
    }
    names->all[names->n++] = name;
}

static const struct consent_name *names_in(struct naming *n, struct str words, size_t *ret_n)
{
    struct consent_name *names = consent_names(n->a, &n->consents, words, ret_n);
    size_t n_doubts;
    const struct name_span *doubts = names_doubtful(n->a, words, &n->consents.surnames, &n_doubts);
    for (size_t i = 0; i < *ret_n; i++) {
        note_name(n->a, names[i].may ? &n->made->kept : &n->made->names, str_part(words, names[i].span.at, names[i].span.len));
    }
    for (size_t i = 0; i < n_doubts; i++) {
        note_name(n->a, &n->made->doubts, str_part(words, doubts[i].at, doubts[i].len));
    }
    return names;
}

/* What is left of a piece that stands at `at` of its line. A name that lies over several pieces, or what is said in its place,
   stands in the one where it begins. */
static struct str piece_left(struct naming *n, struct str line, struct str piece, size_t at, const struct consent_name *names,
                             size_t n_names)
{
    struct buf *b = buf_new(n->a, 4 * piece.len + 256);
    size_t from = 0;
    for (size_t i = 0; i < n_names; i++) {
        size_t begin = names[i].span.at, end = begin + names[i].span.len;
        bool whole = begin >= at && end <= at + piece.len;
        if (end <= at || begin >= at + piece.len || (whole && names[i].may)) {
            continue;
        }
        if (begin >= at) {
            buf_put(b, str_part(piece, from, begin - at - from));
            buf_put(b, names[i].may ? str_part(line, begin, end - begin) : n->instead);
        }
        from = end - at < piece.len ? end - at : piece.len;
    }
    buf_put(b, str_part(piece, from, piece.len));
    return str_copy(n->a, buf_str(b));
}

static struct str unnamed(struct naming *n, struct str words)
{
    size_t n_names;
    const struct consent_name *names = names_in(n, words, &n_names);
    return n_names ? piece_left(n, words, words, 0, names, n_names) : words;
}

/* Words that nothing parts any more are one piece. */
static void join_pieces(struct arena *a, struct shown_line *line)
{
    for (size_t i = 0; i < line->n; i++) {
        if (line->pieces[i].kind != SHOWN_TEXT || line->pieces[i].emphasis) {
            return;
        }
    }
    if (line->n > 1) {
        line->pieces[0].text = line_words(a, line);
        line->n = 1;
    }
}

/* A name may lie over several pieces: where a word of it is stressed, or comes of the record. */
static void unname_line(struct naming *n, struct shown_line *line)
{
    size_t n_names, at = 0;
    join_pieces(n->a, line);
    struct str words = line_words(n->a, line);
    const struct consent_name *names = names_in(n, words, &n_names);
    for (size_t i = 0; n_names > 0 && i < line->n; i++) {
        size_t len = line->pieces[i].text.len;
        line->pieces[i].text = piece_left(n, words, line->pieces[i].text, at, names, n_names);
        at += len;
    }
}

static void unname_words(struct naming *n, const struct str **words, size_t n_words)
{
    struct str *clean = NEW_ARRAY(n->a, struct str, n_words + 1);
    for (size_t i = 0; i < n_words; i++) {
        clean[i] = unnamed(n, (*words)[i]);
    }
    *words = clean;
}

static void unname_table(struct naming *n, struct shown_table *t)
{
    t->title = unnamed(n, t->title);
    unname_line(n, &t->note);
    for (size_t i = 0; i < t->n_columns; i++) {
        t->columns[i].head = unnamed(n, t->columns[i].head);
    }
    for (size_t i = 0; i < t->n_columns * t->n_rows; i++) {
        t->cells[i].text = unnamed(n, t->cells[i].text);
    }
}

static void unname_chart(struct naming *n, struct shown_chart *c)
{
    c->chart.title = unnamed(n, c->chart.title);
    unname_line(n, &c->sentence);
    unname_words(n, &c->chart.categories, c->chart.n_categories);
    unname_words(n, &c->chart.series, c->chart.n_series);
}

static void unname_block(struct naming *n, struct shown_block *block)
{
    block->about_title = unnamed(n, block->about_title);
    for (size_t i = 0; i < block->n_lines; i++) {
        unname_line(n, &block->lines[i]);
    }
    if (block->table) {
        unname_table(n, block->table);
    }
    if (block->chart) {
        unname_chart(n, block->chart);
    }
}

bool public_unname(struct ctx *ctx, struct analysis *analysis, struct public_made *made, struct err *e)
{
    struct naming n = { .a = ctx->arena, .instead = text_in(LANG_RU, T_ANALYSIS_PUBLIC_HIDDEN_NAME), .made = made };
    if (!consent_read(ctx, &n.consents, e) || !consent_surnames(ctx, &n.consents, e)) {
        return false;
    }
    analysis->title = unnamed(&n, analysis->title);
    for (size_t i = 0; i < made->shown->n_sections; i++) {
        made->shown->sections[i].title = unnamed(&n, made->shown->sections[i].title);
        for (size_t k = 0; k < made->shown->sections[i].n_blocks; k++) {
            unname_block(&n, &made->shown->sections[i].blocks[k]);
        }
    }
    return true;
}

/* Every `name` of the words replaced. */
static struct str replaced(struct arena *a, struct str words, struct str name, struct str instead)
{
    struct buf *b = buf_new(a, 8 * words.len + 256);
    size_t from = 0;
    for (size_t at = str_find(words, name, 0); at < words.len; at = str_find(words, name, from)) {
        buf_put(b, str_part(words, from, at - from));
        buf_put(b, instead);
        from = at + name.len;
    }
    if (from == 0) {
        return words;
    }
    buf_put(b, str_part(words, from, words.len));
    return str_copy(a, buf_str(b));
}

static void replace_in_all(struct arena *a, struct json *j, struct str name, struct str instead)
{
    if (j->kind == JSON_STRING) {
        j->text = replaced(a, j->text, name, instead);
    }
    for (struct json *child = j->first; child; child = child->next) { /* json_read lets nothing deeper than 64 in */
        replace_in_all(a, child, name, instead);
    }
}

bool public_today(struct ctx *ctx, struct public_edition *edition, struct err *e)
{
    struct consents consents;
    struct json *form, *left = json_array(ctx->arena);
    struct str instead = text_in(LANG_RU, T_ANALYSIS_PUBLIC_HIDDEN_NAME);
    bool changed = false;
    if (!json_read(ctx->arena, edition->form, &form, e) || !consent_read(ctx, &consents, e)) {
        return false;
    }
    struct json *kept = json_get(form, "names");
    for (const struct json *name = kept ? kept->first : NULL; name; name = name->next) {
        if (consent_covers(ctx->arena, &consents, name->text)) {
            json_add(left, json_string(ctx->arena, name->text));
        } else {
            changed = true;
        }
    }
    if (!changed) {
        return true;
    }
    for (const struct json *name = kept->first; name; name = name->next) {
        if (!consent_covers(ctx->arena, &consents, name->text)) {
            replace_in_all(ctx->arena, form, str_copy(ctx->arena, name->text), instead);
        }
    }
    kept->first = left->first;
    kept->last = left->last;
    edition->form = json_write(ctx->arena, form);
    edition->sha256 = hash_sha256_hex(ctx->arena, edition->form);
    return true;
}
