/* Names of people in Russian text, by their shape and by the surnames that the record itself holds. It takes a word too many
   rather than one too few: what is hidden in vain is seen in the preview, what is shown in vain is seen by all. */
#ifndef CONSENT_NAME_H
#define CONSENT_NAME_H
#include "base/arena.h"

/* Surnames known beforehand, folded (base/utf8.h), each in whatever case it stood in. */
struct name_surnames {
    const struct str *all;
    size_t n;
};
/* Bytes of a text. */
struct name_span {
    size_t at, len;
};
/* All the names in the words, from the first on, none over another: «Фамилия И. О.», «И. О. Фамилия», «Фамилия И О», «Фамилия
   Имя», «Имя Фамилия», «Имя Отчество», «… оглы», a known surname alone; in any case, in capitals too. In a. */
struct name_span *names_find(struct arena *a, struct str words, const struct name_surnames *surnames, size_t *ret_n);
/* Words inside a sentence that end like a surname and are in no name: for a person to look at. In a. */
struct name_span *names_doubtful(struct arena *a, struct str words, const struct name_surnames *surnames, size_t *ret_n);
/* Adds the surnames in the words, folded, to all[*n] and up to room: of the names found in them, and, where `person` says that
   the words are one, of a word that stands alone. */
void names_surnames(struct arena *a, struct str words, bool person, struct str *all, size_t *n, size_t room);
/* Is the name as it stands in a text, in any case and with initials, that of `person`, written in the nominative? Every word of
   it must be one of the person's, his surname among them; a full name is not covered by initials. */
bool name_is_of(struct arena *a, struct str name, struct str person);
/* The name without its first word, or its last, where that is no surname; the name as it is otherwise. */
struct str name_without_neighbour(struct arena *a, struct str name, bool first);
#endif
