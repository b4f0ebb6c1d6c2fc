/* From an archive into a database. A file is made anew beside the old one, and one rename puts it in its place; PostgreSQL does
   everything in one transaction. Either way the content is read back and compared with the archive's before anything is
   replaced. */
#include "backup/backup_in.h"
#include "base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct loading {
    struct arena *arena;
    struct archive *archive;
    const struct backup_watch *watch;
    const struct db_migration *list; /* of this program */
    size_t n;
    struct db_migration *subset; /* of the archive */
    size_t n_subset;
    struct db_loader *loader;
    int64_t rows;
};

static bool refuse(struct err *e, const char *path)
{
    int code = errno;
    return err_setf(e, err_of_system(code), "restore", "%s: %s", path, strerror(code));
}

static bool load_line(void *with, struct str line, struct err *e)
{
    struct loading *l = with;
    l->rows++;
    return db_loader_put(l->loader, line, e) &&
           (l->rows % 1000 != 0 || watch_tell(l->watch, l->rows, l->archive->manifest.facts.rows, T_BACKUP_LOADING, e));
}

static bool load_table(struct loading *l, struct db *db, const struct db_content_table *tables, size_t n,
                       const struct part *part, struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        if (str_equal(tables[i].name, part->name)) {
            struct arena *a = arena_new(16 << 20);
            l->loader = db_loader_new(a, db, &tables[i]);
            bool ok = archive_lines(l->archive, part, load_line, l, e) && db_loader_end(l->loader, e);
            arena_free(a);
            return ok;
        }
    }
    return err_setf(e, ERR_INVALID, "restore", "there is no table %s in the schema the archive says it has", part->name.at);
}

/* The content as loaded is the archive's, by its own word. */
static bool content_is_equal(struct loading *l, struct db *db, struct err *e)
{
    struct part *parts;
    size_t n;
    if (!watch_tell(l->watch, 0, -1, T_BACKUP_COMPARING, e) || !tables_read(db, l->arena, NULL, NULL, &parts, &n, e)) {
        return false;
    }
    return str_equal(content_word(l->arena, parts, n), l->archive->manifest.facts.content) ||
           err_set(e, ERR_INVALID, "restore", STR("what was loaded is not what the archive holds"));
}

/* Into a database that has exactly the archive's migrations. */
static bool load_all(struct loading *l, struct db *db, struct err *e)
{
    const struct manifest *m = &l->archive->manifest;
    struct db_content_table *tables;
    size_t n;
    bool ok = db_load_begin(db, e) && db_content_tables(db, l->arena, &tables, &n, e);
    l->rows = 0;
    for (size_t i = 0; ok && i < m->n_tables; i++) {
        ok = load_table(l, db, tables, n, &m->tables[i], e);
    }
    for (size_t i = 0; ok && i < m->n_counters; i++) {
        ok = db_counter_set(db, m->counters[i].name, m->counters[i].next, e);
    }
    return ok && content_is_equal(l, db, e) && db_load_end(db, e);
}

static void remove_file(struct arena *a, struct str path)
{
    static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
    for (size_t i = 0; i < COUNT(ends); i++) {
        unlink(str_format(a, "%s%s", path.at, ends[i]).at);
    }
}

/* A new file with everything in it and nothing beside it. */
static bool make_file(struct loading *l, struct str path, bool bring_up, struct err *e)
{
    struct arena *owner = arena_new((size_t)64 << 20);
    struct db *db;
    remove_file(l->arena, path);
    bool ok = db_open(owner, path, DB_WRITE, &db, e) && db_migrate(db, l->subset, l->n_subset, e) && load_all(l, db, e);
    ok = ok && (!bring_up || l->n_subset == l->n || db_migrate(db, l->list, l->n, e)) && db_analyze(db, e) && db_settle(db, e);
    arena_free(owner);
    if (l->n_subset && l->n_subset != l->n) { /* the copy a migration lays beside is of no use here */
        unlink(str_format(l->arena, "%s.before-%04d", path.at, l->subset[l->n_subset - 1].number).at);
    }
    if (!ok) {
        remove_file(l->arena, path);
    }
    return ok;
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

/* The log beside the old file goes into it, so that no log of the old one ever lies beside the new one. A file that is too
   damaged for that keeps its log under the name it goes by from now on. */
static void settle_old(struct arena *a, struct str path, struct str aside)
{
    struct arena *owner = arena_new((size_t)16 << 20);
    struct db *db;
    struct err ignored = { 0 };
    bool settled = db_open(owner, path, DB_WRITE_EXISTING, &db, &ignored) && db_settle(db, &ignored);
    arena_free(owner);
    if (!settled) {
        (void)!rename(str_format(a, "%s-wal", path.at).at, str_format(a, "%s-wal", aside.at).at);
        unlink(str_format(a, "%s-shm", path.at).at);
    }
}

static bool put_in_place(struct arena *a, struct str fresh, struct str path, int64_t now_ms, struct str *ret_aside,
                         struct err *e)
{
    struct str aside = str_format(a, "%s.before-restore-%lld", path.at, (long long)(now_ms / 1000));
    struct stat old;
    *ret_aside = STR_NONE;
    if (!sync_path(fresh.at, e)) {
        return false;
    }
    if (stat(path.at, &old) == 0) {
        settle_old(a, path, aside);
        unlink(aside.at);
        if (link(path.at, aside.at) != 0) {
            return refuse(e, aside.at);
        }
        *ret_aside = aside;
    }
    if (rename(fresh.at, path.at) != 0) {
        return refuse(e, path.at);
    }
    return sync_path(folder_of(a, path).at, e);
}

struct in_postgres {
    struct loading *loading;
};

static bool postgres_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct loading *l = ((struct in_postgres *)arg)->loading;
    bool alone;
    if (!db_serving_nobody(ctx->db, &alone, e)) {
        return false;
    }
    if (!alone) {
        return err_set(e, ERR_BUSY, "restore", STR("a server works on this database"));
    }
    return db_drop_made(ctx->db, l->list, l->n, e) && db_migrate(ctx->db, l->subset, l->n_subset, e) &&
           load_all(l, ctx->db, e) && (l->n_subset == l->n || db_migrate(ctx->db, l->list, l->n, e));
}

static bool into_postgres(struct loading *l, const struct backup_target *target, struct err *e)
{
    struct arena *owner = arena_new((size_t)64 << 20);
    struct ctx ctx = { .arena = owner, .now_ms = target->now_ms };
    struct in_postgres arg = { l };
    bool ok = db_open(owner, target->db_url, DB_WRITE, &ctx.db, e) && db_write(&ctx, DB_NO_LOCK, postgres_work, &arg, e) &&
              db_analyze(ctx.db, e);
    arena_free(owner);
    return ok;
}

struct laying {
    int file;
    const char *path;
};

static bool lay_piece(void *with, struct str piece, struct err *e)
{
    const struct laying *l = with;
    while (piece.len > 0) {
        ssize_t n = write(l->file, piece.at, piece.len);
        if (n < 0 && errno != EINTR) {
            return refuse(e, l->path);
        }
        piece = str_part(piece, n > 0 ? (size_t)n : 0, piece.len);
    }
    return true;
}

/* Files are named by their content: one that is there is the same. */
static bool lay_file(struct loading *l, struct str files, const struct part *part, struct err *e)
{
    struct str path = str_format(l->arena, "%s%s", files.at, part->name.at + 5);
    struct str part_path = str_format(l->arena, "%s.part", path.at), folder = folder_of(l->arena, path);
    struct stat there;
    if (stat(path.at, &there) == 0 && there.st_size == part->bytes) {
        return true;
    }
    (void)!mkdir(files.at, 0700);
    (void)!mkdir(folder.at, 0700);
    struct laying laying = { open(part_path.at, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), part_path.at };
    if (laying.file < 0) {
        return refuse(e, part_path.at);
    }
    bool ok = archive_file(l->archive, part, lay_piece, &laying, e);
    if (ok && fsync(laying.file) != 0) {
        ok = refuse(e, part_path.at);
    }
    close(laying.file);
    if (ok && rename(part_path.at, path.at) != 0) {
        ok = refuse(e, path.at);
    }
    if (!ok) {
        unlink(part_path.at);
    }
    return ok && sync_path(folder.at, e);
}

static bool lay_files(struct loading *l, struct str files, struct err *e)
{
    const struct manifest *m = &l->archive->manifest;
    if (m->n_files > 0 && files.len == 0) {
        return err_set(e, ERR_BROKEN, "restore", STR("the archive holds files, and there is no folder for them"));
    }
    for (size_t i = 0; i < m->n_files; i++) {
        if (!lay_file(l, files, &m->files[i], e) ||
            !watch_tell(l->watch, (int64_t)i + 1, (int64_t)m->n_files, T_BACKUP_LAYING, e)) {
            return false;
        }
    }
    return true;
}

static bool open_loading(struct arena *a, const struct backup_source *source, struct archive *archive, struct loading *l,
                         struct backup_facts *ret_facts, struct err *e)
{
    return backup_verify(a, source, l->list, l->n, l->watch, ret_facts, e) && archive_open(a, source, archive, e) &&
           migrations_known(a, &archive->manifest, l->list, l->n, &l->subset, &l->n_subset, e);
}

bool backup_restore(struct arena *a, const struct backup_source *source, const struct backup_target *target,
                    const struct backup_watch *watch, struct backup_facts *ret_facts, struct str *ret_aside, struct err *e)
{
    struct archive archive = { 0 };
    struct loading l = { .arena = a, .archive = &archive, .watch = watch, .list = target->list, .n = target->n };
    bool postgres = str_starts(target->db_url, STR("postgres://")) || str_starts(target->db_url, STR("postgresql://"));
    *ret_aside = STR_NONE;
    if (!open_loading(a, source, &archive, &l, ret_facts, e) || !lay_files(&l, str_copy(a, target->files), e)) {
        return false;
    }
    if (postgres) {
        return into_postgres(&l, target, e);
    }
    struct str path = str_copy(a, target->db_url), fresh = str_format(a, "%s.restoring", path.at);
    if (!make_file(&l, fresh, true, e)) {
        return false;
    }
    if (!put_in_place(a, fresh, path, target->now_ms, ret_aside, e)) {
        remove_file(a, fresh);
        return false;
    }
    return true;
}

bool backup_rehearse(struct arena *a, const struct backup_source *source, const struct backup_target *target,
                     const struct backup_watch *watch, struct backup_facts *ret_facts, struct err *e)
{
    struct archive archive = { 0 };
    struct loading l = { .arena = a, .archive = &archive, .watch = watch, .list = target->list, .n = target->n };
    if (!open_loading(a, source, &archive, &l, ret_facts, e)) {
        return false;
    }
    struct str path = str_format(a, "%s/rehearsal-%s.db", str_cstr(a, target->db_url), random_hex(a, 6).at);
    bool ok = make_file(&l, path, true, e);
    remove_file(a, path);
    return ok;
}
