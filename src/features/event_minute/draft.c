/* What was begun is kept on the server, as it was typed, under the key of its form: a row of its author, in no list, no figure
   and no search. */
#include "base/clock.h"
#include "event_minute_sql.h"
#include "features/event_minute/event_in.h"
#include "features/file/file.h"

#include <stddef.h>

#define DONE_KEPT_MS (INT64_C(7) * 86400000) /* a form that became an event: long enough for any second click */

static const struct db_column draft_columns[] = {
    { "id", DB_INT, offsetof(struct event_draft, id) },
    { "form_key", DB_TEXT, offsetof(struct event_draft, form_key) },
    { "title", DB_TEXT, offsetof(struct event_draft, title) },
    { "typed", DB_TEXT, offsetof(struct event_draft, typed) },
    { "activity", DB_MAYBE_INT, offsetof(struct event_draft, activity) },
    { "changed_at", DB_INT, offsetof(struct event_draft, changed_at) },
};
static const struct db_shape draft_shape = DB_SHAPE(struct event_draft, draft_columns);
static const struct db_column open_columns[] = {
    { "id", DB_INT, offsetof(struct event_draft, id) },
    { "title", DB_TEXT, offsetof(struct event_draft, title) },
    { "changed_at", DB_INT, offsetof(struct event_draft, changed_at) },
    { "files", DB_INT, offsetof(struct event_draft, files) },
};
static const struct db_shape open_shape = DB_SHAPE(struct event_draft, open_columns);

bool event_key_valid(struct str key)
{
    for (size_t i = 0; i < key.len; i++) {
        char c = key.at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return false;
        }
    }
    return key.len == 64;
}

bool event_today(struct ctx *ctx, struct day *ret_today, struct err *e)
{
    int minutes;
    return clock_local(ctx->now_ms, ctx->site->zone, ret_today, &minutes) ||
           err_set(e, ERR_BROKEN, "event", STR("the zone of the centre is not known"));
}

bool event_draft_get(struct ctx *ctx, int64_t id, struct event_draft *ret_draft, struct err *e)
{
    return db_one(ctx->db, ctx->arena, &q_event_draft_one, DB_ARGS(ctx->actor->account_id, id), &draft_shape, ret_draft, e);
}

static bool one_or_none(struct ctx *ctx, const struct db_query *query, struct db_args args, struct event_draft *ret_draft,
                        struct err *e)
{
    struct event_draft *rows;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, query, args, &draft_shape, &rows, &n, e)) {
        return false;
    }
    *ret_draft = n ? rows[0] : (struct event_draft){ .id = 0 };
    return true;
}

bool event_draft_find(struct ctx *ctx, struct str key, struct event_draft *ret_draft, struct err *e)
{
    return one_or_none(ctx, &q_event_draft_of_key, DB_ARGS(ctx->actor->account_id, key), ret_draft, e);
}

bool event_draft_of_activity(struct ctx *ctx, int64_t activity, struct event_draft *ret_draft, struct err *e)
{
    return one_or_none(ctx, &q_event_draft_done, DB_ARGS(ctx->actor->account_id, activity), ret_draft, e);
}

/* By what a draft is known again in a list: its title, or the first that was typed of a school and its number. */
static struct str caption_of(struct arena *a, const struct event_typed *typed)
{
    const struct event_line *line = &typed->lines[0];
    return typed->title.len ? typed->title
           : line->school.len && line->number.len
               ? str_format(a, "%.*s: %.*s", (int)line->school.len, line->school.at, (int)line->number.len, line->number.at)
               : line->school;
}

bool event_draft_put(struct ctx *ctx, struct str key, const struct event_typed *typed, struct event_draft *ret_draft,
                     struct err *e)
{
    int64_t account = ctx->actor->account_id, id;
    struct str json = event_to_json(ctx->arena, typed), title = caption_of(ctx->arena, typed);
    if (!event_draft_find(ctx, key, ret_draft, e)) {
        return false;
    }
    if (ret_draft->activity.known) {
        return true;
    }
    id = ret_draft->id;
    bool done = id ? db_do(ctx->db, &q_event_draft_change, DB_ARGS(id, title, json, ctx->now_ms), NULL, e)
                   : db_new_id(ctx->db, STR("event_draft"), &id, e) &&
                         db_do(ctx->db, &q_event_draft_add, DB_ARGS(id, account, key, title, json, ctx->now_ms), NULL, e);
    *ret_draft = (struct event_draft){
        .id = id, .form_key = key, .title = title, .typed = json, .activity = NO_INT, .changed_at = ctx->now_ms
    };
    return done && db_do(ctx->db, &q_event_draft_sweep, DB_ARGS(account, ctx->now_ms - DONE_KEPT_MS), NULL, e);
}

bool event_draft_drop(struct ctx *ctx, int64_t id, struct err *e)
{
    struct event_draft draft;
    return event_draft_get(ctx, id, &draft, e) && file_drop_kept(ctx, STR("event_draft"), id, e) &&
           db_do(ctx->db, &q_event_draft_drop, DB_ARGS(ctx->actor->account_id, id), NULL, e);
}

bool event_drafts_read(struct ctx *ctx, struct event_drafts *ret_drafts, struct err *e)
{
    *ret_drafts = (struct event_drafts){ NULL, 0 };
    return !actor_may(ctx->actor, EVENT_WHO) ||
           db_rows(ctx->db, ctx->arena, &q_event_draft_open, DB_ARGS(ctx->actor->account_id), &open_shape, &ret_drafts->all,
                   &ret_drafts->n, e);
}
