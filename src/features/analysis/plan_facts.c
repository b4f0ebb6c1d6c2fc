/* How the plan was carried out, from its points: what was done and by which activities, what was moved or cancelled and why,
   what was added, what has no mark. The numbers above these lines are figures (shown.c). */
#include "features/analysis/facts.h"

#include "analysis_sql.h"
#include "base/buf.h"
#include "features/analysis/source.h"
#include "features/analysis/wording.h"

struct point_row {
    int64_t id;
    struct str title, status, reason, outcome, precision, moved_precision;
    struct day first, last, moved_first, moved_last;
};
static const struct db_column point_columns[] = {
    { "id", DB_INT, offsetof(struct point_row, id) },
    { "title", DB_TEXT, offsetof(struct point_row, title) },
    { "status", DB_TEXT, offsetof(struct point_row, status) },
    { "reason", DB_TEXT, offsetof(struct point_row, reason) },
    { "outcome", DB_TEXT, offsetof(struct point_row, outcome) },
    { "first", DB_DAY, offsetof(struct point_row, first) },
    { "last", DB_DAY, offsetof(struct point_row, last) },
    { "precision", DB_TEXT, offsetof(struct point_row, precision) },
    { "moved_first", DB_DAY, offsetof(struct point_row, moved_first) },
    { "moved_last", DB_DAY, offsetof(struct point_row, moved_last) },
    { "moved_precision", DB_TEXT, offsetof(struct point_row, moved_precision) },
};
static const struct db_shape point_shape = DB_SHAPE(struct point_row, point_columns);

struct deed_row {
    int64_t point;
    struct str title;
};
static const struct db_column deed_columns[] = {
    { "point", DB_INT, offsetof(struct deed_row, point) },
    { "title", DB_TEXT, offsetof(struct deed_row, title) },
};
static const struct db_shape deed_shape = DB_SHAPE(struct deed_row, deed_columns);

struct points {
    struct point_row *rows;
    struct deed_row *deeds;
    size_t n, n_deeds;
};

static struct str period_words(struct ctx *ctx, struct day first, struct day last, struct str precision)
{
    struct period p = { first, last, PRECISION_NONE };
    return precision_read(precision, &p.precision) && p.precision != PRECISION_NONE && first.known
               ? text_period(ctx->arena, ctx->lang, p)
               : STR_NONE;
}

static struct str without_stop(struct str words)
{
    words = str_trim(words);
    while (str_ends(words, STR("."))) {
        words.len--;
    }
    return words;
}

static bool is_one_of(struct str status, struct str group)
{
    return str_equal(status.len ? status : STR("planned"), group);
}

/* «: итог; мероприятия: одно; другое» after a title: only what says more than the title does. */
static void put_more(struct ctx *ctx, struct buf *b, const struct points *all, const struct point_row *row)
{
    const char *gap = ": ";
    struct str more = without_stop(row->reason.len ? row->reason : row->outcome),
               moved = period_words(ctx, row->moved_first, row->moved_last, row->moved_precision);
    bool any = false;
    if (str_is(row->status, "moved") && moved.len) {
        buf_put(b, str_c(gap));
        buf_put(b, text_with(ctx, T_ANALYSIS_PLAN_MOVED_TO, TEXT_ARG("term", moved)));
        gap = "; ";
    }
    if (more.len) {
        buf_put(b, str_c(gap));
        buf_put(b, more);
        gap = "; ";
    }
    for (size_t i = 0; i < all->n_deeds; i++) {
        const struct deed_row *deed = &all->deeds[i];
        if (deed->point == row->id && !str_equal(deed->title, row->title)) {
            buf_put(b, any ? STR(", ") : str_c(gap));
            buf_put(b, any ? STR_NONE : text(ctx, T_ANALYSIS_PLAN_DEEDS));
            buf_put(b, any ? STR_NONE : STR(" "));
            buf_put(b, without_stop(deed->title));
            any = true;
        }
    }
}

/* «Перенесено: одно — ноябрь 2021 года: новый срок — май 2022 года; карантин.» A line of its own for each point. */
static void put_group(struct ctx *ctx, struct buf *b, const struct points *all, struct str group, enum text_id heading)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct point_row *row = &all->rows[i];
        struct str term = period_words(ctx, row->first, row->last, row->precision);
        if (!is_one_of(row->status, group)) {
            continue;
        }
        buf_put(b, text(ctx, heading));
        buf_put(b, STR(": "));
        buf_put(b, without_stop(row->title));
        if (term.len) {
            buf_put(b, STR(" — "));
            buf_put(b, term);
        }
        put_more(ctx, b, all, row);
        buf_put(b, STR(".\n"));
    }
}

bool plan_point_lines(struct ctx *ctx, int year, struct str *ret_lines, bool *ret_counted, struct err *e)
{
    static const struct {
        const char *status;
        enum text_id heading;
    } groups[] = { { "done", T_ANALYSIS_PLAN_IS_DONE },
                   { "moved", T_ANALYSIS_PLAN_IS_MOVED },
                   { "cancelled", T_ANALYSIS_PLAN_IS_CANCELLED },
                   { "outside", T_ANALYSIS_PLAN_IS_OUTSIDE },
                   { "planned", T_ANALYSIS_PLAN_IS_OPEN } };
    struct points all = { 0 };
    if (!db_rows(ctx->db, ctx->arena, &q_analysis_plan_points, DB_ARGS(year), &point_shape, (void *)&all.rows, &all.n, e) ||
        !db_rows(ctx->db, ctx->arena, &q_analysis_plan_deeds, DB_ARGS(year), &deed_shape, (void *)&all.deeds, &all.n_deeds,
                 e)) {
        return false;
    }
    *ret_counted = all.n > 0;
    if (all.n == 0) {
        return plan_lines(ctx, year, ret_lines, e);
    }
    struct buf *b = buf_new(ctx->arena, 1 << 20);
    for (size_t i = 0; i < COUNT(groups); i++) {
        put_group(ctx, b, &all, str_c(groups[i].status), groups[i].heading);
    }
    *ret_lines = str_trim(str_copy(ctx->arena, buf_str(b)));
    return !buf_failed(b) || err_set(e, ERR_TOO_BIG, "plan_point_lines", STR("too many points of the plan"));
}
