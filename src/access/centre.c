/* The centre itself: its name, its zone and whether its people are generated. */
#include "access/access.h"
#include "access_sql.h"

bool centre_read(struct ctx *ctx, struct centre *ret_centre, struct err *e)
{
    struct row {
        struct str name, short_name, zone;
        int64_t demo;
    } row;
    static const struct db_column columns[] = {
        { "name", DB_TEXT, offsetof(struct row, name) },
        { "short_name", DB_TEXT, offsetof(struct row, short_name) },
        { "zone", DB_TEXT, offsetof(struct row, zone) },
        { "demo", DB_INT, offsetof(struct row, demo) },
    };
    static const struct db_shape shape = DB_SHAPE(struct row, columns);
    if (!db_one(ctx->db, ctx->arena, &q_access_centre, DB_NO_ARGS, &shape, &row, e)) {
        return false;
    }
    *ret_centre = (struct centre){ row.name, row.short_name, row.zone, row.demo != 0 };
    return true;
}

static bool save_centre(struct ctx *ctx, void *arg, struct err *e)
{
    const struct centre *centre = arg;
    int64_t changed;
    return db_do(ctx->db, &q_access_centre_save,
                 DB_ARGS(centre->name, centre->short_name, centre->zone, (int64_t)(centre->demo ? 1 : 0)), &changed, e);
}

bool centre_save(struct ctx *ctx, const struct centre *centre, struct err *e)
{
    struct centre copy = *centre;
    return db_write(ctx, DB_NO_LOCK, save_centre, &copy, e);
}
