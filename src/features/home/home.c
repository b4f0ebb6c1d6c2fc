/* The home page: the year at a glance. Five tiles, what waits for this person, the reach by direction, what the record lacks,
   the nearest activities. Everything is a link, and every number is a figure that opens to its rows. Under 25 statements for
   the head; who may not open figures (the schools' coordinators) gets what waits and the activities. */
#include "base/clock.h"
#include "base/str.h"
#include "features/backup/backup.h"
#include "features/event_minute/event_minute.h"
#include "features/feature.h"
#include "features/home/home_in.h"
#include "features/plan/plan.h"
#include "home_sql.h"
#include "report/chart_svg.h"
#include "report/sentence.h"

enum { DIRECTIONS = 6, LACKS = 3, NEAR_MOST = 5, SEES_FIGURES = ROLES_CENTRE };
static const struct direction {
    const char *figure;
    enum text_id name;
} directions[DIRECTIONS] = {
    { "diagnostics.persons", T_ACTIVITY_DIRECTION_DIAGNOSTICS },
    { "counselling.persons", T_ACTIVITY_DIRECTION_COUNSELLING },
    { "enlightenment.persons", T_ACTIVITY_DIRECTION_ENLIGHTENMENT },
    { "events.persons", T_ACTIVITY_DIRECTION_EVENTS },
    { "informing.persons", T_ACTIVITY_DIRECTION_INFORMING },
    { "monitoring.persons", T_ACTIVITY_DIRECTION_MONITORING },
};
static const struct lack {
    const char *figure;
    enum text_id line;
} lacks[LACKS] = {
    { "record.no_number", T_HOME_LACKS_NUMBER },
    { "record.no_period", T_HOME_LACKS_PERIOD },
    { "record.no_evidence", T_HOME_LACKS_EVIDENCE },
};

struct near {
    int64_t id;
    struct str title, precision, words;
    struct day first, last;
};
static const struct db_column near_columns[] = {
    { "id", DB_INT, offsetof(struct near, id) },
    { "title", DB_TEXT, offsetof(struct near, title) },
    { "first", DB_DAY, offsetof(struct near, first) },
    { "last", DB_DAY, offsetof(struct near, last) },
    { "precision", DB_TEXT, offsetof(struct near, precision) },
    { "words", DB_TEXT, offsetof(struct near, words) },
};
static const struct db_shape near_shape = DB_SHAPE(struct near, near_columns);

/* Everything the page shows, read before the first tag is written: a fault is then a whole page of its own. */
struct home {
    struct figure reach, before, by_direction[DIRECTIONS];
    int64_t waiting[WAIT_KINDS], waits, lacking[LACKS];
    struct near *near;
    size_t n_near;
    bool near_is_next;
    struct event_drafts drafts;
    struct plan_counts plan;
    struct str no_backup; /* what is to be said of the backups, "" where all is well */
};

static bool today_of(struct ctx *ctx, struct day *ret_today, struct err *e)
{
    int minutes;
    return clock_local(ctx->now_ms, ctx->site->zone, ret_today, &minutes) ||
           err_set(e, ERR_BROKEN, "home", STR("the zone of the centre is not known"));
}

static bool read_near(struct ctx *ctx, struct home *home, struct day today, struct err *e)
{
    struct db_args args = DB_ARGS(ctx->year, day_iso(ctx->arena, today));
    home->near_is_next = true;
    if (!db_rows(ctx->db, ctx->arena, &q_home_next, args, &near_shape, &home->near, &home->n_near, e)) {
        return false;
    }
    if (home->n_near > 0) {
        return true;
    }
    home->near_is_next = false;
    return db_rows(ctx->db, ctx->arena, &q_home_last, args, &near_shape, &home->near, &home->n_near, e);
}

static bool read_figures(struct ctx *ctx, struct home *home, struct err *e)
{
    if (!figure_read(ctx, STR("year.persons"), ctx->year, &home->reach, e) ||
        !figure_read(ctx, STR("year.persons"), ctx->year - 1, &home->before, e)) {
        return false;
    }
    for (size_t i = 0; i < DIRECTIONS; i++) {
        if (!figure_read(ctx, str_c(directions[i].figure), ctx->year, &home->by_direction[i], e)) {
            return false;
        }
    }
    for (size_t i = 0; i < LACKS; i++) {
        struct figure lack;
        if (!figure_read(ctx, str_c(lacks[i].figure), ctx->year, &lack, e)) {
            return false;
        }
        home->lacking[i] = lack.n_rows; /* no rows: nothing lacks, which is known and no absence of data */
    }
    return true;
}

static bool read_home(struct ctx *ctx, struct home *home, struct err *e)
{
    struct day today;
    if (!today_of(ctx, &today, e) || !home_waiting(ctx, home->waiting, e) || !read_near(ctx, home, today, e) ||
        !backup_notice(ctx, &home->no_backup, e) || !event_drafts_read(ctx, &home->drafts, e)) {
        return false;
    }
    for (size_t k = 0; k < WAIT_KINDS; k++) {
        home->waits += home->waiting[k];
    }
    return !actor_may(ctx->actor, SEES_FIGURES) ||
           (plan_counts_read(ctx, ctx->year, today, &home->plan, e) && read_figures(ctx, home, e));
}

static struct html_url figure_url(struct ctx *ctx, const char *name)
{
    return url_own(ctx->arena, figure_path(ctx->arena, str_c(name), ctx->year));
}

static struct str count_of(struct ctx *ctx, int64_t n)
{
    return num_count(ctx->arena, n, ctx->lang == LANG_RU);
}

static void put_reach_tile(struct ctx *ctx, struct html *h, const struct home *home)
{
    struct str more =
        home->before.status == FIGURE_NO_DATA
            ? text(ctx, T_HOME_REACH_NO_BEFORE)
            : text_with(ctx, T_HOME_REACH_BEFORE, TEXT_ARG("value", sentence_value(ctx->arena, ctx->lang, &home->before)));
    struct str line =
        text_with(ctx, T_HOME_REACH_LINE, TEXT_ARG("unit", unit_short(ctx->lang, UNIT_PERSONS)), TEXT_ARG("more", more));
    ui_tile(h, figure_url(ctx, "year.persons"), text(ctx, T_HOME_REACH), sentence_value(ctx->arena, ctx->lang, &home->reach),
            line);
}

static struct html_url plan_url(struct ctx *ctx, const char *only)
{
    return url_add(ctx->arena, url_own(ctx->arena, STR("/plan")), "only", str_c(only));
}

/* «13 из 17, просрочено 3 …»: what was done of what should be settled by today; what is neither was moved or cancelled. */
static void put_plan_tile(struct ctx *ctx, struct html *h, const struct plan_counts *plan)
{
    struct html *value = html_new(ctx->arena, 4096), *line = html_new(ctx->arena, 4096);
    int64_t due = plan->done + plan->late + plan->shifted;
    if (plan->items == 0) {
        ui_tile(h, url_own(ctx->arena, STR("/plan")), text(ctx, T_HOME_PLAN), STR("—"), text(ctx, T_HOME_PLAN_NONE));
        return;
    }
    HTMLF(value, "<a href=\"{}\">{}</a>", plan_url(ctx, PLAN_ONLY_DONE), count_of(ctx, plan->done));
    HTMLF(value, " {} <a href=\"{}\">{}</a>", text(ctx, T_HOME_PLAN_OF), plan_url(ctx, PLAN_ONLY_DUE), count_of(ctx, due));
    HTMLF(line, "<a href=\"{}\">{}</a>", plan_url(ctx, PLAN_ONLY_LATE),
          text_with(ctx, T_HOME_PLAN_LATE, TEXT_ARG("n", plan->late)));
    if (plan->shifted) {
        HTMLF(line, ", <a href=\"{}\">{}</a>", plan_url(ctx, PLAN_ONLY_SHIFTED),
              text_with(ctx, T_HOME_PLAN_SHIFTED, TEXT_ARG("n", plan->shifted)));
    }
    HTMLF(line, "; <a href=\"{}\">{}</a>", figure_url(ctx, "plan.items"),
          text_with(ctx, T_HOME_PLAN_ITEMS, TEXT_ARG("n", plan->items)));
    ui_tile_parts(h, url_own(ctx->arena, STR("/plan")), text(ctx, T_HOME_PLAN), html_part(value), html_part(line));
}

static struct str first_waiting(struct ctx *ctx, const struct home *home)
{
    for (size_t k = 0; k < WAIT_KINDS; k++) {
        if (home->waiting[k] > 0) {
            return text_with(ctx, waiting_kinds[k].line, TEXT_ARG("n", home->waiting[k]));
        }
    }
    return text(ctx, T_HOME_WAITS_NOTHING);
}

/* A season is called by the words of its document where there are any, as on the activity's own page. */
static struct str near_when(struct ctx *ctx, const struct near *one)
{
    struct period period = { one->first, one->last, PRECISION_NONE };
    if (!precision_read(one->precision, &period.precision)) {
        return STR_NONE;
    }
    return period.precision == PRECISION_SEASON && one->words.len ? one->words : text_period(ctx->arena, ctx->lang, period);
}

static struct html_url near_url(struct ctx *ctx, const struct near *one)
{
    return url_own(ctx->arena, str_format(ctx->arena, "/activity/%lld", (long long)one->id));
}

static void put_near_tile(struct ctx *ctx, struct html *h, const struct home *home)
{
    struct str label = text(ctx, home->near_is_next ? T_HOME_NEXT : T_HOME_LAST);
    if (home->n_near == 0) {
        ui_tile(h, url_own(ctx->arena, STR("/activity")), label, STR("—"), text(ctx, T_HOME_NEAR_NONE));
    } else {
        ui_tile(h, near_url(ctx, home->near), label, near_when(ctx, home->near), home->near[0].title);
    }
}

static void put_tiles(struct ctx *ctx, struct html *h, const struct home *home)
{
    bool figures = actor_may(ctx->actor, SEES_FIGURES);
    ui_tiles_begin(h);
    if (figures) {
        put_plan_tile(ctx, h, &home->plan);
        put_reach_tile(ctx, h, home);
    }
    ui_tile(h, url_own(ctx->arena, STR("#waiting")), text(ctx, T_HOME_WAITS), count_of(ctx, home->waits),
            first_waiting(ctx, home));
    if (figures) {
        struct html_url to = home->lacking[0] ? figure_url(ctx, lacks[0].figure) : url_own(ctx->arena, STR("#lacking"));
        ui_tile(h, to, text(ctx, T_HOME_LACKS), count_of(ctx, home->lacking[0]),
                text_with(ctx, T_HOME_LACKS_LINE, TEXT_ARG("n", home->lacking[0])));
    }
    put_near_tile(ctx, h, home);
    ui_tiles_end(h);
}

/* A list of all years is narrowed to the year that was counted: the number and the list behind it are one. */
static struct html_url waiting_url(struct ctx *ctx, const struct waiting_kind *kind)
{
    struct html_url to = url_own(ctx->arena, str_c(kind->path));
    return kind->of_all_years ? url_add(ctx->arena, to, "year", str_format(ctx->arena, "%d-%d", ctx->year, ctx->year + 1)) : to;
}

static void put_waiting(struct ctx *ctx, struct html *h, const struct home *home)
{
    HTMLF(h, "<section id=\"waiting\"><h2>{}</h2>", text(ctx, T_HOME_WAITS));
    if (home->waits == 0) {
        HTMLF(h, "<p>{}</p></section>", text(ctx, T_HOME_WAITS_NOTHING));
        return;
    }
    HTML(h, "<ul>");
    for (size_t k = 0; k < WAIT_KINDS; k++) {
        if (home->waiting[k] > 0) {
            HTMLF(h, "<li><a href=\"{}\">{}</a></li>", waiting_url(ctx, &waiting_kinds[k]),
                  text_with(ctx, waiting_kinds[k].line, TEXT_ARG("n", home->waiting[k])));
        }
    }
    HTML(h, "</ul></section>\n");
}

static void put_lacking(struct ctx *ctx, struct html *h, const struct home *home)
{
    int64_t all = 0;
    HTMLF(h, "<section id=\"lacking\"><h2>{}</h2>", text(ctx, T_HOME_LACKS));
    for (size_t i = 0; i < LACKS; i++) {
        all += home->lacking[i];
    }
    if (all == 0) {
        ui_note(h, UI_DONE, text(ctx, T_HOME_LACKS_NOTHING));
    } else {
        HTML(h, "<ul>");
        for (size_t i = 0; i < LACKS; i++) {
            if (home->lacking[i] > 0) {
                HTMLF(h, "<li><a href=\"{}\">{}</a></li>", figure_url(ctx, lacks[i].figure),
                      text_with(ctx, lacks[i].line, TEXT_ARG("n", home->lacking[i])));
            }
        }
        HTML(h, "</ul>");
    }
    HTML(h, "</section>\n");
}

static enum chart_state bar_state(enum figure_status status)
{
    return status == FIGURE_NO_DATA ? CHART_MISSING : status == FIGURE_RECONSTRUCTED ? CHART_RECONSTRUCTED : CHART_KNOWN;
}

/* One bar a direction in the order of the analysis; a direction without a number keeps its slot and says so, a reconstructed
   one is drawn as such and is never called the greatest. */
static void put_directions(struct ctx *ctx, struct html *h, const struct home *home)
{
    struct str names[DIRECTIONS], series[1] = { str_format(ctx->arena, "%d-%d", ctx->year, ctx->year + 1) };
    struct chart_value values[DIRECTIONS];
    const struct figure *most = NULL;
    size_t most_at = 0;
    for (size_t i = 0; i < DIRECTIONS; i++) {
        const struct figure *f = &home->by_direction[i];
        enum chart_state state = bar_state(f->status);
        names[i] = text(ctx, directions[i].name);
        values[i] = (struct chart_value){ .state = state,
                                          .value = state == CHART_MISSING ? 0 : f->value,
                                          .shown = sentence_value(ctx->arena, ctx->lang, f),
                                          .link = figure_path(ctx->arena, f->name, ctx->year) };
        if (state == CHART_KNOWN && (!most || f->value > most->value)) {
            most = f;
            most_at = i;
        }
    }
    struct str sentence = most ? text_with(ctx, T_HOME_BY_DIRECTION_MOST, TEXT_ARG("direction", names[most_at]),
                                           TEXT_ARG("value", unit_with(ctx->arena, ctx->lang, UNIT_PERSONS, most->value)))
                               : text(ctx, T_HOME_BY_DIRECTION_NONE);
    const struct chart chart = { .kind = CHART_BAR,
                                 .title = text(ctx, T_HOME_BY_DIRECTION_CHART),
                                 .description = sentence,
                                 .unit = unit_short(ctx->lang, UNIT_PERSONS),
                                 .categories = names,
                                 .n_categories = DIRECTIONS,
                                 .series = series,
                                 .n_series = 1,
                                 .values = values,
                                 .no_data = text(ctx, T_UI_NO_DATA),
                                 .reconstructed = text(ctx, T_REPORT_RECONSTRUCTED) };
    HTMLF(h, "<section><h2>{}</h2>", text(ctx, T_HOME_BY_DIRECTION));
    chart_svg_put(ctx, h, &chart, STR("by-direction"));
    HTML(h, "</section>\n");
}

static void put_near(struct ctx *ctx, struct html *h, const struct home *home)
{
    HTMLF(h, "<section><h2>{}</h2>", text(ctx, home->near_is_next ? T_HOME_NEXT : T_HOME_LAST));
    const struct ui_column columns[] = { { .label = text(ctx, T_ACTIVITY_TITLE), .heads = true },
                                         { .label = text(ctx, T_ACTIVITY_PERIOD) } };
    ui_table_begin(h, text(ctx, T_HOME_NEAR_CAPTION), columns, COUNT(columns));
    for (size_t i = 0; i < home->n_near; i++) {
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], near_url(ctx, &home->near[i]), home->near[i].title);
        ui_cell(h, &columns[1], near_when(ctx, &home->near[i]));
        ui_row_end(h);
    }
    ui_table_end(h);
    HTMLF(h, "<p><a href=\"{}\">{}</a></p></section>\n", url_own(ctx->arena, STR("/activity")), text(ctx, T_HOME_NEAR_ALL));
}

static bool put_no_year(struct ctx *ctx, struct reply *reply, struct err *e)
{
    const struct page page = { .title = text(ctx, T_HOME_NO_YEAR), .menu_path = "/" };
    struct html *h = page_begin(ctx, &page);
    bool keeps = actor_may(ctx->actor, ROLES_RECORD);
    ui_empty(h, text(ctx, T_HOME_NO_YEAR_DO),
             keeps ? url_own(ctx->arena, STR("/academic_year/new")) : (struct html_url){ STR_NONE },
             text(ctx, T_HOME_ADD_YEAR));
    return page_end(ctx, h, reply, e);
}

static void put_backup(struct ctx *ctx, struct html *h, const struct home *home)
{
    if (home->no_backup.len) {
        ui_note(h, UI_ATTENTION, home->no_backup);
        HTMLF(h, "<p><a href=\"{}\">{}</a></p>\n", url_own(ctx->arena, STR("/backup")), text(ctx, T_BACKUP_MENU));
    }
}

bool home_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    if (ctx->actor->account_id == 0) {
        return reply_see(ctx, reply, url_own(ctx->arena, STR("/sign-in")));
    }
    if (ctx->year == 0) {
        return put_no_year(ctx, reply, e);
    }
    struct home home = { 0 };
    if (!read_home(ctx, &home, e)) {
        return false;
    }
    struct str year = str_format(ctx->arena, "%d-%d", ctx->year, ctx->year + 1);
    struct html *actions = html_new(ctx->arena, 4096);
    event_button(ctx, actions, UI_PRIMARY);
    const struct page page = { .title = text_with(ctx, T_HOME_TITLE, TEXT_ARG("year", year)),
                               .menu_path = "/",
                               .actions = html_part(actions) };
    struct html *h = page_begin(ctx, &page);
    put_backup(ctx, h, &home);
    put_tiles(ctx, h, &home);
    event_drafts_put(ctx, h, &home.drafts);
    put_waiting(ctx, h, &home);
    if (actor_may(ctx->actor, SEES_FIGURES)) {
        put_directions(ctx, h, &home);
        put_lacking(ctx, h, &home);
    }
    if (home.n_near > 0) {
        put_near(ctx, h, &home);
    }
    return page_end(ctx, h, reply, e);
}

static const struct route routes[] = {
    { METHOD_GET, "/", RIGHT_PUBLIC, home_page, NULL, 0 },
    { METHOD_GET, "/search", RIGHT_SIGNED_IN, home_search, NULL, 0 },
};
static const struct menu_item menu[] = { { T_HOME_MENU, "/", RIGHT_SIGNED_IN } };

extern const struct feature feature_home;
const struct feature feature_home = {
    .name = "home",
    .routes = routes,
    .n_routes = COUNT(routes),
    .menu = menu,
    .n_menu = COUNT(menu),
    .figures = home_figures,
    .n_figures = HOME_FIGURES,
    .queries = home_queries,
    .n_queries = home_n_queries,
    .migrations = home_migrations,
    .n_migrations = home_n_migrations,
};
