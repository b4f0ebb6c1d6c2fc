/* Certificates, diplomas and letters of thanks for an activity: what, to whom, how many. */
#include "award_sql.h"
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

/* The school year is the activity's: the foreign key holds both to one row. */
static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_value activity = form_value(form, "activity");
    struct db_table year;
    if (activity.kind != DB_INT) {
        return true;
    }
    if (!db_table(ctx->db, ctx->arena, &q_award_activity_year, DB_ARGS(activity), &year, e)) {
        return false;
    }
    if (year.n_rows) {
        form_set(form, "year", year.values[0]);
    }
    return true;
}

static const struct register_def award_register = {
    .name = "award",
    .one = T_AWARD_ONE,
    .many = T_AWARD_MANY,
    .title_field = "title",
    .year_field = "year",
    .order = "title",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check },
};
static const struct register_def *const registers[] = { &award_register };
static const struct menu_item menu[] = { { T_AWARD_MENU, "/award", ROLES_CENTRE } };

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
