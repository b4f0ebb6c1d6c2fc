/* How often a password may be tried. Every attempt is written down as a failure before the password is looked at and taken back
   when it was right: otherwise a hundred attempts at the same moment would all be the first. */
#include "access/access_in.h"
#include "access_sql.h"
#include "base/hash.h"

enum { FOR_LOGIN = 5, FOR_ADDRESS = 40, WITHIN_MS = 15 * 60 * 1000 };

/* Milliseconds until there are fewer than `limit` failures within the time: from the limit-th newest, or 0. */
static bool wait_after(struct ctx *ctx, const struct db_query *q, struct str hash, int64_t limit, int64_t *ret_wait,
                       struct err *e)
{
    struct row {
        int64_t at;
    } row;
    static const struct db_column columns[] = { { "at", DB_INT, offsetof(struct row, at) } };
    static const struct db_shape shape = DB_SHAPE(struct row, columns);
    struct err why = { 0 };
    if (db_one(ctx->db, ctx->arena, q, DB_ARGS(hash, ctx->now_ms - WITHIN_MS, limit - 1, ctx->now_ms + WITHIN_MS), &shape, &row,
               &why)) {
        *ret_wait = row.at + WITHIN_MS - ctx->now_ms;
        return true;
    }
    if (why.kind == ERR_NOT_FOUND) {
        *ret_wait = 0;
        return true;
    }
    *e = why;
    return false;
}

struct attempt {
    struct str login, address;
    int64_t wait_ms;
};

static bool enter(struct ctx *ctx, void *arg, struct err *e)
{
    struct attempt *attempt = arg;
    int64_t for_login, for_address, changed, id;
    if (!wait_after(ctx, &q_access_failure_by_login, attempt->login, FOR_LOGIN, &for_login, e) ||
        !wait_after(ctx, &q_access_failure_by_address, attempt->address, FOR_ADDRESS, &for_address, e)) {
        return false;
    }
    attempt->wait_ms = for_login > for_address ? for_login : for_address;
    if (attempt->wait_ms > 0) {
        return true;
    }
    return db_do(ctx->db, &q_access_failure_drop_old, DB_ARGS(ctx->now_ms - WITHIN_MS, ctx->now_ms + WITHIN_MS), &changed, e) &&
           db_new_id(ctx->db, STR("sign_in_failure"), &id, e) &&
           db_do(ctx->db, &q_access_failure_add, DB_ARGS(id, ctx->now_ms, attempt->login, attempt->address), &changed, e);
}

/* Hashed with a word of their own, so that the two columns never hold the same value for the same text. */
static struct str login_hash(struct arena *a, struct str login)
{
    return hash_sha256_hex(a, str_join(a, STR("login "), login_folded(a, login)));
}

bool throttle_enter(struct ctx *ctx, struct str login, struct str address, int64_t *ret_wait_seconds, struct err *e)
{
    struct attempt attempt = { .login = login_hash(ctx->arena, login),
                               .address = hash_sha256_hex(ctx->arena, str_join(ctx->arena, STR("address "), address)) };
    if (!db_write(ctx, (struct db_lock){ "sign_in", 1 }, enter, &attempt, e)) {
        return false;
    }
    *ret_wait_seconds = (attempt.wait_ms + 999) / 1000;
    return true;
}

bool throttle_forgive(struct ctx *ctx, struct str login, struct err *e)
{
    int64_t changed;
    return db_do(ctx->db, &q_access_failure_drop_login, DB_ARGS(login_hash(ctx->arena, login)), &changed, e);
}
