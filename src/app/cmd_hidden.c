/* orientir dump, orientir routes: for tests and comparisons, not in the list of commands. */
#include "app/commands.h"

#include <stdio.h>

static int dump(struct call *call)
{
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    struct str lines;
    int code;
    if (!call_enter(call, DB_READ, false, &house, &ctx, &code)) {
        return code;
    }
    if (!db_dump(ctx.db, ctx.arena, &lines, &e)) {
        return complain_err(call, &e);
    }
    return fwrite(lines.at, 1, lines.len, stdout) == lines.len && fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAULT;
}

static void put_roles(role_set right)
{
    if (right & RIGHT_PUBLIC) {
        fputs("public", stdout);
        return;
    }
    const char *comma = "";
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        if (right & ROLE(r)) {
            printf("%s%s", comma, role_name(r));
            comma = ",";
        }
    }
}

/* METHOD, path, roles, flags, one line a route, parted by tabs: what the walk of every route as every role reads. */
static int routes(struct call *call)
{
    static const char *const methods[] = { "GET", "POST", "OTHER" };
    struct house house;
    struct err e = { 0 };
    if (!house_build(call->arena, &house, &e)) {
        return complain_err(call, &e);
    }
    for (size_t i = 0; i < house.site.n_routes; i++) {
        const struct route *route = &house.site.routes[i];
        printf("%s\t%s\t", methods[route->method], route->pattern);
        put_roles(route->right);
        printf("\t%s\n", route->flags & ROUTE_SLOW ? "slow" : "");
    }
    return EXIT_DONE;
}

static const struct option_def options[] = { { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB } };
const struct command command_dump = {
    .name = "dump",
    .what = T_APP_DUMP_WHAT,
    .options = options,
    .n_options = COUNT(options),
    .example = "orientir dump --db orientir.db > orientir.jsonl",
    .run = dump,
    .hidden = true,
};
const struct command command_routes = {
    .name = "routes",
    .what = T_APP_ROUTES_WHAT,
    .example = "orientir routes",
    .run = routes,
    .hidden = true,
};
