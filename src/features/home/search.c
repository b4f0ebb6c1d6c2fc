/* The search of the frame: one question to every register the person may see, the first few rows of each and a link to the
   whole list. It uses the doers of the register core, so its rights, word forms and years are those of the lists. */
#include "base/str.h"
#include "features/home/home_in.h"
#include "register/register.h"

enum { SHOWN = 5 };

static bool searchable(const struct ctx *ctx, const struct register_def *def)
{
    enum rows_scope scope;
    if (!rule_find(def->rules, def->n_rules, ctx->actor, MAY_SEE, &scope)) {
        return false;
    }
    for (size_t i = 0; i < def->n_fields; i++) {
        if (def->fields[i].flags & F_SEARCH) {
            return true;
        }
    }
    return false;
}

static struct html_url record_url(struct ctx *ctx, const struct record *r)
{
    return url_own(ctx->arena, str_format(ctx->arena, "/%s/%lld", r->def->name, (long long)r->id));
}

static void put_found(struct ctx *ctx, struct html *h, const struct list *list, struct str what)
{
    HTMLF(h, "<section><h2>{}</h2><ul>", text(ctx, list->def->many));
    for (size_t i = 0; i < list->n; i++) {
        HTMLF(h, "<li><a href=\"{}\">{}</a></li>", record_url(ctx, &list->rows[i]), record_heading(ctx, &list->rows[i]));
    }
    HTML(h, "</ul>");
    if (list->count > (int64_t)list->n) {
        struct html_url all =
            url_add(ctx->arena, url_own(ctx->arena, str_format(ctx->arena, "/%s", list->def->name)), "q", what);
        HTMLF(h, "<p><a href=\"{}\">{}</a></p>", all, text_with(ctx, T_HOME_SEARCH_ALL, TEXT_ARG("n", list->count)));
    }
    HTML(h, "</section>\n");
}

/* Reads all registers before anything is written, because the total stands above the rows. */
static bool find_all(struct ctx *ctx, struct str what, struct list *ret_lists, size_t *ret_n, int64_t *ret_count, struct err *e)
{
    const struct register_set *set = ctx->registers;
    *ret_n = 0;
    *ret_count = 0;
    for (size_t i = 0; i < set->n; i++) {
        struct list_ask ask = { .search = what, .page = 1, .per_page = SHOWN, .bare = true };
        struct list *list = &ret_lists[*ret_n];
        if (!searchable(ctx, set->all[i])) {
            continue;
        }
        if (!list_read(ctx, set->all[i], &ask, list, e)) {
            return false;
        }
        if (list->count > 0) {
            *ret_count += list->count;
            (*ret_n)++;
        }
    }
    return true;
}

bool home_search(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct str what = str_trim(request_query(request, "q"));
    struct list *lists = NEW_ARRAY(ctx->arena, struct list, ctx->registers->n + 1);
    size_t n = 0;
    int64_t count = 0;
    if (what.len > 0 && !find_all(ctx, what, lists, &n, &count, e)) {
        return false;
    }
    const struct page page = { .title = text(ctx, T_HOME_SEARCH_TITLE),
                               .fact_line = count ? text_with(ctx, T_HOME_SEARCH_FOUND, TEXT_ARG("n", count)) : STR_NONE };
    const struct ui_field field = { .name = STR("q"),
                                    .label = text(ctx, T_HOME_SEARCH_WHAT),
                                    .hint = text(ctx, T_HOME_SEARCH_HINT),
                                    .value = what,
                                    .wide = true };
    struct html *h = page_begin(ctx, &page);
    ui_filter_begin(h, url_own(ctx->arena, STR("/search")), text(ctx, T_HOME_SEARCH_TITLE));
    ui_text(h, &field);
    ui_filter_end(h, text(ctx, T_HOME_SEARCH_DO), (struct html_url){ STR_NONE }, STR_NONE);
    if (what.len > 0 && count == 0) {
        ui_note(h, UI_WAITING, text_with(ctx, T_HOME_SEARCH_NOTHING, TEXT_ARG("what", what)));
    }
    for (size_t i = 0; i < n; i++) {
        put_found(ctx, h, &lists[i], what);
    }
    return page_end(ctx, h, reply, e);
}
