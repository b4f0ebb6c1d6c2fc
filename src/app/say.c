/* How the command line speaks: what, where, how to mend, in the reader's language; nothing here knows a command. */
#include "app/command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void say_str(struct str line)
{
    printf("%.*s\n", (int)line.len, line.at);
    fflush(stdout);
}

void say(const struct call *call, enum text_id id)
{
    say_str(text_in(call->lang, id));
}

void say_progress(const struct call *call, enum text_id id)
{
    if (isatty(STDERR_FILENO)) {
        struct str words = text_in(call->lang, id);
        fprintf(stderr, "%.*s\n", (int)words.len, words.at);
    }
}

int complain_str(const struct call *call, struct str line)
{
    const char *name = call->command ? call->command->name : "";
    fprintf(stderr, "orientir%s%s: %.*s\n", *name ? " " : "", name, (int)line.len, line.at);
    return EXIT_USAGE;
}

int complain(const struct call *call, enum text_id id)
{
    return complain_str(call, text_in(call->lang, id));
}

bool url_is_file(struct str url)
{
    return !str_starts(url, STR("postgresql://")) && !str_starts(url, STR("postgres://"));
}

/* "postgresql://user:secret@host/base" → "postgresql://user@host/base" */
struct str url_shown(struct arena *a, struct str url)
{
    size_t scheme = str_find(url, STR("://"), 0);
    if (url_is_file(url) || scheme == url.len) {
        return url;
    }
    size_t slash = str_find(url, STR("/"), scheme + 3), at = str_find(url, STR("@"), scheme + 3);
    size_t colon = str_find(url, STR(":"), scheme + 3);
    if (at >= slash || colon >= at) {
        return url;
    }
    return str_join(a, str_part(url, 0, colon), str_part(url, at, url.len));
}

struct saying {
    enum err_kind kind;
    enum text_id what, mend;
    int code;
};

/* What each kind means to the person at the machine, and the way out of it. */
static const struct saying *saying_of(enum err_kind kind)
{
    static const struct saying sayings[] = {
        { ERR_NOT_FOUND, T_APP_ERR_NOT_FOUND, T_NONE, EXIT_USAGE },
        { ERR_FORBIDDEN, T_APP_ERR_FORBIDDEN, T_APP_MEND_FORBIDDEN, EXIT_FAULT },
        { ERR_CONFLICT, T_APP_ERR_CONFLICT, T_APP_MEND_CONFLICT, EXIT_FAULT },
        { ERR_INVALID, T_APP_ERR_INVALID, T_NONE, EXIT_USAGE },
        { ERR_TOO_BIG, T_APP_ERR_TOO_BIG, T_NONE, EXIT_FAULT },
        { ERR_BUSY, T_APP_ERR_BUSY, T_APP_MEND_BUSY, EXIT_FAULT },
        { ERR_GONE, T_APP_ERR_GONE, T_APP_MEND_GONE, EXIT_FAULT },
        { ERR_FULL, T_APP_ERR_FULL, T_APP_MEND_FULL, EXIT_FAULT },
        { ERR_NEWER, T_APP_ERR_NEWER, T_APP_MEND_NEWER, EXIT_FAULT },
        { ERR_BROKEN, T_APP_ERR_BROKEN, T_APP_MEND_BROKEN, EXIT_FAULT },
    };
    for (size_t i = 0; i < COUNT(sayings); i++) {
        if (sayings[i].kind == kind) {
            return &sayings[i];
        }
    }
    return &sayings[COUNT(sayings) - 1];
}

static void put_part(const struct call *call, enum text_id label, struct str words)
{
    if (words.len) {
        struct str word = text_in(call->lang, label);
        fprintf(stderr, "  %.*s: %.*s\n", (int)word.len, word.at, (int)words.len, words.at);
    }
}

int complain_err(const struct call *call, const struct err *e)
{
    return complain_err_at(call, e, url_shown(call->arena, call->db_url));
}

int complain_err_at(const struct call *call, const struct err *e, struct str where)
{
    const struct saying *saying = saying_of(e->kind);
    complain_str(call, text_in(call->lang, e->say ? (enum text_id)e->say : saying->what));
    put_part(call, T_APP_WHERE, where);
    if (!e->say) {
        put_part(call, T_APP_DETAILS, e->what);
        put_part(call, T_APP_DETAILS, e->hint);
        put_part(call, T_APP_MEND, saying->mend ? text_in(call->lang, saying->mend) : STR_NONE);
    }
    return saying->code;
}
