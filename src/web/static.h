/* Embedded files (style, font, sign, keys) under names that hold their hash, so that a browser keeps them for good. */
#ifndef WEB_STATIC_H
#define WEB_STATIC_H
#include "web/web.h"

/* The address of an asset by its plain name ("style.css"); an unknown name is our bug. */
struct html_url asset_url(struct arena *a, const char *name);
/* What stands in it. */
struct str asset_bytes(const char *name);
/* GET /assets/{name} */
handler static_asset;
#endif
