/* The enumeration of faults: what is asked (fault_requests.c), how a call of the system is made to fail (fault_writes.c), and
   the loop over both (fault_enumeration.c). */
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
    bool moves, nobody; /* nobody: without the session */
};

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

/* Request number i of this stage, made up from what base holds now; false after the last. */
bool stage_request(struct stage *s, size_t i, struct asked *ret_asked);

/* From now on the n-th call that writes or syncs a file fails with this errno, and with `lasting` every one after it; 0 lets
   all pass and begins to count. */
void writes_fail_at(uint64_t n, int why, bool lasting);
uint64_t writes_done(void);
#endif
