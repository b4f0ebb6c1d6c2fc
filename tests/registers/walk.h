/* Walking the pages of any register without a socket: who asks, what is sent, what came back. */
#ifndef REGISTERS_WALK_H
#define REGISTERS_WALK_H
#include "app/house.h"

enum { MOST_PAIRS = 64 };

struct walker {
    struct arena *arena;
    const char *url; /* of the database */
    struct house house;
    struct ctx ctx;
    int64_t account_id;
    size_t turn;          /* which of its choices a field takes: a hook may refuse the first */
    int64_t own, foreign; /* two schools: the coordinator's and another */
};
struct visit {
    int status;
    struct str location, body;
};

/* A migrated database with an account, an academic year and two schools. Stops the test when the world fails. */
void walker_open_empty(struct walker *w, size_t engine); /* migrated, and nothing in it */
void walker_open(struct walker *w, size_t engine);
void walker_close(struct walker *w);
/* The actor from now on: an account with these roles, of the own school. */
void walker_is(struct walker *w, role_set roles);
struct visit walk(struct walker *w, const char *path);
struct visit walk_post(struct walker *w, const char *path, const struct param *pairs, size_t n);
/* Plausible values for the fields of a register, by type; references point at rows that are made for it. `seed` makes texts and
   numbers differ from row to row. Returns how many pairs. */
size_t plausible(struct walker *w, const struct register_def *def, int seed, struct param pairs[MOST_PAIRS]);
/* A row made of plausible values by the owner of the machine. */
int64_t row_made(struct walker *w, const struct register_def *def, int seed);
/* The same with one field given. */
int64_t row_made_with(struct walker *w, const struct register_def *def, int seed, const char *name, struct str value);
/* The same, and 0 when the row is refused. */
int64_t row_tried(struct walker *w, const struct register_def *def, int seed, const char *name, struct str value,
                  struct err *e);
bool says(struct visit v, struct str words);
#endif
