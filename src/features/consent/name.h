/* The shape of a person's name in Russian text. */
#ifndef CONSENT_NAME_H
#define CONSENT_NAME_H
#include "base/arena.h"

/* The first name in the words from the byte `from` on: the byte where it begins, and its length. False when there is none. */
bool name_find(struct str words, size_t from, size_t *ret_at, size_t *ret_len);
/* Do the two mean one person, as far as both say: surname without its ending, first letters of name and patronymic? */
bool name_same(struct arena *a, struct str one, struct str other);
#endif
