/* Rights and rules without a database. */
#include "access/access_in.h"
#include "base/text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h> /* after its needs */

static const struct rule rules[] = {
    { ROLE(ROLE_COORDINATOR), ROWS_OF_ORG, MAY_SEE | MAY_ADD },
    { ROLE(ROLE_TEACHER), ROWS_OWN, MAY_SEE | MAY_EDIT },
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT },
};

static void the_widest_scope_wins(void **state)
{
    struct actor both = { .account_id = 1, .roles = ROLE(ROLE_COORDINATOR) | ROLE(ROLE_TEACHER) };
    enum rows_scope scope = ROWS_ALL;
    assert_true(rule_find(rules, COUNT(rules), &both, MAY_SEE, &scope));
    assert_int_equal(scope, ROWS_OF_ORG);
    assert_true(rule_find(rules, COUNT(rules), &both, MAY_EDIT, &scope));
    assert_int_equal(scope, ROWS_OWN);
    both.roles |= ROLE(ROLE_HEAD);
    assert_true(rule_find(rules, COUNT(rules), &both, MAY_EDIT, &scope));
    assert_int_equal(scope, ROWS_ALL);
}

static void what_no_rule_allows_is_refused_and_leaves_the_scope(void **state)
{
    struct actor secretary = { .account_id = 1, .roles = ROLE(ROLE_SECRETARY) };
    enum rows_scope scope = ROWS_OWN;
    assert_false(rule_find(rules, COUNT(rules), &secretary, MAY_SEE, &scope));
    assert_false(rule_find(rules, COUNT(rules), &actor_nobody, MAY_SEE, &scope));
    assert_false(rule_find(rules, COUNT(rules), &actor_owner, MAY_REMOVE, &scope));
    assert_int_equal(scope, ROWS_OWN);
    assert_int_equal(rule_roles(rules, COUNT(rules), MAY_ADD), ROLE(ROLE_COORDINATOR) | ROLES_RECORD);
    assert_int_equal(rule_roles(rules, COUNT(rules), MAY_EXPORT), 0);
}

static void a_right_is_a_set_of_roles(void **state)
{
    struct actor head = { .account_id = 1, .roles = ROLE(ROLE_HEAD) };
    assert_true(actor_may(&head, ROLES_RECORD));
    assert_true(actor_may(&head, RIGHT_SIGNED_IN));
    assert_false(actor_may(&head, ROLE(ROLE_DIRECTOR)));
    assert_false(actor_may(&head, 0));
    assert_false(actor_may(&actor_nobody, RIGHT_SIGNED_IN));
    assert_true(actor_may(&actor_nobody, RIGHT_PUBLIC));
    assert_true(actor_may(&actor_owner, ROLE(ROLE_PSYCHOLOGIST)));
}

static void names_of_roles_read_back(void **state)
{
    struct arena *a = arena_new(1 << 20);
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        enum role read = ROLE_COUNT;
        assert_true(role_read(str_c(role_name((enum role)r)), &read));
        assert_int_equal(read, r);
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            assert_true(text_in((enum lang)lang, (enum text_id)role_text((enum role)r)).len > 0);
        }
    }
    for (role_set roles = 0; roles <= ROLES_ALL; roles++) {
        assert_int_equal(roles_read(roles_written(a, roles)), roles);
    }
    enum role unknown;
    assert_false(role_read(STR("Head"), &unknown));
    assert_false(role_read(STR_NONE, &unknown));
    assert_int_equal(roles_read(STR("head,emperor,teacher")), ROLE(ROLE_HEAD) | ROLE(ROLE_TEACHER));
    arena_free(a);
}

static void only_a_path_of_ours_comes_next(void **state)
{
    static const char *const ours[] = { "/", "/activity/7?year=2021&q=%D1%81", "/a#b" };
    static const char *const foreign[] = {
        "",    "//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", "/a\nb", "/a b", "/\t/evil.example",
        "evil"
    };
    for (size_t i = 0; i < COUNT(ours); i++) {
        assert_true(str_is(access_next(str_c(ours[i])), ours[i]));
    }
    for (size_t i = 0; i < COUNT(foreign); i++) {
        assert_true(str_is(access_next(str_c(foreign[i])), "/"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_widest_scope_wins),          cmocka_unit_test(what_no_rule_allows_is_refused_and_leaves_the_scope),
        cmocka_unit_test(a_right_is_a_set_of_roles),      cmocka_unit_test(names_of_roles_read_back),
        cmocka_unit_test(only_a_path_of_ours_comes_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
