/* A file goes out, and its own page. What people brought is never a page of ours: it leaves to be kept, under the type of our
   closed list, with a policy that lets nothing run. Only the smaller pictures, which we drew ourselves pixel by pixel, are
   shown in place; they hold nothing of what a camera writes beside them. Browsers ask again each time (no-cache) and get 304:
   so the right to see is looked at each time. */
#include "base/utf8.h"
#include "features/file/file_in.h"
#include "file_sql.h"

static void safe_headers(struct reply *reply)
{
    reply_header(reply, "Content-Security-Policy", STR("default-src 'none'; frame-ancestors 'none'; sandbox"));
    reply_header(reply, "Cache-Control", STR("private, no-cache"));
    reply_header(reply, "Cross-Origin-Resource-Policy", STR("same-origin"));
}

static struct str tag_of(struct arena *a, struct str sha256)
{
    return str_format(a, "\"%.*s\"", (int)sha256.len, sha256.at);
}

/* One of the pictures we made: "" when there is none. */
static bool hand_out_picture(struct ctx *ctx, const struct request *request, struct str sha256, struct reply *reply,
                             struct err *e)
{
    struct str folder, bytes;
    if (sha256.len == 0) {
        return err_set(e, ERR_NOT_FOUND, "file", STR("no picture of it was made"));
    }
    if (!file_folder(ctx, &folder, e) || !store_open(ctx->arena, folder, sha256, &bytes, e)) {
        return false;
    }
    reply->type = "image/jpeg";
    reply_bytes(ctx, request, reply, bytes, tag_of(ctx->arena, sha256));
    safe_headers(reply);
    return true;
}

bool file_small(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct attached file;
    struct record row;
    return file_get(ctx, request_id_arg(request, 0), &file, &row, e) && hand_out_picture(ctx, request, file.small, reply, e);
}

bool file_view(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct attached file;
    struct record row;
    return file_get(ctx, request_id_arg(request, 0), &file, &row, e) &&
           hand_out_picture(ctx, request, file.view.len ? file.view : file.small, reply, e);
}

bool file_download(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct attached file;
    struct record row;
    struct str folder, bytes;
    if (!file_get(ctx, request_id_arg(request, 0), &file, &row, e) || !file_folder(ctx, &folder, e) ||
        !store_open(ctx->arena, folder, file.sha256, &bytes, e)) {
        return false;
    }
    const struct file_type *type = type_of_word(file.type);
    reply_download(ctx, reply, type->served, type_name_fit(ctx->arena, type, file.name), bytes);
    reply_bytes(ctx, request, reply, bytes, tag_of(ctx->arena, file.sha256));
    safe_headers(reply);
    return true;
}

static void put_large(struct ctx *ctx, struct html *h, const struct attached *file)
{
    if (file->small.len) {
        HTMLF(h, "<figure class=\"file-view\"><img src=\"{}\" alt=\"{}\"><figcaption>{}</figcaption></figure>\n",
              file_url(ctx, file->id, "/view"), file_title(file), text(ctx, T_FILE_STRIPPED));
    } else if (type_of_word(file->type)->flags & TYPE_SHOWN) {
        ui_note(h, UI_ATTENTION, text(ctx, T_FILE_NOT_SHOWN));
    }
}

static struct html_safe code_part(struct ctx *ctx, struct str words)
{
    struct html *part = html_new(ctx->arena, 4096);
    HTMLF(part, "<code class=\"sum\">{}</code>", words);
    return html_part(part);
}

static void put_facts(struct ctx *ctx, struct html *h, const struct attached *file, const struct record *row)
{
    const struct file_type *type = type_of_word(file->type);
    struct html *link = html_new(ctx->arena, 16 * 1024);
    HTMLF(link, "<a href=\"{}\">{}</a>", file_row_url(ctx, row), record_heading(ctx, row));
    ui_facts_begin(h);
    ui_fact_part(h, utf8_upper_first(ctx->arena, text(ctx, row->def->one)), html_part(link));
    ui_fact(h, text(ctx, T_FILE_NAME), file->name);
    ui_fact(h, text(ctx, T_FILE_KIND), type_shown(ctx, type));
    ui_fact(h, text(ctx, T_FILE_SIZE), file_size_shown(ctx, file->bytes));
    if (file->width > 0) {
        ui_fact(h, text(ctx, T_FILE_PIXELS),
                text_with(ctx, T_FILE_PIXELS_ARE, TEXT_ARG("width", file->width), TEXT_ARG("height", file->height)));
    }
    ui_fact(h, text(ctx, T_FILE_WHO), file->who.len ? file->who : text(ctx, T_FILE_BY_COMMAND));
    ui_fact(h, text(ctx, T_FILE_WHEN), text_moment(ctx->arena, ctx->lang, file->added_at, ctx->site->zone));
    ui_fact(h, text(ctx, T_FILE_PUBLISH), text(ctx, file->publish ? T_FILE_PUBLISH_IS : T_FILE_PUBLISH_NOT));
    ui_fact_part(h, text(ctx, T_FILE_SHA256), code_part(ctx, file->sha256));
    ui_facts_end(h);
    HTMLF(h, "<p class=\"muted\">{}</p>\n", text(ctx, T_FILE_SHA256_HINT));
}

static void put_edit(struct ctx *ctx, struct html *h, const struct attached *file)
{
    const struct ui_field words = { .name = STR("words"), .label = text(ctx, T_FILE_WORDS), .value = file->words };
    const struct ui_field publish = { .name = STR("publish"), .label = text(ctx, T_FILE_PUBLISH) };
    const struct ui_choice yes = { STR("1"), text(ctx, T_FILE_PUBLISH_YES) };
    const bool is = file->publish != 0;
    HTMLF(h, "<details class=\"file-add\"><summary>{}</summary>\n", text(ctx, T_FILE_EDIT));
    ui_form_begin(ctx, h, file_url(ctx, file->id, "/edit"), STR("file-form"));
    ui_text(h, &words);
    ui_checks(h, &publish, &yes, 1, &is);
    ui_form_end(h, text(ctx, T_FILE_SAVE));
    HTML(h, "</details>\n");
}

bool file_show(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct attached file;
    struct record row;
    if (!file_get(ctx, request_id_arg(request, 0), &file, &row, e)) {
        return false;
    }
    bool may = record_may(ctx, &row, MAY_EDIT);
    struct html *actions = html_new(ctx->arena, 16 * 1024);
    ui_link_button(actions, file_url(ctx, file.id, "/download"), text(ctx, T_FILE_DOWNLOAD), UI_PRIMARY);
    if (may) {
        ui_more_begin(actions, text(ctx, T_REGISTER_MORE));
        ui_post_button(ctx, actions, file_url(ctx, file.id, "/remove"), text(ctx, T_FILE_REMOVE), UI_QUIET);
        ui_more_end(actions);
    }
    const struct crumb crumbs[] = { { text(ctx, row.def->many),
                                      url_own(ctx->arena, str_format(ctx->arena, "/%s", row.def->name)) },
                                    { record_heading(ctx, &row), file_row_url(ctx, &row) } };
    const struct page page = { .title = file_title(&file),
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs),
                               .menu_path = str_format(ctx->arena, "/%s", row.def->name).at,
                               .actions = html_part(actions) };
    struct html *h = page_begin(ctx, &page);
    const struct file_type *type = type_of_word(file.type);
    if (type_name_lies(type, file.name)) {
        ui_note(h, UI_ATTENTION,
                text_with(ctx, T_FILE_LIES, TEXT_ARG("name", file.name), TEXT_ARG("kind", type_shown(ctx, type)),
                          TEXT_ARG("leaves", type_name_fit(ctx->arena, type, file.name))));
    }
    put_large(ctx, h, &file);
    put_facts(ctx, h, &file, &row);
    if (may) {
        put_edit(ctx, h, &file);
    }
    return page_end(ctx, h, reply, e);
}

struct change {
    int64_t id;
    struct str words;
    bool publish, remove;
    struct record row;
};

static bool change_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct change *c = arg;
    struct attached file;
    if (!file_get(ctx, c->id, &file, &c->row, e)) {
        return false;
    }
    if (!record_may(ctx, &c->row, MAY_EDIT)) {
        return err_set(e, ERR_FORBIDDEN, "file", STR("the row may not be changed"));
    }
    struct str now = c->remove ? STR_NONE
                               : text_with(ctx, c->publish ? T_FILE_TRAIL_PUBLISH : T_FILE_TRAIL, TEXT_ARG("name", file.name),
                                           TEXT_ARG("words", c->words));
    const struct audit_entry entry = { STR("file"), file.name, now };
    return (c->remove ? db_do(ctx->db, &q_file_drop, DB_ARGS(c->id), NULL, e)
                      : db_do(ctx->db, &q_file_change, DB_ARGS(c->id, c->words, (int64_t)c->publish), NULL, e)) &&
           audit_put(ctx, file.register_name, file.row_id, "edit", &entry, 1, e);
}

bool file_edit_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct change change = { .id = request_id_arg(request, 0),
                             .words = utf8_part(str_trim(request_form(request, "words")), 0, FILE_WORDS_MOST),
                             .publish = str_is(request_form(request, "publish"), "1") };
    return db_write(ctx, DB_NO_LOCK, change_work, &change, e) && reply_see(ctx, reply, file_url(ctx, change.id, ""));
}

/* The content stays a day longer, should somebody think better of it; then the sweeper finds that nobody names it. */
bool file_remove_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct change change = { .id = request_id_arg(request, 0), .words = STR_NONE, .remove = true };
    return db_write(ctx, DB_NO_LOCK, change_work, &change, e) && reply_see(ctx, reply, file_row_url(ctx, &change.row));
}
