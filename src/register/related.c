/* What the record holds of a row elsewhere: the registers whose rows name it, with how many, each number the list it is counted
   from; and the way to add one more. One statement counts them all. */
#include "base/text/text.h"
#include "register/type.h"

enum { MOST_RELATED = 40 /* fields of other registers that name this one; a BUG above */ };
struct related {
    const struct register_def *def;
    const struct field *field;
    int64_t count;
};

static size_t fields_naming(struct ctx *ctx, const struct register_def *target, struct related found[MOST_RELATED])
{
    size_t n = 0;
    for (size_t i = 0; i < ctx->registers->n; i++) {
        const struct register_def *def = ctx->registers->all[i];
        for (size_t k = 0; k < def->n_fields && register_may(ctx, def, MAY_SEE); k++) {
            const struct field *f = &def->fields[k];
            if (type_is_ref(f) && field_target(ctx, f) == target && (f->flags & F_FILTER) && !(f->flags & F_TOLD)) {
                BUG_IF(n == MOST_RELATED);
                found[n++] = (struct related){ def, f, 0 };
            }
        }
    }
    return n;
}

static bool count_all(struct ctx *ctx, struct str id, struct related *found, size_t n, struct err *e)
{
    struct sql *s = sql_new(ctx->arena);
    struct db_table table;
    for (size_t i = 0; i < n; i++) {
        const struct list_ask ask = { .filters = { { found[i].field->name, id } }, .n_filters = 1 };
        buf_putf(s->text, "%sSELECT %zu AS which, count(*) AS n FROM ", i ? " UNION ALL " : "", i);
        sql_name(s, found[i].def->name);
        SQL(s, " AS t");
        list_where(ctx, s, found[i].def, &ask);
    }
    if (n == 0) {
        return true;
    }
    if (!sql_rows(ctx, s, &table, e)) {
        return false;
    }
    for (size_t i = 0; i < table.n_rows; i++) {
        found[table.values[2 * i].as.i].count = table.values[2 * i + 1].as.i;
    }
    return true;
}

/* Two fields of one register may name the row («проводит», «участвует»): then the field is told too. */
static struct str words_of(struct ctx *ctx, const struct related *found, size_t n, size_t i)
{
    for (size_t k = 0; k < n; k++) {
        if (k != i && found[k].def == found[i].def) {
            return text_with(ctx, T_REGISTER_RELATED_AS, TEXT_ARG("rows", text(ctx, found[i].def->many)),
                             TEXT_ARG("field", text(ctx, found[i].field->label)));
        }
    }
    return text(ctx, found[i].def->many);
}

static struct html_safe count_part(struct ctx *ctx, const struct related *one, struct str id)
{
    struct html *part = html_new(ctx->arena, 8 * 1024);
    struct html_url to = url_add(ctx->arena, register_path(ctx->arena, one->def, 0, ""), one->field->name, id);
    if (one->def->year_field && ctx->year) {
        to = url_add(ctx->arena, to, "year", str_format(ctx->arena, "%d", ctx->year));
    }
    HTMLF(part, "<a href=\"{}\">{}</a>", to, num_count(ctx->arena, one->count, ctx->lang == LANG_RU));
    return html_part(part);
}

static void show_ways(struct ctx *ctx, struct html *h, const struct related *found, size_t n, struct str id)
{
    bool begun = false;
    for (size_t i = 0; i < n; i++) {
        if (found[i].field->type != &ft_ref || !register_may(ctx, found[i].def, MAY_ADD)) {
            continue;
        }
        if (!begun) {
            HTMLF(h, "<details class=\"related-add no-print\"><summary>{}</summary><ul>", text(ctx, T_REGISTER_RELATED_ADD));
            begun = true;
        }
        struct html_url to = url_add(ctx->arena, register_path(ctx->arena, found[i].def, 0, "/new"), found[i].field->name, id);
        HTMLF(h, "<li><a href=\"{}\">{}</a></li>", to, text(ctx, found[i].def->one));
    }
    if (begun) {
        HTML(h, "</ul></details>\n");
    }
}

bool related_show(struct ctx *ctx, struct html *h, const struct record *record, struct err *e)
{
    struct related found[MOST_RELATED];
    struct str id = str_format(ctx->arena, "%lld", (long long)record->id);
    struct ctx of = *ctx; /* rows of a row of a year are of that year, whichever is chosen above */
    if (record->def->year_field) {
        of.year = (int)record_value(record, record->def->year_field).as.i;
    }
    size_t n = fields_naming(&of, record->def, found), shown = 0;
    if (!count_all(&of, id, found, n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (found[i].count == 0) {
            continue;
        }
        if (shown++ == 0) {
            HTMLF(h, "<section id=\"related\"><h2>{}</h2>\n", text(ctx, T_REGISTER_RELATED));
            ui_facts_begin(h);
        }
        ui_fact_part(h, words_of(&of, found, n, i), count_part(&of, &found[i], id));
    }
    if (shown) {
        ui_facts_end(h);
        HTML(h, "</section>\n");
    }
    show_ways(&of, h, found, n, id);
    return true;
}
