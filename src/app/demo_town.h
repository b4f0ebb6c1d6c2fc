/* The second centre of `orientir demo`: the town to practise on, made of a seed. */
#ifndef APP_DEMO_TOWN_H
#define APP_DEMO_TOWN_H
#include "app/command.h"
#include "features/town/town.h"

struct town_wish {
    struct town_plan plan;
    int64_t first; /* the centre whose accounts the town's have their passwords of */
};
/* What --seed, --size and --today ask for; false after having complained. Today is the clock's where nobody names a day. */
bool town_wished(const struct call *call, struct ctx *ctx, struct town_wish *ret_wish, int *ret_code);
/* Makes the centre with its accounts inside the caller's db_write, and comes back to the centre ctx was in. */
bool town_make(struct ctx *ctx, const struct town_wish *wish, struct town_made *ret_made, struct err *e) MUST_USE;
/* The town of the database; id 0 when there is none. */
bool town_find(struct ctx *ctx, struct centre *ret_town, struct err *e) MUST_USE;
void town_tell_made(const struct call *call, const struct town_wish *wish, const struct town_made *made);
/* How to sign in to it, with the passwords that were told for the first centre. */
void town_tell_sign_in(const struct call *call, const struct centre *town);
#endif
