/* An import taken back, and the workbook that goes back to who sent it. Undoing is done as it was done: through the form's
   checks and hooks, all of it or nothing, and never over what somebody did afterwards. */
#include "base/json.h"
#include "base/text/text.h"
#include "doc/xlsx.h"
#include "register/import_in.h"

enum { LINE_ARENA = 16 << 20, RESULT_WIDTH = 24, FAULT_WIDTH = 80, COLUMN_WIDTH = 20 };

struct undoing {
    const struct register_def *def;
    const struct import_past *lines;
    size_t n;
    struct arena *keep, *line_arena;
    struct import_line *blocked;
    size_t n_blocked;
};

static void block(struct undoing *u, const struct import_past *line, struct str title, struct str why)
{
    struct import_fault *fault = NEW(u->keep, struct import_fault);
    *fault = (struct import_fault){ IMPORT_NO_FIELD, STR_NONE, str_copy(u->keep, why) };
    u->blocked[u->n_blocked++] = (struct import_line){ .number = line->number,
                                                       .verdict = IMPORT_WRONG,
                                                       .id = line->id,
                                                       .title = str_copy(u->keep, title),
                                                       .faults = fault,
                                                       .n_faults = 1 };
}

static struct str first_message(const struct form *form)
{
    for (size_t i = 0; i < form->def->n_fields; i++) {
        if (form->messages[i].len) {
            return form->messages[i];
        }
    }
    return form->message;
}

static bool old_form(struct ctx *ctx, const struct register_def *def, const struct import_past *line, struct form *ret_form,
                     struct err *e)
{
    struct json *old;
    if (!json_read(ctx->arena, line->old, &old, e)) {
        return false;
    }
    struct form form = form_empty(ctx, def, line->id);
    form.version = line->version;
    for (size_t i = 0; i < def->n_fields; i++) {
        form.given[i] = json_get(old, def->fields[i].name) != NULL;
        form.typed[i] = json_text(old, def->fields[i].name);
    }
    *ret_form = form;
    return form_read_fields(ctx, ret_form, e);
}

/* False with ERR_INVALID: not possible, *ret_why says why. */
static bool undo_line(struct ctx *ctx, const struct undoing *u, const struct import_past *line, struct str *ret_why,
                      struct err *e)
{
    struct form form;
    int64_t id;
    *ret_why = text(ctx, T_REGISTER_IMPORT_UNDO_IN_USE);
    if (line->verdict == IMPORT_NEW) {
        if (!record_remove(ctx, u->def, line->id, line->version, e)) {
            *ret_why = e->hint.len ? e->hint : *ret_why;
            return false;
        }
        return true;
    }
    if (!old_form(ctx, u->def, line, &form, e)) {
        return false;
    }
    if (!record_save(ctx, &form, &id, e)) {
        *ret_why = form.has_message ? first_message(&form) : *ret_why;
        return false;
    }
    return true;
}

/* One line; what cannot be taken back goes among the blocked ones, and the work goes on to find all of them. */
static bool take_back(struct ctx *ctx, struct undoing *u, const struct import_past *line, struct err *e)
{
    struct record now;
    struct err why = { 0 };
    struct str words;
    if (!record_get_for(ctx, u->def, line->id, line->verdict == IMPORT_NEW ? MAY_REMOVE : MAY_EDIT, &now, &why)) {
        if (why.kind != ERR_NOT_FOUND) {
            *e = why;
            return false;
        }
        if (line->verdict == IMPORT_CHANGED) { /* a row that the import made and that is gone is undone already */
            block(u, line, STR_NONE, text(ctx, T_REGISTER_IMPORT_UNDO_GONE));
        }
        return true;
    }
    if (now.version != line->version) {
        block(u, line, record_heading(ctx, &now), text(ctx, T_REGISTER_IMPORT_UNDO_CHANGED));
        return true;
    }
    struct str title = record_heading(ctx, &now);
    if (!undo_line(ctx, u, line, &words, &why)) {
        if (why.kind != ERR_INVALID) {
            *e = why;
            return false;
        }
        block(u, line, title, words);
    }
    return true;
}

static bool undo_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct undoing *u = arg;
    struct arena *own = ctx->arena;
    bool ok = true;
    u->n_blocked = 0;
    db_hasten(ctx->db);
    ctx->arena = u->line_arena;
    for (size_t i = u->n; ok && i > 0; i--) { /* the last first: later lines may stand on earlier ones */
        ok = take_back(ctx, u, &u->lines[i - 1], e);
        arena_reset(u->line_arena);
    }
    ctx->arena = own;
    return ok && (u->n_blocked == 0 || err_set(e, ERR_INVALID, "import_undo", STR("something later depends on it")));
}

bool import_undo(struct ctx *ctx, const struct register_def *def, const struct import_past *lines, size_t n,
                 struct import_line **ret_blocked, size_t *ret_n_blocked, struct err *e)
{
    struct undoing u = { .def = def, .lines = lines, .n = n, .keep = ctx->arena };
    struct err why = { 0 };
    const struct request *request = ctx->request;
    if (!register_may(ctx, def, MAY_IMPORT)) {
        return err_setf(e, ERR_FORBIDDEN, "import_undo", "%s", def->name);
    }
    u.blocked = NEW_ARRAY(ctx->arena, struct import_line, n + 1);
    u.line_arena = arena_new(LINE_ARENA);
    ctx->request = NULL;
    bool ok = db_write(ctx, DB_NO_LOCK, undo_work, &u, &why);
    ctx->request = request;
    arena_free(u.line_arena);
    if (!ok && u.n_blocked == 0) {
        *e = why;
        return false;
    }
    *ret_blocked = u.blocked;
    *ret_n_blocked = u.n_blocked;
    return true;
}

static struct xlsx_cell cell_again(const struct sheet_cell *cell)
{
    switch (cell->kind) {
    case SHEET_EMPTY:
        break;
    case SHEET_NUMBER:
    case SHEET_YES_NO: {
        size_t point = str_find(cell->text, STR("."), 0);
        size_t digits = point < cell->text.len ? cell->text.len - point - 1 : 0;
        return (struct xlsx_cell){ XLSX_NUMBER, .number = cell->number, .digits = digits > 6 ? 6 : (int)digits };
    }
    case SHEET_DAY:
        return (struct xlsx_cell){ XLSX_DAY, .day = cell->day };
    case SHEET_TEXT:
    case SHEET_FAULT:
        return (struct xlsx_cell){ XLSX_TEXT, .text = cell->text };
    }
    return (struct xlsx_cell){ XLSX_NOTHING };
}

static void put_row(struct ctx *ctx, struct xlsx *book, const struct sheet_row *row, size_t n_columns, struct str result,
                    struct str faults)
{
    struct xlsx_cell *cells = NEW_ARRAY(ctx->arena, struct xlsx_cell, n_columns + 2);
    for (size_t c = 0; row && c < row->n && c < n_columns; c++) {
        cells[c] = cell_again(&row->cells[c]);
    }
    cells[n_columns] = (struct xlsx_cell){ result.len ? XLSX_TEXT : XLSX_NOTHING, .text = result };
    cells[n_columns + 1] = (struct xlsx_cell){ faults.len ? XLSX_TEXT : XLSX_NOTHING, .text = faults };
    xlsx_row(book, cells, n_columns + 2);
}

bool import_workbook(struct ctx *ctx, const struct sheet *sheet, const struct import_map *map, const struct import_said *said,
                     size_t n, struct str *ret_bytes, struct err *e)
{
    struct xlsx *book = xlsx_new(ctx->arena, ctx->now_ms);
    size_t columns = sheet->n_columns, k = 0;
    struct xlsx_column *heads = NEW_ARRAY(ctx->arena, struct xlsx_column, columns + 2);
    for (size_t c = 0; c < columns; c++) {
        heads[c] = (struct xlsx_column){ import_header(sheet, map, c), COLUMN_WIDTH };
    }
    heads[columns] = (struct xlsx_column){ text(ctx, T_REGISTER_IMPORT_RESULT), RESULT_WIDTH };
    heads[columns + 1] = (struct xlsx_column){ text(ctx, T_REGISTER_IMPORT_FAULTS), FAULT_WIDTH };
    xlsx_sheet(book, sheet->name.len ? sheet->name : text(ctx, T_REGISTER_IMPORT_RESULT), heads, columns + 2);
    struct arena *own = ctx->arena;
    for (size_t i = map->header + 1; i < sheet->n_rows; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        while (k < n && said[k].number < row->number) {
            k++;
        }
        bool told = k < n && said[k].number == row->number;
        ctx->arena = arena_new(1u << 20);
        put_row(ctx, book, row, columns, told ? said[k].result : STR_NONE, told ? said[k].faults : STR_NONE);
        arena_free(ctx->arena);
        ctx->arena = own;
    }
    return xlsx_done(book, ret_bytes, e);
}
