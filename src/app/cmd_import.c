/* orientir import: a table into a register, by the same steps as on the pages; the import stands in their list afterwards and
   can be taken back there. */
#include "app/commands.h"
#include "app/config.h"
#include "features/import/imports.h"

enum { FILE_MOST = 64 << 20, LINES_TOLD = 200 };

static struct str names_of(const struct call *call, const struct register_set *set)
{
    struct str names = STR_NONE;
    for (size_t i = 0; i < set->n; i++) {
        names = str_format(call->arena, "%.*s%s%s", (int)names.len, names.at, i ? ", " : "", set->all[i]->name);
    }
    return names;
}

/* One line of the file, one line of the answer: «строка 12: ошибка: Класс с: …». */
static bool tell_lines(struct call *call, struct ctx *ctx, const struct imported *one, const char *verdict, struct err *e)
{
    struct import_kept *lines;
    size_t n;
    if (!import_lines(ctx, one, (struct import_part){ str_c(verdict), 0, LINES_TOLD }, &lines, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct str faults = import_faults_text(ctx, one, &lines[i]), fault;
        while (faults.len && str_next(&faults, '\n', &fault)) {
            say_with(call, T_APP_IMPORT_LINE, TEXT_ARG("line", str_format(call->arena, "%lld", (long long)lines[i].number)),
                     TEXT_ARG("fault", fault));
        }
    }
    return true;
}

static bool tell(struct call *call, struct ctx *ctx, const struct imported *one, int64_t counts[IMPORT_VERDICTS], struct err *e)
{
    bool done = imported_is(one, "done");
    if (!import_counts(ctx, one, counts, e) || !tell_lines(call, ctx, one, "wrong", e) ||
        !tell_lines(call, ctx, one, "unsure", e)) {
        return false;
    }
    for (int v = 0; v < IMPORT_VERDICTS; v++) {
        if (counts[v]) {
            enum text_id what = import_verdict_text(str_c(import_verdict_name((enum import_verdict)v)), done);
            say_with(call, T_IMPORT_TAB, TEXT_ARG("what", text(ctx, what)), TEXT_ARG("n", counts[v]));
        }
    }
    return true;
}

/* Looked at, and done unless a line is wrong: then only with --good-only. */
static bool act(struct call *call, struct ctx *ctx, int64_t id, struct imported *one, bool *ret_held, struct err *e)
{
    int64_t counts[IMPORT_VERDICTS];
    if (!import_act(ctx, id, IMPORT_LOOK, STR_NONE, NULL, e) || !import_open(ctx, id, one, e) ||
        !import_counts(ctx, one, counts, e)) {
        return false;
    }
    *ret_held = counts[IMPORT_WRONG] + counts[IMPORT_UNSURE] > 0 && !call_given(call, "--good-only");
    if (*ret_held || call_given(call, "--look")) {
        return true;
    }
    return import_act(ctx, id, IMPORT_DO, one->fingerprint, NULL, e) && import_open(ctx, id, one, e);
}

static int import_into(struct call *call, struct ctx *ctx, const struct register_def *def)
{
    struct err e = { 0 };
    struct str bytes, result;
    struct imported one;
    enum sheet_problem problem;
    int64_t id, counts[IMPORT_VERDICTS];
    bool held = false;
    if (!file_read(call->arena, str_cstr(call->arena, call->arguments[1]), FILE_MOST, &bytes, &e)) {
        return complain_err_at(call, &e, call->arguments[1]);
    }
    say_progress(call, T_APP_IMPORT_READS);
    if (!import_take(ctx, def, call->arguments[1], bytes, &problem, &id, &e)) {
        return complain_err(call, &e);
    }
    if (problem != SHEET_SOUND) {
        return complain(call, import_problem_text(problem));
    }
    if (!act(call, ctx, id, &one, &held, &e) || !tell(call, ctx, &one, counts, &e)) {
        return complain_err(call, &e);
    }
    if (call_given(call, "-o")) {
        struct str to = call_value(call, "-o");
        if (!import_result(ctx, &one, &result, &e) || !file_write(call->arena, to, result, &e)) {
            return complain_err_at(call, &e, to);
        }
        say_with(call, T_APP_REPORT_DONE, TEXT_ARG("file", to));
    }
    if (held) {
        say(call, T_APP_IMPORT_HELD);
    }
    return counts[IMPORT_WRONG] + counts[IMPORT_UNSURE] ? EXIT_FOUND : EXIT_DONE;
}

static int run(struct call *call)
{
    struct house house;
    struct ctx ctx;
    int code;
    if (!call_enter(call, DB_WRITE, false, &house, &ctx, &code)) {
        return code;
    }
    const struct register_def *def = register_find(&ctx, call->arguments[0]);
    if (!def) {
        return complain_with(call, T_APP_EXPORT_UNKNOWN, TEXT_ARG("register", call->arguments[0]),
                             TEXT_ARG("known", names_of(call, ctx.registers)));
    }
    if (call_given(call, "--year") && !call_year_of(call, &ctx, call_value(call, "--year"), &code)) {
        return code;
    }
    return import_into(call, &ctx, def);
}

static const struct option_def options[] = {
    { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB },     { "--year", T_APP_VALUE_YEAR, T_APP_OPTION_YEAR },
    { "--look", T_NONE, T_APP_OPTION_LOOK },         { "--good-only", T_NONE, T_APP_OPTION_GOOD_ONLY },
    { "-o", T_APP_VALUE_FILE, T_APP_OPTION_MARKED },
};
const struct command command_import = {
    .name = "import",
    .arguments = T_APP_IMPORT_ARGUMENTS,
    .at_least = 2,
    .at_most = 2,
    .what = T_APP_IMPORT_WHAT,
    .options = options,
    .n_options = COUNT(options),
    .example = "orientir import activity events.xlsx --year 2021-2022 -o events-marked.xlsx",
    .run = run,
    .of_centre = true,
};
