/* Complaints about a declaration, for the house test: what would be a BUG or a silent hole at run time is found before it. */
#include "base/text/text.h"
#include "base/utf8.h"
#include "register/type.h"

#include <string.h>

static void complain(struct buf *out, const struct register_def *def, const struct field *f, const char *what)
{
    buf_putf(out, "%s%s%s: %s\n", def->name, f ? "." : "", f ? f->name : "", what);
}

static void lint_flags(struct buf *out, const struct register_def *def, const struct field *f)
{
    if ((f->flags & F_SEARCH) && !f->type->words) {
        complain(out, def, f, "only texts go into the search");
    }
    if ((f->flags & F_SUM) && !f->type->number) {
        complain(out, def, f, "only numbers are summed");
    }
    if ((f->flags & F_UNIQUE) && f->type->columns != COLUMNS_ONE) {
        complain(out, def, f, "uniqueness needs one column");
    }
    if ((f->flags & F_PRIVATE) && (f->flags & (F_LIST | F_FILTER | F_SEARCH | F_SUM))) {
        complain(out, def, f, "a private field is in no list, filter, search or sum");
    }
    if (f->type == &ft_long_text && (f->flags & F_FILTER)) {
        complain(out, def, f, "a long text is searched, not filtered");
    }
}

static void lint_field(struct ctx *ctx, struct buf *out, const struct register_def *def, const struct field *f)
{
    if (!identifier_valid(f->name)) {
        complain(out, def, f, "the name is not [a-z_][a-z0-9_]*");
    }
    if (!f->type || f->label == T_NONE) {
        complain(out, def, f, "no type or no label");
        return;
    }
    if (f->type == &ft_choice && (!f->choices || !f->n_choices)) {
        complain(out, def, f, "a choice without choices");
    }
    if (type_is_ref(f)) {
        const struct register_def *target = f->ref ? register_find(ctx, str_c(f->ref)) : NULL;
        if (!target) {
            complain(out, def, f, "refers to a register that is not declared");
        } else if (!field_find(target, str_c(target->title_field)) || type_is_ref(title_field(target)) ||
                   title_field(target)->type->columns != COLUMNS_ONE) {
            complain(out, def, f, "refers to a register whose title is not one column of its own");
        }
    }
    if ((f->type == &ft_refs) != (f->link != NULL)) {
        complain(out, def, f, "refs and only refs have a link table");
    }
    if (f->min > f->max) {
        complain(out, def, f, "the least is over the most");
    }
    lint_flags(out, def, f);
}

static void lint_rules(struct buf *out, const struct register_def *def)
{
    if (!def->n_rules || !rule_roles(def->rules, def->n_rules, MAY_SEE)) {
        complain(out, def, NULL, "no rule lets anybody see it");
    }
    for (size_t i = 0; i < def->n_rules; i++) {
        if (def->rules[i].rows == ROWS_OWN || (def->rules[i].rows == ROWS_OF_ORG && !def->organisation_field)) {
            complain(out, def, NULL, "a rule's scope that this register cannot apply");
        }
    }
}

static void lint_names(struct buf *out, const struct register_def *def)
{
    struct str order = str_c(def->order ? def->order : def->title_field);
    if (str_starts(order, STR("-"))) {
        order = str_part(order, 1, order.len);
    }
    if (!def->title_field || !field_find(def, str_c(def->title_field))) {
        complain(out, def, NULL, "the title field is missing");
    } else if (!field_find(def, order)) {
        complain(out, def, NULL, "the default order is no field");
    }
    if (def->year_field &&
        (!field_find(def, str_c(def->year_field)) || field_find(def, str_c(def->year_field))->type != &ft_year)) {
        complain(out, def, NULL, "the year field is no school year");
    }
    if (def->organisation_field && !str_is(STR("id"), def->organisation_field) &&
        (!field_find(def, str_c(def->organisation_field)) ||
         field_find(def, str_c(def->organisation_field))->type != &ft_ref)) {
        complain(out, def, NULL, "the organisation field is no reference");
    }
    if (def->n_steps && (!field_find(def, STR("state")) || field_find(def, STR("state"))->type != &ft_choice)) {
        complain(out, def, NULL, "steps need a choice named state");
    }
    for (size_t i = 0; i < COUNT(def->apart); i++) {
        const struct field *f = def->apart[i] ? field_find(def, str_c(def->apart[i])) : NULL;
        if (def->apart[i] && (!f || type_is_ref(f))) {
            complain(out, def, NULL, "what tells its rows apart is no field of its own");
        }
    }
    size_t n_filters = 0;
    for (size_t i = 0; i < def->n_fields; i++) {
        n_filters += (def->fields[i].flags & F_FILTER) != 0;
    }
    if (n_filters > LIST_FILTERS) {
        complain(out, def, NULL, "more filters than a list can be asked for");
    }
    for (size_t i = 0; i < def->n_fields; i++) {
        const char *words = def->fields[i].words;
        if (words && (!field_find(def, str_c(words)) || field_find(def, str_c(words))->type != &ft_text)) {
            complain(out, def, &def->fields[i], "the words of its seasons are no text field");
        }
        for (size_t k = i + 1; k < def->n_fields; k++) {
            if (strcmp(def->fields[i].name, def->fields[k].name) == 0) {
                complain(out, def, &def->fields[i], "declared twice");
            }
        }
    }
}

/* The columns exist: the statements of the list are run for no row. */
static bool lint_columns(struct ctx *ctx, struct buf *out, const struct register_def *def, struct err *e)
{
    struct sql *s = sql_new(ctx->arena);
    struct db_table table;
    struct err why = { 0 };
    SQL(s, "SELECT ");
    sql_columns(ctx, s, def, 0);
    if (register_has(def, F_SEARCH)) {
        SQL(s, ", t.stems");
    }
    for (size_t i = 0; i < def->n_fields; i++) {
        if (def->fields[i].type->columns == COLUMNS_LINK) {
            SQL(s, ", (SELECT count(l.to_id) FROM ");
            sql_name(s, def->fields[i].link);
            SQL(s, " AS l WHERE l.centre_id = t.centre_id AND l.from_id = t.id)");
        }
    }
    SQL(s, " FROM ");
    sql_name(s, def->name);
    SQL(s, " AS t");
    sql_joins(ctx, s, def, 0);
    SQL(s, " WHERE t.centre_id = :centre AND t.id = 0");
    if (sql_rows(ctx, s, &table, &why)) {
        return true;
    }
    if (why.kind == ERR_GONE || why.kind == ERR_BUSY) {
        *e = why;
        return false;
    }
    complain(out, def, NULL, "its table or a column is missing");
    buf_put(out, why.what);
    BUF(out, "\n");
    return true;
}

bool register_lint(struct ctx *ctx, const struct register_def *def, struct buf *complaints, struct err *e)
{
    size_t before = buf_len(complaints);
    if (!identifier_valid(def->name) || def->one == T_NONE || def->many == T_NONE) {
        complain(complaints, def, NULL, "no good name, or no words for one and many");
    }
    struct str one = text(ctx, def->one);
    if (one.len > 0 && str_equal(one, utf8_upper_first(ctx->arena, one))) {
        complain(complaints, def, NULL, "the word for one begins with a capital and cannot stand inside a title");
    }
    for (size_t i = 0; i < def->n_fields; i++) {
        lint_field(ctx, complaints, def, &def->fields[i]);
    }
    lint_rules(complaints, def);
    lint_names(complaints, def);
    return buf_len(complaints) > before || lint_columns(ctx, complaints, def, e);
}
