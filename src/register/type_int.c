/* A whole number that may be unknown: nothing typed is NULL, and 0 is a number somebody counted. */
#include "base/json.h"
#include "base/text/text.h"
#include "register/type.h"

static bool has_limits(const struct field *field)
{
    return field->min || field->max;
}

static bool int_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    int64_t n;
    if (!num_read_int(typed, &n)) {
        int64_t example = has_limits(field) && (field->max < 25 || field->min > 25) ? field->max : 25;
        ret->message = text_with(ctx, T_REGISTER_NOT_NUMBER, TEXT_ARG("typed", typed), TEXT_ARG("example", example));
    } else if (has_limits(field) && (n < field->min || n > field->max)) {
        ret->message = text_with(ctx, T_REGISTER_OUT_OF_RANGE, TEXT_ARG("low", field->min), TEXT_ARG("high", field->max),
                                 TEXT_ARG("typed", n));
    } else {
        ret->value = DB_VALUE(n);
    }
    return true;
}

static struct str int_typed(struct arena *a, const struct field *field, struct db_value value)
{
    return value.kind == DB_INT ? str_format(a, "%lld", (long long)value.as.i) : STR_NONE;
}

static struct str int_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    return value.kind == DB_INT ? num_count(ctx->arena, value.as.i, ctx->lang == LANG_RU) : STR_NONE;
}

static bool int_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str value)
{
    int64_t n;
    if (!num_read_int(value, &n)) {
        return false;
    }
    sql_column(s, field->name, NULL);
    SQL(s, " = ");
    sql_value(s, DB_VALUE(n));
    return true;
}

static void int_input(struct ctx *ctx, struct html *h, const struct field_input *input)
{
    struct field_input numeric = *input;
    numeric.shown.input_mode = "numeric";
    input_plain(ctx, h, &numeric);
}

static struct json *int_json(struct ctx *ctx, const struct record *r, size_t index)
{
    return json_int(ctx->arena, r->values[index].as.i);
}

const struct field_type ft_int = {
    .name = "int",
    .integer = true,
    .number = true,
    .read = int_read,
    .typed = int_typed,
    .show = int_show,
    .input = int_input,
    .filter = int_filter,
    .json = int_json,
    .schema = schema_integer,
};
