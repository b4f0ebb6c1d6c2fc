/* Who changed what and when, from the audit trail, the last change first; the fields of one change keep the order of the form.
   Words and dates in the reader's language. */
#include "base/text/text.h"
#include "register/type.h"

/* A value of the trail in the reader's words: labels of choices, dates, school years. */
static struct str trail_value(struct ctx *ctx, const struct field *f, struct str stored)
{
    struct reading reading = { .value = DB_NOTHING, .message = STR_NONE };
    struct err ignored = { 0 };
    if (!f || type_is_ref(f) || (f->flags & F_PRIVATE) || !stored.len || !f->type->read(ctx, f, stored, &reading, &ignored) ||
        reading.message.len || reading.value.kind == DB_NULL) {
        return stored;
    }
    return f->type->show(ctx, f, reading.value);
}

static struct str verb_text(struct ctx *ctx, struct str verb)
{
    return text(ctx, str_is(verb, "add")      ? T_REGISTER_DID_ADD
                     : str_is(verb, "remove") ? T_REGISTER_DID_REMOVE
                     : str_is(verb, "step")   ? T_REGISTER_DID_STEP
                                              : T_REGISTER_DID_EDIT);
}

/* The field, what hangs on rows, or the word as it stands in the trail. */
static struct str field_words(struct ctx *ctx, const struct field *f, struct str name)
{
    const struct register_extra *extra = ctx->registers->extra;
    return f ? text(ctx, f->label) : extra && str_is(name, extra->field) ? text(ctx, extra->label) : name;
}

static void history_row(struct ctx *ctx, struct html *h, const struct ui_column *columns, const struct register_def *def,
                        const struct audit_row *row)
{
    const struct field *f = field_find(def, row->field);
    ui_row_begin(h);
    ui_cell(h, &columns[0],
            text_moment(ctx->arena, ctx->lang, row->at, ctx->site && ctx->site->zone ? ctx->site->zone : "UTC"));
    ui_cell(h, &columns[1], row->who);
    ui_cell(h, &columns[2], verb_text(ctx, row->verb));
    ui_cell(h, &columns[3], field_words(ctx, f, row->field));
    ui_cell(h, &columns[4], trail_value(ctx, f, row->old_value));
    ui_cell(h, &columns[5], trail_value(ctx, f, row->new_value));
    ui_row_end(h);
}

bool page_history(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct register_def *def = page_def(request);
    struct record r;
    struct audit_row *rows;
    size_t n;
    if (!record_get(ctx, def, request_id_arg(request, 0), &r, e) || !audit_list(ctx, str_c(def->name), r.id, &rows, &n, e)) {
        return false;
    }
    const struct ui_column columns[] = {
        { .label = text(ctx, T_REGISTER_WHEN) },   { .label = text(ctx, T_REGISTER_WHO) },
        { .label = text(ctx, T_REGISTER_WHAT) },   { .label = text(ctx, T_REGISTER_FIELD) },
        { .label = text(ctx, T_REGISTER_BEFORE) }, { .label = text(ctx, T_REGISTER_AFTER) },
    };
    struct html *h = page_of(ctx, def, record_heading(ctx, &r), NULL);
    page_tabs(ctx, h, &r, true);
    ui_table_begin(h, text(ctx, T_REGISTER_HISTORY), columns, COUNT(columns));
    for (size_t end = n, first; end > 0; end = first) {
        for (first = end - 1; first > 0 && rows[first - 1].at == rows[end - 1].at;) {
            first--;
        }
        for (size_t i = first; i < end; i++) {
            history_row(ctx, h, columns, def, &rows[i]);
        }
    }
    ui_table_end(h);
    return page_end(ctx, h, reply, e);
}
