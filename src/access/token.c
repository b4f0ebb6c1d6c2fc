/* Tokens for other programs: read-only, of one role, until a day, shown once. Like a session's, the secret is 256 random bits
   of which the database holds the sha256. A token acts in the name of the account that made it and dies with that account's
   rights: closing it, or changing its roles or its organisation, revokes what it made (account.c). */
#include "access/access_in.h"
#include "access_sql.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/num.h"
#include "base/random.h"

enum { TOKEN_BYTES = 32 };
/* What people find in a file of settings should say where it belongs. */
static const struct str MARK = { "orientir-", 9 };

struct found_token {
    int64_t token_id, account_id, closed, centre_id, demo;
    struct maybe_int organisation_id, seed, seen_at, revoked_at;
    struct day until_day;
    struct str role, login, name, centre_name, short_name, zone;
};

/* "orientir-2-5f…": the centre, then the secret. */
static bool token_split(struct str token, int64_t *ret_centre, struct str *ret_secret)
{
    struct str rest = str_starts(token, MARK) ? str_part(token, MARK.len, token.len) : STR_NONE;
    size_t dash = str_find(rest, STR("-"), 0);
    *ret_secret = str_part(rest, dash + 1, rest.len);
    return dash < rest.len && ret_secret->len == (size_t)2 * TOKEN_BYTES && num_read_int(str_part(rest, 0, dash), ret_centre) &&
           *ret_centre > 0;
}

/* The day by the clock of the centre; of a zone that nobody knows, by that of Greenwich. */
static struct day day_in(int64_t now_ms, struct str zone, struct arena *a)
{
    struct day day = NO_DAY;
    int minutes;
    if (!clock_local(now_ms, str_cstr(a, zone), &day, &minutes)) {
        day = (struct day){ true, (int32_t)(now_ms / 86400000) };
    }
    return day;
}

static enum token_state judge(struct ctx *ctx, const struct found_token *row)
{
    if (row->revoked_at.known || row->closed) {
        return TOKEN_REVOKED;
    }
    return day_in(ctx->now_ms, row->zone, ctx->arena).n > row->until_day.n ? TOKEN_OVER : TOKEN_GOOD;
}

static struct actor actor_of(const struct found_token *row)
{
    struct centre centre = { row->centre_name, row->short_name, row->zone, row->demo != 0, row->seed, row->centre_id };
    return (struct actor){
        .account_id = row->account_id,
        .organisation_id = row->organisation_id.known ? row->organisation_id.is : 0,
        .roles = roles_read(row->role),
        .login = row->login,
        .name = row->name,
        .csrf = STR_NONE,
        .token_id = row->token_id,
        .seen_ms = row->seen_at.known ? row->seen_at.is : 0,
        .centre = centre,
    };
}

bool access_token_actor(struct ctx *ctx, struct str token, struct actor *ret_actor, enum token_state *ret_state, struct err *e)
{
    static const struct db_column columns[] = {
        { "token_id", DB_INT, offsetof(struct found_token, token_id) },
        { "role", DB_TEXT, offsetof(struct found_token, role) },
        { "organisation_id", DB_MAYBE_INT, offsetof(struct found_token, organisation_id) },
        { "until_day", DB_DAY, offsetof(struct found_token, until_day) },
        { "seen_at", DB_MAYBE_INT, offsetof(struct found_token, seen_at) },
        { "revoked_at", DB_MAYBE_INT, offsetof(struct found_token, revoked_at) },
        { "account_id", DB_INT, offsetof(struct found_token, account_id) },
        { "login", DB_TEXT, offsetof(struct found_token, login) },
        { "name", DB_TEXT, offsetof(struct found_token, name) },
        { "closed", DB_INT, offsetof(struct found_token, closed) },
        { "centre_id", DB_INT, offsetof(struct found_token, centre_id) },
        { "centre_name", DB_TEXT, offsetof(struct found_token, centre_name) },
        { "short_name", DB_TEXT, offsetof(struct found_token, short_name) },
        { "zone", DB_TEXT, offsetof(struct found_token, zone) },
        { "demo", DB_INT, offsetof(struct found_token, demo) },
        { "seed", DB_MAYBE_INT, offsetof(struct found_token, seed) },
    };
    static const struct db_shape shape = DB_SHAPE(struct found_token, columns);
    struct found_token row;
    struct str secret;
    struct err why = { 0 };
    int64_t centre, before = db_centre(ctx->db);
    *ret_actor = actor_nobody;
    *ret_state = TOKEN_UNKNOWN;
    if (!token_split(token, &centre, &secret)) {
        return true;
    }
    db_set_centre(ctx->db, centre);
    bool found = db_one(ctx->db, ctx->arena, &q_access_actor_of_access_token, DB_ARGS(hash_sha256_hex(ctx->arena, secret)),
                        &shape, &row, &why);
    if (found) {
        *ret_state = judge(ctx, &row);
    }
    if (*ret_state != TOKEN_GOOD) {
        db_set_centre(ctx->db, before);
        *e = found || why.kind == ERR_NOT_FOUND ? *e : why;
        return found || why.kind == ERR_NOT_FOUND;
    }
    ctx->centre_id = centre;
    *ret_actor = actor_of(&row);
    return true;
}

struct adding {
    const struct token *token;
    struct str secret;
    int64_t id;
};

static bool add(struct ctx *ctx, void *arg, struct err *e)
{
    struct adding *new = arg;
    const struct token *t = new->token;
    struct maybe_int organisation = t->organisation_id ? SOME_INT(t->organisation_id) : NO_INT;
    int64_t changed;
    const struct audit_entry entries[] = { { STR("name"), STR_NONE, t->name },
                                           { STR("role"), STR_NONE, str_c(role_name(t->role)) },
                                           { STR("until_day"), STR_NONE, day_iso(ctx->arena, t->until) } };
    return db_new_id(ctx->db, STR("access_token"), &new->id, e) &&
           db_do(ctx->db, &q_access_token_add,
                 DB_ARGS(new->id, ctx->actor->account_id, t->name, str_c(role_name(t->role)), organisation,
                         hash_sha256_hex(ctx->arena, new->secret), ctx->now_ms, day_iso(ctx->arena, t->until)),
                 &changed, e) &&
           audit_put(ctx, STR("access_token"), new->id, "add", entries, COUNT(entries), e);
}

struct str access_token_made(struct ctx *ctx)
{
    struct str secret = random_hex(ctx->arena, TOKEN_BYTES);
    return str_format(ctx->arena, "%s%lld-%.*s", MARK.at, (long long)ctx->centre_id, (int)secret.len, secret.at);
}

bool access_token_add(struct ctx *ctx, const struct token *token, struct str made, struct err *e)
{
    int64_t centre;
    struct adding new = { .token = token };
    BUG_IF(token->name.len == 0 || !token->until.known || token->role >= ROLE_COUNT);
    BUG_IF(!token_split(made, &centre, &new.secret) || centre != ctx->centre_id);
    if (ctx->actor->account_id == 0 || ctx->actor->token_id != 0) {
        return err_set(e, ERR_FORBIDDEN, "access_token_add", STR("a token is made by a person who signed in"));
    }
    return db_write(ctx, DB_NO_LOCK, add, &new, e);
}

struct listed {
    struct token token;
    struct str role;
    struct maybe_int organisation_id;
    int64_t closed;
};

bool access_token_list(struct ctx *ctx, struct token **ret_tokens, size_t *ret_n, struct err *e)
{
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct listed, token.id) },
        { "account_id", DB_INT, offsetof(struct listed, token.account_id) },
        { "account_name", DB_TEXT, offsetof(struct listed, token.account_name) },
        { "closed", DB_INT, offsetof(struct listed, closed) },
        { "name", DB_TEXT, offsetof(struct listed, token.name) },
        { "role", DB_TEXT, offsetof(struct listed, role) },
        { "organisation_id", DB_MAYBE_INT, offsetof(struct listed, organisation_id) },
        { "made_at", DB_INT, offsetof(struct listed, token.made_at) },
        { "until_day", DB_DAY, offsetof(struct listed, token.until) },
        { "seen_at", DB_MAYBE_INT, offsetof(struct listed, token.seen_at) },
        { "revoked_at", DB_MAYBE_INT, offsetof(struct listed, token.revoked_at) },
    };
    static const struct db_shape shape = DB_SHAPE(struct listed, columns);
    struct listed *rows;
    size_t n;
    struct centre centre;
    if (!centre_read(ctx, &centre, e) ||
        !db_rows(ctx->db, ctx->arena, &q_access_token_list, DB_NO_ARGS, &shape, &rows, &n, e)) {
        return false;
    }
    struct token *tokens = NEW_ARRAY(ctx->arena, struct token, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct found_token like = { .revoked_at = rows[i].token.revoked_at,
                                    .closed = rows[i].closed,
                                    .until_day = rows[i].token.until,
                                    .zone = centre.zone };
        tokens[i] = rows[i].token;
        tokens[i].organisation_id = rows[i].organisation_id.known ? rows[i].organisation_id.is : 0;
        tokens[i].state = judge(ctx, &like);
        if (!role_read(rows[i].role, &tokens[i].role)) {
            tokens[i].role = ROLE_COUNT; /* of a newer program */
        }
    }
    *ret_tokens = tokens;
    *ret_n = n;
    return true;
}

static bool revoke(struct ctx *ctx, void *arg, struct err *e)
{
    int64_t id = *(const int64_t *)arg, changed;
    if (!db_do(ctx->db, &q_access_token_revoke, DB_ARGS(id, ctx->now_ms), &changed, e)) {
        return false;
    }
    return changed == 0 || audit_put(ctx, STR("access_token"), id, "revoke", NULL, 0, e);
}

bool access_token_revoke(struct ctx *ctx, int64_t id, struct err *e)
{
    return db_write(ctx, DB_NO_LOCK, revoke, &id, e);
}

bool token_revoke_account(struct ctx *ctx, int64_t account_id, struct err *e)
{
    int64_t changed;
    return db_do(ctx->db, &q_access_token_revoke_account, DB_ARGS(account_id, ctx->now_ms), &changed, e);
}

bool token_seen(struct ctx *ctx, int64_t id, struct err *e)
{
    int64_t changed;
    return db_do(ctx->db, &q_access_token_seen, DB_ARGS(id, ctx->now_ms), &changed, e);
}
