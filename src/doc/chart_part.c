/* Native charts for Word: DrawingML for the picture, a small workbook for its numbers.
   A missing value has no point, so the slot stays empty, and the category says «нет данных» under itself; a reconstructed one
   is hatched and its category says so. The workbook is written here and not by a spreadsheet library, because four fixed parts
   need none, and a library would go through temporary files for each chart. */
#include "doc/chart_part.h"

#include "doc/xml.h"

#include <inttypes.h>
#include <stdio.h>

static void put_number(struct buf *b, int64_t n)
{
    buf_putf(b, "%" PRId64, n);
}

static void put_column(struct buf *b, size_t series)
{
    buf_put_byte(b, (char)('B' + (char)(series % 25)));
}

static void put_categories(struct buf *b, struct arena *a, const struct chart *c)
{
    XML(b, "<c:cat><c:strRef><c:f>");
    buf_putf(b, "Sheet1!$A$2:$A$%zu</c:f><c:strCache><c:ptCount val=\"%zu\"/>", c->n_categories + 1, c->n_categories);
    for (size_t i = 0; i < c->n_categories; i++) {
        buf_putf(b, "<c:pt idx=\"%zu\">", i);
        XMLF(b, "<c:v>{}</c:v></c:pt>", chart_category(a, c, i));
    }
    XML(b, "</c:strCache></c:strRef></c:cat>");
}

static void put_values(struct buf *b, const struct chart *c, size_t series)
{
    XML(b, "<c:val><c:numRef><c:f>Sheet1!$");
    put_column(b, series);
    XML(b, "$2:$");
    put_column(b, series);
    buf_putf(b, "$%zu</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"%zu\"/>", c->n_categories + 1,
             c->n_categories);
    for (size_t i = 0; i < c->n_categories; i++) {
        const struct chart_value *v = &c->values[series * c->n_categories + i];
        if (v->state != CHART_MISSING) {
            buf_putf(b, "<c:pt idx=\"%zu\"><c:v>%" PRId64 "</c:v></c:pt>", i, v->value);
        }
    }
    XML(b, "</c:numCache></c:numRef></c:val>");
}

#define LABEL_TEXT "<a:defRPr sz=\"1100\"><a:solidFill><a:srgbClr val=\"1B2430\"/></a:solidFill></a:defRPr>"

static void put_label_flags(struct buf *b)
{
    XML(b, "<c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/>"
           "<c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>");
}

static void put_labels(struct buf *b, const struct chart *c, const char *language)
{
    const char *position = c->kind == CHART_STACKED ? "ctr" : c->kind == CHART_LINE ? "t" : "outEnd";
    XMLF(b, "<c:dLbls><c:numFmt formatCode=\"{}\" sourceLinked=\"0\"/>", str_c(chart_number_format(language)));
    XML(b, "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>" LABEL_TEXT
           "</a:pPr><a:endParaRPr/></a:p></c:txPr>");
    XMLF(b, "<c:dLblPos val=\"{}\"/>", str_c(position));
    put_label_flags(b);
    XML(b, "</c:dLbls>");
}

static void put_look(struct buf *b, const struct chart *c, size_t series)
{
    char letters[8];
    snprintf(letters, sizeof letters, "%06X", (unsigned)chart_colour(series));
    struct str colour = str_c(letters);
    if (c->kind == CHART_LINE) {
        XMLF(b,
             "<c:spPr><a:ln w=\"28575\"><a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill></a:ln></c:spPr>"
             "<c:marker><c:symbol val=\"circle\"/><c:size val=\"7\"/></c:marker>",
             colour);
        for (size_t i = 0; i < c->n_categories; i++) {
            if (c->values[series * c->n_categories + i].state == CHART_RECONSTRUCTED) {
                buf_putf(b, "<c:dPt><c:idx val=\"%zu\"/>", i);
                XMLF(b,
                     "<c:marker><c:symbol val=\"circle\"/><c:size val=\"7\"/><c:spPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/>"
                     "</a:solidFill><a:ln w=\"19050\"><a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill></a:ln></c:spPr>"
                     "</c:marker><c:bubble3D val=\"0\"/></c:dPt>",
                     colour);
            }
        }
        return;
    }
    XMLF(b, "<c:spPr><a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/>", colour);
    for (size_t i = 0; i < c->n_categories; i++) {
        if (c->values[series * c->n_categories + i].state == CHART_RECONSTRUCTED) {
            buf_putf(b, "<c:dPt><c:idx val=\"%zu\"/>", i);
            XMLF(b,
                 "<c:invertIfNegative val=\"0\"/><c:bubble3D val=\"0\"/><c:spPr><a:pattFill prst=\"ltUpDiag\"><a:fgClr>"
                 "<a:srgbClr val=\"{}\"/></a:fgClr><a:bgClr><a:srgbClr val=\"FFFFFF\"/></a:bgClr></a:pattFill>"
                 "<a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill></a:ln></c:spPr></c:dPt>",
                 colour, colour);
        }
    }
}

static void put_series(struct buf *b, struct arena *a, const struct chart *c, size_t series, const char *language)
{
    buf_putf(b, "<c:ser><c:idx val=\"%zu\"/><c:order val=\"%zu\"/><c:tx><c:strRef><c:f>Sheet1!$", series, series);
    put_column(b, series);
    XMLF(b, "$1</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx>",
         c->series[series]);
    put_look(b, c, series);
    put_labels(b, c, language);
    put_categories(b, a, c);
    put_values(b, c, series);
    if (c->kind == CHART_LINE) {
        XML(b, "<c:smooth val=\"0\"/>");
    }
    XML(b, "</c:ser>");
}

static void put_axes(struct buf *b, const struct chart *c)
{
    bool across = chart_across(c);
    XML(b, "<c:catAx><c:axId val=\"111\"/><c:scaling><c:orientation val=\"");
    buf_put(b, across ? STR("maxMin") : STR("minMax"));
    XML(b, "\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"");
    buf_put(b, across ? STR("l") : STR("b"));
    XML(b,
        "\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>"
        "<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/><c:spPr><a:ln w=\"9525\"><a:solidFill><a:srgbClr "
        "val=\"75818F\"/></a:solidFill></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>" LABEL_TEXT
        "</a:pPr><a:endParaRPr/></a:p></c:txPr><c:crossAx val=\"112\"/><c:crosses val=\"autoZero\"/><c:auto val=\"0\"/>"
        "<c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/><c:tickLblSkip val=\"1\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx>");
    /* The value axis starts at nought and is not drawn: every bar carries its number. */
    XML(b, "<c:valAx><c:axId val=\"112\"/><c:scaling><c:orientation val=\"minMax\"/><c:min val=\"0\"/></c:scaling>"
           "<c:delete val=\"1\"/><c:axPos val=\"");
    buf_put(b, across ? STR("t") : STR("l"));
    XML(b, "\"/><c:numFmt formatCode=\"#,##0\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark "
           "val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"111\"/><c:crosses val=\"autoZero\"/>"
           "<c:crossBetween val=\"between\"/></c:valAx>");
}

static void put_plot(struct buf *b, struct arena *a, const struct chart *c, const char *language)
{
    bool line = c->kind == CHART_LINE, stacked = c->kind == CHART_STACKED;
    if (line) {
        XML(b, "<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>");
    } else {
        XML(b, "<c:barChart><c:barDir val=\"");
        buf_put(b, chart_across(c) ? STR("bar") : STR("col"));
        XML(b, "\"/><c:grouping val=\"");
        buf_put(b, stacked ? STR("stacked") : STR("clustered"));
        XML(b, "\"/><c:varyColors val=\"0\"/>");
    }
    for (size_t s = 0; s < c->n_series; s++) {
        put_series(b, a, c, s, language);
    }
    if (line) {
        XML(b, "<c:marker val=\"1\"/><c:axId val=\"111\"/><c:axId val=\"112\"/></c:lineChart>");
    } else {
        XML(b, "<c:gapWidth val=\"80\"/>");
        if (stacked) {
            XML(b, "<c:overlap val=\"100\"/>");
        }
        XML(b, "<c:axId val=\"111\"/><c:axId val=\"112\"/></c:barChart>");
    }
}

struct str chart_part_xml(struct arena *a, const struct chart *chart, const char *language)
{
    struct buf *b = buf_new(a, 4u << 20);
    XML(b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<c:chartSpace "
           "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
           "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
           "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><c:date1904 val=\"0\"/>");
    XMLF(b, "<c:lang val=\"{}\"/><c:roundedCorners val=\"0\"/><c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/>",
         str_c(language));
    put_plot(b, a, chart, language);
    put_axes(b, chart);
    XML(b, "<c:spPr><a:noFill/></c:spPr></c:plotArea>");
    if (chart->n_series > 1) {
        XML(b, "<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend>");
    }
    XML(b, "<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/>"
           "</a:solidFill><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr>"
           "<a:latin typeface=\"Times New Roman\"/><a:cs typeface=\"Times New Roman\"/></a:defRPr></a:pPr><a:endParaRPr/></a:p>"
           "</c:txPr><c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>");
    return buf_str(b);
}

static struct str sheet_xml(struct arena *a, const struct chart *c)
{
    struct buf *b = buf_new(a, 4u << 20);
    XML(b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
           "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\">"
           "<c r=\"A1\" t=\"inlineStr\"><is><t/></is></c>");
    for (size_t s = 0; s < c->n_series; s++) {
        XML(b, "<c r=\"");
        put_column(b, s);
        XMLF(b, "1\" t=\"inlineStr\"><is><t>{}</t></is></c>", c->series[s]);
    }
    XML(b, "</row>");
    for (size_t i = 0; i < c->n_categories; i++) {
        buf_putf(b, "<row r=\"%zu\"><c r=\"A%zu\" t=\"inlineStr\">", i + 2, i + 2);
        XMLF(b, "<is><t>{}</t></is></c>", chart_category(a, c, i));
        for (size_t s = 0; s < c->n_series; s++) {
            const struct chart_value *v = &c->values[s * c->n_categories + i];
            if (v->state != CHART_MISSING) {
                XML(b, "<c r=\"");
                put_column(b, s);
                buf_putf(b, "%zu\"><v>", i + 2);
                put_number(b, v->value);
                XML(b, "</v></c>");
            }
        }
        XML(b, "</row>");
    }
    XML(b, "</sheetData></worksheet>");
    return buf_str(b);
}

bool chart_part_workbook(struct arena *a, const struct chart *chart, int64_t moment_ms, struct str *ret_bytes, struct err *e)
{
    BUG_IF(chart->n_series > 25);
    const struct zip_part parts[] = {
        { "[Content_Types].xml",
          STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types "
              "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
              "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
              "ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" "
              "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override "
              "PartName=\"/xl/worksheets/sheet1.xml\" "
              "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>") },
        { "_rels/.rels", STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships "
                             "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
                             "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
                             "Target=\"xl/workbook.xml\"/></Relationships>") },
        { "xl/workbook.xml",
          STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<workbook "
              "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
              "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Sheet1\" "
              "sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>") },
        { "xl/_rels/workbook.xml.rels",
          STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships "
              "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
              "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
              "Target=\"worksheets/sheet1.xml\"/></Relationships>") },
        { "xl/worksheets/sheet1.xml", sheet_xml(a, chart) },
    };
    return zip_write(a, parts, COUNT(parts), moment_ms, ret_bytes, e);
}
