/* Between the files of this folder: the schedule, the folder of copies, who may do what with them, the two jobs. */
#ifndef FEATURES_BACKUP_IN_H
#define FEATURES_BACKUP_IN_H
#include "features/feature.h"

struct backup_setting {
    int64_t enabled, hour, daily, weekly, monthly;
    int64_t since; /* UTC ms: moments before it were nobody's wish */
};
/* The schedule as it was saved, or the one there is until somebody saves another. */
bool setting_read(struct ctx *ctx, struct backup_setting *ret_setting, struct err *e) MUST_USE;

/* The last moment at which the schedule wanted a copy, in the zone of the centre. */
bool moment_wanted(const struct backup_setting *setting, int64_t now_ms, const char *zone, int64_t *ret_ms) MUST_USE;
/* Of copies made by the schedule, newest first: keep[i] tells whether it stays. The newest always stays; of each of the last
   `daily` days, `weekly` weeks and `monthly` months that have any, the newest. */
void rotation(const struct backup_setting *setting, const int64_t *made_at, size_t n, const char *zone, bool *keep);

/* A copy in the folder: NAME.zip, and beside it NAME.json with what is known of it. A file that somebody laid there himself has
   no such page (described is false): then the moment is that of the file. */
struct backup_copy {
    struct str name; /* "orientir-2026-11-23-0305-1a2b.zip" */
    bool described, scheduled;
    int64_t made_at, bytes, rows, files, tables, took_ms;
    struct str content, why;                        /* why: of one that could not be restored */
    struct maybe_int checked_at, sound, checked_ms; /* the last rehearsal; sound 0 or 1 */
};
/* ERR_NOT_FOUND where this program was given no folder (no server). It is made by the first copy. */
bool copies_folder(struct ctx *ctx, struct str *ret_folder, struct err *e) MUST_USE;
struct str copy_path(struct ctx *ctx, struct str folder, struct str name);
/* Newest first, at most 1000; a folder that is not there yet holds none. */
bool copies_read(struct ctx *ctx, struct str folder, struct backup_copy **ret_copies, size_t *ret_n, struct err *e) MUST_USE;
/* The one of this name; ERR_NOT_FOUND for any other text. */
bool copy_find(struct ctx *ctx, struct str folder, struct str name, struct backup_copy *ret_copy, struct err *e) MUST_USE;
/* Lays down its page, as a whole or not at all. */
bool copy_describe(struct ctx *ctx, struct str folder, const struct backup_copy *copy, struct err *e) MUST_USE;
void copy_remove(struct ctx *ctx, struct str folder, struct str name);
/* The newest of those that are not known to be broken, made not later than now; NULL when there is none. */
const struct backup_copy *copy_last_good(const struct backup_copy *copies, size_t n, int64_t now_ms);

/* Which of these (newest first) go by the schedule: goes[i]. Never what was made by hand, what the clock says was made in the
   future (it would push out every new one), the newest that is not known to be broken, and the newest that was restored once: a
   newer one that nobody tried is a hope. One known to be broken goes when a better one is newer. */
void copies_going(const struct ctx *ctx, const struct backup_setting *setting, const struct backup_copy *copies, size_t n,
                  bool *goes);

/* An archive holds the whole database. Where several real centres share it, nobody of one centre has anything to do with it,
   and neither has who works in a centre of made-up people beside a real one. */
struct backup_reach {
    bool whole;  /* the actor's centre is the whole database: he may make, fetch, try copies and say when they are made */
    bool keeper; /* the centre whose clock and schedule count: the first real one */
};
bool backup_reach(struct ctx *ctx, struct backup_reach *ret_reach, struct err *e) MUST_USE;

enum overdue { COPIES_IN_TIME, COPIES_LATE, COPIES_NONE };
/* Is the last good copy older than the schedule wants, with two hours to make it in? Without a schedule: than a week. */
enum overdue copies_overdue(const struct backup_setting *setting, const struct backup_copy *last, int64_t now_ms,
                            const char *zone);
/* A rehearsal of this copy, as a job. */
bool backup_ask_check(struct ctx *ctx, struct str name, int64_t *ret_id, struct err *e) MUST_USE;
extern const struct job_kind job_backup, job_backup_check;
#endif
