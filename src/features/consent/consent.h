/* Names of people in a text that everybody will read: which there are, and which may stay. */
#ifndef CONSENT_H
#define CONSENT_H
#include "base/ctx.h"
#include "base/err.h"
#include "base/str.h"
#include "features/consent/name.h"

/* Names whose publication is consented to today, and surnames that are known beforehand. Lives in ctx->arena. */
struct consents {
    const struct str *names;
    size_t n;
    struct name_surnames surnames;
};
bool consent_read(struct ctx *ctx, struct consents *ret_consents, struct err *e) MUST_USE;
/* Adds the surnames of those whom the record itself names: accounts, leaders, authors, owners of decisions, who was awarded. */
bool consent_surnames(struct ctx *ctx, struct consents *consents, struct err *e) MUST_USE;
/* Is the name, as it stood in a text, consented to? */
bool consent_covers(struct arena *a, const struct consents *consents, struct str name);

/* A name in a text: its bytes, and whether it is consented to. */
struct consent_name {
    struct name_span span;
    bool may;
};
/* All names in the words (features/consent/name.h), in their order. In a. */
struct consent_name *consent_names(struct arena *a, const struct consents *consents, struct str words, size_t *ret_n);
/* The words with `instead` in the place of every name that nobody consented to. */
struct str consent_masked(struct arena *a, const struct consents *consents, struct str words, struct str instead);
#endif
