/* Where the numbers and facts of an analysis come from, each read once: the record as it is now, or the edition that was
   signed. What was used is kept in order, so that an edition and the machine form can list it with its origin. */
#ifndef ANALYSIS_SOURCE_H
#define ANALYSIS_SOURCE_H
#include "base/json.h"
#include "features/analysis/inline.h"

struct used_figure {
    struct figure figure;
    struct figure_row *rows;
    size_t n_rows;
    bool has_rows;
    const struct json *signed_as; /* of an edition: the whole of what was signed of it */
    int place;                    /* in the list of origins of a file that stands alone; 0: the number opens its page */
    bool moved;                   /* only after source_compare: the record says something else now */
    struct figure now;
};
/* A fact is words of the record with the page they come from: date of an activity, number of a document, lines of decisions. */
struct used_fact {
    struct str key, words, path; /* "when:week"; lines are joined by '\n' */
    int place;                   /* as of a figure */
    bool moved;
    struct str now;
};
struct source {
    struct ctx *ctx; /* of the document: Russian */
    int year;
    struct used_figure **figures;
    size_t n_figures, room_figures;
    struct used_fact **facts;
    size_t n_facts, room_facts;
    bool frozen;            /* from an edition */
    struct source *present; /* after source_compare: the record as it is, with the figures already read */
    struct json *findings;  /* what the linter found at approval; NULL in a live source and in editions that kept none */
};
struct source *source_live(struct ctx *ctx, int year);
/* From the canonical JSON of an edition; ERR_BROKEN when it is not one. */
bool source_edition(struct ctx *ctx, int year, const struct json *edition, struct source **ret_source, struct err *e) MUST_USE;
bool source_figure(struct source *s, struct str name, int year, struct used_figure **ret_figure, struct err *e) MUST_USE;
/* The same with its rows. */
bool source_rows(struct source *s, struct str name, int year, struct used_figure **ret_figure, struct err *e) MUST_USE;
/* Rows and titles of all that was used: for the forms that tell the origin of every number. */
bool source_read_all(struct source *s, struct err *e) MUST_USE;
/* The title in the reader's language; as it was signed where today's record has none. */
bool used_title(struct ctx *ctx, const struct used_figure *used, struct str *ret_title, struct err *e) MUST_USE;
bool source_fact(struct source *s, enum piece_fact fact, struct str code, const struct used_fact **ret_fact,
                 struct err *e) MUST_USE;
/* Lines made by the record for a block: "decisions" of a section (0: all), SOURCE_POINTS of the plan (with a path where they
   are points, to be counted by figures) and "plan", which editions signed before that hold. One a line in words. */
#define SOURCE_POINTS "points"
bool source_holds(struct source *s, const char *key); /* read already, or signed */
bool source_lines(struct source *s, const char *what, int64_t section, const struct used_fact **ret_fact,
                  struct err *e) MUST_USE;
/* Evaluates a frozen source anew and marks what has moved. */
bool source_compare(struct source *s, size_t *ret_moved, struct err *e) MUST_USE;
/* «6-11 классы», «9 класс», «классы не указаны». */
struct str grades_words(struct arena *a, enum lang lang, struct maybe_int from, struct maybe_int to);
#endif
