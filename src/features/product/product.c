/* Methodical products: road maps, regulations, programmes, audits, drafts and what else the centre writes for others. */

#include "features/feature.h"
#include "product_sql.h"

static const struct choice kinds[] = {
    { "road_map", T_PRODUCT_KIND_ROAD_MAP },   { "regulation", T_PRODUCT_KIND_REGULATION },
    { "programme", T_PRODUCT_KIND_PROGRAMME }, { "audit", T_PRODUCT_KIND_AUDIT },
    { "draft", T_PRODUCT_KIND_DRAFT },         { "guide", T_PRODUCT_KIND_GUIDE },
    { "article", T_PRODUCT_KIND_ARTICLE },     { "material", T_PRODUCT_KIND_MATERIAL },
};
static const struct choice states[] = {
    { "draft", T_PRODUCT_STATE_DRAFT },
    { "ready", T_PRODUCT_STATE_READY },
    { "approved", T_PRODUCT_STATE_APPROVED },
    { "published", T_PRODUCT_STATE_PUBLISHED },
};
static const struct field fields[] = {
    { "title", &ft_text, T_PRODUCT_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 500 },
    { "year", &ft_year, T_PRODUCT_YEAR, F_REQUIRED },
    { "kind", &ft_choice, T_PRODUCT_KIND, F_REQUIRED | F_LIST | F_FILTER, .choices = kinds, .n_choices = COUNT(kinds) },
    { "ready", &ft_period, T_PRODUCT_READY, F_LIST | F_FILTER },
    { "authors", &ft_text, T_PRODUCT_AUTHORS, F_LIST | F_SEARCH, .max = 300, .hint = T_PRODUCT_AUTHORS_HINT },
    { "state", &ft_choice, T_PRODUCT_STATE, F_LIST | F_FILTER, .choices = states, .n_choices = COUNT(states) },
    { "task", &ft_ref, T_PRODUCT_TASK, F_FILTER, .ref = "task" },
    { "activity", &ft_ref, T_PRODUCT_ACTIVITY, 0, .ref = "activity" },
    { "document", &ft_ref, T_PRODUCT_DOCUMENT, 0, .ref = "document" },
    { "address", &ft_address, T_PRODUCT_ADDRESS, 0 },
    { "note", &ft_long_text, T_PRODUCT_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
};

static const struct register_def product_register = {
    .name = "product",
    .one = T_PRODUCT_ONE,
    .many = T_PRODUCT_MANY,
    .title_field = "title",
    .same = { "title", "kind" },
    .year_field = "year",
    .order = "title",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
};
static const struct register_def *const registers[] = { &product_register };
static const struct menu_item menu[] = {
    { T_PRODUCT_MENU, "/product", ROLES_CENTRE, MENU_PAPERS },
};

static const struct figure_def figure_made = {
    .name = "products.made",
    .rows = &q_product_made_rows,
    .total = &q_product_made_total,
    .unit = UNIT_PRODUCTS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_COUNT,
    .title = T_PRODUCT_FIGURE_MADE,
    .definition = T_PRODUCT_DEFINITION_MADE,
};
static const struct figure_def *const figures[] = { &figure_made };

extern const struct feature feature_product;
const struct feature feature_product = {
    .name = "product",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .figures = figures,
    .n_figures = COUNT(figures),
    .queries = product_queries,
    .n_queries = product_n_queries,
    .migrations = product_migrations,
    .n_migrations = product_n_migrations,
};
