/* How words of the record stand in a Russian sentence: what must stay on one line, and where a name begins small. */
#ifndef ANALYSIS_WORDING_H
#define ANALYSIS_WORDING_H
#include "features/analysis/shown.h"

/* A no-break space after «№» and between a number and its word: «№ 45», «30 августа», «6-11 классы», «9 %». */
struct str wording_bound(struct arena *a, struct str words);
/* The same over the pieces of a line, where a number and its word may be two pieces, and before the number of a table or chart.
 */
void wording_bind_line(struct arena *a, struct shown_line *line);
/* «Медицина» of a list of names as «медицина»: one Cyrillic capital before a small letter. Names in quotes, abbreviations and
   Latin words stay. */
struct str wording_small(struct arena *a, struct str name);
/* Do the words go on inside a sentence after these pieces? Not at the beginning, after a full stop, nor inside quotes. */
bool wording_goes_on(const struct shown_piece *pieces, size_t n);
/* A sentence of what may lack its full stop. */
struct str wording_stopped(struct arena *a, struct str words);
#endif
