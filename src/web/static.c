/* The files compiled into the program. Their names hold their hash, so a browser may keep them for good and a new version has
   a new address; whoever asks for an old one gets 404, never the wrong file. Compressed copies are made by the build. */
#include "web/static.h"
#include "base/str.h"

struct asset {
    const char *name, *hashed, *type;
    const char *from, *end, *packed, *packed_end;
};
#include "assets_made.h"

static const struct asset *asset_find(const char *name)
{
    for (size_t i = 0; i < COUNT(assets); i++) {
        if (str_is(str_c(assets[i].name), name)) {
            return &assets[i];
        }
    }
    bug_stop(__FILE__, __LINE__, name);
}

struct html_url asset_url(struct arena *a, const char *name)
{
    return url_own(a, str_join(a, STR("/assets/"), str_c(asset_find(name)->hashed)));
}

struct str asset_bytes(const char *name)
{
    const struct asset *asset = asset_find(name);
    return (struct str){ asset->from, (size_t)(asset->end - asset->from) };
}

/* "gzip, deflate, br" and the like; a browser that wants no gzip ("gzip;q=0") is not known to exist, but is believed. */
static bool takes_gzip(struct str accepts)
{
    struct str rest = accepts, piece;
    for (int i = 0; i < 20 && rest.len > 0 && str_next(&rest, ',', &piece); i++) {
        struct str one = str_trim(piece);
        if (str_starts(one, STR("gzip"))) {
            return !str_starts(str_part(one, 4, one.len), STR(";q=0")) || str_starts(str_part(one, 4, one.len), STR(";q=0."));
        }
    }
    return false;
}

static void fill(struct arena *a, const struct asset *asset, bool gzip, struct reply *reply)
{
    bool packed = gzip && asset->packed;
    reply->type = asset->type;
    reply->body = packed ? (struct str){ asset->packed, (size_t)(asset->packed_end - asset->packed) }
                         : (struct str){ asset->from, (size_t)(asset->end - asset->from) };
    reply_header(reply, "Cache-Control", STR("public, max-age=31536000, immutable"));
    reply_header(reply, "ETag", str_format(a, "\"%s%s\"", asset->hashed, packed ? "-gzip" : ""));
    if (asset->packed) {
        reply_header(reply, "Vary", STR("Accept-Encoding"));
    }
    if (packed) {
        reply_header(reply, "Content-Encoding", STR("gzip"));
    }
}

bool static_asset(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    for (size_t i = 0; i < COUNT(assets); i++) {
        if (str_is(request->path_args[0], assets[i].hashed)) {
            fill(ctx->arena, &assets[i], takes_gzip(request->accept_encoding), reply);
            return true;
        }
    }
    return err_set(e, ERR_NOT_FOUND, "static_asset", STR("no asset of this name"));
}
