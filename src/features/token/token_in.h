/* Between the files of this folder. */
#ifndef TOKEN_IN_H
#define TOKEN_IN_H
#include "features/feature.h"

handler token_list, token_new, token_revoke;

/* The form of a new token: what was typed, and what is wrong with it. */
enum { TOKEN_NAME, TOKEN_ROLE, TOKEN_ORGANISATION, TOKEN_UNTIL, TOKEN_FIELDS };
void token_fields(struct ctx *ctx, struct day until, struct ui_field fields[TOKEN_FIELDS]);
bool token_form(struct ctx *ctx, struct html *h, const struct ui_field fields[TOKEN_FIELDS], struct err *e) MUST_USE;
/* The list with its form under it. */
bool token_page(struct ctx *ctx, const struct ui_field fields[TOKEN_FIELDS], struct reply *reply, struct err *e) MUST_USE;
bool token_today(struct ctx *ctx, struct day *ret_today, struct err *e) MUST_USE;
/* The role sees nothing that these roles do not see: no register, no row, no address for programs. */
bool role_within(const struct ctx *ctx, enum role role, role_set roles);
#endif
