/* The plan as a Word file in the form that hangs on the wall: one table with the number, the point, its term, for whom, who
   answers and the mark of what became of it; of the year by months, of a month, of a week by days. */
#include "base/json.h"
#include "base/num.h"
#include "base/text/text.h"
#include "base/utf8.h"
#include "doc/docx.h"
#include "features/pdf/pdf.h"
#include "features/plan/plan_in.h"

enum { COLUMNS = 6 };

struct wall {
    struct ctx *ctx;
    const struct plan_shown *shown;
    struct docx_cell *cells;
    size_t rows;
    bool open; /* the heading row of the part stands */
};

static void put_row(struct wall *w, struct str heading, const struct str row[COLUMNS])
{
    if (!w->open) {
        w->cells[w->rows++ * COLUMNS + 1] = (struct docx_cell){ heading, true };
    }
    w->open = true;
    for (size_t c = 0; row && c < COLUMNS; c++) {
        w->cells[w->rows * COLUMNS + c].text = row[c];
    }
    w->rows += row != NULL;
}

/* A point of several months keeps its number in each. */
static void put_place(struct wall *w, struct str heading, const struct plan_place *place, bool dayless)
{
    struct arena *a = w->ctx->arena;
    bool of_day = dayless && place->term.first.n == place->term.last.n;
    put_row(w, heading,
            (const struct str[COLUMNS]){ str_format(a, "%zu", place->number), place->point->title,
                                         of_day ? STR_NONE : text_period(a, w->ctx->lang, place->term), place->point->audience,
                                         place->point->responsible, plan_mark(w->ctx, place) });
}

static void put_part(struct wall *w, int part)
{
    w->open = false;
    for (size_t i = 0; i < w->shown->n_places; i++) {
        if (plan_stands_in(w->shown->places[i].term, w->shown->view.year, part)) {
            put_place(w, plan_part_title(w->ctx, w->shown->view.year, part), &w->shown->places[i], false);
        }
    }
}

static void put_apart(struct wall *w, enum plan_weekly section, struct str heading)
{
    w->open = false;
    for (size_t i = 0; i < w->shown->n_places; i++) {
        if (plan_stands_apart(&w->shown->view, w->shown->places[i].term, section)) {
            put_place(w, heading, &w->shown->places[i], false);
        }
    }
}

/* What is ahead has no mark yet: it is written there by hand. */
static void put_fact(struct wall *w, struct str heading, const struct plan_fact *fact)
{
    struct str mark = str_is(fact->state, "planned") ? STR_NONE : plan_fact_state(w->ctx, fact);
    put_row(w, heading,
            (const struct str[COLUMNS]){ STR_NONE, fact->title, plan_fact_time(w->ctx->arena, fact), fact->place, fact->leader,
                                         mark });
}

/* Working days stand there even when they are free, so that something can be written in. */
static void put_days(struct wall *w)
{
    enum { WORKING = 5 };
    for (int32_t i = 0; i < PLAN_WEEK; i++) {
        struct day day = { true, w->shown->view.monday.n + i };
        struct str heading = utf8_upper_first(w->ctx->arena, plan_day_words(w->ctx, day));
        w->open = false;
        for (size_t k = 0; k < w->shown->n_places; k++) {
            if (plan_on_day(w->shown->places[k].term, day)) {
                put_place(w, heading, &w->shown->places[k], true);
            }
        }
        for (size_t k = 0; k < w->shown->held.n_facts; k++) {
            if (plan_fact_on(w->shown, k, day)) {
                put_fact(w, heading, &w->shown->held.facts[k]);
            }
        }
        if (!w->open && i < WORKING) {
            put_row(w, heading, (const struct str[COLUMNS]){ STR_NONE });
        }
    }
}

static void put_parts(struct wall *w)
{
    const struct plan_view *view = &w->shown->view;
    for (int part = 0; view->span == PLAN_SPAN_YEAR && part < PLAN_PARTS; part++) {
        put_part(w, part);
    }
    if (view->span == PLAN_SPAN_MONTH) {
        put_part(w, view->part);
    }
    if (view->span == PLAN_SPAN_WEEK) {
        put_days(w);
        put_apart(w, PLAN_WEEK_MONTH, text(w->ctx, T_PLAN_ALL_MONTH));
    }
    if (view->span != PLAN_SPAN_YEAR) {
        put_apart(w, PLAN_WEEK_LONG, text(w->ctx, T_PLAN_LONG));
    }
}

/* What lasts the year stands on the sheet of the year; the others say how much of it there is. */
static struct str note_of(struct ctx *ctx, const struct plan_shown *shown)
{
    int64_t n = 0;
    for (size_t i = 0; i < shown->n_places; i++) {
        n += plan_stands_apart(&shown->view, shown->places[i].term, PLAN_WEEK_YEAR);
    }
    return n ? text_with(ctx, T_PLAN_NOTE_YEAR, TEXT_ARG("n", n)) : STR_NONE;
}

/* One table of the year, the month or the week, its header on every page. */
static void put_table(struct ctx *ctx, struct docx *d, const struct plan_shown *shown, struct str title)
{
    bool week = shown->view.span == PLAN_SPAN_WEEK;
    const struct docx_column columns[COLUMNS] = { { text(ctx, T_PLAN_NUMBER), 55, true },
                                                  { text(ctx, T_PLAN_ITEM_TITLE), 305, false },
                                                  { text(ctx, week ? T_PLAN_WHEN : T_PLAN_ITEM_TERM), 140, false },
                                                  { text(ctx, week ? T_PLAN_PLACE : T_PLAN_ITEM_AUDIENCE), 115, false },
                                                  { text(ctx, T_PLAN_ITEM_RESPONSIBLE), 215, false },
                                                  { text(ctx, T_PLAN_MARK), 170, false } };
    size_t most = (shown->n_places + shown->held.n_facts + 2) * PLAN_PARTS;
    struct wall w = { .ctx = ctx, .shown = shown, .cells = NEW_ARRAY(ctx->arena, struct docx_cell, COLUMNS * most) };
    put_parts(&w);
    if (w.rows) {
        docx_table(d, STR("plan"), title, columns, COLUMNS, w.cells, w.rows, note_of(ctx, shown));
    } else {
        docx_text(d, DOCX_BODY, text(ctx, T_PLAN_EMPTY));
    }
}

bool plan_word(struct ctx *ctx, const struct plan_ask *ask, struct str *ret_name, struct str *ret_bytes, struct err *e)
{
    struct plan_view view;
    struct plan_shown shown;
    struct centre centre = { 0 };
    if (!plan_view_read(ctx, ask->month, ask->week, STR_NONE, &view, e) || !plan_shown_read(ctx, &view, &shown, e) ||
        !centre_read(ctx, &centre, e)) {
        return false;
    }
    struct str title = plan_view_title(ctx, &view);
    const struct docx_setup setup = { .title = title,
                                      .author = centre.name,
                                      .language = ctx->lang == LANG_RU ? "ru-RU" : "en-GB",
                                      .contents_title = title,
                                      .moment_ms = ctx->now_ms };
    struct docx *d = docx_new(ctx->arena, &setup);
    docx_pair(d, STR_NONE, text(ctx, T_PLAN_APPROVED));
    docx_pair(d, STR_NONE, text(ctx, T_PLAN_APPROVED_BY));
    docx_text(d, DOCX_CENTRED, centre.name);
    if (ctx->site && ctx->site->made) {
        docx_text(d, DOCX_CENTRED, ui_demo_mark(ctx));
    }
    docx_text(d, DOCX_SUBTITLE, title);
    put_table(ctx, d, &shown, title);
    *ret_name = str_join(ctx->arena, STR("plan-"),
                         view.span == PLAN_SPAN_WEEK    ? day_iso(ctx->arena, view.monday)
                         : view.span == PLAN_SPAN_MONTH ? plan_part_month(ctx->arena, view.year, view.part)
                                                        : str_format(ctx->arena, "%d-%d", view.year, view.year + 1));
    return docx_done(d, ret_bytes, e);
}

static struct plan_ask asked(const struct request *request)
{
    return (struct plan_ask){ request_query(request, "month"), request_query(request, "week") };
}

bool plan_document(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct str name, bytes;
    struct plan_ask ask = asked(request);
    if (!plan_word(ctx, &ask, &name, &bytes, e)) {
        return false;
    }
    reply_download(ctx, reply, "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                   str_join(ctx->arena, name, STR(".docx")), bytes);
    return true;
}

bool plan_pdf_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct json *args = json_object(ctx->arena);
    struct plan_ask ask = asked(request);
    struct plan_view view;
    if (!plan_view_read(ctx, ask.month, ask.week, STR_NONE, &view, e)) {
        return false;
    }
    view.grid = view.span != PLAN_SPAN_YEAR;
    json_put_text(ctx->arena, args, "month",
                  view.span == PLAN_SPAN_MONTH ? plan_part_month(ctx->arena, view.year, view.part) : STR_NONE);
    json_put_text(ctx->arena, args, "week", view.span == PLAN_SPAN_WEEK ? day_iso(ctx->arena, view.monday) : STR_NONE);
    json_put_int(ctx->arena, args, "year", view.year);
    struct str subject = view.span == PLAN_SPAN_WEEK    ? plan_days_words(ctx, view.monday, plan_week(view.monday).last)
                         : view.span == PLAN_SPAN_MONTH ? plan_part_title(ctx, view.year, view.part)
                                                        : str_format(ctx->arena, "%d-%d", view.year, view.year + 1);
    const struct job_ask job = { .kind = "plan_pdf", .args = json_write(ctx->arena, args), .subject = subject };
    return pdf_ask(ctx, &job, plan_view_url(ctx, "/plan.docx", &view), reply, e);
}

static bool run_pdf(struct ctx *ctx, struct job_task *task, struct err *e)
{
    struct json *args;
    struct str name, docx;
    int64_t year = 0;
    if (!json_read(ctx->arena, job_args(task), &args, e)) {
        return false;
    }
    if (!num_read_int(json_text(args, "year"), &year)) {
        return err_set(e, ERR_BROKEN, "plan_pdf", STR("the job names no year"));
    }
    struct plan_ask ask = { json_text(args, "month"), json_text(args, "week") };
    ctx->year = (int)year;
    return plan_word(ctx, &ask, &name, &docx, e) && pdf_make(ctx, task, docx, str_join(ctx->arena, name, STR(".pdf")), e);
}

const struct job_kind plan_pdf_job = { .name = "plan_pdf", .title = T_PLAN_PDF_JOB, .right = ROLES_CENTRE, .run = run_pdf };
