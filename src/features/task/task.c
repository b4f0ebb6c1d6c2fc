/* Tasks of a year. Their numbers are the sections of the annual analysis. */
#include "features/feature.h"
#include "task_sql.h"

static const struct choice directions[] = {
    { "services", T_TASK_DIRECTION_SERVICES },   { "events", T_TASK_DIRECTION_EVENTS },
    { "informing", T_TASK_DIRECTION_INFORMING }, { "monitoring", T_TASK_DIRECTION_MONITORING },
    { "other", T_TASK_DIRECTION_OTHER },
};
static const struct field fields[] = {
    { "year", &ft_year, T_TASK_YEAR, F_REQUIRED | F_FIXED },
    { "number", &ft_int, T_TASK_NUMBER, F_REQUIRED | F_LIST | F_UNIQUE, .min = 1, .max = 99, .hint = T_TASK_NUMBER_HINT },
    { "direction", &ft_choice, T_TASK_DIRECTION, F_REQUIRED | F_LIST, .choices = directions, .n_choices = COUNT(directions) },
    { "title", &ft_text, T_TASK_TITLE, F_REQUIRED | F_LIST | F_WIDE, .max = 500 },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE, ROWS_ALL, MAY_SEE },
};

static const struct register_def task_register = {
    .name = "task",
    .one = T_TASK_ONE,
    .many = T_TASK_MANY,
    .title_field = "title",
    .year_field = "year",
    .order = "number",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
};
static const struct register_def *const registers[] = { &task_register };
static const struct menu_item menu[] = { { T_TASK_MENU, "/task", ROLES_CENTRE } };

extern const struct feature feature_task;
const struct feature feature_task = {
    .name = "task",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .migrations = task_migrations,
    .n_migrations = task_n_migrations,
};
