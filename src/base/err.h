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
   must live at least as long as the request. Both are seen whole from where they are called: a compiler or an analyser
   that knows that false comes back does not follow ways that nobody goes. */
static inline bool err_set(struct err *e, enum err_kind kind, const char *where, struct str what)
{
    if (e->kind == ERR_NONE) {
        *e = (struct err){ .kind = kind, .where = where, .what = what, .hint = STR_NONE };
    }
    return false;
}
/* The same with a printf format; the text is kept inside thread-local storage of bounded size (the last eight live). */
#define err_setf(e, kind, where, ...) err_set(e, kind, where, err_text(__VA_ARGS__))
struct str err_text(const char *format, ...) PRINTF_LIKE(1, 2);
const char *err_kind_name(enum err_kind kind);
/* The kind of a failed call of the system by its errno. A limit on the size of files or a quota is a full disk to the person.
 */
enum err_kind err_of_system(int code);
#endif
