/* The cohort's page: its categories with shares, each share with its base, and what does not add up said in words. One rounding
   rule (base/num.h): one decimal; under twenty graduates «8 из 12» and no percent. */
#include "features/graduate/graduate_in.h"

enum { LEAST_BASE = 20 };

static struct str role_label(const struct ctx *ctx, struct str role)
{
    for (size_t i = 0; i < GRADUATE_ROLES; i++) {
        if (str_is(role, graduate_roles[i].word)) {
            return text(ctx, graduate_roles[i].label);
        }
    }
    return role;
}

static struct str share_of(struct ctx *ctx, struct maybe_int value, struct maybe_int total)
{
    if (!value.known || !total.known || total.is == 0) {
        return STR_NONE;
    }
    if (total.is < LEAST_BASE) {
        return text_with(ctx, T_GRADUATE_OF, TEXT_ARG("n", value.is), TEXT_ARG("of", total.is));
    }
    struct str percent = num_decimal(ctx->arena, decimal_percent(value.is, total.is, 1), ctx->lang == LANG_RU);
    return text_with(ctx, T_GRADUATE_SHARE, TEXT_ARG("percent", percent), TEXT_ARG("of", total.is));
}

static void show_category(struct ctx *ctx, struct html *h, const struct ui_column *columns, const struct graduate_category *c,
                          struct maybe_int total)
{
    ui_row_begin(h);
    ui_cell_link(h, &columns[0], url_own(ctx->arena, str_format(ctx->arena, "/graduate_category/%lld", (long long)c->id)),
                 c->title);
    ui_cell(h, &columns[1], role_label(ctx, c->role));
    struct html *count = html_new(ctx->arena, 4096);
    ui_count(ctx, count, c->value);
    ui_cell_part(h, &columns[2], html_part(count));
    ui_cell(h, &columns[3], str_is(c->role, "total") ? STR_NONE : share_of(ctx, c->value, total));
    ui_cell(h, &columns[4], c->share_as_printed);
    ui_row_end(h);
}

static void show_partition(struct ctx *ctx, struct html *h, const struct graduate_partition *p)
{
    if (p->n_parts == 0 || !p->total.known) {
        ui_note(h, UI_WAITING, text(ctx, T_GRADUATE_NO_TOTAL));
    } else if (p->n_unknown > 0) {
        ui_note(h, UI_WAITING, text_with(ctx, T_GRADUATE_PARTS_UNKNOWN, TEXT_ARG("n", (int64_t)p->n_unknown)));
    } else if (p->whole) {
        ui_note(h, UI_DONE, text_with(ctx, T_GRADUATE_WHOLE, TEXT_ARG("n", p->total.is)));
    } else if (p->unassigned.is > 0) {
        ui_note(h, UI_ATTENTION,
                text_with(ctx, T_GRADUATE_UNASSIGNED, TEXT_ARG("n", p->unassigned.is), TEXT_ARG("parts", p->parts),
                          TEXT_ARG("of", p->total.is)));
    } else {
        ui_note(h, UI_ERROR,
                text_with(ctx, T_GRADUATE_SAY_PARTS_OVER_TOTAL, TEXT_ARG("n", p->parts), TEXT_ARG("of", p->total.is)));
    }
}

void graduate_cohort_panel(struct ctx *ctx, const struct record *record, struct html *h)
{
    struct graduate_category *categories;
    size_t n;
    struct err e = { 0 };
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_GRADUATE_CATEGORIES));
    if (!graduate_categories(ctx, record->id, &categories, &n, &e)) {
        ui_note(h, UI_ERROR, text(ctx, T_GRADUATE_CANNOT_READ));
        return;
    }
    struct graduate_partition p = graduate_partition_of(categories, n);
    show_partition(ctx, h, &p);
    if (n > 0) {
        const struct ui_column columns[] = {
            { .label = text(ctx, T_GRADUATE_TITLE) },
            { .label = text(ctx, T_GRADUATE_ROLE) },
            { .label = text(ctx, T_GRADUATE_VALUE), .number = true },
            { .label = text(ctx, T_GRADUATE_SHARE_COLUMN), .number = true },
            { .label = text(ctx, T_GRADUATE_SHARE_AS_PRINTED), .number = true },
        };
        ui_table_begin(h, text(ctx, T_GRADUATE_CATEGORIES), columns, COUNT(columns));
        for (size_t i = 0; i < n; i++) {
            show_category(ctx, h, columns, &categories[i], p.total);
        }
        ui_table_end(h);
    }
    if (record_may(ctx, record, MAY_EDIT) && !str_is(record_value(record, "state").as.s, "closed")) {
        struct html_url add = url_add(ctx->arena, url_own(ctx->arena, STR("/graduate_category/new")), "cohort",
                                      str_format(ctx->arena, "%lld", (long long)record->id));
        ui_link_button(h, add, text(ctx, T_GRADUATE_ADD_CATEGORY), UI_PLAIN);
    }
}
