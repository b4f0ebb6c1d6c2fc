/* Organisations: schools, colleges, universities, authorities, businesses, and the centre with its institution. Declared only;
   the schools' coordinators see their own. */
#include "features/feature.h"
#include "organisation_sql.h"

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
    .hooks = { .check = check },
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
