/* A mark under words that only the server can make: HMAC-SHA256 (RFC 2104) with what is stored of the account's password as its
   key. It needs no secret beside those that are guarded already, and ends when the password is changed or the account is
   closed. */
#include "access/access_in.h"
#include "access_sql.h"
#include "base/hash.h"

#include <stddef.h>
#include <string.h>

enum { BLOCK = 64, DIGEST = 32 };

struct str seal_made(struct arena *a, struct str key, struct str words)
{
    unsigned char block[BLOCK] = { 0 }, digest[DIGEST];
    char *inner = arena_take(a, BLOCK + words.len + 1, 1), *outer = arena_take(a, BLOCK + DIGEST + 1, 1);
    if (key.len > BLOCK) {
        hash_sha256(key, block);
    } else {
        memcpy(block, key.at, key.len);
    }
    for (size_t i = 0; i < BLOCK; i++) {
        inner[i] = (char)(block[i] ^ 0x36);
        outer[i] = (char)(block[i] ^ 0x5c);
    }
    memcpy(inner + BLOCK, words.at, words.len);
    hash_sha256((struct str){ inner, BLOCK + words.len }, digest);
    memcpy(outer + BLOCK, digest, DIGEST);
    return hash_sha256_hex(a, (struct str){ outer, BLOCK + DIGEST });
}

bool access_seal(struct ctx *ctx, int64_t account_id, struct str words, struct str *ret_seal, struct err *e)
{
    static const struct db_column columns[] = { { "password", DB_TEXT, 0 } };
    static const struct db_shape shape = { columns, 1, sizeof(struct str) };
    struct str password;
    if (!db_one(ctx->db, ctx->arena, &q_access_account_secret, DB_ARGS(account_id), &shape, &password, e)) {
        return false;
    }
    *ret_seal = seal_made(ctx->arena, password, words);
    return true;
}
