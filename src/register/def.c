/* Looking things up in declarations: fields by name, the register behind a reference, the field that names a row.
   Names come from our own tables, so a missing one is our bug; names from the address bar are asked with field_find. */
#include "base/num.h"
#include "register/type.h"

#include <string.h>

const struct register_def *register_find(const struct ctx *ctx, struct str name)
{
    for (size_t i = 0; ctx->registers && i < ctx->registers->n; i++) {
        if (str_is(name, ctx->registers->all[i]->name)) {
            return ctx->registers->all[i];
        }
    }
    return NULL;
}

const struct field *field_find(const struct register_def *def, struct str name)
{
    for (size_t i = 0; i < def->n_fields; i++) {
        if (str_is(name, def->fields[i].name)) {
            return &def->fields[i];
        }
    }
    return NULL;
}

size_t field_index(const struct register_def *def, const char *name)
{
    for (size_t i = 0; i < def->n_fields; i++) {
        if (strcmp(def->fields[i].name, name) == 0) {
            return i;
        }
    }
    bug_stop(__FILE__, __LINE__, name);
}

bool identifier_valid(const char *name)
{
    size_t n = name ? strlen(name) : 0;
    return n > 0 && n <= 48 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == n &&
           !(name[0] >= '0' && name[0] <= '9');
}

bool register_has(const struct register_def *def, unsigned flag)
{
    for (size_t i = 0; i < def->n_fields; i++) {
        if (def->fields[i].flags & flag) {
            return true;
        }
    }
    return false;
}

const struct register_def *field_target(const struct ctx *ctx, const struct field *field)
{
    const struct register_def *target = register_find(ctx, str_c(field->ref));
    BUG_IF(!target);
    return target;
}

const struct field *title_field(const struct register_def *def)
{
    return &def->fields[field_index(def, def->title_field)];
}

/* Of every row of a list, so no printf; and no buf, which stops when memory is full: a form that was saved just before that
   still leads to its record. */
struct html_url register_path(struct arena *a, const struct register_def *def, int64_t id, const char *more)
{
    char room[NUM_DIGITS];
    struct str parts[] = { STR("/"), str_c(def->name), id ? STR("/") : STR_NONE, id ? num_digits(room, id) : STR_NONE,
                           str_c(more) };
    size_t len = 0;
    for (size_t i = 0; i < COUNT(parts); i++) {
        len += parts[i].len;
    }
    char *at = arena_take_unset(a, len + 1, 1);
    struct str path = { at, len };
    for (size_t i = 0; i < COUNT(parts); i++) {
        memcpy(at, parts[i].at, parts[i].len);
        at += parts[i].len;
    }
    *at = '\0';
    return url_own(a, path);
}
