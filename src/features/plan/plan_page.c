/* The page of the plan: the year, a month or a week, as a grid or a list, with how much of it is done. Points of decisions are
   made in plan_decisions.c. */
#include "base/text/text.h"
#include "base/utf8.h"
#include "features/pdf/pdf.h"
#include "features/plan/plan_in.h"
#include "plan_sql.h"
#include "report/figure.h"

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

struct str plan_mark(struct ctx *ctx, const struct plan_place *place)
{
    const struct plan_point *point = place->point;
    struct str status = plan_status_shown(ctx, point->status), more = point->reason.len ? point->reason : point->outcome;
    if (str_is(point->status, "planned")) {
        return STR_NONE;
    }
    if (place->moved_here) {
        status = text_with(ctx, T_PLAN_MOVED_FROM, TEXT_ARG("term", text_period(ctx->arena, ctx->lang, plan_term(point))));
    } else if (str_is(point->status, "moved") && point->moved_first.known) {
        struct period to = { point->moved_first, point->moved_last, PRECISION_NONE };
        if (precision_read(point->moved_precision, &to.precision)) {
            status = text_with(ctx, T_PLAN_MOVED_TO, TEXT_ARG("term", text_period(ctx->arena, ctx->lang, to)));
        }
    }
    return more.len ? str_format(ctx->arena, "%.*s: %.*s", (int)status.len, status.at, (int)more.len, more.at) : status;
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

static void put_months(struct ctx *ctx, struct html *h, const struct plan_view *view)
{
    ui_filter_begin(h, url_own(ctx->arena, STR("/plan")), text(ctx, T_PLAN_MONTH));
    struct ui_choice choices[PLAN_MONTHS + 1] = { { STR_NONE, text(ctx, T_PLAN_WHOLE) } };
    for (int part = 0; part < PLAN_MONTHS; part++) {
        choices[part + 1] =
            (struct ui_choice){ plan_part_month(ctx->arena, view->year, part), plan_part_title(ctx, view->year, part) };
    }
    const struct ui_field month = { .name = STR("month"),
                                    .label = text(ctx, T_PLAN_MONTH),
                                    .value = view->span == PLAN_SPAN_YEAR
                                                 ? STR_NONE
                                                 : plan_part_month(ctx->arena, view->year, view->part) };
    ui_select(h, &month, choices, COUNT(choices));
    ui_filter_end(h, text(ctx, T_PLAN_SHOW), (struct html_url){ STR_NONE }, STR_NONE);
}

static void put_spans(struct ctx *ctx, struct html *h, const struct plan_view *view)
{
    static const enum text_id labels[] = { T_PLAN_YEAR_VIEW, T_PLAN_MONTH_VIEW, T_PLAN_WEEK_VIEW };
    struct ui_tab tabs[COUNT(labels)];
    for (size_t i = 0; i < COUNT(labels); i++) {
        struct plan_view other = *view;
        other.span = (enum plan_span)i;
        other.grid = view->span == other.span ? view->grid : other.span != PLAN_SPAN_YEAR;
        tabs[i] = (struct ui_tab){ text(ctx, labels[i]), plan_view_url(ctx, "/plan", &other), view->span == other.span };
    }
    ui_tabs(ctx, h, tabs, COUNT(tabs));
}

/* The view so many weeks or months on; beyond the year it is of the next one. */
static struct plan_view beside(const struct plan_view *view, int steps)
{
    struct plan_view other = *view;
    if (view->span == PLAN_SPAN_WEEK) {
        other.monday.n += steps * PLAN_WEEK;
        int first = plan_year_at(other.monday), last = plan_year_at(plan_week(other.monday).last);
        other.year = view->year < first ? first : view->year > last ? last : view->year;
    } else {
        other.part = (view->part + steps + PLAN_MONTHS) % PLAN_MONTHS;
        other.year = view->part + steps < 0 ? view->year - 1 : view->part + steps >= PLAN_MONTHS ? view->year + 1 : view->year;
    }
    return other;
}

static struct str beside_words(struct ctx *ctx, const struct plan_view *view)
{
    return view->span == PLAN_SPAN_WEEK ? plan_days_words(ctx, view->monday, plan_week(view->monday).last)
                                        : plan_part_title(ctx, view->year, view->part);
}

static void put_steps(struct ctx *ctx, struct html *h, const struct plan_view *view)
{
    struct plan_view before = beside(view, -1), after = beside(view, 1), now = *view, other = *view;
    bool week = view->span == PLAN_SPAN_WEEK;
    HTMLF(h, "<nav class=\"plan-steps no-print\" aria-label=\"{}\">", text(ctx, T_PLAN_STEPS));
    if (view->span != PLAN_SPAN_YEAR) {
        HTMLF(h, "<a rel=\"prev\" href=\"{}\">← {}</a>", plan_view_url(ctx, "/plan", &before), beside_words(ctx, &before));
        now.year = plan_year_at(view->today);
        now.part = plan_part_at(view->today, now.year);
        now.monday = plan_monday(view->today);
        if (week ? now.monday.n != view->monday.n : now.part != view->part || now.year != view->year) {
            HTMLF(h, "<a href=\"{}\">{}</a>", plan_view_url(ctx, "/plan", &now),
                  text(ctx, week ? T_PLAN_THIS_WEEK : T_PLAN_THIS_MONTH));
        }
        HTMLF(h, "<a rel=\"next\" href=\"{}\">{} →</a>", plan_view_url(ctx, "/plan", &after), beside_words(ctx, &after));
    }
    other.grid = !view->grid;
    HTMLF(h, "<a class=\"plan-switch\" href=\"{}\">{}</a></nav>\n", plan_view_url(ctx, "/plan", &other),
          text(ctx, view->grid ? T_PLAN_AS_LIST : T_PLAN_AS_GRID));
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
        HTMLF(h, "<div class=\"no-print\"><p class=\"hint\">{}</p>", text(ctx, T_PLAN_DECISIONS_HINT));
        ui_post_button(ctx, h, url_own(ctx->arena, STR("/plan/decisions")),
                       text_with(ctx, T_PLAN_OF_DECISIONS, TEXT_ARG("n", (int64_t)waiting.n_rows)), UI_PLAIN);
        HTML(h, "</div>\n");
    }
    return true;
}

/* The paper is the same whether the page is a grid or a list. */
static struct html_safe actions(struct ctx *ctx, const struct plan_view *view)
{
    struct html *h = html_new(ctx->arena, 16 * 1024);
    struct plan_view paper = *view;
    paper.grid = view->span != PLAN_SPAN_YEAR;
    if (actor_may(ctx->actor, ROLES_RECORD)) {
        ui_link_button(h, url_own(ctx->arena, STR("/plan_item/new")), text(ctx, T_PLAN_ADD), UI_PRIMARY);
    }
    ui_link_button(h, plan_view_url(ctx, "/plan.docx", &paper), text(ctx, T_PLAN_WORD), UI_PLAIN);
    pdf_button(ctx, h, plan_view_url(ctx, "/plan/pdf", &paper));
    ui_link_button(h, url_own(ctx->arena, STR("/plan_item")), text(ctx, T_PLAN_LIST), UI_QUIET);
    return html_part(h);
}

/* Nothing stands on the days: what to do, and where the next of them is. */
static void put_bare(struct ctx *ctx, struct html *h, const struct plan_shown *shown)
{
    const struct plan_place *next = NULL;
    int32_t after = plan_week(shown->view.monday).last.n;
    for (size_t i = 0; i < shown->n_places; i++) {
        const struct plan_place *place = &shown->places[i];
        bool later = plan_on_day(place->term, place->term.first) && place->term.first.n > after;
        next = later && (!next || place->term.first.n < next->term.first.n) ? place : next;
    }
    struct html_url add = url_add(ctx->arena, url_own(ctx->arena, STR("/plan_item/new")), "term",
                                  text_day_short(ctx->arena, LANG_RU, shown->view.monday));
    add = url_add(ctx->arena, add, "year", str_format(ctx->arena, "%d", shown->view.year));
    ui_empty(h, text(ctx, T_PLAN_WEEK_EMPTY), actor_may(ctx->actor, ROLES_RECORD) ? add : (struct html_url){ STR_NONE },
             text(ctx, T_PLAN_ADD));
    if (next) {
        struct plan_view week = shown->view;
        week.monday = plan_monday(next->term.first);
        HTMLF(h, "<p class=\"no-print\"><a href=\"{}\">{}</a></p>", plan_view_url(ctx, "/plan", &week),
              text_with(ctx, T_PLAN_NEXT_WEEK, TEXT_ARG("day", plan_day_words(ctx, next->term.first)),
                        TEXT_ARG("title", next->point->title)));
    }
}

static bool is_bare(const struct plan_shown *shown)
{
    bool any = shown->view.span != PLAN_SPAN_WEEK || shown->held.n_facts > 0;
    for (size_t i = 0; !any && i < shown->n_places; i++) {
        any = plan_stands_in_week(shown->places[i].term, shown->view.monday) == PLAN_WEEK_DAYS;
    }
    return !any;
}

static void put_shown(struct ctx *ctx, struct html *h, const struct plan_shown *shown)
{
    if (shown->n_places == 0 && shown->held.n_facts == 0 && shown->view.span != PLAN_SPAN_WEEK) {
        HTMLF(h, "<p>{}</p>", text(ctx, T_PLAN_EMPTY));
        return;
    }
    if (shown->view.only.len) {
        plan_only_put(ctx, h, shown, shown->view.only);
        HTMLF(h, "<p class=\"no-print\"><a href=\"{}\">{}</a></p>", url_own(ctx->arena, STR("/plan")),
              text(ctx, T_PLAN_WHOLE_PLAN));
        return;
    }
    if (is_bare(shown)) {
        put_bare(ctx, h, shown);
    } else if (shown->view.grid) {
        plan_grid_put(ctx, h, shown);
    } else {
        plan_list_put(ctx, h, shown);
    }
    plan_apart_put(ctx, h, shown);
}

static struct str only_of(const struct request *request, const struct plan_view *view)
{
    static const char *const words[] = { PLAN_ONLY_DUE, PLAN_ONLY_DONE, PLAN_ONLY_LATE, PLAN_ONLY_SHIFTED };
    struct str asked = request_query(request, "only");
    for (size_t i = 0; view->span == PLAN_SPAN_YEAR && i < COUNT(words); i++) {
        if (str_is(asked, words[i])) {
            return str_c(words[i]);
        }
    }
    return STR_NONE;
}

bool plan_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct plan_view view;
    struct plan_shown shown;
    if (!plan_view_read(ctx, request_query(request, "month"), request_query(request, "week"), request_query(request, "view"),
                        &view, e) ||
        !plan_shown_read(ctx, &view, &shown, e)) {
        return false;
    }
    shown.view.only = view.only = only_of(request, &view);
    const struct page page = { .title = plan_view_title(ctx, &view), .menu_path = "/plan", .actions = actions(ctx, &view) };
    struct html *h = page_begin(ctx, &page);
    if (!put_fact(ctx, h, e)) {
        return false;
    }
    put_spans(ctx, h, &view);
    if (view.span != PLAN_SPAN_WEEK) {
        put_months(ctx, h, &view);
    }
    put_steps(ctx, h, &view);
    put_shown(ctx, h, &shown);
    return put_decisions(ctx, h, e) && page_end(ctx, h, reply, e);
}
