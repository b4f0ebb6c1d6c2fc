/* Rows of the town: collected as text, added like an import, their memory given back one by one. */
#include "features/town/town_in.h"

struct known {
    struct str key;
    int64_t id;
    struct known *next;
};
enum { KNOWN_LISTS = 4096 };

struct row row_begin(struct town *town, const char *register_name, int year)
{
    struct row row = { .town = town, .def = register_find(town->ctx, str_c(register_name)) };
    BUG_IF(!row.def);
    town->own.year = year < 0 ? 0 : town_calendar(town, year);
    return row;
}

void row_put(struct row *row, const char *field, struct str value)
{
    if (value.len > 0) {
        BUG_IF(row->n == MOST_FIELDS);
        row->pairs[row->n++] = (struct param){ str_c(field), value };
    }
}

void row_int(struct row *row, const char *field, int64_t value)
{
    row_put(row, field, str_format(row->town->own.arena, "%lld", (long long)value));
}

void row_day(struct row *row, const char *field, struct day day)
{
    row_put(row, field, day_iso(row->town->own.arena, day));
}

bool row_add(struct row *row, int64_t *ret_id, struct err *e)
{
    struct town *town = row->town;
    struct err why = { 0 };
    bool done = record_add(&town->own, row->def, row->pairs, row->n, ret_id, &why);
    if (!done) {
        err_set(
            e, why.kind, "town_load",
            str_format(town->ctx->arena, "%s, year %d: %.*s", row->def->name, town->own.year, (int)why.what.len, why.what.at));
    }
    town->made->rows++;
    arena_reset(town->own.arena);
    return done;
}

static struct str key_of(struct arena *a, const char *register_name, int year, int copy, struct str key)
{
    return str_format(a, "%s %d %d %.*s", register_name, year, copy, (int)key.len, key.at);
}

void town_remember(struct town *town, const char *register_name, int year, int copy, struct str key, int64_t id)
{
    struct arena *a = town->ctx->arena;
    if (!town->known) {
        town->known = NEW_ARRAY(a, struct known *, KNOWN_LISTS);
    }
    struct known *known = NEW(a, struct known), **list;
    *known = (struct known){ key_of(a, register_name, year, copy, key), id, NULL };
    list = &town->known[str_hash(known->key) % KNOWN_LISTS];
    known->next = *list;
    *list = known;
}

static const struct known *find(const struct town *town, struct str key)
{
    const struct known *known = town->known ? town->known[str_hash(key) % KNOWN_LISTS] : NULL;
    while (known && !str_equal(known->key, key)) {
        known = known->next;
    }
    return known;
}

bool town_recall(struct town *town, const char *register_name, const struct place *at, struct str key, int64_t *ret_id)
{
    const int wheres[][2] = { { at->year, at->copy }, { at->year, -1 }, { -1, at->copy }, { -1, -1 } };
    for (size_t i = 0; i < COUNT(wheres); i++) {
        const struct known *known = find(town, key_of(town->own.arena, register_name, wheres[i][0], wheres[i][1], key));
        if (known) {
            *ret_id = known->id;
            return true;
        }
    }
    return false;
}
