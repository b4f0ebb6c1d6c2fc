/* Criteria by which the works of a contest are judged. */

#include "criterion_sql.h"
#include "features/feature.h"

static const struct field fields[] = {
    { "title", &ft_text, T_CRITERION_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 300 },
    { "nomination", &ft_ref, T_CRITERION_NOMINATION, F_REQUIRED | F_LIST | F_FILTER, .ref = "nomination" },
    { "most_points", &ft_int, T_CRITERION_MOST_POINTS, F_REQUIRED | F_LIST, .min = 1, .max = 1000 },
    { "weight", &ft_int, T_CRITERION_WEIGHT, F_LIST, .min = 1, .max = 100, .hint = T_CRITERION_WEIGHT_HINT },
    { "note", &ft_long_text, T_CRITERION_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
};

static const struct register_def criterion_register = {
    .name = "criterion",
    .one = T_CRITERION_ONE,
    .many = T_CRITERION_MANY,
    .title_field = "title",
    .same = { "title", "nomination" },
    .order = "title",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
};
static const struct register_def *const registers[] = { &criterion_register };
static const struct menu_item menu[] = {
    { T_CRITERION_MENU, "/criterion", ROLES_CENTRE, MENU_HELD },
};

extern const struct feature feature_criterion;
const struct feature feature_criterion = {
    .name = "criterion",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .migrations = criterion_migrations,
    .n_migrations = criterion_n_migrations,
};
