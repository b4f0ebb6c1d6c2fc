/* The page of deadlines: what the home page counts as late or near its end, row by row, each a link to where it is mended. The
   lists are short by nature (nobody keeps hundreds of late things), so they stand on one page without paging. */
#include "features/deadline/deadline.h"
#include "base/clock.h"
#include "base/text/text.h"
#include "deadline_sql.h"
#include "features/feature.h"

#include <stddef.h>

struct late {
    int64_t id;
    struct str title, who;
    struct day due;
};
static const struct db_column late_columns[] = {
    { "id", DB_INT, offsetof(struct late, id) },
    { "title", DB_TEXT, offsetof(struct late, title) },
    { "who", DB_TEXT, offsetof(struct late, who) },
    { "due", DB_DAY, offsetof(struct late, due) },
};
static const struct db_shape late_shape = DB_SHAPE(struct late, late_columns);

enum { SECTIONS = 4, AGREEMENTS = 3 };
static const struct section {
    const struct db_query *rows;
    const char *id, *register_name;
    enum text_id title, none, who, due;
} sections[SECTIONS] = {
    { &q_deadline_plan, "plan", "plan_item", T_DEADLINE_PLAN, T_DEADLINE_PLAN_NONE, T_DEADLINE_OWNER, T_DEADLINE_DUE },
    { &q_deadline_decisions, "decisions", "meeting_decision", T_DEADLINE_DECISIONS, T_DEADLINE_DECISIONS_NONE, T_DEADLINE_OWNER,
      T_DEADLINE_DUE },
    { &q_deadline_requests, "requests", "request", T_DEADLINE_REQUESTS, T_DEADLINE_REQUESTS_NONE, T_DEADLINE_FROM,
      T_DEADLINE_ANSWER_BY },
    { &q_deadline_agreements, "agreements", "document", T_DEADLINE_AGREEMENTS, T_DEADLINE_AGREEMENTS_NONE, T_DEADLINE_PARTNER,
      T_DEADLINE_VALID_UNTIL },
};
struct found {
    struct late *rows;
    size_t n;
};

bool deadline_days(struct ctx *ctx, struct deadline_days *ret_days, struct err *e)
{
    struct day today;
    int minutes;
    if (!clock_local(ctx->now_ms, ctx->site->zone, &today, &minutes)) {
        return err_set(e, ERR_BROKEN, "deadline", STR("the zone of the centre is not known"));
    }
    *ret_days = (struct deadline_days){ day_iso(ctx->arena, today),
                                        day_iso(ctx->arena, (struct day){ true, today.n - DEADLINE_NEAR_DAYS }),
                                        day_iso(ctx->arena, (struct day){ true, today.n + DEADLINE_NEAR_DAYS }) };
    return true;
}

static bool read_late(struct ctx *ctx, struct found found[SECTIONS], struct err *e)
{
    struct deadline_days days;
    if (!deadline_days(ctx, &days, e)) {
        return false;
    }
    for (size_t i = 0; i < SECTIONS; i++) {
        struct db_args args = i == AGREEMENTS ? DB_ARGS(days.from, days.until) : DB_ARGS(days.today);
        if (!db_rows(ctx->db, ctx->arena, sections[i].rows, args, &late_shape, &found[i].rows, &found[i].n, e)) {
            return false;
        }
    }
    return true;
}

static void put_section(struct ctx *ctx, struct html *h, const struct section *section, const struct found *found)
{
    struct str title = text(ctx, section->title);
    HTMLF(h, "<section id=\"{}\"><h2>{}</h2>", str_c(section->id), title);
    if (found->n == 0) {
        HTMLF(h, "<p>{}</p></section>\n", text(ctx, section->none));
        return;
    }
    const struct ui_column columns[] = { { .label = text(ctx, T_DEADLINE_WHAT), .heads = true },
                                         { .label = text(ctx, section->who) },
                                         { .label = text(ctx, section->due) } };
    ui_table_begin(h, title, columns, COUNT(columns));
    for (size_t i = 0; i < found->n; i++) {
        const struct late *one = &found->rows[i];
        struct str to = str_format(ctx->arena, "/%s/%lld", section->register_name, (long long)one->id);
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], url_own(ctx->arena, to), one->title);
        ui_cell(h, &columns[1], one->who);
        ui_cell(h, &columns[2], text_day_short(ctx->arena, ctx->lang, one->due));
        ui_row_end(h);
    }
    ui_table_end(h);
    HTML(h, "</section>\n");
}

static bool deadline_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct found found[SECTIONS];
    (void)request;
    if (!read_late(ctx, found, e)) {
        return false;
    }
    const struct page page = { .title = text(ctx, T_DEADLINE_TITLE), .menu_path = "/deadline" };
    struct html *h = page_begin(ctx, &page);
    for (size_t i = 0; i < SECTIONS; i++) {
        put_section(ctx, h, &sections[i], &found[i]);
    }
    return page_end(ctx, h, reply, e);
}

static bool deadline_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct arena *a = ctx->arena;
    struct found found[SECTIONS];
    struct deadline_days days;
    struct json *all = json_object(a);
    if (!json_asked(ctx, request, e) || !deadline_days(ctx, &days, e) || !read_late(ctx, found, e)) {
        return false;
    }
    json_put_text(a, all, "today", days.today);
    for (size_t i = 0; i < SECTIONS; i++) {
        struct json *list = json_array(a);
        for (size_t k = 0; k < found[i].n; k++) {
            struct json *j = json_object(a);
            json_put_text(a, j, "register", str_c(sections[i].register_name));
            json_put_int(a, j, "id", found[i].rows[k].id);
            json_put_text(a, j, "title", found[i].rows[k].title);
            json_put_some(a, j, "who", found[i].rows[k].who);
            json_put_text(a, j, "due", day_iso(a, found[i].rows[k].due));
            json_add(list, j);
        }
        json_put(a, all, sections[i].id, list);
    }
    reply_json(ctx, reply, json_write(a, all));
    return true;
}

#define LATE_ROWS                                                                                                              \
    "{'type': 'array', 'items': {'type': 'object', 'additionalProperties': false,"                                             \
    " 'required': ['register', 'id', 'title', 'who', 'due'], 'properties': {'register': {'type': 'string'},"                   \
    " 'id': {'type': 'integer'}, 'title': {'type': 'string'}, 'who': {'type': ['string', 'null']},"                            \
    " 'due': {'type': 'string', 'format': 'date'}}}}"
static const struct json_page json[] = {
    { "/deadline.json", ROLES_CENTRE, deadline_json, T_DEADLINE_TITLE,
      "{'type': 'object', 'additionalProperties': false,"
      " 'required': ['today', 'plan', 'decisions', 'requests', 'agreements'], 'properties': {"
      "'today': {'type': 'string', 'format': 'date'}, 'plan': " LATE_ROWS ", 'decisions': " LATE_ROWS ", 'requests': " LATE_ROWS
      ", 'agreements': " LATE_ROWS "}}",
      NULL, 0, 0 },
};
static const struct route routes[] = { { METHOD_GET, "/deadline", ROLES_CENTRE, deadline_page, NULL, 0 } };
static const struct menu_item menu[] = { { T_DEADLINE_MENU, "/deadline", ROLES_CENTRE } };

extern const struct feature feature_deadline;
const struct feature feature_deadline = {
    .name = "deadline",
    .routes = routes,
    .n_routes = COUNT(routes),
    .json = json,
    .n_json = COUNT(json),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = deadline_queries,
    .n_queries = deadline_n_queries,
    .migrations = deadline_migrations,
    .n_migrations = deadline_n_migrations,
};
