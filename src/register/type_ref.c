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

struct json *json_of_row(struct ctx *ctx, const struct field *field, int64_t id, struct str title)
{
    struct arena *a = ctx->arena;
    struct json *j = json_object(a);
    bool open = register_may(ctx, field_target(ctx, field), MAY_SEE);
    json_put(a, j, "id", open ? json_int(a, id) : json_null(a));
    json_put(a, j, "title", open ? json_string(a, title) : json_null(a));
    return j;
}

static struct json *ref_json(struct ctx *ctx, const struct record *r, size_t index)
{
    return json_of_row(ctx, &r->def->fields[index], r->values[index].as.i, r->shown[index]);
}

static void ref_input(struct ctx *ctx, struct html *h, const struct field_input *input)
{
    if (input->options && !input->options->many) {
        input_select(ctx, h, input);
    } else {
        input_plain(ctx, h, input);
    }
}

static void ref_schema(struct arena *a, const struct field *field, struct json *into)
{
    (void)field;
    schema_text(a, into, "$ref", "#/components/schemas/reference");
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
    .schema = ref_schema,
};
