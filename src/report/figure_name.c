/* Names of figures: finding the declaration, spreading families over their parameters, and the nearest name when somebody
   mistyped one. Apart from figure.c because a name is checked without reading any number. */
#include "report/figure.h"

#include "base/str.h"
#include "report_sql.h"

#include <stdlib.h>
#include <string.h>

struct param_row {
    struct str param, title;
};
static const struct db_column param_columns[] = {
    { "param", DB_TEXT, offsetof(struct param_row, param) },
    { "title", DB_TEXT, offsetof(struct param_row, title) },
};
static const struct db_shape param_shape = DB_SHAPE(struct param_row, param_columns);
static const struct db_column name_columns[] = { { "figure", DB_TEXT, 0 } };
static const struct db_shape name_shape = DB_SHAPE(struct str, name_columns);

const struct figure_def *figure_declared(const struct ctx *ctx, struct str name, struct str *ret_param)
{
    size_t dot = str_find(name, STR("."), 0);
    struct str word = str_part(name, dot, name.len);
    const struct figure_def *found = NULL;
    for (size_t i = 0; ctx->figures && i < ctx->figures->n; i++) {
        const struct figure_def *def = ctx->figures->all[i];
        struct str own = str_c(def->name);
        if (!def->family && str_equal(own, name)) {
            *ret_param = STR_NONE;
            return def;
        }
        size_t own_dot = str_find(own, STR("."), 0);
        if (def->family && !found && dot > 0 && dot < name.len && str_equal(str_part(own, own_dot, own.len), word)) {
            found = def;
        }
    }
    if (found) {
        *ret_param = str_part(name, 0, dot);
    }
    return found;
}

static bool params_of(struct ctx *ctx, const struct figure_def *def, int year, struct param_row **ret_rows, size_t *ret_n,
                      struct err *e)
{
    BUG_IF(!def->params);
    return db_rows(ctx->db, ctx->arena, def->params, DB_ARGS(year), &param_shape, (void *)ret_rows, ret_n, e);
}

static struct str family_title(struct ctx *ctx, const struct figure_def *def, struct str of)
{
    return text_with(ctx, def->title, TEXT_ARG("of", of));
}

bool figure_title(struct ctx *ctx, struct str name, int year, struct str *ret_title, struct err *e)
{
    struct str param;
    const struct figure_def *def = figure_declared(ctx, name, &param);
    if (!def) {
        return err_set(e, ERR_NOT_FOUND, "figure_title", str_format(ctx->arena, "no figure %.*s", (int)name.len, name.at));
    }
    if (!def->family) {
        *ret_title = text(ctx, def->title);
        return true;
    }
    struct param_row *rows;
    size_t n;
    if (!params_of(ctx, def, year, &rows, &n, e)) {
        return false;
    }
    struct str of = param;
    for (size_t i = 0; i < n; i++) {
        if (str_equal(rows[i].param, param)) {
            of = rows[i].title;
        }
    }
    *ret_title = family_title(ctx, def, of);
    return true;
}

static int by_name(const void *one, const void *two)
{
    return str_compare(((const struct figure_choice *)one)->name, ((const struct figure_choice *)two)->name);
}

bool figure_choices(struct ctx *ctx, int year, struct figure_choice **ret_choices, size_t *ret_n, struct err *e)
{
    size_t n_defs = ctx->figures ? ctx->figures->n : 0, n = 0;
    struct param_row **params = NEW_ARRAY(ctx->arena, struct param_row *, n_defs + 1);
    size_t *counts = NEW_ARRAY(ctx->arena, size_t, n_defs + 1);
    for (size_t i = 0; i < n_defs; i++) {
        const struct figure_def *def = ctx->figures->all[i];
        counts[i] = 1;
        /* Families over the same parameters ask the same statement: once is enough. */
        for (size_t k = 0; def->family && k < i && !params[i]; k++) {
            if (ctx->figures->all[k]->params == def->params) {
                params[i] = params[k];
                counts[i] = counts[k];
            }
        }
        if (def->family && !params[i] && !params_of(ctx, def, year, &params[i], &counts[i], e)) {
            return false;
        }
        n += counts[i];
    }
    struct figure_choice *choices = NEW_ARRAY(ctx->arena, struct figure_choice, n + 1);
    n = 0;
    for (size_t i = 0; i < n_defs; i++) {
        const struct figure_def *def = ctx->figures->all[i];
        struct str own = str_c(def->name), word = str_part(own, str_find(own, STR("."), 0), own.len);
        for (size_t k = 0; k < counts[i]; k++) {
            struct str name = def->family ? str_join(ctx->arena, params[i][k].param, word) : own;
            struct str title = def->family ? family_title(ctx, def, params[i][k].title) : text(ctx, def->title);
            choices[n++] = (struct figure_choice){ name, title, def };
        }
    }
    qsort(choices, n, sizeof *choices, by_name);
    *ret_choices = choices;
    *ret_n = n;
    return true;
}

/* Letters to add, drop or change (Levenshtein); names are short, so the plain table is enough. */
static size_t distance(struct arena *a, struct str one, struct str two)
{
    size_t *row = NEW_ARRAY(a, size_t, two.len + 1);
    for (size_t k = 0; k <= two.len; k++) {
        row[k] = k;
    }
    for (size_t i = 1; i <= one.len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t k = 1; k <= two.len; k++) {
            size_t change = corner + (one.at[i - 1] != two.at[k - 1]), drop = row[k] + 1, add = row[k - 1] + 1;
            corner = row[k];
            size_t least = drop < add ? drop : add;
            row[k] = change < least ? change : least;
        }
    }
    return row[two.len];
}

static bool find_suggestion(struct ctx *ctx, struct str name, struct str *ret_suggestion, struct err *e)
{
    struct figure_choice *choices;
    size_t n, best = name.len < 6 ? 3 : name.len / 2;
    if (name.len > 200) {
        return true;
    }
    if (!figure_choices(ctx, ctx->year, &choices, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        size_t d = distance(ctx->arena, name, choices[i].name);
        if (d < best) {
            best = d;
            *ret_suggestion = choices[i].name;
        }
    }
    return true;
}

/* A parameter is known when the family lists it for the year, or an earlier value carries the whole name. */
static bool param_known(struct ctx *ctx, const struct figure_def *def, struct str name, struct str param, bool *ret_known,
                        struct err *e)
{
    struct param_row *rows;
    struct str *names;
    size_t n, n_names;
    if (!params_of(ctx, def, ctx->year, &rows, &n, e) ||
        !db_rows(ctx->db, ctx->arena, &q_report_earlier_names, DB_NO_ARGS, &name_shape, (void *)&names, &n_names, e)) {
        return false;
    }
    bool known = false;
    for (size_t i = 0; i < n && !known; i++) {
        known = str_equal(rows[i].param, param);
    }
    for (size_t i = 0; i < n_names && !known; i++) {
        known = str_equal(names[i], name);
    }
    *ret_known = known;
    return true;
}

bool figure_resolve(struct ctx *ctx, struct str name, const struct figure_def **ret_def, struct str *ret_param,
                    struct str *ret_suggestion, struct err *e)
{
    *ret_suggestion = STR_NONE;
    struct str param = STR_NONE;
    const struct figure_def *def = figure_declared(ctx, name, &param);
    bool known = def && !def->family;
    if (def && def->family && !param_known(ctx, def, name, param, &known, e)) {
        return false;
    }
    if (known) {
        *ret_def = def;
        *ret_param = param;
        return true;
    }
    if (!find_suggestion(ctx, name, ret_suggestion, e)) {
        return false;
    }
    return err_set(e, ERR_NOT_FOUND, "figure_resolve", str_format(ctx->arena, "no figure %.*s", (int)name.len, name.at));
}
