/* Inside the room: what a field type knows, and the SQL text that is built from declarations. Features never include this. */
#ifndef REGISTER_TYPE_H
#define REGISTER_TYPE_H
#include "register/register.h"

/* How a field stands in the table: one column of its name; NAME_first, NAME_last, NAME_precision; or rows of a link table. */
enum columns { COLUMNS_ONE, COLUMNS_PERIOD, COLUMNS_LINK };

/* What became of a typed text: a value, or a message and, for references, rows that may have been meant. */
struct reading {
    struct db_value value;
    struct str message;
    const struct ui_choice *candidates;
    size_t n_candidates;
};

/* Rows or words to choose from; `many`: too many for a list, the field becomes a text with look-up. */
struct field_options {
    const struct ui_choice *choices;
    size_t n;
    bool many;
};

/* One input of a form or of the filter bar. */
struct field_input {
    const struct field *field;
    struct ui_field shown;
    const struct field_options *options; /* NULL where the type needs none */
    bool filter;                         /* in the filter bar: «все», «нет данных» stand before the choices */
};

struct sql;
struct field_type {
    const char *name;
    enum columns columns;
    bool integer;      /* stored as an integer */
    bool number;       /* right-aligned, may be summed */
    bool people_order; /* sorted by COLLATE ru */
    bool words;        /* plain text: may go into `stems` and be a title */
    /* typed is trimmed and not empty. False only when the world failed. */
    bool (*read)(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret_reading, struct err *e);
    /* The value as one types it: read(typed(v)) gives v again. NULL gives the empty text. */
    struct str (*typed)(struct arena *a, const struct field *field, struct db_value value);
    /* The value for the reader; references are shown by their titles before this is asked. */
    struct str (*show)(struct ctx *ctx, const struct field *field, struct db_value value);
    void (*input)(struct ctx *ctx, struct html *h, const struct field_input *input);
    /* The condition of a filter; false: the value cannot be one of this field's, nothing matches. NULL: equality. */
    bool (*filter)(struct ctx *ctx, struct sql *s, const struct field *field, struct str value);
    /* The value of a field that has one, for programs; NULL: its text. Links alone are asked for without a value too. */
    struct json *(*json)(struct ctx *ctx, const struct record *r, size_t index);
    /* What json writes, as members of a JSON Schema; NULL: {"type": "string"}. */
    void (*schema)(struct arena *a, const struct field *field, struct json *into);
};

/* Declarations. */
size_t field_index(const struct register_def *def, const char *name); /* a BUG when there is none */
bool identifier_valid(const char *name);                              /* [a-z_][a-z0-9_]*, at most 48 */
bool register_has(const struct register_def *def, unsigned flag);
static inline bool type_is_ref(const struct field *f)
{
    return f->type == &ft_ref || f->type == &ft_refs;
}
/* The register a reference points at; a BUG when it is not declared. */
const struct register_def *field_target(const struct ctx *ctx, const struct field *field);
const struct field *title_field(const struct register_def *def);

/* SQL from checked identifiers and numbered arguments; values never become text of the statement. */
struct sql {
    struct arena *arena;
    struct buf *text;
    struct db_value *args;
    size_t n;
};
#define SQL(s, lit) buf_put((s)->text, STR(lit))
struct sql *sql_new(struct arena *a);
void sql_name(struct sql *s, const char *identifier);                 /* checked, a BUG otherwise */
void sql_column(struct sql *s, const char *name, const char *suffix); /* t.NAME or t.NAME_suffix */
void sql_argument(struct sql *s, struct db_value value); /* the value alone: its number stands in the text already */
void sql_value(struct sql *s, struct db_value value);    /* ?n and the value */
bool sql_rows(struct ctx *ctx, struct sql *s, struct db_table *ret_table, struct err *e) MUST_USE;
bool sql_do(struct ctx *ctx, struct sql *s, int64_t *ret_changed, struct err *e) MUST_USE;
/* Which rows a list that was asked for so has: sql_scope, the chosen year, the filters, the words searched for. */
void list_where(struct ctx *ctx, struct sql *s, const struct register_def *def, const struct list_ask *ask);
/* " WHERE t.centre_id = :centre" and the scope of the rule for this verb; nothing passes when no rule allows it. */
void sql_scope(struct ctx *ctx, struct sql *s, const struct register_def *def, enum may verb);
void sql_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str value);
void sql_search(struct ctx *ctx, struct sql *s, struct str words);
void sql_search_in(struct ctx *ctx, struct sql *s, const char *alias, struct str words); /* stems of another table */
/* EXISTS of a row behind the reference whose words fit: how a filter with too many rows for a list is typed. False: it has
   no words to be found by. */
bool lookup_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str words);
/* Which fields a reading with these flags brings: all with 0; with F_LIST what a list shows and what its rows are judged
   and titled by. The other fields of such records are empty. */
const bool *fields_read(struct arena *a, const struct register_def *def, unsigned flags); /* by field */
/* "t.id, t.version, …" for records_take with the same flags */
void sql_columns(struct ctx *ctx, struct sql *s, const struct register_def *def, unsigned flags);
void sql_joins(struct ctx *ctx, struct sql *s, const struct register_def *def, unsigned flags); /* the references' titles */
/* A table of rows as sql_columns asked for becomes records; links of refs fields are read where `flags` has one of the
   field's flags (0: of every field). */
bool records_take(struct ctx *ctx, const struct register_def *def, const struct db_table *table, unsigned flags,
                  struct record *ret_records, struct err *e) MUST_USE;
bool record_get_for(struct ctx *ctx, const struct register_def *def, int64_t id, enum may verb, struct record *ret_record,
                    struct err *e) MUST_USE;

/* Look-up of references. */
enum { LOOKUP_MOST = 300, LOOKUP_CANDIDATES = 20 };
bool lookup_options(struct ctx *ctx, const struct field *field, struct field_options *ret_options, struct err *e) MUST_USE;
/* Many lines in few statements: the ids of those that carry one ("Title [12]") or are the exact name of one row; 0 for the
   others, which lookup_find has to look at. */
bool lookup_plain(struct ctx *ctx, const struct field *field, const struct str *typed, size_t n, int64_t *ret_ids,
                  struct err *e) MUST_USE;
bool lookup_find(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret_reading,
                 struct err *e) MUST_USE;
/* Rows by their ids, those that the reader may see: columns id, title. */
bool lookup_rows(struct ctx *ctx, const struct field *field, struct str ids, struct db_table *ret_table,
                 struct err *e) MUST_USE;
/* What is chosen already stands among the options, though it be of another year. */
bool lookup_include(struct ctx *ctx, const struct field *field, struct str ids, struct field_options *options,
                    struct err *e) MUST_USE;
/* Every reference typed, one a line with its id, for a text field. */
bool lookup_lines(struct ctx *ctx, const struct field *field, struct str ids, struct str *ret_lines, struct err *e) MUST_USE;
/* "Title [12]": how a reference is typed where there are too many rows for a list. */
struct str lookup_typed(struct arena *a, struct str title, int64_t id);

/* A reference's ids as "1,5,9" become numbers, in the order given. */
size_t ids_read(struct arena *a, struct str ids, int64_t **ret_ids);
struct period period_of_value(struct db_value value);
struct db_value period_value(struct arena *a, struct period period);

/* What a form needs before it is shown: the rows to choose from. */
bool form_load_options(struct ctx *ctx, struct form *form, struct err *e) MUST_USE;
bool form_read_fields(struct ctx *ctx, struct form *form, struct err *e) MUST_USE;
struct form form_empty(struct ctx *ctx, const struct register_def *def, int64_t id);
struct str value_typed(struct arena *a, const struct record *r, size_t field); /* as the form carries it */
bool value_same(struct db_value one, struct db_value two);
bool links_drop(struct ctx *ctx, const struct field *field, int64_t id, struct err *e) MUST_USE;
/* The trail of a change by field; old NULL: a new row, now NULL: a removed one. */
bool audit_difference(struct ctx *ctx, const struct record *old, const struct record *now, const char *verb,
                      struct err *e) MUST_USE;
/* record_save, and what became of it. */
struct saved {
    int64_t id, version;
    bool changed;      /* false: every value stood there already, nothing was written */
    struct record old; /* def NULL: there was none, the row is new */
};
bool record_save_told(struct ctx *ctx, struct form *form, struct saved *ret_saved, struct err *e) MUST_USE;
/* The hooks that follow a change, whichever it was; what hooks.holds refuses is ERR_INVALID with its sentence in e->hint. */
bool change_settle(struct ctx *ctx, const struct record *old, const struct record *now, struct refusal *ret_refusal,
                   struct err *e) MUST_USE;
void input_plain(struct ctx *ctx, struct html *h, const struct field_input *input);
void input_area(struct ctx *ctx, struct html *h, const struct field_input *input);
void input_select(struct ctx *ctx, struct html *h, const struct field_input *input);
void schema_text(struct arena *a, struct json *into, const char *key, const char *word); /* into[key] = "word" */
void schema_integer(struct arena *a, const struct field *field, struct json *into);      /* with the field's limits */
/* {"id", "title"} of the row that a reference means; both null when the reader may not open its register. */
struct json *json_of_row(struct ctx *ctx, const struct field *field, int64_t id, struct str title);
struct html_url register_path(struct arena *a, const struct register_def *def, int64_t id, const char *more);

/* Pages: page.c has the routes; its siblings answer some of them. */
const struct register_def *page_def(const struct request *request);
/* A page below the list; row: below that row. */
struct html *page_of(struct ctx *ctx, const struct register_def *def, struct str title, const struct record *row);
void page_tabs(struct ctx *ctx, struct html *h, const struct record *r, bool history);
bool page_conflict(struct ctx *ctx, struct reply *reply, const struct form *mine, struct err *e) MUST_USE;
handler page_export_xlsx, page_export_csv;
handler page_list_json, page_record_json, page_history_json, page_history, page_remove, page_remove_post, page_step_post;
#endif
