/* manifest.json: what the archive holds, part by part, so that reading knows beforehand what must come. Everything in it is
   looked at before anything is believed: it may come from anywhere. */
#include "backup/backup_in.h"
#include "base/num.h"

static const char *const left_out[] = { "access_token", "file_upload", "job", "job_file", "session", "sign_in_failure" };

bool table_is_left_out(struct str name)
{
    for (size_t i = 0; i < COUNT(left_out); i++) {
        if (str_is(name, left_out[i])) {
            return true;
        }
    }
    return false;
}

struct str content_word(struct arena *a, const struct part *tables, size_t n)
{
    struct hash_run run = hash_begin();
    for (size_t i = 0; i < n; i++) {
        hash_add(&run, str_format(a, "%s %lld %s\n", tables[i].name.at, (long long)tables[i].rows, tables[i].sha256.at));
    }
    return hash_end_hex(a, &run);
}

static struct json *parts_json(struct arena *a, const struct part *parts, size_t n, bool rows)
{
    struct json *list = json_array(a);
    for (size_t i = 0; i < n; i++) {
        struct json *one = json_object(a);
        json_put(a, one, "name", json_string(a, parts[i].name));
        if (rows) {
            json_put(a, one, "rows", json_int(a, parts[i].rows));
        }
        json_put(a, one, "bytes", json_int(a, parts[i].bytes));
        json_put(a, one, "sha256", json_string(a, parts[i].sha256));
        json_add(list, one);
    }
    return list;
}

struct str manifest_write(struct arena *a, const struct manifest *m)
{
    struct json *all = json_object(a), *migrations = json_array(a), *counters = json_array(a);
    for (size_t i = 0; i < m->n_migrations; i++) {
        struct json *one = json_object(a);
        json_put(a, one, "number", json_int(a, m->migrations[i].number));
        json_put(a, one, "name", json_string(a, m->migrations[i].name));
        json_put(a, one, "checksum", json_string(a, m->migrations[i].checksum));
        json_add(migrations, one);
    }
    for (size_t i = 0; i < m->n_counters; i++) {
        struct json *one = json_object(a);
        json_put(a, one, "name", json_string(a, m->counters[i].name));
        json_put(a, one, "next", json_int(a, m->counters[i].next));
        json_add(counters, one);
    }
    json_put(a, all, "format", json_string(a, STR(BACKUP_FORMAT)));
    json_put(a, all, "made_at", json_int(a, m->facts.made_at));
    json_put(a, all, "engine", json_string(a, m->facts.engine));
    json_put(a, all, "content", json_string(a, m->facts.content));
    json_put(a, all, "migrations", migrations);
    json_put(a, all, "counters", counters);
    json_put(a, all, "tables", parts_json(a, m->tables, m->n_tables, true));
    json_put(a, all, "files", parts_json(a, m->files, m->n_files, false));
    return json_write(a, all);
}

static bool broken(struct err *e, const char *what)
{
    return err_setf(e, ERR_INVALID, "backup", "manifest.json: %s", what);
}

/* So far that sums of ENTRIES_MOST of them stay numbers: 4 TB a part; the moment of the last day that has four digits. */
#define PART_MOST (INT64_C(1) << 42)
#define MOMENT_MOST INT64_C(253402300799999)

static bool int_of(const struct json *object, const char *key, int64_t most, int64_t *ret)
{
    const struct json *j = json_get(object, key);
    return j && j->kind == JSON_NUMBER && num_read_int(j->text, ret) && *ret >= 0 && *ret <= most;
}

static bool word_of(const struct json *object, const char *key, struct str *ret)
{
    const struct json *j = json_get(object, key);
    *ret = j && j->kind == JSON_STRING ? j->text : STR_NONE;
    return ret->len > 0;
}

static bool hex_of(const struct json *object, const char *key, struct str *ret)
{
    if (!word_of(object, key, ret) || ret->len != 64) {
        return false;
    }
    for (size_t i = 0; i < 64; i++) {
        char c = ret->at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return false;
        }
    }
    return true;
}

/* A name of ours: what becomes SQL or a path holds nothing else. */
static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (!(c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
            return false;
        }
    }
    return s.len > 0 && s.len < 64;
}

static const struct json *list_of(const struct json *all, const char *key, size_t *ret_n)
{
    const struct json *list = json_get(all, key);
    *ret_n = 0;
    if (!list || list->kind != JSON_ARRAY) {
        return NULL;
    }
    for (const struct json *one = list->first; one; one = one->next) {
        (*ret_n)++;
    }
    return *ret_n <= ENTRIES_MOST ? list : NULL;
}

static bool read_tables(struct arena *a, const struct json *all, struct manifest *m)
{
    const struct json *list = list_of(all, "tables", &m->n_tables);
    m->tables = NEW_ARRAY(a, struct part, m->n_tables + 1);
    size_t i = 0;
    for (const struct json *one = list ? list->first : NULL; one; one = one->next, i++) {
        struct part *part = &m->tables[i];
        if (!word_of(one, "name", &part->name) || !is_name(part->name) || !int_of(one, "rows", PART_MOST, &part->rows) ||
            !int_of(one, "bytes", PART_MOST, &part->bytes) || !hex_of(one, "sha256", &part->sha256) ||
            table_is_left_out(part->name) || (i > 0 && str_compare(m->tables[i - 1].name, part->name) >= 0) ||
            part->rows > part->bytes) {
            return false;
        }
        m->facts.rows += part->rows;
    }
    m->facts.tables = (int64_t)m->n_tables;
    return list != NULL;
}

/* "files/ab/SHA256" */
static bool read_files(struct arena *a, const struct json *all, struct manifest *m)
{
    const struct json *list = list_of(all, "files", &m->n_files);
    m->files = NEW_ARRAY(a, struct part, m->n_files + 1);
    size_t i = 0;
    for (const struct json *one = list ? list->first : NULL; one; one = one->next, i++) {
        struct part *part = &m->files[i];
        if (!word_of(one, "name", &part->name) || !int_of(one, "bytes", PART_MOST, &part->bytes) ||
            !hex_of(one, "sha256", &part->sha256) ||
            !str_equal(part->name, str_format(a, "files/%.2s/%s", part->sha256.at, part->sha256.at)) ||
            (i > 0 && str_compare(m->files[i - 1].name, part->name) >= 0)) {
            return false;
        }
        m->facts.file_bytes += part->bytes;
    }
    m->facts.files = (int64_t)m->n_files;
    return list != NULL;
}

static bool read_migrations(struct arena *a, const struct json *all, struct manifest *m)
{
    const struct json *list = list_of(all, "migrations", &m->n_migrations);
    m->migrations = NEW_ARRAY(a, struct db_applied, m->n_migrations + 1);
    size_t i = 0;
    for (const struct json *one = list ? list->first : NULL; one; one = one->next, i++) {
        struct db_applied *row = &m->migrations[i];
        if (!int_of(one, "number", INT32_MAX, &row->number) || !word_of(one, "name", &row->name) || !is_name(row->name) ||
            !hex_of(one, "checksum", &row->checksum) || row->number <= m->facts.newest_migration) {
            return false;
        }
        m->facts.newest_migration = row->number;
    }
    return list != NULL;
}

static bool read_counters(struct arena *a, const struct json *all, struct manifest *m)
{
    const struct json *list = list_of(all, "counters", &m->n_counters);
    m->counters = NEW_ARRAY(a, struct db_counter, m->n_counters + 1);
    size_t i = 0;
    for (const struct json *one = list ? list->first : NULL; one; one = one->next, i++) {
        struct db_counter *row = &m->counters[i];
        if (!word_of(one, "name", &row->name) || !is_name(row->name) || !int_of(one, "next", INT64_MAX / 2, &row->next) ||
            row->next == 0) {
            return false;
        }
    }
    return list != NULL;
}

bool manifest_read(struct arena *a, struct str json, struct manifest *ret_manifest, struct err *e)
{
    struct json *all;
    struct err why = { 0 };
    struct manifest m = { 0 };
    struct str format;
    if (!json_read(a, json, &all, &why) || all->kind != JSON_OBJECT) {
        return broken(e, "no JSON object");
    }
    if (!word_of(all, "format", &format) || !str_starts(format, STR("orientir backup "))) {
        return broken(e, "not of a backup of this program");
    }
    if (!str_is(format, BACKUP_FORMAT)) {
        return err_setf(e, ERR_NEWER, "backup", "manifest.json: a form of backup this program does not know");
    }
    if (!int_of(all, "made_at", MOMENT_MOST, &m.facts.made_at) || !word_of(all, "engine", &m.facts.engine) ||
        !hex_of(all, "content", &m.facts.content)) {
        return broken(e, "moment, engine or content");
    }
    if (!read_migrations(a, all, &m)) {
        return broken(e, "migrations");
    }
    if (!read_counters(a, all, &m)) {
        return broken(e, "counters");
    }
    if (!read_tables(a, all, &m)) {
        return broken(e, "tables");
    }
    if (!read_files(a, all, &m)) {
        return broken(e, "files");
    }
    if (!str_equal(content_word(a, m.tables, m.n_tables), m.facts.content)) {
        return broken(e, "its own hash is not that of its tables");
    }
    *ret_manifest = m;
    return true;
}
