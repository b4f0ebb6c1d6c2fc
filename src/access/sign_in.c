/* Signing in: throttle, password, session, in this order and in three steps, because a password takes 30 ms and no transaction
   may wait for it. An unknown login, a closed account and a wrong password cost the same time and get the same answer. */
#include "access/access_in.h"

struct entry {
    struct str login, token;
    int64_t account_id;
};

static bool let_in(struct ctx *ctx, void *arg, struct err *e)
{
    const struct entry *entry = arg;
    if (!throttle_forgive(ctx, entry->login, e)) {
        return false;
    }
    return entry->token.len == 0 ||
           (session_drop_own(ctx, e) && session_add(ctx, entry->account_id, entry->token, e) &&
            audit_put_as(ctx, entry->account_id, STR("account"), entry->account_id, "sign_in", NULL, 0, e));
}

/* The account's id when the password is right, else 0. */
static bool try_password(struct ctx *ctx, struct str login, struct str password, int64_t *ret_account_id, struct err *e)
{
    struct account_row row = { 0 };
    struct err why = { 0 };
    if (!account_row_read(ctx, login, &row, &why)) {
        if (why.kind != ERR_NOT_FOUND) {
            *e = why;
            return false;
        }
        row = (struct account_row){ .closed = 1 };
    }
    bool right = password_matches(row.password, password);
    *ret_account_id = right && !row.closed ? row.id : 0;
    return true;
}

static bool enter(struct ctx *ctx, struct str login, struct str password, struct str address, bool with_session,
                  enum sign_in *ret_result, struct str *ret_token, int64_t *ret_wait_seconds, struct err *e)
{
    int64_t wait, account_id;
    if (!throttle_enter(ctx, login, address, &wait, e)) {
        return false;
    }
    if (wait > 0) {
        *ret_result = SIGN_IN_WAIT;
        *ret_wait_seconds = wait;
        return true;
    }
    if (!try_password(ctx, login, password, &account_id, e)) {
        return false;
    }
    if (account_id == 0) {
        *ret_result = SIGN_IN_WRONG;
        return true;
    }
    struct entry entry = { .login = login,
                           .token = with_session ? session_token(ctx->arena) : STR_NONE,
                           .account_id = account_id };
    if (!db_write(ctx, DB_NO_LOCK, let_in, &entry, e)) {
        return false;
    }
    *ret_result = SIGN_IN_DONE;
    if (with_session) {
        *ret_token = session_cookie(ctx, entry.token);
    }
    return true;
}

bool access_sign_in(struct ctx *ctx, struct str login, struct str password, struct str address, enum sign_in *ret_result,
                    struct str *ret_token, int64_t *ret_wait_seconds, struct err *e)
{
    return enter(ctx, login, password, address, true, ret_result, ret_token, ret_wait_seconds, e);
}

bool access_prove(struct ctx *ctx, struct str login, struct str password, struct str address, enum sign_in *ret_result,
                  int64_t *ret_wait_seconds, struct err *e)
{
    struct str token = STR_NONE;
    return enter(ctx, login, password, address, false, ret_result, &token, ret_wait_seconds, e);
}
