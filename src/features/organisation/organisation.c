/* Organisations: schools, colleges, universities, authorities, businesses, and the centre with its institution. Declared only;
   the schools' coordinators see their own. */
#include "features/feature.h"
#include "features/organisation/organisation_in.h"
#include "organisation_sql.h"

#include <stddef.h>

static const struct choice kinds[] = {
    { "centre", T_ORGANISATION_KIND_CENTRE },         { "unit", T_ORGANISATION_KIND_UNIT },
    { "school", T_ORGANISATION_KIND_SCHOOL },         { "kindergarten", T_ORGANISATION_KIND_KINDERGARTEN },
    { "further", T_ORGANISATION_KIND_FURTHER },       { "college", T_ORGANISATION_KIND_COLLEGE },
    { "university", T_ORGANISATION_KIND_UNIVERSITY }, { "authority", T_ORGANISATION_KIND_AUTHORITY },
    { "business", T_ORGANISATION_KIND_BUSINESS },     { "fund", T_ORGANISATION_KIND_FUND },
    { "other", T_ORGANISATION_KIND_OTHER },
};
static const struct field fields[] = {
    { "name", &ft_text, T_ORGANISATION_NAME, F_REQUIRED | F_LIST | F_SEARCH | F_UNIQUE | F_WIDE, .max = 300,
      .hint = T_ORGANISATION_NAME_HINT },
    { "short_name", &ft_text, T_ORGANISATION_SHORT_NAME, F_LIST | F_SEARCH, .max = 100 },
    { "kind", &ft_choice, T_ORGANISATION_KIND, F_REQUIRED | F_LIST | F_FILTER, .choices = kinds, .n_choices = COUNT(kinds) },
    { "town", &ft_text, T_ORGANISATION_TOWN, F_LIST | F_FILTER | F_SEARCH, .max = 100 },
    { "parent", &ft_ref, T_ORGANISATION_PARENT, 0, .ref = "organisation", .hint = T_ORGANISATION_PARENT_HINT },
    { "code", &ft_text, T_ORGANISATION_CODE, F_UNIQUE, .max = 60, .hint = T_ORGANISATION_CODE_HINT },
    { "note", &ft_long_text, T_ORGANISATION_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD | ROLE(ROLE_SECRETARY), ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE, ROWS_ALL, MAY_SEE },
    { ROLE(ROLE_COORDINATOR), ROWS_OF_ORG, MAY_SEE },
};

/* An organisation is no part of itself, straight or by way of others. */
static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_value parent = form_value(form, "parent");
    struct db_table up;
    if (!form->id || parent.kind != DB_INT) {
        return true;
    }
    if (!db_table(ctx->db, ctx->arena, &q_organisation_above, DB_ARGS(parent.as.i, form->id), &up, e)) {
        return false;
    }
    if (up.n_rows) {
        form_say(form, "parent", text(ctx, T_ORGANISATION_PARENT_LOOP));
    }
    return true;
}

/* What the record holds of an organisation: each line is a count and the list that it counts. */
struct held {
    struct str kind;
    int64_t n;
};
static const struct holding {
    const char *kind, *list;
    enum text_id line;
} holdings[] = {
    { "activities", "/activity?partners=", T_ORGANISATION_HELD_ACTIVITIES },
    { "documents", "/document?issuer=", T_ORGANISATION_HELD_DOCUMENTS },
    { "requests", "/request?organisation=", T_ORGANISATION_HELD_REQUESTS },
    { "tests", "/external_diagnostics?operator=", T_ORGANISATION_HELD_TESTS },
};

/* The lists are those of the chosen year, but the papers, which are kept for all years. Coordinators open none of them. */
static void panel(struct ctx *ctx, const struct record *record, struct html *h)
{
    static const struct db_column shown[] = { { "kind", DB_TEXT, offsetof(struct held, kind) },
                                              { "n", DB_INT, offsetof(struct held, n) } };
    static const struct db_shape shape = DB_SHAPE(struct held, shown);
    struct held *rows;
    size_t n;
    struct err e = { 0 };
    if (!actor_may(ctx->actor, ROLES_CENTRE)) {
        return;
    }
    if (!organisation_together_show(ctx, h, record->id, &e)) {
        ui_note(h, UI_ERROR, text(ctx, T_ORGANISATION_HELD_FAILED));
        return;
    }
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_ORGANISATION_HELD));
    if (!db_rows(ctx->db, ctx->arena, &q_organisation_held, DB_ARGS(record->id, ctx->year), &shape, &rows, &n, &e)) {
        ui_note(h, UI_ERROR, text(ctx, T_ORGANISATION_HELD_FAILED));
        return;
    }
    HTML(h, "<ul>");
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < COUNT(holdings); k++) {
            if (str_is(rows[i].kind, holdings[k].kind)) {
                struct str to = str_format(ctx->arena, "%s%lld", holdings[k].list, (long long)record->id);
                HTMLF(h, "<li><a href=\"{}\">{}</a></li>", url_own(ctx->arena, to),
                      text_with(ctx, holdings[k].line, TEXT_ARG("n", rows[i].n)));
            }
        }
    }
    HTML(h, "</ul>");
}

static const struct register_def organisation_register = {
    .name = "organisation",
    .one = T_ORGANISATION_ONE,
    .many = T_ORGANISATION_MANY,
    .title_field = "name",
    .order = "name",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .organisation_field = "id",
    .hooks = { .check = check, .panel = panel },
};
static const struct register_def *const registers[] = { &organisation_register };
static const struct menu_item menu[] = { { T_ORGANISATION_MENU, "/organisation", ROLES_CENTRE, MENU_PEOPLE } };

extern const struct feature feature_organisation;
const struct feature feature_organisation = {
    .name = "organisation",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = organisation_queries,
    .n_queries = organisation_n_queries,
    .migrations = organisation_migrations,
    .n_migrations = organisation_n_migrations,
};
