/* Does one role see no more than others do? Asked of the declarations themselves, so that a new register or address is judged
   by being declared. Only seeing counts: a token cannot do anything else. */
#include "features/token/token_in.h"

/* The scopes stand in the enum from the widest to the narrowest. */
static bool rows_within(const struct register_def *def, const struct actor *narrow, const struct actor *wide)
{
    enum rows_scope one, two;
    if (!rule_find(def->rules, def->n_rules, narrow, MAY_SEE, &one)) {
        return true;
    }
    return rule_find(def->rules, def->n_rules, wide, MAY_SEE, &two) && two <= one;
}

bool role_within(const struct ctx *ctx, enum role role, role_set roles)
{
    if (role == ROLE_ADMINISTRATOR && !(roles & ROLE(role))) {
        return false; /* what is only his has no address for programs today, and may have one tomorrow */
    }
    const struct actor narrow = { .roles = ROLE(role) }, wide = { .roles = roles };
    for (size_t i = 0; i < ctx->registers->n; i++) {
        if (!rows_within(ctx->registers->all[i], &narrow, &wide)) {
            return false;
        }
    }
    for (size_t i = 0; i < ctx->site->n_routes; i++) {
        const struct route *route = &ctx->site->routes[i];
        if (route_is_json(route) && actor_may(&narrow, route->right) && !actor_may(&wide, route->right)) {
            return false;
        }
    }
    return true;
}
