/* What the .json of a register holds, told by its declaration: a JSON Schema of the row, and what the query may ask. The page
   /api and the OpenAPI file are written of it, so they cannot tell another story than the answers. */
#include "base/json.h"
#include "base/text/text.h"
#include "register/type.h"

void schema_text(struct arena *a, struct json *into, const char *key, const char *word)
{
    json_put(a, into, key, json_string(a, str_c(word)));
}

void schema_integer(struct arena *a, const struct field *field, struct json *into)
{
    schema_text(a, into, "type", "integer");
    if (field->min || field->max) {
        json_put(a, into, "minimum", json_int(a, field->min));
        json_put(a, into, "maximum", json_int(a, field->max));
    }
}

/* What nobody has to fill in may be null; links are an empty list instead. */
static struct json *field_schema(struct ctx *ctx, const struct field *field)
{
    struct arena *a = ctx->arena;
    struct json *value = json_object(a), *all = value;
    if (field->type->schema) {
        field->type->schema(a, field, value);
    } else {
        schema_text(a, value, "type", "string");
    }
    if (!(field->flags & F_REQUIRED) && field->type->columns != COLUMNS_LINK) {
        struct json *either = json_array(a), *nothing = json_object(a);
        all = json_object(a);
        schema_text(a, nothing, "type", "null");
        json_add(either, value);
        json_add(either, nothing);
        json_put(a, all, "anyOf", either);
    }
    json_put(a, all, "title", json_string(a, text(ctx, field->label)));
    if (field->hint != T_NONE) {
        json_put(a, all, "description", json_string(a, text(ctx, field->hint)));
    }
    return all;
}

static struct json *number_schema(struct arena *a)
{
    struct json *j = json_object(a);
    schema_text(a, j, "type", "integer");
    json_put(a, j, "minimum", json_int(a, 1));
    return j;
}

struct json *register_schema(struct ctx *ctx, const struct register_def *def)
{
    struct arena *a = ctx->arena;
    struct json *all = json_object(a), *properties = json_object(a), *required = json_array(a);
    json_put(a, properties, "id", number_schema(a));
    json_put(a, properties, "version", number_schema(a));
    json_add(required, json_string(a, STR("id")));
    json_add(required, json_string(a, STR("version")));
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        if (!(f->flags & F_PRIVATE)) {
            json_put(a, properties, f->name, field_schema(ctx, f));
            json_add(required, json_string(a, str_c(f->name)));
        }
    }
    json_put(a, all, "title", json_string(a, text(ctx, def->one)));
    schema_text(a, all, "type", "object");
    json_put(a, all, "properties", properties);
    json_put(a, all, "required", required);
    json_put(a, all, "additionalProperties", json_bool(a, false));
    return all;
}

size_t list_parameters(struct arena *a, const struct register_def *def, struct list_parameter **ret_parameters)
{
    static const struct list_parameter own[] = {
        { "sort", NULL, T_REGISTER_ASK_SORT },
        { "page", NULL, T_REGISTER_ASK_PAGE },
        { "per_page", NULL, T_REGISTER_ASK_PER_PAGE },
        { "after", NULL, T_REGISTER_ASK_AFTER },
    };
    struct list_parameter *all = NEW_ARRAY(a, struct list_parameter, def->n_fields + COUNT(own) + 2);
    size_t n = 0;
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        bool year = def->year_field && str_is(str_c(f->name), "year"); /* it has words of its own below */
        if ((f->flags & F_FILTER) && !year) {
            all[n++] = (struct list_parameter){ f->name, f, f->label };
        }
    }
    if (def->year_field) {
        all[n++] = (struct list_parameter){ "year", NULL, T_REGISTER_ASK_YEAR };
    }
    if (register_has(def, F_SEARCH)) {
        all[n++] = (struct list_parameter){ "q", NULL, T_REGISTER_ASK_SEARCH };
    }
    for (size_t i = 0; i < COUNT(own); i++) {
        all[n++] = own[i];
    }
    *ret_parameters = all;
    return n;
}
