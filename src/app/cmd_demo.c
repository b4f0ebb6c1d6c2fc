/* orientir demo: a centre with the sample year and one account for each role, and beside it the town to practise on. All of it
   is one group of writes: either the whole demo stands or nothing of it. The passwords are made of secret.key and the login, so
   that the owner of the machine can be told them again, and nobody else. */
#include "app/commands.h"
#include "app/config.h"
#include "app/demo_town.h"
#include "app_sql.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "features/sample/sample.h"

#include <stdio.h>

static const enum text_id names[ROLE_COUNT] = {
    [ROLE_ADMINISTRATOR] = T_APP_DEMO_ADMINISTRATOR,
    [ROLE_DIRECTOR] = T_APP_DEMO_DIRECTOR,
    [ROLE_HEAD] = T_APP_DEMO_HEAD,
    [ROLE_METHODOLOGIST] = T_APP_DEMO_METHODOLOGIST,
    [ROLE_PSYCHOLOGIST] = T_APP_DEMO_PSYCHOLOGIST,
    [ROLE_SECRETARY] = T_APP_DEMO_SECRETARY,
    [ROLE_TEACHER] = T_APP_DEMO_TEACHER,
    [ROLE_COORDINATOR] = T_APP_DEMO_COORDINATOR,
};

/* Twelve signs of the 31 that cannot be mistaken for each other: 59 bits. */
static struct str demo_password(struct arena *a, struct str key, struct str login)
{
    static const char signs[] = "23456789abcdefghjkmnpqrstuvwxyz";
    enum { SIGNS = 12, LENGTH = 14 };
    unsigned char digest[32];
    hash_sha256(str_format(a, "demo %.*s %.*s", (int)login.len, login.at, (int)key.len, key.at), digest);
    char *at = arena_take(a, LENGTH + 1, 1);
    for (size_t i = 0, n = 0; i < LENGTH; i++) {
        at[i] = i % 5 == 4 ? '-' : signs[digest[n++] % (sizeof signs - 1)];
    }
    return (struct str){ at, LENGTH };
}

static struct str password_of(struct call *call, struct str key, enum role role)
{
    struct str given = call_value(call, "--password");
    return given.len ? given : demo_password(call->arena, key, str_c(role_name(role)));
}

/* A coordinator belongs to a school; a sample without schools leaves the account without one. */
static bool first_school(struct ctx *ctx, int64_t *ret_id, struct err *e)
{
    struct db_table table;
    if (!db_table(ctx->db, ctx->arena, &q_app_schools, DB_NO_ARGS, &table, e)) {
        return false;
    }
    *ret_id = table.n_rows ? table.values[0].as.i : 0;
    return true;
}

static bool make_accounts(struct call *call, struct ctx *ctx, struct str key, struct err *e)
{
    int64_t school, id;
    if (!first_school(ctx, &school, e)) {
        return false;
    }
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        struct str login = str_c(role_name(r));
        if (!account_add(ctx, login, text_in(LANG_RU, names[r]), password_of(call, key, r), ROLE(r),
                         r == ROLE_COORDINATOR ? school : 0, &id, e)) {
            return false;
        }
    }
    return true;
}

struct demo {
    struct call *call;
    struct str key;
    bool sample, town; /* which of the two are to be made */
    struct town_wish wish;
    struct town_made made;
};

static bool make_sample(struct ctx *ctx, const struct demo *demo, struct err *e)
{
    struct centre centre = { text_in(LANG_RU, T_APP_DEMO_CENTRE), text_in(LANG_RU, T_APP_DEMO_CENTRE_SHORT),
                             STR("Asia/Yekaterinburg"), true };
    return sample_load(ctx, e) && make_accounts(demo->call, ctx, demo->key, e) && centre_save(ctx, &centre, e);
}

static bool make_demo(struct ctx *ctx, void *arg, struct err *e)
{
    struct demo *demo = arg;
    return (!demo->sample || make_sample(ctx, demo, e)) && (!demo->town || town_make(ctx, &demo->wish, &demo->made, e));
}

static void put_padded(struct str word, size_t width)
{
    printf("%.*s", (int)word.len, word.at);
    for (size_t n = utf8_length(word); n < width; n++) {
        putchar(' ');
    }
}

static void tell_accounts(struct call *call, struct str key)
{
    say(call, T_APP_DEMO_ACCOUNTS);
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        fputs("  ", stdout);
        put_padded(text_in(call->lang, (enum text_id)role_text(r)), 34);
        put_padded(str_c(role_name(r)), 16);
        struct str password = password_of(call, key, r);
        printf("%.*s\n", (int)password.len, password.at);
    }
    fflush(stdout);
}

/* The passwords and where they open; --password names none that were made before. */
static int tell(struct call *call, struct ctx *ctx, const struct demo *demo)
{
    struct centre town;
    struct err e = { 0 };
    if (!town_find(ctx, &town, &e)) {
        return complain_err(call, &e);
    }
    if (demo->sample || !call_given(call, "--password")) {
        tell_accounts(call, demo->key);
        if (!demo->sample) {
            say(call, T_APP_DEMO_CHANGED);
        }
    }
    if (demo->town) {
        town_tell_made(call, &demo->wish, &demo->made);
    }
    if (town.id) {
        town_tell_sign_in(call, &town);
    }
    return EXIT_DONE;
}

/* What is there is left alone; what is not there yet is made. */
static int make_missing(struct call *call, struct ctx *ctx, struct demo *demo)
{
    struct centre town;
    struct err e = { 0 };
    if (!town_find(ctx, &town, &e)) {
        return complain_err(call, &e);
    }
    demo->town = !town.id && !call_given(call, "--no-town");
    if (demo->sample || demo->town) {
        say_progress(call, demo->sample ? T_APP_DEMO_LOADING : T_APP_TOWN_LOADING);
        if (!db_write(ctx, DB_NO_LOCK, make_demo, demo, &e) || !db_analyze(ctx->db, &e)) {
            return complain_err(call, &e);
        }
    }
    say_with(call, demo->sample || demo->town ? T_APP_DEMO_DONE : T_APP_DEMO_BEFORE,
             TEXT_ARG("db", url_shown(call->arena, call->db_url)));
    return tell(call, ctx, demo);
}

static int prepare(struct call *call)
{
    struct house house;
    struct ctx ctx;
    struct centre centre;
    struct err e = { 0 };
    struct demo demo = { .call = call };
    int code;
    int fault = call_given(call, "--password") ? password_fault(STR_NONE, call_value(call, "--password")) : 0;
    if (fault) {
        return complain(call, (enum text_id)fault);
    }
    say_progress(call, T_APP_MIGRATING);
    if (!call_enter(call, DB_WRITE, true, &house, &ctx, &code) || !town_wished(call, &ctx, &demo.wish, &code)) {
        return code;
    }
    if (!centre_read(&ctx, &centre, &e) || !secret_key(call->arena, call->db_url, &demo.key, &e)) {
        return complain_err(call, &e);
    }
    if (!centre.demo && centre.name.len) {
        return complain_with(call, T_APP_DEMO_REAL, TEXT_ARG("db", url_shown(call->arena, call->db_url)),
                             TEXT_ARG("centre", centre.name));
    }
    demo.sample = !centre.demo;
    return make_missing(call, &ctx, &demo);
}

/* What prepares the base ends with its own arena, so that the server does not carry it along. */
static int run(struct call *call)
{
    struct arena *whole = call->arena;
    call->arena = arena_new((size_t)512 << 20);
    int code = prepare(call);
    arena_free(call->arena);
    call->arena = whole;
    return code == EXIT_DONE && call_given(call, "--serve") ? serve_until_stopped(call) : code;
}

static const struct option_def options[] = {
    { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB },
    { "--serve", T_NONE, T_APP_OPTION_SERVE },
    { "--listen", T_APP_VALUE_LISTEN, T_APP_OPTION_LISTEN },
    { "--password", T_APP_VALUE_PASSWORD, T_APP_OPTION_DEMO_PASSWORD },
    { "--no-town", T_NONE, T_APP_OPTION_NO_TOWN },
    { "--seed", T_APP_VALUE_ID, T_APP_OPTION_SEED },
    { "--size", T_APP_VALUE_ID, T_APP_OPTION_SIZE },
    { "--today", T_APP_VALUE_DAY, T_APP_OPTION_TODAY },
};
const struct command command_demo = {
    .name = "demo",
    .what = T_APP_DEMO_WHAT,
    .options = options,
    .n_options = COUNT(options),
    .example = "orientir demo --db demo.db --serve",
    .run = run,
};
