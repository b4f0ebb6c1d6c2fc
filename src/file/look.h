/* One look at a file that somebody brought: what its bytes are, and the two smaller pictures when it is one. What libmagic and
   the decoders read may be made to hurt them, so a server lets the look be done by a process of its own (look_apart), with
   limits of memory, time and files; tests and small tools look in their own process (look_at). */
#ifndef FILE_LOOK_H
#define FILE_LOOK_H
#include "base/err.h"
#include "file/types.h"

enum {
    LOOK_SMALL = 320,  /* pixels of the longer side: in a list */
    LOOK_VIEW = 1600,  /* on its own page; neither holds anything but pixels */
    LOOK_SECONDS = 30, /* then the process is ended and the file has no smaller pictures */
    LOOK_QUALITY = 82
};
struct look {
    const struct file_type *type;
    int64_t width, height; /* 0: it is no picture, or its size cannot be read */
    bool small, view;      /* the files were written; view only where the picture is larger than `small` */
};
/* What to look at, and where the smaller pictures are to be written. */
struct look_paths {
    const char *file, *small, *view;
};
/* Called when the kind and the size are known, before the pixels are looked at; may be NULL. */
typedef void look_known(void *with, const struct look *so_far);
bool look_at(struct arena *a, const struct look_paths *paths, look_known *known, void *with, struct look *ret_look,
             struct err *e) MUST_USE;

/* The same by `program look PATH SMALL VIEW`. A process that dies tells nothing more: what it said before counts, and what it
   never said is «файл». ERR_BUSY when no process can be begun. program NULL: in this process. */
bool look_apart(struct arena *a, const char *program, const struct look_paths *paths, struct look *ret_look,
                struct err *e) MUST_USE;
/* What `program look` does before it looks: no more memory, time, files and privileges than a look needs. */
void look_limit_self(void);
/* One line each as look_apart reads them: "kind width height" and then "small view". */
struct str look_line_known(struct arena *a, const struct look *look);
struct str look_line_made(struct arena *a, const struct look *look);
#endif
