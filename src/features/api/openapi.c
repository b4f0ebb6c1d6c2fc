/* The OpenAPI file (3.1.0), made anew at each request of the same declarations that make the routes. Words are in the language
   of the reader. */
#include "base/json.h"
#include "features/api/api_in.h"
#include "features/features_list.h"

#define ROWS "#/components/schemas/row_"

/* A text with ' for ": ours, so what cannot be read is our mistake. */
static struct json *literal(struct arena *a, struct str quoted)
{
    struct err e = { 0 };
    struct json *j;
    char *copy = arena_take(a, quoted.len + 1, 1);
    for (size_t i = 0; i < quoted.len; i++) {
        copy[i] = quoted.at[i] == '\'' ? '"' : quoted.at[i];
    }
    if (!json_read(a, (struct str){ copy, quoted.len }, &j, &e)) {
        BUG_IF(!arena_full(a)); /* without memory the whole answer is thrown away */
        return json_object(a);
    }
    return j;
}

static void put_text(struct arena *a, struct json *j, const char *key, struct str words)
{
    json_put(a, j, key, json_string(a, words));
}

static struct json *reference_to(struct arena *a, const char *what)
{
    struct json *j = json_object(a);
    put_text(a, j, "$ref", str_c(what));
    return j;
}

/* Every answer but the good one says why in the same form. */
static void put_responses(struct arena *a, struct json *operation, struct str description, struct json *schema)
{
    static const char *const failures[] = { "400", "401", "403", "404", "503" };
    struct json *responses = json_object(a), *good = json_object(a), *content = json_object(a), *media = json_object(a);
    put_text(a, good, "description", description);
    json_put(a, media, "schema", schema);
    json_put(a, content, "application/json", media);
    json_put(a, good, "content", content);
    json_put(a, responses, "200", good);
    for (size_t i = 0; i < COUNT(failures); i++) {
        json_put(a, responses, failures[i], reference_to(a, "#/components/responses/error"));
    }
    json_put(a, operation, "responses", responses);
}

static struct json *parameter(struct ctx *ctx, const char *name, const char *in, enum text_id what, struct json *schema)
{
    struct arena *a = ctx->arena;
    struct json *j = json_object(a);
    put_text(a, j, "name", str_c(name));
    put_text(a, j, "in", str_c(in));
    put_text(a, j, "description", text(ctx, what));
    json_put(a, j, "required", json_bool(a, str_is(str_c(in), "path")));
    json_put(a, j, "schema", schema);
    return j;
}

static struct json *filter_schema(struct arena *a, const struct list_parameter *p)
{
    struct json *j = json_object(a);
    put_text(a, j, "type", STR("string"));
    if (p->field && p->field->n_choices) {
        struct json *words = json_array(a);
        for (size_t i = 0; i < p->field->n_choices; i++) {
            json_add(words, json_string(a, str_c(p->field->choices[i].word)));
        }
        json_add(words, json_string(a, STR("-")));
        json_put(a, j, "enum", words);
    }
    return j;
}

static struct json *operation_new(struct ctx *ctx, struct json *paths, const char *pattern, struct str summary)
{
    struct arena *a = ctx->arena;
    struct json *item = json_object(a), *get = json_object(a);
    put_text(a, get, "summary", summary);
    json_put(a, item, "get", get);
    json_put(a, paths, pattern, item);
    return get;
}

static struct json *list_schema(struct arena *a, const struct register_def *def)
{
    return literal(a, str_format(a,
                                 "{'type': 'object', 'additionalProperties': false,"
                                 " 'required': ['register', 'title', 'year', 'count', 'per_page', 'next', 'rows'],"
                                 " 'properties': {'register': {'const': '%s'}, 'title': {'type': 'string'},"
                                 " 'year': {'type': ['integer', 'null']}, 'count': {'type': 'integer', 'minimum': 0},"
                                 " 'per_page': {'type': 'integer', 'minimum': 1}, 'next': {'type': ['string', 'null']},"
                                 " 'rows': {'type': 'array', 'items': {'$ref': '" ROWS "%s'}}}}",
                                 def->name, def->name));
}

static void put_list(struct ctx *ctx, struct json *paths, const struct register_def *def)
{
    struct arena *a = ctx->arena;
    struct list_parameter *known;
    size_t n = list_parameters(a, def, &known);
    struct json *parameters = json_array(a);
    struct json *get = operation_new(ctx, paths, str_cstr(a, str_format(a, "/%s.json", def->name)), text(ctx, def->many));
    for (size_t i = 0; i < n; i++) {
        json_add(parameters, parameter(ctx, known[i].name, "query", known[i].what, filter_schema(a, &known[i])));
    }
    put_text(a, get, "operationId", str_format(a, "%s_list", def->name));
    json_put(a, get, "parameters", parameters);
    put_responses(a, get, text(ctx, def->many), list_schema(a, def));
}

static void put_row(struct ctx *ctx, struct json *paths, const struct register_def *def)
{
    struct arena *a = ctx->arena;
    struct json *parameters = json_array(a);
    struct json *get = operation_new(ctx, paths, str_cstr(a, str_format(a, "/%s/{id}.json", def->name)), text(ctx, def->one));
    json_add(parameters, parameter(ctx, "id", "path", T_API_ID, literal(a, STR("{'type': 'integer', 'minimum': 1}"))));
    put_text(a, get, "operationId", str_format(a, "%s_row", def->name));
    json_put(a, get, "parameters", parameters);
    put_responses(a, get, text(ctx, def->one), reference_to(a, str_cstr(a, str_format(a, ROWS "%s", def->name))));
}

static void put_history(struct ctx *ctx, struct json *paths, const struct register_def *def)
{
    struct arena *a = ctx->arena;
    struct json *parameters = json_array(a);
    struct json *get = operation_new(ctx, paths, str_cstr(a, str_format(a, "/%s/{id}/history.json", def->name)),
                                     text_with(ctx, T_API_HISTORY, TEXT_ARG("of", text(ctx, def->one))));
    json_add(parameters, parameter(ctx, "id", "path", T_API_ID, literal(a, STR("{'type': 'integer', 'minimum': 1}"))));
    put_text(a, get, "operationId", str_format(a, "%s_history", def->name));
    json_put(a, get, "parameters", parameters);
    put_responses(a, get, text(ctx, T_API_HISTORY_WHAT), reference_to(a, "#/components/schemas/history"));
}

/* "/figure/{name}.json" → "figure_name" */
static struct str operation_name(struct arena *a, const char *pattern)
{
    struct buf *b = buf_new(a, 4096);
    bool gap = false;
    for (const char *p = pattern; *p && !str_is(str_c(p), ".json"); p++) {
        bool letter = (*p >= 'a' && *p <= 'z') || *p == '_';
        if (letter && gap && buf_len(b) > 0) {
            buf_put_byte(b, '_');
        }
        if (letter) {
            buf_put_byte(b, *p);
        }
        gap = !letter;
    }
    return buf_str(b);
}

static void put_page(struct ctx *ctx, struct json *paths, const struct json_page *page)
{
    struct arena *a = ctx->arena;
    struct json *parameters = json_array(a), *get = operation_new(ctx, paths, page->pattern, text(ctx, page->what));
    for (size_t i = 0; i < page->n_parameters; i++) {
        const struct json_parameter *p = &page->parameters[i];
        struct str braced = str_format(a, "{%s}", p->name), pattern = str_c(page->pattern);
        bool in_path = str_find(pattern, braced, 0) < pattern.len;
        struct json *one = parameter(ctx, p->name, in_path ? "path" : "query", p->what, literal(a, str_c(p->schema)));
        if (p->required) {
            json_get(one, "required")->kind = JSON_TRUE;
        }
        json_add(parameters, one);
    }
    put_text(a, get, "operationId", operation_name(a, page->pattern));
    json_put(a, get, "parameters", parameters);
    put_responses(a, get, text(ctx, page->what), literal(a, str_c(page->schema)));
}

static struct json *components(struct ctx *ctx)
{
    struct arena *a = ctx->arena;
    struct json *all = literal(
        a, STR("{'securitySchemes': {'token': {'type': 'http', 'scheme': 'bearer'}},"
               " 'responses': {'error': {'description': '-', 'content': {'application/json':"
               " {'schema': {'$ref': '#/components/schemas/error'}}}}},"
               " 'schemas': {'reference': {'type': 'object', 'additionalProperties': false,"
               " 'required': ['id', 'title'], 'properties': {'id': {'type': ['integer', 'null']},"
               " 'title': {'type': ['string', 'null']}}},"
               " 'period': {'type': 'object', 'additionalProperties': false,"
               " 'required': ['first', 'last', 'precision'], 'properties': {"
               " 'first': {'type': 'string', 'format': 'date'},"
               " 'last': {'type': 'string', 'format': 'date'},"
               " 'precision': {'enum': ['day', 'month', 'season', 'year', 'school year']}}},"
               " 'history': {'type': 'object', 'additionalProperties': false, 'required': ['register', 'id', 'changes'],"
               " 'properties': {'register': {'type': 'string'}, 'id': {'type': 'integer'},"
               " 'changes': {'type': 'array', 'items': {'type': 'object',"
               " 'additionalProperties': false,"
               " 'required': ['at', 'who', 'verb', 'field', 'before', 'after'], 'properties': {"
               " 'at': {'type': 'string', 'format': 'date-time'}, 'who': {'type': 'string'},"
               " 'verb': {'type': 'string'}, 'field': {'type': ['string', 'null']},"
               " 'before': {'type': ['string', 'null']}, 'after': {'type': ['string', 'null']}}}}}},"
               " 'error': {'type': 'object', 'additionalProperties': false, 'required': ['error'],"
               " 'properties': {'error': {'type': 'object', 'additionalProperties': false,"
               " 'required': ['status', 'title', 'message', 'remedy', 'request'], 'properties': {"
               " 'status': {'type': 'integer'}, 'title': {'type': 'string'},"
               " 'message': {'type': 'string'}, 'remedy': {'type': 'string'},"
               " 'request': {'type': 'string'}}}}}}}"));
    struct json *schemas = json_get(all, "schemas");
    for (size_t i = 0; i < ctx->registers->n; i++) {
        const struct register_def *def = ctx->registers->all[i];
        json_put(a, schemas, str_cstr(a, str_format(a, "row_%s", def->name)), register_schema(ctx, def));
    }
    struct json *failure = json_get(json_get(all, "responses"), "error"), *words = json_get(failure, "description");
    words->text = text(ctx, T_API_ERROR);
    return all;
}

bool api_openapi(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct arena *a = ctx->arena;
    struct json *all = json_object(a), *info = json_object(a), *paths = json_object(a);
    if (!json_asked(ctx, request, e)) {
        return false;
    }
    put_text(a, all, "openapi", STR("3.1.0"));
    put_text(a, info, "title", text(ctx, T_API_TITLE));
    put_text(a, info, "version", STR(ORIENTIR_VERSION));
    put_text(a, info, "description", text(ctx, T_API_WHAT));
    json_put(a, all, "info", info);
    json_put(a, all, "security", literal(a, STR("[{'token': []}]")));
    for (size_t i = 0; i < ctx->registers->n; i++) {
        put_list(ctx, paths, ctx->registers->all[i]);
        put_row(ctx, paths, ctx->registers->all[i]);
        put_history(ctx, paths, ctx->registers->all[i]);
    }
    for (const struct feature *const *f = features_list; *f; f++) {
        for (size_t i = 0; i < (*f)->n_json; i++) {
            put_page(ctx, paths, &(*f)->json[i]);
        }
    }
    json_put(a, all, "paths", paths);
    json_put(a, all, "components", components(ctx));
    reply_json(ctx, reply, json_write(a, all));
    return true;
}
