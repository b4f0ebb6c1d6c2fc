/* Between the files of the import: what a cell says, and which row a line is. */
#ifndef REGISTER_IMPORT_IN_H
#define REGISTER_IMPORT_IN_H
#include "base/hash.h"
#include "register/import.h"
#include "register/type.h"

/* What the cell says, as one would type it into the field: dates of three makes and serials, numbers that are texts, no-break
   spaces. "" when it is empty or says «нет данных». A fault: the cell holds an error or a formula without its value; the text
   is then that of the cell. */
enum import_cell_fault { IMPORT_CELL_SOUND, IMPORT_CELL_ERROR, IMPORT_CELL_FORMULA };
enum import_cell_fault import_cell(struct arena *a, const struct field *f, const struct sheet_cell *cell,
                                   struct str *ret_typed);

/* Rows that stand in the record, by the values that make them the same as a line. */
struct import_index;
/* Reads the rows the actor may see. Which fields are compared is said by the map: a field that the file does not bring
   cannot tell rows apart. */
bool import_index_new(struct ctx *ctx, struct arena *keep, const struct register_def *def, const struct import_map *map,
                      struct import_index **ret_index, struct err *e) MUST_USE;
/* The rows that a line with these values is; at most `most` of them, the number of all. */
size_t import_index_find(struct ctx *ctx, const struct import_index *index, const struct db_value *values, int64_t *ret_ids,
                         size_t most);
/* From here on this row stands in the record with these values. */
void import_index_add(struct ctx *ctx, struct import_index *index, const struct db_value *values, int64_t id);
/* What a text meant in a field. */
struct meaning {
    size_t field;
    const struct field_type *type; /* as one reference, or as the list of them that the field takes */
    struct str typed;
    struct reading reading;
    uint64_t hash;
    struct meaning *next;
};
enum { MEANING_SLOTS = 4096, FAULTS = 100, QUESTIONS = 200, CANDIDATES = LOOKUP_CANDIDATES };

struct claim {
    int64_t id;
    uint32_t line;
    struct claim *next;
};

struct import_work {
    const struct import_ask *ask;
    struct arena *keep, *line_arena;
    struct import_index *index;
    struct meaning **meanings;
    struct field_options *options; /* by field, once somebody had to be asked */
    struct claim **claims;         /* rows that a line of this file is already, by id */
    struct import_line *lines;
    size_t n, counts[IMPORT_VERDICTS];
    struct import_question *questions;
    size_t n_questions;
    struct hash_run hash;
    struct str fingerprint;
    bool done, only_looked; /* only_looked: everything went well and was to be undone */
};

/* A text that may mean several rows: a question, unless the line turns out to be a row of which just this is shown. */
struct doubt {
    size_t field;
    struct str cell, typed, message; /* the cell may hold several texts */
    const struct ui_choice *candidates;
    size_t n;
    struct doubt *next;
};

/* One line under way. */
struct import_line_work {
    const struct sheet_row *row;
    struct form form;
    struct import_fault *faults;
    size_t n_faults;
    enum import_verdict verdict;
    struct saved saved;
    int64_t like[CANDIDATES]; /* rows it is like */
    size_t n_like;
    uint32_t repeats;     /* the line that is the same row; 0: none */
    bool total;           /* it is called «Итого»: where it says nothing sound nobody is asked about it */
    struct doubt *doubts; /* texts that may mean several rows, the last one first */
};

/* A fault of a line, or why it is left out. What weighs more stays as its verdict. */
void import_say(struct import_line_work *line, int field, struct str value, struct str message, enum import_verdict verdict);
const struct import_answer *import_answer_to(const struct import_ask *ask, const char *field, struct str typed);
/* candidates stand in run->keep already. */
void import_ask_about(struct import_work *run, const char *field, struct str typed, const struct ui_choice *candidates,
                      size_t n);
const struct ui_choice *import_keep_choices(struct arena *keep, const struct ui_choice *choices, size_t n);
/* The cells become values of line->form, and faults. */
bool import_read_line(struct ctx *ctx, struct import_work *run, struct import_line_work *line, struct err *e) MUST_USE;
/* Once the row of the line is known: what the cell shows of it stays, the other doubts become questions. */
bool import_settle_doubts(struct ctx *ctx, struct import_work *run, struct import_line_work *line, struct err *e) MUST_USE;
/* Rows that are no lines: «Итого», the header again, nothing in any column that is taken. */
bool import_is_total(struct ctx *ctx, const struct import_work *run, const struct sheet_row *row);
bool import_is_header(const struct import_work *run, const struct sheet_row *row);
bool import_says_anything(const struct import_work *run, const struct sheet_row *row);
#endif
