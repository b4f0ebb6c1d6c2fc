/* Moves of the analysis and its sections: who may take which step is declared here once; buttons and acts read the same table.
   Approving makes the edition in the same transaction. */
#include "features/analysis/pages.h"

#include "analysis_sql.h"
#include "base/num.h"
#include "features/analysis/edition.h"
#include "features/analysis/skeleton.h"

const struct analysis_step analysis_steps[] = {
    { "draft", "agreed", ROLE(ROLE_HEAD), T_ANALYSIS_AGREE },
    { "agreed", "draft", ROLE(ROLE_HEAD) | ROLE(ROLE_DIRECTOR), T_ANALYSIS_RETURN },
    { "agreed", "approved", ROLE(ROLE_DIRECTOR), T_ANALYSIS_APPROVE },
    { "approved", "draft", ROLE(ROLE_DIRECTOR), T_ANALYSIS_REOPEN },
    { "approved", "sent", ROLE(ROLE_HEAD) | ROLE(ROLE_SECRETARY), T_ANALYSIS_SEND },
};
const size_t analysis_n_steps = COUNT(analysis_steps);

enum text_id analysis_state_text(struct str state)
{
    return str_is(state, "agreed")     ? T_ANALYSIS_STATE_AGREED
           : str_is(state, "approved") ? T_ANALYSIS_STATE_APPROVED
           : str_is(state, "sent")     ? T_ANALYSIS_STATE_SENT
                                       : T_ANALYSIS_STATE_DRAFT;
}

enum text_id section_state_text(struct str state)
{
    return str_is(state, "ready") ? T_ANALYSIS_SECTION_IS_READY : T_ANALYSIS_SECTION_IS_DRAFT;
}

/* A message page instead of a silent refusal: what is missing and the way back. */
bool put_refusal(struct ctx *ctx, struct str words, int status, struct reply *reply, struct err *e)
{
    const struct page page = { .title = text(ctx, T_ANALYSIS_MENU), .menu_path = "/analysis" };
    struct html *h = page_begin(ctx, &page);
    ui_note(h, UI_ERROR, words);
    HTML(h, "<p>");
    ui_link_button(h, url_own(ctx->arena, STR("/analysis")), text(ctx, T_ANALYSIS_BACK), UI_PLAIN);
    HTML(h, "</p>");
    reply->status = status;
    return page_end(ctx, h, reply, e);
}

struct str settled_words(struct ctx *ctx, struct str state)
{
    return text(ctx, str_is(state, "agreed")     ? T_ANALYSIS_SETTLED_AGREED
                     : str_is(state, "approved") ? T_ANALYSIS_SETTLED_APPROVED
                                                 : T_ANALYSIS_SETTLED_SENT);
}

struct step_work {
    struct analysis *analysis;
    const char *to;
    struct str letter_number;
    struct day letter_day;
    struct edition_content edition;
};

static bool all_ready(const struct analysis *analysis)
{
    for (size_t i = 0; i < analysis->n_sections; i++) {
        if (!str_is(analysis->sections[i].state, "ready")) {
            return false;
        }
    }
    return analysis->n_sections > 0;
}

/* A section may have gone back to draft since the page looked. */
static bool agreed_too_early(struct ctx *ctx, const struct step_work *work, bool *ret_early, struct err *e)
{
    struct analysis now;
    if (!analysis_read(ctx, work->analysis->year, &now, e)) {
        return false;
    }
    *ret_early = !all_ready(&now);
    return true;
}

static bool step_do(struct ctx *ctx, void *arg, struct err *e)
{
    struct step_work *work = arg;
    int64_t edition;
    bool early = false;
    if (str_is(str_c(work->to), "agreed") && !agreed_too_early(ctx, work, &early, e)) {
        return false;
    }
    if (early) {
        return err_set(e, ERR_CONFLICT, "analysis_step_act", STR("a section is a draft again"));
    }
    if (str_is(str_c(work->to), "approved") && !edition_put(ctx, &work->edition, &edition, e)) {
        return false;
    }
    if (str_is(str_c(work->to), "sent") &&
        !db_do(ctx->db, &q_analysis_letter,
               DB_ARGS(work->analysis->id, work->letter_number, db_from_day(ctx->arena, work->letter_day)), NULL, e)) {
        return false;
    }
    return analysis_set_state(ctx, work->analysis, work->to, e);
}

static const struct analysis_step *step_find(const struct analysis *analysis, struct str to)
{
    for (size_t i = 0; i < analysis_n_steps; i++) {
        if (str_is(analysis->state, analysis_steps[i].from) && str_is(to, analysis_steps[i].to)) {
            return &analysis_steps[i];
        }
    }
    return NULL;
}

/* Somebody may write between the reading and the signing: then it is read anew. Who writes without pause is asked to stop. */
static bool approve(struct ctx *ctx, struct step_work *work, struct err *e)
{
    enum { ATTEMPTS = 4 };
    for (int attempt = 1;; attempt++) {
        if (!edition_prepare(ctx, work->analysis, &work->edition, e)) {
            return false;
        }
        if (db_write_one_moment(ctx, (struct db_lock){ "analysis", work->analysis->id }, step_do, work, e)) {
            return true;
        }
        if (!work->edition.moved || attempt == ATTEMPTS) {
            return false;
        }
        *e = (struct err){ 0 };
    }
}

bool analysis_step_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct analysis analysis;
    int64_t year = request_id_arg(request, 0), version = 0;
    if (!analysis_read(ctx, (int)year, &analysis, e)) {
        return false;
    }
    const struct analysis_step *step = step_find(&analysis, request->path_args[1]);
    bool stale = num_read_int(request_form(request, "version"), &version) && version != analysis.version;
    if (!step || stale) {
        return put_refusal(ctx, text(ctx, T_ANALYSIS_MOVED_ON), 409, reply, e);
    }
    if (!actor_may(ctx->actor, step->who)) {
        return err_set(e, ERR_FORBIDDEN, "analysis_step_act", STR("the step belongs to another role"));
    }
    if (str_is(str_c(step->to), "agreed") && !all_ready(&analysis)) {
        return put_refusal(ctx, text(ctx, T_ANALYSIS_NOT_ALL_READY), 422, reply, e);
    }
    struct step_work work = { .analysis = &analysis,
                              .to = step->to,
                              .letter_number = str_trim(request_form(request, "number")) };
    if (str_is(str_c(step->to), "sent") &&
        (work.letter_number.len == 0 || !day_read(str_trim(request_form(request, "day")), &work.letter_day))) {
        return put_refusal(ctx, text(ctx, T_ANALYSIS_LETTER_WRONG), 422, reply, e);
    }
    bool done = str_is(str_c(step->to), "approved")
                    ? approve(ctx, &work, e)
                    : db_write(ctx, (struct db_lock){ "analysis", analysis.id }, step_do, &work, e);
    return done && reply_see(ctx, reply, url_own(ctx->arena, STR("/analysis")));
}

struct section_work {
    struct section_at at;
    const char *to;
};

static bool section_do(struct ctx *ctx, void *arg, struct err *e)
{
    struct section_work *work = arg;
    return section_set_state(ctx, &work->at.section, work->to, e);
}

bool section_step_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct section_work work;
    struct str to = request->path_args[1];
    if (!section_read(ctx, request_id_arg(request, 0), &work.at, e)) {
        return false;
    }
    work.to = str_is(to, "ready") ? "ready" : str_is(to, "draft") ? "draft" : NULL;
    if (!work.to) {
        return err_set(e, ERR_NOT_FOUND, "section_step_act", STR("no such state"));
    }
    if (!str_is(work.at.analysis_state, "draft")) {
        return err_set(e, ERR_CONFLICT, "section_step_act", STR("the analysis is agreed already"));
    }
    struct str back = str_format(ctx->arena, "/analysis#section-%lld", (long long)work.at.section.id);
    return db_write(ctx, (struct db_lock){ "analysis", work.at.analysis_id }, section_do, &work, e) &&
           reply_see(ctx, reply, url_own(ctx->arena, back));
}

/* Two may press at once: the second waits for the lock, finds what the first began, and is led to it. */
static bool begin_do(struct ctx *ctx, void *arg, struct err *e)
{
    struct analysis begun;
    bool there;
    (void)arg;
    return analysis_find(ctx, ctx->year, &begun, &there, e) && (there || skeleton_make(ctx, ctx->year, e));
}

bool analysis_begin_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    (void)request;
    if (ctx->year == 0) {
        return err_set(e, ERR_NOT_FOUND, "analysis_begin_act", STR("there is no academic year yet"));
    }
    return db_write(ctx, (struct db_lock){ "analysis", ctx->year }, begin_do, NULL, e) &&
           reply_see(ctx, reply, url_own(ctx->arena, STR("/analysis")));
}
