/* Sentences made of two stored values, with the right forms: «уменьшилось на 27,3 % по сравнению с 2020-2021 учебным годом
   (было 370)». The words never claim more than the values allow: no percent from a base under 20, and no comparison at all with
   a value that is missing or was itself reconstructed; then the sentence says so. */
#ifndef REPORT_SENTENCE_H
#define REPORT_SENTENCE_H
#include "report/figure.h"

/* What the verb agrees with: «охват увеличился», «доля увеличилась», «число увеличилось», «работы увеличились». */
enum subject { SUBJECT_MASCULINE, SUBJECT_FEMININE, SUBJECT_NEUTER, SUBJECT_PLURAL };
/* "m", "f", "n", "pl"; false on anything else. */
bool subject_read(struct str s, enum subject *ret_subject) MUST_USE;

/* The predicate from the verb on, to stand after its subject; `before` is the same figure of an earlier period. In arena a. */
struct str sentence_change(struct arena *a, enum lang lang, const struct figure *now, const struct figure *before,
                           enum subject subject);
/* A percent says how much of one count another is: both in one unit of account, or there is no such percent. A declaration that
   is not known (NULL) forbids nothing. */
bool share_in_one_unit(const struct figure_def *part, const struct figure_def *whole);
/* «37,1 %» with one decimal; «8 из 12» when the whole is under 20 or zero; «8 из 370 (восстановлено)», for no percent is ever
   made of a value that was itself made of one; «нет данных» when either has none. */
struct str sentence_share(struct arena *a, enum lang lang, const struct figure *part, const struct figure *whole);
/* The percent that sentence_share prints, rounded as there; false where it prints none. */
bool sentence_percent(const struct figure *part, const struct figure *whole, struct decimal *ret_percent) MUST_USE;
/* The value for a reader: «1 450», «370 (восстановлено)», «нет данных». */
struct str sentence_value(struct arena *a, enum lang lang, const struct figure *figure);
#endif
