/* The parts of a workbook that stand beside its sheets. All of them but the list of sheets may be missing. */
#include "base/num.h"
#include "base/str.h"
#include "doc/sheet_xlsx_in.h"
#include "doc/zip.h"

#include <string.h>
#include <strings.h>

enum { STRINGS_MOST = 1000000, STRING_MOST = 256 * 1024, RELATIONS_MOST = 512 };

static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* "_x000D_" at the beginning of s, as its character; -1: it is none. */
static int escaped(struct str s)
{
    int c = 0;
    if (s.len < 7 || s.at[0] != '_' || s.at[1] != 'x' || s.at[6] != '_') {
        return -1;
    }
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_value(s.at[i]);
        if (digit < 0) {
            return -1;
        }
        c = c * 16 + digit;
    }
    return c;
}

struct str xlsx_unescaped(struct sheet_use *use, struct str raw)
{
    if (str_find(raw, STR("_x"), 0) == raw.len) {
        return sheet_text(use, raw);
    }
    char *to = arena_take_unset(use->arena, raw.len + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.len; i++) {
        int c = escaped(str_part(raw, i, raw.len));
        if (c >= 0 && c < 0x80) {
            to[n++] = c == 0 ? ' ' : (char)c;
            i += 6;
        } else {
            to[n++] = raw.at[i];
        }
    }
    return sheet_text(use, (struct str){ to, n });
}

/* Relations: id → part, for the package and for the workbook. */
struct relations {
    struct arena *arena;
    struct {
        struct str id, type, target;
    } * all;
    size_t n;
};

static void relation_begin(void *with, struct str name, const struct xml_attributes *attributes)
{
    struct relations *r = with;
    if (str_is(name, "Relationship") && r->n < RELATIONS_MOST) {
        r->all[r->n].id = str_copy(r->arena, xml_attribute(attributes, "Id"));
        r->all[r->n].type = str_copy(r->arena, xml_attribute(attributes, "Type"));
        r->all[r->n++].target = str_copy(r->arena, xml_attribute(attributes, "Target"));
    }
}

static void nothing_end(void *with, struct str name)
{
    (void)with, (void)name;
}

static void nothing_text(void *with, struct str text)
{
    (void)with, (void)text;
}

static bool relations_read(struct sheet_use *use, struct zip_in *zip, const char *part, struct relations *ret)
{
    static const struct xml_events events = { relation_begin, nothing_end, nothing_text };
    struct relations r = { use->arena, NULL, 0 };
    r.all = arena_take(use->arena, sizeof *r.all * RELATIONS_MOST, _Alignof(struct str));
    if (!xml_part(use, zip, part, &events, &r)) {
        return false;
    }
    *ret = r;
    return true;
}

/* A target against the folder of the part that names it: "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml". */
static struct str part_of(struct arena *a, struct str folder, struct str target)
{
    if (str_starts(target, STR("/"))) {
        return str_part(target, 1, target.len);
    }
    return str_join(a, folder, target);
}

static struct str relation_by_type(struct arena *a, const struct relations *r, struct str folder, const char *end)
{
    for (size_t i = 0; i < r->n; i++) {
        if (str_ends(r->all[i].type, str_c(end))) {
            return part_of(a, folder, r->all[i].target);
        }
    }
    return STR_NONE;
}

static void book_begin(void *with, struct str name, const struct xml_attributes *attributes)
{
    struct xlsx_book *book = with;
    if (str_is(name, "sheet") && book->n_sheets < XLSX_SHEETS) {
        struct str state = xml_attribute(attributes, "state");
        book->sheets[book->n_sheets++] =
            (struct xlsx_sheet){ .name = sheet_text(book->use, xml_attribute(attributes, "name")),
                                 .relation = str_copy(book->use->arena, xml_attribute(attributes, "id")),
                                 .part = STR_NONE,
                                 .hidden = str_is(state, "hidden") || str_is(state, "veryHidden") };
    } else if (str_is(name, "workbookPr")) {
        struct str since = xml_attribute(attributes, "date1904");
        book->from_1904 = str_is(since, "1") || str_is(since, "true");
    }
}

/* The shared strings: runs of one are put together, the reading aid of eastern scripts is left out. */
struct strings {
    struct xlsx_book *book;
    struct buf *one;
    size_t room;
    bool in_text, phonetic;
};

static void strings_begin(void *with, struct str name, const struct xml_attributes *attributes)
{
    struct strings *s = with;
    (void)attributes;
    if (str_is(name, "si")) {
        buf_cut(s->one, 0);
    }
    s->phonetic = s->phonetic || str_is(name, "rPh");
    s->in_text = str_is(name, "t") && !s->phonetic;
}

static void strings_end(void *with, struct str name)
{
    struct strings *s = with;
    struct xlsx_book *book = s->book;
    s->in_text = false;
    s->phonetic = s->phonetic && !str_is(name, "rPh");
    if (!str_is(name, "si")) {
        return;
    }
    if (book->n_strings == STRINGS_MOST || buf_failed(s->one)) {
        (void)sheet_fail(book->use, SHEET_TOO_LARGE);
        return;
    }
    if (book->n_strings == s->room) {
        s->room = s->room ? s->room * 2 : 1024;
        struct str *more = NEW_ARRAY(book->use->arena, struct str, s->room);
        if (book->n_strings > 0) {
            memcpy(more, book->strings, book->n_strings * sizeof *more);
        }
        book->strings = more;
    }
    book->strings[book->n_strings++] = xlsx_unescaped(book->use, buf_str(s->one));
}

static void strings_text(void *with, struct str text)
{
    struct strings *s = with;
    if (s->in_text) {
        buf_put(s->one, text);
    }
}

/* What a format shows: letters of dates outside quotes and brackets. «m» is minutes beside h or s, months elsewhere. */
static struct xlsx_format format_of_code(struct str code)
{
    struct xlsx_format format = { XLSX_FORMAT_PLAIN, 0 };
    bool date = false, time = false, zeros = code.len > 1;
    for (size_t i = 0; i < code.len && code.at[i] != ';'; i++) {
        char c = (char)(code.at[i] | 32);
        zeros = zeros && code.at[i] == '0';
        if (code.at[i] == '"' || code.at[i] == '[') {
            char close = code.at[i] == '"' ? '"' : ']';
            char first = i + 1 < code.len ? (char)(code.at[i + 1] | 32) : ' ';
            time = time || (close == ']' && (first == 'h' || first == 's') && i + 2 < code.len &&
                            (code.at[i + 2] == ']' || (code.at[i + 2] | 32) == first));
            size_t end = str_find(code, (struct str){ &close, 1 }, i + 1);
            i = end;
        } else if (code.at[i] == '\\' || code.at[i] == '_' || code.at[i] == '*') {
            i++;
        } else if (c == 'y' || c == 'd') {
            date = true;
        } else if (c == 'h' || c == 's') {
            time = true;
        } else if (c == 'm' && !time) {
            date = date || str_find(code, STR("ss"), i) == code.len;
        }
    }
    if (strncasecmp(code.at, "general", code.len < 7 ? code.len : 7) == 0) {
        return format;
    }
    format.kind = date ? XLSX_FORMAT_DATE : time ? XLSX_FORMAT_TIME : XLSX_FORMAT_PLAIN;
    format.zeros = zeros ? (int)(code.len < 15 ? code.len : 15) : 0;
    return format;
}

/* ECMA-376 part 1, 18.8.30: the formats that need not be written down, those of eastern editions among them. */
static struct xlsx_format format_built_in(int64_t id)
{
    bool date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
                (id >= 57 && id <= 58);
    bool time = (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || (id >= 55 && id <= 56);
    return (struct xlsx_format){ date ? XLSX_FORMAT_DATE : time ? XLSX_FORMAT_TIME : XLSX_FORMAT_PLAIN, 0 };
}

struct styles {
    struct xlsx_book *book;
    struct {
        int64_t id;
        struct xlsx_format format;
    } * own;
    size_t n_own;
    bool in_cells;
};

static void styles_begin(void *with, struct str name, const struct xml_attributes *attributes)
{
    struct styles *s = with;
    int64_t id = -1;
    if (str_is(name, "cellXfs")) {
        s->in_cells = true;
    } else if (str_is(name, "numFmt") && s->n_own < XLSX_FORMATS && num_read_int(xml_attribute(attributes, "numFmtId"), &id)) {
        s->own[s->n_own].id = id;
        s->own[s->n_own++].format = format_of_code(xml_attribute(attributes, "formatCode"));
    } else if (str_is(name, "xf") && s->in_cells && s->book->n_formats < XLSX_FORMATS) {
        struct xlsx_format format = { XLSX_FORMAT_PLAIN, 0 };
        if (num_read_int(xml_attribute(attributes, "numFmtId"), &id)) {
            format = format_built_in(id);
        }
        for (size_t i = 0; i < s->n_own; i++) {
            format = s->own[i].id == id ? s->own[i].format : format;
        }
        s->book->formats[s->book->n_formats++] = format;
    }
}

static void styles_end(void *with, struct str name)
{
    struct styles *s = with;
    s->in_cells = s->in_cells && !str_is(name, "cellXfs");
}

struct xlsx_format xlsx_format_of(const struct xlsx_book *book, size_t style)
{
    return style < book->n_formats ? book->formats[style] : (struct xlsx_format){ XLSX_FORMAT_PLAIN, 0 };
}

static bool read_strings(struct sheet_use *use, struct zip_in *zip, struct str part, struct xlsx_book *book)
{
    static const struct xml_events events = { strings_begin, strings_end, strings_text };
    struct strings s = { .book = book, .one = buf_new(use->arena, STRING_MOST) };
    size_t index;
    const char *name = str_cstr(use->arena, part);
    return part.len == 0 || !zip_in_find(zip, name, &index) || xml_part(use, zip, name, &events, &s);
}

static bool read_styles(struct sheet_use *use, struct zip_in *zip, struct str part, struct xlsx_book *book)
{
    static const struct xml_events events = { styles_begin, styles_end, nothing_text };
    struct styles s = { .book = book };
    size_t index;
    const char *name = str_cstr(use->arena, part);
    if (part.len == 0 || !zip_in_find(zip, name, &index)) {
        return true;
    }
    s.own = arena_take(use->arena, sizeof *s.own * XLSX_FORMATS, _Alignof(int64_t));
    book->formats = NEW_ARRAY(use->arena, struct xlsx_format, XLSX_FORMATS);
    return xml_part(use, zip, name, &events, &s);
}

/* Folder of a part with its slash, and the part of its relations: "xl/workbook.xml" → "xl/", "xl/_rels/workbook.xml.rels". */
static void relations_of(struct arena *a, struct str part, struct str *ret_folder, const char **ret_relations)
{
    size_t slash = part.len;
    while (slash > 0 && part.at[slash - 1] != '/') {
        slash--;
    }
    struct str file = str_part(part, slash, part.len);
    *ret_folder = str_part(part, 0, slash);
    *ret_relations =
        str_cstr(a, str_format(a, "%.*s_rels/%.*s.rels", (int)ret_folder->len, ret_folder->at, (int)file.len, file.at));
}

bool xlsx_book_read(struct sheet_use *use, struct zip_in *zip, struct xlsx_book *ret_book)
{
    static const struct xml_events events = { book_begin, nothing_end, nothing_text };
    struct xlsx_book book = { .use = use, .sheets = NEW_ARRAY(use->arena, struct xlsx_sheet, XLSX_SHEETS) };
    struct relations package, own;
    struct str folder;
    const char *relations;
    if (!relations_read(use, zip, "_rels/.rels", &package)) {
        return false;
    }
    struct str workbook = relation_by_type(use->arena, &package, STR_NONE, "/officeDocument");
    relations_of(use->arena, workbook, &folder, &relations);
    if (!xml_part(use, zip, str_cstr(use->arena, workbook), &events, &book) || !relations_read(use, zip, relations, &own) ||
        !read_strings(use, zip, relation_by_type(use->arena, &own, folder, "/sharedStrings"), &book) ||
        !read_styles(use, zip, relation_by_type(use->arena, &own, folder, "/styles"), &book)) {
        return false;
    }
    size_t n = 0;
    for (size_t i = 0; i < book.n_sheets; i++) { /* a sheet of charts has no cells and is left out */
        for (size_t k = 0; k < own.n; k++) {
            if (str_equal(own.all[k].id, book.sheets[i].relation) && str_ends(own.all[k].type, STR("/worksheet"))) {
                book.sheets[n] = book.sheets[i];
                book.sheets[n++].part = part_of(use->arena, folder, own.all[k].target);
                break;
            }
        }
    }
    book.n_sheets = n;
    *ret_book = book;
    return n > 0 || sheet_fail(use, SHEET_UNKNOWN);
}
