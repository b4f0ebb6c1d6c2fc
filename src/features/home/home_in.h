/* Between the files of the home page. */
#ifndef HOME_IN_H
#define HOME_IN_H
#include "features/home/home.h"
#include "report/figure.h"

/* What may wait, in the words of home_frame; who is asked to do it, the sentence with {n}, and where it is done. */
enum { WAIT_KINDS = 9 };
struct waiting_kind {
    const char *kind;
    role_set who;
    enum text_id line;
    const char *path;
    bool of_all_years; /* the list at `path` has to be narrowed to the year */
};
extern const struct waiting_kind waiting_kinds[WAIT_KINDS];
/* How many of each kind wait for this person; 0 for what is not theirs. */
bool home_waiting(struct ctx *ctx, int64_t ret_n[WAIT_KINDS], struct err *e) MUST_USE;

enum { HOME_FIGURES = 4 };
extern const struct figure_def *const home_figures[HOME_FIGURES];

handler home_page, home_search;
#endif
