/* Who is asking, what may he do, which rows may he see. Roles are a closed list; a right is a set of roles. */
#ifndef ACCESS_H
#define ACCESS_H
#include "base/ctx.h"
#include "base/day.h"
#include "base/str.h"
#include "db/db.h"

enum role {
    ROLE_ADMINISTRATOR, /* accounts, roles, settings; sees everything, signs nothing */
    ROLE_DIRECTOR,      /* approves the analysis */
    ROLE_HEAD,          /* the year against the plan; agrees the analysis */
    ROLE_METHODOLOGIST,
    ROLE_PSYCHOLOGIST,
    ROLE_SECRETARY,   /* documents, orders, agreements */
    ROLE_TEACHER,     /* of the centre */
    ROLE_COORDINATOR, /* of a school: own organisation's rows */
    ROLE_COUNT
};
typedef unsigned role_set; /* bits 1u << role */
#define ROLE(r) (1u << (r))
#define ROLES_ALL ((1u << ROLE_COUNT) - 1)
#define ROLES_CENTRE (ROLES_ALL & ~ROLE(ROLE_COORDINATOR))
#define ROLES_RECORD (ROLE(ROLE_ADMINISTRATOR) | ROLE(ROLE_HEAD) | ROLE(ROLE_METHODOLOGIST)) /* who keeps the record */
#define RIGHT_PUBLIC (1u << 31)                                                              /* also without signing in */
#define RIGHT_SIGNED_IN ROLES_ALL
const char *role_name(enum role r); /* "administrator": in the database and on the command line */
bool role_read(struct str s, enum role *ret_role) MUST_USE;
int role_text(enum role r); /* enum text_id of its Russian/English name */

/* A centre. Several may live in one database; a row belongs to one of them by (centre_id, id), ids are never reused by another,
   and a connection sees the rows of one at a time (db_set_centre). A name is missing until `orientir init` or `orientir demo`
   gave it one. */
struct centre {
    struct str name, short_name, zone;
    bool demo;             /* its people are fictional */
    struct maybe_int seed; /* its numbers too: all of it was made of this seed */
    int64_t id;
};

struct actor {
    int64_t account_id;      /* 0: nobody */
    int64_t organisation_id; /* 0: none */
    role_set roles;
    struct str login, name;
    struct str csrf; /* token of the session, for forms */
    int64_t session_id;
    int64_t token_id;     /* he is a program with a token of this account: reads .json and nothing else; 0: a person */
    int64_t seen_ms;      /* when the session or the token was last written down as seen */
    struct centre centre; /* the one he signed in to; empty for nobody and for the owner of the machine */
};
extern const struct actor actor_nobody;
/* The command line acts as the machine's owner: every role, account 0. */
extern const struct actor actor_owner;
bool actor_may(const struct actor *actor, role_set right);

/* The centre of this ctx; centre->id is not looked at when it is saved. */
bool centre_read(struct ctx *ctx, struct centre *ret_centre, struct err *e) MUST_USE;
bool centre_save(struct ctx *ctx, const struct centre *centre, struct err *e) MUST_USE;
/* Every centre of the database, in the order in which they were made: the first is whose pages stand open to everybody. */
bool centre_list(struct ctx *ctx, struct centre **ret_centres, size_t *ret_n, struct err *e) MUST_USE;
/* From here on ctx and its connection are of this centre, which is not looked up. */
void centre_enter(struct ctx *ctx, int64_t centre_id);
/* Another centre, empty; within a db_write. ctx stays where it is. */
bool centre_add(struct ctx *ctx, const struct centre *centre, int64_t *ret_id, struct err *e) MUST_USE;

/* Row scopes of a rule. */
enum rows_scope { ROWS_ALL, ROWS_OF_ORG, ROWS_OWN };
enum may { MAY_SEE = 1, MAY_ADD = 2, MAY_EDIT = 4, MAY_REMOVE = 8, MAY_EXPORT = 16, MAY_IMPORT = 32 };
struct rule {
    role_set who;
    enum rows_scope rows;
    unsigned may;
};
/* The widest scope by which the actor may do `verb`; false when no rule allows it. */
bool rule_find(const struct rule *rules, size_t n, const struct actor *actor, enum may verb, enum rows_scope *ret_scope);
role_set rule_roles(const struct rule *rules, size_t n, enum may verb);

/* Sign-in ends the session the actor had in this browser. Passwords: argon2id t=2, 19 MiB, at most two hashes at once.
   Throttle: five failures for a login or forty for an address within fifteen minutes make the next wait; the answer is the same
   for a wrong login and a wrong password. */
enum sign_in { SIGN_IN_DONE, SIGN_IN_WRONG, SIGN_IN_WAIT };
bool access_sign_in(struct ctx *ctx, struct str login, struct str password, struct str address, enum sign_in *ret_result,
                    struct str *ret_token, int64_t *ret_wait_seconds, struct err *e) MUST_USE;
/* The same without a session: does the actor know his own password? For the change of it, under the same throttle. */
bool access_prove(struct ctx *ctx, struct str login, struct str password, struct str address, enum sign_in *ret_result,
                  int64_t *ret_wait_seconds, struct err *e) MUST_USE;
bool access_sign_out(struct ctx *ctx, struct err *e) MUST_USE;
/* The actor of a session token (the cookie); actor_nobody when it is unknown or over. One statement. A token names its centre
   («2-3f5a…»), and with an actor ctx has entered that centre; without one it stays where it was. */
bool access_actor(struct ctx *ctx, struct str token, struct actor *ret_actor, struct err *e) MUST_USE;
/* A session ends after 12 hours without a request and after 7 days in any case. To keep reading free of writing, the moment of
   the last request is written at most every five minutes, of a token too: when access_seen_due names one, web runs access_seen
   on the writer. */
enum { SESSION_IDLE_SECONDS = 12 * 3600, SESSION_LONGEST_SECONDS = 7 * 86400 };
struct access_use {
    int64_t session_id, token_id; /* one of them; both 0: nothing to write down */
};
struct access_use access_seen_due(const struct ctx *ctx);
bool access_seen(struct ctx *ctx, struct access_use use, struct err *e) MUST_USE;
/* The path after sign-in: `next` when it is a path of ours, else "/". Never another host. */
struct str access_next(struct str next);

/* A mark under these words that only the server can make for this account, 64 hexadecimal signs: by it a form that comes after
   its session has ended is known to be the account's own. It ends with the password; ERR_NOT_FOUND when there is no such open
   account in the centre of ctx. */
bool access_seal(struct ctx *ctx, int64_t account_id, struct str words, struct str *ret_seal, struct err *e) MUST_USE;

/* Tokens by which other programs read. The secret («orientir-2-5f3a…», with its centre) is shown once. */
enum token_state { TOKEN_UNKNOWN, TOKEN_REVOKED, TOKEN_OVER, TOKEN_GOOD };
struct token {
    int64_t id, account_id, organisation_id; /* organisation_id 0: none */
    struct str name, account_name;
    enum role role;   /* ROLE_COUNT: one that this program does not know */
    struct day until; /* the last day on which it is accepted */
    int64_t made_at;
    struct maybe_int seen_at, revoked_at;
    enum token_state state;
};
/* The actor of a token, with one role of its own; actor_nobody unless *ret_state is TOKEN_GOOD. One statement. With an actor
   ctx has entered the centre of the token. */
bool access_token_actor(struct ctx *ctx, struct str token, struct actor *ret_actor, enum token_state *ret_state,
                        struct err *e) MUST_USE;
/* A new secret, which is nobody's yet, and its token of the actor's account: name, role, organisation_id and until are looked
   at. Two steps, so that the page that shows it can be written before it counts. The caller has seen to it that the maker may
   see what the role sees. */
struct str access_token_made(struct ctx *ctx);
bool access_token_add(struct ctx *ctx, const struct token *token, struct str made, struct err *e) MUST_USE;
/* Of the centre, newest first, at most 500. */
bool access_token_list(struct ctx *ctx, struct token **ret_tokens, size_t *ret_n, struct err *e) MUST_USE;
/* Nothing when it is revoked already or not there. */
bool access_token_revoke(struct ctx *ctx, int64_t id, struct err *e) MUST_USE;

/* Accounts. The faults are messages for the person (enum text_id), 0 when there is none. Logins are Latin letters, digits and
   ".-_", and are compared in lower case. A change of roles, organisation or password and closing end the sessions of the
   account; all but the password also revoke its tokens. What would leave the centre without an open administrator is
   ERR_INVALID with e->say. */
int login_fault(struct str login);
int password_fault(struct str login, struct str password);
bool account_add(struct ctx *ctx, struct str login, struct str name, struct str password, role_set roles,
                 int64_t organisation_id, int64_t *ret_id, struct err *e) MUST_USE;
/* The same with the password of an account of another centre, whose hash is taken over: for accounts that are made together. */
struct account_like {
    int64_t centre_id;
    struct str login;
};
bool account_add_like(struct ctx *ctx, const struct account_like *like, struct str login, struct str name, role_set roles,
                      int64_t organisation_id, struct err *e) MUST_USE;
bool account_password(struct ctx *ctx, struct str login, struct str password, struct err *e) MUST_USE;
/* The actor's own: his session gets a new token and his others end, all of it or nothing. */
bool account_password_own(struct ctx *ctx, struct str password, struct str *ret_token, struct err *e) MUST_USE;
struct str login_folded(struct arena *a, struct str login); /* as it is stored and compared */
bool account_roles(struct ctx *ctx, struct str login, role_set roles, struct err *e) MUST_USE;
bool account_close(struct ctx *ctx, struct str login, bool closed, struct err *e) MUST_USE;
/* What is known of the person, set as a whole; a new login is for the next sign-in. */
struct account_person {
    struct str login, name;
    int64_t organisation_id; /* 0: none */
};
bool account_person_save(struct ctx *ctx, struct str login, const struct account_person *person, struct err *e) MUST_USE;
struct account {
    int64_t id;
    struct str login, name;
    role_set roles;
    int64_t organisation_id;
    bool closed;
};
bool account_get(struct ctx *ctx, struct str login, struct account *ret_account, struct err *e) MUST_USE;
/* The actor an account is when it signs in, without a session: for work done in its name. ERR_NOT_FOUND when there is none,
   ERR_FORBIDDEN when it is closed. */
bool account_actor(struct ctx *ctx, int64_t id, struct actor *ret_actor, struct err *e) MUST_USE;
bool account_list(struct ctx *ctx, struct account **ret_accounts, size_t *ret_n, struct err *e) MUST_USE;
/* A password for a new account: four groups of four letters and digits that cannot be mistaken for each other. */
struct str password_made(struct arena *a);

/* The audit trail: one row a change and field, inside the same transaction as the change. */
struct audit_entry {
    struct str field, old_value, new_value;
};
bool audit_put(struct ctx *ctx, struct str table, int64_t row_id, const char *verb, const struct audit_entry *entries, size_t n,
               struct err *e) MUST_USE;
struct audit_row {
    int64_t at;
    struct str who, verb, field, old_value, new_value;
};
bool audit_list(struct ctx *ctx, struct str table, int64_t row_id, struct audit_row **ret_rows, size_t *ret_n,
                struct err *e) MUST_USE;
#endif
