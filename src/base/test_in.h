/* What the tests of this room share: an arena for each test and texts that are equal. Included by *_test.c only. */
#ifndef BASE_TEST_IN_H
#define BASE_TEST_IN_H
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static inline int setup(void **state)
{
    (void)state;
    arena = arena_new(64u << 20);
    return 0;
}

static inline int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static inline void assert_text(struct str got, const char *expected)
{
    assert_string_equal(str_cstr(arena, got), expected);
}
#endif
