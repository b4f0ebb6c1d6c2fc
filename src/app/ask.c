/* Asking the person at the terminal; without one, nothing is asked and what is missing is made or refused. */
#include "app/commands.h"
#include "app/config.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct str line_read(struct call *call)
{
    char line[1000];
    if (!fgets(line, sizeof line, stdin)) {
        return STR_NONE;
    }
    return str_copy(call->arena, str_trim(str_c(line)));
}

static void prompt_put(const struct call *call, enum text_id prompt)
{
    struct str words = text_in(call->lang, prompt);
    fprintf(stderr, "%.*s: ", (int)words.len, words.at);
    fflush(stderr);
}

struct str line_ask(struct call *call, enum text_id prompt)
{
    if (!isatty(STDIN_FILENO)) {
        return STR_NONE;
    }
    prompt_put(call, prompt);
    return line_read(call);
}

static struct str secret_ask(struct call *call, enum text_id prompt)
{
    struct termios old, quiet;
    prompt_put(call, prompt);
    if (tcgetattr(STDIN_FILENO, &old) != 0) {
        return line_read(call);
    }
    quiet = old;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    struct str secret = line_read(call);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
    fputc('\n', stderr);
    return secret;
}

bool password_ask(struct call *call, struct str *ret_password, bool *ret_made, int *ret_code)
{
    struct str file = call_value(call, "--password-file");
    struct err e = { 0 };
    *ret_made = false;
    if (file.len) {
        if (!file_read(call->arena, str_cstr(call->arena, file), 1000, ret_password, &e)) {
            complain_err_at(call, &e, file);
            *ret_code = EXIT_USAGE;
            return false;
        }
        return true;
    }
    if (isatty(STDIN_FILENO) && isatty(STDERR_FILENO)) {
        struct str first = secret_ask(call, T_APP_ASK_PASSWORD);
        if (first.len) {
            if (!str_equal(first, secret_ask(call, T_APP_ASK_PASSWORD_AGAIN))) {
                *ret_code = complain(call, T_APP_PASSWORDS_DIFFER);
                return false;
            }
            *ret_password = first;
            return true;
        }
    }
    *ret_password = password_made(call->arena);
    *ret_made = true;
    return true;
}
