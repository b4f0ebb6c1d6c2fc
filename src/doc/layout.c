/* The estimate of pages. Breaking is greedy, as in both programs; justified lines break as ragged ones do. A chain of blocks
   that keep with their next waits until its last block is known and is then placed whole with the beginning of that block. */
#include "doc/layout.h"

#include "base/utf8.h"
#include "doc/layout_widths.h"

enum { UNITS = 2048, UNKNOWN = UNITS / 2, WIDE = UNITS, FEWEST = 2 /* lines of a paragraph on either side of a break */ };

static int letter_width(uint32_t c, bool bold)
{
    if (c >= 0x20 && c <= 0x7E) {
        return bold ? latin_bold[c - 0x20] : latin_regular[c - 0x20];
    }
    if (c >= 0x410 && c <= 0x44F) {
        return bold ? russian_bold[c - 0x410] : russian_regular[c - 0x410];
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (signs[i].letter == c) {
            return bold ? signs[i].bold : signs[i].regular;
        }
    }
    return c < 0x20 ? 0 : c > 0x2E80 ? WIDE : UNKNOWN;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

struct breaking {
    int64_t line, word; /* width so far of the line, and of what stands after the last place to break at */
    int64_t room, rest; /* of this line and of the others */
    int lines;
};

/* The word ends here: it stands on this line, or on the next one, or on as many as a word longer than a line takes. */
static void word_end(struct breaking *b)
{
    if (b->line > 0 && b->line + b->word > b->room) {
        b->lines++;
        b->line = 0;
        b->room = b->rest;
    }
    while (b->word > b->room) {
        b->lines++;
        b->word -= b->room;
        b->room = b->rest;
    }
    b->line += b->word;
    b->word = 0;
}

int layout_lines(struct str words, bool bold, int half_points, int first, int width)
{
    /* Widths of letters are units of the font: a twip is UNITS / (10 * half points) of them. */
    struct breaking b = { .room = (int64_t)first * UNITS / (10 * half_points),
                          .rest = (int64_t)width * UNITS / (10 * half_points),
                          .lines = 1 };
    struct str rest = words;
    uint32_t c, before = 0;
    bool after_hyphen = false;
    if (b.rest <= 0 || b.room <= 0) {
        return 1;
    }
    while (utf8_next(&rest, &c)) {
        if (after_hyphen && c != ' ' && !is_digit(c)) {
            word_end(&b);
        }
        b.word += letter_width(c, bold);
        if (c == ' ') {
            /* A space hangs over the end of its line and never begins the next one. */
            int64_t space = letter_width(c, bold);
            b.word -= space;
            word_end(&b);
            b.line += space;
        }
        after_hyphen = c == '-' && before != ' ' && before != 0;
        before = c;
    }
    word_end(&b);
    return b.lines;
}

int layout_line(int half_points)
{
    /* Ascent, descent and leading of the font are 1.149 of its size, each rounded to whole twips at the size it is drawn in. */
    static const int rounded[] = { [22] = 252, [24] = 276, [26] = 300, [28] = 322, [30] = 345, [32] = 367 };
    size_t at = half_points > 0 ? (size_t)half_points : 0;
    bool known = at < sizeof rounded / sizeof *rounded && rounded[at] > 0;
    return known ? rounded[at] : half_points * 10 * 1149 / 1000;
}

void layout_start(struct layout *l, int page_height)
{
    *l = (struct layout){ .height = page_height, .page = 1 };
}

static void page_turn(struct layout *l)
{
    l->page++;
    l->used = l->repeat;
    l->after = 0;
}

static int gap(const struct layout *l, int before)
{
    bool at_top = l->used == 0;
    return at_top ? 0 : before > l->after ? before : l->after;
}

/* Lines of a block that must stand together at its beginning. */
static int first_lines(const struct layout_block *block)
{
    return block->lines <= FEWEST + 1 ? block->lines : FEWEST;
}

/* Height of the chain from its first line to the first lines of its last block. */
static int chain_height(const struct layout *l)
{
    int height = 0;
    for (size_t i = 0; i < l->n_chain; i++) {
        const struct layout_block *block = &l->chain[i];
        int above =
            i == 0 ? gap(l, block->before) : (block->before > l->chain[i - 1].after ? block->before : l->chain[i - 1].after);
        height += above + block->pitch * (i + 1 < l->n_chain ? block->lines : first_lines(block));
    }
    return height;
}

static void block_place(struct layout *l, const struct layout_block *block)
{
    int left = block->lines;
    l->used += gap(l, block->before);
    if (block->ret_page) {
        *block->ret_page = l->page;
    }
    while (left > 0) {
        int fit = l->used >= l->height ? 0 : (l->height - l->used) / block->pitch;
        if (fit >= left || (fit == 0 && l->used == l->repeat)) {
            l->used += left * block->pitch;
            break;
        }
        /* At least two lines go over, so a third from the end may have to go with them. */
        fit = left - fit < FEWEST ? left - FEWEST : fit;
        if (fit < FEWEST && l->used == l->repeat) { /* a fresh page holds no two lines: nothing is gained by another */
            l->used += left * block->pitch;
            break;
        }
        if (fit >= FEWEST || left < block->lines) {
            left -= fit > 0 ? fit : 0;
        } else if (block->ret_page) {
            *block->ret_page = l->page + 1;
        }
        page_turn(l);
    }
    l->after = block->after;
    if (block->heads) { /* not before: a head that goes over with its caption stands on the new page as itself alone */
        l->repeat = block->lines * block->pitch;
    }
}

void layout_end(struct layout *l)
{
    if (l->n_chain && l->used > l->repeat && l->used + chain_height(l) > l->height) {
        page_turn(l);
    }
    for (size_t i = 0; i < l->n_chain; i++) {
        block_place(l, &l->chain[i]);
    }
    l->n_chain = 0;
}

void layout_table_end(struct layout *l)
{
    layout_end(l);
    l->repeat = 0;
}

void layout_add(struct layout *l, const struct layout_block *block)
{
    if (block->fresh_page) {
        layout_end(l);
        page_turn(l);
        l->used = block->before; /* kept at the top of a page that was asked for */
    }
    l->chain[l->n_chain] = *block;
    if (block->fresh_page) {
        l->chain[l->n_chain].before = 0;
    }
    l->n_chain++;
    if (!block->keep_next || l->n_chain == LAYOUT_CHAIN) {
        layout_end(l);
    }
}
