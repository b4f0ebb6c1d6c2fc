/* A look at a file, in this process: libmagic's verdict, then for the three formats that people's cameras and phones write the
   size from the head of the file, and only when that is bearable the pixels. */
#include "file/look.h"
#include "base/str.h"
#include "file/magic.h"
#include "file/picture.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct format {
    const char *word;
    bool (*size)(struct str bytes, struct picture_size *ret_size);
    bool (*read)(struct arena *a, struct str bytes, int most, struct picture *ret_picture);
} formats[] = {
    { "jpeg", picture_jpeg_size, picture_jpeg_read },
    { "png", picture_png_size, picture_png_read },
    { "webp", picture_webp_size, picture_webp_read },
};

static const struct format *format_of(const struct file_type *type)
{
    for (size_t i = 0; i < COUNT(formats); i++) {
        if (strcmp(formats[i].word, type->word) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}

static bool map_file(const char *path, struct str *ret_bytes, struct err *e)
{
    struct stat there;
    int f = open(path, O_RDONLY | O_CLOEXEC);
    void *at = MAP_FAILED;
    if (f >= 0 && fstat(f, &there) == 0 && there.st_size > 0) {
        at = mmap(NULL, (size_t)there.st_size, PROT_READ, MAP_PRIVATE, f, 0);
    }
    int code = errno;
    if (f >= 0) {
        close(f);
    }
    if (at == MAP_FAILED) {
        return err_setf(e, ERR_BROKEN, "look", "%s: %s", path, strerror(code));
    }
    *ret_bytes = (struct str){ at, (size_t)there.st_size };
    return true;
}

/* The pixels have an arena of their own, which goes with them. */
static void make_smaller(const struct format *format, struct str bytes, const struct look_paths *paths, struct look *look)
{
    struct arena *pixels = arena_new((size_t)128 << 20);
    struct picture picture;
    if (format->read(pixels, bytes, LOOK_VIEW, &picture)) {
        struct picture little = picture_shrunk(pixels, &picture, LOOK_SMALL);
        look->small = picture_jpeg_write(&little, LOOK_QUALITY, paths->small);
        bool larger = picture.width > LOOK_SMALL || picture.height > LOOK_SMALL;
        look->view = look->small && larger && picture_jpeg_write(&picture, LOOK_QUALITY, paths->view);
    }
    arena_free(pixels);
}

/* One file of a hundred that mean nothing to libmagic begins like a program of DOS (.com: a jump or a move is its first byte).
   No system of today starts those; what it starts begins with MZ. */
static bool truly_so(const char *path, struct str verdict)
{
    char head[2] = { 0, 0 };
    if (!str_is(verdict, "application/x-dosexec")) {
        return true;
    }
    int f = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = f < 0 ? -1 : read(f, head, sizeof head);
    if (f >= 0) {
        close(f);
    }
    return n != sizeof head || memcmp(head, "MZ", sizeof head) == 0;
}

bool look_at(struct arena *a, const struct look_paths *paths, look_known *known, void *with, struct look *ret_look,
             struct err *e)
{
    struct look look = { 0 };
    struct str verdict, bytes = STR_NONE;
    if (!magic_verdict(a, paths->file, &verdict, e)) {
        return false;
    }
    look.type = truly_so(paths->file, verdict) ? type_of_verdict(verdict) : type_of_word(STR_NONE);
    const struct format *format = format_of(look.type);
    bool mapped = format != NULL;
    if (mapped && !map_file(paths->file, &bytes, e)) {
        return false;
    }
    struct picture_size size = { 0, 0 };
    bool sized = mapped && format->size(bytes, &size);
    look.width = size.width;
    look.height = size.height;
    if (known) {
        known(with, &look);
    }
    if (sized && picture_size_fits(size)) {
        make_smaller(format, bytes, paths, &look);
    }
    if (mapped) {
        munmap((void *)(uintptr_t)bytes.at, bytes.len);
    }
    *ret_look = look;
    return true;
}
