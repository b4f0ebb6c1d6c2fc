/* The only place where SQL is put together at run time. Identifiers are checked letter by letter, values are always
   arguments, and the scope of the actor's rule stands in every statement, because sql_scope is the only way to WHERE.
   The table asked for is always called t; the register behind field number i is r<i>. */
#include "base/utf8.h"
#include "register/type.h"

#include <string.h>

enum { MOST_ARGS = LOOKUP_MOST + 20 };

struct sql *sql_new(struct arena *a)
{
    struct sql *s = NEW(a, struct sql);
    *s = (struct sql){ .arena = a,
                       .text = buf_new(a, 64 * 1024),
                       .args = arena_take_unset(a, sizeof(struct db_value) * MOST_ARGS, _Alignof(struct db_value)) };
    return s;
}

void sql_name(struct sql *s, const char *identifier)
{
    BUG_IF(!identifier_valid(identifier));
    buf_put(s->text, str_c(identifier));
}

void sql_column(struct sql *s, const char *name, const char *suffix)
{
    SQL(s, "t.");
    sql_name(s, name);
    if (suffix) {
        SQL(s, "_");
        sql_name(s, suffix);
    }
}

void sql_argument(struct sql *s, struct db_value value)
{
    BUG_IF(s->n == MOST_ARGS);
    s->args[s->n++] = value;
}

void sql_value(struct sql *s, struct db_value value)
{
    sql_argument(s, value);
    buf_put_byte(s->text, '?');
    buf_put_int(s->text, (int64_t)s->n);
}

bool sql_rows(struct ctx *ctx, struct sql *s, struct db_table *ret_table, struct err *e)
{
    if (buf_failed(s->text)) {
        return err_set(e, ERR_TOO_BIG, "sql_rows", STR("statement too long"));
    }
    return db_table_sql(ctx->db, ctx->arena, buf_str(s->text), (struct db_args){ s->args, s->n }, ret_table, e);
}

bool sql_do(struct ctx *ctx, struct sql *s, int64_t *ret_changed, struct err *e)
{
    if (buf_failed(s->text)) {
        return err_set(e, ERR_TOO_BIG, "sql_do", STR("statement too long"));
    }
    return db_do_sql(ctx->db, ctx->arena, buf_str(s->text), (struct db_args){ s->args, s->n }, ret_changed, e);
}

void sql_scope(struct ctx *ctx, struct sql *s, const struct register_def *def, enum may verb)
{
    enum rows_scope scope;
    SQL(s, " WHERE t.centre_id = :centre");
    if (!rule_find(def->rules, def->n_rules, ctx->actor, verb, &scope)) {
        SQL(s, " AND 1 = 0");
    } else if (scope == ROWS_OF_ORG && def->organisation_field && ctx->actor->organisation_id) {
        SQL(s, " AND ");
        sql_column(s, def->organisation_field, NULL);
        SQL(s, " = ");
        sql_value(s, DB_VALUE(ctx->actor->organisation_id));
    } else if (scope != ROWS_ALL) {
        SQL(s, " AND 1 = 0"); /* fails closed: no organisation, or a scope that registers do not know */
    }
}

static void put_absent(struct sql *s, const struct field *field)
{
    if (field->type->columns == COLUMNS_LINK) {
        SQL(s, "NOT EXISTS (SELECT 1 FROM ");
        sql_name(s, field->link);
        SQL(s, " AS l WHERE l.centre_id = t.centre_id AND l.from_id = t.id)");
    } else {
        sql_column(s, field->name, field->type->columns == COLUMNS_PERIOD ? "first" : NULL);
        SQL(s, " IS NULL");
    }
}

void sql_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str value)
{
    SQL(s, " AND ");
    if (str_is(value, "-")) {
        put_absent(s, field);
    } else if (field->type->filter) {
        if (!field->type->filter(ctx, s, field, value)) {
            SQL(s, "1 = 0");
        }
    } else {
        sql_column(s, field->name, NULL);
        SQL(s, " = ");
        sql_value(s, DB_VALUE(value));
    }
}

/* Every word of the search must begin a word of the row: " стем" inside " стем1 стем2 ". Both are folded already, so bytes are
   compared: LIKE would fold again, letter by letter. */
void sql_search(struct ctx *ctx, struct sql *s, struct str words)
{
    sql_search_in(ctx, s, "t", words);
}

void sql_search_in(struct ctx *ctx, struct sql *s, const char *alias, struct str words)
{
    struct str stems = utf8_stems(s->arena, words), rest = str_trim(stems), word;
    bool any = false;
    for (int n = 0; n < 12 && str_next(&rest, ' ', &word); n++) {
        if (word.len) {
            buf_put(s->text, db_engine(ctx->db) == DB_SQLITE ? STR(" AND instr(") : STR(" AND strpos("));
            sql_name(s, alias);
            SQL(s, ".stems, ");
            sql_value(s, DB_VALUE(str_format(s->arena, " %.*s", (int)word.len, word.at)));
            SQL(s, ") > 0");
            any = true;
        }
    }
    if (!any) {
        SQL(s, " AND 1 = 0");
    }
}

/* A list of forty fields shows ten: the thirty others cost more than half of its reading when they came along. */
const bool *fields_read(struct arena *a, const struct register_def *def, unsigned flags)
{
    bool *read = NEW_ARRAY(a, bool, def->n_fields);
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        read[i] |= !flags || (f->flags & flags) || (def->organisation_field && strcmp(f->name, def->organisation_field) == 0);
        if (read[i] && f->words) {
            read[field_index(def, f->words)] = true; /* a season is shown in the words of that field */
        }
    }
    read[field_index(def, def->title_field)] = true;
    return read;
}

void sql_columns(struct ctx *ctx, struct sql *s, const struct register_def *def, unsigned flags)
{
    const bool *read = fields_read(ctx->arena, def, flags);
    SQL(s, "t.id, t.version");
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        if (f->type->columns == COLUMNS_LINK || !read[i]) {
            continue;
        }
        SQL(s, ", ");
        if (f->type->columns == COLUMNS_PERIOD) {
            sql_column(s, f->name, "first");
            SQL(s, ", ");
            sql_column(s, f->name, "last");
            SQL(s, ", ");
            sql_column(s, f->name, "precision");
        } else {
            sql_column(s, f->name, NULL);
        }
        if (f->type == &ft_ref) {
            buf_putf(s->text, ", r%zu.", i);
            sql_name(s, title_field(field_target(ctx, f))->name);
        }
    }
}

void sql_joins(struct ctx *ctx, struct sql *s, const struct register_def *def, unsigned flags)
{
    const bool *read = fields_read(ctx->arena, def, flags);
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        if (f->type == &ft_ref && read[i]) {
            SQL(s, " LEFT JOIN ");
            sql_name(s, field_target(ctx, f)->name);
            buf_putf(s->text, " AS r%zu ON r%zu.centre_id = t.centre_id AND r%zu.id = ", i, i, i);
            sql_column(s, f->name, NULL);
        }
    }
}
