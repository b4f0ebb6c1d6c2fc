/* How many pupils a class, a grade or a whole organisation has on a day: what shares of reach are counted from. A school tells
 * its own. */

#include "base/text/text.h"
#include "base/utf8.h"
#include "contingent_sql.h"
#include "features/feature.h"

static const struct field fields[] = {
    { "class_name", &ft_text, T_CONTINGENT_CLASS_NAME, F_LIST | F_SEARCH | F_MADE, .max = 40 },
    { "organisation", &ft_ref, T_CONTINGENT_ORGANISATION, F_REQUIRED | F_LIST | F_FILTER, .ref = "organisation" },
    { "on_date", &ft_day, T_CONTINGENT_ON_DATE, F_REQUIRED | F_LIST | F_FILTER },
    { "grade", &ft_int, T_CONTINGENT_GRADE, F_FILTER, .min = 1, .max = 11, .hint = T_CONTINGENT_GRADE_HINT },
    { "letter", &ft_text, T_CONTINGENT_LETTER, 0, .max = 20, .hint = T_CONTINGENT_LETTER_HINT },
    { "pupils", &ft_int, T_CONTINGENT_PUPILS, F_REQUIRED | F_LIST, .min = 0, .max = 100000 },
    { "disabled", &ft_int, T_CONTINGENT_DISABLED, F_LIST, .min = 0, .max = 100000, .hint = T_CONTINGENT_DISABLED_HINT },
    { "source", &ft_text, T_CONTINGENT_SOURCE, F_SEARCH, .max = 300, .hint = T_CONTINGENT_SOURCE_HINT },
    { "year", &ft_year, T_CONTINGENT_YEAR, F_MADE },
    { "note", &ft_long_text, T_CONTINGENT_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
    { ROLE(ROLE_COORDINATOR), ROWS_OF_ORG, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_EXPORT },
};

/* «9 «А»», «9», «все классы»: kept in Russian, the language of the record. */
static struct str name_of(struct ctx *ctx, struct db_value grade, struct db_value letter)
{
    if (grade.kind != DB_INT) {
        return text_in(LANG_RU, T_CONTINGENT_ALL);
    }
    struct str number = str_format(ctx->arena, "%lld", (long long)grade.as.i);
    return letter.kind != DB_TEXT
               ? number
               : text_fill(ctx->arena, LANG_RU, T_CONTINGENT_CLASS,
                           (const struct text_arg[]){ TEXT_ARG("grade", number), TEXT_ARG("letter", letter.as.s) }, 2);
}

/* One class of an organisation has one row a day; «а» and «А» are one class. */
static bool check_twin(struct ctx *ctx, struct form *form, struct str name, struct err *e)
{
    struct db_value organisation = form_value(form, "organisation"), day = form_value(form, "on_date");
    struct db_table twins;
    if (organisation.kind == DB_NULL || day.kind == DB_NULL) {
        return true;
    }
    if (!db_table(ctx->db, ctx->arena, &q_contingent_twins, DB_ARGS(organisation, day, form->id), &twins, e)) {
        return false;
    }
    for (size_t i = 0; i < twins.n_rows; i++) {
        if (str_equal(utf8_fold(ctx->arena, twins.values[i].as.s), utf8_fold(ctx->arena, name))) {
            form_say(form, "grade", text(ctx, T_CONTINGENT_TWICE));
        }
    }
    return true;
}

static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_value grade = form_value(form, "grade"), letter = form_value(form, "letter");
    struct db_value pupils = form_value(form, "pupils"), disabled = form_value(form, "disabled");
    struct str name = name_of(ctx, grade, letter);
    form_give_year(form, "on_date", "year");
    form_set(form, "class_name", DB_VALUE(name));
    if (letter.kind == DB_TEXT && grade.kind == DB_NULL) {
        form_say(form, "letter", text(ctx, T_CONTINGENT_LETTER_ALONE));
    }
    if (pupils.kind == DB_INT && disabled.kind == DB_INT && disabled.as.i > pupils.as.i) {
        form_say(
            form, "disabled",
            text_with(ctx, T_CONTINGENT_DISABLED_MORE, TEXT_ARG("disabled", disabled.as.i), TEXT_ARG("pupils", pupils.as.i)));
    }
    return check_twin(ctx, form, name, e);
}

static const struct register_def contingent_register = {
    .name = "contingent",
    .one = T_CONTINGENT_ONE,
    .many = T_CONTINGENT_MANY,
    .title_field = "class_name",
    .same = { "organisation", "on_date", "grade", "letter" },
    .year_field = "year",
    .order = "class_name",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .organisation_field = "organisation",
    .hooks = { .check = check },
};
static const struct register_def *const registers[] = { &contingent_register };
static const struct menu_item menu[] = {
    { T_CONTINGENT_MENU, "/contingent", ROLES_CENTRE, MENU_PEOPLE },
};

extern const struct feature feature_contingent;
const struct feature feature_contingent = {
    .name = "contingent",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = contingent_queries,
    .n_queries = contingent_n_queries,
    .migrations = contingent_migrations,
    .n_migrations = contingent_n_migrations,
};
