/* The pages of long work: the list of what was asked for, and one job with its progress, its result and its two buttons. A page
   of a job that goes on refreshes itself by a header: reading is all it does, so it may. */
#include "features/feature.h"

static enum text_id state_text(const struct job *job)
{
    static const enum text_id texts[] = { T_WORK_WAITING, T_WORK_RUNNING, T_WORK_DONE, T_WORK_FAILED, T_WORK_CANCELLED };
    return job->cancelling ? T_WORK_CANCELLING : texts[job->state];
}

static enum ui_tone state_tone(const struct job *job)
{
    static const enum ui_tone tones[] = { UI_WAITING, UI_WAITING, UI_DONE, UI_ERROR, UI_ATTENTION };
    return tones[job->state];
}

static struct str kind_words(struct ctx *ctx, const struct job *job)
{
    return job->kind ? text(ctx, job->kind->title) : job->kind_name;
}

static struct str title_of(struct ctx *ctx, const struct job *job)
{
    struct str kind = kind_words(ctx, job);
    return job->subject.len
               ? str_format(ctx->arena, "%.*s: %.*s", (int)kind.len, kind.at, (int)job->subject.len, job->subject.at)
               : kind;
}

static struct html_url job_url(struct ctx *ctx, int64_t id, const char *then)
{
    return url_own(ctx->arena, str_format(ctx->arena, "/work/%lld%s", (long long)id, then));
}

static struct str moment(struct ctx *ctx, int64_t at)
{
    return text_moment(ctx->arena, ctx->lang, at, ctx->site->zone);
}

static void put_state(struct ctx *ctx, struct html *h, const struct ui_column *column, const struct job *job)
{
    struct html *badge = html_new(ctx->arena, 4096);
    ui_badge(badge, state_tone(job), text(ctx, state_text(job)));
    ui_cell_part(h, column, html_part(badge));
}

static bool list_show_work(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct job *jobs;
    size_t n;
    (void)request;
    if (!job_list(ctx, &jobs, &n, e)) {
        return false;
    }
    bool all = actor_may(ctx->actor, ROLE(ROLE_ADMINISTRATOR));
    const struct ui_column columns[] = { { .label = text(ctx, T_WORK_WHAT), .heads = true },
                                         { .label = text(ctx, T_WORK_STATE) },
                                         { .label = text(ctx, T_WORK_ASKED_AT) },
                                         { .label = text(ctx, T_WORK_ASKED_BY) } };
    size_t n_columns = all ? COUNT(columns) : COUNT(columns) - 1;
    struct page page = { .title = text(ctx, T_WORK_LIST),
                         .fact_line = text(ctx, all ? T_WORK_OF_ALL : T_WORK_OF_MINE),
                         .menu_path = "/work" };
    struct html *h = page_begin(ctx, &page);
    if (n == 0) {
        ui_empty(h, text(ctx, T_WORK_NONE), url_own(ctx->arena, STR("/")), text(ctx, T_WORK_HOME));
        return page_end(ctx, h, reply, e);
    }
    ui_table_begin(h, text(ctx, T_WORK_LIST), columns, n_columns);
    for (size_t i = 0; i < n; i++) {
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], job_url(ctx, jobs[i].id, ""), title_of(ctx, &jobs[i]));
        put_state(ctx, h, &columns[1], &jobs[i]);
        ui_cell(h, &columns[2], moment(ctx, jobs[i].asked_at));
        if (all) {
            ui_cell(h, &columns[3], jobs[i].asked_by.known ? jobs[i].asked_name : text(ctx, T_WORK_BY_ITSELF));
        }
        ui_row_end(h);
    }
    ui_table_end(h);
    return page_end(ctx, h, reply, e);
}

static void put_progress(struct ctx *ctx, struct html *h, const struct job *job)
{
    struct str stage = job->stage.len ? job->stage : text(ctx, state_text(job));
    if (job->total.known && job->total.is > 0) {
        struct str words = text_with(ctx, T_WORK_PROGRESS, TEXT_ARG("done", job->done), TEXT_ARG("total", job->total.is));
        HTMLF(h,
              "<p class=\"progress\"><label for=\"progress\">{}</label> <progress id=\"progress\" max=\"{}\" value=\"{}\">{}"
              "</progress> <span>{}</span></p>",
              stage, job->total.is, job->done, words, words);
    } else {
        HTMLF(h, "<p class=\"progress\"><label for=\"progress\">{}</label> <progress id=\"progress\"></progress></p>", stage);
    }
}

static void put_facts(struct ctx *ctx, struct html *h, const struct job *job)
{
    ui_facts_begin(h);
    ui_fact(h, text(ctx, T_WORK_ASKED_AT), moment(ctx, job->asked_at));
    ui_fact(h, text(ctx, T_WORK_ASKED_BY), job->asked_by.known ? job->asked_name : text(ctx, T_WORK_BY_ITSELF));
    if (job->started_at.known) {
        ui_fact(h, text(ctx, T_WORK_STARTED_AT), moment(ctx, job->started_at.is));
    }
    if (job->ended_at.known) {
        ui_fact(h, text(ctx, T_WORK_ENDED_AT), moment(ctx, job->ended_at.is));
    }
    if (job->attempts > 1) {
        ui_fact(h, text(ctx, T_WORK_ATTEMPTS), num_count(ctx->arena, job->attempts, ctx->lang == LANG_RU));
    }
    if (job->why_technical.len) {
        ui_fact(h, text(ctx, T_WORK_TECHNICAL), job->why_technical);
    }
    ui_facts_end(h);
}

static void put_job(struct ctx *ctx, struct html *h, const struct job *job)
{
    HTML(h, "<p>");
    ui_badge(h, state_tone(job), text(ctx, state_text(job)));
    HTML(h, "</p>");
    if (!job_is_over(job)) {
        put_progress(ctx, h, job);
        HTMLF(h, "<p class=\"hint\">{}</p>", text(ctx, T_WORK_MAY_LEAVE));
    }
    if (job->why.len) {
        ui_note(h, job->state == JOB_FAILED ? UI_ERROR : UI_ATTENTION, job->why);
    }
    if (job->state == JOB_DONE && job->kind && job->kind->show) {
        job->kind->show(ctx, h, job);
    }
    if (job->state == JOB_DONE && job->file_size.known) {
        HTML(h, "<p>");
        ui_link_button(h, job_url(ctx, job->id, "/file"), text_with(ctx, T_WORK_FETCH, TEXT_ARG("file", job->file_name)),
                       UI_PRIMARY);
        HTML(h, "</p>");
    }
    put_facts(ctx, h, job);
    if (!job_is_over(job) && !job->cancelling) {
        ui_post_button(ctx, h, job_url(ctx, job->id, "/cancel"), text(ctx, T_WORK_CANCEL), UI_PLAIN);
    }
    if (job->state == JOB_FAILED || job->state == JOB_CANCELLED) {
        ui_post_button(ctx, h, job_url(ctx, job->id, "/again"), text(ctx, T_WORK_AGAIN), UI_PRIMARY);
    }
}

static bool one_show(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct job job;
    if (!job_get(ctx, request_id_arg(request, 0), &job, e)) {
        return false;
    }
    const struct crumb crumbs[] = { { text(ctx, T_WORK_LIST), url_own(ctx->arena, STR("/work")) } };
    struct page page = { .title = title_of(ctx, &job), .menu_path = "/work", .crumbs = crumbs, .n_crumbs = COUNT(crumbs) };
    if (!job_is_over(&job)) {
        reply_header(reply, "Refresh", STR("2"));
    }
    struct html *h = page_begin(ctx, &page);
    put_job(ctx, h, &job);
    return page_end(ctx, h, reply, e);
}

static bool cancel_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    int64_t id = request_id_arg(request, 0);
    return job_cancel(ctx, id, e) && reply_see(ctx, reply, job_url(ctx, id, ""));
}

static bool again_do(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    int64_t id = request_id_arg(request, 0);
    return job_again(ctx, id, e) && reply_see(ctx, reply, job_url(ctx, id, ""));
}

static bool file_fetch(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct job job;
    struct str bytes;
    int64_t id = request_id_arg(request, 0);
    if (!job_get(ctx, id, &job, e) || !job_file(ctx, id, &bytes, e)) {
        return false;
    }
    reply_download(ctx, reply, job.file_type.at, job.file_name, bytes);
    return true;
}

static const struct route routes[] = {
    { METHOD_GET, "/work", RIGHT_SIGNED_IN, list_show_work },
    { METHOD_GET, "/work/{id}", RIGHT_SIGNED_IN, one_show },
    { METHOD_GET, "/work/{id}/file", RIGHT_SIGNED_IN, file_fetch },
    { METHOD_POST, "/work/{id}/cancel", RIGHT_SIGNED_IN, cancel_do },
    { METHOD_POST, "/work/{id}/again", RIGHT_SIGNED_IN, again_do },
};
static const struct menu_item menu[] = { { T_WORK_LIST, "/work", RIGHT_SIGNED_IN, MENU_SETTING } };

extern const struct feature feature_work;
const struct feature feature_work = {
    .name = "work",
    .routes = routes,
    .n_routes = COUNT(routes),
    .menu = menu,
    .n_menu = COUNT(menu),
};
