/* Consents to publish a name: the register, and the text without the names that nobody consented to. */
#include "features/consent/consent.h"

#include "base/buf.h"
#include "base/clock.h"
#include "consent_sql.h"
#include "features/feature.h"

#include <stddef.h>

static const struct choice kinds[] = { { "pupil", T_CONSENT_KIND_PUPIL },
                                       { "adult", T_CONSENT_KIND_ADULT },
                                       { "title", T_CONSENT_KIND_TITLE } };
static const struct field fields[] = {
    { "person", &ft_text, T_CONSENT_PERSON, F_REQUIRED | F_LIST | F_SEARCH, .max = 200, .hint = T_CONSENT_PERSON_HINT },
    { "kind", &ft_choice, T_CONSENT_KIND, F_REQUIRED | F_LIST | F_FILTER, .choices = kinds, .n_choices = COUNT(kinds) },
    { "basis", &ft_text, T_CONSENT_BASIS, F_REQUIRED | F_LIST, .max = 300, .hint = T_CONSENT_BASIS_HINT },
    { "given_on", &ft_day, T_CONSENT_GIVEN_ON, F_REQUIRED | F_LIST },
    { "until", &ft_day, T_CONSENT_UNTIL, F_LIST, .hint = T_CONSENT_UNTIL_HINT },
    { "withdrawn_on", &ft_day, T_CONSENT_WITHDRAWN_ON, F_LIST, .hint = T_CONSENT_WITHDRAWN_ON_HINT },
    { "note", &ft_long_text, T_CONSENT_NOTE, F_SEARCH | F_WIDE },
};
/* Names of children: who keeps the record and who publishes, nobody else. */
#define CONSENT_SEES (ROLES_RECORD | ROLE(ROLE_DIRECTOR) | ROLE(ROLE_SECRETARY))
static const struct rule rules[] = {
    { ROLES_RECORD | ROLE(ROLE_SECRETARY), ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLE(ROLE_DIRECTOR), ROWS_ALL, MAY_SEE | MAY_EXPORT },
};
static const struct register_def consent_register = {
    .name = "name_consent",
    .one = T_CONSENT_ONE,
    .many = T_CONSENT_MANY,
    .title_field = "person",
    .same = { "person", "basis", "given_on" },
    .order = "person",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
};
static const struct register_def *const registers[] = { &consent_register };
static const struct menu_item menu[] = { { T_CONSENT_MENU, "/name_consent", CONSENT_SEES, MENU_PAPERS } };

static const struct db_column name_columns[] = { { "person", DB_TEXT, 0 } };
static const struct db_shape name_shape = DB_SHAPE(struct str, name_columns);
struct named {
    struct str words;
    int64_t person;
};
static const struct db_column named_columns[] = { { "words", DB_TEXT, offsetof(struct named, words) },
                                                  { "person", DB_INT, offsetof(struct named, person) } };
static const struct db_shape named_shape = DB_SHAPE(struct named, named_columns);

/* A centre names some hundred people; more than the room are left to their shape and to who reads the preview. */
bool consent_surnames(struct ctx *ctx, struct consents *consents, struct err *e)
{
    enum { ROOM = 4096 };
    struct named *rows;
    size_t n_rows, n = 0;
    struct str *all = NEW_ARRAY(ctx->arena, struct str, ROOM);
    if (!db_rows(ctx->db, ctx->arena, &q_consent_people, DB_NO_ARGS, &named_shape, (void *)&rows, &n_rows, e)) {
        return false;
    }
    for (size_t i = 0; i < n_rows; i++) {
        names_surnames(ctx->arena, rows[i].words, rows[i].person == 1, all, &n, ROOM);
    }
    consents->surnames = (struct name_surnames){ all, n };
    return true;
}

bool consent_read(struct ctx *ctx, struct consents *ret_consents, struct err *e)
{
    struct str *names;
    size_t n;
    struct day today;
    int minutes;
    const char *zone = ctx->site && ctx->site->zone ? ctx->site->zone : "UTC";
    if (!clock_local(ctx->now_ms, zone, &today, &minutes)) {
        return err_set(e, ERR_BROKEN, "consent_read", STR("the centre's time zone is unknown"));
    }
    if (!db_rows(ctx->db, ctx->arena, &q_consent_names, DB_ARGS(db_from_day(ctx->arena, today)), &name_shape, (void *)&names,
                 &n, e)) {
        return false;
    }
    *ret_consents = (struct consents){ .names = names, .n = n };
    return true;
}

static bool covered(struct arena *a, const struct consents *consents, struct str name)
{
    for (size_t i = 0; i < consents->n; i++) {
        if (name_is_of(a, name, consents->names[i])) {
            return true;
        }
    }
    return false;
}

/* The search may have taken a neighbour in («Идеи И. О. Фамилии»): then the consent covers the name without it. */
bool consent_covers(struct arena *a, const struct consents *consents, struct str name)
{
    return covered(a, consents, name) || covered(a, consents, name_without_neighbour(a, name, true)) ||
           covered(a, consents, name_without_neighbour(a, name, false));
}

struct consent_name *consent_names(struct arena *a, const struct consents *consents, struct str words, size_t *ret_n)
{
    const struct name_span *spans = names_find(a, words, &consents->surnames, ret_n);
    struct consent_name *names = NEW_ARRAY(a, struct consent_name, *ret_n + 1);
    for (size_t i = 0; i < *ret_n; i++) {
        names[i] = (struct consent_name){ spans[i], consent_covers(a, consents, str_part(words, spans[i].at, spans[i].len)) };
    }
    return names;
}

struct str consent_masked(struct arena *a, const struct consents *consents, struct str words, struct str instead)
{
    size_t n, from = 0;
    const struct consent_name *names = consent_names(a, consents, words, &n);
    struct buf *b = buf_new(a, 4 * words.len + 256);
    for (size_t i = 0; i < n; i++) {
        if (!names[i].may) {
            buf_put(b, str_part(words, from, names[i].span.at - from));
            buf_put(b, instead);
            from = names[i].span.at + names[i].span.len;
        }
    }
    if (from == 0) {
        return words;
    }
    buf_put(b, str_part(words, from, words.len));
    return str_copy(a, buf_str(b));
}

extern const struct feature feature_consent;
const struct feature feature_consent = {
    .name = "consent",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = consent_queries,
    .n_queries = consent_n_queries,
    .migrations = consent_migrations,
    .n_migrations = consent_n_migrations,
};
