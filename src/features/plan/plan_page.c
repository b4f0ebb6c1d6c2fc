/* The plan of a year by months, as it hangs on the wall: what, when, for whom, who answers, what became of it. One month of it
   by the address. Points of decisions are made here too, once each. */
#include "base/text/text.h"
#include "base/utf8.h"
#include "features/plan/plan_in.h"
#include "plan_sql.h"
#include "report/figure.h"

#include <stddef.h>

static struct str label_of(struct ctx *ctx, const char *field_name, struct str word)
{
    const struct register_def *def = register_find(ctx, STR("plan_item"));
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        for (size_t k = 0; str_is(str_c(field_name), f->name) && k < f->n_choices; k++) {
            if (str_is(word, f->choices[k].word)) {
                return text(ctx, f->choices[k].label);
            }
        }
    }
    return word;
}

struct str plan_section_shown(struct ctx *ctx, struct str section)
{
    return label_of(ctx, "section", section);
}

struct str plan_status_shown(struct ctx *ctx, struct str status)
{
    return label_of(ctx, "status", status);
}

struct str plan_mark(struct ctx *ctx, const struct plan_point *point)
{
    struct str status = plan_status_shown(ctx, point->status), more = point->reason.len ? point->reason : point->outcome;
    return str_is(point->status, "planned") ? STR_NONE
           : more.len ? str_format(ctx->arena, "%.*s: %.*s", (int)status.len, status.at, (int)more.len, more.at)
                      : status;
}

static void put_point(struct ctx *ctx, struct html *h, const struct ui_column *columns, const struct plan_point *point)
{
    struct str to = str_format(ctx->arena, "/plan_item/%lld", (long long)point->id);
    ui_row_begin(h);
    ui_cell_link(h, &columns[0], url_own(ctx->arena, to), point->title);
    ui_cell(h, &columns[1], text_period(ctx->arena, ctx->lang, plan_term(point)));
    ui_cell(h, &columns[2], point->audience);
    ui_cell(h, &columns[3], point->responsible);
    ui_cell(h, &columns[4], plan_mark(ctx, point));
    ui_row_end(h);
}

static void put_part(struct ctx *ctx, struct html *h, const struct plan_point *points, size_t n, int part)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_PLAN_ITEM_TITLE), .heads = true },
                                         { .label = text(ctx, T_PLAN_ITEM_TERM) },
                                         { .label = text(ctx, T_PLAN_ITEM_AUDIENCE) },
                                         { .label = text(ctx, T_PLAN_ITEM_RESPONSIBLE) },
                                         { .label = text(ctx, T_PLAN_MARK) } };
    struct str title = plan_part_title(ctx, ctx->year, part);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (!plan_stands_in(&points[i], ctx->year, part)) {
            continue;
        }
        if (!any) {
            HTMLF(h, "<h2>{}</h2>", title);
            ui_table_begin(h, title, columns, COUNT(columns));
        }
        any = true;
        put_point(ctx, h, columns, &points[i]);
    }
    if (any) {
        ui_table_end(h);
    }
}

/* «Выполнено 12 из 40»: each number opens to its points. */
static bool put_fact(struct ctx *ctx, struct html *h, struct err *e)
{
    static const char *const names[] = { "plan.items", "plan.done", "plan.left", "plan.outside" };
    struct html_url to[COUNT(names)];
    int64_t counts[COUNT(names)];
    for (size_t i = 0; i < COUNT(names); i++) {
        struct figure figure;
        if (!figure_read(ctx, str_c(names[i]), ctx->year, &figure, e)) {
            return false;
        }
        counts[i] = figure.value;
        to[i] = url_own(ctx->arena, str_format(ctx->arena, "/figure/%s?year=%d", names[i], ctx->year));
    }
    HTMLF(h, "<p class=\"fact-line\"><a href=\"{}\">{}</a>; <a href=\"{}\">{}</a></p>", to[1],
          text_with(ctx, T_PLAN_FACT, TEXT_ARG("done", counts[1]), TEXT_ARG("items", counts[0])), to[2],
          text_with(ctx, T_PLAN_FACT_MORE, TEXT_ARG("left", counts[2]), TEXT_ARG("outside", counts[3])));
    return true;
}

static void put_months(struct ctx *ctx, struct html *h, int chosen)
{
    ui_filter_begin(h, url_own(ctx->arena, STR("/plan")), text(ctx, T_PLAN_MONTH));
    struct ui_choice choices[PLAN_MONTHS + 1] = { { STR_NONE, text(ctx, T_PLAN_WHOLE) } };
    for (int part = 0; part < PLAN_MONTHS; part++) {
        choices[part + 1] =
            (struct ui_choice){ plan_part_month(ctx->arena, ctx->year, part), plan_part_title(ctx, ctx->year, part) };
    }
    const struct ui_field month = { .name = STR("month"),
                                    .label = text(ctx, T_PLAN_MONTH),
                                    .value = chosen < 0 ? STR_NONE : plan_part_month(ctx->arena, ctx->year, chosen) };
    ui_select(h, &month, choices, COUNT(choices));
    ui_filter_end(h, text(ctx, T_PLAN_SHOW), (struct html_url){ STR_NONE }, STR_NONE);
}

static bool put_decisions(struct ctx *ctx, struct html *h, struct err *e)
{
    struct db_table waiting;
    if (!actor_may(ctx->actor, ROLES_RECORD)) {
        return true;
    }
    if (!db_table(ctx->db, ctx->arena, &q_plan_decisions, DB_ARGS(ctx->year), &waiting, e)) {
        return false;
    }
    if (waiting.n_rows) {
        HTMLF(h, "<p class=\"hint\">{}</p>", text(ctx, T_PLAN_DECISIONS_HINT));
        ui_post_button(ctx, h, url_own(ctx->arena, STR("/plan/decisions")),
                       text_with(ctx, T_PLAN_OF_DECISIONS, TEXT_ARG("n", (int64_t)waiting.n_rows)), UI_PLAIN);
    }
    return true;
}

static struct html_safe actions(struct ctx *ctx, int chosen)
{
    struct html *h = html_new(ctx->arena, 16 * 1024);
    struct html_url word = url_own(ctx->arena, STR("/plan.docx"));
    if (chosen >= 0) {
        word = url_add(ctx->arena, word, "month", plan_part_month(ctx->arena, ctx->year, chosen));
    }
    if (actor_may(ctx->actor, ROLES_RECORD)) {
        ui_link_button(h, url_own(ctx->arena, STR("/plan_item/new")), text(ctx, T_PLAN_ADD), UI_PRIMARY);
    }
    ui_link_button(h, word, text(ctx, T_PLAN_WORD), UI_PLAIN);
    ui_link_button(h, url_own(ctx->arena, STR("/plan_item")), text(ctx, T_PLAN_LIST), UI_QUIET);
    return html_part(h);
}

bool plan_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct plan_point *points;
    size_t n;
    int chosen = plan_part_of(request_query(request, "month"), ctx->year);
    if (!plan_points_read(ctx, ctx->year, &points, &n, e)) {
        return false;
    }
    struct str years = str_format(ctx->arena, "%d-%d", ctx->year, ctx->year + 1);
    const struct page page = { .title = text_with(ctx, T_PLAN_TITLE, TEXT_ARG("years", years)),
                               .menu_path = "/plan",
                               .actions = actions(ctx, chosen) };
    struct html *h = page_begin(ctx, &page);
    if (!put_fact(ctx, h, e)) {
        return false;
    }
    put_months(ctx, h, chosen);
    if (n == 0) {
        HTMLF(h, "<p>{}</p>", text(ctx, T_PLAN_EMPTY));
    }
    for (int part = 0; part < PLAN_PARTS; part++) {
        if (chosen < 0 || part == chosen) {
            put_part(ctx, h, points, n, part);
        }
    }
    return put_decisions(ctx, h, e) && page_end(ctx, h, reply, e);
}

struct decided {
    int64_t id;
    struct str text, owner, indicator, target, precision;
    struct day first, last;
};

/* The due date as a person types a period; nothing when there is none. */
static struct str due_typed(struct arena *a, const struct decided *d)
{
    return d->first.known
               ? str_format(a, "%.*s|%.*s|%.*s", (int)day_iso(a, d->first).len, day_iso(a, d->first).at,
                            (int)day_iso(a, d->last).len, day_iso(a, d->last).at, (int)d->precision.len, d->precision.at)
               : STR_NONE;
}

static bool points_add(struct ctx *ctx, void *arg, struct err *e)
{
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct decided, id) },          { "text", DB_TEXT, offsetof(struct decided, text) },
        { "owner", DB_TEXT, offsetof(struct decided, owner) },   { "indicator", DB_TEXT, offsetof(struct decided, indicator) },
        { "target", DB_TEXT, offsetof(struct decided, target) }, { "first", DB_DAY, offsetof(struct decided, first) },
        { "last", DB_DAY, offsetof(struct decided, last) },      { "precision", DB_TEXT, offsetof(struct decided, precision) },
    };
    static const struct db_shape shape = DB_SHAPE(struct decided, columns);
    struct arena *a = ctx->arena;
    struct decided *all;
    size_t n;
    int64_t id;
    (void)arg;
    if (!db_rows(ctx->db, a, &q_plan_decisions, DB_ARGS(ctx->year), &shape, &all, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct decided *d = &all[i];
        struct str expected = d->target.len ? str_format(a, "%.*s%s%.*s", (int)d->indicator.len, d->indicator.at,
                                                         d->indicator.len ? ": " : "", (int)d->target.len, d->target.at)
                                            : d->indicator;
        const struct param pairs[] = { { STR("title"), utf8_part(d->text, 0, 500) },
                                       { STR("year"), str_format(a, "%d-%d", ctx->year, ctx->year + 1) },
                                       { STR("section"), STR("organisation") },
                                       { STR("term"), due_typed(a, d) },
                                       { STR("responsible"), d->owner },
                                       { STR("expected"), expected },
                                       { STR("decision"), str_format(a, "%lld", (long long)d->id) } };
        if (!record_add(ctx, register_find(ctx, STR("plan_item")), pairs, COUNT(pairs), &id, e)) {
            return false;
        }
    }
    return true;
}

bool plan_of_decisions(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    (void)request;
    return db_write(ctx, (struct db_lock){ "plan", ctx->year }, points_add, NULL, e) &&
           reply_see(ctx, reply, url_own(ctx->arena, STR("/plan")));
}
