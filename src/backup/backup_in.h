/* Between the files of this room: the manifest, and reading a part line by line. */
#ifndef BACKUP_IN_H
#define BACKUP_IN_H
#include "backup/archive.h"
#include "base/hash.h"
#include "base/json.h"
#include "db/content.h"
#include "doc/zip.h"

enum { MANIFEST_MOST = 64 << 20, LINE_MOST = 128 << 20, ENTRIES_MOST = 1000000 };
#define BACKUP_FORMAT "orientir backup 1"

struct part {
    struct str name; /* of the table, or the path of the file inside the archive */
    int64_t rows, bytes;
    struct str sha256;
};
struct manifest {
    struct backup_facts facts;
    struct db_applied *migrations;
    size_t n_migrations;
    struct db_counter *counters;
    size_t n_counters;
    struct part *tables, *files;
    size_t n_tables, n_files;
};

bool table_is_left_out(struct str name);
struct str manifest_write(struct arena *a, const struct manifest *m);
/* Every value looked at; ERR_INVALID otherwise. */
bool manifest_read(struct arena *a, struct str json, struct manifest *ret_manifest, struct err *e) MUST_USE;
struct str content_word(struct arena *a, const struct part *tables, size_t n);

struct archive {
    struct zip_in *zip;
    struct manifest manifest;
};
/* Opens, reads the manifest, and holds the names in the archive against it. */
bool archive_open(struct arena *a, const struct backup_source *source, struct archive *ret_archive, struct err *e) MUST_USE;
/* Line by line, hash, length and count held against the part's; take may be NULL. */
bool archive_lines(struct archive *archive, const struct part *part, db_content_line *take, void *with, struct err *e) MUST_USE;
/* A file in pieces, the same. */
typedef bool archive_piece(void *with, struct str piece, struct err *e);
bool archive_file(struct archive *archive, const struct part *part, archive_piece *take, void *with, struct err *e) MUST_USE;
/* The migrations of the archive, known to this program word for word; how many there are of the list. */
bool migrations_known(struct arena *a, const struct manifest *m, const struct db_migration *list, size_t n,
                      struct db_migration **ret_subset, size_t *ret_n, struct err *e) MUST_USE;
/* All tables of a database as parts; take is given table and line, may be NULL. */
typedef bool table_line(void *with, const struct db_content_table *table, struct str line, struct err *e);
bool tables_read(struct db *db, struct arena *a, table_line *take, void *with, struct part **ret_parts, size_t *ret_n,
                 struct err *e) MUST_USE;
bool watch_tell(const struct backup_watch *watch, int64_t done, int64_t total, enum text_id stage, struct err *e);
#endif
