/* The analysis as a tagged PDF: the Word file of the moment, or the one that was issued once it is approved, made behind the
   pages. */
#include "base/json.h"
#include "base/num.h"
#include "features/analysis/analysis.h"
#include "features/analysis/pages.h"
#include "features/pdf/pdf.h"

static struct str years(struct ctx *ctx, int64_t year)
{
    return str_format(ctx->arena, "%lld-%lld", (long long)year, (long long)year + 1);
}

bool analysis_pdf_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct analysis analysis;
    int64_t year = request_id_arg(request, 0);
    struct json *args = json_object(ctx->arena);
    struct str word = str_format(ctx->arena, "/analysis/%lld/document", (long long)year);
    if (!analysis_read(ctx, (int)year, &analysis, e)) {
        return false;
    }
    json_put_int(ctx->arena, args, "year", year);
    const struct job_ask ask = { .kind = "analysis_pdf", .args = json_write(ctx->arena, args), .subject = years(ctx, year) };
    return pdf_ask(ctx, &ask, url_add(ctx->arena, url_own(ctx->arena, word), "format", STR("docx")), reply, e);
}

static bool run(struct ctx *ctx, struct job_task *task, struct err *e)
{
    struct json *args;
    struct str docx;
    int64_t year = 0;
    if (!json_read(ctx->arena, job_args(task), &args, e)) {
        return false;
    }
    if (!num_read_int(json_text(args, "year"), &year)) {
        return err_set(e, ERR_BROKEN, "analysis_pdf", STR("the job names no year"));
    }
    struct str name = str_format(ctx->arena, "analysis-%lld-%lld.pdf", (long long)year, (long long)year + 1);
    return analysis_render(ctx, (int)year, ANALYSIS_DOCX, &docx, e) && pdf_make(ctx, task, docx, name, e);
}

const struct job_kind analysis_pdf_job = {
    .name = "analysis_pdf", .title = T_ANALYSIS_PDF_JOB, .right = ANALYSIS_SEES, .run = run
};
