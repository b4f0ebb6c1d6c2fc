/* Yes, no, or not said: three states, because an unknown is not a «no». */
#include "base/json.h"
#include "base/text/text.h"
#include "base/utf8.h"
#include "register/type.h"

static bool yes_no_value(struct ctx *ctx, struct str typed, int64_t *ret_value)
{
    static const struct {
        const char *word;
        int64_t value;
    } words[] = { { "1", 1 }, { "0", 0 }, { "yes", 1 }, { "no", 0 }, { "да", 1 }, { "нет", 0 }, { "true", 1 }, { "false", 0 } };
    struct str folded = str_trim(utf8_fold(ctx->arena, typed));
    for (size_t i = 0; i < COUNT(words); i++) {
        if (str_is(folded, words[i].word)) {
            *ret_value = words[i].value;
            return true;
        }
    }
    return false;
}

static bool yes_no_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    int64_t value;
    if (yes_no_value(ctx, typed, &value)) {
        ret->value = DB_VALUE(value);
    } else {
        ret->message = text_with(ctx, T_REGISTER_NOT_CHOICE, TEXT_ARG("typed", typed), TEXT_ARG("example", text(ctx, T_YES)));
    }
    return true;
}

static struct str yes_no_typed(struct arena *a, const struct field *field, struct db_value value)
{
    return value.kind != DB_INT ? STR_NONE : value.as.i ? STR("1") : STR("0");
}

static struct str yes_no_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    return value.kind != DB_INT ? STR_NONE : text(ctx, value.as.i ? T_YES : T_NO);
}

static bool yes_no_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str value)
{
    int64_t wanted;
    if (!yes_no_value(ctx, value, &wanted)) {
        return false;
    }
    sql_column(s, field->name, NULL);
    SQL(s, " = ");
    sql_value(s, DB_VALUE(wanted));
    return true;
}

static struct json *yes_no_json(struct ctx *ctx, const struct record *r, size_t index)
{
    return json_bool(ctx->arena, r->values[index].as.i != 0);
}

static void yes_no_schema(struct arena *a, const struct field *field, struct json *into)
{
    (void)field;
    schema_text(a, into, "type", "boolean");
}

const struct field_type ft_yes_no = {
    .name = "yes or no",
    .integer = true,
    .read = yes_no_read,
    .typed = yes_no_typed,
    .show = yes_no_show,
    .input = input_select,
    .filter = yes_no_filter,
    .json = yes_no_json,
    .schema = yes_no_schema,
};
