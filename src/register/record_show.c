/* A row on its own page: word and value. What is not known says so: «нет данных» for a number, one line for all the rest. */
#include "base/text/text.h"
#include "register/type.h"

static struct html_safe link_part(struct ctx *ctx, struct html_url to, struct str words)
{
    struct html *part = html_new(ctx->arena, 16 * 1024);
    HTMLF(part, "<a href=\"{}\">{}</a>", to, words);
    return html_part(part);
}

static struct html_safe lines_part(struct ctx *ctx, struct str lines)
{
    struct html *part = html_new(ctx->arena, 512 * 1024);
    struct str line;
    bool first = true;
    while (str_next(&lines, '\n', &line)) {
        if (!first) {
            HTML(part, "<br>");
        }
        HTMLF(part, "{}", line);
        first = false;
    }
    return html_part(part);
}

static struct html_safe no_data_part(struct ctx *ctx)
{
    struct html *part = html_new(ctx->arena, 4096);
    ui_no_data(ctx, part);
    return html_part(part);
}

static bool may_open(struct ctx *ctx, const struct register_def *def)
{
    return register_may(ctx, def, MAY_SEE);
}

static void show_value(struct ctx *ctx, struct html *h, const struct record *r, size_t i)
{
    const struct field *f = &r->def->fields[i];
    struct str label = text(ctx, f->label), shown = r->shown[i];
    if (r->values[i].kind == DB_NULL && f->type->number) {
        ui_fact_part(h, label, no_data_part(ctx));
    } else if (f->type == &ft_ref && may_open(ctx, field_target(ctx, f))) {
        ui_fact_part(h, label, link_part(ctx, register_path(ctx->arena, field_target(ctx, f), r->values[i].as.i, ""), shown));
    } else if (f->type == &ft_address) {
        ui_fact_part(h, label, link_part(ctx, url_out(ctx->arena, shown), shown));
    } else if (f->type == &ft_long_text) {
        ui_fact_part(h, label, lines_part(ctx, shown));
    } else {
        ui_fact(h, label, shown);
    }
}

/* The words of a season stand in place of its bounds already: a second line of them tells nothing. */
static bool told_as_season(const struct record *r, size_t i)
{
    for (size_t k = 0; k < r->def->n_fields; k++) {
        const char *words = r->def->fields[k].words;
        if (words && r->values[i].kind != DB_NULL && str_is(str_c(r->def->fields[i].name), words) &&
            period_of_value(r->values[k]).precision == PRECISION_SEASON) {
            return true;
        }
    }
    return false;
}

/* A number that stands in lists keeps its place and says «нет данных»; other silences are told together in one line, or a page
   of thirty fields would be half of «не указано». */
static bool shown_apart(const struct record *r, size_t i)
{
    const struct field *f = &r->def->fields[i];
    return r->values[i].kind != DB_NULL || (f->type->number && (f->flags & (F_LIST | F_SUM)));
}

void record_show(struct ctx *ctx, struct html *h, const struct record *record)
{
    struct buf *silent = buf_new(ctx->arena, 16 * 1024);
    ui_facts_begin(h);
    for (size_t i = 0; i < record->def->n_fields; i++) {
        if ((record->def->fields[i].flags & F_PRIVATE) || told_as_season(record, i)) {
            continue;
        }
        if (shown_apart(record, i)) {
            show_value(ctx, h, record, i);
        } else {
            buf_put(silent, buf_len(silent) ? STR(", ") : STR_NONE);
            buf_put(silent, text(ctx, record->def->fields[i].label));
        }
    }
    ui_facts_end(h);
    if (buf_len(silent)) {
        HTMLF(h, "<p class=\"muted\">{}</p>", text_with(ctx, T_REGISTER_SILENT, TEXT_ARG("fields", buf_str(silent))));
    }
}
