/* Groups of vocational courses: hours, certificates, leavers. What became of everybody must add up. */

#include "base/text/text.h"
#include "course_sql.h"
#include "features/activity/activity.h"
#include "features/feature.h"

static const struct field fields[] = {
    { "title", &ft_text, T_COURSE_GROUP_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 300 },
    { "activity", &ft_ref, T_COURSE_GROUP_ACTIVITY, F_REQUIRED | F_LIST | F_FILTER, .ref = "activity" },
    { "hours", &ft_int, T_COURSE_GROUP_HOURS, F_LIST, .min = 1, .max = 10000 },
    { "begins", &ft_day, T_COURSE_GROUP_BEGINS, F_LIST | F_FILTER },
    { "ends", &ft_day, T_COURSE_GROUP_ENDS, F_LIST },
    { "enrolled", &ft_int, T_COURSE_GROUP_ENROLLED, F_LIST | F_SUM, .min = 0, .max = 100000 },
    { "certified", &ft_int, T_COURSE_GROUP_CERTIFIED, F_LIST | F_SUM, .min = 0, .max = 100000 },
    { "left_course", &ft_int, T_COURSE_GROUP_LEFT_COURSE, F_LIST | F_SUM, .min = 0, .max = 100000 },
    { "learning", &ft_int, T_COURSE_GROUP_LEARNING, F_LIST, .min = 0, .max = 100000 },
    { "leaving", &ft_text, T_COURSE_GROUP_LEAVING, F_SEARCH | F_WIDE, .max = 500 },
    { "year", &ft_year, T_COURSE_GROUP_YEAR, F_MADE },
    { "note", &ft_long_text, T_COURSE_GROUP_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
};

static const char *const parts[] = { "certified", "left_course", "learning" };

/* Each child of the group has one end: the parts are a partition of those enrolled. */
static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_value whole = form_value(form, "enrolled"), begins = form_value(form, "begins"), ends = form_value(form, "ends");
    int64_t sum = 0;
    for (size_t i = 0; i < COUNT(parts); i++) {
        struct db_value part = form_value(form, parts[i]);
        sum += part.kind == DB_INT ? part.as.i : 0;
    }
    if (whole.kind == DB_INT && sum > whole.as.i) {
        form_say(form, "enrolled",
                 text_with(ctx, T_COURSE_GROUP_PARTS_MORE, TEXT_ARG("sum", sum), TEXT_ARG("whole", whole.as.i)));
    }
    if (begins.kind == DB_TEXT && ends.kind == DB_TEXT && str_compare(ends.as.s, begins.as.s) < 0) {
        form_say(form, "ends", text(ctx, T_COURSE_GROUP_BACKWARDS));
    }
    return activity_gives_year(ctx, form, e);
}

static void panel(struct ctx *ctx, const struct record *record, struct html *h)
{
    struct db_value whole = record_value(record, "enrolled");
    int64_t sum = 0;
    bool all_known = whole.kind == DB_INT;
    for (size_t i = 0; i < COUNT(parts); i++) {
        struct db_value part = record_value(record, parts[i]);
        all_known = all_known && part.kind == DB_INT;
        sum += part.kind == DB_INT ? part.as.i : 0;
    }
    if (all_known && sum < whole.as.i) {
        ui_note(h, UI_ATTENTION, text_with(ctx, T_COURSE_GROUP_UNTOLD, TEXT_ARG("n", whole.as.i - sum)));
    }
}

static const struct register_def course_group_register = {
    .name = "course_group",
    .one = T_COURSE_GROUP_ONE,
    .many = T_COURSE_GROUP_MANY,
    .title_field = "title",
    .same = { "title", "activity", "begins" },
    .year_field = "year",
    .order = "title",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check, .panel = panel },
};
static const struct register_def *const registers[] = { &course_group_register };
static const struct menu_item menu[] = {
    { T_COURSE_GROUP_MENU, "/course_group", ROLES_CENTRE, MENU_HELD },
};

static const struct figure_def certified = {
    .name = "courses.certified",
    .rows = &q_course_certified_rows,
    .total = &q_course_certified_total,
    .unit = UNIT_PERSONS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_SUM,
    .title = T_COURSE_FIGURE_CERTIFIED,
    .definition = T_COURSE_DEFINITION_CERTIFIED,
};
static const struct figure_def *const figures[] = { &certified };

extern const struct feature feature_course;
const struct feature feature_course = {
    .name = "course",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .figures = figures,
    .n_figures = COUNT(figures),
    .queries = course_queries,
    .n_queries = course_n_queries,
    .migrations = course_migrations,
    .n_migrations = course_n_migrations,
};
