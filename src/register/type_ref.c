/* A reference to a row of another register: stored as its id, shown as its title, typed as id, code or title. */
#include "base/json.h"
#include "base/text/text.h"
#include "register/type.h"

static bool ref_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    return lookup_find(ctx, field, typed, ret, e);
}

static struct str ref_typed(struct arena *a, const struct field *field, struct db_value value)
{
    return value.kind == DB_INT ? str_format(a, "%lld", (long long)value.as.i) : STR_NONE;
}

static struct str ref_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    return ref_typed(ctx->arena, field, value);
}

static bool ref_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str value)
{
    int64_t id;
    if (!num_read_int(value, &id)) {
        return lookup_filter(ctx, s, field, value);
    }
    sql_column(s, field->name, NULL);
    SQL(s, " = ");
    sql_value(s, DB_VALUE(id));
    return true;
}

static struct json *ref_json(struct arena *a, const struct field *field, struct db_value value, struct str shown)
{
    struct json *j = json_object(a);
    json_put(a, j, "id", json_int(a, value.as.i));
    json_put(a, j, "title", json_string(a, shown));
    return j;
}

static void ref_input(struct ctx *ctx, struct html *h, const struct field_input *input)
{
    if (input->options && !input->options->many) {
        input_select(ctx, h, input);
    } else {
        input_plain(ctx, h, input);
    }
}

const struct field_type ft_ref = {
    .name = "reference",
    .integer = true,
    .people_order = true,
    .read = ref_read,
    .typed = ref_typed,
    .show = ref_show,
    .input = ref_input,
    .filter = ref_filter,
    .json = ref_json,
};
