/* An address on the web: https only, so that a link in a page can be nothing else. */
#include "base/json.h"
#include "base/text/text.h"
#include "base/utf8.h"
#include "register/type.h"

enum { ADDRESS_MOST = 1000 };

static bool address_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    bool spaces = str_find(typed, STR(" "), 0) < typed.len;
    if (!str_starts(typed, STR("https://")) || typed.len < 12 || typed.len > ADDRESS_MOST || spaces || !utf8_valid(typed)) {
        ret->message = text_with(ctx, T_REGISTER_NOT_ADDRESS, TEXT_ARG("typed", typed));
    } else {
        ret->value = DB_VALUE(typed);
    }
    return true;
}

static struct str address_typed(struct arena *a, const struct field *field, struct db_value value)
{
    return value.kind == DB_TEXT ? value.as.s : STR_NONE;
}

static struct str address_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    return address_typed(ctx->arena, field, value);
}

static void address_input(struct ctx *ctx, struct html *h, const struct field_input *input)
{
    struct field_input address = *input;
    address.shown.input_mode = "url";
    input_plain(ctx, h, &address);
}

static void address_schema(struct arena *a, const struct field *field, struct json *into)
{
    (void)field;
    schema_text(a, into, "type", "string");
    schema_text(a, into, "format", "uri");
}

const struct field_type ft_address = {
    .name = "address",
    .read = address_read,
    .typed = address_typed,
    .show = address_show,
    .input = address_input,
    .schema = address_schema,
};
