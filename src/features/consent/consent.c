/* Consents to publish a name: the register, and the text without the names that nobody consented to. */
#include "features/consent/consent.h"

#include "base/buf.h"
#include "base/clock.h"
#include "consent_sql.h"
#include "features/consent/name.h"
#include "features/feature.h"

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
    *ret_consents = (struct consents){ names, n };
    return true;
}

static bool covered(struct arena *a, const struct consents *consents, struct str name)
{
    for (size_t i = 0; i < consents->n; i++) {
        if (name_same(a, name, consents->names[i])) {
            return true;
        }
    }
    return false;
}

static size_t first_space(struct str s)
{
    size_t plain = str_find(s, STR(" "), 0), held = str_find(s, STR("\302\240"), 0);
    return plain < held ? plain : held;
}

/* The shape may have taken a neighbour in («Идеи И. О. Фамилии»): then the consent covers the name without it. */
static bool consented(struct arena *a, const struct consents *consents, struct str name)
{
    size_t gap = first_space(name), last = gap;
    while (last < name.len && last + 1 + first_space(str_part(name, last + 1, name.len)) < name.len) {
        last += 1 + first_space(str_part(name, last + 1, name.len));
    }
    return covered(a, consents, name) || covered(a, consents, str_trim(str_part(name, gap, name.len))) ||
           covered(a, consents, str_trim(str_part(name, 0, last)));
}

struct str consent_masked(struct arena *a, const struct consents *consents, struct str words, struct str instead,
                          void (*found)(void *arg, struct str name), void *arg)
{
    size_t from = 0, at, len;
    struct buf *b = buf_new(a, 4 * words.len + 256);
    while (name_find(words, from, &at, &len)) {
        struct str name = str_part(words, at, len);
        bool may = consented(a, consents, name);
        buf_put(b, str_part(words, from, at - from));
        buf_put(b, may ? name : instead);
        if (!may) {
            found(arg, name);
        }
        from = at + len;
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
