/* A chart as the two parts Word wants: DrawingML, and the workbook behind «Изменить данные». */
#ifndef DOC_CHART_PART_H
#define DOC_CHART_PART_H
#include "base/ctx.h"
#include "doc/chart.h"
#include "doc/zip.h"
/* word/charts/chartN.xml; relationship rId1 leads to the workbook. */
struct str chart_part_xml(struct arena *a, const struct chart *chart, const char *language);
/* A whole .xlsx of one sheet: categories in column A, one series a column. */
bool chart_part_workbook(struct arena *a, const struct chart *chart, int64_t moment_ms, struct str *ret_bytes,
                         struct err *e) MUST_USE;
#endif
