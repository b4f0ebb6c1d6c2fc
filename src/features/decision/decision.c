/* Decisions for the next year: what the analysis ends with, who does it, until when, by which indicator it is seen. `year` is
   the year they are to be carried out in, so the list is of all years and filtered by it. */
#include "decision_sql.h"
#include "features/feature.h"

static const struct choice states[] = {
    { "open", T_DECISION_STATUS_OPEN },   { "in_work", T_DECISION_STATUS_IN_WORK }, { "done", T_DECISION_STATUS_DONE },
    { "moved", T_DECISION_STATUS_MOVED }, { "dropped", T_DECISION_STATUS_DROPPED },
};
static const struct field fields[] = {
    { "text", &ft_text, T_DECISION_TEXT, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 1000 },
    { "year", &ft_year, T_DECISION_YEAR, F_REQUIRED | F_LIST | F_FILTER, .hint = T_DECISION_YEAR_HINT },
    { "section", &ft_int, T_DECISION_SECTION, F_LIST | F_FILTER, .min = 1, .max = 99, .hint = T_DECISION_SECTION_HINT },
    { "owner", &ft_text, T_DECISION_OWNER, F_LIST | F_SEARCH, .max = 200, .hint = T_DECISION_OWNER_HINT },
    { "due", &ft_period, T_DECISION_DUE, F_LIST },
    { "indicator", &ft_text, T_DECISION_INDICATOR, F_SEARCH, .max = 300 },
    { "target", &ft_text, T_DECISION_TARGET, 0, .max = 200, .hint = T_DECISION_TARGET_HINT },
    { "status", &ft_choice, T_DECISION_STATUS, F_LIST | F_FILTER, .choices = states, .n_choices = COUNT(states) },
    { "note", &ft_long_text, T_DECISION_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE, ROWS_ALL, MAY_SEE },
};

/* A new decision is an open one. */
static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    if (form_value(form, "status").kind == DB_NULL) {
        form_set(form, "status", DB_VALUE(STR("open")));
    }
    return true;
}

static const struct register_def decision_register = {
    .name = "decision",
    .one = T_DECISION_ONE,
    .many = T_DECISION_MANY,
    .title_field = "text",
    .same = { "text", "year", "section" },
    .order = "section",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check },
};
static const struct register_def *const registers[] = { &decision_register };
static const struct menu_item menu[] = { { T_DECISION_MENU, "/decision", ROLES_CENTRE } };

extern const struct feature feature_decision;
const struct feature feature_decision = {
    .name = "decision",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .migrations = decision_migrations,
    .n_migrations = decision_n_migrations,
};
