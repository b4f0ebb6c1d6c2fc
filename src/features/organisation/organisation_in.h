/* Between the files of organisations. */
#ifndef ORGANISATION_IN_H
#define ORGANISATION_IN_H
#include "register/register.h"

/* Writes the agreements with the organisation and what was done with it, each under its heading; nothing where there is none.
 */
bool organisation_together_show(struct ctx *ctx, struct html *h, int64_t organisation, struct err *e) MUST_USE;
#endif
