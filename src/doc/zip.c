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
