/* Large files over a bad line, in pieces: begin (or go on, if the same file is on its way to the same row already), pieces one
   behind the other, end with the checksum the sender reckoned. How far a file has come is only ever what lies on the disk, so
   after a cut, a reload or a killed server the sender asks and goes on from there. The answers are JSON for file.js; why not
   the protocol tus stands in docs/decisions/0013. */
#include "base/json.h"
#include "features/file/file_in.h"
#include "file_sql.h"

#include <stddef.h>

enum { OPEN_MOST = 20 }; /* files on their way, of one person */

struct file_upload {
    int64_t id, row_id, publish, bytes;
    struct maybe_int file_id;
    struct str register_name, name, words, sha256;
};
static const struct db_column upload_columns[] = {
    { "id", DB_INT, offsetof(struct file_upload, id) },
    { "register_name", DB_TEXT, offsetof(struct file_upload, register_name) },
    { "row_id", DB_INT, offsetof(struct file_upload, row_id) },
    { "name", DB_TEXT, offsetof(struct file_upload, name) },
    { "words", DB_TEXT, offsetof(struct file_upload, words) },
    { "publish", DB_INT, offsetof(struct file_upload, publish) },
    { "bytes", DB_INT, offsetof(struct file_upload, bytes) },
    { "file_id", DB_MAYBE_INT, offsetof(struct file_upload, file_id) },
    { "sha256", DB_TEXT, offsetof(struct file_upload, sha256) },
};
static const struct db_shape upload_shape = DB_SHAPE(struct file_upload, upload_columns);

struct str file_part_name(struct ctx *ctx, int64_t upload)
{
    return str_format(ctx->arena, "upload-%lld-%lld", (long long)db_centre(ctx->db), (long long)upload);
}

static bool answer(struct ctx *ctx, struct reply *reply, int status, struct json *json)
{
    reply->status = status;
    reply->type = "application/json; charset=utf-8";
    reply->body = json_write(ctx->arena, json);
    return true;
}

/* Why it cannot be, in the words of the person. */
static bool refuse(struct ctx *ctx, struct reply *reply, struct str why)
{
    struct json *json = json_object(ctx->arena);
    json_put(ctx->arena, json, "why", json_string(ctx->arena, why));
    return answer(ctx, reply, 422, json);
}

static bool answer_at(struct ctx *ctx, struct reply *reply, int status, int64_t upload, int64_t at)
{
    struct json *json = json_object(ctx->arena);
    json_put(ctx->arena, json, "upload", json_int(ctx->arena, upload));
    json_put(ctx->arena, json, "at", json_int(ctx->arena, at));
    return answer(ctx, reply, status, json);
}

/* The receipt: what the server holds. */
static bool answer_end(struct ctx *ctx, struct reply *reply, const struct file_upload *upload, int64_t file, struct str sha256)
{
    struct json *json = json_object(ctx->arena);
    json_put(ctx->arena, json, "file", json_int(ctx->arena, file));
    json_put(ctx->arena, json, "sha256", json_string(ctx->arena, sha256));
    json_put(ctx->arena, json, "bytes", json_int(ctx->arena, upload->bytes));
    json_put(ctx->arena, json, "name", json_string(ctx->arena, upload->name));
    return answer(ctx, reply, 200, json);
}

/* Only who began a file sends its pieces. */
static bool upload_get(struct ctx *ctx, int64_t id, struct file_upload *ret_upload, struct err *e)
{
    return db_one(ctx->db, ctx->arena, &q_file_upload_one, DB_ARGS(id, ctx->actor->account_id), &upload_shape, ret_upload, e);
}

struct beginning {
    struct file_upload upload;
    struct str refusal, folder;
    int64_t at; /* how far the file has come */
};

/* What one person has open is counted with what lies there already, so that nobody fills the disk with beginnings. */
static bool room_for(struct ctx *ctx, struct beginning *b, struct err *e)
{
    struct open {
        int64_t n, bytes;
    } open;
    static const struct db_column columns[] = { { "n", DB_INT, offsetof(struct open, n) },
                                                { "bytes", DB_INT, offsetof(struct open, bytes) } };
    static const struct db_shape shape = DB_SHAPE(struct open, columns);
    int64_t used;
    if (!db_one(ctx->db, ctx->arena, &q_file_upload_open, DB_ARGS(ctx->actor->account_id), &shape, &open, e) ||
        !file_used(ctx, &used, e)) {
        return false;
    }
    if (open.n >= OPEN_MOST) {
        b->refusal = text_with(ctx, T_FILE_MANY_OPEN, TEXT_ARG("n", (int64_t)OPEN_MOST));
    } else if (used + open.bytes + b->upload.bytes > FILE_QUOTA) {
        b->refusal = text_with(ctx, T_FILE_QUOTA, TEXT_ARG("size", file_size_shown(ctx, FILE_QUOTA)));
    }
    return true;
}

/* A part that is not there, because it was never made or was swept, is begun. */
static bool part_at(struct ctx *ctx, struct str folder, int64_t upload, int64_t *ret_at, struct err *e)
{
    struct str name = file_part_name(ctx, upload);
    struct err why = { 0 };
    if (store_part_size(ctx->arena, folder, name, ret_at, &why)) {
        return true;
    }
    if (why.kind != ERR_NOT_FOUND) {
        *e = why;
        return false;
    }
    *ret_at = 0;
    return store_part_make(ctx->arena, folder, name, e);
}

/* The part is made within the transaction: what cannot be begun on the disk is not begun in the base either. */
static bool begin_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct beginning *b = arg;
    struct file_upload *u = &b->upload, *known;
    int64_t account = ctx->actor->account_id;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_file_upload_like, DB_ARGS(account, u->register_name, u->row_id, u->name, u->bytes),
                 &upload_shape, &known, &n, e)) {
        return false;
    }
    if (n > 0) {
        u->id = known[0].id;
        return part_at(ctx, b->folder, u->id, &b->at, e);
    }
    return room_for(ctx, b, e) &&
           (b->refusal.len > 0 ||
            (db_new_id(ctx->db, STR("file_upload"), &u->id, e) &&
             db_do(ctx->db, &q_file_upload_add,
                   DB_ARGS(u->id, account, u->register_name, u->row_id, u->name, u->words, u->publish, u->bytes, ctx->now_ms),
                   NULL, e) &&
             part_at(ctx, b->folder, u->id, &b->at, e)));
}

static struct str bytes_refused(struct ctx *ctx, int64_t bytes, struct str name)
{
    if (bytes <= 0) {
        return text_with(ctx, T_FILE_EMPTY, TEXT_ARG("name", name));
    }
    return bytes > FILE_MOST
               ? text_with(ctx, T_FILE_TOO_BIG, TEXT_ARG("name", name), TEXT_ARG("most", file_size_shown(ctx, FILE_MOST)))
               : STR_NONE;
}

bool file_upload_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct adding adding = { 0 };
    struct str folder;
    int64_t bytes = 0;
    if (!file_adding_read(ctx, request, &adding, e) || !file_folder(ctx, &folder, e)) {
        return false;
    }
    if (!num_read_int(request_form(request, "bytes"), &bytes)) {
        bytes = 0;
    }
    struct beginning b = { .folder = folder,
                           .upload = { .register_name = str_c(adding.def->name),
                                       .row_id = adding.row_id,
                                       .name = file_name_clean(ctx->arena, request_form(request, "name")),
                                       .words = adding.words,
                                       .publish = adding.publish,
                                       .bytes = bytes } };
    b.refusal = bytes_refused(ctx, bytes, b.upload.name);
    if (b.refusal.len == 0 && !db_write(ctx, (struct db_lock){ "account", ctx->actor->account_id }, begin_work, &b, e)) {
        return false;
    }
    if (b.refusal.len > 0) {
        return refuse(ctx, reply, b.refusal);
    }
    return answer_at(ctx, reply, 200, b.upload.id, b.at);
}

/* A piece is acknowledged when it is safe on the disk. One that does not begin where the file ends is answered with where it
   ends. */
bool file_piece_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct upload *piece = request_file(request, "piece");
    struct file_upload upload;
    struct str folder, name;
    struct err why = { 0 };
    int64_t at = -1, now;
    if (!upload_get(ctx, request_id_arg(request, 0), &upload, e) || !file_folder(ctx, &folder, e)) {
        return false;
    }
    if (upload.file_id.known || !piece || !num_read_int(request_form(request, "at"), &at) || at < 0 ||
        at + (int64_t)piece->bytes.len > upload.bytes) {
        return err_set(e, ERR_INVALID, "file_piece", STR("no piece of this file"));
    }
    name = file_part_name(ctx, upload.id);
    if (store_part_add(ctx->arena, folder, name, at, piece->bytes, &now, &why)) {
        return answer_at(ctx, reply, 200, upload.id, now);
    }
    if (why.kind == ERR_CONFLICT || why.kind == ERR_NOT_FOUND) {
        return part_at(ctx, folder, upload.id, &now, e) && answer_at(ctx, reply, 409, upload.id, now);
    }
    *e = why;
    return false;
}

static bool drop_work(struct ctx *ctx, void *arg, struct err *e)
{
    return db_do(ctx->db, &q_file_upload_drop, DB_ARGS(*(const int64_t *)arg), NULL, e);
}

static bool drop(struct ctx *ctx, struct str folder, int64_t upload, struct err *e)
{
    if (!db_write(ctx, DB_NO_LOCK, drop_work, &upload, e)) {
        return false;
    }
    store_part_drop(ctx->arena, folder, file_part_name(ctx, upload));
    return true;
}

bool file_upload_drop_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct file_upload upload;
    struct str folder;
    return upload_get(ctx, request_id_arg(request, 0), &upload, e) && file_folder(ctx, &folder, e) &&
           drop(ctx, folder, upload.id, e) && answer_at(ctx, reply, 200, upload.id, 0);
}

/* The content is whole and is what the sender has: it takes its place, is looked at, and hangs on its row. */
static bool settle(struct ctx *ctx, struct str folder, const struct file_upload *upload, struct str sha256,
                   struct adding *adding, struct err *e)
{
    struct record row;
    struct coming *file = NEW(ctx->arena, struct coming);
    *file = (struct coming){ .name = upload->name, .sha256 = sha256, .bytes = upload->bytes };
    *adding = (struct adding){ .row_id = upload->row_id,
                               .words = upload->words,
                               .publish = upload->publish != 0,
                               .files = file,
                               .n = 1,
                               .refusal = STR_NONE,
                               .upload_id = upload->id };
    if (!file_row(ctx, upload->register_name, upload->row_id, &row, e)) {
        return false;
    }
    adding->def = row.def;
    return store_part_keep(ctx->arena, folder, file_part_name(ctx, upload->id), sha256, e) && file_look(ctx, file, e) &&
           file_add(ctx, adding, e);
}

bool file_upload_end_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct file_upload upload;
    struct adding adding = { 0 };
    struct str folder, sha256;
    int64_t size;
    if (!upload_get(ctx, request_id_arg(request, 0), &upload, e) || !file_folder(ctx, &folder, e)) {
        return false;
    }
    if (upload.file_id.known) { /* the acknowledgement got lost */
        store_part_drop(ctx->arena, folder, file_part_name(ctx, upload.id));
        return answer_end(ctx, reply, &upload, upload.file_id.is, upload.sha256);
    }
    if (!part_at(ctx, folder, upload.id, &size, e)) {
        return false;
    }
    if (size != upload.bytes) {
        return answer_at(ctx, reply, 409, upload.id, size);
    }
    if (!store_part_hash(ctx->arena, folder, file_part_name(ctx, upload.id), &sha256, &size, e)) {
        return false;
    }
    if (!str_equal(sha256, request_form(request, "sha256"))) {
        return drop(ctx, folder, upload.id, e) &&
               refuse(ctx, reply, text_with(ctx, T_FILE_UNLIKE, TEXT_ARG("name", upload.name)));
    }
    if (!settle(ctx, folder, &upload, sha256, &adding, e)) {
        return false;
    }
    if (adding.refusal.len) {
        return drop(ctx, folder, upload.id, e) && refuse(ctx, reply, adding.refusal);
    }
    store_part_drop(ctx->arena, folder, file_part_name(ctx, upload.id));
    return answer_end(ctx, reply, &upload, adding.last_id, sha256);
}
