/* Who reckons by elimination modulo a large prime what follows from the numbers of a table: an attacker of public editions for
   the tests, who shares no code with what hides them. */
#ifndef SUPPORT_ATTACK_H
#define SUPPORT_ATTACK_H
#include "base/arena.h"
#include "report/disclosure.h"

static const int64_t ATTACK_PRIME = 2147483629;

static inline int64_t attack_power(int64_t x, int64_t n)
{
    int64_t result = 1;
    for (; n > 0; n /= 2, x = x * x % ATTACK_PRIME) {
        result = n % 2 ? result * x % ATTACK_PRIME : result;
    }
    return result;
}

static inline void attack_reduce(int64_t *row, const int64_t *by, size_t lead, size_t width)
{
    int64_t factor = row[lead];
    for (size_t c = 0; factor != 0 && c < width; c++) {
        row[c] = ((row[c] - factor * by[c]) % ATTACK_PRIME + ATTACK_PRIME) % ATTACK_PRIME;
    }
}

struct space {
    struct arena *a;
    int64_t **rows;
    size_t *leads, n, width;
};

static inline struct space *space_new(struct arena *a, size_t width)
{
    struct space *s = NEW(a, struct space);
    *s = (struct space){ .a = a, .width = width };
    s->rows = NEW_ARRAY(a, int64_t *, width + 1);
    s->leads = NEW_ARRAY(a, size_t, width + 1);
    return s;
}

/* False when the form follows from what is there already; keep: it is there from now on. */
static inline bool space_enter(struct space *s, const struct disclosure_cell *cell, bool keep)
{
    int64_t *row = NEW_ARRAY(s->a, int64_t, s->width + 1);
    for (size_t t = 0; t < cell->n_terms; t++) {
        row[cell->terms[t].variable] = (row[cell->terms[t].variable] + cell->terms[t].sign + ATTACK_PRIME) % ATTACK_PRIME;
    }
    for (size_t r = 0; r < s->n; r++) {
        attack_reduce(row, s->rows[r], s->leads[r], s->width);
    }
    size_t lead = 0;
    while (lead < s->width && row[lead] == 0) {
        lead++;
    }
    if (lead < s->width && keep) {
        int64_t inverse = attack_power(row[lead], ATTACK_PRIME - 2);
        for (size_t c = 0; c < s->width; c++) {
            row[c] = row[c] * inverse % ATTACK_PRIME;
        }
        s->leads[s->n] = lead;
        s->rows[s->n++] = row;
    }
    return lead < s->width;
}
#endif
