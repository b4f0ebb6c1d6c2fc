/* Tables of OpenDocument: a whole file where the input begins as a zip, else the one part that is read. */
#include "base/str.h"
#include "doc/zip.h"
#include "sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = { (const char *)data, size }, bytes;
    struct arena *a = arena_new(64 << 20);
    const struct zip_part parts[] = { { "content.xml", in } };
    struct err e = { 0 };
    if (str_starts(in, STR("PK"))) {
        sheet_check(in);
    } else if (zip_write(a, parts, COUNT(parts), 0, &bytes, &e)) {
        sheet_check(bytes);
    }
    arena_free(a);
    return 0;
}
