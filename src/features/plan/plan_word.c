/* The plan as a Word file in the form that hangs on the wall: a table a month with the number, the point, its term, for whom,
   who answers and the mark of what became of it. */
#include "base/text/text.h"
#include "doc/docx.h"
#include "features/plan/plan_in.h"

enum { COLUMNS = 6 };

/* The rows of a part under its own name; a point of several months keeps its number in each. */
static void put_part(struct ctx *ctx, struct docx_cell *cells, size_t *rows, const struct plan_point *points, size_t n,
                     int part)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (!plan_stands_in(&points[i], ctx->year, part)) {
            continue;
        }
        if (!any) {
            cells[(*rows)++ * COLUMNS + 1] = (struct docx_cell){ plan_part_title(ctx, ctx->year, part), true };
        }
        any = true;
        const struct str row[COLUMNS] = { str_format(ctx->arena, "%zu", i + 1),
                                          points[i].title,
                                          text_period(ctx->arena, ctx->lang, plan_term(&points[i])),
                                          points[i].audience,
                                          points[i].responsible,
                                          plan_mark(ctx, &points[i]) };
        for (size_t c = 0; c < COLUMNS; c++) {
            cells[*rows * COLUMNS + c].text = row[c];
        }
        (*rows)++;
    }
}

/* One table of the year or of the chosen month, its header on every page. */
static void put_table(struct ctx *ctx, struct docx *d, const struct plan_point *points, size_t n, int chosen, struct str title)
{
    const struct docx_column columns[COLUMNS] = { { text(ctx, T_PLAN_NUMBER), 55, true },
                                                  { text(ctx, T_PLAN_ITEM_TITLE), 315, false },
                                                  { text(ctx, T_PLAN_ITEM_TERM), 150, false },
                                                  { text(ctx, T_PLAN_ITEM_AUDIENCE), 115, false },
                                                  { text(ctx, T_PLAN_ITEM_RESPONSIBLE), 195, false },
                                                  { text(ctx, T_PLAN_MARK), 170, false } };
    struct docx_cell *cells = NEW_ARRAY(ctx->arena, struct docx_cell, COLUMNS * (n + 1) * PLAN_PARTS);
    size_t rows = 0;
    for (int part = 0; part < PLAN_PARTS; part++) {
        if (chosen < 0 || part == chosen) {
            put_part(ctx, cells, &rows, points, n, part);
        }
    }
    if (rows) {
        docx_table(d, STR("plan"), title, columns, COLUMNS, cells, rows, STR_NONE);
    } else {
        docx_text(d, DOCX_BODY, text(ctx, T_PLAN_EMPTY));
    }
}

bool plan_document(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct plan_point *points;
    struct centre centre = { 0 };
    struct str bytes, years = str_format(ctx->arena, "%d-%d", ctx->year, ctx->year + 1);
    size_t n;
    int chosen = plan_part_of(request_query(request, "month"), ctx->year);
    if (!plan_points_read(ctx, ctx->year, &points, &n, e) || !centre_read(ctx, &centre, e)) {
        return false;
    }
    struct str title = text_with(ctx, T_PLAN_TITLE, TEXT_ARG("years", years));
    const struct docx_setup setup = { .title = title,
                                      .author = centre.name,
                                      .language = ctx->lang == LANG_RU ? "ru-RU" : "en-GB",
                                      .caption_table = text(ctx, T_PLAN_CAPTION),
                                      .caption_chart = text(ctx, T_PLAN_CAPTION),
                                      .contents_title = title,
                                      .moment_ms = ctx->now_ms };
    struct docx *d = docx_new(ctx->arena, &setup);
    docx_text(d, DOCX_APPROVAL, text(ctx, T_PLAN_APPROVED));
    docx_text(d, DOCX_APPROVAL, text(ctx, T_PLAN_APPROVED_BY));
    docx_text(d, DOCX_CENTRED, centre.name);
    docx_text(d, DOCX_CENTRED, title);
    put_table(ctx, d, points, n, chosen, title);
    if (!docx_done(d, &bytes, e)) {
        return false;
    }
    struct str name = chosen < 0 ? str_format(ctx->arena, "plan-%.*s.docx", (int)years.len, years.at)
                                 : str_format(ctx->arena, "plan-%s.docx",
                                              str_cstr(ctx->arena, plan_part_month(ctx->arena, ctx->year, chosen)));
    reply_download(ctx, reply, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", name, bytes);
    return true;
}
