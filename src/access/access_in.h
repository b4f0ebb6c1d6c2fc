/* What the files of this room tell each other and nobody else. */
#ifndef ACCESS_IN_H
#define ACCESS_IN_H
#include "access/access.h"

/* argon2id of the password as libsodium writes it (with its parameters and salt), in the arena. Waits while two others run. */
bool password_hash(struct arena *a, struct str password, struct str *ret_hash, struct err *e) MUST_USE;
/* Takes as long for an empty hash (no such account) as for a real one, and answers false. */
bool password_matches(struct str hash, struct str password);

/* An account as sign-in needs it. */
struct account_row {
    int64_t id;
    struct str login, name, password, roles;
    struct maybe_int organisation_id;
    int64_t closed;
};
/* ERR_NOT_FOUND when there is none. */
bool account_row_read(struct ctx *ctx, struct str login, struct account_row *ret_row, struct err *e) MUST_USE;
/* Parts of a work: the caller has db_write open. */
bool session_drop_own(struct ctx *ctx, struct err *e) MUST_USE; /* nothing when nobody is signed in */
bool session_renew(struct ctx *ctx, struct str token, struct err *e) MUST_USE;

/* "head,methodologist" and back; names that this program does not know are passed over. */
struct str roles_written(struct arena *a, role_set roles);
role_set roles_read(struct str written);

/* HMAC-SHA256 in hexadecimal signs. */
struct str seal_made(struct arena *a, struct str key, struct str words);

/* Within a db_write: ends the account's sessions, all but the one given (0: all). */
bool session_drop_account(struct ctx *ctx, int64_t account_id, int64_t but_session, struct err *e) MUST_USE;
/* Within a db_write: a new session; the token goes to the cookie and is not kept. */
bool session_add(struct ctx *ctx, int64_t account_id, struct str token, struct err *e) MUST_USE;
/* token.c, within a db_write: ends what the account has made; writes down that a token was used. */
bool token_revoke_account(struct ctx *ctx, int64_t account_id, struct err *e) MUST_USE;
bool token_seen(struct ctx *ctx, int64_t id, struct err *e) MUST_USE;
struct str session_token(struct arena *a);
struct str session_cookie(struct ctx *ctx, struct str token); /* the token as the browser keeps it, with its centre */

/* audit_put in the name of an account that is not the actor: at sign-in nobody is signed in yet. */
bool audit_put_as(struct ctx *ctx, int64_t account_id, struct str table, int64_t row_id, const char *verb,
                  const struct audit_entry *entries, size_t n, struct err *e) MUST_USE;

/* Before a password is tried: *ret_wait_seconds 0 and the attempt already written down as a failure (so that many at once
   cannot pass together), or how long the next attempt has to wait. throttle_forgive takes a login's failures back after
   success; within a db_write. */
bool throttle_enter(struct ctx *ctx, struct str login, struct str address, int64_t *ret_wait_seconds, struct err *e) MUST_USE;
bool throttle_forgive(struct ctx *ctx, struct str login, struct err *e) MUST_USE;
#endif
