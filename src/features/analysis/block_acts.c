/* Moving a block inside its section, and removing it: that asks first, on a page of its own that shows what goes and carries
   the version it shows, so that a block changed meanwhile is not removed unseen. In an analysis that is agreed or signed both
   say why nothing happens. */
#include "features/analysis/pages.h"

#include "base/num.h"

struct block_work {
    struct block_at at;
    int64_t version; /* that the page showed */
    bool up;
};

/* False with *ret_done when the answer is made already: a refusal, or a fault in *e. */
static bool read_draft(struct ctx *ctx, const struct request *request, struct block_work *work, struct reply *reply,
                       bool *ret_done, struct err *e)
{
    if (!block_read(ctx, request_id_arg(request, 0), &work->at, e)) {
        *ret_done = false;
        return false;
    }
    if (str_is(work->at.analysis_state, "draft")) {
        return true;
    }
    *ret_done = put_refusal(ctx, settled_words(ctx, work->at.analysis_state), 409, reply, e);
    return false;
}

/* The analysis may have been agreed between the page and the lock. */
static bool refuse_late(struct ctx *ctx, const struct request *request, struct block_work *work, struct reply *reply,
                        struct err *e)
{
    struct err trouble = *e;
    bool done;
    *e = (struct err){ 0 };
    if (trouble.kind != ERR_CONFLICT || read_draft(ctx, request, work, reply, &done, e)) {
        *e = trouble;
        return false;
    }
    return done;
}

static bool move_do(struct ctx *ctx, void *arg, struct err *e)
{
    struct block_work *work = arg;
    return block_move(ctx, &work->at.block, work->up, e);
}

bool block_move_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct block_work work = { .up = str_is(request->path_args[1], "up") };
    bool done;
    if (!work.up && !str_is(request->path_args[1], "down")) {
        return err_set(e, ERR_NOT_FOUND, "block_move_act", STR("up or down"));
    }
    if (!read_draft(ctx, request, &work, reply, &done, e)) {
        return done;
    }
    struct str back = str_format(ctx->arena, "/analysis#block-%lld", (long long)work.at.block.id);
    if (!db_write(ctx, (struct db_lock){ "analysis", work.at.analysis_id }, move_do, &work, e)) {
        return refuse_late(ctx, request, &work, reply, e);
    }
    return reply_see(ctx, reply, url_own(ctx->arena, back));
}

static bool ask_page(struct ctx *ctx, const struct block_work *work, struct str message, struct reply *reply, struct err *e)
{
    const struct block *block = &work->at.block;
    struct str path = str_format(ctx->arena, "/analysis/block/%lld", (long long)block->id);
    struct html_url editing = url_own(ctx->arena, path);
    const struct crumb crumbs[] = { { text(ctx, T_ANALYSIS_MENU), url_own(ctx->arena, STR("/analysis")) },
                                    { text(ctx, T_ANALYSIS_BLOCK), editing } };
    const struct page page = { .title = text(ctx, T_ANALYSIS_REMOVE_TITLE),
                               .fact_line = work->at.section_title,
                               .menu_path = "/analysis",
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs) };
    struct html *h = page_begin(ctx, &page);
    if (message.len > 0) {
        ui_note(h, UI_ERROR, message);
    }
    HTMLF(h, "<p>{}</p>", text(ctx, T_ANALYSIS_REMOVE_ASK));
    put_block_preview(ctx, h, text(ctx, block_kind_text(block->kind)), work->at.year, block);
    ui_form_begin(ctx, h, url_own(ctx->arena, str_join(ctx->arena, path, STR("/remove"))), STR("remove"));
    ui_hidden(h, STR("version"), str_format(ctx->arena, "%lld", (long long)block->version));
    ui_form_end_or(h, text(ctx, T_ANALYSIS_REMOVE), editing, text(ctx, T_ANALYSIS_REMOVE_KEEP));
    reply->status = message.len > 0 ? 409 : 200;
    return page_end(ctx, h, reply, e);
}

bool block_remove_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct block_work work = { 0 };
    bool done;
    return read_draft(ctx, request, &work, reply, &done, e) ? ask_page(ctx, &work, STR_NONE, reply, e) : done;
}

static bool remove_do(struct ctx *ctx, void *arg, struct err *e)
{
    struct block_work *work = arg;
    return block_remove(ctx, &work->at.block, work->version, e);
}

static bool changed_page(struct ctx *ctx, const struct block_work *work, struct reply *reply, struct err *e)
{
    return ask_page(ctx, work,
                    text_with(ctx, T_ANALYSIS_REMOVE_CONFLICT, TEXT_ARG("who", block_changed_by(ctx, &work->at.block))), reply,
                    e);
}

bool block_remove_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct block_work work = { 0 };
    bool done;
    if (!read_draft(ctx, request, &work, reply, &done, e)) {
        return done;
    }
    /* A form without the version asks like one with an old version: nothing is removed that was not seen. */
    if (!num_read_int(request_form(request, "version"), &work.version) || work.version != work.at.block.version) {
        return changed_page(ctx, &work, reply, e);
    }
    struct str back = str_format(ctx->arena, "/analysis#section-%lld", (long long)work.at.block.section_id);
    if (db_write(ctx, (struct db_lock){ "analysis", work.at.analysis_id }, remove_do, &work, e)) {
        return reply_see(ctx, reply, url_own(ctx->arena, back));
    }
    if (e->kind != ERR_CONFLICT) {
        return false;
    }
    *e = (struct err){ 0 };
    return read_draft(ctx, request, &work, reply, &done, e) ? changed_page(ctx, &work, reply, e) : done;
}
