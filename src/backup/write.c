/* Making an archive: every table read as of one moment into a file of lines beside the archive, then all of it packed. The
   lines lie on the disk for that time, so memory grows neither with the rows nor with the files, and the moment is over before
   the slow part begins. */
#include "backup/backup_in.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUT_BYTES = 256 << 10 };

struct reading {
    const struct db_content_table *table;
    struct hash_run run;
    struct part part;
    table_line *take;
    void *with;
};

static bool read_line(void *with, struct str line, struct err *e)
{
    struct reading *r = with;
    hash_add(&r->run, line);
    hash_add(&r->run, STR("\n"));
    r->part.rows++;
    r->part.bytes += (int64_t)line.len + 1;
    return !r->take || r->take(r->with, r->table, line, e);
}

bool tables_read(struct db *db, struct arena *a, table_line *take, void *with, struct part **ret_parts, size_t *ret_n,
                 struct err *e)
{
    struct db_content_table *tables;
    size_t n, n_parts = 0;
    if (!db_content_tables(db, a, &tables, &n, e)) {
        return false;
    }
    struct part *parts = NEW_ARRAY(a, struct part, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct reading r = { .table = &tables[i], .run = hash_begin(), .take = take, .with = with };
        if (table_is_left_out(tables[i].name)) {
            continue;
        }
        if (!db_content_each(db, &tables[i], read_line, &r, e)) {
            return false;
        }
        r.part.name = tables[i].name;
        r.part.sha256 = hash_end_hex(a, &r.run);
        parts[n_parts++] = r.part;
    }
    *ret_parts = parts;
    *ret_n = n_parts;
    return true;
}

bool backup_content(struct db *db, struct arena *a, struct str *ret_content, int64_t *ret_rows, struct err *e)
{
    struct part *parts;
    size_t n;
    if (!db_snapshot_begin(db, e)) {
        return false;
    }
    bool ok = tables_read(db, a, NULL, NULL, &parts, &n, e);
    db_snapshot_end(db);
    if (ok) {
        *ret_rows = 0;
        for (size_t i = 0; i < n; i++) {
            *ret_rows += parts[i].rows;
        }
        *ret_content = content_word(a, parts, n);
    }
    return ok;
}

static bool refuse(struct err *e, const char *path)
{
    int code = errno;
    return err_setf(e, err_of_system(code), "backup", "%s: %s", path, strerror(code));
}

/* The work folder beside the archive, with the lines of each table. */
struct making {
    struct arena *arena;
    const struct backup_watch *watch;
    struct str folder;
    const struct db_content_table *table; /* whose file is open */
    int file;
    char *held; /* OUT_BYTES not written yet */
    size_t n_held;
    int64_t rows;
};

static struct str lines_path(struct making *m, struct str table)
{
    return str_format(m->arena, "%s/%s.jsonl", m->folder.at, table.at);
}

static bool write_held(struct making *m, struct err *e)
{
    for (size_t done = 0; done < m->n_held;) {
        ssize_t n = write(m->file, m->held + done, m->n_held - done);
        if (n < 0 && errno != EINTR) {
            return refuse(e, m->folder.at);
        }
        done += n > 0 ? (size_t)n : 0;
    }
    m->n_held = 0;
    return true;
}

static bool close_table(struct making *m, struct err *e)
{
    if (m->file < 0) {
        return true;
    }
    bool ok = write_held(m, e);
    ok = close(m->file) == 0 && ok;
    m->file = -1;
    return ok || (e->kind ? false : refuse(e, m->folder.at));
}

static bool open_table(struct making *m, struct str name, struct err *e)
{
    const char *path = lines_path(m, name).at;
    m->file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    return m->file >= 0 || refuse(e, path);
}

static bool put_bytes(struct making *m, struct str s, struct err *e)
{
    while (s.len > 0) {
        size_t n = s.len < OUT_BYTES - m->n_held ? s.len : OUT_BYTES - m->n_held;
        memcpy(m->held + m->n_held, s.at, n);
        m->n_held += n;
        s = str_part(s, n, s.len);
        if (m->n_held == OUT_BYTES && !write_held(m, e)) {
            return false;
        }
    }
    return true;
}

static bool put_line(void *with, const struct db_content_table *table, struct str line, struct err *e)
{
    struct making *m = with;
    if (m->table != table) {
        m->table = table;
        if (!close_table(m, e) || !open_table(m, table->name, e)) {
            return false;
        }
    }
    m->rows++;
    return put_bytes(m, line, e) && put_bytes(m, STR("\n"), e) &&
           (m->rows % 1000 != 0 || watch_tell(m->watch, m->rows, -1, T_BACKUP_READING, e));
}

static bool by_name(const struct part *one, const struct part *two)
{
    return str_compare(one->name, two->name) < 0;
}

static bool hash_file(struct arena *a, const char *path, struct part *part, struct err *e)
{
    char *piece = arena_take(a, OUT_BYTES, 1);
    struct hash_run run = hash_begin();
    int f = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = f < 0 ? -1 : 1;
    while (got > 0) {
        got = read(f, piece, OUT_BYTES);
        if (got > 0) {
            hash_add(&run, (struct str){ piece, (size_t)got });
            part->bytes += got;
        }
    }
    if (f >= 0) {
        close(f);
    }
    part->sha256 = hash_end_hex(a, &run);
    return got == 0 || refuse(e, path);
}

/* One folder of two letters; files whose name is not their hash are not ours or are being written: left out, or a damage that
   is told. */
static bool list_folder(struct arena *a, struct str files, const char *two, struct part *parts, size_t most, size_t *n,
                        struct err *e)
{
    struct str folder = str_format(a, "%s/%s", files.at, two);
    DIR *dir = opendir(folder.at);
    bool ok = true;
    for (struct dirent *entry = dir ? readdir(dir) : NULL; ok && entry; entry = readdir(dir)) {
        struct part part = { .name = str_format(a, "files/%s/%s", two, entry->d_name) };
        if (strlen(entry->d_name) != 64) {
            continue;
        }
        ok = hash_file(a, str_format(a, "%s/%s", folder.at, entry->d_name).at, &part, e);
        if (ok && !str_is(part.sha256, entry->d_name)) {
            ok = err_setf(e, ERR_BROKEN, "backup", "%s is damaged: its content is not what its name says", part.name.at);
        }
        if (ok && *n == most) {
            ok = err_set(e, ERR_TOO_BIG, "backup", STR("more files than an archive may hold"));
        }
        if (ok) {
            size_t at = (*n)++;
            for (; at > 0 && by_name(&part, &parts[at - 1]); at--) {
                parts[at] = parts[at - 1];
            }
            parts[at] = part;
        }
    }
    if (dir) {
        closedir(dir);
    }
    return ok;
}

static bool list_files(struct arena *a, struct str files, struct manifest *m, struct err *e)
{
    enum { MOST = 200000 };
    m->files = NEW_ARRAY(a, struct part, files.len ? MOST : 1);
    for (int two = 0; files.len && two < 256; two++) {
        char name[3];
        snprintf(name, sizeof name, "%02x", (unsigned)two);
        if (!list_folder(a, files, name, m->files, MOST, &m->n_files, e)) {
            return false;
        }
    }
    m->facts.files = (int64_t)m->n_files;
    for (size_t i = 0; i < m->n_files; i++) {
        m->facts.file_bytes += m->files[i].bytes;
    }
    return true;
}

struct packing {
    const struct backup_watch *watch;
    struct err *e;
};

static bool packed(void *with, int permille)
{
    const struct packing *p = with;
    return watch_tell(p->watch, permille, 1000, T_BACKUP_PACKING, p->e);
}

static bool sync_path(const char *path, struct err *e)
{
    int f = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = f >= 0 && fsync(f) == 0;
    if (f >= 0) {
        close(f);
    }
    return ok || refuse(e, path);
}

static struct str folder_of(struct arena *a, struct str path)
{
    size_t slash = 0;
    for (size_t i = 0; i < path.len; i++) {
        slash = path.at[i] == '/' ? i : slash;
    }
    return slash ? str_copy(a, str_part(path, 0, slash)) : str_starts(path, STR("/")) ? STR("/") : STR(".");
}

/* Packs under another name, makes it safe on the disk and for its owner alone, and only then gives it its name. */
static bool pack(struct making *making, const struct manifest *m, struct str path, struct str files, struct err *e)
{
    struct arena *a = making->arena;
    struct str part = str_format(a, "%s.part", path.at);
    struct packing packing = { making->watch, e };
    struct zip_out *out;
    bool ok =
        zip_out_new(a, part.at, m->facts.made_at, &out, e) && zip_out_bytes(out, "manifest.json", manifest_write(a, m), e);
    for (size_t i = 0; ok && i < m->n_tables; i++) {
        struct str name = str_format(a, "tables/%s.jsonl", m->tables[i].name.at);
        ok = m->tables[i].rows ? zip_out_file(out, name.at, lines_path(making, m->tables[i].name).at, true, e)
                               : zip_out_bytes(out, name.at, STR_NONE, e);
    }
    for (size_t i = 0; ok && i < m->n_files; i++) {
        struct str from = str_format(a, "%s%s", files.at, m->files[i].name.at + 5);
        ok = zip_out_file(out, m->files[i].name.at, from.at, false, e);
    }
    ok = ok && zip_out_close(out, packed, &packing, e);
    if (ok && chmod(part.at, 0600) != 0) {
        ok = refuse(e, part.at);
    }
    ok = ok && sync_path(part.at, e);
    if (ok && rename(part.at, path.at) != 0) {
        ok = refuse(e, path.at);
    }
    ok = ok && sync_path(folder_of(a, path).at, e);
    if (!ok) {
        unlink(part.at);
    }
    return ok;
}

static bool fill_manifest(struct ctx *ctx, struct making *making, struct manifest *m, struct err *e)
{
    struct arena *a = making->arena;
    m->facts.made_at = ctx->now_ms;
    m->facts.engine = db_engine(ctx->db) == DB_SQLITE ? STR("sqlite") : STR("postgresql");
    if (!db_snapshot_begin(ctx->db, e)) {
        return false;
    }
    bool ok = db_migrations_applied(ctx->db, a, &m->migrations, &m->n_migrations, e) &&
              db_counters(ctx->db, a, &m->counters, &m->n_counters, e) &&
              tables_read(ctx->db, a, put_line, making, &m->tables, &m->n_tables, e);
    db_snapshot_end(ctx->db);
    ok = close_table(making, e) && ok;
    if (!ok) {
        return false;
    }
    m->facts.newest_migration = m->migrations[m->n_migrations - 1].number;
    m->facts.tables = (int64_t)m->n_tables;
    m->facts.rows = making->rows;
    m->facts.content = content_word(a, m->tables, m->n_tables);
    return true;
}

static void sweep(struct making *m)
{
    DIR *dir = opendir(m->folder.at);
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir)) {
        if (entry->d_name[0] != '.') {
            unlink(str_format(m->arena, "%s/%s", m->folder.at, entry->d_name).at);
        }
    }
    if (dir) {
        closedir(dir);
    }
    rmdir(m->folder.at);
}

void backup_sweep(struct str path)
{
    struct arena *a = arena_new(1 << 20);
    struct making making = { .arena = a, .folder = str_format(a, "%.*s.lines", (int)path.len, path.at) };
    sweep(&making);
    unlink(str_format(a, "%.*s.part", (int)path.len, path.at).at);
    arena_free(a);
}

bool backup_write(struct ctx *ctx, struct str path, struct str files, const struct backup_watch *watch,
                  struct backup_facts *ret_facts, struct err *e)
{
    struct arena *a = arena_new((size_t)256 << 20);
    struct making making = { .arena = a, .watch = watch, .file = -1 };
    struct manifest manifest = { 0 };
    path = str_copy(a, path);
    files = str_copy(a, files);
    making.folder = str_format(a, "%s.lines", path.at);
    making.held = arena_take(a, OUT_BYTES, 1);
    sweep(&making); /* of one that was killed */
    bool ok = mkdir(making.folder.at, 0700) == 0 || refuse(e, making.folder.at);
    ok = ok && fill_manifest(ctx, &making, &manifest, e) && list_files(a, files, &manifest, e) &&
         pack(&making, &manifest, path, files, e);
    sweep(&making);
    if (ok) {
        *ret_facts = manifest.facts;
        ret_facts->content = str_copy(ctx->arena, manifest.facts.content);
    }
    arena_free(a);
    return ok;
}
