/* From a Word document to a kept PDF, for every feature that has one. */
#include "features/pdf/pdf.h"

#include "features/feature.h"
#include "office/office.h"

static bool refused(struct ctx *ctx, struct html_url word, struct reply *reply, struct err *e)
{
    const struct page page = { .title = text(ctx, T_PDF_ABSENT) };
    struct html *h = page_begin(ctx, &page);
    ui_note(h, UI_ATTENTION, text(ctx, T_OFFICE_ABSENT));
    HTML(h, "<p>");
    ui_link_button(h, word, text(ctx, T_PDF_WORD), UI_PRIMARY);
    HTML(h, "</p>");
    reply->status = 503;
    return page_end(ctx, h, reply, e);
}

bool pdf_ask(struct ctx *ctx, const struct job_ask *ask, struct html_url word, struct reply *reply, struct err *e)
{
    const char *program;
    int64_t id;
    if (!office_there(ctx->arena, &program)) {
        return refused(ctx, word, reply, e);
    }
    return job_ask(ctx, ask, &id, e) &&
           reply_see(ctx, reply, url_own(ctx->arena, str_format(ctx->arena, "/work/%lld", (long long)id)));
}

/* LibreOffice does not say how far it is. */
static bool goes_on(void *with, struct err *e)
{
    return job_progress(with, 0, -1, T_PDF_MAKING, e);
}

bool pdf_make(struct ctx *ctx, struct job_task *task, struct str docx, struct str name, struct err *e)
{
    const struct office_ask ask = { .docx = docx, .watch = goes_on, .with = task };
    struct str pdf;
    return goes_on(task, e) && office_pdf(ctx->arena, &ask, &pdf, e) &&
           job_keep(ctx, task, name, STR("application/pdf"), pdf, e) && job_finish(ctx, task, STR("{}"), e);
}

void pdf_button(struct ctx *ctx, struct html *h, struct html_url action)
{
    ui_post_button(ctx, h, action, text(ctx, T_PDF_BUTTON), UI_PLAIN);
}

extern const struct feature feature_pdf;
const struct feature feature_pdf = { .name = "pdf" };
