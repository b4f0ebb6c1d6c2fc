/* The feature «Охват»: its page, its figures, its table of cells. The cells are kept by cells.c and told of by headcount. */
#include "features/feature.h"
#include "features/reach/reach_in.h"
#include "reach_sql.h"

static const struct route routes[] = {
    { METHOD_GET, "/reach", ROLES_ALL, reach_page, NULL, 0 },
};
#define CELLS                                                                                                                  \
    "'cells': {'type': 'array', 'items': {'type': ['integer', 'null']}}, 'sum': {'type': ['integer', 'null']}, 'silent': "     \
    "{'type': 'integer'}"
#define NAMED "{'type': ['string', 'null']}"
static const struct json_parameter asked[] = {
    { "year", T_REACH_ASK_YEAR, "{'type': 'string'}" },
    { "view", T_REACH_ASK_VIEW, "{'enum': ['year', 'month', 'quarter', 'half', 'calendar', 'cumulative']}" },
    { "by", T_REACH_ASK_BY, "{'enum': ['direction', 'kind', 'organisation']}" },
    { "unit", T_REACH_ASK_UNIT, "{'type': 'string'}" },
};
static const struct json_page json[] = {
    { "/reach.json", ROLES_ALL, reach_json, T_REACH_JSON_WHAT,
      "{'type': 'object', 'additionalProperties': false,"
      " 'required': ['year', 'view', 'by', 'unit', 'units', 'columns', 'rows', 'total', 'silent'], 'properties': {"
      "'year': {'type': 'integer'}, 'view': {'type': 'string'}, 'by': {'type': 'string'}, 'unit': {'type': 'string'},"
      " 'units': {'type': 'array', 'items': {'type': 'string'}}, 'columns': {'type': 'array', 'items': {'type': 'object',"
      " 'additionalProperties': false, 'required': ['key', 'label'], 'properties': {'key': " NAMED
      ", 'label': {'type': 'string'}}}}, 'rows': {'type': 'array', 'items': {'type': 'object',"
      " 'additionalProperties': false, 'required': ['key', 'label', 'cells', 'sum', 'silent'], 'properties': {"
      "'key': " NAMED ", 'label': " NAMED ", " CELLS "}}}, 'total': {'type': 'object', 'additionalProperties': false,"
      " 'required': ['cells', 'sum', 'silent'], 'properties': {" CELLS "}}, 'silent': {'type': 'array', 'items': {"
      "'type': 'object', 'additionalProperties': false, 'required': ['activity', 'title', 'organisation', 'why'],"
      " 'properties': {'activity': {'type': 'integer'}, 'title': {'type': 'string'}, 'organisation': " NAMED
      ", 'why': {'enum': ['not reported', 'not entered']}}}}}}",
      asked, COUNT(asked), 0 },
};
static const struct menu_item menu[] = { { T_REACH_TITLE, "/reach", ROLES_ALL } };

extern const struct feature feature_reach;
const struct feature feature_reach = {
    .name = "reach",
    .routes = routes,
    .n_routes = COUNT(routes),
    .json = json,
    .n_json = COUNT(json),
    .menu = menu,
    .n_menu = COUNT(menu),
    .figures = reach_figures,
    .n_figures = REACH_FIGURES,
    .queries = reach_queries,
    .n_queries = reach_n_queries,
    .migrations = reach_migrations,
    .n_migrations = reach_n_migrations,
};
