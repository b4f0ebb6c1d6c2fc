/* Text of several lines. Line ends are LF whatever the browser sends, and white space at line ends goes. */
#include "base/text/text.h"
#include "base/utf8.h"
#include "register/type.h"

enum { LONG_TEXT_MOST = 20000 };

static struct str clean_lines(struct arena *a, struct str s)
{
    char *to = arena_take(a, s.len + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '\r' && i + 1 < s.len && s.at[i + 1] == '\n') {
            continue;
        }
        char c = s.at[i] == '\r' ? '\n' : s.at[i];
        while (c == '\n' && n && (to[n - 1] == ' ' || to[n - 1] == '\t')) {
            n--;
        }
        to[n++] = c;
    }
    return str_trim((struct str){ to, n });
}

static bool long_text_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    int64_t most = field->max ? field->max : LONG_TEXT_MOST;
    struct str s = clean_lines(ctx->arena, typed);
    if (!utf8_valid(s)) {
        ret->message = text(ctx, T_REGISTER_NOT_TEXT);
    } else if ((int64_t)utf8_length(s) > most) {
        ret->message = text_with(ctx, T_REGISTER_TEXT_LONG, TEXT_ARG("n", (int64_t)utf8_length(s)), TEXT_ARG("most", most));
    } else {
        ret->value = db_from_text_or_null(s);
    }
    return true;
}

static struct str long_text_typed(struct arena *a, const struct field *field, struct db_value value)
{
    return value.kind == DB_TEXT ? value.as.s : STR_NONE;
}

static struct str long_text_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    return long_text_typed(ctx->arena, field, value);
}

const struct field_type ft_long_text = {
    .name = "long text",
    .people_order = true,
    .words = true,
    .read = long_text_read,
    .typed = long_text_typed,
    .show = long_text_show,
    .input = input_area,
};
