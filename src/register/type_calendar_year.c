/* A year of the calendar, such as a cohort of graduates: a number that is never grouped nor summed. */
#include "base/json.h"
#include "base/text/text.h"
#include "register/type.h"

enum { CALENDAR_FIRST = 1990, CALENDAR_LAST = 2100 };

static bool calendar_year_value(struct str typed, int64_t *ret_year)
{
    return typed.len == 4 && num_read_int(typed, ret_year) && *ret_year >= CALENDAR_FIRST && *ret_year <= CALENDAR_LAST;
}

static bool calendar_year_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    int64_t year;
    if (calendar_year_value(typed, &year)) {
        ret->value = DB_VALUE(year);
    } else {
        ret->message = text_with(ctx, T_REGISTER_NOT_YEAR, TEXT_ARG("typed", typed));
    }
    return true;
}

static struct str calendar_year_typed(struct arena *a, const struct field *field, struct db_value value)
{
    return value.kind == DB_INT ? str_format(a, "%lld", (long long)value.as.i) : STR_NONE;
}

static struct str calendar_year_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    return calendar_year_typed(ctx->arena, field, value);
}

static bool calendar_year_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str value)
{
    int64_t year;
    if (!calendar_year_value(value, &year)) {
        return false;
    }
    sql_column(s, field->name, NULL);
    SQL(s, " = ");
    sql_value(s, DB_VALUE(year));
    return true;
}

static struct json *calendar_year_json(struct ctx *ctx, const struct record *r, size_t index)
{
    return json_int(ctx->arena, r->values[index].as.i);
}

const struct field_type ft_calendar_year = {
    .name = "calendar year",
    .integer = true,
    .read = calendar_year_read,
    .typed = calendar_year_typed,
    .show = calendar_year_show,
    .input = input_plain,
    .filter = calendar_year_filter,
    .json = calendar_year_json,
    .schema = schema_integer,
};
