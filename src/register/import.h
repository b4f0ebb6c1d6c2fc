/* Rows of a sheet become rows of a register. What a file would do is found out by doing it: each line goes through the form's
   own reading, checks and hooks, one after another in one transaction, and for a look that transaction is rolled back. So what
   is shown is what will happen, lines that contradict each other included; and a doing whose outcome differs from the look it
   was decided by leaves nothing behind.

   An empty cell says nothing: it erases nothing that stands in the record. */
#ifndef REGISTER_IMPORT_H
#define REGISTER_IMPORT_H
#include "doc/sheet.h"
#include "register/register.h"

enum { IMPORT_NO_FIELD = -1 };
/* How the sheet is read: where its header stands and what its columns are. */
struct import_map {
    size_t header;         /* index of the header among the sheet's rows; what is below it are lines */
    const int *columns;    /* by column of the sheet: index of the field, or IMPORT_NO_FIELD */
    size_t n_columns;      /* columns of the sheet */
    const struct str *all; /* by field: what every line has, as one types it; "" says nothing */
};
/* The header is the row among the first ones whose cells are names of fields, in either language and in people's spelling;
   each field is given to one column at most. Columns that nothing fits stay without a field. The map lives in ctx->arena. */
struct import_map import_guess(struct ctx *ctx, const struct register_def *def, const struct sheet *sheet);
/* May the field be filled from a file: it is neither made by a hook nor moved by steps. */
bool import_takes(const struct register_def *def, size_t field);
/* The field as a form has it, under the name `all.FIELD`: for what every line has. */
bool import_input(struct ctx *ctx, struct html *h, const struct register_def *def, size_t field, struct str value,
                  struct err *e) MUST_USE;
/* Fields worth asking for when no column brings them: required ones, and those by which a line is known. */
bool import_asks(const struct register_def *def, const struct import_map *map, size_t field);
/* What stands in the header at this column; "" beyond its end. */
struct str import_header(const struct sheet *sheet, const struct import_map *map, size_t column);
/* The header's words in one line: files of the same make are known by it. */
struct str import_signature(struct arena *a, const struct sheet *sheet, size_t header);
/* Required fields that neither a column nor a value for all brings; the number of them. */
size_t import_lacks(const struct register_def *def, const struct import_map *map, const struct field **ret_fields, size_t most);

/* A question only a person can answer, and the answer. */
struct import_question {
    const char *field; /* the reference that fits several rows; NULL: the line itself is like several rows */
    struct str typed;  /* what stands in the cells; of a line its number */
    size_t lines;      /* how many lines wait for it */
    const struct ui_choice *candidates;
    size_t n_candidates;
};
enum { IMPORT_LEAVE = 0, IMPORT_AS_NEW = -1 };
struct import_answer {
    const char *field; /* as in the question */
    struct str typed;
    int64_t id; /* the row meant; IMPORT_LEAVE: these lines are left out; IMPORT_AS_NEW: a line makes a row of its own */
};

enum import_verdict {
    IMPORT_NEW,
    IMPORT_CHANGED,
    IMPORT_SAME,   /* the record holds it already */
    IMPORT_LEFT,   /* a line of totals, a repetition, or left out by an answer */
    IMPORT_UNSURE, /* waits for an answer */
    IMPORT_WRONG,
    IMPORT_VERDICTS
};
const char *import_verdict_name(enum import_verdict verdict); /* "new" … : in tables and on the command line */
struct import_fault {
    int field;          /* index; IMPORT_NO_FIELD: the line as a whole */
    struct str value;   /* what stands in the cell */
    struct str message; /* what is wrong and how to mend it */
};
struct import_line {
    uint32_t number; /* as Excel shows it */
    enum import_verdict verdict;
    int64_t id, version; /* of its row after the import; 0 where there is none */
    struct str title;
    const struct import_fault *faults; /* of IMPORT_WRONG and IMPORT_UNSURE; of IMPORT_LEFT why; of IMPORT_CHANGED what */
    size_t n_faults;
    struct str old; /* IMPORT_CHANGED: what stood there, for import_undo */
};
struct import_plan {
    const struct import_line *lines;
    size_t n, counts[IMPORT_VERDICTS];
    const struct import_question *questions;
    size_t n_questions;
    struct str fingerprint; /* of every line's outcome: equal plans, equal word */
    bool done;              /* the record holds it now */
};

typedef bool import_progress(void *with, size_t done, size_t total, struct err *e);
struct import_ask {
    const struct register_def *def;
    const struct sheet *sheet;
    struct import_map map;
    const struct import_answer *answers;
    size_t n_answers;
    bool keep;              /* false: a look */
    struct str fingerprint; /* keep only where the plan is still this one; "" keeps whatever it is */
    bool all_or_nothing;    /* keep only where no line is wrong or unsure */
    import_progress *progress;
    void *with;
};
/* Lines that are wrong or unsure are left out, all others are done. The plan lives in `keep`, which wants some 2 KiB a line. To
   be called on a connection that writes, within a db_write or outside; ERR_FORBIDDEN when the actor may not import here. */
bool import_run(struct ctx *ctx, struct arena *keep, const struct import_ask *ask, struct import_plan *ret_plan,
                struct err *e) MUST_USE;

/* Takes an import back: rows it made go, rows it changed become as they were; all or none. Lines that cannot be, because their
   row was changed later or something refers to it, come back with the reason, and then nothing was done. */
struct import_past {
    uint32_t number;
    enum import_verdict verdict; /* IMPORT_NEW or IMPORT_CHANGED */
    int64_t id, version;
    struct str old;
};
bool import_undo(struct ctx *ctx, const struct register_def *def, const struct import_past *lines, size_t n,
                 struct import_line **ret_blocked, size_t *ret_n_blocked, struct err *e) MUST_USE;

/* The sheet as it came, with what became of each line in two more columns: «Результат» and «Ошибки». */
struct import_said {
    uint32_t number;
    struct str result, faults;
};
bool import_workbook(struct ctx *ctx, const struct sheet *sheet, const struct import_map *map, const struct import_said *said,
                     size_t n, struct str *ret_bytes, struct err *e) MUST_USE;
#endif
