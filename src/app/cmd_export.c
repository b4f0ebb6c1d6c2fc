/* orientir export: a register as a workbook or as comma-separated text. */
#include "app/commands.h"
#include "app/config.h"
#include "register/register.h"

static bool form_of(struct str file, enum export_form *ret_form)
{
    *ret_form = str_ends(file, STR(".csv")) ? EXPORT_CSV : EXPORT_XLSX;
    return str_ends(file, STR(".csv")) || str_ends(file, STR(".xlsx"));
}

/* "activity, award, decision": what may stand in the place of REGISTER. */
static struct str names_of(struct arena *a, const struct register_set *set)
{
    struct str names = STR_NONE;
    for (size_t i = 0; i < set->n; i++) {
        names = str_format(a, "%.*s%s%s", (int)names.len, names.at, i ? ", " : "", set->all[i]->name);
    }
    return names;
}

static int run(struct call *call)
{
    struct str given = call_value(call, "-o"), bytes;
    struct str to =
        given.len ? given : str_format(call->arena, "%.*s.xlsx", (int)call->arguments[0].len, call->arguments[0].at);
    enum export_form form;
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    struct list_ask ask = { 0 };
    int code;
    if (!form_of(to, &form)) {
        return complain_with(call, T_APP_EXPORT_FORM, TEXT_ARG("file", to));
    }
    if (!call_enter(call, DB_READ, false, &house, &ctx, &code)) {
        return code;
    }
    const struct register_def *def = register_find(&ctx, call->arguments[0]);
    if (!def) {
        return complain_with(call, T_APP_EXPORT_UNKNOWN, TEXT_ARG("register", call->arguments[0]),
                             TEXT_ARG("known", names_of(call->arena, ctx.registers)));
    }
    if (call_given(call, "--year") && !call_year_of(call, &ctx, call_value(call, "--year"), &code)) {
        return code;
    }
    say_progress(call, T_APP_EXPORT_READS);
    if (!register_export(&ctx, def, &ask, form, &bytes, &e)) {
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
    { "--year", T_APP_VALUE_YEAR, T_APP_OPTION_YEAR },
    { "-o", T_APP_VALUE_FILE, T_APP_OPTION_OUTPUT },
};
const struct command command_export = {
    .name = "export",
    .arguments = T_APP_VALUE_REGISTER,
    .at_least = 1,
    .at_most = 1,
    .what = T_APP_EXPORT_WHAT,
    .options = options,
    .n_options = COUNT(options),
    .example = "orientir export activity --year 2021-2022 -o activities.xlsx",
    .run = run,
    .of_centre = true,
};
