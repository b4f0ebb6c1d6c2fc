/* The generic pages of a register. Each is a short use of the doers, so that a feature may write its own page of the same
   path instead: what is here does nothing that register.h does not offer. */
#include "base/text/text.h"
#include "register/type.h"

const struct register_def *page_def(const struct request *request)
{
    BUG_IF(!request->route || !request->route->arg);
    return request->route->arg;
}

static struct str menu_path(struct ctx *ctx, const struct register_def *def)
{
    return str_format(ctx->arena, "/%s", def->name);
}

/* A page of the register below its list: crumbs lead back to the list and, from the row's sub-pages, to the row. */
static struct html *page_with(struct ctx *ctx, const struct register_def *def, struct str title, const struct record *row,
                              struct html_safe actions)
{
    struct crumb *crumbs = NEW_ARRAY(ctx->arena, struct crumb, 2);
    crumbs[0] = (struct crumb){ text(ctx, def->many), register_path(ctx->arena, def, 0, "") };
    if (row) {
        crumbs[1] = (struct crumb){ record_heading(ctx, row), register_path(ctx->arena, def, row->id, "") };
    }
    struct page page = { .title = title,
                         .fact_line = STR_NONE,
                         .menu_path = str_cstr(ctx->arena, menu_path(ctx, def)),
                         .crumbs = crumbs,
                         .n_crumbs = row ? 2 : 1,
                         .actions = actions };
    return page_begin(ctx, &page);
}

struct html *page_of(struct ctx *ctx, const struct register_def *def, struct str title, const struct record *row)
{
    return page_with(ctx, def, title, row, (struct html_safe){ STR_NONE });
}

static struct html_safe list_actions(struct ctx *ctx, const struct register_def *def)
{
    struct html *h = html_new(ctx->arena, 16 * 1024);
    if (register_may(ctx, def, MAY_ADD)) {
        ui_link_button(h, register_path(ctx->arena, def, 0, "/new"), text(ctx, T_REGISTER_NEW), UI_PRIMARY);
    }
    return html_part(h);
}

static bool list_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct register_def *def = page_def(request);
    struct list_ask ask;
    struct list list;
    if (!list_ask_read(ctx, def, &ask, e) || !list_read(ctx, def, &ask, &list, e)) {
        return false;
    }
    struct page page = { .title = text(ctx, def->many),
                         .fact_line = STR_NONE,
                         .actions = list_actions(ctx, def),
                         .menu_path = str_cstr(ctx->arena, menu_path(ctx, def)) };
    struct html *h = page_begin(ctx, &page);
    if (def->hooks.list_panel && !def->hooks.list_panel(ctx, h, e)) {
        return false;
    }
    list_show(ctx, h, &list);
    return page_end(ctx, h, reply, e);
}

static bool show_form(struct ctx *ctx, const struct form *form, const struct record *row, int status, struct reply *reply,
                      struct err *e)
{
    const struct register_def *def = form->def;
    struct str title =
        text_with(ctx, form->id ? T_REGISTER_EDIT_TITLE : T_REGISTER_NEW_TITLE, TEXT_ARG("one", text(ctx, def->one)));
    struct html *h = page_of(ctx, def, title, row);
    form_show(ctx, h, form,
              form->id ? register_path(ctx->arena, def, form->id, "/edit") : register_path(ctx->arena, def, 0, "/new"));
    reply->status = status;
    return page_end(ctx, h, reply, e);
}

static bool new_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct form form;
    return form_new(ctx, page_def(request), &form, e) && show_form(ctx, &form, NULL, 200, reply, e);
}

static bool new_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct register_def *def = page_def(request);
    struct form form;
    int64_t id;
    if (!form_read(ctx, def, 0, &form, e)) {
        return false;
    }
    if (record_save(ctx, &form, &id, e)) {
        return reply_see(ctx, reply, register_path(ctx->arena, def, id, ""));
    }
    if (e->kind != ERR_INVALID || !form.has_message) {
        return false;
    }
    *e = (struct err){ 0 };
    return show_form(ctx, &form, NULL, 422, reply, e);
}

/* Steps of the state, then editing; removal is rare and stands in the fold. */
static struct html_safe row_actions(struct ctx *ctx, const struct record *r)
{
    const struct register_def *def = r->def;
    struct html *h = html_new(ctx->arena, 32 * 1024);
    for (size_t i = 0; i < def->n_steps; i++) {
        const struct step *step = &def->steps[i];
        if (record_may(ctx, r, MAY_EDIT) && actor_may(ctx->actor, step->who) &&
            str_is(record_value(r, "state").as.s, step->from)) {
            struct html_url to = register_path(ctx->arena, def, r->id, "/step");
            ui_post_button(ctx, h, url_add(ctx->arena, to, "to", str_c(step->to)), text(ctx, step->button), UI_PLAIN);
        }
    }
    if (record_may(ctx, r, MAY_EDIT)) {
        ui_link_button(h, register_path(ctx->arena, def, r->id, "/edit"), text(ctx, T_REGISTER_EDIT), UI_PRIMARY);
    }
    if (record_may(ctx, r, MAY_REMOVE)) {
        ui_more_begin(h, text(ctx, T_REGISTER_MORE));
        ui_link_button(h, register_path(ctx->arena, def, r->id, "/remove"), text(ctx, T_REGISTER_REMOVE), UI_QUIET);
        ui_more_end(h);
    }
    return html_part(h);
}

void page_tabs(struct ctx *ctx, struct html *h, const struct record *r, bool history)
{
    const struct ui_tab tabs[] = {
        { text(ctx, T_REGISTER_DETAILS), register_path(ctx->arena, r->def, r->id, ""), !history },
        { text(ctx, T_REGISTER_HISTORY), register_path(ctx->arena, r->def, r->id, "/history"), history },
    };
    ui_tabs(ctx, h, tabs, COUNT(tabs));
}

static bool detail_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct register_def *def = page_def(request);
    int64_t id;
    struct record r;
    if (!num_read_int(request->path_args[0], &id)) {
        return err_setf(e, ERR_NOT_FOUND, "detail_page", "%s", def->name);
    }
    if (!record_get(ctx, def, id, &r, e)) {
        return false;
    }
    struct html *h = page_with(ctx, def, record_heading(ctx, &r), NULL, row_actions(ctx, &r));
    page_tabs(ctx, h, &r, false);
    record_show(ctx, h, &r);
    if (def->hooks.panel) {
        def->hooks.panel(ctx, &r, h);
    }
    if (!related_show(ctx, h, &r, e)) {
        return false;
    }
    const struct register_extra *extra = ctx->registers->extra;
    if (extra && extra->panel && !extra->panel(ctx, &r, h, e)) {
        return false;
    }
    return page_end(ctx, h, reply, e);
}

static bool edit_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct record r;
    struct form form;
    return record_get_for(ctx, page_def(request), request_id_arg(request, 0), MAY_EDIT, &r, e) &&
           form_of_record(ctx, &r, &form, e) && show_form(ctx, &form, &r, 200, reply, e);
}

static bool edit_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct register_def *def = page_def(request);
    struct form form;
    struct record r;
    int64_t id = request_id_arg(request, 0);
    if (!record_get_for(ctx, def, id, MAY_EDIT, &r, e) || !form_read(ctx, def, id, &form, e)) {
        return false;
    }
    if (record_save(ctx, &form, &id, e)) {
        return reply_see(ctx, reply, register_path(ctx->arena, def, id, ""));
    }
    if (e->kind == ERR_CONFLICT) {
        *e = (struct err){ 0 };
        return page_conflict(ctx, reply, &form, e);
    }
    if (e->kind != ERR_INVALID || !form.has_message) {
        return false;
    }
    *e = (struct err){ 0 };
    return show_form(ctx, &form, &r, 422, reply, e);
}

/* Verbs without a role have no route: there is no default right. */
size_t register_routes(struct arena *a, const struct register_def *def, struct route routes[REGISTER_ROUTES])
{
    role_set see = rule_roles(def->rules, def->n_rules, MAY_SEE), add = rule_roles(def->rules, def->n_rules, MAY_ADD);
    role_set edit = rule_roles(def->rules, def->n_rules, MAY_EDIT), drop = rule_roles(def->rules, def->n_rules, MAY_REMOVE);
    role_set out = rule_roles(def->rules, def->n_rules, MAY_EXPORT);
    role_set step = 0;
    for (size_t i = 0; i < def->n_steps; i++) {
        step |= def->steps[i].who;
    }
    const struct {
        enum method method;
        const char *more;
        role_set right;
        handler *handle;
        unsigned flags;
    } all[] = {
        { METHOD_GET, "", see, list_page },
        { METHOD_GET, ".json", see, page_list_json },
        { METHOD_GET, ".xlsx", out, page_export_xlsx, ROUTE_SLOW },
        { METHOD_GET, ".csv", out, page_export_csv, ROUTE_SLOW },
        { METHOD_GET, "/new", add, new_page },
        { METHOD_POST, "/new", add, new_post },
        { METHOD_GET, "/{id}", see, detail_page },
        { METHOD_GET, "/{id}.json", see, page_record_json },
        { METHOD_GET, "/{id}/edit", edit, edit_page },
        { METHOD_POST, "/{id}/edit", edit, edit_post },
        { METHOD_GET, "/{id}/remove", drop, page_remove },
        { METHOD_POST, "/{id}/remove", drop, page_remove_post },
        { METHOD_POST, "/{id}/step", step & edit, page_step_post },
        { METHOD_GET, "/{id}/history", see, page_history },
        { METHOD_GET, "/{id}/history.json", see, page_history_json },
    };
    size_t n = 0;
    for (size_t i = 0; i < COUNT(all); i++) {
        if (all[i].right) {
            const char *pattern = str_cstr(a, str_format(a, "/%s%s", def->name, all[i].more));
            routes[n++] = (struct route){ all[i].method, pattern, all[i].right, all[i].handle, def, all[i].flags };
        }
    }
    return n;
}
