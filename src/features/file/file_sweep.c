/* What time leaves behind: uploads that nobody went on with, contents that no row names any more. A content is spared for a day
   after it was put last, so the sweeper needs to know nothing of who is adding what this moment. And the other way round, for
   doctor: every content a row names is there, whole, and what its name says. Contents are shared by all centres of a database,
   so both ask all of them. */
#include "base/json.h"
#include "features/file/file_in.h"
#include "file_sql.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { BUCKETS = 256 };
static const int64_t day_ms = INT64_C(86400000);
#define CONTENT_GRACE_MS day_ms
#define UPLOAD_GRACE_MS (3 * day_ms)

struct named {
    struct str sha256;
    int64_t bytes; /* -1: one of the smaller pictures, whose length no row tells */
};
static const struct db_column named_columns[] = { { "sha256", DB_TEXT, offsetof(struct named, sha256) },
                                                  { "bytes", DB_INT, offsetof(struct named, bytes) } };
static const struct db_shape named_shape = DB_SHAPE(struct named, named_columns);

struct bucket {
    char two[3];
    struct named *named;
    size_t n;
};

static int by_hash(const void *one, const void *two)
{
    return str_compare(((const struct named *)one)->sha256, ((const struct named *)two)->sha256);
}

/* What the rows of all centres name under these two letters, by hash. */
static bool bucket_read(struct ctx *ctx, struct arena *a, unsigned number, struct bucket *ret_bucket, struct err *e)
{
    struct bucket bucket = { .named = NULL };
    struct centre *centres;
    size_t n_centres;
    int64_t here = db_centre(ctx->db);
    snprintf(bucket.two, sizeof bucket.two, "%02x", number & 255);
    struct str from = str_c(bucket.two), to = number < 255 ? str_format(a, "%02x", number + 1) : STR("g");
    bool ok = centre_list(ctx, &centres, &n_centres, e);
    for (size_t i = 0; ok && i < n_centres; i++) {
        struct named *more, *both;
        size_t n;
        centre_enter(ctx, centres[i].id);
        ok = db_rows(ctx->db, a, &q_file_named, DB_ARGS(from, to), &named_shape, &more, &n, e);
        if (ok && n > 0) {
            both = NEW_ARRAY(a, struct named, bucket.n + n);
            for (size_t k = 0; k < bucket.n + n; k++) {
                both[k] = k < bucket.n ? bucket.named[k] : more[k - bucket.n];
            }
            bucket.named = both;
            bucket.n += n;
        }
    }
    centre_enter(ctx, here);
    if (ok && bucket.n > 0) {
        qsort(bucket.named, bucket.n, sizeof *bucket.named, by_hash);
    }
    *ret_bucket = bucket;
    return ok;
}

static bool is_named(const struct bucket *bucket, struct str sha256)
{
    struct named wanted = { sha256, 0 };
    return bucket->n > 0 && bsearch(&wanted, bucket->named, bucket->n, sizeof wanted, by_hash) != NULL;
}

struct swept {
    int64_t contents, bytes, uploads;
};

static bool bucket_sweep(struct ctx *ctx, struct str folder, unsigned number, struct swept *swept, struct err *e)
{
    struct arena *a = arena_new((size_t)32 << 20);
    struct store_entry *entries;
    struct bucket bucket;
    size_t n;
    bool ok = bucket_read(ctx, a, number, &bucket, e) && store_list(a, folder, bucket.two, &entries, &n, e);
    for (size_t i = 0; ok && i < n; i++) {
        bool dropped = false;
        if (entries[i].touched_ms < ctx->now_ms - CONTENT_GRACE_MS && !is_named(&bucket, entries[i].sha256)) {
            ok = store_drop(a, folder, entries[i].sha256, ctx->now_ms - CONTENT_GRACE_MS, &dropped, e);
        }
        swept->contents += dropped;
        swept->bytes += dropped ? entries[i].bytes : 0;
    }
    arena_free(a);
    return ok;
}

struct old_uploads {
    struct db_table ids;
};

static bool uploads_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct old_uploads *old = arg;
    if (!db_table(ctx->db, ctx->arena, &q_file_upload_old, DB_ARGS(ctx->now_ms - UPLOAD_GRACE_MS), &old->ids, e)) {
        return false;
    }
    for (size_t i = 0; i < old->ids.n_rows; i++) {
        if (!db_do(ctx->db, &q_file_upload_drop, DB_ARGS(old->ids.values[i].as.i), NULL, e)) {
            return false;
        }
    }
    return true;
}

/* The rows first: a part without a row is swept by its age, a row without a part would begin it anew. */
static bool uploads_sweep(struct ctx *ctx, struct str folder, struct swept *swept, struct err *e)
{
    struct old_uploads old;
    if (!db_write(ctx, DB_NO_LOCK, uploads_work, &old, e)) {
        return false;
    }
    for (size_t i = 0; i < old.ids.n_rows; i++) {
        store_part_drop(ctx->arena, folder, file_part_name(ctx, old.ids.values[i].as.i));
    }
    swept->uploads += (int64_t)old.ids.n_rows;
    return true;
}

/* Contents are looked at once, by the first centre's job. */
static bool is_first(struct ctx *ctx, bool *ret_first, struct err *e)
{
    struct centre *centres;
    size_t n;
    if (!centre_list(ctx, &centres, &n, e)) {
        return false;
    }
    *ret_first = n > 0 && centres[0].id == db_centre(ctx->db);
    return true;
}

static bool sweep_run(struct ctx *ctx, struct job_task *task, struct err *e)
{
    struct swept swept = { 0 };
    struct str folder;
    int64_t parts = 0;
    bool first = false;
    if (!file_folder(ctx, &folder, e) || !uploads_sweep(ctx, folder, &swept, e) || !is_first(ctx, &first, e)) {
        return false;
    }
    for (unsigned i = 0; first && i < BUCKETS; i++) {
        if (!job_progress(task, i, BUCKETS, T_FILE_SWEEPING, e) || !bucket_sweep(ctx, folder, i, &swept, e)) {
            return false;
        }
    }
    if (first && !store_parts_sweep(ctx->arena, folder, ctx->now_ms - UPLOAD_GRACE_MS, &parts, e)) {
        return false;
    }
    struct json *json = json_object(ctx->arena);
    json_put(ctx->arena, json, "contents", json_int(ctx->arena, swept.contents));
    json_put(ctx->arena, json, "bytes", json_int(ctx->arena, swept.bytes));
    json_put(ctx->arena, json, "uploads", json_int(ctx->arena, swept.uploads + parts));
    return job_finish(ctx, task, json_write(ctx->arena, json), e);
}

static int64_t number_of(const struct json *json, const char *key)
{
    int64_t n = 0;
    return num_read_int(json_text(json, key), &n) ? n : 0;
}

static void sweep_show(struct ctx *ctx, struct html *h, const struct job *job)
{
    struct json *json;
    struct err ignored = { 0 };
    if (!json_read(ctx->arena, job->result, &json, &ignored)) {
        return;
    }
    HTMLF(h, "<p>{}</p>",
          text_with(ctx, T_FILE_SWEPT, TEXT_ARG("contents", number_of(json, "contents")),
                    TEXT_ARG("size", file_size_shown(ctx, number_of(json, "bytes"))),
                    TEXT_ARG("uploads", number_of(json, "uploads"))));
}

/* Once a day, where files were ever brought. */
static bool sweep_due(struct ctx *ctx, struct err *e)
{
    struct stat there;
    struct str folder;
    int64_t id;
    if (!ctx->site || !ctx->site->files) {
        return true;
    }
    folder = str_format(ctx->arena, "%s/part", ctx->site->files);
    const struct job_ask ask = { .kind = "file_sweep",
                                 .once = str_format(ctx->arena, "file_sweep %lld", (long long)(ctx->now_ms / day_ms)) };
    return stat(folder.at, &there) != 0 || job_ask(ctx, &ask, &id, e);
}

const struct job_kind file_sweep_job = { .name = "file_sweep",
                                         .title = T_FILE_SWEEP,
                                         .right = ROLE(ROLE_ADMINISTRATOR),
                                         .run = sweep_run,
                                         .show = sweep_show,
                                         .due = sweep_due };

/* The words of a fault: which file, on which row. */
static bool tell_fault(struct ctx *ctx, const struct named *named, enum store_fault fault, struct buf *complaints,
                       struct err *e)
{
    static const enum text_id words[] = { T_NONE, T_FILE_FAULT_MISSING, T_FILE_FAULT_LENGTH, T_FILE_FAULT_CONTENT };
    struct centre *centres;
    size_t n;
    int64_t here = db_centre(ctx->db);
    bool ok = centre_list(ctx, &centres, &n, e);
    for (size_t i = 0; ok && i < n; i++) {
        struct db_table rows;
        centre_enter(ctx, centres[i].id);
        ok = db_table(ctx->db, ctx->arena, &q_file_where, DB_ARGS(named->sha256), &rows, e);
        for (size_t row = 0; ok && row < rows.n_rows; row++) {
            const struct db_value *v = &rows.values[row * rows.n_columns];
            struct str where = str_format(ctx->arena, "%.*s/%lld", (int)v[0].as.s.len, v[0].as.s.at, (long long)v[1].as.i);
            buf_put(complaints, text_with(ctx, words[fault], TEXT_ARG("name", v[2].as.s), TEXT_ARG("where", where),
                                          TEXT_ARG("sha256", named->sha256)));
            BUF(complaints, "\n");
        }
    }
    centre_enter(ctx, here);
    return ok;
}

struct examined {
    int64_t orphans, bytes;
};

static bool bucket_examine(struct ctx *ctx, struct str folder, unsigned number, struct examined *seen, struct buf *complaints,
                           struct err *e)
{
    struct arena *a = arena_new((size_t)32 << 20);
    struct store_entry *entries;
    struct bucket bucket;
    size_t n;
    bool ok = bucket_read(ctx, a, number, &bucket, e) && store_list(a, folder, bucket.two, &entries, &n, e);
    for (size_t i = 0; ok && i < bucket.n; i++) {
        enum store_fault fault;
        bool again = i > 0 && str_equal(bucket.named[i].sha256, bucket.named[i - 1].sha256);
        ok = again || (store_check(a, folder, bucket.named[i].sha256, bucket.named[i].bytes, &fault, e) &&
                       (fault == STORE_SOUND || tell_fault(ctx, &bucket.named[i], fault, complaints, e)));
    }
    for (size_t i = 0; ok && i < n; i++) { /* a day of grace, and a day for the sweeper to come by */
        bool orphan = entries[i].touched_ms < ctx->now_ms - 2 * CONTENT_GRACE_MS && !is_named(&bucket, entries[i].sha256);
        seen->orphans += orphan;
        seen->bytes += orphan ? entries[i].bytes : 0;
    }
    arena_free(a);
    return ok;
}

bool file_examine(struct ctx *ctx, struct str folder, struct buf *complaints, struct err *e)
{
    struct examined seen = { 0 };
    for (unsigned i = 0; i < BUCKETS; i++) {
        if (!bucket_examine(ctx, folder, i, &seen, complaints, e)) {
            return false;
        }
    }
    if (seen.orphans > 0) {
        buf_put(complaints, text_with(ctx, T_FILE_FAULT_ORPHANS, TEXT_ARG("n", seen.orphans),
                                      TEXT_ARG("size", file_size_shown(ctx, seen.bytes))));
    }
    return true;
}
