/* Files of a form that is not finished: a photo that came with a mistake in the date must not be chosen again. Rows of `file`
   like all others, so that the sweeper, the quota, the backup and doctor know them; but under the name of a draft, which is no
   register: none of the pages of files finds them. */
#include "features/file/file_in.h"
#include "file_sql.h"

static struct adding adding_to(const struct register_def *def, int64_t id)
{
    return (struct adding){ .def = def, .row_id = id, .words = STR_NONE, .refusal = STR_NONE, .draft = true };
}

bool file_bring(struct ctx *ctx, const struct request *request, const char *field, struct file_brought *ret_brought,
                struct err *e)
{
    struct adding adding = adding_to(NULL, 0);
    struct err why = { 0 };
    bool taken = file_take(ctx, request, field, &adding, &why);
    if (!taken && why.kind != ERR_FULL) {
        *e = why;
        return false;
    }
    if (!taken) {
        adding.refusal = text(ctx, T_FILE_NO_ROOM);
    }
    for (size_t i = 0; i < adding.n && adding.refusal.len == 0; i++) {
        if (adding.files[i].look.type->flags & TYPE_REFUSED) {
            adding.refusal = text_with(ctx, T_FILE_REFUSED, TEXT_ARG("name", adding.files[i].name));
        }
    }
    *ret_brought = (struct file_brought){ adding.files, adding.n, adding.refusal };
    return true;
}

bool file_keep(struct ctx *ctx, struct str draft, int64_t id, struct file_brought *brought, struct err *e)
{
    const struct register_def def = { .name = str_cstr(ctx->arena, draft) };
    struct adding adding = adding_to(&def, id);
    int64_t used, more = 0;
    if (brought->n == 0 || brought->refusal.len) {
        return true;
    }
    if (!file_used(ctx, &used, e)) {
        return false;
    }
    for (size_t i = 0; i < brought->n; i++) {
        more += brought->all[i].bytes;
    }
    if (used + more > FILE_QUOTA) {
        brought->refusal = text_with(ctx, T_FILE_QUOTA, TEXT_ARG("size", file_size_shown(ctx, FILE_QUOTA)));
        return true;
    }
    for (size_t i = 0; i < brought->n; i++) {
        if (!file_put(ctx, &adding, &brought->all[i], e)) {
            return false;
        }
    }
    return true;
}

bool file_move_kept(struct ctx *ctx, struct str draft, int64_t id, const struct register_def *to, int64_t row, struct err *e)
{
    struct attached *files;
    size_t n;
    if (!file_of_row(ctx, draft, id, &files, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct audit_entry entry = { STR("file"), STR_NONE, files[i].name };
        if (!audit_put(ctx, str_c(to->name), row, "edit", &entry, 1, e)) {
            return false;
        }
    }
    return n == 0 || db_do(ctx->db, &q_file_move, DB_ARGS(draft, id, str_c(to->name), row), NULL, e);
}

bool file_drop_kept(struct ctx *ctx, struct str draft, int64_t id, struct err *e)
{
    return db_do(ctx->db, &q_file_drop_of_row, DB_ARGS(draft, id), NULL, e);
}

bool file_drop_one_kept(struct ctx *ctx, struct str draft, int64_t id, int64_t file, struct err *e)
{
    return db_do(ctx->db, &q_file_drop_one, DB_ARGS(draft, id, file), NULL, e);
}

bool file_kept(struct ctx *ctx, struct str draft, int64_t id, struct file_kept **ret_files, size_t *ret_n, struct err *e)
{
    struct attached *files;
    size_t n;
    if (!file_of_row(ctx, draft, id, &files, &n, e)) {
        return false;
    }
    struct file_kept *kept = NEW_ARRAY(ctx->arena, struct file_kept, n + 1);
    for (size_t i = 0; i < n; i++) {
        kept[i] = (struct file_kept){ files[i].id, files[i].name, file_size_shown(ctx, files[i].bytes) };
    }
    *ret_files = kept;
    *ret_n = n;
    return true;
}
