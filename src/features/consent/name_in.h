/* Inside the search for names: words of a text, forms of words. */
#ifndef CONSENT_NAME_IN_H
#define CONSENT_NAME_IN_H
#include "features/consent/name.h"

enum token_kind {
    TOKEN_OTHER,   /* a sign, a number */
    TOKEN_SMALL,   /* a word in small letters */
    TOKEN_WORD,    /* a capital and more letters, or capitals alone, three at least */
    TOKEN_PAIR,    /* two capitals: «ИИ», of initials or of an abbreviation */
    TOKEN_LONE,    /* one capital */
    TOKEN_INITIAL, /* one capital and its dot */
};
struct token {
    enum token_kind kind;
    size_t at, len;
    bool close;        /* nothing but spaces between it and the token before */
    bool capitals;     /* a WORD of capitals alone */
    struct str folded; /* of WORD and SMALL */
};
/* The words as tokens, spaces left out. In a. */
struct token *tokens_of(struct arena *a, struct str words, size_t *ret_n);

/* All of folded words. */
bool given_name(struct str word);       /* a given name in any case */
bool given_name_alone(struct str word); /* one that is no other word or place besides */
bool patronymic(struct str word);       /* by its ending */
bool surname_like(struct str word);     /* by its ending */
bool form_of(struct str form, struct str nominative);
bool forms_of_one(struct str one, struct str other); /* both in any case */
#endif
