/* The parts of a Word package that do not depend on the text: types, relations, styles, numbering, header.
   Page set-up after ГОСТ Р 7.0.97-2016: A4, left 30 mm (kept longer than ten years), right 10, top and bottom 20, the page
   number in the middle of the top margin from the second page. Times New Roman stands in Word and is Liberation Serif, of
   the same widths, in LibreOffice. */
#include "doc/docx_in.h"

#include "base/day.h"
#include "doc/xml.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/"
#define WORDML "application/vnd.openxmlformats-officedocument.wordprocessingml."

const char *const docx_style_ids[] = { "BodyText", "Title",      "Subtitle",   "Heading1", "Heading2", "Caption", "NoteText",
                                       "Approval", "ListBullet", "ListNumber", "Centred",  "BodyText", "Imprint" };

struct str docx_content_types(struct arena *a, size_t n_charts)
{
    struct buf *b = buf_new(a, 1u << 20);
    XML(b, HEAD "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" "
                "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
                "ContentType=\"application/xml\"/><Default Extension=\"xlsx\" "
                "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"/>"
                "<Override PartName=\"/word/document.xml\" ContentType=\"" WORDML "document.main+xml\"/>"
                "<Override PartName=\"/word/styles.xml\" ContentType=\"" WORDML "styles+xml\"/>"
                "<Override PartName=\"/word/settings.xml\" ContentType=\"" WORDML "settings+xml\"/>"
                "<Override PartName=\"/word/numbering.xml\" ContentType=\"" WORDML "numbering+xml\"/>"
                "<Override PartName=\"/word/header1.xml\" ContentType=\"" WORDML "header+xml\"/>"
                "<Override PartName=\"/word/fontTable.xml\" ContentType=\"" WORDML "fontTable+xml\"/>"
                "<Override PartName=\"/docProps/core.xml\" "
                "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
                "<Override PartName=\"/docProps/app.xml\" "
                "ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>");
    for (size_t i = 1; i <= n_charts; i++) {
        buf_putf(b,
                 "<Override PartName=\"/word/charts/chart%zu.xml\" "
                 "ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>",
                 i);
    }
    XML(b, "</Types>");
    return buf_str(b);
}

struct str docx_package_relations(void)
{
    return STR(HEAD "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE
                    "relationships/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"" PACKAGE
                    "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/><Relationship Id=\"rId3\" "
                    "Type=\"" OFFICE "relationships/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>");
}

struct str docx_document_relations(struct arena *a, size_t n_charts)
{
    struct buf *b = buf_new(a, 1u << 20);
    XML(b, HEAD "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rIdStyles\" Type=\"" OFFICE
                "relationships/styles\" Target=\"styles.xml\"/><Relationship Id=\"rIdSettings\" Type=\"" OFFICE
                "relationships/settings\" Target=\"settings.xml\"/><Relationship Id=\"rIdNumbering\" Type=\"" OFFICE
                "relationships/numbering\" Target=\"numbering.xml\"/><Relationship Id=\"rIdHeader\" Type=\"" OFFICE
                "relationships/header\" Target=\"header1.xml\"/><Relationship Id=\"rIdFonts\" Type=\"" OFFICE
                "relationships/fontTable\" Target=\"fontTable.xml\"/>");
    for (size_t i = 1; i <= n_charts; i++) {
        buf_putf(b, "<Relationship Id=\"rIdChart%zu\" Type=\"" OFFICE "relationships/chart\" Target=\"charts/chart%zu.xml\"/>",
                 i, i);
    }
    XML(b, "</Relationships>");
    return buf_str(b);
}

struct str docx_chart_relations(struct arena *a, size_t number)
{
    return str_format(a,
                      HEAD "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE
                           "relationships/package\" Target=\"../embeddings/Microsoft_Excel_Sheet%zu.xlsx\"/></Relationships>",
                      number);
}

struct str docx_core_properties(struct arena *a, const struct docx_setup *setup)
{
    int64_t seconds = setup->moment_ms / 1000, of_day = seconds % 86400;
    int year, month, day;
    day_split((struct day){ true, (int32_t)(seconds / 86400) }, &year, &month, &day);
    struct str moment = str_format(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, (int)(of_day / 3600),
                                   (int)(of_day / 60 % 60), (int)(of_day % 60));
    struct buf *b = buf_new(a, 1u << 16);
    XMLF(b,
         HEAD "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
              "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
              "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:subject>{}</dc:subject>"
              "<dc:creator>{}</dc:creator><dc:language>{}</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{}"
              "</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{}</dcterms:modified></cp:coreProperties>",
         setup->title, setup->subject, setup->author, str_c(setup->language), moment, moment);
    return buf_str(b);
}

struct str docx_app_properties(void)
{
    return STR(HEAD "<Properties xmlns=\"" OFFICE "extended-properties\"><Application>Orientir</Application></Properties>");
}

/* Styles in the order Word lists them; sizes are half points, distances twips. */
#define STYLE(id, name, paragraph, run)                                                                                        \
    "<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name "\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>" \
    "<w:pPr>" paragraph "</w:pPr><w:rPr>" run "</w:rPr></w:style>"
#define HEADING(id, name, level, before, after, run)                                                                           \
    "<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name "\"/><w:basedOn w:val=\"Normal\"/><w:next "     \
    "w:val=\"BodyText\"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before=\"" before "\" w:after=\"" after    \
    "\" w:line=\"276\" w:lineRule=\"auto\"/><w:outlineLvl w:val=\"" level "\"/></w:pPr><w:rPr>" run "</w:rPr></w:style>"

struct str docx_styles(struct arena *a, const struct docx_setup *setup)
{
    struct buf *b = buf_new(a, 1u << 18);
    XMLF(b,
         HEAD
         "<w:styles " MAIN "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" "
         "w:hAnsi=\"Times New Roman\" w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/><w:sz w:val=\"28\"/>"
         "<w:szCs w:val=\"28\"/><w:lang w:val=\"{}\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"0\" "
         "w:line=\"240\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>",
         str_c(setup->language));
    XML(b,
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>");
    XML(b,
        STYLE("BodyText", "Body Text",
              "<w:spacing w:line=\"320\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"709\"/><w:jc w:val=\"both\"/>", "")
            STYLE("Title", "Title",
                  "<w:spacing w:before=\"2400\" w:after=\"120\" w:line=\"276\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>",
                  "<w:b/><w:sz w:val=\"32\"/>")
                STYLE("Subtitle", "Subtitle",
                      "<w:spacing w:after=\"360\" w:line=\"276\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>", ""));
    XML(b, HEADING("Heading1", "heading 1", "0", "360", "180", "<w:b/><w:sz w:val=\"30\"/>")
               HEADING("Heading2", "heading 2", "1", "240", "120", "<w:b/><w:sz w:val=\"28\"/>"));
    XML(b, STYLE("Caption", "caption", "<w:spacing w:before=\"160\" w:after=\"80\"/>", "<w:sz w:val=\"24\"/>")
               STYLE("NoteText", "Note Text", "<w:spacing w:before=\"60\" w:after=\"200\"/><w:jc w:val=\"both\"/>",
                     "<w:sz w:val=\"22\"/>") STYLE("Approval", "Approval",
                                                   "<w:tabs><w:tab w:val=\"left\" w:pos=\"5387\"/></w:tabs><w:spacing "
                                                   "w:after=\"60\"/>",
                                                   "<w:sz w:val=\"26\"/><w:szCs w:val=\"26\"/>")
                   STYLE("ListBullet", "List Bullet",
                         "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr><w:spacing w:line=\"320\" "
                         "w:lineRule=\"auto\"/>",
                         "") STYLE("ListNumber", "List Number",
                                   "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr><w:spacing w:line=\"320\" "
                                   "w:lineRule=\"auto\"/>",
                                   "") STYLE("Centred", "Centred", "<w:jc w:val=\"center\"/>", "")
                       STYLE("Imprint", "Imprint", "<w:spacing w:before=\"5400\"/><w:jc w:val=\"center\"/>", ""));
    XML(b, STYLE("TableText", "Table Text", "<w:spacing w:before=\"40\" w:after=\"40\"/>",
                 "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>")
               STYLE("ContentsTitle", "TOC Heading",
                     "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"160\"/><w:jc w:val=\"center\"/>", "<w:b/>")
                   STYLE("TOC1", "toc 1",
                         "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9600\"/></w:tabs><w:spacing "
                         "w:after=\"60\"/>",
                         "") STYLE("TOC2", "toc 2",
                                   "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9600\"/></w:tabs><w:spacing "
                                   "w:after=\"60\"/><w:ind w:left=\"284\"/>",
                                   "") STYLE("Header", "header", "<w:jc w:val=\"center\"/>", "<w:sz w:val=\"24\"/>"));
    XML(b, "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr>"
           "<w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:left w:w=\"85\" w:type=\"dxa\"/><w:right w:w=\"85\" "
           "w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style><w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name "
           "w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders><w:top w:val=\"single\" "
           "w:sz=\"4\" w:color=\"75818F\"/><w:left w:val=\"single\" w:sz=\"4\" w:color=\"75818F\"/><w:bottom "
           "w:val=\"single\" w:sz=\"4\" w:color=\"75818F\"/><w:right w:val=\"single\" w:sz=\"4\" w:color=\"75818F\"/>"
           "<w:insideH w:val=\"single\" w:sz=\"4\" w:color=\"75818F\"/><w:insideV w:val=\"single\" w:sz=\"4\" "
           "w:color=\"75818F\"/></w:tblBorders></w:tblPr></w:style></w:styles>");
    return buf_str(b);
}

struct str docx_settings(struct arena *a, const struct docx_setup *setup)
{
    struct buf *b = buf_new(a, 1u << 16);
    XMLF(b,
         HEAD "<w:settings " MAIN "><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"709\"/><w:characterSpacingControl "
              "w:val=\"doNotCompress\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" "
              "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"{}\"/>"
              "<w:decimalSymbol w:val=\",\"/><w:listSeparator w:val=\";\"/></w:settings>",
         str_c(setup->language));
    return buf_str(b);
}

/* Two kinds of list; each numbered one is an instance of its own that begins at one. */
struct str docx_numbering(struct arena *a, size_t n_lists)
{
    struct buf *b = buf_new(a, 1u << 20);
    XML(b, HEAD "<w:numbering " MAIN "><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"hybridMultilevel\"/>"
                "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"–\"/>"
                "<w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"1066\" w:hanging=\"357\"/></w:pPr></w:lvl></w:abstractNum>"
                "<w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType w:val=\"hybridMultilevel\"/>"
                "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/>"
                "<w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"1219\" w:hanging=\"510\"/></w:pPr></w:lvl></w:abstractNum>"
                "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    for (size_t i = 0; i < n_lists || i == 0; i++) {
        buf_putf(b,
                 "<w:num w:numId=\"%zu\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride "
                 "w:val=\"1\"/></w:lvlOverride></w:num>",
                 i + 2);
    }
    XML(b, "</w:numbering>");
    return buf_str(b);
}

struct str docx_page_header(void)
{
    return STR(HEAD
               "<w:hdr " MAIN "><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/>"
               "</w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar "
               "w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
               "</w:hdr>");
}

struct str docx_font_table(void)
{
    return STR(HEAD "<w:fonts " MAIN "><w:font w:name=\"Times New Roman\"><w:altName w:val=\"Liberation Serif\"/><w:charset "
                    "w:val=\"CC\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>");
}
