/* One line of text. White space inside is one space, so that «Школа  № 3» and «Школа № 3» are one name. Its filter is a
   choice among the values that occur. */
#include "base/json.h"
#include "base/text/text.h"
#include "base/utf8.h"
#include "register/type.h"

enum { TEXT_MOST = 2000 };

static struct str one_line(struct arena *a, struct str s)
{
    char *to = arena_take(a, s.len + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool space = s.at[i] == ' ' || s.at[i] == '\t' || s.at[i] == '\n' || s.at[i] == '\r';
        if (!space) {
            to[n++] = s.at[i];
        } else if (n && to[n - 1] != ' ') {
            to[n++] = ' ';
        }
    }
    return (struct str){ to, n };
}

static bool text_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    int64_t most = field->max ? field->max : TEXT_MOST;
    struct str s = str_trim(one_line(ctx->arena, typed));
    if (!utf8_valid(s)) {
        ret->message = text(ctx, T_REGISTER_NOT_TEXT);
    } else if ((int64_t)utf8_length(s) > most) {
        ret->message = text_with(ctx, T_REGISTER_TEXT_LONG, TEXT_ARG("n", (int64_t)utf8_length(s)), TEXT_ARG("most", most));
    } else {
        ret->value = db_from_text_or_null(s);
    }
    return true;
}

static struct str text_typed(struct arena *a, const struct field *field, struct db_value value)
{
    return value.kind == DB_TEXT ? value.as.s : STR_NONE;
}

static struct str text_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    return text_typed(ctx->arena, field, value);
}

static void text_input(struct ctx *ctx, struct html *h, const struct field_input *input)
{
    if (input->filter && input->options && !input->options->many) {
        input_select(ctx, h, input);
    } else {
        input_plain(ctx, h, input);
    }
}

const struct field_type ft_text = {
    .name = "text",
    .people_order = true,
    .words = true,
    .read = text_read,
    .typed = text_typed,
    .show = text_show,
    .input = text_input,
};
