/* Text of any letters as a table. */
#include "sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sheet_check((struct str){ (const char *)data, size });
    return 0;
}
