/* orientir check: the linter over a year, as text or as JSON in the form an edition keeps it. What was accepted with an
   explanation is shown and does not count. */
#include "app/commands.h"
#include "base/json.h"
#include "features/analysis/machine.h"
#include "features/claim/claim.h"

#include <stdio.h>

static void put_line(const char *indent, struct str words)
{
    if (words.len) {
        printf("%s%.*s\n", indent, (int)words.len, words.at);
    }
}

static void put_finding(struct call *call, const struct ctx *ctx, const struct finding *finding)
{
    struct str severity = severity_text(ctx, finding->severity);
    printf("%.*s %.*s", (int)severity.len, severity.at, (int)finding->key.len, finding->key.at);
    if (finding->section.len || finding->place.len) {
        printf(" (%.*s%s%.*s)", (int)finding->section.len, finding->section.at,
               finding->section.len && finding->place.len ? ", " : "", (int)finding->place.len, finding->place.at);
    }
    putchar('\n');
    if (finding->quote.len) {
        put_line("    ", text_fill(call->arena, call->lang, T_APP_CHECK_QUOTE,
                                   (const struct text_arg[]){ TEXT_ARG("quote", finding->quote) }, 1));
    }
    if (finding->printed.len) {
        put_line("    ", text_fill(call->arena, call->lang, T_APP_CHECK_PRINTED,
                                   (const struct text_arg[]){ TEXT_ARG("printed", finding->printed) }, 1));
    }
    put_line("    ", finding->what);
    put_line("    → ", finding->remedy);
    if (finding->accepted) {
        put_line("    ", text_fill(call->arena, call->lang, T_APP_CHECK_ACCEPTED,
                                   (const struct text_arg[]){ TEXT_ARG("why", finding->explanation) }, 1));
    }
}

static void put_json(struct call *call, int year, const struct finding *findings, size_t n)
{
    struct json *j = json_object(call->arena);
    json_put(call->arena, j, "format", json_string(call->arena, STR("orientir check 1")));
    json_put(call->arena, j, "year", json_string(call->arena, str_format(call->arena, "%d-%d", year, year + 1)));
    json_put(call->arena, j, "findings", machine_findings(call->arena, findings, n));
    put_line("", json_write_canonical(call->arena, j));
}

static int run(struct call *call)
{
    struct house house;
    struct ctx ctx;
    struct finding *findings;
    struct err e = { 0 };
    size_t n;
    int64_t found[SEVERITY_ERROR + 1] = { 0 };
    int code;
    if (!call_enter(call, DB_READ, false, &house, &ctx, &code) || !call_year(call, &ctx, 0, &code)) {
        return code;
    }
    say_progress(call, T_APP_CHECK_LOOKS);
    if (!claim_check(&ctx, ctx.year, &findings, &n, &e)) {
        return complain_err(call, &e);
    }
    bool json = call_given(call, "--json");
    for (size_t i = 0; i < n; i++) {
        if (!json) {
            put_finding(call, &ctx, &findings[i]);
        }
        found[findings[i].severity] += !findings[i].accepted;
    }
    if (json) {
        put_json(call, ctx.year, findings, n);
    } else {
        say_with(call, T_APP_CHECK_SUM, TEXT_ARG("errors", found[SEVERITY_ERROR]),
                 TEXT_ARG("warnings", found[SEVERITY_WARNING]), TEXT_ARG("questions", found[SEVERITY_QUESTION]),
                 TEXT_ARG("year", call->arguments[0]));
    }
    bool strict = call_given(call, "--strict") && (found[SEVERITY_WARNING] || found[SEVERITY_QUESTION]);
    return found[SEVERITY_ERROR] || strict ? EXIT_FOUND : EXIT_DONE;
}

static const struct option_def options[] = {
    { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB },
    { "--strict", T_NONE, T_APP_OPTION_STRICT },
    { "--json", T_NONE, T_APP_OPTION_CHECK_JSON },
};
const struct command command_check = {
    .name = "check",
    .arguments = T_APP_VALUE_YEAR,
    .at_least = 1,
    .at_most = 1,
    .what = T_APP_CHECK_WHAT,
    .options = options,
    .n_options = COUNT(options),
    .example = "orientir check 2021-2022 --strict",
    .run = run,
    .of_centre = true,
};
