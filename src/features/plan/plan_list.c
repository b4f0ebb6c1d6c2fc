/* The plan as a list: tables of the points, with what was held beside them. */
#include "base/text/text.h"
#include "base/utf8.h"
#include "features/plan/plan_in.h"
#include "report/figure.h"

enum { COLUMNS = 5 };

static void columns_of(struct ctx *ctx, struct ui_column columns[COLUMNS], bool of_days)
{
    columns[0] = (struct ui_column){ .label = text(ctx, T_PLAN_ITEM_TITLE), .heads = true };
    columns[1] = (struct ui_column){ .label = text(ctx, of_days ? T_PLAN_WHEN : T_PLAN_ITEM_TERM) };
    columns[2] = (struct ui_column){ .label = text(ctx, of_days ? T_PLAN_PLACE : T_PLAN_ITEM_AUDIENCE) };
    columns[3] = (struct ui_column){ .label = text(ctx, T_PLAN_ITEM_RESPONSIBLE) };
    columns[4] = (struct ui_column){ .label = text(ctx, T_PLAN_MARK) };
}

static struct html_url row_url(struct ctx *ctx, struct str register_name, int64_t id)
{
    return url_own(ctx->arena, str_format(ctx->arena, "/%.*s/%lld", (int)register_name.len, register_name.at, (long long)id));
}

/* The mark and the activities behind it. */
static struct html_safe mark_of(struct ctx *ctx, const struct plan_shown *shown, const struct plan_place *place)
{
    struct html *h = html_new(ctx->arena, 64 * 1024);
    struct str mark = plan_mark(ctx, place);
    bool any = mark.len > 0;
    HTMLF(h, "{}", mark);
    for (size_t i = 0; i < shown->held.n_deeds; i++) {
        const struct plan_deed *deed = &shown->held.deeds[i];
        if (deed->point == place->point->id && !(deed->first.known && deed->first.n > shown->view.today.n)) {
            HTMLF(h, "{}<a href=\"{}\">{}</a>", any ? STR("; ") : STR_NONE, row_url(ctx, STR("activity"), deed->activity),
                  str_equal(deed->title, place->point->title) ? text(ctx, T_PLAN_RECORD) : deed->title);
            if (deed->persons.known) {
                HTMLF(h, ", {}", unit_with(ctx->arena, ctx->lang, UNIT_PERSONS, deed->persons.is));
            }
            any = true;
        }
    }
    return html_part(h);
}

static void put_place(struct ctx *ctx, struct html *h, const struct ui_column *columns, const struct plan_shown *shown,
                      const struct plan_place *place)
{
    ui_row_begin(h);
    ui_cell_link(h, &columns[0], row_url(ctx, STR("plan_item"), place->point->id), place->point->title);
    ui_cell(h, &columns[1],
            shown->view.span == PLAN_SPAN_WEEK && place->term.first.n == place->term.last.n
                ? plan_day_words(ctx, place->term.first)
                : text_period(ctx->arena, ctx->lang, place->term));
    ui_cell(h, &columns[2], place->point->audience);
    ui_cell(h, &columns[3], place->point->responsible);
    ui_cell_part(h, &columns[4], mark_of(ctx, shown, place));
    ui_row_end(h);
}

static void put_fact(struct ctx *ctx, struct html *h, const struct ui_column *columns, const struct plan_shown *shown,
                     const struct plan_fact *fact)
{
    const struct plan_place *place = plan_place_of(shown, fact->activity);
    struct str time = plan_fact_time(ctx->arena, fact), when = plan_day_words(ctx, fact->first);
    struct html *mark = html_new(ctx->arena, 16 * 1024);
    HTMLF(mark, "{}", plan_fact_state(ctx, fact));
    if (fact->persons.known) {
        HTMLF(mark, ", {}", unit_with(ctx->arena, ctx->lang, UNIT_PERSONS, fact->persons.is));
    }
    if (place) {
        HTMLF(mark, "; {} <a href=\"{}\">{}</a>", text(ctx, T_PLAN_BY_POINT), row_url(ctx, STR("plan_item"), place->point->id),
              place->point->title);
    } else {
        HTMLF(mark, "; {}", text(ctx, T_PLAN_NOT_IN));
    }
    ui_row_begin(h);
    ui_cell_link(h, &columns[0], row_url(ctx, fact->register_name, fact->id), fact->title);
    ui_cell(h, &columns[1],
            time.len ? str_format(ctx->arena, "%.*s, %.*s", (int)when.len, when.at, (int)time.len, time.at) : when);
    ui_cell(h, &columns[2], fact->place);
    ui_cell(h, &columns[3], fact->leader);
    ui_cell_part(h, &columns[4], html_part(mark));
    ui_row_end(h);
}

struct table {
    struct ctx *ctx;
    struct html *h;
    const struct plan_shown *shown;
    struct ui_column columns[COLUMNS];
    struct str title;
    bool open;
};

static void table_open(struct table *t)
{
    if (!t->open) {
        HTMLF(t->h, "<h2>{}</h2>", t->title);
        ui_table_begin(t->h, t->title, t->columns, COLUMNS);
    }
    t->open = true;
}

static void table_close(struct table *t)
{
    if (t->open) {
        ui_table_end(t->h);
    }
}

static void put_part(struct ctx *ctx, struct html *h, const struct plan_shown *shown, int part)
{
    struct table t = { .ctx = ctx, .h = h, .shown = shown, .title = plan_part_title(ctx, shown->view.year, part) };
    columns_of(ctx, t.columns, false);
    for (size_t i = 0; i < shown->n_places; i++) {
        const struct plan_place *place = &shown->places[i];
        if (plan_stands_in(place->term, shown->view.year, part)) {
            table_open(&t);
            put_place(ctx, h, t.columns, shown, place);
        }
    }
    table_close(&t);
}

static bool is_only(struct str only, enum plan_on_day how)
{
    return str_is(only, PLAN_ONLY_DONE)      ? how == PLAN_DONE
           : str_is(only, PLAN_ONLY_LATE)    ? how == PLAN_LATE
           : str_is(only, PLAN_ONLY_SHIFTED) ? how == PLAN_SHIFTED
                                             : how == PLAN_DONE || how == PLAN_LATE || how == PLAN_SHIFTED;
}

void plan_only_put(struct ctx *ctx, struct html *h, const struct plan_shown *shown, struct str only)
{
    enum text_id title = str_is(only, PLAN_ONLY_DONE)      ? T_PLAN_ONLY_DONE
                         : str_is(only, PLAN_ONLY_LATE)    ? T_PLAN_ONLY_LATE
                         : str_is(only, PLAN_ONLY_SHIFTED) ? T_PLAN_ONLY_SHIFTED
                                                           : T_PLAN_ONLY_DUE;
    struct table t = { .ctx = ctx, .h = h, .shown = shown };
    int64_t n = 0;
    for (size_t i = 0; i < shown->n_places; i++) {
        const struct plan_place *place = &shown->places[i];
        n += !place->moved_here && is_only(only, plan_on_the_day(place->point, shown->view.today));
    }
    columns_of(ctx, t.columns, false);
    t.title =
        text_with(ctx, title, TEXT_ARG("n", n), TEXT_ARG("day", text_day_short(ctx->arena, ctx->lang, shown->view.today)));
    for (size_t i = 0; i < shown->n_places; i++) {
        const struct plan_place *place = &shown->places[i];
        if (!place->moved_here && is_only(only, plan_on_the_day(place->point, shown->view.today))) {
            table_open(&t);
            put_place(ctx, h, t.columns, shown, place);
        }
    }
    table_close(&t);
    if (!t.open) {
        HTMLF(h, "<h2>{}</h2><p>{}</p>", t.title, text(ctx, T_PLAN_NONE));
    }
}

/* The first day on which it stands within the days shown. */
static bool begins_on(struct day first, struct day last, struct day from, struct day day)
{
    return last.n >= from.n && (first.n > from.n ? first.n : from.n) == day.n;
}

/* The days one after another; of each the points, where they are wanted here, then what was held. */
static void put_days(struct ctx *ctx, struct html *h, const struct plan_shown *shown, struct period days, bool points)
{
    struct table t = { .ctx = ctx, .h = h, .shown = shown, .title = text(ctx, points ? T_PLAN_BY_DAYS : T_PLAN_HELD_DAYS) };
    columns_of(ctx, t.columns, true);
    for (struct day day = days.first; day.n <= days.last.n; day.n++) {
        for (size_t i = 0; points && i < shown->n_places; i++) {
            const struct plan_place *place = &shown->places[i];
            if (plan_on_day(place->term, day) && begins_on(place->term.first, place->term.last, days.first, day)) {
                table_open(&t);
                put_place(ctx, h, t.columns, shown, place);
            }
        }
        for (size_t i = 0; i < shown->held.n_facts; i++) {
            const struct plan_fact *fact = &shown->held.facts[i];
            if (begins_on(fact->first, fact->last, days.first, day)) {
                table_open(&t);
                put_fact(ctx, h, t.columns, shown, fact);
            }
        }
    }
    table_close(&t);
}

void plan_list_put(struct ctx *ctx, struct html *h, const struct plan_shown *shown)
{
    switch (shown->view.span) {
    case PLAN_SPAN_WEEK:
        put_days(ctx, h, shown, plan_week(shown->view.monday), true);
        return;
    case PLAN_SPAN_MONTH:
        put_part(ctx, h, shown, shown->view.part);
        put_days(ctx, h, shown, plan_month(shown->view.year, shown->view.part), false);
        return;
    case PLAN_SPAN_YEAR:
        for (int part = 0; part < PLAN_PARTS; part++) {
            put_part(ctx, h, shown, part);
        }
        return;
    }
}
