/* orientir user: accounts from the command line, for the first days and for the day when nobody can sign in any more. */
#include "app/commands.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <stdio.h>

struct action {
    const char *name;
    size_t n_arguments; /* with the action itself */
    enum db_mode mode;
    int (*run)(struct call *call, struct ctx *ctx);
};

/* Says that it was done, or what hindered it; an unknown login is the commonest. */
static int answer(struct call *call, bool done, const struct err *e, enum text_id words)
{
    if (done) {
        say_with(call, words, TEXT_ARG("login", call->arguments[1]));
        return EXIT_DONE;
    }
    if (e->kind == ERR_NOT_FOUND) {
        return complain_with(call, T_APP_USER_UNKNOWN, TEXT_ARG("login", call->arguments[1]));
    }
    return complain_err(call, e);
}

/* "head,methodologist"; false after having said which word is no role and which words are. */
static bool roles_typed(struct call *call, struct str typed, role_set *ret_roles)
{
    role_set roles = 0;
    struct str piece, known = STR_NONE;
    enum role role;
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        known = str_format(call->arena, "%.*s%s%s", (int)known.len, known.at, r ? ", " : "", role_name(r));
    }
    while (str_next(&typed, ',', &piece)) {
        if (!role_read(str_trim(piece), &role)) {
            complain_with(call, T_APP_ROLE_UNKNOWN, TEXT_ARG("role", str_trim(piece)), TEXT_ARG("known", known));
            return false;
        }
        roles |= ROLE(role);
    }
    *ret_roles = roles;
    return true;
}

static int add(struct call *call, struct ctx *ctx)
{
    struct str name = call_value(call, "--name"), roles_given = call_value(call, "--role"), password;
    struct err e = { 0 };
    role_set roles;
    bool made;
    int code;
    int64_t organisation = 0, id;
    if (name.len == 0 || roles_given.len == 0) {
        return complain(call, T_APP_USER_ADD_MISSING);
    }
    if (call_given(call, "--organisation") && !num_read_int(call_value(call, "--organisation"), &organisation)) {
        return complain(call, T_APP_ORGANISATION_BROKEN);
    }
    if (!roles_typed(call, roles_given, &roles)) {
        return EXIT_USAGE;
    }
    if (!password_ask(call, &password, &made, &code)) {
        return code;
    }
    bool done = account_add(ctx, call->arguments[1], name, password, roles, organisation, &id, &e);
    code = answer(call, done, &e, T_APP_USER_ADDED);
    if (done && made) {
        say_with(call, T_APP_PASSWORD_MADE, TEXT_ARG("password", password));
    }
    return code;
}

static int passwd(struct call *call, struct ctx *ctx)
{
    struct str password;
    struct err e = { 0 };
    bool made;
    int code;
    struct account account;
    if (!account_get(ctx, call->arguments[1], &account, &e)) {
        return answer(call, false, &e, T_NONE);
    }
    if (!password_ask(call, &password, &made, &code)) {
        return code;
    }
    bool done = account_password(ctx, call->arguments[1], password, &e);
    code = answer(call, done, &e, T_APP_USER_PASSWORD);
    if (done && made) {
        say_with(call, T_APP_PASSWORD_MADE, TEXT_ARG("password", password));
    }
    return code;
}

static int role(struct call *call, struct ctx *ctx)
{
    struct err e = { 0 };
    role_set roles;
    if (!roles_typed(call, call->arguments[2], &roles)) {
        return EXIT_USAGE;
    }
    return answer(call, account_roles(ctx, call->arguments[1], roles, &e), &e, T_APP_USER_ROLES);
}

static int close_account(struct call *call, struct ctx *ctx)
{
    struct err e = { 0 };
    return answer(call, account_close(ctx, call->arguments[1], true, &e), &e, T_APP_USER_CLOSED);
}

static int open_account(struct call *call, struct ctx *ctx)
{
    struct err e = { 0 };
    return answer(call, account_close(ctx, call->arguments[1], false, &e), &e, T_APP_USER_OPENED);
}

static void put_padded(struct buf *b, struct str word, size_t width)
{
    buf_put(b, word);
    for (size_t n = utf8_length(word); n < width; n++) {
        buf_put_byte(b, ' ');
    }
    BUF(b, " ");
}

static int list(struct call *call, struct ctx *ctx)
{
    struct account *accounts;
    size_t n;
    struct err e = { 0 };
    if (!account_list(ctx, &accounts, &n, &e)) {
        return complain_err(call, &e);
    }
    struct buf *b = buf_new(call->arena, (size_t)16 << 20);
    for (size_t i = 0; i < n; i++) {
        const char *comma = "";
        put_padded(b, accounts[i].login, 20);
        put_padded(b, accounts[i].name, 36);
        for (unsigned r = 0; r < ROLE_COUNT; r++) {
            if (accounts[i].roles & ROLE(r)) {
                buf_putf(b, "%s%s", comma, role_name(r));
                comma = ",";
            }
        }
        if (accounts[i].closed) {
            BUF(b, "  ");
            buf_put(b, text(ctx, T_APP_USER_IS_CLOSED));
        }
        BUF(b, "\n");
    }
    struct str lines = buf_str(b);
    fwrite(lines.at, 1, lines.len, stdout);
    return EXIT_DONE;
}

static const struct action actions[] = {
    { "add", 2, DB_WRITE, add },
    { "list", 1, DB_READ, list },
    { "passwd", 2, DB_WRITE, passwd },
    { "role", 3, DB_WRITE, role },
    { "close", 2, DB_WRITE, close_account },
    { "open", 2, DB_WRITE, open_account },
};

static int run(struct call *call)
{
    struct house house;
    struct ctx ctx;
    int code;
    for (size_t i = 0; i < COUNT(actions); i++) {
        if (!str_is(call->arguments[0], actions[i].name)) {
            continue;
        }
        if (call->n_arguments != actions[i].n_arguments) {
            return complain_with(call, T_APP_USER_ARGUMENTS, TEXT_ARG("action", call->arguments[0]));
        }
        return call_enter(call, actions[i].mode, false, &house, &ctx, &code) ? actions[i].run(call, &ctx) : code;
    }
    return complain_with(call, T_APP_USER_ACTION, TEXT_ARG("action", call->arguments[0]));
}

static const struct option_def options[] = {
    { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB },
    { "--name", T_APP_VALUE_NAME, T_APP_OPTION_NAME },
    { "--role", T_APP_VALUE_ROLES, T_APP_OPTION_ROLE },
    { "--organisation", T_APP_VALUE_ID, T_APP_OPTION_ORGANISATION },
    { "--password-file", T_APP_VALUE_FILE, T_APP_OPTION_PASSWORD_FILE },
};
const struct command command_user = {
    .name = "user",
    .arguments = T_APP_USER_WORDS,
    .at_least = 1,
    .at_most = 3,
    .what = T_APP_USER_WHAT,
    .options = options,
    .n_options = COUNT(options),
    .example = "orientir user add metodist --name Methodologist --role methodologist,administrator",
    .run = run,
    .of_centre = true,
};
