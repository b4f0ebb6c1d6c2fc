/* What has a deadline: points of the plan and decisions that are late or due in two weeks, requests to be answered, agreements
   that end within two months. Rows and not a number, because each is one act: to open it and do it. */
#include "base/clock.h"
#include "base/text/text.h"
#include "features/home/home_in.h"
#include "home_sql.h"
#include "web/ui.h"

#include <stddef.h>

enum { SOON_DAYS = 14, AGREEMENT_DAYS = 60 };

static const struct db_column columns_read[] = {
    { "register_name", DB_TEXT, offsetof(struct home_deadline, register_name) },
    { "id", DB_INT, offsetof(struct home_deadline, id) },
    { "title", DB_TEXT, offsetof(struct home_deadline, title) },
    { "due", DB_DAY, offsetof(struct home_deadline, due) },
};
static const struct db_shape shape = DB_SHAPE(struct home_deadline, columns_read);

bool home_deadlines_read(struct ctx *ctx, struct home_deadlines *ret, struct err *e)
{
    int minutes;
    if (!clock_local(ctx->now_ms, ctx->site->zone, &ret->today, &minutes)) {
        return err_set(e, ERR_BROKEN, "home", STR("the zone of the centre is not known"));
    }
    struct day soon = { true, ret->today.n + SOON_DAYS }, end = { true, ret->today.n + AGREEMENT_DAYS };
    return db_rows(ctx->db, ctx->arena, &q_home_deadlines,
                   DB_ARGS(ctx->year, day_iso(ctx->arena, ret->today), day_iso(ctx->arena, soon), day_iso(ctx->arena, end)),
                   &shape, &ret->rows, &ret->n, e);
}

static struct str kind_of(struct ctx *ctx, struct str register_name)
{
    return str_is(register_name, "plan_item")          ? text(ctx, T_HOME_DEADLINE_PLAN)
           : str_is(register_name, "meeting_decision") ? text(ctx, T_HOME_DEADLINE_MEETING)
           : str_is(register_name, "request")          ? text(ctx, T_HOME_DEADLINE_REQUEST)
                                                       : text(ctx, T_HOME_DEADLINE_AGREEMENT);
}

void home_deadlines_put(struct ctx *ctx, struct html *h, const struct home_deadlines *deadlines)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_HOME_DEADLINE_WHAT), .heads = true },
                                         { .label = text(ctx, T_HOME_DEADLINE_KIND) },
                                         { .label = text(ctx, T_HOME_DEADLINE_DUE) } };
    if (deadlines->n == 0) {
        return;
    }
    HTMLF(h, "<section id=\"deadlines\"><h2>{}</h2>", text(ctx, T_HOME_DEADLINES));
    ui_table_begin(h, text(ctx, T_HOME_DEADLINES_CAPTION), columns, COUNT(columns));
    for (size_t i = 0; i < deadlines->n; i++) {
        const struct home_deadline *row = &deadlines->rows[i];
        struct str day = text_day_long(ctx->arena, ctx->lang, row->due);
        struct str path =
            str_format(ctx->arena, "/%.*s/%lld", (int)row->register_name.len, row->register_name.at, (long long)row->id);
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], url_own(ctx->arena, path), row->title);
        ui_cell(h, &columns[1], kind_of(ctx, row->register_name));
        ui_cell(h, &columns[2],
                row->due.n < deadlines->today.n ? text_with(ctx, T_HOME_DEADLINE_LATE, TEXT_ARG("day", day)) : day);
        ui_row_end(h);
    }
    ui_table_end(h);
    HTML(h, "</section>\n");
}
