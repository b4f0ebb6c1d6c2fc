/* PNG by libpng: whatever the file holds comes out as three bytes a pixel on white. Chunks beside the picture are skipped
   unread and may not be large. An interlaced one can only be read whole, so fewer pixels of it are taken. */
#include "base/str.h"
#include "file/picture.h"

#include <setjmp.h>
#include <string.h>

#include <png.h>

struct reading {
    png_structp png;
    png_infop info;
    struct str left;
    struct shrink *small;
    unsigned char *row;
    png_bytepp rows;
    struct picture_size size;
    bool done;
};

static void take_bytes(png_structp png, png_bytep to, size_t n)
{
    struct reading *r = png_get_io_ptr(png);
    if (n > r->left.len) {
        png_error(png, "the file ends");
    }
    memcpy(to, r->left.at, n);
    r->left = str_part(r->left, n, r->left.len);
}

_Noreturn static void leave(png_structp png, png_const_charp why)
{
    (void)why;
    png_longjmp(png, 1);
}

static void say_nothing(png_structp png, png_const_charp why)
{
    (void)png;
    (void)why;
}

static void header_read(struct reading *r)
{
    png_set_read_fn(r->png, r, take_bytes);
    png_set_user_limits(r->png, PICTURE_SIDE_MOST * 10, PICTURE_SIDE_MOST * 10); /* so that the size can be told */
    png_set_chunk_malloc_max(r->png, 8 << 20);
    png_set_chunk_cache_max(r->png, 100);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_read_info(r->png, r->info);
    r->size = (struct picture_size){ png_get_image_width(r->png, r->info), png_get_image_height(r->png, r->info) };
}

static void plain_colours(struct reading *r)
{
    png_color_16 white = { .red = 255, .green = 255, .blue = 255, .gray = 255 };
    png_set_expand(r->png);
    png_set_scale_16(r->png);
    png_set_gray_to_rgb(r->png);
    png_set_background(r->png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
}

static void pixels_read(struct arena *a, struct reading *r, int most)
{
    size_t width = (size_t)r->size.width, height = (size_t)r->size.height;
    bool whole = png_get_interlace_type(r->png, r->info) != PNG_INTERLACE_NONE;
    plain_colours(r);
    if (whole) {
        (void)png_set_interlace_handling(r->png);
    }
    png_read_update_info(r->png, r->info);
    if (png_get_rowbytes(r->png, r->info) != width * 3 || (whole && width * height > PICTURE_AT_ONCE_MOST)) {
        png_error(r->png, "not as it was asked for");
    }
    r->small = shrink_new(a, (int)width, (int)height, most);
    if (whole) {
        r->rows = NEW_ARRAY(a, png_bytep, height);
        for (size_t y = 0; y < height; y++) {
            r->rows[y] = arena_take(a, width * 3, 1);
        }
        png_read_image(r->png, r->rows);
    }
    r->row = arena_take(a, width * 3, 1);
    for (size_t y = 0; y < height; y++) {
        if (!whole) {
            png_read_row(r->png, r->row, NULL);
        }
        shrink_row(r->small, whole ? r->rows[y] : r->row);
    }
}

static bool png_read_with(struct arena *a, struct reading *r, struct str bytes, int most)
{
    r->left = bytes;
    r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, leave, say_nothing);
    r->info = r->png ? png_create_info_struct(r->png) : NULL;
    if (r->info && setjmp(png_jmpbuf(r->png)) == 0) {
        header_read(r);
        if (!a || picture_size_fits(r->size)) {
            if (a) {
                pixels_read(a, r, most);
            }
            r->done = true;
        }
    }
    png_destroy_read_struct(&r->png, &r->info, NULL);
    return r->done;
}

bool picture_png_size(struct str bytes, struct picture_size *ret_size)
{
    struct reading r = { 0 };
    if (!png_read_with(NULL, &r, bytes, 0)) {
        return false;
    }
    *ret_size = r.size;
    return true;
}

bool picture_png_read(struct arena *a, struct str bytes, int most, struct picture *ret_picture)
{
    struct reading *r = NEW(a, struct reading);
    if (!png_read_with(a, r, bytes, most)) {
        return false;
    }
    *ret_picture = shrink_end(r->small);
    return true;
}
