/* What the director sees before an edition goes out to everybody, and the two acts: publishing and taking back. The preview is
   made by the very function that makes what is published. */
#include "base/num.h"
#include "features/analysis/pages.h"
#include "features/analysis/public.h"

enum { LEAST_MOST = 20 };

/* Never under the rule of the house; a centre may be stricter. */
static int64_t least_of(struct str asked)
{
    int64_t least;
    return num_read_int(asked, &least) && least >= DISCLOSURE_LEAST && least <= LEAST_MOST ? least : DISCLOSURE_LEAST;
}

static struct html_url preview_url(struct arena *a, int64_t edition)
{
    return url_own(a, str_format(a, "/analysis/edition/%lld/public", (long long)edition));
}

struct html_url public_url(struct ctx *ctx, int64_t year)
{
    return url_own(ctx->arena, str_format(ctx->arena, "/public/%lld/%lld", (long long)ctx->centre_id, (long long)year));
}

static void put_least(struct ctx *ctx, struct html *h, int64_t edition, int64_t least)
{
    const struct ui_choice choices[] = { { STR("5"), STR("5") }, { STR("10"), STR("10") }, { STR("20"), STR("20") } };
    const struct ui_field field = { .name = STR("least"),
                                    .label = text(ctx, T_ANALYSIS_PUBLIC_LEAST),
                                    .value = str_format(ctx->arena, "%lld", (long long)least) };
    ui_filter_begin(h, preview_url(ctx->arena, edition), text(ctx, T_ANALYSIS_PUBLIC_LEAST));
    ui_select(h, &field, choices, COUNT(choices));
    ui_filter_end(h, text(ctx, T_ANALYSIS_PUBLIC_LEAST_SHOW), (struct html_url){ STR_NONE }, STR_NONE);
}

static void put_name_list(struct ctx *ctx, struct html *h, const struct public_names *names, enum text_id title,
                          enum text_id say)
{
    if (names->n == 0) {
        return;
    }
    HTMLF(h, "<h2>{}</h2><p>{}</p><ul lang=\"ru\">", text(ctx, title), text(ctx, say));
    for (size_t i = 0; i < names->n; i++) {
        HTMLF(h, "<li>{}</li>", names->all[i]);
    }
    HTML(h, "</ul>");
}

static void put_names(struct ctx *ctx, struct html *h, const struct public_made *made)
{
    put_name_list(ctx, h, &made->names, T_ANALYSIS_PUBLIC_NAMES, T_ANALYSIS_PUBLIC_NAMES_SAY);
    put_name_list(ctx, h, &made->doubts, T_ANALYSIS_PUBLIC_DOUBTS, T_ANALYSIS_PUBLIC_DOUBTS_SAY);
    put_name_list(ctx, h, &made->kept, T_ANALYSIS_PUBLIC_KEPT, T_ANALYSIS_PUBLIC_KEPT_SAY);
}

/* Where it stands now, and the way to take it back. */
static bool put_now(struct ctx *ctx, struct html *h, const struct edition *edition, struct err *e)
{
    struct public_edition now;
    struct err none = { 0 };
    if (!public_of_year(ctx, edition->year, &now, &none)) {
        if (none.kind == ERR_NOT_FOUND) {
            return true; /* and no trace of it in e, which a later fault would be told by */
        }
        *e = none;
        return false;
    }
    if (now.withdrawn_at.known) {
        ui_note(h, UI_WAITING,
                text_with(ctx, T_ANALYSIS_PUBLIC_WITHDRAWN_AT, TEXT_ARG("moment", moment_words(ctx, now.withdrawn_at.is)),
                          TEXT_ARG("who", now.withdrawn_by)));
        return true;
    }
    ui_note(h, UI_DONE,
            text_with(ctx, T_ANALYSIS_PUBLIC_IS_OUT, TEXT_ARG("n", now.number),
                      TEXT_ARG("moment", moment_words(ctx, now.published_at)),
                      TEXT_ARG("who", now.published_by.len ? now.published_by : text(ctx, T_ANALYSIS_PUBLIC_BY_PROGRAM))));
    HTMLF(h, "<p>{}</p>", text(ctx, T_ANALYSIS_PUBLIC_TOLD));
    HTML(h, "<div class=\"actions\">");
    ui_link_button(h, public_url(ctx, edition->year), text(ctx, T_ANALYSIS_PUBLIC_OPEN), UI_PLAIN);
    if (actor_may(ctx->actor, ANALYSIS_PUBLISHES)) {
        struct str path = str_format(ctx->arena, "/analysis/edition/%lld/public/withdraw", (long long)edition->id);
        ui_post_button(ctx, h, url_own(ctx->arena, path), text(ctx, T_ANALYSIS_PUBLIC_WITHDRAW), UI_QUIET);
    }
    HTML(h, "</div>");
    return true;
}

static void put_publish(struct ctx *ctx, struct html *h, int64_t edition, int64_t least, struct str message)
{
    const struct ui_field read = { .name = STR("read"), .label = text(ctx, T_ANALYSIS_PUBLIC_READ), .message = message };
    const struct ui_choice choice = { STR("yes"), text(ctx, T_ANALYSIS_PUBLIC_READ_YES) };
    const bool unchecked = false;
    ui_form_begin(ctx, h, preview_url(ctx->arena, edition), STR("publish"));
    ui_hidden(h, STR("least"), str_format(ctx->arena, "%lld", (long long)least));
    ui_checks(h, &read, &choice, 1, &unchecked);
    ui_form_end(h, text(ctx, T_ANALYSIS_PUBLIC_PUBLISH));
}

static void put_text(struct html *h, const struct shown *shown)
{
    HTML(h, "<div class=\"analysis-text\" lang=\"ru\">\n");
    for (size_t i = 0; i < shown->n_sections; i++) {
        HTMLF(h, "<section><h2>{}</h2>", shown->sections[i].title);
        for (size_t k = 0; k < shown->sections[i].n_blocks; k++) {
            put_shown_block(shown->source->ctx, h, &shown->sections[i].blocks[k]);
        }
        HTML(h, "</section>\n");
    }
    HTML(h, "</div>\n");
}

static bool put_preview(struct ctx *ctx, const struct edition *edition, int64_t least, struct str message, struct reply *reply,
                        struct err *e)
{
    struct public_made made;
    struct shown *shown;
    if (!public_make(ctx, edition->id, least, &made, e) || !public_shown(ctx, made.form, &shown, e)) {
        return false;
    }
    struct arena *a = ctx->arena;
    struct str back = str_format(a, "/analysis/edition/%lld", (long long)edition->id);
    const struct crumb crumbs[] = { { text(ctx, T_ANALYSIS_MENU), url_own(a, STR("/analysis")) },
                                    { text(ctx, T_ANALYSIS_EDITIONS), url_own(a, STR("/analysis/editions")) },
                                    { text_with(ctx, T_ANALYSIS_EDITION, TEXT_ARG("n", edition->number)), url_own(a, back) } };
    const struct page page = { .title = text(ctx, T_ANALYSIS_PUBLIC),
                               .fact_line = shown->analysis->title,
                               .menu_path = "/analysis",
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs) };
    struct html *h = page_begin(ctx, &page);
    if (!put_now(ctx, h, edition, e)) {
        return false;
    }
    HTMLF(h, "<p>{}</p>", text(ctx, T_ANALYSIS_PUBLIC_SAY));
    ui_facts_begin(h);
    ui_fact(h, text(ctx, T_ANALYSIS_PUBLIC_SMALL), str_format(a, "%zu", made.n_small));
    ui_fact(h, text(ctx, T_ANALYSIS_PUBLIC_OTHERS), str_format(a, "%zu", made.n_others));
    ui_fact(h, text(ctx, T_ANALYSIS_PUBLIC_N_NAMES), str_format(a, "%zu", made.names.n));
    ui_facts_end(h);
    put_least(ctx, h, edition->id, least);
    put_names(ctx, h, &made);
    if (!made.possible) {
        ui_note(h, UI_ERROR, text(ctx, T_ANALYSIS_PUBLIC_IMPOSSIBLE));
    } else if (actor_may(ctx->actor, ANALYSIS_PUBLISHES)) {
        put_publish(ctx, h, edition->id, least, message);
    } else {
        ui_note(h, UI_WAITING, text(ctx, T_ANALYSIS_PUBLIC_DIRECTOR));
    }
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_ANALYSIS_PUBLIC_PREVIEW));
    put_text(h, shown);
    return page_end(ctx, h, reply, e);
}

bool public_preview_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct edition edition;
    return edition_read(ctx, request_id_arg(request, 0), &edition, e) &&
           put_preview(ctx, &edition, least_of(request_query(request, "least")), STR_NONE, reply, e);
}

struct publishing {
    struct edition edition;
    int64_t least;
    bool impossible;
};

/* Made anew inside: what was published a moment ago is told already. */
static bool publish_do(struct ctx *ctx, void *arg, struct err *e)
{
    struct publishing *work = arg;
    struct public_made made;
    if (!public_make(ctx, work->edition.id, work->least, &made, e)) {
        return false;
    }
    work->impossible = !made.possible;
    return work->impossible || public_put(ctx, work->edition.id, work->least, &made, e);
}

bool public_publish(struct ctx *ctx, int64_t edition_id, int64_t least, bool *ret_possible, struct err *e)
{
    struct publishing work = { .least = least };
    if (!edition_read(ctx, edition_id, &work.edition, e) ||
        !db_write(ctx, (struct db_lock){ "public_edition", ctx->centre_id }, publish_do, &work, e)) {
        return false;
    }
    *ret_possible = !work.impossible;
    return true;
}

bool public_publish_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct edition edition;
    int64_t least = least_of(request_form(request, "least"));
    bool possible;
    if (!edition_read(ctx, request_id_arg(request, 0), &edition, e)) {
        return false;
    }
    if (!str_is(request_form(request, "read"), "yes")) {
        reply->status = 422;
        return put_preview(ctx, &edition, least, text(ctx, T_ANALYSIS_PUBLIC_READ_FIRST), reply, e);
    }
    if (!public_publish(ctx, edition.id, least, &possible, e)) {
        return false;
    }
    return possible ? reply_see(ctx, reply, preview_url(ctx->arena, edition.id))
                    : put_refusal(ctx, text(ctx, T_ANALYSIS_PUBLIC_IMPOSSIBLE), 409, reply, e);
}

static bool withdraw_do(struct ctx *ctx, void *arg, struct err *e)
{
    const struct edition *edition = arg;
    return public_withdraw(ctx, edition->year, e);
}

bool public_withdraw_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct edition edition;
    return edition_read(ctx, request_id_arg(request, 0), &edition, e) &&
           db_write(ctx, (struct db_lock){ "public_edition", ctx->centre_id }, withdraw_do, &edition, e) &&
           reply_see(ctx, reply, preview_url(ctx->arena, edition.id));
}
