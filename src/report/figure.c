/* Reading a declared figure: its declaration by name, its total and its rows from the one SQL text, and for years that are not
   in the record the value kept in earlier_value. A family is asked for as PARAMETER.WORD: "week.persons" is the family
   "activity.persons" with the parameter "week". No data is not zero: a figure without rows, or whose rows have no number, has
   the status FIGURE_NO_DATA and no value. */
#include "report/figure.h"

#include "base/str.h"
#include "report_sql.h"

struct total {
    int64_t n_rows, n_known;
    struct maybe_int value;
};
static const struct db_column total_columns[] = {
    { "n_rows", DB_INT, offsetof(struct total, n_rows) },
    { "n_known", DB_INT, offsetof(struct total, n_known) },
    { "value", DB_MAYBE_INT, offsetof(struct total, value) },
};
static const struct db_shape total_shape = DB_SHAPE(struct total, total_columns);

struct earlier {
    struct str status, words, source;
    struct maybe_int value;
};
static const struct db_column earlier_columns[] = {
    { "status", DB_TEXT, offsetof(struct earlier, status) },
    { "value", DB_MAYBE_INT, offsetof(struct earlier, value) },
    { "words", DB_TEXT, offsetof(struct earlier, words) },
    { "source", DB_TEXT, offsetof(struct earlier, source) },
};
static const struct db_shape earlier_shape = DB_SHAPE(struct earlier, earlier_columns);

/* The arguments of every figure, as many as its statement takes. */
static struct db_args arguments(struct arena *a, const struct db_query *q, int year, struct str param)
{
    struct db_value *v = NEW_ARRAY(a, struct db_value, 2);
    v[0] = db_from_int(year);
    v[1] = db_from_str(param);
    BUG_IF(q->n_args > 2);
    return (struct db_args){ v, q->n_args };
}

static bool read_earlier(struct ctx *ctx, struct figure *figure, struct err *e)
{
    struct earlier *rows;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_report_earlier_value, DB_ARGS(figure->name, figure->year), &earlier_shape,
                 (void *)&rows, &n, e)) {
        return false;
    }
    figure->status = FIGURE_NO_DATA;
    if (n == 1) {
        figure->source = rows[0].source;
    }
    if (n == 1 && rows[0].value.known) {
        figure->status = str_is(rows[0].status, "reconstructed") ? FIGURE_RECONSTRUCTED : FIGURE_PRINTED;
        figure->value = rows[0].value.is;
    }
    return true;
}

bool figure_number(struct ctx *ctx, struct str name, int year, struct figure *ret_figure, struct err *e)
{
    struct figure figure = { .name = name, .year = year, .moment_ms = ctx->now_ms };
    struct str param;
    figure.def = figure_declared(ctx, name, &param);
    if (!figure.def) {
        return err_set(e, ERR_NOT_FOUND, "figure_read", str_format(ctx->arena, "no figure %.*s", (int)name.len, name.at));
    }
    struct total total;
    if (!db_one(ctx->db, ctx->arena, figure.def->total, arguments(ctx->arena, figure.def->total, year, param), &total_shape,
                &total, e)) {
        return false;
    }
    if (!figure.def->family) {
        figure.title = text(ctx, figure.def->title);
    }
    figure.n_rows = total.n_rows;
    figure.n_known = total.n_known;
    if (total.n_rows > 0 && total.value.known) {
        figure.status = FIGURE_KNOWN;
        figure.value = total.value.is;
        figure.source = str_c(figure.def->rows->name);
    } else if (!read_earlier(ctx, &figure, e)) {
        return false;
    }
    *ret_figure = figure;
    return true;
}

bool figure_read(struct ctx *ctx, struct str name, int year, struct figure *ret_figure, struct err *e)
{
    struct str title;
    if (!figure_number(ctx, name, year, ret_figure, e) || !figure_title(ctx, name, year, &title, e)) {
        return false;
    }
    ret_figure->title = title;
    return true;
}

static size_t column_of(const struct db_table *t, const char *name)
{
    for (size_t i = 0; i < t->n_columns; i++) {
        if (str_is(t->names[i], name)) {
            return i;
        }
    }
    return t->n_columns;
}

static struct maybe_int int_at(const struct db_table *t, size_t row, size_t column)
{
    if (column == t->n_columns) {
        return NO_INT;
    }
    struct db_value v = t->values[row * t->n_columns + column];
    return v.kind == DB_INT ? SOME_INT(v.as.i) : NO_INT;
}

static struct str text_at(const struct db_table *t, size_t row, size_t column)
{
    if (column == t->n_columns) {
        return STR_NONE;
    }
    struct db_value v = t->values[row * t->n_columns + column];
    return v.kind == DB_TEXT ? v.as.s : STR_NONE;
}

bool figure_rows(struct ctx *ctx, struct str name, int year, struct figure_row **ret_rows, size_t *ret_n, struct err *e)
{
    struct str param;
    const struct figure_def *def = figure_declared(ctx, name, &param);
    if (!def) {
        return err_set(e, ERR_NOT_FOUND, "figure_rows", str_format(ctx->arena, "no figure %.*s", (int)name.len, name.at));
    }
    struct db_table table;
    if (!db_table(ctx->db, ctx->arena, def->rows, arguments(ctx->arena, def->rows, year, param), &table, e)) {
        return false;
    }
    size_t in = column_of(&table, "register_name"), id = column_of(&table, "id"), label = column_of(&table, "label"),
           value = column_of(&table, "value"), from = column_of(&table, "grade_from"), to = column_of(&table, "grade_to");
    BUG_IF(in == table.n_columns || id == table.n_columns || label == table.n_columns || value == table.n_columns);
    struct figure_row *rows = NEW_ARRAY(ctx->arena, struct figure_row, table.n_rows + 1);
    for (size_t i = 0; i < table.n_rows; i++) {
        rows[i] = (struct figure_row){ .register_name = text_at(&table, i, in),
                                       .id = int_at(&table, i, id).is,
                                       .label = text_at(&table, i, label),
                                       .value = int_at(&table, i, value),
                                       .grade_from = int_at(&table, i, from),
                                       .grade_to = int_at(&table, i, to) };
    }
    *ret_rows = rows;
    *ret_n = table.n_rows;
    return true;
}

struct str figure_path(struct arena *a, struct str name, int year)
{
    return str_format(a, "/figure/%.*s?year=%d", (int)name.len, name.at, year);
}

struct str figure_period(struct arena *a, enum lang lang, enum period_type period, int year)
{
    static const enum text_id words[] = { [PERIOD_SCHOOL_YEAR] = T_REPORT_PERIOD_SCHOOL_YEAR,
                                          [PERIOD_COHORT] = T_REPORT_PERIOD_COHORT,
                                          [PERIOD_CALENDAR_YEAR] = T_REPORT_PERIOD_CALENDAR_YEAR };
    const struct text_arg args[] = { TEXT_ARG("years", str_format(a, "%d-%d", year, year + 1)),
                                     TEXT_ARG("year", str_format(a, "%d", year)) };
    return text_fill(a, lang, words[period], args, COUNT(args));
}
