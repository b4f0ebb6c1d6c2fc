/* Between the files of this folder: the handlers of its routes and what their pages share. */
#ifndef ACCOUNT_IN_H
#define ACCOUNT_IN_H
#include "features/feature.h"

handler sign_in_show, sign_in_do, sign_out_do, own_show, own_password_do;
handler list_show_accounts, new_show, new_do, account_show, roles_do, close_do, open_do, reset_do;
handler person_show, person_do;

/* «Заведующий центром, Методист» */
struct str roles_shown(struct ctx *ctx, role_set roles);
/* "" for 0 and for an organisation that is gone. */
bool organisation_shown(struct ctx *ctx, int64_t id, struct str *ret_name, struct err *e) MUST_USE;
/* What is typed to sign in: Latin letters that are no word of either language, so that nobody reads or translates them as one.
 */
struct html_safe account_login_part(struct ctx *ctx, struct str login);
struct html_url account_url(struct ctx *ctx, struct str login, const char *then);
/* The list of organisations as one field; the form's value is the number of one, or empty. */
bool put_organisations(struct ctx *ctx, struct html *h, const struct ui_field *field, struct err *e) MUST_USE;
/* The number typed, 0 for none; not known is what is no number or no organisation of the centre. */
bool organisation_typed(struct ctx *ctx, struct str typed, int64_t *ret_id, bool *ret_known, struct err *e) MUST_USE;
/* A message of the room access as e->say or of login_fault and its like. */
struct str fault_words(struct ctx *ctx, int fault);
/* The note after a redirect that ends in ?done=WORD; nothing for an unknown word. */
void done_note(struct ctx *ctx, struct html *h, const struct request *request);
#endif
