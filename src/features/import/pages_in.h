/* Between the pages of imports and what answers their buttons. */
#ifndef FEATURES_IMPORT_PAGES_IN_H
#define FEATURES_IMPORT_PAGES_IN_H
#include "base/text/text.h"
#include "base/utf8.h"
#include "features/feature.h"
#include "features/import/imports.h"

handler import_list_page;
/* The form that takes a file; message: what is wrong with the last one, "" when nothing is. */
bool import_new_show(struct ctx *ctx, const struct register_def *def, struct str message, int status, struct reply *reply,
                     struct err *e) MUST_USE;
struct html_url import_url(struct ctx *ctx, int64_t id, const char *more);
void import_put_facts(struct ctx *ctx, struct html *h, const struct imported *one);
bool import_put_mapping(struct ctx *ctx, struct html *h, const struct imported *one, struct err *e) MUST_USE;
void import_put_questions(struct ctx *ctx, struct html *h, const struct imported *one);
bool import_put_lines(struct ctx *ctx, struct html *h, const struct imported *one, const int64_t counts[IMPORT_VERDICTS],
                      struct err *e) MUST_USE;
#endif
