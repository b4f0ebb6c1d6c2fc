/* «Мероприятие за минуту»: a page above the registers of activities and headcounts, for whoever comes back from an event. The
   form is fresh, goes on with a draft, or keeps kind, day and schools of the one before. */
#include "event_minute_sql.h"
#include "features/event_minute/event_in.h"

#include <stddef.h>

static struct str day_typed(struct arena *a, struct day day)
{
    int year, month, of_month;
    day_split(day, &year, &month, &of_month);
    return str_format(a, "%02d.%02d.%04d", of_month, month, year);
}

/* Today, as long as the year in the frame is today's: whoever looks at another year enters an event of that. */
static bool fresh(struct ctx *ctx, const struct request *request, struct event_typed *typed, struct err *e)
{
    struct day today;
    if (!event_today(ctx, &today, e)) {
        return false;
    }
    *typed = event_nothing();
    typed->title = str_trim(request_query(request, "title"));
    typed->kind = str_trim(request_query(request, "kind"));
    typed->grades = str_trim(request_query(request, "grades"));
    typed->point = str_trim(request_query(request, "point"));
    typed->day = str_trim(request_query(request, "day"));
    typed->lines[0].school = str_trim(request_query(request, "school"));
    typed->n_lines = 1;
    typed->unit = STR("persons");
    typed->audience = STR("pupils");
    if (typed->day.len == 0 && event_school_year(today) == event_year(ctx, today)) {
        typed->day = day_typed(ctx->arena, today);
    }
    return true;
}

/* «Сохранить и следующее»: kind, day and schools stay, numbers and the title do not. */
static bool follow(struct ctx *ctx, int64_t activity, struct event_page *page, struct err *e)
{
    struct event_draft before;
    struct event_typed then;
    if (!event_draft_of_activity(ctx, activity, &before, e)) {
        return false;
    }
    if (before.id == 0) {
        return true;
    }
    page->done = NEW(ctx->arena, struct record);
    struct err why = { 0 };
    if (!record_get(ctx, register_find(ctx, STR("activity")), activity, page->done, &why)) {
        if (why.kind != ERR_NOT_FOUND) {
            *e = why;
            return false;
        }
        page->done = NULL; /* removed since */
    }
    if (!event_of_json(ctx->arena, before.typed, &then, e)) {
        return false;
    }
    page->typed.kind = then.kind;
    page->typed.day = then.day;
    page->typed.unit = then.unit;
    page->typed.audience = then.audience;
    for (size_t i = 0; i < then.n_lines; i++) {
        page->typed.lines[i].school = then.lines[i].school;
    }
    page->typed.n_lines = then.n_lines;
    return true;
}

bool event_new(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct event_page page = { .faults = event_no_faults() };
    int64_t after = 0;
    if (!event_new_key(ctx, &page.key, e) || !fresh(ctx, request, &page.typed, e)) {
        return false;
    }
    if (num_read_int(request_query(request, "after"), &after) && !follow(ctx, after, &page, e)) {
        return false;
    }
    return event_show(ctx, &page, reply, e);
}

bool event_resume(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct event_page page = { .faults = event_no_faults() };
    if (!event_draft_get(ctx, request_id_arg(request, 0), &page.draft, e) ||
        !event_of_json(ctx->arena, page.draft.typed, &page.typed, e)) {
        return false;
    }
    page.key = page.draft.form_key;
    return event_show(ctx, &page, reply, e);
}

void event_button(struct ctx *ctx, struct html *h, enum ui_weight weight)
{
    if (actor_may(ctx->actor, EVENT_WHO)) {
        ui_link_button(h, url_own(ctx->arena, STR("/event")), text(ctx, T_EVENT_MENU), weight);
    }
}

static void put_draft(struct ctx *ctx, struct html *h, const struct event_draft *draft)
{
    struct str to = str_format(ctx->arena, "/event/%lld", (long long)draft->id);
    struct str when = text_moment(ctx->arena, ctx->lang, draft->changed_at, ctx->site->zone);
    HTMLF(h, "<li><span><a href=\"{}\">{}</a> <span class=\"muted\">{}</span></span>", url_own(ctx->arena, to),
          draft->title.len ? draft->title : text(ctx, T_EVENT_NO_TITLE),
          text_with(ctx, draft->files ? T_EVENT_DRAFT_LINE_FILES : T_EVENT_DRAFT_LINE, TEXT_ARG("when", when),
                    TEXT_ARG("files", draft->files)));
    ui_post_button(ctx, h, url_own(ctx->arena, str_join(ctx->arena, to, STR("/drop"))), text(ctx, T_EVENT_DROP), UI_QUIET);
    HTML(h, "</li>\n");
}

void event_drafts_put(struct ctx *ctx, struct html *h, const struct event_drafts *drafts)
{
    if (drafts->n == 0) {
        return;
    }
    HTMLF(h, "<section id=\"drafts\"><h2>{}</h2><ul class=\"event-drafts\">\n", text(ctx, T_EVENT_DRAFTS));
    for (size_t i = 0; i < drafts->n; i++) {
        put_draft(ctx, h, &drafts->all[i]);
    }
    HTML(h, "</ul></section>\n");
}

static const struct route routes[] = {
    { METHOD_GET, "/event", EVENT_WHO, event_new },
    { METHOD_GET, "/event/{id}", EVENT_WHO, event_resume },
    /* Also without a session: the form is known by its key then, and becomes a draft of its author at most. */
    { METHOD_POST, "/event", EVENT_WHO | RIGHT_PUBLIC, event_post, .flags = ROUTE_SLOW | ROUTE_UPLOAD },
    { METHOD_POST, "/event/keep", EVENT_WHO | RIGHT_PUBLIC, event_keep },
    { METHOD_POST, "/event/{id}/drop", EVENT_WHO, event_drop_post },
};
static const struct menu_item menu[] = { { T_EVENT_MENU, "/event", EVENT_WHO, MENU_DAY } };

extern const struct feature feature_event_minute;
const struct feature feature_event_minute = {
    .name = "event_minute",
    .routes = routes,
    .n_routes = COUNT(routes),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = event_minute_queries,
    .n_queries = event_minute_n_queries,
    .migrations = event_minute_migrations,
    .n_migrations = event_minute_n_migrations,
};
