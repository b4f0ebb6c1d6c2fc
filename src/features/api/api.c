/* The addresses by which the reading of other programs is described. */
#include "features/api/api_in.h"

static const struct route routes[] = {
    { METHOD_GET, "/api", RIGHT_SIGNED_IN, api_page },
    { METHOD_GET, "/api/{register}", RIGHT_SIGNED_IN, api_register_page },
};
static const struct json_page json[] = {
    { "/api/openapi.json", RIGHT_SIGNED_IN, api_openapi, T_API_OPENAPI_WHAT, "{'type': 'object'}" },
};
static const struct menu_item menu[] = { { T_API_MENU, "/api", RIGHT_SIGNED_IN, MENU_SETTING } };

extern const struct feature feature_api;
const struct feature feature_api = {
    .name = "api",
    .routes = routes,
    .n_routes = COUNT(routes),
    .json = json,
    .n_json = COUNT(json),
    .menu = menu,
    .n_menu = COUNT(menu),
};
