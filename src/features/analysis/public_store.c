/* Public editions as they are stored, and what they told: every number of people as a sum of undivided counts, with the word
   whether it was shown. */
#include "features/analysis/public.h"

#include "access/access.h"
#include "analysis_sql.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/num.h"

#define PUBLIC_COLUMNS                                                                                                         \
    { "id", DB_INT, offsetof(struct public_edition, id) }, { "edition", DB_INT, offsetof(struct public_edition, edition_id) }, \
        { "number", DB_INT, offsetof(struct public_edition, number) },                                                         \
        { "year", DB_INT, offsetof(struct public_edition, year) },                                                             \
        { "least", DB_INT, offsetof(struct public_edition, least) },                                                           \
        { "title", DB_TEXT, offsetof(struct public_edition, title) },                                                          \
        { "published_at", DB_INT, offsetof(struct public_edition, published_at) },                                             \
        { "published_by", DB_TEXT, offsetof(struct public_edition, published_by) },                                            \
        { "withdrawn_at", DB_MAYBE_INT, offsetof(struct public_edition, withdrawn_at) },                                       \
        { "withdrawn_by", DB_TEXT, offsetof(struct public_edition, withdrawn_by) },                                            \
    {                                                                                                                          \
        "sha256", DB_TEXT, offsetof(struct public_edition, sha256)                                                             \
    }
static const struct db_column list_columns[] = { PUBLIC_COLUMNS };
static const struct db_shape list_shape = DB_SHAPE(struct public_edition, list_columns);
static const struct db_column one_columns[] = { PUBLIC_COLUMNS, { "form", DB_TEXT, offsetof(struct public_edition, form) } };
static const struct db_shape one_shape = DB_SHAPE(struct public_edition, one_columns);
static const struct db_column facts_columns[] = { { "facts", DB_TEXT, 0 } };
static const struct db_shape facts_shape = DB_SHAPE(struct str, facts_columns);

bool public_list(struct ctx *ctx, struct public_edition **ret_editions, size_t *ret_n, struct err *e)
{
    return db_rows(ctx->db, ctx->arena, &q_public_editions, DB_NO_ARGS, &list_shape, (void *)ret_editions, ret_n, e);
}

bool public_of_year(struct ctx *ctx, int64_t year, struct public_edition *ret_edition, struct err *e)
{
    return db_one(ctx->db, ctx->arena, &q_public_edition_of_year, DB_ARGS(year), &one_shape, ret_edition, e);
}

static bool matters(const struct public_cells *p, const struct disclosure_cell *cell)
{
    for (size_t t = 0; t < cell->n_terms; t++) {
        if (p->atoms[cell->terms[t].variable].sensitive) {
            return cell->printed || cell->known || cell->least > 0;
        }
    }
    return false;
}

static struct json *atom_json(struct arena *a, const struct public_atom *atom)
{
    struct json *j = json_object(a);
    json_put_text(a, j, "register", atom->register_name);
    json_put_text(a, j, "unit", atom->unit);
    json_put_int(a, j, "id", atom->id);
    json_put_int(a, j, "from", atom->grade_from);
    json_put_int(a, j, "to", atom->grade_to);
    json_put_int(a, j, "value", atom->value);
    json_put(a, j, "people", json_bool(a, atom->sensitive));
    return j;
}

struct str public_facts(const struct public_cells *p)
{
    struct arena *a = p->source->ctx->arena;
    struct json *j = json_object(a), *atoms = json_array(a), *cells = json_array(a);
    for (size_t i = 0; i < p->n_atoms; i++) {
        json_add(atoms, atom_json(a, &p->atoms[i]));
    }
    for (size_t i = 0; i < p->n_cells; i++) {
        const struct disclosure_cell *cell = &p->cells[i];
        struct json *one = json_object(a), *terms = json_array(a);
        if (!matters(p, cell)) {
            continue;
        }
        for (size_t t = 0; t < cell->n_terms; t++) { /* counted from 1, so that a minus can be seen */
            json_add(terms, json_int(a, cell->terms[t].sign * ((int64_t)cell->terms[t].variable + 1)));
        }
        json_put(a, one, "terms", terms);
        json_put(a, one, "told", json_bool(a, cell->known || (cell->printed && !cell->hidden)));
        json_put_int(a, one, "least", cell->least);
        json_add(cells, one);
    }
    json_put(a, j, "atoms", atoms);
    json_put(a, j, "cells", cells);
    return json_write(a, j);
}

static size_t count(const struct json *array)
{
    size_t n = 0;
    for (const struct json *j = array ? array->first : NULL; j; j = j->next) {
        n++;
    }
    return n;
}

static int64_t number_of(const struct json *j, const char *key)
{
    int64_t n = 0;
    return num_read_int(json_text(j, key), &n) ? n : 0;
}

static bool yes(const struct json *j, const char *key)
{
    const struct json *value = json_get(j, key);
    return value && value->kind == JSON_TRUE;
}

static bool know_cell(struct public_cells *p, const struct json *j, const size_t *atoms, size_t n_atoms)
{
    const struct json *numbers = json_get(j, "terms");
    struct disclosure_term *terms = NEW_ARRAY(p->source->ctx->arena, struct disclosure_term, count(numbers) + 1);
    size_t n = 0;
    for (const struct json *t = numbers ? numbers->first : NULL; t; t = t->next) {
        int64_t at = 0;
        if (!num_read_int(t->text, &at) || at == 0 || (uint64_t)(at < 0 ? -at : at) > n_atoms) {
            return false;
        }
        terms[n++] = (struct disclosure_term){ atoms[(at < 0 ? -at : at) - 1], at < 0 ? -1 : 1 };
    }
    size_t index = public_cell(p, terms, n); /* may move the cells */
    int64_t least = number_of(j, "least");
    struct disclosure_cell *cell = &p->cells[index];
    cell->known = cell->known || yes(j, "told");
    cell->least = cell->least > least ? cell->least : least;
    return true;
}

bool public_known(struct public_cells *p, struct str facts, struct err *e)
{
    struct json *j;
    if (!json_read(p->source->ctx->arena, facts, &j, e)) {
        return false;
    }
    const struct json *all = json_get(j, "atoms"), *cells = json_get(j, "cells");
    size_t n_atoms = 0, *atoms = NEW_ARRAY(p->source->ctx->arena, size_t, count(all) + 1);
    for (const struct json *one = all ? all->first : NULL; one; one = one->next) {
        const struct public_atom atom = { json_text(one, "register"), json_text(one, "unit"), number_of(one, "id"),
                                          number_of(one, "from"),     number_of(one, "to"),   number_of(one, "value"),
                                          yes(one, "people") };
        atoms[n_atoms++] = public_atom(p, &atom);
    }
    for (const struct json *one = cells ? cells->first : NULL; one; one = one->next) {
        if (!know_cell(p, one, atoms, n_atoms)) {
            return err_set(e, ERR_BROKEN, "public_known", STR("what an earlier public edition told cannot be read"));
        }
    }
    return true;
}

bool public_told(struct ctx *ctx, struct public_cells *p, struct err *e)
{
    struct str *facts;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_public_edition_facts, DB_NO_ARGS, &facts_shape, (void *)&facts, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!public_known(p, facts[i], e)) {
            return false;
        }
    }
    return true;
}

static bool trail(struct ctx *ctx, int64_t id, const char *verb, struct str value, struct err *e)
{
    const struct audit_entry entry = { .field = STR("public"), .new_value = value };
    return audit_put(ctx, STR("public_edition"), id, verb, &entry, 1, e);
}

bool public_withdraw(struct ctx *ctx, int64_t year, struct err *e)
{
    struct public_edition last;
    return public_of_year(ctx, year, &last, e) &&
           db_do(ctx->db, &q_public_edition_withdraw, DB_ARGS(year, ctx->now_ms, ctx->actor->name), NULL, e) &&
           trail(ctx, last.id, "withdraw", STR("no"), e);
}

bool public_put(struct ctx *ctx, int64_t edition_id, int64_t least, const struct public_made *made, struct err *e)
{
    struct arena *a = ctx->arena;
    int64_t id, year = made->shown->analysis->year;
    struct json *hidden = json_object(a);
    json_put_int(a, hidden, "small", (int64_t)made->n_small);
    json_put_int(a, hidden, "others", (int64_t)made->n_others);
    json_put_int(a, hidden, "names", (int64_t)made->names.n);
    return db_do(ctx->db, &q_public_edition_withdraw, DB_ARGS(year, ctx->now_ms, ctx->actor->name), NULL, e) &&
           db_new_id(ctx->db, STR("public_edition"), &id, e) &&
           db_do(ctx->db, &q_public_edition_add,
                 DB_ARGS(id, edition_id, year, least, made->shown->analysis->title, ctx->now_ms, ctx->actor->name, made->form,
                         hash_sha256_hex(a, made->form), made->facts),
                 NULL, e) &&
           trail(ctx, id, "publish", json_write(a, hidden), e);
}
