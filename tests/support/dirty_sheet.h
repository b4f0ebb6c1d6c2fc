/* A workbook of activities as a school might send it: mostly sound lines, and among them every kind of dirt we know, each with
   what has to become of its line. All of it is made of a seed. */
#ifndef SUPPORT_DIRTY_SHEET_H
#define SUPPORT_DIRTY_SHEET_H
#include "base/str.h"

enum { DIRT_KINDS = 36 };
struct dirty_line {
    uint32_t number; /* as Excel shows it */
    int kind;        /* 0: a sound line; else which dirt */
    const char *name;
    const char *verdict; /* "new", "left", "unsure", "wrong" */
    const char *field;   /* where the fault stands; NULL: the line as a whole, or there is none */
};
struct dirty_sheet {
    struct str bytes; /* .xlsx */
    struct dirty_line *lines;
    size_t n;
};
/* n lines, at least 2 * DIRT_KINDS; year: first calendar year of the school year they are of. `school` and `twin` are names in
   the record: one organisation is called the first, two have titles that begin with the second. */
struct dirty_sheet dirty_sheet(struct arena *a, uint64_t seed, size_t n, int year, const char *school, const char *twin);
#endif
