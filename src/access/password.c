/* Passwords: argon2id by libsodium with t=2 and 19 MiB (OWASP's first choice of 2023), the only file that knows it.
   At most two run at once, so that a herd of sign-ins costs 38 MiB and not the machine; libsodium maps the memory of a hash and
   unmaps it after, so nothing of it stays with the process. The gate is the one thing in this room that is not const. */
#include "access/access_in.h"
#include "base/random.h"
#include "base/text/text.h"
#include "base/utf8.h"

#include <pthread.h>
#include <sodium.h>

enum { PASSES = 2, AT_ONCE = 2, SHORTEST = 8, LONGEST = 200, LOGIN_SHORTEST = 2, LOGIN_LONGEST = 40 };
static const size_t memory = (size_t)19 << 20;

static struct {
    pthread_mutex_t lock;
    pthread_cond_t free;
    int running;
} gate = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 };

static void gate_enter(void)
{
    BUG_IF(sodium_init() < 0);
    pthread_mutex_lock(&gate.lock);
    while (gate.running == AT_ONCE) {
        pthread_cond_wait(&gate.free, &gate.lock);
    }
    gate.running++;
    pthread_mutex_unlock(&gate.lock);
}

static void gate_leave(void)
{
    pthread_mutex_lock(&gate.lock);
    gate.running--;
    pthread_cond_signal(&gate.free);
    pthread_mutex_unlock(&gate.lock);
}

bool password_hash(struct arena *a, struct str password, struct str *ret_hash, struct err *e)
{
    char *hash = arena_take(a, crypto_pwhash_STRBYTES, 1);
    gate_enter();
    int failed = crypto_pwhash_str(hash, password.at, password.len, PASSES, memory);
    gate_leave();
    if (failed) {
        return err_set(e, ERR_BUSY, "password_hash", STR("no memory for the hash of a password"));
    }
    *ret_hash = str_c(hash);
    return true;
}

/* Nobody's hash, with our parameters: a password tried for an unknown login is hashed against it. */
static const char nobody[] =
    "$argon2id$v=19$m=19456,t=2,p=1$IXC6GGUWulzMIUKkz2fEOA$cWOIQqJfkZYKcQpR1WHmvDwMBJhth3qCsZvpQdP27Zg";

bool password_matches(struct str hash, struct str password)
{
    char text[crypto_pwhash_STRBYTES] = "";
    bool known = hash.len > 0 && hash.len < sizeof text;
    struct str tried = known ? hash : str_c(nobody);
    for (size_t i = 0; i < tried.len; i++) {
        text[i] = tried.at[i];
    }
    gate_enter();
    int failed = crypto_pwhash_str_verify(text, password.at, password.len);
    gate_leave();
    return known && !failed;
}

/* Letters and digits that stay what they are on paper and aloud: no 0 o 1 l i. */
struct str password_made(struct arena *a)
{
    static const char signs[] = "23456789abcdefghjkmnpqrstuvwxyz";
    enum { GROUPS = 4, IN_GROUP = 4, LENGTH = GROUPS * (IN_GROUP + 1) - 1 };
    BUG_IF(sodium_init() < 0);
    char *at = arena_take(a, LENGTH + 1, 1);
    for (size_t i = 0; i < LENGTH; i++) {
        at[i] = i % (IN_GROUP + 1) == IN_GROUP ? '-' : signs[randombytes_uniform(sizeof signs - 1)];
    }
    return (struct str){ at, LENGTH };
}

static bool login_sign(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

int login_fault(struct str login)
{
    bool right = login.len >= LOGIN_SHORTEST && login.len <= LOGIN_LONGEST;
    for (size_t i = 0; i < login.len && right; i++) {
        right = login_sign(login.at[i]);
    }
    return right ? T_NONE : T_ACCESS_LOGIN_FAULT;
}

/* "aaaaaaaa", "12345678", "87654321": every step to the next sign is the same and small. */
static bool password_is_run(struct str s)
{
    int step = s.len > 1 ? s.at[1] - s.at[0] : 0;
    for (size_t i = 1; i < s.len; i++) {
        if (s.at[i] - s.at[i - 1] != step) {
            return false;
        }
    }
    return step >= -1 && step <= 1;
}

int password_fault(struct str login, struct str password)
{
    static const char *const plain[] = { "password", "password1", "qwertyui", "qwerty123",    "1q2w3e4r",
                                         "йцукенгш", "пароль123", "parol123", "administrator" };
    if (!utf8_valid(password) || password.len > LONGEST) {
        return T_ACCESS_PASSWORD_LONG;
    }
    if (utf8_length(password) < SHORTEST) {
        return T_ACCESS_PASSWORD_SHORT;
    }
    bool weak = password_is_run(password) || str_equal(password, login);
    for (size_t i = 0; i < COUNT(plain) && !weak; i++) {
        weak = str_is(password, plain[i]);
    }
    return weak ? T_ACCESS_PASSWORD_WEAK : T_NONE;
}
