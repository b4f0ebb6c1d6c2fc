/* Sessions: a token of 256 random bits in the cookie, its sha256 in the database. It is over after 12 hours without a request
   and after 7 days in any case; signing out, closing and every change of rights delete the row. */
#include "access/access_in.h"
#include "access_sql.h"
#include "base/hash.h"
#include "base/num.h"
#include "base/random.h"

enum { TOKEN_BYTES = 32, SEEN_EVERY_MS = 5 * 60 * 1000 };

struct str session_token(struct arena *a)
{
    return random_hex(a, TOKEN_BYTES);
}

struct session_row {
    int64_t session_id, account_id, seen_at, centre_id, demo;
    struct maybe_int organisation_id, seed;
    struct str csrf, login, name, roles, centre_name, short_name, zone;
};

/* «2-» before the token, so that the session is looked for among those of its centre. A cookie that names another centre than
   its own finds nothing there. */
struct str session_cookie(struct ctx *ctx, struct str token)
{
    return str_format(ctx->arena, "%lld-%.*s", (long long)ctx->centre_id, (int)token.len, token.at);
}

static bool token_split(struct str cookie, int64_t *ret_centre, struct str *ret_token)
{
    size_t dash = str_find(cookie, STR("-"), 0);
    *ret_token = str_part(cookie, dash + 1, cookie.len);
    return dash < cookie.len && ret_token->len == (size_t)2 * TOKEN_BYTES &&
           num_read_int(str_part(cookie, 0, dash), ret_centre) && *ret_centre > 0;
}

static struct actor actor_of(const struct session_row *row)
{
    struct centre centre = { row->centre_name, row->short_name, row->zone, row->demo != 0, row->seed, row->centre_id };
    return (struct actor){
        .account_id = row->account_id,
        .organisation_id = row->organisation_id.known ? row->organisation_id.is : 0,
        .roles = roles_read(row->roles),
        .login = row->login,
        .name = row->name,
        .csrf = row->csrf,
        .session_id = row->session_id,
        .seen_ms = row->seen_at,
        .centre = centre,
    };
}

bool access_actor(struct ctx *ctx, struct str cookie, struct actor *ret_actor, struct err *e)
{
    struct session_row row;
    struct str token;
    int64_t centre, before = db_centre(ctx->db);
    static const struct db_column columns[] = {
        { "session_id", DB_INT, offsetof(struct session_row, session_id) },
        { "csrf", DB_TEXT, offsetof(struct session_row, csrf) },
        { "seen_at", DB_INT, offsetof(struct session_row, seen_at) },
        { "account_id", DB_INT, offsetof(struct session_row, account_id) },
        { "login", DB_TEXT, offsetof(struct session_row, login) },
        { "name", DB_TEXT, offsetof(struct session_row, name) },
        { "roles", DB_TEXT, offsetof(struct session_row, roles) },
        { "organisation_id", DB_MAYBE_INT, offsetof(struct session_row, organisation_id) },
        { "centre_id", DB_INT, offsetof(struct session_row, centre_id) },
        { "centre_name", DB_TEXT, offsetof(struct session_row, centre_name) },
        { "short_name", DB_TEXT, offsetof(struct session_row, short_name) },
        { "zone", DB_TEXT, offsetof(struct session_row, zone) },
        { "demo", DB_INT, offsetof(struct session_row, demo) },
        { "seed", DB_MAYBE_INT, offsetof(struct session_row, seed) },
    };
    static const struct db_shape shape = DB_SHAPE(struct session_row, columns);
    if (!token_split(cookie, &centre, &token)) {
        *ret_actor = actor_nobody;
        return true;
    }
    struct err why = { 0 };
    db_set_centre(ctx->db, centre);
    if (!db_one(ctx->db, ctx->arena, &q_access_actor_of_token,
                DB_ARGS(hash_sha256_hex(ctx->arena, token), ctx->now_ms - SESSION_IDLE_SECONDS * INT64_C(1000),
                        ctx->now_ms - SESSION_LONGEST_SECONDS * INT64_C(1000),
                        ctx->now_ms + SESSION_LONGEST_SECONDS * INT64_C(1000)),
                &shape, &row, &why)) {
        db_set_centre(ctx->db, before);
        if (why.kind != ERR_NOT_FOUND) {
            *e = why;
            return false;
        }
        *ret_actor = actor_nobody;
        return true;
    }
    ctx->centre_id = centre;
    *ret_actor = actor_of(&row);
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
                         ctx->now_ms - SESSION_LONGEST_SECONDS * INT64_C(1000),
                         ctx->now_ms + SESSION_LONGEST_SECONDS * INT64_C(1000)),
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

struct access_use access_seen_due(const struct ctx *ctx)
{
    int64_t since = ctx->now_ms - ctx->actor->seen_ms;
    bool due = since >= SEEN_EVERY_MS || since <= -SEEN_EVERY_MS; /* the clock was set back: seen anew by the right one */
    return due ? (struct access_use){ ctx->actor->session_id, ctx->actor->token_id } : (struct access_use){ 0, 0 };
}

static bool write_seen(struct ctx *ctx, void *arg, struct err *e)
{
    const struct access_use *use = arg;
    int64_t changed;
    return use->token_id ? token_seen(ctx, use->token_id, e)
                         : db_do(ctx->db, &q_access_session_seen,
                                 DB_ARGS(use->session_id, ctx->now_ms, ctx->now_ms + SEEN_EVERY_MS), &changed, e);
}

bool access_seen(struct ctx *ctx, struct access_use use, struct err *e)
{
    return db_write(ctx, DB_NO_LOCK, write_seen, &use, e);
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
