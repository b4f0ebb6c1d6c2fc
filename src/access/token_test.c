/* Access tokens over a database, on every engine: what is kept of them, when they are over, and whose they are. The clock is
   ctx->now_ms, so the tests move time as they like. */
#include "access/access_in.h"
#include "access_sql.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h> /* after its needs */

static const int64_t DAY_MS = INT64_C(86400000);
static const struct str PASSWORD = { "correct horse battery", 21 };

struct world {
    struct arena *arena;
    struct ctx ctx;
    struct err e;
    struct actor admin, head;
};

static size_t engine;

static struct actor person(struct world *w, struct str login, role_set roles)
{
    struct actor actor = { .roles = roles, .login = login, .name = login, .csrf = STR_NONE };
    assert_true(account_add(&w->ctx, login, login, PASSWORD, roles, 0, &actor.account_id, &w->e));
    return actor;
}

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
    w->admin = person(w, STR("admin"), ROLE(ROLE_ADMINISTRATOR));
    w->head = person(w, STR("head"), ROLE(ROLE_HEAD));
    w->ctx.actor = &w->head;
    *state = w;
    return 0;
}

static int end(void **state)
{
    struct world *w = *state;
    arena_free(w->arena);
    return 0;
}

static struct day today(const struct world *w)
{
    return (struct day){ true, (int32_t)(w->ctx.now_ms / DAY_MS) };
}

static struct str made(struct world *w, int days)
{
    struct token token = {
        .name = STR("Site"), .role = ROLE_COORDINATOR, .organisation_id = 7, .until = { true, today(w).n + days }
    };
    struct str secret = access_token_made(&w->ctx);
    assert_true(access_token_add(&w->ctx, &token, secret, &w->e));
    return secret;
}

static enum token_state state_of(struct world *w, struct str secret, struct actor *ret_actor)
{
    enum token_state token_state;
    assert_true(access_token_actor(&w->ctx, secret, ret_actor, &token_state, &w->e));
    assert_int_equal(token_state == TOKEN_GOOD, ret_actor->token_id != 0);
    return token_state;
}

static void a_token_acts_with_its_own_role(void **state)
{
    struct world *w = *state;
    struct actor actor;
    struct str secret = made(w, 10);
    assert_int_equal(secret.len, sizeof "orientir-1-" - 1 + 64); /* 256 bits */
    assert_int_equal(state_of(w, secret, &actor), TOKEN_GOOD);
    assert_int_equal(actor.account_id, w->head.account_id);
    assert_int_equal(actor.roles, ROLE(ROLE_COORDINATOR));
    assert_int_equal(actor.organisation_id, 7);
    assert_int_equal(actor.session_id, 0);
    assert_int_equal(actor.csrf.len, 0);
    assert_false(str_equal(secret, made(w, 10)));
}

static void the_secret_itself_is_nowhere_in_the_database(void **state)
{
    struct world *w = *state;
    struct str secret = made(w, 10), dump;
    assert_true(db_dump(w->ctx.db, w->arena, &dump, &w->e));
    assert_true(str_find(dump, STR("Site"), 0) < dump.len);
    assert_true(str_find(dump, str_part(secret, 11, 32), 0) == dump.len);
}

static void whatever_is_no_token_is_nobody(void **state)
{
    struct world *w = *state;
    struct actor actor;
    struct str secret = made(w, 10);
    for (size_t n = 0; n < secret.len; n++) {
        assert_int_equal(state_of(w, str_part(secret, 0, n), &actor), TOKEN_UNKNOWN);
    }
    assert_int_equal(state_of(w, str_join(w->arena, secret, STR("0")), &actor), TOKEN_UNKNOWN);
    struct str of_another = str_join(w->arena, STR("orientir-2-"), str_part(secret, 11, 64));
    assert_int_equal(state_of(w, of_another, &actor), TOKEN_UNKNOWN);
    assert_int_equal(w->ctx.centre_id, 1);
    assert_int_equal(db_centre(w->ctx.db), 1);
}

static void it_is_good_to_the_end_of_its_last_day(void **state)
{
    struct world *w = *state;
    struct actor actor;
    /* The centre's clock is Moscow's, three hours before that of the database. */
    int64_t midnight = (int64_t)today(w).n * DAY_MS - 3 * 3600000;
    struct str secret = made(w, 2);
    w->ctx.now_ms = midnight + 3 * DAY_MS - 1;
    assert_int_equal(state_of(w, secret, &actor), TOKEN_GOOD);
    w->ctx.now_ms++;
    assert_int_equal(state_of(w, secret, &actor), TOKEN_OVER);
}

static void revoked_it_stays_revoked(void **state)
{
    struct world *w = *state;
    struct actor actor;
    struct token *tokens;
    size_t n;
    struct str one = made(w, 10), two = made(w, 10);
    assert_true(access_token_list(&w->ctx, &tokens, &n, &w->e));
    assert_int_equal(n, 2);
    assert_int_equal(tokens[1].state, TOKEN_GOOD);
    assert_true(access_token_revoke(&w->ctx, tokens[1].id, &w->e)); /* the older one */
    assert_true(access_token_revoke(&w->ctx, tokens[1].id, &w->e));
    assert_true(access_token_revoke(&w->ctx, 4711, &w->e));
    assert_int_equal(state_of(w, one, &actor), TOKEN_REVOKED);
    assert_int_equal(state_of(w, two, &actor), TOKEN_GOOD);
    struct audit_row *trail;
    assert_true(audit_list(&w->ctx, STR("access_token"), tokens[1].id, &trail, &n, &w->e));
    assert_int_equal(n, 4); /* name, role and day of the making, one revoking */
}

static void it_dies_with_the_rights_of_its_maker(void **state)
{
    struct world *w = *state;
    struct actor actor;
    struct str login = STR("head"), one = made(w, 10);
    w->ctx.actor = &w->admin;
    struct str other = made(w, 10);
    assert_true(account_password(&w->ctx, login, PASSWORD, &w->e));
    assert_int_equal(state_of(w, one, &actor), TOKEN_GOOD);
    assert_true(account_roles(&w->ctx, login, ROLE(ROLE_HEAD) | ROLE(ROLE_TEACHER), &w->e));
    assert_int_equal(state_of(w, one, &actor), TOKEN_REVOKED);
    w->ctx.actor = &w->head;
    struct str two = made(w, 10);
    w->ctx.actor = &w->admin;
    const struct account_person moved = { login, STR("Head"), 5 };
    assert_true(account_person_save(&w->ctx, login, &moved, &w->e));
    assert_int_equal(state_of(w, two, &actor), TOKEN_REVOKED);
    w->ctx.actor = &w->head;
    struct str three = made(w, 10);
    w->ctx.actor = &w->admin;
    assert_true(account_close(&w->ctx, login, true, &w->e));
    assert_int_equal(state_of(w, three, &actor), TOKEN_REVOKED);
    assert_true(account_close(&w->ctx, login, false, &w->e)); /* opened again, the person makes a new one */
    assert_int_equal(state_of(w, three, &actor), TOKEN_REVOKED);
    assert_int_equal(state_of(w, other, &actor), TOKEN_GOOD);
}

static void its_last_use_is_written_every_five_minutes(void **state)
{
    struct world *w = *state;
    struct actor actor;
    struct token *tokens;
    size_t n;
    struct str secret = made(w, 10);
    assert_int_equal(state_of(w, secret, &actor), TOKEN_GOOD);
    w->ctx.actor = &actor;
    struct access_use use = access_seen_due(&w->ctx);
    assert_int_equal(use.token_id, actor.token_id);
    assert_int_equal(use.session_id, 0);
    assert_true(access_seen(&w->ctx, use, &w->e));
    assert_int_equal(state_of(w, secret, &actor), TOKEN_GOOD);
    assert_int_equal(access_seen_due(&w->ctx).token_id, 0);
    assert_true(access_token_list(&w->ctx, &tokens, &n, &w->e));
    assert_true(tokens[0].seen_at.known && tokens[0].seen_at.is == w->ctx.now_ms);
    w->ctx.now_ms += 5 * 60000;
    assert_int_equal(access_seen_due(&w->ctx).token_id, actor.token_id);
}

static void only_a_person_makes_one(void **state)
{
    struct world *w = *state;
    struct actor program;
    struct token token = { .name = STR("More"), .role = ROLE_HEAD, .until = today(w) };
    assert_int_equal(state_of(w, made(w, 10), &program), TOKEN_GOOD);
    const struct actor *const makers[] = { &program, &actor_nobody, &actor_owner };
    for (size_t i = 0; i < COUNT(makers); i++) {
        struct err e = { 0 };
        w->ctx.actor = makers[i];
        assert_false(access_token_add(&w->ctx, &token, access_token_made(&w->ctx), &e));
        assert_int_equal(e.kind, ERR_FORBIDDEN);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_token_acts_with_its_own_role),
        TEST(the_secret_itself_is_nowhere_in_the_database),
        TEST(whatever_is_no_token_is_nobody),
        TEST(it_is_good_to_the_end_of_its_last_day),
        TEST(revoked_it_stays_revoked),
        TEST(it_dies_with_the_rights_of_its_maker),
        TEST(its_last_use_is_written_every_five_minutes),
        TEST(only_a_person_makes_one),
    };
    int failed = 0;
    for (engine = 0; engine < test_database_count(); engine++) {
        failed += cmocka_run_group_tests(tests, NULL, NULL);
    }
    return failed;
}
