/* Pages of the linter, and the declaration they share with the register of claims. */
#ifndef CLAIM_PAGES_H
#define CLAIM_PAGES_H
#include "features/claim/claim.h"
#include "register/register.h"

extern const struct register_def claim_register;
extern const struct choice claim_kind_choices[];
extern const size_t n_claim_kind_choices;
handler claim_page, claim_json, claim_page_accept;
/* The findings as a list for another page (the analysis shows them beside its text): one line each with a link to the page. */
void claim_findings_brief(struct ctx *ctx, struct html *h, const struct finding *findings, size_t n);
#endif
