/* Accounts, sign-in, sessions, throttle and audit trail over a database, on every engine there is. The clock is ctx->now_ms, so
   the tests move time as they like. */
#include "access/access_in.h"
#include "access_sql.h"
#include "base/text/text.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h> /* after its needs */

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };
static const struct str RIGHT = { "correct horse battery", 21 }, ADDRESS = { "192.0.2.7", 9 };

/* A test's own database with one administrator, and the ctx of the command line over it. */
struct world {
    struct arena *arena;
    struct ctx ctx;
    struct err e;
    struct actor actor;
    int64_t admin;
};

static size_t engine;

static int begin(void **state)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct world *w = NEW(a, struct world);
    w->arena = a;
    w->ctx = (struct ctx){ .arena = a, .actor = &actor_owner, .centre_id = 1, .now_ms = INT64_C(1700000000000) };
    if (!db_open(a, str_c(test_database_fresh(engine)), DB_WRITE, &w->ctx.db, &w->e) ||
        !db_migrate(w->ctx.db, access_migrations, access_n_migrations, &w->e)) {
        fail_msg("%.*s", (int)w->e.what.len, w->e.what.at);
    }
    db_set_centre(w->ctx.db, 1);
    assert_true(account_add(&w->ctx, STR("Admin"), STR("Admin A."), RIGHT, ROLE(ROLE_ADMINISTRATOR), 0, &w->admin, &w->e));
    *state = w;
    return 0;
}

static int end(void **state)
{
    struct world *w = *state;
    arena_free(w->arena);
    return 0;
}

static enum sign_in sign_in(struct world *w, struct str login, struct str password, struct str address, struct str *ret_token,
                            int64_t *ret_wait)
{
    enum sign_in result = SIGN_IN_WAIT;
    *ret_token = STR_NONE;
    *ret_wait = 0;
    w->ctx.actor = &actor_nobody;
    assert_true(access_sign_in(&w->ctx, login, password, address, &result, ret_token, ret_wait, &w->e));
    w->ctx.actor = &actor_owner;
    return result;
}

static struct str signed_in(struct world *w, struct str login)
{
    struct str token;
    int64_t wait;
    assert_int_equal(sign_in(w, login, RIGHT, ADDRESS, &token, &wait), SIGN_IN_DONE);
    return token;
}

static int64_t account_of_token(struct world *w, struct str token)
{
    assert_true(access_actor(&w->ctx, token, &w->actor, &w->e));
    return w->actor.account_id;
}

static void a_right_password_opens_a_session(void **state)
{
    struct world *w = *state;
    struct str one = signed_in(w, STR("admin")), two = signed_in(w, STR(" ADMIN "));
    assert_int_equal(one.len, 2 + 64); /* its centre, a dash, 256 bits */
    assert_false(str_equal(one, two));
    assert_int_equal(account_of_token(w, one), w->admin);
    assert_true(str_is(w->actor.login, "admin") && str_is(w->actor.name, "Admin A."));
    assert_int_equal(w->actor.roles, ROLE(ROLE_ADMINISTRATOR));
    assert_int_equal(w->actor.csrf.len, 64);
    assert_int_equal(account_of_token(w, two), w->admin);
    assert_int_equal(account_of_token(w, STR("")), 0);
    assert_int_equal(account_of_token(w, str_part(one, 0, 63)), 0);
    assert_int_equal(account_of_token(w, str_join(w->arena, str_part(one, 0, 63), STR("g"))), 0);
}

static void the_token_itself_is_nowhere_in_the_database(void **state)
{
    struct world *w = *state;
    struct str token = signed_in(w, STR("admin")), dump, wait_for;
    int64_t wait;
    assert_int_equal(sign_in(w, STR("my password typed as login"), STR("x"), ADDRESS, &wait_for, &wait), SIGN_IN_WRONG);
    assert_true(db_dump(w->ctx.db, w->arena, &dump, &w->e));
    assert_true(str_find(dump, str_part(token, 0, 32), 0) == dump.len);
    assert_true(str_find(dump, RIGHT, 0) == dump.len);
    assert_true(str_find(dump, ADDRESS, 0) == dump.len);
    assert_true(str_find(dump, STR("typed as login"), 0) == dump.len);
}

static void a_session_ends_after_idleness_and_after_a_week(void **state)
{
    struct world *w = *state;
    struct str token = signed_in(w, STR("admin"));
    int64_t began = w->ctx.now_ms;
    w->ctx.now_ms = began + 12 * HOUR - SECOND;
    assert_int_equal(account_of_token(w, token), w->admin);
    w->ctx.now_ms = began + 12 * HOUR;
    assert_int_equal(account_of_token(w, token), 0);
    for (int hours = 0; hours < 7 * 24; hours += 6) {
        w->ctx.now_ms = began + hours * (int64_t)HOUR;
        assert_int_equal(account_of_token(w, token), w->admin);
        assert_true(access_seen(&w->ctx, (struct access_use){ w->actor.session_id, 0 }, &w->e));
    }
    w->ctx.now_ms = began + 7 * 24 * (int64_t)HOUR;
    assert_int_equal(account_of_token(w, token), 0);
}

static void seen_is_due_every_five_minutes(void **state)
{
    struct world *w = *state;
    struct str token = signed_in(w, STR("admin"));
    assert_int_equal(access_seen_due(&w->ctx).session_id, 0);
    account_of_token(w, token);
    w->ctx.actor = &w->actor;
    assert_int_equal(access_seen_due(&w->ctx).session_id, 0);
    w->ctx.now_ms += 5 * MINUTE;
    assert_int_not_equal(access_seen_due(&w->ctx).session_id, 0);
    assert_true(access_seen(&w->ctx, (struct access_use){ w->actor.session_id, 0 }, &w->e));
    account_of_token(w, token);
    assert_int_equal(access_seen_due(&w->ctx).session_id, 0);
}

static void signing_out_ends_this_session_and_no_other(void **state)
{
    struct world *w = *state;
    struct str one = signed_in(w, STR("admin")), two = signed_in(w, STR("admin"));
    account_of_token(w, one);
    w->ctx.actor = &w->actor;
    assert_true(access_sign_out(&w->ctx, &w->e));
    assert_int_equal(account_of_token(w, one), 0);
    assert_int_equal(account_of_token(w, two), w->admin);
    w->ctx.actor = &actor_nobody;
    assert_true(access_sign_out(&w->ctx, &w->e));
}

static void a_change_of_rights_ends_the_sessions(void **state)
{
    struct world *w = *state;
    struct str login = STR("metodist");
    int64_t id;
    assert_true(account_add(&w->ctx, login, STR("M."), RIGHT, ROLE(ROLE_METHODOLOGIST), 0, &id, &w->e));
    struct str token = signed_in(w, login);
    assert_true(account_roles(&w->ctx, login, ROLE(ROLE_HEAD), &w->e));
    assert_int_equal(account_of_token(w, token), 0);
    token = signed_in(w, login);
    assert_int_equal(account_of_token(w, token), id);
    assert_int_equal(w->actor.roles, ROLE(ROLE_HEAD));
    assert_true(account_password(&w->ctx, login, RIGHT, &w->e));
    assert_int_equal(account_of_token(w, token), 0);
    token = signed_in(w, login);
    assert_true(account_close(&w->ctx, login, true, &w->e));
    assert_int_equal(account_of_token(w, token), 0);
    struct str none;
    int64_t wait;
    assert_int_equal(sign_in(w, login, RIGHT, ADDRESS, &none, &wait), SIGN_IN_WRONG);
    assert_true(account_close(&w->ctx, login, false, &w->e));
    signed_in(w, login);
}

static void the_own_session_goes_on_under_a_new_token(void **state)
{
    struct world *w = *state;
    struct str one = signed_in(w, STR("admin")), two = signed_in(w, STR("admin")), fresh;
    account_of_token(w, one);
    struct str csrf = w->actor.csrf;
    struct actor actor = w->actor;
    w->ctx.actor = &actor;
    /* Whatever statement fails, the password and the sessions stand as they stood: the change is one. */
    for (uint64_t at = 1;; at++) {
        struct err e = { 0 };
        db_fail_at(w->ctx.db, at, ERR_FULL);
        bool done = account_password_own(&w->ctx, STR("another long password"), &fresh, &e);
        db_fail_at(w->ctx.db, 0, ERR_NONE);
        if (done) {
            assert_true(at > 5);
            break;
        }
        assert_int_equal(account_of_token(w, one), w->admin);
        assert_int_equal(account_of_token(w, two), w->admin);
    }
    assert_int_equal(account_of_token(w, one), 0);
    assert_int_equal(account_of_token(w, two), 0);
    assert_int_equal(account_of_token(w, fresh), w->admin);
    assert_false(str_equal(csrf, w->actor.csrf));
}

static void five_failures_of_a_login_wait(void **state)
{
    struct world *w = *state;
    struct str token;
    int64_t wait;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(sign_in(w, i % 2 ? STR("admin") : STR("Admin"), STR("wrong"), ADDRESS, &token, &wait), SIGN_IN_WRONG);
        w->ctx.now_ms += MINUTE;
    }
    assert_int_equal(sign_in(w, STR("admin"), RIGHT, STR("198.51.100.1"), &token, &wait), SIGN_IN_WAIT);
    assert_int_equal(wait, 10 * 60);
    assert_int_equal(token.len, 0);
    w->ctx.now_ms += wait * SECOND - 1;
    assert_int_equal(sign_in(w, STR("admin"), RIGHT, ADDRESS, &token, &wait), SIGN_IN_WAIT);
    assert_int_equal(wait, 1);
    w->ctx.now_ms += 1;
    assert_int_equal(sign_in(w, STR("admin"), RIGHT, ADDRESS, &token, &wait), SIGN_IN_DONE);
    assert_int_equal(sign_in(w, STR("admin"), STR("wrong"), ADDRESS, &token, &wait), SIGN_IN_WRONG);
}

/* The clock was a month ahead and is right again: a session goes on for no longer than one may, failures of the wrong month
   keep nobody out, and neither an idle session nor a guesser gains by it. */
static void a_clock_set_back_is_lived_with(void **state)
{
    struct world *w = *state;
    struct str token, later;
    int64_t wait, right = w->ctx.now_ms, hour = HOUR;
    w->ctx.now_ms = right + 2 * 24 * hour;
    later = signed_in(w, STR("admin"));
    w->ctx.now_ms = right;
    assert_int_equal(account_of_token(w, later), w->admin); /* two days ahead: nobody is thrown out of his work */
    w->ctx.actor = &w->actor;
    assert_int_not_equal(access_seen_due(&w->ctx).session_id, 0);
    assert_true(access_seen(&w->ctx, (struct access_use){ w->actor.session_id, 0 }, &w->e));
    w->ctx.actor = &actor_owner;
    w->ctx.now_ms = right + 13 * hour; /* idle since it was seen by the right clock */
    assert_int_equal(account_of_token(w, later), 0);

    w->ctx.now_ms = right + 30 * 24 * hour;
    token = signed_in(w, STR("admin"));
    for (int i = 0; i < 5; i++) {
        assert_int_equal(sign_in(w, STR("admin"), STR("wrong"), ADDRESS, &later, &wait), SIGN_IN_WRONG);
    }
    assert_int_equal(sign_in(w, STR("admin"), RIGHT, ADDRESS, &later, &wait), SIGN_IN_WAIT);
    w->ctx.now_ms = right;
    assert_int_equal(account_of_token(w, token), 0); /* it would live for a month */
    assert_int_equal(sign_in(w, STR("admin"), RIGHT, ADDRESS, &later, &wait), SIGN_IN_DONE);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(sign_in(w, STR("admin"), STR("wrong"), ADDRESS, &later, &wait), SIGN_IN_WRONG);
    }
    w->ctx.now_ms = right - SECOND; /* one second back gives no new attempts */
    assert_int_equal(sign_in(w, STR("admin"), RIGHT, ADDRESS, &later, &wait), SIGN_IN_WAIT);
}

/* Somebody who guesses many logins from one address; another address is not hindered. */
static void forty_failures_of_an_address_wait(void **state)
{
    struct world *w = *state;
    struct str token;
    int64_t wait;
    for (int i = 0; i < 40; i++) {
        struct str login = str_format(w->arena, "guess%d", i);
        assert_true(throttle_enter(&w->ctx, login, ADDRESS, &wait, &w->e));
        assert_int_equal(wait, 0);
    }
    assert_int_equal(sign_in(w, STR("admin"), RIGHT, ADDRESS, &token, &wait), SIGN_IN_WAIT);
    assert_int_equal(wait, 15 * 60);
    assert_int_equal(sign_in(w, STR("admin"), RIGHT, STR("198.51.100.1"), &token, &wait), SIGN_IN_DONE);
}

static void an_unknown_login_waits_like_a_known_one(void **state)
{
    struct world *w = *state;
    struct str token;
    int64_t wait;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(sign_in(w, STR("nobody"), STR("wrong"), ADDRESS, &token, &wait), SIGN_IN_WRONG);
    }
    assert_int_equal(sign_in(w, STR("nobody"), STR("wrong"), ADDRESS, &token, &wait), SIGN_IN_WAIT);
    assert_int_equal(wait, 15 * 60);
}

static void the_own_password_is_proved_under_the_same_throttle(void **state)
{
    struct world *w = *state;
    enum sign_in result;
    int64_t wait;
    assert_true(access_prove(&w->ctx, STR("admin"), RIGHT, ADDRESS, &result, &wait, &w->e));
    assert_int_equal(result, SIGN_IN_DONE);
    for (int i = 0; i < 5; i++) {
        assert_true(access_prove(&w->ctx, STR("admin"), STR("wrong"), ADDRESS, &result, &wait, &w->e));
        assert_int_equal(result, SIGN_IN_WRONG);
    }
    assert_true(access_prove(&w->ctx, STR("admin"), RIGHT, ADDRESS, &result, &wait, &w->e));
    assert_int_equal(result, SIGN_IN_WAIT);
}

static void refused(struct world *w, bool done, int say)
{
    assert_false(done);
    assert_int_equal(w->e.kind, ERR_INVALID);
    assert_int_equal(w->e.say, say);
    w->e = (struct err){ 0 };
}

static void faults_of_an_account_are_told(void **state)
{
    struct world *w = *state;
    struct ctx *ctx = &w->ctx;
    int64_t id;
    role_set head = ROLE(ROLE_HEAD);
    refused(w, account_add(ctx, STR("ADMIN"), STR("B"), RIGHT, head, 0, &id, &w->e), T_ACCESS_LOGIN_TAKEN);
    refused(w, account_add(ctx, STR("b/c"), STR("B"), RIGHT, head, 0, &id, &w->e), T_ACCESS_LOGIN_FAULT);
    refused(w, account_add(ctx, STR("bc"), STR("  "), RIGHT, head, 0, &id, &w->e), T_ACCESS_NAME_MISSING);
    refused(w, account_add(ctx, STR("bc"), STR("B"), STR("short"), head, 0, &id, &w->e), T_ACCESS_PASSWORD_SHORT);
    refused(w, account_add(ctx, STR("bc"), STR("B"), RIGHT, 0, 0, &id, &w->e), T_ACCESS_ROLES_MISSING);
    refused(w, account_roles(ctx, STR("admin"), 0, &w->e), T_ACCESS_ROLES_MISSING);
    refused(w, account_password(ctx, STR("admin"), STR("12345678"), &w->e), T_ACCESS_PASSWORD_WEAK);
    assert_false(account_close(ctx, STR("nobody"), true, &w->e));
    assert_int_equal(w->e.kind, ERR_NOT_FOUND);
}

static void a_person_is_mended_and_leaves_only_a_scope(void **state)
{
    struct world *w = *state;
    struct account account;
    struct audit_row *rows;
    size_t n, before;
    int64_t id;
    assert_true(account_add(&w->ctx, STR("person"), STR("P."), RIGHT, ROLE(ROLE_COORDINATOR), 0, &id, &w->e));
    assert_true(audit_list(&w->ctx, STR("account"), id, &rows, &before, &w->e));
    struct account_person same = { STR("person"), STR(" P. "), 0 }, named = { STR("Person-2"), STR("P. P."), 0 },
                          moved = { STR("person-2"), STR("P. P."), 7 }, taken = { STR("admin"), STR("P."), 0 };
    assert_true(account_person_save(&w->ctx, STR("person"), &same, &w->e));
    assert_true(audit_list(&w->ctx, STR("account"), id, &rows, &n, &w->e));
    assert_int_equal(n, before);
    struct str token = signed_in(w, STR("person"));
    refused(w, account_person_save(&w->ctx, STR("person"), &taken, &w->e), T_ACCESS_LOGIN_TAKEN);
    assert_true(account_person_save(&w->ctx, STR("PERSON"), &named, &w->e));
    assert_int_equal(account_of_token(w, token), id);
    assert_true(account_get(&w->ctx, STR("person-2"), &account, &w->e));
    assert_true(str_is(account.name, "P. P."));
    assert_false(account_get(&w->ctx, STR("person"), &account, &w->e));
    w->e = (struct err){ 0 };
    assert_true(account_person_save(&w->ctx, STR("person-2"), &moved, &w->e));
    assert_int_equal(account_of_token(w, token), 0);
    assert_true(audit_list(&w->ctx, STR("account"), id, &rows, &n, &w->e));
    assert_true(str_is(rows[n - 1].field, "organisation") && str_is(rows[n - 1].new_value, "7"));
}

static void the_last_administrator_stays(void **state)
{
    struct world *w = *state;
    struct ctx *ctx = &w->ctx;
    int64_t id;
    struct account account;
    refused(w, account_roles(ctx, STR("admin"), ROLE(ROLE_HEAD), &w->e), T_ACCESS_LAST_ADMINISTRATOR);
    refused(w, account_close(ctx, STR("admin"), true, &w->e), T_ACCESS_LAST_ADMINISTRATOR);
    assert_true(account_add(ctx, STR("second"), STR("S"), RIGHT, ROLE(ROLE_ADMINISTRATOR), 0, &id, &w->e));
    assert_true(account_close(ctx, STR("second"), true, &w->e));
    refused(w, account_close(ctx, STR("admin"), true, &w->e), T_ACCESS_LAST_ADMINISTRATOR);
    assert_true(account_close(ctx, STR("second"), false, &w->e));
    assert_true(account_roles(ctx, STR("admin"), ROLE(ROLE_HEAD), &w->e));
    assert_true(account_get(ctx, STR("Admin"), &account, &w->e));
    assert_int_equal(account.roles, ROLE(ROLE_HEAD));
}

/* The trail of an account tells of each change once, who did it, and never a password. */
static void every_change_leaves_its_row(void **state)
{
    struct world *w = *state;
    struct audit_row *rows;
    size_t n;
    struct actor admin = { .account_id = w->admin, .roles = ROLE(ROLE_ADMINISTRATOR) };
    int64_t id;
    w->ctx.actor = &admin;
    assert_true(account_add(&w->ctx, STR("head"), STR("H."), RIGHT, ROLE(ROLE_HEAD), 0, &id, &w->e));
    assert_true(account_roles(&w->ctx, STR("head"), ROLE(ROLE_HEAD) | ROLE(ROLE_TEACHER), &w->e));
    assert_true(account_password(&w->ctx, STR("head"), RIGHT, &w->e));
    signed_in(w, STR("head"));
    assert_true(audit_list(&w->ctx, STR("account"), id, &rows, &n, &w->e));
    static const struct {
        const char *verb, *field, *old, *new, *who;
    } want[] = {
        { "add", "login", "", "head", "Admin A." }, { "add", "name", "", "H.", "Admin A." },
        { "add", "roles", "", "head", "Admin A." }, { "roles", "roles", "head", "head,teacher", "Admin A." },
        { "password", "", "", "", "Admin A." },     { "sign_in", "", "", "", "H." },
    };
    assert_int_equal(n, COUNT(want));
    for (size_t i = 0; i < n; i++) {
        assert_true(str_is(rows[i].verb, want[i].verb) && str_is(rows[i].field, want[i].field));
        assert_true(str_is(rows[i].old_value, want[i].old) && str_is(rows[i].new_value, want[i].new));
        assert_true(str_is(rows[i].who, want[i].who));
        assert_true(rows[i].at == w->ctx.now_ms);
    }
    assert_true(audit_list(&w->ctx, STR("account"), w->admin, &rows, &n, &w->e));
    assert_true(n == 3 && str_equal(rows[0].who, text_in(LANG_RU, T_ACCESS_COMMAND_LINE)));
}

static bool add_and_fail(struct ctx *ctx, void *arg, struct err *e)
{
    const struct audit_entry entry = { STR("field"), STR("a"), STR("b") };
    return audit_put(ctx, STR("thing"), 7, "edit", &entry, 1, e) && err_set(e, ERR_INVALID, "test", STR("given up"));
}

static void a_change_that_did_not_happen_leaves_none(void **state)
{
    struct world *w = *state;
    struct audit_row *rows;
    size_t n;
    assert_false(db_write(&w->ctx, DB_NO_LOCK, add_and_fail, NULL, &w->e));
    w->e = (struct err){ 0 };
    assert_true(audit_list(&w->ctx, STR("thing"), 7, &rows, &n, &w->e));
    assert_int_equal(n, 0);
}

/* Whatever statement fails: no session without its account's forgiven failures, no crash, no output touched. */
static void a_failing_statement_leaves_nothing_half_done(void **state)
{
    struct world *w = *state;
    int failures = 0;
    for (uint64_t at = 1; at < 60; at++) {
        struct str token = STR("untouched");
        enum sign_in result = SIGN_IN_WAIT;
        int64_t wait = -7;
        struct err e = { 0 };
        w->ctx.now_ms += 20 * MINUTE;
        db_fail_at(w->ctx.db, at, ERR_FULL);
        bool done = access_sign_in(&w->ctx, STR("admin"), RIGHT, ADDRESS, &result, &token, &wait, &e);
        db_fail_at(w->ctx.db, 0, ERR_NONE);
        if (done) {
            assert_true(failures > 5);
            assert_int_equal(account_of_token(w, token), w->admin);
            return;
        }
        failures++;
        assert_int_equal(e.kind, ERR_FULL);
        assert_true(str_is(token, "untouched") && result == SIGN_IN_WAIT && wait == -7);
    }
    fail_msg("signing in never came to its end");
}

static void the_centre_has_its_name(void **state)
{
    struct world *w = *state;
    struct centre centre, wanted = { STR("Центр"), STR("Ц"), STR("Asia/Yekaterinburg"), true };
    assert_true(centre_read(&w->ctx, &centre, &w->e));
    assert_int_equal(centre.name.len, 0);
    assert_true(centre_save(&w->ctx, &wanted, &w->e) && centre_read(&w->ctx, &centre, &w->e));
    assert_true(str_equal(centre.name, wanted.name) && str_equal(centre.zone, wanted.zone) && centre.demo);
}

static void all_statements_are_understood(void **state)
{
    struct world *w = *state;
    assert_true(db_prepare_all(w->ctx.db, access_queries, access_n_queries, &w->e));
}

int main(void)
{
#define OVER_A_DATABASE(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        OVER_A_DATABASE(a_right_password_opens_a_session),
        OVER_A_DATABASE(the_token_itself_is_nowhere_in_the_database),
        OVER_A_DATABASE(a_session_ends_after_idleness_and_after_a_week),
        OVER_A_DATABASE(seen_is_due_every_five_minutes),
        OVER_A_DATABASE(signing_out_ends_this_session_and_no_other),
        OVER_A_DATABASE(a_change_of_rights_ends_the_sessions),
        OVER_A_DATABASE(a_person_is_mended_and_leaves_only_a_scope),
        OVER_A_DATABASE(the_own_session_goes_on_under_a_new_token),
        OVER_A_DATABASE(five_failures_of_a_login_wait),
        OVER_A_DATABASE(forty_failures_of_an_address_wait),
        OVER_A_DATABASE(a_clock_set_back_is_lived_with),
        OVER_A_DATABASE(an_unknown_login_waits_like_a_known_one),
        OVER_A_DATABASE(the_own_password_is_proved_under_the_same_throttle),
        OVER_A_DATABASE(faults_of_an_account_are_told),
        OVER_A_DATABASE(the_last_administrator_stays),
        OVER_A_DATABASE(every_change_leaves_its_row),
        OVER_A_DATABASE(a_change_that_did_not_happen_leaves_none),
        OVER_A_DATABASE(a_failing_statement_leaves_nothing_half_done),
        OVER_A_DATABASE(the_centre_has_its_name),
        OVER_A_DATABASE(all_statements_are_understood),
    };
    struct err e = { 0 };
    int failed = text_start(&e) ? 0 : 1;
    for (engine = 0; engine < test_database_count() && !failed; engine++) {
        failed = cmocka_run_group_tests_name(engine ? "postgres" : "sqlite", tests, NULL, NULL);
    }
    text_stop();
    return failed;
}
