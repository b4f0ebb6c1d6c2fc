/* Academic years of the centre with their goal. The year chosen in the frame is one of these. */
#include "academic_year_sql.h"
#include "features/feature.h"

static const struct field fields[] = {
    { "year", &ft_year, T_ACADEMIC_YEAR_YEAR, F_REQUIRED | F_LIST | F_UNIQUE | F_FIXED },
    { "goal", &ft_long_text, T_ACADEMIC_YEAR_GOAL, F_LIST | F_WIDE, .max = 2000 },
    { "note", &ft_long_text, T_ACADEMIC_YEAR_NOTE, F_WIDE, .max = 2000 },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE, ROWS_ALL, MAY_SEE },
};

static const struct register_def academic_year_register = {
    .name = "academic_year",
    .one = T_ACADEMIC_YEAR_ONE,
    .many = T_ACADEMIC_YEAR_MANY,
    .title_field = "year",
    .order = "-year",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
};
static const struct register_def *const registers[] = { &academic_year_register };
static const struct menu_item menu[] = { { T_ACADEMIC_YEAR_MENU, "/academic_year", ROLES_CENTRE, MENU_SETTING } };

extern const struct feature feature_academic_year;
const struct feature feature_academic_year = {
    .name = "academic_year",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .migrations = academic_year_migrations,
    .n_migrations = academic_year_n_migrations,
};
