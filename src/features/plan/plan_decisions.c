/* Decisions for a year become points of its plan, once each. */
#include "base/utf8.h"
#include "features/plan/plan_in.h"
#include "plan_sql.h"

#include <stddef.h>

struct decided {
    int64_t id;
    struct str text, owner, indicator, target, precision;
    struct day first, last;
};

/* The due date as a person types a period; nothing when there is none. */
static struct str due_typed(struct arena *a, const struct decided *d)
{
    return d->first.known
               ? str_format(a, "%.*s|%.*s|%.*s", (int)day_iso(a, d->first).len, day_iso(a, d->first).at,
                            (int)day_iso(a, d->last).len, day_iso(a, d->last).at, (int)d->precision.len, d->precision.at)
               : STR_NONE;
}

static bool points_add(struct ctx *ctx, void *arg, struct err *e)
{
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct decided, id) },          { "text", DB_TEXT, offsetof(struct decided, text) },
        { "owner", DB_TEXT, offsetof(struct decided, owner) },   { "indicator", DB_TEXT, offsetof(struct decided, indicator) },
        { "target", DB_TEXT, offsetof(struct decided, target) }, { "first", DB_DAY, offsetof(struct decided, first) },
        { "last", DB_DAY, offsetof(struct decided, last) },      { "precision", DB_TEXT, offsetof(struct decided, precision) },
    };
    static const struct db_shape shape = DB_SHAPE(struct decided, columns);
    struct arena *a = ctx->arena;
    struct decided *all;
    size_t n;
    int64_t id;
    (void)arg;
    if (!db_rows(ctx->db, a, &q_plan_decisions, DB_ARGS(ctx->year), &shape, &all, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct decided *d = &all[i];
        struct str expected = d->target.len ? str_format(a, "%.*s%s%.*s", (int)d->indicator.len, d->indicator.at,
                                                         d->indicator.len ? ": " : "", (int)d->target.len, d->target.at)
                                            : d->indicator;
        const struct param pairs[] = { { STR("title"), utf8_part(d->text, 0, 500) },
                                       { STR("year"), str_format(a, "%d-%d", ctx->year, ctx->year + 1) },
                                       { STR("section"), STR("organisation") },
                                       { STR("term"), due_typed(a, d) },
                                       { STR("responsible"), d->owner },
                                       { STR("expected"), expected },
                                       { STR("decision"), str_format(a, "%lld", (long long)d->id) } };
        if (!record_add(ctx, register_find(ctx, STR("plan_item")), pairs, COUNT(pairs), &id, e)) {
            return false;
        }
    }
    return true;
}

bool plan_of_decisions(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    (void)request;
    return db_write(ctx, (struct db_lock){ "plan", ctx->year }, points_add, NULL, e) &&
           reply_see(ctx, reply, url_own(ctx->arena, STR("/plan")));
}
