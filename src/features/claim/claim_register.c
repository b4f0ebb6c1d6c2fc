/* Printed claims as a register: what a document says, where, and what it is checked against. The ordinary case is declared;
   the extraordinary one, the linter's page, is written in claim_page.c. */
#include "features/claim/claim_pages.h"

#include "claim_sql.h"
#include "features/claim/check.h"
#include "features/feature.h"

/* The same words in the same order as check_kinds (claim.c); claim_faults_test.c holds the two together. */
const struct choice claim_kind_choices[] = {
    { "sum", T_CLAIM_KIND_SUM },
    { "partition", T_CLAIM_KIND_PARTITION },
    { "share", T_CLAIM_KIND_SHARE },
    { "change", T_CLAIM_KIND_CHANGE },
    { "times", T_CLAIM_KIND_TIMES },
    { "trend", T_CLAIM_KIND_TREND },
    { "two_bases", T_CLAIM_KIND_BASES },
    { "category", T_CLAIM_KIND_CATEGORY },
    { "stages", T_CLAIM_KIND_STAGES },
    { "target", T_CLAIM_KIND_TARGET },
    { "grades", T_CLAIM_KIND_GRADES },
    { "coverage", T_CLAIM_KIND_COVERAGE },
    { "periods", T_CLAIM_KIND_PERIODS },
    { "unit", T_CLAIM_KIND_UNIT },
    { "plan", T_CLAIM_KIND_PLAN },
    { "name", T_CLAIM_KIND_NAME },
    { "document", T_CLAIM_KIND_DOCUMENT },
    { "term", T_CLAIM_KIND_TERM },
    { "different", T_CLAIM_KIND_DIFFERENT },
    { "chart", T_CLAIM_KIND_CHART },
};
const size_t n_claim_kind_choices = COUNT(claim_kind_choices);

static const struct field fields[] = {
    { "year", &ft_year, T_CLAIM_YEAR, F_REQUIRED | F_FIXED },
    { "number", &ft_text, T_CLAIM_NUMBER, F_REQUIRED | F_LIST | F_UNIQUE, .max = 20 },
    { "section", &ft_text, T_CLAIM_SECTION, F_LIST | F_FILTER, .max = 40 },
    { "place", &ft_text, T_CLAIM_PLACE, F_SEARCH, .hint = T_CLAIM_PLACE_HINT },
    { "quote", &ft_long_text, T_CLAIM_QUOTE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .hint = T_CLAIM_QUOTE_HINT },
    { "kind", &ft_choice, T_CLAIM_KIND, F_REQUIRED | F_LIST | F_FILTER, .choices = claim_kind_choices,
      .n_choices = COUNT(claim_kind_choices) },
    { "figures", &ft_text, T_CLAIM_FIGURES, 0, .hint = T_CLAIM_FIGURES_HINT },
    { "base", &ft_text, T_CLAIM_BASE, 0, .hint = T_CLAIM_BASE_HINT },
    { "compared", &ft_text, T_CLAIM_COMPARED, 0, .hint = T_CLAIM_COMPARED_HINT },
    { "printed", &ft_text, T_CLAIM_PRINTED, F_REQUIRED | F_LIST | F_SEARCH, .hint = T_CLAIM_PRINTED_HINT },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLE(ROLE_DIRECTOR) | ROLE(ROLE_PSYCHOLOGIST) | ROLE(ROLE_SECRETARY) | ROLE(ROLE_TEACHER), ROWS_ALL, MAY_SEE },
};
const struct register_def claim_register = {
    .name = "claim",
    .one = T_CLAIM_ONE,
    .many = T_CLAIM_MANY,
    .title_field = "number",
    .year_field = "year",
    .order = "number",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
};
static const struct register_def *const registers[] = { &claim_register };

static const struct route routes[] = {
    { METHOD_GET, "/check", ROLES_CENTRE, claim_page, NULL, 0 },
    { METHOD_POST, "/check/accept", ROLE(ROLE_HEAD) | ROLE(ROLE_DIRECTOR) | ROLE(ROLE_METHODOLOGIST), claim_page_accept, NULL,
      0 },
};
static const struct json_parameter asked[] = { { "year", T_CLAIM_ASK_YEAR, "{'type': 'string'}" } };
static const struct json_page json[] = {
    { "/check.json", ROLES_CENTRE, claim_json, T_CLAIM_JSON_WHAT,
      "{'type': 'object', 'additionalProperties': false, 'required': ['year', 'findings'], 'properties': {"
      "'year': {'type': 'integer'}, 'findings': {'type': 'array', 'items': {'type': 'object',"
      " 'additionalProperties': false, 'required': ['key', 'severity', 'section', 'place', 'quote', 'printed', 'what',"
      " 'remedy', 'path', 'accepted', 'explanation', 'accepted_by'], 'properties': {'key': {'type': 'string'},"
      " 'severity': {'enum': ['question', 'warning', 'error']}, 'section': {'type': ['string', 'null']},"
      " 'place': {'type': ['string', 'null']}, 'quote': {'type': ['string', 'null']},"
      " 'printed': {'type': ['string', 'null']}, 'what': {'type': 'string'}, 'remedy': {'type': 'string'},"
      " 'path': {'type': 'string'}, 'accepted': {'type': 'boolean'}, 'explanation': {'type': ['string', 'null']},"
      " 'accepted_by': {'type': ['string', 'null']}}}}}}",
      asked, COUNT(asked), 0 },
};
static const struct menu_item menu[] = { { T_CLAIM_MENU, "/check", ROLES_CENTRE } };

const struct feature feature_claim = {
    .name = "claim",
    .registers = registers,
    .n_registers = COUNT(registers),
    .routes = routes,
    .n_routes = COUNT(routes),
    .json = json,
    .n_json = COUNT(json),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = claim_queries,
    .n_queries = claim_n_queries,
    .migrations = claim_migrations,
    .n_migrations = claim_n_migrations,
};
