/* Backups: one archive (zip) that knows no engine: manifest.json, tables/NAME.jsonl with one line of canonical JSON a row, and
   files/ab/SHA256. It is made on a running server as of one moment, and moves a centre from a file into a region and back.

   Left out: sessions, access tokens and failed sign-ins (an old copy would bring ended ones to life again; everybody signs in
   anew), jobs (they belong to the machine), the counters of failed attempts, and secret.key. Passwords are in it as argon2id
   hashes: whoever holds the archive can try passwords, so it is made readable for its owner alone. */
#ifndef BACKUP_ARCHIVE_H
#define BACKUP_ARCHIVE_H
#include "base/ctx.h"
#include "base/text/text.h"
#include "db/db.h"

/* What an archive holds, as its manifest says and verification confirms. */
struct backup_facts {
    int64_t made_at, newest_migration, tables, rows, files, file_bytes;
    struct str engine;  /* it was made of: "sqlite", "postgresql" */
    struct str content; /* sha256 over the hashes of all tables: equal content, equal word, whatever the engine */
};
/* Told now and then; done of total in whatever the stage counts, total -1: not known. false ends the work (e is filled). */
typedef bool backup_tell(void *with, int64_t done, int64_t total, enum text_id stage, struct err *e);
struct backup_watch {
    backup_tell *tell; /* NULL: nobody looks */
    void *with;
};

/* Writes the archive of what ctx->db holds now. files: the folder of the files by hash, "" for none. The file takes its name
   when it is whole. */
bool backup_write(struct ctx *ctx, struct str path, struct str files, const struct backup_watch *watch,
                  struct backup_facts *ret_facts, struct err *e) MUST_USE;
/* What a backup_write to this path left behind when it was killed. */
void backup_sweep(struct str path);

struct backup_source {
    struct str path;  /* a file, or */
    struct str bytes; /* the archive itself, where path is empty */
};
/* Reads all of it: every hash, count, name and line, and that this program knows its schema. ERR_INVALID: it is not what a
   backup of ours is, or damaged; ERR_NEWER: made by a newer program. Results live in a. */
bool backup_verify(struct arena *a, const struct backup_source *source, const struct db_migration *list, size_t n,
                   const struct backup_watch *watch, struct backup_facts *ret_facts, struct err *e) MUST_USE;

struct backup_target {
    struct str db_url; /* a file or postgresql://… */
    struct str files;  /* the folder of files; those that lack are laid there, none is taken away; "" for none */
    const struct db_migration *list;
    size_t n;
    int64_t now_ms;
};
/* Verifies, loads into a new place, compares the content with the archive's, brings the schema up to date and only then puts it
   in the place of what was there. Killed at any moment, the target is the old one or the new one, whole. The caller holds the
   lock of a file; of a PostgreSQL that a server uses it is ERR_BUSY. *ret_aside: where the old file lies now, "" when there was
   none. */
bool backup_restore(struct arena *a, const struct backup_source *source, const struct backup_target *target,
                    const struct backup_watch *watch, struct backup_facts *ret_facts, struct str *ret_aside,
                    struct err *e) MUST_USE;
/* Restores into a new SQLite file beside (in the folder target->db_url) and takes it away again: true says that the archive can
   be restored. */
bool backup_rehearse(struct arena *a, const struct backup_source *source, const struct backup_target *target,
                     const struct backup_watch *watch, struct backup_facts *ret_facts, struct err *e) MUST_USE;
/* The content word of a database as it stands. */
bool backup_content(struct db *db, struct arena *a, struct str *ret_content, int64_t *ret_rows, struct err *e) MUST_USE;
#endif
