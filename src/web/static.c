/* The files compiled into the program. Their names hold their hash, so a browser may keep them for good and a new version has
   a new address; whoever asks for an old one gets 404, never the wrong file. Compressed copies are made by the build. */
#include "web/static.h"
#include "base/str.h"

struct asset {
    const char *name, *hashed, *type;
    const char *from, *end, *packed, *packed_end;
};
#include "assets_made.h"

struct html_url asset_url(struct arena *a, const char *name)
{
    for (size_t i = 0; i < COUNT(assets); i++) {
        if (str_is(str_c(assets[i].name), name)) {
            return url_own(a, str_join(a, STR("/assets/"), str_c(assets[i].hashed)));
        }
    }
    bug_stop(__FILE__, __LINE__, name);
}

bool static_asset(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    for (size_t i = 0; i < COUNT(assets); i++) {
        const struct asset *one = &assets[i];
        if (str_is(request->path_args[0], one->hashed)) {
            reply->type = one->type;
            reply->body = (struct str){ one->from, (size_t)(one->end - one->from) };
            reply_header(reply, "Cache-Control", STR("public, max-age=31536000, immutable"));
            return true;
        }
    }
    return err_set(e, ERR_NOT_FOUND, "static_asset", STR("no asset of this name"));
}
