/* Who may send a form: each sign of a foreign page refuses, and nothing but the session's own token is taken. */
#include "base/str.h"
#include "web/web_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct actor person = { .account_id = 5, .roles = ROLE(ROLE_TEACHER), .csrf = { "0123456789abcdef", 16 } };

static bool sent(const struct actor *actor, const char *token, const char *origin, const char *site)
{
    struct param form[] = { { STR(CSRF_FIELD), str_c(token) } };
    struct request r = { .method = METHOD_POST,
                         .host = STR("orientir.example:8080"),
                         .origin = str_c(origin),
                         .fetch_site = str_c(site),
                         .form = form,
                         .n_form = token ? 1 : 0 };
    return csrf_passes(actor, &r);
}

static void own_forms_pass(void **state)
{
    (void)state;
    assert_true(sent(&person, "0123456789abcdef", NULL, NULL));
    assert_true(sent(&person, "0123456789abcdef", "https://orientir.example:8080", "same-origin"));
    assert_true(sent(&person, "0123456789abcdef", NULL, "none"));
}

static void foreign_forms_do_not(void **state)
{
    (void)state;
    assert_false(sent(&person, NULL, NULL, NULL));
    assert_false(sent(&person, "", NULL, NULL));
    assert_false(sent(&person, "0123456789abcdeF", NULL, NULL));
    assert_false(sent(&person, "0123456789abcde", NULL, NULL));
    assert_false(sent(&person, "0123456789abcdef", "https://evil.example", NULL));
    assert_false(sent(&person, "0123456789abcdef", "https://orientir.example", NULL)); /* another port is another origin */
    assert_false(sent(&person, "0123456789abcdef", "null", NULL));
    assert_false(sent(&person, "0123456789abcdef", NULL, "cross-site"));
    assert_false(sent(&person, "0123456789abcdef", NULL, "same-site"));
}

static void before_sign_in_the_origin_decides(void **state)
{
    (void)state;
    assert_true(sent(&actor_nobody, NULL, NULL, NULL));
    assert_true(sent(&actor_nobody, NULL, "http://orientir.example:8080", "same-origin"));
    assert_false(sent(&actor_nobody, NULL, "http://evil.example", "same-origin"));
    assert_false(sent(&actor_nobody, NULL, NULL, "cross-site"));
    /* a session without a token would open every form: it is refused */
    struct actor broken = person;
    broken.csrf = STR_NONE;
    assert_false(sent(&broken, "", NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_forms_pass),
        cmocka_unit_test(foreign_forms_do_not),
        cmocka_unit_test(before_sign_in_the_origin_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
