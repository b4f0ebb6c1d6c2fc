/* «Охват» for programs: the table of the page, cell by cell, with what is missing from its sums. */
#include "features/reach/reach_in.h"

static struct json *cells_json(const struct reach_table *t, const struct reach_group *g)
{
    struct json *cells = json_array(t->ctx->arena);
    for (size_t i = 0; i < t->n_columns; i++) {
        json_add(cells, g->cells[i].known ? json_int(t->ctx->arena, g->cells[i].is) : json_null(t->ctx->arena));
    }
    return cells;
}

static struct json *group_json(struct reach_table *t, const struct reach_group *g, bool total)
{
    struct arena *a = t->ctx->arena;
    struct json *j = json_object(a);
    if (!total) {
        json_put_some(a, j, "key", g->word);
        json_put_some(a, j, "label", reach_group_label(t, g));
    }
    json_put(a, j, "cells", cells_json(t, g));
    json_put_maybe(a, j, "sum", g->sum);
    json_put_int(a, j, "silent", g->n_silent);
    return j;
}

static struct json *columns_json(const struct reach_table *t)
{
    struct arena *a = t->ctx->arena;
    struct json *columns = json_array(a);
    for (size_t i = 0; i < t->n_columns; i++) {
        struct json *j = json_object(a);
        json_put_some(a, j, "key", t->columns[i].key);
        json_put_text(a, j, "label", t->columns[i].label);
        json_add(columns, j);
    }
    return columns;
}

/* Activities without a number: they are missing from the sums. */
static struct json *silent_json(const struct reach_table *t)
{
    struct arena *a = t->ctx->arena;
    struct json *silent = json_array(a);
    for (size_t i = 0; i < t->n_lines; i++) {
        const struct reach_line *line = &t->lines[i];
        if (line->first && line->silent) {
            struct json *j = json_object(a);
            json_put_int(a, j, "activity", line->id);
            json_put_text(a, j, "title", line->title);
            json_put_some(a, j, "organisation", line->organisation_name);
            json_put_text(a, j, "why", line->held ? STR("not reported") : STR("not entered"));
            json_add(silent, j);
        }
    }
    return silent;
}

/* The page takes an unknown word for the first of its kind; a program is told. */
static bool words_fit(const struct reach_table *t, const struct request *request, struct err *e)
{
    const struct {
        const char *name, *taken;
    } words[] = { { "view", reach_views[t->view].word },
                  { "by", reach_bys[t->by].word },
                  { "unit", str_cstr(t->ctx->arena, t->unit) } };
    for (size_t i = 0; i < COUNT(words); i++) {
        struct str asked = request_query(request, words[i].name);
        if (asked.len && !str_is(asked, words[i].taken)) {
            return query_refuse(t->ctx, words[i].name, e);
        }
    }
    return true;
}

bool reach_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct arena *a = ctx->arena;
    struct reach_table t;
    struct json *all = json_object(a), *units = json_array(a), *rows = json_array(a);
    if (!json_asked(ctx, request, e) || !reach_table_read(ctx, request, &t, e) || !words_fit(&t, request, e)) {
        return false;
    }
    for (size_t i = 0; i < t.n_units; i++) {
        json_add(units, json_string(a, t.units[i]));
    }
    for (size_t i = 0; i < t.n_groups; i++) {
        json_add(rows, group_json(&t, &t.groups[i], false));
    }
    json_put_int(a, all, "year", ctx->year);
    json_put_text(a, all, "view", str_c(reach_views[t.view].word));
    json_put_text(a, all, "by", str_c(reach_bys[t.by].word));
    json_put_text(a, all, "unit", t.unit);
    json_put(a, all, "units", units);
    json_put(a, all, "columns", columns_json(&t));
    json_put(a, all, "rows", rows);
    json_put(a, all, "total", group_json(&t, &t.total, true));
    json_put(a, all, "silent", silent_json(&t));
    reply_json(ctx, reply, json_write(a, all));
    return true;
}
