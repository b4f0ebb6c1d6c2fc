/* Reading an archive: its list of parts against the manifest, each part in pieces of 64 KiB, hashed, counted and cut into lines
   as it comes. What does not fit the manifest ends the reading before it is believed; nothing is unpacked beyond what was
   announced. */
#include "backup/backup_in.h"

#include <string.h>

enum { PIECE = 64 << 10 };

bool watch_tell(const struct backup_watch *watch, int64_t done, int64_t total, enum text_id stage, struct err *e)
{
    return !watch || !watch->tell || watch->tell(watch->with, done, total, stage, e);
}

static bool read_whole(struct arena *a, struct zip_in *zip, size_t index, uint64_t size, struct str *ret, struct err *e)
{
    char *at = arena_take(a, size + 1, 1);
    size_t len = 0, got = 1;
    if (!zip_in_begin(zip, index, e)) {
        return false;
    }
    while (got > 0 && len <= size) {
        if (!zip_in_read(zip, at + len, size + 1 - len, &got, e)) {
            return false;
        }
        len += got;
    }
    *ret = (struct str){ at, len };
    return len == size || err_set(e, ERR_INVALID, "backup", STR("manifest.json is not as long as it says"));
}

/* As many parts as the manifest names, each of the size it says; with the manifest itself that is all there may be. */
static bool parts_fit(struct arena *a, struct archive *archive, struct err *e)
{
    const struct manifest *m = &archive->manifest;
    if (zip_in_count(archive->zip) != m->n_tables + m->n_files + 1) {
        return err_set(e, ERR_INVALID, "backup", STR("the archive holds other parts than its manifest says"));
    }
    for (size_t i = 0; i < m->n_tables + m->n_files; i++) {
        const struct part *part = i < m->n_tables ? &m->tables[i] : &m->files[i - m->n_tables];
        struct str name = i < m->n_tables ? str_format(a, "tables/%s.jsonl", part->name.at) : part->name, found;
        size_t index;
        uint64_t size;
        if (!zip_in_find(archive->zip, name.at, &index) || !zip_in_stat(archive->zip, index, &found, &size) ||
            size != (uint64_t)part->bytes) {
            return err_setf(e, ERR_INVALID, "backup", "%s is missing or not as long as the manifest says", name.at);
        }
    }
    return true;
}

bool archive_open(struct arena *a, const struct backup_source *source, struct archive *ret_archive, struct err *e)
{
    struct archive archive = { 0 };
    struct str json, name;
    size_t index;
    uint64_t size;
    struct err why = { 0 };
    bool opened = source->path.len ? zip_in_open(a, str_cstr(a, source->path), &archive.zip, &why)
                                   : zip_in_open_bytes(a, source->bytes, &archive.zip, &why);
    if (!opened) {
        return err_setf(e, why.kind == ERR_BROKEN ? ERR_INVALID : why.kind, "backup", "%.*s", (int)why.what.len, why.what.at);
    }
    if (zip_in_count(archive.zip) > ENTRIES_MOST || !zip_in_find(archive.zip, "manifest.json", &index) ||
        !zip_in_stat(archive.zip, index, &name, &size) || size > MANIFEST_MOST) {
        return err_set(e, ERR_INVALID, "backup", STR("no manifest.json in it: it is no backup of this program"));
    }
    if (!read_whole(a, archive.zip, index, size, &json, &why)) {
        return err_setf(e, ERR_INVALID, "backup", "manifest.json: %.*s", (int)why.what.len, why.what.at);
    }
    if (!manifest_read(a, json, &archive.manifest, e) || !parts_fit(a, &archive, e)) {
        return false;
    }
    *ret_archive = archive;
    return true;
}

bool archive_file(struct archive *archive, const struct part *part, archive_piece *take, void *with, struct err *e)
{
    struct arena *a = arena_new(1 << 20);
    bool is_file = str_starts(part->name, STR("files/"));
    struct str name = is_file ? str_copy(a, part->name) : str_format(a, "tables/%s.jsonl", part->name.at);
    struct hash_run run = hash_begin();
    char *piece = arena_take(a, PIECE, 1);
    size_t index = 0, got = 1;
    int64_t bytes = 0;
    struct err why = { 0 };
    bool ok = zip_in_find(archive->zip, name.at, &index) && zip_in_begin(archive->zip, index, &why);
    while (ok && got > 0) {
        ok = zip_in_read(archive->zip, piece, PIECE, &got, &why);
        bytes += ok ? (int64_t)got : 0;
        if (ok && bytes > part->bytes) {
            ok = err_set(&why, ERR_INVALID, "backup", STR("longer than the manifest says"));
        }
        if (ok && got > 0) {
            hash_add(&run, (struct str){ piece, got });
            if (take && !take(with, (struct str){ piece, got }, e)) {
                arena_free(a);
                return false;
            }
        }
    }
    if (ok && (bytes != part->bytes || !str_equal(hash_end_hex(a, &run), part->sha256))) {
        ok = err_set(&why, ERR_INVALID, "backup", STR("its hash is not the one in the manifest"));
    }
    if (!ok) {
        err_setf(e, ERR_INVALID, "backup", "%s: %.*s", name.at, (int)why.what.len, why.what.at);
    }
    arena_free(a);
    return ok;
}

/* Pieces into lines. The buffer grows as the longest line asks for it. */
struct cutter {
    struct arena *arena;
    char *at;
    size_t len, room;
    int64_t rows;
    db_content_line *take;
    void *with;
};

static bool hold(struct cutter *c, struct str s, struct err *e)
{
    if (c->len + s.len > LINE_MOST) {
        return err_set(e, ERR_INVALID, "backup", STR("a line is longer than any row can be"));
    }
    if (c->len + s.len > c->room) {
        size_t room = 2 * (c->len + s.len) + PIECE;
        char *more = arena_take(c->arena, room, 1);
        if (c->len) {
            memcpy(more, c->at, c->len);
        }
        c->at = more;
        c->room = room;
    }
    if (s.len) { /* an empty piece may come before there is any room */
        memcpy(c->at + c->len, s.at, s.len);
        c->len += s.len;
    }
    return true;
}

static bool cut(void *with, struct str piece, struct err *e)
{
    struct cutter *c = with;
    while (piece.len > 0) {
        size_t end = str_find(piece, STR("\n"), 0);
        bool whole = end < piece.len;
        struct str line = str_part(piece, 0, end);
        if (!whole || c->len > 0) {
            if (!hold(c, line, e)) {
                return false;
            }
            line = (struct str){ c->at, c->len };
        }
        if (whole) {
            c->rows++;
            c->len = 0;
            if (c->take && !c->take(c->with, line, e)) {
                return false;
            }
        }
        piece = str_part(piece, whole ? end + 1 : end, piece.len);
    }
    return true;
}

bool archive_lines(struct archive *archive, const struct part *part, db_content_line *take, void *with, struct err *e)
{
    struct cutter cutter = { .arena = arena_new((size_t)4 * LINE_MOST), .take = take, .with = with };
    bool ok = archive_file(archive, part, cut, &cutter, e);
    if (ok && (cutter.len > 0 || cutter.rows != part->rows)) {
        ok = err_setf(e, ERR_INVALID, "backup", "%s: %lld rows, not %lld as the manifest says", part->name.at,
                      (long long)cutter.rows, (long long)part->rows);
    }
    arena_free(cutter.arena);
    return ok;
}

bool migrations_known(struct arena *a, const struct manifest *m, const struct db_migration *list, size_t n,
                      struct db_migration **ret_subset, size_t *ret_n, struct err *e)
{
    struct db_migration *subset = NEW_ARRAY(a, struct db_migration, m->n_migrations + 1);
    for (size_t i = 0; i < m->n_migrations; i++) {
        const struct db_migration *known = NULL;
        for (size_t k = 0; k < n && !known; k++) {
            known = list[k].number == m->migrations[i].number ? &list[k] : NULL;
        }
        if (!known) {
            return err_setf(e, ERR_NEWER, "backup", "made by a newer program: migration %lld is not known here",
                            (long long)m->migrations[i].number);
        }
        if (!str_equal(hash_sha256_hex(a, str_c(known->sql)), m->migrations[i].checksum)) {
            return err_setf(e, ERR_INVALID, "backup", "migration %s is another one here", known->name);
        }
        subset[i] = *known;
    }
    *ret_subset = subset;
    *ret_n = m->n_migrations;
    return m->n_migrations > 0 || err_set(e, ERR_INVALID, "backup", STR("no migrations in it"));
}

struct checking {
    struct arena *line;
    int64_t rows;
    const struct manifest *manifest;
    const struct backup_watch *watch;
};

/* Every line is an object; what is in it is looked at when it is loaded. */
static bool check_line(void *with, struct str line, struct err *e)
{
    struct checking *c = with;
    struct json *row;
    struct err why = { 0 };
    bool ok = json_read(c->line, line, &row, &why) && row->kind == JSON_OBJECT;
    arena_reset(c->line);
    c->rows++;
    if (!ok) {
        return err_set(e, ERR_INVALID, "backup", STR("a line is no JSON object"));
    }
    return c->rows % 1000 != 0 || watch_tell(c->watch, c->rows, c->manifest->facts.rows, T_BACKUP_CHECKING, e);
}

bool backup_verify(struct arena *a, const struct backup_source *source, const struct db_migration *list, size_t n,
                   const struct backup_watch *watch, struct backup_facts *ret_facts, struct err *e)
{
    struct archive archive = { 0 };
    struct db_migration *subset;
    size_t n_subset;
    if (!archive_open(a, source, &archive, e) || !migrations_known(a, &archive.manifest, list, n, &subset, &n_subset, e)) {
        return false;
    }
    const struct manifest *m = &archive.manifest;
    struct checking checking = { .line = arena_new((size_t)8 * LINE_MOST), .manifest = m, .watch = watch };
    bool ok = true;
    for (size_t i = 0; ok && i < m->n_tables; i++) {
        ok = archive_lines(&archive, &m->tables[i], check_line, &checking, e);
    }
    for (size_t i = 0; ok && i < m->n_files; i++) {
        ok = archive_file(&archive, &m->files[i], NULL, NULL, e) &&
             watch_tell(watch, (int64_t)i + 1, (int64_t)m->n_files, T_BACKUP_CHECKING_FILES, e);
    }
    arena_free(checking.line);
    if (ok) {
        *ret_facts = m->facts;
    }
    return ok;
}
