/* Widgets: the frame of a page and the fifteen things pages are made of. Every page goes
   page_begin → content → page_end, a file document_begin → content → document_end; nothing else writes <html>. Texts come in
   already in the reader's language. */
#ifndef WEB_UI_H
#define WEB_UI_H
#include "web/web.h"

struct page {
    struct str title;           /* <title> and <h1> */
    struct str fact_line;       /* one line under the title, may be empty */
    const char *menu_path;      /* which menu item is current */
    const struct crumb *crumbs; /* way here */
    size_t n_crumbs;
    bool pupil;               /* the roomy frame for pupils and the public */
    struct html_safe actions; /* buttons at the right of the title, made with html_part on a small html of its own */
};
struct crumb {
    struct str label;
    struct html_url to;
};

struct html *page_begin(struct ctx *ctx, const struct page *page);
/* «Учебный город: люди и числа вымышлены» in a centre that is one; empty in a real one. Every page says it; a document must. */
struct str ui_demo_mark(const struct ctx *ctx);
bool page_end(struct ctx *ctx, struct html *h, struct reply *reply, struct err *e) MUST_USE;

/* A page that is a file: its style inside, nothing fetched, for who has no program. No link in it but to itself. */
struct html *document_begin(struct ctx *ctx, struct str title);
bool document_end(struct ctx *ctx, struct html *h, struct str *ret_bytes, struct err *e) MUST_USE;

/* Buttons and links; a page has at most one filled (primary) button. */
enum ui_weight { UI_PRIMARY, UI_PLAIN, UI_QUIET };
void ui_link_button(struct html *h, struct html_url to, struct str label, enum ui_weight weight);
/* A button that posts by itself (a step, a removal): a form with nothing but the CSRF field. */
void ui_post_button(struct ctx *ctx, struct html *h, struct html_url action, struct str label, enum ui_weight weight);
/* «Ещё ▾»: what is rare, in a fold; put buttons between. */
void ui_more_begin(struct html *h, struct str label);
void ui_more_end(struct html *h);
/* A form that posts, with the CSRF field in it; ui_form_end closes it with a button that names the act. */
void ui_form_begin(struct ctx *ctx, struct html *h, struct html_url action, struct str id);
/* The same for a form that brings files (multipart/form-data); its route is ROUTE_UPLOAD. */
void ui_form_begin_files(struct ctx *ctx, struct html *h, struct html_url action, struct str id);
void ui_form_end(struct html *h, struct str submit_label);
void ui_form_end_plain(struct html *h, struct str submit_label); /* for a form that is not what the page is about */
void ui_form_end_or(struct html *h, struct str submit_label, struct html_url back, struct str back_label); /* with a way out */
/* The filter bar of a list: a GET form in one line; fields between, then a button and, when something is filtered, a link that
   clears it (all: the empty url for none). */
void ui_filter_begin(struct html *h, struct html_url action, struct str label);
void ui_filter_rest_begin(struct html *h, struct str label, bool open); /* a fold for the conditions that are rare */
void ui_filter_rest_end(struct html *h);
void ui_filter_end(struct html *h, struct str submit_label, struct html_url all, struct str all_label);
void ui_hidden(struct html *h, struct str name, struct str value);

/* Fields: label above, hint under it, message at the field. `name` is also the id. */
struct ui_field {
    struct str name, label, hint, message, value;
    bool required, wide;
    const char *autocomplete, *input_mode;
};
void ui_text(struct html *h, const struct ui_field *f);
void ui_password(struct html *h, const struct ui_field *f);
void ui_area(struct html *h, const struct ui_field *f, int rows);
void ui_files(struct html *h, const struct ui_field *f, bool many); /* choose a file, or several */
struct ui_choice {
    struct str value, label;
};
void ui_select(struct html *h, const struct ui_field *f, const struct ui_choice *choices, size_t n);
void ui_checks(struct html *h, const struct ui_field *f, const struct ui_choice *choices, size_t n, const bool *checked);
/* The same for a list too long to stand open: closed behind `chosen`, which says what is ticked; open where it carries a
 * message. */
void ui_checks_folded(struct html *h, const struct ui_field *f, const struct ui_choice *choices, size_t n, const bool *checked,
                      struct str chosen);
void ui_radios(struct html *h, const struct ui_field *f, const struct ui_choice *choices, size_t n);
/* A group of fields under its own heading. */
void ui_group_begin(struct html *h, struct str legend);
void ui_group_end(struct html *h);
/* The summary on top: links to the fields that carry a message. Writes nothing when none does. */
void ui_error_summary(struct ctx *ctx, struct html *h, const struct ui_field *fields, size_t n);

enum ui_tone { UI_DONE, UI_WAITING, UI_ATTENTION, UI_ERROR };
void ui_note(struct html *h, enum ui_tone tone, struct str words);  /* a box with sign and words */
void ui_badge(struct html *h, enum ui_tone tone, struct str words); /* a word in a line */
void ui_no_data(struct ctx *ctx, struct html *h);                   /* «нет данных», hatched */
void ui_count(struct ctx *ctx, struct html *h, struct maybe_int n); /* grouped, or «нет данных» */

/* Tables: header cells say sort state; at 360 px each row becomes a card by data-label. */
struct ui_column {
    struct str label;
    bool number;
    bool heads; /* names the row: its cells are row headers, the first column */
    struct html_url sort;
    const char *sorted; /* NULL "ascending" "descending" */
};
void ui_table_begin(struct html *h, struct str caption, const struct ui_column *columns, size_t n);
void ui_row_begin(struct html *h);
void ui_row_begin_total(struct html *h); /* the row of totals */
void ui_cell_count(struct ctx *ctx, struct html *h, const struct ui_column *column, struct maybe_int n);
void ui_cell(struct html *h, const struct ui_column *column, struct str value);
void ui_cell_link(struct html *h, const struct ui_column *column, struct html_url to, struct str value);
void ui_cell_part(struct html *h, const struct ui_column *column, struct html_safe value);
void ui_row_end(struct html *h);
void ui_table_end(struct html *h);
void ui_paging(struct ctx *ctx, struct html *h, struct html_url base, int64_t page, int64_t pages);

struct ui_tab {
    struct str label;
    struct html_url to;
    bool current;
};
void ui_tabs(struct ctx *ctx, struct html *h, const struct ui_tab *tabs, size_t n);
/* Word–value pairs of a detail page. */
void ui_facts_begin(struct html *h);
void ui_fact(struct html *h, struct str label, struct str value);
void ui_fact_part(struct html *h, struct str label, struct html_safe value);
void ui_facts_end(struct html *h);
/* «Ничего не найдено»: what it means and what to do. */
void ui_empty(struct html *h, struct str words, struct html_url to, struct str label);
/* A number that opens: dotted underline; say is empty or a word for the reader («восстановлено», «запись изменилась»). */
enum ui_figure_state { UI_FIGURE_SOUND, UI_FIGURE_MOVED, UI_FIGURE_RECONSTRUCTED };
void ui_figure(struct html *h, struct html_url to, struct str value, enum ui_figure_state state, struct str say);
/* Tiles of the home page: a heading that is a link, one big value, a line under it. */
void ui_tiles_begin(struct html *h);
void ui_tile(struct html *h, struct html_url to, struct str label, struct str value, struct str line);
/* The same with more than one number, each a link of its own. */
void ui_tile_parts(struct html *h, struct html_url to, struct str label, struct html_safe value, struct html_safe line);
void ui_tiles_end(struct html *h);

/* What this part gives to the table of routes: /assets/{name}, /choose and, in debug builds, /_widgets. */
extern const struct route ui_routes[];
extern const size_t ui_n_routes;
#endif
