/* One word of a closed list. The word is stored, its label is shown; either may be typed (imports bring labels). */
#include "base/json.h"
#include "base/text/text.h"
#include "base/utf8.h"
#include "register/type.h"

/* The choice whose word it is, else the one whose label it is in either language, for people's spelling; NULL: neither. Forms
   send words, so the labels of a long list need not be folded for each of its fields. */
static const struct choice *choice_meant(struct ctx *ctx, const struct field *field, struct str typed)
{
    for (size_t i = 0; i < field->n_choices; i++) {
        if (str_is(typed, field->choices[i].word)) {
            return &field->choices[i];
        }
    }
    struct str folded = utf8_fold(ctx->arena, typed);
    for (size_t i = 0; i < LANG_COUNT * field->n_choices; i++) {
        enum lang lang = i < field->n_choices ? ctx->lang : ctx->lang == LANG_RU ? LANG_EN : LANG_RU;
        const struct choice *choice = &field->choices[i % field->n_choices];
        if (str_equal(folded, utf8_fold(ctx->arena, text_in(lang, choice->label)))) {
            return choice;
        }
    }
    return NULL;
}

static bool choice_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    const struct choice *meant = choice_meant(ctx, field, typed);
    if (meant) {
        ret->value = DB_VALUE(str_c(meant->word));
        return true;
    }
    struct str example = field->n_choices ? text(ctx, field->choices[0].label) : STR_NONE;
    ret->message = text_with(ctx, T_REGISTER_NOT_CHOICE, TEXT_ARG("typed", typed), TEXT_ARG("example", example));
    return true;
}

static struct str choice_typed(struct arena *a, const struct field *field, struct db_value value)
{
    return value.kind == DB_TEXT ? value.as.s : STR_NONE;
}

static struct str choice_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    for (size_t i = 0; value.kind == DB_TEXT && i < field->n_choices; i++) {
        if (str_is(value.as.s, field->choices[i].word)) {
            return text(ctx, field->choices[i].label);
        }
    }
    return choice_typed(ctx->arena, field, value);
}

static struct json *choice_json(struct ctx *ctx, const struct record *r, size_t index)
{
    struct json *j = json_object(ctx->arena);
    json_put(ctx->arena, j, "key", json_string(ctx->arena, r->values[index].as.s));
    json_put(ctx->arena, j, "label", json_string(ctx->arena, r->shown[index]));
    return j;
}

static void choice_schema(struct arena *a, const struct field *field, struct json *into)
{
    struct json *all = json_object(a), *key = json_object(a), *label = json_object(a), *words = json_array(a),
                *required = json_array(a);
    for (size_t i = 0; i < field->n_choices; i++) {
        json_add(words, json_string(a, str_c(field->choices[i].word)));
    }
    json_put(a, key, "enum", words);
    schema_text(a, label, "type", "string");
    json_put(a, all, "key", key);
    json_put(a, all, "label", label);
    json_add(required, json_string(a, STR("key")));
    json_add(required, json_string(a, STR("label")));
    schema_text(a, into, "type", "object");
    json_put(a, into, "properties", all);
    json_put(a, into, "required", required);
    json_put(a, into, "additionalProperties", json_bool(a, false));
}

const struct field_type ft_choice = {
    .name = "choice",
    .read = choice_read,
    .typed = choice_typed,
    .show = choice_show,
    .input = input_select,
    .json = choice_json,
    .schema = choice_schema,
};
