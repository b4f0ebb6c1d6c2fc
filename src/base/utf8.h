/* UTF-8: checking, walking, and the folded form by which the house searches. ICU stands behind it. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H
#include "base/str.h"

/* Valid UTF-8 without NUL and without control characters other than tab, line feed, carriage return. */
bool utf8_valid(struct str s);
size_t utf8_length(struct str s);                              /* characters (code points) */
struct str utf8_part(struct str s, size_t from, size_t count); /* in characters, never cutting one */
bool utf8_next(struct str *rest, uint32_t *ret_char);          /* false at the end or on a bad byte */
void utf8_encode(uint32_t c, char out[4], size_t *ret_n);

/* Search form: NFKC, lower case, ё→е, NBSP and quotes to spaces, Latin look-alikes inside Cyrillic words to Cyrillic,
   punctuation to one space. Same text on both engines because it is made here. */
struct str utf8_fold(struct arena *a, struct str s);
/* Folded words stemmed by libstemmer (russian for Cyrillic words, english for Latin), joined by single spaces, with a
   space before the first and after the last: " тестирован школьник ". Search is "contains ' stem'" per word. */
struct str utf8_stems(struct arena *a, struct str s);
struct str utf8_upper_first(struct arena *a, struct str s);
#endif
