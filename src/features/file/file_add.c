/* Adding files by an ordinary form, and what every way of adding shares: the content is safe in the store and was looked at
   before the row that names it is written; all files of one form are added or none. */
#include "base/random.h"
#include "base/utf8.h"
#include "features/file/file_in.h"
#include "file_sql.h"
#include "web/static.h"

#include <stddef.h>
#include <unistd.h>

static const struct db_column like_columns[] = {
    { "type", DB_TEXT, offsetof(struct attached, type) },    { "width", DB_INT, offsetof(struct attached, width) },
    { "height", DB_INT, offsetof(struct attached, height) }, { "small", DB_TEXT, offsetof(struct attached, small) },
    { "view", DB_TEXT, offsetof(struct attached, view) },
};
static const struct db_shape like_shape = DB_SHAPE(struct attached, like_columns);

/* As the person's machine calls it, without what could break a line or a table. */
struct str file_name_clean(struct arena *a, struct str name)
{
    char *to = arena_take(a, name.len + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        to[n++] = (unsigned char)c < ' ' || c == 0x7f || c == '/' || c == '\\' ? ' ' : c;
    }
    struct str clean = str_trim((struct str){ to, n });
    if (utf8_length(clean) > FILE_NAME_MOST) { /* the ending says what it is, so the end stays */
        clean = utf8_part(clean, utf8_length(clean) - FILE_NAME_MOST, FILE_NAME_MOST);
    }
    return clean.len ? clean : STR("file");
}

/* A smaller picture that the look made becomes a content of the store. */
static bool keep_made(struct ctx *ctx, struct str folder, struct str part, bool made, struct str *ret_sha256, struct err *e)
{
    int64_t size;
    *ret_sha256 = STR_NONE;
    bool ok = !made || (store_part_hash(ctx->arena, folder, part, ret_sha256, &size, e) &&
                        store_part_keep(ctx->arena, folder, part, *ret_sha256, e));
    store_part_drop(ctx->arena, folder, part);
    return ok;
}

/* The smaller pictures of a file that was here before may be about to be swept with it. */
static bool still_there(struct ctx *ctx, struct str folder, struct str sha256, bool *there, struct err *e)
{
    return !*there || sha256.len == 0 || store_refresh(ctx->arena, folder, sha256, there, e);
}

static bool known_already(struct ctx *ctx, struct coming *file, bool *ret_known, struct err *e)
{
    struct attached *rows;
    struct str folder;
    size_t n;
    if (!file_folder(ctx, &folder, e) ||
        !db_rows(ctx->db, ctx->arena, &q_file_like, DB_ARGS(file->sha256), &like_shape, &rows, &n, e)) {
        return false;
    }
    *ret_known = n > 0;
    if (n > 0) {
        const struct attached *like = &rows[0];
        file->look =
            (struct look){ type_of_word(like->type), like->width, like->height, like->small.len > 0, like->view.len > 0 };
        file->small = like->small;
        file->view = like->view;
    }
    return still_there(ctx, folder, file->small, ret_known, e) && still_there(ctx, folder, file->view, ret_known, e);
}

bool file_look(struct ctx *ctx, struct coming *file, struct err *e)
{
    struct str folder, mark = random_hex(ctx->arena, 12);
    bool known;
    if (!file_folder(ctx, &folder, e) || !known_already(ctx, file, &known, e)) {
        return false;
    }
    if (known) {
        return true;
    }
    struct str small = str_join(ctx->arena, STR("small-"), mark), view = str_join(ctx->arena, STR("view-"), mark);
    const struct look_paths paths = { store_path(ctx->arena, folder, file->sha256).at,
                                      store_part_path(ctx->arena, folder, small).at,
                                      store_part_path(ctx->arena, folder, view).at };
    return store_part_ground(ctx->arena, folder, e) && look_apart(ctx->arena, ctx->site->looker, &paths, &file->look, e) &&
           keep_made(ctx, folder, small, file->look.small, &file->small, e) &&
           keep_made(ctx, folder, view, file->look.view, &file->view, e);
}

bool file_used(struct ctx *ctx, int64_t *ret_bytes, struct err *e)
{
    static const struct db_column columns[] = { { "bytes", DB_INT, 0 } };
    static const struct db_shape shape = { columns, 1, sizeof(int64_t) };
    return db_one(ctx->db, ctx->arena, &q_file_used, DB_NO_ARGS, &shape, ret_bytes, e);
}

static bool twin_id(struct ctx *ctx, const struct adding *adding, const struct coming *file, int64_t *ret_id, struct err *e)
{
    struct db_table twins;
    if (!db_table(ctx->db, ctx->arena, &q_file_twin, DB_ARGS(str_c(adding->def->name), adding->row_id, file->sha256), &twins,
                  e)) {
        return false;
    }
    *ret_id = twins.n_rows ? twins.values[0].as.i : 0;
    return true;
}

bool file_put(struct ctx *ctx, struct adding *adding, const struct coming *file, struct err *e)
{
    int64_t id;
    if (!twin_id(ctx, adding, file, &id, e)) {
        return false;
    }
    adding->last_id = id;
    if (id) {
        return true;
    }
    if (!db_new_id(ctx->db, STR("file"), &id, e)) {
        return false;
    }
    const struct db_value values[] = {
        db_from_int(id),
        db_from_str(str_c(adding->def->name)),
        db_from_int(adding->row_id),
        db_from_str(file->name),
        db_from_str(adding->words),
        db_from_str(file->sha256),
        db_from_int(file->bytes),
        db_from_str(str_c(file->look.type->word)),
        db_from_int(file->look.width),
        db_from_int(file->look.height),
        db_from_str(file->small),
        db_from_str(file->view),
        db_from_int(adding->publish),
        ctx->actor->account_id ? db_from_int(ctx->actor->account_id) : DB_NOTHING,
        db_from_int(ctx->now_ms),
    };
    const struct audit_entry entry = { STR("file"), STR_NONE, file->name };
    adding->last_id = id;
    return db_do(ctx->db, &q_file_add, (struct db_args){ values, COUNT(values) }, NULL, e) &&
           (adding->draft || audit_put(ctx, str_c(adding->def->name), adding->row_id, "edit", &entry, 1, e));
}

/* Under the lock of the row, which may have gone or changed hands since the page was shown. */
static bool add_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct adding *adding = arg;
    struct record row;
    int64_t used, more = 0;
    if (!record_get(ctx, adding->def, adding->row_id, &row, e) || !file_used(ctx, &used, e)) {
        return false;
    }
    if (!record_may(ctx, &row, MAY_EDIT)) {
        return err_set(e, ERR_FORBIDDEN, "file_add", STR("the row may not be changed"));
    }
    for (size_t i = 0; i < adding->n; i++) {
        more += adding->files[i].bytes;
    }
    if (used + more > FILE_QUOTA) {
        adding->refusal = text_with(ctx, T_FILE_QUOTA, TEXT_ARG("size", file_size_shown(ctx, FILE_QUOTA)));
        return true;
    }
    for (size_t i = 0; i < adding->n; i++) {
        if (!file_put(ctx, adding, &adding->files[i], e)) {
            return false;
        }
    }
    return adding->upload_id == 0 ||
           db_do(ctx->db, &q_file_upload_end, DB_ARGS(adding->upload_id, adding->last_id, adding->files[0].sha256), NULL, e);
}

bool file_add(struct ctx *ctx, struct adding *adding, struct err *e)
{
    for (size_t i = 0; i < adding->n; i++) {
        if (adding->files[i].look.type->flags & TYPE_REFUSED) {
            adding->refusal = text_with(ctx, T_FILE_REFUSED, TEXT_ARG("name", adding->files[i].name));
            return true;
        }
    }
    return db_write(ctx, (struct db_lock){ adding->def->name, adding->row_id }, add_work, adding, e);
}

/* The words that files.js says, in the reader's language, and where it speaks; without a script all of it stays hidden. */
static void put_progress(struct ctx *ctx, struct html *h)
{
    static const struct {
        const char *word;
        enum text_id text;
    } words[] = {
        { "sending", T_FILE_JS_SENDING },       { "checking", T_FILE_JS_CHECKING }, { "ending", T_FILE_JS_ENDING },
        { "waiting", T_FILE_JS_WAITING },       { "stopped", T_FILE_JS_STOPPED },   { "done", T_FILE_JS_DONE },
        { "signed-out", T_FILE_JS_SIGNED_OUT }, { "full", T_FILE_JS_FULL },         { "failed", T_FILE_JS_FAILED },
        { "units", T_FILE_JS_UNITS },
    };
    HTMLF(h, "<div id=\"file-progress\" class=\"file-progress\" hidden data-most=\"{}\" data-hint=\"{}\">", (int64_t)FILE_MOST,
          text_with(ctx, T_FILE_JS_HINT, TEXT_ARG("most", file_size_shown(ctx, FILE_MOST))));
    for (size_t i = 0; i < COUNT(words); i++) {
        HTMLF(h, "<template data-say=\"{}\">{}</template>", str_c(words[i].word), text(ctx, words[i].text));
    }
    HTMLF(h,
          "<p class=\"file-said\" role=\"status\"></p><progress max=\"1000\" value=\"0\" aria-label=\"{}\"></progress><ul></ul>"
          "<p class=\"file-buttons\"><button type=\"button\" class=\"plain\" data-do=\"stop\">{}</button>",
          text(ctx, T_FILE_ADD), text(ctx, T_FILE_JS_STOP));
    HTMLF(h,
          "<button type=\"button\" class=\"primary\" data-do=\"go\">{}</button><button type=\"button\" class=\"quiet\" "
          "data-do=\"cancel\">{}</button><button type=\"button\" class=\"primary\" data-do=\"show\">{}</button></p></div>\n",
          text(ctx, T_FILE_JS_GO_ON), text(ctx, T_FILE_JS_CANCEL), text(ctx, T_FILE_JS_SHOW));
    HTMLF(h, "<script src=\"{}\" defer></script>\n", asset_url(ctx->arena, "files.js"));
}

void file_form_show(struct ctx *ctx, struct html *h, const struct record *row, struct str message, bool open)
{
    struct str most = file_size_shown(ctx, UPLOAD_MOST);
    const struct ui_field file = { .name = STR("file"),
                                   .label = text(ctx, T_FILE_CHOOSE),
                                   .hint = text_with(ctx, T_FILE_CHOOSE_HINT, TEXT_ARG("most", most)),
                                   .message = message };
    const struct ui_field words = {
        .name = STR("words"), .label = text(ctx, T_FILE_WORDS), .hint = text(ctx, T_FILE_WORDS_HINT), .wide = true
    };
    const struct ui_field publish = { .name = STR("publish"), .label = text(ctx, T_FILE_PUBLISH) };
    const struct ui_choice yes = { STR("1"), text(ctx, T_FILE_PUBLISH_YES) };
    const bool no = false;
    if (open) {
        HTMLF(h, "<details class=\"file-add\" open><summary>{}</summary>\n", text(ctx, T_FILE_ADD));
    } else {
        HTMLF(h, "<details class=\"file-add\"><summary>{}</summary>\n", text(ctx, T_FILE_ADD));
    }
    ui_form_begin_files(ctx, h, url_own(ctx->arena, STR("/file/new")), STR("file-form"));
    ui_hidden(h, STR("register"), str_c(row->def->name));
    ui_hidden(h, STR("row"), str_format(ctx->arena, "%lld", (long long)row->id));
    ui_files(h, &file, true);
    ui_text(h, &words);
    ui_checks(h, &publish, &yes, 1, &no);
    ui_form_end(h, text(ctx, T_FILE_ADD_BUTTON));
    put_progress(ctx, h);
    HTML(h, "</details>\n");
}

static bool form_again(struct ctx *ctx, const struct record *row, struct str message, struct reply *reply, struct err *e)
{
    const struct crumb crumbs[] = { { text(ctx, row->def->many),
                                      url_own(ctx->arena, str_format(ctx->arena, "/%s", row->def->name)) },
                                    { record_heading(ctx, row), file_row_url(ctx, row) } };
    const struct page page = { .title = text(ctx, T_FILE_ADD), .crumbs = crumbs, .n_crumbs = COUNT(crumbs) };
    struct html *h = page_begin(ctx, &page);
    ui_note(h, UI_ERROR, message);
    file_form_show(ctx, h, row, message, true);
    reply->status = 422;
    return page_end(ctx, h, reply, e);
}

/* Every file of the form into the store; what it is, is looked at there. */
bool file_take(struct ctx *ctx, const struct request *request, const char *field, struct adding *adding, struct err *e)
{
    struct str folder;
    if (!file_folder(ctx, &folder, e)) {
        return false;
    }
    adding->files = NEW_ARRAY(ctx->arena, struct coming, request->n_files + 1);
    for (size_t i = 0; i < request->n_files; i++) {
        const struct upload *upload = &request->files[i];
        struct coming *file = &adding->files[adding->n];
        if (!str_is(upload->field, field) || (upload->file_name.len == 0 && upload->bytes.len == 0)) {
            continue; /* a browser sends the field even when nothing was chosen */
        }
        file->name = file_name_clean(ctx->arena, upload->file_name);
        file->bytes = (int64_t)upload->bytes.len;
        if (file->bytes == 0) {
            adding->refusal = text_with(ctx, T_FILE_EMPTY, TEXT_ARG("name", file->name));
            return true;
        }
        if (!store_put(ctx->arena, folder, upload->bytes, &file->sha256, e) || !file_look(ctx, file, e)) {
            return false;
        }
        adding->n++;
    }
    return true;
}

bool file_adding_read(struct ctx *ctx, const struct request *request, struct adding *ret_adding, struct err *e)
{
    struct record *row = NEW(ctx->arena, struct record);
    int64_t row_id = 0;
    if (!num_read_int(request_form(request, "row"), &row_id) ||
        !file_row(ctx, request_form(request, "register"), row_id, row, e)) {
        return err_set(e, ERR_NOT_FOUND, "file_new", STR("no such row"));
    }
    if (!record_may(ctx, row, MAY_EDIT)) {
        return err_set(e, ERR_FORBIDDEN, "file_new", STR("the row may not be changed"));
    }
    *ret_adding = (struct adding){ .def = row->def,
                                   .row = row,
                                   .row_id = row_id,
                                   .words = utf8_part(str_trim(request_form(request, "words")), 0, FILE_WORDS_MOST),
                                   .publish = str_is(request_form(request, "publish"), "1"),
                                   .refusal = STR_NONE };
    return true;
}

bool file_new_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct adding adding;
    if (!file_adding_read(ctx, request, &adding, e) || !file_take(ctx, request, "file", &adding, e)) {
        return false;
    }
    if (adding.n == 0 && adding.refusal.len == 0) {
        adding.refusal = text(ctx, T_FILE_NONE);
    }
    if (adding.refusal.len == 0 && !file_add(ctx, &adding, e)) {
        return false;
    }
    return adding.refusal.len ? form_again(ctx, adding.row, adding.refusal, reply, e)
                              : reply_see(ctx, reply, file_row_url(ctx, adding.row));
}
