/* The body of a Word document, written in the order it is read.
   Two things are not known while writing: the table of contents, which stands before its headings, and the numbers of tables
   and charts that a text names before they come. Both leave a mark (a control character, which no text can hold) that
   docx_done replaces. Page numbers in the contents are the estimate of layout.h; the fields carry them until Word counts its
   pages. */
#include "doc/docx.h"

#include "doc/chart_part.h"
#include "doc/docx_in.h"
#include "doc/layout.h"
#include "doc/xml.h"

#include <inttypes.h>
#include <string.h>

enum { MOST_HEADINGS = 400, MOST_CAPTIONS = 400, BODY_CAP = 64 << 20 };
#define MARK_CONTENTS '\x02'
#define MARK_NUMBER '\x01'

/* A4 less the margins of the page set-up, in twips (1/1440 inch): 210 - 30 - 10 mm wide. */
enum { TEXT_WIDTH = 9638, TEXT_HEIGHT = 14570 };
enum { CELL_MARGINS = 170, CELL_AIR = 90 }; /* air: above, below and the line between two rows */
enum { SMALL_TABLE = 12 };                  /* rows that fit on a page whatever they hold */

struct heading {
    struct str text;
    int level, page;
    size_t bookmark;
};
struct caption {
    struct str key;
    bool chart;
    size_t number;
};
struct docx {
    struct arena *arena;
    const struct docx_setup *setup;
    struct buf *body;
    struct heading headings[MOST_HEADINGS];
    size_t n_headings;
    struct caption captions[MOST_CAPTIONS];
    size_t n_captions, n_tables, n_charts, n_bookmarks, n_numbered;
    struct str chart_xml[MOST_CAPTIONS], chart_book[MOST_CAPTIONS];
    int contents_levels;
    struct layout layout;
    bool fresh_page;        /* the next paragraph begins a page */
    bool contents_fresh;    /* the contents do */
    size_t before_contents; /* headings that stand before them */
    struct err err;
};

struct docx *docx_new(struct arena *a, const struct docx_setup *setup)
{
    struct docx *d = NEW(a, struct docx);
    d->arena = a;
    d->setup = setup;
    d->body = buf_new(a, BODY_CAP);
    layout_start(&d->layout, TEXT_HEIGHT);
    return d;
}

/* The styles of docx_parts.c as far as they take room, in the order of enum docx_style. */
static const struct {
    int half_points, percent, before, after, left, first;
    bool bold, keep;
} rooms[] = {
    [DOCX_BODY] = { .half_points = 28, .percent = 133, .first = 709 },
    [DOCX_TITLE] = { .half_points = 32, .percent = 115, .before = 2400, .after = 120, .bold = true },
    [DOCX_SUBTITLE] = { .half_points = 28, .percent = 115, .after = 360 },
    [DOCX_HEADING_1] = { .half_points = 30, .percent = 115, .before = 360, .after = 180, .bold = true, .keep = true },
    [DOCX_HEADING_2] = { .half_points = 28, .percent = 115, .before = 240, .after = 120, .bold = true, .keep = true },
    [DOCX_CAPTION] = { .half_points = 24, .percent = 100, .before = 160, .after = 80 },
    [DOCX_NOTE] = { .half_points = 22, .percent = 100, .before = 60, .after = 200 },
    [DOCX_APPROVAL] = { .half_points = 26, .percent = 100, .after = 60 },
    [DOCX_LIST] = { .half_points = 28, .percent = 133, .left = 1066 },
    [DOCX_NUMBERED] = { .half_points = 28, .percent = 133, .left = 1219 },
    [DOCX_CENTRED] = { .half_points = 28, .percent = 100 },
    [DOCX_LEAD] = { .half_points = 28, .percent = 133, .first = 709, .keep = true },
    [DOCX_IMPRINT] = { .half_points = 28, .percent = 100, .before = 5400 },
};

static struct layout_block room_of(enum docx_style style, struct str words)
{
    int width = TEXT_WIDTH - rooms[style].left;
    return (struct layout_block){ .lines = layout_lines(words, rooms[style].bold, rooms[style].half_points,
                                                        width - rooms[style].first, width),
                                  .pitch = layout_line(rooms[style].half_points) * rooms[style].percent / 100,
                                  .before = rooms[style].before,
                                  .after = rooms[style].after,
                                  .keep_next = rooms[style].keep };
}

static void room_take(struct docx *d, struct layout_block block)
{
    block.fresh_page = d->fresh_page;
    d->fresh_page = false;
    layout_add(&d->layout, &block);
}

static bool digit_at(struct str s, size_t i)
{
    return i < s.len && s.at[i] >= '0' && s.at[i] <= '9';
}

/* «2021-2022» and «6-11» stay on one line: a hyphen between digits is Word's own no-break hyphen. */
static void words_put(struct buf *b, struct str text)
{
    size_t from = 0;
    XML(b, "<w:t xml:space=\"preserve\">");
    for (size_t i = 1; i < text.len; i++) {
        if (text.at[i] == '-' && digit_at(text, i - 1) && digit_at(text, i + 1)) {
            xml_text(b, str_part(text, from, i - from));
            XML(b, "</w:t><w:noBreakHyphen/><w:t xml:space=\"preserve\">");
            from = i + 1;
        }
    }
    xml_text(b, str_part(text, from, text.len - from));
    XML(b, "</w:t>");
}

static void run_put(struct docx *d, const char *properties, struct str text)
{
    XML(d->body, "<w:r>");
    if (*properties) {
        XML(d->body, "<w:rPr>");
        buf_put(d->body, str_c(properties));
        XML(d->body, "</w:rPr>");
    }
    words_put(d->body, text);
    XML(d->body, "</w:r>");
}

/* A complex field with its result as we know it; instruction is ours, never a person's text. */
static void field_put(struct buf *b, struct str instruction, struct str result, bool result_is_mark)
{
    XMLF(b,
         "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {} </w:instrText></w:r>"
         "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>",
         instruction);
    if (result_is_mark) {
        buf_put(b, result);
    } else {
        xml_text(b, result);
    }
    XML(b, "</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
}

/* Bookmark of a table or chart: from its key, so that a reference may come first. Word wants at most 40 plain characters. */
static struct str key_bookmark(struct arena *a, struct str key, bool chart)
{
    return str_format(a, "_Ref_%c%016" PRIx64, chart ? 'c' : 't', str_hash(key));
}

static void reference_put(struct docx *d, struct str key, bool chart)
{
    struct str bookmark = key_bookmark(d->arena, key, chart);
    struct str mark = str_format(d->arena, "%c%c%.*s%c", MARK_NUMBER, chart ? 'c' : 't', (int)key.len, key.at, MARK_NUMBER);
    field_put(d->body, str_format(d->arena, "REF %s \\h", bookmark.at), mark, true);
}

static void paragraph_begin(struct docx *d, enum docx_style style)
{
    if (style == DOCX_NUMBERED && d->n_numbered == 0) {
        d->n_numbered = 1;
    }
    XMLF(d->body, "<w:p><w:pPr><w:pStyle w:val=\"{}\"/>", str_c(docx_style_ids[style]));
    if (style == DOCX_LEAD) {
        XML(d->body, "<w:keepNext/>");
    }
    if (d->fresh_page) {
        XML(d->body, "<w:pageBreakBefore/>");
    }
    if (style == DOCX_NUMBERED) {
        buf_putf(d->body, "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"%zu\"/></w:numPr>", d->n_numbered + 1);
    }
    XML(d->body, "</w:pPr>");
}

static struct heading *heading_note(struct docx *d, enum docx_style style, struct str words)
{
    if (d->n_headings == MOST_HEADINGS) {
        err_set(&d->err, ERR_TOO_BIG, "docx_paragraph", STR("too many headings"));
        return NULL;
    }
    d->n_bookmarks++;
    d->headings[d->n_headings] = (struct heading){ words, style == DOCX_HEADING_1 ? 1 : 2, 0, d->n_bookmarks };
    buf_putf(d->body, "<w:bookmarkStart w:id=\"%zu\" w:name=\"_Toc%06zu\"/>", d->n_bookmarks, d->n_bookmarks);
    return &d->headings[d->n_headings++];
}

/* The words of all runs; a number that a field will show is taken for one digit. */
static struct str words_of(struct arena *a, const struct docx_run *runs, size_t n)
{
    struct str words = n ? runs[0].text : STR_NONE;
    if (n == 1 && runs[0].kind != DOCX_REF_TABLE && runs[0].kind != DOCX_REF_CHART) {
        return words;
    }
    struct buf *b = buf_new(a, BODY_CAP);
    for (size_t i = 0; i < n; i++) {
        bool field = runs[i].kind == DOCX_REF_TABLE || runs[i].kind == DOCX_REF_CHART;
        buf_put(b, field ? STR("1") : runs[i].text);
    }
    return buf_str(b);
}

static void run_of_kind_put(struct docx *d, const struct docx_run *run)
{
    switch (run->kind) {
    case DOCX_TEXT:
        run_put(d, "", run->text);
        break;
    case DOCX_STRONG:
        run_put(d, "<w:b/>", run->text);
        break;
    case DOCX_EMPHASIS:
        run_put(d, "<w:i/>", run->text);
        break;
    case DOCX_REF_TABLE:
    case DOCX_REF_CHART:
        reference_put(d, run->text, run->kind == DOCX_REF_CHART);
        break;
    }
}

void docx_paragraph(struct docx *d, enum docx_style style, const struct docx_run *runs, size_t n)
{
    bool is_heading = style == DOCX_HEADING_1 || style == DOCX_HEADING_2;
    struct str words = words_of(d->arena, runs, n);
    paragraph_begin(d, style);
    struct heading *heading = is_heading ? heading_note(d, style, words) : NULL;
    for (size_t i = 0; i < n; i++) {
        run_of_kind_put(d, &runs[i]);
    }
    if (heading) {
        buf_putf(d->body, "<w:bookmarkEnd w:id=\"%zu\"/>", heading->bookmark);
    }
    XML(d->body, "</w:p>");
    struct layout_block room = room_of(style, words);
    room.ret_page = heading ? &heading->page : NULL;
    room_take(d, room);
}

void docx_text(struct docx *d, enum docx_style style, struct str text)
{
    docx_paragraph(d, style, &(struct docx_run){ DOCX_TEXT, text }, 1);
}

void docx_pair(struct docx *d, struct str left, struct str right)
{
    paragraph_begin(d, DOCX_APPROVAL);
    run_put(d, "", left);
    XML(d->body, "<w:r><w:tab/></w:r>");
    run_put(d, "", right);
    XML(d->body, "</w:p>");
    room_take(d, room_of(DOCX_APPROVAL, STR_NONE));
}

void docx_numbers_restart(struct docx *d)
{
    d->n_numbered++;
}

void docx_contents(struct docx *d, int levels)
{
    d->contents_levels = levels;
    d->contents_fresh = d->fresh_page;
    d->before_contents = d->n_headings;
    buf_put_byte(d->body, MARK_CONTENTS);
    /* A page is left for them; docx_done counts again when it knows what they hold. */
    room_take(d, (struct layout_block){ .lines = 1, .pitch = TEXT_HEIGHT / 2 });
}

void docx_page_break(struct docx *d)
{
    d->fresh_page = true;
}

/* «Таблица 3 — title»: the label, a SEQ field whose number is bookmarked, and the title. */
static void caption_put(struct docx *d, struct str key, bool chart, struct str title)
{
    if (d->n_captions == MOST_CAPTIONS) {
        err_set(&d->err, ERR_TOO_BIG, "docx_caption", STR("too many tables and charts"));
        return;
    }
    size_t number = chart ? ++d->n_charts : ++d->n_tables;
    d->captions[d->n_captions++] = (struct caption){ key, chart, number };
    struct str label = chart ? d->setup->caption_chart : d->setup->caption_table;
    XML(d->body, "<w:p><w:pPr><w:pStyle w:val=\"Caption\"/>");
    if (!chart) {
        XML(d->body, "<w:keepNext/>");
    }
    if (d->fresh_page) {
        XML(d->body, "<w:pageBreakBefore/>");
    }
    if (chart) {
        XML(d->body, "<w:spacing w:after=\"240\"/><w:jc w:val=\"center\"/>");
    }
    XML(d->body, "</w:pPr>");
    run_put(d, "", str_join(d->arena, label, STR("\xC2\xA0")));
    size_t bookmark = ++d->n_bookmarks;
    buf_putf(d->body, "<w:bookmarkStart w:id=\"%zu\" w:name=\"%s\"/>", bookmark, key_bookmark(d->arena, key, chart).at);
    field_put(d->body, str_format(d->arena, "SEQ %.*s \\* ARABIC", (int)label.len, label.at),
              str_format(d->arena, "%zu", number), false);
    buf_putf(d->body, "<w:bookmarkEnd w:id=\"%zu\"/>", bookmark);
    run_put(d, "", str_join(d->arena, STR(" — "), title));
    XML(d->body, "</w:p>");
    struct layout_block room =
        room_of(DOCX_CAPTION, str_format(d->arena, "%.*s 1 — %.*s", (int)label.len, label.at, (int)title.len, title.at));
    room.keep_next = !chart;
    room.after = chart ? 240 : room.after;
    room_take(d, room);
}

enum cell_place { CELL_HEAD, CELL_KEPT, CELL_FREE }; /* kept: on one page with the next row */

static void cell_put(struct docx *d, const struct docx_column *column, struct str text, bool strong, enum cell_place place)
{
    bool head = place == CELL_HEAD;
    buf_putf(d->body, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", TEXT_WIDTH * column->width_permille / 1000);
    if (head) {
        XML(d->body, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EEF1F5\"/>");
    }
    XML(d->body, "<w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"TableText\"/>");
    if (place != CELL_FREE) {
        XML(d->body, "<w:keepNext/>");
    }
    if (head) {
        XML(d->body, "<w:jc w:val=\"center\"/>");
    } else if (column->number) {
        XML(d->body, "<w:jc w:val=\"right\"/>");
    }
    XML(d->body, "</w:pPr>");
    run_put(d, strong || head ? "<w:b/>" : "", text);
    XML(d->body, "</w:p></w:tc>");
}

/* Takes the room of one row, its highest cell; cells NULL: the head. */
static void row_room(struct docx *d, const struct docx_column *columns, size_t n_columns, const struct docx_cell *cells,
                     bool kept)
{
    int lines = 1;
    for (size_t c = 0; c < n_columns; c++) {
        int width = TEXT_WIDTH * columns[c].width_permille / 1000 - CELL_MARGINS;
        int own = layout_lines(cells ? cells[c].text : columns[c].head, !cells || cells[c].strong, 24, width, width);
        lines = own > lines ? own : lines;
    }
    int height = lines * layout_line(24) + CELL_AIR;
    room_take(d, (struct layout_block){ .lines = 1, .pitch = height, .keep_next = kept, .heads = !cells });
}

void docx_table(struct docx *d, struct str key, struct str title, const struct docx_column *columns, size_t n_columns,
                const struct docx_cell *cells, size_t n_rows, struct str note)
{
    if (d->setup->caption_table.len > 0) {
        caption_put(d, key, false, title);
    }
    XMLF(d->body,
         "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout "
         "w:type=\"fixed\"/><w:tblLook w:firstRow=\"1\"/><w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>",
         title);
    for (size_t c = 0; c < n_columns; c++) {
        buf_putf(d->body, "<w:gridCol w:w=\"%d\"/>", TEXT_WIDTH * columns[c].width_permille / 1000);
    }
    XML(d->body, "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (size_t c = 0; c < n_columns; c++) {
        cell_put(d, &columns[c], columns[c].head, true, CELL_HEAD);
    }
    XML(d->body, "</w:tr>");
    row_room(d, columns, n_columns, NULL, true);
    for (size_t r = 0; r < n_rows; r++) {
        XML(d->body, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (size_t c = 0; c < n_columns; c++) {
            const struct docx_cell *cell = &cells[r * n_columns + c];
            /* A small table stays on one page; of a large one the last two rows stay together, so that no total stands alone.
             */
            bool kept = r + 1 < n_rows && (n_rows <= SMALL_TABLE || r + 2 == n_rows);
            cell_put(d, &columns[c], cell->text, cell->strong, kept ? CELL_KEPT : CELL_FREE);
        }
        XML(d->body, "</w:tr>");
        row_room(d, columns, n_columns, &cells[r * n_columns], r + 1 < n_rows && n_rows <= SMALL_TABLE);
    }
    XML(d->body, "</w:tbl>");
    layout_table_end(&d->layout);
    docx_text(d, DOCX_NOTE, note); /* an empty one keeps the table off the next paragraph */
}

void docx_chart(struct docx *d, struct str key, struct str title, const struct chart *chart, struct str description)
{
    size_t index = d->n_charts;
    if (index == MOST_CAPTIONS) {
        err_set(&d->err, ERR_TOO_BIG, "docx_chart", STR("too many charts"));
        return;
    }
    d->chart_xml[index] = chart_part_xml(d->arena, chart, d->setup->language);
    if (!chart_part_workbook(d->arena, chart, d->setup->moment_ms, &d->chart_book[index], &d->err)) {
        return;
    }
    /* Bars across want a height by their number; 36000 EMU are a millimetre. */
    int height_mm = chart_across(chart) ? 20 + 10 * (int)(chart->n_categories * chart->n_series) : 62;
    height_mm = height_mm > 225 ? 225 : height_mm;
    buf_putf(
        d->body,
        "<w:p><w:pPr><w:pStyle w:val=\"Centred\"/><w:keepNext/>%s</w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" "
        "distL=\"0\" distR=\"0\"><wp:extent cx=\"%d\" cy=\"%d\"/><wp:docPr id=\"%zu\" ",
        d->fresh_page ? "<w:pageBreakBefore/>" : "", 160 * 36000, height_mm * 36000, 1000 + index);
    XMLF(d->body, "name=\"{}\" descr=\"{}\" title=\"{}\"/>",
         str_format(d->arena, "%.*s %zu", (int)d->setup->caption_chart.len, d->setup->caption_chart.at, index + 1), description,
         title);
    buf_putf(d->body,
             "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
             "uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart r:id=\"rIdChart%zu\"/></a:graphicData>"
             "</a:graphic></wp:inline></w:drawing></w:r></w:p>",
             index + 1);
    room_take(d, (struct layout_block){ .lines = 1, .pitch = height_mm * 1440 * 10 / 254, .keep_next = true });
    caption_put(d, key, true, title);
}

/* Dirty: Word counts its own pages when the document is opened. */
static void contents_field_begin(struct docx *d, struct buf *b)
{
    buf_putf(
        b,
        "<w:r><w:fldChar w:fldCharType=\"begin\" w:dirty=\"true\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o "
        "\"1-%d\" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>",
        d->contents_levels);
}

/* The field begins inside its first entry and not in the line above: what a program writes anew when it updates the field
   is all that lies between its ends, and the title «Содержание» is not of that. */
static void contents_put(struct docx *d, struct buf *b)
{
    bool begun = false;
    XML(b, "<w:p><w:pPr><w:pStyle w:val=\"ContentsTitle\"/>");
    buf_put(b, d->contents_fresh ? STR("<w:pageBreakBefore/>") : STR_NONE);
    XMLF(b, "</w:pPr><w:r><w:t>{}</w:t></w:r></w:p>", d->setup->contents_title);
    for (size_t i = 0; i < d->n_headings; i++) {
        const struct heading *h = &d->headings[i];
        if (h->level > d->contents_levels) {
            continue;
        }
        buf_putf(b, "<w:p><w:pPr><w:pStyle w:val=\"TOC%d\"/></w:pPr>", h->level);
        if (!begun) {
            contents_field_begin(d, b);
            begun = true;
        }
        buf_putf(b, "<w:hyperlink w:anchor=\"_Toc%06zu\" w:history=\"1\">", h->bookmark);
        XML(b, "<w:r>");
        words_put(b, h->text);
        XML(b, "</w:r><w:r><w:tab/></w:r>");
        field_put(b, str_format(d->arena, "PAGEREF _Toc%06zu \\h", h->bookmark), str_format(d->arena, "%d", h->page), false);
        XML(b, "</w:hyperlink></w:p>");
    }
    XML(b, "<w:p><w:pPr><w:pStyle w:val=\"Centred\"/></w:pPr>");
    if (!begun) {
        contents_field_begin(d, b);
    }
    XML(b, "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>");
}

static void number_put(struct docx *d, struct buf *b, struct str mark)
{
    bool chart = mark.len && mark.at[0] == 'c';
    struct str key = str_part(mark, 1, mark.len);
    for (size_t i = 0; i < d->n_captions; i++) {
        if (d->captions[i].chart == chart && str_equal(d->captions[i].key, key)) {
            buf_putf(b, "%zu", d->captions[i].number);
            return;
        }
    }
    err_setf(&d->err, ERR_INVALID, "docx_done", "a reference names \"%.*s\", which the document does not hold", (int)key.len,
             key.at);
}

/* Pages that the contents take beyond the first push all that follows: their title, an entry of one or more lines for each
   heading (14 pt, 60 twips under it, a tab and the number at its end), the empty line that ends the field. */
static void contents_room(struct docx *d)
{
    enum { INDENT = 284, NUMBER_ROOM = 500, UNDER = 60 };
    struct layout own;
    layout_start(&own, TEXT_HEIGHT);
    layout_add(&own,
               &(struct layout_block){ .lines = 1, .pitch = layout_line(28), .before = 240, .after = 160, .keep_next = true });
    own.used = d->contents_fresh ? 240 : 0;
    for (size_t i = 0; i < d->n_headings; i++) {
        int width = TEXT_WIDTH - (d->headings[i].level == 2 ? INDENT : 0);
        int lines = layout_lines(d->headings[i].text, false, 28, width, width);
        int with_number = layout_lines(d->headings[i].text, false, 28, width - NUMBER_ROOM, width - NUMBER_ROOM);
        if (d->headings[i].level <= d->contents_levels) {
            layout_add(&own, &(struct layout_block){ .lines = with_number > lines ? with_number : lines,
                                                     .pitch = layout_line(28),
                                                     .after = UNDER });
        }
    }
    layout_add(&own, &(struct layout_block){ .lines = 1, .pitch = layout_line(28) });
    layout_end(&own);
    for (size_t i = d->before_contents; i < d->n_headings; i++) {
        d->headings[i].page += own.page - 1;
    }
}

/* The body with its marks replaced. */
static struct str body_finish(struct docx *d)
{
    layout_end(&d->layout);
    struct buf *b = buf_new(d->arena, BODY_CAP);
    XML(b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document "
           "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
           "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
           "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
           "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
           "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><w:body>");
    struct str body = buf_str(d->body);
    size_t from = 0;
    for (size_t i = 0; i < body.len; i++) {
        if (body.at[i] != MARK_CONTENTS && body.at[i] != MARK_NUMBER) {
            continue;
        }
        buf_put(b, str_part(body, from, i - from));
        if (body.at[i] == MARK_CONTENTS) {
            contents_room(d);
            contents_put(d, b);
        } else {
            const char *end = memchr(body.at + i + 1, MARK_NUMBER, body.len - i - 1);
            BUG_IF(!end);
            size_t len = (size_t)(end - (body.at + i + 1));
            number_put(d, b, str_part(body, i + 1, len));
            i += len + 1;
        }
        from = i + 1;
    }
    buf_put(b, str_part(body, from, body.len));
    XML(b, "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar "
           "w:top=\"1134\" w:right=\"567\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\" "
           "w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body></w:document>");
    if (buf_failed(b) || buf_failed(d->body)) {
        err_set(&d->err, ERR_TOO_BIG, "docx_done", STR("the document is too large"));
    }
    return buf_str(b);
}

static size_t charts_add(struct docx *d, struct zip_part *parts)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n_charts; i++) {
        parts[n++] = (struct zip_part){ str_format(d->arena, "word/charts/chart%zu.xml", i + 1).at, d->chart_xml[i] };
        parts[n++] = (struct zip_part){ str_format(d->arena, "word/charts/_rels/chart%zu.xml.rels", i + 1).at,
                                        docx_chart_relations(d->arena, i + 1) };
        parts[n++] = (struct zip_part){ str_format(d->arena, "word/embeddings/Microsoft_Excel_Sheet%zu.xlsx", i + 1).at,
                                        d->chart_book[i] };
    }
    return n;
}

bool docx_done(struct docx *d, struct str *ret_bytes, struct err *e)
{
    struct arena *a = d->arena;
    struct str body = body_finish(d);
    if (d->err.kind != ERR_NONE) {
        *e = d->err;
        return false;
    }
    enum { FIXED = 11 };
    struct zip_part *parts = NEW_ARRAY(a, struct zip_part, FIXED + 3 * d->n_charts);
    const struct zip_part fixed[FIXED] = {
        { "[Content_Types].xml", docx_content_types(a, d->n_charts) },
        { "_rels/.rels", docx_package_relations() },
        { "docProps/core.xml", docx_core_properties(a, d->setup) },
        { "docProps/app.xml", docx_app_properties() },
        { "word/document.xml", body },
        { "word/_rels/document.xml.rels", docx_document_relations(a, d->n_charts) },
        { "word/styles.xml", docx_styles(a, d->setup) },
        { "word/settings.xml", docx_settings(a, d->setup) },
        { "word/numbering.xml", docx_numbering(a, d->n_numbered) },
        { "word/header1.xml", docx_page_header() },
        { "word/fontTable.xml", docx_font_table() },
    };
    memcpy(parts, fixed, sizeof fixed);
    size_t n = FIXED + charts_add(d, parts + FIXED);
    return zip_write(a, parts, n, d->setup->moment_ms, ret_bytes, e);
}
