/* JPEG by libjpeg, in and out. The library leaves an error by a jump, so whatever is read here stands in one struct and nothing
   else changes after setjmp. Reading begins at an eighth, a quarter or a half where that is enough: a photo of 12 million
   pixels then costs what its small picture costs. */
#include "base/str.h"
#include "file/picture.h"

#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

struct fault {
    struct jpeg_error_mgr manager;
    jmp_buf back;
};

_Noreturn static void leave(j_common_ptr common)
{
    struct fault *fault = (struct fault *)(void *)common->err;
    longjmp(fault->back, 1);
}

static void say_nothing(j_common_ptr common)
{
    (void)common;
}

static struct jpeg_error_mgr *fault_begin(struct fault *fault)
{
    jpeg_std_error(&fault->manager);
    fault->manager.error_exit = leave;
    fault->manager.output_message = say_nothing;
    return &fault->manager;
}

struct reading {
    struct jpeg_decompress_struct jpeg;
    struct fault fault;
    struct shrink *small;
    unsigned char *row;
    int turn;
    bool done;
};

static unsigned number(const unsigned char *at, size_t n, bool little)
{
    unsigned is = 0;
    for (size_t i = 0; i < n; i++) {
        is = is << 8 | at[little ? n - 1 - i : i];
    }
    return is;
}

/* The turn of the camera (tag 0x0112 of the first directory, Exif 2.3 section 4.6.4); 1 where it is not said or not sound. */
static int turn_of(const unsigned char *at, size_t len)
{
    if (len < 14 || memcmp(at, "Exif\0\0", 6) != 0) {
        return 1;
    }
    const unsigned char *tiff = at + 6;
    size_t left = len - 6;
    bool little = tiff[0] == 'I';
    size_t directory = number(tiff + 4, 4, little);
    if (directory > left || left - directory < 2) {
        return 1;
    }
    size_t n = number(tiff + directory, 2, little);
    for (size_t i = 0; i < n && directory + 2 + 12 * (i + 1) <= left; i++) {
        const unsigned char *entry = tiff + directory + 2 + 12 * i;
        if (number(entry, 2, little) == 0x0112) {
            unsigned turn = number(entry + 8, 2, little);
            return turn >= 1 && turn <= 8 ? (int)turn : 1;
        }
    }
    return 1;
}

static void header_read(struct reading *r, struct str bytes)
{
    jpeg_create_decompress(&r->jpeg);
    r->jpeg.mem->max_memory_to_use = 256L << 20;
    jpeg_mem_src(&r->jpeg, (const unsigned char *)bytes.at, bytes.len);
    jpeg_save_markers(&r->jpeg, JPEG_APP0 + 1, 0xffff);
    (void)jpeg_read_header(&r->jpeg, TRUE);
    r->turn = 1;
    for (const struct jpeg_marker_struct *m = r->jpeg.marker_list; m && r->turn == 1; m = m->next) {
        r->turn = turn_of(m->data, m->data_length);
    }
}

bool picture_jpeg_size(struct str bytes, struct picture_size *ret_size)
{
    struct reading r = { 0 };
    r.jpeg.err = fault_begin(&r.fault);
    if (setjmp(r.fault.back) == 0) {
        header_read(&r, bytes);
        r.done = true;
    }
    if (r.done) {
        bool lies = r.turn >= 5;
        *ret_size = lies ? (struct picture_size){ r.jpeg.image_height, r.jpeg.image_width }
                         : (struct picture_size){ r.jpeg.image_width, r.jpeg.image_height };
    }
    jpeg_destroy_decompress(&r.jpeg);
    return r.done;
}

static void pixels_read(struct arena *a, struct reading *r, int most)
{
    unsigned longest = r->jpeg.image_width > r->jpeg.image_height ? r->jpeg.image_width : r->jpeg.image_height;
    r->jpeg.scale_num = 1;
    for (r->jpeg.scale_denom = 8; r->jpeg.scale_denom > 1 && longest / r->jpeg.scale_denom < (unsigned)most;) {
        r->jpeg.scale_denom /= 2;
    }
    r->jpeg.out_color_space = JCS_RGB;
    (void)jpeg_start_decompress(&r->jpeg);
    r->small = shrink_new(a, (int)r->jpeg.output_width, (int)r->jpeg.output_height, most);
    r->row = arena_take(a, (size_t)r->jpeg.output_width * 3, 1);
    while (r->jpeg.output_scanline < r->jpeg.output_height) {
        (void)jpeg_read_scanlines(&r->jpeg, &r->row, 1);
        shrink_row(r->small, r->row);
    }
}

static bool fits(const struct reading *r)
{
    return picture_size_fits((struct picture_size){ r->jpeg.image_width, r->jpeg.image_height });
}

/* A photo that breaks off is shown as far as it goes: the library fills the rest with grey. */
bool picture_jpeg_read(struct arena *a, struct str bytes, int most, struct picture *ret_picture)
{
    struct reading *r = NEW(a, struct reading);
    r->jpeg.err = fault_begin(&r->fault);
    if (setjmp(r->fault.back) == 0) {
        header_read(r, bytes);
        if (fits(r)) {
            pixels_read(a, r, most);
            r->done = true;
        }
    }
    jpeg_destroy_decompress(&r->jpeg);
    if (r->done) {
        struct picture as_it_lies = shrink_end(r->small);
        *ret_picture = picture_turned(a, &as_it_lies, r->turn);
    }
    return r->done;
}

struct writing {
    struct jpeg_compress_struct jpeg;
    struct fault fault;
    bool done;
};

static void rows_write(struct writing *w, const struct picture *picture, int quality, FILE *file)
{
    jpeg_create_compress(&w->jpeg);
    jpeg_stdio_dest(&w->jpeg, file);
    w->jpeg.image_width = (unsigned)picture->width;
    w->jpeg.image_height = (unsigned)picture->height;
    w->jpeg.input_components = 3;
    w->jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&w->jpeg);
    jpeg_set_quality(&w->jpeg, quality, TRUE);
    w->jpeg.optimize_coding = TRUE;
    jpeg_start_compress(&w->jpeg, TRUE);
    while (w->jpeg.next_scanline < w->jpeg.image_height) {
        JSAMPROW row = picture->rgb + (size_t)w->jpeg.next_scanline * (size_t)picture->width * 3;
        (void)jpeg_write_scanlines(&w->jpeg, &row, 1);
    }
    jpeg_finish_compress(&w->jpeg);
}

bool picture_jpeg_write(const struct picture *picture, int quality, const char *path)
{
    struct writing w = { 0 };
    FILE *file = fopen(path, "wbe");
    if (!file) {
        return false;
    }
    w.jpeg.err = fault_begin(&w.fault);
    if (setjmp(w.fault.back) == 0) {
        rows_write(&w, picture, quality, file);
        w.done = true;
    }
    jpeg_destroy_compress(&w.jpeg);
    return fclose(file) == 0 && w.done;
}
