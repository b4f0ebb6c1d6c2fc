/* Accounts: made, given roles and passwords, closed; never deleted, because the audit trail names them. Everything that takes a
   right away ends the sessions of the account in the same transaction. */
#include "access/access_in.h"
#include "access_sql.h"
#include "base/text/text.h"

static const struct db_column account_columns[] = {
    { "id", DB_INT, offsetof(struct account_row, id) },
    { "login", DB_TEXT, offsetof(struct account_row, login) },
    { "name", DB_TEXT, offsetof(struct account_row, name) },
    { "password", DB_TEXT, offsetof(struct account_row, password) },
    { "roles", DB_TEXT, offsetof(struct account_row, roles) },
    { "organisation_id", DB_MAYBE_INT, offsetof(struct account_row, organisation_id) },
    { "closed", DB_INT, offsetof(struct account_row, closed) },
};

struct str login_folded(struct arena *a, struct str login)
{
    struct str folded = str_copy(a, str_trim(login));
    char *at = (char *)(uintptr_t)folded.at;
    for (size_t i = 0; i < folded.len; i++) {
        at[i] = (char)(at[i] >= 'A' && at[i] <= 'Z' ? at[i] + ('a' - 'A') : at[i]);
    }
    return folded;
}

bool account_row_read(struct ctx *ctx, struct str login, struct account_row *ret_row, struct err *e)
{
    static const struct db_shape shape = DB_SHAPE(struct account_row, account_columns);
    return db_one(ctx->db, ctx->arena, &q_access_account_by_login, DB_ARGS(login_folded(ctx->arena, login)), &shape, ret_row,
                  e);
}

static struct account account_of(const struct account_row *row)
{
    return (struct account){ .id = row->id,
                             .login = row->login,
                             .name = row->name,
                             .roles = roles_read(row->roles),
                             .organisation_id = row->organisation_id.known ? row->organisation_id.is : 0,
                             .closed = row->closed != 0 };
}

bool account_get(struct ctx *ctx, struct str login, struct account *ret_account, struct err *e)
{
    struct account_row row;
    if (!account_row_read(ctx, login, &row, e)) {
        return false;
    }
    *ret_account = account_of(&row);
    return true;
}

bool account_list(struct ctx *ctx, struct account **ret_accounts, size_t *ret_n, struct err *e)
{
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct account_row, id) },
        { "login", DB_TEXT, offsetof(struct account_row, login) },
        { "name", DB_TEXT, offsetof(struct account_row, name) },
        { "roles", DB_TEXT, offsetof(struct account_row, roles) },
        { "organisation_id", DB_MAYBE_INT, offsetof(struct account_row, organisation_id) },
        { "closed", DB_INT, offsetof(struct account_row, closed) },
    };
    static const struct db_shape shape = DB_SHAPE(struct account_row, columns);
    struct account_row *rows;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_access_account_list, DB_NO_ARGS, &shape, &rows, &n, e)) {
        return false;
    }
    struct account *accounts = NEW_ARRAY(ctx->arena, struct account, n + 1);
    for (size_t i = 0; i < n; i++) {
        accounts[i] = account_of(&rows[i]);
    }
    *ret_accounts = accounts;
    *ret_n = n;
    return true;
}

struct new_account {
    struct str login, name, hash;
    role_set roles;
    int64_t organisation_id, id;
};

static bool add(struct ctx *ctx, void *arg, struct err *e)
{
    struct new_account *new = arg;
    struct str roles = roles_written(ctx->arena, new->roles);
    struct maybe_int organisation = new->organisation_id ? SOME_INT(new->organisation_id) : NO_INT;
    int64_t changed;
    const struct audit_entry entries[] = { { STR("login"), STR_NONE, new->login },
                                           { STR("name"), STR_NONE, new->name },
                                           { STR("roles"), STR_NONE, roles } };
    return db_new_id(ctx->db, STR("account"), &new->id, e) &&
           db_do(ctx->db, &q_access_account_add, DB_ARGS(new->id, new->login, new->name, new->hash, roles, organisation),
                 &changed, e) &&
           audit_put(ctx, STR("account"), new->id, "add", entries, COUNT(entries), e);
}

static bool refuse(struct err *e, int say, struct str what)
{
    err_set(e, ERR_INVALID, "account", what);
    e->say = say;
    return false;
}

static bool login_is_free(struct ctx *ctx, struct str login, struct err *e)
{
    struct account_row row;
    struct err why = { 0 };
    if (account_row_read(ctx, login, &row, &why)) {
        return refuse(e, T_ACCESS_LOGIN_TAKEN, STR("the login is taken"));
    }
    if (why.kind != ERR_NOT_FOUND) {
        *e = why;
        return false;
    }
    return true;
}

bool account_add(struct ctx *ctx, struct str login, struct str name, struct str password, role_set roles,
                 int64_t organisation_id, int64_t *ret_id, struct err *e)
{
    struct new_account new = {
        .login = login_folded(ctx->arena, login), .name = str_trim(name), .roles = roles, .organisation_id = organisation_id
    };
    int fault = login_fault(new.login);
    fault = fault ? fault : new.name.len == 0 ? (int)T_ACCESS_NAME_MISSING : password_fault(new.login, password);
    fault = fault ? fault : roles == 0 ? (int)T_ACCESS_ROLES_MISSING : (int)T_NONE;
    if (fault) {
        return refuse(e, fault, text_in(LANG_EN, (enum text_id)fault));
    }
    if (!login_is_free(ctx, new.login, e) || !password_hash(ctx->arena, password, &new.hash, e) ||
        !db_write(ctx, DB_NO_LOCK, add, &new, e)) {
        return false;
    }
    *ret_id = new.id;
    return true;
}

bool account_add_like(struct ctx *ctx, const struct account_like *like, struct str login, struct str name, role_set roles,
                      int64_t organisation_id, struct err *e)
{
    struct account_row row;
    int64_t here = ctx->centre_id;
    struct new_account new = {
        .login = login_folded(ctx->arena, login), .name = str_trim(name), .roles = roles, .organisation_id = organisation_id
    };
    BUG_IF(login_fault(new.login) || roles == 0);
    centre_enter(ctx, like->centre_id);
    bool found = account_row_read(ctx, like->login, &row, e);
    centre_enter(ctx, here);
    if (!found || !login_is_free(ctx, new.login, e)) {
        return false;
    }
    new.hash = row.password;
    return db_write(ctx, DB_NO_LOCK, add, &new, e);
}

/* Somebody else who can still give rights: an open account with the role, not the one that is about to lose it. */
static bool another_administrator(struct ctx *ctx, int64_t but, struct err *e)
{
    struct account *accounts;
    size_t n;
    if (!account_list(ctx, &accounts, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (accounts[i].id != but && !accounts[i].closed && (accounts[i].roles & ROLE(ROLE_ADMINISTRATOR))) {
            return true;
        }
    }
    return refuse(e, T_ACCESS_LAST_ADMINISTRATOR, STR("the last administrator keeps the role"));
}

/* One change of an account: what is set, and the words for the audit trail. */
struct change {
    struct str login, value;
    const struct db_query *query;
    struct db_value set;
    const char *verb;
    bool keeps_administrator;
    int64_t but_session;
};

static bool change_account(struct ctx *ctx, void *arg, struct err *e)
{
    const struct change *change = arg;
    struct account_row row;
    int64_t changed;
    if (!account_row_read(ctx, change->login, &row, e)) {
        return false;
    }
    bool administrator = !row.closed && (roles_read(row.roles) & ROLE(ROLE_ADMINISTRATOR));
    if (administrator && !change->keeps_administrator && !another_administrator(ctx, row.id, e)) {
        return false;
    }
    struct str old = change->query == &q_access_account_roles ? row.roles : STR_NONE;
    const struct audit_entry entry = { STR("roles"), old, change->value };
    return db_do(ctx->db, change->query, DB_ARGS(row.id, change->set), &changed, e) &&
           session_drop_account(ctx, row.id, change->but_session, e) &&
           (change->query == &q_access_account_password || token_revoke_account(ctx, row.id, e)) &&
           audit_put(ctx, STR("account"), row.id, change->verb, &entry, change->value.len ? 1 : 0, e);
}

/* The lock keeps two administrators from closing each other at the same moment. */
static const struct db_lock accounts_lock = { "account", 0 };

/* The change of a password, hashed before any transaction begins. */
static bool password_change(struct ctx *ctx, struct str login, struct str password, struct change *ret_change, struct err *e)
{
    int fault = password_fault(login, password);
    struct str hash;
    if (fault) {
        return refuse(e, fault, text_in(LANG_EN, (enum text_id)fault));
    }
    if (!password_hash(ctx->arena, password, &hash, e)) {
        return false;
    }
    *ret_change = (struct change){ .login = login,
                                   .query = &q_access_account_password,
                                   .set = db_from_str(hash),
                                   .verb = "password",
                                   .keeps_administrator = true,
                                   .but_session = ctx->actor->session_id };
    return true;
}

bool account_password(struct ctx *ctx, struct str login, struct str password, struct err *e)
{
    struct change change;
    return password_change(ctx, login, password, &change, e) && db_write(ctx, accounts_lock, change_account, &change, e);
}

struct own_change {
    struct change change;
    struct str token;
};

static bool change_own(struct ctx *ctx, void *arg, struct err *e)
{
    struct own_change *own = arg;
    return change_account(ctx, &own->change, e) && session_renew(ctx, own->token, e);
}

bool account_password_own(struct ctx *ctx, struct str password, struct str *ret_token, struct err *e)
{
    struct own_change own = { .token = session_token(ctx->arena) };
    if (!password_change(ctx, ctx->actor->login, password, &own.change, e) ||
        !db_write(ctx, accounts_lock, change_own, &own, e)) {
        return false;
    }
    *ret_token = session_cookie(ctx, own.token);
    return true;
}

bool account_roles(struct ctx *ctx, struct str login, role_set roles, struct err *e)
{
    if (roles == 0) {
        return refuse(e, T_ACCESS_ROLES_MISSING, STR("an account has at least one role"));
    }
    struct str written = roles_written(ctx->arena, roles);
    struct change change = { .login = login,
                             .value = written,
                             .query = &q_access_account_roles,
                             .set = db_from_str(written),
                             .verb = "roles",
                             .keeps_administrator = (roles & ROLE(ROLE_ADMINISTRATOR)) != 0 };
    return db_write(ctx, accounts_lock, change_account, &change, e);
}

struct person_change {
    struct str login;
    struct account_person person;
};

static struct str organisation_written(struct arena *a, int64_t id)
{
    return id ? str_format(a, "%lld", (long long)id) : STR_NONE;
}

static bool change_person(struct ctx *ctx, void *arg, struct err *e)
{
    const struct person_change *change = arg;
    const struct account_person *to = &change->person;
    struct account_row row;
    int64_t changed, was;
    if (!account_row_read(ctx, change->login, &row, e) ||
        (!str_equal(row.login, to->login) && !login_is_free(ctx, to->login, e))) {
        return false;
    }
    was = row.organisation_id.known ? row.organisation_id.is : 0;
    struct maybe_int organisation = to->organisation_id ? SOME_INT(to->organisation_id) : NO_INT;
    const struct audit_entry all[] = { { STR("login"), row.login, to->login },
                                       { STR("name"), row.name, to->name },
                                       { STR("organisation"), organisation_written(ctx->arena, was),
                                         organisation_written(ctx->arena, to->organisation_id) } };
    struct audit_entry entries[COUNT(all)];
    size_t n = 0;
    for (size_t i = 0; i < COUNT(all); i++) {
        if (!str_equal(all[i].old_value, all[i].new_value)) {
            entries[n++] = all[i];
        }
    }
    return n == 0 ||
           (db_do(ctx->db, &q_access_account_person, DB_ARGS(row.id, to->login, to->name, organisation), &changed, e) &&
            (was == to->organisation_id ||
             (session_drop_account(ctx, row.id, ctx->actor->session_id, e) && token_revoke_account(ctx, row.id, e))) &&
            audit_put(ctx, STR("account"), row.id, "person", entries, n, e));
}

bool account_person_save(struct ctx *ctx, struct str login, const struct account_person *person, struct err *e)
{
    struct person_change change = {
        login, { login_folded(ctx->arena, person->login), str_trim(person->name), person->organisation_id }
    };
    int fault = login_fault(change.person.login);
    fault = fault ? fault : change.person.name.len == 0 ? (int)T_ACCESS_NAME_MISSING : (int)T_NONE;
    if (fault) {
        return refuse(e, fault, text_in(LANG_EN, (enum text_id)fault));
    }
    return db_write(ctx, accounts_lock, change_person, &change, e);
}

bool account_close(struct ctx *ctx, struct str login, bool closed, struct err *e)
{
    struct change change = { .login = login,
                             .query = &q_access_account_closed,
                             .set = db_from_int(closed ? 1 : 0),
                             .verb = closed ? "close" : "open",
                             .keeps_administrator = !closed };
    return db_write(ctx, accounts_lock, change_account, &change, e);
}
