/* The enumeration of faults: what is asked (fault_requests.c, fault_kept.c), how a call of the system is made to fail
   (fault_writes.c), the folders of files beside the base (fault_folders.c), and the loop over all (fault_enumeration.c). */
#ifndef FAULT_H
#define FAULT_H
#include "registers/walk.h"

/* The pages and forms are asked in an order in which each finds what it needs; `moves` forms change the ground for what
 * follows. */
struct asked {
    const char *pattern;
    enum method method;
    const char *path;
    struct param form[MOST_PAIRS];
    size_t n_form;
    struct upload file;
    bool moves, nobody; /* nobody: without the session */
};

/* The hand-written ones. In paths and values $word stands for what the database holds at that moment. */
struct hand {
    const char *pattern, *path;
    enum method method;
    struct {
        const char *name, *value;
    } form[10];
    const char *file_field, *file_name, *file_bytes;
    size_t file_len;
    bool moves, nobody;
    void (*before)(struct ctx *ctx); /* changes base first */
};
extern const struct hand hands_kept[];
extern const size_t n_hands_kept;
/* What $word stands for among these; false when it is none of theirs. */
bool kept_word(struct ctx *ctx, struct str word, struct str *ret_value);

struct stage {
    size_t engine;
    struct arena *arena;
    struct house house;
    struct walker walker; /* for plausible values; its connection is to `base`, open only while a request is made up */
    const char *base;     /* the database as the requests so far have left it; nobody has it open */
    struct str token, csrf;
    int64_t now_ms;
    int64_t *rows; /* by register: one that others refer to, one to remove (ROWS_EACH each) */
};
enum { ROW_STAYS, ROW_SPARE, ROWS_EACH };

/* A database with rows in every register, an account and its session. */
void stage_open(struct stage *s, size_t engine);
void stage_close(struct stage *s);
/* A connection to a database, in an arena of its own; stops the program when the world fails. */
struct db *stage_connect(struct stage *s, struct arena *a, const char *url, enum db_mode mode);
_Noreturn void stage_stop(const char *where, const struct err *e);

/* The folders of files and copies beside the base. A request that touches them begins with what the requests so far left there,
   and one that moves leaves its own. */
const char *folder_files(void);
const char *folder_copies(void);
bool folders_touched(const struct asked *asked);
void folders_as_they_were(void);
void folders_keep(void);
void folders_empty(void); /* a new base begins with none */
/* A row that names a content which is not there: its name, else "". */
struct str folders_missing(struct db *db, struct arena *a);

/* Request number i of this stage, made up from what base holds now; false after the last. */
bool stage_request(struct stage *s, size_t i, struct asked *ret_asked);

/* From now on the n-th call that writes or syncs a file fails with this errno, and with `lasting` every one after it; 0 lets
   all pass and begins to count. */
void writes_fail_at(uint64_t n, int why, bool lasting);
uint64_t writes_done(void);
/* The same for calls that make, open for writing, link or rename a file or folder. */
void files_fail_at(uint64_t n, int why);
uint64_t files_done(void);
#endif
