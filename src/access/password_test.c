/* Passwords without a database: what may be one, that the hash is what it says, that its memory is given back and that no more
   than two hashes run at once. */
#include "access/access_in.h"
#include "base/clock.h"
#include "base/text/text.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h> /* after its needs */

static void a_hash_knows_its_password_and_no_other(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct err e = { 0 };
    struct str one, two;
    assert_true(password_hash(a, STR("четыре слова через пробел"), &one, &e));
    assert_true(password_hash(a, STR("четыре слова через пробел"), &two, &e));
    assert_true(str_starts(one, STR("$argon2id$v=19$m=19456,t=2,p=1$")));
    assert_false(str_equal(one, two));
    assert_true(password_matches(one, STR("четыре слова через пробел")));
    assert_false(password_matches(one, STR("четыре слова через пробе")));
    assert_false(password_matches(one, STR_NONE));
    assert_false(password_matches(STR_NONE, STR("четыре слова через пробел")));
    assert_false(password_matches(STR("no hash at all"), STR("no hash at all")));
    arena_free(a);
}

/* An unknown login must not answer faster. Measured as a ratio of medians, with room for a busy machine. */
static int64_t microseconds_of(struct str hash)
{
    int64_t best = INT64_MAX;
    for (int i = 0; i < 5; i++) {
        int64_t began = clock_steady_us();
        assert_false(password_matches(hash, STR("wrong")));
        int64_t took = clock_steady_us() - began;
        best = took < best ? took : best;
    }
    return best;
}

static void nobody_costs_as_much_as_somebody(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct err e = { 0 };
    struct str hash;
    assert_true(password_hash(a, STR("somebody’s password"), &hash, &e));
    int64_t somebody = microseconds_of(hash), nobody = microseconds_of(STR_NONE);
    assert_true(nobody * 2 > somebody && somebody * 2 > nobody);
    arena_free(a);
}

static long memory_now(const char *key)
{
    char line[200];
    long kib = 0;
    FILE *f = fopen("/proc/self/status", "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        if (strncmp(line, key, strlen(key)) == 0) {
            assert_int_equal(sscanf(line + strlen(key), "%ld", &kib), 1);
        }
    }
    fclose(f);
    return kib;
}

static void *hash_some(void *arg)
{
    struct arena *a = arena_new(1 << 20);
    struct err e = { 0 };
    struct str hash;
    for (int i = 0; i < 3; i++) {
        assert_true(password_hash(a, STR("a password among many"), &hash, &e));
    }
    arena_free(a);
    return NULL;
}

/* Eight threads at once would take 152 MiB; two take 38. */
static void a_herd_takes_the_memory_of_two_and_gives_it_back(void **state)
{
    enum { HERD = 8, TWO_KIB = 2 * 19 * 1024, ROOM_KIB = 24 * 1024 };
    pthread_t threads[HERD];
    hash_some(NULL);
    long before = memory_now("VmRSS:"), peak_before = memory_now("VmHWM:");
    for (int i = 0; i < HERD; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, hash_some, NULL), 0);
    }
    for (int i = 0; i < HERD; i++) {
        pthread_join(threads[i], NULL);
    }
    long peak = memory_now("VmHWM:");
    if (getenv("ORIENTIR_UNDER_VALGRIND")) {
        print_message("under valgrind the memory is valgrind's: the herd ran, its memory is not judged\n");
        return;
    }
    assert_true(peak < (peak_before > before + TWO_KIB ? peak_before : before + TWO_KIB) + ROOM_KIB);
    assert_true(memory_now("VmRSS:") < before + ROOM_KIB);
}

static void faults_of_passwords(void **state)
{
    static const struct {
        const char *password;
        int fault;
    } cases[] = {
        { "", T_ACCESS_PASSWORD_SHORT },
        { "семь777", T_ACCESS_PASSWORD_SHORT },
        { "восемь88", T_NONE },
        { "12345678", T_ACCESS_PASSWORD_WEAK },
        { "87654321", T_ACCESS_PASSWORD_WEAK },
        { "aaaaaaaaaa", T_ACCESS_PASSWORD_WEAK },
        { "password", T_ACCESS_PASSWORD_WEAK },
        { "metodist2", T_ACCESS_PASSWORD_WEAK },
        { "correct horse battery", T_NONE },
        { "\xff\xfe bytes", T_ACCESS_PASSWORD_LONG },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(password_fault(STR("metodist2"), str_c(cases[i].password)), cases[i].fault);
    }
    char long_one[202];
    memset(long_one, 'x', sizeof long_one);
    assert_int_equal(password_fault(STR_NONE, (struct str){ long_one, 201 }), T_ACCESS_PASSWORD_LONG);
}

static void faults_of_logins(void **state)
{
    static const char *const right[] = { "ab", "i.ivanova", "Metodist_2", "a-b" };
    static const char *const wrong[] = {
        "", "a", "иванова", "a b", "a/b", "a@b", "very-very-very-very-very-very-very-long-login"
    };
    for (size_t i = 0; i < COUNT(right); i++) {
        assert_int_equal(login_fault(str_c(right[i])), T_NONE);
    }
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(login_fault(str_c(wrong[i])), T_ACCESS_LOGIN_FAULT);
    }
}

static void a_made_password_is_a_good_one(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct str one = password_made(a), two = password_made(a);
    assert_int_equal(one.len, 19);
    assert_false(str_equal(one, two));
    assert_int_equal(password_fault(STR_NONE, one), T_NONE);
    assert_null(strpbrk(str_cstr(a, one), "01olOIi"));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hash_knows_its_password_and_no_other),
        cmocka_unit_test(nobody_costs_as_much_as_somebody),
        cmocka_unit_test(a_herd_takes_the_memory_of_two_and_gives_it_back),
        cmocka_unit_test(faults_of_passwords),
        cmocka_unit_test(faults_of_logins),
        cmocka_unit_test(a_made_password_is_a_good_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
