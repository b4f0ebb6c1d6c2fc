/* The other two changes of a row: removing it, and a step of its state. The same rules as a save: one db_write, the scope of
   the rule, the version, the trail, the hook. A row that others refer to is not removed: the database says so. */
#include "base/text/text.h"
#include "register/type.h"

bool change_settle(struct ctx *ctx, const struct record *old, const struct record *now, struct refusal *ret_refusal,
                   struct err *e)
{
    const struct register_def *def = now ? now->def : old->def;
    struct refusal refusal = { NULL, STR_NONE };
    if ((def->hooks.after_save && !def->hooks.after_save(ctx, old, now, e)) ||
        (def->hooks.holds && !def->hooks.holds(ctx, old, now, &refusal, e))) {
        return false;
    }
    if (refusal.message.len == 0) {
        return true;
    }
    *ret_refusal = refusal;
    err_setf(e, ERR_INVALID, "change_settle", "%s: the record may not stand so", def->name);
    e->hint = refusal.message;
    return false;
}

struct removal {
    const struct register_def *def;
    int64_t id, version;
};

static bool remove_work(struct ctx *ctx, void *arg, struct err *e)
{
    const struct removal *r = arg;
    struct record old;
    int64_t changed;
    if (!record_get_for(ctx, r->def, r->id, MAY_REMOVE, &old, e)) {
        return false;
    }
    for (size_t i = 0; i < r->def->n_fields; i++) {
        if (r->def->fields[i].type->columns == COLUMNS_LINK && !links_drop(ctx, &r->def->fields[i], r->id, e)) {
            return false;
        }
    }
    struct sql *s = sql_new(ctx->arena);
    SQL(s, "DELETE FROM ");
    sql_name(s, r->def->name);
    SQL(s, " WHERE centre_id = :centre AND id = ");
    sql_value(s, DB_VALUE(r->id));
    SQL(s, " AND version = ");
    sql_value(s, DB_VALUE(r->version));
    if (!sql_do(ctx, s, &changed, e)) {
        return false;
    }
    if (changed != 1) {
        return err_setf(e, ERR_CONFLICT, "record_remove", "%s %lld", r->def->name, (long long)r->id);
    }
    struct refusal refusal;
    const struct register_extra *extra = ctx->registers->extra;
    return (!extra || !extra->removed || extra->removed(ctx, &old, e)) && audit_difference(ctx, &old, NULL, "remove", e) &&
           change_settle(ctx, &old, NULL, &refusal, e);
}

bool record_remove(struct ctx *ctx, const struct register_def *def, int64_t id, int64_t version, struct err *e)
{
    struct removal removal = { def, id, version };
    if (!register_may(ctx, def, MAY_REMOVE)) {
        return err_setf(e, ERR_FORBIDDEN, "record_remove", "%s", def->name);
    }
    if (!db_write(ctx, (struct db_lock){ def->name, id }, remove_work, &removal, e)) {
        if (e->kind == ERR_INVALID && !e->say && !e->hint.len) {
            e->say = T_REGISTER_IN_USE; /* a foreign key held it */
        }
        return false;
    }
    return true;
}

struct move {
    const struct register_def *def;
    int64_t id;
    struct str to;
};

static const struct step *step_find(struct ctx *ctx, const struct register_def *def, struct str from, struct str to)
{
    for (size_t i = 0; i < def->n_steps; i++) {
        const struct step *step = &def->steps[i];
        if (str_is(from, step->from) && str_is(to, step->to) && actor_may(ctx->actor, step->who)) {
            return step;
        }
    }
    return NULL;
}

static bool step_work(struct ctx *ctx, void *arg, struct err *e)
{
    const struct move *m = arg;
    struct record old;
    /* Who may only see the row may not move it, whatever the step says of roles. */
    if (!record_get_for(ctx, m->def, m->id, MAY_EDIT, &old, e)) {
        return false;
    }
    if (!step_find(ctx, m->def, record_value(&old, "state").as.s, m->to)) {
        return err_setf(e, ERR_FORBIDDEN, "record_step", "%s %lld", m->def->name, (long long)m->id);
    }
    struct sql *s = sql_new(ctx->arena);
    SQL(s, "UPDATE ");
    sql_name(s, m->def->name);
    SQL(s, " SET version = version + 1, state = ");
    sql_value(s, DB_VALUE(m->to));
    SQL(s, " WHERE centre_id = :centre AND id = ");
    sql_value(s, DB_VALUE(m->id));
    if (!sql_do(ctx, s, NULL, e)) {
        return false;
    }
    struct record now;
    struct refusal refusal;
    return record_get(ctx, m->def, m->id, &now, e) && audit_difference(ctx, &old, &now, "step", e) &&
           change_settle(ctx, &old, &now, &refusal, e);
}

bool record_step(struct ctx *ctx, const struct register_def *def, int64_t id, struct str to, struct err *e)
{
    struct move move = { def, id, to };
    return db_write(ctx, (struct db_lock){ def->name, id }, step_work, &move, e);
}
