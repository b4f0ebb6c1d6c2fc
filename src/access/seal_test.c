/* The seal against the published vectors of HMAC-SHA256. */
#include "access/access_in.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* RFC 4231, cases 2 (a short key) and 6 (a key longer than a block: 131 bytes of 0xaa). */
static void it_is_the_published_hmac(void **state)
{
    struct arena *a = arena_new(1 << 20);
    char *key = arena_take(a, 131, 1);
    for (size_t i = 0; i < 131; i++) {
        key[i] = (char)0xaa;
    }
    assert_true(str_is(seal_made(a, STR("Jefe"), STR("what do ya want for nothing?")),
                       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    assert_true(str_is(seal_made(a, (struct str){ key, 131 }, STR("Test Using Larger Than Block-Size Key - Hash Key First")),
                       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
    (void)state;
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(it_is_the_published_hmac) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
