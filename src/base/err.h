/* The world failed (database, disk, conflict): a function returns false and fills one of these.
   The person's own mistakes are data of a form, our mistakes are BUG_IF; neither comes here. */
#ifndef BASE_ERR_H
#define BASE_ERR_H
#include "base/base.h"

enum err_kind {
    ERR_NONE,
    ERR_NOT_FOUND, /* no such row, or not in the reader's scope: the two look alike on purpose */
    ERR_FORBIDDEN,
    ERR_CONFLICT, /* somebody saved before you */
    ERR_INVALID,  /* the input cannot be stored: unique, check or reference refused it */
    ERR_TOO_BIG,
    ERR_BUSY,  /* locked or overloaded: try again */
    ERR_GONE,  /* the database does not answer */
    ERR_FULL,  /* no space left */
    ERR_NEWER, /* the schema is newer than the program */
    ERR_BROKEN /* anything else the world did */
};

struct err {
    enum err_kind kind;
    const char *where; /* room and function, for the log */
    struct str what;   /* technical words, for the log and the command line */
    struct str hint;   /* how to mend, where known */
    int say;           /* enum text_id of the sentence shown to the person; 0: the sentence of the kind */
};

/* Fill e (kept if it already holds an error) and return false, so that `return err_set(…)` reads well. The strings
   must live at least as long as the request. */
bool err_set(struct err *e, enum err_kind kind, const char *where, struct str what);
/* The same with a printf format; the text is kept inside thread-local storage of bounded size (the last eight live). */
bool err_setf(struct err *e, enum err_kind kind, const char *where, const char *format, ...) PRINTF_LIKE(4, 5);
const char *err_kind_name(enum err_kind kind);
#endif
