/* The door of the feature: what hangs on the rows of every register. */
#ifndef FEATURE_FILE_H
#define FEATURE_FILE_H
#include "register/register.h"

extern const struct register_extra file_extra;
enum {
    FILE_MOST = 200 << 20, /* bytes of one file */
    FILE_NAME_MOST = 200,  /* characters */
    FILE_WORDS_MOST = 500
};
/* What all files of one centre may take on the disk together: 20 GiB. */
#define FILE_QUOTA (INT64_C(20) << 30)
/* Files that come before their row does: with a form that is not finished. They are kept on a draft, a row of a table that is
   no register, which only the feature of that form shows; when the row is made they move to it. */
struct file_brought {
    struct coming *all;
    size_t n;
    struct str refusal; /* why one of them cannot be taken, in the person's words; none of them is kept then */
};
/* The files of the form in fields of this name: safe in the store and looked at. No room on the disk is a refusal. Not inside a
   transaction. */
bool file_bring(struct ctx *ctx, const struct request *request, const char *field, struct file_brought *ret_brought,
                struct err *e) MUST_USE;
/* Inside a transaction. file_keep may set brought->refusal (the room of the centre is used up). */
bool file_keep(struct ctx *ctx, struct str draft, int64_t id, struct file_brought *brought, struct err *e) MUST_USE;
bool file_move_kept(struct ctx *ctx, struct str draft, int64_t id, const struct register_def *to, int64_t row,
                    struct err *e) MUST_USE;
bool file_drop_kept(struct ctx *ctx, struct str draft, int64_t id, struct err *e) MUST_USE;
bool file_drop_one_kept(struct ctx *ctx, struct str draft, int64_t id, int64_t file, struct err *e) MUST_USE;
struct file_kept {
    int64_t id;
    struct str name, size; /* «2,1 МБ» */
};
bool file_kept(struct ctx *ctx, struct str draft, int64_t id, struct file_kept **ret_files, size_t *ret_n,
               struct err *e) MUST_USE;
/* For doctor: a complaint a line about every content that a row of any centre names and that is missing, damaged or of another
   length, and one about contents that nobody names and no sweeper took. */
bool file_examine(struct ctx *ctx, struct str folder, struct buf *complaints, struct err *e) MUST_USE;
#endif
