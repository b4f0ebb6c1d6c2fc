/* What other folders need of the home page: the facts of the frame. */
#ifndef FEATURES_HOME_H
#define FEATURES_HOME_H
#include "web/web.h"

/* Fills site->frame: years, centre, how many things wait for this person. One statement. */
bool home_frame(struct ctx *ctx, struct frame_facts *ret_facts, struct err *e);
#endif
