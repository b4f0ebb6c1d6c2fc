/* orientir report: the analysis of a year, or with --plan its plan of work, as a document in a file; as PDF by LibreOffice. */
#include "app/commands.h"
#include "app/config.h"
#include "features/analysis/analysis.h"
#include "features/plan/plan.h"
#include "office/office.h"

#include <stdio.h>

/* "analysis-2021-2022.docx" or "plan-2021-2022.docx" in the current folder when no name was given. */
static struct str file_name(struct call *call)
{
    struct str given = call_value(call, "-o"), year = call->arguments[0];
    return given.len ? given
                     : str_format(call->arena, "%s-%.*s.docx", call_given(call, "--plan") ? "plan" : "analysis", (int)year.len,
                                  year.at);
}

static bool is_pdf(struct str file)
{
    return str_ends(file, STR(".pdf"));
}

/* Of a PDF the Word document comes first; the plan has no other form. */
static bool form_of(const struct call *call, struct str to, enum analysis_format *ret_format)
{
    *ret_format = ANALYSIS_DOCX;
    return is_pdf(to) || (call_given(call, "--plan") ? str_ends(to, STR(".docx")) : analysis_format_of(to, ret_format));
}

static bool render(const struct call *call, struct ctx *ctx, enum analysis_format format, struct str *ret_bytes, struct err *e)
{
    struct str name;
    const struct plan_ask ask = { call_value(call, "--month"), call_value(call, "--week") };
    return call_given(call, "--plan") ? plan_word(ctx, &ask, &name, ret_bytes, e)
                                      : analysis_render(ctx, ctx->year, format, ret_bytes, e);
}

static int run(struct call *call)
{
    struct str to = file_name(call), bytes;
    enum analysis_format format;
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    int code;
    if (!form_of(call, to, &format)) {
        return complain_with(call, call_given(call, "--plan") ? T_APP_REPORT_PLAN_FORMAT : T_APP_REPORT_FORMAT,
                             TEXT_ARG("file", to));
    }
    if (!call_enter(call, DB_READ, false, &house, &ctx, &code) || !call_year(call, &ctx, 0, &code)) {
        return code;
    }
    say_progress(call, T_APP_REPORT_WRITES);
    if (!render(call, &ctx, format, &bytes, &e)) {
        if (e.kind == ERR_NOT_FOUND) {
            return complain_with(call, T_APP_REPORT_NONE, TEXT_ARG("year", call->arguments[0]));
        }
        return complain_err(call, &e);
    }
    if (is_pdf(to)) {
        say_progress(call, T_APP_REPORT_PDF);
        const struct office_ask ask = { .docx = bytes };
        if (!office_pdf(call->arena, &ask, &bytes, &e)) {
            complain_err_at(call, &e, to);
            return EXIT_FAULT;
        }
    }
    if (!file_write(call->arena, to, bytes, &e)) {
        complain_err_at(call, &e, to);
        return EXIT_FAULT;
    }
    say_with(call, T_APP_REPORT_DONE, TEXT_ARG("file", to));
    return EXIT_DONE;
}

static const struct option_def options[] = {
    { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB },      { "-o", T_APP_VALUE_FILE, T_APP_OPTION_OUTPUT },
    { "--plan", T_NONE, T_APP_OPTION_PLAN },          { "--month", T_APP_VALUE_MONTH, T_APP_OPTION_MONTH },
    { "--week", T_APP_VALUE_DAY, T_APP_OPTION_WEEK },
};
const struct command command_report = {
    .name = "report",
    .arguments = T_APP_VALUE_YEAR,
    .at_least = 1,
    .at_most = 1,
    .what = T_APP_REPORT_WHAT,
    .options = options,
    .n_options = COUNT(options),
    .example = "orientir report 2021-2022 -o analysis.docx",
    .run = run,
    .of_centre = true,
};
