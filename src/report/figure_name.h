/* Names of figures: which declaration a name means. Private to the room. */
#ifndef REPORT_FIGURE_NAME_H
#define REPORT_FIGURE_NAME_H
#include "report/figure.h"

/* The declaration a name means by its spelling alone, NULL when there is none; *ret_param is empty for a plain figure. Whether
   the parameter of a family is known is asked by figure_resolve. */
const struct figure_def *figure_name_match(const struct ctx *ctx, struct str name, struct str *ret_param);
#endif
