/* The public edition of an analysis: what of a signed edition may be shown to everybody. Small counts of people and what would
   give them back are taken out (report/disclosure.h), names of people stand there only by consent, and no number opens. The
   form that is stored and shown holds nothing else: the hidden numbers are not in it. */
#ifndef ANALYSIS_PUBLIC_H
#define ANALYSIS_PUBLIC_H
#include "features/analysis/edition.h"
#include "report/disclosure.h"

/* Every number of an edition as sums of undivided counts, with what earlier public editions told already. */
struct public_atom { /* a row of the record by its grades, or a figure without rows */
    struct str register_name, unit;
    int64_t id, grade_from, grade_to, value;
    bool sensitive; /* people who were tested, advised, or whose way is told */
};
struct public_cells {
    struct source *source;
    int64_t least;
    struct public_atom *atoms;
    size_t n_atoms, room_atoms;
    struct disclosure_cell *cells;
    size_t n_cells, room_cells;
    struct disclosure_order *orders;
    size_t n_orders, room_orders;
};
enum { PUBLIC_TOGETHER = 40 }; /* most numbers that one piece of text is made of */
struct public_numbers {
    size_t at[PUBLIC_TOGETHER]; /* cells */
    size_t n;
};
struct public_cells *public_cells_new(struct source *source, int64_t least);
/* The atom, or the cell of these terms (sorted in place), added when it is not there yet: its index. */
size_t public_atom(struct public_cells *p, const struct public_atom *atom);
size_t public_cell(struct public_cells *p, struct disclosure_term *terms, size_t n);
/* The cells behind a piece of text, a cell of a table, a value of a chart. Those that have no number are left out. */
bool public_of_piece(struct public_cells *p, const struct shown_piece *piece, struct public_numbers *ret_numbers,
                     struct err *e) MUST_USE;
void public_of_cell(struct public_cells *p, const struct shown_cell *cell, struct public_numbers *ret_numbers);
void public_of_figure(struct public_cells *p, const struct used_figure *used, struct public_numbers *ret_numbers);
/* All that is printed in the edition, what its places tell, and what could be reckoned of it. */
bool public_collect(struct public_cells *p, const struct shown *shown, struct err *e) MUST_USE;
/* What an edition tells and what it keeps, for the editions after it; and back, once the cells of the new one are there. */
struct str public_facts(const struct public_cells *p);
bool public_known(struct public_cells *p, struct str facts, struct err *e) MUST_USE;

/* The analysis as its edition holds it, whatever became of its blocks since. */
bool public_analysis(struct ctx *ctx, const struct edition *edition, const struct json *json, struct analysis *ret_analysis,
                     struct err *e) MUST_USE;

/* As they stood in the text, each once. */
struct public_names {
    struct str *all;
    size_t n, room;
};
struct public_made {
    bool possible; /* false: earlier editions tell too much already */
    size_t n_small, n_others;
    struct str form, facts;
    struct shown *shown;        /* as everybody will see it */
    struct public_names names;  /* taken out of the text */
    struct public_names kept;   /* which stay by consent */
    struct public_names doubts; /* words that end like a surname and stay: for a person to look at */
};
/* The public edition of an edition; least: the smallest count of people that is shown. */
bool public_make(struct ctx *ctx, int64_t edition_id, int64_t least, struct public_made *ret_made, struct err *e) MUST_USE;

/* In the words of made->shown and in the title: says in made which names went, which stay and what to look at. */
bool public_unname(struct ctx *ctx, struct analysis *analysis, struct public_made *made, struct err *e) MUST_USE;

/* The form: words, tables and pictures without anything behind them. public_shown: as put_shown_block and word_document take
   it; ctx: of the page around it. */
struct str public_form(struct arena *a, const struct shown *shown, const struct public_names *kept, int64_t least);
bool public_shown(struct ctx *ctx, struct str form, struct shown **ret_shown, struct err *e) MUST_USE;
/* Says in one paragraph what is hidden and why; in Russian, for the text. */
struct str public_note(struct ctx *ctx, int64_t least);

struct public_edition {
    int64_t id, edition_id, number, year, least, published_at;
    struct maybe_int withdrawn_at;
    struct str title, published_by, withdrawn_by, form, facts, sha256;
};
/* Of the centre, newest year first; those that are withdrawn too when asked for. form and facts are empty. */
bool public_list(struct ctx *ctx, struct public_edition **ret_editions, size_t *ret_n, struct err *e) MUST_USE;
/* The last one of the year, withdrawn or not, with its form; ERR_NOT_FOUND when nothing was ever published. */
bool public_of_year(struct ctx *ctx, int64_t year, struct public_edition *ret_edition, struct err *e) MUST_USE;
/* Its form as it may be seen today: without the names whose consent has ended since; its sha256 with it. */
bool public_today(struct ctx *ctx, struct public_edition *edition, struct err *e) MUST_USE;
/* Facts of every edition that was ever public, of other editions than this one. */
bool public_told(struct ctx *ctx, struct public_cells *p, struct err *e) MUST_USE;
/* In the caller's db_write: stores it, and takes the place of an earlier one of the year. */
bool public_put(struct ctx *ctx, int64_t edition_id, int64_t least, const struct public_made *made, struct err *e) MUST_USE;
/* public_make and public_put in a db_write of its own; *ret_possible false: nothing was published. */
bool public_publish(struct ctx *ctx, int64_t edition_id, int64_t least, bool *ret_possible, struct err *e) MUST_USE;
bool public_withdraw(struct ctx *ctx, int64_t year, struct err *e) MUST_USE;
#endif
