/* From cells to structs: a shape says which column goes to which member. What does not fit the shape is our own mistake and
   stops the program, above all NULL where the struct has a bare number: no data is not zero. */
#include "db/db_in.h"

#include <stdio.h>
#include <string.h>

struct shape_sink {
    struct db_sink sink;
    struct arena *arena;
    const struct db_shape *shape;
    const char *name;
    unsigned short at[DB_MOST_COLUMNS]; /* column of the answer for each column of the shape */
    char *rows;
    size_t n, room, most; /* most: 0 means any number */
    db_row *take;         /* db_each: rows go here one by one, and their texts are not copied */
    void *with;
};

static _Noreturn void misfit(const char *name, const char *column, const char *what)
{
    char line[300];
    snprintf(line, sizeof line, "%s, column %s: %s", name, column, what);
    bug_stop(__FILE__, __LINE__, line);
}

static bool shape_columns(struct db_sink *sink, const char *const *names, size_t n, struct err *e)
{
    struct shape_sink *s = (struct shape_sink *)sink;
    for (size_t i = 0; i < s->shape->n; i++) {
        const char *wanted = s->shape->columns[i].name;
        size_t at = i < n && strcmp(names[i], wanted) == 0 ? i : 0;
        while (at < n && strcmp(names[at], wanted) != 0) {
            at++;
        }
        if (at == n) {
            misfit(s->name, wanted, "the statement does not return it");
        }
        s->at[i] = (unsigned short)at;
    }
    return true;
}

static bool put_day(const struct shape_sink *s, const char *column, const struct db_value *cell, struct day *to, struct err *e)
{
    if (cell->kind == DB_TEXT && !day_read(cell->as.s, to)) {
        return err_setf(e, ERR_BROKEN, "db_rows", "%s, column %s: not a day", s->name, column);
    }
    return true;
}

static void put_number(const struct shape_sink *s, const struct db_column *column, const struct db_value *cell, char *to)
{
    bool whole = column->kind == DB_INT || column->kind == DB_MAYBE_INT;
    bool bare = column->kind == DB_INT || column->kind == DB_REAL;
    if (cell->kind == DB_NULL) {
        if (bare) {
            misfit(s->name, column->name, "NULL where the struct has a bare number");
        }
        return;
    }
    if (cell->kind != DB_INT && (whole || cell->kind != DB_REAL)) {
        misfit(s->name, column->name, "not a number of the kind the shape says");
    }
    double real = cell->kind == DB_INT ? (double)cell->as.i : cell->as.r;
    switch (column->kind) {
    case DB_INT:
        *(int64_t *)(void *)to = cell->as.i;
        break;
    case DB_MAYBE_INT:
        *(struct maybe_int *)(void *)to = SOME_INT(cell->as.i);
        break;
    case DB_REAL:
        *(double *)(void *)to = real;
        break;
    case DB_MAYBE_REAL:
        *(struct maybe_real *)(void *)to = (struct maybe_real){ true, real };
        break;
    case DB_NULL:
    case DB_TEXT:
    case DB_BLOB:
    case DB_DAY:
        break;
    }
}

static struct str kept(const struct shape_sink *s, struct str cell)
{
    return s->take ? cell : str_copy(s->arena, cell);
}

static bool put_cell(struct shape_sink *s, const struct db_column *column, const struct db_value *cell, char *to, struct err *e)
{
    switch (column->kind) {
    case DB_INT:
    case DB_REAL:
    case DB_MAYBE_INT:
    case DB_MAYBE_REAL:
        put_number(s, column, cell, to);
        return true;
    case DB_TEXT:
        if (cell->kind != DB_TEXT && cell->kind != DB_NULL) {
            misfit(s->name, column->name, "not a text");
        }
        *(struct str *)(void *)to = cell->kind == DB_NULL ? STR_NONE : kept(s, cell->as.s);
        return true;
    case DB_BLOB:
        if (cell->kind != DB_BLOB) {
            misfit(s->name, column->name, "not bytes");
        }
        *(struct str *)(void *)to = kept(s, cell->as.s);
        return true;
    case DB_DAY:
        if (cell->kind != DB_TEXT && cell->kind != DB_NULL) {
            misfit(s->name, column->name, "not a day");
        }
        return put_day(s, column->name, cell, (struct day *)(void *)to, e);
    case DB_NULL:
        break;
    }
    misfit(s->name, column->name, "the shape names no kind");
}

static bool shape_row(struct db_sink *sink, const struct db_value *cells, struct err *e)
{
    struct shape_sink *s = (struct shape_sink *)sink;
    size_t size = s->shape->size;
    if (s->most && s->n == s->most) {
        misfit(s->name, s->shape->columns[0].name, "more than one row where one was asked for");
    }
    if (s->n == s->room) {
        size_t room = s->room ? s->room * 2 : s->most ? s->most : 8;
        char *rows = arena_take(s->arena, room * size, _Alignof(max_align_t));
        if (s->n) {
            memcpy(rows, s->rows, s->n * size);
        }
        s->rows = rows;
        s->room = room;
    }
    char *row = s->rows + s->n * size;
    for (size_t i = 0; i < s->shape->n; i++) {
        const struct db_column *column = &s->shape->columns[i];
        if (!put_cell(s, column, &cells[s->at[i]], row + column->offset, e)) {
            return false;
        }
    }
    s->n++;
    return !arena_full(s->arena) || err_setf(e, ERR_TOO_BIG, "db_rows", "%s: the answer is too big", s->name);
}

/* The row before is wiped: NULL leaves a member as it was. */
static bool each_row(struct db_sink *sink, const struct db_value *cells, struct err *e)
{
    struct shape_sink *s = (struct shape_sink *)sink;
    memset(s->rows, 0, s->shape->size);
    for (size_t i = 0; i < s->shape->n; i++) {
        const struct db_column *column = &s->shape->columns[i];
        if (!put_cell(s, column, &cells[s->at[i]], s->rows + column->offset, e)) {
            return false;
        }
    }
    return s->take(s->with, s->rows, e);
}

static bool read_shape(struct db *db, const struct db_query *q, struct db_args args, struct shape_sink *s, struct err *e)
{
    BUG_IF(args.n != q->n_args);
    BUG_IF(s->shape->n > DB_MOST_COLUMNS);
    s->sink = (struct db_sink){ shape_columns, s->take ? each_row : shape_row };
    s->name = q->name;
    const char *text = db->driver->engine == DB_SQLITE ? q->sqlite : q->postgres;
    struct db_sql sql = { .text = str_c(text), .name = q->name, .has_centre = q->has_centre, .writes = q->writes };
    struct db_ask ask = { .sql = &sql, .args = args, .sink = &s->sink };
    return db_run(db, &ask, e);
}

bool db_rows(struct db *db, struct arena *a, const struct db_query *q, struct db_args args, const struct db_shape *shape,
             void *ret_rows, size_t *ret_n, struct err *e)
{
    struct shape_sink s = { .arena = a, .shape = shape };
    if (!read_shape(db, q, args, &s, e)) {
        return false;
    }
    memcpy(ret_rows, &s.rows, sizeof s.rows);
    *ret_n = s.n;
    return true;
}

bool db_one(struct db *db, struct arena *a, const struct db_query *q, struct db_args args, const struct db_shape *shape,
            void *ret_row, struct err *e)
{
    struct shape_sink s = { .arena = a, .shape = shape, .most = 1 };
    if (!read_shape(db, q, args, &s, e)) {
        return false;
    }
    if (s.n == 0) {
        return err_setf(e, ERR_NOT_FOUND, "db_one", "%s: no row", q->name);
    }
    memcpy(ret_row, s.rows, shape->size);
    return true;
}

bool db_each(struct db *db, const struct db_query *q, struct db_args args, const struct db_shape *shape, db_row *take,
             void *with, struct err *e)
{
    struct arena *a = arena_new(1 << 16);
    struct shape_sink s = { .arena = a, .shape = shape, .take = take, .with = with };
    s.rows = arena_take(a, shape->size, _Alignof(max_align_t));
    bool ok = read_shape(db, q, args, &s, e);
    arena_free(a);
    return ok;
}

struct table_sink {
    struct db_sink sink;
    struct arena *arena;
    const char *name;
    struct str *names;
    struct db_value *values;
    size_t n_columns, n_rows, room;
};

static bool table_columns(struct db_sink *sink, const char *const *names, size_t n, struct err *e)
{
    struct table_sink *t = (struct table_sink *)sink;
    t->names = NEW_ARRAY(t->arena, struct str, n + 1);
    t->n_columns = n;
    for (size_t i = 0; i < n; i++) {
        t->names[i] = str_copy(t->arena, str_c(names[i]));
    }
    return true;
}

static bool table_row(struct db_sink *sink, const struct db_value *cells, struct err *e)
{
    struct table_sink *t = (struct table_sink *)sink;
    if (t->n_rows == t->room) {
        size_t room = t->room ? t->room * 2 : 8;
        struct db_value *values = NEW_ARRAY(t->arena, struct db_value, room * t->n_columns);
        if (t->n_rows) {
            memcpy(values, t->values, t->n_rows * t->n_columns * sizeof *values);
        }
        t->values = values;
        t->room = room;
    }
    struct db_value *to = t->values + t->n_rows * t->n_columns;
    for (size_t i = 0; i < t->n_columns; i++) {
        to[i] = cells[i];
        if (cells[i].kind == DB_TEXT || cells[i].kind == DB_BLOB) {
            to[i].as.s = str_copy(t->arena, cells[i].as.s);
        }
    }
    t->n_rows++;
    return !arena_full(t->arena) || err_setf(e, ERR_TOO_BIG, "db_table", "%s: the answer is too big", t->name);
}

static bool read_table(struct db *db, struct arena *a, const struct db_sql *sql, struct db_args args,
                       struct db_table *ret_table, struct err *e)
{
    struct table_sink t = { .sink = { table_columns, table_row }, .arena = a, .name = sql->name };
    struct db_ask ask = { .sql = sql, .args = args, .sink = &t.sink };
    if (!db_run(db, &ask, e)) {
        return false;
    }
    *ret_table = (struct db_table){ t.n_columns, t.n_rows, t.names, t.values };
    return true;
}

bool db_table(struct db *db, struct arena *a, const struct db_query *q, struct db_args args, struct db_table *ret_table,
              struct err *e)
{
    BUG_IF(args.n != q->n_args);
    const char *text = db->driver->engine == DB_SQLITE ? q->sqlite : q->postgres;
    struct db_sql sql = { .text = str_c(text), .name = q->name, .has_centre = q->has_centre, .writes = q->writes };
    return read_table(db, a, &sql, args, ret_table, e);
}

bool db_table_sql(struct db *db, struct arena *a, struct str sql, struct db_args args, struct db_table *ret_table,
                  struct err *e)
{
    bool reads = str_starts(sql, STR("SELECT")) || str_starts(sql, STR("select"));
    struct db_sql generated = { .text = sql, .name = "(generated)", .generated = true, .writes = !reads };
    return read_table(db, a, &generated, args, ret_table, e);
}
