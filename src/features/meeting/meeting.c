/* Meetings and councils, and what they decided: protocol, decision, owner, deadline. */

#include "base/text/text.h"
#include "features/feature.h"
#include "meeting_sql.h"

#include <stddef.h>

static const struct choice bodies[] = {
    { "council", T_MEETING_BODY_COUNCIL },
    { "association", T_MEETING_BODY_ASSOCIATION },
    { "coordinators", T_MEETING_BODY_COORDINATORS },
    { "working_group", T_MEETING_BODY_WORKING_GROUP },
    { "staff", T_MEETING_BODY_STAFF },
    { "other", T_MEETING_BODY_OTHER },
};
static const struct choice states[] = {
    { "open", T_MEETING_DECISION_STATE_OPEN },
    { "in_work", T_MEETING_DECISION_STATE_IN_WORK },
    { "done", T_MEETING_DECISION_STATE_DONE },
    { "dropped", T_MEETING_DECISION_STATE_DROPPED },
};
static const struct field meeting_fields[] = {
    { "title", &ft_text, T_MEETING_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 300 },
    { "body", &ft_choice, T_MEETING_BODY, F_REQUIRED | F_LIST | F_FILTER, .choices = bodies, .n_choices = COUNT(bodies) },
    { "held_on", &ft_day, T_MEETING_HELD_ON, F_REQUIRED | F_LIST | F_FILTER },
    { "attendance", &ft_int, T_MEETING_ATTENDANCE, F_LIST, .min = 0, .max = 100000 },
    { "protocol", &ft_text, T_MEETING_PROTOCOL, F_LIST | F_SEARCH, .max = 60 },
    { "document", &ft_ref, T_MEETING_DOCUMENT, 0, .ref = "document" },
    { "agenda", &ft_long_text, T_MEETING_AGENDA, F_SEARCH | F_WIDE },
    { "year", &ft_year, T_MEETING_YEAR, F_MADE },
    { "note", &ft_long_text, T_MEETING_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
};

/* The school year is that of the day. */
static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    form_give_year(form, "held_on", "year");
    return true;
}

struct decided {
    int64_t id;
    struct str text, owner, state;
    struct day due;
};

static struct str state_shown(struct ctx *ctx, struct str word)
{
    for (size_t i = 0; i < COUNT(states); i++) {
        if (str_is(word, states[i].word)) {
            return text(ctx, states[i].label);
        }
    }
    return STR_NONE;
}

/* What the meeting decided stands under its protocol, in the order of the deadlines. */
static void panel(struct ctx *ctx, const struct record *record, struct html *h)
{
    static const struct db_column shown[] = {
        { "id", DB_INT, offsetof(struct decided, id) },        { "text", DB_TEXT, offsetof(struct decided, text) },
        { "owner", DB_TEXT, offsetof(struct decided, owner) }, { "state", DB_TEXT, offsetof(struct decided, state) },
        { "due", DB_DAY, offsetof(struct decided, due) },
    };
    static const struct db_shape shape = DB_SHAPE(struct decided, shown);
    struct decided *rows;
    size_t n;
    struct err e = { 0 };
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_MEETING_DECISION_MANY));
    if (!db_rows(ctx->db, ctx->arena, &q_meeting_decided, DB_ARGS(record->id), &shape, &rows, &n, &e)) {
        ui_note(h, UI_ERROR, text(ctx, T_MEETING_DECISIONS_FAILED));
        return;
    }
    const struct ui_column columns[] = { { .label = text(ctx, T_MEETING_DECISION_TEXT), .heads = true },
                                         { .label = text(ctx, T_MEETING_DECISION_OWNER) },
                                         { .label = text(ctx, T_MEETING_DECISION_DUE) },
                                         { .label = text(ctx, T_MEETING_DECISION_STATE) } };
    if (n > 0) {
        ui_table_begin(h, text(ctx, T_MEETING_DECISION_MANY), columns, COUNT(columns));
    }
    for (size_t i = 0; i < n; i++) {
        struct str to = str_format(ctx->arena, "/meeting_decision/%lld", (long long)rows[i].id);
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], url_own(ctx->arena, to), rows[i].text);
        ui_cell(h, &columns[1], rows[i].owner);
        ui_cell(h, &columns[2], rows[i].due.known ? text_day_short(ctx->arena, ctx->lang, rows[i].due) : STR_NONE);
        ui_cell(h, &columns[3], state_shown(ctx, rows[i].state));
        ui_row_end(h);
    }
    if (n > 0) {
        ui_table_end(h);
    }
    if (actor_may(ctx->actor, ROLES_RECORD)) {
        struct str to = str_format(ctx->arena, "/meeting_decision/new?meeting=%lld", (long long)record->id);
        HTML(h, "<p>");
        ui_link_button(h, url_own(ctx->arena, to), text(ctx, T_MEETING_DECISION_ADD), UI_PLAIN);
        HTML(h, "</p>");
    }
}

static const struct register_def meeting_register = {
    .name = "meeting",
    .one = T_MEETING_ONE,
    .many = T_MEETING_MANY,
    .title_field = "title",
    .same = { "title", "held_on" },
    .year_field = "year",
    .order = "-held_on",
    .fields = meeting_fields,
    .n_fields = COUNT(meeting_fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check, .panel = panel },
};
static const struct field meeting_decision_fields[] = {
    { "text", &ft_text, T_MEETING_DECISION_TEXT, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 1000 },
    { "meeting", &ft_ref, T_MEETING_DECISION_MEETING, F_REQUIRED | F_LIST | F_FILTER | F_TOLD, .ref = "meeting" },
    { "owner", &ft_text, T_MEETING_DECISION_OWNER, F_LIST | F_SEARCH, .max = 200 },
    { "due", &ft_day, T_MEETING_DECISION_DUE, F_LIST | F_FILTER },
    { "state", &ft_choice, T_MEETING_DECISION_STATE, F_LIST | F_FILTER, .choices = states, .n_choices = COUNT(states) },
    { "outcome", &ft_long_text, T_MEETING_DECISION_OUTCOME, F_SEARCH | F_WIDE },
};

/* A new decision is an open one; a done one says how. */
static bool check_decision(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_value state = form_value(form, "state");
    if (state.kind == DB_NULL) {
        form_set(form, "state", DB_VALUE(STR("open")));
    } else if (str_is(state.as.s, "done") && form_value(form, "outcome").kind == DB_NULL) {
        form_say(form, "outcome", text(ctx, T_MEETING_DECISION_DONE_HOW));
    }
    return true;
}

static const struct register_def meeting_decision_register = {
    .name = "meeting_decision",
    .one = T_MEETING_DECISION_ONE,
    .many = T_MEETING_DECISION_MANY,
    .title_field = "text",
    .same = { "text", "meeting" },
    .order = "due",
    .fields = meeting_decision_fields,
    .n_fields = COUNT(meeting_decision_fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check_decision },
};
static const struct register_def *const registers[] = { &meeting_register, &meeting_decision_register };
static const struct menu_item menu[] = {
    { T_MEETING_MENU, "/meeting", ROLES_CENTRE, MENU_PEOPLE },
    { T_MEETING_DECISION_MENU, "/meeting_decision", ROLES_CENTRE, MENU_PEOPLE },
};

static const struct figure_def figure_held = {
    .name = "meetings.held",
    .rows = &q_meeting_held_rows,
    .total = &q_meeting_held_total,
    .unit = UNIT_EVENTS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_COUNT,
    .title = T_MEETING_FIGURE_HELD,
    .definition = T_MEETING_DEFINITION_HELD,
};
static const struct figure_def *const figures[] = { &figure_held };

extern const struct feature feature_meeting;
const struct feature feature_meeting = {
    .name = "meeting",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .figures = figures,
    .n_figures = COUNT(figures),
    .queries = meeting_queries,
    .n_queries = meeting_n_queries,
    .migrations = meeting_migrations,
    .n_migrations = meeting_n_migrations,
};
