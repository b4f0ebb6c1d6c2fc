/* Which counts of people a public edition may show. A small count is taken out, and with it whatever would give it back: by
   subtraction from a total, from a sum of other rows, from another table, from the order of places. The reader is taken to know
   every number that is left, how they add up, that none is negative, and everything published before.

   The words: a variable is a count that is not divided any further (a row of the record); a cell is a number of the edition, a
   sum of variables (with a minus where it is what is left of a whole). The same number in a text, a chart and a table is one
   cell, or several with the same terms.

   What is promised of each small cell when disclosure_hide says yes: the numbers left allow it to be `least` or more, and allow
   at least `least` different values. That is one more than knowing nothing but «менее 5». Nought is not small: nobody is met in
   it, and tables full of hidden noughts say nothing (docs/decisions/0015-small-cells.md). */
#ifndef REPORT_DISCLOSURE_H
#define REPORT_DISCLOSURE_H
#include "base/arena.h"

enum { DISCLOSURE_LEAST = 5 }; /* the smallest count that is shown, unless the centre says otherwise */

struct disclosure_term {
    size_t variable;
    int sign; /* 1 or -1 */
};
struct disclosure_cell {
    const struct disclosure_term *terms;
    size_t n_terms;
    int64_t value; /* of the terms with their signs; below 0 only where parts are more than their whole, which says nothing */
    int64_t least; /* the count of people who could be met: small when 1 ≤ value < least. 0: it may always be shown */
    bool printed;  /* stands in the edition; false: nobody prints it, but it could be reckoned */
    bool known;    /* cannot be taken out: it stands in what was published before */
    int weight;    /* of several that would do, the lightest is taken out */
    bool small;    /* set by disclosure_hide, with hidden: taken out for its own sake, and not for another's */
    bool hidden;
};
/* The places show that one printed cell is not smaller than another, whatever numbers are taken out of them. */
struct disclosure_order {
    size_t more, less; /* cells */
};
struct disclosure {
    size_t n_variables;
    struct disclosure_cell *cells;
    size_t n_cells;
    const struct disclosure_order *orders;
    size_t n_orders;
};
/* Sets small and hidden of every cell. A cell that is hidden already stays so. False when it cannot be done, because too much
   is known already; then nothing may be published. */
bool disclosure_hide(struct arena *a, struct disclosure *d) MUST_USE;
/* Does the promise hold for what is hidden now? For the last look before anything goes out. */
bool disclosure_clean(const struct disclosure *d) MUST_USE;
#endif
