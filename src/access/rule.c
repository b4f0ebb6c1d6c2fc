/* Who may do what, and on which rows. A right is a set of roles; a rule gives roles some verbs on a scope of rows. */
#include "access/access.h"

const struct actor actor_nobody = { .login = { "", 0 }, .name = { "", 0 }, .csrf = { "", 0 } };
const struct actor actor_owner = { .roles = ROLES_ALL, .login = { "", 0 }, .name = { "", 0 }, .csrf = { "", 0 } };

bool actor_may(const struct actor *actor, role_set right)
{
    return (right & RIGHT_PUBLIC) != 0 || (actor->roles & right & ROLES_ALL) != 0;
}

/* The scopes stand in the enum from the widest to the narrowest. */
bool rule_find(const struct rule *rules, size_t n, const struct actor *actor, enum may verb, enum rows_scope *ret_scope)
{
    bool found = false;
    enum rows_scope widest = ROWS_OWN;
    for (size_t i = 0; i < n; i++) {
        if ((rules[i].may & (unsigned)verb) && actor_may(actor, rules[i].who)) {
            widest = rules[i].rows < widest ? rules[i].rows : widest;
            found = true;
        }
    }
    if (found) {
        *ret_scope = widest;
    }
    return found;
}

role_set rule_roles(const struct rule *rules, size_t n, enum may verb)
{
    role_set who = 0;
    for (size_t i = 0; i < n; i++) {
        if (rules[i].may & (unsigned)verb) {
            who |= rules[i].who;
        }
    }
    return who;
}
