/* A list as a file: the rows the person sees by filter, search, order and rights, all pages of them, with every field that is
   not private. A workbook has typed cells and a passport; comma-separated text is for programs, in UTF-8 with a mark for Excel
   or, for those that know nothing newer, in windows-1251. Rows are read by the hundred and forgotten, so a long list costs the
   memory of its file alone. */
#include "base/cp1251.h"
#include "base/text/text.h"
#include "doc/csv.h"
#include "doc/xlsx.h"
#include "register/type.h"

enum { BATCH = 200, FILE_CAP = 24 << 20, WIDTH_NUMBER = 12, WIDTH_TEXT = 24, WIDTH_WIDE = 48 };

struct exported {
    const struct register_def *def;
    const size_t *fields; /* by column */
    size_t n;
};

/* The name of the row, what the list shows, then the rest as the form has it. */
static struct exported columns_of(struct arena *a, const struct register_def *def)
{
    size_t *fields = NEW_ARRAY(a, size_t, def->n_fields), n = 0, title = field_index(def, def->title_field);
    fields[n++] = title;
    for (int listed = 1; listed >= 0; listed--) {
        for (size_t i = 0; i < def->n_fields; i++) {
            const struct field *f = &def->fields[i];
            if (i != title && !(f->flags & F_PRIVATE) && ((f->flags & F_LIST) != 0) == listed) {
                fields[n++] = i;
            }
        }
    }
    return (struct exported){ def, fields, n };
}

typedef void row_taker(struct ctx *ctx, const struct exported *x, const struct record *r, void *with);

/* Every row of the list to `take`, in its order. Each batch has an arena of its own. */
static bool rows_each(struct ctx *ctx, const struct exported *x, struct list_ask ask, row_taker *take, void *with,
                      int64_t *ret_count, struct err *e)
{
    struct arena *own = ctx->arena;
    bool ok = true;
    int64_t count = 0, done = 0;
    ask.bare = ask.whole = true;
    ask.verb = MAY_EXPORT;
    ask.per_page = BATCH;
    for (ask.page = 1; ok && (ask.page == 1 || done < count); ask.page++) {
        struct list list = { 0 };
        ctx->arena = arena_new(16u << 20);
        ok = list_read(ctx, x->def, &ask, &list, e);
        count = list.count;
        done += (int64_t)list.n;
        for (size_t i = 0; ok && i < list.n; i++) {
            take(ctx, x, &list.rows[i], with);
        }
        arena_free(ctx->arena);
        ctx->arena = own;
        if (list.n == 0) {
            break; /* rows went while they were read */
        }
    }
    *ret_count = done;
    return ok;
}

static struct xlsx_cell cell_of(const struct field *f, struct db_value value, struct str shown)
{
    struct day day;
    if (value.kind == DB_NULL) {
        return (struct xlsx_cell){ XLSX_NOTHING };
    }
    if (f->type == &ft_int && value.kind == DB_INT) {
        return (struct xlsx_cell){ XLSX_NUMBER, .number = (double)value.as.i };
    }
    if (f->type == &ft_day && value.kind == DB_TEXT && day_read(value.as.s, &day)) {
        return (struct xlsx_cell){ XLSX_DAY, .day = day };
    }
    if (f->type == &ft_period) {
        struct period p = period_of_value(value);
        if (p.precision == PRECISION_DAY && p.first.n == p.last.n) {
            return (struct xlsx_cell){ XLSX_DAY, .day = p.first };
        }
    }
    return (struct xlsx_cell){ XLSX_TEXT, .text = shown };
}

/* As the reader sees it; a period as he types it, so that a file handed out can be taken in again and nothing is lost of it. */
static struct str text_of(struct ctx *ctx, const struct record *r, size_t field)
{
    const struct field *f = &r->def->fields[field];
    return f->type == &ft_period ? f->type->typed(ctx->arena, f, r->values[field]) : r->shown[field];
}

static void take_xlsx(struct ctx *ctx, const struct exported *x, const struct record *r, void *with)
{
    struct xlsx_cell *cells = NEW_ARRAY(ctx->arena, struct xlsx_cell, x->n);
    for (size_t i = 0; i < x->n; i++) {
        cells[i] = cell_of(&x->def->fields[x->fields[i]], r->values[x->fields[i]], text_of(ctx, r, x->fields[i]));
    }
    xlsx_row(with, cells, x->n);
}

struct csv_out {
    struct buf *buf;
    char separator;
};

static void take_csv(struct ctx *ctx, const struct exported *x, const struct record *r, void *with)
{
    const struct csv_out *out = with;
    for (size_t i = 0; i < x->n; i++) {
        csv_put(out->buf, text_of(ctx, r, x->fields[i]), out->separator, i == 0);
    }
    csv_end(out->buf);
}

/* «Направление: мероприятия; Поиск: неделя», or «все». */
static struct str filters_in_words(struct ctx *ctx, const struct register_def *def, const struct list_ask *ask)
{
    struct buf *out = buf_new(ctx->arena, 64 * 1024);
    for (size_t i = 0; i < ask->n_filters; i++) {
        const struct field *f = &def->fields[field_index(def, ask->filters[i].field)];
        struct str value = ask->filters[i].value, label = text(ctx, f->label);
        if (str_is(value, "-")) {
            value = text(ctx, T_REGISTER_NO_DATA);
        } else if (f->type == &ft_choice) {
            value = f->type->show(ctx, f, DB_VALUE(value));
        }
        buf_putf(out, "%s%.*s: %.*s", i ? "; " : "", (int)label.len, label.at, (int)value.len, value.at);
    }
    if (ask->search.len) {
        struct str label = text(ctx, T_REGISTER_SEARCH);
        buf_putf(out, "%s%.*s: %.*s", buf_len(out) ? "; " : "", (int)label.len, label.at, (int)ask->search.len, ask->search.at);
    }
    return buf_len(out) ? buf_str(out) : text(ctx, T_REGISTER_ALL);
}

static void put_fact(struct xlsx *book, struct str what, struct str value)
{
    const struct xlsx_cell cells[] = { { XLSX_TEXT, .text = what }, { XLSX_TEXT, .text = value } };
    xlsx_row(book, cells, COUNT(cells));
}

/* What the numbers are, for whoever meets the file without the program. */
static bool put_passport(struct ctx *ctx, struct xlsx *book, const struct exported *x, const struct list_ask *ask, int64_t rows,
                         struct err *e)
{
    struct centre centre = { 0 };
    if (!centre_read(ctx, &centre, e)) {
        return false;
    }
    const struct xlsx_column columns[] = { { text(ctx, T_REGISTER_PASSPORT), WIDTH_TEXT }, { STR_NONE, 2 * WIDTH_WIDE } };
    xlsx_sheet(book, text(ctx, T_REGISTER_PASSPORT), columns, COUNT(columns));
    put_fact(book, text(ctx, T_REGISTER_PASSPORT_WHAT), text(ctx, x->def->many));
    put_fact(book, text(ctx, T_REGISTER_PASSPORT_CENTRE), centre.name);
    if (ctx->site && ctx->site->made) {
        put_fact(book, text(ctx, T_REGISTER_PASSPORT_MADE), ui_demo_mark(ctx));
    }
    if (x->def->year_field && ctx->year) {
        put_fact(book, text(ctx, T_REGISTER_PASSPORT_YEAR), str_format(ctx->arena, "%d-%d", ctx->year, ctx->year + 1));
    }
    put_fact(book, text(ctx, T_REGISTER_PASSPORT_FILTER), filters_in_words(ctx, x->def, ask));
    const struct xlsx_cell count[] = { { XLSX_TEXT, .text = text(ctx, T_REGISTER_PASSPORT_ROWS) },
                                       { XLSX_NUMBER, .number = (double)rows } };
    xlsx_row(book, count, COUNT(count));
    put_fact(book, text(ctx, T_REGISTER_PASSPORT_MOMENT),
             text_moment(ctx->arena, ctx->lang, ctx->now_ms, ctx->site ? ctx->site->zone : "UTC"));
    for (size_t i = 0; i < x->n; i++) {
        const struct field *f = &x->def->fields[x->fields[i]];
        if (f->hint != T_NONE) {
            put_fact(book, text(ctx, f->label), text(ctx, f->hint));
        }
    }
    return true;
}

static bool export_xlsx(struct ctx *ctx, const struct exported *x, const struct list_ask *ask, struct str *ret_bytes,
                        struct err *e)
{
    struct xlsx *book = xlsx_new(ctx->arena, ctx->now_ms);
    struct xlsx_column *columns = NEW_ARRAY(ctx->arena, struct xlsx_column, x->n);
    int64_t rows;
    for (size_t i = 0; i < x->n; i++) {
        const struct field *f = &x->def->fields[x->fields[i]];
        columns[i] = (struct xlsx_column){ text(ctx, f->label), i == 0 || (f->flags & F_WIDE) ? WIDTH_WIDE
                                                                : f->type->number             ? WIDTH_NUMBER
                                                                                              : WIDTH_TEXT };
    }
    xlsx_sheet(book, text(ctx, x->def->many), columns, x->n);
    return rows_each(ctx, x, *ask, take_xlsx, book, &rows, e) && put_passport(ctx, book, x, ask, rows, e) &&
           xlsx_done(book, ret_bytes, e);
}

static bool export_csv(struct ctx *ctx, const struct exported *x, const struct list_ask *ask, bool old, struct str *ret_bytes,
                       struct err *e)
{
    struct csv_out out = { buf_new(ctx->arena, FILE_CAP), ';' };
    int64_t rows;
    if (!old) {
        BUF(out.buf, "\xEF\xBB\xBF"); /* or Excel takes it for windows-1251 */
    }
    for (size_t i = 0; i < x->n; i++) {
        csv_put(out.buf, text(ctx, x->def->fields[x->fields[i]].label), out.separator, i == 0);
    }
    csv_end(out.buf);
    if (!rows_each(ctx, x, *ask, take_csv, &out, &rows, e)) {
        return false;
    }
    if (buf_failed(out.buf)) {
        return err_set(e, ERR_TOO_BIG, "register_export", STR("the file grew over its limit"));
    }
    *ret_bytes = old ? cp1251_write(ctx->arena, buf_str(out.buf), NULL) : buf_str(out.buf);
    return true;
}

bool register_export(struct ctx *ctx, const struct register_def *def, const struct list_ask *ask, enum export_form form,
                     struct str *ret_bytes, struct err *e)
{
    const struct exported x = columns_of(ctx->arena, def);
    return form == EXPORT_XLSX ? export_xlsx(ctx, &x, ask, ret_bytes, e)
                               : export_csv(ctx, &x, ask, form == EXPORT_CSV_1251, ret_bytes, e);
}

static bool hand_out(struct ctx *ctx, const struct request *request, enum export_form form, struct reply *reply, struct err *e)
{
    const struct register_def *def = page_def(request);
    struct list_ask ask;
    struct str bytes = STR_NONE;
    if (!list_ask_read(ctx, def, &ask, e) || !register_export(ctx, def, &ask, form, &bytes, e)) {
        return false;
    }
    const char *type = form == EXPORT_XLSX       ? XLSX_TYPE
                       : form == EXPORT_CSV_1251 ? "text/csv; charset=windows-1251"
                                                 : "text/csv; charset=utf-8";
    /* Comma-separated text is data for programs and has no place for a mark but its name. */
    struct str name =
        str_format(ctx->arena, "%s%s%s.%s", ctx->site && ctx->site->made ? "practice-" : "", def->name,
                   def->year_field && ctx->year ? str_cstr(ctx->arena, str_format(ctx->arena, "-%d", ctx->year)) : "",
                   form == EXPORT_XLSX ? "xlsx" : "csv");
    reply_download(ctx, reply, type, name, bytes);
    return true;
}

bool page_export_xlsx(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    return hand_out(ctx, request, EXPORT_XLSX, reply, e);
}

bool page_export_csv(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    bool old = str_is(request_query(request, "encoding"), "windows-1251");
    return hand_out(ctx, request, old ? EXPORT_CSV_1251 : EXPORT_CSV, reply, e);
}
