/* orientir migrate: brings the tables up to this program; on a region's server only when its keeper says so. */
#include "app/commands.h"

static int run(struct call *call)
{
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    int code;
    say_progress(call, T_APP_MIGRATING);
    if (!call_enter(call, DB_WRITE, false, &house, &ctx, &code)) {
        return code;
    }
    if (!db_analyze(ctx.db, &e)) {
        return complain_err(call, &e);
    }
    say_with(call, T_APP_MIGRATE_DONE, TEXT_ARG("db", url_shown(call->arena, call->db_url)),
             TEXT_ARG("n", (int64_t)house.migrations[house.n_migrations - 1].number));
    return EXIT_DONE;
}

static const struct option_def options[] = { { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB } };
const struct command command_migrate = {
    .name = "migrate",
    .what = T_APP_MIGRATE_WHAT,
    .options = options,
    .n_options = COUNT(options),
    .example = "orientir migrate --db postgresql://orientir@localhost/orientir",
    .run = run,
};
