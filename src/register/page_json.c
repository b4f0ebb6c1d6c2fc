/* Every list and row for programs, read by the same doers as the page: same scope, same filters, same numbers. A program that
   misspells a filter would take the whole list for its answer, so what is not known in the query is refused. */
#include "base/clock.h"
#include "base/json.h"
#include "base/text/text.h"
#include "register/type.h"

enum { PER_PAGE_JSON = 100, MOST_PER_PAGE_JSON = 200 };

static struct json *json_of_value(struct ctx *ctx, const struct record *r, size_t index)
{
    const struct field *field = &r->def->fields[index];
    if (r->values[index].kind == DB_NULL && field->type->columns != COLUMNS_LINK) {
        return json_null(ctx->arena);
    }
    if (field->type->json) {
        return field->type->json(ctx, r, index);
    }
    return json_string(ctx->arena, r->values[index].kind == DB_TEXT ? r->values[index].as.s : r->shown[index]);
}

struct json *record_json(struct ctx *ctx, const struct record *r)
{
    struct json *j = json_object(ctx->arena);
    json_put(ctx->arena, j, "id", json_int(ctx->arena, r->id));
    json_put(ctx->arena, j, "version", json_int(ctx->arena, r->version));
    for (size_t i = 0; i < r->def->n_fields; i++) {
        if (!(r->def->fields[i].flags & F_PRIVATE)) {
            json_put(ctx->arena, j, r->def->fields[i].name, json_of_value(ctx, r, i));
        }
    }
    return j;
}

bool page_record_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct record r;
    if (!query_only(ctx, request, NULL, 0, e) || !record_get(ctx, page_def(request), request_id_arg(request, 0), &r, e)) {
        return false;
    }
    reply_json(ctx, reply, json_write(ctx->arena, record_json(ctx, &r)));
    return true;
}

static bool check_names(struct ctx *ctx, const struct register_def *def, const struct request *request, struct err *e)
{
    struct list_parameter *known;
    size_t n = list_parameters(ctx->arena, def, &known);
    const char **names = NEW_ARRAY(ctx->arena, const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        names[i] = known[i].name;
    }
    return query_only(ctx, request, names, n, e);
}

/* A whole number from `low` to `high`; the default where the query has none. */
static bool number_asked(struct ctx *ctx, const struct request *request, const char *name, int64_t low, int64_t high,
                         int64_t *number, struct err *e)
{
    struct str typed = request_query(request, name);
    int64_t n;
    if (typed.len == 0) {
        return true;
    }
    if (!num_read_int(typed, &n) || n < low || n > high) {
        return query_refuse(ctx, name, e);
    }
    *number = n;
    return true;
}

/* 2021, 2021-2022, or «all» for all years; where nothing is asked for, the newest one, as on the page. */
static bool year_asked(struct ctx *ctx, const struct register_def *def, const struct request *request, struct list_ask *ask,
                       struct err *e)
{
    struct str typed = request_query(request, "year");
    int64_t year = 0;
    size_t n = 0;
    if (!def->year_field || typed.len == 0) {
        return true; /* a filter of that name is the field's own matter */
    }
    if (!str_is(typed, "all")) {
        bool two = school_year_read(typed, &ctx->year);
        return two || number_asked(ctx, request, "year", 1990, 2100, &year, e);
    }
    for (size_t i = 0; i < ask->n_filters; i++) {
        if (!str_is(str_c(ask->filters[i].field), "year")) {
            ask->filters[n++] = ask->filters[i];
        }
    }
    ask->n_filters = n;
    ctx->year = 0;
    return true;
}

/* By id unless a page or an order is asked for. */
static bool ask_read(struct ctx *ctx, const struct register_def *def, const struct request *request, struct list_ask *ret_ask,
                     struct err *e)
{
    struct list_ask ask;
    if (!check_names(ctx, def, request, e) || !list_ask_read(ctx, def, &ask, e) || !year_asked(ctx, def, request, &ask, e)) {
        return false;
    }
    ask.bare = ask.whole = true;
    ask.per_page = PER_PAGE_JSON;
    ask.by_id = request_query(request, "page").len == 0 && request_query(request, "sort").len == 0;
    if (!number_asked(ctx, request, "page", 1, 1000000, &ask.page, e) ||
        !number_asked(ctx, request, "per_page", 1, MOST_PER_PAGE_JSON, &ask.per_page, e) ||
        !number_asked(ctx, request, "after", 0, INT64_C(1) << 53, &ask.after, e)) {
        return false;
    }
    if (request_query(request, "sort").len && !ask.sort.len) {
        return query_refuse(ctx, "sort", e);
    }
    if (!ask.by_id && request_query(request, "after").len) {
        return query_refuse(ctx, "after", e); /* it goes by id, not by page or order */
    }
    *ret_ask = ask;
    return true;
}

/* The address of the rows that follow, with every filter of this one; null on the last page. */
static struct json *next_page(struct ctx *ctx, const struct request *request, const struct list *list)
{
    const struct list_ask *ask = &list->ask;
    bool more = ask->by_id ? (int64_t)list->n == ask->per_page : ask->page * ask->per_page < list->count;
    const char *name = ask->by_id ? "after" : "page";
    if (!more || list->n == 0) {
        return json_null(ctx->arena);
    }
    struct html_url to = url_own(ctx->arena, request->path);
    for (size_t i = 0; i < request->n_query; i++) {
        if (!str_is(request->query[i].name, name)) {
            to = url_add(ctx->arena, to, str_cstr(ctx->arena, request->query[i].name), request->query[i].value);
        }
    }
    int64_t next = ask->by_id ? list->rows[list->n - 1].id : ask->page + 1;
    to = url_add(ctx->arena, to, name, str_format(ctx->arena, "%lld", (long long)next));
    return json_string(ctx->arena, to.s);
}

static struct json *change_json(struct ctx *ctx, const struct register_def *def, const struct audit_row *row)
{
    struct arena *a = ctx->arena;
    struct json *j = json_object(a);
    const struct field *f = field_find(def, row->field);
    bool closed = f && (f->flags & F_PRIVATE);
    json_put_text(a, j, "at", clock_iso(a, row->at));
    json_put_text(a, j, "who", row->who);
    json_put_text(a, j, "verb", row->verb);
    json_put_some(a, j, "field", row->field);
    json_put_some(a, j, "before", closed ? STR_NONE : row->old_value);
    json_put_some(a, j, "after", closed ? STR_NONE : row->new_value);
    return j;
}

/* As the trail keeps it: stored values, the first change first. */
bool page_history_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct register_def *def = page_def(request);
    struct arena *a = ctx->arena;
    struct json *j = json_object(a), *changes = json_array(a);
    struct record r;
    struct audit_row *rows;
    size_t n;
    if (!query_only(ctx, request, NULL, 0, e) || !record_get(ctx, def, request_id_arg(request, 0), &r, e) ||
        !audit_list(ctx, str_c(def->name), r.id, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        json_add(changes, change_json(ctx, def, &rows[i]));
    }
    json_put_text(a, j, "register", str_c(def->name));
    json_put_int(a, j, "id", r.id);
    json_put(a, j, "changes", changes);
    reply_json(ctx, reply, json_write(a, j));
    return true;
}

bool page_list_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct register_def *def = page_def(request);
    struct list_ask ask;
    struct list list;
    if (!ask_read(ctx, def, request, &ask, e) || !list_read(ctx, def, &ask, &list, e)) {
        return false;
    }
    struct arena *a = ctx->arena;
    struct json *j = json_object(a), *rows = json_array(a);
    json_put(a, j, "register", json_string(a, str_c(def->name)));
    json_put(a, j, "title", json_string(a, text(ctx, def->many)));
    json_put(a, j, "year", def->year_field && ctx->year ? json_int(a, ctx->year) : json_null(a));
    json_put(a, j, "count", json_int(a, list.count));
    json_put(a, j, "per_page", json_int(a, list.ask.per_page));
    json_put(a, j, "next", next_page(ctx, request, &list));
    for (size_t i = 0; i < list.n; i++) {
        json_add(rows, record_json(ctx, &list.rows[i]));
    }
    json_put(a, j, "rows", rows);
    reply_json(ctx, reply, json_write(a, j));
    return true;
}
