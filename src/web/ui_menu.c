/* The items of the left menu: those of the day stand open, the others wait in folds by subject, because a record room has some
   thirty registers and nobody finds the tenth of thirty lines. The fold of the page that is open stands open; a fold whose
   items the person may not open is not there at all. Folds are <details>: they need no script. */
#include "base/str.h"
#include "web/ui_in.h"

static const enum text_id headings[MENU_GROUPS] = {
    [MENU_HELD] = T_UI_MENU_HELD,
    [MENU_PEOPLE] = T_UI_MENU_PEOPLE,
    [MENU_PAPERS] = T_UI_MENU_PAPERS,
    [MENU_SETTING] = T_UI_MENU_SETTING,
};

static bool is_current(const struct menu_item *item, const char *current)
{
    return current && str_is(str_c(current), item->path);
}

/* How many items of the group the person may open, and whether the page belongs to one of them. */
static size_t count_group(const struct ctx *ctx, enum menu_group group, const char *current, bool *ret_has_current)
{
    size_t n = 0;
    *ret_has_current = false;
    for (size_t i = 0; i < ctx->site->n_menu; i++) {
        const struct menu_item *item = &ctx->site->menu[i];
        if (item->group == group && actor_may(ctx->actor, item->right)) {
            n++;
            *ret_has_current |= is_current(item, current);
        }
    }
    return n;
}

static void put_group(struct ctx *ctx, struct html *h, enum menu_group group, const char *current)
{
    for (size_t i = 0; i < ctx->site->n_menu; i++) {
        const struct menu_item *item = &ctx->site->menu[i];
        if (item->group != group || !actor_may(ctx->actor, item->right)) {
            continue;
        }
        struct html_url to = url_own(ctx->arena, str_c(item->path));
        if (is_current(item, current)) {
            HTMLF(h, "<li><a href=\"{}\" aria-current=\"page\">{}</a></li>", to, text(ctx, item->label));
        } else {
            HTMLF(h, "<li><a href=\"{}\">{}</a></li>", to, text(ctx, item->label));
        }
    }
}

void ui_menu_items(struct ctx *ctx, struct html *h, const char *current)
{
    HTMLF(h, "<ul><li class=\"menu-search\"><a href=\"{}\">{}</a></li>", url_own(ctx->arena, STR("/search")),
          text(ctx, T_UI_SEARCH));
    if (ctx->site) {
        put_group(ctx, h, MENU_DAY, current);
    }
    HTML(h, "</ul>");
    for (enum menu_group group = MENU_DAY + 1; ctx->site && group < MENU_GROUPS; group++) {
        bool open;
        if (count_group(ctx, group, current, &open) == 0) {
            continue;
        }
        if (open) {
            HTMLF(h, "<details class=\"menu-group\" open><summary>{}</summary><ul>", text(ctx, headings[group]));
        } else {
            HTMLF(h, "<details class=\"menu-group\"><summary>{}</summary><ul>", text(ctx, headings[group]));
        }
        put_group(ctx, h, group, current);
        HTML(h, "</ul></details>");
    }
}
