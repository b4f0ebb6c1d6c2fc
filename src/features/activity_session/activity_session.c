/* Sessions: a group, a stream, a reception, a lesson: a time and a place inside an activity. */

#include "activity_session_sql.h"
#include "features/activity/activity.h"
#include "features/feature.h"

static const struct choice states[] = {
    { "planned", T_ACTIVITY_SESSION_STATE_PLANNED },
    { "held", T_ACTIVITY_SESSION_STATE_HELD },
    { "cancelled", T_ACTIVITY_SESSION_STATE_CANCELLED },
};
static const struct field fields[] = {
    { "title", &ft_text, T_ACTIVITY_SESSION_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 300,
      .hint = T_ACTIVITY_SESSION_TITLE_HINT },
    { "activity", &ft_ref, T_ACTIVITY_SESSION_ACTIVITY, F_REQUIRED | F_LIST | F_FILTER, .ref = "activity" },
    { "day", &ft_day, T_ACTIVITY_SESSION_DAY, F_REQUIRED | F_LIST | F_FILTER },
    { "begins", &ft_time, T_ACTIVITY_SESSION_BEGINS, F_LIST },
    { "ends", &ft_time, T_ACTIVITY_SESSION_ENDS, 0 },
    { "place", &ft_text, T_ACTIVITY_SESSION_PLACE, F_LIST | F_SEARCH, .max = 200 },
    { "capacity", &ft_int, T_ACTIVITY_SESSION_CAPACITY, F_LIST, .min = 1, .max = 100000 },
    { "leader", &ft_text, T_ACTIVITY_SESSION_LEADER, F_LIST | F_SEARCH, .max = 200, .hint = T_ACTIVITY_SESSION_LEADER_HINT },
    { "state", &ft_choice, T_ACTIVITY_SESSION_STATE, F_LIST | F_FILTER, .choices = states, .n_choices = COUNT(states) },
    { "year", &ft_year, T_ACTIVITY_SESSION_YEAR, F_MADE },
    { "note", &ft_long_text, T_ACTIVITY_SESSION_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
};

/* One place holds one session at a time, those that were cancelled aside. */
static bool check_place(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_table others;
    struct db_value begins = form_value(form, "begins"), ends = form_value(form, "ends"), day = form_value(form, "day");
    struct db_value place = form_value(form, "place"), state = form_value(form, "state");
    if (begins.kind == DB_NULL || ends.kind == DB_NULL || day.kind == DB_NULL || place.kind == DB_NULL ||
        str_is(state.as.s, "cancelled")) {
        return true;
    }
    if (!db_table(ctx->db, ctx->arena, &q_activity_session_meanwhile, DB_ARGS(day, place, begins, ends, form->id), &others,
                  e)) {
        return false;
    }
    if (others.n_rows) {
        form_say(form, "place", text_with(ctx, T_ACTIVITY_SESSION_TAKEN, TEXT_ARG("title", others.values[0].as.s)));
    }
    return true;
}

static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_value begins = form_value(form, "begins"), ends = form_value(form, "ends");
    if (form_value(form, "state").kind == DB_NULL) {
        form_set(form, "state", DB_VALUE(STR("planned")));
    }
    if (begins.kind == DB_TEXT && ends.kind == DB_TEXT && str_compare(ends.as.s, begins.as.s) <= 0) {
        form_say(form, "ends", text(ctx, T_ACTIVITY_SESSION_BACKWARDS));
    }
    return activity_gives_year(ctx, form, e) && check_place(ctx, form, e);
}

static const struct register_def activity_session_register = {
    .name = "activity_session",
    .one = T_ACTIVITY_SESSION_ONE,
    .many = T_ACTIVITY_SESSION_MANY,
    .title_field = "title",
    .same = { "title", "activity", "day", "begins" },
    .year_field = "year",
    .order = "day",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check },
};
static const struct register_def *const registers[] = { &activity_session_register };
static const struct menu_item menu[] = {
    { T_ACTIVITY_SESSION_MENU, "/activity_session", ROLES_CENTRE, MENU_HELD },
};

extern const struct feature feature_activity_session;
const struct feature feature_activity_session = {
    .name = "activity_session",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = activity_session_queries,
    .n_queries = activity_session_n_queries,
    .migrations = activity_session_migrations,
    .n_migrations = activity_session_n_migrations,
};
