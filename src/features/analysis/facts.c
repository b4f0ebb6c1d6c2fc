/* Words of the record that stand in the text of an analysis. A date is told at its own precision; grades, competencies and
   partners that the record does not hold are said to be unknown, never left out. */
#include "features/analysis/facts.h"

#include "analysis_sql.h"
#include "base/buf.h"
#include "features/analysis/source.h"
#include "features/analysis/wording.h"

struct activity_row {
    int64_t id;
    struct str title, precision;
    struct maybe_int grade_from, grade_to;
    struct day first, last;
};
static const struct db_column activity_columns[] = {
    { "id", DB_INT, offsetof(struct activity_row, id) },
    { "title", DB_TEXT, offsetof(struct activity_row, title) },
    { "grade_from", DB_MAYBE_INT, offsetof(struct activity_row, grade_from) },
    { "grade_to", DB_MAYBE_INT, offsetof(struct activity_row, grade_to) },
    { "period_first", DB_DAY, offsetof(struct activity_row, first) },
    { "period_last", DB_DAY, offsetof(struct activity_row, last) },
    { "period_precision", DB_TEXT, offsetof(struct activity_row, precision) },
};
static const struct db_shape activity_shape = DB_SHAPE(struct activity_row, activity_columns);

struct document_row {
    int64_t id;
    struct str number, precision, title;
    struct day first, last;
};
static const struct db_column document_columns[] = {
    { "id", DB_INT, offsetof(struct document_row, id) },
    { "number", DB_TEXT, offsetof(struct document_row, number) },
    { "date_first", DB_DAY, offsetof(struct document_row, first) },
    { "date_last", DB_DAY, offsetof(struct document_row, last) },
    { "date_precision", DB_TEXT, offsetof(struct document_row, precision) },
    { "title", DB_TEXT, offsetof(struct document_row, title) },
};
static const struct db_shape document_shape = DB_SHAPE(struct document_row, document_columns);
static const struct db_column title_columns[] = { { "title", DB_TEXT, 0 } };
static const struct db_shape title_shape = DB_SHAPE(struct str, title_columns);

struct str grades_words(struct arena *a, enum lang lang, struct maybe_int from, struct maybe_int to)
{
    if (!from.known && !to.known) {
        return text_in(lang, T_ANALYSIS_GRADES_NOT_GIVEN);
    }
    int64_t first = from.known ? from.is : to.is, last = to.known ? to.is : from.is;
    const struct text_arg args[] = { TEXT_ARG("from", str_format(a, "%lld", (long long)first)),
                                     TEXT_ARG("to", str_format(a, "%lld", (long long)last)) };
    return text_fill(a, lang, first == last ? T_ANALYSIS_GRADE : T_ANALYSIS_GRADES, args, COUNT(args));
}

static struct str period_words(struct ctx *ctx, struct day first, struct day last, struct str precision)
{
    struct period p = { first, last, PRECISION_NONE };
    BUG_IF(!precision_read(precision, &p.precision));
    return text_period(ctx->arena, ctx->lang, p);
}

/* Titles in a row, «одно, другое, третье» without the «и»: the list may be long. One that has a comma itself parts them all by
   semicolons. */
static struct str joined(struct arena *a, const struct str *titles, size_t n)
{
    struct buf *b = buf_new(a, 1 << 16);
    const char *gap = ", ";
    for (size_t i = 0; i < n; i++) {
        gap = str_find(titles[i], STR(","), 0) < titles[i].len ? "; " : gap;
    }
    for (size_t i = 0; i < n; i++) {
        buf_put(b, i > 0 ? str_c(gap) : STR_NONE);
        buf_put(b, titles[i]);
    }
    return str_copy(a, buf_str(b));
}

static bool titles_joined(struct ctx *ctx, const struct db_query *q, int year, struct str code, struct str *ret_words,
                          struct err *e)
{
    struct str *titles;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, q, DB_ARGS(year, code), &title_shape, (void *)&titles, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && q == &q_analysis_competencies; i++) {
        titles[i] = wording_small(ctx->arena, titles[i]); /* a thing taught, not the name of somebody */
    }
    *ret_words = n ? joined(ctx->arena, titles, n) : text(ctx, T_ANALYSIS_NOT_SAID);
    return true;
}

static bool document_fact(struct ctx *ctx, struct str code, struct str *ret_words, struct str *ret_path, struct err *e)
{
    struct document_row row;
    if (!db_one(ctx->db, ctx->arena, &q_analysis_document_by_code, DB_ARGS(code), &document_shape, &row, e)) {
        return false;
    }
    if (row.number.len == 0) {
        *ret_words = text_with(ctx, T_ANALYSIS_DOCUMENT_TITLE, TEXT_ARG("title", row.title));
    } else if (str_is(row.precision, "none")) {
        *ret_words = text_with(ctx, T_ANALYSIS_DOCUMENT_NUMBER, TEXT_ARG("number", row.number));
    } else if (str_is(row.precision, "day")) {
        *ret_words = text_with(ctx, T_ANALYSIS_DOCUMENT, TEXT_ARG("number", row.number),
                               TEXT_ARG("date", text_day_long(ctx->arena, ctx->lang, row.first)));
    } else {
        *ret_words = text_with(ctx, T_ANALYSIS_DOCUMENT_PERIOD, TEXT_ARG("number", row.number),
                               TEXT_ARG("date", period_words(ctx, row.first, row.last, row.precision)));
    }
    *ret_path = str_format(ctx->arena, "/document/%lld", (long long)row.id);
    return true;
}

bool fact_read(struct ctx *ctx, int year, enum piece_fact fact, struct str code, struct str *ret_words, struct str *ret_path,
               struct err *e)
{
    if (fact == FACT_DOCUMENT) {
        return document_fact(ctx, code, ret_words, ret_path, e);
    }
    struct activity_row row;
    if (!db_one(ctx->db, ctx->arena, &q_analysis_activity_by_code, DB_ARGS(year, code), &activity_shape, &row, e)) {
        return false;
    }
    *ret_path = str_format(ctx->arena, "/activity/%lld", (long long)row.id);
    switch (fact) {
    case FACT_WHEN:
        *ret_words = period_words(ctx, row.first, row.last, row.precision);
        return true;
    case FACT_GRADES:
        *ret_words = grades_words(ctx->arena, ctx->lang, row.grade_from, row.grade_to);
        return true;
    case FACT_TITLE:
        *ret_words = row.title;
        return true;
    case FACT_COMPETENCIES:
        return titles_joined(ctx, &q_analysis_competencies, year, code, ret_words, e);
    case FACT_PARTNERS:
        return titles_joined(ctx, &q_analysis_partners, year, code, ret_words, e);
    case FACT_PARTICIPATING:
        return titles_joined(ctx, &q_analysis_participating, year, code, ret_words, e);
    case FACT_DOCUMENT:
        break;
    }
    bug_stop(__FILE__, __LINE__, "a fact without words");
}

struct decision_row {
    int64_t id;
    struct maybe_int section;
    struct str text, owner, indicator, target, status;
    struct day due;
};
static const struct db_column decision_columns[] = {
    { "id", DB_INT, offsetof(struct decision_row, id) },
    { "section", DB_MAYBE_INT, offsetof(struct decision_row, section) },
    { "text", DB_TEXT, offsetof(struct decision_row, text) },
    { "owner", DB_TEXT, offsetof(struct decision_row, owner) },
    { "due_last", DB_DAY, offsetof(struct decision_row, due) },
    { "indicator", DB_TEXT, offsetof(struct decision_row, indicator) },
    { "target", DB_TEXT, offsetof(struct decision_row, target) },
    { "status", DB_TEXT, offsetof(struct decision_row, status) },
};
static const struct db_shape decision_shape = DB_SHAPE(struct decision_row, decision_columns);

/* «текст (ответственный …; срок …; показатель …)»: only what is set stands in the brackets, and the sentence
   ends after them. */
static void put_decision(struct ctx *ctx, struct buf *b, const struct decision_row *row)
{
    struct str parts[3];
    size_t n = 0;
    if (row->owner.len > 0) {
        parts[n++] = text_with(ctx, T_ANALYSIS_DECISION_OWNER, TEXT_ARG("owner", row->owner));
    }
    if (row->due.known) {
        parts[n++] = text_with(ctx, T_ANALYSIS_DECISION_DUE, TEXT_ARG("day", text_day_short(ctx->arena, ctx->lang, row->due)));
    }
    if (row->indicator.len > 0) {
        parts[n++] =
            text_with(ctx, T_ANALYSIS_DECISION_TARGET, TEXT_ARG("indicator", row->indicator), TEXT_ARG("target", row->target));
    }
    struct str words = str_trim(row->text);
    if (n == 0) {
        buf_put(b, wording_stopped(ctx->arena, words));
        return;
    }
    words.len -= str_ends(words, STR("."));
    buf_put(b, words);
    for (size_t i = 0; i < n; i++) {
        buf_put(b, i == 0 ? STR(" (") : STR("; "));
        buf_put(b, parts[i]);
    }
    BUF(b, ").");
}

bool decision_lines(struct ctx *ctx, int year, int64_t section, struct str *ret_lines, struct err *e)
{
    struct decision_row *rows;
    size_t n, shown = 0;
    if (!db_rows(ctx->db, ctx->arena, &q_analysis_decisions, DB_ARGS(year + 1), &decision_shape, (void *)&rows, &n, e)) {
        return false;
    }
    struct buf *b = buf_new(ctx->arena, 1 << 18);
    for (size_t i = 0; i < n; i++) {
        if (section && (!rows[i].section.known || rows[i].section.is != section)) {
            continue;
        }
        if (shown++ > 0) {
            BUF(b, "\n");
        }
        put_decision(ctx, b, &rows[i]);
    }
    *ret_lines = str_copy(ctx->arena, buf_str(b));
    return !buf_failed(b) || err_set(e, ERR_TOO_BIG, "decision_lines", STR("too many decisions"));
}

struct plan_row {
    struct str code, title, planned, direction, parent_code;
    struct maybe_int task_number, grade_from;
};
static const struct db_column plan_columns[] = {
    { "code", DB_TEXT, offsetof(struct plan_row, code) },
    { "title", DB_TEXT, offsetof(struct plan_row, title) },
    { "task_number", DB_MAYBE_INT, offsetof(struct plan_row, task_number) },
    { "planned", DB_TEXT, offsetof(struct plan_row, planned) },
    { "grade_from", DB_MAYBE_INT, offsetof(struct plan_row, grade_from) },
    { "direction", DB_TEXT, offsetof(struct plan_row, direction) },
    { "parent_code", DB_TEXT, offsetof(struct plan_row, parent_code) },
};
static const struct db_shape plan_shape = DB_SHAPE(struct plan_row, plan_columns);

/* Parts of a series are not points of the plan of their own. */
bool plan_lines(struct ctx *ctx, int year, struct str *ret_lines, struct err *e)
{
    struct plan_row *rows;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_analysis_activities, DB_ARGS(year), &plan_shape, (void *)&rows, &n, e)) {
        return false;
    }
    int64_t yes = 0, no = 0, unknown = 0;
    struct buf *unplanned = buf_new(ctx->arena, 1 << 18);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].parent_code.len > 0) {
            continue;
        }
        yes += str_is(rows[i].planned, "yes");
        unknown += str_is(rows[i].planned, "unknown");
        if (str_is(rows[i].planned, "no")) {
            buf_put(unplanned, no++ ? STR("; ") : STR_NONE);
            buf_put(unplanned, rows[i].title);
        }
    }
    if (yes + no == 0) {
        *ret_lines = STR_NONE;
        return true;
    }
    struct str lines = text_with(ctx, T_ANALYSIS_PLAN_DONE, TEXT_ARG("n", yes));
    if (unknown > 0) {
        lines = str_format(ctx->arena, "%s\n%s", str_cstr(ctx->arena, lines),
                           str_cstr(ctx->arena, text_with(ctx, T_ANALYSIS_PLAN_UNKNOWN, TEXT_ARG("n", unknown))));
    }
    if (no > 0) {
        lines = str_format(ctx->arena, "%s\n%s %s", str_cstr(ctx->arena, lines),
                           str_cstr(ctx->arena, text_with(ctx, T_ANALYSIS_PLAN_UNPLANNED, TEXT_ARG("n", no))),
                           str_cstr(ctx->arena, wording_stopped(ctx->arena, buf_str(unplanned))));
    }
    *ret_lines = lines;
    return true;
}
