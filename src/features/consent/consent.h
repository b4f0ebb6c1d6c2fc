/* Names of people in a text that everybody will read: which there are, and which may stay. */
#ifndef CONSENT_H
#define CONSENT_H
#include "base/ctx.h"
#include "base/err.h"
#include "base/str.h"

/* Names whose publication is consented to today. Lives in ctx->arena. */
struct consents {
    const struct str *names;
    size_t n;
};
bool consent_read(struct ctx *ctx, struct consents *ret_consents, struct err *e) MUST_USE;

/* The words with `instead` in the place of every name that nobody consented to; found(arg, name) for each of them. A name is
   known by its shape (surname with initials, name with patronymic) whatever its case; a bare surname is not known. */
struct str consent_masked(struct arena *a, const struct consents *consents, struct str words, struct str instead,
                          void (*found)(void *arg, struct str name), void *arg);
#endif
