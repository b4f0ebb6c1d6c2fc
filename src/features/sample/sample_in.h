/* Inside sample: the files of data/sample as they stand in the program (the table is made by tools/embed). */
#ifndef SAMPLE_IN_H
#define SAMPLE_IN_H
#include "base/str.h"

struct sample_file {
    const char *name, *begin, *end;
};
extern const struct sample_file sample_files[]; /* ended by a row without a name */
/* The bytes of a file; false when it is not in the program. */
bool sample_file(const char *name, struct str *ret_bytes) MUST_USE;
#endif
