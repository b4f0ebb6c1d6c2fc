/* Figures for programs: all that a year has, and one with the very rows it was counted from. Numbers are numbers here; the
   machine form of the analysis, which is signed, has its own (machine.c). */
#include "base/clock.h"
#include "features/analysis/machine.h"
#include "features/analysis/pages.h"

static void put_declaration(struct ctx *ctx, struct json *j, struct str name, struct str title, const struct figure_def *def)
{
    struct arena *a = ctx->arena;
    json_put_text(a, j, "name", name);
    json_put_text(a, j, "title", title);
    json_put_text(a, j, "definition", text(ctx, def->definition));
    json_put_text(a, j, "unit", str_c(unit_word(def->unit)));
    json_put_text(a, j, "period", str_c(machine_period(def->period)));
    json_put_text(a, j, "aggregate", def->aggregate == FIGURE_COUNT ? STR("count") : STR("sum"));
    json_put(a, j, "repeats_possible", json_bool(a, def->repeats_possible));
}

/* Names and what they mean, without their numbers: a year has hundreds, and each number is a statement. */
bool figures_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct arena *a = ctx->arena;
    struct figure_choice *choices;
    size_t n;
    struct json *all = json_object(a), *figures = json_array(a);
    if (!json_asked(ctx, request, e) || !figure_choices(ctx, ctx->year, &choices, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct json *j = json_object(a);
        put_declaration(ctx, j, choices[i].name, choices[i].title, choices[i].def);
        json_add(figures, j);
    }
    json_put_int(a, all, "year", ctx->year);
    json_put(a, all, "figures", figures);
    reply_json(ctx, reply, json_write(a, all));
    return true;
}

static struct json *row_json(struct arena *a, const struct figure_def *def, const struct figure_row *row)
{
    struct json *j = json_object(a);
    json_put_text(a, j, "register", row->register_name);
    json_put_int(a, j, "id", row->id);
    json_put_text(a, j, "label", row->label);
    json_put_maybe(a, j, "value", figure_row_value(def, row));
    json_put_maybe(a, j, "grade_from", row->grade_from);
    json_put_maybe(a, j, "grade_to", row->grade_to);
    return j;
}

bool figure_json(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct arena *a = ctx->arena;
    struct figure figure;
    struct figure_row *rows;
    size_t n;
    struct json *j = json_object(a), *list = json_array(a);
    if (!json_asked(ctx, request, e) || !figure_asked(ctx, request->path_args[0], ctx->year, &figure, &rows, &n, e)) {
        return false;
    }
    put_declaration(ctx, j, figure.name, figure.title, figure.def);
    json_put_int(a, j, "year", figure.year);
    json_put_text(a, j, "status", str_c(machine_status(figure.status)));
    json_put_maybe(a, j, "value", figure.status == FIGURE_NO_DATA ? NO_INT : SOME_INT(figure.value));
    json_put_some(a, j, "source", figure.source);
    int64_t n_known = 0;
    for (size_t i = 0; i < n; i++) {
        n_known += figure_row_value(figure.def, &rows[i]).known;
        json_add(list, row_json(a, figure.def, &rows[i]));
    }
    json_put_int(a, j, "n_known", n_known);
    json_put(a, j, "rows", list);
    reply_json(ctx, reply, json_write(a, j));
    return true;
}
