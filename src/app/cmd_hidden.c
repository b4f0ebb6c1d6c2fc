/* orientir dump, orientir routes: for tests and comparisons; orientir look: what a server lets be done apart. Not in the list
   of commands. */
#include "app/commands.h"
#include "file/look.h"

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
        printf("\t%s%s\n", route->flags & ROUTE_SLOW ? "slow" : "", route->flags & ROUTE_STATIC ? "static" : "");
    }
    return EXIT_DONE;
}

static void look_known_now(void *with, const struct look *look)
{
    const struct call *call = with;
    struct str line = look_line_known(call->arena, look);
    (void)!fwrite(line.at, 1, line.len, stdout);
    fflush(stdout);
}

/* FILE SMALL VIEW: two lines on stdout, see file/look.h. */
static int look(struct call *call)
{
    const char *paths[3];
    struct look seen;
    struct err e = { 0 };
    for (size_t i = 0; i < COUNT(paths); i++) {
        paths[i] = str_cstr(call->arena, call->arguments[i]);
    }
    look_limit_self();
    const struct look_paths at = { paths[0], paths[1], paths[2] };
    if (!look_at(call->arena, &at, look_known_now, call, &seen, &e)) {
        return complain_err(call, &e);
    }
    struct str line = look_line_made(call->arena, &seen);
    return fwrite(line.at, 1, line.len, stdout) == line.len && fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAULT;
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
const struct command command_look = {
    .name = "look",
    .arguments = T_APP_VALUE_FILE,
    .at_least = 3,
    .at_most = 3,
    .what = T_APP_LOOK_WHAT,
    .example = "orientir look photo.jpg small.jpg view.jpg",
    .run = look,
    .hidden = true,
};
