/* What other folders need of backups: the word to the administrator on the home page. */
#ifndef FEATURES_BACKUP_H
#define FEATURES_BACKUP_H
#include "web/web.h"

/* What is to be said where the last good copy is older than the schedule wants or there is none; "" in a centre of made-up
   people, before the first copy is due, and to who cannot mend it. Costs others no statement. The page of copies is /backup. */
bool backup_notice(struct ctx *ctx, struct str *ret_words, struct err *e) MUST_USE;
#endif
