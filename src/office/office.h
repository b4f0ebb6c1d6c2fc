/* A Word document becomes a tagged PDF through LibreOffice, where it is installed: headings, tables, language and the words
   behind pictures stay what they are for who hears the page. Each run has a folder of its own under TMPDIR, the profile in it
   too, and no network; it is over after `seconds` at the latest, and whatever it began is killed. Seconds of work and a hundred
   megabytes: for jobs and commands, not for a page. */
#ifndef OFFICE_H
#define OFFICE_H
#include "base/arena.h"
#include "base/err.h"

enum { OFFICE_SECONDS = 180 };
/* `soffice` on the PATH; false where there is none. */
bool office_there(struct arena *a, const char **ret_program) MUST_USE;

struct office_ask {
    struct str docx;
    const char *program; /* NULL: as office_there finds it */
    int seconds;         /* 0: OFFICE_SECONDS */
    /* Asked a few times a second while it lasts, may be NULL: false, with the error filled, ends it. */
    bool (*watch)(void *with, struct err *e);
    void *with;
};
/* ERR_NOT_FOUND: LibreOffice is not there. ERR_BROKEN: it hung, died or made no PDF; what it said is in e->what. Each says its
   sentence to the person (e->say). */
bool office_pdf(struct arena *a, const struct office_ask *ask, struct str *ret_pdf, struct err *e) MUST_USE;
#endif
