/* On the page of an activity: what it repeats and what repeats it, and this year against that one, each number with its rows.
 */
#include "activity_sql.h"
#include "base/text/text.h"
#include "features/activity/activity_in.h"
#include "features/headcount/headcount.h"
#include "report/sentence.h"

#include <stddef.h>

struct kin {
    int64_t id, year, later;
    struct str title, code;
};
static const struct db_column kin_columns[] = {
    { "id", DB_INT, offsetof(struct kin, id) },       { "year", DB_INT, offsetof(struct kin, year) },
    { "later", DB_INT, offsetof(struct kin, later) }, { "title", DB_TEXT, offsetof(struct kin, title) },
    { "code", DB_TEXT, offsetof(struct kin, code) },
};
static const struct db_shape kin_shape = DB_SHAPE(struct kin, kin_columns);

/* What is known of one unit and audience of one of the two. */
struct cell {
    int64_t activity, value;
    struct str unit, audience;
};
static const struct db_column cell_columns[] = {
    { "activity", DB_INT, offsetof(struct cell, activity) },
    { "value", DB_INT, offsetof(struct cell, value) },
    { "unit", DB_TEXT, offsetof(struct cell, unit) },
    { "audience", DB_TEXT, offsetof(struct cell, audience) },
};
static const struct db_shape cell_shape = DB_SHAPE(struct cell, cell_columns);

struct both {
    struct kin now, before;
    struct cell *cells;
    size_t n_cells;
};
enum { COLUMNS = 4 };

static struct str years(struct ctx *ctx, int64_t year)
{
    return str_format(ctx->arena, "%lld-%lld", (long long)year, (long long)year + 1);
}

static struct html_safe number(struct ctx *ctx, struct html_url to, const struct figure *figure)
{
    struct html *h = html_new(ctx->arena, 4096);
    ui_figure(h, to, sentence_value(ctx->arena, ctx->lang, figure), UI_FIGURE_SOUND, STR_NONE);
    return html_part(h);
}

static void put_row(struct ctx *ctx, struct html *h, const struct ui_column *columns, struct str label,
                    const struct figure figures[2], const struct html_url to[2])
{
    ui_row_begin(h);
    ui_cell(h, &columns[0], label);
    ui_cell_part(h, &columns[1], number(ctx, to[0], &figures[0]));
    ui_cell_part(h, &columns[2], number(ctx, to[1], &figures[1]));
    ui_cell(h, &columns[3], sentence_change(ctx->arena, ctx->lang, &figures[0], &figures[1], SUBJECT_NEUTER));
    ui_row_end(h);
}

static struct figure of_audience(const struct both *both, int64_t activity, const struct figure *whole, struct str audience)
{
    struct figure figure = *whole;
    figure.status = FIGURE_NO_DATA;
    figure.value = figure.n_rows = figure.n_known = 0;
    for (size_t i = 0; i < both->n_cells; i++) {
        const struct cell *cell = &both->cells[i];
        if (cell->activity == activity && str_equal(cell->audience, audience) &&
            str_is(cell->unit, unit_word(whole->def->unit))) {
            figure.status = FIGURE_KNOWN;
            figure.value += cell->value;
        }
    }
    return figure;
}

static struct html_url counts_url(struct ctx *ctx, const struct kin *kin, struct str unit, struct str audience)
{
    struct arena *a = ctx->arena;
    struct html_url to = url_add(a, url_own(a, STR("/headcount")), "activity", str_format(a, "%lld", (long long)kin->id));
    to = url_add(a, url_add(a, to, "unit", unit), "audience", audience);
    return url_add(a, to, "year", str_format(a, "%lld", (long long)kin->year));
}

static void put_audiences(struct ctx *ctx, struct html *h, const struct ui_column *columns, const struct both *both,
                          const struct figure wholes[2])
{
    struct str unit = str_c(unit_word(wholes[0].def->unit));
    for (size_t i = 0; i < HEADCOUNT_AUDIENCES; i++) {
        struct str audience = str_c(headcount_audiences[i].word);
        const struct figure figures[] = { of_audience(both, both->now.id, &wholes[0], audience),
                                          of_audience(both, both->before.id, &wholes[1], audience) };
        if (figures[0].status == FIGURE_KNOWN || figures[1].status == FIGURE_KNOWN) {
            const struct html_url to[] = { counts_url(ctx, &both->now, unit, audience),
                                           counts_url(ctx, &both->before, unit, audience) };
            put_row(ctx, h, columns, text(ctx, headcount_audiences[i].label), figures, to);
        }
    }
}

static bool has_unit(const struct both *both, const char *unit)
{
    for (size_t i = 0; i < both->n_cells; i++) {
        if (str_is(both->cells[i].unit, unit)) {
            return true;
        }
    }
    return str_is(STR("persons"), unit); /* of a series they may stand in its parts alone */
}

static bool put_units(struct ctx *ctx, struct html *h, const struct ui_column *columns, const struct both *both, struct err *e)
{
    for (int u = 0; u < UNIT_COUNT; u++) {
        const char *unit = unit_word((enum unit)u);
        const struct kin *kins[] = { &both->now, &both->before };
        struct figure wholes[2];
        struct html_url to[2];
        if (!has_unit(both, unit)) {
            continue;
        }
        for (size_t i = 0; i < 2; i++) {
            struct str name = str_format(ctx->arena, "%.*s.%s", (int)kins[i]->code.len, kins[i]->code.at, unit);
            if (!figure_number(ctx, name, (int)kins[i]->year, &wholes[i], e)) {
                return false;
            }
            to[i] = url_own(ctx->arena, figure_path(ctx->arena, name, (int)kins[i]->year));
        }
        put_row(ctx, h, columns, text_with(ctx, T_ACTIVITY_COMPARE_ALL, TEXT_ARG("unit", unit_short(ctx->lang, (enum unit)u))),
                wholes, to);
        put_audiences(ctx, h, columns, both, wholes);
    }
    return true;
}

static bool put_comparison(struct ctx *ctx, struct html *h, struct both *both, struct err *e)
{
    if (!db_rows(ctx->db, ctx->arena, &q_activity_cells, DB_ARGS(both->now.id, both->before.id), &cell_shape, &both->cells,
                 &both->n_cells, e)) {
        return false;
    }
    const struct ui_column columns[COLUMNS] = { { .label = text(ctx, T_ACTIVITY_COMPARE_WHAT), .heads = true },
                                                { .label = years(ctx, both->now.year), .number = true },
                                                { .label = years(ctx, both->before.year), .number = true },
                                                { .label = text(ctx, T_ACTIVITY_COMPARE_CHANGE) } };
    ui_table_begin(h, text(ctx, T_ACTIVITY_COMPARE_CAPTION), columns, COLUMNS);
    bool done = put_units(ctx, h, columns, both, e);
    ui_table_end(h);
    return done;
}

static bool put_kin(struct ctx *ctx, struct html *h, const struct record *record, struct err *e)
{
    struct kin *kins;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_activity_kin, DB_ARGS(record->id), &kin_shape, &kins, &n, e)) {
        return false;
    }
    if (n) {
        HTMLF(h, "<h2>{}</h2>", text(ctx, T_ACTIVITY_REPEATS_HEADING));
    }
    for (size_t i = 0; i < n; i++) {
        struct html_url to = url_own(ctx->arena, str_format(ctx->arena, "/activity/%lld", (long long)kins[i].id));
        HTMLF(h, "<p>{}: <a href=\"{}\">{}</a> ({})</p>",
              text(ctx, kins[i].later ? T_ACTIVITY_REPEATED_BY : T_ACTIVITY_REPEATS_WHAT), to, kins[i].title,
              years(ctx, kins[i].year));
        if (!kins[i].later) {
            struct both both = { .before = kins[i] };
            struct db_value year = record_value(record, "year"), code = record_value(record, "code");
            both.now = (struct kin){ .id = record->id, .year = year.as.i, .title = record_title(record), .code = code.as.s };
            if (!put_comparison(ctx, h, &both, e)) {
                return false;
            }
        }
    }
    return true;
}

void activity_repeat_button(struct ctx *ctx, const struct record *record, struct html *h)
{
    if (actor_may(ctx->actor, ROLES_CENTRE) && register_may(ctx, &activity_register, MAY_ADD)) {
        struct str to = str_format(ctx->arena, "/activity/%lld/repeat", (long long)record->id);
        HTML(h, "<p class=\"no-print\">");
        ui_link_button(h, url_own(ctx->arena, to), text(ctx, T_ACTIVITY_REPEAT), UI_PLAIN);
        HTML(h, "</p>");
    }
}

void activity_kin_panel(struct ctx *ctx, const struct record *record, struct html *h)
{
    struct err e = { 0 };
    if (!actor_may(ctx->actor, ROLES_CENTRE)) {
        return; /* numbers of all schools */
    }
    if (!put_kin(ctx, h, record, &e)) {
        ui_note(h, UI_ERROR, text(ctx, T_ACTIVITY_KIN_FAILED));
    }
}
