/* Two people saved the same row. The second sees both versions side by side, chooses by field, and loses nothing: what was
   typed stands in the page. The page is an ordinary form to the ordinary address, carrying the version that stands now, so
   a third save in between leads here again. */
#include "base/text/text.h"
#include "register/type.h"

struct both {
    struct str mine, theirs; /* as typed */
    struct str mine_shown, theirs_shown;
};

static struct str shown_of_typed(struct ctx *ctx, const struct form *mine, size_t i)
{
    const struct field *f = &mine->def->fields[i];
    if (type_is_ref(f) && mine->options) {
        for (size_t k = 0; k < mine->options[i].n; k++) {
            if (str_equal(mine->options[i].choices[k].value, mine->typed[i])) {
                return mine->options[i].choices[k].label;
            }
        }
    }
    bool read = !mine->messages[i].len && mine->values[i].kind != DB_NULL && !type_is_ref(f);
    return read ? f->type->show(ctx, f, mine->values[i]) : mine->typed[i];
}

/* One of the two values of a field as a radio button that carries it; line ends in the value survive the way back. */
static struct html_safe choice_part(struct ctx *ctx, const struct field *f, struct str value, struct str shown, bool chosen)
{
    struct html *h = html_new(ctx->arena, 256 * 1024);
    struct str words = shown.len ? shown : text(ctx, T_REGISTER_NOT_SAID);
    if (chosen) {
        HTMLF(h, "<label><input type=\"radio\" name=\"{}\" value=\"{}\" checked> {}</label>", str_c(f->name), value, words);
    } else {
        HTMLF(h, "<label><input type=\"radio\" name=\"{}\" value=\"{}\"> {}</label>", str_c(f->name), value, words);
    }
    return html_part(h);
}

static void put_field(struct ctx *ctx, struct html *h, const struct ui_column *columns, const struct field *f,
                      const struct both *b)
{
    ui_row_begin(h);
    ui_cell(h, &columns[0], text(ctx, f->label));
    ui_cell_part(h, &columns[1], choice_part(ctx, f, b->mine, b->mine_shown, true));
    ui_cell_part(h, &columns[2], choice_part(ctx, f, b->theirs, b->theirs_shown, false));
    ui_row_end(h);
}

static void put_fields(struct ctx *ctx, struct html *h, const struct form *mine, const struct form *now,
                       const struct record *theirs)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_REGISTER_FIELD), .heads = true },
                                         { .label = text(ctx, T_REGISTER_MINE) },
                                         { .label = text(ctx, T_REGISTER_THEIRS) } };
    ui_table_begin(h, text(ctx, T_REGISTER_CONFLICT_TABLE), columns, COUNT(columns));
    for (size_t i = 0; i < mine->def->n_fields; i++) {
        struct both b = { mine->typed[i], now->typed[i], shown_of_typed(ctx, mine, i), theirs->shown[i] };
        if (mine->given[i] && !str_equal(b.mine, b.theirs)) {
            put_field(ctx, h, columns, &mine->def->fields[i], &b);
        }
    }
    ui_table_end(h);
    for (size_t i = 0; i < mine->def->n_fields; i++) {
        if (mine->given[i] && str_equal(mine->typed[i], now->typed[i])) {
            ui_hidden(h, str_c(mine->def->fields[i].name), mine->typed[i]);
        }
    }
}

static struct str who_saved(struct ctx *ctx, const struct record *theirs, struct err *e)
{
    struct audit_row *rows;
    size_t n;
    struct err ignored = { 0 };
    if (!audit_list(ctx, str_c(theirs->def->name), theirs->id, &rows, &n, &ignored) || n == 0) {
        return text(ctx, T_REGISTER_CONFLICT);
    }
    const struct audit_row *last = rows[0].at >= rows[n - 1].at ? &rows[0] : &rows[n - 1];
    struct str when = text_moment(ctx->arena, ctx->lang, last->at, ctx->site && ctx->site->zone ? ctx->site->zone : "UTC");
    return text_with(ctx, T_REGISTER_CONFLICT_WHO, TEXT_ARG("who", last->who), TEXT_ARG("when", when));
}

bool page_conflict(struct ctx *ctx, struct reply *reply, const struct form *mine, struct err *e)
{
    struct record theirs;
    struct form now, shown = *mine;
    if (!record_get_for(ctx, mine->def, mine->id, MAY_EDIT, &theirs, e) || !form_of_record(ctx, &theirs, &now, e) ||
        !form_load_options(ctx, &shown, e)) {
        return false;
    }
    struct html *h = page_of(ctx, mine->def, text(ctx, T_REGISTER_CONFLICT_TITLE), &theirs);
    ui_note(h, UI_ATTENTION, who_saved(ctx, &theirs, e));
    HTMLF(h, "<p>{}</p>", text(ctx, T_REGISTER_CONFLICT_HOW));
    ui_form_begin(ctx, h, register_path(ctx->arena, mine->def, mine->id, "/edit"), STR("conflict"));
    ui_hidden(h, STR("version"), str_format(ctx->arena, "%lld", (long long)theirs.version));
    put_fields(ctx, h, &shown, &now, &theirs);
    ui_form_end_or(h, text(ctx, T_REGISTER_SAVE_CHOSEN), register_path(ctx->arena, mine->def, mine->id, ""),
                   text(ctx, T_REGISTER_CONFLICT_DROP));
    reply->status = 409;
    return page_end(ctx, h, reply, e);
}
