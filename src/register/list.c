/* The list behind every register page: one statement counts (and sums), one reads the page, references come by join.
   The page's ids are found first, inside, so that joins touch fifty rows and not ten thousand. */
#include "base/text/text.h"
#include "register/type.h"

enum { PER_PAGE = 50, MOST_PER_PAGE = 200 };

bool list_ask_read(struct ctx *ctx, const struct register_def *def, struct list_ask *ret_ask, struct err *e)
{
    struct list_ask ask = { .page = 1, .per_page = PER_PAGE };
    const struct request *r = ctx->request;
    int64_t page;
    for (size_t i = 0; r && i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        struct str value = str_trim(request_query(r, f->name));
        if ((f->flags & F_FILTER) && value.len && ask.n_filters < COUNT(ask.filters)) {
            ask.filters[ask.n_filters++] = (struct list_filter){ f->name, value };
        }
    }
    if (r) {
        ask.search = str_trim(request_query(r, "q"));
        struct str sort = request_query(r, "sort");
        struct str name = str_starts(sort, STR("-")) ? str_part(sort, 1, sort.len) : sort;
        const struct field *f = field_find(def, name);
        ask.sort = f && (f->flags & F_LIST) ? sort : STR_NONE; /* an unknown column sorts as usual */
        if (num_read_int(request_query(r, "page"), &page) && page > 0) {
            ask.page = page;
        }
    }
    *ret_ask = ask;
    return true;
}

static bool filters_on(const struct list_ask *ask, const char *field)
{
    for (size_t i = 0; i < ask->n_filters; i++) {
        if (str_is(str_c(field), ask->filters[i].field)) {
            return true;
        }
    }
    return false;
}

void list_where(struct ctx *ctx, struct sql *s, const struct register_def *def, const struct list_ask *ask)
{
    sql_scope(ctx, s, def, ask->verb ? ask->verb : MAY_SEE);
    if (def->year_field && ctx->year && !filters_on(ask, def->year_field)) {
        SQL(s, " AND ");
        sql_column(s, def->year_field, NULL);
        SQL(s, " = ");
        sql_value(s, DB_VALUE(ctx->year));
    }
    for (size_t i = 0; i < ask->n_filters; i++) {
        sql_filter(ctx, s, &def->fields[field_index(def, ask->filters[i].field)], ask->filters[i].value);
    }
    if (ask->search.len && register_has(def, F_SEARCH)) {
        sql_search(ctx, s, ask->search);
    }
}

struct order {
    const struct field *field; /* NULL: by id */
    size_t index;
    bool down;
};

static struct order order_of(const struct register_def *def, const struct list_ask *ask)
{
    if (ask->by_id) {
        return (struct order){ 0 };
    }
    struct str sort = ask->sort.len ? ask->sort : str_c(def->order ? def->order : def->title_field);
    struct order o = { .down = str_starts(sort, STR("-")) };
    o.field = field_find(def, o.down ? str_part(sort, 1, sort.len) : sort);
    BUG_IF(!o.field);
    o.index = (size_t)(o.field - def->fields);
    return o;
}

/* A closed list sorts in the order it was declared in. */
static void put_choice_order(struct sql *s, const struct field *f)
{
    SQL(s, "CASE ");
    sql_column(s, f->name, NULL);
    for (size_t i = 0; i < f->n_choices; i++) {
        SQL(s, " WHEN ");
        sql_value(s, DB_VALUE(str_c(f->choices[i].word)));
        buf_putf(s->text, " THEN %zu", i);
    }
    SQL(s, " END");
}

static void put_order(struct ctx *ctx, struct sql *s, const struct order *o)
{
    const struct field *f = o->field;
    if (!f) {
        SQL(s, " ORDER BY t.id");
        return;
    }
    SQL(s, " ORDER BY ");
    if (f->type == &ft_choice) {
        put_choice_order(s, f);
    } else if (f->type == &ft_ref) {
        const struct field *title = title_field(field_target(ctx, f));
        buf_putf(s->text, "r%zu.", o->index);
        sql_name(s, title->name);
        if (title->type->people_order) {
            SQL(s, " COLLATE ru");
        }
    } else {
        sql_column(s, f->name, f->type->columns == COLUMNS_PERIOD ? "first" : NULL);
        if (f->type->people_order) {
            SQL(s, " COLLATE ru");
        }
    }
    if (o->down) {
        SQL(s, " DESC");
    }
    SQL(s, " NULLS LAST, ");
    if (f->type->people_order && f->type != &ft_ref) {
        sql_column(s, f->name, NULL); /* equal for people: by bytes */
        SQL(s, ", ");
    }
    SQL(s, "t.id");
}

static void put_order_join(struct ctx *ctx, struct sql *s, const struct order *o)
{
    if (o->field && o->field->type == &ft_ref) {
        SQL(s, " LEFT JOIN ");
        sql_name(s, field_target(ctx, o->field)->name);
        buf_putf(s->text, " AS r%zu ON r%zu.centre_id = t.centre_id AND r%zu.id = ", o->index, o->index, o->index);
        sql_column(s, o->field->name, NULL);
    }
}

static bool count_and_sum(struct ctx *ctx, const struct register_def *def, struct list *list, struct err *e)
{
    struct sql *s = sql_new(ctx->arena);
    struct db_table table;
    list->sums = NEW_ARRAY(ctx->arena, struct list_sum, def->n_fields);
    SQL(s, "SELECT count(*)");
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        if (f->flags & F_SUM) {
            list->sums[list->n_sums++].field = f;
            SQL(s, ", count(");
            sql_column(s, f->name, NULL);
            SQL(s, "), CAST(coalesce(sum(");
            sql_column(s, f->name, NULL);
            SQL(s, "), 0) AS bigint)");
        }
    }
    SQL(s, " FROM ");
    sql_name(s, def->name);
    SQL(s, " AS t");
    list_where(ctx, s, def, &list->ask);
    if (!sql_rows(ctx, s, &table, e)) {
        return false;
    }
    list->count = table.values[0].as.i;
    for (size_t i = 0; i < list->n_sums; i++) {
        list->sums[i].n_known = table.values[1 + 2 * i].as.i;
        list->sums[i].total = table.values[2 + 2 * i].as.i;
    }
    return true;
}

/* The rows of one page: their ids are found and sorted by themselves. */
static void put_page(struct ctx *ctx, struct sql *s, const struct list *list, const struct order *o)
{
    const struct list_ask *ask = &list->ask;
    SQL(s, "(SELECT t.id FROM ");
    sql_name(s, list->def->name);
    SQL(s, " AS t");
    put_order_join(ctx, s, o);
    list_where(ctx, s, list->def, ask);
    if (ask->by_id) {
        SQL(s, " AND t.id > ");
        sql_value(s, DB_VALUE(ask->after));
    }
    put_order(ctx, s, o);
    SQL(s, " LIMIT ");
    sql_value(s, DB_VALUE(ask->per_page));
    SQL(s, " OFFSET ");
    sql_value(s, DB_VALUE(ask->by_id ? INT64_C(0) : (ask->page - 1) * ask->per_page));
    SQL(s, ") AS page JOIN ");
    sql_name(s, list->def->name);
    SQL(s, " AS t ON t.centre_id = :centre AND t.id = page.id");
}

static bool read_page(struct ctx *ctx, const struct register_def *def, struct list *list, struct err *e)
{
    struct order o = order_of(def, &list->ask);
    const unsigned flags = list->ask.whole ? 0 : F_LIST;
    struct sql *s = sql_new(ctx->arena);
    struct db_table table;
    SQL(s, "SELECT ");
    sql_columns(ctx, s, def, flags);
    SQL(s, " FROM ");
    if (list->count > list->ask.per_page || list->ask.by_id) {
        put_page(ctx, s, list, &o);
        sql_joins(ctx, s, def, flags);
    } else { /* all of them are shown: found and sorted once */
        sql_name(s, def->name);
        SQL(s, " AS t");
        sql_joins(ctx, s, def, flags);
        list_where(ctx, s, def, &list->ask);
    }
    put_order(ctx, s, &o);
    if (!sql_rows(ctx, s, &table, e)) {
        return false;
    }
    list->rows = NEW_ARRAY(ctx->arena, struct record, table.n_rows + 1);
    list->n = table.n_rows;
    return records_take(ctx, def, &table, flags, list->rows, e);
}

/* Values of a text column that occur within the reader's scope, for its filter. */
static bool text_options(struct ctx *ctx, const struct register_def *def, const struct field *f, struct field_options *ret,
                         struct err *e)
{
    struct sql *s = sql_new(ctx->arena);
    struct db_table table;
    SQL(s, "SELECT o.v FROM (SELECT DISTINCT ");
    sql_column(s, f->name, NULL);
    SQL(s, " AS v FROM ");
    sql_name(s, def->name);
    SQL(s, " AS t");
    sql_scope(ctx, s, def, MAY_SEE);
    SQL(s, " AND ");
    sql_column(s, f->name, NULL);
    buf_putf(s->text, " IS NOT NULL LIMIT %d) AS o ORDER BY o.v COLLATE ru, o.v", LOOKUP_MOST + 1);
    if (!sql_rows(ctx, s, &table, e)) {
        return false;
    }
    struct ui_choice *choices = NEW_ARRAY(ctx->arena, struct ui_choice, table.n_rows + 1);
    for (size_t i = 0; i < table.n_rows; i++) {
        choices[i] = (struct ui_choice){ table.values[i].as.s, table.values[i].as.s };
    }
    bool many = table.n_rows > LOOKUP_MOST;
    *ret = (struct field_options){ many ? NULL : choices, many ? 0 : table.n_rows, many };
    return true;
}

static bool read_options(struct ctx *ctx, const struct register_def *def, struct list *list, struct err *e)
{
    struct field_options *options = NEW_ARRAY(ctx->arena, struct field_options, def->n_fields);
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        if (!(f->flags & F_FILTER)) {
            continue;
        }
        if (type_is_ref(f) && !lookup_options(ctx, f, &options[i], e)) {
            return false;
        }
        if (f->type == &ft_text && !text_options(ctx, def, f, &options[i], e)) {
            return false;
        }
    }
    list->options = options;
    return true;
}

bool list_read(struct ctx *ctx, const struct register_def *def, const struct list_ask *ask, struct list *ret_list,
               struct err *e)
{
    struct list list = { .def = def, .ask = *ask };
    list.ask.per_page = ask->per_page > 0 && ask->per_page <= MOST_PER_PAGE ? ask->per_page : PER_PAGE;
    if (!count_and_sum(ctx, def, &list, e)) {
        return false;
    }
    int64_t pages = list.count ? (list.count + list.ask.per_page - 1) / list.ask.per_page : 1;
    list.ask.page = ask->page < 1 ? 1 : ask->page > pages ? pages : ask->page; /* rows may have gone since the link was made */
    if (list.count && !read_page(ctx, def, &list, e)) {
        return false;
    }
    if (!ask->bare && !read_options(ctx, def, &list, e)) {
        return false;
    }
    *ret_list = list;
    return true;
}
