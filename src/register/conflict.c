/* Two people saved the same row. The second sees both versions side by side, chooses by field, and loses nothing: what was
   typed stands in the page. The page is an ordinary form to the ordinary address, carrying the version that stands now, so
   a third save in between leads here again. */
#include "base/text/text.h"
#include "register/type.h"

struct both {
    struct str mine, theirs;              /* as typed */
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

static void put_choice(struct html *h, struct str name, struct str value, struct str word, struct str shown, bool chosen)
{
    if (chosen) {
        HTMLF(h, "<td><label><input type=\"radio\" name=\"{}\" value=\"{}\" checked> <strong>{}</strong> {}</label></td>", name, value,
              word, shown);
    } else {
        HTMLF(h, "<td><label><input type=\"radio\" name=\"{}\" value=\"{}\"> <strong>{}</strong> {}</label></td>", name, value, word,
              shown);
    }
}

static void put_field(struct ctx *ctx, struct html *h, const struct field *f, const struct both *b)
{
    struct str nothing = text(ctx, T_REGISTER_NOT_SAID);
    HTMLF(h, "<tr><th scope=\"row\">{}</th>", text(ctx, f->label));
    put_choice(h, str_c(f->name), b->mine, text(ctx, T_REGISTER_MINE), b->mine_shown.len ? b->mine_shown : nothing, true);
    put_choice(h, str_c(f->name), b->theirs, text(ctx, T_REGISTER_THEIRS), b->theirs_shown.len ? b->theirs_shown : nothing, false);
    HTML(h, "</tr>");
}

static void put_fields(struct ctx *ctx, struct html *h, const struct form *mine, const struct form *now, const struct record *theirs)
{
    HTMLF(h, "<table class=\"conflict\"><caption>{}</caption><tbody>", text(ctx, T_REGISTER_CONFLICT_TABLE));
    for (size_t i = 0; i < mine->def->n_fields; i++) {
        const struct field *f = &mine->def->fields[i];
        struct both b = { mine->typed[i], now->typed[i], shown_of_typed(ctx, mine, i), theirs->shown[i] };
        if (mine->given[i] && !str_equal(b.mine, b.theirs)) {
            put_field(ctx, h, f, &b);
        }
    }
    HTML(h, "</tbody></table>");
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
    ui_form_end(h, text(ctx, T_REGISTER_SAVE_CHOSEN));
    HTML(h, "<p>");
    ui_link_button(h, register_path(ctx->arena, mine->def, mine->id, ""), text(ctx, T_REGISTER_CONFLICT_DROP), UI_QUIET);
    HTML(h, "</p>");
    reply->status = 409;
    return page_end(ctx, h, reply, e);
}
