/* Pictures made smaller: read row by row, each pixel of the small one the mean of those it stands for. What cameras write
   beside the pixels does not come along: only the turn of the camera is read, and the picture is turned by it. */
#ifndef FILE_PICTURE_H
#define FILE_PICTURE_H
#include "base/arena.h"

enum {
    PICTURE_SIDE_MOST = 30000,      /* pixels */
    PICTURE_PIXELS_MOST = 64000000, /* larger ones are kept, but no smaller one is made */
    PICTURE_AT_ONCE_MOST = 16000000 /* of those that can only be read whole (interlaced PNG) */
};
struct picture {
    int width, height;
    unsigned char *rgb; /* three bytes a pixel, row after row */
};
/* The size as the file says it, before anything of it is decoded. */
struct picture_size {
    int64_t width, height;
};
bool picture_size_fits(struct picture_size size);

/* Rows in, a picture of at most `most` pixels a side out. */
struct shrink;
struct shrink *shrink_new(struct arena *a, int width, int height, int most);
void shrink_row(struct shrink *s, const unsigned char *rgb);
struct picture shrink_end(const struct shrink *s); /* rows that never came are white */
struct picture picture_shrunk(struct arena *a, const struct picture *from, int most);
/* As Exif numbers the turns: 1 none … 8. */
struct picture picture_turned(struct arena *a, const struct picture *from, int turn);

/* Each format by its library. size first (false: it is not one, or damaged); then the pixels, at most `most` a side. */
bool picture_jpeg_size(struct str bytes, struct picture_size *ret_size);
bool picture_jpeg_read(struct arena *a, struct str bytes, int most, struct picture *ret_picture);
bool picture_png_size(struct str bytes, struct picture_size *ret_size);
bool picture_png_read(struct arena *a, struct str bytes, int most, struct picture *ret_picture);
bool picture_webp_size(struct str bytes, struct picture_size *ret_size);
bool picture_webp_read(struct arena *a, struct str bytes, int most, struct picture *ret_picture);
/* A JPEG into a new file. */
bool picture_jpeg_write(const struct picture *picture, int quality, const char *path);
#endif
