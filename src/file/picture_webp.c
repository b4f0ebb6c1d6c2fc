/* WebP by libwebp, which makes it small itself while it decodes. Moving ones are kept but not shown. */
#include "base/str.h"
#include "file/picture.h"

#include <webp/decode.h>

bool picture_webp_size(struct str bytes, struct picture_size *ret_size)
{
    WebPBitstreamFeatures features;
    if (WebPGetFeatures((const uint8_t *)bytes.at, bytes.len, &features) != VP8_STATUS_OK || features.has_animation) {
        return false;
    }
    *ret_size = (struct picture_size){ features.width, features.height };
    return true;
}

/* On white where it is transparent. */
static struct picture opaque(struct arena *a, const uint8_t *rgba, int stride, int width, int height)
{
    struct picture out = { width, height, arena_take(a, (size_t)width * (size_t)height * 3, 1) };
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            const uint8_t *from = rgba + (size_t)y * (size_t)stride + 4 * (size_t)x;
            unsigned char *to = out.rgb + ((size_t)y * (size_t)width + (size_t)x) * 3;
            for (int c = 0; c < 3; c++) {
                to[c] = (unsigned char)((from[c] * from[3] + 255 * (255 - from[3]) + 127) / 255);
            }
        }
    }
    return out;
}

bool picture_webp_read(struct arena *a, struct str bytes, int most, struct picture *ret_picture)
{
    WebPDecoderConfig config;
    struct picture_size size;
    if (!picture_webp_size(bytes, &size) || !picture_size_fits(size) || !WebPInitDecoderConfig(&config)) {
        return false;
    }
    int longest = (int)(size.width > size.height ? size.width : size.height);
    config.output.colorspace = MODE_RGBA;
    if (longest > most) {
        config.options.use_scaling = 1;
        config.options.scaled_width = size.width * most / longest > 0 ? (int)(size.width * most / longest) : 1;
        config.options.scaled_height = size.height * most / longest > 0 ? (int)(size.height * most / longest) : 1;
    }
    bool done = WebPDecode((const uint8_t *)bytes.at, bytes.len, &config) == VP8_STATUS_OK;
    if (done) {
        *ret_picture =
            opaque(a, config.output.u.RGBA.rgba, config.output.u.RGBA.stride, config.output.width, config.output.height);
    }
    WebPFreeDecBuffer(&config.output);
    return done;
}
