/* Forms with files: the first line is the Content-Type, the rest the body. What is read is within the body, its names and
   values are UTF-8 and no more than the caps. */
#include "base/utf8.h"
#include "fuzz.h"
#include "web/web_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(16 << 20);
    struct str rest = { (const char *)data, size }, type;
    struct request r = { 0 };
    if (size > 0 && str_next(&rest, '\n', &type)) {
        struct str boundary = request_boundary(a, type);
        if (boundary.len > 0 && request_read_multipart(a, rest, boundary, &r)) {
            BUG_IF(r.n_form + r.n_files > CAP_PARTS);
            for (size_t i = 0; i < r.n_form; i++) {
                BUG_IF(!utf8_valid(r.form[i].name) || !utf8_valid(r.form[i].value));
            }
            for (size_t i = 0; i < r.n_files; i++) {
                const struct upload *f = &r.files[i];
                BUG_IF(!utf8_valid(f->field) || !utf8_valid(f->file_name) || f->bytes.at < rest.at ||
                       f->bytes.at + f->bytes.len > rest.at + rest.len);
            }
        }
    }
    arena_free(a);
    return 0;
}
