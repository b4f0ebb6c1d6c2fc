/* Certificates, diplomas and letters of thanks for an activity: what, to whom, how many. */
#include "award_sql.h"
#include "features/activity/activity.h"
#include "features/feature.h"

static const struct choice audiences[] = {
    { "pupils", T_AWARD_AUDIENCE_PUPILS },
    { "staff", T_AWARD_AUDIENCE_STAFF },
    { "parents", T_AWARD_AUDIENCE_PARENTS },
    { "organisations", T_AWARD_AUDIENCE_ORGANISATIONS },
};
static const struct field fields[] = {
    { "title", &ft_text, T_AWARD_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 300, .hint = T_AWARD_TITLE_HINT },
    { "activity", &ft_ref, T_AWARD_ACTIVITY, F_REQUIRED | F_LIST | F_FILTER, .ref = "activity" },
    { "audience", &ft_choice, T_AWARD_AUDIENCE, F_REQUIRED | F_LIST | F_FILTER, .choices = audiences,
      .n_choices = COUNT(audiences) },
    { "number", &ft_int, T_AWARD_NUMBER, F_LIST | F_SUM, .min = 0, .max = 100000, .hint = T_AWARD_NUMBER_HINT },
    { "year", &ft_year, T_AWARD_YEAR, F_MADE },
    { "note", &ft_long_text, T_AWARD_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE, ROWS_ALL, MAY_SEE },
};

static const struct register_def award_register = {
    .name = "award",
    .one = T_AWARD_ONE,
    .many = T_AWARD_MANY,
    .title_field = "title",
    .same = { "title", "activity", "audience" },
    .year_field = "year",
    .order = "title",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = activity_gives_year },
};
static const struct register_def *const registers[] = { &award_register };
static const struct menu_item menu[] = { { T_AWARD_MENU, "/award", ROLES_CENTRE, MENU_HELD } };

static const struct figure_def given = {
    .name = "awards.given",
    .rows = &q_award_given_rows,
    .total = &q_award_given_total,
    .unit = UNIT_AWARDS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_SUM,
    .title = T_AWARD_FIGURE_GIVEN,
    .definition = T_AWARD_DEFINITION_GIVEN,
};
static const struct figure_def *const figures[] = { &given };

extern const struct feature feature_award;
const struct feature feature_award = {
    .name = "award",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .figures = figures,
    .n_figures = COUNT(figures),
    .queries = award_queries,
    .n_queries = award_n_queries,
    .migrations = award_migrations,
    .n_migrations = award_n_migrations,
};
