/* The routes that the face itself answers: its files, the reader's choices and, in debug builds, the gallery of widgets. */
#include "web/static.h"
#include "web/ui_in.h"

const struct route ui_routes[] = {
    { METHOD_GET, "/assets/{name}", RIGHT_PUBLIC, static_asset, NULL, ROUTE_STATIC },
    { METHOD_GET, "/choose", RIGHT_PUBLIC, ui_choose, NULL, ROUTE_STATIC },
#ifdef ORIENTIR_DEBUG
    { METHOD_GET, "/_widgets", RIGHT_PUBLIC, ui_gallery, NULL, 0 },
#endif
};
const size_t ui_n_routes = COUNT(ui_routes);
