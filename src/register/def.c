/* Looking things up in declarations: fields by name, the register behind a reference, the field that names a row.
   Names come from our own tables, so a missing one is our bug; names from the address bar are asked with field_find. */
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

struct html_url register_path(struct arena *a, const struct register_def *def, int64_t id, const char *more)
{
    struct buf *b = buf_new(a, 512); /* of every row of a list, so no printf */
    BUF(b, "/");
    buf_put(b, str_c(def->name));
    if (id) {
        BUF(b, "/");
        buf_put_int(b, id);
    }
    buf_put(b, str_c(more));
    return url_own(a, buf_str(b));
}
