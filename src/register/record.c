/* Rows of a table become records: values by field, and the text a reader sees. Titles of references come with the row by
   join; links (ft_refs) of all fields and all rows together cost one statement more. */
#include "base/text/text.h"
#include "register/type.h"

#include <stdlib.h>
#include <string.h>

struct db_value record_value(const struct record *r, const char *field)
{
    return r->values[field_index(r->def, field)];
}

struct str record_shown(const struct record *r, const char *field)
{
    return r->shown[field_index(r->def, field)];
}

struct str record_title(const struct record *r)
{
    return record_shown(r, r->def->title_field);
}

struct str record_heading(struct ctx *ctx, const struct record *r)
{
    struct str title = record_title(r);
    return r->def->heading == T_NONE ? title : text_with(ctx, r->def->heading, TEXT_ARG("title", title));
}

bool record_may(struct ctx *ctx, const struct record *r, enum may verb)
{
    enum rows_scope scope;
    if (!rule_find(r->def->rules, r->def->n_rules, ctx->actor, verb, &scope)) {
        return false;
    }
    if (scope == ROWS_ALL) {
        return true;
    }
    if (scope != ROWS_OF_ORG || !ctx->actor->organisation_id || !r->def->organisation_field) {
        return false;
    }
    if (str_is(str_c(r->def->organisation_field), "id")) {
        return r->id == ctx->actor->organisation_id;
    }
    struct db_value of = record_value(r, r->def->organisation_field);
    return of.kind == DB_INT && of.as.i == ctx->actor->organisation_id;
}

struct str value_typed(struct arena *a, const struct record *r, size_t field)
{
    const struct field *f = &r->def->fields[field];
    return f->type->typed(a, f, r->values[field]);
}

/* A reference is no way around a rule: of a register the reader may not open it tells that there is a row, not which. */
static struct str title_shown(struct ctx *ctx, const struct field *ref, struct db_value title)
{
    const struct register_def *target = field_target(ctx, ref);
    const struct field *f = title_field(target);
    if (title.kind == DB_NULL) {
        return STR_NONE;
    }
    return register_may(ctx, target, MAY_SEE) ? f->type->show(ctx, f, title) : text(ctx, T_REGISTER_HIDDEN);
}

/* Of a season the document's own words say more than its bounds: «весенние каникулы», not «сезон 2022 года». */
static void seasons_in_words(const struct register_def *def, const struct db_value *values, struct str *shown)
{
    for (size_t i = 0; i < def->n_fields; i++) {
        if (def->fields[i].words && period_of_value(values[i]).precision == PRECISION_SEASON) {
            struct str words = shown[field_index(def, def->fields[i].words)];
            shown[i] = words.len ? words : shown[i];
        }
    }
}

/* first|last|precision, as period_of_value reads it: of every row of a list, so no printf. */
static struct str period_text(struct arena *a, const struct db_value *from)
{
    size_t len = from[0].as.s.len + from[1].as.s.len + from[2].as.s.len + 2, n = 0;
    char *at = arena_take_unset(a, len, 1);
    for (size_t i = 0; i < 3; i++) {
        memcpy(at + n, from[i].as.s.at, from[i].as.s.len);
        n += from[i].as.s.len;
        if (i < 2) {
            at[n++] = '|';
        }
    }
    return (struct str){ at, len };
}

/* One row of the table into one record; returns nothing, because the shape is our own making. */
static void record_take(struct ctx *ctx, const struct register_def *def, const struct db_value *from, const bool *read,
                        struct record *r)
{
    struct db_value *values = NEW_ARRAY(ctx->arena, struct db_value, def->n_fields);
    struct str *shown = NEW_ARRAY(ctx->arena, struct str, def->n_fields);
    size_t k = 2;
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        values[i] = DB_NOTHING;
        shown[i] = STR_NONE;
        if (f->type->columns == COLUMNS_LINK || !read[i]) {
            continue;
        }
        if (f->type->columns == COLUMNS_PERIOD) {
            if (from[k].kind == DB_TEXT && from[k + 1].kind == DB_TEXT) {
                values[i] = DB_VALUE(period_text(ctx->arena, &from[k]));
            }
            k += 3;
        } else {
            values[i] = from[k++];
        }
        if (f->type == &ft_ref) {
            shown[i] = title_shown(ctx, f, from[k++]);
        } else if (values[i].kind != DB_NULL) {
            shown[i] = f->type->show(ctx, f, values[i]);
        }
    }
    seasons_in_words(def, values, shown);
    *r = (struct record){ def, from[0].as.i, from[1].as.i, values, shown, NULL };
}

static struct record *record_of(struct record *records, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (records[i].id == id) {
            return &records[i];
        }
    }
    return NULL;
}

static void link_add(struct arena *a, struct record *r, size_t field, int64_t to, struct str title)
{
    /* The arrays were made by record_take and are ours until the records are handed out. */
    struct db_value *value = (struct db_value *)&r->values[field];
    struct str *shown = (struct str *)&r->shown[field];
    if (value->kind == DB_NULL) {
        *value = DB_VALUE(str_format(a, "%lld", (long long)to));
        *shown = title;
    } else {
        *value = DB_VALUE(str_format(a, "%.*s,%lld", (int)value->as.s.len, value->as.s.at, (long long)to));
        *shown = str_format(a, "%.*s; %.*s", (int)shown->len, shown->at, (int)title.len, title.at);
    }
}

/* The rows of one record stand together in the answer of the database, so each record keeps its part of one array. */
static void link_keep(struct arena *a, struct record *r, size_t field, const struct record_link *link, bool goes_on)
{
    if (!r->links) {
        r->links = NEW_ARRAY(a, struct record_links, r->def->n_fields);
    }
    struct record_links *links = (struct record_links *)&r->links[field]; /* ours until the records are handed out */
    links->rows = goes_on ? links->rows : link;
    links->n++;
}

/* Values sorted by id, so that equal sets are equal texts whatever order the titles have. */
static int by_number(const void *one, const void *two)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)two;
    return (a > b) - (a < b);
}

static void links_sort(struct arena *a, struct record *r, size_t field)
{
    int64_t *ids;
    struct db_value *value = (struct db_value *)&r->values[field];
    if (value->kind == DB_NULL) {
        return;
    }
    size_t n = ids_read(a, value->as.s, &ids);
    qsort(ids, n, sizeof *ids, by_number);
    struct buf *out = buf_new(a, 64 * 1024);
    for (size_t i = 0; i < n; i++) {
        buf_putf(out, i ? ",%lld" : "%lld", (long long)ids[i]);
    }
    *value = DB_VALUE(buf_str(out));
}

/* "SELECT field, from_id, to_id, words, number" of one field's links, for the records whose ids are arguments from `first` on.
   A title is words or a number, each in a column of its own, so that each is put in its own order. */
static void put_links_of(struct ctx *ctx, struct sql *s, const struct register_def *def, size_t field, size_t first, size_t n)
{
    const struct register_def *target = field_target(ctx, &def->fields[field]);
    bool number = title_field(target)->type->integer;
    buf_putf(s->text, "SELECT %zu AS field, l.from_id, l.to_id, %s", field, number ? "CAST(NULL AS text) AS words, t." : "t.");
    sql_name(s, title_field(target)->name);
    buf_put(s->text, number ? STR(" AS number FROM ") : STR(" AS words, CAST(NULL AS bigint) AS number FROM "));
    sql_name(s, def->fields[field].link);
    SQL(s, " AS l JOIN ");
    sql_name(s, target->name);
    SQL(s, " AS t ON t.centre_id = l.centre_id AND t.id = l.to_id WHERE l.centre_id = :centre AND l.from_id IN (");
    for (size_t i = 0; i < n; i++) {
        buf_putf(s->text, i ? ", ?%zu" : "?%zu", first + i);
    }
    SQL(s, ")");
}

/* One statement for all link fields together, however many there are. */
static bool links_rows(struct ctx *ctx, const struct register_def *def, unsigned flags, const struct record *records, size_t n,
                       struct db_table *ret_table, struct err *e)
{
    struct sql *s = sql_new(ctx->arena);
    size_t taken = 0;
    SQL(s, "SELECT l.field, l.from_id, l.to_id, l.words, l.number FROM (");
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        if (f->type->columns == COLUMNS_LINK && (!flags || (f->flags & flags))) {
            buf_put(s->text, taken++ ? STR(" UNION ALL ") : STR_NONE);
            put_links_of(ctx, s, def, i, 1, n);
        }
    }
    SQL(s, ") AS l ORDER BY l.field, l.from_id, l.number, l.words COLLATE ru, l.to_id");
    for (size_t i = 0; i < n; i++) {
        sql_argument(s, DB_VALUE(records[i].id));
    }
    *ret_table = (struct db_table){ .n_rows = 0 };
    return taken == 0 || n == 0 || sql_rows(ctx, s, ret_table, e);
}

static bool links_take(struct ctx *ctx, const struct register_def *def, unsigned flags, struct record *records, size_t n,
                       struct err *e)
{
    struct db_table table;
    struct record *last = NULL;
    size_t last_field = 0;
    if (!links_rows(ctx, def, flags, records, n, &table, e)) {
        return false;
    }
    struct record_link *links = NEW_ARRAY(ctx->arena, struct record_link, table.n_rows + 1);
    for (size_t row = 0; row < table.n_rows; row++) {
        const struct db_value *v = &table.values[row * table.n_columns];
        size_t field = (size_t)v[0].as.i;
        struct record *r = record_of(records, n, v[1].as.i);
        if (r) {
            links[row] =
                (struct record_link){ v[2].as.i, title_shown(ctx, &def->fields[field], v[3].kind == DB_NULL ? v[4] : v[3]) };
            link_add(ctx->arena, r, field, links[row].id, links[row].title);
            link_keep(ctx->arena, r, field, &links[row], r == last && field == last_field);
            last = r;
            last_field = field;
        }
    }
    for (size_t i = 0; table.n_rows && i < n; i++) {
        for (size_t field = 0; field < def->n_fields; field++) {
            if (def->fields[field].type->columns == COLUMNS_LINK) {
                links_sort(ctx->arena, &records[i], field);
            }
        }
    }
    return true;
}

bool records_take(struct ctx *ctx, const struct register_def *def, const struct db_table *table, unsigned flags,
                  struct record *ret_records, struct err *e)
{
    const bool *read = fields_read(ctx->arena, def, flags);
    for (size_t i = 0; i < table->n_rows; i++) {
        record_take(ctx, def, &table->values[i * table->n_columns], read, &ret_records[i]);
    }
    return links_take(ctx, def, flags, ret_records, table->n_rows, e);
}

bool record_get_for(struct ctx *ctx, const struct register_def *def, int64_t id, enum may verb, struct record *ret_record,
                    struct err *e)
{
    struct sql *s = sql_new(ctx->arena);
    struct db_table table;
    SQL(s, "SELECT ");
    sql_columns(ctx, s, def, 0);
    SQL(s, " FROM ");
    sql_name(s, def->name);
    SQL(s, " AS t");
    sql_joins(ctx, s, def, 0);
    sql_scope(ctx, s, def, verb);
    SQL(s, " AND t.id = ");
    sql_value(s, DB_VALUE(id));
    if (!sql_rows(ctx, s, &table, e)) {
        return false;
    }
    if (table.n_rows == 0) {
        return err_setf(e, ERR_NOT_FOUND, "record_get", "%s %lld", def->name, (long long)id);
    }
    struct record record;
    if (!records_take(ctx, def, &table, 0, &record, e)) {
        return false;
    }
    *ret_record = record;
    return true;
}

bool record_get(struct ctx *ctx, const struct register_def *def, int64_t id, struct record *ret_record, struct err *e)
{
    return record_get_for(ctx, def, id, MAY_SEE, ret_record, e);
}
