/* What a save of an activity holds to. A code that was left empty is made from the title and is unique within the year; the
   tree of series is at most three deep (project, series, part), because figures look for the whole above a part exactly that
   far. */
#include "activity_sql.h"
#include "features/activity/activity_in.h"
#include "features/headcount/headcount.h"
#include "report/figure.h"

#include <stddef.h>
#include <string.h>

/* Letters of the Russian alphabet from а to я, then ё. */
static const char *const latin[] = { "a", "b", "v", "g", "d", "e", "zh", "z",  "i",  "y",   "k", "l", "m", "n", "o",  "p",
                                     "r", "s", "t", "u", "f", "h", "c",  "ch", "sh", "sch", "",  "y", "",  "e", "yu", "ya" };

/* The Latin letters of the character at s[i]; *ret_len is how many bytes it takes. "_" stands for anything that is no letter.
 */
static const char *letter_of(struct str s, size_t i, size_t *ret_len, char own[2])
{
    unsigned char c = (unsigned char)s.at[i], next = i + 1 < s.len ? (unsigned char)s.at[i + 1] : 0;
    *ret_len = 1;
    if (c < 0x80) {
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'), capital = c >= 'A' && c <= 'Z';
        own[0] = capital ? (char)(c + 32) : (char)c;
        return letter || capital ? own : "_";
    }
    *ret_len = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c == 0xD0 && next >= 0x90 && next <= 0xAF) {
        return latin[next - 0x90];
    }
    if (c == 0xD0 && next >= 0xB0 && next <= 0xBF) {
        return latin[next - 0xB0];
    }
    if (c == 0xD1 && next >= 0x80 && next <= 0x8F) {
        return latin[next - 0x80 + 16];
    }
    return (c == 0xD0 && next == 0x81) || (c == 0xD1 && next == 0x91) ? "e" : "_";
}

struct str activity_code_of(struct arena *a, struct str title, size_t longest)
{
    char *code = NEW_ARRAY(a, char, longest + 1), own[2] = { 0 };
    size_t n = 0, len;
    for (size_t i = 0; i < title.len; i += len) {
        const char *piece = letter_of(title, i, &len, own);
        if (*piece == '_' && (n == 0 || code[n - 1] == '_')) {
            continue;
        }
        if (n == 0 && *piece >= '0' && *piece <= '9') {
            continue; /* a code begins with a letter */
        }
        if (n + strlen(piece) > longest) {
            break;
        }
        for (; *piece; piece++) {
            code[n++] = *piece;
        }
    }
    while (n > 0 && code[n - 1] == '_') {
        n--;
    }
    return n > 0 ? (struct str){ code, n } : STR("activity");
}

bool activity_code_valid(const struct ctx *ctx, struct str code)
{
    if (code.len == 0 || code.at[0] < 'a' || code.at[0] > 'z') {
        return false;
    }
    for (size_t i = 0; i < code.len; i++) {
        char c = code.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
            return false;
        }
    }
    for (size_t i = 0; ctx->figures && i < ctx->figures->n; i++) {
        struct str rest = str_c(ctx->figures->all[i]->name), word;
        if (str_next(&rest, '.', &word) && str_equal(word, code)) {
            return false;
        }
    }
    return true;
}

static struct maybe_int number_of(struct db_value v)
{
    return v.kind == DB_INT ? SOME_INT(v.as.i) : NO_INT;
}
static struct str words_of(struct db_value v)
{
    return v.kind == DB_TEXT ? v.as.s : STR_NONE;
}

static const struct db_column id_columns[] = { { "id", DB_INT, 0 } };
static const struct db_shape id_shape = DB_SHAPE(int64_t, id_columns);

static bool code_taken(struct ctx *ctx, int64_t year, struct str code, int64_t but, bool *ret_taken, struct err *e)
{
    int64_t *ids;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_activity_by_code, DB_ARGS(year, code), &id_shape, &ids, &n, e)) {
        return false;
    }
    *ret_taken = n > 0 && ids[0] != but;
    return true;
}

/* "nedelya", "nedelya_2", …: the first that is free and allowed. */
static bool make_code(struct ctx *ctx, struct form *form, int64_t year, struct err *e)
{
    struct str base = activity_code_of(ctx->arena, words_of(form_value(form, "title")), ACTIVITY_CODE_MOST), code = base;
    bool taken = !activity_code_valid(ctx, base);
    if (!taken && !code_taken(ctx, year, code, form->id, &taken, e)) {
        return false;
    }
    for (int i = 2; taken; i++) {
        code = str_format(ctx->arena, "%.*s_%d", (int)base.len, base.at, i);
        if (!code_taken(ctx, year, code, form->id, &taken, e)) {
            return false;
        }
    }
    form_set(form, "code", DB_VALUE(code));
    return true;
}

static bool check_code(struct ctx *ctx, struct form *form, struct err *e)
{
    struct maybe_int year = number_of(form_value(form, "year"));
    struct str code = words_of(form_value(form, "code"));
    if (code.len > 0) {
        if (!activity_code_valid(ctx, code)) {
            form_say(form, "code", text(ctx, T_ACTIVITY_SAY_CODE));
        }
        return true;
    }
    if (form->old) { /* the code of a row stays when the form leaves it empty */
        form_set(form, "code", record_value(form->old, "code"));
        return true;
    }
    return !year.known || words_of(form_value(form, "title")).len == 0 || make_code(ctx, form, year.is, e);
}

static void check_range(struct ctx *ctx, struct form *form, const char *from_field, const char *to_field, enum text_id reversed)
{
    struct maybe_int from = number_of(form_value(form, from_field)), to = number_of(form_value(form, to_field));
    if (from.known && to.known && from.is > to.is) {
        form_say(form, to_field, text(ctx, reversed));
    }
}

struct ancestors {
    int64_t year;
    struct maybe_int parent, grandparent;
};

static bool read_ancestors(struct ctx *ctx, int64_t id, struct ancestors *ret_ancestors, struct err *e)
{
    static const struct db_column columns[] = {
        { "year", DB_INT, offsetof(struct ancestors, year) },
        { "parent", DB_MAYBE_INT, offsetof(struct ancestors, parent) },
        { "grandparent", DB_MAYBE_INT, offsetof(struct ancestors, grandparent) },
    };
    static const struct db_shape shape = DB_SHAPE(struct ancestors, columns);
    return db_one(ctx->db, ctx->arena, &q_activity_ancestors, DB_ARGS(id), &shape, ret_ancestors, e);
}

static bool depth_below(struct ctx *ctx, int64_t id, int64_t *ret_depth, struct err *e)
{
    static const struct db_column columns[] = { { "depth", DB_INT, 0 } };
    static const struct db_shape shape = DB_SHAPE(int64_t, columns);
    *ret_depth = 0;
    return id == 0 || db_one(ctx->db, ctx->arena, &q_activity_depth, DB_ARGS(id), &shape, ret_depth, e);
}

static bool check_parent(struct ctx *ctx, struct form *form, struct err *e)
{
    struct maybe_int parent = number_of(form_value(form, "parent")), year = number_of(form_value(form, "year"));
    struct ancestors above;
    int64_t below;
    if (!parent.known || !year.known) {
        return true;
    }
    if (!headcount_hold_year(ctx, year.is, e) || !read_ancestors(ctx, parent.is, &above, e) ||
        !depth_below(ctx, form->id, &below, e)) {
        return false;
    }
    int64_t levels = 1 + (above.parent.known ? 1 : 0) + (above.grandparent.known ? 1 : 0) + below;
    bool circle = form->id && (parent.is == form->id || (above.parent.known && above.parent.is == form->id) ||
                               (above.grandparent.known && above.grandparent.is == form->id));
    if (circle) {
        form_say(form, "parent", text(ctx, T_ACTIVITY_SAY_PARENT_CIRCLE));
    } else if (above.year != year.is) {
        form_say(form, "parent", text(ctx, T_ACTIVITY_SAY_PARENT_YEAR));
    } else if (levels > 2) {
        form_say(form, "parent", text(ctx, T_ACTIVITY_SAY_PARENT_DEEP));
    }
    return true;
}

bool activity_holds(struct ctx *ctx, const struct record *old, const struct record *now, struct refusal *ret_refusal,
                    struct err *e)
{
    struct maybe_int was = old ? number_of(record_value(old, "parent")) : NO_INT,
                     is = now ? number_of(record_value(now, "parent")) : NO_INT;
    struct str fault = STR_NONE;
    if (!old || !is.known || (was.known && was.is == is.is)) {
        return true; /* a new activity has no numbers yet, and what leaves a whole cannot be too much for it */
    }
    if (!headcount_parts_fit(ctx, now->id, STR_NONE, 0, &fault, e)) {
        return false;
    }
    *ret_refusal = (struct refusal){ "parent", fault };
    return true;
}

/* Only what was earlier is repeated; so no chain of repeats comes back to where it began. */
static bool check_repeats(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_value repeats = form_value(form, "repeats");
    struct maybe_int year = number_of(form_value(form, "year"));
    struct str rest = words_of(repeats), piece;
    int64_t earlier;
    while (year.known && str_next(&rest, ',', &piece)) {
        struct db_table of;
        if (!num_read_int(piece, &earlier)) {
            continue;
        }
        if (!db_table(ctx->db, ctx->arena, &q_activity_year, DB_ARGS(earlier), &of, e)) {
            return false;
        }
        if (of.n_rows && of.values[0].as.i >= year.is) {
            form_say(form, "year", text(ctx, T_ACTIVITY_SAY_REPEATS));
        }
    }
    return true;
}

bool activity_check(struct ctx *ctx, struct form *form, struct err *e)
{
    check_range(ctx, form, "grade_from", "grade_to", T_ACTIVITY_SAY_GRADES_REVERSED);
    check_range(ctx, form, "age_from", "age_to", T_ACTIVITY_SAY_AGES_REVERSED);
    return check_code(ctx, form, e) && check_parent(ctx, form, e) && check_repeats(ctx, form, e);
}

bool activity_gives_year(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_value activity = form_value(form, "activity");
    struct db_table year;
    if (activity.kind != DB_INT) {
        return true;
    }
    if (!db_table(ctx->db, ctx->arena, &q_activity_year, DB_ARGS(activity), &year, e)) {
        return false;
    }
    if (year.n_rows) {
        form_set(form, "year", year.values[0]);
    }
    return true;
}
