/* Between the files of the feature. */
#ifndef FEATURE_FILE_IN_H
#define FEATURE_FILE_IN_H
#include "features/feature.h"
#include "features/file/file.h"
#include "file/look.h"
#include "file/store.h"

/* A file on a row. */
struct attached {
    int64_t id, row_id, bytes, width, height, publish, added_at;
    struct str register_name, name, words, sha256, type, small, view, who;
};
/* The folder of files; ERR_BROKEN when the program has none. */
bool file_folder(struct ctx *ctx, struct str *ret_folder, struct err *e) MUST_USE;
/* The row of a register as the actor may see it; ERR_NOT_FOUND, whatever the reason. */
bool file_row(struct ctx *ctx, struct str register_name, int64_t id, struct record *ret_row, struct err *e) MUST_USE;
/* A file and its row: who may not see the row does not see the file. */
bool file_get(struct ctx *ctx, int64_t id, struct attached *ret_file, struct record *ret_row, struct err *e) MUST_USE;
bool file_of_row(struct ctx *ctx, struct str register_name, int64_t id, struct attached **ret_files, size_t *ret_n,
                 struct err *e) MUST_USE;
/* The newest with an id below `before`. */
bool file_newest(struct ctx *ctx, int64_t before, int64_t most, struct attached **ret_files, size_t *ret_n,
                 struct err *e) MUST_USE;
/* One file in a list; row: say which row it hangs on, NULL: that is known. */
void file_card(struct ctx *ctx, struct html *h, const struct attached *file, const struct record *row);
struct html_url file_url(struct ctx *ctx, int64_t id, const char *then);
struct html_url file_row_url(struct ctx *ctx, const struct record *row); /* its page, at the part of the files */
struct str file_size_shown(struct ctx *ctx, int64_t bytes);              /* «2,1 МБ» */
struct str file_title(const struct attached *file);                      /* what it shows, or its name */
/* The form to add files to a row; message "" or what was wrong. */
void file_form_show(struct ctx *ctx, struct html *h, const struct record *row, struct str message, bool open);

/* One file to be added: its content lies in the store already, and was looked at. */
struct coming {
    struct str name, sha256;
    int64_t bytes;
    struct look look;
    struct str small, view; /* hashes, "" for none */
};
struct adding {
    const struct register_def *def;
    const struct record *row; /* as it stood when the form came */
    int64_t row_id;
    struct str words;
    bool publish;
    struct coming *files;
    size_t n;
    struct str refusal; /* why it was not done, in the person's words; "" when it was */
    int64_t last_id;    /* of the file added last, or of the one that was there */
    int64_t upload_id;  /* it came in pieces: its end is written down with it; 0 otherwise */
    bool draft;         /* the row is none yet: no trail */
};
/* Row, words and consent as every form that adds names them; ERR_NOT_FOUND and ERR_FORBIDDEN by the right to the row. */
bool file_adding_read(struct ctx *ctx, const struct request *request, struct adding *ret_adding, struct err *e) MUST_USE;
/* Looks at a content of the store and keeps its smaller pictures there. */
bool file_look(struct ctx *ctx, struct coming *file, struct err *e) MUST_USE;
/* Writes the rows: all of them or, with adding->refusal, none. The same content twice on a row is one file. */
bool file_add(struct ctx *ctx, struct adding *adding, struct err *e) MUST_USE;
/* The files of a form into the store, looked at; with adding->refusal one of them cannot be taken. None is no refusal. */
bool file_take(struct ctx *ctx, const struct request *request, const char *field, struct adding *adding,
               struct err *e) MUST_USE;
/* One row, in a transaction; the same content twice on a row is one file. */
bool file_put(struct ctx *ctx, struct adding *adding, const struct coming *file, struct err *e) MUST_USE;
bool file_used(struct ctx *ctx, int64_t *ret_bytes, struct err *e) MUST_USE; /* by all files of the centre */
struct str file_part_name(struct ctx *ctx, int64_t upload);
struct str file_name_clean(struct arena *a, struct str name);

extern const struct job_kind file_sweep_job;
handler file_json, files_json;
handler file_new_post, file_show, file_small, file_view, file_download, file_edit_post, file_remove_post;
/* The newest files of the centre below an id, each with its row; def is NULL in the row of one that the reader may not see.
   older: from where the next page reads; 0: there is none. */
struct file_list {
    struct attached *files;
    struct record *rows;
    size_t n;
    int64_t older;
};
bool file_list_read(struct ctx *ctx, int64_t before, struct file_list *ret_list, struct err *e) MUST_USE;
handler file_list_page, file_new_post, file_show, file_small, file_view, file_download, file_edit_post, file_remove_post;
handler file_upload_post, file_piece_post, file_upload_end_post, file_upload_drop_post;
#endif
