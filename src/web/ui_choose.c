/* What the reader chooses for himself: language, year in sight, contrast, size of letters. Cookies, because it must work before
   sign-in and without a script; and a GET, because nothing of the record changes by it: the worst a foreign page can do with
   the address is to switch the reader's language, and the switch stands on every page. */
#include "web/ui_in.h"

struct reader_choice {
    const char *cookie;
    const char *values[4]; /* none: a school year */
};
static const struct reader_choice choices[UI_READER_CHOICES] = {
    [UI_LANGUAGE] = { "lang", { "ru", "en" } },
    [UI_YEAR] = { "year", { NULL } },
    [UI_CONTRAST] = { "contrast", { "normal", "more" } },
    [UI_SIZE] = { "size", { "1", "2", "3" } },
};
enum { KEEP_SECONDS = 365 * 24 * 3600 };

static bool value_known(const struct reader_choice *choice, struct str value)
{
    if (!choice->values[0]) {
        int64_t year;
        return num_read_int(value, &year) && year >= 1990 && year <= 2100;
    }
    for (size_t i = 0; i < COUNT(choice->values) && choice->values[i]; i++) {
        if (str_is(value, choice->values[i])) {
            return true;
        }
    }
    return false;
}

const char *ui_choice_cookie(enum ui_reader_choice which)
{
    return choices[which].cookie;
}

struct str ui_choice_now(const struct ctx *ctx, enum ui_reader_choice which)
{
    struct str value = ctx->request ? request_cookie(ctx->request, choices[which].cookie) : STR_NONE;
    return value_known(&choices[which], value) ? value : str_c(choices[which].values[0]);
}

struct html_url ui_here(struct ctx *ctx, const char *without)
{
    const struct request *request = ctx->request;
    if (!request) {
        return url_own(ctx->arena, STR("/"));
    }
    struct html_url here = url_own(ctx->arena, request->path);
    for (size_t i = 0; i < request->n_query; i++) {
        if (!str_is(request->query[i].name, without)) {
            here = url_add(ctx->arena, here, str_cstr(ctx->arena, request->query[i].name), request->query[i].value);
        }
    }
    return here;
}

/* Only a path of ours leads back: one slash first and then neither a slash nor a backslash. */
static bool is_own_path(struct str path)
{
    if (path.len == 0 || path.at[0] != '/') {
        return false;
    }
    return path.len == 1 || (path.at[1] != '/' && path.at[1] != '\\');
}

bool ui_choose(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    for (size_t i = 0; i < UI_READER_CHOICES; i++) {
        struct str value = request_query(request, choices[i].cookie);
        if (value_known(&choices[i], value)) {
            reply_cookie(ctx, reply, choices[i].cookie, value, KEEP_SECONDS);
        }
    }
    struct str back = request_query(request, "back");
    return reply_see(ctx, reply, url_own(ctx->arena, is_own_path(back) ? back : STR("/")));
}
