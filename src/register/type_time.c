/* A time of the day on the wall of the centre, stored as "HH:MM", so that bytes compare as times do. */
#include "base/json.h"
#include "base/text/text.h"
#include "register/type.h"

/* «9:05», «09.05», «9-05» are what people type. */
static bool time_value(struct arena *a, struct str typed, struct str *ret_time)
{
    struct str rest = typed, head = STR_NONE;
    int64_t hours, minutes;
    const char *marks = ":.-";
    for (const char *mark = marks; *mark && rest.len == typed.len; mark++) {
        if (str_find(typed, (struct str){ mark, 1 }, 0) < typed.len) {
            (void)str_next(&rest, *mark, &head);
        }
    }
    if (rest.len != 2 || head.len == 0 || head.len > 2 || !num_read_int(head, &hours) || !num_read_int(rest, &minutes) ||
        hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
        return false;
    }
    *ret_time = str_format(a, "%02d:%02d", (int)hours, (int)minutes);
    return true;
}

static bool time_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    struct str time;
    if (time_value(ctx->arena, typed, &time)) {
        ret->value = DB_VALUE(time);
    } else {
        ret->message = text_with(ctx, T_REGISTER_NOT_TIME, TEXT_ARG("typed", typed));
    }
    return true;
}

static struct str time_typed(struct arena *a, const struct field *field, struct db_value value)
{
    return value.kind == DB_TEXT ? value.as.s : STR_NONE;
}

static struct str time_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    return time_typed(ctx->arena, field, value);
}

static bool time_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str value)
{
    struct str time;
    if (!time_value(ctx->arena, value, &time)) {
        return false;
    }
    sql_column(s, field->name, NULL);
    SQL(s, " = ");
    sql_value(s, DB_VALUE(time));
    return true;
}

static void time_schema(struct arena *a, const struct field *field, struct json *into)
{
    (void)field;
    schema_text(a, into, "type", "string");
    schema_text(a, into, "pattern", "^[0-2][0-9]:[0-5][0-9]$");
}

const struct field_type ft_time = {
    .name = "time",
    .read = time_read,
    .typed = time_typed,
    .show = time_show,
    .input = input_plain,
    .filter = time_filter,
    .schema = time_schema,
};
