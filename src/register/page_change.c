/* Removing a row asks first and shows what goes; a step of the state is one button. */
#include "base/text/text.h"
#include "register/type.h"

static bool show_removal(struct ctx *ctx, const struct record *r, struct str message, int status, struct reply *reply,
                         struct err *e)
{
    struct html *h = page_of(ctx, r->def, text_with(ctx, T_REGISTER_REMOVE_TITLE, TEXT_ARG("one", text(ctx, r->def->one))), r);
    if (message.len) {
        ui_note(h, UI_ERROR, message);
    }
    HTMLF(h, "<p>{}</p>", text_with(ctx, T_REGISTER_REMOVE_ASK, TEXT_ARG("title", record_heading(ctx, r))));
    record_show(ctx, h, r);
    ui_form_begin(ctx, h, register_path(ctx->arena, r->def, r->id, "/remove"), STR("remove"));
    ui_hidden(h, STR("version"), str_format(ctx->arena, "%lld", (long long)r->version));
    ui_form_end_or(h, text(ctx, T_REGISTER_REMOVE), register_path(ctx->arena, r->def, r->id, ""), text(ctx, T_REGISTER_KEEP));
    reply->status = status;
    return page_end(ctx, h, reply, e);
}

bool page_remove(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct record r;
    return record_get_for(ctx, page_def(request), request_id_arg(request, 0), MAY_REMOVE, &r, e) &&
           show_removal(ctx, &r, STR_NONE, 200, reply, e);
}

bool page_remove_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct register_def *def = page_def(request);
    struct record r;
    int64_t id = request_id_arg(request, 0), version = 0;
    if (!record_get_for(ctx, def, id, MAY_REMOVE, &r, e)) {
        return false;
    }
    if (!num_read_int(request_form(request, "version"), &version)) {
        version = 0;
    }
    if (record_remove(ctx, def, id, version, e)) {
        return reply_see(ctx, reply, register_path(ctx->arena, def, 0, ""));
    }
    if (e->kind != ERR_CONFLICT && e->kind != ERR_INVALID) {
        return false;
    }
    struct str message = e->kind == ERR_INVALID && e->hint.len ? e->hint
                                                               : text(ctx, e->kind == ERR_CONFLICT ? T_REGISTER_REMOVE_CONFLICT
                                                                           : e->say                ? (enum text_id)e->say
                                                                                                   : T_REGISTER_IN_USE);
    *e = (struct err){ 0 };
    return show_removal(ctx, &r, message, 409, reply, e);
}

bool page_step_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct register_def *def = page_def(request);
    int64_t id = request_id_arg(request, 0);
    return record_step(ctx, def, id, request_query(request, "to"), e) &&
           reply_see(ctx, reply, register_path(ctx->arena, def, id, ""));
}
