/* References to several rows of another register, kept in a link table (centre_id, from_id, to_id). The value is the text
   "1,5,9"; ticked in a list, or typed one a line where there are too many rows. */
#include "base/json.h"
#include "base/text/text.h"
#include "register/type.h"

#include <stdlib.h>

size_t ids_read(struct arena *a, struct str ids, int64_t **ret_ids)
{
    size_t n = 0;
    struct str piece;
    *ret_ids = NEW_ARRAY(a, int64_t, ids.len / 2 + 1);
    while (str_next(&ids, ',', &piece)) {
        if (num_read_int(piece, &(*ret_ids)[n])) {
            n++;
        }
    }
    return n;
}

static int by_id(const void *one, const void *two)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)two;
    return (a > b) - (a < b);
}

/* Sorted and without doubles, so that equal sets are equal texts. */
static struct db_value ids_value(struct arena *a, int64_t *ids, size_t n)
{
    struct buf *out = buf_new(a, 64 * 1024);
    qsort(ids, n, sizeof *ids, by_id);
    for (size_t i = 0; i < n; i++) {
        if (!i || ids[i] != ids[i - 1]) {
            buf_putf(out, i ? ",%lld" : "%lld", (long long)ids[i]);
        }
    }
    return db_from_text_or_null(buf_str(out));
}

static bool only_ids(struct str typed)
{
    for (size_t i = 0; i < typed.len; i++) {
        if (typed.at[i] != ',' && !(typed.at[i] >= '0' && typed.at[i] <= '9')) {
            return false;
        }
    }
    return true;
}

/* Boxes were ticked: all ids in one statement. */
static bool refs_read_ids(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    struct db_table table;
    int64_t *ids;
    size_t n = ids_read(ctx->arena, typed, &ids), known;
    if (!lookup_rows(ctx, field, typed, &table, e)) {
        return false;
    }
    ret->value = ids_value(ctx->arena, ids, n);
    known = ret->value.kind == DB_TEXT ? ids_read(ctx->arena, ret->value.as.s, &ids) : 0;
    if (known != table.n_rows) {
        ret->message = text_with(ctx, T_REGISTER_NO_SUCH_ROW, TEXT_ARG("typed", typed),
                                 TEXT_ARG("what", text(ctx, field_target(ctx, field)->many)));
    }
    return true;
}

static bool refs_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    if (only_ids(typed)) {
        return refs_read_ids(ctx, field, typed, ret, e);
    }
    size_t most = 1, n = 0;
    for (size_t i = 0; i < typed.len; i++) {
        most += typed.at[i] == '\n' ? 1 : 0;
    }
    struct str *lines = NEW_ARRAY(ctx->arena, struct str, most), line, rest = typed;
    int64_t *ids = NEW_ARRAY(ctx->arena, int64_t, most);
    while (rest.len && str_next(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.len) {
            lines[n++] = line;
        }
    }
    if (!lookup_plain(ctx, field, lines, n, ids, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct reading one = { .value = DB_NOTHING };
        if (ids[i]) {
            continue;
        }
        if (!lookup_find(ctx, field, lines[i], &one, e)) {
            return false;
        }
        if (one.message.len) {
            ret->message = one.message;
            return true;
        }
        ids[i] = one.value.as.i;
    }
    ret->value = ids_value(ctx->arena, ids, n);
    return true;
}

static struct str refs_typed(struct arena *a, const struct field *field, struct db_value value)
{
    return value.kind == DB_TEXT ? value.as.s : STR_NONE;
}

static struct str refs_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    return refs_typed(ctx->arena, field, value);
}

static bool refs_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str value)
{
    int64_t id;
    if (!num_read_int(value, &id)) {
        return lookup_filter(ctx, s, field, value);
    }
    SQL(s, "EXISTS (SELECT 1 FROM ");
    sql_name(s, field->link);
    SQL(s, " AS l WHERE l.centre_id = t.centre_id AND l.from_id = t.id AND l.to_id = ");
    sql_value(s, DB_VALUE(id));
    SQL(s, ")");
    return true;
}

static bool holds(struct str ids, struct str id)
{
    struct str piece;
    while (str_next(&ids, ',', &piece)) {
        if (str_equal(piece, id)) {
            return true;
        }
    }
    return false;
}

/* More ticks than these are folded: who walks a form by keyboard passes one stop instead of all of them. */
enum { TICKS_OPEN = 8 };

/* «Школа № 3, Школа № 4», or how many there are to choose from. */
static struct str chosen_words(struct ctx *ctx, const struct field_options *options, const bool *checked)
{
    struct str words = STR_NONE;
    for (size_t i = 0; i < options->n; i++) {
        if (checked[i]) {
            words = words.len ? str_join(ctx->arena, str_join(ctx->arena, words, STR(", ")), options->choices[i].label)
                              : options->choices[i].label;
        }
    }
    return words.len ? words : text_with(ctx, T_REGISTER_TICKS, TEXT_ARG("n", (int64_t)options->n));
}

static void refs_input(struct ctx *ctx, struct html *h, const struct field_input *input)
{
    const struct field_options *options = input->options;
    if (input->filter && options && !options->many) {
        input_select(ctx, h, input);
    } else if (options && !options->many) {
        bool *checked = NEW_ARRAY(ctx->arena, bool, options->n + 1);
        for (size_t i = 0; i < options->n; i++) {
            checked[i] = holds(input->shown.value, options->choices[i].value);
        }
        ui_hidden(h, input->shown.name, STR_NONE); /* so that nothing ticked is an answer too */
        if (options->n > TICKS_OPEN) {
            ui_checks_folded(h, &input->shown, options->choices, options->n, checked, chosen_words(ctx, options, checked));
        } else {
            ui_checks(h, &input->shown, options->choices, options->n, checked);
        }
    } else {
        input_area(ctx, h, input);
    }
}

static struct json *refs_json(struct ctx *ctx, const struct record *r, size_t index)
{
    struct json *list = json_array(ctx->arena);
    const struct record_links *links = r->links ? &r->links[index] : NULL;
    for (size_t i = 0; links && i < links->n; i++) {
        json_add(list, json_of_row(ctx, &r->def->fields[index], links->rows[i].id, links->rows[i].title));
    }
    return list;
}

static void refs_schema(struct arena *a, const struct field *field, struct json *into)
{
    (void)field;
    struct json *items = json_object(a);
    schema_text(a, into, "type", "array");
    schema_text(a, items, "$ref", "#/components/schemas/reference");
    json_put(a, into, "items", items);
}

const struct field_type ft_refs = {
    .name = "references",
    .columns = COLUMNS_LINK,
    .read = refs_read,
    .typed = refs_typed,
    .show = refs_show,
    .input = refs_input,
    .filter = refs_filter,
    .json = refs_json,
    .schema = refs_schema,
};
