/* Themes of months and professional days: what the information stands follow. */

#include "features/feature.h"
#include "theme_sql.h"

static const struct choice kinds[] = {
    { "month", T_THEME_KIND_MONTH },
    { "day", T_THEME_KIND_DAY },
};
static const struct field fields[] = {
    { "title", &ft_text, T_THEME_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 300 },
    { "kind", &ft_choice, T_THEME_KIND, F_REQUIRED | F_LIST | F_FILTER, .choices = kinds, .n_choices = COUNT(kinds) },
    { "term", &ft_period, T_THEME_TERM, F_REQUIRED | F_LIST | F_FILTER, .hint = T_THEME_TERM_HINT },
    { "sector", &ft_text, T_THEME_SECTOR, F_LIST | F_FILTER | F_SEARCH, .max = 200 },
    { "source", &ft_text, T_THEME_SOURCE, F_SEARCH, .max = 300 },
    { "year", &ft_year, T_THEME_YEAR, F_MADE },
    { "note", &ft_long_text, T_THEME_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
};

/* The school year is that of the day. */
static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    form_give_year(form, "term", "year");
    return true;
}

static const struct register_def theme_register = {
    .name = "theme",
    .one = T_THEME_ONE,
    .many = T_THEME_MANY,
    .title_field = "title",
    .same = { "title", "term" },
    .year_field = "year",
    .order = "term",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check },
};
static const struct register_def *const registers[] = { &theme_register };
static const struct menu_item menu[] = {
    { T_THEME_MENU, "/theme", ROLES_CENTRE, MENU_PAPERS },
};

extern const struct feature feature_theme;
const struct feature feature_theme = {
    .name = "theme",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .migrations = theme_migrations,
    .n_migrations = theme_n_migrations,
};
