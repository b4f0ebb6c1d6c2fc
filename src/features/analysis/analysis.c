/* What the feature gives to the house: its routes with their rights, its place in the menu, its statements, and the register of
   values of earlier years, which figures fall back on. */
#include "analysis_sql.h"
#include "features/analysis/pages.h"
#include "features/feature.h"

static const struct choice period_types[] = { { "school year", T_ANALYSIS_EARLIER_SCHOOL_YEAR },
                                              { "cohort", T_ANALYSIS_EARLIER_COHORT },
                                              { "calendar year", T_ANALYSIS_EARLIER_CALENDAR_YEAR } };
static const struct choice statuses[] = { { "printed", T_ANALYSIS_EARLIER_PRINTED },
                                          { "reconstructed", T_ANALYSIS_EARLIER_RECONSTRUCTED },
                                          { "not available", T_ANALYSIS_EARLIER_LOST } };
static const struct field earlier_fields[] = {
    { "figure", &ft_text, T_ANALYSIS_EARLIER_FIGURE, F_REQUIRED | F_LIST | F_SEARCH | F_FILTER, .max = 100 },
    { "year", &ft_int, T_ANALYSIS_EARLIER_YEAR, F_REQUIRED | F_LIST | F_FILTER, .min = 1990, .max = 2100,
      .hint = T_ANALYSIS_EARLIER_YEAR_HINT },
    { "period_type", &ft_choice, T_ANALYSIS_EARLIER_PERIOD, F_REQUIRED | F_LIST, .choices = period_types,
      .n_choices = COUNT(period_types) },
    { "status", &ft_choice, T_ANALYSIS_EARLIER_STATUS, F_REQUIRED | F_LIST | F_FILTER, .choices = statuses,
      .n_choices = COUNT(statuses) },
    { "value", &ft_int, T_ANALYSIS_EARLIER_VALUE, F_LIST, .min = 0, .max = 1000000000 },
    { "words", &ft_text, T_ANALYSIS_EARLIER_WORDS, F_LIST, .max = 200 },
    { "source", &ft_long_text, T_ANALYSIS_EARLIER_SOURCE, F_LIST | F_SEARCH | F_WIDE },
    { "entered_by", &ft_text, T_ANALYSIS_EARLIER_BY, 0, .max = 200 },
};

/* The table refuses these too; here the message stands at the field. */
static bool earlier_check(struct ctx *ctx, struct form *form, struct err *e)
{
    (void)e;
    struct db_value status = form_value(form, "status"), value = form_value(form, "value");
    if (status.kind != DB_TEXT) {
        return true;
    }
    if (str_is(status.as.s, "not available") && value.kind == DB_INT) {
        form_say(form, "value", text(ctx, T_ANALYSIS_EARLIER_NO_VALUE));
    }
    if (str_is(status.as.s, "reconstructed") && value.kind != DB_INT) {
        form_say(form, "value", text(ctx, T_ANALYSIS_EARLIER_NEEDS_VALUE));
    }
    return true;
}

static const struct rule earlier_rules[] = {
    { ROLES_CENTRE, ROWS_ALL, MAY_SEE },
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
};
static const struct register_def earlier_register = {
    .name = "earlier_value",
    .one = T_ANALYSIS_EARLIER_ONE,
    .many = T_ANALYSIS_EARLIER_MANY,
    .title_field = "figure",
    .order = "figure",
    .fields = earlier_fields,
    .n_fields = COUNT(earlier_fields),
    .rules = earlier_rules,
    .n_rules = COUNT(earlier_rules),
    .hooks = { .check = earlier_check },
};
static const struct register_def *const registers[] = { &earlier_register };

static const struct route routes[] = {
    { METHOD_GET, "/analysis", ANALYSIS_SEES, analysis_page },
    { METHOD_POST, "/analysis/begin", ANALYSIS_WRITES, analysis_begin_act },
    { METHOD_GET, "/analysis/editions", ANALYSIS_SEES, editions_page },
    { METHOD_GET, "/analysis/edition/{id}", ANALYSIS_SEES, edition_page },
    { METHOD_GET, "/analysis/edition/{id}/file", ANALYSIS_SEES, edition_document },
    { METHOD_GET, "/analysis/block/{id}", ANALYSIS_WRITES, block_page },
    { METHOD_POST, "/analysis/block/{id}", ANALYSIS_WRITES, block_save_act },
    { METHOD_GET, "/analysis/block/{id}/remove", ANALYSIS_WRITES, block_remove_page },
    { METHOD_POST, "/analysis/block/{id}/remove", ANALYSIS_WRITES, block_remove_act },
    { METHOD_POST, "/analysis/block/{id}/{way}", ANALYSIS_WRITES, block_move_act },
    { METHOD_GET, "/analysis/section/{id}/new", ANALYSIS_WRITES, block_new_page },
    { METHOD_POST, "/analysis/section/{id}/new", ANALYSIS_WRITES, block_new_act },
    { METHOD_POST, "/analysis/section/{id}/{state}", ANALYSIS_WRITES, section_step_act },
    { METHOD_GET, "/analysis/{year}/document", ANALYSIS_SEES, document_page, .flags = ROUTE_SLOW },
    { METHOD_POST, "/analysis/{year}/{state}", ANALYSIS_MOVES, analysis_step_act, .flags = ROUTE_SLOW },
    { METHOD_GET, "/figure/{name}", ANALYSIS_SEES, figure_page },
};
static const struct menu_item menu[] = { { T_ANALYSIS_MENU, "/analysis", ANALYSIS_SEES } };

extern const struct feature feature_analysis;
const struct feature feature_analysis = {
    .name = "analysis",
    .registers = registers,
    .n_registers = COUNT(registers),
    .routes = routes,
    .n_routes = COUNT(routes),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = analysis_queries,
    .n_queries = analysis_n_queries,
    .migrations = analysis_migrations,
    .n_migrations = analysis_n_migrations,
};
