/* The pages of the feature, one function a route; and the parts that two of them share. */
#ifndef ANALYSIS_PAGES_H
#define ANALYSIS_PAGES_H
#include "features/analysis/shown.h"
#include "job/job.h"
#include "web/ui.h"

/* Who may do what; the routes and the buttons both read these. */
enum {
    ANALYSIS_SEES = ROLES_CENTRE,
    ANALYSIS_WRITES = ROLE(ROLE_HEAD) | ROLE(ROLE_METHODOLOGIST) | ROLE(ROLE_PSYCHOLOGIST),
    ANALYSIS_PUBLISHES = ROLE(ROLE_DIRECTOR),
    ANALYSIS_MOVES = ANALYSIS_WRITES | ROLE(ROLE_DIRECTOR) | ROLE(ROLE_SECRETARY)
};

bool analysis_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool analysis_begin_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool analysis_step_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool section_step_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool block_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool block_save_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool block_move_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool block_remove_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool block_remove_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool block_new_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool block_new_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool document_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool analysis_pdf_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool editions_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool edition_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool edition_document(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool public_preview_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool public_publish_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool public_withdraw_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool public_home_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool public_index_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool public_edition_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool public_file(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
bool robots_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);
struct html_url public_url(struct ctx *ctx, int64_t year); /* where everybody finds the edition of the year */
bool figure_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);

extern const struct job_kind analysis_pdf_job; /* paper.c */

/* What programs read: figure_json.c, edition_json.c. */
handler analysis_json, editions_json, edition_json, figures_json, figure_json;

/* The figure with its rows; ERR_NOT_FOUND for a name that says nothing in any year near this one. */
bool figure_asked(struct ctx *ctx, struct str name, int year, struct figure *ret_figure, struct figure_row **ret_rows,
                  size_t *ret_n, struct err *e) MUST_USE;

/* Figures whose title or name has every word of the question, or whose value is the number asked. */
struct found_figure {
    struct str name, title;
    struct figure figure;
};
bool figure_search(struct ctx *ctx, int year, struct str question, struct found_figure *found, size_t room, size_t *ret_n,
                   struct err *e) MUST_USE;

/* Steps of the whole, in the words of the database; who may take them and what stands on the button. */
struct analysis_step {
    const char *from, *to;
    role_set who;
    enum text_id button;
};
extern const struct analysis_step analysis_steps[];
extern const size_t analysis_n_steps;
enum text_id analysis_state_text(struct str state);
enum text_id section_state_text(struct str state);
enum text_id block_kind_text(enum block_kind kind);

/* A page of a refusal: why, and the way back. */
bool put_refusal(struct ctx *ctx, struct str words, int status, struct reply *reply, struct err *e) MUST_USE;
/* Why nothing changes in an analysis of this state, and who may return it. */
struct str settled_words(struct ctx *ctx, struct str state);

/* The parts of a figure's page that a file shows too: how it was counted, at which moment, how much is known, between
   ui_facts_begin and ui_facts_end; the head of its rows' numbers, and what a row gives to the sum: a row that is counted stands
   for one, a row that is summed for its number. */
void put_figure_facts(struct ctx *ctx, struct html *h, const struct figure *figure);
struct str figure_status_words(struct ctx *ctx, const struct figure *figure);
struct str figure_rows_head(struct ctx *ctx, const struct figure_def *def);
struct maybe_int figure_row_value(const struct figure_def *def, const struct figure_row *row);
struct str moment_words(struct ctx *ctx, int64_t ms); /* in the zone of the centre */

/* Who saved the block last, in words even when the program itself did. */
struct str block_changed_by(struct ctx *ctx, const struct block *block);
/* One block as it stands in the analysis, in a frame with a heading; nothing when its figures cannot be read. */
void put_block_preview(struct ctx *ctx, struct html *h, struct str heading, int year, const struct block *block);
/* One block as the reader sees it, without its edit links. */
void put_shown_block(struct ctx *ctx, struct html *h, const struct shown_block *block);
void put_shown_line(struct ctx *ctx, struct html *h, const struct shown_line *line);
#endif
