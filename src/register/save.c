/* Every change of a register's row goes through here, inside one db_write: the row under its lock, scope of the rule, version,
   hooks, the row, its links, its stems, and the audit trail made of the difference by field. Either all of it or nothing. */
#include "base/text/text.h"
#include "base/utf8.h"
#include "register/type.h"

struct save {
    struct form *form;
    bool field_messages; /* what was wrong before the transaction: work may run again */
    struct saved saved;
};

/* What the row keeps: fields that the form does not carry, fixed ones, and the state, which moves by steps. */
static void keep_old(struct form *form, const struct record *old)
{
    for (size_t i = 0; i < form->def->n_fields; i++) {
        const struct field *f = &form->def->fields[i];
        bool is_state = form->def->n_steps && str_is(STR("state"), f->name);
        if (!form->given[i] || (f->flags & F_FIXED) || is_state) {
            form->values[i] = old->values[i];
        }
    }
}

static void check_required(struct ctx *ctx, struct form *form)
{
    for (size_t i = 0; i < form->def->n_fields; i++) {
        const struct field *f = &form->def->fields[i];
        if ((f->flags & F_REQUIRED) && form->values[i].kind == DB_NULL && !form->messages[i].len) {
            form_say(form, f->name, text_with(ctx, T_REGISTER_REQUIRED, TEXT_ARG("label", text(ctx, f->label))));
        }
    }
}

/* A person of one school writes rows of that school only, whatever the form says. */
static void check_organisation(struct ctx *ctx, struct form *form)
{
    const struct register_def *def = form->def;
    enum rows_scope scope;
    if (!rule_find(def->rules, def->n_rules, ctx->actor, form->id ? MAY_EDIT : MAY_ADD, &scope) || scope != ROWS_OF_ORG ||
        !def->organisation_field || str_is(STR("id"), def->organisation_field)) {
        return;
    }
    size_t i = field_index(def, def->organisation_field);
    if (form->values[i].kind == DB_NULL && !form->messages[i].len && !form->id) {
        form->values[i] = DB_VALUE(ctx->actor->organisation_id);
    } else if (form->values[i].kind != DB_INT || form->values[i].as.i != ctx->actor->organisation_id) {
        form_say(form, def->organisation_field, text(ctx, T_REGISTER_OTHER_ORGANISATION));
    }
}

/* The value and its year are those that stand already: then they are nobody else's. */
static bool keeps_key(const struct form *form, size_t i)
{
    const struct record *old = form->old;
    const char *year = form->def->year_field;
    return old && value_same(old->values[i], form->values[i]) &&
           (!year || value_same(record_value(old, year), form_value(form, year)));
}

static bool check_unique(struct ctx *ctx, struct form *form, size_t i, struct err *e)
{
    const struct register_def *def = form->def;
    const struct field *f = &def->fields[i];
    struct sql *s = sql_new(ctx->arena);
    struct db_table table;
    if (!(f->flags & F_UNIQUE) || form->values[i].kind == DB_NULL || keeps_key(form, i)) {
        return true;
    }
    SQL(s, "SELECT t.id FROM ");
    sql_name(s, def->name);
    SQL(s, " AS t WHERE t.centre_id = :centre AND "); /* not only what the actor sees: the key is the centre's */
    sql_column(s, f->name, NULL);
    SQL(s, " = ");
    sql_value(s, form->values[i]);
    SQL(s, " AND t.id <> ");
    sql_value(s, DB_VALUE(form->id));
    if (def->year_field && !str_is(str_c(def->year_field), f->name)) {
        SQL(s, " AND ");
        sql_column(s, def->year_field, NULL);
        SQL(s, " = ");
        sql_value(s, form_value(form, def->year_field));
    }
    SQL(s, " LIMIT 1");
    if (form_value(form, def->year_field ? def->year_field : f->name).kind == DB_NULL) {
        return true;
    }
    if (!sql_rows(ctx, s, &table, e)) {
        return false;
    }
    if (table.n_rows) {
        form_say(form, f->name, text_with(ctx, T_REGISTER_NOT_UNIQUE, TEXT_ARG("label", text(ctx, f->label))));
    }
    return true;
}

static bool check_form(struct ctx *ctx, struct form *form, struct err *e)
{
    check_required(ctx, form);
    check_organisation(ctx, form);
    for (size_t i = 0; i < form->def->n_fields; i++) {
        if (!check_unique(ctx, form, i, e)) {
            return false;
        }
    }
    return !form->def->hooks.check || form->def->hooks.check(ctx, form, e);
}

static struct str stems_of(struct ctx *ctx, const struct form *form)
{
    struct buf *words = buf_new(ctx->arena, 256 * 1024);
    for (size_t i = 0; i < form->def->n_fields; i++) {
        if ((form->def->fields[i].flags & F_SEARCH) && form->values[i].kind == DB_TEXT) {
            buf_put(words, form->values[i].as.s);
            BUF(words, " ");
        }
    }
    return utf8_stems(ctx->arena, buf_str(words));
}

typedef void put_column(struct sql *s, const char *name, const char *suffix, struct db_value value);

/* Calls put for every column of the row with its value, in one order for names and for values. */
static void each_column(struct ctx *ctx, struct sql *s, const struct form *form, put_column *put)
{
    for (size_t i = 0; i < form->def->n_fields; i++) {
        const struct field *f = &form->def->fields[i];
        if (f->type->columns == COLUMNS_ONE) {
            put(s, f->name, NULL, form->values[i]);
        } else if (f->type->columns == COLUMNS_PERIOD) {
            struct period p = period_of_value(form->values[i]);
            put(s, f->name, "first", db_from_day(ctx->arena, p.first));
            put(s, f->name, "last", db_from_day(ctx->arena, p.last));
            put(s, f->name, "precision", DB_VALUE(str_c(precision_name(p.precision))));
        }
    }
    if (register_has(form->def, F_SEARCH)) {
        put(s, "stems", NULL, DB_VALUE(stems_of(ctx, form)));
    }
}

static void put_name(struct sql *s, const char *name, const char *suffix, struct db_value value)
{
    SQL(s, ", ");
    sql_name(s, name);
    if (suffix) {
        SQL(s, "_");
        sql_name(s, suffix);
    }
}

static void put_value(struct sql *s, const char *name, const char *suffix, struct db_value value)
{
    SQL(s, ", ");
    sql_value(s, value);
}

static void put_assignment(struct sql *s, const char *name, const char *suffix, struct db_value value)
{
    put_name(s, name, suffix, value);
    SQL(s, " = ");
    sql_value(s, value);
}

static bool insert_row(struct ctx *ctx, const struct form *form, int64_t id, struct err *e)
{
    struct sql *s = sql_new(ctx->arena);
    SQL(s, "INSERT INTO ");
    sql_name(s, form->def->name);
    SQL(s, " (centre_id, id, version");
    each_column(ctx, s, form, put_name);
    SQL(s, ") VALUES (:centre, ");
    sql_value(s, DB_VALUE(id));
    SQL(s, ", 1");
    each_column(ctx, s, form, put_value);
    SQL(s, ")");
    return sql_do(ctx, s, NULL, e);
}

static bool update_row(struct ctx *ctx, const struct form *form, struct err *e)
{
    struct sql *s = sql_new(ctx->arena);
    int64_t changed;
    SQL(s, "UPDATE ");
    sql_name(s, form->def->name);
    SQL(s, " SET version = version + 1");
    each_column(ctx, s, form, put_assignment);
    SQL(s, " WHERE centre_id = :centre AND id = ");
    sql_value(s, DB_VALUE(form->id));
    SQL(s, " AND version = ");
    sql_value(s, DB_VALUE(form->version));
    if (!sql_do(ctx, s, &changed, e)) {
        return false;
    }
    return changed == 1 || err_setf(e, ERR_CONFLICT, "record_save", "%s %lld", form->def->name, (long long)form->id);
}

bool links_drop(struct ctx *ctx, const struct field *f, int64_t id, struct err *e)
{
    struct sql *s = sql_new(ctx->arena);
    SQL(s, "DELETE FROM ");
    sql_name(s, f->link);
    SQL(s, " WHERE centre_id = :centre AND from_id = ");
    sql_value(s, DB_VALUE(id));
    return sql_do(ctx, s, NULL, e);
}

static bool put_links_part(struct ctx *ctx, const struct field *f, int64_t id, const int64_t *to, size_t n, struct err *e)
{
    struct sql *s = sql_new(ctx->arena);
    SQL(s, "INSERT INTO ");
    sql_name(s, f->link);
    SQL(s, " (centre_id, from_id, to_id) VALUES ");
    for (size_t i = 0; i < n; i++) {
        buf_put(s->text, i ? STR(", (:centre, ") : STR("(:centre, "));
        sql_value(s, DB_VALUE(id));
        SQL(s, ", ");
        sql_value(s, DB_VALUE(to[i]));
        SQL(s, ")");
    }
    return sql_do(ctx, s, NULL, e);
}

/* A hundred to a statement: a statement has room for so many arguments, a town may have more schools than that. */
static bool put_links(struct ctx *ctx, const struct field *f, int64_t id, struct db_value value, struct err *e)
{
    enum { AT_ONCE = 100 };
    int64_t *to;
    size_t n = value.kind == DB_TEXT ? ids_read(ctx->arena, value.as.s, &to) : 0;
    for (size_t done = 0; done < n; done += AT_ONCE) {
        if (!put_links_part(ctx, f, id, to + done, n - done < AT_ONCE ? n - done : AT_ONCE, e)) {
            return false;
        }
    }
    return true;
}

bool value_same(struct db_value one, struct db_value two)
{
    if (one.kind != two.kind) {
        return false;
    }
    return one.kind == DB_NULL || (one.kind == DB_TEXT ? str_equal(one.as.s, two.as.s) : one.as.i == two.as.i);
}

static bool save_links(struct ctx *ctx, const struct form *form, const struct record *old, int64_t id, struct err *e)
{
    for (size_t i = 0; i < form->def->n_fields; i++) {
        const struct field *f = &form->def->fields[i];
        if (f->type->columns != COLUMNS_LINK || (old && value_same(old->values[i], form->values[i]))) {
            continue;
        }
        if ((old && !links_drop(ctx, f, id, e)) || !put_links(ctx, f, id, form->values[i], e)) {
            return false;
        }
    }
    return true;
}

/* For the trail a reference is its title of that moment, everything else the text one would type: words, ISO-like dates. */
static struct str audit_text(struct ctx *ctx, const struct record *r, size_t i)
{
    if (!r || r->values[i].kind == DB_NULL) {
        return STR_NONE;
    }
    if (r->def->fields[i].flags & F_PRIVATE) {
        return STR("…"); /* that it changed is recorded, what it was is not */
    }
    return type_is_ref(&r->def->fields[i]) ? r->shown[i] : value_typed(ctx->arena, r, i);
}

bool audit_difference(struct ctx *ctx, const struct record *old, const struct record *now, const char *verb, struct err *e)
{
    const struct record *any = now ? now : old;
    struct audit_entry *entries = NEW_ARRAY(ctx->arena, struct audit_entry, any->def->n_fields);
    size_t n = 0;
    /* A new row stands in its table as it is; the first change keeps what it was. */
    for (size_t i = 0; old && i < any->def->n_fields; i++) {
        struct db_value before = old ? old->values[i] : DB_NOTHING, after = now ? now->values[i] : DB_NOTHING;
        if (!value_same(before, after)) {
            entries[n++] =
                (struct audit_entry){ str_c(any->def->fields[i].name), audit_text(ctx, old, i), audit_text(ctx, now, i) };
        }
    }
    return audit_put(ctx, str_c(any->def->name), any->id, verb, entries, n, e);
}

/* A new row as it was written. Its values are those of the form, which is compared with stored rows value by value; titles of
   its references nobody asks of it, and reading it again would take a fifth of the whole save. */
static struct record new_record(struct ctx *ctx, const struct form *form, int64_t id)
{
    struct db_value *values = NEW_ARRAY(ctx->arena, struct db_value, form->def->n_fields);
    for (size_t i = 0; i < form->def->n_fields; i++) {
        values[i] = form->values[i];
    }
    return (struct record){ .def = form->def, .id = id, .version = 1, .values = values };
}

/* After the row: the trail, and whoever counts by it. */
static bool finish(struct ctx *ctx, struct form *form, const struct record *old, int64_t id, struct err *e)
{
    const struct register_def *def = form->def;
    struct record now = new_record(ctx, form, id);
    struct refusal refusal = { NULL, STR_NONE };
    if (old && !record_get_for(ctx, def, id, MAY_EDIT, &now, e)) {
        return false;
    }
    if (audit_difference(ctx, old, &now, old ? "edit" : "add", e) && change_settle(ctx, old, &now, &refusal, e)) {
        return true;
    }
    if (refusal.message.len) {
        form_say(form, refusal.field, refusal.message);
    }
    return false;
}

static bool nothing_changed(const struct form *form, const struct record *old)
{
    for (size_t i = 0; i < form->def->n_fields; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): the reader of records, in another file, fills old */
        if (!value_same(old->values[i], form->values[i])) {
            return false;
        }
    }
    return true;
}

static bool save_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct save *save = arg;
    struct form *form = save->form;
    struct record old = { 0 };
    form->has_message = save->field_messages;
    form->old = NULL;
    if (form->id) {
        if (!record_get_for(ctx, form->def, form->id, MAY_EDIT, &old, e)) {
            return false;
        }
        form->version = form->version == VERSION_AS_IT_STANDS ? old.version : form->version;
        if (old.version != form->version) {
            return err_setf(e, ERR_CONFLICT, "record_save", "%s %lld", form->def->name, (long long)form->id);
        }
        keep_old(form, &old);
        form->old = &old;
    }
    bool checked = check_form(ctx, form, e);
    form->old = NULL;
    if (!checked) {
        return false;
    }
    if (form->has_message) {
        return err_setf(e, ERR_INVALID, "record_save", "%s: the form is wrong", form->def->name);
    }
    save->saved = (struct saved){ form->id, old.version, false, old };
    if (form->id && nothing_changed(form, &old)) {
        return true;
    }
    save->saved.changed = true;
    save->saved.version++; /* a new row begins with 1 */
    int64_t *id = &save->saved.id;
    if (form->id ? !update_row(ctx, form, e)
                 : !db_new_id(ctx->db, str_c(form->def->name), id, e) || !insert_row(ctx, form, *id, e)) {
        return false;
    }
    return save_links(ctx, form, form->id ? &old : NULL, *id, e) && finish(ctx, form, form->id ? &old : NULL, *id, e);
}

bool register_may(struct ctx *ctx, const struct register_def *def, enum may verb)
{
    enum rows_scope scope;
    return rule_find(def->rules, def->n_rules, ctx->actor, verb, &scope);
}

bool record_save(struct ctx *ctx, struct form *form, int64_t *ret_id, struct err *e)
{
    struct saved saved;
    if (!record_save_told(ctx, form, &saved, e)) {
        return false;
    }
    *ret_id = saved.id;
    return true;
}

bool record_save_told(struct ctx *ctx, struct form *form, struct saved *ret_saved, struct err *e)
{
    struct save save = { form, form->has_message, { 0 } };
    if (!register_may(ctx, form->def, form->id ? MAY_EDIT : MAY_ADD)) {
        return err_setf(e, ERR_FORBIDDEN, "record_save", "%s", form->def->name);
    }
    if (!db_write(ctx, (struct db_lock){ form->def->name, form->id }, save_work, &save, e)) {
        struct err again = { 0 };
        if (e->kind == ERR_INVALID && !form->has_message) {
            form_say(form, NULL, text(ctx, T_REGISTER_REFUSED)); /* a key over several columns, or a reference just removed */
        }
        if (form->has_message && ctx->request && !form_load_options(ctx, form, &again)) {
            *e = again;
        }
        return false;
    }
    *ret_saved = save.saved;
    return true;
}

static bool refuse(struct ctx *ctx, const struct form *form, struct err *e)
{
    struct buf *why = buf_new(ctx->arena, 16 * 1024);
    buf_putf(why, "%s", form->def->name);
    for (size_t i = 0; i < form->def->n_fields; i++) {
        if (form->messages[i].len) {
            buf_putf(why, "; %s: %.*s", form->def->fields[i].name, (int)form->messages[i].len, form->messages[i].at);
        }
    }
    if (form->message.len) {
        buf_putf(why, "; %.*s", (int)form->message.len, form->message.at);
    }
    *e = (struct err){ ERR_INVALID, "record_add", buf_str(why), STR_NONE, 0 };
    return false;
}

bool record_add_told(struct ctx *ctx, const struct register_def *def, const struct param *pairs, size_t n,
                     struct form *ret_form, int64_t *ret_id, struct err *e)
{
    struct form form = form_empty(ctx, def, 0);
    *ret_form = form;
    for (size_t i = 0; i < n; i++) {
        const struct field *f = field_find(def, pairs[i].name);
        if (!f) {
            return err_setf(e, ERR_INVALID, "record_add", "%s has no field %.*s", def->name, (int)pairs[i].name.len,
                            pairs[i].name.at);
        }
        form.typed[f - def->fields] = pairs[i].value;
        form.given[f - def->fields] = true;
    }
    bool done = form_read_fields(ctx, &form, e) && record_save(ctx, &form, ret_id, e);
    *ret_form = form;
    return done;
}

bool record_add(struct ctx *ctx, const struct register_def *def, const struct param *pairs, size_t n, int64_t *ret_id,
                struct err *e)
{
    struct form form;
    if (record_add_told(ctx, def, pairs, n, &form, ret_id, e)) {
        return true;
    }
    return e->kind == ERR_INVALID && form.has_message && str_starts(e->what, str_c(def->name)) ? refuse(ctx, &form, e) : false;
}
