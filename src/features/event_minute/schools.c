/* Which organisation a few signs mean. Whoever counts people writes «8», «сош 8» or «лицей», and should not have to look for
   the whole name in a list; but nothing is guessed: what may be two is asked about. */
#include "base/utf8.h"
#include "event_minute_sql.h"
#include "features/event_minute/event_in.h"

#include <stddef.h>

bool event_schools(struct ctx *ctx, struct event_school **ret_schools, size_t *ret_n, struct err *e)
{
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct event_school, id) },
        { "name", DB_TEXT, offsetof(struct event_school, name) },
        { "short_name", DB_TEXT, offsetof(struct event_school, short_name) },
        { "code", DB_TEXT, offsetof(struct event_school, code) },
        { "kind", DB_TEXT, offsetof(struct event_school, kind) },
    };
    static const struct db_shape shape = DB_SHAPE(struct event_school, columns);
    return db_rows(ctx->db, ctx->arena, &q_event_organisations, DB_NO_ARGS, &shape, ret_schools, ret_n, e);
}

struct str event_school_shown(const struct event_school *school)
{
    return school->short_name.len ? school->short_name : school->name;
}

static bool is_number(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') {
            return false;
        }
    }
    return s.len > 0;
}

static bool is_named(struct arena *a, const struct event_school *school, struct str folded)
{
    return str_equal(utf8_fold(a, school->name), folded) || str_equal(utf8_fold(a, school->short_name), folded) ||
           (school->code.len && str_equal(utf8_fold(a, school->code), folded));
}

/* Some word of the name begins with this one; a number is the whole word, so that «1» is not «12». */
static bool has_word(struct str folded_name, struct str wanted)
{
    struct str rest = folded_name, word;
    while (rest.len && str_next(&rest, ' ', &word)) {
        if (is_number(wanted) ? str_equal(word, wanted) : str_starts(word, wanted)) {
            return true;
        }
    }
    return false;
}

static bool has_words(struct arena *a, const struct event_school *school, struct str folded)
{
    struct str rest = folded, word;
    struct str name = utf8_fold(a, school->name), short_name = utf8_fold(a, school->short_name);
    while (rest.len && str_next(&rest, ' ', &word)) {
        if (word.len && !has_word(name, word) && !has_word(short_name, word)) {
            return false;
        }
    }
    return true;
}

const struct event_school *event_find_school(struct ctx *ctx, const struct event_school *all, size_t n, struct str typed,
                                             const struct event_school *ret_like[EVENT_LIKE], size_t *ret_n_like)
{
    struct str folded = utf8_fold(ctx->arena, typed);
    const struct event_school *named = NULL, *like = NULL;
    size_t n_named = 0, n_like = 0;
    bool number = is_number(folded);
    *ret_n_like = 0;
    if (folded.len == 0) {
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        bool is = is_named(ctx->arena, &all[i], folded);
        named = is ? &all[i] : named;
        n_named += is;
        if (!is && (!has_words(ctx->arena, &all[i], folded) || (number && !str_is(all[i].kind, "school")))) {
            continue;
        }
        like = &all[i];
        n_like++;
        if (*ret_n_like < EVENT_LIKE) {
            ret_like[(*ret_n_like)++] = &all[i];
        }
    }
    return n_named == 1 ? named : n_named == 0 && n_like == 1 ? like : NULL;
}
