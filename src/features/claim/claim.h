/* The linter: from the record and from what documents print, what does not hold, how grave it is and what would be right.
   `orientir check YEAR` and the page beside the analysis both ask claim_check. */
#ifndef CLAIM_H
#define CLAIM_H
#include "base/ctx.h"
#include "base/err.h"
#include "base/str.h"

enum severity { SEVERITY_HOLDS, SEVERITY_QUESTION, SEVERITY_WARNING, SEVERITY_ERROR };

struct finding {
    enum severity severity;
    struct str key;                   /* the claim's number, or the rule and the row: "partition:7" */
    struct str section, place, quote; /* where it stands; empty for a rule over the record */
    struct str printed;               /* as printed, may be empty */
    struct str what;                  /* what is wrong, in plain words of the reader's language */
    struct str remedy;                /* what would be right, or what to do */
    struct str path;                  /* where to go: "/claim/7" */
    bool of_the_list;                 /* about the list of findings itself (it is not whole): nothing that one could accept */
    bool accepted;                    /* «принято с пояснением» */
    struct str explanation, who;
};

/* Everything that does not hold in the school year, gravest first, then by number; accepted ones are among them and say so.
   Claims that hold are left out. Lives in ctx->arena. */
bool claim_check(struct ctx *ctx, int year, struct finding **ret_findings, size_t *ret_n, struct err *e) MUST_USE;
/* «ошибка», «предупреждение», «вопрос», «верно». */
struct str severity_text(const struct ctx *ctx, enum severity severity);
/* Lets a finding stand with a reason, or takes that back (empty explanation). */
bool claim_accept(struct ctx *ctx, int year, struct str key, struct str explanation, struct err *e) MUST_USE;
#endif
