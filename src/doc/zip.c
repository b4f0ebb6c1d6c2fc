/* Zip files in memory through libzip, which appears in this file alone.
   Every part carries the moment it is given, so the same parts give the same bytes: an issued document can be made again
   and compared. Reading is capped before a byte is unpacked, because a small zip can promise a huge part. */
#include "doc/zip.h"

#include <string.h>
#include <time.h>
#include <zip.h>

static bool zip_failed(struct err *e, const char *where, zip_error_t *error)
{
    bool full = zip_error_code_zip(error) == ZIP_ER_MEMORY;
    err_setf(e, full ? ERR_TOO_BIG : ERR_BROKEN, where, "zip: %s", zip_error_strerror(error));
    zip_error_fini(error);
    return false;
}

static void source_drop(void *source)
{
    zip_source_free(source);
}

static bool archive_failed(zip_t *archive, struct err *e, const char *where)
{
    err_setf(e, ERR_BROKEN, where, "zip: %s", zip_strerror(archive));
    zip_discard(archive);
    return false;
}

static bool parts_put(zip_t *archive, const struct zip_part *parts, size_t n, int64_t moment_ms, struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        zip_source_t *part = zip_source_buffer(archive, parts[i].bytes.at, parts[i].bytes.len, 0);
        zip_int64_t index = part ? zip_file_add(archive, parts[i].name, part, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            zip_source_free(part);
            return archive_failed(archive, e, "zip_write");
        }
        zip_file_set_mtime(archive, (zip_uint64_t)index, (time_t)(moment_ms / 1000), 0);
        /* Level 6: 9 costs three times the time for two per cent of the size on our parts. */
        zip_set_file_compression(archive, (zip_uint64_t)index, ZIP_CM_DEFLATE, 6);
    }
    return true;
}

bool zip_write(struct arena *a, const struct zip_part *parts, size_t n, int64_t moment_ms, struct str *ret_bytes, struct err *e)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *archive = target ? zip_open_from_source(target, ZIP_TRUNCATE, &error) : NULL;
    if (!archive) {
        zip_source_free(target);
        return zip_failed(e, "zip_write", &error);
    }
    zip_source_keep(target);
    void *ticket = arena_defer(a, source_drop, target);
    if (!parts_put(archive, parts, n, moment_ms, e)) {
        return false;
    }
    if (zip_close(archive) != 0) {
        return archive_failed(archive, e, "zip_write");
    }
    zip_stat_t stat;
    if (zip_source_stat(target, &stat) != 0 || zip_source_open(target) != 0) {
        return err_set(e, ERR_BROKEN, "zip_write", STR("the finished zip cannot be read back"));
    }
    char *bytes = arena_take(a, stat.size + 1, 1);
    zip_int64_t got = zip_source_read(target, bytes, stat.size);
    zip_source_close(target);
    arena_disarm(ticket);
    zip_source_free(target);
    if (got < 0 || (zip_uint64_t)got != stat.size) {
        return err_set(e, ERR_BROKEN, "zip_write", STR("the finished zip is cut short"));
    }
    *ret_bytes = (struct str){ bytes, (size_t)got };
    return true;
}

bool zip_read(struct arena *a, struct str bytes, const char *name, size_t cap, struct str *ret_part, struct err *e)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.at, bytes.len, 0, &error);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!archive) {
        zip_source_free(source);
        return zip_failed(e, "zip_read", &error);
    }
    zip_stat_t stat;
    if (zip_stat(archive, name, 0, &stat) != 0) {
        zip_discard(archive);
        return err_setf(e, ERR_NOT_FOUND, "zip_read", "no part %s", name);
    }
    if (stat.size > cap) {
        zip_discard(archive);
        return err_setf(e, ERR_TOO_BIG, "zip_read", "part %s unpacks to %llu bytes", name, (unsigned long long)stat.size);
    }
    zip_file_t *file = zip_fopen(archive, name, 0);
    char *part = arena_take(a, stat.size + 1, 1);
    zip_int64_t got = file ? zip_fread(file, part, stat.size) : -1;
    if (file) {
        zip_fclose(file);
    }
    zip_discard(archive);
    if (got < 0 || (zip_uint64_t)got != stat.size) {
        return err_setf(e, ERR_BROKEN, "zip_read", "part %s is damaged", name);
    }
    *ret_part = (struct str){ part, (size_t)got };
    return true;
}

struct zip_out {
    struct arena *arena;
    zip_t *archive;
    int64_t moment_ms;
    zip_tell *tell;
    void *with;
    bool given_up;
};

static void out_drop(void *arg)
{
    struct zip_out *out = arg;
    if (out->archive) {
        zip_discard(out->archive);
    }
}

bool zip_out_new(struct arena *a, const char *path, int64_t moment_ms, struct zip_out **ret_out, struct err *e)
{
    int code = 0;
    struct zip_out *out = NEW(a, struct zip_out);
    out->arena = a;
    out->moment_ms = moment_ms;
    out->archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (!out->archive) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        return zip_failed(e, "zip_out", &error);
    }
    arena_defer(a, out_drop, out);
    *ret_out = out;
    return true;
}

static bool out_add(struct zip_out *out, const char *name, zip_source_t *source, bool pack, struct err *e)
{
    zip_int64_t index = source ? zip_file_add(out->archive, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        zip_source_free(source);
        return err_setf(e, ERR_BROKEN, "zip_out", "%s: %s", name, zip_strerror(out->archive));
    }
    zip_file_set_mtime(out->archive, (zip_uint64_t)index, (time_t)(out->moment_ms / 1000), 0);
    zip_set_file_compression(out->archive, (zip_uint64_t)index, pack ? ZIP_CM_DEFLATE : ZIP_CM_STORE, pack ? 6 : 0);
    return true;
}

bool zip_out_bytes(struct zip_out *out, const char *name, struct str bytes, struct err *e)
{
    return out_add(out, name, zip_source_buffer(out->archive, bytes.at, bytes.len, 0), true, e);
}

bool zip_out_file(struct zip_out *out, const char *name, const char *source, bool pack, struct err *e)
{
    return out_add(out, name, zip_source_file(out->archive, source, 0, 0), pack, e);
}

static void out_progress(zip_t *archive, double part, void *arg)
{
    struct zip_out *out = arg;
    (void)archive;
    out->given_up = out->given_up || (out->tell && !out->tell(out->with, (int)(part * 1000)));
}

static int out_cancelled(zip_t *archive, void *arg)
{
    const struct zip_out *out = arg;
    (void)archive;
    return out->given_up;
}

bool zip_out_close(struct zip_out *out, zip_tell *tell, void *with, struct err *e)
{
    out->tell = tell;
    out->with = with;
    zip_register_progress_callback_with_state(out->archive, 0.005, out_progress, NULL, out);
    zip_register_cancel_callback_with_state(out->archive, out_cancelled, NULL, out);
    if (zip_close(out->archive) != 0) {
        enum err_kind kind = out->given_up ? ERR_BUSY : err_of_system(zip_error_code_system(zip_get_error(out->archive)));
        err_setf(e, kind, "zip_out", "zip: %s", zip_strerror(out->archive));
        zip_discard(out->archive);
        out->archive = NULL;
        return false;
    }
    out->archive = NULL;
    return true;
}

struct zip_in {
    zip_t *archive;
    zip_file_t *part;
};

static void in_drop(void *arg)
{
    struct zip_in *in = arg;
    if (in->part) {
        zip_fclose(in->part);
    }
    zip_discard(in->archive);
}

static bool in_keep(struct arena *a, zip_t *archive, struct zip_in **ret_in)
{
    struct zip_in *in = NEW(a, struct zip_in);
    in->archive = archive;
    arena_defer(a, in_drop, in);
    *ret_in = in;
    return true;
}

bool zip_in_open(struct arena *a, const char *path, struct zip_in **ret_in, struct err *e)
{
    int code = 0;
    zip_t *archive = zip_open(path, ZIP_RDONLY, &code);
    if (!archive) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        if (code == ZIP_ER_NOENT) {
            zip_error_fini(&error);
            return err_setf(e, ERR_NOT_FOUND, "zip_in", "%s: no such file", path);
        }
        return zip_failed(e, "zip_in", &error);
    }
    return in_keep(a, archive, ret_in);
}

bool zip_in_open_bytes(struct arena *a, struct str bytes, struct zip_in **ret_in, struct err *e)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.at, bytes.len, 0, &error);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!archive) {
        zip_source_free(source);
        return zip_failed(e, "zip_in", &error);
    }
    return in_keep(a, archive, ret_in);
}

size_t zip_in_count(const struct zip_in *in)
{
    zip_int64_t n = zip_get_num_entries(in->archive, 0);
    return n > 0 ? (size_t)n : 0;
}

bool zip_in_stat(struct zip_in *in, size_t index, struct str *ret_name, uint64_t *ret_size)
{
    zip_stat_t stat;
    if (zip_stat_index(in->archive, index, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME) || !(stat.valid & ZIP_STAT_SIZE)) {
        return false;
    }
    *ret_name = str_c(stat.name);
    *ret_size = stat.size;
    return true;
}

bool zip_in_packed(struct zip_in *in, size_t index, uint64_t *ret_size)
{
    zip_stat_t stat;
    if (zip_stat_index(in->archive, index, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_COMP_SIZE)) {
        return false;
    }
    *ret_size = stat.comp_size;
    return true;
}

bool zip_in_find(struct zip_in *in, const char *name, size_t *ret_index)
{
    zip_int64_t index = zip_name_locate(in->archive, name, 0);
    *ret_index = index < 0 ? 0 : (size_t)index;
    return index >= 0;
}

bool zip_in_begin(struct zip_in *in, size_t index, struct err *e)
{
    if (in->part) {
        zip_fclose(in->part);
    }
    in->part = zip_fopen_index(in->archive, index, 0);
    return in->part || err_setf(e, ERR_BROKEN, "zip_in", "part %zu: %s", index, zip_strerror(in->archive));
}

bool zip_in_read(struct zip_in *in, char *to, size_t room, size_t *ret_n, struct err *e)
{
    zip_int64_t got = zip_fread(in->part, to, room);
    if (got < 0) {
        return err_setf(e, ERR_BROKEN, "zip_in", "zip: %s", zip_file_strerror(in->part));
    }
    *ret_n = (size_t)got;
    return true;
}
