/* The messages as textgen made them: by language and id; an empty text is a missing translation. */
#ifndef BASE_TEXT_TABLE_H
#define BASE_TEXT_TABLE_H
#include "base/text/text.h"
extern const char *const text_keys[T_COUNT];
extern const struct str text_table[LANG_COUNT][T_COUNT];
#endif
