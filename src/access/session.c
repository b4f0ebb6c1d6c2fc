/* Sessions: a token of 256 random bits in the cookie, its sha256 in the database. It is over after 12 hours without a request
   and after 7 days in any case; signing out, closing and every change of rights delete the row. */
#include "access/access_in.h"
#include "access_sql.h"
#include "base/hash.h"
#include "base/random.h"

enum { TOKEN_BYTES = 32, SEEN_EVERY_MS = 5 * 60 * 1000 };

struct str session_token(struct arena *a)
{
    return random_hex(a, TOKEN_BYTES);
}

bool access_actor(struct ctx *ctx, struct str token, struct actor *ret_actor, struct err *e)
{
    struct row {
        int64_t session_id, account_id, seen_at;
        struct maybe_int organisation_id;
        struct str csrf, login, name, roles;
    } row;
    static const struct db_column columns[] = {
        { "session_id", DB_INT, offsetof(struct row, session_id) },
        { "csrf", DB_TEXT, offsetof(struct row, csrf) },
        { "seen_at", DB_INT, offsetof(struct row, seen_at) },
        { "account_id", DB_INT, offsetof(struct row, account_id) },
        { "login", DB_TEXT, offsetof(struct row, login) },
        { "name", DB_TEXT, offsetof(struct row, name) },
        { "roles", DB_TEXT, offsetof(struct row, roles) },
        { "organisation_id", DB_MAYBE_INT, offsetof(struct row, organisation_id) },
    };
    static const struct db_shape shape = DB_SHAPE(struct row, columns);
    if (token.len != 2 * TOKEN_BYTES) {
        *ret_actor = actor_nobody;
        return true;
    }
    struct err why = { 0 };
    if (!db_one(ctx->db, ctx->arena, &q_access_actor_of_token,
                DB_ARGS(hash_sha256_hex(ctx->arena, token), ctx->now_ms - SESSION_IDLE_SECONDS * INT64_C(1000),
                        ctx->now_ms - SESSION_LONGEST_SECONDS * INT64_C(1000)),
                &shape, &row, &why)) {
        if (why.kind != ERR_NOT_FOUND) {
            *e = why;
            return false;
        }
        *ret_actor = actor_nobody;
        return true;
    }
    *ret_actor = (struct actor){
        .account_id = row.account_id,
        .organisation_id = row.organisation_id.known ? row.organisation_id.is : 0,
        .roles = roles_read(row.roles),
        .login = row.login,
        .name = row.name,
        .csrf = row.csrf,
        .session_id = row.session_id,
        .seen_ms = row.seen_at,
    };
    return true;
}

bool account_actor(struct ctx *ctx, int64_t id, struct actor *ret_actor, struct err *e)
{
    struct row {
        int64_t closed;
        struct maybe_int organisation_id;
        struct str login, name, roles;
    } row;
    static const struct db_column columns[] = {
        { "login", DB_TEXT, offsetof(struct row, login) },
        { "name", DB_TEXT, offsetof(struct row, name) },
        { "roles", DB_TEXT, offsetof(struct row, roles) },
        { "organisation_id", DB_MAYBE_INT, offsetof(struct row, organisation_id) },
        { "closed", DB_INT, offsetof(struct row, closed) },
    };
    static const struct db_shape shape = DB_SHAPE(struct row, columns);
    if (!db_one(ctx->db, ctx->arena, &q_access_account_by_id, DB_ARGS(id), &shape, &row, e)) {
        return false;
    }
    if (row.closed) {
        return err_set(e, ERR_FORBIDDEN, "account_actor", STR("the account is closed"));
    }
    *ret_actor = (struct actor){ .account_id = id,
                                 .organisation_id = row.organisation_id.known ? row.organisation_id.is : 0,
                                 .roles = roles_read(row.roles),
                                 .login = row.login,
                                 .name = row.name };
    return true;
}

bool session_add(struct ctx *ctx, int64_t account_id, struct str token, struct err *e)
{
    int64_t id, changed;
    return db_do(ctx->db, &q_access_session_drop_over,
                 DB_ARGS(ctx->now_ms - SESSION_IDLE_SECONDS * INT64_C(1000),
                         ctx->now_ms - SESSION_LONGEST_SECONDS * INT64_C(1000)),
                 &changed, e) &&
           db_new_id(ctx->db, STR("session"), &id, e) &&
           db_do(ctx->db, &q_access_session_add,
                 DB_ARGS(id, account_id, hash_sha256_hex(ctx->arena, token), session_token(ctx->arena), ctx->now_ms), &changed,
                 e);
}

bool session_drop_account(struct ctx *ctx, int64_t account_id, int64_t but_session, struct err *e)
{
    int64_t changed;
    return db_do(ctx->db, &q_access_session_drop_account, DB_ARGS(account_id, but_session), &changed, e);
}

bool session_drop_own(struct ctx *ctx, struct err *e)
{
    int64_t changed;
    if (ctx->actor->session_id == 0) {
        return true;
    }
    return db_do(ctx->db, &q_access_session_drop, DB_ARGS(ctx->actor->session_id), &changed, e) &&
           audit_put(ctx, STR("account"), ctx->actor->account_id, "sign_out", NULL, 0, e);
}

static bool drop_own(struct ctx *ctx, void *arg, struct err *e)
{
    (void)arg;
    return session_drop_own(ctx, e);
}

bool access_sign_out(struct ctx *ctx, struct err *e)
{
    return ctx->actor->session_id == 0 || db_write(ctx, DB_NO_LOCK, drop_own, NULL, e);
}

bool access_seen_due(const struct ctx *ctx)
{
    return ctx->actor->session_id != 0 && ctx->now_ms - ctx->actor->seen_ms >= SEEN_EVERY_MS;
}

static bool write_seen(struct ctx *ctx, void *arg, struct err *e)
{
    int64_t changed;
    return db_do(ctx->db, &q_access_session_seen, DB_ARGS(*(int64_t *)arg, ctx->now_ms), &changed, e);
}

bool access_seen(struct ctx *ctx, int64_t session_id, struct err *e)
{
    return db_write(ctx, DB_NO_LOCK, write_seen, &session_id, e);
}

bool session_renew(struct ctx *ctx, struct str token, struct err *e)
{
    int64_t changed;
    return session_drop_account(ctx, ctx->actor->account_id, ctx->actor->session_id, e) &&
           db_do(ctx->db, &q_access_session_renew,
                 DB_ARGS(ctx->actor->session_id, hash_sha256_hex(ctx->arena, token), session_token(ctx->arena), ctx->now_ms),
                 &changed, e);
}

/* Browsers read "//host", "/\host" and control signs inside as another host. */
struct str access_next(struct str next)
{
    bool own = next.len > 0 && next.at[0] == '/' && !(next.len > 1 && next.at[1] == '/');
    for (size_t i = 0; i < next.len && own; i++) {
        own = (unsigned char)next.at[i] > ' ' && next.at[i] != '\\' && next.at[i] != 127;
    }
    return own && next.len <= 1000 ? next : STR("/");
}
