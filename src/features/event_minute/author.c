/* Whose form it is. A page may stand open longer than its session lasts; what is typed into it is then sent by nobody the
   server knows. The key of the form was made with a seal of its author, so that it can be laid among his drafts all the same:
   his, and no more than a draft. */
#include "base/num.h"
#include "base/random.h"
#include "features/event_minute/event_in.h"

enum { HALF = 32 }; /* signs: 128 random bits, 128 bits of the seal */

static bool seal_half(struct ctx *ctx, int64_t account, struct str random, struct str *ret_half, struct err *e)
{
    struct str words = str_format(ctx->arena, "event %lld %lld %.*s", (long long)db_centre(ctx->db), (long long)account,
                                  (int)random.len, random.at);
    struct str seal;
    if (!access_seal(ctx, account, words, &seal, e)) {
        return false;
    }
    *ret_half = str_part(seal, 0, HALF);
    return true;
}

bool event_new_key(struct ctx *ctx, struct str *ret_key, struct err *e)
{
    struct str random = random_hex(ctx->arena, HALF / 2), half;
    if (!seal_half(ctx, ctx->actor->account_id, random, &half, e)) {
        return false;
    }
    *ret_key = str_join(ctx->arena, random, half);
    return true;
}

struct str event_author(struct ctx *ctx)
{
    return str_format(ctx->arena, "%lld-%lld", (long long)db_centre(ctx->db), (long long)ctx->actor->account_id);
}

/* Takes as long whatever the two hold. */
static bool same(struct str one, struct str two)
{
    unsigned char difference = one.len != two.len;
    for (size_t i = 0; i < one.len && i < two.len; i++) {
        difference |= (unsigned char)(one.at[i] ^ two.at[i]);
    }
    return difference == 0;
}

static bool actor_of_seal(struct ctx *ctx, int64_t account, struct str key, struct actor *ret_actor, struct err *e)
{
    struct str half;
    struct actor actor;
    if (!seal_half(ctx, account, str_part(key, 0, HALF), &half, e) || !account_actor(ctx, account, &actor, e)) {
        return false;
    }
    if (same(half, str_part(key, HALF, HALF)) && actor_may(&actor, EVENT_WHO)) {
        *ret_actor = actor;
    }
    return true;
}

bool event_author_of(struct ctx *ctx, struct str author, struct str key, struct actor *ret_actor, struct err *e)
{
    int64_t centre, account, here = ctx->centre_id;
    struct str rest = author, first;
    struct err why = { 0 };
    *ret_actor = actor_nobody;
    if (!event_key_valid(key) || !str_next(&rest, '-', &first) || !num_read_int(first, &centre) ||
        !num_read_int(rest, &account) || centre <= 0 || account <= 0) {
        return true;
    }
    centre_enter(ctx, centre);
    bool known = actor_of_seal(ctx, account, key, ret_actor, &why);
    if (ret_actor->account_id == 0) {
        centre_enter(ctx, here);
    }
    if (!known && why.kind != ERR_NOT_FOUND && why.kind != ERR_FORBIDDEN) {
        *e = why;
        return false;
    }
    return true;
}
