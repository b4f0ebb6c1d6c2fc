/* The feature «Охват»: its page, its figures, its table of cells. The cells are kept by cells.c and told of by headcount. */
#include "features/feature.h"
#include "features/reach/reach_in.h"
#include "reach_sql.h"

static const struct route routes[] = {
    { METHOD_GET, "/reach", ROLES_ALL, reach_page, NULL, 0 },
};
static const struct menu_item menu[] = { { T_REACH_TITLE, "/reach", ROLES_ALL } };

extern const struct feature feature_reach;
const struct feature feature_reach = {
    .name = "reach",
    .routes = routes,
    .n_routes = COUNT(routes),
    .menu = menu,
    .n_menu = COUNT(menu),
    .figures = reach_figures,
    .n_figures = REACH_FIGURES,
    .queries = reach_queries,
    .n_queries = reach_n_queries,
    .migrations = reach_migrations,
    .n_migrations = reach_n_migrations,
};
