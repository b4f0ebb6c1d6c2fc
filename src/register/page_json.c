/* Every list and row as JSON, read by the same doers as the page: same scope, same filters, same numbers. Unknown is null. */
#include "base/json.h"
#include "base/text/text.h"
#include "register/type.h"

struct json *json_of_value(struct arena *a, const struct field *field, struct db_value value, struct str shown)
{
    if (value.kind == DB_NULL) {
        return json_null(a);
    }
    if (field->type->json) {
        return field->type->json(a, field, value, shown);
    }
    return json_string(a, value.kind == DB_TEXT ? value.as.s : shown);
}

static struct json *json_of_record(struct ctx *ctx, const struct record *r, bool all)
{
    struct json *j = json_object(ctx->arena);
    json_put(ctx->arena, j, "id", json_int(ctx->arena, r->id));
    json_put(ctx->arena, j, "version", json_int(ctx->arena, r->version));
    for (size_t i = 0; i < r->def->n_fields; i++) {
        const struct field *f = &r->def->fields[i];
        bool is_title = str_is(str_c(r->def->title_field), f->name);
        if (!(f->flags & F_PRIVATE) && (all || is_title || (f->flags & F_LIST))) {
            json_put(ctx->arena, j, f->name, json_of_value(ctx->arena, f, r->values[i], r->shown[i]));
        }
    }
    return j;
}

static bool page_json(struct ctx *ctx, const struct json *j, struct reply *reply)
{
    reply->status = 200;
    reply->type = "application/json; charset=utf-8";
    reply->body = json_write(ctx->arena, j);
    return true;
}

bool page_record_json(struct ctx *ctx, const struct record *r, struct reply *reply)
{
    return page_json(ctx, json_of_record(ctx, r, true), reply);
}

bool page_list_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct register_def *def = page_def(request);
    struct list_ask ask;
    struct list list;
    if (!list_ask_read(ctx, def, &ask, e)) {
        return false;
    }
    ask.bare = true;
    if (!list_read(ctx, def, &ask, &list, e)) {
        return false;
    }
    struct arena *a = ctx->arena;
    struct json *j = json_object(a), *rows = json_array(a);
    json_put(a, j, "register", json_string(a, str_c(def->name)));
    json_put(a, j, "count", json_int(a, list.count));
    json_put(a, j, "page", json_int(a, list.ask.page));
    json_put(a, j, "per_page", json_int(a, list.ask.per_page));
    for (size_t i = 0; i < list.n; i++) {
        json_add(rows, json_of_record(ctx, &list.rows[i], false));
    }
    json_put(a, j, "rows", rows);
    return page_json(ctx, j, reply);
}
