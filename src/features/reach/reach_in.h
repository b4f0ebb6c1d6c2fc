/* Inside reach. */
#ifndef REACH_IN_H
#define REACH_IN_H
#include "features/reach/reach.h"
#include "report/figure.h"
#include "web/web.h"

enum { REACH_FIGURES = 23 };
extern const struct figure_def *const reach_figures[REACH_FIGURES];
/* GET /reach. */
bool reach_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
#endif
