/* A school year by its first calendar year: typed «2021-2022» or 2021, shown «2021-2022». */
#include "base/json.h"
#include "base/text/text.h"
#include "register/type.h"

enum { YEAR_FIRST = 1990, YEAR_LAST = 2100 };

static bool year_value(struct str typed, int64_t *ret_year)
{
    int first;
    if (school_year_read(typed, &first)) {
        *ret_year = first;
        return first >= YEAR_FIRST && first <= YEAR_LAST;
    }
    return typed.len == 4 && num_read_int(typed, ret_year) && *ret_year >= YEAR_FIRST && *ret_year <= YEAR_LAST;
}

static bool year_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    int64_t year;
    if (year_value(typed, &year)) {
        ret->value = DB_VALUE(year);
    } else {
        ret->message = text_with(ctx, T_REGISTER_NOT_SCHOOL_YEAR, TEXT_ARG("typed", typed));
    }
    return true;
}

static struct str year_typed(struct arena *a, const struct field *field, struct db_value value)
{
    return value.kind == DB_INT ? str_format(a, "%lld-%lld", (long long)value.as.i, (long long)value.as.i + 1) : STR_NONE;
}

static struct str year_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    return year_typed(ctx->arena, field, value);
}

static bool year_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str value)
{
    int64_t year;
    if (!year_value(value, &year)) {
        return false;
    }
    sql_column(s, field->name, NULL);
    SQL(s, " = ");
    sql_value(s, DB_VALUE(year));
    return true;
}

static struct json *year_json(struct ctx *ctx, const struct record *r, size_t index)
{
    return json_int(ctx->arena, r->values[index].as.i);
}

const struct field_type ft_year = {
    .name = "school year",
    .integer = true,
    .read = year_read,
    .typed = year_typed,
    .show = year_show,
    .input = input_plain,
    .filter = year_filter,
    .json = year_json,
    .schema = schema_integer,
};
