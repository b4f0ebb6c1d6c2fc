/* The form: what was typed, what it means, what is wrong with it. Nothing typed is ever lost; a field that the request does
   not carry at all keeps what the row has, so that a smaller form of our own may post to the same address. */
#include "base/text/text.h"
#include "register/type.h"

struct form form_empty(struct ctx *ctx, const struct register_def *def, int64_t id)
{
    struct form form = { .def = def, .id = id };
    form.typed = NEW_ARRAY(ctx->arena, struct str, def->n_fields);
    form.values = NEW_ARRAY(ctx->arena, struct db_value, def->n_fields);
    form.messages = NEW_ARRAY(ctx->arena, struct str, def->n_fields);
    form.given = NEW_ARRAY(ctx->arena, bool, def->n_fields);
    for (size_t i = 0; i < def->n_fields; i++) {
        form.typed[i] = STR_NONE;
        form.messages[i] = STR_NONE;
        form.values[i] = DB_NOTHING;
    }
    form.message = STR_NONE;
    return form;
}

void form_say(struct form *form, const char *field, struct str message)
{
    if (field) {
        struct str *said = &form->messages[field_index(form->def, field)];
        *said = said->len ? *said : message;
    } else {
        form->message = message;
    }
    form->has_message = true;
}

struct db_value form_value(const struct form *form, const char *field)
{
    return form->values[field_index(form->def, field)];
}

void form_set(struct form *form, const char *field, struct db_value value)
{
    size_t i = field_index(form->def, field);
    form->values[i] = value;
    form->given[i] = true;
}

bool form_load_options(struct ctx *ctx, struct form *form, struct err *e)
{
    struct field_options *options = NEW_ARRAY(ctx->arena, struct field_options, form->def->n_fields);
    if (form->options) {
        /* Candidates of a look-up are kept: they are the answer to what was typed. */
        for (size_t i = 0; i < form->def->n_fields; i++) {
            options[i] = form->options[i];
        }
    }
    for (size_t i = 0; i < form->def->n_fields; i++) {
        const struct field *f = &form->def->fields[i];
        if (!type_is_ref(f) || options[i].n) {
            continue;
        }
        struct str ids = form->values[i].kind == DB_NULL ? STR_NONE : f->type->typed(ctx->arena, f, form->values[i]);
        if (!lookup_options(ctx, f, &options[i], e) || !lookup_include(ctx, f, ids, &options[i], e)) {
            return false;
        }
    }
    form->options = options;
    return true;
}

static void keep_candidates(struct ctx *ctx, struct form *form, size_t field, const struct reading *reading)
{
    struct field_options *options = (struct field_options *)form->options;
    if (!options) {
        options = NEW_ARRAY(ctx->arena, struct field_options, form->def->n_fields);
        form->options = options;
    }
    options[field] = (struct field_options){ reading->candidates, reading->n_candidates, false };
}

bool form_read_fields(struct ctx *ctx, struct form *form, struct err *e)
{
    for (size_t i = 0; i < form->def->n_fields; i++) {
        const struct field *f = &form->def->fields[i];
        struct str typed = str_trim(form->typed[i]);
        struct reading reading = { .value = DB_NOTHING, .message = STR_NONE };
        if (!form->given[i]) {
            continue;
        }
        if (typed.len && !f->type->read(ctx, f, typed, &reading, e)) {
            return false;
        }
        form->values[i] = reading.message.len ? DB_NOTHING : reading.value;
        if (reading.message.len) {
            form_say(form, f->name, reading.message);
        }
        if (reading.n_candidates) {
            keep_candidates(ctx, form, i, &reading);
        }
    }
    return true;
}

/* Several values of one name (boxes ticked) become one text with commas. */
static struct str typed_in(struct ctx *ctx, const char *name)
{
    struct str all = STR_NONE;
    for (size_t i = 0; i < ctx->request->n_form; i++) {
        const struct param *p = &ctx->request->form[i];
        if (str_is(p->name, name) && p->value.len) {
            all = all.len ? str_join(ctx->arena, str_join(ctx->arena, all, STR(",")), p->value) : p->value;
        }
    }
    return all;
}

bool form_read(struct ctx *ctx, const struct register_def *def, int64_t id, struct form *ret_form, struct err *e)
{
    struct form form = form_empty(ctx, def, id);
    BUG_IF(!ctx->request);
    for (size_t i = 0; i < def->n_fields; i++) {
        form.given[i] = request_has(ctx->request, def->fields[i].name);
        form.typed[i] = form.given[i] ? typed_in(ctx, def->fields[i].name) : STR_NONE;
    }
    if (id && !num_read_int(request_form(ctx->request, "version"), &form.version)) {
        form.version = 0; /* no row has it: the conflict page shows what stands and what was typed */
    }
    if (!form_read_fields(ctx, &form, e) || (form.has_message && !form_load_options(ctx, &form, e))) {
        return false;
    }
    *ret_form = form;
    return true;
}

bool form_new(struct ctx *ctx, const struct register_def *def, struct form *ret_form, struct err *e)
{
    struct form form = form_empty(ctx, def, 0);
    for (size_t i = 0; i < def->n_fields; i++) {
        form.given[i] = true;
        form.typed[i] = ctx->request ? request_query(ctx->request, def->fields[i].name) : STR_NONE;
        if (def->fields[i].type == &ft_year && !form.typed[i].len && ctx->year) {
            form.typed[i] = ft_year.typed(ctx->arena, &def->fields[i], DB_VALUE(ctx->year));
        }
    }
    if (!form_load_options(ctx, &form, e)) {
        return false;
    }
    *ret_form = form;
    return true;
}

/* How the value is typed. Where a reference is typed as text the title goes with the id, so that the same row comes back
   whatever shares its name. */
static bool typed_of_record(struct ctx *ctx, const struct record *r, size_t i, bool many, struct str *ret_typed, struct err *e)
{
    const struct field *f = &r->def->fields[i];
    struct str plain = value_typed(ctx->arena, r, i);
    if (many && f->type == &ft_refs) {
        return lookup_lines(ctx, f, plain, ret_typed, e);
    }
    *ret_typed = many && plain.len ? lookup_typed(ctx->arena, r->shown[i], r->values[i].as.i) : plain;
    return true;
}

bool form_of_record(struct ctx *ctx, const struct record *record, struct form *ret_form, struct err *e)
{
    struct form form = form_empty(ctx, record->def, record->id);
    form.version = record->version;
    for (size_t i = 0; i < record->def->n_fields; i++) {
        form.given[i] = true;
        form.values[i] = record->values[i];
    }
    if (!form_load_options(ctx, &form, e)) {
        return false;
    }
    for (size_t i = 0; i < record->def->n_fields; i++) {
        if (!typed_of_record(ctx, record, i, form.options[i].many, &form.typed[i], e)) {
            return false;
        }
    }
    *ret_form = form;
    return true;
}

void form_give_year(struct form *form, const char *day_field, const char *year_field)
{
    struct db_value value = form_value(form, day_field);
    struct str first, rest = value.kind == DB_TEXT ? value.as.s : STR_NONE; /* a period is "first|last|precision" */
    struct day day;
    int year, month, of_month;
    if (str_next(&rest, '|', &first) && day_read(first, &day)) {
        day_split(day, &year, &month, &of_month);
        form_set(form, year_field, DB_VALUE((int64_t)(month >= 9 ? year : year - 1)));
    }
}
