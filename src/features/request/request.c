/* Requests and feedback that came to the centre: from whom, what about, what became of it. Never the name of a child. */

#include "features/feature.h"
#include "request_sql.h"

static const struct choice kinds[] = {
    { "request", T_REQUEST_KIND_REQUEST },
    { "feedback", T_REQUEST_KIND_FEEDBACK },
    { "complaint", T_REQUEST_KIND_COMPLAINT },
    { "proposal", T_REQUEST_KIND_PROPOSAL },
};
static const struct choice askers[] = {
    { "pupil", T_REQUEST_ASKER_PUPIL },         { "parent", T_REQUEST_ASKER_PARENT },
    { "teacher", T_REQUEST_ASKER_TEACHER },     { "organisation", T_REQUEST_ASKER_ORGANISATION },
    { "authority", T_REQUEST_ASKER_AUTHORITY }, { "other", T_REQUEST_ASKER_OTHER },
};
static const struct choice channels[] = {
    { "visit", T_REQUEST_CHANNEL_VISIT }, { "phone", T_REQUEST_CHANNEL_PHONE },   { "letter", T_REQUEST_CHANNEL_LETTER },
    { "site", T_REQUEST_CHANNEL_SITE },   { "social", T_REQUEST_CHANNEL_SOCIAL }, { "other", T_REQUEST_CHANNEL_OTHER },
};
static const struct choice states[] = {
    { "new", T_REQUEST_STATE_NEW },
    { "in_work", T_REQUEST_STATE_IN_WORK },
    { "answered", T_REQUEST_STATE_ANSWERED },
    { "closed", T_REQUEST_STATE_CLOSED },
};
static const struct field fields[] = {
    { "title", &ft_text, T_REQUEST_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 300, .hint = T_REQUEST_TITLE_HINT },
    { "came_on", &ft_day, T_REQUEST_CAME_ON, F_REQUIRED | F_LIST | F_FILTER },
    { "kind", &ft_choice, T_REQUEST_KIND, F_REQUIRED | F_LIST | F_FILTER, .choices = kinds, .n_choices = COUNT(kinds) },
    { "asker", &ft_choice, T_REQUEST_ASKER, F_REQUIRED | F_LIST | F_FILTER, .choices = askers, .n_choices = COUNT(askers) },
    { "organisation", &ft_ref, T_REQUEST_ORGANISATION, F_LIST | F_FILTER | F_TOLD, .ref = "organisation" },
    { "channel", &ft_choice, T_REQUEST_CHANNEL, F_LIST | F_FILTER, .choices = channels, .n_choices = COUNT(channels) },
    { "answer_by", &ft_day, T_REQUEST_ANSWER_BY, F_LIST },
    { "state", &ft_choice, T_REQUEST_STATE, F_LIST | F_FILTER, .choices = states, .n_choices = COUNT(states) },
    { "answered_on", &ft_day, T_REQUEST_ANSWERED_ON, 0 },
    { "outcome", &ft_long_text, T_REQUEST_OUTCOME, F_SEARCH | F_WIDE },
    { "activity", &ft_ref, T_REQUEST_ACTIVITY, 0, .ref = "activity" },
    { "year", &ft_year, T_REQUEST_YEAR, F_MADE },
    { "note", &ft_long_text, T_REQUEST_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
};

static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_value state = form_value(form, "state"), came = form_value(form, "came_on"),
                    answered = form_value(form, "answered_on");
    form_give_year(form, "came_on", "year");
    if (state.kind == DB_NULL) {
        form_set(form, "state", DB_VALUE(STR("new")));
    } else if ((str_is(state.as.s, "answered") || str_is(state.as.s, "closed")) &&
               form_value(form, "outcome").kind == DB_NULL) {
        form_say(form, "outcome", text(ctx, T_REQUEST_NO_OUTCOME));
    }
    if (came.kind == DB_TEXT && answered.kind == DB_TEXT && str_compare(answered.as.s, came.as.s) < 0) {
        form_say(form, "answered_on", text(ctx, T_REQUEST_EARLY));
    }
    return true;
}

static const struct register_def request_register = {
    .name = "request",
    .one = T_REQUEST_ONE,
    .many = T_REQUEST_MANY,
    .title_field = "title",
    .same = { "title", "came_on", "organisation" },
    .year_field = "year",
    .order = "-came_on",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check },
};
static const struct register_def *const registers[] = { &request_register };
static const struct menu_item menu[] = {
    { T_REQUEST_MENU, "/request", ROLES_CENTRE, MENU_PEOPLE },
};

static const struct figure_def figure_count = {
    .name = "requests.count",
    .rows = &q_request_count_rows,
    .total = &q_request_count_total,
    .unit = UNIT_REQUESTS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_COUNT,
    .title = T_REQUEST_FIGURE_COUNT,
    .definition = T_REQUEST_DEFINITION_COUNT,
};
static const struct figure_def figure_answered = {
    .name = "requests.answered",
    .rows = &q_request_answered_rows,
    .total = &q_request_answered_total,
    .unit = UNIT_REQUESTS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_COUNT,
    .title = T_REQUEST_FIGURE_ANSWERED,
    .definition = T_REQUEST_DEFINITION_ANSWERED,
};
static const struct figure_def *const figures[] = { &figure_count, &figure_answered };

extern const struct feature feature_request;
const struct feature feature_request = {
    .name = "request",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .figures = figures,
    .n_figures = COUNT(figures),
    .queries = request_queries,
    .n_queries = request_n_queries,
    .migrations = request_migrations,
    .n_migrations = request_n_migrations,
};
