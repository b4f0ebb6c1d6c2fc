/* Making small: sums of the rows that fall into one row of the small picture, divided when it is full. Memory is that of the
   small picture, however large the other one is. */
#include "file/picture.h"

#include <string.h>

bool picture_size_fits(struct picture_size size)
{
    return size.width > 0 && size.height > 0 && size.width <= PICTURE_SIDE_MOST && size.height <= PICTURE_SIDE_MOST &&
           size.width * size.height <= PICTURE_PIXELS_MOST;
}

struct shrink {
    int in_width, in_height, row; /* row: how many came */
    int out_row, rows_in_sum;
    uint32_t
        *sums; /* three a pixel of one row; 30,000 x 30,000 x 255 does not stand in 32 bits, 64,000,000 x 255 / width does */
    struct picture out;
};

static int scaled(int side, int longest, int most)
{
    int64_t is = longest <= most ? side : (int64_t)side * most / longest;
    return is > 0 ? (int)is : 1;
}

struct shrink *shrink_new(struct arena *a, int width, int height, int most)
{
    struct shrink *s = NEW(a, struct shrink);
    int longest = width > height ? width : height;
    s->in_width = width;
    s->in_height = height;
    s->out.width = scaled(width, longest, most);
    s->out.height = scaled(height, longest, most);
    size_t bytes = (size_t)s->out.width * (size_t)s->out.height * 3;
    s->out.rgb = arena_take_unset(a, bytes, 1);
    memset(s->out.rgb, 255, bytes);
    s->sums = NEW_ARRAY(a, uint32_t, (size_t)s->out.width * 3);
    return s;
}

/* The first pixel of the large row that belongs to pixel x of the small one. */
static int first_of(const struct shrink *s, int x)
{
    return (int)((int64_t)x * s->in_width / s->out.width);
}

static void row_finish(struct shrink *s)
{
    unsigned char *to = s->out.rgb + (size_t)s->out_row * (size_t)s->out.width * 3;
    for (int x = 0; x < s->out.width; x++) {
        uint32_t n = (uint32_t)((first_of(s, x + 1) - first_of(s, x)) * s->rows_in_sum);
        for (int c = 0; c < 3; c++) {
            to[3 * x + c] = (unsigned char)((s->sums[3 * x + c] + n / 2) / n);
        }
    }
    memset(s->sums, 0, (size_t)s->out.width * 3 * sizeof *s->sums);
    s->out_row++;
    s->rows_in_sum = 0;
}

void shrink_row(struct shrink *s, const unsigned char *rgb)
{
    if (s->row >= s->in_height) {
        return;
    }
    int from = 0;
    for (int x = 0; x < s->out.width; x++) {
        uint32_t *sum = s->sums + 3 * x;
        int to = first_of(s, x + 1);
        for (; from < to; from++) {
            sum[0] += rgb[3 * from];
            sum[1] += rgb[3 * from + 1];
            sum[2] += rgb[3 * from + 2];
        }
    }
    s->rows_in_sum++;
    s->row++;
    if (s->row == (int)((int64_t)(s->out_row + 1) * s->in_height / s->out.height)) {
        row_finish(s);
    }
}

struct picture shrink_end(const struct shrink *s)
{
    return s->out;
}

struct picture picture_shrunk(struct arena *a, const struct picture *from, int most)
{
    struct shrink *s = shrink_new(a, from->width, from->height, most);
    for (int y = 0; y < from->height; y++) {
        shrink_row(s, from->rgb + (size_t)y * (size_t)from->width * 3);
    }
    return shrink_end(s);
}

/* Turns 5 to 8 change width and height; 2, 4, 5 and 7 are mirrored. Where pixel (x, y) of the result comes from: */
static size_t source_of(const struct picture *from, int turn, int x, int y)
{
    int w = from->width, h = from->height, u = x, v = y;
    switch (turn) {
    case 2:
        u = w - 1 - x;
        break;
    case 3:
        u = w - 1 - x, v = h - 1 - y;
        break;
    case 4:
        v = h - 1 - y;
        break;
    case 5:
        u = y, v = x;
        break;
    case 6:
        u = y, v = h - 1 - x;
        break;
    case 7:
        u = w - 1 - y, v = h - 1 - x;
        break;
    case 8:
        u = w - 1 - y, v = x;
        break;
    default:
        break;
    }
    return ((size_t)v * (size_t)w + (size_t)u) * 3;
}

struct picture picture_turned(struct arena *a, const struct picture *from, int turn)
{
    if (turn < 2 || turn > 8) {
        return *from;
    }
    struct picture out = { turn >= 5 ? from->height : from->width, turn >= 5 ? from->width : from->height, NULL };
    out.rgb = arena_take_unset(a, (size_t)out.width * (size_t)out.height * 3, 1);
    for (int y = 0; y < out.height; y++) {
        for (int x = 0; x < out.width; x++) {
            memcpy(out.rgb + ((size_t)y * (size_t)out.width + (size_t)x) * 3, from->rgb + source_of(from, turn, x, y), 3);
        }
    }
    return out;
}
