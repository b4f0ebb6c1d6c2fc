/* Results of championships: which organisation took which place in which competency. */

#include "championship_sql.h"
#include "features/activity/activity.h"
#include "features/feature.h"

static const struct choice places[] = {
    { "first", T_CHAMPIONSHIP_RESULT_PLACE_FIRST },
    { "second", T_CHAMPIONSHIP_RESULT_PLACE_SECOND },
    { "third", T_CHAMPIONSHIP_RESULT_PLACE_THIRD },
    { "medallion", T_CHAMPIONSHIP_RESULT_PLACE_MEDALLION },
    { "participant", T_CHAMPIONSHIP_RESULT_PLACE_PARTICIPANT },
};
static const struct field fields[] = {
    { "competency", &ft_ref, T_CHAMPIONSHIP_RESULT_COMPETENCY, F_REQUIRED | F_LIST | F_FILTER, .ref = "competency" },
    { "activity", &ft_ref, T_CHAMPIONSHIP_RESULT_ACTIVITY, F_REQUIRED | F_LIST | F_FILTER, .ref = "activity" },
    { "organisation", &ft_ref, T_CHAMPIONSHIP_RESULT_ORGANISATION, F_LIST | F_FILTER, .ref = "organisation" },
    { "participants", &ft_int, T_CHAMPIONSHIP_RESULT_PARTICIPANTS, F_LIST | F_SUM, .min = 0, .max = 100000 },
    { "place", &ft_choice, T_CHAMPIONSHIP_RESULT_PLACE, F_LIST | F_FILTER, .choices = places, .n_choices = COUNT(places) },
    { "points", &ft_text, T_CHAMPIONSHIP_RESULT_POINTS, 0, .max = 40 },
    { "year", &ft_year, T_CHAMPIONSHIP_RESULT_YEAR, F_MADE },
    { "note", &ft_long_text, T_CHAMPIONSHIP_RESULT_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
};

static const struct register_def championship_result_register = {
    .name = "championship_result",
    .one = T_CHAMPIONSHIP_RESULT_ONE,
    .many = T_CHAMPIONSHIP_RESULT_MANY,
    .title_field = "competency",
    .same = { "competency", "activity", "organisation" },
    .year_field = "year",
    .order = "competency",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = activity_gives_year },
};
static const struct register_def *const registers[] = { &championship_result_register };
static const struct menu_item menu[] = {
    { T_CHAMPIONSHIP_RESULT_MENU, "/championship_result", ROLES_CENTRE, MENU_HELD },
};

static const struct figure_def figure_participants = {
    .name = "championships.participants",
    .rows = &q_championship_participants_rows,
    .total = &q_championship_participants_total,
    .unit = UNIT_PERSONS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_SUM,
    .title = T_CHAMPIONSHIP_FIGURE_PARTICIPANTS,
    .definition = T_CHAMPIONSHIP_DEFINITION_PARTICIPANTS,
    .repeats_possible = true,
};
static const struct figure_def figure_prizes = {
    .name = "championships.prizes",
    .rows = &q_championship_prizes_rows,
    .total = &q_championship_prizes_total,
    .unit = UNIT_AWARDS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_COUNT,
    .title = T_CHAMPIONSHIP_FIGURE_PRIZES,
    .definition = T_CHAMPIONSHIP_DEFINITION_PRIZES,
};
static const struct figure_def *const figures[] = { &figure_participants, &figure_prizes };

extern const struct feature feature_championship;
const struct feature feature_championship = {
    .name = "championship",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .figures = figures,
    .n_figures = COUNT(figures),
    .queries = championship_queries,
    .n_queries = championship_n_queries,
    .migrations = championship_migrations,
    .n_migrations = championship_n_migrations,
};
