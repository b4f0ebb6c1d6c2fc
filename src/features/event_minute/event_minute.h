/* The door of «an event in a minute»: what is not finished, for the home page. */
#ifndef FEATURES_EVENT_MINUTE_H
#define FEATURES_EVENT_MINUTE_H
#include "web/ui.h"

/* The button that leads to the form; nothing for who may not enter events. */
void event_button(struct ctx *ctx, struct html *h, enum ui_weight weight);
/* «Незаконченные»: the reader's own drafts, each to go on with or to remove; nothing when there are none. Two steps, because a
   page is read before its first tag is written. */
struct event_draft;
struct event_drafts {
    struct event_draft *all;
    size_t n;
};
bool event_drafts_read(struct ctx *ctx, struct event_drafts *ret_drafts, struct err *e) MUST_USE;
void event_drafts_put(struct ctx *ctx, struct html *h, const struct event_drafts *drafts);
#endif
