/* A whole analysis as one text, for the sample, the skeleton and whoever wants to write it outside. Sections and blocks:
     = title of the analysis
     # intro Введение        # task 1        # conclusions Выводы        # decisions …        # appendix …
                             a section; a task without words takes the title from the record's task of that number
     ## words                a heading
     words                   a paragraph, up to the next empty line
     - words                 a list, an item a line; a line that begins with a space goes on
     ! words                 a conclusion
     :table  :chart  :decisions  :plan   a block of settings, a line each, up to the next empty line
     ? figure.name           an opinion on the comparison of that figure; its words follow on the next lines
     // words                a note to the author, left out
   The year stands nowhere in it: {year} is the year the text is loaded for. */
#ifndef ANALYSIS_DRAFT_H
#define ANALYSIS_DRAFT_H
#include "features/analysis/model.h"

/* Only the format; figures and activities are checked by draft_load. ERR_INVALID names the line. Lives in a. */
bool draft_read(struct arena *a, struct str text, struct analysis *ret_analysis, struct err *e) MUST_USE;
/* Checks every block and stores the analysis of the year; inside the caller's db_write. ERR_INVALID says which line is wrong.
 */
bool draft_load(struct ctx *ctx, int year, struct str text, struct err *e) MUST_USE;
#endif
