/* The feature: which file hangs on which row, the part of every detail page that shows them, and what becomes of them when the
   row goes. The bytes are the room file's; here are rows, rights and pages. Who may see the row sees its files, who may change
   it adds and removes them: there is no second right beside the row's own. */
#include "base/utf8.h"
#include "features/file/file_in.h"
#include "file_sql.h"

#include <stddef.h>

static const struct db_column attached_columns[] = {
    { "id", DB_INT, offsetof(struct attached, id) },
    { "register_name", DB_TEXT, offsetof(struct attached, register_name) },
    { "row_id", DB_INT, offsetof(struct attached, row_id) },
    { "name", DB_TEXT, offsetof(struct attached, name) },
    { "words", DB_TEXT, offsetof(struct attached, words) },
    { "sha256", DB_TEXT, offsetof(struct attached, sha256) },
    { "bytes", DB_INT, offsetof(struct attached, bytes) },
    { "type", DB_TEXT, offsetof(struct attached, type) },
    { "width", DB_INT, offsetof(struct attached, width) },
    { "height", DB_INT, offsetof(struct attached, height) },
    { "small", DB_TEXT, offsetof(struct attached, small) },
    { "view", DB_TEXT, offsetof(struct attached, view) },
    { "publish", DB_INT, offsetof(struct attached, publish) },
    { "added_at", DB_INT, offsetof(struct attached, added_at) },
    { "who", DB_TEXT, offsetof(struct attached, who) },
};
static const struct db_shape attached_shape = DB_SHAPE(struct attached, attached_columns);

bool file_folder(struct ctx *ctx, struct str *ret_folder, struct err *e)
{
    if (!ctx->site || !ctx->site->files) {
        return err_set(e, ERR_BROKEN, "file", STR("there is no folder for files"));
    }
    *ret_folder = str_c(ctx->site->files);
    return true;
}

bool file_row(struct ctx *ctx, struct str register_name, int64_t id, struct record *ret_row, struct err *e)
{
    const struct register_def *def = register_find(ctx, register_name);
    return def ? record_get(ctx, def, id, ret_row, e) : err_set(e, ERR_NOT_FOUND, "file_row", STR("no such register"));
}

bool file_get(struct ctx *ctx, int64_t id, struct attached *ret_file, struct record *ret_row, struct err *e)
{
    return db_one(ctx->db, ctx->arena, &q_file_one, DB_ARGS(id), &attached_shape, ret_file, e) &&
           file_row(ctx, ret_file->register_name, ret_file->row_id, ret_row, e);
}

bool file_of_row(struct ctx *ctx, struct str register_name, int64_t id, struct attached **ret_files, size_t *ret_n,
                 struct err *e)
{
    return db_rows(ctx->db, ctx->arena, &q_file_of_row, DB_ARGS(register_name, id), &attached_shape, ret_files, ret_n, e);
}

bool file_newest(struct ctx *ctx, int64_t before, int64_t most, struct attached **ret_files, size_t *ret_n, struct err *e)
{
    return db_rows(ctx->db, ctx->arena, &q_file_newest, DB_ARGS(before, most), &attached_shape, ret_files, ret_n, e);
}

struct html_url file_url(struct ctx *ctx, int64_t id, const char *then)
{
    return url_own(ctx->arena, str_format(ctx->arena, "/file/%lld%s", (long long)id, then));
}

struct html_url file_row_url(struct ctx *ctx, const struct record *row)
{
    return url_own(ctx->arena, str_format(ctx->arena, "/%s/%lld#files", row->def->name, (long long)row->id));
}

/* Bytes as people know them from their folders: powers of 1024. */
struct str file_size_shown(struct ctx *ctx, int64_t bytes)
{
    bool russian = ctx->lang == LANG_RU;
    if (bytes < 1024) {
        return text_with(ctx, T_FILE_BYTES, TEXT_ARG("n", bytes));
    }
    if (bytes < 1024 * 1024) {
        return text_with(ctx, T_FILE_KB, TEXT_ARG("n", num_count(ctx->arena, (bytes + 512) / 1024, russian)));
    }
    if (bytes >= INT64_C(10) << 30) {
        return text_with(ctx, T_FILE_GB, TEXT_ARG("n", num_count(ctx->arena, (bytes + (1 << 29)) >> 30, russian)));
    }
    if (bytes >= 10 << 20) {
        return text_with(ctx, T_FILE_MB, TEXT_ARG("n", num_count(ctx->arena, (bytes + (1 << 19)) >> 20, russian)));
    }
    struct decimal mb = { (bytes * 10 + (1 << 19)) / (1 << 20), 1 };
    return text_with(ctx, T_FILE_MB, TEXT_ARG("n", num_decimal(ctx->arena, mb, russian)));
}

struct str file_title(const struct attached *file)
{
    return file->words.len ? file->words : file->name;
}

static void put_picture(struct ctx *ctx, struct html *h, const struct attached *file)
{
    if (file->small.len) {
        HTMLF(h, "<a class=\"file-picture\" href=\"{}\"><img src=\"{}\" alt=\"{}\" loading=\"lazy\"></a>",
              file_url(ctx, file->id, ""), file_url(ctx, file->id, "/small"), file_title(file));
        return;
    }
    const struct file_type *type = type_of_word(file->type);
    HTMLF(h, "<span class=\"file-picture\" aria-hidden=\"true\">{}</span>",
          type->mark[0] ? str_c(type->mark) : text(ctx, type->kind));
}

void file_card(struct ctx *ctx, struct html *h, const struct attached *file, const struct record *row)
{
    struct str kind = type_shown(ctx, type_of_word(file->type));
    HTML(h, "<li>");
    put_picture(ctx, h, file);
    HTMLF(h, "<div><a href=\"{}\">{}</a>", file_url(ctx, file->id, ""), file_title(file));
    if (file->words.len) {
        HTMLF(h, "<span class=\"file-name\">{}</span>", file->name);
    }
    HTMLF(h, "<span class=\"muted\">{} · {} · {} · {}</span>", utf8_upper_first(ctx->arena, kind),
          file_size_shown(ctx, file->bytes), file->who.len ? file->who : text(ctx, T_FILE_BY_COMMAND),
          text_moment(ctx->arena, ctx->lang, file->added_at, ctx->site->zone));
    if (row) {
        HTMLF(h, "<a href=\"{}\">{}: {}</a>", file_row_url(ctx, row), utf8_upper_first(ctx->arena, text(ctx, row->def->one)),
              record_heading(ctx, row));
    }
    HTMLF(h, "<a href=\"{}\" aria-label=\"{}\">{}</a></div></li>\n", file_url(ctx, file->id, "/download"),
          text_with(ctx, T_FILE_DOWNLOAD_ONE, TEXT_ARG("name", file->name)), text(ctx, T_FILE_DOWNLOAD));
}

static bool panel(struct ctx *ctx, const struct record *row, struct html *h, struct err *e)
{
    struct attached *files;
    size_t n;
    if (!file_of_row(ctx, str_c(row->def->name), row->id, &files, &n, e)) {
        return false;
    }
    bool may = record_may(ctx, row, MAY_EDIT);
    if (n == 0 && !may) {
        return true;
    }
    HTMLF(h, "<section id=\"files\" class=\"files\"><h2>{}</h2>\n",
          n ? text_with(ctx, T_FILE_SECTION_N, TEXT_ARG("n", (int64_t)n)) : text(ctx, T_FILE_SECTION));
    if (n) {
        HTML(h, "<ul class=\"file-list\">");
        for (size_t i = 0; i < n; i++) {
            file_card(ctx, h, &files[i], NULL);
        }
        HTML(h, "</ul>\n");
    }
    if (may) {
        file_form_show(ctx, h, row, STR_NONE, false);
    }
    HTML(h, "</section>\n");
    return true;
}

/* The trail of the row tells of its end already; its files go without a word of their own. */
static bool removed(struct ctx *ctx, const struct record *old, struct err *e)
{
    struct attached *files;
    size_t n;
    if (!file_of_row(ctx, str_c(old->def->name), old->id, &files, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct audit_entry entry = { STR("file"), files[i].name, STR_NONE };
        if (!db_do(ctx->db, &q_file_drop, DB_ARGS(files[i].id), NULL, e) ||
            !audit_put(ctx, str_c(old->def->name), old->id, "remove", &entry, 1, e)) {
            return false;
        }
    }
    return true;
}

const struct register_extra file_extra = { panel, removed, "file", T_FILE_ONE };

#define FILE_FACTS                                                                                                             \
    "{'type': 'object', 'additionalProperties': false, 'required': ['id', 'register', 'row', 'name', 'words', 'type',"         \
    " 'bytes', 'sha256', 'width', 'height', 'publish', 'added_at', 'added_by'], 'properties': {'id': {'type': 'integer'},"     \
    " 'register': {'type': 'string'}, 'row': {'type': 'integer'}, 'name': {'type': 'string'},"                                 \
    " 'words': {'type': ['string', 'null']}, 'type': {'type': 'string'}, 'bytes': {'type': 'integer'},"                        \
    " 'sha256': {'type': 'string', 'pattern': '^[0-9a-f]{64}$'}, 'width': {'type': ['integer', 'null']},"                      \
    " 'height': {'type': ['integer', 'null']}, 'publish': {'type': 'boolean'},"                                                \
    " 'added_at': {'type': 'string', 'format': 'date-time'}, 'added_by': {'type': ['string', 'null']}}}"
static const struct json_parameter ask_file[] = { { "id", T_FILE_ASK_ID, "{'type': 'integer', 'minimum': 1}" } };
static const struct json_parameter ask_row[] = {
    { "register", T_FILE_ASK_REGISTER, "{'type': 'string'}" },
    { "row", T_FILE_ASK_ROW, "{'type': 'integer', 'minimum': 1}" },
    { "before", T_FILE_ASK_BEFORE, "{'type': 'integer', 'minimum': 1}" },
};
static const struct json_page json[] = {
    { "/file.json", RIGHT_SIGNED_IN, files_json, T_FILE_JSON_LIST,
      "{'type': 'object', 'additionalProperties': false, 'required': ['register', 'row', 'older', 'files'], 'properties': {"
      "'register': {'type': ['string', 'null']}, 'row': {'type': ['integer', 'null']}, 'older': {'type': ['integer', 'null']},"
      " 'files': {'type': 'array', 'items': " FILE_FACTS "}}}",
      ask_row, COUNT(ask_row), 0 },
    { "/file/{id}.json", RIGHT_SIGNED_IN, file_json, T_FILE_JSON_ONE, FILE_FACTS, ask_file, COUNT(ask_file), 0 },
};
static const struct route routes[] = {
    { METHOD_GET, "/file", ROLES_CENTRE, file_list_page },
    { METHOD_POST, "/file/new", RIGHT_SIGNED_IN, file_new_post, NULL, ROUTE_SLOW | ROUTE_UPLOAD },
    { METHOD_POST, "/file/upload", RIGHT_SIGNED_IN, file_upload_post, NULL, ROUTE_SLOW },
    { METHOD_POST, "/file/upload/{id}", RIGHT_SIGNED_IN, file_piece_post, NULL, ROUTE_SLOW | ROUTE_UPLOAD },
    { METHOD_POST, "/file/upload/{id}/end", RIGHT_SIGNED_IN, file_upload_end_post, NULL, ROUTE_SLOW },
    { METHOD_POST, "/file/upload/{id}/drop", RIGHT_SIGNED_IN, file_upload_drop_post, NULL, ROUTE_SLOW },
    { METHOD_GET, "/file/{id}", RIGHT_SIGNED_IN, file_show },
    { METHOD_GET, "/file/{id}/small", RIGHT_SIGNED_IN, file_small },
    { METHOD_GET, "/file/{id}/view", RIGHT_SIGNED_IN, file_view },
    { METHOD_GET, "/file/{id}/download", RIGHT_SIGNED_IN, file_download },
    { METHOD_POST, "/file/{id}/edit", RIGHT_SIGNED_IN, file_edit_post },
    { METHOD_POST, "/file/{id}/remove", RIGHT_SIGNED_IN, file_remove_post },
};

static const struct menu_item menu[] = { { T_FILE_MENU, "/file", ROLES_CENTRE, MENU_PAPERS } };
static const struct job_kind *const jobs[] = { &file_sweep_job };

extern const struct feature feature_file;
const struct feature feature_file = {
    .name = "file",
    .routes = routes,
    .n_routes = COUNT(routes),
    .json = json,
    .n_json = COUNT(json),
    .menu = menu,
    .n_menu = COUNT(menu),
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .queries = file_queries,
    .n_queries = file_n_queries,
    .migrations = file_migrations,
    .n_migrations = file_n_migrations,
};
