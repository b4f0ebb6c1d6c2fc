/* Graduates: the registers of cohorts, their categories, the fields they chose and the programmes they finished here. */
#include "features/feature.h"
#include "features/graduate/graduate_in.h"
#include "graduate_sql.h"

#define CHOICES(list) .choices = (list), .n_choices = COUNT(list)

static const struct choice states[] = {
    { "open", T_GRADUATE_STATE_OPEN },
    { "closed", T_GRADUATE_STATE_CLOSED },
};
static const struct choice destinations[] = {
    { "total", T_GRADUATE_TO_TOTAL },
    { "higher", T_GRADUATE_TO_HIGHER },
    { "vocational", T_GRADUATE_TO_VOCATIONAL },
    { "employed", T_GRADUATE_TO_EMPLOYED },
    { "army", T_GRADUATE_TO_ARMY },
    { "undecided", T_GRADUATE_TO_UNDECIDED },
    { "unknown", T_GRADUATE_TO_UNKNOWN },
    { "other", T_GRADUATE_TO_OTHER },
    { "stayed", T_GRADUATE_TO_STAYED },
    { "not_identified", T_GRADUATE_TO_NOT_IDENTIFIED },
};
const struct choice graduate_roles[GRADUATE_ROLES] = {
    [GRADUATE_TOTAL] = { "total", T_GRADUATE_ROLE_TOTAL },
    [GRADUATE_PART] = { "part", T_GRADUATE_ROLE_PART },
    [GRADUATE_SUBSET] = { "subset", T_GRADUATE_ROLE_SUBSET },
    [GRADUATE_DERIVED] = { "derived", T_GRADUATE_ROLE_DERIVED },
};

static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
};

/* Cohorts of all years stand in one list: `year` is the calendar year they left school in, so it is no ft_year. */
static const struct field cohort_fields[] = {
    { "year", &ft_calendar_year, T_GRADUATE_COHORT_YEAR, F_REQUIRED | F_LIST | F_UNIQUE, .hint = T_GRADUATE_COHORT_YEAR_HINT },
    { "state", &ft_choice, T_GRADUATE_STATE, F_LIST | F_FILTER, CHOICES(states) },
    { "note", &ft_long_text, T_GRADUATE_NOTE, F_WIDE },
};
static const struct step cohort_steps[] = {
    { "open", "closed", ROLES_RECORD, T_GRADUATE_CLOSE },
    { "closed", "open", ROLE(ROLE_HEAD) | ROLE(ROLE_ADMINISTRATOR), T_GRADUATE_OPEN },
};
/* A new cohort is an open one. */
static bool cohort_check(struct ctx *ctx, struct form *form, struct err *e)
{
    if (form_value(form, "state").kind == DB_NULL) {
        form_set(form, "state", DB_VALUE(STR("open")));
    }
    return true;
}

static const struct register_def cohort_register = {
    .name = "graduate_cohort",
    .one = T_GRADUATE_COHORT_ONE,
    .many = T_GRADUATE_COHORTS,
    .title_field = "year",
    .heading = T_GRADUATE_COHORT_HEADING,
    .order = "-year",
    .fields = cohort_fields,
    .n_fields = COUNT(cohort_fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .steps = cohort_steps,
    .n_steps = COUNT(cohort_steps),
    .hooks = { .check = cohort_check, .after_save = graduate_cohort_after_save, .panel = graduate_cohort_panel },
};

static const struct field category_fields[] = {
    { "cohort", &ft_ref, T_GRADUATE_COHORT, F_REQUIRED | F_LIST | F_FILTER | F_TOLD | F_FIXED, .ref = "graduate_cohort" },
    { "destination", &ft_choice, T_GRADUATE_DESTINATION, F_REQUIRED | F_LIST | F_FILTER, CHOICES(destinations),
      .hint = T_GRADUATE_DESTINATION_HINT },
    { "title", &ft_text, T_GRADUATE_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 300 },
    { "role", &ft_choice, T_GRADUATE_ROLE, F_REQUIRED | F_LIST | F_FILTER, .choices = graduate_roles,
      .n_choices = GRADUATE_ROLES, .hint = T_GRADUATE_ROLE_HINT },
    { "value", &ft_int, T_GRADUATE_VALUE, F_LIST, .min = 0, .max = 1000000, .hint = T_GRADUATE_VALUE_HINT },
    { "share_as_printed", &ft_text, T_GRADUATE_SHARE_AS_PRINTED, 0, .max = 40 },
    { "note", &ft_long_text, T_GRADUATE_NOTE, F_SEARCH | F_WIDE },
};
static const struct register_def category_register = {
    .name = "graduate_category",
    .one = T_GRADUATE_CATEGORY_ONE,
    .many = T_GRADUATE_CATEGORIES,
    .title_field = "title",
    .same = { "title", "cohort", "destination", "role" },
    .order = "cohort",
    .fields = category_fields,
    .n_fields = COUNT(category_fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = graduate_category_check, .after_save = graduate_category_after_save },
};

static const struct field field_fields[] = {
    { "year", &ft_year, T_GRADUATE_FIELD_YEAR, F_REQUIRED | F_LIST | F_FILTER },
    { "label_as_printed", &ft_text, T_GRADUATE_LABEL_AS_PRINTED, 0, .max = 100 },
    { "field", &ft_ref, T_GRADUATE_FIELD, F_REQUIRED | F_LIST | F_FILTER, .ref = "field_of_study" },
    { "persons", &ft_int, T_GRADUATE_VALUE, F_LIST, .min = 0, .max = 1000000, .hint = T_GRADUATE_VALUE_HINT },
    { "cohort_year", &ft_calendar_year, T_GRADUATE_FIELD_COHORT, F_LIST },
    { "cohort_certain", &ft_yes_no, T_GRADUATE_COHORT_CERTAIN, F_FILTER },
    { "note", &ft_long_text, T_GRADUATE_NOTE, F_WIDE },
};
/* Certain only where somebody says so. */
static bool field_check(struct ctx *ctx, struct form *form, struct err *e)
{
    if (form_value(form, "cohort_certain").kind == DB_NULL) {
        form_set(form, "cohort_certain", DB_VALUE(0));
    }
    return true;
}

static const struct register_def field_register = {
    .name = "graduate_field",
    .one = T_GRADUATE_FIELD_ONE,
    .many = T_GRADUATE_FIELDS,
    .title_field = "field",
    .same = { "field", "year", "label_as_printed", "cohort_year" },
    .order = "-persons",
    .fields = field_fields,
    .n_fields = COUNT(field_fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = field_check },
};

static const struct field programme_fields[] = {
    { "year", &ft_year, T_GRADUATE_PROGRAMME_YEAR, F_REQUIRED | F_FIXED },
    { "title", &ft_text, T_GRADUATE_PROGRAMME_TITLE, F_REQUIRED | F_LIST | F_UNIQUE | F_WIDE, .max = 300 },
    { "graduates", &ft_int, T_GRADUATE_PROGRAMME_GRADUATES, F_LIST, .min = 0, .max = 1000000, .hint = T_GRADUATE_VALUE_HINT },
    { "note", &ft_long_text, T_GRADUATE_NOTE, F_WIDE },
};
static const struct register_def programme_register = {
    .name = "graduate_programme",
    .one = T_GRADUATE_PROGRAMME_ONE,
    .many = T_GRADUATE_PROGRAMMES,
    .title_field = "title",
    .year_field = "year",
    .order = "title",
    .fields = programme_fields,
    .n_fields = COUNT(programme_fields),
    .rules = rules,
    .n_rules = COUNT(rules),
};

static const struct register_def *const registers[] = { &cohort_register, &category_register, &field_register,
                                                        &programme_register };
static const struct menu_item menu[] = { { T_GRADUATE_COHORTS, "/graduate_cohort", ROLES_CENTRE, MENU_HELD } };

extern const struct feature feature_graduate;
const struct feature feature_graduate = {
    .name = "graduate",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .figures = graduate_figures,
    .n_figures = GRADUATE_FIGURES,
    .queries = graduate_queries,
    .n_queries = graduate_n_queries,
    .migrations = graduate_migrations,
    .n_migrations = graduate_n_migrations,
};
