/* Workbooks: a whole file where the input begins as a zip; else a sheet, its strings and its formats, parted by a byte 0, put
   into a sound workbook, so that the fuzzer need not learn to make archives. */
#include "base/str.h"
#include "doc/zip.h"
#include "sheet.h"

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = { (const char *)data, size }, rest = in, sheet, strings = STR_NONE;
    if (str_starts(in, STR("PK"))) {
        sheet_check(in);
        return 0;
    }
    if (!str_next(&rest, 0, &sheet) || !str_next(&rest, 0, &strings)) {
        rest = STR_NONE;
    }
    struct arena *a = arena_new(64 << 20);
    const struct zip_part parts[] = {
        { "_rels/.rels",
          STR("<R><Relationship Id=\"a\" Type=\"" RELATION "/officeDocument\" Target=\"xl/workbook.xml\"/></R>") },
        { "xl/workbook.xml", STR("<w><sheets><sheet name=\"A\" id=\"r1\"/></sheets></w>") },
        { "xl/_rels/workbook.xml.rels", STR("<R><Relationship Id=\"r1\" Type=\"" RELATION "/worksheet\" Target=\"s.xml\"/>"
                                            "<Relationship Id=\"r2\" Type=\"" RELATION "/sharedStrings\" Target=\"t.xml\"/>"
                                            "<Relationship Id=\"r3\" Type=\"" RELATION "/styles\" Target=\"f.xml\"/></R>") },
        { "xl/s.xml", sheet },
        { "xl/t.xml", strings.len ? strings : STR("<sst/>") },
        { "xl/f.xml", rest.len ? rest : STR("<s/>") },
    };
    struct str bytes;
    struct err e = { 0 };
    if (zip_write(a, parts, COUNT(parts), 0, &bytes, &e)) {
        sheet_check(bytes);
    }
    arena_free(a);
    return 0;
}
