/* Describe a subject once: list with filter, search, sort and paging; form; detail; history; edit conflict; rights; JSON.
   Everything here is const data in the feature's folder. The table of a register has centre_id, id, version, the columns of its
   fields and, when any field has F_SEARCH, a text column `stems` kept by save.c. Steps of the staircase: a declaration; hooks;
   an own page that calls the doers below; own SQL and HTML. */
#ifndef REGISTER_H
#define REGISTER_H
#include "access/access.h"
#include "web/ui.h"

enum field_flag {
    F_REQUIRED = 1,
    F_LIST = 2,     /* a column of the list */
    F_FILTER = 4,   /* in the filter bar */
    F_SEARCH = 8,   /* goes into `stems` */
    F_UNIQUE = 16,  /* within the centre, or within (centre, year) when the register has a year field */
    F_PRIVATE = 32, /* not in lists, JSON or audit values */
    F_FIXED = 64,   /* cannot be changed after the first save */
    F_SUM = 128,    /* total above the list */
    F_WIDE = 256,   /* takes the whole width of the form */
    F_MADE = 512,   /* made by hooks.check from other fields (the year of an activity's row), never typed */
    F_TOLD = 1024   /* of a reference: the page of the row that is named tells of these rows itself (hooks.panel) */
};
struct field_type;
extern const struct field_type ft_text, ft_long_text, ft_int, ft_day, ft_period, ft_choice, ft_ref, ft_refs, ft_year, ft_yes_no,
    ft_address, ft_calendar_year, ft_time;
/* ft_int: nullable int64 with min/max. ft_day: ISO text. ft_period: columns NAME_first, NAME_last, NAME_precision (text word).
   ft_choice: text word from `choices`. ft_ref: id of register `ref`. ft_refs: ids through the table `link` (centre_id, from_id,
   to_id). ft_year: first calendar year of a school year. ft_yes_no: 0/1. ft_address: https link.
   ft_calendar_year: a year of the calendar («2021»: cohorts). ft_time: a time of the day, "HH:MM". Nothing typed is NULL. */

struct choice {
    const char *word;
    enum text_id label;
};
struct field {
    const char *name;
    const struct field_type *type;
    enum text_id label;
    unsigned flags;
    const char *ref;  /* ft_ref, ft_refs: name of the register */
    const char *link; /* ft_refs: the link table */
    const struct choice *choices;
    size_t n_choices;
    int64_t min, max; /* ft_int; both 0: no limit. Text: max characters (0: 2000; long text 0: 20000) */
    enum text_id hint;
    const char *words; /* ft_period: the text field with the words of a season («весенние каникулы»), shown in its place */
};
struct step {
    const char *from, *to;
    role_set who;
    enum text_id button;
}; /* moves of the field named "state" */

struct record;
struct form;
/* The sentence for the person and the field it stands at; NULL: the whole form. */
struct refusal {
    const char *field;
    struct str message;
};
struct register_hooks {
    /* Inside the transaction of the save, under the row's lock: says messages with form_say, may set values with form_set;
       false only when the world failed. Runs even when fields are wrong already, so that all messages come at once. */
    bool (*check)(struct ctx *ctx, struct form *form, struct err *e);
    /* In the same transaction; old is NULL for a new row, now is NULL for a removed one. A new row has values and no words for
       the reader (`shown` is NULL). */
    bool (*after_save)(struct ctx *ctx, const struct record *old, const struct record *now, struct err *e);
    /* In the same transaction, last: why the record may not stand as it now does (totals over rows of others are judged here,
       where one look serves saving, importing and removing alike). An empty message: it may. */
    bool (*holds)(struct ctx *ctx, const struct record *old, const struct record *now, struct refusal *ret_refusal,
                  struct err *e);
    void (*panel)(struct ctx *ctx, const struct record *record, struct html *h); /* more on the detail page */
    bool (*list_panel)(struct ctx *ctx, struct html *h, struct err *e);          /* above the list */
};
enum { SAME_FIELDS = 6 };
struct register_def {
    const char *name; /* table, path and audit name: [a-z_]+ */
    enum text_id one, many;
    const char *title_field; /* which field names a row in references and lists */
    enum text_id heading; /* with {title}: the name of a row on its own pages, where the title alone says too little («2021») */
    /* By which fields a line of a file is a row that we have (of the same year, where the register has one), besides the
       fields with F_UNIQUE. The first one must be there for the others to say anything. */
    const char *same[SAME_FIELDS];
    const char *apart[2];   /* fields that tell rows of one title apart where they are offered: a paper's number and date */
    const char *year_field; /* the rows shown are those of ctx->year; NULL: of all years */
    const char *order;      /* default order: field name, '-' before it for descending */
    const struct field *fields;
    size_t n_fields;
    const struct rule *rules;
    size_t n_rules;
    const char *organisation_field; /* for ROWS_OF_ORG: an ft_ref to organisation, or "id" for the organisations themselves */
    const struct step *steps;
    size_t n_steps;
    struct register_hooks hooks;
};
struct record;
/* What hangs on a row whatever its register: files. One feature gives it, app brings it here; registers know nothing of it. */
struct register_extra {
    /* The last part of the detail page. */
    bool (*panel)(struct ctx *ctx, const struct record *record, struct html *h, struct err *e);
    /* A row is gone, in the same transaction: what hung on it goes too. */
    bool (*removed)(struct ctx *ctx, const struct record *old, struct err *e);
    const char *field; /* under which it stands in the trail of the row, and the word for it there */
    enum text_id label;
};
struct register_set {
    const struct register_def *const *all;
    size_t n;
    const struct register_extra *extra; /* NULL: nothing hangs on rows */
};
const struct register_def *register_find(const struct ctx *ctx, struct str name);  /* NULL when there is none */
const struct field *field_find(const struct register_def *def, struct str name);   /* NULL when there is none */
bool register_may(struct ctx *ctx, const struct register_def *def, enum may verb); /* some rule allows it on some rows */

struct record_links {
    const struct record_link {
        int64_t id;
        struct str title;
    } * rows;
    size_t n;
};
/* A row: one value per field (text form of the field's type for input, typed for reading). */
struct record {
    const struct register_def *def;
    int64_t id, version;
    const struct db_value *values; /* by field; ft_period takes text "first|last|precision", ft_refs text "1,5,9" */
    const struct str *shown;       /* by field, for the reader: titles of references, labels of choices, dates */
    const struct record_links
        *links; /* by field, of ft_refs: the rows meant, in the order of their titles; NULL: none at all */
};
struct str record_shown(const struct record *r, const char *field);
struct db_value record_value(const struct record *r, const char *field);
struct str record_title(const struct record *r);
struct str record_heading(struct ctx *ctx,
                          const struct record *r); /* the title, in the words of def->heading when it has them */
/* The actor may do this with this very row (rule and scope). */
bool record_may(struct ctx *ctx, const struct record *r, enum may verb);

/* What a list is asked for: from the query string (list_ask_read) or made by a page of ours. */
struct list_filter {
    const char *field;
    struct str value;
}; /* value as in the address; "-" means «нет данных» */
enum { LIST_FILTERS = 16 };
struct list_ask {
    struct list_filter filters[LIST_FILTERS];
    size_t n_filters;
    struct str search;
    struct str sort;        /* field name, '-' before it for descending */
    int64_t page, per_page; /* from 1; 50 */
    bool bare;              /* rows only: the filter bar's choices are not read (JSON, own pages without a bar) */
    enum may verb;          /* rows of which rule; 0: MAY_SEE */
    bool by_id; /* in the order of the ids and only above `after`: pages that neither miss nor repeat a row, whatever is saved
                   between them; sort and page are not looked at */
    int64_t after;
    bool whole; /* the rows carry every field; else those of F_LIST, the title and the organisation, the rest is empty */
};
struct field_options;
struct list_sum {
    const struct field *field;
    int64_t n_known, total;
};
struct list {
    const struct register_def *def;
    struct list_ask ask;
    struct record *rows;
    size_t n;
    int64_t count; /* of all pages */
    struct list_sum *sums;
    size_t n_sums;
    const struct field_options *options; /* by field, for the filter bar; NULL when bare */
};
bool list_ask_read(struct ctx *ctx, const struct register_def *def, struct list_ask *ret_ask, struct err *e) MUST_USE;
bool list_read(struct ctx *ctx, const struct register_def *def, const struct list_ask *ask, struct list *ret_list,
               struct err *e) MUST_USE;
void list_show(struct ctx *ctx, struct html *h, const struct list *list);
/* The way to take rows out of a file, for who may. of: a field that has this value in all of them; NULL: none. */
void register_way_in_show(struct ctx *ctx, struct html *h, const struct register_def *def, const char *of, struct str value);
bool record_get(struct ctx *ctx, const struct register_def *def, int64_t id, struct record *ret_record, struct err *e) MUST_USE;
void record_show(struct ctx *ctx, struct html *h, const struct record *record);
/* Which registers hold rows that name this row and that the reader may see, with how many in the row's year, each the way to
   its list; then the ways to add one. Fields with F_FILTER and without F_TOLD. Nothing is written when there is nothing. */
bool related_show(struct ctx *ctx, struct html *h, const struct record *record, struct err *e) MUST_USE;
/* The row for programs: id, version and every field that was read and is not private. Unknown is null; dates are ISO, numbers
   numbers, a choice {key, label}, a reference {id, title}. */
struct json *record_json(struct ctx *ctx, const struct record *record);
/* The JSON Schema of what record_json writes of a whole row, in the reader's language; names #/components/schemas/reference and
   …/period, which the document around it has to bring. */
struct json *register_schema(struct ctx *ctx, const struct register_def *def);
/* What the query of the list's .json may hold: filters, search, year, order, page. */
struct list_parameter {
    const char *name;
    const struct field *field; /* of a filter; NULL: one that every list has */
    enum text_id what;
};
size_t list_parameters(struct arena *a, const struct register_def *def, struct list_parameter **ret_parameters);

/* The list as a file: its rows as they are asked for (all pages, ask->page and per_page are not looked at) and every field that
   is not private, in the reader's language. Lives in ctx->arena; ERR_TOO_BIG over 24 MiB of text or a million rows. */
enum export_form { EXPORT_XLSX, EXPORT_CSV, EXPORT_CSV_1251 };
bool register_export(struct ctx *ctx, const struct register_def *def, const struct list_ask *ask, enum export_form form,
                     struct str *ret_bytes, struct err *e) MUST_USE;

/* The form: what was typed, by field, and what is wrong with it. */
enum { VERSION_AS_IT_STANDS = -1 }; /* of an import: whatever the save finds; it puts the row's own here */
struct form {
    const struct register_def *def;
    int64_t id, version;                 /* 0: a new row */
    struct str *typed;                   /* by field */
    struct db_value *values;             /* by field, valid where messages[i] is empty */
    struct str *messages;                /* by field */
    bool *given;                         /* by field; false: the request does not carry it, the row keeps what it has */
    const struct record *old;            /* inside hooks.check: the row as it stands; NULL for a new one */
    const struct field_options *options; /* by field: the rows to choose from, once form_show may be called */
    struct str message;                  /* of the whole form */
    bool has_message;                    /* any message, of a field or of the whole */
};
/* field NULL: of the whole form, the last one stays. Of a field the first one stays: that a value cannot be read is said before
   a hook wonders why it is missing. */
void form_say(struct form *form, const char *field, struct str message);
struct db_value form_value(const struct form *form, const char *field);
void form_set(struct form *form, const char *field, struct db_value value);
/* For hooks.check: the year field becomes the school year (from September) of the day or period field; nothing when it is
 * empty. */
void form_give_year(struct form *form, const char *day_field, const char *year_field);
/* An empty form for a new row, prefilled from the query string (/headcount/new?activity=7); the year is the chosen one. */
bool form_new(struct ctx *ctx, const struct register_def *def, struct form *ret_form, struct err *e) MUST_USE;
bool form_read(struct ctx *ctx, const struct register_def *def, int64_t id, struct form *ret_form, struct err *e) MUST_USE;
bool form_of_record(struct ctx *ctx, const struct record *record, struct form *ret_form, struct err *e) MUST_USE;
void form_show(struct ctx *ctx, struct html *h, const struct form *form, struct html_url action);
/* Saves inside one db_write: scope, version, hooks, row, links, stems, audit. ERR_CONFLICT when version is not the row's;
   ERR_INVALID with form->has_message when the form is wrong: show it again. */
bool record_save(struct ctx *ctx, struct form *form, int64_t *ret_id, struct err *e) MUST_USE;
/* ERR_INVALID with the sentence for the person in e->hint or e->say when the row may not go. */
bool record_remove(struct ctx *ctx, const struct register_def *def, int64_t id, int64_t version, struct err *e) MUST_USE;
bool record_step(struct ctx *ctx, const struct register_def *def, int64_t id, struct str to, struct err *e) MUST_USE;
/* A row from values given as text (import, demo, tests): the same checks as the form; pairs are field name and typed text.
   References are typed as the id, the code or the title of the row meant; wrong input is ERR_INVALID naming field and reason.
 */
bool record_add(struct ctx *ctx, const struct register_def *def, const struct param *pairs, size_t n, int64_t *ret_id,
                struct err *e) MUST_USE;
/* The same for a page that made the values of what a person typed: the messages stand at their fields in *ret_form, which is
   filled whenever something was wrong (ERR_INVALID and ret_form->has_message). */
bool record_add_told(struct ctx *ctx, const struct register_def *def, const struct param *pairs, size_t n,
                     struct form *ret_form, int64_t *ret_id, struct err *e) MUST_USE;

/* The generic routes of a register: list, new, detail, edit, remove, step, history, .json, .xlsx, .csv; returns how many were
   written. The patterns live in a. */
enum { REGISTER_ROUTES = 16 }; /* the pattern of a path is /NAME/… */
size_t register_routes(struct arena *a, const struct register_def *def, struct route routes[REGISTER_ROUTES]);
/* Complaints about a declaration: no rule, no label, unknown column, title field missing … */
bool register_lint(struct ctx *ctx, const struct register_def *def, struct buf *complaints, struct err *e) MUST_USE;
#endif
