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
    { "year", &ft_calendar_year, T_ANALYSIS_EARLIER_YEAR, F_REQUIRED | F_LIST | F_FILTER,
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
    .same = { "figure", "year", "period_type" },
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
    { METHOD_GET, "/analysis/edition/{id}/public", ANALYSIS_SEES, public_preview_page, .flags = ROUTE_SLOW },
    { METHOD_POST, "/analysis/edition/{id}/public", ANALYSIS_PUBLISHES, public_publish_act, .flags = ROUTE_SLOW },
    { METHOD_POST, "/analysis/edition/{id}/public/withdraw", ANALYSIS_PUBLISHES, public_withdraw_act },
    { METHOD_GET, "/public", RIGHT_PUBLIC, public_home_page },
    { METHOD_GET, "/public/{centre}", RIGHT_PUBLIC, public_index_page },
    { METHOD_GET, "/public/{centre}/{year}", RIGHT_PUBLIC, public_edition_page },
    { METHOD_GET, "/public/{centre}/{year}/file", RIGHT_PUBLIC, public_file, .flags = ROUTE_SLOW },
    { METHOD_GET, "/robots.txt", RIGHT_PUBLIC, robots_page, .flags = ROUTE_STATIC },
    { METHOD_GET, "/analysis/block/{id}", ANALYSIS_WRITES, block_page },
    { METHOD_POST, "/analysis/block/{id}", ANALYSIS_WRITES, block_save_act },
    { METHOD_GET, "/analysis/block/{id}/remove", ANALYSIS_WRITES, block_remove_page },
    { METHOD_POST, "/analysis/block/{id}/remove", ANALYSIS_WRITES, block_remove_act },
    { METHOD_POST, "/analysis/block/{id}/{way}", ANALYSIS_WRITES, block_move_act },
    { METHOD_GET, "/analysis/section/{id}/new", ANALYSIS_WRITES, block_new_page },
    { METHOD_POST, "/analysis/section/{id}/new", ANALYSIS_WRITES, block_new_act },
    { METHOD_POST, "/analysis/section/{id}/{state}", ANALYSIS_WRITES, section_step_act },
    { METHOD_GET, "/analysis/{year}/document", ANALYSIS_SEES, document_page, .flags = ROUTE_SLOW },
    { METHOD_POST, "/analysis/{year}/pdf", ANALYSIS_SEES, analysis_pdf_act },
    { METHOD_POST, "/analysis/{year}/{state}", ANALYSIS_MOVES, analysis_step_act, .flags = ROUTE_SLOW },
    { METHOD_GET, "/figure/{name}", ANALYSIS_SEES, figure_page },
};
/* The machine form of the analysis is described key by key in docs/analysis-json.md and held to it by tests/golden. */
#define MACHINE_FORM                                                                                                           \
    "{'type': 'object', 'required': ['format', 'year', 'state', 'sections', 'figures', 'facts'],"                              \
    " 'properties': {'format': {'const': 'orientir analysis 1'}, 'year': {'type': 'string', 'pattern': '^[0-9]{4}$'},"         \
    " 'sections': {'type': 'array'}, 'figures': {'type': 'array'}, 'facts': {'type': 'array'}}}"
#define FIGURE_REQUIRED "'name', 'title', 'definition', 'unit', 'period', 'aggregate', 'repeats_possible'"
#define FIGURE_PROPERTIES                                                                                                      \
    "'name': {'type': 'string'}, 'title': {'type': 'string'}, 'definition': {'type': 'string'}, 'unit': {'type': 'string'},"   \
    " 'period': {'enum': ['school year', 'cohort', 'calendar year']}, 'aggregate': {'enum': ['sum', 'count']},"                \
    " 'repeats_possible': {'type': 'boolean'}"
#define YEAR_ASKED                                                                                                             \
    {                                                                                                                          \
        "year", T_ANALYSIS_ASK_YEAR, "{'type': 'string'}"                                                                      \
    }
static const struct json_parameter ask_year[] = { YEAR_ASKED };
static const struct json_parameter ask_of_year[] = {
    { "year", T_ANALYSIS_ASK_YEAR, "{'type': 'integer', 'minimum': 1990, 'maximum': 2100}" },
};
static const struct json_parameter ask_edition[] = { { "id", T_ANALYSIS_ASK_EDITION, "{'type': 'integer', 'minimum': 1}" } };
static const struct json_parameter ask_figure[] = { { "name", T_ANALYSIS_ASK_FIGURE, "{'type': 'string'}" }, YEAR_ASKED };
static const struct json_page json[] = {
    { "/analysis/{year}.json", ANALYSIS_SEES, analysis_json, T_ANALYSIS_JSON_WHAT, MACHINE_FORM, ask_of_year,
      COUNT(ask_of_year), ROUTE_SLOW },
    { "/analysis/editions.json", ANALYSIS_SEES, editions_json, T_ANALYSIS_JSON_EDITIONS,
      "{'type': 'object', 'additionalProperties': false, 'required': ['year', 'editions'], 'properties': {"
      "'year': {'type': 'integer'}, 'editions': {'type': 'array', 'items': {'type': 'object',"
      " 'additionalProperties': false, 'required': ['id', 'number', 'made_at', 'made_by', 'program', 'sha256'],"
      " 'properties': {'id': {'type': 'integer'}, 'number': {'type': 'integer'},"
      " 'made_at': {'type': 'string', 'format': 'date-time'}, 'made_by': {'type': 'string'},"
      " 'program': {'type': 'string'}, 'sha256': {'type': 'string', 'pattern': '^[0-9a-f]{64}$'}}}}}}",
      ask_year, COUNT(ask_year), 0 },
    { "/analysis/edition/{id}.json", ANALYSIS_SEES, edition_json, T_ANALYSIS_JSON_EDITION, MACHINE_FORM, ask_edition,
      COUNT(ask_edition), 0 },
    { "/figure.json", ANALYSIS_SEES, figures_json, T_ANALYSIS_JSON_FIGURES,
      "{'type': 'object', 'additionalProperties': false, 'required': ['year', 'figures'], 'properties': {"
      "'year': {'type': 'integer'}, 'figures': {'type': 'array', 'items': {'type': 'object',"
      " 'additionalProperties': false, 'required': [" FIGURE_REQUIRED "], 'properties': {" FIGURE_PROPERTIES "}}}}}",
      ask_year, COUNT(ask_year), 0 },
    { "/figure/{name}.json", ANALYSIS_SEES, figure_json, T_ANALYSIS_JSON_FIGURE,
      "{'type': 'object', 'additionalProperties': false, 'required': [" FIGURE_REQUIRED
      ", 'year', 'status', 'value', 'source', 'n_known', 'rows'], 'properties': {" FIGURE_PROPERTIES
      ", 'year': {'type': 'integer'}, 'status': {'enum': ['known', 'printed', 'reconstructed', 'no data']},"
      " 'value': {'type': ['integer', 'null']}, 'source': {'type': ['string', 'null']}, 'n_known': {'type': 'integer'},"
      " 'rows': {'type': 'array', 'items': {'type': 'object', 'additionalProperties': false,"
      " 'required': ['register', 'id', 'label', 'value', 'grade_from', 'grade_to'], 'properties': {"
      "'register': {'type': 'string'}, 'id': {'type': 'integer'}, 'label': {'type': 'string'},"
      " 'value': {'type': ['integer', 'null']}, 'grade_from': {'type': ['integer', 'null']},"
      " 'grade_to': {'type': ['integer', 'null']}}}}}}",
      ask_figure, COUNT(ask_figure), 0 },
};
static const struct job_kind *const jobs[] = { &analysis_pdf_job };
static const struct menu_item menu[] = { { T_ANALYSIS_MENU, "/analysis", ANALYSIS_SEES } };

extern const struct feature feature_analysis;
const struct feature feature_analysis = {
    .name = "analysis",
    .registers = registers,
    .n_registers = COUNT(registers),
    .routes = routes,
    .n_routes = COUNT(routes),
    .json = json,
    .n_json = COUNT(json),
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = analysis_queries,
    .n_queries = analysis_n_queries,
    .migrations = analysis_migrations,
    .n_migrations = analysis_n_migrations,
};
