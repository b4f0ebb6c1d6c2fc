/* Nominations of a contest, in the order they are printed. */
#include "features/activity/activity.h"
#include "features/feature.h"
#include "nomination_sql.h"

static const struct field fields[] = {
    { "title", &ft_text, T_NOMINATION_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 300 },
    { "activity", &ft_ref, T_NOMINATION_ACTIVITY, F_REQUIRED | F_LIST | F_FILTER, .ref = "activity" },
    { "position", &ft_int, T_NOMINATION_POSITION, F_LIST, .min = 1, .max = 99, .hint = T_NOMINATION_POSITION_HINT },
    { "year", &ft_year, T_NOMINATION_YEAR, F_MADE },
    { "note", &ft_long_text, T_NOMINATION_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE, ROWS_ALL, MAY_SEE },
};

static const struct register_def nomination_register = {
    .name = "nomination",
    .one = T_NOMINATION_ONE,
    .many = T_NOMINATION_MANY,
    .title_field = "title",
    .same = { "title", "activity" },
    .year_field = "year",
    .order = "position",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = activity_gives_year },
};
static const struct register_def *const registers[] = { &nomination_register };
static const struct menu_item menu[] = { { T_NOMINATION_MENU, "/nomination", ROLES_CENTRE, MENU_HELD } };

extern const struct feature feature_nomination;
const struct feature feature_nomination = {
    .name = "nomination",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .migrations = nomination_migrations,
    .n_migrations = nomination_n_migrations,
};
