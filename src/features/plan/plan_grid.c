/* The plan as a grid: twelve months of a year, the days of a month, the days of a week with what is planned and what was held.
   Lists in cells, so that a narrow screen and a screen reader have them one under the other. */
#include "base/text/text.h"
#include "base/utf8.h"
#include "features/plan/plan_in.h"
#include "report/figure.h"

static struct html_url row_url(struct ctx *ctx, struct str register_name, int64_t id)
{
    return url_own(ctx->arena, str_format(ctx->arena, "/%.*s/%lld", (int)register_name.len, register_name.at, (long long)id));
}

static void put_badge(struct ctx *ctx, struct html *h, const struct plan_shown *shown, const struct plan_place *place)
{
    struct str status = place->point->status;
    if (place->moved_here) {
        ui_badge(h, UI_WAITING, text(ctx, T_PLAN_MOVED_HERE));
    } else if (plan_on_the_day(place->point, shown->view.today) == PLAN_LATE) {
        ui_badge(h, UI_ATTENTION, text(ctx, T_PLAN_LATE));
    } else if (!str_is(status, "planned")) {
        ui_badge(h,
                 str_is(status, "cancelled") ? UI_ATTENTION
                 : str_is(status, "moved")   ? UI_WAITING
                                             : UI_DONE,
                 plan_status_shown(ctx, status));
    }
}

static void put_persons(struct ctx *ctx, struct html *h, struct maybe_int persons)
{
    if (persons.known) {
        HTMLF(h, ", {}", unit_with(ctx->arena, ctx->lang, UNIT_PERSONS, persons.is));
    }
}

/* «проведено 12.11.2026, 34 человека»: by the name of the activity where it is another than the point's. */
static void put_deeds(struct ctx *ctx, struct html *h, const struct plan_shown *shown, const struct plan_point *point)
{
    for (size_t i = 0; i < shown->held.n_deeds; i++) {
        const struct plan_deed *deed = &shown->held.deeds[i];
        struct period when = { deed->first, deed->last, PRECISION_NONE };
        bool dated = precision_read(deed->precision, &when.precision) && when.precision == PRECISION_DAY;
        if (deed->point != point->id || (deed->last.known && deed->first.n > shown->view.today.n)) {
            continue;
        }
        HTMLF(h, "<span class=\"plan-deed\"><a href=\"{}\">{}</a>", row_url(ctx, STR("activity"), deed->activity),
              str_equal(deed->title, point->title) ? text(ctx, T_PLAN_RECORD) : deed->title);
        if (dated) {
            HTMLF(h, ", {}", text_day_short(ctx->arena, ctx->lang, deed->first));
        }
        put_persons(ctx, h, deed->persons);
        HTML(h, "</span>");
    }
}

static void put_place(struct ctx *ctx, struct html *h, const struct plan_shown *shown, const struct plan_place *place)
{
    HTMLF(h, "<li><a href=\"{}\">{}</a> ", row_url(ctx, STR("plan_item"), place->point->id), place->point->title);
    put_badge(ctx, h, shown, place);
    if (shown->view.span == PLAN_SPAN_WEEK && place->point->responsible.len) {
        HTMLF(h, "<span class=\"muted\">{}</span>", place->point->responsible);
    }
    if (shown->view.span != PLAN_SPAN_YEAR) {
        put_deeds(ctx, h, shown, place->point);
    }
    HTML(h, "</li>");
}

/* What is not in the plan is told so, with the way into it. */
static void put_outside(struct ctx *ctx, struct html *h, const struct plan_fact *fact)
{
    struct arena *a = ctx->arena;
    HTMLF(h, "<span class=\"muted\">{}", text(ctx, T_PLAN_NOT_IN));
    if (actor_may(ctx->actor, ROLES_RECORD)) {
        struct html_url to = url_add(a, url_own(a, STR("/plan_item/new")), "title", fact->title);
        to = url_add(a, to, "term", text_day_short(a, LANG_RU, fact->first));
        to = url_add(a, to, "section", fact->section);
        to = url_add(a, to, "status", STR("outside"));
        to = url_add(a, to, "activities", str_format(a, "%lld", (long long)fact->activity));
        to = url_add(a, to, "year", str_format(a, "%d", plan_year_at(fact->first)));
        HTMLF(h, " · <a class=\"no-print\" href=\"{}\">{}</a>", to, text(ctx, T_PLAN_TAKE_IN));
    }
    HTML(h, "</span>");
}

static void put_fact(struct ctx *ctx, struct html *h, const struct plan_shown *shown, const struct plan_fact *fact)
{
    const struct plan_place *place = plan_place_of(shown, fact->activity);
    struct str time = plan_fact_time(ctx->arena, fact);
    HTML(h, "<li>");
    if (time.len) {
        HTMLF(h, "<span class=\"plan-time\">{}</span> ", time);
    }
    HTMLF(h, "<a href=\"{}\">{}</a> ", row_url(ctx, fact->register_name, fact->id), fact->title);
    ui_badge(h,
             str_is(fact->state, "held")        ? UI_DONE
             : str_is(fact->state, "cancelled") ? UI_ATTENTION
                                                : UI_WAITING,
             plan_fact_state(ctx, fact));
    if (fact->persons.known) {
        HTMLF(h, "<span class=\"muted\">{}</span>", unit_with(ctx->arena, ctx->lang, UNIT_PERSONS, fact->persons.is));
    }
    if (shown->view.span == PLAN_SPAN_WEEK && (fact->place.len || fact->leader.len)) {
        HTMLF(h, "<span class=\"muted\">{}{}{}</span>", fact->place,
              fact->place.len && fact->leader.len ? STR(" · ") : STR_NONE, fact->leader);
    }
    if (!place) {
        put_outside(ctx, h, fact);
    } else if (shown->view.span == PLAN_SPAN_WEEK && !str_equal(place->point->title, fact->title)) {
        HTMLF(h, "<span class=\"muted\">{} <a href=\"{}\">{}</a></span>", text(ctx, T_PLAN_BY_POINT),
              row_url(ctx, STR("plan_item"), place->point->id), place->point->title);
    }
    HTML(h, "</li>");
}

static void list_open(struct html *h, bool *open)
{
    if (!*open) {
        HTML(h, "<ul>");
    }
    *open = true;
}

static void list_close(struct html *h, bool open)
{
    if (open) {
        HTML(h, "</ul>");
    }
}

static void put_day_items(struct ctx *ctx, struct html *h, const struct plan_shown *shown, struct day day)
{
    bool open = false;
    for (size_t i = 0; i < shown->n_places; i++) {
        if (plan_on_day(shown->places[i].term, day)) {
            list_open(h, &open);
            put_place(ctx, h, shown, &shown->places[i]);
        }
    }
    for (size_t i = 0; i < shown->held.n_facts; i++) {
        if (plan_fact_on(shown, i, day)) {
            list_open(h, &open);
            put_fact(ctx, h, shown, &shown->held.facts[i]);
        }
    }
    list_close(h, open);
}

static struct str cell_class(const struct plan_shown *shown, struct day day)
{
    bool has = plan_day_has(shown, day), today = day.n == shown->view.today.n;
    return today ? (has ? STR("now") : STR("now bare")) : has ? STR("full") : STR("bare");
}

static void put_add(struct ctx *ctx, struct html *h, struct day day)
{
    if (actor_may(ctx->actor, ROLES_RECORD)) {
        struct html_url to =
            url_add(ctx->arena, url_own(ctx->arena, STR("/plan_item/new")), "term", text_day_short(ctx->arena, LANG_RU, day));
        to = url_add(ctx->arena, to, "year", str_format(ctx->arena, "%d", plan_year_at(day)));
        HTMLF(h, "<a class=\"plan-add no-print\" href=\"{}\" aria-label=\"{}\">+</a>", to,
              text_with(ctx, T_PLAN_ADD_ON, TEXT_ARG("day", plan_day_words(ctx, day))));
    }
}

static void put_week(struct ctx *ctx, struct html *h, const struct plan_shown *shown)
{
    enum { WORKING = 5 };
    size_t days = PLAN_WEEK;
    while (days > WORKING && !plan_day_has(shown, (struct day){ true, shown->view.monday.n + (int32_t)days - 1 })) {
        days--; /* a weekend without anything takes no room */
    }
    HTMLF(h, "<ol class=\"plan-days plan-week days-{}\">", (int64_t)days);
    for (size_t i = 0; i < days; i++) {
        struct day day = { true, shown->view.monday.n + (int32_t)i };
        HTMLF(h, "<li class=\"{}\"><h2>{}</h2>", cell_class(shown, day),
              utf8_upper_first(ctx->arena, plan_day_words(ctx, day)));
        if (day.n == shown->view.today.n) {
            HTMLF(h, "<p class=\"plan-now\">{}</p>", text(ctx, T_PLAN_TODAY));
        }
        put_day_items(ctx, h, shown, day);
        put_add(ctx, h, day);
        HTML(h, "</li>");
    }
    HTML(h, "</ol>\n");
}

static void put_month(struct ctx *ctx, struct html *h, const struct plan_shown *shown)
{
    struct period month = plan_month(shown->view.year, shown->view.part);
    struct plan_view week = shown->view;
    week.span = PLAN_SPAN_WEEK;
    HTML(h, "<div class=\"plan-heads\" aria-hidden=\"true\">");
    for (int32_t i = 0; i < PLAN_WEEK; i++) {
        HTMLF(h, "<span>{}</span>", plan_weekday_words(ctx, (struct day){ true, plan_monday(month.first).n + i }));
    }
    HTML(h, "</div><ol class=\"plan-days plan-month\">");
    for (int32_t n = month.first.n; n <= month.last.n; n++) {
        struct day day = { true, n };
        week.monday = plan_monday(day);
        HTMLF(h, "<li class=\"{} day-{}\"><h2><a href=\"{}\"><span class=\"plan-weekday\">{}, </span>{}</a></h2>",
              cell_class(shown, day), (int64_t)plan_weekday(day) + 1, plan_view_url(ctx, "/plan", &week),
              plan_weekday_words(ctx, day), plan_date_words(ctx, day));
        if (day.n == shown->view.today.n) {
            HTMLF(h, "<p class=\"plan-now\">{}</p>", text(ctx, T_PLAN_TODAY));
        }
        put_day_items(ctx, h, shown, day);
        HTML(h, "</li>");
    }
    HTML(h, "</ol>\n");
}

static void put_part(struct ctx *ctx, struct html *h, const struct plan_shown *shown, int part)
{
    bool open = false;
    for (size_t i = 0; i < shown->n_places; i++) {
        if (plan_stands_in(shown->places[i].term, shown->view.year, part)) {
            list_open(h, &open);
            put_place(ctx, h, shown, &shown->places[i]);
        }
    }
    list_close(h, open);
    if (!open) {
        HTMLF(h, "<p class=\"muted\">{}</p>", text(ctx, T_PLAN_NONE));
    }
}

static bool part_has(const struct plan_shown *shown, int part)
{
    for (size_t i = 0; i < shown->n_places; i++) {
        if (plan_stands_in(shown->places[i].term, shown->view.year, part)) {
            return true;
        }
    }
    return false;
}

static void put_year(struct ctx *ctx, struct html *h, const struct plan_shown *shown)
{
    struct plan_view month = shown->view;
    int now = plan_part_at(shown->view.today, shown->view.year);
    month.span = PLAN_SPAN_MONTH;
    HTML(h, "<ol class=\"plan-days plan-year\">");
    for (month.part = 0; month.part < PLAN_MONTHS; month.part++) {
        HTMLF(h, "<li class=\"{}\"><h2><a href=\"{}\">{}</a></h2>",
              month.part == now             ? STR("now")
              : part_has(shown, month.part) ? STR("full")
                                            : STR("bare"),
              plan_view_url(ctx, "/plan", &month), plan_part_title(ctx, shown->view.year, month.part));
        if (month.part == now) {
            HTMLF(h, "<p class=\"plan-now\">{}</p>", text(ctx, T_PLAN_NOW));
        }
        put_part(ctx, h, shown, month.part);
        HTML(h, "</li>");
    }
    HTML(h, "</ol>\n");
    for (int part = PLAN_LONG; part < PLAN_PARTS; part++) {
        if (part_has(shown, part)) {
            HTMLF(h, "<section class=\"plan-apart\"><h2>{}</h2>", plan_part_title(ctx, shown->view.year, part));
            put_part(ctx, h, shown, part);
            HTML(h, "</section>\n");
        }
    }
}

void plan_grid_put(struct ctx *ctx, struct html *h, const struct plan_shown *shown)
{
    switch (shown->view.span) {
    case PLAN_SPAN_YEAR:
        put_year(ctx, h, shown);
        return;
    case PLAN_SPAN_MONTH:
        put_month(ctx, h, shown);
        return;
    case PLAN_SPAN_WEEK:
        put_week(ctx, h, shown);
        return;
    }
}

/* «В течение месяца» says it already. */
static bool told_by_heading(const struct plan_shown *shown, struct period term)
{
    return shown->view.part >= 0 && term.precision == PRECISION_MONTH &&
           period_within(term, plan_month(shown->view.year, shown->view.part));
}

static void put_apart(struct ctx *ctx, struct html *h, const struct plan_shown *shown, enum plan_weekly section)
{
    HTML(h, "<ul>");
    for (size_t i = 0; i < shown->n_places; i++) {
        const struct plan_place *place = &shown->places[i];
        if (plan_stands_apart(&shown->view, place->term, section)) {
            HTMLF(h, "<li><a href=\"{}\">{}</a> ", row_url(ctx, STR("plan_item"), place->point->id), place->point->title);
            put_badge(ctx, h, shown, place);
            if (section != PLAN_WEEK_YEAR) {
                struct str term =
                    told_by_heading(shown, place->term) ? STR_NONE : text_period(ctx->arena, ctx->lang, place->term);
                HTMLF(h, "<span class=\"muted\">{}{}{}</span>", term,
                      term.len && place->point->responsible.len ? STR(" · ") : STR_NONE, place->point->responsible);
            }
            put_deeds(ctx, h, shown, place->point);
            HTML(h, "</li>");
        }
    }
    HTML(h, "</ul>");
}

void plan_apart_put(struct ctx *ctx, struct html *h, const struct plan_shown *shown)
{
    static const enum text_id titles[] = {
        [PLAN_WEEK_MONTH] = T_PLAN_ALL_MONTH, [PLAN_WEEK_LONG] = T_PLAN_LONG, [PLAN_WEEK_YEAR] = T_PLAN_ALL_YEAR
    };
    for (int section = PLAN_WEEK_MONTH; section <= PLAN_WEEK_YEAR; section++) {
        int64_t n = 0;
        if (section == PLAN_WEEK_MONTH && shown->view.span == PLAN_SPAN_MONTH && !shown->view.grid) {
            continue; /* they stand in the table of the month */
        }
        for (size_t i = 0; i < shown->n_places; i++) {
            n += plan_stands_apart(&shown->view, shown->places[i].term, (enum plan_weekly)section);
        }
        if (n == 0) {
            continue;
        }
        if (section == PLAN_WEEK_YEAR) {
            HTMLF(h, "<details class=\"plan-apart\"><summary>{}</summary>",
                  text_with(ctx, T_PLAN_ALL_YEAR_N, TEXT_ARG("n", n)));
            put_apart(ctx, h, shown, PLAN_WEEK_YEAR);
            HTML(h, "</details>\n");
        } else {
            HTMLF(h, "<section class=\"plan-apart\"><h2>{}</h2>", text(ctx, titles[section]));
            put_apart(ctx, h, shown, (enum plan_weekly)section);
            HTML(h, "</section>\n");
        }
    }
}
