/* The store: what is acknowledged is there, whole and under its hash; what failed leaves nothing; the sweeper spares the young.
   The calls that touch the disk are replaced here by ones that fail when they are told to, so that each step is tried. */
#include "base/hash.h"
#include "file/store.h"
#include "support/database.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

/* The n-th of these calls from now fails; 0: none. How many there were. */
static int fail_at, calls;
static int fail_with = ENOSPC;

static bool fails(void)
{
    calls++;
    if (fail_at && calls == fail_at) {
        errno = fail_with;
        return true;
    }
    return false;
}

ssize_t write(int file, const void *from, size_t n)
{
    if (file > 2 && fails()) { /* half of it went out before the disk was full */
        return n > 1 ? syscall(SYS_write, file, from, n / 2), -1 : -1;
    }
    return syscall(SYS_write, file, from, n);
}
int fsync(int file)
{
    return fails() ? -1 : (int)syscall(SYS_fsync, file);
}
int fdatasync(int file)
{
    return fails() ? -1 : (int)syscall(SYS_fdatasync, file);
}
int rename(const char *from, const char *to)
{
    return fails() ? -1 : (int)syscall(SYS_rename, from, to);
}
int link(const char *from, const char *to)
{
    return fails() ? -1 : (int)syscall(SYS_link, from, to);
}
int mkdir(const char *path, mode_t mode)
{
    return fails() ? -1 : (int)syscall(SYS_mkdir, path, mode);
}

struct world {
    struct arena *arena;
    struct str folder;
    struct err e;
};

static int begin(void **state)
{
    static int n;
    struct arena *a = arena_new((size_t)64 << 20);
    struct world *w = NEW(a, struct world);
    w->arena = a;
    fail_at = 0;
    w->folder = str_format(a, "%s/files-%d", test_folder(), n++);
    *state = w;
    return 0;
}

static int end(void **state)
{
    struct world *w = *state;
    fail_at = 0;
    arena_free(w->arena);
    return 0;
}

static void ok_(struct world *w, bool ok, const char *what)
{
    if (!ok) {
        fail_msg("%s: %s %.*s", what, err_kind_name(w->e.kind), (int)w->e.what.len, w->e.what.at);
    }
}
#define OK(call) ok_(w, (call), #call)

static int count_entries(struct world *w, const char *two)
{
    struct store_entry *entries;
    size_t n;
    OK(store_list(w->arena, w->folder, two, &entries, &n, &w->e));
    return (int)n;
}

static int count_parts(struct world *w)
{
    int64_t dropped;
    OK(store_parts_sweep(w->arena, w->folder, INT64_MAX, &dropped, &w->e));
    return (int)dropped;
}

static void what_is_put_is_there(void **state)
{
    struct world *w = *state;
    struct str sha, again, bytes, content = STR("a letter of a school");
    OK(store_put(w->arena, w->folder, content, &sha, &w->e));
    assert_true(str_equal(sha, hash_sha256_hex(w->arena, content)));
    OK(store_put(w->arena, w->folder, content, &again, &w->e));
    assert_true(str_equal(sha, again));
    OK(store_open(w->arena, w->folder, sha, &bytes, &w->e));
    assert_true(str_equal(bytes, content));
    char two[3] = { sha.at[0], sha.at[1], 0 };
    assert_int_equal(count_entries(w, two), 1);
    assert_int_equal(count_parts(w), 0);
    enum store_fault fault;
    OK(store_check(w->arena, w->folder, sha, (int64_t)content.len, &fault, &w->e));
    assert_int_equal(fault, STORE_SOUND);
    OK(store_check(w->arena, w->folder, sha, 3, &fault, &w->e));
    assert_int_equal(fault, STORE_LENGTH);
    struct stat there;
    assert_int_equal(stat(store_path(w->arena, w->folder, sha).at, &there), 0);
    assert_int_equal(there.st_mode & 0777, 0600);
}

static void a_damaged_file_is_told_and_mended(void **state)
{
    struct world *w = *state;
    struct str sha, bytes, content = STR("whole");
    enum store_fault fault;
    OK(store_put(w->arena, w->folder, content, &sha, &w->e));
    const char *path = store_path(w->arena, w->folder, sha).at;
    int f = open(path, O_WRONLY);
    assert_int_equal(pwrite(f, "W", 1, 0), 1);
    close(f);
    OK(store_check(w->arena, w->folder, sha, 5, &fault, &w->e));
    assert_int_equal(fault, STORE_CONTENT);
    OK(store_put(w->arena, w->folder, content, &sha, &w->e));
    OK(store_open(w->arena, w->folder, sha, &bytes, &w->e));
    assert_true(str_equal(bytes, content));
    assert_int_equal(unlink(path), 0);
    OK(store_check(w->arena, w->folder, sha, 5, &fault, &w->e));
    assert_int_equal(fault, STORE_MISSING);
    assert_false(store_open(w->arena, w->folder, sha, &bytes, &w->e));
    assert_int_equal(w->e.kind, ERR_NOT_FOUND);
}

/* Every call that touches the disk fails once: then nothing is acknowledged, no half file stands under a hash, and the next try
   succeeds. */
static void each_failure_leaves_nothing(void **state)
{
    struct world *w = *state;
    int most;
    for (int n = 1, done = 0; !done; n++) {
        struct str sha, bytes, content = str_format(w->arena, "content %d", n);
        calls = 0;
        fail_at = n;
        w->e = (struct err){ 0 };
        bool put = store_put(w->arena, w->folder, content, &sha, &w->e);
        most = calls;
        fail_at = 0;
        done = put && most < n;
        assert_true(put || w->e.kind == ERR_FULL);
        struct str name = hash_sha256_hex(w->arena, content);
        w->e = (struct err){ 0 };
        if (store_open(w->arena, w->folder, name, &bytes, &w->e)) { /* the last fsync may fail after the file stands */
            assert_true(str_equal(bytes, content));
        } else {
            assert_false(put);
        }
        assert_int_equal(count_parts(w), 0);
        w->e = (struct err){ 0 };
        OK(store_put(w->arena, w->folder, content, &sha, &w->e));
        OK(store_open(w->arena, w->folder, sha, &bytes, &w->e));
        assert_true(str_equal(bytes, content));
    }
    assert_true(most >= 4); /* write, fsync, rename, fsync of the folder */
}

static void pieces_become_a_file(void **state)
{
    struct world *w = *state;
    struct str name = STR("upload-1-7"), sha, bytes;
    int64_t size = -1;
    OK(store_part_make(w->arena, w->folder, name, &w->e));
    assert_false(store_part_make(w->arena, w->folder, name, &(struct err){ 0 }));
    OK(store_part_add(w->arena, w->folder, name, 0, STR("first "), &size, &w->e));
    OK(store_part_add(w->arena, w->folder, name, 6, STR("second"), &size, &w->e));
    assert_int_equal(size, 12);
    /* The same piece again, because its acknowledgement got lost, and one from further on. */
    assert_false(store_part_add(w->arena, w->folder, name, 6, STR("second"), &size, &w->e));
    assert_int_equal(w->e.kind, ERR_CONFLICT);
    w->e = (struct err){ 0 };
    assert_false(store_part_add(w->arena, w->folder, name, 20, STR("x"), &size, &w->e));
    w->e = (struct err){ 0 };
    OK(store_part_size(w->arena, w->folder, name, &size, &w->e));
    assert_int_equal(size, 12);
    OK(store_part_hash(w->arena, w->folder, name, &sha, &size, &w->e));
    assert_true(str_equal(sha, hash_sha256_hex(w->arena, STR("first second"))));
    OK(store_part_keep(w->arena, w->folder, name, sha, &w->e));
    OK(store_open(w->arena, w->folder, sha, &bytes, &w->e));
    assert_true(str_is(bytes, "first second"));
    OK(store_part_size(w->arena, w->folder, name, &size, &w->e)); /* until the caller has written his row */
    OK(store_part_keep(w->arena, w->folder, name, sha, &w->e));
    assert_int_equal(size, 12);
    store_part_drop(w->arena, w->folder, name);
    assert_int_equal(count_parts(w), 0);
    assert_false(store_part_size(w->arena, w->folder, name, &size, &w->e));
}

/* A piece whose write or sync fails is as if it had never come. */
static void a_piece_that_fails_leaves_nothing(void **state)
{
    struct world *w = *state;
    struct str name = STR("upload-1-8");
    int64_t size;
    OK(store_part_make(w->arena, w->folder, name, &w->e));
    OK(store_part_add(w->arena, w->folder, name, 0, STR("first"), &size, &w->e));
    for (int n = 1; n <= 2; n++) {
        calls = 0;
        fail_at = n;
        assert_false(store_part_add(w->arena, w->folder, name, 5, STR("-and-more"), &size, &w->e));
        fail_at = 0;
        assert_int_equal(w->e.kind, ERR_FULL);
        w->e = (struct err){ 0 };
        OK(store_part_size(w->arena, w->folder, name, &size, &w->e));
        assert_int_equal(size, 5);
    }
    OK(store_part_add(w->arena, w->folder, name, 5, STR("-and-more"), &size, &w->e));
    assert_int_equal(size, 14);
}

/* Keeping a whole part fails at each step: the part stays, and the next try keeps it. */
static void keeping_a_part_may_be_asked_again(void **state)
{
    struct world *w = *state;
    bool kept = false;
    for (int n = 1; !kept; n++) {
        struct str name = str_format(w->arena, "upload-2-%d", n), content = str_format(w->arena, "film %d", n), sha, bytes;
        int64_t size;
        OK(store_part_make(w->arena, w->folder, name, &w->e));
        OK(store_part_add(w->arena, w->folder, name, 0, content, &size, &w->e));
        OK(store_part_hash(w->arena, w->folder, name, &sha, &size, &w->e));
        calls = 0;
        fail_at = n;
        kept = store_part_keep(w->arena, w->folder, name, sha, &w->e);
        fail_at = 0;
        w->e = (struct err){ 0 };
        assert_true(kept == (calls < n));
        OK(store_part_keep(w->arena, w->folder, name, sha, &w->e));
        OK(store_open(w->arena, w->folder, sha, &bytes, &w->e));
        assert_true(str_equal(bytes, content));
        store_part_drop(w->arena, w->folder, name);
        assert_int_equal(count_parts(w), 0);
    }
}

/* What was put again a moment ago is spared, however old its file is. */
static void the_sweeper_spares_the_young(void **state)
{
    struct world *w = *state;
    struct str sha;
    bool dropped = true;
    struct store_entry *entries;
    size_t n;
    OK(store_put(w->arena, w->folder, STR("old"), &sha, &w->e));
    const char *path = store_path(w->arena, w->folder, sha).at;
    const struct timespec long_ago[2] = { { 1000000, 0 }, { 1000000, 0 } };
    assert_int_equal(utimensat(AT_FDCWD, path, long_ago, 0), 0);
    OK(store_put(w->arena, w->folder, STR("old"), &sha, &w->e)); /* somebody brings it again */
    OK(store_drop(w->arena, w->folder, sha, INT64_C(2000000000), &dropped, &w->e));
    assert_false(dropped);
    assert_int_equal(utimensat(AT_FDCWD, path, long_ago, 0), 0);
    char two[3] = { sha.at[0], sha.at[1], 0 };
    OK(store_list(w->arena, w->folder, two, &entries, &n, &w->e));
    assert_int_equal(n, 1);
    assert_int_equal(entries[0].touched_ms, INT64_C(1000000000));
    OK(store_drop(w->arena, w->folder, sha, INT64_C(2000000000), &dropped, &w->e));
    assert_true(dropped);
    assert_int_equal(count_entries(w, two), 0);
    OK(store_drop(w->arena, w->folder, sha, INT64_C(2000000000), &dropped, &w->e));
    assert_false(dropped);
}

static void names_are_hashes(void **state)
{
    (void)state;
    assert_true(store_name_valid(STR("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")));
    assert_false(store_name_valid(STR("0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")));
    assert_false(store_name_valid(STR("../3456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")));
    assert_false(store_name_valid(STR("0123")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_put_is_there, begin, end),
        cmocka_unit_test_setup_teardown(a_damaged_file_is_told_and_mended, begin, end),
        cmocka_unit_test_setup_teardown(each_failure_leaves_nothing, begin, end),
        cmocka_unit_test_setup_teardown(pieces_become_a_file, begin, end),
        cmocka_unit_test_setup_teardown(a_piece_that_fails_leaves_nothing, begin, end),
        cmocka_unit_test_setup_teardown(keeping_a_part_may_be_asked_again, begin, end),
        cmocka_unit_test_setup_teardown(the_sweeper_spares_the_young, begin, end),
        cmocka_unit_test(names_are_hashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
