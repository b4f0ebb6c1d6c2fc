/* orientir report: the analysis of a year as a document in a file. */
#include "app/commands.h"
#include "app/config.h"
#include "features/analysis/analysis.h"

#include <stdio.h>

/* "analysis-2021-2022.docx" in the current folder when no name was given. */
static struct str file_name(struct call *call)
{
    struct str given = call_value(call, "-o"), year = call->arguments[0];
    return given.len ? given : str_format(call->arena, "analysis-%.*s.docx", (int)year.len, year.at);
}

static int run(struct call *call)
{
    struct str to = file_name(call), bytes;
    enum analysis_format format;
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    int code;
    if (!analysis_format_of(to, &format)) {
        return complain_with(call, T_APP_REPORT_FORMAT, TEXT_ARG("file", to));
    }
    if (!call_enter(call, DB_READ, false, &house, &ctx, &code) || !call_year(call, &ctx, 0, &code)) {
        return code;
    }
    say_progress(call, T_APP_REPORT_WRITES);
    if (!analysis_render(&ctx, ctx.year, format, &bytes, &e)) {
        if (e.kind == ERR_NOT_FOUND) {
            return complain_with(call, T_APP_REPORT_NONE, TEXT_ARG("year", call->arguments[0]));
        }
        return complain_err(call, &e);
    }
    if (!file_write(call->arena, to, bytes, &e)) {
        complain_err_at(call, &e, to);
        return EXIT_FAULT;
    }
    say_with(call, T_APP_REPORT_DONE, TEXT_ARG("file", to));
    return EXIT_DONE;
}

static const struct option_def options[] = {
    { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB },
    { "-o", T_APP_VALUE_FILE, T_APP_OPTION_OUTPUT },
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
