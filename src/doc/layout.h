/* Where the lines of a document fall, so that its contents can name pages before any program has laid it out: widths of the
   font, lines broken at spaces and hyphens, widows and orphans, what must stay with what follows. Lengths are twips (1/1440
   inch). Not a typesetter: text of one font and size a paragraph; tests/golden compares it with LibreOffice page by page. */
#ifndef DOC_LAYOUT_H
#define DOC_LAYOUT_H
#include "base/str.h"

enum { LAYOUT_CHAIN = 64 };
struct layout_block {
    int lines, pitch;  /* so many lines of this height; a picture or a row of a table is one line */
    int before, after; /* of two spaces that meet the larger one counts */
    bool keep_next;    /* on one page with the beginning of the next block */
    bool fresh_page;
    bool heads;    /* the head of a table: begins every further page of it, until layout_table_end */
    int *ret_page; /* the page of the first line, when known; may be NULL */
};
struct layout {
    int height, page, used, after; /* of a page; the page now, how full it is, the space that waits under the last block */
    struct layout_block chain[LAYOUT_CHAIN];
    size_t n_chain;
    int repeat; /* height of the table's head once it is placed; 0 outside tables */
};
void layout_start(struct layout *l, int page_height);
void layout_add(struct layout *l, const struct layout_block *block);
void layout_end(struct layout *l); /* places what still waits for its next block */
void layout_table_end(struct layout *l);

/* Lines that the words take: the first as wide as `first`, the others as `width`; size in half points. At least one. */
int layout_lines(struct str words, bool bold, int half_points, int first, int width);
/* Height of a line of single spacing, as LibreOffice and Word round it. */
int layout_line(int half_points);
#endif
