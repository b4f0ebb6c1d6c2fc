/* External diagnostics: whose test, how many places the quota gave, by which paper. The numbers of those tested are the
 * headcounts of its activity, so nobody is counted twice. */

#include "base/text/text.h"
#include "external_diagnostics_sql.h"
#include "features/activity/activity.h"
#include "features/feature.h"

static const struct choice helds[] = {
    { "yes", T_EXTERNAL_DIAGNOSTICS_HELD_YES },
    { "no", T_EXTERNAL_DIAGNOSTICS_HELD_NO },
};
static const struct field fields[] = {
    { "title", &ft_text, T_EXTERNAL_DIAGNOSTICS_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 300 },
    { "activity", &ft_ref, T_EXTERNAL_DIAGNOSTICS_ACTIVITY, F_REQUIRED | F_LIST | F_FILTER, .ref = "activity",
      .hint = T_EXTERNAL_DIAGNOSTICS_ACTIVITY_HINT },
    { "operator", &ft_ref, T_EXTERNAL_DIAGNOSTICS_OPERATOR, F_LIST | F_FILTER | F_TOLD, .ref = "organisation" },
    { "held", &ft_choice, T_EXTERNAL_DIAGNOSTICS_HELD, F_REQUIRED | F_LIST | F_FILTER, .choices = helds,
      .n_choices = COUNT(helds) },
    { "quota", &ft_int, T_EXTERNAL_DIAGNOSTICS_QUOTA, F_LIST, .min = 0, .max = 1000000 },
    { "document", &ft_ref, T_EXTERNAL_DIAGNOSTICS_DOCUMENT, 0, .ref = "document" },
    { "year", &ft_year, T_EXTERNAL_DIAGNOSTICS_YEAR, F_MADE },
    { "note", &ft_long_text, T_EXTERNAL_DIAGNOSTICS_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
};

/* Quota against those who took the test, as the activity's own sums have it. */
static void panel(struct ctx *ctx, const struct record *record, struct html *h)
{
    struct db_table sum;
    struct err e = { 0 };
    struct db_value quota = record_value(record, "quota");
    if (!db_table(ctx->db, ctx->arena, &q_external_diagnostics_persons, DB_ARGS(record_value(record, "activity")), &sum, &e)) {
        ui_note(h, UI_ERROR, text(ctx, T_EXTERNAL_DIAGNOSTICS_FAILED));
        return;
    }
    bool counted = sum.values[1].as.i > 0, not_held = str_is(record_value(record, "held").as.s, "no");
    int64_t persons = sum.values[0].as.i;
    if (quota.kind == DB_INT) {
        HTMLF(h, "<p>{}</p>", text_with(ctx, T_EXTERNAL_DIAGNOSTICS_OF_QUOTA, TEXT_ARG("n", quota.as.i)));
    }
    if (counted) {
        HTMLF(h, "<p>{}</p>", text_with(ctx, T_EXTERNAL_DIAGNOSTICS_COUNTED, TEXT_ARG("n", persons)));
    } else if (!not_held) {
        HTMLF(h, "<p>{}</p>", text(ctx, T_EXTERNAL_DIAGNOSTICS_NOT_COUNTED));
    }
    if (counted && not_held) {
        ui_note(h, UI_ATTENTION, text(ctx, T_EXTERNAL_DIAGNOSTICS_NOT_HELD_BUT));
    } else if (counted && quota.kind == DB_INT && persons > quota.as.i) {
        ui_note(h, UI_ATTENTION, text(ctx, T_EXTERNAL_DIAGNOSTICS_OVER));
    }
}

static const struct register_def external_diagnostics_register = {
    .name = "external_diagnostics",
    .one = T_EXTERNAL_DIAGNOSTICS_ONE,
    .many = T_EXTERNAL_DIAGNOSTICS_MANY,
    .title_field = "title",
    .same = { "title", "activity", "operator" },
    .year_field = "year",
    .order = "title",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = activity_gives_year, .panel = panel },
};
static const struct register_def *const registers[] = { &external_diagnostics_register };
static const struct menu_item menu[] = {
    { T_EXTERNAL_DIAGNOSTICS_MENU, "/external_diagnostics", ROLES_CENTRE, MENU_HELD },
};

extern const struct feature feature_external_diagnostics;
const struct feature feature_external_diagnostics = {
    .name = "external_diagnostics",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = external_diagnostics_queries,
    .n_queries = external_diagnostics_n_queries,
    .migrations = external_diagnostics_migrations,
    .n_migrations = external_diagnostics_n_migrations,
};
