/* The closed list of roles: their names in the database and on the command line, and their names for people. */
#include "access/access_in.h"
#include "base/buf.h"
#include "base/text/text.h"

static const char *const names[ROLE_COUNT] = {
    [ROLE_ADMINISTRATOR] = "administrator",
    [ROLE_DIRECTOR] = "director",
    [ROLE_HEAD] = "head",
    [ROLE_METHODOLOGIST] = "methodologist",
    [ROLE_PSYCHOLOGIST] = "psychologist",
    [ROLE_SECRETARY] = "secretary",
    [ROLE_TEACHER] = "teacher",
    [ROLE_COORDINATOR] = "coordinator",
};

const char *role_name(enum role r)
{
    BUG_IF(r >= ROLE_COUNT);
    return names[r];
}

bool role_read(struct str s, enum role *ret_role)
{
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        if (str_is(s, names[r])) {
            *ret_role = (enum role)r;
            return true;
        }
    }
    return false;
}

int role_text(enum role r)
{
    static const enum text_id texts[ROLE_COUNT] = {
        [ROLE_ADMINISTRATOR] = T_ACCESS_ROLE_ADMINISTRATOR,
        [ROLE_DIRECTOR] = T_ACCESS_ROLE_DIRECTOR,
        [ROLE_HEAD] = T_ACCESS_ROLE_HEAD,
        [ROLE_METHODOLOGIST] = T_ACCESS_ROLE_METHODOLOGIST,
        [ROLE_PSYCHOLOGIST] = T_ACCESS_ROLE_PSYCHOLOGIST,
        [ROLE_SECRETARY] = T_ACCESS_ROLE_SECRETARY,
        [ROLE_TEACHER] = T_ACCESS_ROLE_TEACHER,
        [ROLE_COORDINATOR] = T_ACCESS_ROLE_COORDINATOR,
    };
    BUG_IF(r >= ROLE_COUNT);
    return (int)texts[r];
}

struct str roles_written(struct arena *a, role_set roles)
{
    struct buf *b = buf_new(a, 1024);
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        if (roles & ROLE(r)) {
            buf_putf(b, "%s%s", buf_len(b) ? "," : "", names[r]);
        }
    }
    return buf_str(b);
}

role_set roles_read(struct str written)
{
    role_set roles = 0;
    struct str piece;
    enum role r;
    while (str_next(&written, ',', &piece)) {
        if (role_read(piece, &r)) {
            roles |= ROLE(r);
        }
    }
    return roles;
}
