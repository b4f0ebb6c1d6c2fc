/* Finding routes: literals before {…}, going back when a literal leads nowhere, methods, and what is refused at start. */
#include "base/str.h"
#include "web/web_in.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static bool nothing(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    (void)ctx;
    (void)request;
    (void)reply;
    (void)e;
    return true;
}

#define ROUTE(m, p)                                                                                                            \
    {                                                                                                                          \
        METHOD_##m, p, RIGHT_SIGNED_IN, nothing, NULL, 0                                                                       \
    }
static const struct route routes[] = {
    ROUTE(GET, "/"),
    ROUTE(GET, "/activity"),
    ROUTE(POST, "/activity"),
    ROUTE(GET, "/activity/{id}"),
    ROUTE(POST, "/activity/{id}"),
    ROUTE(GET, "/activity/{id}.json"),
    ROUTE(GET, "/activity.json"),
    ROUTE(GET, "/activity/new"),
    ROUTE(GET, "/activity/{id}/edit"),
    ROUTE(GET, "/activity/new/from/{other}"),
    ROUTE(GET, "/{page}"),
    ROUTE(GET, "/figure/{name}/{year}/rows"),
    ROUTE(POST, "/sign-out"),
    ROUTE(GET, "/a/{x}/c"),
    ROUTE(GET, "/a/b/d"),
};

static void expect(enum method method, const char *path, const char *pattern, const char *arg)
{
    struct arena *a = arena_new(1 << 20);
    const struct route_table *table = route_table_new(a, routes, COUNT(routes));
    struct request r = { .method = method, .path = str_c(path) };
    unsigned methods;
    const struct route *found = route_find(table, &r, &methods);
    if (!pattern) {
        assert_null(found);
    } else {
        if (!found) {
            fail_msg("%s found nothing", path);
        }
        assert_string_equal(found->pattern, pattern);
        assert_ptr_equal(found, r.route);
    }
    if (arg) {
        assert_true(str_is(r.path_args[0], arg));
    }
    arena_free(a);
}

static void paths_find_their_routes(void **state)
{
    (void)state;
    expect(METHOD_GET, "/", "/", NULL);
    expect(METHOD_GET, "/activity", "/activity", NULL);
    expect(METHOD_POST, "/activity", "/activity", NULL);
    expect(METHOD_GET, "/activity/7", "/activity/{id}", "7");
    expect(METHOD_GET, "/activity/new", "/activity/new", NULL);
    expect(METHOD_GET, "/activity/new/edit", "/activity/{id}/edit", "new"); /* the literal leads nowhere: go back */
    expect(METHOD_GET, "/activity/new/from/9", "/activity/new/from/{other}", "9");
    expect(METHOD_GET, "/activity.json", "/activity.json", NULL);
    expect(METHOD_GET, "/activity/7.json", "/activity/{id}.json", "7");
    expect(METHOD_GET, "/activity/a.b.json", "/activity/{id}.json", "a.b");
    expect(METHOD_GET, "/activity/.json", "/activity/{id}", ".json"); /* nothing is no row */
    expect(METHOD_GET, "/activity/{id}.json", "/activity/{id}.json", "{id}");
    expect(METHOD_GET, "/activity/7.jsonx", "/activity/{id}", "7.jsonx");
    expect(METHOD_GET, "/activity/7.json/edit", "/activity/{id}/edit", "7.json");
    expect(METHOD_GET, "/news.json", "/{page}", "news.json");
    expect(METHOD_GET, "/a/b/d", "/a/b/d", NULL);
    expect(METHOD_GET, "/a/b/c", "/a/{x}/c", "b");
    expect(METHOD_GET, "/news", "/{page}", "news");
    expect(METHOD_GET, "/{page}", "/{page}", "{page}");
    expect(METHOD_GET, "/figure/x/2021/rows", "/figure/{name}/{year}/rows", "x");
}

static void what_is_not_there(void **state)
{
    (void)state;
    expect(METHOD_GET, "/activity/", NULL, NULL);
    expect(METHOD_GET, "//", NULL, NULL);
    expect(METHOD_GET, "/activity//edit", NULL, NULL);
    expect(METHOD_GET, "/activity/7/edit/more", NULL, NULL);
    expect(METHOD_GET, "/a/b", NULL, NULL);
    expect(METHOD_GET, "/1/2/3/4/5/6/7/8/9/10", NULL, NULL);
    expect(METHOD_OTHER, "/activity", NULL, NULL);
}

static void other_methods_are_told(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    const struct route_table *table = route_table_new(a, routes, COUNT(routes));
    struct request r = { .method = METHOD_POST, .path = STR("/activity/new") };
    unsigned methods;
    assert_null(route_find(table, &r, &methods));
    assert_int_equal(methods, 1u << METHOD_GET);
    r = (struct request){ .method = METHOD_OTHER, .path = STR("/activity") };
    assert_null(route_find(table, &r, &methods));
    assert_int_equal(methods, (1u << METHOD_GET) | (1u << METHOD_POST));
    arena_free(a);
}

static bool stops(const struct route *bad, size_t n)
{
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr)) {
            _exit(1);
        }
        route_table_new(arena_new(1 << 20), bad, n);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void bad_routes_stop_the_program(void **state)
{
    (void)state;
    static const struct route without_right[] = { { METHOD_GET, "/x", 0, nothing, NULL, 0 } };
    static const struct route without_handler[] = { { METHOD_GET, "/x", RIGHT_PUBLIC, NULL, NULL, 0 } };
    static const struct route relative[] = { ROUTE(GET, "x") };
    static const struct route twice[] = { ROUTE(GET, "/x/{id}"), ROUTE(GET, "/x/{row}") };
    static const struct route holes[] = { ROUTE(GET, "/{a}/{b}/{c}/{d}/{e}") };
    assert_true(stops(without_right, 1));
    assert_true(stops(without_handler, 1));
    assert_true(stops(relative, 1));
    assert_true(stops(twice, 2));
    assert_true(stops(holes, 1));
    assert_false(stops(routes, COUNT(routes)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_find_their_routes),
        cmocka_unit_test(what_is_not_there),
        cmocka_unit_test(other_methods_are_told),
        cmocka_unit_test(bad_routes_stop_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
