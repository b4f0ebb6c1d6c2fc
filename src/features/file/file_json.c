/* Files of rows for programs: what hangs on a row, and one file, by the right to the row. The bytes are no .json and leave to
   people alone. */
#include "base/clock.h"
#include "features/file/file_in.h"

static struct json *file_object(struct ctx *ctx, const struct attached *file)
{
    struct arena *a = ctx->arena;
    struct json *j = json_object(a);
    json_put_int(a, j, "id", file->id);
    json_put_text(a, j, "register", file->register_name);
    json_put_int(a, j, "row", file->row_id);
    json_put_text(a, j, "name", file->name);
    json_put_some(a, j, "words", file->words);
    json_put_text(a, j, "type", str_c(type_of_word(file->type)->served));
    json_put_int(a, j, "bytes", file->bytes);
    json_put_text(a, j, "sha256", file->sha256);
    json_put_maybe(a, j, "width", file->width ? SOME_INT(file->width) : NO_INT);
    json_put_maybe(a, j, "height", file->height ? SOME_INT(file->height) : NO_INT);
    json_put(a, j, "publish", json_bool(a, file->publish != 0));
    json_put_text(a, j, "added_at", clock_iso(a, file->added_at));
    json_put_some(a, j, "added_by", file->who);
    return j;
}

bool file_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct attached file;
    struct record row;
    if (!json_asked(ctx, request, e) || !file_get(ctx, request_id_arg(request, 0), &file, &row, e)) {
        return false;
    }
    reply_json(ctx, reply, json_write(ctx->arena, file_object(ctx, &file)));
    return true;
}

/* Those of the whole centre, the newest first: what the reader may see of each so many. */
static bool newest_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct arena *a = ctx->arena;
    struct json *all = json_object(a), *files = json_array(a);
    struct str asked = request_query(request, "before");
    struct file_list list;
    int64_t before = INT64_MAX;
    if (asked.len && (!num_read_int(asked, &before) || before <= 0)) {
        return query_refuse(ctx, "before", e);
    }
    if (!file_list_read(ctx, before, &list, e)) {
        return false;
    }
    for (size_t i = 0; i < list.n; i++) {
        if (list.rows[i].def) {
            json_add(files, file_object(ctx, &list.files[i]));
        }
    }
    json_put(a, all, "register", json_null(a));
    json_put(a, all, "row", json_null(a));
    json_put(a, all, "older", list.older ? json_int(a, list.older) : json_null(a));
    json_put(a, all, "files", files);
    reply_json(ctx, reply, json_write(a, all));
    return true;
}

bool files_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct arena *a = ctx->arena;
    struct json *all = json_object(a), *list = json_array(a);
    struct str name = request_query(request, "register");
    struct attached *files;
    struct record row;
    int64_t id;
    size_t n;
    if (!json_asked(ctx, request, e)) {
        return false;
    }
    if (!name.len && !request_query(request, "row").len) {
        return newest_json(ctx, request, reply, e);
    }
    if (!num_read_int(request_query(request, "row"), &id)) {
        return query_refuse(ctx, "row", e);
    }
    if (!file_row(ctx, name, id, &row, e) || !file_of_row(ctx, name, id, &files, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        json_add(list, file_object(ctx, &files[i]));
    }
    json_put_text(a, all, "register", name);
    json_put_int(a, all, "row", id);
    json_put(a, all, "older", json_null(a));
    json_put(a, all, "files", list);
    reply_json(ctx, reply, json_write(a, all));
    return true;
}
