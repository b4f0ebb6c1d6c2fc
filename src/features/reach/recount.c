/* Counting the rows again: what doctor compares the stored cells with (reach_recount) and what they are made anew from
   (reach_rebuild). The rows are read once and counted into a hash table, so that the price is that of reading them; a GROUP BY
   of ten columns sorts all rows first, which SQLite needs ten times as long for and a gigabyte of memory. */
#include "base/buf.h"
#include "features/headcount/headcount.h"
#include "features/reach/reach.h"
#include "reach_sql.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1024, PERIODS = 256 };
static const size_t MOST_MEMORY = (size_t)8 << 30; /* of some 140 bytes a cell */

/* A cell, counted or stored. */
struct cell {
    int64_t year, activity, organisation, grade_from, grade_to;
    struct str unit, audience, bucket;
    int64_t value, n_known, n_not_reported, n_not_entered, n_not_held;
    uint64_t hash;
    bool seen; /* the other side has it too */
};
/* A group of rows as the statement gives it: a cell that does not know its bucket yet. */
struct group {
    struct cell cell;
    struct day first, last;
    int64_t share; /* a school's part of a count of all organisations: in its cell, not in the sum */
};
struct cells {
    struct arena *arena;
    struct cell **slots; /* open addressing, a power of two */
    struct cell *all;
    size_t n, room;
};
struct count {
    struct arena *arena;
    struct cells cells, sums, organisations;
    /* Rows of a month share a bucket: the last ones are kept, so that it is not written anew for each of ten million. */
    struct {
        struct day first, last;
        struct str bucket;
    } periods[PERIODS];
};

#define CELL(member, kind)                                                                                                     \
    {                                                                                                                          \
#member, kind, offsetof(struct cell, member)                                                                           \
    }
#define CELL_COLUMNS                                                                                                           \
    CELL(year, DB_INT), CELL(activity, DB_INT), CELL(unit, DB_TEXT), CELL(audience, DB_TEXT), CELL(organisation, DB_INT),      \
        CELL(grade_from, DB_INT), CELL(grade_to, DB_INT), CELL(value, DB_INT), CELL(n_known, DB_INT),                          \
        CELL(n_not_reported, DB_INT), CELL(n_not_entered, DB_INT), CELL(n_not_held, DB_INT)

static uint64_t mixed(uint64_t hash, uint64_t with)
{
    hash = (hash ^ with) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

static uint64_t hash_of(const struct cell *c)
{
    uint64_t hash = mixed((uint64_t)c->activity, (uint64_t)c->organisation);
    hash = mixed(hash, (uint64_t)(c->year << 16 ^ c->grade_from << 8 ^ c->grade_to));
    hash = mixed(hash, str_hash(c->unit));
    hash = mixed(hash, str_hash(c->audience));
    return mixed(hash, str_hash(c->bucket));
}

static bool same_key(const struct cell *one, const struct cell *two)
{
    return one->hash == two->hash && one->activity == two->activity && one->organisation == two->organisation &&
           one->year == two->year && one->grade_from == two->grade_from && one->grade_to == two->grade_to &&
           str_equal(one->unit, two->unit) && str_equal(one->audience, two->audience) && str_equal(one->bucket, two->bucket);
}

static struct cell **slot_of(const struct cells *cells, const struct cell *c)
{
    size_t mask = 2 * cells->room - 1, i = c->hash & mask;
    while (cells->slots[i] && !same_key(cells->slots[i], c)) {
        i = (i + 1) & mask;
    }
    return &cells->slots[i];
}

/* Twice the room, in an arena of its own, so that what was outgrown goes away. */
static void grow(struct cells *cells)
{
    struct arena *arena = arena_new(MOST_MEMORY), *old = cells->arena;
    struct cell *all = cells->all;
    cells->arena = arena;
    cells->room = cells->room ? 2 * cells->room : FIRST_SLOTS;
    cells->slots = NEW_ARRAY(arena, struct cell *, 2 * cells->room);
    cells->all = NEW_ARRAY(arena, struct cell, cells->room);
    if (cells->n) {
        memcpy(cells->all, all, cells->n * sizeof *all);
    }
    for (size_t i = 0; i < cells->n; i++) {
        *slot_of(cells, &cells->all[i]) = &cells->all[i];
    }
    if (old) {
        arena_free(old);
    }
}

/* Adds to the cell of the same key, or begins it. Texts of a cell that begins are copied into `words`. */
static void add(struct cells *cells, struct arena *words, struct cell *c)
{
    if (cells->n == cells->room) {
        grow(cells);
    }
    c->hash = hash_of(c);
    struct cell **slot = slot_of(cells, c), *to = *slot;
    if (!to) {
        to = *slot = &cells->all[cells->n++];
        *to = *c;
        to->unit = str_copy(words, c->unit);
        to->audience = str_copy(words, c->audience);
        to->bucket = str_copy(words, c->bucket);
        return;
    }
    to->value += c->value;
    to->n_known += c->n_known;
    to->n_not_reported += c->n_not_reported;
    to->n_not_entered += c->n_not_entered;
    to->n_not_held += c->n_not_held;
}

static struct str bucket_of(struct count *count, struct day first, struct day last)
{
    size_t at = mixed((uint64_t)first.n, (uint64_t)last.n) % PERIODS;
    if (!first.known || !last.known) {
        return STR_NONE;
    }
    if (!count->periods[at].first.known || count->periods[at].first.n != first.n || count->periods[at].last.n != last.n) {
        count->periods[at].first = first;
        count->periods[at].last = last;
        count->periods[at].bucket = reach_bucket(count->arena, (struct period){ first, last, PRECISION_DAY });
    }
    return count->periods[at].bucket;
}

static bool full(const struct count *count, struct err *e)
{
    return arena_full(count->arena) && err_set(e, ERR_TOO_BIG, "reach_recount", STR("more cells than memory is given for"));
}

static bool take_group(void *with, const void *row, struct err *e)
{
    struct count *count = with;
    const struct group *group = row;
    struct cell c = group->cell;
    c.bucket = bucket_of(count, group->first, group->last);
    add(&count->cells, count->arena, &c);
    if (!group->share) {
        c.organisation = 0;
        add(&count->sums, count->arena, &c);
    }
    return !full(count, e);
}

static bool count_rows(struct ctx *ctx, struct count *count, struct err *e)
{
    static const struct db_column columns[] = { CELL_COLUMNS,
                                                { "period_first", DB_DAY, offsetof(struct group, first) },
                                                { "period_last", DB_DAY, offsetof(struct group, last) },
                                                { "share", DB_INT, offsetof(struct group, share) } };
    static const struct db_shape shape = DB_SHAPE(struct group, columns);
    grow(&count->cells);
    grow(&count->sums);
    grow(&count->organisations);
    return db_each(ctx->db, &q_reach_count_rows, DB_NO_ARGS, &shape, take_group, count, e);
}

/* What each organisation counted, from its cells. */
static bool count_organisations(struct count *count, struct err *e)
{
    for (size_t i = 0; i < count->cells.n; i++) {
        struct cell c = count->cells.all[i];
        c.grade_from = c.grade_to = 0;
        c.bucket = STR_NONE;
        add(&count->organisations, count->arena, &c);
    }
    return !full(count, e);
}

static void count_begin(struct count *count)
{
    *count = (struct count){ .arena = arena_new(MOST_MEMORY) };
}

static void count_end(struct count *count)
{
    struct arena *const arenas[] = { count->cells.arena, count->sums.arena, count->organisations.arena, count->arena };
    for (size_t i = 0; i < COUNT(arenas); i++) {
        if (arenas[i]) {
            arena_free(arenas[i]);
        }
    }
}

/* The order of the key, so that the table is written from front to back. */
static int by_key(const void *one, const void *two)
{
    const struct cell *a = one, *b = two;
    if (a->activity != b->activity) {
        return a->activity < b->activity ? -1 : 1;
    }
    int order = str_compare(a->unit, b->unit);
    order = order ? order : str_compare(a->audience, b->audience);
    if (order) {
        return order;
    }
    if (a->organisation != b->organisation) {
        return a->organisation < b->organisation ? -1 : 1;
    }
    int64_t grades = a->grade_from != b->grade_from ? a->grade_from - b->grade_from : a->grade_to - b->grade_to;
    return grades ? (grades < 0 ? -1 : 1) : str_compare(a->bucket, b->bucket);
}

static bool put_all(struct ctx *ctx, const struct db_query *put, struct cells *cells, struct err *e)
{
    qsort(cells->all, cells->n, sizeof *cells->all, by_key); /* the slots are of no use from here on */
    for (size_t i = 0; i < cells->n; i++) {
        const struct cell *c = &cells->all[i];
        struct db_value value = c->n_known ? DB_VALUE(c->value) : DB_NOTHING;
        const struct db_value args[] = {
            DB_VALUE(c->year),       DB_VALUE(c->activity),       DB_VALUE(c->unit),
            DB_VALUE(c->audience),   DB_VALUE(c->organisation),   DB_VALUE(c->grade_from),
            DB_VALUE(c->grade_to),   DB_VALUE(c->bucket),         value,
            DB_VALUE(c->n_known),    DB_VALUE(c->n_not_reported), DB_VALUE(c->n_not_entered),
            DB_VALUE(c->n_not_held),
        };
        if (!db_do(ctx->db, put, (struct db_args){ args, COUNT(args) }, NULL, e)) {
            return false;
        }
    }
    return true;
}

/* A statement a cell costs nothing in SQLite and a journey in PostgreSQL, which groups well by itself. */
static bool fill(struct ctx *ctx, struct err *e)
{
    if (db_engine(ctx->db) == DB_POSTGRES) {
        return db_do(ctx->db, &q_reach_cells_fill, DB_NO_ARGS, NULL, e) &&
               db_do(ctx->db, &q_reach_sums_fill, DB_NO_ARGS, NULL, e) &&
               db_do(ctx->db, &q_reach_organisations_fill, DB_NO_ARGS, NULL, e);
    }
    struct count count;
    count_begin(&count);
    bool ok = count_rows(ctx, &count, e) && put_all(ctx, &q_reach_cell_put, &count.cells, e) &&
              put_all(ctx, &q_reach_sum_put, &count.sums, e) &&
              db_do(ctx->db, &q_reach_organisations_fill, DB_NO_ARGS, NULL, e);
    count_end(&count);
    return ok;
}

/* A save of a count holds its year while it changes cells: whoever makes all anew waits for all of them and they for him. In
   the order of the years, so that two cannot wait for one another. */
static bool hold_years(struct ctx *ctx, struct err *e)
{
    struct db_table years;
    if (!db_table(ctx->db, ctx->arena, &q_reach_years, DB_NO_ARGS, &years, e)) {
        return false;
    }
    for (size_t i = 0; i < years.n_rows; i++) {
        if (!headcount_hold_year(ctx, years.values[i].as.i, e)) {
            return false;
        }
    }
    return true;
}

static bool rebuild(struct ctx *ctx, void *arg, struct err *e)
{
    (void)arg;
    return hold_years(ctx, e) && db_do(ctx->db, &q_reach_sums_clear, DB_NO_ARGS, NULL, e) &&
           db_do(ctx->db, &q_reach_cells_clear, DB_NO_ARGS, NULL, e) &&
           db_do(ctx->db, &q_reach_organisations_clear, DB_NO_ARGS, NULL, e) && fill(ctx, e);
}

bool reach_rebuild(struct ctx *ctx, struct err *e)
{
    return db_write(ctx, (struct db_lock){ "reach", 0 }, rebuild, NULL, e);
}

struct comparison {
    struct cells *counted;
    struct buf *complaints;
    const char *table;
    int64_t n;
};

static void complain(const struct comparison *with, const struct cell *c, const char *side)
{
    char value[24] = "-";
    int64_t rows = c->n_known + c->n_not_reported + c->n_not_entered + c->n_not_held;
    if (c->n_known) {
        snprintf(value, sizeof value, "%lld", (long long)c->value);
    }
    buf_putf(with->complaints, "%s: activity %lld, %.*s, organisation %lld, period '%.*s': %s %s of %lld rows\n", with->table,
             (long long)c->activity, (int)c->unit.len, c->unit.at, (long long)c->organisation, (int)c->bucket.len, c->bucket.at,
             side, value, (long long)rows);
}

static bool take_stored(void *arg, const void *row, struct err *e)
{
    struct comparison *with = arg;
    struct cell stored = *(const struct cell *)row;
    (void)e;
    stored.hash = hash_of(&stored);
    struct cell *counted = *slot_of(with->counted, &stored);
    with->n++;
    if (counted) {
        counted->seen = true;
    }
    if (!counted || counted->value != stored.value || counted->n_known != stored.n_known ||
        counted->n_not_reported != stored.n_not_reported || counted->n_not_entered != stored.n_not_entered ||
        counted->n_not_held != stored.n_not_held) {
        complain(with, &stored, "stored");
        if (counted) {
            complain(with, counted, "counted");
        }
    }
    return true;
}

static bool compare(struct ctx *ctx, const struct db_query *stored, struct comparison *with, struct err *e)
{
    static const struct db_column columns[] = { CELL_COLUMNS, CELL(bucket, DB_TEXT) };
    static const struct db_shape shape = DB_SHAPE(struct cell, columns);
    if (!db_each(ctx->db, stored, DB_NO_ARGS, &shape, take_stored, with, e)) {
        return false;
    }
    for (size_t i = 0; i < with->counted->n; i++) {
        if (!with->counted->all[i].seen) {
            complain(with, &with->counted->all[i], "counted");
        }
    }
    return true;
}

bool reach_recount(struct ctx *ctx, struct buf *complaints, int64_t *ret_cells, struct err *e)
{
    struct count count;
    count_begin(&count);
    struct comparison cells = { &count.cells, complaints, "reach_cell", 0 }, sums = { &count.sums, complaints, "reach_sum", 0 },
                      organisations = { &count.organisations, complaints, "reach_organisation", 0 };
    bool ok = count_rows(ctx, &count, e) && count_organisations(&count, e) && compare(ctx, &q_reach_cells_stored, &cells, e) &&
              compare(ctx, &q_reach_sums_stored, &sums, e) && compare(ctx, &q_reach_organisations_stored, &organisations, e);
    count_end(&count);
    if (ok) {
        *ret_cells = cells.n;
    }
    return ok;
}
