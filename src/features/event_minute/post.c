/* What comes of the form. Whatever a person sent is first kept as a draft, then its files are, each in a transaction of its
   own: only then it is read, judged and saved. So a mistake, a fault of the disk or a server that was killed costs nothing that
   was typed. */
#include "base/clock.h"
#include "base/json.h"
#include "base/num.h"
#include "features/event_minute/event_in.h"
#include "features/file/file.h"

#include <stddef.h>

struct keeping {
    struct str key;
    const struct event_typed *typed;
    const struct request *request;
    struct file_brought brought;
    struct event_draft draft;
};

static bool drop_unwanted(struct ctx *ctx, const struct keeping *k, struct err *e)
{
    for (size_t i = 0; i < k->request->n_form; i++) {
        int64_t file;
        if (str_is(k->request->form[i].name, "drop") && num_read_int(k->request->form[i].value, &file) &&
            !file_drop_one_kept(ctx, STR("event_draft"), k->draft.id, file, e)) {
            return false;
        }
    }
    return true;
}

static bool keep_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct keeping *k = arg;
    return event_draft_put(ctx, k->key, k->typed, &k->draft, e) && (k->draft.activity.known || drop_unwanted(ctx, k, e));
}

static bool brings_files(const struct request *request)
{
    for (size_t i = 0; i < request->n_files; i++) {
        if (request->files[i].file_name.len) { /* a browser sends the field even when nothing was chosen */
            return true;
        }
    }
    return false;
}

static struct db_lock drafts_lock(const struct ctx *ctx)
{
    return (struct db_lock){ "event_draft", ctx->actor->account_id };
}

/* What was typed; draft.id 0: nothing was. */
static bool keep_typed(struct ctx *ctx, struct keeping *k, bool files, struct err *e)
{
    k->draft = (struct event_draft){ .id = 0 };
    if (event_is_empty(k->typed) && !files) { /* nothing to keep; but the form may be an old one */
        return event_draft_find(ctx, k->key, &k->draft, e);
    }
    return db_write(ctx, drafts_lock(ctx), keep_work, k, e);
}

static bool files_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct keeping *k = arg;
    struct event_draft now;
    return event_draft_find(ctx, k->key, &now, e) && /* the same form may have been saved or removed meanwhile */
           (now.id != k->draft.id || now.activity.known || file_keep(ctx, STR("event_draft"), k->draft.id, &k->brought, e));
}

/* Typed words first: when the disk of the files fails, they are safe. */
static bool keep(struct ctx *ctx, struct keeping *k, struct err *e)
{
    bool files = brings_files(k->request);
    k->brought = (struct file_brought){ NULL, 0, STR_NONE };
    if (!keep_typed(ctx, k, files, e)) {
        return false;
    }
    if (!files || k->draft.activity.known) {
        return true;
    }
    return file_bring(ctx, k->request, "photo", &k->brought, e) && db_write(ctx, drafts_lock(ctx), files_work, k, e);
}

static struct html_url activity_url(struct ctx *ctx, int64_t id)
{
    return url_own(ctx->arena, str_format(ctx->arena, "/activity/%lld", (long long)id));
}

static bool see_saved(struct ctx *ctx, int64_t activity, bool next, struct reply *reply)
{
    return reply_see(ctx, reply,
                     next ? url_own(ctx->arena, str_format(ctx->arena, "/event?after=%lld", (long long)activity))
                          : activity_url(ctx, activity));
}

static bool save(struct ctx *ctx, struct event_page *page, bool next, struct reply *reply, struct err *e)
{
    int64_t activity = 0;
    struct str files = page->faults.files;
    if (files.len) { /* a file that was refused: the rest is looked at too, so that all is said at once */
        struct event_meant meant;
        page->faults = event_no_faults();
        event_say(&page->faults, &page->faults.files, files);
        return event_read_meaning(ctx, &page->typed, &meant, &page->faults, e) && event_show(ctx, page, reply, e);
    }
    if (!event_save(ctx, page->key, &page->typed, &page->faults, &activity, e)) {
        return false;
    }
    return page->faults.any ? event_show(ctx, page, reply, e) : see_saved(ctx, activity, next, reply);
}

/* The session is over: what came is kept for its author without files and without being judged. *ret_draft 0: it is nobody's.
 */
static bool keep_for_author(struct ctx *ctx, const struct request *request, int64_t *ret_draft, struct err *e)
{
    const struct actor *nobody = ctx->actor;
    const struct event_typed typed = event_read_form(ctx, request);
    struct actor author;
    struct keeping k = { .key = request_form(request, "key"), .typed = &typed, .request = request, .draft.id = 0 };
    int64_t here = ctx->centre_id;
    *ret_draft = 0;
    if (!event_author_of(ctx, request_form(request, "author"), k.key, &author, e)) {
        return false;
    }
    if (author.account_id == 0) {
        return true;
    }
    ctx->actor = &author;
    bool kept = keep_typed(ctx, &k, false, e);
    ctx->actor = nobody;
    centre_enter(ctx, here);
    *ret_draft = k.draft.activity.known ? 0 : k.draft.id;
    return kept;
}

/* «Вход закончился»: what is safe, and the way back to it. */
static bool say_signed_out(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    int64_t draft;
    if (!keep_for_author(ctx, request, &draft, e)) {
        return false;
    }
    const struct page page = { .title = text(ctx, T_WEB_SIGNED_OUT_TITLE), .pupil = true };
    struct html *h = page_begin(ctx, &page);
    struct html_url to = url_own(ctx->arena, STR("/sign-in"));
    struct str next = str_format(ctx->arena, "/event/%lld", (long long)draft);
    HTMLF(h, "<p>{}</p>", text(ctx, T_WEB_SIGNED_OUT_WHAT));
    if (draft) {
        ui_note(h, UI_DONE, text(ctx, T_EVENT_OUT_KEPT));
    }
    HTMLF(h, "<p><a href=\"{}\">{}</a></p>", draft ? url_add(ctx->arena, to, "next", next) : to, text(ctx, T_WEB_TO_SIGN_IN));
    reply->status = 403;
    return page_end(ctx, h, reply, e);
}

static bool may_enter(struct ctx *ctx, struct err *e)
{
    return actor_may(ctx->actor, EVENT_WHO) || err_set(e, ERR_FORBIDDEN, "event_post", STR("the role enters no events"));
}

static bool drop_work(struct ctx *ctx, void *arg, struct err *e)
{
    return event_draft_drop(ctx, *(const int64_t *)arg, e);
}

bool event_drop_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    int64_t id = request_id_arg(request, 0);
    return db_write(ctx, drafts_lock(ctx), drop_work, &id, e) && reply_see(ctx, reply, url_own(ctx->arena, STR("/#drafts")));
}

/* From the form itself; one that was never kept is gone already. */
static bool drop_draft(struct ctx *ctx, struct str key, struct reply *reply, struct err *e)
{
    struct event_draft draft;
    if (!event_draft_find(ctx, key, &draft, e) ||
        (draft.id && !draft.activity.known && !db_write(ctx, drafts_lock(ctx), drop_work, &draft.id, e))) {
        return false;
    }
    return reply_see(ctx, reply, url_own(ctx->arena, STR("/#drafts")));
}

bool event_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct str act = request_form(request, "do");
    struct event_page page = { .key = request_form(request, "key"),
                               .typed = event_read_form(ctx, request),
                               .faults = event_no_faults() };
    if (ctx->actor->account_id == 0) {
        return say_signed_out(ctx, request, reply, e);
    }
    if (!may_enter(ctx, e)) {
        return false;
    }
    if (!event_key_valid(page.key)) {
        return err_set(e, ERR_INVALID, "event_post", STR("the form has no key"));
    }
    if (str_is(act, "forget")) {
        return drop_draft(ctx, page.key, reply, e);
    }
    struct keeping k = { .key = page.key, .typed = &page.typed, .request = request };
    if (!keep(ctx, &k, e)) {
        return false;
    }
    page.draft = k.draft;
    page.faults.files = k.brought.refusal;
    page.faults.any = k.brought.refusal.len > 0;
    if (k.draft.activity.known) {
        return see_saved(ctx, k.draft.activity.is, str_is(act, "next"), reply);
    }
    if (str_is(act, "line")) {
        page.to_line = !page.faults.any;
        page.typed.n_lines += page.typed.n_lines < EVENT_LINES ? 1 : 0;
        return event_show(ctx, &page, reply, e);
    }
    if (k.draft.id == 0) {
        event_say(&page.faults, &page.faults.title, text(ctx, T_EVENT_SAY_NOTHING));
        return event_show(ctx, &page, reply, e);
    }
    if (str_is(act, "draft")) {
        return page.faults.any ? event_show(ctx, &page, reply, e) : reply_see(ctx, reply, url_own(ctx->arena, STR("/#drafts")));
    }
    return save(ctx, &page, str_is(act, "next"), reply, e);
}

/* The script's: while a person types, what is typed is kept. Without files; these come with the form. */
bool event_keep(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct event_typed typed = event_read_form(ctx, request);
    struct keeping k = { .key = request_form(request, "key"), .typed = &typed, .request = request };
    struct json *said = json_object(ctx->arena);
    int64_t draft;
    if (ctx->actor->account_id == 0) {
        if (!keep_for_author(ctx, request, &draft, e)) {
            return false;
        }
        json_put_int(ctx->arena, said, "draft", draft);
        reply->status = 403;
        reply->type = "application/json; charset=utf-8";
        reply->body = json_write(ctx->arena, said);
        return true;
    }
    if (!may_enter(ctx, e)) {
        return false;
    }
    if (!event_key_valid(k.key)) {
        return err_set(e, ERR_INVALID, "event_keep", STR("the form has no key"));
    }
    if (!keep_typed(ctx, &k, false, e)) {
        return false;
    }
    json_put_int(ctx->arena, said, "draft", k.draft.activity.known ? 0 : k.draft.id);
    json_put_text(ctx->arena, said, "when",
                  k.draft.id ? text_moment(ctx->arena, ctx->lang, k.draft.changed_at, ctx->site->zone) : STR_NONE);
    reply->type = "application/json; charset=utf-8";
    reply->body = json_write(ctx->arena, said);
    return true;
}
