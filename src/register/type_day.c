/* A day, stored as ISO text: typed as people do («12.04.2022») or as machines do (2022-04-12). The filter takes a day, a
   month, a year or a school year. */
#include "base/json.h"
#include "base/text/text.h"
#include "register/type.h"

static bool day_type_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    struct day day;
    if (day_read(typed, &day)) {
        ret->value = db_from_day(ctx->arena, day);
    } else {
        ret->message = text_with(ctx, T_REGISTER_NOT_DAY, TEXT_ARG("typed", typed));
    }
    return true;
}

static struct str day_type_typed(struct arena *a, const struct field *field, struct db_value value)
{
    struct day day;
    int year, month, of_month;
    if (value.kind != DB_TEXT || !day_read(value.as.s, &day)) {
        return STR_NONE;
    }
    day_split(day, &year, &month, &of_month);
    return str_format(a, "%02d.%02d.%04d", of_month, month, year);
}

static struct str day_type_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    struct day day;
    return value.kind == DB_TEXT && day_read(value.as.s, &day) ? text_day_short(ctx->arena, ctx->lang, day) : STR_NONE;
}

static bool day_type_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str value)
{
    struct period period;
    if (!period_read(value, &period)) {
        return false;
    }
    sql_column(s, field->name, NULL);
    SQL(s, " BETWEEN ");
    sql_value(s, db_from_day(ctx->arena, period.first));
    SQL(s, " AND ");
    sql_value(s, db_from_day(ctx->arena, period.last));
    return true;
}

static void day_schema(struct arena *a, const struct field *field, struct json *into)
{
    (void)field;
    schema_text(a, into, "type", "string");
    schema_text(a, into, "format", "date");
}

const struct field_type ft_day = {
    .name = "day",
    .read = day_type_read,
    .typed = day_type_typed,
    .show = day_type_show,
    .input = input_plain,
    .filter = day_type_filter,
    .schema = day_schema,
};
