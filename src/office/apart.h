/* A program of others in a process group of its own. */
#ifndef OFFICE_APART_H
#define OFFICE_APART_H
#include "base/err.h"

struct apart {
    const char *program;
    char *const *words;       /* ended by NULL, the name of the program first */
    char *const *environment; /* all it gets */
    const char *folder;       /* where it stands; what it says goes to the file `said` there */
    int seconds;
    bool (*watch)(void *with, struct err *e); /* NULL: none */
    void *with;
};
enum apart_end { APART_DONE, APART_FAILED, APART_HUNG };
/* Runs it to its end and then kills its whole group. false when it could not be begun (ERR_BUSY) or the watch ended it. */
bool apart_run(const struct apart *apart, enum apart_end *ret_end, struct err *e) MUST_USE;
#endif
