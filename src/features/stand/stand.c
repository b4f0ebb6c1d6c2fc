/* Layouts of the information stands, by month and sector of the economy. */
#include "features/feature.h"
#include "stand_sql.h"

static const struct choice kinds[] = {
    { "holidays", T_STAND_KIND_HOLIDAYS },
    { "today", T_STAND_KIND_TODAY },
    { "future", T_STAND_KIND_FUTURE },
    { "other", T_STAND_KIND_OTHER },
};
static const struct field fields[] = {
    { "sector", &ft_text, T_STAND_SECTOR, F_REQUIRED | F_LIST | F_FILTER | F_SEARCH, .max = 200 },
    { "month", &ft_period, T_STAND_MONTH, F_REQUIRED | F_LIST | F_FILTER, .hint = T_STAND_MONTH_HINT },
    { "kind", &ft_choice, T_STAND_KIND, F_REQUIRED | F_LIST | F_FILTER, .choices = kinds, .n_choices = COUNT(kinds) },
    { "year", &ft_year, T_STAND_YEAR, F_MADE },
    { "note", &ft_long_text, T_STAND_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE, ROWS_ALL, MAY_SEE },
};

/* The school year follows from the month; a month is what a stand is laid out for. */
static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_value month = form_value(form, "month"), kind = form_value(form, "kind"), sector = form_value(form, "sector");
    struct str first, rest = month.kind == DB_TEXT ? month.as.s : STR_NONE;
    struct day day;
    int year, month_of_year, day_of_month;
    struct db_table twins;
    if (!str_next(&rest, '|', &first) || !day_read(first, &day)) {
        return true;
    }
    if (!str_ends(rest, STR("|month")) && !str_ends(rest, STR("|day"))) {
        form_say(form, "month", text(ctx, T_STAND_MONTH_LONG));
        return true;
    }
    day_split(day, &year, &month_of_year, &day_of_month);
    form_set(form, "year", DB_VALUE(month_of_year >= 9 ? year : year - 1));
    if (kind.kind == DB_NULL || sector.kind == DB_NULL) {
        return true;
    }
    if (!db_table(ctx->db, ctx->arena, &q_stand_twins, DB_ARGS(first, kind, sector, form->id), &twins, e)) {
        return false;
    }
    if (twins.n_rows) {
        form_say(form, "month", text(ctx, T_STAND_TWICE));
    }
    return true;
}

static const struct register_def stand_register = {
    .name = "stand",
    .one = T_STAND_ONE,
    .many = T_STAND_MANY,
    .title_field = "sector",
    .same = { "sector", "month", "kind" },
    .year_field = "year",
    .order = "month",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check },
};
static const struct register_def *const registers[] = { &stand_register };
static const struct menu_item menu[] = { { T_STAND_MENU, "/stand", ROLES_CENTRE, MENU_PAPERS } };

extern const struct feature feature_stand;
const struct feature feature_stand = {
    .name = "stand",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = stand_queries,
    .n_queries = stand_n_queries,
    .migrations = stand_migrations,
    .n_migrations = stand_n_migrations,
};
