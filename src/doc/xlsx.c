/* Workbooks through libxlsxwriter, which appears in this file and in xlsx_book.c alone. It writes to a path, so it is given the
   path of a memory file; its temporary sheets are files without names in the system's folder. In its constant-memory mode a row
   is on its way to the disk when the next one begins, which is why rows come in order and widths are told beforehand. */
#include "doc/xlsx.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "doc/xlsx_in.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ROWS = LXW_ROW_MAX - 1, LONGEST_NAME = 31, LONGEST_TEXT = 32000 };

/* The library tells the day of making by gmtime, which has one place for its answer: one workbook at a time is finished. */
static pthread_mutex_t finishing = PTHREAD_MUTEX_INITIALIZER;

static lxw_error finish(struct xlsx *x)
{
    pthread_mutex_lock(&finishing);
    lxw_error error = workbook_close(x->book);
    pthread_mutex_unlock(&finishing);
    x->book = NULL;
    return error;
}

static void book_drop(void *with)
{
    struct xlsx *x = with;
    if (x->book) {
        (void)finish(x); /* the only way to free it */
    }
    if (x->file >= 0) {
        close(x->file);
        x->file = -1;
    }
}

void xlsx_fail(struct xlsx *x, enum err_kind kind, struct str what)
{
    if (x->failed.kind == ERR_NONE) {
        err_set(&x->failed, kind, "xlsx", what);
    }
}

void xlsx_said(struct xlsx *x, lxw_error error)
{
    if (error != LXW_NO_ERROR) {
        bool full =
            error == LXW_ERROR_CREATING_TMPFILE || error == LXW_ERROR_ZIP_FILE_OPERATION || error == LXW_ERROR_ZIP_FILE_ADD;
        xlsx_fail(x, full ? ERR_FULL : ERR_BROKEN, str_copy(x->arena, str_c(lxw_strerror(error))));
    }
}

static void formats_make(struct xlsx *x)
{
    static const char *const shown[XLSX_MOST_DIGITS + 1] = { "#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000" };
    x->header = workbook_add_format(x->book);
    format_set_bold(x->header);
    format_set_text_wrap(x->header);
    format_set_align(x->header, LXW_ALIGN_VERTICAL_TOP);
    format_set_bottom(x->header, LXW_BORDER_THIN);
    x->wrapped = workbook_add_format(x->book);
    format_set_text_wrap(x->wrapped);
    format_set_align(x->wrapped, LXW_ALIGN_VERTICAL_TOP);
    x->day = workbook_add_format(x->book);
    format_set_num_format(x->day, "dd.mm.yyyy");
    format_set_align(x->day, LXW_ALIGN_VERTICAL_TOP);
    for (int i = 0; i <= XLSX_MOST_DIGITS; i++) {
        x->digits[i] = workbook_add_format(x->book);
        format_set_num_format(x->digits[i], shown[i]);
        format_set_align(x->digits[i], LXW_ALIGN_VERTICAL_TOP);
    }
}

struct xlsx *xlsx_begin(struct arena *a, const lxw_doc_properties *properties, bool in_order)
{
    struct xlsx *x = NEW(a, struct xlsx);
    *x = (struct xlsx){ .arena = a, .file = memfd_create("workbook", MFD_CLOEXEC) };
    arena_defer(a, book_drop, x);
    if (x->file < 0) {
        xlsx_fail(x, ERR_FULL, STR("no memory file for the workbook"));
        return x;
    }
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", x->file);
    lxw_workbook_options options = { .constant_memory = in_order };
    x->book = workbook_new_opt(path, &options);
    if (!x->book) {
        xlsx_fail(x, ERR_TOO_BIG, STR("no memory for the workbook"));
        return x;
    }
    lxw_doc_properties kept = *properties;
    xlsx_said(x, workbook_set_properties(x->book, &kept));
    return x;
}

struct xlsx *xlsx_new(struct arena *a, int64_t moment_ms)
{
    const lxw_doc_properties properties = { .company = (char *)(uintptr_t) "Orientir", .created = (time_t)(moment_ms / 1000) };
    struct xlsx *x = xlsx_begin(a, &properties, true);
    if (x->failed.kind == ERR_NONE) {
        formats_make(x);
    }
    return x;
}

const char *xlsx_sheet_name(struct arena *a, struct str name)
{
    struct buf *out = buf_new(a, 4 * LONGEST_NAME + 1);
    size_t letters = 0;
    uint32_t c;
    while (letters < LONGEST_NAME && utf8_next(&name, &c)) {
        char bytes[4];
        size_t n;
        utf8_encode(c < 128 && strchr("[]:*?/\\'", (int)c) ? ' ' : c, bytes, &n);
        buf_put(out, (struct str){ bytes, n });
        letters++;
    }
    return str_cstr(a, buf_str(out));
}

void xlsx_sheet(struct xlsx *x, struct str name, const struct xlsx_column *columns, size_t n)
{
    if (x->failed.kind != ERR_NONE) {
        return;
    }
    x->sheet = workbook_add_worksheet(x->book, xlsx_sheet_name(x->arena, name));
    x->n_columns = n;
    x->row = 0;
    if (!x->sheet) {
        xlsx_fail(x, ERR_BROKEN, STR("a sheet could not be made: two of one name?"));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        xlsx_said(x, worksheet_set_column(x->sheet, (lxw_col_t)i, (lxw_col_t)i, columns[i].width, NULL));
    }
    for (size_t i = 0; i < n; i++) {
        xlsx_said(x, worksheet_write_string(x->sheet, 0, (lxw_col_t)i, str_cstr(x->arena, columns[i].label), x->header));
    }
    worksheet_freeze_panes(x->sheet, 1, 1);
}

/* Cut between letters; libxlsxwriter refuses what Excel could not open. */
const char *xlsx_text(struct arena *a, struct str text)
{
    size_t letters = 0;
    struct str rest = text;
    uint32_t c;
    while (letters < LONGEST_TEXT && utf8_next(&rest, &c)) {
        letters++;
    }
    return str_cstr(a, rest.len ? str_join(a, str_part(text, 0, text.len - rest.len), STR("…")) : text);
}

static void put_cell(struct xlsx *x, struct arena *a, lxw_col_t column, const struct xlsx_cell *cell)
{
    int year, month, day;
    switch (cell->kind) {
    case XLSX_NOTHING:
        break;
    case XLSX_TEXT:
        xlsx_said(x, worksheet_write_string(x->sheet, x->row, column, xlsx_text(a, cell->text), x->wrapped));
        break;
    case XLSX_NUMBER:
        BUG_IF(cell->digits < 0 || cell->digits > XLSX_MOST_DIGITS);
        xlsx_said(x, worksheet_write_number(x->sheet, x->row, column, cell->number, x->digits[cell->digits]));
        break;
    case XLSX_PERCENT: /* of books alone */
        BUG_IF(true);
    case XLSX_DAY:
        day_split(cell->day, &year, &month, &day);
        xlsx_said(x, worksheet_write_datetime(x->sheet, x->row, column,
                                              &(lxw_datetime){ .year = year, .month = month, .day = day }, x->day));
        break;
    }
}

void xlsx_row(struct xlsx *x, const struct xlsx_cell *cells, size_t n)
{
    if (x->failed.kind != ERR_NONE) {
        return;
    }
    BUG_IF(!x->sheet || n > x->n_columns);
    if (x->row == MOST_ROWS) {
        xlsx_fail(x, ERR_TOO_BIG, STR("a sheet holds a million rows"));
        return;
    }
    x->row++;
    struct arena *words = arena_new(8u << 20); /* of this row alone */
    for (size_t i = 0; i < n; i++) {
        put_cell(x, words, (lxw_col_t)i, &cells[i]);
    }
    arena_free(words);
    xlsx_said(x, worksheet_autofilter(x->sheet, 0, 0, x->row, (lxw_col_t)(x->n_columns - 1)));
}

bool xlsx_done(struct xlsx *x, struct str *ret_bytes, struct err *e)
{
    struct stat stat;
    if (x->failed.kind == ERR_NONE) {
        xlsx_said(x, finish(x));
    }
    if (x->failed.kind == ERR_NONE && (fstat(x->file, &stat) != 0 || stat.st_size <= 0)) {
        xlsx_fail(x, ERR_FULL, STR("the workbook came out empty"));
    }
    if (x->failed.kind != ERR_NONE) {
        *e = x->failed;
        return false;
    }
    size_t size = (size_t)stat.st_size, done = 0;
    char *bytes = arena_take_unset(x->arena, size + 1, 1);
    while (done < size) {
        ssize_t n = pread(x->file, bytes + done, size - done, (off_t)done);
        if (n <= 0) {
            return err_set(e, ERR_BROKEN, "xlsx_done", STR("the workbook could not be read back"));
        }
        done += (size_t)n;
    }
    *ret_bytes = (struct str){ bytes, size };
    return true;
}
