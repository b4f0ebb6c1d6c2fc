/* A list on the page: the filter bar (in the address, so that a view can be sent in a letter), how many and the totals, the
   table, the paging. A filter whose value cannot be read says so at its field, and nothing is shown as if it fitted. */
#include "base/text/text.h"
#include "register/type.h"

static struct str filter_value(const struct list *list, const char *field)
{
    for (size_t i = 0; i < list->ask.n_filters; i++) {
        if (str_is(str_c(field), list->ask.filters[i].field)) {
            return list->ask.filters[i].value;
        }
    }
    return STR_NONE;
}

/* The address of this list with its filters and search; sort and page are added by who needs them. */
static struct html_url list_url(struct ctx *ctx, const struct list *list, bool with_sort)
{
    struct html_url url =
        url_own(ctx->arena, ctx->request ? ctx->request->path : str_format(ctx->arena, "/%s", list->def->name));
    for (size_t i = 0; i < list->ask.n_filters; i++) {
        url = url_add(ctx->arena, url, list->ask.filters[i].field, list->ask.filters[i].value);
    }
    if (list->ask.search.len) {
        url = url_add(ctx->arena, url, "q", list->ask.search);
    }
    return with_sort && list->ask.sort.len ? url_add(ctx->arena, url, "sort", list->ask.sort) : url;
}

static struct str filter_message(struct ctx *ctx, const struct field *f, struct str value)
{
    struct sql *s = sql_new(ctx->arena);
    if (!value.len || str_is(value, "-") || !f->type->filter || f->type->filter(ctx, s, f, value)) {
        return STR_NONE;
    }
    return text_with(ctx, T_REGISTER_BAD_FILTER, TEXT_ARG("typed", value));
}

static void show_filter(struct ctx *ctx, struct html *h, const struct list *list, size_t i)
{
    const struct field *f = &list->def->fields[i];
    struct str value = filter_value(list, f->name);
    struct field_input input = {
        .field = f,
        .options = &list->options[i],
        .filter = true,
        .shown = { .name = str_c(f->name),
                   .label = text(ctx, f->label),
                   .hint = f->type == &ft_period || f->type == &ft_day ? text(ctx, T_REGISTER_PERIOD_FILTER_HINT) : STR_NONE,
                   .message = filter_message(ctx, f, value),
                   .value = value,
                   .autocomplete = "off" },
    };
    f->type->input(ctx, h, &input);
}

/* The first few are in sight; a register with many keeps the rest in a fold, open while one of them narrows the list. */
static void show_filter_fields(struct ctx *ctx, struct html *h, const struct list *list)
{
    enum { IN_SIGHT = 4 };
    const struct register_def *def = list->def;
    size_t n = 0, shown = 0;
    bool narrowed = false;
    for (size_t i = 0; i < def->n_fields; i++) {
        if (def->fields[i].flags & F_FILTER) {
            narrowed = narrowed || (n >= IN_SIGHT && filter_value(list, def->fields[i].name).len > 0);
            n++;
        }
    }
    bool fold = n > IN_SIGHT + 1;
    for (size_t i = 0; i < def->n_fields; i++) {
        if (!(def->fields[i].flags & F_FILTER)) {
            continue;
        }
        if (fold && shown++ == IN_SIGHT) {
            ui_filter_rest_begin(h, text(ctx, T_REGISTER_FILTER_REST), narrowed);
        }
        show_filter(ctx, h, list, i);
    }
    if (fold) {
        ui_filter_rest_end(h);
    }
}

static void show_filters(struct ctx *ctx, struct html *h, const struct list *list)
{
    const struct register_def *def = list->def;
    if (!list->options || (!register_has(def, F_FILTER) && !register_has(def, F_SEARCH))) {
        return;
    }
    struct html_url clear = url_own(ctx->arena, ctx->request ? ctx->request->path : str_format(ctx->arena, "/%s", def->name));
    ui_filter_begin(h, clear, text_with(ctx, T_REGISTER_FILTER_OF, TEXT_ARG("what", text(ctx, def->many))));
    if (register_has(def, F_SEARCH)) {
        struct ui_field search = { .name = STR("q"),
                                   .label = text(ctx, T_REGISTER_SEARCH),
                                   .value = list->ask.search,
                                   .hint = STR_NONE,
                                   .message = STR_NONE,
                                   .autocomplete = "off" };
        ui_text(h, &search);
    }
    show_filter_fields(ctx, h, list);
    if (list->ask.sort.len) {
        ui_hidden(h, STR("sort"), list->ask.sort);
    }
    bool narrowed = list->ask.n_filters || list->ask.search.len;
    ui_filter_end(h, text(ctx, T_REGISTER_FILTER), narrowed ? clear : (struct html_url){ STR_NONE },
                  text(ctx, T_REGISTER_FILTER_CLEAR));
}

static void show_totals(struct ctx *ctx, struct html *h, const struct list *list)
{
    HTMLF(h, "<p class=\"count-line\">{}", text_with(ctx, T_REGISTER_FOUND, TEXT_ARG("n", list->count)));
    for (size_t i = 0; i < list->n_sums; i++) {
        const struct list_sum *sum = &list->sums[i];
        HTMLF(h, " · {}: ", text(ctx, sum->field->label));
        ui_count(ctx, h, sum->n_known ? SOME_INT(sum->total) : NO_INT);
        if (sum->n_known && sum->n_known < list->count) {
            HTMLF(h, " ({})", text_with(ctx, T_REGISTER_SUM_UNKNOWN, TEXT_ARG("n", list->count - sum->n_known)));
        }
    }
    HTML(h, "</p>");
}

static size_t columns_of(const struct register_def *def, size_t *ret_fields)
{
    size_t n = 0, title = field_index(def, def->title_field);
    ret_fields[n++] = title; /* the name of the row first: it is the link */
    for (size_t i = 0; i < def->n_fields; i++) {
        if (i != title && (def->fields[i].flags & F_LIST) && !(def->fields[i].flags & F_PRIVATE)) {
            ret_fields[n++] = i;
        }
    }
    return n;
}

static struct ui_column column_of(struct ctx *ctx, const struct list *list, const struct field *f)
{
    struct str sort = list->ask.sort, down = str_format(ctx->arena, "-%s", f->name);
    bool up_now = str_is(sort, f->name), down_now = str_equal(sort, down);
    struct ui_column column = { .label = text(ctx, f->label), .number = f->type->number };
    if (f->type->columns != COLUMNS_LINK && (f->flags & F_LIST)) {
        column.sort = url_add(ctx->arena, list_url(ctx, list, false), "sort", up_now ? down : str_c(f->name));
        column.sorted = up_now ? "ascending" : down_now ? "descending" : NULL;
    }
    return column;
}

static void show_cell(struct ctx *ctx, struct html *h, const struct ui_column *column, const struct record *r, size_t field)
{
    const struct field *f = &r->def->fields[field];
    if (r->values[field].kind == DB_NULL && f->type->number) {
        struct html *cell = html_new(ctx->arena, 4096);
        ui_no_data(ctx, cell);
        ui_cell_part(h, column, html_part(cell));
    } else {
        ui_cell(h, column, r->shown[field]);
    }
}

static void show_row(struct ctx *ctx, struct html *h, const struct ui_column *columns, const size_t *fields, size_t n,
                     const struct record *r)
{
    struct str title = record_title(r);
    ui_row_begin(h);
    ui_cell_link(h, &columns[0], register_path(ctx->arena, r->def, r->id, ""),
                 title.len ? title : text(ctx, T_REGISTER_UNTITLED));
    for (size_t i = 1; i < n; i++) {
        show_cell(ctx, h, &columns[i], r, fields[i]);
    }
    ui_row_end(h);
}

static void show_nothing(struct ctx *ctx, struct html *h, const struct list *list)
{
    bool narrowed = list->ask.n_filters || list->ask.search.len, may_add = register_may(ctx, list->def, MAY_ADD);
    struct html_url to = narrowed  ? url_own(ctx->arena, ctx->request ? ctx->request->path : STR("/"))
                          : may_add ? register_path(ctx->arena, list->def, 0, "/new")
                                   : (struct html_url){ STR_NONE };
    struct str label = text(ctx, narrowed ? T_REGISTER_FILTER_CLEAR : T_REGISTER_NEW);
    ui_empty(h, text(ctx, narrowed ? T_REGISTER_NOTHING_FOUND : T_REGISTER_EMPTY), to, label);
}

/* The address of this list as a file: "/activity.xlsx?kind=quest". */
static struct html_url file_url(struct ctx *ctx, const struct list *list, const char *end)
{
    struct str whole = list_url(ctx, list, true).s, path = register_path(ctx->arena, list->def, 0, "").s;
    size_t query = str_find(whole, STR("?"), 0);
    return url_own(ctx->arena, str_format(ctx->arena, "%.*s%s%.*s", (int)path.len, path.at, end, (int)(whole.len - query),
                                          whole.at + query));
}

/* Where files are taken in is not known here but by its address; a program without that route has no link. */
static bool takes_files(const struct ctx *ctx, struct str path)
{
    for (size_t i = 0; ctx->site && i < ctx->site->n_routes; i++) {
        if (str_is(path, ctx->site->routes[i].pattern)) {
            return true;
        }
    }
    return false;
}

void register_way_in_show(struct ctx *ctx, struct html *h, const struct register_def *def, const char *of, struct str value)
{
    struct str path = STR("/import/new");
    if (register_may(ctx, def, MAY_IMPORT) && takes_files(ctx, path)) {
        struct html_url to = url_add(ctx->arena, url_own(ctx->arena, path), "register", str_c(def->name));
        if (of) {
            to = url_add(ctx->arena, to, str_cstr(ctx->arena, str_format(ctx->arena, "all.%s", of)), value);
        }
        HTMLF(h, "<p class=\"list-files\"><a href=\"{}\">{}</a></p>", to, text(ctx, T_REGISTER_FILE_IN));
    }
}

/* A list of one activity's counts takes in counts of that activity. */
static void show_way_in(struct ctx *ctx, struct html *h, const struct list *list)
{
    const char *of = NULL;
    for (size_t i = 0; i < list->def->n_fields; i++) {
        const struct field *f = &list->def->fields[i];
        of = !of && type_is_ref(f) && f->type != &ft_refs && filter_value(list, f->name).len ? f->name : of;
    }
    register_way_in_show(ctx, h, list->def, of, of ? filter_value(list, of) : STR_NONE);
}

static void show_files(struct ctx *ctx, struct html *h, const struct list *list)
{
    if (!register_may(ctx, list->def, MAY_EXPORT)) {
        return;
    }
    struct html_url csv = file_url(ctx, list, ".csv");
    HTMLF(h, "<p class=\"list-files\">{} <a href=\"{}\">{}</a> · <a href=\"{}\">{}</a> · <a href=\"{}\">{}</a></p>",
          text(ctx, T_REGISTER_FILE_AS), file_url(ctx, list, ".xlsx"), text(ctx, T_REGISTER_FILE_EXCEL), csv,
          text(ctx, T_REGISTER_FILE_CSV), url_add(ctx->arena, csv, "encoding", STR("windows-1251")),
          text(ctx, T_REGISTER_FILE_OLD));
}

void list_show(struct ctx *ctx, struct html *h, const struct list *list)
{
    const struct register_def *def = list->def;
    size_t *fields = NEW_ARRAY(ctx->arena, size_t, def->n_fields + 1), n = columns_of(def, fields);
    struct ui_column *columns = NEW_ARRAY(ctx->arena, struct ui_column, n);
    show_filters(ctx, h, list);
    if (list->count == 0) {
        show_nothing(ctx, h, list);
        show_way_in(ctx, h, list);
        return;
    }
    show_totals(ctx, h, list);
    for (size_t i = 0; i < n; i++) {
        columns[i] = column_of(ctx, list, &def->fields[fields[i]]);
        columns[i].heads = i == 0;
    }
    ui_table_begin(h, text(ctx, def->many), columns, n);
    for (size_t i = 0; i < list->n; i++) {
        show_row(ctx, h, columns, fields, n, &list->rows[i]);
    }
    ui_table_end(h);
    ui_paging(ctx, h, list_url(ctx, list, true), list->ask.page, (list->count + list->ask.per_page - 1) / list->ask.per_page);
    show_files(ctx, h, list);
    show_way_in(ctx, h, list);
}
