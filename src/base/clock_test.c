/* Moments as programs read them. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void moments_are_written_as_iso_8601_has_them(void **state)
{
    static const struct {
        int64_t ms;
        const char *iso;
    } cases[] = {
        { 0, "1970-01-01T00:00:00Z" },
        { 999, "1970-01-01T00:00:00Z" },
        { -1, "1969-12-31T23:59:59Z" },
        { -86400000, "1969-12-31T00:00:00Z" },
        { INT64_C(951782399000), "2000-02-28T23:59:59Z" },
        { INT64_C(951782400000), "2000-02-29T00:00:00Z" },
        { INT64_C(1700000000123), "2023-11-14T22:13:20Z" },
    };
    struct arena *a = arena_new(1 << 20);
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(clock_iso(a, cases[i].ms).at, cases[i].iso);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(moments_are_written_as_iso_8601_has_them) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
