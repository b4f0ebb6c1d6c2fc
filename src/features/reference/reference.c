/* Reference lists: competencies and fields of study. Their names vary from paper to paper («Преподавание в начальных классах»,
   «… в младших классах»): a row holds the other names, one a line; search finds it by any of them, and a name that is typed or
   loaded is matched to the row whose name or other name it is (register/lookup.c looks at a column called synonyms). */
#include "base/utf8.h"
#include "features/feature.h"
#include "reference_sql.h"

static const struct field fields[] = {
    { "name", &ft_text, T_REFERENCE_NAME, F_REQUIRED | F_LIST | F_SEARCH | F_UNIQUE | F_WIDE, .max = 200 },
    { "synonyms", &ft_long_text, T_REFERENCE_SYNONYMS, F_LIST | F_SEARCH | F_WIDE, .max = 2000,
      .hint = T_REFERENCE_SYNONYMS_HINT },
    { "note", &ft_long_text, T_REFERENCE_NOTE, F_WIDE, .max = 2000 },
};
static const struct field fields_of_study[] = {
    { "name", &ft_text, T_REFERENCE_NAME, F_REQUIRED | F_LIST | F_SEARCH | F_UNIQUE | F_WIDE, .max = 200 },
    { "synonyms", &ft_long_text, T_REFERENCE_SYNONYMS, F_LIST | F_SEARCH | F_WIDE, .max = 2000,
      .hint = T_REFERENCE_SYNONYMS_HINT },
    { "code", &ft_text, T_REFERENCE_CODE, F_UNIQUE, .max = 40, .hint = T_REFERENCE_CODE_HINT },
    { "note", &ft_long_text, T_REFERENCE_NOTE, F_WIDE, .max = 2000 },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_ALL, ROWS_ALL, MAY_SEE },
};

/* A name means one row: neither it nor an other name stands in a second row of the list. */
static bool check_names(struct ctx *ctx, struct form *form, const struct db_query *all, struct err *e)
{
    struct db_table rows;
    struct str name = form_value(form, "name").as.s, lines = form_value(form, "synonyms").as.s, line, other;
    if (form_value(form, "name").kind != DB_TEXT) {
        return true;
    }
    lines = form_value(form, "synonyms").kind == DB_TEXT
                ? str_format(ctx->arena, "%.*s\n%.*s", (int)name.len, name.at, (int)lines.len, lines.at)
                : name;
    if (!db_table(ctx->db, ctx->arena, all, DB_ARGS(form->id), &rows, e)) {
        return false;
    }
    while (lines.len && str_next(&lines, '\n', &line)) {
        struct str folded = str_trim(utf8_fold(ctx->arena, line));
        for (size_t i = 0; folded.len && i < rows.n_rows; i++) {
            struct str names = rows.values[i * rows.n_columns].as.s;
            while (names.len && str_next(&names, '\n', &other)) {
                if (str_equal(folded, str_trim(utf8_fold(ctx->arena, other)))) {
                    form_say(form, "synonyms", text_with(ctx, T_REFERENCE_TAKEN, TEXT_ARG("name", line)));
                }
            }
        }
    }
    return true;
}

static bool check_competency(struct ctx *ctx, struct form *form, struct err *e)
{
    return check_names(ctx, form, &q_reference_other_competencies, e);
}

static bool check_field(struct ctx *ctx, struct form *form, struct err *e)
{
    return check_names(ctx, form, &q_reference_other_fields, e);
}

static const struct register_def competency_register = {
    .name = "competency",
    .one = T_REFERENCE_COMPETENCY_ONE,
    .many = T_REFERENCE_COMPETENCY_MANY,
    .title_field = "name",
    .order = "name",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check_competency },
};
static const struct register_def field_of_study_register = {
    .name = "field_of_study",
    .one = T_REFERENCE_FIELD_ONE,
    .many = T_REFERENCE_FIELD_MANY,
    .title_field = "name",
    .order = "name",
    .fields = fields_of_study,
    .n_fields = COUNT(fields_of_study),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check_field },
};
static const struct register_def *const registers[] = { &competency_register, &field_of_study_register };
static const struct menu_item menu[] = {
    { T_REFERENCE_COMPETENCY_MENU, "/competency", ROLES_RECORD, MENU_SETTING },
    { T_REFERENCE_FIELD_MENU, "/field_of_study", ROLES_RECORD, MENU_SETTING },
};

extern const struct feature feature_reference;
const struct feature feature_reference = {
    .name = "reference",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = reference_queries,
    .n_queries = reference_n_queries,
    .migrations = reference_migrations,
    .n_migrations = reference_n_migrations,
};
