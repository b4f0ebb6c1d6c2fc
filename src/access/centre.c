/* The centres of the database: their names, their zones and whether their people and numbers are made up. */
#include "access/access.h"
#include "access_sql.h"

struct row {
    int64_t id, demo;
    struct str name, short_name, zone;
    struct maybe_int seed;
};
static const struct db_column columns[] = {
    { "id", DB_INT, offsetof(struct row, id) },
    { "name", DB_TEXT, offsetof(struct row, name) },
    { "short_name", DB_TEXT, offsetof(struct row, short_name) },
    { "zone", DB_TEXT, offsetof(struct row, zone) },
    { "demo", DB_INT, offsetof(struct row, demo) },
    { "seed", DB_MAYBE_INT, offsetof(struct row, seed) },
};
static const struct db_shape shape = DB_SHAPE(struct row, columns);

static struct centre centre_of(const struct row *row)
{
    return (struct centre){ row->name, row->short_name, row->zone, row->demo != 0, row->seed, row->id };
}

bool centre_read(struct ctx *ctx, struct centre *ret_centre, struct err *e)
{
    struct row row;
    if (!db_one(ctx->db, ctx->arena, &q_access_centre, DB_NO_ARGS, &shape, &row, e)) {
        return false;
    }
    *ret_centre = centre_of(&row);
    return true;
}

bool centre_list(struct ctx *ctx, struct centre **ret_centres, size_t *ret_n, struct err *e)
{
    struct row *rows;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_access_centre_list, DB_NO_ARGS, &shape, &rows, &n, e)) {
        return false;
    }
    struct centre *centres = NEW_ARRAY(ctx->arena, struct centre, n + 1);
    for (size_t i = 0; i < n; i++) {
        centres[i] = centre_of(&rows[i]);
    }
    *ret_centres = centres;
    *ret_n = n;
    return true;
}

void centre_enter(struct ctx *ctx, int64_t centre_id)
{
    ctx->centre_id = centre_id;
    db_set_centre(ctx->db, centre_id);
}

static struct db_value demo_value(const struct centre *centre)
{
    return db_from_int(centre->demo ? 1 : 0);
}

bool centre_add(struct ctx *ctx, const struct centre *centre, int64_t *ret_id, struct err *e)
{
    struct db_table table;
    if (!db_table(ctx->db, ctx->arena, &q_access_centre_add,
                  DB_ARGS(centre->name, centre->short_name, centre->zone, demo_value(centre), centre->seed), &table, e)) {
        return false;
    }
    *ret_id = table.values[0].as.i;
    return true;
}

static bool save_centre(struct ctx *ctx, void *arg, struct err *e)
{
    const struct centre *centre = arg;
    int64_t changed;
    return db_do(ctx->db, &q_access_centre_save,
                 DB_ARGS(centre->name, centre->short_name, centre->zone, demo_value(centre), centre->seed), &changed, e);
}

bool centre_save(struct ctx *ctx, const struct centre *centre, struct err *e)
{
    struct centre copy = *centre;
    return db_write(ctx, DB_NO_LOCK, save_centre, &copy, e);
}
