/* The search of routes against the plainest matcher there is: segment by segment over all rows. Both must find something or
   both nothing, and what was found must match. */
#include "fuzz.h"
#include "web/web_in.h"

static bool handle(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    return ctx && request && reply && e;
}

#define ROUTE(p)                                                                                                               \
    {                                                                                                                          \
        METHOD_GET, p, RIGHT_PUBLIC, handle, NULL, 0                                                                           \
    }
static const struct route routes[] = { ROUTE("/"),          ROUTE("/a"),          ROUTE("/a/{x}"),       ROUTE("/a/new"),
                                       ROUTE("/a/{x}/e"),   ROUTE("/a/new/f"),    ROUTE("/{x}"),         ROUTE("/{x}/b"),
                                       ROUTE("/b/{x}"),     ROUTE("/b/{x}/{y}"),  ROUTE("/b/c/d"),       ROUTE("/b/{x}/d/e"),
                                       ROUTE("/b/c/{y}/f"), ROUTE("/a/{x}.json"), ROUTE("/b/{x}.json/e") };

static bool matches(struct str pattern, struct str path)
{
    struct str pattern_rest = str_part(pattern, 1, pattern.len), path_rest = str_part(path, 1, path.len), want, have;
    if (pattern_rest.len == 0 || path_rest.len == 0) {
        return pattern_rest.len == path_rest.len;
    }
    for (;;) {
        bool more = str_next(&pattern_rest, '/', &want), more_path = str_next(&path_rest, '/', &have);
        if (!more || !more_path) {
            return more == more_path;
        }
        size_t tail = want.at[0] == '{' && str_ends(want, STR(".json")) ? 5 : 0;
        if (have.len <= tail || (want.at[0] != '{' && !str_equal(want, have)) || (tail && !str_ends(have, STR(".json")))) {
            return false;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(1 << 20);
    struct request r = { .method = METHOD_GET, .path = str_join(a, STR("/"), (struct str){ (const char *)data, size }) };
    unsigned methods;
    bool any = false;
    if (size <= 1000) {
        const struct route *found = route_find(route_table_new(a, routes, COUNT(routes)), &r, &methods);
        for (size_t i = 0; i < COUNT(routes); i++) {
            any = any || matches(str_c(routes[i].pattern), r.path);
        }
        BUG_IF(any != (found != NULL));
        BUG_IF(found && !matches(str_c(found->pattern), r.path));
    }
    arena_free(a);
    return 0;
}
